"""铺盖: proof that polygons tile a patch, from their edges alone, without building a union.

Crossing an edge that one parcel shares with its neighbour leaves one and enters the other: the number of parcels over
the ground does not change. Where every edge of the parcels near a patch is shared in this way, that number is the same
all over the patch, so the parts sum to a whole multiple of it; if they sum to the patch once, they cover all of it once.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.overlay.rings import rings_of

_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], np.uint64)


def evenly_covered(patches: Any, pairs: tuple[Any, Any], features: Any) -> Any:
    """Which patches see only shared edges. `pairs` (patch, feature) sorted by patch: positions in the two arrays."""
    sh = door.shapely()
    polygons, whose = sh.get_parts(features, return_index=True)
    flat = rings_of(polygons)
    if not len(flat.owner):
        return np.zeros(len(patches), bool)
    xy, ring = flat.xy, flat.ring
    inner = (ring[:-1] == ring[1:]) & (xy[:-1] != xy[1:]).any(axis=1)
    start, end, ring = xy[:-1][inner], xy[1:][inner], ring[:-1][inner]
    forward = _turns(start, end, ring, flat.shell)
    low, high = np.minimum(start, end), np.maximum(start, end)
    first = np.searchsorted(whose[flat.owner][ring], np.arange(len(features) + 1))
    patch, feature = pairs
    count = first[feature + 1] - first[feature]
    edge = np.arange(count.sum()) + np.repeat(first[feature] - np.cumsum(count) + count, count)
    seen_by = np.repeat(patch, count)
    box = sh.bounds(patches)[seen_by]
    near = (low[edge, 0] <= box[:, 2]) & (high[edge, 0] >= box[:, 0])
    near &= (low[edge, 1] <= box[:, 3]) & (high[edge, 1] >= box[:, 1])
    edge, seen_by = edge[near], seen_by[near]
    open_patch = seen_by[_unshared(start[edge], end[edge], forward[edge], seen_by)]
    even = np.ones(len(patches), bool)
    even[open_patch] = False
    return even


def _turns(start: Any, end: Any, ring: Any, shell: Any) -> Any:
    """+1 for edges with the parcel on their left, −1 for the others, whatever way the rings were written."""
    origin = start[np.searchsorted(ring, np.arange(len(shell)))][ring]
    a, b = start - origin, end - origin
    twice = np.bincount(ring, a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1], len(shell))
    return np.where((twice > 0) == shell, 1, -1)[ring]


def _unshared(start: Any, end: Any, forward: Any, whose: Any) -> Any:
    """Which edges do not cancel out: seen as often one way as the other among the edges of one patch."""
    if not len(start):
        return np.zeros(0, bool)
    up = (start[:, 0] < end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] < end[:, 1]))
    ends = np.where(up[:, None], np.hstack([start, end]), np.hstack([end, start])) + 0.0
    key = whose.astype(np.uint64) * _MIX[0]
    for column, factor in zip(ends.view(np.uint64).T, _MIX, strict=True):
        key = (key ^ column) * factor
        key ^= key >> np.uint64(29)
    order = np.argsort(key, kind="stable")
    sign = np.where(up, forward, -forward)[order]
    key = key[order]
    group = np.cumsum(np.r_[0, key[1:] != key[:-1]])
    balance = np.bincount(group, sign)
    unshared = np.zeros(len(key), bool)
    unshared[order] = balance[group] != 0
    return unshared
