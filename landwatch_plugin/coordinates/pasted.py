"""粘贴拐点坐标: a corner table copied from Word, WPS or Excel becomes rings, with an account of what was understood.

Columns, order, zone and datum are guessed from the numbers and the words around them, and can be corrected by a `Wish`.
What cannot be read for sure is refused with its row; whatever else was remarkable is a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from landwatch_plugin.coordinates.pasted_cells import label_number, number, plain_line
from landwatch_plugin.coordinates.pasted_corners import Corner, apart, check_rings, elevation_band
from landwatch_plugin.coordinates.pasted_lines import SOURCE, masked
from landwatch_plugin.coordinates.pasted_rings import depth
from landwatch_plugin.coordinates.pasted_system import DATUMS, EAST, NORTH, Kind, System, kind_of, told_system
from landwatch_plugin.coordinates.pasted_table import Cellsful, Table, Wish, lines_in, read_table
from landwatch_plugin.coordinates.rings import ring_area
from landwatch_plugin.coordinates.systems import zone_of_meridian
from landwatch_plugin.domain.errors import InputError

SNAP_M, SNAP_DEGREES = 0.05, 5e-7
"""A closing point off by no more than this is the first point again."""


@dataclass(frozen=True)
class Pasted:
    """What was understood. Rings are not closed: the first corner is not repeated."""

    rings: tuple[tuple[Corner, ...], ...]
    system: System
    titles: tuple[str, ...]
    columns: dict[str, int]
    top: float | None
    """采深上限 / 标高上限 in metres."""
    bottom: float | None
    notes: tuple[str, ...]

    @property
    def closed(self) -> list[list[tuple[float, float]]]:
        """Rings as (x, y), each ending where it began."""
        return [[(corner.x, corner.y) for corner in (*ring, ring[0])] for ring in self.rings]

    @property
    def holes(self) -> list[bool]:
        """Whether each ring is a hole: it lies in an odd number of the others."""
        shapes = self.closed
        return [depth(at, shapes) % 2 == 1 for at in range(len(shapes))]

    @property
    def plane_m2(self) -> float | None:
        """Area in the plane of the coordinates, holes deducted; None for degrees."""
        if self.system.degrees:
            return None
        parts = zip(self.closed, self.holes, strict=True)
        return sum(abs(ring_area(ring)) * (-1 if hole else 1) for ring, hole in parts)

    @property
    def account(self) -> str:
        """One sentence on the whole."""
        corners, holes = sum(map(len, self.rings)), sum(self.holes)
        rings = f"{len(self.rings) - holes}个外圈" + (f"、{holes}个内圈（扣除）" if holes else "")
        band = (
            f"，标高{_metres(self.top)}米至{_metres(self.bottom)}米"
            if self.top is not None or self.bottom is not None
            else ""
        )
        return f"认出拐点{corners}个，{rings}{band}。坐标系：{self.system.title}。"


def read_pasted(text: str, wish: Wish | None = None, longitude: float | None = None) -> Pasted:
    """Raises InputError naming the row. `longitude` of the county stands in where nothing tells the zone."""
    wish = wish or Wish()
    table = read_table(text, wish)
    words = "\n".join(plain_line(line) for line in lines_in(text))
    corners = [_corner(point, table) if point is not None else None for point in table.points]
    system, said = _system([corner for corner in corners if corner], told_system(_prose(words, table)), wish, longitude)
    table.notes += said
    rings = _rings(corners, table, wish, SNAP_DEGREES if system.degrees else SNAP_M)
    check_rings(rings, system.degrees, table.notes)
    top, bottom = elevation_band(words, table)
    notes = [*dict.fromkeys(table.notes), *_passed_over(table.texts)]
    return Pasted(tuple(map(tuple, rings)), system, tuple(table.titles), table.columns, top, bottom, tuple(notes))


def _passed_over(texts: Sequence[tuple[int, str]]) -> list[str]:
    """The lines that are no points, so that the user sees them."""
    if not texts:
        return []
    shown = "；".join(f"第{row}行“{text[:24]}”" for row, text in texts[:3])
    return [f"当作文字说明的有{len(texts)}行：{shown}{'等' if len(texts) > 3 else ''}"]


def _prose(words: str, table: Table) -> str:
    """The lines that are no points: what they say of datum and zone. Digits of coordinates say nothing."""
    rows = {point.row for point in table.points if point is not None}
    return "\n".join(line for row, line in enumerate(words.split("\n"), 1) if row not in rows)


def _corner(point: Cellsful, table: Table) -> Corner:
    north, east = (number(point.cell(at)) for at in (point.north, point.east))
    if any(re.search(r"[*×#]", point.cell(at)) for at in (point.north, point.east)):
        raise masked(" ".join(point.cells), point.row)
    if north is None or east is None or kind_of(north) not in NORTH or kind_of(east) not in EAST:
        raise InputError(
            f"纵坐标（X，北）{point.cell(point.north)}、横坐标（Y，东）{point.cell(point.east)}不在我国范围内。",
            "请核对所选的列：纵坐标为7位整数或纬度，横坐标为6位、8位整数或经度。", source=SOURCE, row=point.row,
        )  # fmt: skip
    return Corner(point.cell(table.columns.get("label")), point.row, east, north)


def _system(corners: Sequence[Corner], told: System, wish: Wish, longitude: float | None) -> tuple[System, list[str]]:
    """The system that numbers, words and the user agree on. Raises InputError where rows contradict each other."""
    notes: list[str] = []
    datum = wish.datum if wish.datum in DATUMS else told.datum
    first, kind = corners[0], kind_of(corners[0].x)
    for corner in corners:
        if kind_of(corner.x) is not kind:
            raise InputError(
                f"横坐标{corner.x:.10g}与第{first.row}行的{first.x:.10g}写法不同（带号有的写、有的不写，或度、米混用）。",
                "请统一后重新粘贴。", source=SOURCE, row=corner.row,
            )  # fmt: skip
    if kind is Kind.LONGITUDE:
        return System(datum, degrees=True), notes
    if kind is Kind.ZONED:
        zone = int(first.x // 1_000_000)
        other = next((corner for corner in corners if int(corner.x // 1_000_000) != zone), None)
        if other is not None:
            raise InputError(
                f"横坐标的带号与第{first.row}行的带号{zone}不同。", "请按带号分开粘贴。", source=SOURCE, row=other.row
            )
        for named in (told.zone, wish.zone):
            if named is not None and named != zone:
                notes.append(f"横坐标前两位是{zone}，与写明的带号{named}不符，以坐标中的带号为准")
        return System(datum, zone=zone, prefixed=True), notes
    chosen = wish.zone or told.zone
    if chosen is None and longitude is not None:
        chosen = zone_of_meridian(longitude, 3)
        notes.append(f"横坐标没有带号，已按本县所在位置推定为{chosen}带，请核对")
    return System(datum, zone=chosen), notes


def _rings(corners: Sequence[Corner | None], table: Table, wish: Wish, snap: float) -> list[list[Corner]]:
    """Rings end at a gap in the table, where the ring number changes, where the first point comes again, at a new J1."""
    column = table.columns.get("ring")
    rings: list[list[Corner]] = []
    ring: list[Corner] = []
    called = ""
    for at, corner in enumerate(corners):
        following = corners[at + 1] if at + 1 < len(corners) else None
        point = table.points[at]
        if corner is None or point is None:
            rings += [ring] if ring else []
            ring = []
            continue
        name = point.cell(column)
        changed = bool(ring and name and called and name != called)
        called = name or called
        if not wish.one_ring and (changed or _begins_anew(ring, corner, following)):
            rings.append(ring)
            ring = []
        closes = len(ring) >= 3 and apart(corner, ring[0]) <= snap
        ring.append(corner)
        if closes and not wish.one_ring:
            rings.append(ring)
            ring = []
    rings += [ring] if ring else []
    return [_opened(ring, snap, table.notes) for ring in rings]


def _begins_anew(ring: Sequence[Corner], corner: Corner, following: Corner | None) -> bool:
    """The numbering starts again, and goes on from there: J1 … J4, J1, J2 …"""
    if len(ring) < 3 or following is None:
        return False
    here, after, before = (label_number(one.label) for one in (corner, following, ring[-1]))
    if here is None or before is None or (here != 1 and corner.label != ring[0].label):
        return False
    return here < before and after == here + 1 and apart(corner, ring[0]) > SNAP_M


def _opened(ring: list[Corner], snap: float, notes: list[str]) -> list[Corner]:
    """Without the repeated first point and without doubled points. Raises InputError when it is no area."""
    first, last = ring[0], ring[-1]
    gap = apart(first, last)
    if len(ring) > 1 and gap <= snap:
        if gap > 0:
            notes.append(f"第{last.row}行与首点相差{gap:.3g}，按闭合点处理")
        ring = ring[:-1]
    elif len(ring) > 2 and first.label and first.label == last.label:
        raise InputError(
            f"与第{first.row}行同为{last.label}，坐标却不同。",
            "请核对首末点坐标，或改正点号。",
            source=SOURCE,
            row=last.row,
        )
    kept = [corner for at, corner in enumerate(ring) if at == 0 or apart(corner, ring[at - 1]) > 0]
    if len(kept) < len(ring):
        notes.append(f"第{ring[0].row}行起的一圈有{len(ring) - len(kept)}个相邻重复点，已略去")
    if len(kept) < 3:
        raise InputError(
            f"从这一行起的一圈只有{len(kept)}个点，不成面。", "请补全拐点；如为同一圈，请在“分圈”中选“全部为一圈”。",
            source=SOURCE, row=ring[0].row,
        )  # fmt: skip
    return kept


def _metres(value: float | None) -> str:
    return "未写" if value is None else f"{value:g}"
