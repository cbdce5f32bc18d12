"""地图定位: shows one patch on the map canvas, and switches between the two image dates (前时相 / 后时相)."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import CrsError, InputError

LEAST_METRES = 150.0
"""Side of the smallest ground square shown around a patch."""
METRES_A_DEGREE = 111_320.0
_IMAGES = (Role.BEFORE, Role.AFTER)


class PatchView:
    """A red outline with white casing, and the visibility of the two images. `close` puts everything back."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject, images: Mapping[Role, str]) -> None:
        """`images`: layer ids of the bound image layers; other roles are ignored."""
        self._canvas = canvas
        self._project = project
        self._images = {role: images[role] for role in _IMAGES if images.get(role)}
        self._found: dict[str, bool] = {}
        self._band = _outline(canvas)

    @property
    def images(self) -> tuple[Role, ...]:
        """The image roles whose layer is in the project now."""
        return tuple(role for role in self._images if self._node(role) is not None)

    def highlight(self, wkb: bytes, srid: int, wkt: str = "") -> None:
        """Outline the patch. `wkb` in EPSG:`srid`, else in the system of `wkt`; x = easting."""
        geometry = _geometry(wkb)
        self._transform(geometry, _crs(srid, wkt))
        self._band.setToGeometry(geometry, None)
        self._band.show()

    def zoom_to(self, wkb: bytes, srid: int, wkt: str = "") -> None:
        """Show the patch with as much ground again around it, at least `LEAST_METRES` on each side."""
        crs = _crs(srid, wkt)
        geometry = QgsGeometry.fromRect(framed(_geometry(wkb).boundingBox(), crs.isGeographic()))
        self._transform(geometry, crs)
        self._canvas.setExtent(geometry.boundingBox())
        self._canvas.refresh()

    def clear(self) -> None:
        """Take the outline away; the map stays where it is."""
        self._band.reset(Qgis.GeometryType.Polygon)

    def show_image(self, role: Role) -> None:
        """Make the image of this date visible and the other one not. Raises InputError when its layer is gone."""
        wanted = self._node(role)
        if wanted is None:
            raise InputError(f"{role.title}的图层不在当前工程中。", "请重新绑定影像图层。")
        for other in self._images:
            node = self._node(other)
            if node is not None:
                self._found.setdefault(self._images[other], node.itemVisibilityChecked())
                node.setItemVisibilityChecked(node is wanted or self._images[other] == self._images[role])
        wanted.setItemVisibilityCheckedParentRecursive(True)

    def close(self) -> None:
        """Take the outline out of the canvas and give the image layers their old visibility."""
        self._canvas.scene().removeItem(self._band)
        root = self._project.layerTreeRoot()
        for layer_id, visible in self._found.items():
            node = root.findLayer(layer_id)
            if node is not None:
                node.setItemVisibilityChecked(visible)
        self._found.clear()

    def _node(self, role: Role):
        return self._project.layerTreeRoot().findLayer(self._images.get(role, ""))

    def _transform(self, geometry: QgsGeometry, source: QgsCoordinateReferenceSystem) -> None:
        """To the map's system; a map without one is left as it is."""
        target = self._canvas.mapSettings().destinationCrs()
        if not target.isValid():
            return
        try:
            geometry.transform(QgsCoordinateTransform(source, target, self._project.transformContext()))
        except QgsCsException as error:
            raise CrsError(
                f"图斑坐标无法由{source.userFriendlyIdentifier()}转换到地图坐标系{target.userFriendlyIdentifier()}。",
                "请检查工程坐标系。",
            ) from error


def framed(box: QgsRectangle, in_degrees: bool) -> QgsRectangle:
    """The extent to show for a patch: twice its box, no side under `LEAST_METRES`."""
    least = LEAST_METRES / METRES_A_DEGREE if in_degrees else LEAST_METRES
    return QgsRectangle.fromCenterAndSize(box.center(), max(box.width() * 2, least), max(box.height() * 2, least))


def _crs(srid: int, wkt: str) -> QgsCoordinateReferenceSystem:
    crs = QgsCoordinateReferenceSystem.fromEpsgId(srid)
    return crs if crs.isValid() else QgsCoordinateReferenceSystem.fromWkt(wkt)


def _geometry(wkb: bytes) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    if geometry.isNull() or geometry.isEmpty():
        raise InputError("图斑没有图形，无法在地图上显示。", "请核对台账中的图斑图形。")
    return geometry


def _outline(canvas: QgsMapCanvas) -> QgsRubberBand:
    band = QgsRubberBand(canvas, Qgis.GeometryType.Polygon)
    band.setStrokeColor(QColor(220, 20, 30))
    band.setSecondaryStrokeColor(QColor(255, 255, 255))
    band.setWidth(3)
    band.setFillColor(QColor(0, 0, 0, 0))
    band.setBrushStyle(Qt.BrushStyle.NoBrush)
    return band
