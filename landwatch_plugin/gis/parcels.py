"""界址点成面: polygons of a coordinate text become valid ones and go into the layer of their kind."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.crs import transform_between

SLACK = 1e-6
"""Share of the area by which mending may change it: rounding, never ground."""


def parcel_geometry(wkb: bytes, number: str, source: str, line: int) -> QgsGeometry:
    """A valid multipolygon of the same ground: parts that share a side become one, a hole at the edge a bay.

    Raises InputError when the area would change: then the boundary lies on itself or parts overlap.
    """
    shape = QgsGeometry()
    shape.fromWkb(wkb)
    if not shape.isGeosValid():
        area = shape.area()
        shape = QgsGeometry.unaryUnion([_less_holes(part) for part in shape.asMultiPolygon()])
        if not shape.isGeosValid() or abs(shape.area() - area) > SLACK * area:
            raise InputError(
                f"地块{number}的界址线自相交或各圈相互重叠。", "请核对界址点次序。", source=source, row=line
            )
    shape.convertToMultiType()
    return shape


def _less_holes(rings: list[list[QgsPointXY]]) -> QgsGeometry:
    shape = QgsGeometry.fromPolygonXY([rings[0]])
    for ring in rings[1:]:
        shape = shape.difference(QgsGeometry.fromPolygonXY([ring]))
    return shape


def holds(
    layer: QgsVectorLayer, field: str, number: str, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem
) -> bool:
    """Whether the layer has this ground already under this number (`field`): nearly all of the geometry is covered."""
    shape = QgsGeometry(geometry)
    shape.transform(transform_between(crs, layer.crs()))
    request = QgsFeatureRequest().setFilterRect(shape.boundingBox())
    same = [feature.geometry() for feature in layer.getFeatures(request) if str(feature[field]) == number]
    return any(shape.intersection(other).area() > 0.99 * shape.area() for other in same)


def append(
    layer: QgsVectorLayer, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, values: dict[str, str]
) -> None:
    """Add one polygon to a layer on disk, brought into the layer's system. Raises InputError when it refuses."""
    shape = QgsGeometry(geometry)
    shape.transform(transform_between(crs, layer.crs()))
    feature = QgsFeature(layer.fields())
    feature.setGeometry(shape)
    for name, value in values.items():
        feature.setAttribute(name, value)
    done, _ = layer.dataProvider().addFeatures([feature])
    if not done:
        raise InputError("图层拒绝写入。", "请检查文件是否只读或被占用。", source=layer.name())
