"""边对: ∫ of what two polygons share, summed over pairs of edges that overlap in x. Compiled; see kernel.py for the idea.

A polygon is the ground under its upper edges without the ground under its lower ones, so the ground that two share is
Σ s·s′·∫ min(e, f) dx over all pairs of edges, s = ±1. Heights are cut to the box both have in common: what runs below it
counts nothing, a chain of edges above it counts as one level edge. That makes huge polygons cheap: blocks of edges that
lie beside, below or above the box are passed over whole. Nothing is asked about crossings, and nothing is snapped.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit

#: Edges a block, and pairs of edges above which a box is cut into upright strips.
BLOCK = 64
_CROWDED = 4096


class Edges(NamedTuple):
    """Rings of f features as flat columns."""

    coords: Any
    rings: Any
    """(r + 1): first vertex of each ring."""
    features: Any
    """(f + 1): first ring of each feature."""
    turn: Any
    """(r,): +1 where the ground lies on the left of the ring as written, −1 where on the right."""
    first: Any
    """(r,): first block of each ring."""
    blocks: Any
    """(b, 4): box of each block."""


@njit(nogil=True, cache=True, error_model="numpy")
def ordered(coords: Any, rings: Any, shell: Any, turn: Any, first: Any, blocks: Any) -> None:
    """Fill turn and blocks."""
    for ring in range(len(turn)):
        start, last = rings[ring], rings[ring + 1] - 1
        twice = 0.0
        x, y = coords[start]
        block = first[ring]
        for at in range(start, last, BLOCK):
            xmin, ymin, xmax, ymax = math.inf, math.inf, -math.inf, -math.inf
            for v in range(at, min(at + BLOCK, last) + 1):
                xv, yv = coords[v, 0], coords[v, 1]
                xmin, ymin, xmax, ymax = min(xmin, xv), min(ymin, yv), max(xmax, xv), max(ymax, yv)
                if v > at:
                    twice += (coords[v - 1, 0] - x) * (yv - y) - (xv - x) * (coords[v - 1, 1] - y)
            blocks[block, 0], blocks[block, 1], blocks[block, 2], blocks[block, 3] = xmin, ymin, xmax, ymax
            block += 1
        turn[ring] = np.sign(twice) if shell[ring] else -np.sign(twice)


@njit(nogil=True, cache=True, error_model="numpy")
def _put(out: Any, n: int, x0: float, x1: float, h0: float, h1: float, sign: float) -> int:
    if x0 >= x1:
        return n
    out[n, 0], out[n, 1], out[n, 2], out[n, 3] = x0, x1, h0, (h1 - h0) / (x1 - x0)
    out[n, 4] = sign
    return n + 1


@njit(nogil=True, cache=True, error_model="numpy")
def _level(out: Any, n: int, xa: float, xb: float, box: Any, turn: float) -> int:
    """A chain of edges above the box, from xa to xb."""
    a, b = min(max(xa, box[0]), box[2]), min(max(xb, box[0]), box[2])
    top = box[3] - box[1]
    if a < b:
        return _put(out, n, a, b, top, top, -turn)
    return _put(out, n, b, a, top, top, turn)


@njit(nogil=True, cache=True, error_model="numpy")
def _edge(out: Any, n: int, xa: float, ya: float, xb: float, yb: float, box: Any, turn: float) -> int:
    """One edge, cut to the box: the part inside, and as level what is above."""
    if xa > xb:
        xa, ya, xb, yb = xb, yb, xa, ya
    else:
        turn = -turn
    top = box[3] - box[1]
    slope = (yb - ya) / (xb - xa)
    x0, x1 = max(xa, box[0]), min(xb, box[2])
    h0 = (ya if x0 == xa else ya + (x0 - xa) * slope) - box[1]
    h1 = (yb if x1 == xb else ya + (x1 - xa) * slope) - box[1]
    if h0 <= 0 and h1 <= 0:
        return n
    if h0 >= top and h1 >= top:
        return _put(out, n, x0, x1, top, top, turn)
    foot = x0 if h0 == h1 else min(max(x0 - h0 / slope, x0), x1)
    head = x0 if h0 == h1 else min(max(x0 + (top - h0) / slope, x0), x1)
    if h1 > h0:
        low, high = foot if h0 < 0 else x0, head if h1 > top else x1
        n = _put(out, n, low, high, max(h0, 0.0), min(h1, top), turn)
        return _put(out, n, high, x1, top, top, turn)
    high, low = head if h0 > top else x0, foot if h1 < 0 else x1
    n = _put(out, n, x0, high, top, top, turn)
    return _put(out, n, high, low, min(h0, top), max(h1, 0.0), turn)


@njit(nogil=True, cache=True, error_model="numpy")
def _inside(edges: Edges, row: int, box: Any, out: Any) -> int:
    """Write what of a feature matters in a box: (x0, x1, height at x0, slope, sign) each; how many."""
    xy, n = edges.coords, 0
    for ring in range(edges.features[row], edges.features[row + 1]):
        turn, last = edges.turn[ring], edges.rings[ring + 1] - 1
        block, above, begun, ended = edges.first[ring], False, 0.0, 0.0
        for at in range(edges.rings[ring], last, BLOCK):
            stop = min(at + BLOCK, last)
            around = edges.blocks[block]
            block += 1
            step = 1
            if around[2] <= box[0] or around[0] >= box[2] or around[1] >= box[3] or around[3] <= box[1]:
                step = stop - at
            for v in range(at, stop, step):
                xa, ya, xb, yb = xy[v, 0], xy[v, 1], xy[v + step, 0], xy[v + step, 1]
                if step > 1:
                    beside, over, under = around[2] <= box[0] or around[0] >= box[2], around[1] >= box[3], True
                else:
                    beside = (xa <= box[0] and xb <= box[0]) or (xa >= box[2] and xb >= box[2])
                    over, under = ya >= box[3] and yb >= box[3], ya <= box[1] and yb <= box[1]
                if beside and not above:
                    continue
                if beside or over:
                    begun = begun if above else xa
                    above, ended = True, xb
                    continue
                if above:
                    n = _level(out, n, begun, ended, box, turn)
                    above = False
                if not under and xa != xb:
                    n = _edge(out, n, xa, ya, xb, yb, box, turn)
        if above:
            n = _level(out, n, begun, ended, box, turn)
    return n


@njit(nogil=True, cache=True, error_model="numpy")
def _add(found: Any, x: float, width: float, h0: float, h1: float, sign: float) -> None:
    """Add ∫h, ∫xh, ∫h²/2 and ∫x²h over a trapezoid that begins at x."""
    area, lean = (h0 + h1) / 2, width * (h0 / 6 + h1 / 3)
    weight = sign * width
    found[0] += weight * area
    found[1] += weight * (x * area + lean)
    found[2] += weight * (h0 * h0 + h0 * h1 + h1 * h1) / 6
    found[3] += weight * (x * x * area + 2 * x * lean + width * width * (h0 / 12 + h1 / 4))


@njit(nogil=True, cache=True, error_model="numpy")
def _together(ours: Any, n: int, theirs: Any, m: int, x: float, found: Any) -> None:
    """Σ s·s′·∫ min(e, f) and its moments; x is where the box begins."""
    for i in range(n):
        x0, x1, h, slope, sign = ours[i, 0], ours[i, 1], ours[i, 2], ours[i, 3], ours[i, 4]
        for j in range(m):
            a, b = max(x0, theirs[j, 0]), min(x1, theirs[j, 1])
            if a >= b:
                continue
            e0, e1 = h + (a - x0) * slope, h + (b - x0) * slope
            f0 = theirs[j, 2] + (a - theirs[j, 0]) * theirs[j, 3]
            f1 = theirs[j, 2] + (b - theirs[j, 0]) * theirs[j, 3]
            left, right, both = e0 - f0, e1 - f1, sign * theirs[j, 4]
            if left * right < 0:
                part = left / (left - right)
                width, middle = part * (b - a), e0 + part * (e1 - e0)
                _add(found, a - x, width, min(e0, f0), middle, both)
                _add(found, a - x + width, b - a - width, middle, min(e1, f1), both)
            else:
                _add(found, a - x, b - a, min(e0, f0), min(e1, f1), both)


@njit(nogil=True, cache=True, error_model="numpy")
def moments(one: Edges, rows: Any, other: Edges, places: Any, boxes: Any, room: int, found: Any) -> None:
    """Fill (n, 4): area, ∫x, ∫y, ∫x² of what one[rows] and other[places] share in the boxes, from their lower left."""
    ours, theirs, strip = np.empty((room, 5)), np.empty((room, 5)), np.empty(4)
    for pair in range(len(rows)):
        box = boxes[pair]
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        m = _inside(other, places[pair], box, theirs)
        n = _inside(one, rows[pair], box, ours) if m else 0
        if n * m <= _CROWDED:
            _together(ours, n, theirs, m, box[0], found[pair])
            continue
        strips = int(math.sqrt(n * m / (n + m))) + 1
        width = (box[2] - box[0]) / strips
        for k in range(strips):
            strip[:] = box
            strip[0] = box[0] + k * width
            strip[2] = box[2] if k == strips - 1 else box[0] + (k + 1) * width
            m = _inside(other, places[pair], strip, theirs)
            n = _inside(one, rows[pair], strip, ours) if m else 0
            _together(ours, n, theirs, m, box[0], found[pair])
