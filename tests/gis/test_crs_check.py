"""Coordinates that cannot belong to their system are refused with cause and cure; real layers pass."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

from landwatch_plugin.domain.errors import CrsError
from landwatch_plugin.gis.crs_check import check_coordinates, check_layer, suggested_epsg, zone_prefix

pytestmark = pytest.mark.usefixtures("qgis_app")
Box = tuple[float, float, float, float]
COUNTY_38: Box = (38_512_000, 3_090_000, 38_548_000, 3_130_000)
COUNTY: Box = (512_000, 3_090_000, 548_000, 3_130_000)
DEGREES: Box = (114.1, 27.9, 114.5, 28.3)


def check(code: str, box: Box) -> None:
    """One made-up layer."""
    check_coordinates("地类图斑", QgsCoordinateReferenceSystem(code), QgsRectangle(*box, False))


@pytest.mark.parametrize(
    ("code", "box"),
    [
        ("EPSG:4526", COUNTY_38),
        ("EPSG:4547", COUNTY),
        ("EPSG:4490", DEGREES),
        ("EPSG:4326", DEGREES),
        ("EPSG:4326", (-180.0, -90.0, 180.0, 90.0)),
        ("EPSG:4326", (0.0, -60.0, 360.0, 80.0)),
        ("EPSG:3857", (12_700_000, 3_230_000, 12_750_000, 3_270_000)),
        ("EPSG:3857", (-20_037_508, -20_037_508, 20_037_508, 20_037_508)),
        ("EPSG:2362", COUNTY_38),
        ("EPSG:4497", (19_280_000, 3_090_000, 19_330_000, 3_130_000)),
        ("EPSG:32650", (310_000, 3_090_000, 350_000, 3_130_000)),
        ("EPSG:3067", (50_199, 6_582_464, 761_274, 7_799_839)),
        ("EPSG:32629", (468_616, 4_098_750, 731_021, 4_665_004)),
        ("EPSG:3006", (260_000, 6_130_000, 920_000, 7_680_000)),
        ("EPSG:2193", (1_000_000, 4_700_000, 2_100_000, 6_200_000)),
        ("EPSG:27700", (0, 0, 660_000, 1_230_000)),
        ("EPSG:32733", (200_000, 6_200_000, 800_000, 7_900_000)),
        ("EPSG:2154", (100_000, 6_040_000, 1_240_000, 7_110_000)),
        ("EPSG:3035", (2_600_000, 1_400_000, 7_300_000, 5_400_000)),
        ("EPSG:5186", (150_000, 400_000, 250_000, 600_000)),
        ("EPSG:2049", (-50_000, 3_000_000, 50_000, 3_700_000)),
        ("EPSG:2326", (800_000, 800_000, 870_000, 850_000)),
        ("EPSG:3832", (-2_000_000, -2_500_000, 3_500_000, 2_000_000)),
    ],
)
def test_layers_in_their_right_system_pass(code: str, box: Box) -> None:
    """China's systems, the test data's, and a choice of the world's."""
    check(code, box)


def test_zone_38_data_that_reach_over_the_zone_border_pass() -> None:
    """A county at the border keeps one zone for all its land."""
    check("EPSG:4526", (38_640_000, 3_090_000, 38_690_000, 3_130_000))
    check("EPSG:4526", (38_310_000, 3_090_000, 38_350_000, 3_130_000))


def test_an_empty_layer_passes() -> None:
    """There is nothing to be wrong."""
    check_coordinates("供地", QgsCoordinateReferenceSystem("EPSG:4526"), QgsRectangle())
    layer = QgsVectorLayer("Polygon?crs=EPSG:4526", "供地", "memory")
    check_coordinates("供地", layer.crs(), layer.extent())


@pytest.mark.parametrize(
    ("code", "box", "said"),
    [
        ("EPSG:4490", COUNTY_38, r"以米为单位.*以度为单位.*以38开头，像是3度分带38带.*EPSG:4526"),
        ("EPSG:4490", COUNTY, r"以米为单位.*以度为单位.*EPSG:4534～4554"),
        ("EPSG:4490", (19_280_000, 3_090_000, 19_330_000, 3_130_000), r"6度分带19带.*EPSG:4497"),
        ("EPSG:4526", DEGREES, r"以度为单位.*以米为单位.*EPSG:4490"),
        ("EPSG:3857", DEGREES, r"以度为单位.*以米为单位"),
        ("EPSG:4526", COUNTY, r"要求横坐标带带号38，坐标却没有带号.*EPSG:4547"),
        ("EPSG:4547", COUNTY_38, r"带有带号38，图层坐标系却不带带号.*EPSG:4526"),
        ("EPSG:32650", COUNTY_38, r"带有带号38，图层坐标系却不带带号.*EPSG:4526"),
        ("EPSG:4527", COUNTY_38, r"坐标的带号是38，图层坐标系的带号却是39.*EPSG:4526"),
        ("EPSG:4497", COUNTY_38, r"坐标的带号是38，图层坐标系的带号却是19.*EPSG:4526"),
        ("EPSG:4526", (38_640_000, 3_090_000, 39_380_000, 3_130_000), r"跨越带号38与39.*按带分开"),
        ("EPSG:4526", (512_000, 3_090_000, 38_548_000, 3_130_000), r"跨越带号无与38"),
        ("EPSG:4526", (3_090_000, 38_512_000, 3_130_000, 38_548_000), r"纵横坐标颠倒.*交换两列"),
        ("EPSG:4547", (3_090_000, 512_000, 3_130_000, 548_000), r"纵横坐标颠倒.*交换两列"),
        ("EPSG:32733", (7_600_000, 480_000, 7_700_000, 560_000), r"纵横坐标颠倒.*交换两列"),
        ("EPSG:4490", (27.9, 114.1, 28.3, 114.5), r"纵横坐标颠倒.*经度与纬度"),
        ("EPSG:4490", (43.1, 87.1, 43.3, 87.5), r"远离该坐标系的适用范围.*坐标次序"),
        ("EPSG:3857", COUNTY_38, r"带有带号38.*EPSG:4526"),
        ("EPSG:4490", (-9.0, 40.0, -8.5, 40.5), r"东经-8\.8°、北纬40\.2°附近，远离"),
        ("EPSG:4547", (500_000, 9_000_000, 510_000, 9_100_000), r"远离该坐标系的适用范围"),
        ("EPSG:2154", (1e9, 1e9, 1.1e9, 1.1e9), r"不在地球上|远离"),
    ],
)
def test_a_wrong_system_is_refused_with_cause_and_cure(code: str, box: Box, said: str) -> None:
    """The message names the layer, the fault, the system, the extent and what to set."""
    with pytest.raises(CrsError, match=said) as caught:
        check(code, box)
    assert str(caught.value).startswith("【地类图斑】")
    assert code in caught.value.args[0]
    assert caught.value.cure


def squares(*places: tuple[float, float]) -> QgsVectorLayer:
    layer = QgsVectorLayer("Polygon?crs=EPSG:4526", "地类图斑", "memory")
    for x, y in places:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + 50, y + 50)))
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


GOOD = [(38_512_000 + 100 * at, 3_090_000) for at in range(5)]


def test_the_feature_that_went_astray_is_named() -> None:
    """Most of the layer is well: one lost its zone prefix, one its northing; the others are told to be right."""
    layer = squares(*GOOD, (512_000, 3_090_000), (38_512_000, 0))
    with pytest.raises(CrsError, match=r"有2个要素的坐标有误：要素6、7。其中要素6：图层坐标系要求.*没有带号") as caught:
        check_layer("地类图斑", layer)
    assert "其余要素的坐标与坐标系相符" in str(caught.value) and str(caught.value).startswith("【地类图斑】")
    check_layer("地类图斑", squares(*GOOD))


def test_where_most_are_wrong_the_system_is_to_blame() -> None:
    """One good one among many: the message is about the layer, and is not slow in coming."""
    wrong = [(512_000 + 100 * at, 3_090_000) for at in range(500)]
    for places in ([*wrong[:5], GOOD[0]], wrong):
        with pytest.raises(CrsError) as caught:
            check_layer("地类图斑", squares(*places))
        assert "个要素的坐标有误" not in str(caught.value)


def test_another_system_than_the_layers_own_can_be_tried() -> None:
    """As intake does with what the user said."""
    with pytest.raises(CrsError, match="带号却是39"):
        check_layer("图斑", squares(*GOOD), QgsCoordinateReferenceSystem("EPSG:4527"))


def test_a_layer_without_system_is_refused() -> None:
    """With the menu to set it."""
    with pytest.raises(CrsError, match=r"【图斑】图层没有坐标系.*设置图层坐标系"):
        check_coordinates("图斑", QgsCoordinateReferenceSystem(), QgsRectangle(*COUNTY_38))


def test_an_extent_that_is_no_number_is_refused() -> None:
    """One broken vertex spoils the extent."""
    with pytest.raises(CrsError, match="非数值坐标"):
        check("EPSG:4526", (38_512_000, 3_090_000, float("inf"), 3_130_000))


def test_zone_prefixes_and_their_systems() -> None:
    """13–23 six-degree, 25–45 three-degree; EPSG by formats.md §5."""
    assert [zone_prefix(x) for x in (512_000, 13_500_000, 38_512_000, 45_999_999, 24_500_000, 46_000_000)] == [
        None, 13, 38, 45, None, None,
    ]  # fmt: skip
    assert [suggested_epsg(zone) for zone in (25, 38, 45, 13, 23, 24)] == [4513, 4526, 4533, 4491, 4501, None]
    for zone in (*range(13, 24), *range(25, 46)):
        proj = QgsCoordinateReferenceSystem(f"EPSG:{suggested_epsg(zone)}").toProj()
        assert f"+x_0={zone}500000 " in proj


@pytest.mark.parametrize(
    "name",
    [
        "finland_topo/m_L4132R_p.shp",
        "wildfires_pt/wildfires_GT_2019_2020_32629.gpkg",
        "hangzhou_osm_landuse/hangzhou_osm_landuse_nomilitary.gpkg",
    ],
)
def test_the_real_layers_pass(name: str, repository: Path) -> None:
    """As QGIS opens them."""
    folder = Path(os.environ.get("LANDWATCH_SHARED_DATA", repository.parent / "shared" / "data"))
    if not (folder / name).exists():
        pytest.skip(f"real data {name} not found; set LANDWATCH_SHARED_DATA to the folder that holds it")
    layer = QgsVectorLayer(str(folder / name), name, "ogr")
    check_coordinates(layer.name(), layer.crs(), layer.extent())
