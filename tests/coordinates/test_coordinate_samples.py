"""The sample coordinate texts: three legal ones in two encodings, and five deviations met in the wild (formats.md §4.3)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest

from landwatch_plugin.coordinates.parcel import Ring
from landwatch_plugin.coordinates.reader import read_coordinates
from landwatch_plugin.domain.units import half_up, to_mu

Sample = Callable[[str], bytes]


def plane_m2(ring: Ring) -> Decimal:
    """Plane area by the shoelace formula, in Decimal."""
    points = [(Decimal(str(x)), Decimal(str(y))) for x, y in ring]
    twice = sum((a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points)), Decimal(0))
    return abs(twice) / 2


@pytest.mark.parametrize("encoding", ["gbk", "utf8"])
@pytest.mark.parametrize(
    ("name", "epsg", "square_metres", "mu"),
    [
        ("ok1", 4526, ["12000"], ["18.00"]),
        ("ok2", 4526, ["28000"], ["42.00"]),
        ("ok3", 4528, ["3412.5", "1200"], ["5.12", "1.80"]),
    ],
)
def test_a_legal_text_gives_its_declared_areas(
    sample: Sample, name: str, encoding: str, epsg: int, square_metres: list[str], mu: list[str]
) -> None:
    """Outer ring less holes is the 公顷 that the parcel line declares, half-up to four places; no notes."""
    found = read_coordinates(sample(f"{name}_{encoding}.txt"), name)
    assert found.epsg == epsg
    areas = [plane_m2(one.rings[0]) - sum(plane_m2(hole) for hole in one.rings[1:]) for one in found.parcels]
    assert areas == [Decimal(area) for area in square_metres]
    assert [str(to_mu(float(area))) for area in areas] == mu
    assert [half_up(area / 10000, Decimal("0.0001")) for area in areas] == [
        Decimal(one.declared) for one in found.parcels
    ]
    assert [one.notes for one in found.parcels] == [[] for _ in areas]


@pytest.mark.parametrize("name", ["ok1", "ok2", "ok3"])
def test_both_encodings_give_one_answer(sample: Sample, name: str) -> None:
    """GBK and UTF-8 of the same text."""
    gbk, utf8 = (read_coordinates(sample(f"{name}_{code}.txt"), name) for code in ("gbk", "utf8"))
    assert (gbk.parcels, gbk.header) == (utf8.parcels, utf8.header)
    assert (gbk.encoding, utf8.encoding) == ("gb18030", "utf-8")


def test_full_width_signs_and_extra_fields_are_read(sample: Sample) -> None:
    """【】＝，, 14 fields, blank 带号: the parcel is that of the legal example."""
    [one] = read_coordinates(sample("dev1_fullwidth_12fields_gbk.txt"), "dev1").parcels
    assert (one.number, one.name, one.use) == ("2", "二号地块", "农村宅基地")
    assert one.rings == read_coordinates(sample("ok3_gbk.txt"), "ok3").parcels[1].rings


def test_swapped_columns_without_zone_are_placed_by_size_and_header(sample: Sample) -> None:
    """Six digits are an easting without zone, seven a northing; both mendings are noted. 6.5 公顷."""
    found = read_coordinates(sample("dev2_swapped_noprefix_utf8.txt"), "dev2")
    [one] = found.parcels
    assert found.epsg == 4527
    assert one.rings[0][0] == (39438683.652, 3751508.512)
    assert half_up(plane_m2(one.rings[0]) / 10000, Decimal("0.0001")) == Decimal("6.5000")
    assert one.notes == ["X、Y列颠倒，已按数值大小识别", "横坐标缺带号，已按文件头带号39补上"]


def test_unclosed_rings_are_closed_and_parts_kept_apart(sample: Sample) -> None:
    """Two rings side by side under two numbers, a mark at the start, other sections: 0.7655 公顷 in all."""
    [one] = read_coordinates(sample("dev3_unclosed_multipart_bom.txt"), "dev3").parcels
    assert [len(ring) for ring in one.rings] == [5, 5]
    assert sum(plane_m2(ring) for ring in one.rings) == Decimal("7655")
    assert len(one.parts) == 2
    assert one.notes == [
        "第1圈未闭合，已补首点",
        "第2圈未闭合，已补首点",
        "按包含关系有1圈不是扣除，已读取为同一地块的另一部分",
    ]


def test_degrees_are_read_as_longitude_and_latitude(sample: Sample) -> None:
    """0.001° a side at 28° north, in EPSG:4490; the declared 0.0000 公顷 is said to be no area."""
    found = read_coordinates(sample("dev4_degrees_utf8.txt"), "dev4.txt")
    [one] = found.parcels
    assert found.epsg == 4490
    assert one.rings[0] == [(114.5, 28.0), (114.501, 28.0), (114.501, 27.999), (114.5, 27.999), (114.5, 28.0)]
    assert one.notes == ["坐标为经纬度（度）", "地块面积写为0，未核对"]


def test_a_closing_point_two_centimetres_off_is_snapped(sample: Sample) -> None:
    """And the file keeps its own system, Xi'an 80: 0.7000 公顷 there."""
    found = read_coordinates(sample("dev5_closing_point_off_2cm_gbk.txt"), "dev5")
    [one] = found.parcels
    assert found.epsg == 2349 + 39 - 25
    assert one.rings[0][0] == one.rings[0][-1] == (39437380.212, 3755389.778)
    assert "第1圈首尾相差0.033米，已闭合" in one.notes
    assert any("1980西安坐标系" in note for note in one.notes)
