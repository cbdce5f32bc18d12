"""界址点成面: parcels of a coordinate text become polygons; a ring inside another is a hole, one outside is a part."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)

from landwatch_plugin.domain.boundary_text import Parcel
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.crs import transform_between


def parcel_geometry(parcel: Parcel, source: str) -> QgsGeometry:
    """Multipolygon of a parcel, in the text's own system. Raises InputError when the rings make no valid area."""
    rings = [QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in ring]]) for ring in parcel.rings]
    rings.sort(key=lambda ring: -ring.area())
    shape = QgsGeometry()
    for ring in rings:
        if not ring.isGeosValid():
            raise InputError(
                f"地块{parcel.number}的界址线自相交。", "请核对界址点次序。", source=source, row=parcel.line
            )
        if shape.isNull():
            shape = ring
        elif shape.contains(ring):
            shape = shape.difference(ring)
        else:
            shape = shape.combine(ring)
    shape.convertToMultiType()
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
