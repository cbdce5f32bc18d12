"""图层勘察: real files with real faults, measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsProject, QgsVectorLayer

from demo.geofiles import Column, write_shapefile
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.errors import Cancelled
from landwatch_plugin.domain.layer_facts import LayerFacts
from landwatch_plugin.gis.county_box import county_box
from landwatch_plugin.gis.layer_examination import examine_layer
from landwatch_plugin.gis.layers import binding_of
from tests.hand_made import BOWTIE, SmallCounty, layer_of, paper, rect, saved, tiny_image

pytestmark = pytest.mark.usefixtures("qgis_app")


def quiet(_part: float) -> None:
    """Nobody listens."""


def facts(binding: Binding) -> LayerFacts:
    return examine_layer(binding, quiet)


def test_a_layer_is_measured_whole(small: SmallCounty) -> None:
    small.bind_land()
    found = facts(small.bindings[Role.LAND])
    assert (found.features, found.empty, found.invalid) == (4, 0, ())
    assert found.classes == {"0101": 1, "0103": 1, "0601": 1, "0301": 1}
    assert found.fields == {"class": "DLBM", "ridge_share": "KCXS"}
    assert (found.kind, found.encoding) == ("GeoPackage", "UTF-8")
    assert found.crs.startswith("EPSG:4526")
    assert found.box is not None and found.box[0] == pytest.approx(114, abs=0.02)
    assert found.modified


def test_invalid_and_missing_geometries_are_counted(small: SmallCounty) -> None:
    """The bowtie by its feature id."""
    row = paper("甲〔2026〕1号", "2026-01-01")
    found = facts(small.bind(Role.BATCH, (rect(0, 0, 9, 9), row), (BOWTIE, row), (None, row)))
    assert (found.features, found.empty, found.invalid) == (3, 1, (2,))


def test_dates_of_papers_are_read_in_all_their_forms(small: SmallCounty) -> None:
    rows = [
        (rect(9 * k, 0, 5, 5), paper(f"{k}", text)) for k, text in enumerate(("2020年3月1日", "20260110", "待补", ""))
    ]
    found = facts(small.bind(Role.BATCH, *rows))
    assert found.dates == ("2020-03-01", "2026-01-10")
    assert found.odd_dates == ("待补",)


def test_years_are_counted_as_whole_numbers(small: SmallCounty) -> None:
    """A floating-point year is still a year."""
    found = facts(
        small.bind(Role.LAND, *((rect(k, 0, 1, 1), {"DLBM": "0101", "SJNF": 2024.0 + k // 2}) for k in range(3)))
    )
    assert found.years == {"2024": 2, "2025": 1}


def test_a_gbk_table_behind_a_wrong_encoding_is_seen(tmp_path: Path) -> None:
    """Without .cpg QGIS reads it in the system's encoding, and Chinese becomes rubbish."""
    path = tmp_path / "批次.shp"
    columns = (Column("PZWH", "C", 40), Column("XMMC", "C", 60))
    write_shapefile(path, columns, [rect(0, 0, 9, 9)], [{"PZWH": "演政地〔2024〕3号", "XMMC": "产业园道路建设项目"}])
    layer = QgsVectorLayer(str(path), "批次", "ogr")
    layer.setProviderEncoding("UTF-8")
    QgsProject.instance().addMapLayer(layer)
    found = facts(binding_of(layer, Role.BATCH))
    assert (found.encoding, found.guessed_encoding, found.kind) == ("UTF-8", "GB18030", "ESRI Shapefile")
    QgsProject.instance().clear()


def test_a_wrong_zone_is_told_with_its_cure(small: SmallCounty) -> None:
    found = facts(small.bind(Role.REDLINE, (rect(0, 0, 9, 9), {"HXMC": "甲"}), crs="EPSG:4547"))
    assert found.crs_trouble is not None
    assert found.crs_trouble[0].startswith("坐标带有带号38")
    assert "4526" in found.crs_trouble[1]


def test_a_moved_file_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    found = facts(Binding(Role.MINE, str(tmp_path / "无.gpkg")))
    assert found.trouble is not None and "无法打开" in found.trouble[0] and "。" not in found.trouble[0]


def test_a_field_map_that_names_a_lost_field_is_told(small: SmallCounty) -> None:
    made = small.bind(Role.REDLINE, (rect(0, 0, 9, 9), {"HXMC": "甲"}))
    found = facts(Binding(Role.REDLINE, made.source, fields={"name": "MINGCHENG"}))
    assert found.field_trouble is not None and "MINGCHENG" in found.field_trouble[0]


def test_an_image_is_measured_in_pixels(tmp_path: Path) -> None:
    found = facts(Binding(Role.AFTER, str(tiny_image(tmp_path / "after.tif")), "gdal"))
    assert found.size == "100×100像素，3个波段，像元20米"
    assert (found.source, found.kind) == ("after.tif", "TIF")


def test_a_temporary_layer_is_called_so(small: SmallCounty) -> None:
    layer = layer_of([(rect(0, 0, 9, 9), {"HXMC": "甲"})])
    QgsProject.instance().addMapLayer(layer)
    assert facts(binding_of(layer, Role.REDLINE)).kind == "临时图层"


def test_a_cancel_is_heard_while_features_are_read(tmp_path: Path) -> None:
    """In the middle of a big layer, not after it."""
    layer = layer_of([(rect(k, 0, 1, 1), {"A": "x"}) for k in range(1000)])
    path = saved(layer, tmp_path / "大.gpkg")
    heard: list[float] = []

    def tick(part: float) -> None:
        heard.append(part)
        if len(heard) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        examine_layer(Binding(Role.URBAN, path), tick)
    assert heard == [0.0, 0.2, 0.4]


def test_the_county_is_where_its_townships_are(small: SmallCounty) -> None:
    """A township layer in a wrong system does not count; then the villages or the land do."""
    assert county_box([]) is None
    small.bind(Role.LAND, (rect(0, 0, 500, 500), {"DLBM": "0101"}))
    assert (found := county_box(list(small.bindings.values()))) and found[0] == "地类图斑"
    small.bind(Role.TOWN, (rect(0, 0, 900, 900), {"XZQMC": "甲镇"}), crs="EPSG:4547")
    assert (found := county_box(list(small.bindings.values()))) and found[0] == "地类图斑"
    small.bind(Role.TOWN, (rect(0, 0, 900, 900), {"XZQMC": "甲镇"}))
    assert (found := county_box(list(small.bindings.values()))) and found[0] == "乡镇界"
    assert found[1][1] == pytest.approx(28.02, abs=0.05)


def test_attributes_that_are_null_are_blank_codes(small: SmallCounty) -> None:
    layer = layer_of([(rect(0, 0, 9, 9), {"DLBM": "0101"})])
    feature = QgsFeature(layer.fields())
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    assert facts(binding_of(layer, Role.LAND)).classes == {"0101": 1, "": 1}
