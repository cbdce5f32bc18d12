"""图形核查: what a batch's shapes tell when laid beside each other: 重叠, 碎斑, 县域以外. Plane square metres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.progress import Span

_BLOCK = 5_000


@dataclass(frozen=True)
class Overlap:
    """Two patches, by their positions (first < second), and what they share."""

    first: int
    second: int
    m2: float


@dataclass(frozen=True)
class Sliver:
    """A patch, or one of its `parts`, that is too small or too narrow to be land in use."""

    at: int
    m2: float
    width_m: float
    parts: int
    """1: the patch itself is it; more: it is one of so many parts."""


def overlaps(shapes: Any, least_m2: float, span: Span) -> list[Overlap]:
    """Every pair that shares at least `least_m2`, in the order of the patches."""
    sh, shapes = door.shapely(), np.asarray(shapes, dtype=object)
    if len(shapes) < 2:
        return []
    tree = sh.STRtree(shapes)
    found = []
    for start in range(0, len(shapes), _BLOCK):
        span.tick(start / len(shapes))
        mine, others = tree.query(shapes[start : start + _BLOCK], predicate="intersects")
        pairs = np.column_stack([mine + start, others])
        pairs = pairs[pairs[:, 0] < pairs[:, 1]]
        m2 = sh.area(sh.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
        found += [
            Overlap(int(a), int(b), float(size)) for (a, b), size in zip(pairs, m2, strict=True) if size >= least_m2
        ]
    span.tick(1.0)
    return sorted(found, key=lambda pair: (pair.first, pair.second))


def slivers(shapes: Any, least_m2: float, least_width_m: float) -> list[Sliver]:
    """Patches and parts of patches under the area, or whose mean width 2A/P is under the width; one a patch."""
    sh = door.shapely()
    parts, owner = sh.get_parts(np.asarray(shapes, dtype=object), return_index=True)
    size, edge = sh.area(parts), sh.length(parts)
    width = np.divide(2 * size, edge, out=np.zeros_like(size), where=edge > 0)
    count = np.bincount(owner, minlength=len(shapes))
    worst: dict[int, Sliver] = {}
    for at in np.flatnonzero((size < least_m2) | (width < least_width_m)):
        whose = int(owner[at])
        found = Sliver(whose, float(size[at]), float(width[at]), int(count[whose]))
        if whose not in worst or found.m2 < worst[whose].m2:
            worst[whose] = found
    return [worst[whose] for whose in sorted(worst)]


def shares_outside(shapes: Any, county: Any, span: Span) -> Any:
    """Of each patch the share (0 … 1) that lies outside all polygons of `county`."""
    sh, shapes = door.shapely(), np.asarray(shapes, dtype=object)
    county = np.asarray(county, dtype=object)
    county = sh.make_valid(county[~(sh.is_missing(county) | sh.is_empty(county))])
    land = sh.union_all(county)
    sh.prepare(land)
    outside = np.zeros(len(shapes))
    for start in range(0, len(shapes), _BLOCK):
        span.tick(start / len(shapes))
        block = shapes[start : start + _BLOCK]
        doubtful = np.flatnonzero(~sh.contains_properly(land, block))
        inside = sh.area(sh.intersection(block[doubtful], land))
        sizes = sh.area(block[doubtful])
        outside[start + doubtful] = 1 - np.divide(inside, sizes, out=np.zeros_like(inside), where=sizes > 0)
    span.tick(1.0)
    return np.clip(outside, 0, 1)


def same_shape(first: bytes, second: bytes, tolerance_m: float = 0.001) -> bool:
    """Whether two WKB hold the same polygon, whatever its first vertex, to the tolerance (in units of the system)."""
    if first == second:
        return True
    sh = door.shapely()
    one, other = sh.normalize(sh.from_wkb(first)), sh.normalize(sh.from_wkb(second))
    return bool(sh.equals_exact(one, other, tolerance_m))
