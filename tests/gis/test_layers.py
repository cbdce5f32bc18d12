"""图层角色绑定: kept in the project, opened again without it, fields found by name, and files known by their digest."""

from __future__ import annotations

import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from landwatch_plugin.domain.control import FIELD_SYNONYMS, Binding, Role
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.layers import (
    bind,
    binding_of,
    bindings,
    field_names,
    fingerprint,
    guess_role,
    open_raster,
    open_vector,
    reopen,
    source_file,
)
from tests.hand_made import SmallCounty, layer_of, paper, rect, saved, tiny_image

SQUARE = rect(0, 0, 10, 10)


@pytest.fixture
def project(small: SmallCounty) -> QgsProject:
    return QgsProject.instance()


def test_bindings_are_saved_with_the_project(small: SmallCounty, project: QgsProject) -> None:
    """Role, layer and the user's field mapping come back when the project is opened again."""
    source = saved(layer_of([(SQUARE, {"DM": "0101"})]), small.folder / "dltb.gpkg")
    layer = QgsVectorLayer(source, "地类", "ogr")
    project.addMapLayer(layer)
    bind(project, [binding_of(layer, Role.LAND, {"class": "DM"})])
    assert project.isDirty()
    file = str(small.folder / "工程.qgz")
    assert project.write(file)
    project.clear()
    assert bindings(project) == []
    assert project.read(file)
    [found] = bindings(project)
    assert (found.role, found.fields, found.provider) == (Role.LAND, {"class": "DM"}, "ogr")
    assert source_file(found.source) == Path(source)


def test_a_layer_taken_out_of_the_project_is_no_longer_bound(small: SmallCounty, project: QgsProject) -> None:
    layers = [layer_of([(SQUARE, {"MC": "甲"})], name=name) for name in ("红线", "边界")]
    project.addMapLayers(layers)
    bind(project, [binding_of(layers[0], Role.REDLINE), binding_of(layers[1], Role.URBAN)])
    project.removeMapLayer(layers[0].id())
    assert [found.role for found in bindings(project)] == [Role.URBAN]


def test_binding_anew_replaces_what_was(small: SmallCounty, project: QgsProject) -> None:
    layer = layer_of([(SQUARE, {"MC": "甲"})])
    project.addMapLayer(layer)
    bind(project, [binding_of(layer, Role.REDLINE)])
    bind(project, [binding_of(layer, Role.URBAN)])
    assert [found.role for found in bindings(project)] == [Role.URBAN]


def test_a_role_of_a_newer_version_is_named(small: SmallCounty, project: QgsProject) -> None:
    """Not passed over: its layer would be missing from the check."""
    layer = layer_of([(SQUARE, {"MC": "甲"})])
    project.addMapLayer(layer)
    project.writeEntry("landwatch", "roles", f'[{{"role": "hdgl", "layer": "{layer.id()}"}}]')
    with pytest.raises(InputError, match="不认识的图层角色“hdgl”。 处理办法：请升级插件"):
        bindings(project)


def test_a_bound_layer_opens_without_its_project(small: SmallCounty) -> None:
    """By source alone, as the ledger remembers it."""
    source = saved(layer_of([(SQUARE, {"MC": "甲"})]), small.folder / "红线.gpkg")
    opened = open_vector(Binding(Role.REDLINE, source))
    assert opened.featureCount() == 1


def test_the_project_s_own_layer_goes_before_the_source(small: SmallCounty, project: QgsProject) -> None:
    """With its filter and its unsaved edits."""
    rows = [(SQUARE, {"MC": "甲"}), (SQUARE, {"MC": "乙"})]
    layer = QgsVectorLayer(saved(layer_of(rows), small.folder / "红线.gpkg"), "红线", "ogr")
    project.addMapLayer(layer)
    layer.setSubsetString("\"MC\" = '甲'")
    assert open_vector(binding_of(layer, Role.REDLINE)) is project.mapLayer(layer.id())
    assert open_vector(binding_of(layer, Role.REDLINE)).featureCount() == 1


def test_a_layer_that_cannot_be_opened_is_named_by_role(small: SmallCounty) -> None:
    with pytest.raises(InputError, match=r"批次用地图层无法打开。 处理办法：请检查文件是否移动"):
        open_vector(Binding(Role.BATCH, str(small.folder / "没有.gpkg")))


def test_a_line_layer_cannot_play_a_polygon_s_part(small: SmallCounty) -> None:
    from shapely import LineString

    source = saved(layer_of([(LineString([(0, 0), (1, 1)]), {"MC": "甲"})], "LineString"), small.folder / "线.gpkg")
    with pytest.raises(InputError, match="绑定为生态保护红线的图层不是面图层"):
        open_vector(Binding(Role.REDLINE, source))


def test_a_temporary_layer_is_gone_with_its_project(small: SmallCounty, project: QgsProject) -> None:
    """QGIS would open an empty layer of the same make: no overlap anywhere."""
    layer = layer_of([(SQUARE, {"MC": "甲"})])
    project.addMapLayer(layer)
    bound = binding_of(layer, Role.REDLINE)
    assert open_vector(bound).featureCount() == 1
    project.clear()
    with pytest.raises(InputError, match=r"生态保护红线绑定的是临时图层.*请把该图层另存为 GeoPackage"):
        open_vector(bound)


def test_an_image_opens_or_is_named(small: SmallCounty) -> None:
    path = tiny_image(small.folder / "after.tif")
    assert open_raster(Binding(Role.AFTER, str(path), "gdal")).isValid()
    with pytest.raises(InputError, match="后时相影像无法打开"):
        open_raster(Binding(Role.AFTER, str(small.folder / "没有.tif"), "gdal"))


@pytest.mark.parametrize(
    ("role", "fields", "found"),
    [
        (Role.LAND, {"DLBM": "0101", "KCXS": 0.1}, {"class": "DLBM", "ridge_share": "KCXS"}),
        (Role.LAND, {"dlbm": "0101", "tkxs": 0.1}, {"class": "dlbm", "ridge_share": "tkxs"}),
        (Role.SUPPLY, {"HTBH": "x", "QDRQ": "y"}, {"number": "HTBH", "date": "QDRQ"}),
        (Role.MINE, {"XKZH": "C", "YXQQ": "a", "YXQZ": "b"}, {"number": "XKZH", "start": "YXQQ", "end": "YXQZ"}),
        (Role.TOWN, {"XZQDM": "1", "XZQMC": "甲"}, {"code": "XZQDM", "name": "XZQMC"}),
        (Role.KEY_AREA, {"无关": "x"}, {}),
    ],
)
def test_fields_are_found_by_their_usual_names(role: Role, fields: dict[str, object], found: dict[str, str]) -> None:
    """Whatever their case; a key without a field is absent, not wrong."""
    assert field_names(layer_of([(SQUARE, fields)]), Binding(role, "")) == found


def test_the_first_synonym_wins() -> None:
    """A layer that has both PZWH and XKZH is asked for the approval number."""
    assert FIELD_SYNONYMS["number"][0] == "PZWH"
    layer = layer_of([(SQUARE, {"XKZH": "C1", "PZWH": "甲"})])
    assert field_names(layer, Binding(Role.BATCH, ""))["number"] == "PZWH"


def test_the_user_s_mapping_goes_first() -> None:
    layer = layer_of([(SQUARE, {"PZWH": "甲", "WH": "乙"})])
    assert field_names(layer, Binding(Role.BATCH, "", fields={"number": "wh"}))["number"] == "WH"


def test_a_mapping_to_a_field_that_is_not_there_is_refused() -> None:
    """Rather than guessed."""
    layer = layer_of([(SQUARE, {"PZWH": "甲"})], name="批次")
    with pytest.raises(InputError, match=r"【批次】字段映射“WENHAO”在图层中不存在。 处理办法：现有字段：PZWH"):
        field_names(layer, Binding(Role.BATCH, "", fields={"number": "WENHAO"}))


def test_the_file_behind_a_source(small: SmallCounty) -> None:
    """Layer name and options are cut off; a service has no file."""
    source = saved(layer_of([(SQUARE, {"MC": "甲"})]), small.folder / "红线.gpkg")
    assert source_file(f"{source}|layername=红线|subset=1=1") == Path(source)
    assert source_file("Polygon?crs=EPSG:4526") is None
    assert source_file("type=xyz&url=file:///x/{z}") is None


def test_a_file_is_known_by_its_digest_and_time(small: SmallCounty) -> None:
    source = saved(layer_of([(SQUARE, {"MC": "甲"})]), small.folder / "红线.gpkg")
    os.utime(source, (1_780_000_000, 1_780_000_000))
    digest, modified = fingerprint(f"{source}|layername=红线")
    assert digest == sha256(Path(source).read_bytes()).hexdigest()
    assert modified == datetime.fromtimestamp(1_780_000_000).isoformat(timespec="seconds")
    assert fingerprint("Polygon?crs=EPSG:4526") == ("", "")


def test_a_project_layer_sees_what_was_written_to_its_file(small: SmallCounty, project: QgsProject) -> None:
    source = saved(layer_of([(SQUARE, paper("甲", "2025-01-01"))]), small.folder / "批次.gpkg")
    shown = QgsVectorLayer(source, "批次", "ogr")
    project.addMapLayer(shown)
    assert len(list(shown.getFeatures())) == 1
    writer = QgsVectorLayer(source, "", "ogr")
    feature = next(writer.getFeatures())
    feature.setId(-1)
    feature.setAttribute("fid", None)
    assert writer.dataProvider().addFeatures([feature])[0]
    reopen(source)
    assert len(list(shown.getFeatures())) == 2


@pytest.mark.parametrize("role", list(Role))
def test_a_layer_called_by_the_role_s_key_or_title_is_guessed(role: Role) -> None:
    assert guess_role(role.title) is role
    if not role.is_raster:
        assert guess_role(role.value.upper()) is role


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("演示县2025年地类图斑", Role.LAND), ("批次用地红线2025", Role.BATCH), ("单独选址红线", Role.SINGLE),
        ("设施农用地备案图层", Role.FACILITY), ("采矿权（2026）", Role.MINE), ("yjjbnt_2026", Role.FARMLAND), ("after", Role.AFTER),
        ("2026年后时相影像", Role.AFTER), ("农村公路", None), ("gdlx", None), ("村庄规划", None),
    ],
)  # fmt: skip
def test_names_met_in_the_field(name: str, role: Role | None) -> None:
    """The longest name that is contained: the red line of an approval is no ecological red line."""
    assert guess_role(name) is role
