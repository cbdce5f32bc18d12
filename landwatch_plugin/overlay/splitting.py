"""拆分: one patch into parts along given boundaries; the parts tile it, with shared edges equal to the last bit.

The parts are faces of one network of edges (`partition`); pieces too small to stand alone join a neighbour and are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.splitting import children_mu
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.overlay.line_ends import reaching, short_by
from landwatch_plugin.overlay.partition import (
    Edge,
    edges_of,
    faces_of,
    noded,
    snapped,
    tiles,
    verify,
    without_spare_nodes,
)
from landwatch_plugin.overlay.result import CLOSURE_M2

Measure = Callable[[Any], Any]
"""Shapes in the parent's coordinate system → their areas in m²."""
_POLYGON = 3


@dataclass(frozen=True)
class Cut:
    """A boundary to split along: ground inside a polygon bears its label; a line only parts what lies on its sides."""

    shape: Any
    label: str = ""


@dataclass(frozen=True)
class Kept:
    """The patch as the ledger has it, which its children must sum to: a child's own 亩 was adjusted before."""

    area_m2: float
    mu: Decimal


@dataclass(frozen=True)
class Part:
    """One child. `mu`: 亩, adjusted so that the children sum to the printed parent (平差)."""

    label: str
    shape: Any
    area_m2: float
    mu: Decimal


@dataclass(frozen=True)
class Sliver:
    """A piece below the tolerance that was joined to a neighbour and not kept by itself."""

    area_m2: float
    label: str
    into: int
    """Index of the part that took it in."""


@dataclass(frozen=True)
class Split:
    parts: tuple[Part, ...]
    slivers: tuple[Sliver, ...]
    area_m2: float
    mu: Decimal
    repaired: bool = False
    """The parent crossed itself and was repaired first, as the overlay repairs it."""


def split(
    parent: Any, cuts: Sequence[Cut], measure: Measure, sliver_m2: float, rest: str = "", *, kept: Kept | None = None,
    metre: float = 1.0,
) -> Split:  # fmt: skip
    """The parts of `parent`: one per label (first cut first, `rest` for ground inside none), or one per face of lines.

    `metre` in the parent's units. Raises LandwatchError when the boundaries do not part it, or when the tiling cannot
    be proved.
    """
    sh = door.shapely()
    whole, repaired = _sound(parent)
    origin = np.floor(sh.bounds(whole)[:2])
    local = _shift(whole, -origin)
    pieces = [Cut(_shift(_sound(cut.shape)[0], -origin), cut.label) for cut in cuts]
    by_line = all(sh.get_dimensions(piece.shape) == 1 for piece in pieces)
    if by_line:
        pieces = [Cut(shape) for shape in reaching(local, [piece.shape for piece in pieces], metre)]
    labels = [""] if by_line else [*dict.fromkeys(cut.label for cut in cuts), rest]
    for noding in (noded, snapped):
        faces = faces_of(local, [piece.shape for piece in pieces], origin, noding)
        keys = list(range(len(faces))) if by_line else [labels.index(_label(face, pieces, rest)) for face in faces]
        sizes = [float(area) for area in measure(_shift(np.array(faces, dtype=object), origin))]
        joined = _join_slivers(faces, keys, sizes, sliver_m2)
        groups = sorted(set(keys))
        unions = [sh.coverage_union_all([faces[at] for at, key in enumerate(keys) if key == group]) for group in groups]
        shapes = [_shift(shape, origin) for shape in without_spare_nodes(unions, local)]
        if tiles(whole, shapes):
            break
    verify(whole, shapes)
    if len(groups) < 2:
        lines = [piece.shape for piece in pieces]
        why = short_by(local, lines, metre) if by_line else f"整个图斑均属“{labels[groups[0]]}”"
        raise LandwatchError(
            f"{'除边角外，' if joined else ''}所给界线没有把图斑分成两部分{'：' + why if why else ''}。",
            ("界线须贯穿图斑，两端都到图斑以外；" if by_line else "请核对界线，或改用其他拆分方式；")
            + "小于边角限值的部分并入相邻部分，不单独成为子图斑。",
        )
    named = ["" if by_line else labels[group] for group in groups]
    slivers = [Sliver(area, "" if by_line else labels[key], groups.index(keys[face])) for face, key, area in joined]
    return _numbered(whole, shapes, named, measure, labels, repaired, slivers, kept)


def _numbered(
    whole: Any, shapes: Sequence[Any], labels: Sequence[str], measure: Measure, order: Sequence[str], repaired: bool,
    slivers: Sequence[Sliver], kept: Kept | None,
) -> Split:  # fmt: skip
    """Parts in an order that does not depend on how the boundaries were drawn: by label, then the largest first."""
    areas = [float(area) for area in measure(np.array(shapes, dtype=object))]
    total = float(measure(np.array([whole], dtype=object))[0])
    if abs(sum(areas) - total) > CLOSURE_M2:
        raise LandwatchError(
            f"拆分后面积之和与原图斑相差{abs(sum(areas) - total):.2f}平方米，未作拆分。", "请检查图斑图形后重试。"
        )
    bounds = door.shapely().bounds(np.array(shapes, dtype=object))
    ranked = sorted(range(len(shapes)), key=lambda at: (order.index(labels[at]), -round(areas[at], 2), *bounds[at]))
    place = {old: new for new, old in enumerate(ranked)}
    stands = kept if kept and abs(kept.area_m2 - total) <= CLOSURE_M2 else Kept(total, to_mu(total))
    areas[max(ranked, key=lambda at: areas[at])] += stands.area_m2 - sum(areas)
    mus = children_mu([areas[at] for at in ranked], stands.area_m2, stands.mu)
    return Split(
        tuple(Part(labels[at], shapes[at], areas[at], mu) for at, mu in zip(ranked, mus, strict=True)),
        tuple(Sliver(one.area_m2, one.label, place[one.into]) for one in slivers),
        stands.area_m2, stands.mu, repaired,
    )  # fmt: skip


def _sound(shape: Any) -> tuple[Any, bool]:
    """A polygon that does not cross itself, and whether it had to be repaired; lines as they are. Z is dropped."""
    sh = door.shapely()
    flat = sh.force_2d(shape)
    if sh.get_dimensions(flat) == 1 or sh.is_valid(flat):
        return flat, False
    mended = sh.make_valid(flat, method="structure", keep_collapsed=False)
    parts = [part for part in sh.get_parts(mended) if sh.get_type_id(part) == _POLYGON]
    return (parts[0] if len(parts) == 1 else sh.multipolygons(parts)), True


def _shift(shapes: Any, by: Any) -> Any:
    """Subtracting a whole number from coordinates of its size loses nothing; adding it rounds to what a file can hold."""
    return door.shapely().transform(shapes, lambda xy: xy + by)


def _label(face: Any, cuts: Sequence[Cut], rest: str) -> str:
    sh = door.shapely()
    point = sh.point_on_surface(face)
    return next(
        (cut.label for cut in cuts if sh.get_dimensions(cut.shape) == 2 and sh.contains(cut.shape, point)), rest
    )


def _join_slivers(
    faces: Sequence[Any], keys: list[int], sizes: Sequence[float], least: float
) -> list[tuple[int, int, float]]:
    """Change `keys` so that no connected piece below `least` stands alone: the smallest first goes to the neighbour with
    the longest common edge, one without neighbours to the nearest. Returns (a face, its key before, m²) of each."""
    beside = _neighbours(faces)
    joined: list[tuple[int, int, float]] = []
    while True:
        small = sorted((sum(sizes[at] for at in piece), piece) for piece in _pieces(keys, beside))
        choice = next(
            ((area, piece) for area, piece in small if area < least and _alone(piece, keys, sizes, least, beside)), None
        )
        if choice is None:
            return joined
        area, piece = choice
        into = _longest(piece, keys, beside)
        into = _nearest(piece, keys, faces) if into is None else into
        if into is None:
            return joined
        joined.append((piece[0], keys[piece[0]], area))
        for at in piece:
            keys[at] = into


def _neighbours(faces: Sequence[Any]) -> dict[int, dict[int, float]]:
    """Face → neighbouring face → length of the common edges."""
    owners: dict[Edge, list[int]] = defaultdict(list)
    for at, face in enumerate(faces):
        for edge in edges_of([face]):
            owners[edge].append(at)
    beside: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for ((x0, y0), (x1, y1)), both in owners.items():
        for one, two in ((a, b) for a in both for b in both if a != b):
            beside[one][two] += float(np.hypot(x1 - x0, y1 - y0))
    return beside


def _pieces(keys: Sequence[int], beside: dict[int, dict[int, float]]) -> list[list[int]]:
    """Connected faces of one key."""
    left, found = set(range(len(keys))), []
    while left:
        stack, piece = [left.pop()], []
        while stack:
            at = stack.pop()
            piece.append(at)
            near = [other for other in beside[at] if other in left and keys[other] == keys[at]]
            left.difference_update(near)
            stack += near
        found.append(sorted(piece))
    return found


def _alone(piece: list[int], keys: Sequence[int], sizes: Sequence[float], least: float, beside: Any) -> bool:
    """A small piece beside another part always goes; an island does only when its whole part is small."""
    if _longest(piece, keys, beside) is not None:
        return True
    return sum(size for size, key in zip(sizes, keys, strict=True) if key == keys[piece[0]]) < least


def _longest(piece: list[int], keys: Sequence[int], beside: dict[int, dict[int, float]]) -> int | None:
    lengths: dict[int, float] = defaultdict(float)
    for at in piece:
        for other, length in beside[at].items():
            if keys[other] != keys[at]:
                lengths[keys[other]] += length
    return max(lengths, key=lambda key: (lengths[key], -key)) if lengths else None


def _nearest(piece: list[int], keys: Sequence[int], faces: Sequence[Any]) -> int | None:
    sh = door.shapely()
    others = [at for at, key in enumerate(keys) if key != keys[piece[0]]]
    return keys[min(others, key=lambda at: float(sh.distance(faces[piece[0]], faces[at])))] if others else None
