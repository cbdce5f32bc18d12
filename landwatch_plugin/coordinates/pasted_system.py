"""坐标系统: which coordinate system the numbers of a boundary point list are in, by datum, zone width and zone prefix."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from landwatch_plugin.coordinates.systems import Datum, epsg_of, is_zone, width_of


class Kind(Enum):
    """What a number can be, by its size alone (formats.md §4.3). The kinds do not overlap."""

    NORTHING = "纵坐标"
    ZONED = "带带号的横坐标"
    EASTING = "不带带号的横坐标"
    LATITUDE = "纬度"
    LONGITUDE = "经度"


NORTH = (Kind.NORTHING, Kind.LATITUDE)
EAST = (Kind.ZONED, Kind.EASTING, Kind.LONGITUDE)
PAIRS = {(Kind.NORTHING, Kind.ZONED), (Kind.NORTHING, Kind.EASTING), (Kind.LATITUDE, Kind.LONGITUDE)}


def kind_of(value: float) -> Kind | None:
    """None for a number that is no coordinate of China."""
    if 1_500_000 <= value <= 6_500_000:
        return Kind.NORTHING
    if 100_000 <= value <= 900_000:
        return Kind.EASTING
    zone, rest = divmod(value, 1_000_000)
    if is_zone(int(zone)) and 100_000 <= rest <= 900_000:
        return Kind.ZONED
    if 73 <= value <= 136:
        return Kind.LONGITUDE
    return Kind.LATITUDE if 3 <= value <= 54 else None


_DATUMS = {"2000": Datum.CGCS2000, "80": Datum.XIAN80, "54": Datum.BEIJING54}
#: Key → name, for whoever chooses.
DATUMS = {key: datum.value for key, datum in _DATUMS.items()}
_DATUM_WORDS = {
    "80": r"西安(?:19)?80|(?<!\d)(?:19)?80 *年?(?:西安|国家|坐标)",
    "54": r"北京(?:19)?54|(?<!\d)(?:19)?54 *年?(?:北京|坐标)",
}


@dataclass(frozen=True)
class System:
    """`zone` is None for degrees, and where neither the numbers nor the text tell it."""

    datum: str = "2000"
    degrees: bool = False
    zone: int | None = None
    prefixed: bool = False

    @property
    def width(self) -> int:
        """3 or 6 degrees; the zone number tells."""
        return 3 if self.zone is None else width_of(self.zone)

    @property
    def meridian(self) -> int | None:
        """Central meridian in degrees."""
        if self.zone is None:
            return None
        return self.zone * 6 - 3 if self.width == 6 else self.zone * 3

    @property
    def epsg(self) -> int | None:
        """None while the zone is not known."""
        if self.degrees:
            return epsg_of(_DATUMS[self.datum], 0)
        return None if self.zone is None else epsg_of(_DATUMS[self.datum], self.zone, self.prefixed)

    @property
    def title(self) -> str:
        name = DATUMS[self.datum]
        if self.degrees:
            return f"{name}，经纬度"
        if self.zone is None:
            return f"{name}，带号未知"
        prefix = "带带号" if self.prefixed else "不带带号"
        return f"{name}，{self.width}度带第{self.zone}带（中央经线{self.meridian}°，横坐标{prefix}）"


def told_system(text: str) -> System:
    """Datum and zone as words around the table tell them; the zone of a central meridian too."""
    system = System()
    for key, words in _DATUM_WORDS.items():
        if re.search(words, text):
            system = replace(system, datum=key)
    zone = re.search(r"带号\D{0,4}(\d\d)(?!\d)|第?(?<!\d)(\d\d)(?:度)?带(?!号)", text)
    if zone and is_zone(int(zone[1] or zone[2])):
        return replace(system, zone=int(zone[1] or zone[2]))
    meridian = re.search(r"中央(?:经线|子午线)\D{0,4}(\d{2,3})", text)
    if meridian and 73 <= int(meridian[1]) <= 136:
        six = re.search(r"(?:6|六)度(?:分)?带|分带\D{0,3}6(?!\d)", text) is not None
        degree = int(meridian[1])
        if six and degree % 6 == 3:
            return replace(system, zone=(degree + 3) // 6)
        if not six and degree % 3 == 0:
            return replace(system, zone=degree // 3)
    return system
