"""界址圈: closed rings become polygons. A ring inside another is a hole, one outside a part; an island in a hole is land."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from landwatch_plugin.coordinates.parcel import Point, Polygon, Ring

MOST_RINGS = 2000
"""A parcel of more is none: what takes seconds to sort is refused instead."""
_MANY = 64


def ring_area(ring: Ring) -> float:
    """Signed area by the shoelace formula, counter-clockwise positive; in the square of the ring's unit."""
    x0, y0 = ring[0]
    total, ax, ay = 0.0, 0.0, 0.0
    for x, y in ring:
        bx, by = x - x0, y - y0
        total += ax * by - bx * ay
        ax, ay = bx, by
    return total / 2


def polygon_area(parts: Sequence[Polygon]) -> float:
    """Area of shells less their holes."""
    return math.fsum(
        abs(ring_area(ring)) * (1 if index == 0 else -1) for part in parts for index, ring in enumerate(part)
    )


class _Outline:
    """A ring that is asked often whether places lie inside: its sides, sorted into strips from south to north."""

    def __init__(self, ring: Ring, tolerance: float) -> None:
        self.ring, self.tolerance = ring, tolerance
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        self.west, self.south, self.east, self.north = min(xs), min(ys), max(xs), max(ys)
        self.strips: list[list[int]] = []

    def holds_box(self, other: _Outline) -> bool:
        return (
            self.west <= other.west
            and self.south <= other.south
            and self.east >= other.east
            and self.north >= other.north
        )

    def side(self, point: Point) -> int:
        """1 inside, -1 outside, 0 on the line."""
        px, py = point
        ring, inside, near = self.ring, False, self.tolerance
        for index in self._sides_at(py):
            (ax, ay), (bx, by) = ring[index], ring[index + 1]
            cross = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
            if (
                abs(cross) <= near * (abs(bx - ax) + abs(by - ay))
                and min(ax, bx) - near <= px <= max(ax, bx) + near
                and min(ay, by) - near <= py <= max(ay, by) + near
            ):
                return 0
            if (ay > py) != (by > py) and (cross > 0) == (by > ay):
                inside = not inside
        return 1 if inside else -1

    def _sides_at(self, y: float) -> Sequence[int]:
        """Sides that may reach this height."""
        if len(self.ring) < _MANY:
            return range(len(self.ring) - 1)
        if not self.strips:
            self._sort_into_strips()
        return self.strips[self._strip(y)]

    def _sort_into_strips(self) -> None:
        """As many strips as keep the sides' entries at three times their number."""
        heights = sum(abs(b[1] - a[1]) for a, b in pairwise(self.ring))
        count = len(self.ring) - 1
        self.strips = [[] for _ in range(max(1, int(2 * count * (self.north - self.south) / (heights or 1.0))))]
        for index in range(count):
            one, two = self.ring[index][1], self.ring[index + 1][1]
            low, high = self._strip(min(one, two) - self.tolerance), self._strip(max(one, two) + self.tolerance)
            for strip in range(low, high + 1):
                self.strips[strip].append(index)

    def _strip(self, y: float) -> int:
        count = len(self.strips)
        height = (self.north - self.south) or 1.0
        return min(max(int((y - self.south) / height * count), 0), count - 1)


def _probes(ring: Ring) -> Iterator[Point]:
    yield from ring[:-1]
    for (ax, ay), (bx, by) in pairwise(ring):
        yield (ax + bx) / 2, (ay + by) / 2


def _inside(inner: _Outline, outer: _Outline) -> int:
    """1 when the ring lies inside, -1 when outside, 0 when both are the same line. The two must not cross."""
    if not outer.holds_box(inner):
        return -1
    return next((side for side in map(outer.side, _probes(inner.ring)) if side), 0)


def assemble(rings: Sequence[Ring], tolerance: float) -> tuple[list[Polygon], list[int]]:
    """Polygons of rings that do not cross, and the indices of rings left out because they are there already.

    Parts in the order of their shells in the file. The nesting depth decides: even is land, odd a hole of the
    smallest ring around it. Nearer than `tolerance` counts as on the line.
    """
    if len(rings) == 1:
        return [[rings[0]]], []
    outlines = [_Outline(ring, tolerance) for ring in rings]
    areas = [abs(ring_area(ring)) for ring in rings]
    parent: dict[int, int] = {}
    twice: list[int] = []
    smaller_last: list[int] = []
    for index in sorted(range(len(rings)), key=lambda each: -areas[each]):
        around, side = _smallest_around(outlines[index], outlines, smaller_last)
        if side == 0:
            twice.append(index)
            continue
        parent[index] = around
        smaller_last.append(index)
    return _parts(rings, parent), sorted(twice)


def _smallest_around(inner: _Outline, outlines: list[_Outline], larger: list[int]) -> tuple[int, int]:
    """(index of the smallest ring around, 1); (-1, -1) when there is none; (index, 0) for the same ring again."""
    for other in reversed(larger):
        side = _inside(inner, outlines[other])
        if side >= 0:
            return other, side
    return -1, -1


def _parts(rings: Sequence[Ring], parent: dict[int, int]) -> list[Polygon]:
    depth: dict[int, int] = {-1: -1}
    for index, around in parent.items():
        depth[index] = depth[around] + 1
    shells = {index: [rings[index]] for index in sorted(parent) if depth[index] % 2 == 0}
    for index in sorted(parent):
        if depth[index] % 2:
            shells[parent[index]].append(rings[index])
    return list(shells.values())
