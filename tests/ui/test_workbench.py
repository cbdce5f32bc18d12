"""The whole screen in a main window: opening, taking in, binding, checking, and leaving no trace."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt, QTimer
from qgis.PyQt.QtWidgets import QAction, QApplication, QDialog, QMainWindow, QMessageBox, QShortcut

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import Cancelled, LandwatchError
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.ui.dock import PatchDock
from landwatch_plugin.ui.intake_dialog import IntakeDialog
from landwatch_plugin.ui.open_dialog import OpenDialog
from landwatch_plugin.ui.roles_dialog import RolesDialog
from landwatch_plugin.ui.slots import Wiring, message_bar_teller
from landwatch_plugin.ui.workbench import Workbench
from tests.answers import answer_differences

pytestmark = pytest.mark.usefixtures("qgis_app")


def settle() -> None:
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def said(iface: Any) -> str:
    item = iface.messageBar().currentItem()
    return item.text() if item is not None else ""


def things(window: QMainWindow) -> dict[str, int]:
    """What the program may have put into the window, counted."""
    gc.collect()
    kinds = {"docks": PatchDock, "actions": QAction, "shortcuts": QShortcut, "dialogs": QDialog}
    found = {name: len(window.findChildren(kind)) for name, kind in kinds.items()}
    canvas = window.centralWidget()
    found["bands"] = sum(isinstance(item, QgsRubberBand) for item in canvas.scene().items())
    project = QgsProject.instance()
    found["project listeners"] = project.receivers(project.readProject) + project.receivers(project.cleared)
    return found


def test_everything_is_taken_out_again(
    window: QMainWindow, iface: Any, settings: Settings, ledger_path: Path
) -> None:
    """Dock, actions, shortcuts, outline, dialogs and connections."""
    before = things(window)
    bench = Workbench(iface, settings)
    bench.open_dock()
    bench.open(str(ledger_path), "", "甲")
    bench.bind_layers()
    bench.open_ledger()
    during = things(window)
    assert during["docks"] == 1 and during["shortcuts"] > 10 and during["bands"] == 1
    dock = bench.dock
    bench.close()
    settle()
    assert sip.isdeleted(dock)
    assert things(window) == before


def test_closing_after_dialogs_have_come_and_gone_is_safe(iface: Any, settings: Settings) -> None:
    """Qt has deleted the dialogs by then; touching their signals would end QGIS."""
    bench = Workbench(iface, settings)
    for open_dialog in (bench.bind_layers, bench.open_ledger, bench.import_batch):
        open_dialog()
        bench.dialog.close()
        settle()
    bench.close()
    settle()
    QgsProject.instance().clear()


def test_the_ledger_is_let_go_when_the_workbench_closes(bench: Workbench, ledger_path: Path) -> None:
    """Nothing holds the file: it can be moved."""
    bench.open(str(ledger_path), "", "甲")
    bench.close()
    ledger_path.rename(ledger_path.with_name("已移走.gpkg"))
    assert not list(ledger_path.parent.glob("*-wal"))


def test_close_before_anything_was_opened_is_harmless(iface: Any, settings: Settings) -> None:
    Workbench(iface, settings).close()


def test_actions_come_in_the_order_of_the_month(bench: Workbench) -> None:
    assert [action.objectName() for action in bench.actions()] == [
        "landwatch_patches", "landwatch_ledger", "landwatch_intake", "landwatch_layers", "landwatch_check",
    ]  # fmt: skip


def test_what_needs_a_ledger_cannot_be_chosen_before_one_is_open(bench: Workbench, ledger_path: Path) -> None:
    check = bench.actions()[-1]
    assert not check.isEnabled()
    bench.open(str(ledger_path), "", "甲")
    assert check.isEnabled()


def test_the_ledger_used_last_opens_with_the_dock(bench: Workbench, settings: Settings, ledger_path: Path) -> None:
    settings.put("ledger", ledger_path)
    settings.put("operator", "甲")
    bench.open_dock()
    assert bench.presenter is not None and bench.presenter.number is not None
    assert "演示县2026" in bench.dock.windowTitle()


def test_without_a_ledger_the_dock_opens_empty(bench: Workbench) -> None:
    bench.actions()[0].trigger()
    assert bench.dock.isVisible() and bench.presenter is None


def test_the_dialog_opens_a_ledger_and_remembers_it(bench: Workbench, settings: Settings, ledger_path: Path) -> None:
    bench.open_ledger()
    dialog = bench.dialog
    assert isinstance(dialog, OpenDialog)
    dialog.ledger.show_path(str(ledger_path))
    dialog.operator.clear()
    dialog.ok.click()
    assert "operator" in dialog.message.text()
    dialog.operator.setText("甲")
    dialog.ok.click()
    assert bench.presenter.review.operator == "甲"
    assert settings.names("ledgers") == [str(ledger_path)]
    settle()
    assert bench.dialog is None and sip.isdeleted(dialog)


def test_a_file_that_is_no_ledger_is_told_in_the_dialog_and_the_old_sitting_goes_on(
    bench: Workbench, ledger_path: Path, tmp_path: Path
) -> None:
    bench.open(str(ledger_path), "", "甲")
    sitting = bench.presenter
    bench.open_ledger()
    bench.dialog.operator.setText("甲")
    bench.dialog.ledger.show_path(str(tmp_path / "没有.gpkg"))
    bench.dialog.ok.click()
    assert "没有.gpkg" in bench.dialog.message.text()
    assert bench.presenter is sitting and sitting.review.progress() == (0, 5)


def test_opening_the_same_ledger_again_stays_at_the_patch(bench: Workbench, ledger_path: Path) -> None:
    bench.open(str(ledger_path), "", "甲")
    bench.presenter.step(1, False)
    number = bench.presenter.number
    bench.open(str(ledger_path), "", "甲")
    assert bench.presenter.number == number


def test_only_one_dialog_is_open_at_a_time(bench: Workbench, window: QMainWindow) -> None:
    bench.open_ledger()
    bench.bind_layers()
    bench.import_batch()
    settle()
    shown = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    assert len(shown) == 1 and isinstance(shown[0], IntakeDialog)


def test_bound_layers_are_kept_in_the_project(bench: Workbench) -> None:
    from landwatch_plugin.gis import layers

    QgsProject.instance().addMapLayer(QgsVectorLayer("Polygon?crs=EPSG:4547", "DLTB", "memory"))
    bench.bind_layers()
    assert isinstance(bench.dialog, RolesDialog)
    bench.dialog.ok.click()
    assert [binding.role for binding in layers.bindings(QgsProject.instance())] == [Role.LAND]


def test_whether_to_go_on_after_a_decision_is_remembered(
    bench: Workbench, settings: Settings, ledger_path: Path
) -> None:
    bench.open(str(ledger_path), "", "甲")
    number = bench.presenter.number
    bench._actions["advance"].trigger()
    bench.dock.decision_requested.emit(Decision("违法", "未报即用", "", ""))
    assert bench.presenter.number == number
    assert settings.flag("advance", True) is False


def answer(press: Callable[[QMessageBox], None]) -> None:
    """Press a button of the question that is about to open."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        press(box)

    QTimer.singleShot(0, act)


def test_secrecy_is_asked_about_and_no_means_no(bench: Workbench, ledger_path: Path) -> None:
    bench.open(str(ledger_path), "", "甲")
    number = bench.presenter.number
    asked = []
    answer(lambda box: (asked.append(box.text()), box.defaultButton().click()))
    bench._actions["secret"].trigger()
    assert number in asked[0]
    assert number in bench.dock.list.numbers()
    answer(lambda box: box.buttons()[[b.text() for b in box.buttons()].index("Set aside")].click())
    bench._actions["secret"].trigger()
    assert number not in bench.dock.list.numbers()


def test_an_error_of_an_action_is_in_the_message_bar(bench: Workbench, iface: Any) -> None:
    bench._actions["check"].setEnabled(True)
    bench._actions["check"].trigger()
    assert "尚未打开台账" in said(iface)


def test_the_same_error_twice_is_shown_once(iface: Any) -> None:
    tell = message_bar_teller(iface.messageBar())
    for _ in range(3):
        tell(LandwatchError("没有可以撤销的判定。"))
    assert len(iface.messageBar().items()) == 1
    tell(Cancelled())
    assert len(iface.messageBar().items()) == 2


def test_a_programming_error_is_not_swallowed() -> None:
    """Only errors for the user end in the message bar."""

    def broken() -> None:
        raise ValueError("bug")

    with pytest.raises(ValueError, match="bug"):
        Wiring(lambda error: None).guarded(broken)()


@pytest.mark.parametrize("secret", [("990101TB0900",)])
def test_patches_already_set_aside_are_in_no_list(
    bench: Workbench, tmp_path: Path, secret: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    lay = request.getfixturevalue("lay")
    path = lay(tmp_path / "涉密.gpkg", secret)
    bench.open(str(path), "", "甲")
    assert len(bench.dock.list.numbers()) == 5
    assert "990101TB0900" not in bench.dock.list.numbers()


@pytest.fixture
def farmland(bench: Workbench, ledger_path: Path) -> Workbench:
    """An open ledger whose patches were checked without layers; now 永久基本农田 is bound over half of one patch."""
    from qgis.core import QgsFeature, QgsGeometry, QgsRectangle

    from landwatch_plugin.gis import layers

    layer = QgsVectorLayer("Polygon?crs=EPSG:4547", "永久基本农田", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(500_100, 3_300_000, 500_120, 3_300_040)))
    layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    layers.bind(QgsProject.instance(), [layers.binding_of(layer, Role.FARMLAND)])
    bench.open(str(ledger_path), "", "甲")
    bench.presenter.show("990101TB0001")
    return bench


def test_what_a_check_says_otherwise_is_shown_and_may_be_refused(
    farmland: Workbench, iface: Any, ledger_path: Path
) -> None:
    """With figures before and after; the ledger keeps what it had."""
    with Ledger.open(ledger_path) as ledger:
        before = ledger.check("990101TB0001")
    seen: list[list[str]] = []
    answer_differences(seen, stand=False)
    farmland.actions()[-1].trigger()
    assert ["990101TB0001", "占永久基本农田面积", "无数据", "1.20亩"] in seen
    assert "The last check was kept" in said(iface)
    with Ledger.open(ledger_path) as ledger:
        assert ledger.check("990101TB0001") == before


def test_a_check_runs_with_the_bound_layers_and_the_card_shows_its_figures(
    farmland: Workbench, iface: Any, ledger_path: Path
) -> None:
    """永久基本农田 over half of one patch; every other role stays 无数据."""
    from landwatch_plugin.domain.card import Contact

    bench = farmland
    answer_differences([], stand=True)
    bench.actions()[-1].trigger()
    assert "5 patches checked" in said(iface) and "生态保护红线" in said(iface)
    assert bench.presenter.number == "990101TB0001"
    bars = {bar.role: bar for bar in bench.presenter.review.card("990101TB0001").themes}
    assert bars[Role.FARMLAND].contact is Contact.TOUCHED
    assert str(bars[Role.FARMLAND].mu) == "1.20"
    assert "生态保护红线 无数据" in bench.dock.card.themes.accessibleDescription()
    with Ledger.open(ledger_path) as ledger:
        assert ledger.check("990101TB0001") is not None


def test_the_dock_stands_on_the_right(bench: Workbench, window: QMainWindow) -> None:
    bench.open_dock()
    assert window.dockWidgetArea(bench.dock) == Qt.DockWidgetArea.RightDockWidgetArea
