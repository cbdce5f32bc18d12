"""The patch on the map: how much ground is shown, the outline, the two images put back as they were found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsRubberBand

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.canvas import PatchView, framed

pytestmark = pytest.mark.usefixtures("qgis_app")
SQUARE = bytes(QgsGeometry.fromRect(QgsRectangle(500_000, 3_300_000, 500_400, 3_300_300)).asWkb())


@pytest.fixture
def canvas() -> Iterator[QgsMapCanvas]:
    canvas = QgsMapCanvas()
    canvas.resize(600, 600)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4547"))
    yield canvas
    canvas.deleteLater()


@pytest.fixture
def project() -> Iterator[QgsProject]:
    project = QgsProject()
    yield project
    project.clear()


def bands(canvas: QgsMapCanvas) -> list[QgsRubberBand]:
    return [item for item in canvas.scene().items() if isinstance(item, QgsRubberBand)]


def test_a_large_patch_is_shown_with_as_much_ground_again() -> None:
    box = framed(QgsRectangle(0, 0, 400, 300), in_degrees=False)
    assert (box.width(), box.height(), box.center()) == (800, 600, QgsPointXY(200, 150))


def test_a_small_patch_is_shown_in_150_metres_of_ground() -> None:
    box = framed(QgsRectangle(10, 10, 12, 40), in_degrees=False)
    assert (box.width(), box.height()) == (150, 150)


def test_a_ledger_in_degrees_gets_the_same_ground() -> None:
    box = framed(QgsRectangle(114.0, 28.0, 114.00001, 28.00001), in_degrees=True)
    assert box.height() * 111_320 == pytest.approx(150)


def test_zooming_goes_to_the_patch(canvas: QgsMapCanvas, project: QgsProject) -> None:
    view = PatchView(canvas, project, {})
    view.zoom_to(SQUARE, 4547)
    assert canvas.extent().center().distance(500_200, 3_300_150) < 1
    assert canvas.extent().width() == pytest.approx(800, abs=30)
    view.close()


def test_a_map_in_another_system_shows_the_same_ground(canvas: QgsMapCanvas, project: QgsProject) -> None:
    """Zone 38 written out in the eastings, as approvals come."""
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4526"))
    view = PatchView(canvas, project, {})
    view.zoom_to(SQUARE, 4547)
    view.highlight(SQUARE, 4547)
    assert canvas.extent().center().distance(38_500_200, 3_300_150) < 1
    assert bands(canvas)[0].asGeometry().boundingBox().xMinimum() == pytest.approx(38_500_000, abs=0.01)
    view.close()


def test_a_ledger_whose_system_has_no_number_is_placed_by_its_wkt(canvas: QgsMapCanvas, project: QgsProject) -> None:
    wkt = QgsCoordinateReferenceSystem("EPSG:4547").toWkt()
    view = PatchView(canvas, project, {})
    view.highlight(SQUARE, 990_001, wkt)
    assert bands(canvas)[0].asGeometry().boundingBox().xMinimum() == pytest.approx(500_000, abs=0.01)
    view.close()


def test_the_outline_is_one_red_line_with_white_casing_and_follows_the_patch(
    canvas: QgsMapCanvas, project: QgsProject
) -> None:
    view = PatchView(canvas, project, {})
    view.highlight(SQUARE, 4547)
    view.highlight(SQUARE, 4547)
    assert len(bands(canvas)) == 1
    band = bands(canvas)[0]
    assert band.width() == 3
    assert band.strokeColor().red() > 200 and band.strokeColor().green() < 60
    assert band.secondaryStrokeColor().lightness() == 255
    view.clear()
    assert band.numberOfVertices() == 0
    view.close()


def test_a_patch_without_geometry_is_told(canvas: QgsMapCanvas, project: QgsProject) -> None:
    view = PatchView(canvas, project, {})
    with pytest.raises(InputError, match="没有图形"):
        view.highlight(b"", 4547)
    view.close()


def image(path: Path, project: QgsProject) -> QgsRasterLayer:
    from osgeo import gdal

    made = gdal.GetDriverByName("GTiff").Create(str(path), 2, 2)
    made.GetRasterBand(1).Fill(1)
    made = None
    layer = QgsRasterLayer(str(path), path.stem)
    project.addMapLayer(layer)
    return layer


def test_one_image_is_shown_at_a_time_and_its_group_with_it(
    canvas: QgsMapCanvas, project: QgsProject, tmp_path: Path
) -> None:
    before, after = image(tmp_path / "b.tif", project), image(tmp_path / "a.tif", project)
    root = project.layerTreeRoot()
    group = root.addGroup("影像")
    node = root.findLayer(before.id())
    group.addChildNode(node.clone())
    root.removeChildNode(node)
    group.setItemVisibilityChecked(False)
    view = PatchView(canvas, project, {Role.BEFORE: before.id(), Role.AFTER: after.id(), Role.LAND: "x"})
    assert view.images == (Role.BEFORE, Role.AFTER)
    view.show_image(Role.BEFORE)
    assert root.findLayer(before.id()).isVisible() and not root.findLayer(after.id()).isVisible()
    view.show_image(Role.AFTER)
    assert not root.findLayer(before.id()).isVisible() and root.findLayer(after.id()).isVisible()
    view.close()


def test_closing_gives_the_layers_their_old_visibility_and_leaves_no_outline(
    canvas: QgsMapCanvas, project: QgsProject, tmp_path: Path
) -> None:
    before, after = image(tmp_path / "b.tif", project), image(tmp_path / "a.tif", project)
    root = project.layerTreeRoot()
    root.findLayer(after.id()).setItemVisibilityChecked(False)
    view = PatchView(canvas, project, {Role.BEFORE: before.id(), Role.AFTER: after.id()})
    view.highlight(SQUARE, 4547)
    view.show_image(Role.AFTER)
    view.show_image(Role.BEFORE)
    view.show_image(Role.AFTER)
    view.close()
    assert bands(canvas) == []
    assert root.findLayer(before.id()).isVisible() and not root.findLayer(after.id()).isVisible()


def test_an_image_that_left_the_project_is_no_longer_offered(
    canvas: QgsMapCanvas, project: QgsProject, tmp_path: Path
) -> None:
    after = image(tmp_path / "a.tif", project)
    view = PatchView(canvas, project, {Role.AFTER: after.id()})
    project.removeMapLayer(after.id())
    assert view.images == ()
    with pytest.raises(InputError, match="后时相"):
        view.show_image(Role.AFTER)
    view.close()
