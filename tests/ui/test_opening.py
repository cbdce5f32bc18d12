"""Opening a sitting: which ledger, who signs, which meeting, who has the keys afterwards, and a project that closes."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsProject,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMainWindow

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.gis import layers
from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.ui.workbench import Workbench
from tests.answers import answer_differences

pytestmark = pytest.mark.usefixtures("qgis_app")


def show_in_project(path: Path) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{path}|layername=patches", "图斑", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_the_ledger_that_the_project_shows_opens_with_the_dock(bench: Workbench, ledger_path: Path) -> None:
    """Signed by the account of the computer, and said so: nobody has named an operator yet."""
    assert show_in_project(ledger_path).isValid()
    bench.open_dock()
    assert bench.presenter.review.ledger_path == ledger_path
    assert bench.presenter.review.operator == getpass.getuser()
    assert getpass.getuser() in bench.dock.decision.notice.text() and bench.dock.decision.notice.isVisible()


def test_a_remembered_ledger_and_a_remembered_operator_come_first(
    bench: Workbench, settings: Settings, ledger_path: Path, lay: Callable[..., Path], tmp_path: Path
) -> None:
    show_in_project(ledger_path)
    settings.put("operator", "甲")
    last = lay(tmp_path / "上次.gpkg")
    settings.put("ledger", last)
    bench.open_dock()
    assert (bench.presenter.review.ledger_path, bench.presenter.review.operator) == (last, "甲")


def test_a_remembered_ledger_that_is_gone_gives_way_to_the_project_s(
    bench: Workbench, settings: Settings, ledger_path: Path, tmp_path: Path
) -> None:
    show_in_project(ledger_path)
    settings.put("ledger", tmp_path / "没有.gpkg")
    settings.remember("ledgers", str(tmp_path / "没有.gpkg"))
    bench.open_ledger()
    assert bench.dialog.ledger.path() == str(ledger_path)
    bench.open_dock()
    assert bench.presenter.review.ledger_path == ledger_path


def test_a_layer_that_only_looks_like_a_ledger_leaves_the_dock_empty(
    bench: Workbench, iface: Any, tmp_path: Path
) -> None:
    path = tmp_path / "别的.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "patches"
    memory = QgsVectorLayer("Polygon?crs=EPSG:4547", "x", "memory")
    QgsVectorFileWriter.writeAsVectorFormatV3(memory, str(path), QgsCoordinateTransformContext(), options)
    assert show_in_project(path).isValid()
    bench._actions["patches"].trigger()
    assert bench.dock.isVisible() and bench.presenter is None
    assert iface.messageBar().currentItem() is None


def test_the_dialog_proposes_the_project_s_ledger_and_the_account(bench: Workbench, ledger_path: Path) -> None:
    show_in_project(ledger_path)
    bench.open_ledger()
    assert (bench.dialog.ledger.path(), bench.dialog.operator.text()) == (str(ledger_path), getpass.getuser())


def test_the_dock_has_the_keys_after_a_ledger_was_opened(bench: Workbench, ledger_path: Path) -> None:
    """From the map; the focus was left there before."""
    bench.iface.mapCanvas().setFocus()
    bench.open(str(ledger_path), "", "甲")
    QCoreApplication.processEvents()
    assert bench.dock.isAncestorOf(QApplication.focusWidget())
    first = bench.presenter.number
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert bench.presenter.number != first


def test_the_dock_has_the_keys_when_the_dialog_has_gone(
    bench: Workbench, window: QMainWindow, ledger_path: Path
) -> None:
    window.centralWidget().setFocus()
    bench.open_ledger()
    bench.dialog.ledger.show_path(str(ledger_path))
    bench.dialog.operator.setText("甲")
    bench.dialog.ok.click()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    assert bench.dock.isAncestorOf(QApplication.focusWidget())


def test_nobody_is_torn_out_of_a_box_he_writes_in(bench: Workbench, ledger_path: Path) -> None:
    bench.open(str(ledger_path), "", "甲")
    bench.dock.filters.search.setFocus()
    bench.open(str(ledger_path), "", "甲")
    assert QApplication.focusWidget() is bench.dock.filters.search


def test_a_closed_project_leaves_no_outline_and_no_pressed_image(
    bench: Workbench, window: QMainWindow, ledger_path: Path, tmp_path: Path
) -> None:
    """The card may stay: the ledger is still open."""
    gdal.GetDriverByName("GTiff").Create(str(tmp_path / "after.tif"), 2, 2).FlushCache()
    layer = QgsRasterLayer(str(tmp_path / "after.tif"), "后时相")
    QgsProject.instance().addMapLayer(layer)
    layers.bind(QgsProject.instance(), [layers.binding_of(layer, Role.AFTER)])
    bench.open(str(ledger_path), "", "甲")
    button = bench.dock.navigation.images[Role.AFTER]
    assert button.isEnabled() and button.isChecked()
    QgsProject.instance().clear()
    assert not button.isEnabled() and not button.isChecked()
    outlines = [item for item in window.centralWidget().scene().items() if isinstance(item, QgsRubberBand)]
    assert [band.numberOfVertices() for band in outlines] == [0]
    assert bench.presenter.number in bench.dock.card.header.number.text()


def test_a_named_meeting_and_its_day_are_written_beside_the_decisions(
    bench: Workbench, settings: Settings, ledger_path: Path
) -> None:
    bench.open_ledger()
    bench.dialog.ledger.show_path(str(ledger_path))
    bench.dialog.operator.setText("甲")
    bench.dialog.meeting.setText("第3次会审")
    bench.dialog.ok.click()
    number = bench.presenter.number
    bench.dock.decision_requested.emit(Decision("违法", "未报即用", "", ""))
    decision = bench.presenter.review.card(number).decision
    assert (decision.meeting, decision.on) == ("第3次会审", date.today())
    assert "第3次会审" in bench.dock.windowTitle()
    bench.open_ledger()
    assert bench.dialog.meeting.text() == "第3次会审"


def test_without_a_meeting_a_decision_names_no_day(bench: Workbench, ledger_path: Path) -> None:
    bench.open(str(ledger_path), "", "甲")
    assert (bench.presenter.review.meeting, bench.presenter.review.on) == ("", None)


@pytest.mark.parametrize(("days_ago", "meeting"), [(0, "第3次会审"), (1, "")])
def test_a_meeting_goes_on_by_itself_only_on_its_own_day(
    bench: Workbench, settings: Settings, ledger_path: Path, days_ago: int, meeting: str
) -> None:
    """Next month's decisions must not be put down to last month's meeting unasked."""
    held = date.today() - timedelta(days=days_ago)
    for key, value in (("ledger", str(ledger_path)), ("operator", "甲"), ("meeting", "第3次会审")):
        settings.put(key, value)
    settings.put("meeting_day", held.isoformat())
    bench.open_dock()
    assert bench.presenter.review.meeting == meeting


def test_a_check_in_between_does_not_end_the_meeting(bench: Workbench, ledger_path: Path) -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:4547", "永久基本农田", "memory")
    QgsProject.instance().addMapLayer(layer)
    layers.bind(QgsProject.instance(), [layers.binding_of(layer, Role.FARMLAND)])
    bench.open(str(ledger_path), "", "甲", "第3次会审")
    answer_differences([], stand=True)
    bench.actions()[-1].trigger()
    assert (bench.presenter.review.meeting, bench.presenter.review.on) == ("第3次会审", date.today())
