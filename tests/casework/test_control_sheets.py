"""控制图层的缓存与重新核查: a layer is read once a version; a second check says what is otherwise before it stands."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer, QgsVectorLayerJoinInfo

from landwatch_plugin.casework import control_sheets
from landwatch_plugin.casework.control_sheets import sheet, user_shelf
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.recheck import Difference
from landwatch_plugin.gis.layer_version import files_of, layer_version
from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.overlay.shelf import Shelf
from tests.hand_made import SmallCounty, layer_of, patch_row, rect, saved

pytestmark = pytest.mark.usefixtures("qgis_app")
PLANE = QgsCoordinateReferenceSystem("EPSG:4526")
CLASS = {"class": "DLBM"}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "cache", 10**9)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name of each layer that is really read."""
    seen: list[str] = []
    real = control_sheets.blocks

    def listened(source: Any, *rest: Any, **more: Any) -> Iterator[Any]:
        seen.append(source.name())
        return real(source, *rest, **more)

    monkeypatch.setattr(control_sheets, "blocks", listened)
    return seen


def land(folder: Path, driver: str = "GPKG", suffix: str = "gpkg") -> QgsVectorLayer:
    """Two fields on disk."""
    rows = [(rect(0, 0, 100, 400), {"DLBM": "0101"}), (rect(100, 0, 300, 400), {"DLBM": "0601"})]
    path = saved(
        layer_of(rows, "MultiPolygon"), folder / f"dltb.{suffix}", driver, "GB18030" if suffix == "shp" else "UTF-8"
    )
    return QgsVectorLayer(path, "地类", "ogr")


@pytest.mark.parametrize(("driver", "suffix"), [("GPKG", "gpkg"), ("ESRI Shapefile", "shp"), ("FlatGeobuf", "fgb")])
def test_a_file_is_read_once(driver: str, suffix: str, tmp_path: Path, shelf: Shelf, reads: list[str]) -> None:
    """The second time it comes from the shelf: the same shapes and classes."""
    first = sheet(land(tmp_path, driver, suffix), CLASS, PLANE, kept_on=shelf)
    layer = QgsVectorLayer(str(tmp_path / f"dltb.{suffix}"), "地类", "ogr")
    again = sheet(layer, CLASS, PLANE, kept_on=shelf)
    assert reads == ["地类"]
    assert again.shelf is not None
    assert again["class"].tolist() == first["class"].tolist()
    assert shapely.equals_exact(again.shapes([0, 1]), first.shapes([0, 1])).all()
    assert sorted(first["class"]) == ["0101", "0601"]


def test_a_changed_file_is_read_again(tmp_path: Path, shelf: Shelf, reads: list[str]) -> None:
    """Also when somebody wrote over it in the same size: the time of the change counts to the nanosecond."""
    sheet(land(tmp_path), CLASS, PLANE, kept_on=shelf)
    path = tmp_path / "dltb.gpkg"
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1))
    sheet(QgsVectorLayer(str(path), "地类", "ogr"), CLASS, PLANE, kept_on=shelf)
    assert reads == ["地类"] * 2


def test_a_part_of_a_shapefile_counts_as_the_file(tmp_path: Path) -> None:
    """New attributes in the .dbf, another .prj, a .cpg that comes later."""
    layer = land(tmp_path, "ESRI Shapefile", "shp")
    stamps = {layer_version(layer, CLASS, PLANE)}
    for suffix in ("dbf", "prj", "shx"):
        os.utime(tmp_path / f"dltb.{suffix}", (1, 1))
        stamps.add(layer_version(layer, CLASS, PLANE))
    (tmp_path / "dltb.cpg").write_text("UTF-8 ")
    stamps.add(layer_version(layer, CLASS, PLANE))
    assert len(stamps) == 5
    assert {file.suffix for file in files_of(str(tmp_path / "dltb.shp"))} >= {".shp", ".dbf", ".shx", ".prj"}


def test_a_shapefile_with_brackets_in_its_name_counts_with_its_parts(tmp_path: Path) -> None:
    """DLTB[2023].shp: brackets are no pattern."""
    rows = [(rect(0, 0, 100, 400), {"DLBM": "0101"})]
    path = Path(saved(layer_of(rows, "MultiPolygon"), tmp_path / "DLTB[2023].shp", "ESRI Shapefile"))
    layer = QgsVectorLayer(str(path), "地类", "ogr")
    before = layer_version(layer, CLASS, PLANE)
    os.utime(path.with_suffix(".dbf"), (1, 1))
    assert before != layer_version(layer, CLASS, PLANE)


def test_a_format_whose_parts_are_not_known_is_read_each_time(tmp_path: Path) -> None:
    """MapInfo TAB keeps its attributes in another file."""
    rows = [(rect(0, 0, 100, 400), {"DLBM": "0101"})]
    layer = QgsVectorLayer(saved(layer_of(rows), tmp_path / "dltb.tab", "MapInfo File"), "地类", "ogr")
    assert layer.isValid()
    assert layer_version(layer, CLASS, PLANE) is None


def test_a_geodatabase_counts_with_all_its_files(tmp_path: Path) -> None:
    """It is a folder."""
    layer = land(tmp_path, "OpenFileGDB", "gdb")
    if not layer.isValid():
        pytest.skip("this GDAL writes no File Geodatabase")
    before = layer_version(layer, CLASS, PLANE)
    table = next(file for file in files_of(str(tmp_path / "dltb.gdb")) if file.suffix == ".gdbtable")
    os.utime(table, (1, 1))
    assert before is not None
    assert layer_version(layer, CLASS, PLANE) != before


def test_another_plane_another_filter_another_field_is_another_use(tmp_path: Path) -> None:
    """Each has its own key; the stamp of the file is the same."""
    layer = land(tmp_path)
    versions = [layer_version(layer, CLASS, PLANE), layer_version(layer, {}, PLANE)]
    versions.append(layer_version(layer, CLASS, QgsCoordinateReferenceSystem("EPSG:4527")))
    assert len({stamp for _, stamp in versions}) == 1  # type: ignore[misc]
    layer.setSubsetString("DLBM = '0101'")
    versions.append(layer_version(layer, CLASS, PLANE))
    assert len({key for key, _ in versions}) == 4  # type: ignore[misc]


def test_what_is_not_a_file_as_it_lies_is_read_each_time(tmp_path: Path, shelf: Shelf, reads: list[str]) -> None:
    """A layer that is being edited, one with a join, a memory layer: what the user sees counts."""
    edited, joined = land(tmp_path), QgsVectorLayer(str(tmp_path / "dltb.gpkg"), "连接", "ogr")
    edited.startEditing()
    edited.changeAttributeValue(next(edited.getFeatures()).id(), edited.fields().indexFromName("DLBM"), "9999")
    table = layer_of([(rect(0, 0, 1, 1), {"CODE": "0101", "NAME": "水田"})], name="表")
    QgsProject.instance().addMapLayers([joined, table])
    info = QgsVectorLayerJoinInfo()
    info.setJoinLayer(table)
    info.setJoinFieldName("CODE")
    info.setTargetFieldName("DLBM")
    joined.addJoin(info)
    memory = layer_of([(rect(0, 0, 1, 1), {"DLBM": "0101"})], name="临时")
    for layer in (edited, joined, memory):
        found = sheet(layer, CLASS, PLANE, kept_on=shelf)
        assert found.shelf is None
    assert reads == ["地类", "连接", "临时"]
    assert "9999" in sheet(edited, CLASS, PLANE, kept_on=shelf)["class"].tolist()
    assert not shelf.folder.exists()
    QgsProject.instance().removeAllMapLayers()


def test_the_user_may_set_the_place_and_the_size_of_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings cache/folder and cache/limit_mb; 0 MB means none at all."""
    settings = Settings()
    try:
        settings.put("cache/folder", str(tmp_path / "elsewhere"))
        settings.put("cache/limit_mb", "7")
        found = user_shelf()
        assert (found.folder, found.limit) == (tmp_path / "elsewhere", 7_000_000)  # type: ignore[union-attr]
        settings.put("cache/limit_mb", "0")
        assert user_shelf() is None
    finally:
        settings.forget("cache/folder")
        settings.forget("cache/limit_mb")


# 重新核查


def two_patches(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(420, 20, 40, 50)))
    small.bind_land()


def test_a_second_check_of_the_same_month_differs_in_nothing(small: SmallCounty) -> None:
    """Nobody is asked."""
    two_patches(small)
    small.check()
    asked: list[Any] = []
    report = small.check(agreed=lambda found: bool(asked.append(found)))
    assert (report.differences, report.kept, asked) == ([], True, [])


def changed_land(small: SmallCounty) -> None:
    """The survey now calls the first strip 旱地 without ridges."""
    small.bindings.pop(Role.LAND)
    strips = [(rect(200 * i, 0, 200, 400), {"DLBM": code}) for i, code in enumerate(("0103", "0103", "0601", "0301"))]
    small.bind(Role.LAND, *strips)


def test_what_differs_is_listed_before_it_stands(small: SmallCounty) -> None:
    """Old and new class of the one patch that is touched; on "no" the ledger keeps what it had."""
    two_patches(small)
    small.check()
    changed_land(small)
    heard: list[Difference] = []
    report = small.check(agreed=lambda found: bool(heard.extend(found)))
    assert not report.kept
    assert {(one.number, one.item, one.before, one.after) for one in heard} >= {
        ("1", "地类0101", "3.00亩", "—"), ("1", "地类0103", "—", "3.00亩"),
    }  # fmt: skip
    assert {one.number for one in heard} == {"1"}
    assert {share.land_class for share in small.checked("1").shares} == {"0101"}
    report = small.check(agreed=lambda found: True)
    assert report.kept
    assert {share.land_class for share in small.checked("1").shares} == {"0103"}


def test_a_gap_within_the_tolerance_is_told_and_rounded_away(small: SmallCounty) -> None:
    """0.004 m² between two fields: the figures close on the patch, and the log names the place."""
    small.receive(patch_row("1", rect(180, 20, 40, 50)))
    small.bind_land(gap=rect(199.99992, 0, 0.00008, 400))
    report = small.check()
    assert report.open_patches == {}
    (line,) = [note for note in report.notes if "在容差以内" in note]
    assert line.startswith("图斑1：地类图斑与图斑相差0.0040平方米（POINT")
    assert small.checked("1").values["arable_mu"] is not None


def test_a_cache_that_is_swept_away_between_two_checks_does_no_harm(small: SmallCounty) -> None:
    """As a cleaning program does."""
    two_patches(small)
    small.check()
    shelf = user_shelf()
    assert shelf is not None
    shutil.rmtree(shelf.folder)
    assert small.check().differences == []
