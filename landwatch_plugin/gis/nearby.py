"""图斑周边: only those features of a large layer that can touch a patch, so that one patch is not paid for with a county."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsFeatureRequest, QgsRectangle, QgsVectorLayer

from landwatch_plugin.gis.crs import transform_between

_MARGIN = 1.1


def nearby(
    layer: QgsVectorLayer, box: QgsRectangle, crs: QgsCoordinateReferenceSystem, chosen: bool = False
) -> QgsFeatureRequest:
    """Asks for the features whose boxes meet `box` (in `crs`); with `chosen` for those selected, if any are."""
    if chosen and layer.selectedFeatureCount():
        return QgsFeatureRequest().setFilterFids(layer.selectedFeatureIds())
    rect = transform_between(crs, layer.crs()).transformBoundingBox(box) if layer.crs().isValid() else QgsRectangle(box)
    rect.scale(_MARGIN)
    return QgsFeatureRequest().setFilterRect(rect)
