"""坐标系: datums and Gauss–Krüger zones of coordinate texts, and their EPSG numbers (formats.md §5)."""

from __future__ import annotations

import re
from enum import Enum


class Datum(Enum):
    """Value: how a text's header names it."""

    CGCS2000 = "2000国家大地坐标系"
    XIAN80 = "1980西安坐标系"
    BEIJING54 = "1954北京坐标系"


#: EPSG of degrees, then of zone 25 (3-degree) and of zone 13 (6-degree), each with zone prefix and without.
_EPSG = {
    Datum.CGCS2000: (4490, (4513, 4534), (4491, 4502)),
    Datum.XIAN80: (4610, (2349, 2370), (2327, 2338)),
    Datum.BEIJING54: (4214, (2401, 2422), (21413, 21453)),
}
#: A local system is none of the three, even when its name also speaks of one ("某市2000独立坐标系").
_LOCAL = re.compile(r"独立|地方|城建|假定|施工|相对")
_NAMES = (
    (Datum.CGCS2000, re.compile(r"2000|CGCS", re.IGNORECASE)),
    (Datum.XIAN80, re.compile(r"西安|xi.?an|(?<!\d)(?:19)?80(?!\d)", re.IGNORECASE)),
    (Datum.BEIJING54, re.compile(r"北京|beijing|(?<!\d)(?:19)?54(?!\d)", re.IGNORECASE)),
)
THREE_DEGREE, SIX_DEGREE = range(25, 46), range(13, 24)


def datum_of(name: str) -> Datum | None:
    """The datum that a 坐标系 line means; None when it is none of the three."""
    if _LOCAL.search(name):
        return None
    return next((datum for datum, pattern in _NAMES if pattern.search(name)), None)


def names_several(name: str) -> bool:
    """Whether a 坐标系 line speaks of more than one datum, as 1980西安坐标系（已转2000） does."""
    return sum(bool(pattern.search(name)) for _, pattern in _NAMES) > 1


def is_zone(number: int) -> bool:
    """Whether China has a zone of this number."""
    return number in THREE_DEGREE or number in SIX_DEGREE


def width_of(zone: int) -> int:
    """Degrees of longitude of a zone: its number tells."""
    return 3 if zone in THREE_DEGREE else 6


def zone_of_meridian(longitude: float, width: int) -> int:
    """Zone whose central meridian is the nearest one."""
    return int(longitude / 3 + 0.5) if width == 3 else int(longitude // 6) + 1


def epsg_of(datum: Datum, zone: int, prefixed: bool = True) -> int:
    """EPSG of a zone, with prefix unless told; zone 0 means degrees."""
    degrees, three, six = _EPSG[datum]
    if zone == 0:
        return degrees
    first, zones = (three, THREE_DEGREE) if zone in THREE_DEGREE else (six, SIX_DEGREE)
    return first[0 if prefixed else 1] + zones.index(zone)


def system_of(epsg: int) -> tuple[Datum, int] | None:
    """(datum, zone) of an EPSG number, zone 0 for degrees; a plane named by its meridian counts as its zone.

    None when it is no system of these texts.
    """
    for datum, (degrees, three, six) in _EPSG.items():
        if epsg == degrees:
            return datum, 0
        for first, zones in ((three[0], THREE_DEGREE), (six[0], SIX_DEGREE), (three[1], THREE_DEGREE)):
            if 0 <= epsg - first < len(zones):
                return datum, zones[epsg - first]
    return None
