"""核算: what a control layer has in a group of patches: pieces, covered ground, double cover, gaps. One job of the crew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.overlay.chunks import runs
from landwatch_plugin.overlay.features import Features
from landwatch_plugin.overlay.pairs import Pieces, common, together
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.result import Options
from landwatch_plugin.overlay.subject import Subject
from landwatch_plugin.overlay.tiling import evenly_covered


@dataclass
class Ground:
    """What was found for some patches. `pieces.patch` and the other patch numbers are positions in `rows`."""

    rows: Any
    """Positions of the patches in the whole run."""
    patch_m2: Any
    covered: Any
    """m² that at least one feature covers."""
    pieces: Pieces
    united: dict[tuple[int, str], float] = field(default_factory=dict)
    """(patch, class) → m² as a union, where polygons of one class lie over each other."""
    gaps: dict[int, str] = field(default_factory=dict)
    """Patch → a point (WKT) in the ground that a gap-free layer leaves open."""
    doubles: dict[int, str] = field(default_factory=dict)
    """Patch → a point in the ground that a gap-free layer counts twice."""


@dataclass(frozen=True)
class Job:
    """Some patches and the features that may meet them: `patch`, `feature` are pairs, positions in `rows` and the layer."""

    rows: Any
    patch: Any
    feature: Any
    huge: Pieces
    """Pieces of huge features, found before."""


def survey(job: Job, subject: Subject, features: Features, classes: Any, ridge: Any) -> Ground:
    """Measure one job on its own copies of the patches. `classes` and `ridge` are by feature."""
    options = features.options
    shapes, names = subject.patches.shapes(job.rows), subject.names[job.rows]
    rows, place = np.unique(job.feature, return_inverse=True)
    theirs = features.shapes(rows)
    shared = common(shapes, theirs, (job.patch, place), rows, names, features)
    pieces = together([shared, job.huge])
    found = Ground(job.rows, subject.areas_of(options)[job.rows], np.zeros(len(shapes)), pieces)
    known = _known(found, job.huge.patch, shapes, (job.patch, place), theirs, options)
    found.covered = _covered(found, known, names, options)
    total = np.bincount(pieces.patch, pieces.area, len(shapes))
    double = total - found.covered > options.closure_m2
    found.united = _united(found, double, names, classes, ridge, options)
    if options.gap_free:
        _where_open(found, shapes, names, double, options)
    if not options.pieces:
        found.pieces = Pieces(pieces.patch, pieces.feature, np.full(len(pieces), None, dtype=object), pieces.area)
    return found


def _known(found: Ground, unproven: Any, shapes: Any, pairs: tuple[Any, Any], theirs: Any, options: Options) -> Any:
    """Which patches are covered whole for certain: one feature contains them, or edges prove that features tile them."""
    pieces = found.pieces
    total = np.bincount(pieces.patch, pieces.area, len(shapes))
    whole = np.zeros(len(shapes), bool)
    whole[pieces.patch[pieces.area == found.patch_m2[pieces.patch]]] = True
    missing = np.abs(total - found.patch_m2)
    closing = ~whole & (missing <= options.closure_m2) & (missing < found.patch_m2 / 2)
    closing[unproven] = False
    asked = closing[pairs[0]]
    if asked.any():
        whole |= closing & evenly_covered(shapes, (pairs[0][asked], pairs[1][asked]), theirs)
    return whole


def _covered(found: Ground, known: Any, names: Any, options: Options) -> Any:
    """m² that features cover. A union is built only where several pieces meet and it is not known that they cover all."""
    pieces = found.pieces
    covered = np.bincount(pieces.patch, pieces.area, len(known))
    covered[known] = found.patch_m2[known]
    doubtful = (np.bincount(pieces.patch, minlength=len(known)) > 1) & ~known
    groups = {patch: rows for patch, rows in runs(pieces.patch) if doubtful[patch]}
    unions = [union(pieces.shape[rows], names[patch]) for patch, rows in groups.items()]
    covered[list(groups)] = areas(unions, options.basis, options.grid)
    return covered


def _united(
    found: Ground, double: Any, names: Any, classes: Any, ridge: Any, options: Options
) -> dict[tuple[int, str], float]:
    """No ground counts twice in a class.

    Classes with ridges are left as they are: which polygon's ridges would count is not known, and the patch is reported.
    """
    keys: list[tuple[int, str]] = []
    shapes: list[Any] = []
    for patch, rows in runs(found.pieces.patch):
        if not double[patch]:
            continue
        feature = found.pieces.feature[rows]
        own = classes[feature]
        for name in np.unique(own[ridge[feature] == 0]):
            same = own == name
            if same.sum() > 1 and not ridge[feature[same]].any():
                keys.append((patch, name))
                shapes.append(union(found.pieces.shape[rows][same], names[patch]))
    return dict(zip(keys, areas(shapes, options.basis, options.grid).tolist(), strict=True)) if keys else {}


def _where_open(found: Ground, shapes: Any, names: Any, double: Any, options: Options) -> None:
    """Places of gaps and of double cover above the tolerance; one cannot hide the other."""
    rows = dict(runs(found.pieces.patch))
    gap = found.patch_m2 - found.covered > options.closure_m2
    for patch in np.flatnonzero(gap | double).tolist():
        parts = found.pieces.shape[rows[patch]] if patch in rows else np.zeros(0, object)
        if gap[patch]:
            found.gaps[patch] = _inside(remainder(shapes[patch], parts, names[patch]), options)
        if double[patch]:
            found.doubles[patch] = _inside(_doubled(parts), options)


def union(shapes: Any, patch_id: str) -> Any:
    """The union of a few polygons; an error names the patch."""
    sh = door.shapely()
    try:
        return sh.union_all(shapes)
    except sh.errors.GEOSException as error:
        raise _failed(patch_id, error) from error


def remainder(shape: Any, cover: Any, patch_id: str) -> Any:
    """What is left of a patch outside the covering polygons; an error names the patch."""
    sh = door.shapely()
    try:
        return sh.difference(shape, sh.union_all(cover))
    except sh.errors.GEOSException as error:
        raise _failed(patch_id, error) from error


def _failed(patch_id: str, error: Exception) -> LandwatchError:
    return LandwatchError(f"图斑{patch_id}的覆盖范围合并失败（{error}）。", "请修复控制图层的几何后重新套合。")


def _inside(shape: Any, options: Options) -> str:
    """A point in the largest part, as WKT in the plane of the layers."""
    sh = door.shapely()
    parts = sh.get_parts(shape)
    point = sh.point_on_surface(parts[np.argmax(sh.area(parts))] if len(parts) else shape)
    there = sh.transform(point, lambda xy: xy + np.asarray(options.origin))
    return str(sh.to_wkt(there, rounding_precision=3))


def _doubled(shapes: Any) -> Any:
    """The largest ground that two of the shapes share."""
    sh = door.shapely()
    one, other = np.triu_indices(len(shapes), 1)
    shared = sh.intersection(shapes[one], shapes[other])
    return shared[np.argmax(sh.area(shared))]


def merged(parts: Sequence[Ground | None], count: int) -> Ground:
    """One Ground of all `count` patches of the run; those in no part have neither area nor pieces."""
    whole = Ground(np.arange(count), np.zeros(count), np.zeros(count), together([]))
    pieces = []
    for part in filter(None, parts):
        rows = part.rows
        whole.patch_m2[rows], whole.covered[rows] = part.patch_m2, part.covered
        own = part.pieces
        pieces.append(Pieces(rows[own.patch], own.feature, own.shape, own.area))
        whole.united.update({(int(rows[patch]), name): area for (patch, name), area in part.united.items()})
        whole.gaps.update({int(rows[patch]): place for patch, place in part.gaps.items()})
        whole.doubles.update({int(rows[patch]): place for patch, place in part.doubles.items()})
    whole.pieces = together(pieces)
    return whole
