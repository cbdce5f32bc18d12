"""粘贴坐标: from a pasted licence to a parcel on the map, a layer of its own, or a row of the bound layer."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer

from landwatch_plugin.casework.pasted_area import Particulars, add_layer, add_to_role, read_area
from landwatch_plugin.coordinates.pasted_table import Wish
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import InputError
from tests.hand_made import CRS, EAST, NORTH, SmallCounty, no_project_layers, rect

MINE = {"XKZH": "C旧", "KSMC": "旧矿", "CSSX": 1.0, "CSXX": 0.0}
CORNERS = ((0, 0), (0, 100), (120, 100), (120, 0))
BAND = "\n开采标高：350米至120米"


def pasted(east: float = EAST, zone: str = "") -> str:
    rows = [f"{at}\t{NORTH + y:.3f}\t{east + x:.3f}" for at, (x, y) in enumerate(CORNERS, 1)]
    return "\n".join([f"拐点\tX坐标\tY坐标{zone}", *rows])


def test_a_pasted_licence_is_an_area_with_both_sizes(small: SmallCounty) -> None:
    area = read_area(pasted() + BAND, Wish(), [])
    assert (area.shape.area(), area.crs.authid()) == (12_000, CRS)
    assert "平面面积12,000.00平方米（18.00亩），椭球面积" in area.account
    assert area.wkt.startswith("MultiPolygon")


def test_the_county_tells_the_zone_that_the_table_does_not(small: SmallCounty) -> None:
    """Six-digit eastings; without a county the user must choose."""
    small.bind(Role.TOWN, (rect(-100, -100, 900, 900), {"XZQMC": "甲镇"}))
    bound = list(small.bindings.values())
    assert read_area(pasted(500_000), Wish(), bound).crs.authid() == "EPSG:4547"
    with pytest.raises(InputError, match="投影带"):
        read_area(pasted(500_000), Wish(), [])
    assert read_area(pasted(500_000), Wish(zone=39), []).crs.authid() == "EPSG:4548"


def test_a_place_far_from_the_county_is_noted_first(small: SmallCounty) -> None:
    """A wrong zone moves the mine by 300 km."""
    small.bind(Role.TOWN, (rect(-100, -100, 900, 900), {"XZQMC": "甲镇"}))
    bound = list(small.bindings.values())
    assert read_area(pasted(39_500_000), Wish(), bound).notes[0].startswith("距乡镇界范围约29")
    assert read_area(pasted(), Wish(), bound).notes == ()


def test_an_old_datum_is_not_converted_and_that_is_said() -> None:
    area = read_area("1980西安坐标系\n" + pasted(), Wish(), [])
    assert area.crs.authid() == "EPSG:2362"
    assert "未用当地转换参数" in area.notes[0]


def test_a_new_layer_has_name_band_and_sizes(small: SmallCounty) -> None:
    title = add_layer(
        QgsProject.instance(), read_area(pasted() + BAND, Wish(), []), Particulars("某某石灰岩矿", "C123")
    )
    assert title == "粘贴坐标_某某石灰岩矿"
    layer = QgsProject.instance().mapLayersByName(title)[0]
    row = next(layer.getFeatures())
    assert [row[name] for name in ("项目名称", "批准文号", "采深上限", "采深下限", "平面亩", "拐点数")] == [
        "某某石灰岩矿", "C123", 350.0, 120.0, 18.0, 4,
    ]  # fmt: skip
    no_project_layers()


def test_a_parcel_goes_into_the_bound_layer_with_its_elevation_band(small: SmallCounty) -> None:
    """In the layer's own coordinate system; a second time it is refused."""
    binding = small.bind(Role.MINE, (rect(900, 900, 9, 9), MINE), crs="EPSG:4526")
    area = read_area(pasted(500_000), Wish(zone=38), [])
    said = add_to_role(binding, area, Particulars("某某石灰岩矿", "C123"))
    assert said.startswith("已写入采矿权图层") and "未写入" not in said
    layer = QgsVectorLayer(binding.source, "采矿权", "ogr")
    row = next(one for one in layer.getFeatures() if one["XKZH"] == "C123")
    assert row.geometry().boundingBox().xMinimum() == pytest.approx(EAST, abs=0.001)
    assert row.geometry().area() == pytest.approx(12_000, abs=0.01)
    with pytest.raises(InputError, match="已在图层中"):
        add_to_role(binding, area, Particulars("某某石灰岩矿", "C123"))
    assert layer.featureCount() == 2


def test_the_elevation_band_reaches_number_fields(small: SmallCounty) -> None:
    binding = small.bind(Role.MINE, (rect(900, 900, 9, 9), MINE))
    add_to_role(binding, read_area(pasted() + BAND, Wish(), []), Particulars("甲矿", "C9"))
    row = next(one for one in QgsVectorLayer(binding.source, "", "ogr").getFeatures() if one["XKZH"] == "C9")
    assert (row["CSSX"], row["CSXX"], row["KSMC"]) == (350.0, 120.0, "甲矿")


def test_what_the_layer_has_no_field_for_is_said(small: SmallCounty) -> None:
    binding = small.bind(Role.MINE, (rect(900, 900, 9, 9), {"KSMC": "旧矿"}))
    said = add_to_role(binding, read_area(pasted() + BAND, Wish(), []), Particulars("甲矿", "C9"))
    assert "没有编号、采深上限、采深下限字段，未写入" in said


def test_the_layer_is_in_degrees_and_the_parcel_follows(small: SmallCounty) -> None:
    from shapely import box

    binding = small.bind(Role.MINE, (box(114, 28, 114.001, 28.001), MINE), crs="EPSG:4490")
    add_to_role(binding, read_area(pasted(), Wish(), []), Particulars("甲矿", "C9"))
    layer = QgsVectorLayer(binding.source, "", "ogr")
    assert layer.crs() == QgsCoordinateReferenceSystem("EPSG:4490")
    row = next(one for one in layer.getFeatures() if one["XKZH"] == "C9")
    assert row.geometry().boundingBox().xMinimum() == pytest.approx(114, abs=0.001)
