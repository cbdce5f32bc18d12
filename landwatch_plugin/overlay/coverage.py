"""覆盖: how much of a patch several layers cover together (批文、供地、采矿权…), what is left over, and how far away.

Coverage is one union over all layers: adding up what each approval covers counts ground twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.progress import Feedback, Silent, Span
from landwatch_plugin.overlay import tally
from landwatch_plugin.overlay.chunks import chunks, runs
from landwatch_plugin.overlay.engine import prepare
from landwatch_plugin.overlay.gate import Admitted, feature_names, same_plane
from landwatch_plugin.overlay.pairs import clipped
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.result import Count, Options, Reject, Repair, basis_of


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
    vertex of the uncovered remainder to the nearest polygon. Between two licences the farthest point may lie inside
    an edge, so it can fall a little short there. 0 where wholly covered, NaN where the layers are empty.
    """
    feedback = feedback or Silent()
    for name, frame in layers.items():
        same_plane(patches, frame, name)
    subject, control, (patch, feature) = prepare(patches, _stack(layers), options, feedback, every=distances)
    rest = _remainders(subject, control, patch, feature, options, Span(feedback, 20, 90))
    used = subject.usable
    names = np.array(subject.names, dtype=object)
    patch_m2 = areas(subject.shapes, options.basis, options.grid)
    uncovered = areas(rest, options.basis, options.grid)
    table = tally.coverage_frame(names, patch_m2, patch_m2 - uncovered, used)
    table["farthest_m"] = _farthest(rest[used], control, Span(feedback, 90, 100)) if distances else np.nan
    frame = door.geopandas().GeoDataFrame(table, geometry=list(rest[used]))
    frame.attrs.update(patches.attrs)
    Span(feedback, 100, 100).tick(1.0)
    return Cover(
        frame,
        Count(len(patches), len(subject.rejects)),
        Count(len(control.names), len(control.rejects)),
        [*subject.repairs, *control.repairs],
        [*subject.rejects, *control.rejects],
        basis_of(options),
    )


def _stack(layers: Mapping[str, Any]) -> Any:
    """All layers in one frame; `fid` names layer and feature for messages."""
    shapes: list[Any] = []
    fids: list[str] = []
    problems: list[Any] = []
    for name, frame in layers.items():
        shapes.extend(frame.geometry.values)
        fids.extend(f"{name} {fid}" for fid in feature_names(frame))
        problems.extend(frame["problem"] if "problem" in frame.columns else [None] * len(frame))
    return door.geopandas().GeoDataFrame({"fid": fids, "problem": problems}, geometry=shapes)


def _remainders(subject: Admitted, control: Admitted, patch: Any, feature: Any, options: Options, span: Span) -> Any:
    """For every patch the polygon that nothing covers (empty where all is covered, None where rejected)."""
    sh = door.shapely()
    rest = subject.shapes.copy()
    for row, part in runs(patch):
        span.tick(part.start / len(patch))
        ours, over = subject.shapes[row], control.shapes[feature[part]]
        over = over[sh.intersects(ours, over)]
        if len(over):
            over = clipped(over, np.full(len(over), ours, dtype=object))
            rest[row] = tally.remainder(ours, over, subject.names[row])
    return _without_slivers(rest, options)


def _without_slivers(rest: Any, options: Options) -> Any:
    """Drop parts of the remainder that are mere touching."""
    sh = door.shapely()
    parts, owner = sh.get_parts(rest, return_index=True)
    solid = areas(parts, options.basis, options.grid) >= options.min_area_m2
    for row in np.unique(owner[~solid]):
        kept = parts[(owner == row) & solid]
        rest[row] = kept[0] if len(kept) == 1 else sh.multipolygons(kept)
    return rest


def _farthest(rest: Any, control: Admitted, span: Span) -> Any:
    """Largest distance (m) from a vertex of each remainder to the nearest polygon of the layers.

    No remainder reaches into a polygon, so the distance to the nearest piece of boundary is the one.
    """
    sh = door.shapely()
    if not len(control.usable):
        return np.full(len(rest), np.nan)
    tree = sh.STRtree(_boundary(control))
    vertices, whose = sh.get_coordinates(rest, return_index=True)
    result = np.where(sh.is_empty(rest), 0.0, np.nan)
    for part in chunks(np.ones(len(vertices))):
        span.tick(part.start / len(vertices))
        (vertex, _), distance = tree.query_nearest(sh.points(vertices[part]), return_distance=True, all_matches=False)
        np.fmax.at(result, whose[part][vertex], distance)
    return result


def _boundary(control: Admitted) -> Any:
    """Every edge of every polygon, as two-point lines."""
    sh = door.shapely()
    polygons = sh.get_parts(control.shapes[control.usable])
    xy, ring = sh.get_coordinates(sh.get_rings(polygons), return_index=True)
    same = ring[:-1] == ring[1:]
    return sh.linestrings(np.stack([xy[:-1][same], xy[1:][same]], axis=1))
