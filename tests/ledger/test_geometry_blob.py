"""图斑几何: what goes into the GeoPackage comes out again, as a 2D multipolygon."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.geometry import envelope_of, gpkg_blob, wkb_of

RING = [(0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)]

numbers = st.floats(-1e8, 1e8)
rings = st.lists(st.tuples(numbers, numbers), min_size=3, max_size=12)


def multi(*polygons: bytes) -> bytes:
    return struct.pack("<BII", 1, 6, len(polygons)) + b"".join(polygons)


def test_a_polygon_is_kept_as_a_multipolygon_of_one(polygon):
    """The layer has one geometry type, whatever the county sends."""
    assert wkb_of(gpkg_blob(polygon(RING, HOLE), 4549)) == multi(polygon(RING, HOLE))


def test_a_multipolygon_is_kept_as_it_is(polygon):
    """Two separate parts stay two parts."""
    shape = multi(polygon(RING), polygon(HOLE))
    assert wkb_of(gpkg_blob(shape, 4549)) == shape


def test_the_header_says_gpkg_little_endian_srs_and_envelope(polygon):
    """min x, max x, min y, max y: the order of the standard, not that of a bounding box."""
    blob = gpkg_blob(polygon(RING), 4549)
    assert blob[:4] == b"GP\x00\x03"
    assert struct.unpack_from("<i", blob, 4) == (4549,)
    assert envelope_of(blob[:40]) == (0.0, 4.0, 0.0, 3.0)


@pytest.mark.parametrize(("code", "extra"), [(1003, 1), (2003, 1), (3003, 2), (0x80000003, 1), (0x40000003, 1)])
def test_heights_and_measures_are_dropped(polygon, code, extra):
    """A shapefile with Z gives the same patch as one without, in ISO and in extended WKB."""
    tall = [(*point, *(9.0,) * extra) for point in RING]
    assert wkb_of(gpkg_blob(polygon(tall, code=code), 4549)) == multi(polygon(RING))


def test_an_srid_inside_the_wkb_is_passed_over(polygon):
    """PostGIS writes the SRID into the geometry."""
    plain = polygon(RING)
    extended = plain[:1] + struct.pack("<II", 0x20000003, 4549) + plain[5:]
    assert wkb_of(gpkg_blob(extended, 4549)) == multi(plain)


@given(shell=rings, hole=rings)
def test_byte_order_does_not_matter(polygon, shell, hole):
    """Big-endian and little-endian give one and the same blob; every coordinate is exact."""
    little, big = polygon(shell, hole), polygon(shell, hole, order=">")
    blob = gpkg_blob(little, 4549)
    assert gpkg_blob(big, 4549) == blob
    assert wkb_of(blob) == multi(little)
    xs, ys = zip(*shell, *hole, strict=True)
    assert envelope_of(blob[:40]) == (min(xs), max(xs), min(ys), max(ys))


def test_a_point_is_refused():
    """A layer of points is the wrong layer, and the text says so."""
    with pytest.raises(LedgerError, match="不是面"):
        gpkg_blob(struct.pack("<BIdd", 1, 1, 5.0, 6.0), 4549)


@pytest.mark.parametrize("wkb", [b"", b"\x01", struct.pack("<BII", 1, 3, 1), struct.pack("<BIII", 1, 3, 1, 9)])
def test_a_geometry_cut_off_is_refused(wkb):
    """Never half a patch."""
    with pytest.raises(LedgerError, match="不完整"):
        gpkg_blob(wkb, 4549)


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_geometry_is_refused(count):
    """No ring, or a ring without points."""
    wkb = struct.pack("<BII", 1, 3, count) + struct.pack("<I", 0) * count
    with pytest.raises(LedgerError, match="为空"):
        gpkg_blob(wkb, 4549)


@pytest.mark.parametrize("blob", [b"", b"GP", b"XX" + bytes(60), b"GP\x00\x0f" + bytes(60)])
def test_a_blob_that_is_none_is_named_as_damage(blob):
    """The cure is the backup."""
    with pytest.raises(LedgerError, match="备份"):
        wkb_of(blob)


@pytest.mark.parametrize(("indicator", "doubles"), [(0, 0), (1, 4), (2, 6), (4, 8)])
def test_blobs_of_other_writers_are_read_too(polygon, indicator, doubles):
    """QGIS may have written the header with another envelope, or none."""
    blob = struct.pack("<2sBBi", b"GP", 0, indicator << 1 | 1, 4549) + bytes(8 * doubles) + polygon(RING)
    assert wkb_of(blob) == polygon(RING)
