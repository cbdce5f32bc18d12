"""Inside QGIS with a half-approved patch: the card's offer, the preview, a line drawn with the mouse, the split, the way back."""

from __future__ import annotations

import os
from pathlib import Path

import processing
import qgis.utils
from desktop_script import map_drawn, result, screen, settle, shot, wait_until
from qgis.core import QgsPointXY, QgsProject
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QPushButton
from qgis.utils import iface

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
bench.open(str(LEDGER), "", "李某")
map_drawn()
before = bands()
result["offer"] = bench.presenter.review.card(bench.presenter.number).offer
bench.dock.card.suggestion.split.click()
wait_until(lambda: bench.dialog is not None and bench.dialog.isVisible(), 5, "the dialog")
dialog = bench.dialog
result["approvals"] = dialog.table.texts()
map_drawn()
screen("preview")

dialog.draw.click()
settle(0.3)
middle, view = canvas.extent().center(), canvas.viewport()
for x, y in ((middle.x() + 1, middle.y() + 45), (middle.x() + 1, middle.y() - 45)):
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pixel(x, y))
    settle(0.8)
QTest.mouseClick(view, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, pixel(middle.x(), middle.y()))
settle(0.3)
result["drawn"] = dialog.table.texts()
shot("drawn")

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
result["layers"] = len(QgsProject.instance().mapLayers())
