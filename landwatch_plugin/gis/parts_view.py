"""拆分预览: the children of a split on the map, each in its own colour, until they are done or dropped."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import Qgis, QgsCoordinateTransform, QgsGeometry, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

from landwatch_plugin.gis.area_preview import zoom_beside
from landwatch_plugin.gis.patch_frame import crs_of

COLOURS = ("#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#e6ab02", "#a6761d", "#1f78b4")
"""Told apart on an image and by colour-blind eyes; they come round again after eight."""


def part_colour(at: int) -> QColor:
    return QColor(COLOURS[at % len(COLOURS)])


class PartsView:
    """Rubber bands on the canvas; `clear` takes them off."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._bands: list[QgsRubberBand] = []

    def show(self, shapes: Sequence[bytes], srid: int, wkt: str) -> None:
        """WKBs in the ledger's coordinate system, in the order of the list beside them."""
        self.clear()
        target = self._canvas.mapSettings().destinationCrs()
        transform = QgsCoordinateTransform(crs_of(srid, wkt), target, QgsProject.instance().transformContext())
        for at, wkb in enumerate(shapes):
            shape = QgsGeometry()
            shape.fromWkb(wkb)
            if target.isValid():
                shape.transform(transform)
            band = QgsRubberBand(self._canvas, Qgis.GeometryType.Polygon)
            fill = part_colour(at)
            band.setStrokeColor(fill)
            fill.setAlpha(95)
            band.setFillColor(fill)
            band.setWidth(2)
            band.setToGeometry(shape, None)
            self._bands.append(band)

    def look_at(self, free: tuple[int, int] | None) -> None:
        """Bring all of it into the strip of the map that no window covers (pixels), unless it is there already."""
        box = QgsRectangle()
        for band in self._bands:
            box.combineExtentWith(band.asGeometry().boundingBox())
        if free is None or box.isNull():
            return
        to_pixels = self._canvas.getCoordinateTransform()
        ends = to_pixels.transform(box.xMinimum(), box.yMinimum()), to_pixels.transform(box.xMaximum(), box.yMaximum())
        if not (free[0] <= ends[0].x() and ends[1].x() <= free[1] and self._canvas.extent().contains(box)):
            zoom_beside(self._canvas, box, free)

    def clear(self) -> None:
        while self._bands:
            self._canvas.scene().removeItem(self._bands.pop())
