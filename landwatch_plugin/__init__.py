"""LandWatch 卫片执法: county review of 卫片执法 patches inside QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from landwatch_plugin.plugin import LandwatchPlugin


def classFactory(iface: QgisInterface | None) -> LandwatchPlugin:
    """Called by QGIS; `iface` is None in qgis_process."""
    from landwatch_plugin.plugin import LandwatchPlugin

    return LandwatchPlugin(iface)
