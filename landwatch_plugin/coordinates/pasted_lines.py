"""粘贴的行: one pasted line as cells, its coordinate pairs, whether it is a heading, and when it must be refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from landwatch_plugin.coordinates.pasted_cells import cells_of, decimals, label_number, number
from landwatch_plugin.coordinates.pasted_system import EAST, NORTH, PAIRS, Kind, kind_of
from landwatch_plugin.domain.errors import InputError

SOURCE = "粘贴的坐标"
_WORDS = {
    "label": r"^点$|点号|拐点|界址点|点名|点位|编号|序号",
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
_EASTING = re.compile(r"(?<!\d)(?:1[3-9]|2[0-35-9]|3\d|4[0-5])\d{6}\.\d")
_PAGE = re.compile(r"[-~] ?\d{1,4} ?[-~]|第 ?\d{1,4} ?页(?:[ ,/]*共 ?\d{1,4} ?页)?")
_LONG = re.compile(r"[^A-Za-z]*\d{5,}[^A-Za-z]*")


@dataclass(frozen=True)
class Line:
    row: int
    text: str
    cells: list[str]
    pairs: list[tuple[int, int]]
    """(north, east) columns of each coordinate pair in the line."""


def line_of(row: int, text: str, north: int | None, east: int | None) -> Line:
    """The pair stands in the columns that the user says, else where two numbers are one by their size."""
    cells = cells_of(text)
    found = pairs_in(cells)
    if north is None or east is None:
        return Line(row, text, cells, found)
    step = found[1][0] - found[0][0] if len(found) > 1 else max(1, len(cells))
    moved = [(north + step * at, east + step * at) for at in range(max(1, len(found)))]
    return Line(row, text, cells, [pair for pair in moved if _are_numbers(cells, pair)])


def _are_numbers(cells: Sequence[str], pair: tuple[int, int]) -> bool:
    return pair[0] != pair[1] and max(pair) < len(cells) and all(number(cells[at]) is not None for at in pair)


def unstacked(lines: Sequence[Line]) -> list[Line]:
    """A table that was pasted with every cell on a line of its own: cells up to a pair make one point."""
    made: list[Line] = []
    waiting: list[Line] = []
    for line in lines:
        if not line.text.strip():
            continue
        waiting.append(line)
        cells = [cell for one in waiting for cell in one.cells]
        if len(line.cells) != 1 or len(cells) != len(waiting):
            made += waiting
            waiting = []
        elif pairs_in(cells):
            named = 3 if len(cells) > 2 and label_number(cells[-3]) is not None else 2
            own = waiting[-named:]
            point = [one.cells[0] for one in own]
            made += [*waiting[:-named], Line(own[0].row, " ".join(point), point, pairs_in(point))]
            waiting = []
    return made + waiting


def pairs_in(cells: Sequence[str]) -> list[tuple[int, int]]:
    """Neighbouring cells that are a coordinate pair by their size, in either order. Beside an easting with zone prefix a six-digit number is a name."""
    kinds = [_kind(cell) for cell in cells]
    if Kind.ZONED in kinds:
        kinds = [kind if kind is not Kind.EASTING else None for kind in kinds]
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


def is_header(line: Line) -> bool:
    """Two words that name columns, and no coordinate."""
    return sum(header_word(cell) is not None for cell in line.cells) >= 2 and not any(map(_kind, line.cells))


def header_word(cell: str) -> str | None:
    plain = re.sub(r"\s|\(.*?\)", "", cell)
    found = (
        key
        for key in ("top", "bottom", "ring", "label", "north", "east")
        if re.search(_WORDS[key], plain, re.IGNORECASE)
    )
    return next(found, None) if len(plain) <= 12 else None


def is_page(line: Line) -> bool:
    """A page number, or the words that a table goes on: the ring goes on too."""
    return bool(_PAGE.fullmatch(line.text.strip()) or "续" in line.text)


def refuse_broken(line: Line, usual_length: int) -> None:
    """A point that cannot be read must not be passed over in silence."""
    cells = [cell for cell in line.cells if cell]
    if len(cells) > 1 and any(re.search(r"[*×#]{2,}|\d[*×]+\d", cell) for cell in cells):
        raise masked(line.text, line.row)
    words = _PROSE.search(line.text) is not None
    ring_name = (words or len(cells) == 1) and _RING_NAME.fullmatch("".join(cells)) is not None
    zoned = _EASTING.search(line.text) is not None or any(_kind(cell) is Kind.ZONED for cell in cells)
    header_key = words and "=" in line.text
    if not zoned and (is_header(line) or line.text.strip().endswith("@") or header_key or ring_name or is_page(line)):
        return
    coordinate = any(_kind(cell) in (*NORTH, *EAST) for cell in cells)
    named = len(cells) >= 3 and len(line.cells) == usual_length and label_number(cells[0]) is not None
    if any(re.fullmatch(r"[\d.]+[Ee]\+?\d+", cell) for cell in cells):
        raise _broken(line, "是科学计数法，末几位已丢失", "请在 Excel 中把单元格格式改为“数值、三位小数”后重新复制。")
    named = named or bool(len(cells) == 1 and re.fullmatch(r"[A-Za-z]{1,3}\d+", cells[0]))
    named = named or bool(len(cells) > 1 and re.fullmatch(r"[A-Za-z]{1,3}\d{1,4}", cells[0]))
    if named or zoned or (not words and (coordinate or len(cells) >= 2)):
        raise _broken(
            line, "读不出一对坐标", "请核对这一行的数字，纵、横坐标须齐全且在我国范围内；不是界址点的，请删去这一行。"
        )


def refuse_leftovers(points: Sequence[Line]) -> None:
    """A long number beside the pair, where other lines have none, is a coordinate that lost its partner."""
    found = [(line, at) for line in points for at, cell in enumerate(line.cells) if _LONG.fullmatch(cell)]
    left = [(line, at) for line, at in found if not any(at in pair for pair in line.pairs)]
    usual = Counter(at for _, at in left)
    for line, at in left:
        if usual[at] * 2 < len(points):
            raise _broken(
                line, f"多出“{line.cells[at][:24]}”", "请核对是否两行连在一起，或有坐标写错；不是坐标的请删去。"
            )


def masked(text: str, row: int) -> InputError:
    """Digits hidden behind asterisks."""
    return InputError(
        f"“{' '.join(text.split())[:40]}”含有被遮盖的数字（*）。",
        "请向提供单位索取未脱密、未遮盖的坐标。",
        source=SOURCE,
        row=row,
    )


def _broken(line: Line, what: str, cure: str) -> InputError:
    return InputError(f"“{' '.join(line.text.split())[:40]}”{what}。", cure, source=SOURCE, row=line.row)
