"""地类图斑镶嵌: leaves become polygons that share every vertex of their common edges, with no gap and no overlap."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.strtree import STRtree

from demo.curves import GRID, polygons
from demo.fields import Leaf

SMALL = 260.0
"""Field pieces under this area (m²) go to the neighbour with the longest common edge."""
SMALL_LINE = 60.0
ORIGIN = (38_518_000.0, 3_216_000.0)
"""South-west corner of the frame in EPSG:4526 (easting with the zone number, northing)."""


@dataclass(frozen=True)
class Face:
    """One land polygon in the county's own metres."""

    shape: Polygon
    dlbm: str
    zone: str
    czc: str


def tile(leaves: list[Leaf], cuts: list[LineString]) -> list[Face]:
    """Node all edges on the 1 mm grid, build the faces, and join the crumbs to their neighbours."""
    edges = [leaf.shape.boundary for leaf in leaves] + list(cuts)
    noded = shapely.union_all(np.array(edges, dtype=object), grid_size=GRID)
    shapes = polygons(shapely.polygonize(list(shapely.get_parts(noded))))
    owners = _owners(leaves, shapes)
    faces = [Face(shape, leaf.dlbm, leaf.zone, leaf.czc) for shape, leaf in zip(shapes, owners, strict=True) if leaf]
    return _join_crumbs(sorted(faces, key=_north_west))


def _owners(leaves: list[Leaf], shapes: list[Polygon]) -> list[Leaf | None]:
    spots = shapely.point_on_surface(np.array(shapes, dtype=object))
    tree = STRtree([leaf.shape for leaf in leaves])
    found: list[Leaf | None] = [None] * len(shapes)
    for spot, leaf in tree.query(spots, predicate="within").T:
        found[int(spot)] = leaves[int(leaf)]
    return found


def _north_west(face: Face) -> tuple[float, float]:
    left, _, _, top = face.shape.bounds
    return (-round(top / 400), left)


def _join_crumbs(faces: list[Face]) -> list[Face]:
    """Union by groups: a crumb joins the best neighbour, which may itself be a crumb that joins another."""
    shapes = [face.shape for face in faces]
    tree = STRtree(shapes)
    group = list(range(len(faces)))

    def root(k: int) -> int:
        while group[k] != k:
            k = group[k]
        return k

    for k in sorted(range(len(faces)), key=lambda i: shapes[i].area):
        if not _is_crumb(faces[k]):
            continue
        near = [int(i) for i in tree.query(shapes[k], predicate="touches") if root(int(i)) != root(k)]
        if near:
            group[root(k)] = root(max(near, key=lambda i: _fit(faces[k], faces[i])))
    members: dict[int, list[int]] = {}
    for k in range(len(faces)):
        members.setdefault(root(k), []).append(k)
    return [_joined(faces, head, kin) for head, kin in sorted(members.items())]


def _is_crumb(face: Face) -> bool:
    return face.shape.area < (SMALL_LINE if face.zone == "line" else SMALL)


def _fit(crumb: Face, other: Face) -> tuple[bool, bool, float]:
    """Like goes to like: same class first, then field to field, then by the length of the common edge."""
    common = crumb.shape.intersection(other.shape).length
    return (common > 0, crumb.dlbm == other.dlbm or (crumb.zone == other.zone and crumb.zone != "line"), common)


def _joined(faces: list[Face], head: int, kin: list[int]) -> Face:
    if len(kin) == 1:
        return faces[head]
    whole = shapely.coverage_union_all([faces[k].shape for k in kin])
    largest = max(kin, key=lambda k: faces[k].shape.area)
    parts = polygons(whole)
    if len(parts) > 1:
        raise ValueError(f"crumbs {kin} do not join into one polygon")
    return replace(faces[largest], shape=parts[0])


def to_map(shape: shapely.Geometry) -> shapely.Geometry:
    """From the county's own metres to EPSG:4526, on whole millimetres."""
    return shapely.transform(shape, lambda c: np.round(c + np.array(ORIGIN), 3))
