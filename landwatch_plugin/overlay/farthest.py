"""最大越界距离: how far what is left of a patch reaches beyond the polygons that cover the rest.

The farthest point of the remainder need not be a corner of it: in a hole of a licence, or in the gap between two, it lies
amid the ground. It is enclosed: pieces of the remainder are halved as long as one could reach farther than what is found.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.progress import Span
from landwatch_plugin.overlay.chunks import chunks

TOLERANCE_M = 0.002
"""What is found is short of the largest distance by less (m); figures are printed in centimetres."""
_ROUNDS = 60


def farthest(rest: Any, covered: Any, shapes: Any, span: Span) -> Any:
    """Largest distance (m) from each remainder to the nearest of `shapes`: 0 where nothing is left, NaN without shapes.

    `covered`: whether the patch is covered in part. Of the others only corners are looked at: how far they lie from
    the nearest polygon is nobody's question.
    """
    sh = door.shapely()
    edges = _edges(shapes)
    if not len(edges):
        return np.full(len(rest), np.nan)
    tree = sh.STRtree(edges)
    corners, whose = sh.get_coordinates(rest, return_index=True)
    found = np.where(sh.is_empty(rest), 0.0, np.nan)
    for part in chunks(np.ones(len(corners))):
        span.tick(part.start / len(corners))
        np.fmax.at(found, whose[part], _nearest(corners[part], tree))
    for at in np.flatnonzero(covered & ~sh.is_empty(rest)):
        found[at] = _reach(sh.get_parts(rest[at]), tree, edges)
    return found


def _nearest(points: Any, tree: Any) -> Any:
    """Distance of each point to the nearest edge."""
    return tree.query_nearest(door.shapely().points(points), return_distance=True, all_matches=False)[1]


def _reach(pieces: Any, tree: Any, edges: Any) -> float:
    """Distance to an edge is convex, so that on a piece it is largest at a corner: the corners' distances to the edge
    that is nearest to the middle bound the piece from above, their distances to their own nearest from below."""
    sh = door.shapely()
    best = 0.0
    for _ in range(_ROUNDS):
        corners, whose = sh.get_coordinates(pieces, return_index=True)
        best = max(best, float(_nearest(corners, tree).max()))
        nearest = np.zeros(len(pieces), dtype=int)
        box = sh.bounds(pieces)
        middles = sh.points((box[:, :2] + box[:, 2:]) / 2)
        (middle, edge), _ = tree.query_nearest(middles, return_distance=True, all_matches=False)
        nearest[middle] = edge
        bound = np.zeros(len(pieces))
        np.fmax.at(bound, whose, sh.distance(sh.points(corners), edges[nearest][whose]))
        pieces = _halved(pieces[bound > best + TOLERANCE_M])
        if not len(pieces):
            break
    return best


def _halved(pieces: Any) -> Any:
    """Each cut across its longer side."""
    sh = door.shapely()
    west, south, east, north = sh.bounds(pieces).T
    wide = east - west > north - south
    x, y = (west + east) / 2, (south + north) / 2
    first = sh.box(west, south, np.where(wide, x, east), np.where(wide, north, y))
    second = sh.box(np.where(wide, x, west), np.where(wide, south, y), east, north)
    halves = sh.get_parts(sh.intersection(np.concatenate([pieces, pieces]), np.concatenate([first, second])))
    return halves[sh.area(halves) > 0]


def _edges(shapes: Any) -> Any:
    """Every edge of every polygon, as two-point lines."""
    sh = door.shapely()
    xy, ring = sh.get_coordinates(sh.get_rings(sh.get_parts(shapes)), return_index=True)
    same = ring[:-1] == ring[1:]
    return sh.linestrings(np.stack([xy[:-1][same], xy[1:][same]], axis=1))
