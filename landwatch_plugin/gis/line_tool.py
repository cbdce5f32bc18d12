"""画界线: a map tool for one broken line; a click adds a corner, a double or right click ends, Backspace takes one back, Esc drops it."""

from __future__ import annotations

from qgis.core import Qgis, QgsGeometry, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent

_NEAR = 1e-9


class LineTool(QgsMapTool):
    """Hands the canvas back to the tool before when the line is ended or dropped."""

    drawn = pyqtSignal(bytes)
    """WKB of the line in the map's coordinate system."""
    dropped = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._before = canvas.mapTool()
        self._points: list[QgsPointXY] = []
        self._band = QgsRubberBand(canvas, Qgis.GeometryType.Line)
        self._band.setStrokeColor(QColor(255, 220, 0))
        self._band.setSecondaryStrokeColor(QColor(30, 30, 30))
        self._band.setWidth(3)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def begin(self) -> None:
        self.canvas().setMapTool(self)
        self.canvas().setFocus()

    def end(self) -> None:
        """Take the line off the map and give the canvas back."""
        self._points.clear()
        if self._band is not None:
            self.canvas().scene().removeItem(self._band)
            self._band = None
        if self.canvas().mapTool() is self:
            if self._before is not None:
                self.canvas().setMapTool(self._before)
            else:
                self.canvas().unsetMapTool(self)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if self._band is None:
            return
        if event.button() == Qt.MouseButton.RightButton:
            self._finish()
        elif event.button() == Qt.MouseButton.LeftButton:
            point = self.toMapCoordinates(event.pos())
            if not self._points or point.sqrDist(self._points[-1]) > _NEAR * _NEAR:
                self._points.append(point)
            self._show(point)

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:
        self._finish()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self._points and self._band is not None:
            self._show(self.toMapCoordinates(event.pos()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
            self.dropped.emit()
        elif event.key() == Qt.Key.Key_Backspace and self._points:
            self._points.pop()
            self._show(self._points[-1] if self._points else None)
        else:
            return
        event.accept()

    def _finish(self) -> None:
        """A line of one corner is none: it goes on."""
        if len(self._points) < 2:
            return
        line = bytes(QgsGeometry.fromPolylineXY(self._points).asWkb())
        self.end()
        self.drawn.emit(line)

    def _show(self, cursor: QgsPointXY | None) -> None:
        self._band.reset(Qgis.GeometryType.Line)
        for point in [*self._points, *([] if cursor is None else [cursor])]:
            self._band.addPoint(point)
