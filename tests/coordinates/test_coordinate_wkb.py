"""图形字节: polygons as WKB and back; shapely is the judge."""

from __future__ import annotations

import pytest
import shapely
from shapely import wkt

from landwatch_plugin.coordinates.wkb import parts_of, wkb_of

SHELL = [(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (1.0, 1.0)]
APART = [(20.5, 0.1), (20.5, 5.0), (25.0, 5.0), (20.5, 0.1)]


def test_parts_and_holes_as_shapely_reads_them() -> None:
    made = shapely.from_wkb(wkb_of([[SHELL, HOLE], [APART]]))
    assert made.equals_exact(shapely.MultiPolygon([(SHELL, [HOLE]), (APART, [])]), 0)


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("kind", ["POLYGON", "POLYGON Z", "MULTIPOLYGON", "MULTIPOLYGON Z"])
def test_wkb_of_every_flavour_comes_back_flat(kind: str, flavor: str, order: int) -> None:
    """Either byte order, Z dropped, single polygons too."""
    high = " 7" if kind.endswith("Z") else ""
    ring = "(" + ", ".join(f"{x:g} {y:g}{high}" for x, y in SHELL) + ")"
    shape = wkt.loads(f"{kind} ({f'({ring})' if kind.startswith('M') else ring})")
    assert parts_of(shapely.to_wkb(shape, byte_order=order, flavor=flavor)) == [[SHELL]]


def test_there_and_back() -> None:
    parts = [[SHELL, HOLE], [APART]]
    assert parts_of(wkb_of(parts)) == parts
    assert parts_of(wkb_of([])) == []
    assert parts_of(shapely.to_wkb(shapely.Polygon())) == []


@pytest.mark.parametrize(
    "wkb", [b"", b"\x01", shapely.to_wkb(shapely.Point(1, 2)), wkb_of([[SHELL]])[:-3], wkb_of([[SHELL]]) + b"\0"]
)
def test_other_bytes_are_no_polygon(wkb: bytes) -> None:
    with pytest.raises(ValueError, match=r"bytes|polygon"):
        parts_of(wkb)
