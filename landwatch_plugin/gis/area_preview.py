"""预览: a polygon that is not yet in any layer, drawn over the map with its corners."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

from landwatch_plugin.domain.errors import CrsError

_LINE, _FILL = QColor(196, 30, 160), QColor(196, 30, 160, 50)


class AreaPreview:
    """`close` takes everything out of the canvas."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject) -> None:
        self._canvas, self._project = canvas, project
        self.area = QgsRubberBand(canvas, Qgis.GeometryType.Polygon)
        self.area.setStrokeColor(_LINE)
        self.area.setFillColor(_FILL)
        self.area.setWidth(3)
        self.corners = QgsRubberBand(canvas, Qgis.GeometryType.Point)
        self.corners.setStrokeColor(_LINE)
        self.corners.setFillColor(QColor(255, 255, 255))
        self.corners.setIcon(QgsRubberBand.IconType.ICON_CIRCLE)
        self.corners.setIconSize(8)

    def show(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
        """Draw the polygon; its box in the map's system."""
        shape = QgsGeometry(geometry)
        target = self._canvas.mapSettings().destinationCrs()
        if target.isValid():
            try:
                shape.transform(QgsCoordinateTransform(crs, target, self._project.transformContext()))
            except QgsCsException as error:
                raise CrsError("坐标不能转换到地图坐标系。", "请核对带号和大地坐标系。") from error
        self.area.setToGeometry(shape, None)
        self.corners.reset(Qgis.GeometryType.Point)
        for vertex in shape.vertices():
            self.corners.addPoint(QgsPointXY(vertex), False)
        self.corners.updatePosition()
        self.area.show()
        self.corners.show()
        return shape.boundingBox()

    def zoom_to(self, box: QgsRectangle, free: tuple[int, int] | None = None) -> None:
        """See `zoom_beside`."""
        zoom_beside(self._canvas, box, free)

    def clear(self) -> None:
        self.area.reset(Qgis.GeometryType.Polygon)
        self.corners.reset(Qgis.GeometryType.Point)

    def close(self) -> None:
        for band in (self.area, self.corners):
            self._canvas.scene().removeItem(band)


def zoom_beside(canvas: QgsMapCanvas, box: QgsRectangle, free: tuple[int, int] | None) -> None:
    """Show a box with half as much ground again on each side. `free`: pixels (from, to) across the map that no window
    covers."""
    box = QgsRectangle(box)
    box.scale(2)
    width, height = max(1, canvas.width()), max(1, canvas.height())
    left, right = free or (0, width)
    unit = max(box.width() / max(1, right - left), box.height() / height)
    west = box.center().x() - unit * (left + right) / 2
    south = box.center().y() - unit * height / 2
    canvas.setExtent(QgsRectangle(west, south, west + unit * width, south + unit * height))
    canvas.refresh()
