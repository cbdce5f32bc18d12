"""Inside QGIS on the demo project: step, compare, decide, undo, bind and examine layers, take in, paste; a picture of each."""

from __future__ import annotations

import os
from pathlib import Path

import qgis.utils
from desktop_script import map_drawn, result, screen, settle, shot, wait_until
from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialog, QDockWidget, QMenu
from qgis.utils import iface

from landwatch_plugin.domain.control import Role
from landwatch_plugin.gis import layers

SHOWN = os.environ["LANDWATCH_PATCH"]
LICENCE = """柳溪建筑石料矿 拟扩大矿区范围（2000国家大地坐标系）
拐点编号\tX坐标\tY坐标\t拐点编号\tX坐标\tY坐标
1\t3216540.000\t38519260.000\t4\t3216250.000\t38519640.000
2\t3216575.000\t38519530.000\t5\t3216235.000\t38519430.000
3\t3216520.000\t38519650.000\t6\t3216260.000\t38519270.000
开采标高：182米至96米
"""
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
presenter.show(next(iter(presenter.review.ledger.parents())))
presenter.rejoin("重新拆分")
settle(0.5)
map_drawn()
bench._actions["split"].trigger()
wait_until(lambda: bench.dialog is not None and bench.dialog.isVisible(), 5, "the dialog")
map_drawn()
settle(0.5)
result["parted"] = len(bench.dialog.table.texts())
screen("split")
bench.dialog.close()
presenter.show(SHOWN)
bench.bind_layers()
wait_until(lambda: bench.dialog is not None and bench.dialog.isVisible(), 5, "the dialog")
shot("roles", bench.dialog)
bench.dialog.close()
dock.card.suggestion.trace.click()
settle(0.5)
[asked] = [found for found in dock.findChildren(QDialog) if found.isVisible()]
shot("trace", asked)
asked.close()
bench.open_rulebook()
settle(0.5)
shot("rulebook", bench.dialog)
bench.dialog.close()
os.chdir(os.environ["LANDWATCH_FOLDER"])
bench.import_batch()
wait_until(lambda: bench.dialog is not None and bench.dialog.isVisible(), 5, "the dialog")
dialog, page = bench.dialog, bench.dialog.source
page.source.show_path(next(str(path) for path in Path("下发").glob("*7月*.shp")))
page.source.path_changed.emit(page.source.path())
page.ledger.show_path("七月台账.gpkg")
page.operator.setText("演示操作员")
for name in ("source", "fields", "findings", "result"):
    settle(0.5)
    shot(f"intake_{name}", dialog)
    dialog.next.click()
result["taken_in"] = Path("七月台账.gpkg").is_file()
dock.hide()
bench.paste_coordinates()
QApplication.clipboard().setText(LICENCE)
bench.dialog.paste.click()
settle(1)
map_drawn()
result["pasted"] = bench.dialog.account.text()
screen("paste")
bench.dialog.close()
project = QgsProject.instance()
bound = [item for item in layers.bindings(project) if item.role not in (Role.REDLINE, Role.KEY_AREA)]
wrong = next(layer for layer in project.mapLayers().values() if layer.name() == Role.REDLINE.title).clone()
wrong.setCrs(QgsCoordinateReferenceSystem("EPSG:4547"))
project.addMapLayer(wrong)
layers.bind(project, [*bound, layers.binding_of(wrong, Role.REDLINE)])
bench.examine_layers()
settle(0.5)
result["examined"] = bench.dialog.account.text()
shot("doctor", bench.dialog)
bench.dialog.close()
