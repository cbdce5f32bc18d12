"""粘贴坐标成面: rings become a polygon with holes and parts, in the system that the numbers tell."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from qgis.gui import QgsMapCanvas

from landwatch_plugin.coordinates.pasted_system import DATUMS, System
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.area_preview import AreaPreview
from landwatch_plugin.gis.crs import transverse_mercator
from landwatch_plugin.gis.pasted_area import add_area_layer, area_of_rings, ellipsoid_m2, epsg_crs, wkt_of
from tests.hand_made import CRS, EAST, NORTH, no_project_layers

pytestmark = pytest.mark.usefixtures("qgis_app")
ZONE_38 = QgsCoordinateReferenceSystem(CRS)


def box(x: float, y: float, side: float) -> list[tuple[float, float]]:
    west, south = EAST + x, NORTH + y
    return [(west, south), (west, south + side), (west + side, south + side), (west + side, south), (west, south)]


def made(*rings: list[tuple[float, float]]) -> Any:
    return shapely.from_wkb(bytes(area_of_rings(rings, "粘贴的坐标").asWkb()))


@pytest.mark.parametrize("datum", DATUMS)
@pytest.mark.parametrize("zone", [*range(25, 46), *range(13, 24)])
@pytest.mark.parametrize("prefixed", [True, False])
def test_every_zone_s_number_is_the_system_it_is_said_to_be(datum: str, zone: int, prefixed: bool) -> None:
    """Central meridian and false easting by PROJ, not by our table: zone 38 of another datum would lie elsewhere."""
    system = System(datum, zone=zone, prefixed=prefixed)
    crs = epsg_crs(system.epsg or 0)
    grid = transverse_mercator(crs)
    assert grid is not None, system
    assert grid.lon_0 == system.meridian
    assert grid.false_easting == 500_000 + (zone * 1_000_000 if prefixed else 0)
    assert {"2000": "2000", "80": "Xian 1980", "54": "Beijing 1954"}[datum] in crs.description()


@pytest.mark.parametrize(("datum", "name"), [("2000", "China Geodetic"), ("80", "Xian 1980"), ("54", "Beijing 1954")])
def test_degrees_are_in_the_datum_s_own_system(datum: str, name: str) -> None:
    crs = epsg_crs(System(datum, degrees=True).epsg or 0)
    assert crs.isGeographic() and name in crs.description()


def test_holes_parts_and_islands() -> None:
    """In whatever order the table has them."""
    assert made(box(20, 20, 60), box(0, 0, 100), box(40, 40, 20), box(500, 0, 50)).area == 10_000 - 3_600 + 400 + 2_500


def test_parts_that_share_an_edge_are_no_overlap() -> None:
    assert made(box(0, 0, 100), box(100, 0, 100)).area == 20_000


@pytest.mark.parametrize(
    "rings",
    [
        [box(0, 0, 100), box(50, 50, 100)],
        [[(EAST, NORTH), (EAST + 50, NORTH + 50), (EAST + 50, NORTH), (EAST, NORTH + 50), (EAST, NORTH)]],
    ],
    ids=["overlap in part", "crosses itself"],
)
def test_rings_that_make_no_area_are_refused(rings: Any) -> None:
    with pytest.raises(InputError) as caught:
        made(*rings)
    assert "圈" in str(caught.value) and caught.value.cure


def test_the_area_on_the_ellipsoid_is_that_of_the_survey() -> None:
    """On the central meridian plane and ellipsoid agree."""
    assert ellipsoid_m2(area_of_rings([box(-50, 0, 100)], ""), ZONE_38) == pytest.approx(10_000, abs=0.01)


def test_a_layer_of_its_own_has_the_polygon_and_what_is_known() -> None:
    values = {"项目名称": "甲矿", "采深上限": 350.0, "采深下限": None, "拐点数": 4}
    layer = add_area_layer(QgsProject.instance(), "粘贴坐标_甲矿", area_of_rings([box(0, 0, 100)], ""), ZONE_38, values)
    feature = next(layer.getFeatures())
    assert (layer.name(), layer.crs().authid(), feature.geometry().area()) == ("粘贴坐标_甲矿", CRS, 10_000)
    assert [feature["项目名称"], feature["采深上限"], feature["拐点数"]] == ["甲矿", 350.0, 4]
    assert QgsProject.instance().layerTreeRoot().findLayers()[0].layer() is layer
    no_project_layers()


def test_the_wkt_keeps_a_tenth_of_a_millimetre() -> None:
    assert wkt_of(area_of_rings([box(0.1234, 0, 100)], ""), False).startswith("MultiPolygon (((38500000.1234 3100000")


def test_the_preview_comes_and_goes() -> None:
    """Two bands on the canvas while it stands, in the map's system; none when it is closed."""
    canvas = QgsMapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4547"))
    before = len(canvas.items())
    preview = AreaPreview(canvas, QgsProject.instance())
    shown = preview.show(area_of_rings([box(0, 0, 100)], ""), ZONE_38)
    assert (shown.xMinimum(), shown.width()) == pytest.approx((500_000, 100), abs=0.01)
    assert preview.corners.numberOfVertices() == 5
    preview.zoom_to(shown)
    assert canvas.extent().contains(shown)
    preview.clear()
    assert preview.area.asGeometry().isEmpty()
    preview.close()
    assert len(canvas.items()) == before


def test_the_preview_is_shown_beside_a_window_that_covers_the_map() -> None:
    """The right half of the map is free: the area's middle lies in it."""
    canvas = QgsMapCanvas()
    canvas.resize(800, 400)
    canvas.setDestinationCrs(ZONE_38)
    preview = AreaPreview(canvas, QgsProject.instance())
    shown = preview.show(area_of_rings([box(0, 0, 100)], ""), ZONE_38)
    preview.zoom_to(shown, (400, 800))
    west, span = canvas.extent().xMinimum(), canvas.extent().width()
    assert (shown.center().x() - west) / span == pytest.approx(0.75, abs=0.01)
    assert (shown.xMinimum() - west) / span > 0.5
    preview.close()
