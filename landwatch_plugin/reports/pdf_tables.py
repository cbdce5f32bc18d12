"""表的排版: a table becomes strips, one for each row; its header is repeated on every page it reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from landwatch_plugin.reports.blocks import Cell, Table, TableRow
from landwatch_plugin.reports.lines import Line
from landwatch_plugin.reports.pages import Strip
from landwatch_plugin.reports.paper import FANGSONG, HEITI, MM
from landwatch_plugin.reports.pen import Ruler
from landwatch_plugin.reports.titles import units
from landwatch_plugin.reports.typeset import TextStyle, lines_of, set_text, white

PAD_X, PAD_Y = 3.0, 2.6
_FIGURE = re.compile(r"-?\d+\.\d+%?|\d{4}-\d{2}-\d{2}|^\d+$")
LINE_PITCH = 1.32
"""Line pitch inside of a cell, in type sizes."""


@dataclass(frozen=True)
class _Set:
    """A cell with its lines broken. `top` is the line it begins with when its row was divided."""

    cell: Cell
    x: float
    width: float
    style: TextStyle
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.pitch + 2 * PAD_Y


_SetRow = Sequence[_Set]


def set_table(table: Table, width: float, ruler: Ruler, body: TextStyle) -> list[Strip]:
    """Caption, header and rows, as wide as the text area."""
    edges = column_edges(table.widths, width)
    rows = [_set_row(table, index, edges, ruler) for index in range(len(table.rows))]
    heights = _heights(table, rows)
    found = [_row_strip(row, heights, index) for index, row in enumerate(rows)]
    header = tuple(replace(strip, keep=True) for strip in found[: table.header_rows])
    spans = _spanned(table)
    body_rows = [
        replace(
            strip,
            head=header,
            keep=index in spans or _before_last(table, index),
            split=None if index in spans else _splitter(rows[index], header),
        )
        for index, strip in enumerate(found)
        if index >= table.header_rows
    ]
    return [*_caption(table, width, ruler, body), *header, *body_rows, white(body.pitch * 0.3)]


def column_edges(shares: Sequence[float], width: float) -> list[float]:
    """Left edge of every column and the right edge of the last."""
    edges = [0.0]
    for share in shares:
        edges.append(edges[-1] + width * share / sum(shares))
    return edges


def _caption(table: Table, width: float, ruler: Ruler, body: TextStyle) -> list[Strip]:
    size = max(table.size + 1.5, 12.0) if table.caption else table.size
    found: list[Strip] = []
    if table.caption:
        style = TextStyle(size, size * 1.5, align="中", gap=body.pitch * 0.3)
        found += set_text([(table.caption, HEITI)], style, width, ruler)
    if table.unit:
        style = TextStyle(table.size, table.size * 1.5, align="右")
        found += set_text([(f"单位：{table.unit}", FANGSONG)], style, width, ruler)
    if not found:
        found = [Strip(body.pitch * 0.15)]
    return [replace(strip, keep=True) for strip in found]


def cell_face(table: Table, row: TableRow, index: int, cell: Cell) -> str:
    """Headers, labels and totals are in 黑体; there is no fake bold in Chinese documents."""
    return HEITI if index < table.header_rows or row.total or cell.label else FANGSONG


def cell_align(table: Table, index: int, column: int, cell: Cell) -> str:
    """Headers, labels and cells joined over columns are centred, except the long values of field tables."""
    if index < table.header_rows or cell.label:
        return "中"
    if cell.across > 1 and table.header_rows:
        return "中" if len(cell.text) <= 12 else "左"
    return table.aligns[column]


def cell_size(table: Table, cell: Cell, width: float) -> float:
    """A figure is never broken: where it does not fit its column, the cell's type is made smaller."""
    longest = max((units(figure) for figure in _FIGURE.findall(cell.text)), default=0.0)
    room = width - 2 * PAD_X
    return min(table.size, max(6.0, int(room / longest * 4) / 4)) if longest else table.size


def _set_row(table: Table, index: int, edges: Sequence[float], ruler: Ruler) -> list[_Set]:
    row = table.rows[index]
    found = []
    for column, cell in enumerate(row.cells):
        if cell is None:
            continue
        width = edges[column + cell.across] - edges[column]
        align = cell_align(table, index, column, cell)
        size = cell_size(table, cell, width)
        style = TextStyle(size, table.size * LINE_PITCH, align=align)
        face = cell_face(table, row, index, cell)
        lines = lines_of([(cell.text, face)], style, width - 2 * PAD_X, ruler)
        found.append(_Set(cell, edges[column], width, style, tuple(lines)))
    return found


def _heights(table: Table, rows: Sequence[_SetRow]) -> list[float]:
    least = table.row_height * MM
    one_line = table.size * LINE_PITCH + 2 * PAD_Y
    heights = [
        max(
            [
                one_line,
                *(each.height for each in row if each.cell.down == 1),
                least if index >= table.header_rows else 0.0,
            ]
        )
        for index, row in enumerate(rows)
    ]
    for index, row in enumerate(rows):
        for each in row:
            last = index + each.cell.down - 1
            heights[last] += max(0.0, each.height - sum(heights[index : last + 1]))
    return heights


def _spanned(table: Table) -> set[int]:
    """Rows that must stay with the row below, because a cell reaches down."""
    found: set[int] = set()
    for index, row in enumerate(table.rows):
        deepest = max((cell.down for cell in row.cells if cell), default=1)
        found.update(range(index, index + deepest - 1))
    return found


def _before_last(table: Table, index: int) -> bool:
    """The last row, most often the totals, never stands alone on a page."""
    return index == len(table.rows) - 2 and index >= table.header_rows


def _row_strip(row: _SetRow, heights: Sequence[float], index: int) -> Strip:
    def draw(pen: Any, x: float, top: float) -> None:
        for each in row:
            _draw_cell(pen, each, x, top, sum(heights[index : index + each.cell.down]))

    return Strip(heights[index], draw)


def _draw_cell(pen: Any, each: _Set, x: float, top: float, height: float) -> None:
    pen.box(x + each.x, top, each.width, height)
    y = top - (height - len(each.lines) * each.style.pitch) / 2
    room = each.width - 2 * PAD_X
    for line in each.lines:
        slack = room - line.width
        indent = {"右": slack, "中": slack / 2}.get(each.style.align, 0.0)
        pen.line(line, x + each.x + PAD_X + indent, y, each.style.size, each.style.pitch, 0.0, "000000")
        y -= each.style.pitch


def _splitter(row: _SetRow, header: tuple[Strip, ...]) -> Any:
    """Divides a row between two lines of its text."""

    def split(room: float) -> tuple[Strip, Strip] | None:
        pitch = row[0].style.pitch
        count = int((room - 2 * PAD_Y) / pitch)
        longest = max(len(each.lines) for each in row)
        if count < 2 or longest - count < 1:
            return None
        upper = [replace(each, lines=each.lines[:count]) for each in row]
        lower = [replace(each, lines=each.lines[count:]) for each in row]
        heights = [max(each.height for each in part) for part in (upper, lower)]
        rest = replace(_row_strip(lower, heights[1:], 0), head=header, split=_splitter(lower, header))
        return _row_strip(upper, heights[:1], 0), rest

    return split
