"""Inside QGIS with the plugin on and a small county's project: paste a licence, write it, examine the layers, leave."""

from __future__ import annotations

import os

import qgis.utils
from desktop_script import map_drawn, result, settle, shot, wait_until
from qgis.core import QgsProject
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMenu, QMessageBox
from qgis.utils import iface

from landwatch_plugin.domain.control import Role

window, canvas = iface.mainWindow(), iface.mapCanvas()
bench = qgis.utils.plugins["landwatch_plugin"].bench


def bands() -> int:
    return sum(isinstance(item, QgsRubberBand) for item in canvas.scene().items())


def choose(name: str) -> None:
    """From the plugin's menu, as a user does."""
    menu = window.findChild(QMenu, "landwatch_menu")
    next(action for action in menu.actions() if action.objectName() == name).trigger()
    settle(0.3)


def say_yes() -> None:
    box = next(
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible()
    )
    result["question"] = box.text()
    next(b for b in box.buttons() if box.buttonRole(b) == QMessageBox.ButtonRole.DestructiveRole).click()


own = bands()
choose("landwatch_paste")
dialog = bench.dialog
QApplication.clipboard().setText(os.environ["LANDWATCH_LICENCE"])
dialog.text.setFocus()
QTest.keyClick(dialog.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
wait_until(lambda: dialog.add.isEnabled(), 10, "the pasted area")
map_drawn()
shot("pasted", dialog)
result["account"] = dialog.account.text()
result["bands"] = bands() - own
presenter = bench._pasting
middle = presenter.preview.area.asGeometry().boundingBox().center()
at = canvas.getCoordinateTransform().transform(middle)
result["beside_the_dialog"] = not dialog.frameGeometry().contains(canvas.mapToGlobal(QPoint(int(at.x()), int(at.y()))))
dialog.name.setText("某某石灰岩矿")
dialog.number.setText("C990126")
dialog.target.setCurrentIndex(dialog.target.findData(Role.MINE))
QTimer.singleShot(500, say_yes)
QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
settle(0.5)
result["written"] = dialog.notes.text()
mines = next(layer for layer in QgsProject.instance().mapLayers().values() if layer.name() == Role.MINE.title)
result["mines"] = [[str(one["XKZH"]), one.geometry().area(), float(one["CSSX"])] for one in mines.getFeatures()]
dialog.leave.click()
settle(0.3)
result["bands_left"] = bands() - own
choose("landwatch_doctor")
wait_until(lambda: bench.dialog.layers.rowCount() > 0, 20, "the examination")
shot("examined", bench.dialog)
result["examined"] = bench.dialog.layers.texts()
result["findings"] = bench.dialog.findings.texts()
bench.dialog.close()
