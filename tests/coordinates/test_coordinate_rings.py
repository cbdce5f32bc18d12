"""界址圈: containment decides between hole and part; lines that cross are refused by their lines; shapely is the judge."""

from __future__ import annotations

import math
import random
import re

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.coordinates.crossings import find_crossing
from landwatch_plugin.coordinates.parcel import Parcel, Ring
from landwatch_plugin.coordinates.rings import MOST_RINGS, assemble, polygon_area, ring_area
from landwatch_plugin.domain.errors import InputError
from tests.coordinates.texts import HEAD, box, one, read, rows

Corners = list[tuple[float, float]]
BLANK = HEAD + ",,1,地块1,面,,,,@\n"


def shape_of(parcel: Parcel) -> shapely.Geometry:
    made = shapely.MultiPolygon([(part[0], part[1:]) for part in parcel.parts])
    assert made.is_valid
    return made


def parcel_of(*rings: Corners, same_ring: bool = False) -> Parcel:
    return one(BLANK + rows(*rings, same_ring=same_ring))


def said(parcel: Parcel) -> list[str]:
    """Notes but the one that these texts all have: they fill in neither count nor area."""
    assert parcel.notes[-1] == "界址点数和面积均未填写，无从核对"
    return parcel.notes[:-1]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_hole_part_and_island_wherever_they_stand(order: tuple[int, ...]) -> None:
    """A plot, the pond in it, an island in the pond: land, water, land."""
    rings = [box(0, 0, 100), box(20, 20, 60), box(40, 40, 20)]
    shape = shape_of(parcel_of(*(rings[index] for index in order)))
    assert (shape.area, len(shape.geoms)) == (10_000 - 3_600 + 400, 2)


def test_ring_numbers_mean_nothing() -> None:
    """They may begin at 101, restart in each parcel, or be the same for all rings."""
    text = BLANK + rows(box(0, 0, 100), box(40, 40, 20))
    jumping = text.replace(",1,31", ",101,31").replace(",2,31", ",102,31")
    assert shape_of(one(jumping)).area == 9600
    again = read(text + text.replace("[", "\n[").split("]\n")[-1]).parcels
    assert [shape_of(parcel).area for parcel in again] == [9600, 9600]
    same = parcel_of(box(0, 0, 100), box(40, 40, 20), same_ring=True)
    assert shape_of(same).area == 9600
    assert said(same) == ["第1圈内自第13行起另成一圈，已分开读取"]


def test_several_parts_are_said() -> None:
    parcel = parcel_of(box(0, 0, 100), box(200, 0, 50))
    assert shape_of(parcel).area == 12_500
    assert said(parcel) == ["按包含关系有1圈不是扣除，已读取为同一地块的另一部分"]


def test_the_same_ring_again_is_left_out_and_said() -> None:
    parcel = parcel_of(box(0, 0, 100), box(0, 0, 100)[::-1])
    assert (shape_of(parcel).area, said(parcel)[-1]) == (10_000, "第13行起的圈与另一圈完全相同，已略去")


def test_a_hole_in_a_corner_of_its_shell() -> None:
    """They share a corner, and the hole's other corners tell where it lies."""
    shape = shape_of(parcel_of(box(0, 0, 100), [(0, 100), (20, 90), (10, 80)]))
    assert len(shape.geoms[0].interiors) == 1


def test_a_hole_whose_corners_all_lie_on_its_shell() -> None:
    """The middles of its sides tell."""
    diamond = [(0, 50), (50, 100), (100, 50), (50, 0)]
    parcel = parcel_of(box(0, 0, 100), diamond)
    assert polygon_area(parcel.parts) == pytest.approx(5000)
    assert any("相接或重叠" in note for note in parcel.notes)


def test_parts_side_by_side_share_a_line_and_that_is_said() -> None:
    parcel = parcel_of(box(0, 0, 100), box(100, 0, 100))
    assert (len(parcel.parts), polygon_area(parcel.parts)) == (2, 20_000)
    assert any("相接或重叠" in note for note in parcel.notes)


def test_a_bridge_to_a_hole_is_taken_away() -> None:
    """One line to the hole and back, as drawing programs write it: shell and hole."""
    keyhole = [(0, 100), (100, 100), (100, 0), (0, 0), (0, 100), (40, 60), (40, 40), (60, 40), (60, 60), (40, 60)]
    parcel = one(BLANK + "".join(f"{k},1,{3100000 + y:.3f},{38500000 + x:.3f}\n" for k, (x, y) in enumerate(keyhole)))
    assert shape_of(parcel).area == 9600


def test_two_plots_that_meet_in_a_corner_are_two_parts() -> None:
    """A line through the same corner twice; by its area alone one plot would be taken from the other."""
    eight = [(0, 0), (50, 50), (100, 100), (100, 50), (50, 50), (0, 50)]
    parcel = one(BLANK + "".join(f"{k},1,{3100000 + y:.3f},{38500000 + x:.3f}\n" for k, (x, y) in enumerate(eight)))
    assert shape_of(parcel).area == 2500
    assert any("经过同一点两次，已拆为2圈" in note for note in parcel.notes)


def test_a_closing_row_repeated_is_left_out() -> None:
    text = BLANK + rows(box(0, 0, 100))
    parcel = one(text + text.splitlines()[-1] + "\n")
    assert (shape_of(parcel).area, said(parcel)) == (10_000, ["第1圈的闭合点重复（第13行），已略去"])


def test_a_closing_row_by_another_name_closes() -> None:
    """J5 after J4, at J1's place or two centimetres from it."""
    text = BLANK + rows(box(0, 0, 100))
    for last in ("J5,1,3100100.000,38500000.000\n", "J5,1,3100100.020,38500000.000\n"):
        assert shape_of(one(text.rsplit("J1,", 1)[0] + last)).area == pytest.approx(10_000, abs=1e-6)


def test_a_point_twice_in_a_row_is_one_point() -> None:
    parcel = parcel_of([*box(0, 0, 100)[:2], *box(0, 0, 100)[1:]])
    assert (shape_of(parcel).area, len(parcel.rings[0])) == (10_000, 5)
    assert said(parcel) == ["第1圈有1个与前一点重合的点（第9行之后），已略去"]


@pytest.mark.parametrize(
    ("rings", "first", "second"),
    [
        ([[(0, 0), (50, 50), (50, 0), (0, 50)]], {8}, {10}),
        ([box(0, 0, 100), box(50, 50, 100)], {8, 9}, {15, 16}),
        ([box(0, 0, 100), box(90, 40, 20)], {9}, {13, 15}),
    ],
    ids=["蝴蝶结", "两部分重叠", "孔越界"],
)
def test_lines_that_cross_are_refused_by_both_lines(rings: list[Corners], first: set[int], second: set[int]) -> None:
    """The lines where the two sides begin; where they cross twice, either of the crossings."""
    with pytest.raises(InputError) as caught:
        parcel_of(*rings)
    said = [int(number) for number in re.findall(r"第(\d+)行起的边", caught.value.message)]
    assert said[0] in first
    assert said[1] in second
    assert caught.value.row == said[0]


def test_a_ring_that_comes_back_before_it_was_closed_is_refused() -> None:
    """Ring 1, ring 2, ring 1 again: rows were moved."""
    lines = (BLANK + rows(box(0, 0, 100), box(40, 40, 20))).splitlines()
    moved = lines[:10] + lines[12:17] + lines[10:12]
    with pytest.raises(InputError, match="尚未闭合就换了圈号"):
        read("\n".join(moved))


def test_more_rings_than_a_parcel_can_have_are_refused() -> None:
    many = rows(*(box(20.0 * (k % 50), 20.0 * (k // 50), 5) for k in range(MOST_RINGS + 1)))
    with pytest.raises(InputError, match="请分成几个地块"):
        read(BLANK + many)


# ---- against shapely ----


def star(chance: random.Random, corners: int, x: float, y: float, size: float) -> Ring:
    """A ring around (x, y) that never crosses itself, on the millimetre."""
    angles = sorted(chance.uniform(0, 2 * math.pi) for _ in range(corners))
    points = [
        (round(x + (r := chance.uniform(0.3, 1) * size) * math.cos(a), 3), round(y + r * math.sin(a), 3))
        for a in angles
    ]
    return [*points, points[0]]


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.integers(0, 10**9), st.integers(4, 60))
def test_crossings_are_those_that_shapely_finds(seed: int, corners: int) -> None:
    """Random closed lines: a proper crossing is found exactly where the line is not simple."""
    chance = random.Random(seed)
    points = [(float(chance.randrange(10**6)), float(chance.randrange(10**6))) for _ in range(corners)]
    ring = star(chance, corners, 0, 0, 1000) if seed % 3 == 0 else [*points, points[0]]
    found = find_crossing([ring], 1e-5)
    assert (found.crossing is None and found.touch is None) == shapely.LinearRing(ring).is_simple


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.integers(0, 10**9))
def test_random_nests_of_rings_have_the_area_of_their_union_by_even_and_odd(seed: int) -> None:
    """Up to five rings inside one another, in nine places, shuffled: the symmetric difference of all of them."""
    chance = random.Random(seed)
    rings: list[Ring] = []
    for place in range(9):
        x, y = 38_400_000 + 1000.0 * (place % 3), 3_100_000 + 1000.0 * (place // 3)
        for level in range(chance.randrange(5)):
            rings.append(star(chance, chance.randint(70, 90), x, y, 400 * 0.25**level))
    chance.shuffle(rings)
    if not rings or find_crossing(rings, 1e-5).crossing:
        return
    parts, twice = assemble(rings, 1e-5)
    odd = shapely.Polygon()
    for ring in rings:
        odd = odd.symmetric_difference(shapely.Polygon(ring))
    assert twice == []
    assert polygon_area(parts) == pytest.approx(odd.area, rel=1e-9)
    assert all(shapely.Polygon(part[0], part[1:]).is_valid for part in parts)


def test_the_area_of_a_ring_is_exact_far_from_the_origin() -> None:
    """Eight-digit eastings lose nothing: the first corner is the origin."""
    ring = [(38_500_000.001, 3_100_000.0), (38_500_000.001, 3_100_000.001), (38_500_000.002, 3_100_000.001)]
    assert abs(ring_area([*ring, ring[0]])) == pytest.approx(0.5e-6, rel=1e-2)
