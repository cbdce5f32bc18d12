"""The shell without a window, as qgis_process uses it, and a start that fails half-way."""

from __future__ import annotations

import logging

import pytest
from qgis.core import QgsApplication

import landwatch_plugin
from landwatch_plugin.plugin import LandwatchPlugin


def provider_is_there() -> bool:
    return QgsApplication.processingRegistry().providerById("landwatch") is not None


def handlers() -> list[logging.Handler]:
    return logging.getLogger("landwatch_plugin").handlers


def test_qgis_gets_its_plugin_by_class_factory() -> None:
    plugin = landwatch_plugin.classFactory(None)
    assert isinstance(plugin, LandwatchPlugin)
    assert plugin.iface is None


def test_the_toolbox_works_without_a_window() -> None:
    """qgis_process calls initProcessing alone; unload takes it out again."""
    plugin = LandwatchPlugin(None)
    assert not provider_is_there()
    plugin.initProcessing()
    assert provider_is_there()
    assert len(handlers()) == 1
    plugin.unload()
    assert not provider_is_there()
    assert handlers() == []


def test_unloading_twice_or_before_loading_does_no_harm() -> None:
    plugin = LandwatchPlugin(None)
    plugin.unload()
    plugin.initProcessing()
    plugin.unload()
    plugin.unload()
    assert not provider_is_there()


def test_a_start_that_fails_half_way_leaves_nothing() -> None:
    """Without a window the menu cannot be made; provider and log handler, put in before, are taken out again."""
    plugin = LandwatchPlugin(None)
    with pytest.raises(AttributeError):
        plugin.initGui()
    assert not provider_is_there()
    assert handlers() == []
