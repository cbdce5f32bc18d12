"""再次拆分: children split again and again tile their own parent to the bit, and every generation prints the first's 亩."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.area_basis import Basis, Grid
from landwatch_plugin.domain.errors import ClosureError, LandwatchError
from landwatch_plugin.domain.units import exact_mu, to_mu
from landwatch_plugin.overlay.partition import tiles
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.splitting import Cut, Kept, Part, Split, split

EAST, NORTH = 38_500_000.0, 3_100_000.0
GRID = Grid(lon_0=114.0, false_easting=EAST)
INSIDE, OUTSIDE = "坐标范围内", "坐标范围外"
CENT = Decimal("0.01")


def ellipsoid(shapes: Any) -> Any:
    return areas(shapes, Basis.ELLIPSOIDAL, GRID)


def upright(x: float) -> Cut:
    return Cut(shapely.LineString([(EAST + x, NORTH - 1), (EAST + x, NORTH + 101)]))


def again(part: Part, *cuts: Cut, measure: Any = shapely.area, least: float = 0.0) -> Split:
    """A child as its parent's split left it in the ledger."""
    return split(part.shape, cuts, measure, least, OUTSIDE, kept=Kept(part.area_m2, part.mu))


def test_grandchildren_sum_to_the_child_as_printed() -> None:
    """89.1 m × 50 m prints 6.68; its thirds of 2.2275 亩 print 2.23, 2.23 and 2.22. Halves of 1.11375 of the last one sum to
    2.22 and not to the 2.23 that its own geometry would print."""
    parent = shapely.box(EAST, NORTH, EAST + 89.1, NORTH + 50)
    first = split(parent, [upright(29.7), upright(59.4)], shapely.area, 0.0)
    assert sorted(part.mu for part in first.parts) == [Decimal("2.22"), Decimal("2.23"), Decimal("2.23")]
    last = next(part for part in first.parts if part.mu == Decimal("2.22"))
    assert to_mu(last.area_m2) == Decimal("2.23")
    x = shapely.bounds(last.shape)[0] - EAST
    second = again(last, upright(x + 14.85))
    assert second.mu == Decimal("2.22")
    assert [part.mu for part in second.parts] == [Decimal("1.11"), Decimal("1.11")]


def test_square_metres_sum_as_the_ledger_has_them() -> None:
    """The ellipsoid's dust goes to the largest part: the children's m² are the patch's m²."""
    parent = shapely.box(EAST + 60_000, NORTH, EAST + 60_317.3, NORTH + 211.9)
    stored = float(ellipsoid(np.array([parent], dtype=object))[0]) + 3e-6
    cuts = [Cut(shapely.LineString([(EAST + 60_000 + x, NORTH - 1), (EAST + 60_090, NORTH + 300)])) for x in (50, 170)]
    made = split(parent, cuts, ellipsoid, 0.0, kept=Kept(stored, to_mu(stored)))
    assert abs(sum(part.area_m2 for part in made.parts) - stored) < 1e-9
    assert made.area_m2 == stored


def test_a_ledger_figure_of_another_shape_does_not_stand() -> None:
    """A patch that crossed itself was measured before its repair: its parts then close on what they are."""
    parent = shapely.box(EAST, NORTH, EAST + 100, NORTH + 50)
    made = split(parent, [upright(40)], shapely.area, 0.0, kept=Kept(0.0, Decimal("0.00")))
    assert made.mu == sum(part.mu for part in made.parts) == Decimal("7.50")


def test_a_figure_that_another_program_wrote_is_refused() -> None:
    """Right square metres, wrong 亩."""
    parent = shapely.box(EAST, NORTH, EAST + 100, NORTH + 50)
    with pytest.raises(ClosureError, match=r"台账面积7\.60亩与图形面积7\.50亩不符") as said:
        split(parent, [upright(40)], shapely.area, 0.0, kept=Kept(5000.0, Decimal("7.60")))
    assert said.value.cure


def blob(chance: np.random.Generator, x: float, y: float, corners: int) -> Any:
    """A star-shaped ring with corners to a millimetre, as a surveyor's table has them; never crossing itself."""
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    reach = chance.uniform(25, 80, corners)
    return shapely.Polygon(np.c_[EAST + x + reach * np.cos(turn), NORTH + y + reach * np.sin(turn)].round(3))


def any_cuts(chance: np.random.Generator, shape: Any) -> list[Cut]:
    """Pasted rings (with a hole at times, or with corners of the patch itself), or lines across it."""
    middle = np.array(shapely.get_coordinates(shapely.point_on_surface(shape))[0]) - (EAST, NORTH)
    if chance.integers(2):
        centre = np.add(middle, (EAST, NORTH))
        ends = chance.uniform(-120, 120, (2, 2)) + centre
        return [Cut(shapely.LineString([ends[0], centre, ends[1]])), Cut(shapely.LineString(ends))]
    ring = blob(chance, *(middle + chance.uniform(-60, 60, 2)), int(chance.integers(3, 14)))
    if chance.integers(3) == 0:
        own = shapely.get_coordinates(shape)
        ring = shapely.MultiPoint([*own[chance.integers(0, len(own), 3)], *shapely.get_coordinates(ring)]).convex_hull
    if chance.integers(3) == 0:
        ring = ring.difference(shapely.transform(ring, lambda xy: xy * 0.4 + np.mean(xy, axis=0) * 0.6))
    return [Cut(ring, INSIDE)]


@pytest.mark.thorough
@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    least=st.sampled_from([0.0, 5.0, 33.0]),
    ground=st.sampled_from([shapely.area, ellipsoid]),
)
def test_any_generation_tiles_its_parent_and_prints_the_first(seed: int, least: float, ground: Any) -> None:
    """Up to four generations: each tiles the one before to the bit, and the leaves sum to the first patch's 亩 and m².

    No tolerance on 亩; a part's printed figure lies within 0.01 of its own area at any depth.
    """
    chance = np.random.default_rng(seed)
    whole = blob(chance, 100, 100, int(chance.integers(4, 30)))
    size = float(ground(np.array([whole], dtype=object))[0])
    leaves = [Part("", whole, size, to_mu(size))]
    for _ in range(4):
        at = int(chance.integers(len(leaves)))
        try:
            made = again(leaves[at], *any_cuts(chance, leaves[at].shape), measure=ground, least=least)
        except LandwatchError as error:
            assert "没有把图斑分成两部分" in error.message
            continue
        assert tiles(leaves[at].shape, [part.shape for part in made.parts])
        assert (made.mu, made.area_m2) == (leaves[at].mu, leaves[at].area_m2)
        leaves[at : at + 1] = made.parts
    assert sum(part.mu for part in leaves) == to_mu(size)
    assert abs(sum(part.area_m2 for part in leaves) - size) < 1e-8
    assert all(abs(part.mu - exact_mu(part.area_m2)) < CENT for part in leaves)
    spilt = shapely.symmetric_difference(shapely.union_all([part.shape for part in leaves]), whole).area
    assert spilt <= 1e-6 * whole.length
