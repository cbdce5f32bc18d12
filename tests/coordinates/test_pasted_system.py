"""坐标系统: what a number can be by its size, and what the words round a table tell of datum and zone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.coordinates.pasted_system import DATUMS, EAST, NORTH, Kind, System, kind_of, told_system
from landwatch_plugin.coordinates.systems import zone_of_meridian


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (3_098_620.0, Kind.NORTHING), (1_500_000.0, Kind.NORTHING), (6_500_000.0, Kind.NORTHING), (38_512_000.0, Kind.ZONED),
        (20_500_000.0, Kind.ZONED), (512_000.0, Kind.EASTING), (112.5, Kind.LONGITUDE), (28.0, Kind.LATITUDE), (0.0, None),
        (1.0, None), (60.0, None), (30_986_200.0, None), (24_500_000.0, None), (46_500_000.0, None), (38_050_000.0, None),
        (38_950_000.0, None), (9_500_000.0, None), (-28.0, None),
    ],
)  # fmt: skip
def test_a_number_s_size_tells_what_it_is(value: float, kind: Kind | None) -> None:
    """30 986 200 is a northing with a digit too many, and no easting of zone 30."""
    assert kind_of(value) is kind


@settings(derandomize=True, max_examples=300)
@given(st.floats(-1e9, 1e9, allow_nan=False))
def test_no_number_is_both_north_and_east(value: float) -> None:
    """Hence the order of the columns can always be decided."""
    kind = kind_of(value)
    assert kind is None or (kind in NORTH) != (kind in EAST)


@pytest.mark.parametrize(
    ("longitude", "width", "zone"),
    [
        (114.0, 3, 38),
        (112.51, 3, 38),
        (112.49, 3, 37),
        (115.49, 3, 38),
        (114.0, 6, 20),
        (113.9, 6, 19),
        (75.0, 3, 25),
        (75.0, 6, 13),
    ],
)
def test_the_zone_of_a_place(longitude: float, width: int, zone: int) -> None:
    assert zone_of_meridian(longitude, width) == zone


@settings(derandomize=True, max_examples=200)
@given(st.integers(25, 45), st.sampled_from(list(DATUMS)), st.booleans())
def test_the_meridian_of_a_zone_lies_in_it(zone: int, datum: str, prefixed: bool) -> None:
    system = System(datum, zone=zone, prefixed=prefixed)
    assert zone_of_meridian(float(system.meridian or 0), 3) == zone
    assert system.width == 3 and system.epsg is not None


def test_epsg_numbers_never_meet() -> None:
    """Each datum, zone and prefix has its own."""
    zones = [*range(13, 24), *range(25, 46)]
    all_of_them = [System(d, zone=z, prefixed=p).epsg for d in DATUMS for z in zones for p in (True, False)]
    all_of_them += [System(d, degrees=True).epsg for d in DATUMS]
    assert len(set(all_of_them)) == len(all_of_them) == 3 * (32 * 2 + 1)


@pytest.mark.parametrize(
    ("words", "datum", "zone"),
    [
        ("", "2000", None), ("2000国家大地坐标系", "2000", None), ("CGCS2000 3度带 带号：38", "2000", 38), ("第38带", "2000", 38),
        ("带号=38", "2000", 38), ("38度带", "2000", 38), ("3度带，中央经线114°", "2000", 38), ("中央子午线：117", "2000", 39),
        ("六度带 中央经线117度", "2000", 20), ("1980西安坐标系", "80", None), ("西安80坐标系38带", "80", 38), ("80国家大地坐标系", "80", None),
        ("1954年北京坐标系", "54", None), ("北京54", "54", None), ("54坐标，39带", "54", 39), ("几度分带=3", "2000", None),
        ("3度带", "2000", None), ("共80个拐点", "2000", None), ("面积54.38公顷", "2000", None), ("带号=99", "2000", None),
        ("中央经线115", "2000", None), ("采矿许可证C9901262021047130152001", "2000", None),
    ],
)  # fmt: skip
def test_words_tell_datum_and_zone_or_nothing(words: str, datum: str, zone: int | None) -> None:
    """Numbers that only look like a datum are none."""
    told = told_system(words)
    assert (told.datum, told.zone) == (datum, zone)


@pytest.mark.parametrize(
    ("system", "title"),
    [
        (System(degrees=True), "2000国家大地坐标系，经纬度"),
        (System(), "2000国家大地坐标系，带号未知"),
        (System("80", zone=38), "1980西安坐标系，3度带第38带（中央经线114°，横坐标不带带号）"),
        (System("54", zone=20, prefixed=True), "1954北京坐标系，6度带第20带（中央经线117°，横坐标带带号）"),
    ],
)
def test_a_system_is_named_as_an_office_names_it(system: System, title: str) -> None:
    assert system.title == title
