"""清单读入: what a cell shows is what is read; a file that is none is refused with a cure."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.reports.sheet_reading import read_sheet


def book(path: Path, *rows: list[object], forms: dict[str, str] | None = None) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for place, form in (forms or {}).items():
        made.active[place].number_format = form
    made.save(path)
    return path


def test_cells_are_read_as_the_texts_they_show(tmp_path: Path) -> None:
    """Whole numbers without point, dates as days, ticks as 是 and 否, and no cell is lost."""
    row = ["0012", 12, 12.0, 3.45, True, date(2026, 6, 1), datetime(2026, 6, 1, 9, 30), None, " 甲 "]
    path = book(tmp_path / "清单.xlsx", row)
    assert read_sheet(path) == [(1, ["0012", "12", "12", "3.45", "是", "2026-06-01", "2026-06-01 09:30:00", "", "甲"])]


def test_leading_zeros_that_only_the_format_shows_are_kept(tmp_path: Path) -> None:
    path = book(tmp_path / "清单.xlsx", [123, 45], forms={"A1": "000000"})
    assert read_sheet(path) == [(1, ["000123", "45"])]


def test_empty_rows_are_left_out_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = book(tmp_path / "清单.xlsx", ["标题"], [None], ["编号"])
    assert read_sheet(path) == [(1, ["标题"]), (3, ["编号"])]


def test_the_first_sheet_with_something_in_it_is_read(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.create_sheet("图斑列表").append(["图斑编号"])
    made.save(tmp_path / "清单.xlsx")
    assert read_sheet(tmp_path / "清单.xlsx") == [(1, ["图斑编号"])]


def test_a_number_that_excel_has_already_spoilt_is_refused(tmp_path: Path) -> None:
    """Sixteen digits and more in a number cell: the last ones are not those that were typed."""
    path = book(tmp_path / "清单.xlsx", ["图斑编号"], [1304272621031012345])
    with pytest.raises(InputError, match=r"【清单.xlsx】第2行：.*超过15位.*文本格式"):
        read_sheet(path)


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_a_file_that_is_no_workbook_is_refused_with_a_cure(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "清单.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"【清单.xlsx】不是可读取的 Excel 文件.*另存为"):
        read_sheet(path)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="不是可读取的 Excel 文件"):
        read_sheet(tmp_path / "没有.xlsx")
