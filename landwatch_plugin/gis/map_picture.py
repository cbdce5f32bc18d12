"""图件: before/after images and the overlay map of one patch as pictures, with scale bar, north arrow and legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsMapLayer,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen, QPolygonF

from landwatch_plugin.domain.errors import LandwatchError

FONTS = ["Microsoft YaHei", "SimHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei"]
PANEL = 34
"""Width of the legend panel in hundredths of the map's."""
RED, INK, PAPER = QColor("#e60012"), QColor("#222222"), QColor("#ffffff")


@dataclass(frozen=True)
class LegendRow:
    """A line of the legend: fill, outline and pen colour, hatched or not."""

    title: str
    fill: str = ""
    outline: str = "#888888"
    dashed: bool = False


@dataclass(frozen=True)
class View:
    """Where to look: a patch in its CRS, the size of the picture in pixels and the dots per millimetre on paper."""

    wkb: bytes
    crs: QgsCoordinateReferenceSystem
    width: int = 1000
    height: int = 1000
    dots_per_mm: float = 11.0
    least_m: float = 220.0

    def geometry(self) -> QgsGeometry:
        shape = QgsGeometry()
        shape.fromWkb(self.wkb)
        return shape

    def extent(self) -> QgsRectangle:
        """Twice the patch's box, at least `least_m`, in the picture's proportions."""
        box = self.geometry().boundingBox()
        across = max(box.width() * 2.0, box.height() * 2.0 * self.width / self.height, self.least_m)
        up = across * self.height / self.width
        x, y = box.center().x(), box.center().y()
        return QgsRectangle(x - across / 2, y - up / 2, x + across / 2, y + up / 2)


def draw(path: Path, view: View, layers: Sequence[QgsMapLayer], caption: str, legend: Sequence[LegendRow] = ()) -> Path:
    """Render the layers under the patch (topmost first) and save a picture (.png or .jpg); a legend stands beside the map, never on it.

    Raises LandwatchError when a layer cannot be drawn, or the picture cannot be written.
    """
    panel = PANEL * view.width // 100 if legend else 0
    image = QImage(view.width + panel, view.height, QImage.Format.Format_RGB32)
    image.fill(PAPER)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        painter.drawImage(0, 0, _render(view, layers))
        painter.setClipRect(0, 0, view.width, view.height)
        for part in (_outline, _scale_bar, _north_arrow):
            part(painter, view)
        _caption(painter, view, caption)
        painter.setClipping(False)
        if legend:
            _legend(painter, view, legend)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(INK, 2))
        painter.drawRect(1, 1, view.width + panel - 2, view.height - 2)
    finally:
        painter.end()
    image.setDotsPerMeterX(int(view.dots_per_mm * 1000))
    image.setDotsPerMeterY(int(view.dots_per_mm * 1000))
    path.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(path), quality=90 if path.suffix == ".jpg" else -1):
        raise LandwatchError(f"图件“{path.name}”无法写入。", "请检查输出文件夹是否可写、磁盘是否已满。")
    return path


def _render(view: View, layers: Sequence[QgsMapLayer]) -> QImage:
    settings = QgsMapSettings()
    settings.setLayers(list(layers))
    settings.setDestinationCrs(view.crs)
    settings.setTransformContext(QgsProject.instance().transformContext())
    settings.setExtent(view.extent())
    settings.setOutputSize(QSize(view.width, view.height))
    settings.setOutputDpi(view.dots_per_mm * 25.4)
    settings.setBackgroundColor(PAPER)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    errors = [error.message for error in job.errors()]
    image = job.renderedImage()
    if errors or image.isNull():
        raise LandwatchError(
            f"图件绘制失败：{errors[0] if errors else '没有得到图像'}。", "请检查图层文件是否完整，必要时重新绑定。"
        )
    return image


def _outline(painter: QPainter, view: View) -> None:
    extent = view.extent()
    scale = view.width / extent.width()
    path = QPainterPath()
    for part in view.geometry().asGeometryCollection():
        for ring in part.asPolygon():
            path.addPolygon(
                QPolygonF(
                    [QPointF((p.x() - extent.xMinimum()) * scale, (extent.yMaximum() - p.y()) * scale) for p in ring]
                )
            )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((PAPER, 7), (RED, 4)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.MiterJoin))
        painter.drawPath(path)


def font(pixels: int, bold: bool = False) -> QFont:
    face = QFont()
    face.setFamilies(FONTS)
    face.setPixelSize(pixels)
    face.setBold(bold)
    return face


def _halo_text(painter: QPainter, x: float, y: float, text: str, pixels: int, colour: QColor = INK) -> None:
    path = QPainterPath()
    path.addText(x, y, font(pixels, True), text)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(PAPER, max(4, pixels // 5), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPath(path)
    painter.fillPath(path, colour)


def _metres_wide(view: View) -> float:
    """Ground width of the picture in metres, also for degrees."""
    extent = view.extent()
    if not view.crs.isGeographic():
        return extent.width()
    middle = extent.center()
    zone = QgsCoordinateReferenceSystem.fromProj(f"+proj=tmerc +lon_0={middle.x()} +k=1 +ellps=GRS80 +units=m")
    return QgsCoordinateTransform(view.crs, zone, QgsProject.instance()).transformBoundingBox(extent).width()


def _scale_bar(painter: QPainter, view: View) -> None:
    per_metre = view.width / _metres_wide(view)
    wanted = view.width * 0.25 / per_metre
    power = 10 ** (len(str(int(max(wanted, 1)))) - 1)
    length = next(step * power for step in (5, 2, 1) if step * power <= max(wanted, 1))
    pixels, unit = length * per_metre, view.width // 100
    x, y = unit * 3, view.height - unit * 4
    painter.setPen(QPen(INK, 2))
    for index in range(4):
        painter.setBrush(INK if index % 2 == 0 else PAPER)
        painter.drawRect(QRectF(x + pixels / 4 * index, y, pixels / 4, unit))
    label = f"{length / 1000:g} 千米" if length >= 1000 else f"{length:g} 米"
    _halo_text(painter, x, y - unit * 0.8, "0", unit * 3)
    _halo_text(painter, x + pixels - unit * 2, y - unit * 0.8, label, unit * 3)


def _north_arrow(painter: QPainter, view: View) -> None:
    unit = view.width / 100
    x, y = view.width - unit * 6, unit * 4
    left = QPolygonF([QPointF(x, y), QPointF(x - unit * 2.2, y + unit * 8), QPointF(x, y + unit * 6.2)])
    right = QPolygonF([QPointF(x, y), QPointF(x + unit * 2.2, y + unit * 8), QPointF(x, y + unit * 6.2)])
    painter.setPen(QPen(INK, 2))
    painter.setBrush(INK)
    painter.drawPolygon(left)
    painter.setBrush(PAPER)
    painter.drawPolygon(right)
    _halo_text(painter, x - unit * 1.2, y + unit * 11.5, "北", int(unit * 3))


def _caption(painter: QPainter, view: View, caption: str) -> None:
    if caption:
        unit = view.width / 100
        _halo_text(painter, unit * 3, unit * 6, caption, int(unit * 3.6), QColor("#101010"))


def _legend(painter: QPainter, view: View, rows: Sequence[LegendRow]) -> None:
    """The panel to the right of the map; lines come closer together when there are many."""
    unit = view.width / 100
    line = min(unit * 4.2, (view.height - unit * 9) / max(1, len(rows)))
    x, y = view.width + unit * 2, unit * 5
    painter.setPen(QPen(INK, 2))
    painter.drawLine(QPointF(view.width, 0), QPointF(view.width, view.height))
    painter.setFont(font(int(unit * 3), True))
    painter.drawText(QPointF(x, y), "图例")
    face = font(int(min(unit * 2.4, line * 0.62)))
    painter.setFont(face)
    for index, row in enumerate(rows):
        top = y + unit * 2 + line * index
        painter.setPen(QPen(QColor(row.outline), 3, Qt.PenStyle.DashLine if row.dashed else Qt.PenStyle.SolidLine))
        painter.setBrush(QColor(row.fill) if row.fill else Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(x, top, unit * 5, line * 0.62))
        painter.setPen(INK)
        room = (PANEL - 11) * unit
        title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QPointF(x + unit * 6.5, top + line * 0.55), title)
