"""图形核查: overlaps, slivers and what lies outside the county, on squares whose areas are known."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from landwatch_plugin.domain.errors import Cancelled
from landwatch_plugin.domain.progress import Silent, Span
from landwatch_plugin.overlay.patch_shapes import Overlap, overlaps, same_shape, shares_outside, slivers

SPAN = Span(Silent(), 0, 100)


class Stopper(Silent):
    def cancelled(self) -> bool:
        return True


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(x, y, x + width, y + height)


def test_each_pair_that_shares_land_is_told_once() -> None:
    shapes = [box(0, 0, 10, 10), box(5, 0, 10, 10), box(100, 0, 10, 10), box(0, 0, 10, 10)]
    assert overlaps(shapes, 1.0, SPAN) == [Overlap(0, 1, 50.0), Overlap(0, 3, 100.0), Overlap(1, 3, 50.0)]


def test_neighbours_that_touch_do_not_overlap() -> None:
    """Nor do those that share less than the least area."""
    assert overlaps([box(0, 0, 10, 10), box(10, 0, 10, 10), box(19.95, 0, 10, 10)], 1.0, SPAN) == []


def test_one_patch_has_nobody_to_overlap() -> None:
    assert overlaps([box(0, 0, 1, 1)], 1.0, SPAN) == []


@pytest.mark.thorough
def test_overlaps_are_those_of_plain_comparison() -> None:
    """Two hundred random squares, each with each."""
    rng = np.random.default_rng(5)
    shapes = [box(x, y, w, h) for x, y, w, h in zip(*(rng.random(200) * s for s in (300, 300, 40, 40)), strict=True)]
    plain = {
        (a, b): shapes[a].intersection(shapes[b]).area for a in range(200) for b in range(a + 1, 200)
    }  # fmt: skip
    found = {(pair.first, pair.second): pair.m2 for pair in overlaps(shapes, 1.0, SPAN)}
    assert found == pytest.approx({pair: m2 for pair, m2 in plain.items() if m2 >= 1.0})


def test_small_and_narrow_patches_are_slivers() -> None:
    shapes = [box(0, 0, 40, 50), box(0, 0, 0.9, 0.9), box(0, 0, 0.1, 50)]
    small, narrow = slivers(shapes, 1.0, 0.2)
    assert (small.at, small.parts) == (1, 1) and small.m2 == pytest.approx(0.81)
    assert (narrow.at, narrow.parts) == (2, 1) and narrow.width_m == pytest.approx(0.0998, abs=1e-4)


def test_a_crumb_beside_a_sound_part_is_told_with_the_number_of_parts() -> None:
    """Only the smallest of several crumbs."""
    shape = shapely.MultiPolygon([box(0, 0, 40, 50), box(60, 0, 0.5, 0.5), box(70, 0, 0.2, 0.5)])
    [crumb] = slivers([shape], 1.0, 0.2)
    assert (crumb.at, crumb.parts) == (0, 3) and crumb.m2 == pytest.approx(0.1)


def test_the_share_outside_the_county_is_measured() -> None:
    """A county of two townships: their common border is not outside."""
    county = [box(0, 0, 100, 100), box(100, 0, 100, 100)]
    shapes = [box(10, 10, 10, 10), box(95, 10, 10, 10), box(-5, 10, 10, 10), box(500, 500, 10, 10)]
    assert list(shares_outside(shapes, county, SPAN)) == pytest.approx([0, 0, 0.5, 1])


def test_a_county_with_a_broken_township_is_mended_for_the_comparison() -> None:
    bow = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    assert list(shares_outside([box(90, 40, 5, 5)], [bow, None, shapely.Polygon()], SPAN)) == pytest.approx([0])


def test_a_shape_is_the_same_whatever_its_first_corner() -> None:
    one = shapely.Polygon([(0, 0), (0, 10), (10, 10), (10, 0)])
    turned = shapely.Polygon([(10, 10), (10, 0), (0, 0), (0, 10)])
    moved = shapely.Polygon([(0, 0), (0, 10), (10, 10.1), (10, 0)])
    assert same_shape(one.wkb, turned.wkb)
    assert not same_shape(one.wkb, moved.wkb)
    assert not same_shape(one.wkb, shapely.MultiPolygon([one, box(20, 0, 1, 1)]).wkb)


def test_cancel_is_heard() -> None:
    with pytest.raises(Cancelled):
        overlaps([box(0, 0, 1, 1)] * 2, 1.0, Span(Stopper(), 0, 1))
