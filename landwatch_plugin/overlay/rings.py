"""环: the rings of polygons as flat columns. Polygons without holes, nearly all, are taken as they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from landwatch_plugin import door


@dataclass(frozen=True)
class Rings:
    """All vertices one after the other."""

    xy: Any
    """(n, 2)."""
    ring: Any
    """(n,): ring of each vertex, ascending."""
    owner: Any
    """(r,): polygon of each ring, ascending."""
    shell: Any
    """(r,): True for outer rings."""


def rings_of(polygons: Any) -> Rings:
    """Rings of single, non-empty polygons."""
    sh = door.shapely()
    if not sh.get_num_interior_rings(polygons).any():
        xy, ring = sh.get_coordinates(polygons, return_index=True)
        return Rings(xy, ring, np.arange(len(polygons)), np.ones(len(polygons), bool))
    rings, owner = sh.get_rings(polygons, return_index=True)
    xy, ring = sh.get_coordinates(rings, return_index=True)
    return Rings(xy, ring, owner, np.r_[True, owner[1:] != owner[:-1]])
