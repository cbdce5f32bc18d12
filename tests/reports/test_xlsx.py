"""Tables for Excel: figures are figures, numbers of patches stay text, and the sheet prints on A4."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.reports.xlsx import Sheet, write_table

HEADER = ("图斑编号", "乡镇", "面积", "宗数", "日期", "校核")


def sheet(**changes: object) -> Sheet:
    base = {
        "name": "乡镇统计", "title": "2026年6月图斑统计表", "header": HEADER, "note": "单位：亩",
        "rows": [("0012345678901234567", "演示镇", Decimal("12.30"), 3, date(2026, 7, 3), 0),
                 ("990101SJBG26210002", "㙍头镇", None, 2, None, 1)],
        "totals": ("合计", "", Decimal("12.30"), 5, None, 1), "checks": (5,),
    }  # fmt: skip
    return Sheet(**{**base, **changes})  # type: ignore[arg-type]


def written(folder: Path, *sheets: Sheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(write_table(folder / "表.xlsx", sheets or (sheet(),)))


def test_figures_are_figures_with_two_decimals(tmp_path: Path) -> None:
    work = written(tmp_path)["乡镇统计"]
    assert (work["C4"].value, work["C4"].number_format, work["D4"].value) == (12.3, "0.00", 3)


def test_a_patch_number_stays_text_with_all_its_digits(tmp_path: Path) -> None:
    work = written(tmp_path)["乡镇统计"]
    assert (work["A4"].value, work["A4"].data_type, work["A4"].number_format) == ("0012345678901234567", "s", "@")


def test_what_is_not_known_stays_empty_and_is_no_zero(tmp_path: Path) -> None:
    assert written(tmp_path)["乡镇统计"]["C5"].value is None


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    work = written(tmp_path, sheet(rows=[("=1+1", "@甲", 1, 1, None, 0)]))["乡镇统计"]
    assert (work["A4"].value, work["A4"].data_type) == ("=1+1", "s")


def test_the_totals_row_is_the_caller_s_and_stands_out(tmp_path: Path) -> None:
    work = written(tmp_path)["乡镇统计"]
    assert [cell.value for cell in work[6]] == ["合计", None, 12.3, 5, None, 1]
    assert work["A6"].font.bold and work["A6"].fill.fgColor.rgb.endswith("FFF2CC")


def test_title_header_and_note_have_their_rows(tmp_path: Path) -> None:
    work = written(tmp_path)["乡镇统计"]
    assert (work["A1"].value, work["A2"].value) == ("2026年6月图斑统计表", "单位：亩")
    assert [cell.value for cell in work[3]] == list(HEADER)
    assert "A1:F1" in {str(area) for area in work.merged_cells.ranges}


def test_the_sheet_prints_on_a4_landscape_one_page_wide_with_its_header_repeated(tmp_path: Path) -> None:
    work = written(tmp_path)["乡镇统计"]
    assert (work.page_setup.orientation, int(work.page_setup.paperSize)) == ("landscape", 9)
    assert (work.page_setup.fitToWidth, work.page_setup.fitToHeight, work.sheet_properties.pageSetUpPr.fitToPage) == (
        1,
        0,
        True,
    )
    assert (work.print_title_rows, work.freeze_panes) == ("$3:$3", "A4")


def test_a_check_column_turns_red_where_it_is_not_zero(tmp_path: Path) -> None:
    (area,) = written(tmp_path)["乡镇统计"].conditional_formatting
    assert str(area.sqref) == "F4:F6"


def test_columns_are_wide_enough_for_their_text(tmp_path: Path) -> None:
    work = written(tmp_path)["乡镇统计"]
    assert work.column_dimensions["A"].width > work.column_dimensions["D"].width > 5


def test_two_sheets_may_have_the_same_name_and_signs_excel_refuses(tmp_path: Path) -> None:
    assert written(tmp_path, sheet(name="甲/乙"), sheet(name="甲/乙"), sheet(name="长" * 40)).sheetnames == [
        "甲_乙",
        "甲_乙_2",
        "长" * 31,
    ]


def test_control_characters_do_no_harm(tmp_path: Path) -> None:
    assert written(tmp_path, sheet(title="甲\x0b乙"))["乡镇统计"]["A1"].value == "甲乙"


def test_a_row_of_the_wrong_length_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="第2行：表“乡镇统计”的这一行有1格，表头有6格"):
        write_table(tmp_path / "表.xlsx", [sheet(rows=[("甲", "", 1, 1, None, 0), ("乙",)])])
    assert list(tmp_path.iterdir()) == []


def test_no_table_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有可导出的表格"):
        write_table(tmp_path / "表.xlsx", [])


def test_an_empty_table_is_written_with_its_header(tmp_path: Path) -> None:
    assert written(tmp_path, sheet(rows=[], totals=None))["乡镇统计"].max_row == 3
