"""坐标核对: coordinates that cannot belong to their coordinate system are refused, with the likely cause and the cure.

A wrong zone or a missing zone prefix gives "no overlap" in every engine without a word; this gate speaks first. It
must let through every real layer in its right system, so it only refuses what is wrong by far.
"""

from __future__ import annotations

import math

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsPointXY,
    QgsRectangle,
)

from landwatch_plugin.domain.area_basis import Grid
from landwatch_plugin.domain.errors import CrsError
from landwatch_plugin.gis.crs import WORLD, named, on_earth, transform_between, transverse_mercator

_MARGIN_DEGREES = 10.0
_FARTHEST_EAST = 2_000_000.0
_POLE = 10_010_000.0
_NAMED, _ENOUGH = 10, 200
"""Features that are named; features astray after which the layer as a whole is to blame."""


def check_coordinates(layer_name: str, crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> None:
    """Raise CrsError (with cause and cure) when the layer's extent cannot lie in its coordinate system.

    An empty layer passes: there is nothing to be wrong.
    """
    if not crs.isValid():
        raise CrsError(
            "图层没有坐标系。", "请在图层上右键“图层坐标系—设置图层坐标系”中指定正确的坐标系。", source=layer_name
        )
    corners = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    if extent.isNull() or corners[0] > corners[2]:
        return
    if not all(math.isfinite(number) for number in corners):
        raise CrsError("图层范围含非数值坐标。", "请用“修复几何图形”工具检查图层后重试。", source=layer_name)
    fault = _fault_in_degrees(crs, extent) if crs.isGeographic() else _fault_in_metres(crs, extent)
    if fault:
        message, cure = fault
        shown = "，".join(f"{number:.10g}" for number in corners)
        raise CrsError(f"{message}（坐标系{named(crs)}，图层范围{shown}）。", cure, source=layer_name)


def check_layer(name: str, source: QgsFeatureSource, crs: QgsCoordinateReferenceSystem | None = None) -> None:
    """`check_coordinates` of a layer; where most features are well and some astray, the error names those.

    `crs`: when it is not the source's own.
    """
    system = crs or source.sourceCrs()
    try:
        check_coordinates(name, system, source.sourceExtent())
    except CrsError as error:
        if system.isValid():
            _blame_features(name, source, system, error)
        raise


def _blame_features(
    name: str, source: QgsFeatureSource, crs: QgsCoordinateReferenceSystem, error: CrsError
) -> None:
    """Raise CrsError with the features whose own boxes are at fault, when they are the fewer."""
    astray, well = [], 0
    for feature in source.getFeatures(QgsFeatureRequest().setNoAttributes()):
        try:
            check_coordinates("", crs, feature.geometry().boundingBox())
            well += 1
        except CrsError as fault:
            astray.append((feature.id(), fault.message))
        if len(astray) >= _ENOUGH and len(astray) >= well:
            return
    if astray and len(astray) < well:
        some = "、".join(str(fid) for fid, _ in astray[:_NAMED])
        raise CrsError(
            f"有{len(astray)}个要素的坐标有误：要素{some}{'等' if len(astray) > _NAMED else ''}。其中要素{astray[0][0]}：{astray[0][1].rstrip('。')}。",
            "其余要素的坐标与坐标系相符。请改正或删除这些要素后重试。",
            source=name,
        ) from error


def _fault_in_degrees(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> tuple[str, str] | None:
    furthest_x = max(abs(extent.xMinimum()), abs(extent.xMaximum()))
    furthest_y = max(abs(extent.yMinimum()), abs(extent.yMaximum()))
    if furthest_x > 361 or furthest_y > 361:
        return "坐标以米为单位，图层坐标系却以度为单位", _cure_for_metres(extent)
    if furthest_y > 90.5:
        return "纵横坐标颠倒：纬度写在了横坐标上", "请重新导入并交换经度与纬度两列。"
    return _fault_of_place(crs, extent)


def _fault_in_metres(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> tuple[str, str] | None:
    metric = crs.mapUnits() == Qgis.DistanceUnit.Meters
    if metric and _within(extent, 181, 91):
        return "坐标以度为单位，图层坐标系却以米为单位", "请把图层坐标系改为 EPSG:4490（CGCS2000 经纬度）后重试。"
    grid = transverse_mercator(crs)
    if grid is not None:
        fault = _fault_of_zone(grid, extent)
        if fault:
            return fault
    return _fault_of_place(crs, extent)


def _fault_of_zone(grid: Grid, extent: QgsRectangle) -> tuple[str, str] | None:
    """Missing, foreign or mixed zone prefix, or northing in x, of a transverse Mercator layer."""
    if _swapped(grid, extent):
        return "纵横坐标颠倒：横坐标里是北向坐标（X），纵坐标里是东向坐标（Y）", "请重新导入并交换两列坐标。"
    expected = zone_prefix(grid.false_easting)
    west, east = zone_prefix(extent.xMinimum()), zone_prefix(extent.xMaximum())
    if expected is None:
        if west is not None and abs(extent.center().x() - grid.false_easting) > _FARTHEST_EAST:
            return f"坐标带有带号{west}，图层坐标系却不带带号", _cure_for_metres(extent)
        return None
    if west is None and east is None and abs(extent.center().x() - 500_000) < _FARTHEST_EAST:
        return (
            f"图层坐标系要求横坐标带带号{expected}，坐标却没有带号",
            f"请把图层坐标系改为不带带号、中央经线{grid.lon_0:g}°的坐标系{_unprefixed(grid)}后重试。",
        )
    if west is None and east is None:
        return None
    if west != east:
        return (
            f"横坐标跨越带号{west or '无'}与{east or '无'}，一个图层混有两个带的坐标",
            "请按带分开图层，各自指定坐标系。",
        )
    if west != expected:
        return f"坐标的带号是{west}，图层坐标系的带号却是{expected}", _cure_for_metres(extent)
    return None


def _fault_of_place(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> tuple[str, str] | None:
    """The extent's centre lies nowhere, or far outside the area the coordinate system is made for."""
    cure = "请核对图层坐标系的投影带、中央经线和纵横坐标次序。"
    place = on_earth(crs, extent.center())
    if place is None or abs(place.y()) > 90.5:
        return "图层范围不在地球上", cure
    zone = zone_prefix(extent.center().x())
    if zone is not None and not crs.isGeographic() and _lost_on_return(crs, extent.center(), place):
        return f"横坐标像是带有带号{zone}，不在该坐标系的范围之内", _cure_for_metres(extent)
    made_for = crs.bounds()
    if made_for.isEmpty():
        return None
    if not _near(place, made_for):
        return (
            f"图层位于东经{place.x():.1f}°、北纬{place.y():.1f}°附近，远离该坐标系的适用范围"
            f"（经度{made_for.xMinimum():.1f}～{made_for.xMaximum():.1f}°，"
            f"纬度{made_for.yMinimum():.1f}～{made_for.yMaximum():.1f}°）",
            cure,
        )
    return None


def _lost_on_return(crs: QgsCoordinateReferenceSystem, point: QgsPointXY, place: QgsPointXY) -> bool:
    """Whether going to longitude/latitude and back ends elsewhere: the point lay outside the projection."""
    back = transform_between(QgsCoordinateReferenceSystem(WORLD), crs).transform(place)
    return bool(back.distance(point) > 1_000)


def zone_prefix(easting: float) -> int | None:
    """The zone number at the head of an eight-digit easting (13–23 six-degree, 25–45 three-degree), else None."""
    zone = math.floor(easting / 1_000_000)
    return zone if 13 <= zone <= 23 or 25 <= zone <= 45 else None


def suggested_epsg(zone: int) -> int | None:
    """EPSG of the CGCS2000 Gauss–Krüger system with this zone prefix (formats.md §5)."""
    if 25 <= zone <= 45:
        return 4513 + zone - 25
    return 4491 + zone - 13 if 13 <= zone <= 23 else None


def _cure_for_metres(extent: QgsRectangle) -> str:
    zone = zone_prefix(extent.center().x())
    epsg = suggested_epsg(zone) if zone is not None else None
    if epsg is None:
        return "请把图层坐标系改为数据实际使用的投影坐标系（不带带号的CGCS2000三度带为 EPSG:4534～4554）后重试。"
    width = "3度" if zone is not None and zone >= 25 else "6度"
    return f"横坐标以{zone}开头，像是{width}分带{zone}带；若为CGCS2000，请把图层坐标系改为 EPSG:{epsg} 后重试。"


def _unprefixed(grid: Grid) -> str:
    number = (grid.lon_0 or 0.0) / 3 - 25
    three_degree = zone_prefix(grid.false_easting) or 0
    if three_degree >= 25 and number.is_integer() and 0 <= number <= 20:
        return f"（若为CGCS2000即 EPSG:{4534 + int(number)}）"
    return ""


def _swapped(grid: Grid, extent: QgsRectangle) -> bool:
    """Northing stands in x: x is far from the false easting, and y would be a good easting."""
    x, y = extent.center().x(), extent.center().y()
    too_far = abs(x - grid.false_easting) > 1_000_000 or abs(y - grid.false_northing) > _POLE
    good_x = abs(y - grid.false_easting) < 500_000
    good_y = 1_000_000 < abs(x - grid.false_northing) < _POLE
    return too_far and good_x and good_y and not _good(grid, x, y)


def _good(grid: Grid, x: float, y: float) -> bool:
    return abs(x - grid.false_easting) < 500_000 and 1_000_000 < abs(y - grid.false_northing) < _POLE


def _within(extent: QgsRectangle, x: float, y: float) -> bool:
    return max(abs(extent.xMinimum()), abs(extent.xMaximum())) <= x and (
        max(abs(extent.yMinimum()), abs(extent.yMaximum())) <= y
    )


def _near(place: QgsPointXY, made_for: QgsRectangle) -> bool:
    west, east = made_for.xMinimum(), made_for.xMaximum()
    if west > east:
        east += 360
    turns = (place.x() - 360, place.x(), place.x() + 360)
    return any(west - _MARGIN_DEGREES <= x <= east + _MARGIN_DEGREES for x in turns) and (
        made_for.yMinimum() - _MARGIN_DEGREES <= place.y() <= made_for.yMaximum() + _MARGIN_DEGREES
    )
