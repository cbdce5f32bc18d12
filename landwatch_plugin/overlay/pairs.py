"""求交: from boxes to shared polygons. Box tree first, containment both ways, then intersection in chunks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.progress import Span
from landwatch_plugin.overlay.chunks import chunks
from landwatch_plugin.overlay.gate import Admitted, polygonal
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


def candidates(subject: Admitted, control: Admitted) -> tuple[Any, Any]:
    """Positions (patch, feature) of all pairs whose boxes meet, sorted by patch then feature."""
    tree = door.shapely().STRtree(control.shapes)
    patch, feature = tree.query(subject.shapes)
    order = np.lexsort((feature, patch))
    return patch[order], feature[order]


def share_out(subject: Admitted, control: Admitted, pairs: tuple[Any, Any], options: Options, span: Span) -> Pieces:
    """The shared polygon and its area for each candidate pair; pairs that only touch are left out."""
    patch, feature = pairs
    kept: list[tuple[Any, Any, Any, Any]] = []
    for part in chunks(_weights(subject, control, patch, feature)):
        span.tick(part.start / max(1, len(patch)))
        p, f, shape = _shared(subject, control, patch[part], feature[part])
        area = areas(shape, options.basis, options.grid)
        real = area >= options.min_area_m2
        kept.append((p[real], f[real], shape[real], area[real]))
    span.tick(1.0)
    if not kept:
        return Pieces(np.zeros(0, int), np.zeros(0, int), np.zeros(0, object), np.zeros(0))
    return Pieces(*(np.concatenate(column) for column in zip(*kept, strict=True)))


def _weights(subject: Admitted, control: Admitted, patch: Any, feature: Any) -> Any:
    count = door.shapely().get_num_coordinates
    return count(subject.shapes)[patch] + np.minimum(count(control.shapes)[feature], 10 * HUGE)


def _shared(subject: Admitted, control: Admitted, patch: Any, feature: Any) -> tuple[Any, Any, Any]:
    sh = door.shapely()
    ours, theirs = subject.shapes[patch], control.shapes[feature]
    sh.prepare(ours)
    meet = sh.intersects(ours, theirs)
    patch, feature, ours, theirs = patch[meet], feature[meet], ours[meet], theirs[meet]
    shape = np.full(len(patch), None, dtype=object)
    inside = sh.contains_properly(ours, theirs)
    shape[inside] = theirs[inside]
    sh.prepare(theirs[~inside])
    around = np.zeros(len(patch), bool)
    around[~inside] = sh.contains_properly(theirs[~inside], ours[~inside])
    shape[around] = ours[around]
    rest = np.flatnonzero(~inside & ~around)
    shape[rest] = _intersections(subject, control, patch[rest], feature[rest])
    return patch, feature, shape


def _intersections(subject: Admitted, control: Admitted, patch: Any, feature: Any) -> Any:
    sh = door.shapely()
    ours, theirs = subject.shapes[patch], control.shapes[feature]
    ours, theirs = clipped(ours, theirs), clipped(theirs, ours)
    try:
        return polygonal(sh.intersection(ours, theirs))
    except sh.errors.GEOSException:
        return polygonal([_one(subject, control, p, f) for p, f in zip(patch, feature, strict=True)])


def _one(subject: Admitted, control: Admitted, patch: int, feature: int) -> Any:
    sh = door.shapely()
    try:
        return sh.intersection(subject.shapes[patch], control.shapes[feature])
    except sh.errors.GEOSException as error:
        raise LandwatchError(
            f"图斑{subject.names[patch]}与图层“{control.layer}”要素{control.names[feature]}求交失败（{error}）。",
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
