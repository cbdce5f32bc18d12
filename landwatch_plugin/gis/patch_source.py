"""下发图层: the rows of a received layer as plain values and WKB, with encoding found and geometry mended or refused."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsDataProvider, QgsFeature, QgsGeometry, QgsVectorLayer, QgsWkbTypes

from landwatch_plugin.domain.encoding import guess_dbf_encoding, guess_encoding
from landwatch_plugin.domain.errors import CrsError, InputError
from landwatch_plugin.gis.layers import source_file


@dataclass(frozen=True)
class Row:
    """One feature. `wkb` is None when the geometry cannot be used; then `refusal` says why."""

    number: int
    values: dict[str, Any]
    wkb: bytes | None
    repair: str = ""
    refusal: str = ""


def dbf_encoding(path: Path) -> str:
    """Encoding of a shapefile, by trial on the .dbf's own bytes: a .cpg is often absent or wrong."""
    table = next((file for file in (path.with_suffix(".dbf"), path.with_suffix(".DBF")) if file.is_file()), None)
    if table is None:
        raise InputError("缺少同名的 .dbf 属性文件。", "请把 .shp、.shx、.dbf、.prj 放在同一文件夹。", source=path.name)
    return guess_dbf_encoding(table.read_bytes())


def open_source(source: str) -> tuple[QgsVectorLayer, str]:
    """The received layer and its encoding. Raises InputError when it cannot be opened, CrsError without a CRS."""
    path = source_file(source)
    encoding = "utf-8"
    if path is not None and path.suffix.lower() == ".shp":
        encoding = dbf_encoding(path)
        source = f"{source}|option:ENCODING={'GB18030' if encoding == 'gb18030' else 'UTF-8'}"
    elif path is not None and path.suffix.lower() in (".csv", ".geojson", ".json"):
        encoding = guess_encoding(path.read_bytes())
    layer = QgsVectorLayer(source, "图斑", "ogr")
    name = path.name if path else source
    if not layer.isValid():
        raise InputError("无法打开图层。", "请检查文件是否完整（.shp、.shx、.dbf 缺一不可）、是否被占用。", source=name)
    _one_layer(layer, source, name)
    if layer.geometryType() != Qgis.GeometryType.Polygon:
        raise InputError("不是面图层。", "请提供图斑面图层。", source=name)
    if not layer.crs().isValid():
        raise CrsError(
            "图层没有坐标系（缺少 .prj）。", "请向下发单位确认坐标系并补上 .prj 文件后重新接收。", source=name
        )
    return layer, "gb18030" if encoding == "gb18030" else encoding


def _one_layer(layer: QgsVectorLayer, source: str, name: str) -> None:
    """A file of several layers must say which one: the first would be taken and the others passed over."""
    inside = [text.split(QgsDataProvider.sublayerSeparator())[1] for text in layer.dataProvider().subLayers()]
    if len(inside) > 1 and "|layername=" not in source and "|layerid=" not in source:
        raise InputError(
            f"文件中有{len(inside)}个图层（{'、'.join(inside[:5])}），没有指明接收哪一个。",
            "请先在 QGIS 中加载图斑图层再选择，或在路径后写明“|layername=图层名”。",
            source=name,
        )


def rows(layer: QgsVectorLayer) -> Iterator[Row]:
    """Every feature of the layer in file order; row numbers start at 1. NULL becomes None here, once."""
    names = layer.fields().names()
    unit = "平方米" if layer.crs().mapUnits() == Qgis.DistanceUnit.Meters else ""
    for number, feature in enumerate(layer.getFeatures(), 1):
        values = {name: _plain(value) for name, value in zip(names, feature.attributes(), strict=True)}
        wkb, repair, refusal = usable(feature, unit)
        yield Row(number, values, wkb, repair, refusal)


def _plain(value: Any) -> Any:
    if value is None or (hasattr(value, "isNull") and value.isNull()):
        return None
    if hasattr(value, "toPyDate"):
        return value.toPyDate().isoformat()
    return value.toPyDateTime().isoformat(sep=" ") if hasattr(value, "toPyDateTime") else value


def usable(feature: QgsFeature, unit: str = "平方米") -> tuple[bytes | None, str, str]:
    """(WKB of a valid multipolygon, what was mended, why refused). The repair tells the plane areas before and after
    when the layer's square `unit` has a name; square degrees have none."""
    geometry = feature.geometry()
    if geometry.isNull() or geometry.isEmpty():
        return None, "", "没有图形"
    if not all(math.isfinite(v) for v in (*_corners(geometry), geometry.area())):
        return None, "", "坐标含无效数值（NaN或无穷大）"
    geometry = _flat(geometry)
    repair = ""
    if not geometry.isGeosValid():
        before = geometry.area()
        reason = geometry.lastError() or "图形自相交"
        geometry = _polygons(geometry.makeValid(Qgis.MakeValidMethod.Structure, False))
        if geometry.isEmpty() or geometry.area() <= 0 or not geometry.isGeosValid():
            return None, "", "图形自相交且无法修复为面"
        sizes = f"，面积{before:.2f}→{geometry.area():.2f}{unit}" if unit else ""
        repair = f"{_REASONS.get(reason, '图形自相交')}，已修复{sizes}"
    if geometry.area() <= 0:
        return None, "", "图形面积为零"
    geometry.convertToMultiType()
    return bytes(geometry.asWkb()), repair, ""


_REASONS = {
    "Self-intersection": "图形自相交",
    "Ring Self-intersection": "环自相交",
    "Hole lies outside shell": "孔洞在外环之外",
}


def _corners(geometry: QgsGeometry) -> tuple[float, ...]:
    box = geometry.boundingBox()
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()


def _flat(geometry: QgsGeometry) -> QgsGeometry:
    """Without Z, M and curves."""
    shape = geometry.constGet().clone()
    if QgsWkbTypes.isCurvedType(shape.wkbType()):
        shape = shape.segmentize()
    shape.dropZValue()
    shape.dropMValue()
    return QgsGeometry(shape)


def _polygons(geometry: QgsGeometry) -> QgsGeometry:
    """The polygon parts of a repaired geometry; lines and points that fell off carry no area."""
    parts = [part for part in geometry.asGeometryCollection() if part.type() == Qgis.GeometryType.Polygon]
    return QgsGeometry.collectGeometry(parts) if parts else QgsGeometry()
