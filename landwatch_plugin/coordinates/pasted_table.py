"""粘贴表格: which lines of a pasted text are points, which columns hold what, and where a ring ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from landwatch_plugin.coordinates.pasted_cells import cells_of, decimals, label_number, number, plain_line
from landwatch_plugin.coordinates.pasted_system import EAST, NORTH, PAIRS, Kind, kind_of
from landwatch_plugin.domain.errors import InputError

SOURCE = "粘贴的坐标"
MOST_LINES = 20_000
NONE = -1
"""A column that the user says is not there."""

_WORDS = {
    "label": r"点号|拐点|界址点|点名|点位|编号|序号",
    "ring": r"圈号|圈|环号|块号|区块",
    "north": r"纬|纵坐标|^X(?![A-Za-z])|X$|^北|^B$",
    "east": r"经|横坐标|^Y(?![A-Za-z])|Y$|^东|^L$",
    "top": r"上限|上标高|最高标高",
    "bottom": r"下限|下标高|最低标高",
}  # fmt: skip
_PROSE = re.compile(r"[\u4e00-\u9fff]{2,}")
_RING_NAME = re.compile(
    r"(?:第?[一二三四五六七八九十\d]{1,3}[圈块区环部]分?|[圈块区环]号?[一二三四五六七八九十\d]{1,3}|[①-⑳]|内圈|外圈|内环|外环|\d{1,3}|[一二三四五六七八九十]{1,2}[.、]?)[:。]?"
)


@dataclass(frozen=True)
class Wish:
    """What the user has corrected; None means: guess. Columns count from 0 within one point's cells."""

    label: int | None = None
    ring: int | None = None
    north: int | None = None
    east: int | None = None
    datum: str = ""
    zone: int | None = None
    """0 means degrees."""
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


@dataclass(frozen=True)
class _Line:
    row: int
    text: str
    cells: list[str]
    pairs: list[tuple[int, int]]
    """(north, east) columns of each coordinate pair in the line."""


def read_table(text: str, wish: Wish) -> Table:
    """Raises InputError naming the row that cannot be read."""
    raw = re.split(r"\r\n|\r|\n|\v", text)
    if len(raw) > MOST_LINES:
        raise InputError(
            f"粘贴的内容有{len(raw)}行，超过{MOST_LINES}行。", "请存成文本文件后用界址点坐标文件读取。", source=SOURCE
        )
    lines = [_line(row, plain_line(line), wish) for row, line in enumerate(raw, 1)]
    points = [line for line in lines if line.pairs]
    if not points:
        raise _nothing_found(lines)
    table = Table()
    usual = Counter(line.pairs[0] for line in points).most_common(1)[0][0]
    step = _step(points)
    header = next((line for line in lines if not line.pairs and _is_header(line)), None)
    table.columns = _columns(points, header, usual, step, wish)
    table.titles = _titles(points, header, step)
    for line in points:
        if line.pairs[0] != usual and wish.north is None:
            table.notes.append(f"第{line.row}行的列与其他行不同，已按数值识别")
    _lay_out(lines, _usual_length(points), step, table, wish)
    return table


def _line(row: int, text: str, wish: Wish) -> _Line:
    cells = cells_of(text)
    if wish.north is not None and wish.east is not None:
        both = max(wish.north, wish.east) < len(cells) and wish.north != wish.east
        numbers = both and number(cells[wish.north]) is not None and number(cells[wish.east]) is not None
        return _Line(row, text, cells, [(wish.north, wish.east)] if numbers else [])
    return _Line(row, text, cells, _pairs(cells))


def _pairs(cells: Sequence[str]) -> list[tuple[int, int]]:
    """Neighbouring cells that are a coordinate pair by their size, in either order."""
    kinds = [_kind(cell) for cell in cells]
    found, at = [], 0
    while at + 1 < len(cells):
        one, two = kinds[at], kinds[at + 1]
        if (one, two) in PAIRS:
            found.append((at, at + 1))
        elif (two, one) in PAIRS:
            found.append((at + 1, at))
        else:
            at += 1
            continue
        at += 2
    return found


def _kind(cell: str) -> Kind | None:
    value = number(cell)
    kind = kind_of(value) if value is not None else None
    in_degrees = kind in (Kind.LATITUDE, Kind.LONGITUDE)
    return None if in_degrees and decimals(cell) < 3 else kind


def _step(points: Sequence[_Line]) -> int:
    """Columns from one point to the next in a table that sets several points side by side; 0 for one a line."""
    steps = Counter(later[0] - earlier[0] for line in points for earlier, later in pairwise(line.pairs))
    return steps.most_common(1)[0][0] if steps else 0


def _usual_length(points: Sequence[_Line]) -> int:
    return Counter(len(line.cells) for line in points).most_common(1)[0][0]


def _is_header(line: _Line) -> bool:
    """Two words that name columns, and no coordinate."""
    return sum(_word(cell) is not None for cell in line.cells) >= 2 and not any(map(_kind, line.cells))


def _word(cell: str) -> str | None:
    plain = re.sub(r"\s|\(.*?\)", "", cell)
    found = (
        key
        for key in ("top", "bottom", "ring", "label", "north", "east")
        if re.search(_WORDS[key], plain, re.IGNORECASE)
    )
    return next(found, None) if len(plain) <= 12 else None


def _columns(
    points: Sequence[_Line], header: _Line | None, usual: tuple[int, int], step: int, wish: Wish
) -> dict[str, int]:
    north, east = (wish.north, wish.east) if wish.north is not None and wish.east is not None else usual
    columns = {"north": north, "east": east}
    width = step or max(len(line.cells) for line in points)
    if header is not None and len(header.cells) >= min(width, max(usual) + 1):
        for at, cell in enumerate(header.cells[:width]):
            key = _word(cell)
            if key and key not in columns and at not in (north, east):
                columns[key] = at
            elif key == "label" and at not in (north, east) and "序号" in header.cells[columns["label"]]:
                columns["label"] = at
    else:
        columns |= _leading([line for line in points if line.pairs[0] == (north, east)], min(north, east))
    for key, chosen in (("label", wish.label), ("ring", wish.ring)):
        if chosen is not None:
            columns.pop(key, None)
            if chosen != NONE:
                columns[key] = chosen
    return columns


def _leading(points: Sequence[_Line], before: int) -> dict[str, int]:
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


def _titles(points: Sequence[_Line], header: _Line | None, step: int) -> list[str]:
    width = step or max(len(line.cells) for line in points)
    titles = []
    for at in range(width):
        word = header.cells[at] if header is not None and at < len(header.cells) else ""
        sample = next((line.cells[at] for line in points if at < len(line.cells) and line.cells[at]), "")
        titles.append(word or f"如{sample[:14]}" if sample or word else "空")
    return titles


def _lay_out(lines: Sequence[_Line], usual_length: int, step: int, table: Table, wish: Wish) -> None:
    """Points and ring ends in the table's order. A line between points that is neither is refused."""
    first = next(at for at, line in enumerate(lines) if line.pairs)
    last = max(at for at, line in enumerate(lines) if line.pairs)
    blanks_mean_nothing = _scattered(lines[first : last + 1])
    run: list[_Line] = []
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
            _refuse_broken(line, usual_length)
            ends = True
            continued = continued or bool(re.search("续", line.text))
            if not _is_header(line):
                table.texts.append((line.row, line.text.strip()))
    table.points += _in_order(run, step, table)
    if blanks_mean_nothing and not wish.one_ring:
        table.notes.append("几乎每行之间都有空行，空行不作为分圈")


def _scattered(lines: Sequence[_Line]) -> bool:
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


def _in_order(run: Sequence[_Line], step: int, table: Table) -> list[Cellsful]:
    """The points of one run. Points side by side go on in the order of their numbers: along the line or down the column."""
    north, east = table.columns["north"], table.columns["east"]
    if not step:
        return [_point(line, *_in_place(line, min(north, east))) for line in run]
    start = min(min(line.pairs[0]) for line in run) - min(north, east)
    grid = []
    for line in run:
        parts = [line.cells[start + step * k : start + step * (k + 1)] for k in range(len(line.cells) // step + 1)]
        grid.append(
            [_point(line, part, (north, east)) for part in parts if len(part) > max(north, east) and part[north]]
        )
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


def _in_place(line: _Line, usual: int) -> tuple[list[str], tuple[int, int]]:
    """The line's cells with its pair where the other lines have theirs; what stood before a moved pair is not trusted."""
    north, east = line.pairs[0]
    own = min(north, east)
    if own == usual:
        return line.cells, (north, east)
    return [""] * usual + line.cells[own:], (north - own + usual, east - own + usual)


def _point(line: _Line, cells: Sequence[str], pair: tuple[int, int]) -> Cellsful:
    return Cellsful(line.row, tuple(cells), *pair)


def _steps(points: Sequence[Cellsful], table: Table) -> int:
    """How often a point's number follows the one before."""
    labels = [label_number(point.cell(table.columns.get("label"))) for point in points]
    return sum(a is not None and b == a + 1 for a, b in pairwise(labels))


def _refuse_broken(line: _Line, usual_length: int) -> None:
    """A point that cannot be read must not be passed over in silence."""
    cells = [cell for cell in line.cells if cell]
    if len(cells) > 1 and any(re.search(r"[*×#]{2,}|\d[*×]+\d", cell) for cell in cells):
        raise masked(line.text, line.row)
    if _is_header(line) or line.text.strip().endswith("@") or "=" in line.text or _RING_NAME.fullmatch("".join(cells)):
        return
    words = _PROSE.search(line.text) is not None
    coordinate = any(_kind(cell) in (*NORTH, *EAST) for cell in cells)
    named = len(cells) >= 3 and len(line.cells) == usual_length and label_number(cells[0]) is not None
    if any(re.fullmatch(r"[\d.]+[Ee]\+?\d+", cell) for cell in cells):
        raise _broken(line, "是科学计数法，末几位已丢失", "请在 Excel 中把单元格格式改为“数值、三位小数”后重新复制。")
    named = named or bool(len(cells) == 1 and re.fullmatch(r"[A-Za-z]{1,3}\d+", cells[0]))
    named = named or any(_kind(cell) is Kind.ZONED for cell in cells)
    if named or (not words and (coordinate or len(cells) >= 2)):
        raise _broken(
            line, "读不出一对坐标", "请核对这一行的数字，纵、横坐标须齐全且在我国范围内；不是界址点的，请删去这一行。"
        )


def masked(text: str, row: int) -> InputError:
    """Digits hidden behind asterisks."""
    return InputError(
        f"“{' '.join(text.split())[:40]}”含有被遮盖的数字（*）。",
        "请向提供单位索取未脱密、未遮盖的坐标。",
        source=SOURCE,
        row=row,
    )


def _broken(line: _Line, what: str, cure: str) -> InputError:
    return InputError(f"“{' '.join(line.text.split())[:40]}”{what}。", cure, source=SOURCE, row=line.row)


def _nothing_found(lines: Sequence[_Line]) -> InputError:
    filled = [line for line in lines if line.text.strip()]
    if not filled:
        return InputError("还没有内容。", "请从 Word、WPS 或 Excel 复制拐点坐标表后粘贴。", source=SOURCE)
    for line in filled:
        _refuse_broken(line, 0)
    return InputError(
        "没有认出成对的坐标。", "每行应有一个点的纵坐标（X，北）和横坐标（Y，东），或纬度和经度。", source=SOURCE,
        row=filled[0].row,
    )  # fmt: skip
