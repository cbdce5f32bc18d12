"""布置: patches and control layer in one plane, and the pairs whose boxes meet, cut into jobs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.progress import Feedback, Span
from landwatch_plugin.overlay.boxes import hilbert_order
from landwatch_plugin.overlay.chunks import chunks
from landwatch_plugin.overlay.gate import admit, feature_names, geometries, near_enough, problems_of, same_plane
from landwatch_plugin.overlay.pairs import HUGE
from landwatch_plugin.overlay.result import Options
from landwatch_plugin.overlay.sheet import Sheet, sheet_of
from landwatch_plugin.overlay.subject import Subject, admitted


@dataclass(frozen=True)
class Scene:
    """Patches and control layer, ready to be measured."""

    subject: Subject
    sheet: Sheet
    """The control layer, in its own coordinates."""
    options: Options
    """For coordinates from the subject's origin."""
    patch: Any
    feature: Any
    """Pairs whose boxes meet: positions of patch and feature, sorted by both."""

    @property
    def names(self) -> Any:
        return self.subject.names

    def of(self, rows: Any) -> tuple[Any, Any]:
        """The pairs of these patches."""
        wanted = np.zeros(len(self.names), bool)
        wanted[rows] = True
        keep = wanted[self.patch]
        return self.patch[keep], self.feature[keep]

    def jobs(self, rows: Any, patch: Any, feature: Any) -> Iterator[tuple[Any, Any, Any]]:
        """(patches, pairs: place among them, feature) of neighbouring patches of about equal work."""
        patches = self.subject.patches
        rows = np.asarray(rows)[hilbert_order(patches.boxes[rows])]
        rank = np.zeros(len(self.names), np.int64)
        rank[rows] = np.arange(len(rows))
        order = np.argsort(rank[patch], kind="stable")
        place, feature = rank[patch][order], feature[order]
        work = np.bincount(place, np.minimum(self.sheet.vertices[feature], HUGE), len(rows)).astype(np.int64)
        for part in chunks(work + patches.vertices[rows]):
            low, high = np.searchsorted(place, (part.start, part.stop))
            yield rows[part], place[low:high] - part.start, feature[low:high]


def prepare(patches: Any, layer: Any, options: Options, feedback: Feedback) -> Scene:
    """Patches (GeoDataFrame patch_id, geometry, or Subject) and features (GeoDataFrame or Sheet) in one plane.

    Features are healed when they are met. Raises InputError, CrsError, Cancelled.
    """
    same_plane(patches, layer, options.layer_name)
    subject = patches if isinstance(patches, Subject) else admitted(patches, options, Span(feedback, 0, 5))
    sheet = layer if isinstance(layer, Sheet) else as_sheet(layer, options, Span(feedback, 5, 10))
    boxes = subject.patches.boxes
    near_enough(boxes, sheet.boxes, options.layer_name)
    there = np.flatnonzero(~np.isnan(boxes[:, 0]))
    patch, feature = sheet.index.meeting(boxes[there])
    return Scene(subject, sheet, options.at(subject.origin), there[patch], feature)


def as_sheet(frame: Any, options: Options, span: Span) -> Sheet:
    """A sheet of a GeoDataFrame, in its order."""
    names, why = feature_names(frame), problems_of(frame)
    gate = admit(geometries(frame), why, [str(row) for row in range(len(names))], options.layer_name, span)
    table = door.pandas().DataFrame(frame.drop(columns=frame.geometry.name)) if len(frame.columns) else frame
    for item in gate.rejects:
        why[int(item.feature)] = item.reason
    sheet = sheet_of(gate.shapes, table.assign(fid=names, problem=why).reset_index(drop=True))
    sheet.repairs = {int(item.feature): (item.what, item.before_m2, item.after_m2) for item in gate.repairs}
    return sheet
