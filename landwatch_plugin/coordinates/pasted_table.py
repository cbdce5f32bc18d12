"""粘贴表格: which lines of a pasted text are points, which columns hold what, and where a ring ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from landwatch_plugin.coordinates.pasted_cells import label_number, plain_line
from landwatch_plugin.coordinates.pasted_lines import (
    SOURCE,
    Line,
    header_word,
    is_header,
    is_page,
    line_of,
    refuse_broken,
    refuse_leftovers,
    unstacked,
)
from landwatch_plugin.domain.errors import InputError

MOST_LINES = 20_000
NONE = -1
"""A column that the user says is not there."""


@dataclass(frozen=True)
class Wish:
    """What the user has corrected; None means: guess. Columns count from 0 within one point's cells."""

    label: int | None = None
    ring: int | None = None
    north: int | None = None
    east: int | None = None
    datum: str = ""
    zone: int | None = None
    one_ring: bool = False


@dataclass(frozen=True)
class Cellsful:
    """One point as written: its line (1-based) and its cells."""

    row: int
    cells: tuple[str, ...]
    north: int
    east: int

    def cell(self, column: int | None) -> str:
        return self.cells[column] if column is not None and 0 <= column < len(self.cells) else ""


@dataclass
class Table:
    """Points in their order; a None among them ends a ring."""

    points: list[Cellsful | None] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    """label, ring, north, east, top, bottom → column."""
    titles: list[str] = field(default_factory=list)
    """What each column is called: header word or an example."""
    texts: list[tuple[int, str]] = field(default_factory=list)
    """Lines that are no points."""
    notes: list[str] = field(default_factory=list)
    stacked: bool = False
    """Every cell stood on a line of its own."""


def lines_in(text: str) -> list[str]:
    """As the text box counts them; Word's own line break inside a paragraph ends a line too."""
    return re.split(r"\r\n|\r|\n|\v", text)


def read_table(text: str, wish: Wish) -> Table:
    """Raises InputError naming the row that cannot be read."""
    raw = lines_in(text)
    if len(raw) > MOST_LINES:
        raise InputError(
            f"粘贴的内容有{len(raw)}行，超过{MOST_LINES}行。", "请存成文本文件后用界址点坐标文件读取。", source=SOURCE
        )
    lines = [line_of(row, plain_line(line), wish.north, wish.east) for row, line in enumerate(raw, 1)]
    stacked = not any(line.pairs for line in lines)
    lines = unstacked(lines) if stacked else lines
    points = [line for line in lines if line.pairs]
    if not points:
        raise _nothing_found(lines)
    table = Table(stacked=stacked)
    usual = Counter(line.pairs[0] for line in points).most_common(1)[0][0]
    step = _step(points)
    header = next((line for line in lines if not line.pairs and is_header(line)), None)
    table.columns = _columns(points, header, usual, step, wish)
    table.titles = _titles(points, header, step)
    for line in points:
        if line.pairs[0] != usual and wish.north is None:
            table.notes.append(f"第{line.row}行的列与其他行不同，已按数值识别")
    refuse_leftovers(points)
    _lay_out(lines, _usual_length(points), step, table, wish)
    return table


def _step(points: Sequence[Line]) -> int:
    """Columns from one point to the next in a table that sets several points side by side; 0 for one a line."""
    steps = Counter(later[0] - earlier[0] for line in points for earlier, later in pairwise(line.pairs))
    return steps.most_common(1)[0][0] if steps else 0


def _usual_length(points: Sequence[Line]) -> int:
    return Counter(len(line.cells) for line in points).most_common(1)[0][0]


def _columns(
    points: Sequence[Line], header: Line | None, usual: tuple[int, int], step: int, wish: Wish
) -> dict[str, int]:
    north, east = (wish.north, wish.east) if wish.north is not None and wish.east is not None else usual
    columns = {"north": north, "east": east}
    width = step or max(len(line.cells) for line in points)
    if header is not None and len(header.cells) >= min(width, max(usual) + 1):
        for at, cell in enumerate(header.cells[:width]):
            key = header_word(cell)
            if key and key not in columns and at not in (north, east):
                columns[key] = at
            elif key == "label" and at not in (north, east) and "序号" in header.cells[columns["label"]]:
                columns["label"] = at
    same = [line for line in points if line.pairs[0] == (north, east)]
    if not {"label", "ring"} & set(columns):
        columns |= _leading(same, min(north, east))
    for key, chosen in (("label", wish.label), ("ring", wish.ring)):
        if chosen is not None:
            columns.pop(key, None)
            if chosen != NONE:
                columns[key] = chosen
    return columns


def _leading(points: Sequence[Line], before: int) -> dict[str, int]:
    """Point name and ring number among the cells before the coordinates: a ring number hardly changes."""
    free = [at for at in range(before) if any(line.cells[at] for line in points if at < len(line.cells))]
    found: dict[str, int] = {}
    if len(free) > 1:
        for at in reversed(free):
            values = [line.cells[at] for line in points if at < len(line.cells)]
            few = len(set(values)) == 1 or len(set(values)) * 3 <= len(values)
            if all(value.isdigit() for value in values) and few:
                found["ring"] = at
                free.remove(at)
                break
    if free:
        found["label"] = free[-1]
    return found


def _titles(points: Sequence[Line], header: Line | None, step: int) -> list[str]:
    width = step or max(len(line.cells) for line in points)
    titles = []
    for at in range(width):
        word = header.cells[at] if header is not None and at < len(header.cells) else ""
        sample = next((line.cells[at] for line in points if at < len(line.cells) and line.cells[at]), "")
        titles.append(word or f"如{sample[:14]}" if sample or word else "空")
    return titles


def _lay_out(lines: Sequence[Line], usual_length: int, step: int, table: Table, wish: Wish) -> None:
    """Points and ring ends in the table's order. A line between points that is neither is refused."""
    first = next(at for at, line in enumerate(lines) if line.pairs)
    last = max(at for at, line in enumerate(lines) if line.pairs)
    blanks_mean_nothing = _scattered(lines[first : last + 1])
    run: list[Line] = []
    ends, continued = False, False
    for line in lines:
        if line.pairs:
            if run and ends and not continued and not wish.one_ring:
                table.points += [*_in_order(run, step, table), None]
                run = []
            ends, continued = False, False
            run.append(line)
        elif not line.text.strip():
            ends = ends or not blanks_mean_nothing
        else:
            refuse_broken(line, usual_length)
            ends = True
            continued = continued or is_page(line)
            if not is_header(line):
                table.texts.append((line.row, line.text.strip()))
    table.points += _in_order(run, step, table)
    if blanks_mean_nothing and not wish.one_ring:
        table.notes.append("几乎每行之间都有空行，空行不作为分圈")


def _scattered(lines: Sequence[Line]) -> bool:
    """Whether blank lines stand between nearly all points, as some programs paste a table."""
    runs, length = [], 0
    for line in lines:
        if line.pairs:
            length += 1
        elif not line.text.strip() and length:
            runs.append(length)
            length = 0
    runs.append(length)
    return len(runs) > 2 and sorted(runs)[len(runs) // 2] < 3


def _in_order(run: Sequence[Line], step: int, table: Table) -> list[Cellsful]:
    """The points of one run. Points side by side go on in the order of their numbers: along the line or down the column."""
    north, east = table.columns["north"], table.columns["east"]
    if not step:
        points = [_point(line, *_in_place(line, min(north, east))) for line in run]
        return _untangled(points, table) if table.stacked else points
    grid = [_abreast(line, step, north, east) for line in run]
    along = [point for points in grid for point in points]
    down = [points[k] for k in range(max(map(len, grid))) for points in grid if k < len(points)]
    ordered = along if _steps(along, table) > _steps(down, table) else down
    text = "先横后竖" if ordered is along else "先竖后横"
    table.notes.append(
        f"一行并排有多个点，按点号{text}读取"
        if _steps(ordered, table)
        else f"一行并排有多个点且无点号，{text}读取，请核对"
    )
    return ordered


def _abreast(line: Line, step: int, north: int, east: int) -> list[Cellsful]:
    """The points of one line, each in its block of `step` cells. Raises InputError when one has slipped out of its block."""
    parts = [line.cells[at : at + step] for at in range(0, len(line.cells), step)]
    points = [_point(line, part, (north, east)) for part in parts if len(part) > max(north, east) and part[north]]
    if [(point.cell(north), point.cell(east)) for point in points] != [
        (line.cells[n], line.cells[e]) for n, e in line.pairs
    ]:
        raise InputError(
            f"“{' '.join(line.text.split())[:40]}”并排的点对不上列。",
            "请补全或删去这一行中多余的单元格。",
            source=SOURCE,
            row=line.row,
        )
    return points


def _untangled(points: list[Cellsful], table: Table) -> list[Cellsful]:
    """Points of several blocks side by side, cell by cell in reading order: 1, 5, 2, 6 … back into 1, 2 … 5, 6."""
    orders = [[point for start in range(blocks) for point in points[start::blocks]] for blocks in (1, 2, 3, 4)]
    best = max(orders, key=lambda order: _steps(order, table))
    if best != points:
        table.notes.append("单元格各占一行且表格并排有多个点，按点号先竖后横读取")
    return best


def _in_place(line: Line, usual: int) -> tuple[list[str], tuple[int, int]]:
    """The line's cells with its pair where the other lines have theirs; what stood before a moved pair is not trusted."""
    north, east = line.pairs[0]
    own = min(north, east)
    if own == usual:
        return line.cells, (north, east)
    return [""] * usual + line.cells[own:], (north - own + usual, east - own + usual)


def _point(line: Line, cells: Sequence[str], pair: tuple[int, int]) -> Cellsful:
    return Cellsful(line.row, tuple(cells), *pair)


def _steps(points: Sequence[Cellsful], table: Table) -> int:
    """How often a point's number follows the one before."""
    labels = [label_number(point.cell(table.columns.get("label"))) for point in points]
    return sum(a is not None and b == a + 1 for a, b in pairwise(labels))


def _nothing_found(lines: Sequence[Line]) -> InputError:
    filled = [line for line in lines if line.text.strip()]
    if not filled:
        return InputError("还没有内容。", "请从 Word、WPS 或 Excel 复制拐点坐标表后粘贴。", source=SOURCE)
    for line in filled:
        refuse_broken(line, 0)
    return InputError(
        "没有认出成对的坐标。", "每行应有一个点的纵坐标（X，北）和横坐标（Y，东），或纬度和经度。", source=SOURCE,
        row=filled[0].row,
    )  # fmt: skip
