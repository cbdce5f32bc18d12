"""边角: what is left uncovered in pieces too small to matter, told apart from what is left in earnest."""

from __future__ import annotations

from collections import defaultdict

from landwatch_plugin import door
from landwatch_plugin.overlay.coverage import Cover
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.result import Options


def solid_remainder(cover: Cover, options: Options, tolerance_m2: float) -> dict[str, float]:
    """Uncovered m² of each patch in pieces larger than the tolerance; pieces that touch in a line are one piece.

    Patches that are wholly covered, or but for slivers, are not in it.
    """
    sh = door.shapely()
    left = cover.remainder
    parts, owner = sh.get_parts(left.geometry.values, return_index=True)
    sums: dict[str, float] = defaultdict(float)
    names = list(left["patch_id"])
    for at, area in zip(owner, areas(parts, options.basis, options.grid), strict=True):
        if area > tolerance_m2:
            sums[names[at]] += float(area)
    return dict(sums)
