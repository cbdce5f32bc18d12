"""面积口径: the plane the overlay works in, and ellipsoidal areas (椭球面积) from it in closed form.

A transverse Mercator plane (高斯-克吕格) is conformal, so ellipsoidal area = ∫ 1/k² over the plane polygon. 1/k² is
expanded around the centroid of each part to second order, whose integral is the part's second moment in x. Measured
against pyproj's inverse geodesic polygon area with densified edges: see tests/overlay/test_plane.py.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.area_basis import Basis, Grid
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.overlay.rings import rings_of

WIDEST_M = 20_000.0
_BLOCK = 20_000


def areas(shapes: Any, basis: Basis, grid: Grid) -> Any:
    """Area in m² of each polygonal geometry, as float64; 0 for None and for empty ones."""
    shapes = np.asarray(shapes, dtype=object)
    if basis is Basis.PLANE:
        return np.nan_to_num(door.shapely().area(shapes))
    if grid.lon_0 is None:
        raise LandwatchError(
            "当前坐标系不是高斯-克吕格（横轴墨卡托）投影，不能由投影面积换算椭球面积。",
            "请先转换到高斯-克吕格投影坐标系，或改用平面面积。",
        )
    parts, owner = _small_parts(shapes)
    result = np.zeros(len(shapes))
    for start in range(0, len(parts), _BLOCK):
        block = slice(start, start + _BLOCK)
        np.add.at(result, owner[block], _ellipsoidal(parts[block], grid))
    return result


def point_scale(grid: Grid, x: Any, y: Any) -> tuple[Any, Any]:
    """Scale k of the plane at (x, y), and the Gaussian radius squared (m²) there.

    Krüger's series to n⁴ (Karney 2011, equations 11, 35, 36), good to 1e-12 far beyond one zone.
    """
    n = grid.f / (2 - grid.f)
    rectifying = grid.a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    unit = grid.k_0 * rectifying
    xi = (np.asarray(y, float) - grid.false_northing) / unit + _rectifying_latitude(math.radians(grid.lat_0), n)
    eta = (np.asarray(x, float) - grid.false_easting) / unit
    xi1, eta1, stretch, twist = xi.copy(), eta.copy(), np.ones_like(xi), np.zeros_like(xi)
    for j, beta in enumerate(_beta(n), start=1):
        sin, cos, sinh, cosh = np.sin(2 * j * xi), np.cos(2 * j * xi), np.sinh(2 * j * eta), np.cosh(2 * j * eta)
        xi1 -= beta * sin * cosh
        eta1 -= beta * cos * sinh
        stretch -= 2 * j * beta * cos * cosh
        twist += 2 * j * beta * sin * sinh
    conformal = np.arcsin(np.sin(xi1) / np.cosh(eta1))
    latitude = conformal + sum(delta * np.sin(2 * j * conformal) for j, delta in enumerate(_delta(n), start=1))
    bend = 1 + ((1 - n) / (1 + n) * np.tan(latitude)) ** 2
    k = unit / grid.a * np.sqrt(bend * (np.cos(xi1) ** 2 + np.sinh(eta1) ** 2) / (stretch**2 + twist**2))
    e2 = grid.f * (2 - grid.f)
    radius2 = grid.a**2 * (1 - e2) / (1 - e2 * np.sin(latitude) ** 2) ** 2
    return k, radius2


def _beta(n: float) -> tuple[float, ...]:
    return (
        n / 2 - n**2 * 2 / 3 + n**3 * 37 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - n**4 * 437 / 1440,
        n**3 * 17 / 480 - n**4 * 37 / 840,
        n**4 * 4397 / 161280,
    )


def _delta(n: float) -> tuple[float, ...]:
    return (
        n * 2 - n**2 * 2 / 3 - n**3 * 2 + n**4 * 116 / 45,
        n**2 * 7 / 3 - n**3 * 8 / 5 - n**4 * 227 / 45,
        n**3 * 56 / 15 - n**4 * 136 / 35,
        n**4 * 4279 / 630,
    )


def _rectifying_latitude(latitude: float, n: float) -> float:
    return (
        latitude
        - (n * 3 / 2 - n**3 * 9 / 16) * math.sin(2 * latitude)
        + (n**2 * 15 / 16 - n**4 * 15 / 32) * math.sin(4 * latitude)
        - n**3 * 35 / 48 * math.sin(6 * latitude)
        + n**4 * 315 / 512 * math.sin(8 * latitude)
    )


def _ellipsoidal(parts: Any, grid: Grid) -> Any:
    return from_moments(*_moments(parts), grid)


def from_moments(area: Any, cx: Any, cy: Any, spread: Any, grid: Grid) -> Any:
    """Ellipsoidal m² from plane area, centroid and ∫(x − cx)²."""
    k, radius2 = point_scale(grid, cx, cy)
    east2 = ((cx - grid.false_easting) / grid.k_0) ** 2
    curvature = (8 * east2 / radius2 - 2) / radius2 / grid.k_0**4
    return area / k**2 + curvature / 2 * spread


def _moments(parts: Any) -> tuple[Any, Any, Any, Any]:
    """Plane area, centroid x and y, and ∫(x − cx)² of each single polygon, whatever way its rings turn."""
    flat = rings_of(parts)
    ring, owner = flat.ring, flat.owner
    first = np.searchsorted(ring, np.searchsorted(owner, np.arange(len(parts))))
    origin = flat.xy[first]
    whose = owner[ring[:-1]]
    local = flat.xy.T.copy() - origin.T[:, owner[ring]]
    x0, x1 = local[0, :-1], local[0, 1:]
    y0, y1 = local[1, :-1], local[1, 1:]
    cross = x0 * y1 - x1 * y0
    cross[ring[:-1] != ring[1:]] = 0.0
    per_ring = np.bincount(ring[:-1], cross, len(owner))
    sign = np.where(flat.shell == (per_ring >= 0), 1.0, -1.0)
    cross *= sign[ring[:-1]]
    area, sx, sy, sxx = (
        np.bincount(whose, weight, len(parts))
        for weight in (cross / 2, (x0 + x1) * cross / 6, (y0 + y1) * cross / 6, (x0**2 + x0 * x1 + x1**2) * cross / 12)
    )
    solid = np.where(area == 0, 1.0, area)
    cx, cy = sx / solid, sy / solid
    return area, cx + origin[:, 0], cy + origin[:, 1], np.where(area == 0, 0.0, sxx - cx**2 * area)


def _small_parts(shapes: Any) -> tuple[Any, Any]:
    """Single polygons of at most 20 km × 20 km, and the index of the shape each belongs to."""
    sh = door.shapely()
    parts, owner = shapes, np.arange(len(shapes))
    if not (sh.get_type_id(shapes) == 3).all():
        parts, owner = sh.get_parts(shapes, return_index=True)
    polygonal = (sh.get_type_id(parts) == 3) & ~sh.is_empty(parts)
    if not polygonal.all():
        parts, owner = parts[polygonal], owner[polygonal]
    box = sh.bounds(parts)
    wide = (box[:, 2] - box[:, 0] > WIDEST_M) | (box[:, 3] - box[:, 1] > WIDEST_M)
    if not wide.any():
        return parts, owner
    pieces, owners = [parts[~wide]], [owner[~wide]]
    for index in np.flatnonzero(wide):
        cells = sh.get_parts(sh.intersection(parts[index], _cells(box[index])))
        cells = cells[(sh.get_type_id(cells) == 3) & ~sh.is_empty(cells)]
        pieces.append(cells)
        owners.append(np.full(len(cells), owner[index]))
    return np.concatenate(pieces), np.concatenate(owners)


def _cells(box: Any) -> Any:
    xmin, ymin, xmax, ymax = box
    x = np.linspace(xmin, xmax, max(1, math.ceil((xmax - xmin) / WIDEST_M)) + 1)
    y = np.linspace(ymin, ymax, max(1, math.ceil((ymax - ymin) / WIDEST_M)) + 1)
    left, bottom = np.meshgrid(x[:-1], y[:-1])
    right, top = np.meshgrid(x[1:], y[1:])
    return door.shapely().box(left.ravel(), bottom.ravel(), right.ravel(), top.ravel())
