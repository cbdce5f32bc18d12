"""Every shapely function that the program calls, asked something whose answer is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def questions(sh: Any) -> dict[str, Callable[[], Any]]:
    """Function → what it says, as plain values."""
    left, right = sh.box(0, 0, 2, 1), sh.box(1, 0, 3, 1)
    both = np.array([left, right])
    court = sh.from_wkt("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))")
    bowtie = sh.from_wkt("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))")
    two = sh.multipolygons([left, sh.box(5, 5, 6, 6)])
    far = sh.points([[10.0, 0.5]])
    return {
        "STRtree": lambda: [sh.STRtree(both).query(left).tolist(), sh.STRtree(both).query_nearest(far, return_distance=True)[1].tolist()],
        "area": lambda: sh.area(both).tolist(),
        "boundary": lambda: float(sh.length(sh.boundary(left))),
        "bounds": lambda: sh.bounds(right).tolist(),
        "box": lambda: sh.box(0, 0, 4, 2).area,
        "clip_by_rect": lambda: sh.clip_by_rect(court, -1, -1, 3, 3).area,
        "contains": lambda: bool(sh.contains(court, sh.box(3, 3, 4, 4))),
        "contains_properly": lambda: sh.contains_properly(court, [sh.box(3, 3, 4, 4), left]).tolist(),
        "coverage_is_valid": lambda: [bool(sh.coverage_is_valid([left, sh.box(2, 0, 3, 1)])), bool(sh.coverage_is_valid(both))],
        "coverage_union_all": lambda: sh.coverage_union_all([left, sh.box(2, 0, 3, 1)]).area,
        "difference": lambda: sh.difference(left, right).area,
        "distance": lambda: float(sh.distance(left, sh.box(5, 0, 6, 1))),
        "equals": lambda: bool(sh.equals(left, sh.from_wkt("POLYGON ((2 0, 2 1, 0 1, 0 0, 2 0))"))),
        "equals_exact": lambda: bool(sh.equals_exact(left, sh.box(0, 0, 2, 1))),
        "force_2d": lambda: bool(sh.has_z(sh.force_2d(sh.from_wkt("POLYGON Z ((0 0 1, 1 0 1, 1 1 1, 0 0 1))")))),
        "from_ragged_array": lambda: _from_columns(sh, left),
        "from_wkb": lambda: sh.from_wkb(sh.to_wkb(court)).area,
        "from_wkt": lambda: court.area,
        "get_coordinates": lambda: sh.get_coordinates(left).tolist(),
        "get_dimensions": lambda: sh.get_dimensions([left, sh.points(1, 1)]).tolist(),
        "get_num_coordinates": lambda: sh.get_num_coordinates(court).tolist(),
        "get_num_geometries": lambda: sh.get_num_geometries(two).tolist(),
        "get_num_interior_rings": lambda: sh.get_num_interior_rings(court).tolist(),
        "get_parts": lambda: sh.area(sh.get_parts(two)).tolist(),
        "get_rings": lambda: sh.get_num_coordinates(sh.get_rings(court)).tolist(),
        "get_type_id": lambda: sh.get_type_id([left, two, None]).tolist(),
        "has_m": lambda: not hasattr(sh, "has_m") or not sh.has_m(left),
        "has_z": lambda: bool(sh.has_z(sh.from_wkt("POINT Z (1 2 3)"))),
        "intersection": lambda: sh.intersection(left, right).area,
        "intersects": lambda: sh.intersects(left, both).tolist(),
        "is_empty": lambda: sh.is_empty([left, sh.from_wkt("POLYGON EMPTY")]).tolist(),
        "is_missing": lambda: sh.is_missing(np.array([left, None])).tolist(),
        "is_valid": lambda: sh.is_valid([left, bowtie]).tolist(),
        "is_valid_reason": lambda: str(sh.is_valid_reason(bowtie)),
        "length": lambda: float(sh.length(left)),
        "linearrings": lambda: float(sh.length(sh.linearrings([[0, 0], [3, 0], [3, 4]]))),
        "linestrings": lambda: float(sh.length(sh.linestrings([[0, 0], [3, 4]]))),
        "make_valid": lambda: sh.make_valid(bowtie, method="structure", keep_collapsed=False).area,
        "multipolygons": lambda: two.area,
        "normalize": lambda: sh.to_wkt(sh.normalize(left), rounding_precision=0),
        "point_on_surface": lambda: bool(sh.contains(court, sh.point_on_surface(court))),
        "points": lambda: sh.get_coordinates(sh.points([[1.0, 2.0]])).tolist(),
        "polygonize": lambda: sh.area(sh.get_parts(sh.polygonize([sh.boundary(left)]))).tolist(),
        "polygons": lambda: sh.polygons([[0, 0], [3, 0], [3, 4]]).area,
        "prepare": lambda: [sh.prepare(left), bool(sh.intersects(left, right))],
        "shortest_line": lambda: sh.get_coordinates(sh.shortest_line(sh.points(1, 1.5), left)).tolist(),
        "snap": lambda: sh.bounds(sh.snap(sh.box(0, 0, 2.01, 1), left, 0.1)).tolist(),
        "to_wkb": lambda: sh.to_wkb(left, hex=True)[:18],
        "to_wkt": lambda: sh.to_wkt(sh.points(1.25, 2), rounding_precision=2),
        "total_bounds": lambda: sh.total_bounds(both).tolist(),
        "transform": lambda: sh.bounds(sh.transform(left, lambda xy: xy * 2)).tolist(),
        "union_all": lambda: sh.union_all(both).area,
    }  # fmt: skip


def _from_columns(sh: Any, shape: Any) -> float:
    offsets = np.array([0, 5]), np.array([0, 1])
    return float(sh.area(sh.from_ragged_array(sh.GeometryType.POLYGON, sh.get_coordinates(shape), offsets)[0]))


EXPECTED: dict[str, Any] = {
    "STRtree": [[0, 1], [7.0]], "area": [2.0, 2.0], "boundary": 6.0, "bounds": [1.0, 0.0, 3.0, 1.0], "box": 8.0,
    "clip_by_rect": 8.0, "contains": True, "contains_properly": [True, False], "coverage_is_valid": [True, False],
    "coverage_union_all": 3.0, "difference": 1.0, "distance": 3.0, "equals": True, "equals_exact": True, "force_2d": False,
    "from_ragged_array": 2.0, "from_wkb": 80.0, "from_wkt": 80.0,
    "get_coordinates": [[2.0, 0.0], [2.0, 1.0], [0.0, 1.0], [0.0, 0.0], [2.0, 0.0]], "get_dimensions": [2, 0],
    "get_num_coordinates": 10, "get_num_geometries": 2, "get_num_interior_rings": 1, "get_parts": [2.0, 1.0],
    "get_rings": [5, 5], "get_type_id": [3, 6, -1], "has_m": True, "has_z": True, "intersection": 1.0,
    "intersects": [True, True], "is_empty": [False, True], "is_missing": [False, True], "is_valid": [True, False],
    "is_valid_reason": "Self-intersection[1 1]", "length": 6.0, "linearrings": 12.0, "linestrings": 5.0, "make_valid": 2.0,
    "multipolygons": 3.0, "normalize": "POLYGON ((0 0, 0 1, 2 1, 2 0, 0 0))", "point_on_surface": True,
    "points": [[1.0, 2.0]], "polygonize": [2.0], "polygons": 6.0, "prepare": [None, True],
    "shortest_line": [[1.0, 1.5], [1.0, 1.0]], "snap": [0.0, 0.0, 2.0, 1.0], "to_wkb": "010300000001000000", "to_wkt": "POINT (1.25 2)",
    "total_bounds": [0.0, 0.0, 3.0, 1.0], "transform": [0.0, 0.0, 4.0, 2.0], "union_all": 3.0,
}  # fmt: skip


def answers() -> dict[str, Any]:
    """Each question answered: the same as EXPECTED."""
    from landwatch_plugin import door

    return {name: ask() for name, ask in questions(door.shapely()).items()}
