"""表的标记: rows of | cells → Table. “<” joins a cell to its left, “^” to the one above, “|#” makes a totals row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from landwatch_plugin.reports.blocks import Cell, Table, TableRow
from landwatch_plugin.reports.marks import show
from landwatch_plugin.reports.paper import parse_size

if TYPE_CHECKING:
    from landwatch_plugin.reports.directives import Source

_ALIGNS = ("左", "中", "右")
_EMPTY = "无"
_UP = Cell("^", across=0)
"""A cell that the one above swallows."""


def split_row(text: str) -> list[str]:
    """Raw cells of a | line, its totals sign taken off."""
    body = text[1:].removeprefix("#").strip()
    return [cell.strip() for cell in body.removesuffix("|").split("|")]


def read_table(line: Source, rows: Sequence[Source]) -> Table:
    """@表 标题=… 列宽=8,20,12 对齐=中,左,右 单位=亩 表头=1 字号=五号 行高=12"""
    pairs = line.options("标题", "列宽", "对齐", "单位", "表头", "字号", "行高")
    header = int(line.figure(pairs, "表头") or 1)
    if len(rows) < header:
        raise line.wrong("“@表”下面没有表头行", "表头和内容用“|”行写在指令下面")
    columns = len(split_row(rows[0].text))
    cells = [_row(row, columns, index < header) for index, row in enumerate(rows)]
    if len(rows) == header:
        cells.append(TableRow((Cell(_EMPTY, across=columns), *[None] * (columns - 1))))
    return Table(
        _joined_down(rows, cells),
        header,
        _widths(line, pairs.get("列宽"), columns),
        _aligns(line, pairs.get("对齐"), columns),
        pairs.get("标题", ""),
        pairs.get("单位", ""),
        _size(line, pairs),
        line.figure(pairs, "行高") or 0.0,
    )


def read_fields(line: Source, rows: Sequence[Source]) -> Table:
    """@字段: label and value side by side, once or more often in a row; the last value takes the columns left over."""
    pairs = line.options("列宽", "标题", "字号", "行高")
    if not rows:
        raise line.wrong("“@字段”下面没有内容", "用“|名称|内容|”行写在指令下面")
    split = [split_row(row.text) for row in rows]
    columns = max(len(cells) for cells in split)
    found = []
    for row, cells in zip(rows, split, strict=True):
        if len(cells) % 2:
            raise row.wrong("“@字段”的每一行应为成对的 |名称|内容|", "请补上名称或内容")
        made = [Cell(show(cell), label=index % 2 == 0) for index, cell in enumerate(cells)]
        left_over = columns - len(cells)
        made[-1] = replace(made[-1], across=1 + left_over)
        found.append(TableRow((*made, *[None] * left_over)))
    widths = _widths(line, pairs.get("列宽"), columns) if "列宽" in pairs else tuple([1.0, 2.4] * (columns // 2))
    return Table(tuple(found), 0, widths, tuple(["中", "左"] * (columns // 2)), pairs.get("标题", ""), "",
                 _size(line, pairs), line.figure(pairs, "行高") or 0.0)  # fmt: skip


def read_checklist(line: Source, rows: Sequence[Source]) -> Table:
    """@勾选: |√ or empty|name|note| rows become 序号, 材料, 有, 缺, 备注."""
    pairs = line.options("标题", "字号")
    found = [TableRow(tuple(Cell(text) for text in ("序号", "举证材料", "有", "缺", "备注")))]
    for index, row in enumerate(rows, 1):
        cells = [show(cell) for cell in split_row(row.text)]
        if len(cells) not in (2, 3) or cells[0] not in ("√", ""):
            raise row.wrong(
                "“@勾选”的每一行应为 |√或空|材料|备注|", "例如 |{{ e.have|勾 }}|{{ e.name }}|{{ e.note|默认 }}|"
            )
        have, name, note = cells if len(cells) == 3 else (*cells, "")
        texts = (str(index), name, have, "" if have else "√", note)
        found.append(TableRow(tuple(Cell(text) for text in texts)))
    if len(found) == 1:
        found.append(TableRow((Cell(_EMPTY, across=5), None, None, None, None)))
    widths, aligns = (7.0, 34.0, 7.0, 7.0, 30.0), ("中", "左", "中", "中", "左")
    return Table(tuple(found), 1, widths, aligns, pairs.get("标题", ""), "", _size(line, pairs))


def _row(line: Source, columns: int, header: bool) -> TableRow:
    raw = split_row(line.text)
    if len(raw) != columns:
        raise line.wrong(f"这一行有{len(raw)}格，表头有{columns}格", "请补齐或删去“|”")
    cells: list[Cell | None] = []
    for text in raw:
        anchor = next((index for index in range(len(cells) - 1, -1, -1) if cells[index] is not None), None)
        if text == "<" and anchor is not None:
            cell = cells[anchor]
            cells[anchor] = replace(cell, across=cell.across + 1) if cell else None
            cells.append(None)
        else:
            cells.append(_UP if text == "^" else Cell(show(text)))
    return TableRow(tuple(cells), total=not header and line.text.startswith("|#"))


def _joined_down(lines: Sequence[Source], rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """Cells that say “^” are swallowed by the cell above."""
    grid = [list(row.cells) for row in rows]
    for index, line in enumerate(lines):
        for column, cell in enumerate(grid[index]):
            if cell is not _UP:
                continue
            above = next((up for up in range(index - 1, -1, -1) if grid[up][column] is not None), None)
            top = grid[above][column] if above is not None else None
            if above is None or top is None or above + top.down != index:
                raise line.wrong("“^”的上面没有可合并的单元格", "请改正这一格")
            grid[above][column] = replace(top, down=top.down + 1)
            grid[index][column] = None
    return tuple(replace(row, cells=tuple(cells)) for row, cells in zip(rows, grid, strict=True))


def _widths(line: Source, text: str | None, columns: int) -> tuple[float, ...]:
    if text is None:
        return (1.0,) * columns
    try:
        widths = tuple(float(part) for part in text.replace("，", ",").split(","))
    except ValueError:
        widths = ()
    if len(widths) != columns or min(widths) <= 0:
        raise line.wrong(f"“列宽={text}”应为{columns}个正数", "用英文逗号分开，例如 列宽=8,20,12")
    return widths


def _aligns(line: Source, text: str | None, columns: int) -> tuple[str, ...]:
    if text is None:
        return ("中",) * columns
    aligns = tuple(part.strip() for part in text.replace("，", ",").split(","))
    if len(aligns) != columns or not set(aligns) <= set(_ALIGNS):
        raise line.wrong(f"“对齐={text}”应为{columns}个 左、中、右", "用英文逗号分开，例如 对齐=中,左,右")
    return aligns


def _size(line: Source, pairs: dict[str, str]) -> float:
    size = parse_size(pairs.get("字号", "五号"))
    if size is None:
        raise line.wrong(f"不认识的字号“{pairs['字号']}”", "例如 字号=五号")
    return size
