"""圈: containment and self-crossing of rings of plain (x, y) pairs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from landwatch_plugin.coordinates.crossings import find_crossing

Point = tuple[float, float]


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
    """Two edges (by their first corner) of an open ring that cross; None when there are none or it was too much to try."""
    hit = find_crossing([[*ring, ring[0]]], 0.0).crossing
    return None if hit is None else (min(hit[1], hit[3]), max(hit[1], hit[3]))
