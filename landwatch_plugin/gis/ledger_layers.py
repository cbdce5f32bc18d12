"""工程中的台账图层: the layers of the project that show the patches of a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import QgsProject, QgsProviderRegistry, QgsVectorLayer

from landwatch_plugin.gis.patch_style import follow_book

_TABLE = "patches"


def patch_layers(project: QgsProject) -> list[tuple[QgsVectorLayer, Path]]:
    """Layers named as a ledger's are, with their file. Whether it is a ledger shows when it is opened."""
    registry, found = QgsProviderRegistry.instance(), []
    for layer in project.mapLayers().values():
        if layer.providerType() != "ogr" or not isinstance(layer, QgsVectorLayer):
            continue
        parts = registry.decodeUri("ogr", layer.source())
        path = Path(parts.get("path") or "")
        if parts.get("layerName") == _TABLE and path.suffix.lower() == ".gpkg" and path.is_file():
            found.append((layer, path))
    return found


def show_classes(project: QgsProject, ledger: Path, kinds: Mapping[str, str]) -> None:
    """Symbols and legend of this ledger's patches follow the classes of the book in use."""
    for layer, path in patch_layers(project):
        if layer.isValid() and path.resolve() == Path(ledger).resolve():
            follow_book(layer, kinds)
