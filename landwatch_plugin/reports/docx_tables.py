"""表 in Word: fixed column widths, repeated header rows, joined cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from landwatch_plugin.reports.blocks import Cell, Table, TableRow
from landwatch_plugin.reports.ooxml import Format, border, no_border, paragraph, run, tiny_paragraph, twips
from landwatch_plugin.reports.paper import FANGSONG, HEITI, MM
from landwatch_plugin.reports.pdf_tables import LINE_PITCH, PAD_X, PAD_Y, cell_align, cell_face, cell_size, column_edges

_LONG = 300
"""Characters after which a row may be parted by a page's end."""
CellRuns = Callable[[int, int], str | None]
"""(row, column) → runs that take the place of a cell's text, or None."""


def table_xml(table: Table, width: float, cell_runs: CellRuns = lambda row, column: None) -> str:
    """Caption, unit and table, `width` points wide."""
    edges = [twips(edge) for edge in column_edges(table.widths, width)]
    rows = [_row(table, index, row, edges, cell_runs) for index, row in enumerate(table.rows)]
    return _caption(table) + frame(edges, "".join(rows), True, PAD_X) + tiny_paragraph()


def frame(edges: list[int], rows: str, ruled: bool, pad: float, place: str = "") -> str:
    """A w:tbl around ready-made rows; `edges` in twips."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(border(side) if ruled else no_border(side) for side in sides)
    pads = (("top", PAD_Y if ruled else 0.0), ("left", pad), ("bottom", PAD_Y if ruled else 0.0), ("right", pad))
    padding = "".join(f'<w:{side} w:w="{twips(width)}" w:type="dxa"/>' for side, width in pads)
    grid = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    return (f'<w:tbl><w:tblPr>{place}<w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}'
            f'</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>'
            f'<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>')  # fmt: skip


def cell_xml(
    width: int, inside: str, *, across: int = 1, merge: str = "", borders: str = "", align: str = "center"
) -> str:
    """A w:tc; `width` in twips."""
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    edge = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    return (f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{edge}<w:vAlign w:val="{align}"/></w:tcPr>'
            f"{inside}</w:tc>")  # fmt: skip


def row_xml(cells: str, *, height: float = 0.0, header: bool = False, whole: bool = True) -> str:
    inside = "<w:cantSplit/>" if whole else ""
    inside += f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else ""
    inside += "<w:tblHeader/>" if header else ""
    return f"<w:tr>{f'<w:trPr>{inside}</w:trPr>' if inside else ''}{cells}</w:tr>"


def _caption(table: Table) -> str:
    found = ""
    if table.caption:
        size = max(table.size + 1.5, 12.0)
        form = Format("Caption", pitch=size * 1.5, before=6, keep_next=True)
        found += paragraph(run(table.caption, HEITI, size), form)
    if table.unit:
        form = Format("Caption", pitch=table.size * 1.5, align="右", keep_next=True)
        found += paragraph(run(f"单位：{table.unit}", None, table.size), form)
    return found


def _row(table: Table, index: int, row: TableRow, edges: list[int], cell_runs: CellRuns) -> str:
    cells, column = "", 0
    while column < len(row.cells):
        cell = row.cells[column]
        if cell is None:
            above = _above(table, index, column)
            across, inside, merge = above.across, paragraph("", _form(table, "中")), "<w:vMerge/>"
        else:
            across = cell.across
            merge = '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""
            inside = _text(table, index, column, cell, (edges[column + across] - edges[column]) / 20, cell_runs)
        cells += cell_xml(edges[column + across] - edges[column], inside, across=across, merge=merge)
        column += across
    header = index < table.header_rows
    height = max(table.size * LINE_PITCH + 2 * PAD_Y, 0.0 if header else table.row_height * MM)
    long = any(cell and len(cell.text) > _LONG for cell in row.cells)
    return row_xml(cells, height=height, header=header, whole=not long)


def _above(table: Table, index: int, column: int) -> Cell:
    """The cell that reaches down to this place."""
    found = (row.cells[column] for row in reversed(table.rows[:index]))
    return next((cell for cell in found if cell is not None), Cell(""))


def _text(table: Table, index: int, column: int, cell: Cell, width: float, cell_runs: CellRuns) -> str:
    face = cell_face(table, table.rows[index], index, cell)
    ready = cell_runs(index, column)
    if ready is None:
        size = cell_size(table, cell, width)
        ready = run(cell.text, face if face != FANGSONG else None, size) if cell.text else ""
    last = index == len(table.rows) - 2 and index >= table.header_rows
    form = _form(table, cell_align(table, index, column, cell))
    return paragraph(ready, replace(form, keep_next=True) if last else form)


def _form(table: Table, align: str) -> Format:
    return Format("LwTableText", align=align, pitch=table.size * LINE_PITCH)
