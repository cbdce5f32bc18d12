"""月核自查面板: the list below the map: what it shows, the jump to the patch, corrections, the workbook, and no trace left."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMainWindow

from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.ui.self_check_dock import SelfCheckDock
from landwatch_plugin.ui.workbench import Workbench

pytestmark = pytest.mark.usefixtures("qgis_app")
FIRST, LAST = "990101TB0004", "990101TB0003"
ORDER = [f"990101TB000{at}" for at in (4, 5, 1, 2, 3)]
"""By township, then number, as in the list of patches."""


def settle() -> None:
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture
def listed(bench: Workbench, ledger_path: Path) -> Workbench:
    """The self-check of five undecided patches, opened from the menu."""
    bench.open(str(ledger_path), "", "甲")
    bench._actions["selfcheck"].trigger()
    settle()
    return bench


def column(bench: Workbench, at: int) -> list[str]:
    return [row[at] for row in bench.self_check.dock.table.texts()]


def choose(bench: Workbench, *rows: int) -> None:
    table = bench.self_check.dock.table
    table.clearSelection()
    table.setSelectionMode(table.SelectionMode.MultiSelection)
    for row in rows:
        table.selectRow(row)


def kept(path: Path) -> list[tuple[str, str, str]]:
    with Ledger.open(path) as ledger:
        return [(item.number, item.check, item.state) for item in ledger.self_check_problems()]


def test_without_a_ledger_the_menu_entry_is_off(bench: Workbench) -> None:
    assert not bench._actions["selfcheck"].isEnabled()
    assert bench._actions["selfcheck"] in bench.tools()
    assert bench.self_check.dock is None


def test_the_list_stands_below_the_map_and_tells_the_conclusion(listed: Workbench, window: QMainWindow) -> None:
    """All five are undecided; blocking problems first."""
    dock = listed.self_check.dock
    assert window.dockWidgetArea(dock) == Qt.DockWidgetArea.BottomDockWidgetArea
    assert dock.conclusion.text().startswith("自查图斑5个：阻断问题5项")
    assert column(listed, 1) == ORDER
    assert set(column(listed, 3)) == {"J-01 尚未判定"}
    assert set(column(listed, 0)) == {"阻断"}


def test_what_was_not_checked_is_listed_with_its_reason(listed: Workbench) -> None:
    """One line for all patches where the reason is the same for all."""
    dock = listed.self_check.dock
    dock.filter.setCurrentIndex(2)
    rows = {row[3]: (row[1], row[4]) for row in dock.table.texts()}
    assert rows["T-01 平台没有该图斑等9项"] == (
        "(all)", "全部5个图斑：没有提供平台导出表（T-01、T-02、T-03、T-04、T-05、T-06、T-07、T-08、T-09）",
    )  # fmt: skip
    assert rows["A-13 乡镇代码不在名录中"][1].startswith("全部5个图斑：")
    counted = sum(max(1, len(line.checks)) for line in dock._shown)
    assert dock.filter.itemText(2).endswith(f"（{counted}）")
    assert f"未检查{counted}项" in dock.conclusion.text()


def test_a_double_click_goes_to_the_patch(listed: Workbench) -> None:
    """The review dock steps to it, and the map with it."""
    table = listed.self_check.dock.table
    spot = table.visualItemRect(table.item(4, 4)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert listed.presenter.number == LAST
    assert abs(listed.iface.mapCanvas().extent().center().x() - 500_320) < 5


def test_a_line_that_concerns_all_patches_goes_nowhere(listed: Workbench) -> None:
    before = listed.presenter.number
    dock = listed.self_check.dock
    dock.filter.setCurrentIndex(2)
    row = next(at for at, item in enumerate(dock.rows()) if not item.number)
    dock.table.cellDoubleClicked.emit(row, 0)
    assert listed.presenter.number == before


def test_a_patch_that_is_gone_is_told_and_nothing_breaks(listed: Workbench, iface: Any) -> None:
    listed.presenter.review.ledger.set_aside(FIRST, "涉军", "甲")
    listed.self_check.dock.table.cellDoubleClicked.emit(0, 0)
    assert "另行报送" in iface.messageBar().currentItem().text()


def test_a_correction_is_kept_with_name_and_note(listed: Workbench, ledger_path: Path) -> None:
    """Two lines at once, through the dialog; they stay listed until a run finds them gone."""
    choose(listed, 0, 4)
    assert listed.self_check.dock.correct.isEnabled()
    listed.self_check.dock.correct.click()
    dialog = listed.self_check.dialog
    assert dialog.operator.text() == "甲" and not dialog.ok.isEnabled()
    dialog.note.setPlainText("已提交会审")
    dialog.operator.setText("李某")
    dialog.ok.click()
    settle()
    assert sip.isdeleted(dialog) and listed.self_check.dialog is None
    waiting = [number for number, _, state in kept(ledger_path) if state == "已更正，待复查"]
    assert waiting == [FIRST, LAST]
    assert column(listed, 5)[0] == "已更正，待复查" and column(listed, 6)[0] == "李某"
    assert len(column(listed, 0)) == 5


def test_checking_again_tells_what_still_stands(listed: Workbench, ledger_path: Path) -> None:
    choose(listed, 0)
    listed.self_check.correct("李某", "已提交会审")
    listed.self_check.dock.run.click()
    assert column(listed, 5)[0] == "更正后仍未通过"
    assert (FIRST, "J-01", "更正后仍未通过") in kept(ledger_path)


def test_without_a_chosen_problem_nothing_can_be_marked(listed: Workbench) -> None:
    dock = listed.self_check.dock
    dock.table.clearSelection()
    assert not dock.correct.isEnabled()
    dock.filter.setCurrentIndex(2)
    dock.table.selectRow(0)
    assert not dock.correct.isEnabled()


def test_the_chosen_line_tells_cure_and_source(listed: Workbench) -> None:
    choose(listed, 1)
    assert "请提交会审，作出判定。" in listed.self_check.dock.more.text()
    assert "方案原文" in listed.self_check.dock.more.text()


def test_the_workbook_holds_what_is_listed(listed: Workbench, tmp_path: Path) -> None:
    choose(listed, 0)
    listed.self_check.correct("李某", "已提交会审")
    listed.self_check.export(tmp_path / "清单.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "清单.xlsx")["问题清单"]
    assert [sheet.cell(4, at).value for at in (2, 9, 11)] == [FIRST, "李某", "已提交会审"]
    assert sheet.max_row == 3 + 5


def test_the_platforms_table_is_remembered_for_the_next_run(listed: Workbench, tmp_path: Path) -> None:
    path = tmp_path / "平台.csv"
    path.write_text(f"图斑编号,地块面积\n{FIRST},2.40\n", encoding="utf-8")
    listed.self_check.compare(path)
    missing = [item.number for item in listed.self_check.dock.rows() if item.check == "T-01"]
    assert missing == ORDER[1:]
    listed.self_check.run()
    assert [item.number for item in listed.self_check.dock.rows() if item.check == "T-01"] == missing


def test_another_ledger_shows_its_own_problems(listed: Workbench, lay: Any, tmp_path: Path) -> None:
    """And says that they are those of earlier runs."""
    listed.open(str(lay(tmp_path / "另一县.gpkg")), "", "甲")
    dock = listed.self_check.dock
    assert dock.rows() == []
    assert "earlier" in dock.conclusion.text()
    dock.run.click()
    assert len(dock.rows()) == 5


def test_everything_is_taken_out_again(window: QMainWindow, iface: Any, settings: Settings, ledger_path: Path) -> None:
    """The dock, a dialog left open, and the hold on the file."""
    bench = Workbench(iface, settings)
    bench.open(str(ledger_path), "", "甲")
    bench.open_self_check()
    bench.self_check.dock.table.selectRow(0)
    bench.self_check.dock.correct.click()
    dock, dialog = bench.self_check.dock, bench.self_check.dialog
    bench.close()
    settle()
    gc.collect()
    assert sip.isdeleted(dock) and sip.isdeleted(dialog)
    assert window.findChildren(SelfCheckDock) == []
    ledger_path.rename(ledger_path.with_name("已移走.gpkg"))


def test_a_list_too_long_for_a_table_says_how_much_is_left_out(listed: Workbench) -> None:
    dock = listed.self_check.dock
    dock.show_report("自查", [dock.rows()[0]] * 2003)
    assert len(dock.rows()) == 2000
    assert dock.more.text().count("3 more lines") == 1
