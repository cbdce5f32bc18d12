"""拆分窗口的台架: the dock open on a patch with the split dialog beside the map, for the tests of that dialog."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapMouseEvent, QgsRubberBand
from qgis.PyQt.QtCore import QEvent, QPoint, Qt

from landwatch_plugin.gis.line_tool import LineTool
from landwatch_plugin.ui.split_dialog import SplitDialog
from landwatch_plugin.ui.workbench import Workbench

NUMBER = "990101TB0001"
ONE, TWO = f"{NUMBER}_1", f"{NUMBER}_2"
EAST, NORTH = 500_100.0, 3_300_000.0


def opened(bench: Workbench, window: Any, ledger_path: Path) -> Workbench:
    """The dock open on the first patch (40 m × 40 m), the map on it, the dialog open."""
    canvas = window.centralWidget()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4547"))
    bench.open(str(ledger_path), "", "甲")
    bench.presenter.show(NUMBER)
    canvas.setExtent(QgsRectangle(EAST - 40, NORTH - 40, EAST + 80, NORTH + 80))
    bench._actions["split"].trigger()
    return bench


def dialog(bench: Workbench) -> SplitDialog:
    assert isinstance(bench.dialog, SplitDialog)
    return bench.dialog


def halves() -> QgsVectorLayer:
    """A polygon layer over the western 10 m of the patch."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4547", "权属界线", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(EAST - 5, NORTH - 5, EAST + 10, NORTH + 60)))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    return layer


def bands(window: Any) -> int:
    return sum(isinstance(item, QgsRubberBand) for item in window.centralWidget().scene().items())


def mouse(
    tool: LineTool, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton
) -> None:
    """A mouse event at a place of the map."""
    canvas = tool.canvas()
    at = canvas.getCoordinateTransform().transform(QgsPointXY(x, y))
    event = QgsMapMouseEvent(canvas, kind, QPoint(round(at.x()), round(at.y())), button)
    {
        QEvent.Type.MouseButtonRelease: tool.canvasReleaseEvent,
        QEvent.Type.MouseMove: tool.canvasMoveEvent,
        QEvent.Type.MouseButtonDblClick: tool.canvasDoubleClickEvent,
    }[kind](event)


def click(tool: LineTool, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    mouse(tool, QEvent.Type.MouseButtonRelease, x, y, button)
