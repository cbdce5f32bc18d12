"""工程中的台账: the ledgers whose patches the project shows, and whose account this computer runs under."""

from __future__ import annotations

import getpass
from pathlib import Path

from qgis.core import QgsProject

from landwatch_plugin.gis.ledger_layers import patch_layers


def shown_ledgers(project: QgsProject) -> list[Path]:
    """Files whose layer is named as a ledger's is. Whether they are ledgers shows when they are opened."""
    return list(dict.fromkeys(path for _, path in patch_layers(project)))


def account_name() -> str:
    """The user of this computer, as the first proposal for the operator; "" when the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
