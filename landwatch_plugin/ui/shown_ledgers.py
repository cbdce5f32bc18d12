"""工程中的台账: the ledgers whose patches the project shows, and whose account this computer runs under."""

from __future__ import annotations

import getpass
from pathlib import Path

from qgis.core import QgsProject

from landwatch_plugin.gis.ledger_source import ledger_file


def shown_ledgers(project: QgsProject) -> list[Path]:
    """Files whose layer is named as a ledger's is. Whether they are ledgers shows when they are opened."""
    layers = [layer for layer in project.mapLayers().values() if layer.providerType() == "ogr"]
    found = [ledger_file(layer.source()) for layer in layers if "layername=" in layer.source().lower()]
    return list(dict.fromkeys(path for path in found if path is not None))


def account_name() -> str:
    """The user of this computer, as the first proposal for the operator; "" when the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
