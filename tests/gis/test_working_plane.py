"""The plane of the overlay: Gauss–Krüger as it is, anything else in a plane made for it; areas as QGIS has them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)

from landwatch_plugin.domain.area_basis import Basis, basis_text
from landwatch_plugin.domain.errors import CrsError
from landwatch_plugin.gis.crs import parameters, transform_between, working_grid
from landwatch_plugin.overlay.plane import areas

pytestmark = pytest.mark.usefixtures("qgis_app")
WORLD = QgsCoordinateReferenceSystem("EPSG:4326")


def crs_of(code: str) -> QgsCoordinateReferenceSystem:
    """By authority id."""
    return QgsCoordinateReferenceSystem(code)


@pytest.mark.parametrize(
    ("code", "meridian", "scale", "easting", "northing"),
    [
        ("EPSG:4526", 114, 1.0, 38_500_000, 0),
        ("EPSG:4547", 114, 1.0, 500_000, 0),
        ("EPSG:4495", 99, 1.0, 17_500_000, 0),
        ("EPSG:2362", 114, 1.0, 38_500_000, 0),
        ("EPSG:3067", 27, 0.9996, 500_000, 0),
        ("EPSG:32629", -9, 0.9996, 500_000, 0),
        ("EPSG:32733", 15, 0.9996, 500_000, 10_000_000),
        ("EPSG:2193", 173, 0.9996, 1_600_000, 10_000_000),
    ],
)
def test_a_transverse_mercator_system_is_used_as_it_is(
    code: str, meridian: float, scale: float, easting: float, northing: float
) -> None:
    """Chinese zones of both widths and datums, and the grids of the real test data."""
    crs, grid = working_grid(crs_of(code), QgsRectangle())
    assert crs == crs_of(code)
    assert (grid.lon_0, grid.k_0, grid.false_easting, grid.false_northing) == (meridian, scale, easting, northing)
    assert grid.crs_name == code


@pytest.mark.parametrize(
    ("code", "flattening", "name"),
    [
        ("EPSG:4526", 298.257222101, "CGCS2000椭球"),
        ("EPSG:2362", 298.257, "IAG1975椭球"),
        ("EPSG:2414", 298.3, "克拉索夫斯基椭球"),
        ("EPSG:32650", 298.257223563, "WGS84椭球"),
    ],
)
def test_the_ellipsoid_is_that_of_the_system(code: str, flattening: float, name: str) -> None:
    """CGCS2000, Xi'an 80, Beijing 54 and WGS 84."""
    _, grid = working_grid(crs_of(code), QgsRectangle())
    assert 1 / grid.f == pytest.approx(flattening, abs=1e-6)
    assert grid.ellipsoid_name == name


@pytest.mark.parametrize(
    ("code", "box", "meridian"),
    [
        ("EPSG:4490", (114.9, 28.0, 115.3, 28.4), 114),
        ("EPSG:4490", (115.6, 28.0, 115.8, 28.4), 117),
        ("EPSG:4490", (112.5, 28.0, 112.5, 28.4), 114),
        ("EPSG:4326", (-8.9, 40.0, -8.1, 41.0), -9),
        ("EPSG:3857", (13_358_338, 3_503_549, 13_380_000, 3_520_000), 120),
        ("EPSG:4214", (120.1, 30.0, 120.3, 30.2), 120),
    ],
)
def test_other_systems_get_a_plane_of_their_own(code: str, box: tuple[float, ...], meridian: float) -> None:
    """Central meridian 3·round(λ/3), false easting 500 km, no authority id, the same ellipsoid."""
    crs, grid = working_grid(crs_of(code), QgsRectangle(*box))
    assert (grid.lon_0, grid.k_0, grid.false_easting) == (meridian, 1.0, 500_000)
    assert crs.isValid()
    assert parameters(crs.toProj())["proj"] == "tmerc"
    assert grid.crs_name == ""
    assert f"中央经线{meridian}°" in basis_text(Basis.PLANE, grid)


def test_a_plane_made_for_degrees_is_the_official_zone(qgis_app: Any) -> None:
    """The plane made for EPSG:4490 near 120°E has the coordinates of EPSG:4549, to a hundredth of a millimetre."""
    degrees = crs_of("EPSG:4490")
    made, _ = working_grid(degrees, QgsRectangle(120.1, 30.0, 120.9, 30.5))
    for place in (QgsPointXY(120.7, 30.2), QgsPointXY(118.6, 30.49)):
        ours = transform_between(degrees, made).transform(place)
        official = transform_between(degrees, crs_of("EPSG:4549")).transform(place)
        assert ours.distance(official) < 1e-5


def test_beijing_54_degrees_are_not_shifted_to_another_datum(qgis_app: Any) -> None:
    """Degrees of Beijing 54 go to a plane on Krassovsky's ellipsoid, as EPSG's own zone does."""
    degrees = crs_of("EPSG:4214")
    made, _ = working_grid(degrees, QgsRectangle(114.1, 30.0, 114.2, 30.5))
    ours = transform_between(degrees, made).transform(QgsPointXY(114.15, 30.2))
    zone = transform_between(degrees, crs_of("EPSG:2435")).transform(QgsPointXY(114.15, 30.2))
    assert ours.distance(zone) < 1e-5


def test_a_system_in_feet_or_with_turned_axes_is_not_taken_for_metres(qgis_app: Any) -> None:
    """South African Lo (west, south) and an American state plane in feet get a metric plane of their own."""
    for code, box in (
        ("EPSG:2049", (-10_000, 3_300_000, 10_000, 3_310_000)),
        ("EPSG:2261", (590_000, 1e6, 600_000, 1.01e6)),
    ):
        crs, grid = working_grid(crs_of(code), QgsRectangle(*box))
        assert crs != crs_of(code)
        assert grid.false_easting == 500_000


def test_without_a_system_or_a_place_there_is_no_plane(qgis_app: Any) -> None:
    """Said in words."""
    with pytest.raises(CrsError, match="图层没有坐标系"):
        working_grid(QgsCoordinateReferenceSystem(), QgsRectangle(0, 0, 1, 1))
    with pytest.raises(CrsError, match="没有对应的位置"):
        working_grid(crs_of("EPSG:3035"), QgsRectangle(1e9, 1e9, 1.1e9, 1.1e9))


def ground_at(crs: QgsCoordinateReferenceSystem, longitude: float, latitude: float, radius: float) -> Any:
    """Jagged ground with a hole around a place."""
    centre = transform_between(WORLD, crs).transform(QgsPointXY(longitude, latitude))
    chance = np.random.default_rng(int(longitude * 100 + latitude))
    angle, reach = np.sort(chance.uniform(0, 2 * math.pi, 58)), chance.uniform(0.6, 1.0, 58) * radius
    outer = np.c_[centre.x() + reach * np.cos(angle), centre.y() + reach * np.sin(angle)]
    return shapely.Polygon(outer).difference(shapely.Point(centre.x(), centre.y()).buffer(radius / 5))


@pytest.fixture
def qgis_area(qgis_app: Any) -> Callable[[Any, QgsCoordinateReferenceSystem], float]:
    """QgsDistanceArea on the ellipsoid of CGCS2000."""

    def measure_area(shape: Any, crs: QgsCoordinateReferenceSystem) -> float:
        meter = QgsDistanceArea()
        meter.setSourceCrs(crs, QgsProject.instance().transformContext())
        assert meter.setEllipsoid("EPSG:1024")
        return float(meter.measureArea(QgsGeometry.fromWkt(shapely.to_wkt(shape, rounding_precision=-1))))

    return measure_area


@pytest.mark.parametrize("latitude", [18, 22, 28, 36, 45, 53])
@pytest.mark.parametrize("offset", [-1.5, -0.7, 0.0, 0.7, 1.5])
def test_ellipsoidal_areas_are_those_of_qgis(latitude: float, offset: float, qgis_area: Any) -> None:
    """Ground of 2 km²: within 2e-9 of QgsDistanceArea, whose edges are cut so that they stay straight in the plane."""
    crs, grid = working_grid(crs_of("EPSG:4526"), QgsRectangle())
    ground = ground_at(crs, 114 + offset, latitude, 1_000.0)
    official = qgis_area(shapely.segmentize(ground, 20.0), crs)
    assert areas([ground], Basis.ELLIPSOIDAL, grid)[0] == pytest.approx(official, rel=2e-9)


@pytest.mark.parametrize("latitude", [18, 36, 53])
@pytest.mark.parametrize("offset", [-1.5, 0.0, 1.5])
def test_a_patch_agrees_with_qgis_to_its_own_rounding(latitude: float, offset: float, qgis_area: Any) -> None:
    """At 1.25 ha QgsDistanceArea itself is sure to some 1e-4 m² only (it sums far larger numbers): 1e-3 m² here."""
    crs, grid = working_grid(crs_of("EPSG:4526"), QgsRectangle())
    patch = ground_at(crs, 114 + offset, latitude, 80.0)
    assert 10_000 < patch.area < 20_000
    assert areas([patch], Basis.ELLIPSOIDAL, grid)[0] == pytest.approx(qgis_area(patch, crs), abs=1e-3)


def test_degrees_and_zone_coordinates_give_one_area(qgis_area: Any) -> None:
    """The same ground in zone 38, in the plane without zone, and in the plane made for its degrees."""
    degrees, found = crs_of("EPSG:4490"), []
    zone = crs_of("EPSG:4526")
    ground = ground_at(zone, 114.8, 28, 80.0)
    shape = QgsGeometry.fromWkt(shapely.to_wkt(ground, rounding_precision=-1))
    for target in (zone, crs_of("EPSG:4547"), working_grid(degrees, QgsRectangle(114.7, 27.9, 114.9, 28.1))[0]):
        _, grid = working_grid(target, QgsRectangle())
        there = QgsGeometry(shape)
        there.transform(transform_between(zone, target))
        found.append(areas([shapely.from_wkb(bytes(there.asWkb()))], Basis.ELLIPSOIDAL, grid)[0])
    assert found == pytest.approx([found[0]] * 3, rel=2e-9)
