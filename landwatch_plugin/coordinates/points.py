"""界址点行: one line with a place. Which number is the northing, which the easting, is told by their size."""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from landwatch_plugin.coordinates.systems import is_zone
from landwatch_plugin.coordinates.text import plain_digits

_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{0,20})?")
_DMS = re.compile(r"(\d{1,3})[°度:](\d{1,2})[′'’分:](\d{1,2}(?:\.\d{0,12})?)(?:[″\"”秒]|'')?")
#: A line of the canonical form, with the columns in their canonical order.
CANONICAL = re.compile(
    r"([^\s,@=]{0,24}),(\w{1,9}),(\d{7}(?:\.\d{1,12})?),(\d{8}(?:\.\d{1,12})?)\s*", re.ASCII
).fullmatch
#: Four columns in any order of the coordinates, with or without zone, between commas or blanks.
FOUR_COLUMNS = re.compile(
    r"([^\s,@=]{1,24})(?: *, *| +)(\w{1,9})(?: *, *| +)(\d{6,8}(?:\.\d{1,12})?)(?: *, *| +)(\d{6,8}(?:\.\d{1,12})?)",
    re.ASCII,
).fullmatch
_POWER = re.compile(r"(\d)\.(\d{1,15})E\+?0?(\d)", re.IGNORECASE)
_SIDE = re.compile(r"(?:北纬|东经|[NE])\s*(?=\d{1,3}(?:[°度:]|\.\d{3}))|(?<=[\d″\"”秒°])\s*[NE]$", re.IGNORECASE)
_TITLE = re.compile(r"点号|圈号|坐标|序号|编号|边长|[XY]\b", re.IGNORECASE)


class Size(Enum):
    """What a number can be by its size."""

    NORTHING = "七位纵坐标"
    EASTING = "六位横坐标"
    ZONED = "八位横坐标"
    LATITUDE = "纬度"
    LONGITUDE = "经度"


class Row(NamedTuple):
    """界址点 as read. `x` is the easting or longitude, `y` the northing or latitude."""

    label: str | None
    ring: str | None
    line: int
    x: float
    y: float


class Pair(NamedTuple):
    """Two neighbouring cells that are a place: where the first stands, the place, and how it was written."""

    at: int
    x: float
    y: float
    swapped: bool
    size: Size
    """Of the easting."""


def number_of(cell: str) -> float | None:
    """A coordinate in plain digits or in degrees, minutes and seconds; None when it is none: masked, nan, or
    Excel's 3.85121E+07, which has lost its metres. N and E before or behind degrees are read."""
    cell = plain_digits(cell)
    if _NUMBER.fullmatch(cell):
        return float(cell)
    if (power := _POWER.fullmatch(cell)) is not None:
        return float(cell) if len(power[2]) >= int(power[3]) + 2 else None
    if cell[:1].isalpha() or cell[-1:].isalpha():
        cell = _SIDE.sub("", cell)
        if _NUMBER.fullmatch(cell):
            return float(cell)
    found = _DMS.fullmatch(cell.replace(" ", ""))
    if found is None or int(found[2]) > 59 or float(found[3]) >= 60:
        return None
    return int(found[1]) + int(found[2]) / 60 + float(found[3]) / 3600


def unpacked(cell: str) -> float | None:
    """Degrees of DD.MMSS (28.0030 is 28°00′30″); None when its minutes or seconds are 60 and more, or it is no number.

    A cell with degree signs is read as it is written.
    """
    cell = plain_digits(cell).strip()
    if not _NUMBER.fullmatch(cell):
        return number_of(cell)
    degrees, _, digits = cell.partition(".")
    digits = f"{digits:0<4}"
    minutes, seconds = int(digits[:2]), float(f"{digits[2:4]}.{digits[4:] or 0}")
    return int(degrees) + minutes / 60 + seconds / 3600 if minutes < 60 and seconds < 60 else None


def is_rounded(cell: str) -> bool:
    """Whether Excel wrote a number with its power of ten and too few digits: 3.85121E+07."""
    return (
        number_of(cell) is None and re.fullmatch(r"\d(?:\.\d*)?E[+]?\d+", plain_digits(cell), re.IGNORECASE) is not None
    )


def size_of(value: float) -> Size | None:
    """None when no coordinate in China is of this size."""
    if 1_500_000 <= value <= 6_500_000:
        return Size.NORTHING
    if 100_000 <= value <= 900_000:
        return Size.EASTING
    if value >= 13_000_000 and is_zone(int(value // 1_000_000)) and 100_000 <= value % 1_000_000 <= 900_000:
        return Size.ZONED
    if 3 <= value <= 54:
        return Size.LATITUDE
    return Size.LONGITUDE if 73 <= value <= 136 else None


_UPRIGHT = {(Size.NORTHING, Size.ZONED), (Size.NORTHING, Size.EASTING), (Size.LATITUDE, Size.LONGITUDE)}


def pair_of(at: int, first: float, second: float) -> Pair | None:
    """The place that two numbers are; None when they are none."""
    one, two = size_of(first), size_of(second)
    if one is None or two is None:
        return None
    if (one, two) in _UPRIGHT:
        return Pair(at, second, first, False, two)
    return Pair(at, first, second, True, one) if (two, one) in _UPRIGHT else None


def pair_in(cells: list[str]) -> Pair | None:
    """The first two neighbouring cells that are a place."""
    values = [number_of(cell) for cell in cells]
    for index, (first, second) in enumerate(pairwise(values)):
        if first is not None and second is not None and (pair := pair_of(index, first, second)):
            return pair
    return None


def cells_of(line: str) -> list[str]:
    """Cells between commas, or between blanks where there are no commas; blank ones at the end do not count."""
    cells = [cell.strip() for cell in line.rstrip(" ,;").split(",")]
    if len(cells) < 3 or any(" " in cell and number_of(cell) is None for cell in cells[-2:]):
        cells = [cell for cell in re.split(r"[,;\s]+", line) if cell]
    return cells


def is_title(cells: list[str]) -> bool:
    """点号,圈号,X坐标,Y坐标: the heads of the columns."""
    return not any(re.search(r"\d{3}", cell) for cell in cells) and len(_TITLE.findall(",".join(cells))) >= 2
