"""图斑: the patches at the gate, once for all the layers they are measured against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.progress import Span
from landwatch_plugin.overlay.chunks import chunks
from landwatch_plugin.overlay.gate import admit, geometries, mend, patch_names, problems_of
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.result import Count, Options, Reject, Repair
from landwatch_plugin.overlay.sheet import Sheet, joined, sheet_of


@dataclass
class Subject:
    """Valid patches as columns, in coordinates from a near origin: jobs take their own copies."""

    names: Any
    patches: Sheet
    """Coordinates from `origin`, boxes in the plane of the layers. Refused patches have no polygon."""
    origin: tuple[float, float]
    repairs: list[Repair] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    attrs: dict[Any, Any] = field(default_factory=dict)
    crs: Any = None
    _ground_m2: dict[Basis, Any] = field(default_factory=dict)

    @property
    def usable(self) -> Any:
        """Positions of the patches that are in."""
        return np.flatnonzero(np.diff(self.patches.features) > 0)

    @property
    def count(self) -> Count:
        return Count(len(self.names), len(self.rejects))

    def areas_of(self, options: Options) -> Any:
        """Area (m²) of each patch on the basis of the (local) options; 0 where refused."""
        if options.basis not in self._ground_m2:
            shapes = self.patches.shapes(np.arange(len(self.names)))
            self._ground_m2[options.basis] = areas(shapes, options.basis, options.grid)
        return self._ground_m2[options.basis]


def admitted(patches: Any, options: Options, span: Span) -> Subject:
    """GeoDataFrame (patch_id, geometry) → Subject. Invalid patches are repaired (make_valid by structure) and logged.

    Raises InputError for blank or repeated ids, or when no patch at all can be used; Cancelled.
    """
    names = patch_names(patches, options.patch_layer_name)
    half = (span.start + span.end) / 2
    first, then = Span(span.feedback, span.start, half), Span(span.feedback, half, span.end)
    gate = admit(geometries(patches), problems_of(patches), names, options.patch_layer_name, first)
    columns = sheet_of(gate.shapes, door.pandas().DataFrame({"patch_id": names}))
    local = options.local(_bounds(columns.boxes))
    columns.coords = columns.coords - np.asarray(local.origin)
    subject = Subject(np.array(names, dtype=object), columns, local.origin, gate.repairs, gate.rejects)
    subject.attrs, subject.crs = dict(patches.attrs), getattr(patches, "crs", None)
    _heal(subject, local, then)
    if len(names) and not len(subject.usable):
        reasons = "；".join(f"{item.feature}：{item.reason}" for item in subject.rejects[:5])
        raise InputError(
            f"没有一个图斑可以套合（{reasons}）。", "请检查图斑图层的几何。", source=options.patch_layer_name
        )
    return subject


def _heal(subject: Subject, options: Options, span: Span) -> None:
    """Repair invalid patches; a patch of no area at all cannot be shared out: refuse it rather than divide by nothing."""
    sh, rows = door.shapely(), subject.usable
    changed: dict[int, Any] = {}
    for part in chunks(subject.patches.vertices[rows]):
        span.tick(part.start / len(rows))
        some = rows[part]
        shapes = subject.patches.shapes(some)
        faulty = ~sh.is_valid(shapes)
        for row, shape in zip(some[faulty].tolist(), shapes[faulty], strict=True):
            changed[row] = _mended(subject, row, shape, options)
        thin = np.flatnonzero(~faulty & (sh.area(shapes) <= 2 * options.min_area_m2))
        for at in thin[areas(shapes[thin], options.basis, options.grid) <= options.min_area_m2]:
            subject.rejects.append(Reject(options.patch_layer_name, subject.names[some[at]], "图斑没有面积"))
            changed[int(some[at])] = None
    if changed:
        subject.patches = _replaced(subject.patches, changed, options)


def _mended(subject: Subject, row: int, shape: Any, options: Options) -> Any:
    shape, said = mend(shape, options.patch_layer_name, subject.names[row], options)
    if isinstance(said, Repair):
        subject.repairs.append(said)
    else:
        subject.rejects.append(said)
    return shape


def _replaced(sheet: Sheet, changed: dict[int, Any], options: Options) -> Sheet:
    """The sheet with other shapes in some rows."""
    fresh = sheet_of(np.array([*changed.values(), None], dtype=object)[:-1], sheet.table.take(list(changed)))
    fresh.boxes = fresh.boxes + np.tile(options.origin, 2)
    rows = np.arange(len(sheet))
    rows[list(changed)] = len(sheet) + np.arange(len(changed))
    return joined([sheet, fresh]).take(rows)


def _bounds(boxes: Any) -> Any:
    """xmin, ymin, xmax, ymax of all; NaN where there is nothing."""
    there = boxes[~np.isnan(boxes[:, 0])]
    return np.r_[there[:, :2].min(axis=0), there[:, 2:].max(axis=0)] if len(there) else np.full(4, np.nan)
