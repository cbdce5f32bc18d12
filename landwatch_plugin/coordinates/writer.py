"""界址点坐标文本写出: patches in the canonical form (formats.md §4.1) with the options that offices ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import pairwise

from landwatch_plugin.coordinates.crossings import find_crossing
from landwatch_plugin.coordinates.parcel import Polygon, Ring
from landwatch_plugin.coordinates.systems import Datum, width_of
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.units import half_up

#: Places on the grid of the last printed decimal, as whole numbers: (easting, northing).
_Grid = list[tuple[int, int]]


class Start(Enum):
    """起点: the corner where a ring begins."""

    NORTH_WEST = "西北角"
    NORTH_EAST = "东北角"
    SOUTH_EAST = "东南角"
    SOUTH_WEST = "西南角"
    KEPT = "原有起点"


_FARTHEST = {
    Start.NORTH_WEST: (-1, 1),
    Start.NORTH_EAST: (1, 1),
    Start.SOUTH_EAST: (1, -1),
    Start.SOUTH_WEST: (-1, -1),
}


@dataclass(frozen=True)
class Form:
    """The options of a text."""

    prefix: bool = True
    """J1, J2 …; else 1, 2 …."""
    decimals: int = 3
    start: Start = Start.NORTH_WEST
    clockwise: bool = True
    closed: bool = True
    """Whether a ring's first point is repeated at its end."""
    crlf: bool = True
    encoding: str = "gbk"
    parts_apart: bool = True
    """Parts as parcels of their own (number-1, number-2): readers that take ring 2 for a hole would deduct a part."""


@dataclass(frozen=True)
class Heading:
    """What the header says. `day` as written, e.g. 2026-03-12."""

    datum: Datum
    zone: int
    producer: str = ""
    day: str = ""


@dataclass(frozen=True)
class Patch:
    """What is written as one parcel. `parts` in metres, eastings with zone prefix, rings closed."""

    number: str
    parts: list[Polygon]
    name: str = ""
    use: str = ""
    land_code: str = ""


def write_coordinates(patches: Sequence[Patch], heading: Heading, form: Form) -> bytes:
    """One text. Raises InputError naming the patch that cannot be written as it is."""
    lines = _heading(heading, form)
    for patch in patches:
        for number, parts in _parcels(patch, form):
            lines += _parcel(patch, number, parts, form)
    text = "".join(f"{line}{chr(13) if form.crlf else ''}\n" for line in lines)
    try:
        return text.encode(form.encoding)
    except UnicodeEncodeError as error:
        letter = text[error.start]
        raise InputError(f"“{letter}”字不在{form.encoding.upper()}编码中。", "请改用UTF-8编码写出。") from error


def _heading(heading: Heading, form: Form) -> list[str]:
    values = {
        "格式版本号": "1.01",
        "数据产生单位": _cell(heading.producer),
        "数据产生日期": heading.day,
        "坐标系": heading.datum.value,
        "几度分带": str(width_of(heading.zone)),
        "投影类型": "高斯克吕格",
        "计量单位": "米",
        "带号": str(heading.zone),
        "精度": str(Decimal(1).scaleb(-form.decimals)),
        "转换参数": ",,,,,,",
    }
    return ["[属性描述]", *(f"{key}={value}" for key, value in values.items()), "[地块坐标]"]


def _parcels(patch: Patch, form: Form) -> list[tuple[str, list[Polygon]]]:
    if len(patch.parts) < 2 or not form.parts_apart:
        return [(patch.number, patch.parts)]
    return [(f"{patch.number}-{index}", [part]) for index, part in enumerate(patch.parts, 1)]


def _parcel(patch: Patch, number: str, parts: list[Polygon], form: Form) -> list[str]:
    rings = [(index == 0, _on_grid(ring, patch, form)) for part in parts for index, ring in enumerate(part)]
    if not rings:
        raise InputError(f"图斑{patch.number}没有图形。", "请补绘或去掉该图斑。")
    _refuse_crossing([ring for _, ring in rings], patch, form)
    twice = sum(_twice(ring) if shell else -_twice(ring) for shell, ring in rings)
    hectares = _hectares(Decimal(twice).scaleb(-2 * form.decimals) / 20_000)
    rows, serial = [], 0
    for ring_number, (_, ring) in enumerate(rings, 1):
        first = serial + 1
        for x, y in _turned(ring[:-1], form):
            serial += 1
            rows.append(_row(serial, ring_number, x, y, form))
        if form.closed:
            rows.append(rows[-(serial - first + 1)])
    cells = (len(rows), hectares, _cell(number), _cell(patch.name), "面", "", _cell(patch.use), _cell(patch.land_code))
    return [",".join([*map(str, cells), "@"]), *rows]


def _hectares(area: Decimal) -> str:
    """Four decimals, and more where they would be nothing but noughts."""
    places = (Decimal(1).scaleb(-decimals) for decimals in (4, 6, 8, 10, 12))
    shown = next((text for place in places if (text := half_up(area, place))), half_up(area, Decimal("0.0001")))
    return f"{shown:f}"


def _row(serial: int, ring: int, x: int, y: int, form: Form) -> str:
    return f"{'J' if form.prefix else ''}{serial},{ring},{_printed(y, form)},{_printed(x, form)}"


def _printed(value: int, form: Form) -> str:
    return str(Decimal(value).scaleb(-form.decimals))


def _on_grid(ring: Ring, patch: Patch, form: Form) -> _Grid:
    """The closed ring as printed, without points that fall together. Raises InputError when nothing is left of it."""
    whole = [(_whole(x, form.decimals), _whole(y, form.decimals)) for x, y in ring]
    kept = [whole[0], *(after for before, after in pairwise(whole) if after != before)]
    if kept[-1] != kept[0]:
        kept.append(kept[0])
    if len(set(kept)) < 3 or _twice(kept) == 0:
        _refuse_bowtie([ring], patch)
        raise InputError(f"图斑{patch.number}有一圈在{form.decimals}位小数下不成面。", "请增加小数位数，或删去该碎片。")
    return kept


def _whole(value: float, decimals: int) -> int:
    return int(f"{value:.{decimals}f}".replace(".", ""))


def _twice(ring: _Grid) -> int:
    """Twice the area, exactly."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)))


def _refuse_crossing(rings: list[_Grid], patch: Patch, form: Form) -> None:
    if find_crossing([[(float(x), float(y)) for x, y in ring] for ring in rings], 0.01).crossing is not None:
        _refuse_bowtie([ring for part in patch.parts for ring in part], patch)
        raise InputError(f"图斑{patch.number}的边界在{form.decimals}位小数下自相交。", "请先修复图形，或增加小数位数。")


def _refuse_bowtie(rings: Sequence[Ring], patch: Patch) -> None:
    """A boundary that crosses itself as it is drawn: no further decimal would help."""
    if find_crossing(rings, 1e-5).crossing is not None:
        raise InputError(f"图斑{patch.number}的边界自相交。", "请先修复图形（如“修复几何图形”工具），再写出。")


def _turned(ring: _Grid, form: Form) -> _Grid:
    """The open ring in the wanted direction, from the wanted corner on."""
    signed = sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]))
    if (signed < 0) != form.clockwise:
        ring = [ring[0], *ring[:0:-1]]
    if form.start is Start.KEPT:
        return ring
    east, north = _FARTHEST[form.start]
    start = max(range(len(ring)), key=lambda index: (east * ring[index][0] + north * ring[index][1], -index))
    return ring[start:] + ring[:start]


def _cell(text: str) -> str:
    """A text that cannot be taken for several cells or the end of the line."""
    return re.sub(r"[\t\r\n\v\f]+", " ", text.strip()).replace(",", "，").replace("@", "＠")
