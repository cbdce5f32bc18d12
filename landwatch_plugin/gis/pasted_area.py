"""粘贴坐标成面: rings become a polygon, shown on the map, measured, and put into a layer of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)

from landwatch_plugin.domain.errors import InputError

_TOUCH_SHARE = 1e-9
"""Rings that share an edge overlap by rounding only; more than this share of the smaller one is an error."""


def area_of_rings(rings: Sequence[Sequence[tuple[float, float]]], source: str) -> QgsGeometry:
    """Multipolygon of closed rings: one inside another is a hole, one outside a part.

    Raises InputError for a ring that crosses itself or overlaps another in part.
    """
    shapes = [QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in ring]]) for ring in rings]
    order = sorted(range(len(shapes)), key=lambda at: -shapes[at].area())
    whole = QgsGeometry()
    for at in order:
        ring = shapes[at]
        if not ring.isGeosValid():
            raise InputError(f"第{at + 1}圈的界线自相交。", "请核对拐点次序。", source=source)
        if whole.isNull():
            whole = ring
            continue
        shared = whole.intersection(ring).area()
        if shared >= ring.area() * (1 - _TOUCH_SHARE):
            whole = whole.difference(ring)
        elif shared <= ring.area() * _TOUCH_SHARE:
            whole = whole.combine(ring)
        else:
            raise InputError(f"第{at + 1}圈与其他圈部分重叠。", "请核对各圈的拐点，或核对“分圈”。", source=source)
    whole.convertToMultiType()
    return whole


def epsg_crs(epsg: int) -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem.fromEpsgId(epsg)


def ellipsoid_m2(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> float:
    """Area on the system's own ellipsoid."""
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, QgsCoordinateTransformContext())
    measure.setEllipsoid(crs.ellipsoidAcronym())
    return float(measure.measureArea(geometry))


def wkt_of(geometry: QgsGeometry, in_degrees: bool) -> str:
    return str(geometry.asWkt(9 if in_degrees else 4))


def add_area_layer(
    project: QgsProject, name: str, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem,
    values: Mapping[str, str | float | int | None],
) -> QgsVectorLayer:  # fmt: skip
    """A memory layer with this one polygon, on top of the layer tree."""
    fields = "".join(f"&field={key}:{_kind(value)}" for key, value in values.items())
    layer = QgsVectorLayer(f"MultiPolygon?crs={crs.authid()}{fields}", name, "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(geometry)
    feature.setAttributes(list(values.values()))
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    project.addMapLayer(layer, False)
    project.layerTreeRoot().insertLayer(0, layer)
    return layer


def _kind(value: str | float | int | None) -> str:
    return "integer" if isinstance(value, int) else "string(254)" if isinstance(value, str) else "double"
