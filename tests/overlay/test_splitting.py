"""拆分: the parts of a patch tile it to the last bit, their 亩 sum to the printed patch, and nothing is dropped unsaid."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.area_basis import Basis, Grid
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.overlay.partition import tiles, verify
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.splitting import Cut, Split, split

Build = Callable[..., Any]
EAST, NORTH = 38_500_000.0, 3_100_000.0
EASTWARD = np.array([80_000.0, 0.0])
GRID = Grid(lon_0=114.0, false_easting=EAST)
IN, OUT = "批准范围内", "批准范围外"


def plane(shapes: Any) -> Any:
    return areas(shapes, Basis.PLANE, GRID)


def ellipsoid(shapes: Any) -> Any:
    return areas(shapes, Basis.ELLIPSOIDAL, GRID)


def cut(parent: Any, *cuts: Cut, least: float = 0.0, measure: Any = plane) -> Split:
    return split(parent, cuts, measure, least, OUT)


def line(*points: tuple[float, float]) -> Cut:
    return Cut(shapely.LineString([(EAST + x, NORTH + y) for x, y in points]))


def names_and_areas(made: Split) -> list[tuple[str, float]]:
    return [(part.label, round(part.area_m2, 2)) for part in made.parts]


def assert_partition(parent: Any, made: Split) -> None:
    """Everything that a partition must be, asked of shapely and not of the code under test."""
    shapes = [part.shape for part in made.parts]
    assert all(shapely.is_valid(shape) for shape in shapes)
    assert shapely.coverage_is_valid(shapes)
    outline, room = shapely.boundary(parent), 1e-7 * parent.length
    for one, two in combinations(shapes, 2):
        assert shapely.intersection(one, two).area == 0.0
    assert sum(shape.area for shape in shapes) == pytest.approx(parent.area, abs=room)
    assert shapely.symmetric_difference(shapely.coverage_union_all(shapes), parent).area <= room
    corners = set(map(tuple, shapely.get_coordinates(parent).tolist()))
    assert corners <= {tuple(xy) for shape in shapes for xy in shapely.get_coordinates(shape).tolist()}
    assert shapely.hausdorff_distance(shapely.boundary(shapely.coverage_union_all(shapes)), outline) < 1e-7
    assert sum(part.mu for part in made.parts) == made.mu == to_mu(made.area_m2)


def test_an_approval_parts_a_patch_into_inside_and_outside(square: Build) -> None:
    """100 m × 50 m, the approval covers 40 m of it."""
    parent = square(0, 0, 100, 50)
    made = cut(parent, Cut(square(-10, -10, 50, 100), IN))
    assert names_and_areas(made) == [(IN, 2000.0), (OUT, 3000.0)]
    assert [part.mu for part in made.parts] == [Decimal("3.00"), Decimal("4.50")]
    assert_partition(parent, made)


def test_the_common_edge_has_the_same_bits_on_both_sides(square: Build) -> None:
    """A slanting cut whose corners are no round numbers."""
    parent = square(0, 0, 100, 50)
    made = cut(parent, line((13.7, -1), (71.3, 51)))
    left, right = (set(map(tuple, shapely.get_coordinates(part.shape).tolist())) for part in made.parts)
    assert len(left & right) == 2
    assert_partition(parent, made)


def test_a_line_parts_what_lies_on_its_two_sides(square: Build) -> None:
    """The larger part comes first; a bend in the line stays."""
    made = cut(square(0, 0, 100, 50), line((30, -5), (30, 25), (20, 25), (20, 55)))
    assert names_and_areas(made) == [("", 3750.0), ("", 1250.0)]


def test_two_crossing_lines_make_four(square: Build) -> None:
    parent = square(0, 0, 100, 50)
    made = cut(parent, line((50, -1), (50, 51)), line((-1, 20), (101, 20)))
    assert [area for _, area in names_and_areas(made)] == [1500.0, 1500.0, 1000.0, 1000.0]
    assert_partition(parent, made)


def test_a_line_that_ends_inside_parts_nothing(square: Build) -> None:
    with pytest.raises(LandwatchError, match="没有把图斑分成两部分") as said:
        cut(square(0, 0, 100, 50), line((50, -1), (50, 40)))
    assert "贯穿" in said.value.cure


@pytest.mark.parametrize(("x", "y"), [(500, 500), (-200, -200)])
def test_an_approval_elsewhere_or_over_all_parts_nothing(x: float, y: float, square: Build) -> None:
    with pytest.raises(LandwatchError, match="没有把图斑分成两部分"):
        cut(square(0, 0, 100, 50), Cut(square(x, y, 400, 400), IN))


def test_ground_under_two_approvals_goes_to_the_first(square: Build) -> None:
    parent = square(0, 0, 100, 50)
    made = cut(parent, Cut(square(0, 0, 60, 50), "批次"), Cut(square(40, 0, 40, 50), "临时"))
    assert names_and_areas(made) == [("批次", 3000.0), ("临时", 1000.0), (OUT, 1000.0)]
    assert_partition(parent, made)


def test_several_pieces_of_one_label_are_one_part(square: Build) -> None:
    """Two approvals at the ends leave one middle: inside is a multipolygon."""
    parent = square(0, 0, 100, 50)
    made = cut(parent, Cut(square(0, 0, 20, 50), IN), Cut(square(80, 0, 20, 50), IN))
    assert names_and_areas(made) == [(IN, 2000.0), (OUT, 3000.0)]
    assert shapely.get_num_geometries(made.parts[0].shape) == 2
    assert_partition(parent, made)


def test_a_sliver_joins_its_longest_neighbour_and_is_told(square: Build) -> None:
    """The approval stops 0.2 m short of the end: 10 m² outside, below 33 m²; the other rest is 3000 m²."""
    parent = square(0, 0, 100, 50)
    made = cut(parent, Cut(square(60, 0, 39.8, 50), IN), least=33.0)
    assert names_and_areas(made) == [(IN, 2000.0), (OUT, 3000.0)]
    assert [(round(one.area_m2, 2), one.label, one.into) for one in made.slivers] == [(10.0, OUT, 0)]
    assert_partition(parent, made)


def test_when_only_a_sliver_is_left_over_there_is_nothing_to_split(square: Build) -> None:
    with pytest.raises(LandwatchError, match="除边角外"):
        cut(square(0, 0, 100, 50), Cut(square(0, 0, 99.8, 50), IN), least=33.0)


def test_an_island_below_the_tolerance_joins_the_nearest_part(square: Build) -> None:
    """A patch of two pieces; the small one, 20 m², lies beside the outside half but touches nothing."""
    parent = shapely.multipolygons([square(0, 0, 100, 50), square(101, 0, 4, 5)])
    made = cut(parent, Cut(square(90, -5, 50, 60), "东"), Cut(square(-5, -5, 95, 60), "西"), least=33.0)
    assert names_and_areas(made) == [("东", 520.0), ("西", 4500.0)]
    lone = cut(parent, Cut(square(100.5, -1, 10, 10), IN), Cut(square(50, -5, 200, 60), "东"), least=33.0)
    assert names_and_areas(lone) == [("东", 2520.0), (OUT, 2500.0)]
    assert [(round(one.area_m2, 2), one.label, lone.parts[one.into].label) for one in lone.slivers] == [
        (20.0, IN, "东")
    ]
    assert_partition(parent, lone)


def test_a_hole_stays_a_hole(square: Build) -> None:
    """The cut runs through the hole; nobody gets its ground."""
    parent = shapely.difference(square(0, 0, 100, 50), square(40, 20, 20, 10))
    made = cut(parent, line((50, -1), (50, 51)))
    assert names_and_areas(made) == [("", 2400.0), ("", 2400.0)]
    assert_partition(parent, made)


def test_an_approval_inside_makes_a_ring_and_its_filling(square: Build) -> None:
    parent = square(0, 0, 100, 50)
    made = cut(parent, Cut(square(40, 20, 20, 10), IN))
    assert names_and_areas(made) == [(IN, 200.0), (OUT, 4800.0)]
    assert shapely.get_num_interior_rings(made.parts[1].shape) == 1
    assert_partition(parent, made)


def test_a_patch_that_crosses_itself_is_repaired_first_and_told(moved: Build) -> None:
    """A bow tie of two triangles of 1250 m²; the line goes through the first."""
    bowtie = moved("POLYGON ((10 10, 110 60, 110 10, 10 60, 10 10))")
    made = cut(bowtie, line((20, 0), (20, 70)))
    assert made.repaired
    assert made.area_m2 == pytest.approx(2500.0, abs=1e-5)
    assert len(made.parts) == 3
    assert_partition(shapely.make_valid(bowtie, method="structure"), made)


def test_mu_close_on_the_printed_patch(square: Build) -> None:
    """Three parts of 2.225 亩 each print 2.23 alone; together the patch prints 6.68 (6.675 rounded half-up)."""
    parent = square(0, 0, 89, 50)
    third = 89 / 3
    made = cut(parent, line((third, -1), (third, 51)), line((2 * third, -1), (2 * third, 51)))
    assert sorted(part.mu for part in made.parts) == [Decimal("2.22"), Decimal("2.23"), Decimal("2.23")]
    assert made.mu == Decimal("6.68")


def test_ellipsoidal_areas_sum_as_well(square: Build) -> None:
    """80 km off the meridian; the sum of the parts is the patch to a square centimetre."""
    parent = shapely.transform(square(0, 0, 300, 200), lambda xy: xy + EASTWARD)
    made = cut(
        parent, Cut(shapely.transform(square(-5, -5, 120, 300), lambda xy: xy + EASTWARD), IN), measure=ellipsoid
    )
    assert sum(part.area_m2 for part in made.parts) == pytest.approx(
        float(ellipsoid(np.array([parent], dtype=object))[0]), abs=1e-4
    )
    assert sum(part.mu for part in made.parts) == made.mu


def test_degrees_are_split_as_well() -> None:
    """A ledger in longitude and latitude: the tolerances follow the size of the numbers."""
    parent = shapely.box(114.0001, 28.0001, 114.0013, 28.0009)
    made = split(
        parent, [Cut(shapely.box(113, 27, 114.00057, 29), IN)], lambda shapes: shapely.area(shapes) * 1e10, 0.0, OUT
    )
    assert [part.label for part in made.parts] == [IN, OUT]
    verify(parent, [part.shape for part in made.parts])


def test_a_gap_an_overlap_and_a_moved_corner_are_found(square: Build) -> None:
    """`tiles` is the judge: it must see what is wrong by a hundredth of a millimetre."""
    parent, left, right = square(0, 0, 100, 50), square(0, 0, 40, 50), square(40, 0, 60, 50)
    assert tiles(parent, [left, right])
    assert not tiles(parent, [left])
    assert not tiles(parent, [left, square(40.00001, 0, 59.99999, 50)])
    assert not tiles(parent, [left, square(39.99999, 0, 60.00001, 50)])
    assert not tiles(parent, [left, square(40, 0, 60.00001, 50)])
    assert not tiles(parent, [left, square(40, 0, 60, 49)])
    assert not tiles(parent, [])
    with pytest.raises(LandwatchError, match="没有通过检验"):
        verify(parent, [left])


metres = st.floats(0, 200, allow_nan=False).map(lambda v: round(v, 3))
chances = st.integers(0, 2**31)
calm = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def blob(chance: np.random.Generator, x: float, y: float, corners: int) -> Any:
    """A star-shaped patch, never crossing itself."""
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    reach = chance.uniform(25, 80, corners)
    return shapely.Polygon(np.c_[EAST + x + reach * np.cos(turn), NORTH + y + reach * np.sin(turn)].round(3))


def any_patch(chance: np.random.Generator) -> Any:
    """With a hole, of two pieces, or plain."""
    kind = chance.integers(3)
    whole = blob(chance, 100, 100, int(chance.integers(4, 40)))
    if kind == 1:
        hole = shapely.transform(whole, lambda xy: (xy - (EAST + 100, NORTH + 100)) * 0.3 + (EAST + 100, NORTH + 100))
        return shapely.Polygon(shapely.get_coordinates(whole), [shapely.get_coordinates(hole)])
    return shapely.union_all([whole, blob(chance, 400, 100, 9)]) if kind == 2 else whole


def any_cuts(chance: np.random.Generator, patch: Any) -> list[Cut]:
    cuts = [
        Cut(blob(chance, *chance.uniform(40, 160, 2), int(chance.integers(3, 12))), str(i))
        for i in range(chance.integers(1, 5))
    ]
    if chance.integers(2):
        near = shapely.transform(patch, lambda xy: xy + chance.choice([1e-8, 1e-6, 1e-3]))
        cuts.append(Cut(near, "近似重合"))
    return cuts


@pytest.mark.thorough
@calm
@given(seed=chances, least=st.sampled_from([0.0, 5.0, 33.0]))
def test_any_patch_and_any_polygons_give_a_partition(seed: int, least: float) -> None:
    """Whatever is drawn: holes, two pieces, overlapping approvals, boundaries that nearly fall together with the patch."""
    chance = np.random.default_rng(seed)
    patch = any_patch(chance)
    cuts = any_cuts(chance, patch)
    try:
        made = cut(patch, *cuts, least=least)
    except LandwatchError as error:
        assert "没有把图斑分成两部分" in error.message
        return
    assert_partition(patch, made)
    assert all(part.area_m2 >= least for part in made.parts)
    covered = [shapely.union_all([one.shape for one in cuts if one.label == part.label]) for part in made.parts]
    strayed = sum(
        shapely.difference(part.shape, ground).area
        for part, ground in zip(made.parts, covered, strict=True)
        if part.label != OUT
    )
    assert strayed <= sum(one.area_m2 for one in made.slivers) + 1e-3 * patch.length


@pytest.mark.thorough
@calm
@given(
    seed=chances,
    lines=st.lists(st.lists(st.tuples(metres, metres), min_size=2, max_size=5, unique=True), min_size=1, max_size=4),
)
def test_any_drawn_lines_give_a_partition(seed: int, lines: Any) -> None:
    patch = any_patch(np.random.default_rng(seed))
    try:
        made = cut(patch, *(line(*points) for points in lines))
    except LandwatchError as error:
        assert "没有把图斑分成两部分" in error.message
        return
    assert_partition(patch, made)


@pytest.mark.thorough
@calm
@given(seed=chances, turn=st.integers(0, 30), back=st.booleans())
def test_the_order_of_the_vertices_changes_nothing(seed: int, turn: int, back: bool) -> None:
    """The same ring begun elsewhere or run the other way round gives the same parts in the same order."""
    chance = np.random.default_rng(seed)
    patch, approval = blob(chance, 100, 100, 12), blob(chance, 130, 110, 7)
    assume(shapely.intersection(patch, approval).area > 100 and shapely.difference(patch, approval).area > 100)

    def turned(shape: Any) -> Any:
        xy = np.roll(shapely.get_coordinates(shape)[:-1], turn, axis=0)
        return shapely.Polygon(xy[::-1] if back else xy)

    one, two = cut(patch, Cut(approval, IN), least=10.0), cut(turned(patch), Cut(turned(approval), IN), least=10.0)
    assert [part.label for part in one.parts] == [part.label for part in two.parts]
    for first, second in zip(one.parts, two.parts, strict=True):
        assert shapely.normalize(first.shape) == shapely.normalize(second.shape)
        assert first.mu == second.mu
