"""界址线相交: whether boundaries cross each other or themselves. Plain arithmetic; a box is halved until few lines are left."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from landwatch_plugin.coordinates.parcel import Ring

_FEW = 16
_DEEPEST = 40
#: Work after which the search is given up and said to be incomplete: a third of a second.
_MOST_WORK = 2_000_000
_TEST_COST = 6

#: min x, min y, max x, max y, start x, start y, end x, end y, ring, number of the side.
_Side = tuple[float, float, float, float, float, float, float, float, int, int]
_Box = tuple[float, float, float, float]
_NOWHERE = (0.0, 0.0, 0.0, 0.0)


@dataclass
class Found:
    """`crossing` and `touch`: (ring, side, other ring, other side), sides counted from 0."""

    crossing: tuple[int, int, int, int] | None = None
    touch: tuple[int, int, int, int] | None = None
    """Lines that lie on each other or meet elsewhere than in a common corner."""
    complete: bool = True


def find_crossing(rings: Sequence[Ring], tolerance: float) -> Found:
    """The first crossing of closed rings, when there is one; nearer than `tolerance` counts as touching."""
    origin = rings[0][0]
    sides = list(_sides(rings, origin))
    lengths = [len(ring) - 1 for ring in rings]
    found, work = Found(), 0
    stack = [(sides, _around(sides) if len(sides) > _FEW else _NOWHERE, 0)]
    while stack:
        here, box, depth = stack.pop()
        halves = _halved(here, box) if len(here) > _FEW and depth < _DEEPEST else None
        if halves is not None:
            work += len(here)
            stack += [(half, part, depth + 1) for half, part in halves if len(half) > 1]
        else:
            work += _compare(here, lengths, tolerance, found, _MOST_WORK - work)
        if found.crossing is not None:
            return found
        if work > _MOST_WORK:
            found.complete = False
            return found
    return found


def _sides(rings: Sequence[Ring], origin: tuple[float, float]) -> Iterator[_Side]:
    x0, y0 = origin
    for number, ring in enumerate(rings):
        ax, ay = ring[0][0] - x0, ring[0][1] - y0
        for side in range(len(ring) - 1):
            x, y = ring[side + 1]
            bx, by = x - x0, y - y0
            west, east = (ax, bx) if ax < bx else (bx, ax)
            south, north = (ay, by) if ay < by else (by, ay)
            yield west, south, east, north, ax, ay, bx, by, number, side
            ax, ay = bx, by


def _around(sides: list[_Side]) -> _Box:
    return min(s[0] for s in sides), min(s[1] for s in sides), max(s[2] for s in sides), max(s[3] for s in sides)


def _halved(sides: list[_Side], box: _Box) -> list[tuple[list[_Side], _Box]] | None:
    """Both halves of the box with the sides that reach into them; None when that parts too few."""
    west, south, east, north = box
    axes = (0, 1) if east - west >= north - south else (1, 0)
    for axis in axes:
        middle = (box[axis] + box[axis + 2]) / 2
        low = [side for side in sides if side[axis] <= middle]
        high = [side for side in sides if side[axis + 2] >= middle]
        if len(low) + len(high) <= 1.8 * len(sides) and max(len(low), len(high)) < len(sides):
            if axis == 0:
                return [(low, (west, south, middle, north)), (high, (middle, south, east, north))]
            return [(low, (west, south, east, middle)), (high, (west, middle, east, north))]
    return None


def _compare(sides: list[_Side], lengths: list[int], tolerance: float, found: Found, left: int) -> int:
    """Try every two sides whose boxes meet; the work done."""
    sides.sort()
    work = 0
    for index, one in enumerate(sides):
        east, south, north = one[2] + tolerance, one[1] - tolerance, one[3] + tolerance
        for other in sides[index + 1 :]:
            if other[0] > east:
                break
            work += 1
            if other[1] > north or other[3] < south or _neighbours(one, other, lengths):
                continue
            work += _TEST_COST
            kind = _meet(one, other, tolerance)
            if kind:
                place = (one[8], one[9], other[8], other[9])
                if kind == 2:
                    found.crossing = place
                    return work
                found.touch = found.touch or place
        if work > left:
            break
    return work


def _neighbours(one: _Side, other: _Side, lengths: list[int]) -> bool:
    """Consecutive sides of one ring share a corner."""
    return one[8] == other[8] and abs(one[9] - other[9]) in (1, lengths[one[8]] - 1)


def _meet(one: _Side, other: _Side, tolerance: float) -> int:
    """0: apart or in a common corner only; 1: touching; 2: crossing."""
    ax, ay, bx, by = one[4:8]
    cx, cy, dx, dy = other[4:8]
    width = tolerance * math.hypot(bx - ax, by - ay)
    c = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    d = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
    if (c > width and d > width) or (c < -width and d < -width):
        return 0
    other_width = tolerance * math.hypot(dx - cx, dy - cy)
    a = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
    b = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
    if (a > other_width and b > other_width) or (a < -other_width and b < -other_width):
        return 0
    if min(abs(c), abs(d)) > width and min(abs(a), abs(b)) > other_width:
        return 2
    own, others = {(ax, ay), (bx, by)}, {(cx, cy), (dx, dy)}
    if own == others:
        return 1
    ends = [(p, other) for p, off in (((ax, ay), a), ((bx, by), b)) if abs(off) <= other_width]
    ends += [(p, one) for p, off in (((cx, cy), c), ((dx, dy), d)) if abs(off) <= width]
    return int(any(p not in own & others and _within(p, side, tolerance) for p, side in ends))


def _within(point: tuple[float, float], side: _Side, tolerance: float) -> bool:
    x, y = point
    return side[0] - tolerance <= x <= side[2] + tolerance and side[1] - tolerance <= y <= side[3] + tolerance
