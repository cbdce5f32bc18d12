"""分块: work is cut so that progress and cancel are asked well within a second, whatever the polygons weigh."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

VERTICES = 100_000
ROWS = 2_000


def chunks(vertices: Any, most: int = VERTICES, rows: int = ROWS) -> Iterator[slice]:
    """Consecutive slices of at most `most` vertices and `rows` rows; a heavier row stands alone."""
    count = len(vertices)
    reach = np.concatenate([[0], np.cumsum(vertices)])
    start = 0
    while start < count:
        heavy = int(np.searchsorted(reach, reach[start] + most, side="right")) - 1
        end = min(max(heavy, start + 1), start + rows, count)
        yield slice(start, end)
        start = end


def runs(values: Any) -> Iterator[tuple[int, slice]]:
    """(value, its rows) for each run of equal values."""
    edges = np.flatnonzero(values[1:] != values[:-1]) + 1
    starts = [0, *edges.tolist()] if len(values) else []
    for start, end in zip(starts, [*starts[1:], len(values)], strict=False):
        yield int(values[start]), slice(start, end)
