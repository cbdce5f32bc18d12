"""县域范围: the box of the county in degrees, by its township layer or what else is bound, to see what lies outside."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsCsException, QgsMapLayer, QgsRectangle

from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.extent import Box
from landwatch_plugin.gis.crs import WORLD, transform_between
from landwatch_plugin.gis.crs_check import check_coordinates
from landwatch_plugin.gis.layers import open_vector

_ORDER = (Role.TOWN, Role.VILLAGE, Role.LAND)


def world_box(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> Box | None:
    """None for an empty extent, and for one that has no place on the earth."""
    if not crs.isValid() or extent.isNull() or extent.xMinimum() > extent.xMaximum():
        return None
    try:
        box = transform_between(crs, QgsCoordinateReferenceSystem(WORLD)).transformBoundingBox(extent)
    except QgsCsException:
        return None
    sides = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
    return sides if all(map(math.isfinite, sides)) else None


def layer_box(layer: QgsMapLayer) -> Box | None:
    return world_box(layer.crs(), layer.extent())


def county_box(bindings: Sequence[Binding]) -> tuple[str, Box] | None:
    """(what it was taken from, box) of the first of 乡镇界, 村界, 地类图斑 whose coordinates can be right."""
    bound = {binding.role: binding for binding in bindings}
    for role in _ORDER:
        if role not in bound:
            continue
        try:
            layer = open_vector(bound[role])
            check_coordinates(role.title, layer.crs(), layer.extent())
        except LandwatchError:
            continue
        box = layer_box(layer)
        if box is not None:
            return role.title, box
    return None
