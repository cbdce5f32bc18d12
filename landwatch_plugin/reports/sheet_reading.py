"""清单读入: the cells of the first filled sheet of an .xlsx, as text: numbers keep their leading zeros where they show."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.reports.packages import package

_ZEROS = re.compile(r"0+")
_EXACT = 10**15
"""Excel keeps fifteen digits of a number; the rest of a longer one is lost before the file is written."""


def read_sheet(path: Path) -> list[tuple[int, list[str]]]:
    """(row number in Excel, texts) of every row that is not empty. Raises InputError."""
    book = _opened(path)
    try:
        for sheet in book.worksheets:
            rows = [(at, [_text(cell, path.name) for cell in row]) for at, row in enumerate(sheet.iter_rows(), 1)]
            filled = [(at, texts) for at, texts in rows if any(texts)]
            if filled:
                return filled
    finally:
        book.close()
    return []


def left_sheets(path: Path) -> list[str]:
    """Names of the filled sheets that `read_sheet` does not read."""
    book = _opened(path)
    try:
        return [sheet.title for sheet in book.worksheets if any(map(any, sheet.iter_rows(values_only=True)))][1:]
    finally:
        book.close()


def _opened(path: Path) -> Any:
    openpyxl = package("openpyxl", "读取 Excel 清单")
    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, TypeError, IndexError, EOFError, SyntaxError, zipfile.BadZipFile, NotImplementedError,
            openpyxl.utils.exceptions.InvalidFileException) as error:  # fmt: skip
        raise InputError(
            "不是可读取的 Excel 文件。",
            "请用 Excel 或 WPS 打开后另存为 .xlsx 或 CSV 再选择；有密码的请先去掉密码。",
            source=path.name,
        ) from error


def _text(cell: Any, source: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _figure(value, str(cell.number_format or ""), cell.row, source)
    return str(value).strip()


def _figure(value: int | float, form: str, row: int, source: str) -> str:
    whole = isinstance(value, int) or float(value).is_integer()
    if whole and abs(value) >= _EXACT:
        raise InputError(
            f"“{int(value)}”是按数值存放的长编号，超过15位的部分已被 Excel 改写。",
            "请把编号列设为文本格式并重新填写编号后再读入。", source=source, row=row,
        )  # fmt: skip
    if not whole:
        return repr(float(value))
    return str(int(value)).zfill(len(form)) if _ZEROS.fullmatch(form) and value >= 0 else str(int(value))
