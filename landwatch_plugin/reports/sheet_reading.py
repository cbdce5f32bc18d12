"""表格读取: the first sheet of an .xlsx as rows of text, the way people see it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.reports.packages import package

_LOOKED_AT = 10
"""Rows in which the header is looked for: exports have a title above it."""


def read_sheet(path: Path, key: str) -> list[tuple[int, dict[str, str]]]:
    """(row number, column → text) of the rows below the header, which is the first row that holds `key`.

    Raises InputError when the file cannot be read, has no such column, or the column twice.
    """
    openpyxl = package("openpyxl", "读取 Excel 表格")
    try:
        book = openpyxl.load_workbook(Path(path), read_only=True, data_only=True)
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise InputError(
            "不是可读的 Excel 表格（.xlsx）。", "请用 Excel 或 WPS 另存为 .xlsx。", source=path.name
        ) from error
    try:
        rows = [[_text(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()
    at = next((number for number, row in enumerate(rows[:_LOOKED_AT]) if key in row), None)
    if at is None:
        raise InputError(f"前{_LOOKED_AT}行中没有列“{key}”。", "请选择平台导出的图斑列表。", source=path.name)
    names = rows[at]
    doubled = next((name for name in names if name and names.count(name) > 1), None)
    if doubled:
        raise InputError(f"列“{doubled}”出现了两次。", "请删除多余的一列。", source=path.name)
    return [
        (number, {name: value for name, value in zip(names, row, strict=False) if name})
        for number, row in enumerate(rows[at + 1 :], at + 2)
        if any(row)
    ]


def _text(value: Any) -> str:
    """A whole number without its ".0", a figure without binary dust, a date as ISO."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(Decimal(repr(value)))
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    return str(value).strip()
