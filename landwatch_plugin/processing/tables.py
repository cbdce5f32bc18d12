"""结果表: rows of plain values into a processing sink."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

TEXT, NUMBER, WHOLE = QMetaType.Type.QString, QMetaType.Type.Double, QMetaType.Type.Int
_KINDS = {"文字": TEXT, "数值": NUMBER, "整数": WHOLE}


def vector_kind() -> QgsProcessing.SourceType:
    """A sink for tables with or without geometry."""
    return QgsProcessing.SourceType.TypeVector


def write_table(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    name: str,
    context: QgsProcessingContext,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[Any]],
    crs: QgsCoordinateReferenceSystem | None = None,
) -> str:
    """Write rows to the sink `name` and return its place. With `crs` the last value of a row is a polygon's WKB."""
    fields = QgsFields()
    for key, kind in columns:
        fields.append(QgsField(key, _KINDS[kind]))
    shape = QgsWkbTypes.Type.NoGeometry if crs is None else QgsWkbTypes.Type.MultiPolygon
    place = (shape,) if crs is None else (shape, crs)
    sink, destination = algorithm.parameterAsSink(parameters, name, context, fields, *place)
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
    for row in rows:
        feature = QgsFeature(fields)
        feature.setAttributes(list(row[: len(columns)]))
        if crs is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(row[-1])
            geometry.convertToMultiType()
            feature.setGeometry(geometry)
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(algorithm.writeFeatureError(sink, parameters, name))
    return str(destination)
