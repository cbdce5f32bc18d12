"""边对核: shared areas from coordinates alone, compiled by numba where that is installed. It changes nothing but speed.

Of valid polygons only: it counts how often a ring runs round the ground, so a ring run twice would count twice.
"""

from __future__ import annotations

import importlib
import os
import shutil
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.overlay.plane import from_moments
from landwatch_plugin.overlay.result import Options
from landwatch_plugin.overlay.sheet import Sheet

#: Set to 1 to do without.
SWITCH = "LANDWATCH_NO_KERNEL"
#: Areas up to this are what rounding leaves where polygons touch.
_DUST_M2 = 1e-9
#: What an unsuited numba, or a damaged file of its cache, raises.
_BROKEN = (ImportError, AttributeError, OSError, RuntimeError, ValueError, TypeError, EOFError)


def available() -> bool:
    """Whether numba is installed, works, and is not switched off."""
    return os.environ.get(SWITCH) != "1" and _loops() is not None


@lru_cache(maxsize=1)
def _loops() -> ModuleType | None:
    """The compiled loops; None without a working numba. What numba compiles is kept in the user's cache folder."""
    try:
        numba = importlib.import_module("numba")
        wrong = (numba.errors.NumbaError, numba.core.caching.pickle.UnpicklingError, *_BROKEN)
        folder = _cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        before = numba.config.CACHE_DIR
    except (*_BROKEN, SystemError):
        return None
    try:
        numba.config.CACHE_DIR = str(folder)
        loops = importlib.import_module("landwatch_plugin.overlay.edge_pairs")
    except wrong:
        return None
    finally:
        numba.config.CACHE_DIR = before
    return loops if _works(loops, folder, wrong) or _works(loops, folder, wrong) else None


def _works(loops: ModuleType, folder: Path, wrong: tuple[type[Exception], ...]) -> bool:
    """Whether the loops can be compiled, or fetched from the folder, and measure rightly; if not, the folder is emptied."""
    try:
        if _is_right(loops):
            return True
    except wrong:
        pass
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return False


def _cache_folder() -> Path:
    own = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return (Path(own) if own else Path.home() / ".cache") / "landwatch" / "kernel"


def _is_right(loops: ModuleType) -> bool:
    """Measure what two unit squares share that overlap by half."""
    ring = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0.0]])
    one, two = np.array([0, 5], np.int64), np.array([0, 1], np.int64)
    square, moved = (_edges(loops, xy, one, two, np.ones(1, bool)) for xy in (ring, ring[::-1] + np.array([0.5, 0.0])))
    found = _moments(loops, square, two[:1], moved, two[:1], np.array([[0.5, 0.0, 1.0, 1.0]]))
    return bool(np.allclose(found, [[0.5, 0.125, 0.25, 0.5 / 12]]))


def edges_of(sheet: Sheet, rows: Any, origin: tuple[float, float] = (0.0, 0.0)) -> Any:
    """The edges of some rows, ready to be measured: own copies, moved by −origin."""
    return _edges(_loops(), *sheet.flat(rows, origin))


def _edges(loops: Any, coords: Any, rings: Any, features: Any, shell: Any) -> Any:
    rings, features = np.asarray(rings, np.int64), np.asarray(features, np.int64)
    blocks = -(-(np.diff(rings) - 1) // loops.BLOCK)
    edges = loops.Edges(
        np.ascontiguousarray(coords), rings, features,
        np.zeros(len(shell)), np.cumsum(blocks) - blocks, np.zeros((int(blocks.sum()), 4)),
    )  # fmt: skip
    loops.ordered(edges.coords, rings, shell, edges.turn, edges.first, edges.blocks)
    return edges


def _moments(loops: Any, one: Any, rows: Any, other: Any, places: Any, boxes: Any) -> Any:
    """(n, 4): area, ∫x, ∫y, ∫x² from the lower left of each box."""
    found = np.zeros((len(rows), 4))
    if len(rows):
        most = max(int(np.diff(edges.rings[edges.features]).max()) for edges in (one, other))
        rows, places = np.asarray(rows, np.int64), np.asarray(places, np.int64)
        loops.moments(one, rows, other, places, np.ascontiguousarray(boxes), 3 * most + 8, found)
    return found


def measured(one: Any, rows: Any, other: Any, places: Any, boxes: Any, options: Options) -> Any:
    """m² on the basis of the (local) options that one[rows] and other[places] share inside the boxes (n, 4)."""
    found = _moments(_loops(), one, rows, other, places, boxes)
    solid = found[:, 0] > _DUST_M2
    area, sx, sy, sxx = found[solid].T
    if options.basis is Basis.ELLIPSOIDAL:
        x, y = boxes[solid, 0] + sx / area, boxes[solid, 1] + sy / area
        area = from_moments(area, x, y, sxx - sx**2 / area, options.grid)
    shared = np.zeros(len(found))
    shared[solid] = area
    return shared


def common_box(one: Any, other: Any) -> Any:
    """What boxes (n, 4) have in common, row by row."""
    return np.hstack([np.maximum(one[:, :2], other[:, :2]), np.minimum(one[:, 2:], other[:, 2:])])


def shared_areas(patches: Sheet, patch_rows: Any, features: Sheet, feature_rows: Any, options: Options) -> Any:
    """m² of each pair of a patch (coordinates from options.origin) and a feature (in the plane of the layers), valid both."""
    ours, place = np.unique(patch_rows, return_inverse=True)
    theirs, at = np.unique(feature_rows, return_inverse=True)
    boxes = common_box(patches.boxes[patch_rows], features.boxes[feature_rows]) - np.tile(options.origin, 2)
    one, other = edges_of(patches, ours), edges_of(features, theirs, options.origin)
    return measured(one, place, other, at, boxes, options)
