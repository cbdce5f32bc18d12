"""可绑定图层: the project's polygon and image layers as plain values, for the dialog that binds roles."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import Qgis, QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer

from landwatch_plugin.domain.control import Role
from landwatch_plugin.gis.layers import guess_role


@dataclass(frozen=True)
class LayerChoice:
    """One layer as the dialog offers it."""

    layer_id: str
    name: str
    source: str
    provider: str
    is_raster: bool
    features: int = 0
    crs: str = ""
    """Authority id such as EPSG:4547; "" when the layer has no coordinate system."""
    guess: Role | None = None


def layer_choices(project: QgsProject) -> list[LayerChoice]:
    """In the order of the layer tree; only layers that can play a role."""
    layers = [node.layer() for node in project.layerTreeRoot().findLayers()]
    return [_choice(layer) for layer in layers if layer is not None and layer.isValid() and _usable(layer)]


def _usable(layer: QgsMapLayer) -> bool:
    if isinstance(layer, QgsRasterLayer):
        return True
    return isinstance(layer, QgsVectorLayer) and layer.geometryType() == Qgis.GeometryType.Polygon


def _choice(layer: QgsMapLayer) -> LayerChoice:
    is_raster = isinstance(layer, QgsRasterLayer)
    guess = guess_role(layer.name())
    return LayerChoice(
        layer.id(),
        layer.name(),
        layer.source(),
        layer.providerType(),
        is_raster,
        0 if is_raster else max(0, layer.featureCount()),
        layer.crs().authid() if layer.crs().isValid() else "",
        guess if guess is not None and guess.is_raster == is_raster else None,
    )
