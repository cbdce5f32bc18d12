"""A second plugin for the tests: it offers algorithms written on LandWatch's base class."""

from __future__ import annotations

from typing import Any


class ProbePlugin:
    """Offers the probe algorithms, under a provider of its own."""

    def __init__(self, iface: Any) -> None:
        self.provider: Any = None

    def initProcessing(self) -> None:
        from qgis.core import QgsApplication

        from landwatch_probe.probe import ProbeProvider

        self.provider = ProbeProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)


def classFactory(iface: Any) -> ProbePlugin:
    return ProbePlugin(iface)
