"""平台导出表的读取: rows below the header as text; what is no such table is refused by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.reports.sheet_reading import read_sheet


def workbook(folder: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "图斑列表.xlsx"
    book.save(path)
    return path


def test_rows_below_the_header_with_their_numbers(tmp_path: Path) -> None:
    """A title above the header, an empty row between; numbers keep their digits."""
    path = workbook(
        tmp_path, ("图斑列表",), ("图斑编号", "地块面积", None, "外业时间"), ("0012", 12.3, "x", date(2026, 7, 3)), (), ("0013", 3.0, None, None),
    )  # fmt: skip
    assert read_sheet(path, "图斑编号") == [
        (3, {"图斑编号": "0012", "地块面积": "12.3", "外业时间": "2026-07-03"}),
        (5, {"图斑编号": "0013", "地块面积": "3", "外业时间": ""}),
    ]


def test_binary_dust_does_not_get_in(tmp_path: Path) -> None:
    assert read_sheet(workbook(tmp_path, ("编号", "面积"), ("1", 0.1 + 0.2)), "编号")[0][1]["面积"] == "0.3"
    assert read_sheet(workbook(tmp_path, ("编号", "面积"), ("1", 2.35)), "编号")[0][1]["面积"] == "2.35"


def test_a_table_without_the_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"【图斑列表.xlsx】前10行中没有列“图斑编号”"):
        read_sheet(workbook(tmp_path, ("编号", "面积")), "图斑编号")


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="列“面积”出现了两次"):
        read_sheet(workbook(tmp_path, ("图斑编号", "面积", "面积")), "图斑编号")


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0 old excel", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    """An old .xls, an empty file, a torn one."""
    path = tmp_path / "导出.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="不是可读的 Excel 表格"):
        read_sheet(path, "图斑编号")
