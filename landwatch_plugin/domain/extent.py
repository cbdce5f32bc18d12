"""范围: boxes in degrees (west, south, east, north): how much they share, how far they lie apart."""

from __future__ import annotations

import math

Box = tuple[float, float, float, float]
_KM_A_DEGREE = 111.32


def share_within(box: Box, other: Box) -> float:
    """The part (0–1) of `box` that lies in `other`; a box without area counts by its middle."""
    area = (box[2] - box[0]) * (box[3] - box[1])
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    if area <= 0:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return float(other[0] <= x <= other[2] and other[1] <= y <= other[3])
    return max(wide, 0.0) * max(high, 0.0) / area


def times_larger(box: Box, other: Box) -> float:
    """How many times the area of `other` fits into `box`."""
    small = (other[2] - other[0]) * (other[3] - other[1])
    return (box[2] - box[0]) * (box[3] - box[1]) / small if small > 0 else 0.0


def distance_km(box: Box, other: Box) -> float:
    """The gap between two boxes; 0 when they touch."""
    wide = max(other[0] - box[2], box[0] - other[2], 0.0)
    high = max(other[1] - box[3], box[1] - other[3], 0.0)
    middle = math.radians((box[1] + box[3]) / 2)
    return math.hypot(wide * math.cos(middle), high) * _KM_A_DEGREE
