"""Ellipsoidal area from the Gauss–Krüger plane agrees with independent figures at survey accuracy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely

from landwatch_plugin.domain.area_basis import Basis, Grid, basis_text
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.overlay.plane import areas, point_scale

pytestmark = pytest.mark.thorough

CGCS2000 = {"a": 6378137.0, "rf": 298.257222101}
LATITUDES = (18, 22, 30, 36, 45, 53)
OFFSETS = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5)
PLANE = pyproj.Proj("+proj=tmerc +lon_0=114 +x_0=38500000 +ellps=GRS80")


def star(longitude: float, latitude: float, radius: float, seed: int = 7, corners: int = 58) -> Any:
    """A jagged patch with a hole around a place, in the plane of zone 38."""
    chance = np.random.default_rng(seed)
    angle = np.sort(chance.uniform(0, 2 * math.pi, corners))
    reach = chance.uniform(0.5, 1.0, corners) * radius
    x, y = PLANE(longitude, latitude)
    outer = np.c_[x + reach * np.cos(angle), y + reach * np.sin(angle)]
    hole = np.c_[x + 0.2 * radius * np.cos(angle), y + 0.2 * radius * np.sin(angle)]
    return shapely.Polygon(outer).difference(shapely.Polygon(hole))


def authalic_area(shape: Any, step: float) -> float:
    """Truth for small polygons: shoelace in longitude × authalic area coordinate, edges cut every `step` metres."""
    a, f = CGCS2000["a"], 1 / CGCS2000["rf"]
    e2 = f * (2 - f)
    e = math.sqrt(e2)
    total = 0.0
    for polygon in shapely.get_parts(shape):
        for number, ring in enumerate(shapely.get_rings(polygon)):
            xy = shapely.get_coordinates(shapely.segmentize(ring, step))
            longitude, latitude = PLANE(xy[:, 0], xy[:, 1], inverse=True)
            sin = np.sin(np.radians(latitude))
            height = a**2 * (1 - e2) / 2 * (sin / (1 - e2 * sin**2) + np.arctanh(e * sin) / e)
            u, v = np.radians(longitude - longitude[0]), height - height[0]
            ring_area = abs(float(np.sum(u[:-1] * v[1:] - u[1:] * v[:-1]))) / 2
            total += ring_area if number == 0 else -ring_area
    return total


def geodesic_area(shape: Any, step: float) -> float:
    """pyproj's area of the geodesic polygon through the densified plane edges."""
    geod, total = pyproj.Geod(**CGCS2000), 0.0
    for number, ring in enumerate(shapely.get_rings(shape)):
        xy = shapely.get_coordinates(shapely.segmentize(ring, step))
        ring_area = abs(geod.polygon_area_perimeter(*PLANE(xy[:, 0], xy[:, 1], inverse=True))[0])
        total += ring_area if number == 0 else -ring_area
    return total


@pytest.mark.parametrize("latitude", LATITUDES)
@pytest.mark.parametrize("offset", OFFSETS)
def test_scale_of_the_plane_is_that_of_proj(latitude: float, offset: float, grid: Grid) -> None:
    """k from the closed series equals PROJ's to 1e-10."""
    place = 114 + offset, latitude
    k, _ = point_scale(grid, *PLANE(*place))
    assert k == pytest.approx(PLANE.get_factors(*place).meridional_scale, rel=1e-10)


@pytest.mark.parametrize("latitude", LATITUDES)
@pytest.mark.parametrize("offset", OFFSETS)
def test_a_patch_is_measured_to_two_parts_in_a_thousand_million(latitude: float, offset: float, grid: Grid) -> None:
    """Patch of about 1 ha: within 2e-9 of the authalic truth everywhere in a zone of China."""
    patch = star(114 + offset, latitude, 80.0)
    assert 6_000 < patch.area < 20_000
    assert areas([patch], Basis.ELLIPSOIDAL, grid)[0] == pytest.approx(authalic_area(patch, 2.0), rel=2e-9)


@pytest.mark.parametrize("latitude", LATITUDES)
@pytest.mark.parametrize(("radius", "step"), [(1_000.0, 20.0), (8_000.0, 50.0), (40_000.0, 200.0)])
def test_large_ground_agrees_with_pyproj_geod(latitude: float, radius: float, step: float, grid: Grid) -> None:
    """From 2 km² to a county of 80 km across, cut into cells: within 2e-9 of pyproj.Geod with densified edges."""
    ground = star(115.5, latitude, radius)
    assert areas([ground], Basis.ELLIPSOIDAL, grid)[0] == pytest.approx(geodesic_area(ground, step), rel=2e-9)


def test_a_patch_agrees_with_pyproj_geod_to_a_square_millimetre_per_hectare(grid: Grid) -> None:
    """At patch size pyproj's own rounding (about 1e-3 m²) is the limit of the comparison."""
    patch = star(115.5, 30, 80.0)
    assert areas([patch], Basis.ELLIPSOIDAL, grid)[0] == pytest.approx(geodesic_area(patch, 2.0), abs=2e-3)


def test_the_plane_area_is_larger_at_the_edge_of_a_zone(grid: Grid) -> None:
    """formats.md §6: at latitude 22° and 1.5° from the central meridian by about 0.06 %."""
    x, y = PLANE(115.5, 22)
    ground = shapely.box(x - 500, y - 500, x + 500, y + 500)
    plane, survey = (areas([ground], basis, grid)[0] for basis in (Basis.PLANE, Basis.ELLIPSOIDAL))
    assert plane == pytest.approx(1_000_000, abs=1e-3)
    assert plane / survey - 1 == pytest.approx(0.000597, abs=1e-5)


def test_rings_may_turn_either_way_and_parts_and_holes_count(grid: Grid) -> None:
    """Area does not depend on ring direction; holes are taken off; parts are added."""
    x, y = PLANE(114.5, 30)
    whole = shapely.box(x, y, x + 100, y + 100).difference(shapely.box(x + 40, y + 40, x + 60, y + 60))
    far = shapely.box(x + 900, y, x + 950, y + 10)
    both = shapely.union_all([whole, far])
    one, other, joint, turned = areas([whole, far, both, shapely.reverse(both)], Basis.ELLIPSOIDAL, grid)
    assert joint == pytest.approx(one + other, rel=1e-14)
    assert turned == pytest.approx(joint, rel=1e-14)
    assert areas([both], Basis.PLANE, grid)[0] == pytest.approx(10_100, abs=1e-6)


def test_nothing_has_no_area(grid: Grid) -> None:
    """None and empty geometries measure 0 on either basis, also among others."""
    x, y = PLANE(114.5, 30)
    shapes = [None, shapely.Polygon(), shapely.box(x, y, x + 10, y + 10), None]
    for basis in Basis:
        measured = areas(shapes, basis, grid)
        assert measured[[0, 1, 3]].tolist() == [0, 0, 0]
        assert measured[2] == pytest.approx(100, rel=1e-3)
        assert areas([], basis, grid).tolist() == []


def test_origin_latitude_and_scale_of_foreign_grids_are_honoured() -> None:
    """The British grid (lat_0 = 49°, k_0 = 0.9996) on its own ellipsoid gives PROJ's scale."""
    proj = pyproj.Proj("+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy")
    british = Grid(-2.0, 49.0, 0.9996012717, 400_000.0, -100_000.0, 6377563.396, 1 / 299.3249646)
    k, _ = point_scale(british, *proj(1.5, 54.0))
    assert k == pytest.approx(proj.get_factors(1.5, 54.0).meridional_scale, rel=1e-10)


def test_without_a_transverse_mercator_plane_ellipsoidal_areas_are_refused() -> None:
    """A Grid that is no Gauss–Krüger measures plane areas only, and says so."""
    assert areas([shapely.box(0, 0, 2, 3)], Basis.PLANE, Grid()).tolist() == [6.0]
    with pytest.raises(LandwatchError, match="不是高斯-克吕格"):
        areas([shapely.box(0, 0, 2, 3)], Basis.ELLIPSOIDAL, Grid())


def test_the_basis_is_said_in_words(grid: Grid) -> None:
    """Every sheet tells how areas were measured."""
    made = Grid(lon_0=120.0, false_easting=500_000.0, ellipsoid_name="WGS84椭球")
    finnish = Grid(lon_0=27.0, k_0=0.9996, crs_name="EPSG:3067", ellipsoid_name="GRS80椭球")
    assert basis_text(Basis.ELLIPSOIDAL, grid) == "椭球面积（CGCS2000椭球，高斯-克吕格投影面积÷k²）"
    assert basis_text(Basis.PLANE, grid) == "平面面积（EPSG:4526）"
    assert basis_text(Basis.PLANE, made) == "平面面积（WGS84椭球，高斯-克吕格投影，中央经线120°）"
    assert basis_text(Basis.ELLIPSOIDAL, finnish) == "椭球面积（GRS80椭球，横轴墨卡托投影面积÷k²）"
