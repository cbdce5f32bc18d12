"""Inside QGIS with a half-approved patch: the card's offer, previews by approval, drawn lines and pasted corners, the split, the way back."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import processing
import qgis.utils
from desktop_script import map_drawn, result, screen, settle, shot, wait_until
from qgis.core import QgsPointXY
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QPushButton
from qgis.utils import iface

from landwatch_plugin.ledger.records import Remedy
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.ui.paste_dialog import PasteDialog

FOLDER = Path(os.environ["LANDWATCH_FOLDER"])
LEDGER = FOLDER / "台账.gpkg"
canvas = iface.mapCanvas()


def bands() -> int:
    return sum(isinstance(item, QgsRubberBand) and item.isVisible() for item in canvas.scene().items())


def pixel(x: float, y: float) -> QPoint:
    place = canvas.getCoordinateTransform().transform(QgsPointXY(x, y))
    return QPoint(round(place.x()), round(place.y()))


def agree() -> None:
    box = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "landwatch_question" and w.isVisible())
    result["question"] = box.windowTitle()
    box.findChildren(QPushButton)[0].click()


processing.run("landwatch:importpatches", {"INPUT": str(FOLDER / "下发" / "图斑.shp"), "BATCH": "2026年6月", "LEDGER": str(LEDGER)})
processing.run("landwatch:checkpatches", {"LEDGER": str(LEDGER), "OUTPUT": "memory:"})
bench = qgis.utils.plugins["landwatch_plugin"].bench
iface.mainWindow().showNormal()
iface.mainWindow().setGeometry(0, 30, 1366, 738)
settle(0.5)
bench.open(str(LEDGER), "", "李某")
map_drawn()
before = bands()
result["offer"] = bench.presenter.review.card(bench.presenter.number).offer
bench.dock.card.suggestion.split.click()
wait_until(lambda: bench.dialog is not None and bench.dialog.isVisible(), 5, "the dialog")
dialog = bench.dialog
result["approvals"] = dialog.table.texts()
result["fits"] = [dialog.frameGeometry().height(), iface.mainWindow().frameGeometry().height()]
map_drawn()
screen("preview")

middle, view = QgsPointXY(38_500_200, 3_100_045), canvas.viewport()


def draw(*corners: tuple[float, float]) -> None:
    """Corners in metres from the middle of the map, a right click at the end."""
    dialog.draw.click()
    settle(0.3)
    for x, y in corners:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pixel(middle.x() + x, middle.y() + y))
        settle(0.8)
    QTest.mouseClick(view, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, pixel(middle.x(), middle.y()))
    settle(0.3)


draw((1, 45), (1, 10))
result["short"] = dialog.message.text()
screen("short")
draw((1, 45), (1, -45))
result["drawn"] = dialog.table.texts()
draw((1, 5), (80, 5))
result["second"] = len(dialog.table.texts())
draw((0, 5), (80, 5))
result["both"] = [len(dialog.table.texts()), dialog.sum.text()]
screen("drawn")

dialog.paste.click()
settle(0.5)
pasting = dialog.findChild(PasteDialog)
QApplication.clipboard().setText("J1 3100010 38500140\nJ2 3100090 38500140\nJ3 3100090 38500210\nJ4 3100010 385002**")
pasting.paste.click()
settle(0.5)
result["masked"] = pasting.account.text()
screen("masked")
pasting.show_text("界址点号\tX\tY\nJ1\t3100300\t38500140\nJ2\t3100390\t38500140\nJ3\t3100390\t38500210\nJ4\t3100300\t38500210")
settle(0.6)
pasting.add.click()
settle(0.3)
result["elsewhere"] = [pasting.notes.text(), pasting.isVisible()]
screen("elsewhere")
pasting.show_text("界址点号\tX\tY\nJ1\t3100010\t38500140\nJ2\t3100090\t38500140\nJ3\t3100090\t38500210\nJ4\t3100010\t38500210")
settle(0.6)
screen("pasting")
pasting.add.click()
settle(0.5)
result["pasted"] = dialog.table.texts()
screen("pasted")
dialog.choose(4)
settle(0.3)
result["layers"] = [dialog.layers.itemText(at) for at in range(dialog.layers.count())]
result["by_layer"] = dialog.table.texts()
screen("layer")

dialog.choose(0)
dialog.ok.click()
wait_until(lambda: bench.presenter.number.endswith("_1"), 20, "the first child")
result["children"] = bench.dock.list.numbers()
result["suggested"] = bench.presenter.review.card(bench.presenter.number).suggestion.text
result["bands_left"] = bands() - before
shot("split")
QTimer.singleShot(500, agree)
bench._actions["rejoin"].trigger()
settle(0.3)
result["again"] = bench.dock.list.numbers()
result["tool"] = type(canvas.mapTool()).__name__
with Ledger.open(LEDGER) as ledger:
    ledger.add_remedies([Remedy(bench.presenter.number, "拆除复耕", Decimal("0.50"), "验收1号", date(2026, 9, 1))])
bench._actions["split"].trigger()
settle(0.5)
result["forbidden"] = [bench.dialog.message.text(), bench.dialog.ok.isEnabled(), any(way.isEnabled() for way in bench.dialog.ways)]
screen("forbidden")
