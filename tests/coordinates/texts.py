"""坐标文本样例: small texts for the tests, written by hand or by the writer."""

from __future__ import annotations

from landwatch_plugin.coordinates.parcel import CoordinateText, Parcel
from landwatch_plugin.coordinates.reader import read_coordinates

HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n带号=38\n[地块坐标]\n"
LINE = "5,1.2000,1,地块1,面,,工业用地,0601,@\n"
POINTS = (
    "J1,1,3098620.000,38512000.000\n"
    "J2,1,3098620.000,38512100.000\n"
    "J3,1,3098500.000,38512100.000\n"
    "J4,1,3098500.000,38512000.000\n"
    "J1,1,3098620.000,38512000.000\n"
)
SQUARE = [(38512000.0, 3098620.0), (38512100.0, 3098620.0), (38512100.0, 3098500.0), (38512000.0, 3098500.0)]
"""The corners of `POINTS`: 12 000 m²."""
CLOSED = [*SQUARE, SQUARE[0]]


def read(text: str, encoding: str = "utf-8", zone: int = 0) -> CoordinateText:
    return read_coordinates(text.encode(encoding), "地块.txt", zone)


def one(text: str, encoding: str = "utf-8", zone: int = 0) -> Parcel:
    """The only parcel of a text."""
    [parcel] = read(text, encoding, zone).parcels
    return parcel


def rows(*rings: list[tuple[float, float]], first: int = 1, same_ring: bool = False) -> str:
    """Point rows of rings given by corners (x, y) in metres from a place in zone 38, closed by their first point."""
    made, serial = [], first
    for number, ring in enumerate(rings, 1):
        lines = [
            f"J{serial + k},{1 if same_ring else number},{3100000 + y:.3f},{38500000 + x:.3f}\n"
            for k, (x, y) in enumerate(ring)
        ]
        serial += len(ring)
        made += [*lines, lines[0]]
    return "".join(made)


def box(x: float, y: float, width: float, height: float | None = None) -> list[tuple[float, float]]:
    """Clockwise from the north-west."""
    top = y + (width if height is None else height)
    return [(x, top), (x + width, top), (x + width, y), (x, y)]
