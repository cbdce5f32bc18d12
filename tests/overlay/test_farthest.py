"""最大越界距离: the farthest point of what is left over, in holes, gaps and beyond straight edges, against sums by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely

from landwatch_plugin.domain.progress import Silent, Span
from landwatch_plugin.overlay.coverage import union_cover
from landwatch_plugin.overlay.farthest import TOLERANCE_M, farthest

Build = Callable[..., Any]
BOX = shapely.box(0, 0, 100, 100)


def reach(rest: shapely.Geometry, *shapes: shapely.Geometry, covered: bool = True) -> float:
    found = farthest(
        np.array([rest], dtype=object), np.array([covered]), np.array(shapes, dtype=object), Span(Silent(), 0, 1)
    )
    return float(found[0])


@pytest.mark.parametrize(
    ("rest", "shapes", "metres"),
    [
        (shapely.box(40, 40, 60, 60), [BOX.difference(shapely.box(40, 40, 60, 60))], 10.0),
        (shapely.box(40, 0, 60, 100), [shapely.box(0, 0, 40, 100), shapely.box(60, 0, 100, 100)], 10.0),
        (shapely.box(100, 0, 110, 3000), [shapely.box(0, 0, 100, 3000)], 10.0),
        (shapely.box(100, 100, 130, 140), [BOX], 50.0),
        (shapely.Polygon([(100, 0), (160, 50), (100, 100)]), [BOX], 60.0),
        (shapely.union(shapely.box(100, 0, 105, 9), shapely.box(-7, 0, 0, 9)), [BOX], 7.0),
        (shapely.Polygon([(0, 0), (30, 0), (0, 40)]), [shapely.Polygon([(-9, -9), (60, -9), (60, 60), (-9, 60)], [[(0, 0), (30, 0), (0, 40)]])], 10.0),
    ],
    ids=["hole", "gap", "strip", "corner", "point", "two pieces", "triangle's inner circle"],
)  # fmt: skip
def test_the_farthest_point_by_hand(rest: Any, shapes: list[Any], metres: float) -> None:
    assert metres - TOLERANCE_M <= reach(rest, *shapes) <= metres + 1e-9


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(20))
def test_no_sample_of_the_ground_lies_farther(seed: int) -> None:
    """Random blobs: no point of a fine grid is farther than what is found, and a corner or one near it is as far."""
    chance = np.random.default_rng(seed)
    blob = shapely.union_all([shapely.Point(*at).buffer(30) for at in chance.uniform(0, 300, (9, 2))])
    papers = shapely.union_all([shapely.Point(*at).buffer(28) for at in chance.uniform(0, 300, (9, 2))])
    rest = blob.difference(papers)
    found = reach(rest, papers)
    across, up = np.meshgrid(np.arange(-30, 330, 1.0), np.arange(-30, 330, 1.0))
    points = shapely.points(across.ravel(), up.ravel())
    inside = points[shapely.contains_xy(rest, across.ravel(), up.ravel())]
    sampled = shapely.distance(inside, papers).max()
    assert sampled <= found + TOLERANCE_M
    assert found <= max(
        sampled, max(shapely.Point(xy).distance(papers) for xy in shapely.get_coordinates(rest))
    ) + math.sqrt(0.5)


def test_nothing_left_is_no_distance_and_no_layer_is_none() -> None:
    assert reach(shapely.Polygon(), BOX) == 0
    assert math.isnan(reach(BOX))


def test_of_a_patch_outside_only_the_corners_are_looked_at() -> None:
    """Around a licence far away: as far as its farthest corner."""
    assert reach(shapely.box(110, 0, 120, 10), BOX, covered=False) == pytest.approx(20)


def test_a_hole_is_measured_through_the_cover(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """A licence with a hole of 20 m in the patch: 400 m² outside, at most 10 m from it."""
    holed = square(0, 0, 100, 100).difference(square(40, 40, 20, 20))
    cover = union_cover(
        patches({"TB1": square(30, 30, 40, 40)}), {"采矿权": layer([("", holed)])}, options(), distances=True
    )
    row = cover.frame.iloc[0]
    assert row["uncovered_m2"] == pytest.approx(400)
    assert row["farthest_m"] == pytest.approx(10, abs=TOLERANCE_M)
