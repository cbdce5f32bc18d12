"""核对: what a coordinate text says twice is compared: number of points, point numbers, declared area, length of sides.

This is all that can tell a typing error from a boundary. A line that was lost breaks the point numbers and the count; a
wrong digit shows in the declared area, in a side of kilometres, in lines that cross, or not at all: in a text without
counts, numbers and area, a corner that lies some metres off is a corner like any other. The declared area may be that of
the plane or of the ellipsoid: away from the meridian a wrong digit can lead from the one to the other.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from itertools import pairwise

from landwatch_plugin.coordinates.closing import DEGREE_M, Loop
from landwatch_plugin.coordinates.parcel import UNITS, Parcel
from landwatch_plugin.coordinates.parcel_line import count_of
from landwatch_plugin.coordinates.points import Row
from landwatch_plugin.coordinates.rings import polygon_area
from landwatch_plugin.domain.units import half_up

AREA_TOLERANCE = 0.00003
"""Share of the area by which the declared one may miss the plane or the ellipsoidal area, besides its last place."""
DEGREE_TOLERANCE = 0.01
EARTH_RADIUS_M = 6_370_000.0
LONG_SIDE_M = 5000.0
"""A longer side is remarked on. Our own choice: a parcel's side of kilometres is rather a wrong digit."""

_DECLARED = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)\s*(公顷|hm2|hm²|ha|平方米|㎡|m2|m²|亩)?", re.IGNORECASE)
_UNIT_NAMES = {"hm2": "公顷", "hm²": "公顷", "ha": "公顷", "㎡": "平方米", "m2": "平方米", "m²": "平方米"}


def declared_of(text: str) -> tuple[Decimal, str] | None:
    """(number, unit) of 地块面积; unit "" when none is written. None when there is no number."""
    found = _DECLARED.fullmatch(text.replace(",", "").strip())
    if found is None:
        return None
    unit = (found[2] or "").lower()
    return Decimal(found[1]), _UNIT_NAMES.get(unit, unit)


def declared_hectares(text: str) -> float | None:
    """地块面积 in 公顷 as written; None when blank. A unit that is written out is obeyed."""
    found = declared_of(text)
    if found is None:
        return None
    number, unit = found
    return float(number) * UNITS[unit or "公顷"] / UNITS["公顷"]


def remark_on_count(parcel: Parcel, rows: list[Row]) -> None:
    """界址点数 counts the closing rows too; any other number is a note, never a refusal."""
    if not parcel.count:
        if not parcel.declared:
            parcel.notes.insist("界址点数和面积均未填写，无从核对")
        return
    declared = count_of(parcel.count)
    if declared is None:
        parcel.notes.insist(f"界址点数“{parcel.count[:20]}”不是数字，实际{len(rows)}行")
    elif declared != len(rows):
        parcel.notes.insist(f"界址点数写为{declared}，实际{len(rows)}行，已按实际读取，请核对是否缺行")


def remark_on_numbers(parcel: Parcel, rows: list[Row]) -> None:
    """J2 followed by J4 inside a ring. Numbers that do not run on at all are names, and say nothing."""
    steps, breaks, first, start = 0, 0, "", rows[0]
    serials = [_serial(row.label) for row in rows]
    for (before, after), (one, two) in zip(pairwise(rows), pairwise(serials), strict=True):
        closing = before.label == start.label and before is not start
        if before.ring != after.ring or closing:
            start = after
        elif after.label != start.label:
            if one < 0 or two < 0:
                return
            steps += 1
            if two != one + 1:
                breaks += 1
                first = first or f"点号{before.label}之后为{after.label}（第{after.line}行），请核对是否缺点或次序颠倒"
    if first and breaks * 2 <= steps:
        parcel.notes.insist(first)


def _serial(label: str | None) -> int:
    digits = (label or "").lstrip("Jj")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1


def remark_on_area(parcel: Parcel, in_degrees: bool) -> None:
    """Declared against computed; where another unit than 公顷 fits, that one is named."""
    if not parcel.declared:
        return
    found = declared_of(parcel.declared)
    if found is None:
        parcel.notes.insist(f"地块面积“{parcel.declared[:20]}”无法识别")
        return
    number, unit = found
    square_metres = plane_area(parcel, in_degrees)
    place = 0.51 * 10.0 ** int(number.as_tuple().exponent)
    if number == 0:
        if place > 0.01 or square_metres / UNITS[unit or "公顷"] > place:
            parcel.notes.insist("地块面积写为0，未核对")
        return
    areas = (square_metres,) if in_degrees else (square_metres, square_metres / _square_scale(parcel))
    slack = DEGREE_TOLERANCE if in_degrees else AREA_TOLERANCE
    if _agree(float(number), areas, UNITS[unit or "公顷"], place, slack):
        return
    near = [name for name, factor in UNITS.items() if _agree(float(number), areas, factor, place, slack)]
    shown = f"{half_up(Decimal(repr(square_metres)) / 10000, Decimal('0.0001'))}公顷"
    if near:
        parcel.notes.insist(f"地块面积“{parcel.declared}”按{unit or '公顷'}与图形（{shown}）不符，按{near[0]}相符")
    else:
        parcel.notes.insist(f"地块面积“{parcel.declared}”与按界址点计算的{shown}不符，请核对坐标和面积")


def _agree(declared: float, areas: tuple[float, ...], unit: float, place: float, slack: float) -> bool:
    """Within half a unit of the last printed place of one of the areas (m²)."""
    return any(abs(declared - area / unit) <= place + slack * area / unit for area in areas)


def _square_scale(parcel: Parcel) -> float:
    """Plane area by ellipsoidal area: 1 on the central meridian, 1.0006 at a zone's edge (formats.md §6)."""
    east = parcel.parts[0][0][0][0] % 1_000_000 - 500_000
    return 1 + (east / EARTH_RADIUS_M) ** 2


def plane_area(parcel: Parcel, in_degrees: bool) -> float:
    """m²; of degrees only roughly, for comparing."""
    area = polygon_area(parcel.parts)
    if not in_degrees:
        return area
    latitude = math.radians(parcel.parts[0][0][0][1])
    return area * DEGREE_M**2 * math.cos(latitude) * (1.0 - 0.0067 * math.cos(2 * latitude) / 2)


def remark_on_sides(parcel: Parcel, loops: list[Loop], in_degrees: bool) -> None:
    """The longest side, when it is kilometres long."""
    unit = DEGREE_M if in_degrees else 1.0
    longest, line = 0.0, 0
    for loop in loops:
        for index, ((ax, ay), (bx, by)) in enumerate(pairwise(loop.ring)):
            squared = (bx - ax) ** 2 + (by - ay) ** 2
            if squared > longest:
                longest, line = squared, loop.lines[index]
    metres = math.sqrt(longest) * unit
    if metres > LONG_SIDE_M:
        parcel.notes.insist(f"第{line}行起的边长约{metres / 1000:.1f}千米，请核对坐标是否有误")
