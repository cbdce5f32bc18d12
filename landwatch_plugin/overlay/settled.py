"""已定: patches whose ground is known from edges alone. All others are left to be measured with shapes.

Known is a patch that meets nothing, one feature, or several that share no ground with each other there: what they cover
together is then the sum. A patch that a gap-free layer leaves open, one that meets an invalid feature, one on which
features overlap: those need shapes. One that may meet a huge feature is left as well: shapes are prepared once a feature
and answer most such patches by containment, while here its vertices would be gone through job by job.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.progress import Span
from landwatch_plugin.overlay import kernel
from landwatch_plugin.overlay.boxes import spans
from landwatch_plugin.overlay.crew import beside, run
from landwatch_plugin.overlay.features import Features
from landwatch_plugin.overlay.ground import Ground
from landwatch_plugin.overlay.pairs import HUGE, Pieces
from landwatch_plugin.overlay.scene import Scene

#: Pairs of patch and feature from which on it pays to load the kernel.
WORTH = 10_000
#: Wider patches (m) are left to the shapes, whose parts are brought to the ellipsoid one by one.
WIDE = 2_000.0
#: Patches of more pieces than this are left to the shapes: here every piece is held against every other.
MANY = 60
#: Features that share less than this (m²) in a patch share nothing.
_DUST_M2 = 1e-7


def settled(scene: Scene, rows: Any, features: Features, span: Span) -> tuple[list[Ground], Any]:
    """What is known of the patches `rows`, and the rows that are left."""
    options = scene.options
    huge = np.zeros(len(scene.names), bool)
    huge[scene.patch[scene.sheet.vertices[scene.feature] > HUGE]] = True
    asked = rows[~huge[rows]]
    patch, feature = scene.of(asked)
    curved = options.basis is Basis.ELLIPSOIDAL
    if options.pieces or len(patch) < WORTH or (curved and options.grid.lon_0 is None) or not beside(kernel.available, span):
        return [], rows
    scene.subject.areas_of(options)

    def work(job: tuple[Any, Any, Any]) -> Ground:
        return _known(scene, features, *job)

    found = run(list(scene.jobs(asked, patch, feature)), work, span, options.threads)
    left = np.ones(len(scene.names), bool)
    for part in found:
        left[part.rows] = False
    return found, rows[left[rows]]


def _known(scene: Scene, features: Features, rows: Any, place: Any, feature: Any) -> Ground:
    """The patches of one job that are settled. Pairs are (place in rows, feature)."""
    options, sheet = scene.options, scene.sheet
    theirs, at = np.unique(feature, return_inverse=True)
    patch_m2 = scene.subject.areas_of(options)[rows]
    boxes = (
        (scene.subject.patches.boxes[rows] - np.tile(options.origin, 2)),
        sheet.boxes[theirs] - np.tile(options.origin, 2),
    )
    sound = np.ones(len(rows), bool)
    sound[place[~features.valid(theirs)[at]]] = False
    if options.basis is Basis.ELLIPSOIDAL:
        sound &= (boxes[0][:, 2:] - boxes[0][:, :2] <= WIDE).all(axis=1)
    place, at = place[sound[place]], at[sound[place]]
    others = kernel.edges_of(sheet, theirs, options.origin)
    both = kernel.common_box(boxes[0][place], boxes[1][at])
    area = kernel.measured(kernel.edges_of(scene.subject.patches, rows), place, others, at, both, options)
    near = np.minimum(1e-6, 1e-9 * patch_m2)
    area = np.where(np.abs(area - patch_m2[place]) <= near[place], patch_m2[place], area)
    real = area >= options.min_area_m2
    place, at, area, both = place[real], at[real], area[real], both[real]
    count = np.bincount(place, minlength=len(rows))
    sound &= count <= MANY
    sound[_crossing(place, at, both, count * sound, others, options)] = False
    covered = np.bincount(place, area, len(rows))
    covered = np.where(np.abs(covered - patch_m2) <= near, patch_m2, covered)
    if options.gap_free:
        sound &= np.abs(patch_m2 - covered) <= options.closure_m2
    kept = sound[place]
    new = np.cumsum(sound) - 1
    pieces = Pieces(new[place[kept]], theirs[at[kept]], np.full(int(kept.sum()), None, dtype=object), area[kept])
    return Ground(rows[sound], patch_m2[sound], covered[sound], pieces)


def _crossing(place: Any, at: Any, boxes: Any, count: Any, others: Any, options: Any) -> Any:
    """Places of patches on which pieces may share ground. Pairs sorted by place; `boxes` hold the pieces."""
    first = np.searchsorted(place, np.arange(len(count)))
    order = np.arange(len(place)) - first[place]
    later = np.where(count[place] > 0, count[place] - order - 1, 0)
    one = np.repeat(np.arange(len(place)), later)
    two = spans(np.arange(len(place)) + 1, later)
    both = kernel.common_box(boxes[one], boxes[two])
    meet = (both[:, 0] < both[:, 2]) & (both[:, 1] < both[:, 3])
    one, two, both = one[meet], two[meet], both[meet]
    shared = kernel.measured(others, at[one], others, at[two], both, options)
    return np.flatnonzero(np.bincount(place[one], shared, len(count)) > _DUST_M2)
