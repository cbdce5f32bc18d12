"""工程中的台账: the ledgers whose patches the project shows, and whose account this computer runs under."""

from __future__ import annotations

import getpass
from pathlib import Path

from qgis.core import QgsProject, QgsProviderRegistry

_TABLE = "patches"


def shown_ledgers(project: QgsProject) -> list[Path]:
    """Files whose layer is named as a ledger's is. Whether they are ledgers shows when they are opened."""
    registry, found = QgsProviderRegistry.instance(), []
    for layer in project.mapLayers().values():
        if layer.providerType() != "ogr":
            continue
        parts = registry.decodeUri("ogr", layer.source())
        path = Path(parts.get("path") or "")
        if parts.get("layerName") == _TABLE and path.suffix.lower() == ".gpkg" and path.is_file():
            found.append(path)
    return list(dict.fromkeys(found))


def account_name() -> str:
    """The user of this computer, as the first proposal for the operator; "" when the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
