"""外接框: which boxes meet which. A packed tree: neighbours on a Hilbert curve share a node, nodes are asked first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from landwatch_plugin import door

#: Boxes a node; layers of fewer boxes than `FEW` are asked box by box.
NODE = 32
FEW = 20_000
_LEVEL = 16


@dataclass(frozen=True)
class BoxIndex:
    """Boxes (n, 4) as xmin, ymin, xmax, ymax; NaN where there is no shape, which meets nothing."""

    boxes: Any
    order: Any
    """Positions along the curve."""
    nodes: Any
    node: int
    """Boxes a node."""

    def meeting(self, asked: Any) -> tuple[Any, Any]:
        """(row of `asked`, row of the boxes) of all pairs that meet, sorted by both."""
        if not len(asked) or not len(self.nodes):
            return np.zeros(0, int), np.zeros(0, int)
        sh = door.shapely()
        one, node = sh.STRtree(sh.box(*self.nodes.T)).query(sh.box(*asked.T))
        start = node * self.node
        count = np.minimum(start + self.node, len(self.order)) - start
        one, place = np.repeat(one, count), spans(start, count)
        other = self.order[place]
        a, b = asked[one], self.boxes[other]
        meet = (a[:, 0] <= b[:, 2]) & (b[:, 0] <= a[:, 2]) & (a[:, 1] <= b[:, 3]) & (b[:, 1] <= a[:, 3])
        one, other = one[meet], other[meet]
        sorted_rows = np.lexsort((other, one))
        return one[sorted_rows], other[sorted_rows]


def box_index(boxes: Any, along_curve: bool = False) -> BoxIndex:
    """The index of boxes; `along_curve` says that they already stand in Hilbert order."""
    order = np.arange(len(boxes)) if along_curve else hilbert_order(boxes)
    order = order[~np.isnan(boxes[order, 0])]
    node = NODE if len(order) > FEW else 1
    starts = np.arange(0, len(order), node)
    if not len(starts):
        return BoxIndex(boxes, order, np.zeros((0, 4)), node)
    low = np.minimum.reduceat(boxes[order, :2], starts)
    high = np.maximum.reduceat(boxes[order, 2:], starts)
    return BoxIndex(boxes, order, np.hstack([low, high]), node)


def hilbert_order(boxes: Any) -> Any:
    """Rows in the order of their centres on a Hilbert curve; rows without a box last."""
    there = ~np.isnan(boxes[:, 0])
    centre = (boxes[there, :2] + boxes[there, 2:]) / 2
    if not len(centre):
        return np.arange(len(boxes))
    low, high = centre.min(axis=0), centre.max(axis=0)
    cell = (centre - low) / np.maximum(high - low, 1e-9) * ((1 << _LEVEL) - 1)
    place = np.full(len(boxes), np.iinfo(np.int64).max)
    place[there] = _hilbert(*cell.astype(np.int64).T)
    return np.argsort(place, kind="stable")


def _hilbert(x: Any, y: Any) -> Any:
    """Distance along the curve of cells (x, y); Warren, Hacker's Delight, chapter 16."""
    distance = np.zeros(len(x), np.int64)
    side = 1 << (_LEVEL - 1)
    x, y = x.copy(), y.copy()
    while side:
        right, upper = (x & side) > 0, (y & side) > 0
        distance += side * side * ((3 * right) ^ upper)
        turn = ~upper
        flip = turn & right
        x[flip], y[flip] = (1 << _LEVEL) - 1 - x[flip], (1 << _LEVEL) - 1 - y[flip]
        x[turn], y[turn] = y[turn], x[turn]
        side >>= 1
    return distance


def spans(start: Any, count: Any) -> Any:
    """The numbers start[i] … start[i] + count[i] − 1 of all i, one after the other."""
    total = np.cumsum(count)
    if not len(total):
        return np.zeros(0, np.int64)
    return np.arange(total[-1]) + np.repeat(start - (total - count), count)
