"""Binding layers to roles: offered by kind, guessed by name, 未绑定 said in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsVectorLayer

from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.gis import layers
from landwatch_plugin.ui.layer_choices import LayerChoice, layer_choices
from landwatch_plugin.ui.roles_dialog import RolesDialog

pytestmark = pytest.mark.usefixtures("qgis_app")

LAND = LayerChoice("l1", "DLTB", "a.gpkg|layername=DLTB", "ogr", False, 23_410, "EPSG:4547", Role.LAND)
RED = LayerChoice("l2", "演示县生态保护红线", "b.shp", "ogr", False, 12, "", Role.REDLINE)
AFTER = LayerChoice("r1", "后时相", "after.tif", "gdal", True, 0, "EPSG:4547", Role.AFTER)
OTHER = LayerChoice("l3", "农户", "c.shp", "ogr", False, 5, "EPSG:4547")


@pytest.fixture
def dialog() -> Iterator[RolesDialog]:
    dialog = RolesDialog([LAND, RED, AFTER, OTHER], [])
    yield dialog
    dialog.close()


def test_roles_are_guessed_by_the_names_of_the_layers(dialog: RolesDialog) -> None:
    chosen = {binding.role: binding.layer_id for binding in dialog.bindings()}
    assert chosen == {Role.LAND: "l1", Role.REDLINE: "l2", Role.AFTER: "r1"}


def test_images_are_offered_rasters_and_other_roles_polygons(dialog: RolesDialog) -> None:
    def offered(role: Role) -> set[str]:
        return {dialog.boxes[role].itemData(at) for at in range(dialog.boxes[role].count())}

    assert offered(Role.BEFORE) == {"", "r1"}
    assert offered(Role.TOWN) == {"", "l1", "l2", "l3"}


def test_the_note_gives_count_and_system_and_says_that_unbound_is_no_data(dialog: RolesDialog) -> None:
    assert dialog.note(Role.LAND) == "23,410 features, EPSG:4547"
    assert dialog.note(Role.AFTER) == "EPSG:4547"
    assert dialog.note(Role.REDLINE) == "12 features, no coordinate system"
    assert dialog.note(Role.MINE) == "not bound = no data"


def test_the_note_follows_the_choice(dialog: RolesDialog) -> None:
    box = dialog.boxes[Role.MINE]
    box.setCurrentIndex(box.findData("l3"))
    assert dialog.note(Role.MINE) == "5 features, EPSG:4547"
    box.setCurrentIndex(0)
    assert dialog.note(Role.MINE) == "not bound = no data"


def test_ok_speaks_the_bindings_and_cancel_speaks_nothing(dialog: RolesDialog) -> None:
    heard: list[list[Binding]] = []
    dialog.bindings_chosen.connect(heard.append)
    dialog.cancel.click()
    assert heard == []
    dialog.ok.click()
    assert heard[0][0] == Binding(Role.LAND, "a.gpkg|layername=DLTB", "ogr", "l1")


def test_what_was_bound_stays_bound_with_its_field_mapping_and_is_not_guessed_over() -> None:
    bound = [Binding(Role.LAND, "c.shp", "ogr", "l3", {"class": "DL"})]
    dialog = RolesDialog([LAND, OTHER], bound)
    assert dialog.bindings() == bound
    assert len(dialog.bindings()) == 1
    box = dialog.boxes[Role.LAND]
    box.setCurrentIndex(box.findData("l1"))
    assert dialog.bindings()[0].fields == {}
    dialog.close()


def test_a_role_freed_on_purpose_stays_free_until_guessing_is_asked_for() -> None:
    """Only a project that has no bindings yet is guessed at once."""
    bound = [Binding(Role.AFTER, "after.tif", "gdal", "r1")]
    dialog = RolesDialog([LAND, AFTER], bound)
    assert [binding.role for binding in dialog.bindings()] == [Role.AFTER]
    dialog.guess_button.click()
    assert [binding.role for binding in dialog.bindings()] == [Role.LAND, Role.AFTER]
    dialog.close()


def test_a_binding_whose_layer_is_gone_becomes_unbound() -> None:
    dialog = RolesDialog([AFTER], [Binding(Role.LAND, "x.shp", "ogr", "gone")])
    assert dialog.bindings() == []
    dialog.close()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[QgsProject]:
    from osgeo import gdal

    made = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "dem.tif"), 4, 4)
    made.SetGeoTransform((0, 1, 0, 4, 0, -1))
    made.GetRasterBand(1).Fill(1)
    made = None
    project = QgsProject.instance()
    lost = QgsVectorLayer("Polygon", "永久基本农田", "memory")
    lost.setCrs(QgsCoordinateReferenceSystem())
    project.addMapLayers(
        [
            QgsVectorLayer("Polygon?crs=EPSG:4547", "地类图斑2025", "memory"),
            lost,
            QgsVectorLayer("LineString?crs=EPSG:4547", "道路", "memory"),
            QgsVectorLayer(str(tmp_path / "nothing.shp"), "坏图层", "ogr"),
            QgsRasterLayer(str(tmp_path / "dem.tif"), "永久基本农田影像"),
        ]
    )
    yield project
    project.clear()


def test_only_polygons_and_images_of_the_project_are_offered(project: QgsProject) -> None:
    choices = {choice.name: choice for choice in layer_choices(project)}
    assert set(choices) == {"地类图斑2025", "永久基本农田", "永久基本农田影像"}
    assert (choices["地类图斑2025"].guess, choices["地类图斑2025"].crs) == (Role.LAND, "EPSG:4547")
    assert choices["永久基本农田"].crs == ""
    assert choices["永久基本农田影像"].guess is None


def test_the_project_keeps_what_was_chosen(project: QgsProject) -> None:
    dialog = RolesDialog(layer_choices(project), [])
    layers.bind(project, dialog.bindings())
    assert layers.bindings(project) == dialog.bindings()
    dialog.close()
