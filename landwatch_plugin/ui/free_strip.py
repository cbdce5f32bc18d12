"""空地: the strip of the map beside a window, where what the window speaks of is to be seen."""

from __future__ import annotations

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QWidget

_LEAST = 0.2


def free_strip(canvas: QgsMapCanvas, window: QWidget) -> tuple[int, int] | None:
    """The wider strip of the map beside the window, in the map's pixels; None when there is hardly any."""
    width, frame = canvas.width(), window.frameGeometry()
    left = canvas.mapFromGlobal(frame.topLeft()).x()
    right = canvas.mapFromGlobal(frame.topRight()).x()
    strip = max((0, min(left, width)), (max(0, right), width), key=lambda ends: ends[1] - ends[0])
    return strip if strip[1] - strip[0] > width * _LEAST else None
