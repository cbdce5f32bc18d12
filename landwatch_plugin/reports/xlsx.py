"""统计表: tables as .xlsx, figures as figures, ready to print on A4 landscape, one page wide, header repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.reports.marks import clean
from landwatch_plugin.reports.packages import package
from landwatch_plugin.reports.render import write_all
from landwatch_plugin.reports.titles import units

Value = str | int | float | Decimal | date | bool | None
_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\]")
_TOTALS_FILL = "FFF2CC"
_FIRST_ROW = 3
"""Row of the header: title in row 1, unit and note in row 2."""


@dataclass(frozen=True)
class Sheet:
    """One sheet. `widths` in full-width characters; without them the columns fit their text."""

    name: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Value]]
    totals: Sequence[Value] | None = None
    """The caller's sums, so that every document shows the same ones."""
    note: str = ""
    widths: Sequence[float] = field(default_factory=tuple)
    checks: Sequence[int] = field(default_factory=tuple)
    """Indexes of 校核 columns: red where not zero."""


def write_table(path: Path, sheets: Sequence[Sheet]) -> Path:
    """Write the workbook; an older one stands until the new one is complete."""
    openpyxl = package("openpyxl", "导出 Excel 表格")
    if not sheets:
        raise InputError("没有可导出的表格。", "请先选择要统计的批次。", source=path.name)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _check(sheet, path.name)
        _fill(book.create_sheet(_sheet_name(sheet.name, book.sheetnames)), sheet)
    write_all({Path(path): lambda target: book.save(str(target))})
    return Path(path)


def _check(sheet: Sheet, source: str) -> None:
    width = len(sheet.header)
    for number, row in enumerate([*sheet.rows, *([sheet.totals] if sheet.totals else [])], 1):
        if len(row) != width:
            message = f"表“{sheet.name}”的这一行有{len(row)}格，表头有{width}格。"
            raise InputError(message, "请联系技术人员核对该表的字段。", source=source, row=number)


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """Excel takes 31 characters, some signs not, and no name twice."""
    base = _SHEET_SIGNS.sub("_", clean(name)).strip("'")[:31] or "表"
    found, count = base, 1
    while found in taken:
        count += 1
        found = f"{base[: 30 - len(str(count))]}_{count}"
    return found


def _fill(work: Any, sheet: Sheet) -> None:
    columns = len(sheet.header)
    _put(work, 1, 1, sheet.title, size=16, bold=True, align="center", ruled=False)
    work.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    work.row_dimensions[1].height = 30
    _put(work, 2, 1, sheet.note, size=10, align="left", ruled=False)
    work.merge_cells(start_row=2, start_column=1, end_row=2, end_column=columns)
    for column, text in enumerate(sheet.header, 1):
        _put(work, _FIRST_ROW, column, text, bold=True, align="center")
    for number, row in enumerate(sheet.rows, _FIRST_ROW + 1):
        for column, value in enumerate(row, 1):
            _put(work, number, column, value)
    if sheet.totals:
        for column, value in enumerate(sheet.totals, 1):
            _put(work, _FIRST_ROW + 1 + len(sheet.rows), column, value, bold=True, fill=_TOTALS_FILL)
    _widen(work, sheet)
    _mark_checks(work, sheet)
    _print_setup(work, sheet)


def _put(
    work: Any, row: int, column: int, value: Value, *, size: float = 11, bold: bool = False, align: str = "",
    fill: str = "", ruled: bool = True,
) -> None:  # fmt: skip
    styles = package("openpyxl.styles", "导出 Excel 表格")
    cell = work.cell(row=row, column=column)
    kind = _set_value(cell, value)
    cell.font = styles.Font(name="宋体", size=size, bold=bold)
    cell.alignment = styles.Alignment(horizontal=align or kind, vertical="center", wrap_text=True)
    if ruled:
        side = styles.Side(style="thin")
        cell.border = styles.Border(left=side, right=side, top=side, bottom=side)
    if fill:
        cell.fill = styles.PatternFill("solid", fgColor=fill)


def _set_value(cell: Any, value: Value) -> str:
    """Typed value into a cell; gives its alignment. Text never becomes a formula or a number."""
    if value is None:
        return "center"
    if isinstance(value, bool):
        cell.value = "是" if value else "否"
        return "center"
    if isinstance(value, (int, float, Decimal)):
        cell.value = value
        cell.number_format = "0" if isinstance(value, int) else "0.00"
        return "right"
    if isinstance(value, date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
        return "center"
    cell.value = clean(str(value))
    cell.data_type = "s"
    cell.number_format = "@"
    return "left"


def _widen(work: Any, sheet: Sheet) -> None:
    letter = package("openpyxl.utils", "导出 Excel 表格").get_column_letter
    for column in range(len(sheet.header)):
        if column < len(sheet.widths):
            width = sheet.widths[column]
        else:
            texts = [str(row[column]) for row in [sheet.header, *sheet.rows] if row[column] is not None]
            width = min(20.0, max(3.0, *(max(units(part) for part in text.split("\n")) for text in texts)))
        work.column_dimensions[letter(column + 1)].width = width * 2.1 + 1.5


def _mark_checks(work: Any, sheet: Sheet) -> None:
    letter = package("openpyxl.utils", "导出 Excel 表格").get_column_letter
    rule = package("openpyxl.formatting.rule", "导出 Excel 表格")
    red = package("openpyxl.styles", "导出 Excel 表格").Font(color="C00000", bold=True)
    last = _FIRST_ROW + len(sheet.rows) + (1 if sheet.totals else 0)
    for column in sheet.checks:
        name = letter(column + 1)
        area = f"{name}{_FIRST_ROW + 1}:{name}{max(last, _FIRST_ROW + 1)}"
        work.conditional_formatting.add(area, rule.CellIsRule(operator="notEqual", formula=["0"], font=red))


def _print_setup(work: Any, sheet: Sheet) -> None:
    work.freeze_panes = work.cell(row=_FIRST_ROW + 1, column=1)
    work.page_setup.paperSize = work.PAPERSIZE_A4
    work.page_setup.orientation = work.ORIENTATION_LANDSCAPE
    work.page_setup.fitToWidth = 1
    work.page_setup.fitToHeight = 0
    work.sheet_properties.pageSetUpPr.fitToPage = True
    work.print_title_rows = f"{_FIRST_ROW}:{_FIRST_ROW}"
    work.print_options.horizontalCentered = True
    work.oddFooter.center.text = "第 &P 页 共 &N 页"
    work.page_margins.left = work.page_margins.right = 0.5
