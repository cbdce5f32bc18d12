"""旧账: what was found for a patch on this version of a layer is kept beside it; only changed patches are measured again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from landwatch_plugin.overlay.boxes import spans
from landwatch_plugin.overlay.features import Features
from landwatch_plugin.overlay.ground import Ground
from landwatch_plugin.overlay.pairs import Pieces
from landwatch_plugin.overlay.result import Options, Reject, Repair
from landwatch_plugin.overlay.scene import Scene
from landwatch_plugin.overlay.sheet import UNREADABLE, keep_arrays
from landwatch_plugin.overlay.subject import Subject

#: Raise when the engine's answers change.
VERSION = 2
#: Patches remembered a layer; the oldest go first.
MOST = 200_000


class Recollection:
    """The results kept on the shelf of the scene's layer, under the scene's options."""

    def __init__(self, scene: Scene, features: Features) -> None:
        self.scene = scene
        self.features = features
        self.path: Path | None = None
        self._marks: Any = np.zeros((0,), "V16")
        if scene.sheet.shelf is not None and not scene.options.pieces:
            self.path = scene.sheet.shelf / f"found-{signature(scene.options)}.npz"
            self._marks = marks(scene.subject)
        self._old = _read(self.path)

    def known(self) -> tuple[Ground | None, Any]:
        """What is remembered of the scene's patches, and the rows that must be measured."""
        usable = self.scene.subject.usable
        if self._old is None:
            return None, usable
        place = _find(self._old["marks"], self._marks[usable])
        there = place >= 0
        rows, place = usable[there], place[there]
        if not len(rows):
            return None, usable
        self.features.recall(self._told(self._old["told"]))
        return _ground(self._old, rows, place), usable[~there]

    def _told(self, words: Any) -> dict[int, Repair | Reject]:
        """Faults of the features that may meet one of today's patches, as told before."""
        met = set(np.unique(self.scene.feature).tolist())
        plain = json.loads(words.tobytes())
        name = self.scene.options.layer_name
        repairs = {row: Repair(layer=name, **said) for row, said in plain["repairs"] if row in met}
        return repairs | {row: Reject(layer=name, **said) for row, said in plain["rejects"] if row in met}

    def keep(self, found: Ground) -> None:
        """Remember today's patches, and earlier ones as far as there is room."""
        if self.path is None:
            return
        usable = self.scene.subject.usable
        today = _columns(found, usable, self._marks, self.features)
        if self._old is None:
            _write(self.path, today)
        elif len(np.setdiff1d(today["marks"], self._old["marks"])):
            gone = np.flatnonzero(_find(today["marks"], self._old["marks"]) < 0)[-max(0, MOST - len(usable)) :]
            _write(self.path, _both(self._old, gone, today))


def signature(options: Options) -> str:
    """Equal for options under which the same patch and layer give the same figures."""
    grid = replace(options.grid, false_easting=0.0, false_northing=0.0)
    origin = options.grid.false_easting + options.origin[0], options.grid.false_northing + options.origin[1]
    said = (VERSION, options.basis.value, asdict(grid), origin, options.gap_free, options.min_area_m2)
    ridges = sorted(options.ridge_classes) if options.ridge_classes is not None else None
    text = json.dumps([*said, options.closure_m2, options.ridge_field, ridges])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def marks(subject: Subject) -> Any:
    """A digest of each patch's ground: vertices in the plane of the layers, and rings."""
    patches = subject.patches
    coords = patches.coords + np.asarray(subject.origin)
    rings = patches.polygons[patches.features]
    vertex = patches.rings[rings]
    found = []
    for ring, end, start, stop in zip(rings[:-1], rings[1:], vertex[:-1], vertex[1:], strict=True):
        digest = hashlib.blake2b(coords[start:stop].tobytes(), digest_size=16)
        digest.update((patches.rings[ring : end + 1] - start).tobytes())
        found.append(digest.digest())
    return np.array(found, "V16")


def _find(stored: Any, wanted: Any) -> Any:
    """Position of each wanted digest among the stored ones, −1 where it is not."""
    places = {mark: place for place, mark in enumerate(stored.tolist())}
    return np.array([places.get(mark, -1) for mark in wanted.tolist()], np.int64)


def _columns(found: Ground, usable: Any, own: Any, features: Features) -> dict[str, Any]:
    place = np.full(len(found.patch_m2), -1)
    place[usable] = np.arange(len(usable))
    words = {
        "repairs": [(row, _plain(said)) for row, said in features.told.items() if isinstance(said, Repair)],
        "rejects": [(row, _plain(said)) for row, said in features.told.items() if isinstance(said, Reject)],
    }
    texts = {
        "united": [(int(place[patch]), name, area) for (patch, name), area in found.united.items()],
        "gaps": [(int(place[patch]), where) for patch, where in found.gaps.items()],
        "doubles": [(int(place[patch]), where) for patch, where in found.doubles.items()],
    }
    return {
        "marks": own[usable],
        "patch_m2": found.patch_m2[usable],
        "covered": found.covered[usable],
        "count": np.bincount(place[found.pieces.patch], minlength=len(usable)),
        "feature": found.pieces.feature,
        "area": found.pieces.area,
        "told": _bytes(words),
        **{name: _bytes(rows) for name, rows in texts.items()},
    }


def _plain(said: Repair | Reject) -> dict[str, Any]:
    return {key: value for key, value in asdict(said).items() if key != "layer"}


def _bytes(plain: Any) -> Any:
    return np.frombuffer(json.dumps(plain, ensure_ascii=False).encode(), np.uint8)


def _ground(old: dict[str, Any], rows: Any, place: Any) -> Ground:
    """The remembered ground of the patches at `place`, for `rows` of the run."""
    count = old["count"][place]
    starts = np.cumsum(old["count"]) - old["count"]
    at = spans(starts[place], count)
    patch = np.repeat(np.arange(len(place)), count)
    new = {int(before): now for now, before in enumerate(place)}
    texts = {name: json.loads(old[name].tobytes()) for name in ("united", "gaps", "doubles")}
    return Ground(
        rows, old["patch_m2"][place], old["covered"][place],
        Pieces(patch, old["feature"][at], np.full(len(at), None, dtype=object), old["area"][at]),
        {(new[row], name): area for row, name, area in texts["united"] if row in new},
        {new[row]: where for row, where in texts["gaps"] if row in new},
        {new[row]: where for row, where in texts["doubles"] if row in new},
    )  # fmt: skip


def _both(old: dict[str, Any], kept: Any, today: dict[str, Any]) -> dict[str, Any]:
    """The kept patches of the old columns, then today's."""
    ground = _ground(old, kept, kept)
    columns = {
        "marks": old["marks"][kept], "patch_m2": ground.patch_m2, "covered": ground.covered,
        "count": old["count"][kept], "feature": ground.pieces.feature, "area": ground.pieces.area,
    }  # fmt: skip
    shift = len(kept)
    before: dict[str, list[Any]] = {
        "united": [(row, name, area) for (row, name), area in ground.united.items()],
        "gaps": list(ground.gaps.items()),
        "doubles": list(ground.doubles.items()),
    }
    texts = {
        name: _bytes([*rows, *((row + shift, *said) for row, *said in json.loads(today[name].tobytes()))])
        for name, rows in before.items()
    }
    said = [json.loads(part["told"].tobytes()) for part in (old, today)]
    words = {kind: sorted({row: what for part in said for row, what in part[kind]}.items()) for kind in said[0]}
    merged = {name: np.concatenate([part, today[name]]) for name, part in columns.items()}
    return {**merged, **texts, "told": _bytes(words)}


def _read(path: Path | None) -> dict[str, Any] | None:
    """The stored columns; None when there are none or they do not hold together."""
    if path is None or not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as stored:
            columns = {name: stored[name] for name in stored.files}
        sound = columns["count"].sum() == len(columns["feature"]) == len(columns["area"])
        sound &= len(columns["marks"]) == len(columns["count"]) == len(columns["covered"]) == len(columns["patch_m2"])
        for name in ("told", "united", "gaps", "doubles"):
            json.loads(columns[name].tobytes())
    except UNREADABLE:
        return None
    return columns if sound else None


def _write(path: Path, columns: dict[str, Any]) -> None:
    """Whole or not at all."""
    keep_arrays(path, columns)
