"""覆盖: how much of a patch several layers cover together (批文、供地、采矿权…), what is left over, and how far away.

Coverage is one union over all layers: adding up what each approval covers counts ground twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.progress import Feedback, Silent, Span
from landwatch_plugin.overlay import tally
from landwatch_plugin.overlay.chunks import runs
from landwatch_plugin.overlay.crew import run
from landwatch_plugin.overlay.farthest import farthest
from landwatch_plugin.overlay.features import Features
from landwatch_plugin.overlay.gate import same_plane
from landwatch_plugin.overlay.ground import remainder
from landwatch_plugin.overlay.pairs import clipped
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.result import Count, Options, Reject, Repair, basis_of
from landwatch_plugin.overlay.scene import Scene, as_sheet, prepare
from landwatch_plugin.overlay.sheet import Sheet, stacked


@dataclass(frozen=True)
class Cover:
    """The joint coverage of the patches."""

    frame: Any
    """GeoDataFrame(patch_id, patch_m2, covered_m2, uncovered_m2, share, farthest_m, geometry = uncovered remainder)."""
    patches: Count
    features: Count
    repairs: list[Repair]
    rejects: list[Reject]
    basis_text: str

    @property
    def remainder(self) -> Any:
        """The patches that are not wholly covered, as patches for `measure`: GeoDataFrame(patch_id, geometry)."""
        left = self.frame[~self.frame.geometry.is_empty]
        return left[["patch_id", "geometry"]].reset_index(drop=True)


def union_cover(
    patches: Any,
    layers: Mapping[str, Any],
    options: Options,
    feedback: Feedback | None = None,
    distances: bool = False,
) -> Cover:
    """Cover of each patch by all `layers` (name → GeoDataFrame) as one union, and the uncovered remainder.

    With `distances`, `farthest_m` is how far the patch reaches beyond the layers: the largest plane distance from a
    point of the uncovered remainder to the nearest polygon, in holes and gaps too; of a patch that nothing covers, from
    its corners. 0 where wholly covered, NaN where the layers are empty.
    """
    feedback = feedback or Silent()
    sheets = {}
    for name, frame in layers.items():
        same_plane(patches, frame, name)
        named = replace(options, layer_name=name)
        sheets[name] = frame if isinstance(frame, Sheet) else as_sheet(frame, named, Span(Silent(), 0, 100))
    scene = prepare(patches, stacked(sheets), options, feedback)
    features = Features(scene.sheet, scene.options)
    rest = _remainders(scene, features, Span(feedback, 10, 90))
    used, local = scene.subject.usable, scene.options
    patch_m2 = scene.subject.areas_of(local)
    uncovered = areas(rest, local.basis, local.grid)
    table = tally.coverage_frame(scene.names, patch_m2, patch_m2 - uncovered, used)
    table["farthest_m"] = np.nan
    if distances:
        shapes, partly = features.shapes(np.arange(len(features.sheet))), table["share"].to_numpy() > 0
        table["farthest_m"] = farthest(rest[used], partly, shapes, Span(feedback, 90, 100))
    there = door.shapely().transform(rest[used], lambda xy: xy + np.asarray(local.origin))
    frame = door.geopandas().GeoDataFrame(table, geometry=list(there))
    frame.attrs.update(patches.attrs)
    rejects = features.rejects()
    Span(feedback, 100, 100).tick(1.0)
    return Cover(
        frame,
        scene.subject.count,
        Count(len(scene.sheet), len(rejects)),
        [*scene.subject.repairs, *features.repairs()],
        [*scene.subject.rejects, *rejects],
        basis_of(options),
    )


def _remainders(scene: Scene, features: Features, span: Span) -> Any:
    """For every patch the polygon that nothing covers (empty where all is covered, None where rejected)."""
    names = scene.names
    rest = np.full(len(names), None, dtype=object)

    def work(job: tuple[Any, Any, Any]) -> tuple[Any, Any]:
        rows, patch, feature = job
        return rows, _left(scene.subject.patches.shapes(rows), patch, feature, names[rows], features)

    jobs = list(scene.jobs(scene.subject.usable, scene.patch, scene.feature))
    for rows, left in run(jobs, work, span, scene.options.threads):
        rest[rows] = left
    return _without_slivers(rest, scene.options)


def _left(shapes: Any, patch: Any, feature: Any, names: Any, features: Features) -> Any:
    """What is left of each patch outside all features that meet it."""
    sh = door.shapely()
    rest = shapes.copy()
    known, place = np.unique(feature, return_inverse=True)
    others = features.shapes(known)
    for row, part in runs(patch):
        over = others[place[part]]
        over = over[sh.intersects(shapes[row], over)]
        if len(over):
            over = clipped(over, np.full(len(over), shapes[row], dtype=object))
            rest[row] = remainder(shapes[row], over, names[row])
    return rest


def _without_slivers(rest: Any, options: Options) -> Any:
    """Drop parts of the remainder that are mere touching."""
    sh = door.shapely()
    parts, owner = sh.get_parts(rest, return_index=True)
    solid = areas(parts, options.basis, options.grid) >= options.min_area_m2
    for row in np.unique(owner[~solid]):
        kept = parts[(owner == row) & solid]
        rest[row] = kept[0] if len(kept) == 1 else sh.multipolygons(kept)
    return rest
