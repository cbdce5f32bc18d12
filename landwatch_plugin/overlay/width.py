"""平均宽度: how wide a strip is that has the area and perimeter of a patch; for the rural-road pre-screen."""

from __future__ import annotations

from typing import Any

import numpy as np

from landwatch_plugin import door


def mean_widths(patches: Any) -> dict[str, float]:
    """patch_id → width (m, plane). A strip of length L and width w has A = L·w and P = 2(L + w); a compact shape, for
    which no such strip exists, gets the side of the square of its area. Parts are joined end to end.
    """
    sh = door.shapely()
    shapes = patches.geometry.values
    area, half = sh.area(shapes), sh.length(shapes) / 2
    parts = np.maximum(1, sh.get_num_geometries(shapes))
    free = half**2 - 4 * area * parts
    strip = (half - np.sqrt(np.maximum(free, 0))) / 2 / parts
    widths = np.where(free > 0, strip, np.sqrt(area))
    return dict(zip(patches["patch_id"], widths.tolist(), strict=True))
