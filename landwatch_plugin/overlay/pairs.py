"""求交: from pairs of boxes to shared polygons. Containment both ways first, huge polygons one by one, then intersection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.overlay.features import Features
from landwatch_plugin.overlay.gate import polygonal
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.result import Options

#: Polygons with more vertices are clipped to the other's box (+ margin) before they are intersected.
HUGE = 2_000
MARGIN = 1.0


@dataclass(frozen=True)
class Pieces:
    """Shared areas, one row per patch × feature that share more than mere touching; sorted by patch, then feature."""

    patch: Any
    feature: Any
    shape: Any
    area: Any

    def __len__(self) -> int:
        return len(self.patch)

    def rows(self, chosen: Any) -> Pieces:
        return Pieces(self.patch[chosen], self.feature[chosen], self.shape[chosen], self.area[chosen])


def together(parts: Sequence[Pieces]) -> Pieces:
    """Pieces of several jobs, sorted by patch, then feature."""
    if not parts:
        return Pieces(np.zeros(0, int), np.zeros(0, int), np.zeros(0, object), np.zeros(0))
    columns = ([getattr(part, name) for part in parts] for name in ("patch", "feature", "shape", "area"))
    whole = Pieces(*(np.concatenate(column) for column in columns))
    return whole.rows(np.lexsort((whole.feature, whole.patch)))


def common(shapes: Any, theirs: Any, pairs: tuple[Any, Any], rows: Any, names: Any, features: Features) -> Pieces:
    """The shared polygons of small features. Pairs are positions in `shapes`, the job's own patches, and in `theirs`, its
    own features, which are the `rows` of the layer."""
    sh = door.shapely()
    patch, place = pairs
    sh.prepare(shapes)
    meet = sh.intersects(shapes[patch], theirs[place])
    patch, place = patch[meet], place[meet]
    shape = np.full(len(patch), None, dtype=object)
    inside = sh.contains_properly(shapes[patch], theirs[place])
    shape[inside] = theirs[place[inside]]
    around = ~inside & _reach_round(shapes[patch], theirs[place])
    around[around] = sh.contains_properly(theirs[place[around]], shapes[patch[around]])
    shape[around] = shapes[patch[around]]
    rest = np.flatnonzero(~inside & ~around)
    feature = rows[place]
    shape[rest] = _intersections(shapes[patch[rest]], theirs[place[rest]], names[patch[rest]], features, feature[rest])
    return real(patch, feature, shape, features.options)


def of_huge(shapes: Any, pairs: tuple[Any, Any], names: Any, features: Features) -> Pieces:
    """The shared polygons of huge features, each prepared once and cut to the patch's box only where its edge runs.

    Pairs are positions in `shapes`, the job's own patches, and rows of the layer.
    """
    sh = door.shapely()
    patch, feature = pairs
    rows, place = np.unique(feature, return_inverse=True)
    huge = features.shapes(rows)
    sh.prepare(huge)
    meet = sh.intersects(huge[place], shapes[patch])
    patch, feature, place = patch[meet], feature[meet], place[meet]
    shape = shapes[patch]
    crossed = np.flatnonzero(~sh.contains_properly(huge[place], shape))
    cut = clipped(huge[place[crossed]], shape[crossed])
    shape[crossed] = _intersections(shape[crossed], cut, names[patch[crossed]], features, feature[crossed])
    return real(patch, feature, shape, features.options)


def real(patch: Any, feature: Any, shape: Any, options: Options) -> Pieces:
    """Without the pairs that merely touch."""
    area = areas(shape, options.basis, options.grid)
    return Pieces(patch, feature, shape, area).rows(area >= options.min_area_m2)


def _reach_round(ours: Any, theirs: Any) -> Any:
    """Whose box lies inside the other's box."""
    sh = door.shapely()
    a, b = sh.bounds(ours), sh.bounds(theirs)
    return (a[:, :2] > b[:, :2]).all(axis=1) & (a[:, 2:] < b[:, 2:]).all(axis=1)


def _intersections(ours: Any, theirs: Any, names: Any, features: Features, feature: Any) -> Any:
    sh = door.shapely()
    cut = clipped(ours, theirs)
    try:
        return polygonal(sh.intersection(cut, theirs))
    except sh.errors.GEOSException:
        pairs = zip(ours, theirs, names, feature, strict=True)
        return polygonal([_one(patch, other, name, features, int(row)) for patch, other, name, row in pairs])


def _one(patch: Any, other: Any, name: str, features: Features, row: int) -> Any:
    sh = door.shapely()
    try:
        return sh.intersection(patch, other)
    except sh.errors.GEOSException as error:
        raise LandwatchError(
            f"图斑{name}与图层“{features.options.layer_name}”要素{features.name(row)}求交失败（{error}）。",
            "请用“修复几何图形”工具处理该要素后重新套合。",
        ) from error


def clipped(shapes: Any, others: Any) -> Any:
    """`shapes` with the huge ones cut down to the boxes of `others`; what is cut away cannot meet `others`."""
    sh = door.shapely()
    shapes = np.array(shapes, dtype=object)
    huge = np.flatnonzero(sh.get_num_coordinates(shapes) > HUGE)
    if not len(huge):
        return shapes
    boxes = sh.bounds(others[huge])
    for index, (xmin, ymin, xmax, ymax) in zip(huge, boxes, strict=True):
        try:
            cut = sh.clip_by_rect(shapes[index], xmin - MARGIN, ymin - MARGIN, xmax + MARGIN, ymax + MARGIN)
        except sh.errors.GEOSException:
            continue
        if sh.is_valid(cut) and not sh.is_empty(cut):
            shapes[index] = polygonal([cut])[0]
    return shapes
