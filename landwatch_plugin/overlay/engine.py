"""套合: the areas that patches share with one control layer, by class. A pure function of patches, layer and options."""

from __future__ import annotations

from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.progress import Feedback, Silent, Span
from landwatch_plugin.overlay import tally
from landwatch_plugin.overlay.chunks import chunks
from landwatch_plugin.overlay.crew import run
from landwatch_plugin.overlay.features import Features
from landwatch_plugin.overlay.gate import texts
from landwatch_plugin.overlay.ground import Ground, Job, merged, survey
from landwatch_plugin.overlay.pairs import HUGE, Pieces, of_huge, together
from landwatch_plugin.overlay.recollection import Recollection
from landwatch_plugin.overlay.result import Count, Options, Result, basis_of
from landwatch_plugin.overlay.scene import Scene, prepare
from landwatch_plugin.overlay.settled import settled

#: Vertices of huge features that one job looks at.
_HUGE_WORK = 200_000


def measure(patches: Any, layer: Any, options: Options, feedback: Feedback | None = None) -> Result:
    """Overlay patches (GeoDataFrame patch_id, geometry) with a layer (Sheet, or GeoDataFrame class, geometry, extras).

    Both are in the plane of `options.grid`. A Sheet from the shelf remembers what was found for patches and options: only
    patches that changed are measured again. Raises InputError for blank or repeated patch ids, CrsError for layers that
    cannot belong together, Cancelled. What could not be used is in `rejects`, never silently left out.
    """
    feedback = feedback or Silent()
    scene = prepare(patches, layer, options, feedback)
    features = Features(scene.sheet, scene.options)
    met = np.unique(scene.feature)
    classes = class_texts(scene.sheet, met)
    ridge = tally.ridge_shares(scene.sheet, classes, met, options)
    kept = Recollection(scene, features)
    known, unknown = kept.known()
    plain, unknown = settled(scene, unknown, features, Span(feedback, 10, 60))
    rest = _surveyed(scene, unknown, features, classes, ridge, Span(feedback, 60 if plain else 10, 95))
    found = merged([known, *plain, *rest], len(scene.names))
    tally.refuse_wrong_ridges(scene.sheet, ridge, np.unique(found.pieces.feature), options)
    kept.keep(found)
    features.remember()
    result = _told(scene, features, found, classes, ridge, scene.subject.attrs)
    Span(feedback, 95, 100).tick(1.0)
    return result


def class_texts(sheet: Any, met: Any) -> Any:
    """The class of each feature as text; only those that may meet a patch are read."""
    classes = np.full(len(sheet), "", dtype=object)
    if "class" in sheet.columns and len(met):
        classes[met] = texts(sheet["class"].take(met))
    return classes


def _surveyed(scene: Scene, rows: Any, features: Features, classes: Any, ridge: Any, span: Span) -> list[Ground]:
    """Huge features one by one first, then all others by groups of neighbouring patches."""
    if not len(rows):
        return []
    options = scene.options
    scene.subject.areas_of(options)
    patch, feature = scene.of(rows)
    huge = scene.sheet.vertices[feature] > HUGE
    width = (span.end - span.start) * (0.3 if huge.any() else 0)
    first = Span(span.feedback, span.start, span.start + width)
    large = _huge_pieces(scene, patch[huge], feature[huge], features, first)
    jobs = []
    for own, place, other in scene.jobs(rows, patch[~huge], feature[~huge]):
        at = np.searchsorted(large.patch, own)
        count = np.searchsorted(large.patch, own, side="right") - at
        chosen = np.repeat(at - np.cumsum(count) + count, count) + np.arange(count.sum())
        pieces = large.rows(chosen)
        local = Pieces(np.repeat(np.arange(len(own)), count), pieces.feature, pieces.shape, pieces.area)
        jobs.append(Job(own, place, other, local))

    def work(job: Job) -> Ground:
        return survey(job, scene.subject, features, classes, ridge)

    return run(jobs, work, Span(span.feedback, span.start + width, span.end), options.threads)


def _huge_pieces(scene: Scene, patch: Any, feature: Any, features: Features, span: Span) -> Pieces:
    """Jobs of a few huge features each, with all the patches that may meet them: a huge feature is prepared once."""
    order = np.argsort(feature, kind="stable")
    patch, feature = patch[order], feature[order]
    rows, first = np.unique(feature, return_index=True)
    edges = np.r_[first, len(feature)]
    jobs = [slice(edges[part.start], edges[part.stop]) for part in chunks(scene.sheet.vertices[rows], most=_HUGE_WORK)]
    names = scene.names

    def work(job: slice) -> Pieces:
        own, place = np.unique(patch[job], return_inverse=True)
        found = of_huge(scene.subject.patches.shapes(own), (place, feature[job]), names[own], features)
        return Pieces(own[found.patch], found.feature, found.shape, found.area)

    return together(run(jobs, work, span, scene.options.threads))


def _told(scene: Scene, features: Features, found: Ground, classes: Any, ridge: Any, attrs: dict[Any, Any]) -> Result:
    """The tables of what was found."""
    options, names, pieces = scene.options, scene.names, found.pieces
    total = np.bincount(pieces.patch, pieces.area, len(names))
    gap, excess = found.patch_m2 - found.covered, total - found.covered
    rejects = features.rejects()
    return Result(
        shares=tally.shares_frame(names, found.patch_m2, pieces, classes, ridge, found.united),
        coverage=tally.coverage_frame(names, found.patch_m2, found.covered, scene.subject.usable),
        hits=tally.hits_frame(names, pieces) if options.group_by_feature else None,
        pieces=tally.pieces_frame(names, _back(pieces, options), classes, attrs) if options.pieces else None,
        patches=scene.subject.count,
        features=Count(len(scene.sheet), len(rejects)),
        repairs=[*scene.subject.repairs, *features.repairs()],
        rejects=[*scene.subject.rejects, *rejects],
        open_patches=tally.open_patches_of(names, gap, excess, (found.gaps, found.doubles)),
        overlaps=tally.overlaps_of(names, excess, options),
        basis_text=basis_of(options),
        layer_name=options.layer_name,
    )


def _back(pieces: Pieces, options: Options) -> Pieces:
    """Pieces in the plane of the layers again."""
    shapes = door.shapely().transform(pieces.shape, lambda xy: xy + np.asarray(options.origin))
    return Pieces(pieces.patch, pieces.feature, shapes, pieces.area)
