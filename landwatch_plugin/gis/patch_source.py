"""下发图层: the rows of a received layer as plain values and WKB, with encoding found and geometry mended or refused."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsFeature, QgsGeometry, QgsVectorLayer, QgsWkbTypes

from landwatch_plugin.domain.encoding import declared_encoding, guess_dbf_encoding, guess_encoding
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.shapefile_parts import deleted_rows, parts_fault
from landwatch_plugin.gis.layers import source_file, source_parts


@dataclass(frozen=True)
class Row:
    """One feature. `wkb` is None when the geometry cannot be used; then `refusal` says why."""

    number: int
    values: dict[str, Any]
    wkb: bytes | None
    repair: str = ""
    refusal: str = ""
    centre: tuple[float, float] = (0.0, 0.0)
    """Of the box, in the layer's own system."""


def dbf_encoding(path: Path) -> str:
    """Encoding of a shapefile, by trial on the .dbf's own bytes: a .cpg is often absent or wrong."""
    data = _table(path).read_bytes()
    return guess_dbf_encoding(data, declared_encoding(_cpg(path), data[:32]))


def _table(path: Path) -> Path:
    found = next((file for file in (path.with_suffix(".dbf"), path.with_suffix(".DBF")) if file.is_file()), None)
    if found is None:
        raise InputError("缺少同名的 .dbf 属性文件。", "请把 .shp、.shx、.dbf、.prj 放在同一文件夹。", source=path.name)
    return found


def encoding_told(source: str, encoding: str, wanted: str = "") -> str:
    """The encoding in words, and what speaks for or against it: GBK（按内容判断，.cpg 写的是 UTF-8）.

    `wanted`: the user has chosen it.
    """
    path = source_file(source)
    name = ENCODING_NAMES.get(encoding, encoding.upper())
    if path is None or not takes_encoding(source):
        return name
    if wanted:
        found = dbf_encoding(path)
        return f"{name}（人工指定{'' if found == wanted else f'；与按内容判断的{ENCODING_NAMES[found]}不符'}）"
    with _table(path).open("rb") as stream:
        said = declared_encoding(_cpg(path), stream.read(32))
    if not said:
        return f"{name}（文件未注明，按内容判断）"
    return (
        f"{name}（与文件注明一致）"
        if said == encoding
        else f"{name}（按内容判断；文件注明的{ENCODING_NAMES[said]}不符）"
    )


ENCODING_NAMES = {"gb18030": "GBK（GB18030）", "utf-8": "UTF-8", "utf-8-sig": "UTF-8（带BOM）"}


def _cpg(path: Path) -> str:
    found = next((file for file in (path.with_suffix(".cpg"), path.with_suffix(".CPG")) if file.is_file()), None)
    return found.read_bytes()[:64].decode("latin1") if found else ""


def takes_encoding(source: str) -> bool:
    """Only a shapefile leaves open how its texts are to be read."""
    path = source_file(source)
    return path is not None and path.suffix.lower() == ".shp"


def open_source(source: str, wanted: str = "") -> tuple[QgsVectorLayer, str]:
    """The received layer and its encoding; its system is settled elsewhere. Raises InputError when it cannot be opened.

    `wanted`: gb18030 or utf-8 when the user has looked and knows better than the bytes; "" decides by content.
    """
    path = source_file(source)
    encoding = "utf-8"
    if path is not None and takes_encoding(source):
        encoding = wanted or dbf_encoding(path)
        source = f"{source}|option:ENCODING={'GB18030' if encoding == 'gb18030' else 'UTF-8'}"
    elif path is not None and path.suffix.lower() in (".csv", ".geojson", ".json"):
        encoding = guess_encoding(path.read_bytes())
    layer = QgsVectorLayer(source, "图斑", "ogr")
    name = path.name if path else source
    if layer.isValid() and path is not None and path.suffix.lower() == ".shp":
        _check_parts(path)
    if not layer.isValid():
        raise InputError("无法打开图层。", "请检查文件是否完整（.shp、.shx、.dbf 缺一不可）、是否被占用。", source=name)
    if layer.geometryType() != Qgis.GeometryType.Polygon:
        raise InputError("不是面图层。", "请提供图斑面图层。", source=name)
    return layer, "gb18030" if encoding == "gb18030" else encoding


def rows(layer: QgsVectorLayer) -> Iterator[Row]:
    """Every feature of the layer in file order; row numbers start at 1. NULL becomes None here, once."""
    names = layer.fields().names()
    unit = "平方米" if layer.crs().mapUnits() == Qgis.DistanceUnit.Meters else ""
    for number, feature in enumerate(layer.getFeatures(), 1):
        values = {name: _plain(value) for name, value in zip(names, feature.attributes(), strict=True)}
        _check_texts(values, number, layer)
        wkb, repair, refusal = usable(feature, unit)
        middle = feature.geometry().boundingBox().center() if wkb is not None else None
        yield Row(number, values, wkb, repair, refusal, (middle.x(), middle.y()) if middle is not None else (0.0, 0.0))


_UNREAD = "\ufffd"


def _check_texts(values: dict[str, Any], row: int, layer: QgsVectorLayer) -> None:
    """Raise InputError for a text that was not in the encoding taken: a mark such as 涉军 would be passed over.

    Half a character at the end of a value that fills its .dbf column was cut by the writer; the rest is whole.
    """
    for name, value in values.items():
        if not isinstance(value, str) or _UNREAD not in value + name:
            continue
        if _UNREAD not in name and _is_cut(value, name, layer):
            values[name] = value.rstrip(_UNREAD)
            continue
        raise InputError(
            f"文字编码无法识别：字段“{name}”中有读不出的文字。",
            "请向下发单位索取带 .cpg 的文件或 GeoPackage，或用原软件按 UTF-8 另存后重新接收；直接选择 .shp 文件可按内容判断编码。",
            source=layer.source().split("|")[0].replace("\\", "/").rsplit("/", 1)[-1], row=row,
        )  # fmt: skip


def _is_cut(value: str, name: str, layer: QgsVectorLayer) -> bool:
    path, rest = source_file(layer.source()), value.rstrip(_UNREAD)
    if path is None or path.suffix.lower() != ".shp" or _UNREAD in rest or len(value) - len(rest) > 3:
        return False
    encoding = "gb18030" if layer.dataProvider().encoding().upper().startswith("GB") else "utf-8"
    return len(rest.encode(encoding)) + 3 >= layer.fields().field(name).length() > 0


def far_limit(layer: QgsVectorLayer) -> float:
    """No patch of a county lies further than this from the others, in the layer's units."""
    return 5.0 if layer.crs().isGeographic() else 500_000.0


def deleted_in(source: str) -> int:
    """Rows of a shapefile that its table marks as deleted; GDAL passes them over without a word."""
    path = source_file(source)
    return deleted_rows(_table(path).read_bytes()) if path is not None and path.suffix.lower() == ".shp" else 0


def _check_parts(path: Path) -> None:
    """Raise InputError when the parts of a shapefile do not belong together."""
    parts = {part.suffix.lower(): part for part in source_parts(path)}
    if ".shx" not in parts or ".shp" not in parts:
        return
    fault = parts_fault(*(parts[suffix].read_bytes() for suffix in (".shp", ".shx", ".dbf")))
    if fault:
        raise InputError(
            f"文件已损坏或不是同一套：{fault}。",
            "请重新拷贝 .shp、.shx、.dbf 三个文件，或向下发单位索取完整文件。",
            source=path.name,
        )


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
    box = geometry.boundingBox()
    if max(box.width(), box.height()) > (_WIDEST_M if unit else _WIDEST_DEGREES):
        return None, "", "图形横跨数百公里，个别坐标有误"
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


_WIDEST_M, _WIDEST_DEGREES = 200_000.0, 2.0
"""No patch of one county is wider."""
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
