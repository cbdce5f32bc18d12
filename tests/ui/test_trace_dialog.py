"""规则追溯窗口: opens at the deciding rule, shows whole reasons, keeps to the patch's kind, is copied and exported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from landwatch_plugin.domain.trace import Part, Traced
from landwatch_plugin.domain.verdict import Finding, Outcome
from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.ui.trace_dialog import TraceDialog

pytestmark = pytest.mark.usefixtures("qgis_app")
MET, NOT_MET, UNSURE = Outcome.MET, Outcome.NOT_MET, Outcome.UNSURE
LONG = "；".join(f"合法依据覆盖率〔{at}.00%〕 ≥ 0.999" for at in range(12))


def one(rule: str, outcome: Outcome, suggested: bool = False, other: bool = False, part: str = "甲") -> Traced:
    finding = Finding(rule, f"名称{rule}", outcome, "违法", "未报即用", "说明", {}, "依据", "推断待核")
    return Traced(finding, "步骤", "when", "条件", (Part(part, outcome),), suggested, other)


MANY = [
    *(one(f"K-{at:02}", NOT_MET, other=True) for at in range(1, 8)), *(one(f"H-{at:02}", NOT_MET) for at in range(1, 30)),
    one("W-04", MET, suggested=True), one("W-05", UNSURE, part=LONG), one("W-06", MET),
]  # fmt: skip


@pytest.fixture
def shown(window: Any, settings: Settings) -> Any:
    """show(traced) opens the dialog as the dock does."""
    made: list[TraceDialog] = []

    def show(traced: Sequence[Traced] = MANY) -> TraceDialog:
        dialog = TraceDialog("990126TB1", traced, "某手册 1.0", window, settings)
        made.append(dialog)
        dialog.show()
        QApplication.processEvents()
        return dialog

    yield show
    for dialog in made:
        try:
            dialog.close()
        except RuntimeError:  # closed by the test: Qt has deleted it
            continue
    QApplication.processEvents()


def rules(dialog: TraceDialog) -> list[str]:
    return [row[1] for row in dialog.table.texts()]


def chosen(dialog: TraceDialog) -> str:
    return rules(dialog)[dialog.table.currentRow()]


def test_it_opens_at_the_deciding_rule(shown: Any) -> None:
    """Selected, explained below, and in view although it is far down the list."""
    dialog = shown()
    assert chosen(dialog) == "W-04"
    row = dialog.table.visualItemRect(dialog.table.item(dialog.table.currentRow(), 0))
    assert dialog.table.viewport().rect().contains(row)
    assert "W-04" in dialog.detail.text()


def test_without_a_suggestion_it_opens_at_the_first_unsure_rule(shown: Any) -> None:
    assert chosen(shown([one("H-01", NOT_MET), one("H-02", UNSURE), one("H-03", UNSURE)])) == "H-02"
    assert chosen(shown([one("H-01", NOT_MET), one("H-02", NOT_MET)])) == "H-01"


def test_rules_for_the_other_kind_are_left_out_until_asked_for(shown: Any) -> None:
    """矿产 rules for a land patch; when shown they are grey, and the deciding rule stays chosen."""
    dialog = shown()
    assert dialog.only_own.isChecked() and rules(dialog)[0] == "H-01"
    dialog.only_own.setChecked(False)
    assert rules(dialog)[:2] == ["K-01", "K-02"] and chosen(dialog) == "W-04"
    grey, plain = (dialog.table.item(at, 2).foreground().color() for at in (0, 7))
    assert grey != plain
    dialog.only_unsure.setChecked(True)
    assert rules(dialog) == ["W-04", "W-05", "W-06"]


def test_a_book_of_one_kind_has_nothing_to_leave_out(shown: Any) -> None:
    assert shown([one("H-01", MET, suggested=True)]).only_own.isHidden()


def test_the_whole_reason_is_there_and_wraps(shown: Any) -> None:
    """Not cut at some length: the row grows with it, and with a narrower column grows more; the tip has it all."""
    dialog = shown()
    table, row = dialog.table, rules(dialog).index("W-05")
    assert table.item(row, 5).text() == f"存疑：{LONG}" == table.item(row, 5).toolTip()
    high = table.rowHeight(row)
    assert high > table.rowHeight(0)
    table.setColumnWidth(2, 600)
    QTest.qWait(250)
    assert table.rowHeight(row) > high


def test_widths_are_remembered(shown: Any) -> None:
    dialog = shown()
    dialog.table.setColumnWidth(2, 233)
    dialog.close()
    QApplication.processEvents()
    assert shown().table.columnWidth(2) == 233


@pytest.mark.parametrize("kept", [["1", "2"], ["a", "b", "c", "d", "e"], ["0", "0", "0", "0", "0"]])
def test_broken_widths_are_forgotten(shown: Any, settings: Settings, kept: list[str]) -> None:
    settings.put("trace_widths", kept)
    assert shown().table.columnWidth(2) > 100


def test_the_rules_are_copied_as_a_table(shown: Any) -> None:
    """One line a rule, cells parted by tabs, those shown and no others."""
    dialog = shown()
    dialog.copy()
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == [
        "步骤",
        "规则",
        "名称",
        "结果",
        "所指类型",
        "原因",
        "代入数值的条件",
        "依据",
        "可靠程度",
    ]
    assert len(lines) == 1 + len(rules(dialog))
    told = next(line for line in lines if "\tW-04\t" in line).split("\t")
    assert told[3:6] == ["符合（建议）", "违法—未报即用", "说明"] and told[-1] == "推断待核"
    assert str(len(rules(dialog))) in dialog.notice.text()


def test_the_rules_are_exported(shown: Any, tmp_path: Path) -> None:
    dialog = shown()
    dialog.export(tmp_path / "追溯.xlsx")
    sheet = load_workbook(tmp_path / "追溯.xlsx")["规则追溯"]
    assert sheet["A1"].value == "图斑990126TB1规则追溯表" and "某手册 1.0" in sheet["A2"].value
    assert sheet.max_row == 3 + len(rules(dialog))
    assert "追溯.xlsx" in dialog.notice.text()


def test_an_export_that_fails_is_told_in_the_window(shown: Any, tmp_path: Path) -> None:
    """The folder is a file: nothing is written, the dialog stays."""
    (tmp_path / "文件夹").write_text("", encoding="utf-8")
    dialog = shown()
    dialog.export(tmp_path / "文件夹" / "追溯.xlsx")
    assert dialog.isVisible() and dialog.notice.text()
