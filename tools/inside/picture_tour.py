"""Inside QGIS on the demo project: step, compare images, decide, undo, bind layers; a picture of each."""

from __future__ import annotations

import os

import qgis.utils
from desktop_script import map_drawn, result, screen, settle, shot, wait_until
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget, QMenu
from qgis.utils import iface

SHOWN = os.environ["LANDWATCH_PATCH"]
window = iface.mainWindow()
for name in ("Browser", "Browser2", "MessageLog"):
    for found in window.findChildren(QDockWidget, name):
        found.hide()
bench = qgis.utils.plugins["landwatch_plugin"].bench
bench.open(os.environ["LANDWATCH_LEDGER"], "", "演示操作员")
dock, presenter = bench.dock, bench.presenter
window.resizeDocks([dock], [470], Qt.Orientation.Horizontal)
window.resizeDocks(window.findChildren(QDockWidget, "Layers"), [230], Qt.Orientation.Horizontal)
presenter.advance = False


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    dock.take_focus()
    settle(0.2)
    QTest.keyClick(window.focusWidget() or dock, key, modifier)
    settle(0.4)
    map_drawn()


def decision() -> str:
    made = presenter.review.ledger.decision(SHOWN)
    return made.text if made else ""


settle(1)
presenter.show(SHOWN)
map_drawn()
settle(0.5)
shot("dock")
press(Qt.Key.Key_B)
shot("before")
press(Qt.Key.Key_B)
press(Qt.Key.Key_Right)
result["stepped"] = presenter.number
press(Qt.Key.Key_Left)
press(Qt.Key.Key_2)
shot("deciding")
QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
settle(0.5)
result["decided"] = decision()
shot("decided")
press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
result["undone"] = decision()
shot("undone")
iface.mapCanvas().zoomToFullExtent()
map_drawn()
shot("county")
menu = window.findChild(QMenu, "landwatch_menu")
menu.popup(window.menuBar().mapToGlobal(window.menuBar().actionGeometry(menu.menuAction()).bottomLeft()))
settle(0.5)
screen("menu")
menu.close()
bench.open_self_check()
desk = bench.self_check
window.resizeDocks([desk.dock], [330], Qt.Orientation.Vertical)
first = next(at for at, item in enumerate(desk.dock.rows()) if item.check == "J-03")
for line in (first, first + 1):
    desk.dock.table.selectRow(line)
    desk.correct("李某", "已补充材料并登记")
desk.dock.table.selectRow(first)
desk.dock.patch_requested.emit(desk.dock.rows()[first].number)
settle(0.5)
map_drawn()
result["jumped"] = presenter.number == desk.dock.rows()[first].number
shot("selfcheck")
desk.dock.correct.click()
shot("correcting", desk.dialog)
desk.dialog.close()
desk.dock.hide()
bench.bind_layers()
wait_until(lambda: bench.dialog is not None and bench.dialog.isVisible(), 5, "the dialog")
shot("roles", bench.dialog)
bench.dialog.close()
