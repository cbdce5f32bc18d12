"""坐标系: EPSG numbers of the three datums and their zones, checked against the register that pyproj carries."""

from __future__ import annotations

import pyproj
import pytest

from landwatch_plugin.coordinates.header import Header, header_line
from landwatch_plugin.coordinates.systems import (
    SIX_DEGREE,
    THREE_DEGREE,
    Datum,
    datum_of,
    epsg_of,
    is_zone,
    system_of,
    width_of,
    zone_of_meridian,
)

NAMES = {
    Datum.CGCS2000: "China Geodetic Coordinate System 2000",
    Datum.XIAN80: "Xian 1980",
    Datum.BEIJING54: "Beijing 1954",
}


@pytest.mark.parametrize("datum", Datum)
@pytest.mark.parametrize("zone", [*THREE_DEGREE, *SIX_DEGREE])
def test_every_zone_has_its_epsg_number(datum: Datum, zone: int) -> None:
    """Right datum, false easting with the zone's number, central meridian of the zone."""
    epsg = epsg_of(datum, zone)
    crs = pyproj.CRS.from_epsg(epsg)
    assert crs.geodetic_crs.name == NAMES[datum]
    given = {parameter.name: parameter.value for parameter in crs.coordinate_operation.params}
    assert given["False easting"] == zone * 1_000_000 + 500_000
    meridian = given["Longitude of natural origin"]
    assert meridian == (zone * 3 if width_of(zone) == 3 else zone * 6 - 3)
    assert zone_of_meridian(meridian, width_of(zone)) == zone
    assert system_of(epsg) == (datum, zone)


@pytest.mark.parametrize("datum", Datum)
def test_degrees_and_planes_without_prefix(datum: Datum) -> None:
    """A plane named by its meridian counts as the zone of the same meridian."""
    degrees = pyproj.CRS.from_epsg(epsg_of(datum, 0))
    assert degrees.is_geographic and degrees.name == NAMES[datum]
    first = {Datum.CGCS2000: 4534, Datum.XIAN80: 2370, Datum.BEIJING54: 2422}[datum]
    for zone in THREE_DEGREE:
        crs = pyproj.CRS.from_epsg(first + zone - 25)
        given = {parameter.name: parameter.value for parameter in crs.coordinate_operation.params}
        assert (given["Longitude of natural origin"], given["False easting"]) == (zone * 3, 500_000)
        assert system_of(first + zone - 25) == (datum, zone)


@pytest.mark.parametrize("epsg", [4326, 3857, 32650, 0, 4555, 4512])
def test_other_systems_are_none_of_these(epsg: int) -> None:
    assert system_of(epsg) is None


def test_zones_of_china_alone() -> None:
    assert [number for number in range(60) if is_zone(number)] == [*SIX_DEGREE, *THREE_DEGREE]


@pytest.mark.parametrize(
    ("name", "datum"),
    [
        ("2000国家大地坐标系", Datum.CGCS2000), ("CGCS2000", Datum.CGCS2000), ("国家2000", Datum.CGCS2000),
        ("CGCS2000_3_Degree_GK_Zone_38", Datum.CGCS2000), ("1980西安坐标系", Datum.XIAN80), ("80国家大地坐标系", Datum.XIAN80),
        ("西安80", Datum.XIAN80), ("Xian 1980", Datum.XIAN80), ("1954北京坐标系", Datum.BEIJING54), ("北京54", Datum.BEIJING54),
        ("某市独立坐标系", None), ("2000独立坐标系", None), ("WGS84", None), ("EPSG:4549", None), ("", None),
    ],
)  # fmt: skip
def test_what_a_header_calls_its_datum(name: str, datum: Datum | None) -> None:
    assert datum_of(name) is datum


@pytest.mark.parametrize(
    ("values", "zone"),
    [
        ({"带号": "38"}, 38), ({"带号": "38带"}, 38), ({"带号": "第38带"}, 38), ({"带号": "24"}, 0), ({"带号": "138"}, 0),
        ({"带号": "38,39"}, 0), ({"带号": "三十八"}, 0), ({"带号": ""}, 0), ({"中央经线": "114", "几度分带": "3"}, 38),
        ({"中央经线": "111", "几度分带": "6"}, 19), ({"中央经线": "114"}, 0), ({"中央经线": "114.5", "几度分带": "3"}, 0),
        ({"中央经线": "114", "几度分带": "3", "带号": "99"}, 0),
    ],
)  # fmt: skip
def test_the_zone_that_a_header_names(values: dict[str, str], zone: int) -> None:
    """One number that is a zone, else the meridian with its width; never a guess."""
    assert Header(values).zone == zone


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("带号=38", ("带号", "38")), (" 带 号 = 38 ", ("带号", "38")), ("分带=3度带", ("几度分带", "3度带")),
        ("单位：米", ("计量单位", "米")), ("备注：无", None), ("备注=无", ("备注", "无")), ("J1,1,3,4", None),
    ],
)  # fmt: skip
def test_lines_of_the_header(line: str, found: tuple[str, str] | None) -> None:
    assert header_line(line) == found
