"""铺满: the network of edges that a patch and its boundaries make, its faces, and the proof that parts tile the patch.

All edges are noded together once, on the coordinates that a file can hold, so two neighbours have the very same corners.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.errors import LandwatchError

Point = tuple[float, float]
Edge = tuple[Point, Point]

STEPS_OFF = 8
"""How far a new corner on the parent's edge may lie beside it, in steps between neighbouring numbers: 6e-8 m at 4e7 m."""
SNAP_STEPS = 2.0**14
"""How near a boundary must pass by a corner of the parent to be drawn through it, in the same steps: 0.1 mm at 4e7 m."""
_ROUNDS = 8
Noding = Callable[[set[Edge], Any], set[Edge]]
"""Edges in local coordinates and their origin → the same edges, cut wherever they meet."""


def verify(parent: Any, parts: Sequence[Any]) -> None:
    """Raises LandwatchError unless the parts tile the parent."""
    if not tiles(parent, parts):
        raise LandwatchError(
            "拆分结果没有通过检验：子图斑未能恰好拼合为原图斑，未作拆分。",
            "请把界线移开图斑边界附近后重试，并反馈该图斑。",
        )


def tiles(parent: Any, parts: Sequence[Any]) -> bool:
    """Whether the parts tile the parent: valid, no overlap, no gap, every edge between two of them shared to the bit.

    Exactly: the edges that only one part has, less the new corners on them, are the parent's own edges, and no new
    corner lies more than `STEPS_OFF` beside them.
    """
    sh = door.shapely()
    sound = len(parts) > 0 and all(sh.is_valid(part) and sh.area(part) > 0 for part in parts)
    return sound and bool(sh.coverage_is_valid(list(parts))) and _outline_kept(parent, parts)


def faces_of(local: Any, cuts: Sequence[Any], origin: Any, noding: Noding) -> list[Any]:
    """The faces inside the parent of all edges noded together. Boundaries within a tenth of a millimetre of a corner of
    the parent are drawn through it: a face thinner than the numbers' step can be told to be neither inside nor outside."""
    sh = door.shapely()
    box, outline = sh.bounds(local), sh.boundary(local)
    near = {edge for edge in edges_of(cuts) if _meets(edge, box)}
    if near:
        reach = SNAP_STEPS * float(np.max(np.spacing(np.abs(origin) + box[2:])))
        near = set(edges_of([sh.snap(sh.union_all(_lines(near)), outline, reach)]))
    faces = sh.get_parts(sh.polygonize(_lines(noding(set(edges_of([local])) | near, origin))))
    return list(faces[sh.contains(local, sh.point_on_surface(faces))])


def _lines(edges: set[Edge]) -> Any:
    return door.shapely().linestrings(np.array(sorted(edges)))


def noded(edges: set[Edge], origin: Any) -> set[Edge]:
    """Edges cut where they meet; cutting and rounding to what a file can hold go on until neither changes a thing."""
    sh = door.shapely()
    for _ in range(_ROUNDS):
        before = edges
        edges = set(edges_of([sh.transform(sh.union_all(_lines(edges)), lambda xy: (xy + origin) - origin)]))
        if edges == before:
            break
    return edges


def snapped(edges: set[Edge], origin: Any) -> set[Edge]:
    """The same on the lattice of the numbers that a file can hold around here: for edges that nearly fall together."""
    sh = door.shapely()
    step = np.spacing(np.maximum(np.abs(origin), 1.0))
    lattice = sh.transform(_lines(edges), lambda xy: np.round(xy / step))
    return set(edges_of([sh.transform(sh.union_all(lattice, grid_size=1.0), lambda xy: xy * step)]))


def edges_of(shapes: Iterable[Any]) -> Iterator[Edge]:
    """Every edge of lines and rings once, its lower end first; edges without length are none."""
    sh = door.shapely()
    for shape in shapes:
        for ring in sh.get_rings(sh.get_parts(shape)) if sh.get_dimensions(shape) == 2 else sh.get_parts(shape):
            xy = [(float(x), float(y)) for x, y in sh.get_coordinates(ring)]
            for one, two in pairwise(xy):
                if one != two:
                    yield (one, two) if one < two else (two, one)


def _meets(edge: Edge, box: Any) -> bool:
    (x0, y0), (x1, y1) = edge
    return x0 <= box[2] and x1 >= box[0] and min(y0, y1) <= box[3] and max(y0, y1) >= box[1]


def without_spare_nodes(shapes: Sequence[Any], parent: Any) -> list[Any]:
    """Without the corners that noding left on the parent's own edges where no boundary begins any more."""
    sh = door.shapely()
    own = set(map(tuple, sh.get_coordinates(parent).tolist()))
    spare = {point for point, ends in _outer(shapes).items() if len(ends) == 2 and point not in own}
    spare -= {point for edge, count in _counted(shapes).items() if count > 1 for point in edge}
    return [_kept(shape, spare) for shape in shapes] if spare else list(shapes)


def _kept(shape: Any, spare: set[Point]) -> Any:
    """The shape without some of its corners."""
    sh = door.shapely()
    made = []
    for polygon in sh.get_parts(shape):
        rings = []
        for ring in sh.get_rings(polygon):
            xy = [point for point in map(tuple, sh.get_coordinates(ring)[:-1].tolist()) if point not in spare]
            rings.append(sh.linearrings([*xy, xy[0]]))
        made.append(sh.polygons(rings[0], rings[1:] or None))
    return made[0] if len(made) == 1 else sh.multipolygons(made)


def _counted(shapes: Sequence[Any]) -> Counter[Edge]:
    return Counter(edges_of(shapes))


def _outer(shapes: Sequence[Any]) -> dict[Point, set[Point]]:
    """Corner → the corners it is joined to by edges that only one shape has."""
    ends: dict[Point, set[Point]] = defaultdict(set)
    for (one, two), count in _counted(shapes).items():
        if count == 1:
            ends[one].add(two)
            ends[two].add(one)
    return ends


def _outline_kept(parent: Any, parts: Sequence[Any]) -> bool:
    """See `tiles`."""
    sh = door.shapely()
    ends, wanted = _outer(parts), set(edges_of([sh.union_all(sh.boundary(parent))]))
    own = {point for edge in wanted for point in edge}
    new = [point for point in ends if point not in own]
    near = STEPS_OFF * np.spacing(np.max(np.abs(sh.bounds(parent))))
    if new and float(np.max(sh.distance(sh.points(new), sh.boundary(parent)))) > near:
        return False
    for point in new:
        if len(ends[point]) != 2:
            return False
        one, two = ends.pop(point)
        ends[one] = ends[one] - {point} | {two}
        ends[two] = ends[two] - {point} | {one}
    return {(one, two) for one, others in ends.items() for two in others if one < two} == wanted
