"""工程中的台账图层: the layers of the project that show the patches of a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import QgsProject, QgsVectorLayer

from landwatch_plugin.gis.ledger_source import ledger_file
from landwatch_plugin.gis.patch_style import follow_book


def patch_layers(project: QgsProject) -> list[tuple[QgsVectorLayer, Path]]:
    """Layers named as a ledger's are, with their file. Whether it is a ledger shows when it is opened."""
    layers = [layer for layer in project.mapLayers().values() if layer.providerType() == "ogr"]
    found = [(layer, ledger_file(layer.source())) for layer in layers if "layername=" in layer.source().lower()]
    return [(layer, path) for layer, path in found if path is not None and isinstance(layer, QgsVectorLayer)]


def show_classes(project: QgsProject, ledger: Path, kinds: Mapping[str, str]) -> None:
    """Symbols and legend of this ledger's patches follow the classes of the book in use."""
    for layer, path in patch_layers(project):
        if layer.isValid() and path.resolve() == Path(ledger).resolve():
            follow_book(layer, kinds)
