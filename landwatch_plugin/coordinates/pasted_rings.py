"""圈: containment and self-crossing of rings of plain (x, y) pairs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
MOST_CHECKED = 400
"""Rings of more corners are left to the geometry engine: every pair of edges is tried here."""


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a closed ring runs round the point."""
    x, y = point
    within = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            within = not within
    return within


def depth(at: int, rings: Sequence[Sequence[Point]]) -> int:
    """How many of the other closed rings hold this one: most of its corners lie inside."""
    own = rings[at][:-1]
    others = (ring for k, ring in enumerate(rings) if k != at)
    return sum(2 * sum(inside(corner, ring) for corner in own) > len(own) for ring in others)


def crossing(ring: Sequence[Point]) -> tuple[int, int] | None:
    """The first two edges (by their first corner) of an open ring that cross; None when there are none or too many edges."""
    count = len(ring)
    if count > MOST_CHECKED:
        return None
    edges = [(ring[at], ring[(at + 1) % count]) for at in range(count)]
    for one in range(count):
        for two in range(one + 2, count):
            if (two + 1) % count != one and _cross(*edges[one], *edges[two]):
                return one, two
    return None


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether a—b and c—d cross in one inner point."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)
