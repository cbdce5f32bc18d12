"""界线端点: a line that misses the edge by a hair parts the patch; one that stops farther inside is told by how much."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.overlay.line_ends import REACH_M, reaching
from landwatch_plugin.overlay.partition import tiles
from landwatch_plugin.overlay.splitting import Cut, Split, split

EAST, NORTH = 38_500_000.0, 3_100_000.0
PATCH = shapely.box(EAST, NORTH, EAST + 100, NORTH + 50)


def line(*points: tuple[float, float]) -> Cut:
    return Cut(shapely.LineString([(EAST + x, NORTH + y) for x, y in points]))


def cut(*cuts: Cut, least: float = 0.0) -> Split:
    made = split(PATCH, cuts, shapely.area, least)
    assert tiles(PATCH, [part.shape for part in made.parts])
    return made


def sizes(made: Split) -> list[float]:
    return [round(part.area_m2, 1) for part in made.parts]


@pytest.mark.parametrize("short", [0.0, 1e-9, 0.0001, 0.005, 0.0099])
def test_an_end_a_hair_short_reaches_the_edge(short: float) -> None:
    """Drawn with a snap that missed; also where the line ends upon the edge itself."""
    assert sizes(cut(line((40, short), (40, 50 - short)))) == [3000.0, 2000.0]


def test_an_end_farther_inside_does_not() -> None:
    """0.02 m is no rounding; the message says by how much the line is short, and what to do."""
    with pytest.raises(
        LandwatchError, match=r"没有把图斑分成两部分：界线有一端停在图斑内，距图斑边界0\.02米。"
    ) as said:
        cut(line((40, -1), (40, 49.98)))
    assert "两端都到图斑以外" in said.value.cure


def test_a_line_beside_the_patch_is_said_to_be_there() -> None:
    with pytest.raises(LandwatchError, match="界线没有经过图斑"):
        cut(line((-10, -1), (-10, 60)))


def test_a_line_within_the_patch_is_short_by_its_worse_end() -> None:
    with pytest.raises(LandwatchError, match=r"距图斑边界20\.00米"):
        cut(line((40, 5), (40, 30)))


def test_a_second_line_may_end_a_hair_short_of_the_first() -> None:
    """A T of two lines, as drawn one after the other: three parts."""
    assert sizes(cut(line((40, -1), (40, 51)), line((40.004, 20), (101, 20)))) == [2000.0, 1800.0, 1200.0]


def test_a_line_that_crosses_itself_parts_its_loop_as_well() -> None:
    """The loop of 10 m × 10 m stands by itself; nothing is counted twice."""
    made = cut(line((40, -1), (40, 30), (50, 30), (50, 20), (30, 20), (30, 51)))
    assert len(made.parts) == 3
    assert sum(sizes(made)) == 5000.0
    assert sizes(made)[-1] == 100.0


def test_a_loop_below_the_tolerance_is_joined_and_told() -> None:
    """Drawn with a shaking hand: 1 m² is no child."""
    made = cut(line((40, -1), (40, 21), (41, 21), (41, 20), (39, 20), (39, 51)), least=33.0)
    assert len(made.parts) == 2
    assert [round(one.area_m2, 2) for one in made.slivers] == [1.0]


def test_a_closed_line_inside_parts_its_ground() -> None:
    assert sizes(cut(line((10, 10), (30, 10), (30, 30), (10, 30), (10, 10)))) == [4600.0, 400.0]


def test_degrees_have_the_same_reach() -> None:
    """A ledger in longitude and latitude: 0.005 m is 4.5e-8 degrees."""
    metre = 1 / 111_320
    patch = shapely.box(114.0, 28.0, 114.001, 28.001)
    for short, parts in ((0.005, 2), (0.05, 0)):
        drawn = shapely.LineString([(114.0004, 27.9), (114.0004, 28.001 - short * metre)])
        if parts:
            made = split(patch, [Cut(drawn)], lambda shapes: shapely.area(shapes) * 1e10, 0.0, metre=metre)
            assert len(made.parts) == parts
        else:
            with pytest.raises(LandwatchError, match=r"距图斑边界0\.05米"):
                split(patch, [Cut(drawn)], lambda shapes: shapely.area(shapes) * 1e10, 0.0, metre=metre)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(start=st.floats(-20, 120), end=st.floats(-20, 120), top=st.floats(-5, 70))
def test_only_ends_within_reach_move(start: float, end: float, top: float) -> None:
    """All corners of the line stay; at most one corner is added at either end, no farther than twice the reach away."""
    given_line = shapely.LineString([(EAST + start, NORTH - 1), (EAST + end, NORTH + top)])
    [made] = reaching(PATCH, [given_line], 1.0)
    before, after = shapely.get_coordinates(given_line), shapely.get_coordinates(made)
    assert len(before) <= len(after) <= len(before) + 2
    assert set(map(tuple, before.tolist())) <= set(map(tuple, after.tolist()))
    added = [xy for xy in after if not (before == xy).all(axis=1).any()]
    assert all(min(np.hypot(*(before - xy).T)) <= 2 * REACH_M + 1e-6 for xy in added)


def test_mu_of_lines_close_on_the_patch() -> None:
    made = cut(line((33.3, -1), (33.3, 51)), line((66.6, -1), (66.6, 51)))
    assert sum(part.mu for part in made.parts) == made.mu == Decimal("7.50")
