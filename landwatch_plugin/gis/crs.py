"""坐标系: the plane the overlay works in, and whether a layer's coordinates can belong to its coordinate system."""

from __future__ import annotations

import math
import re

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsEllipsoidUtils,
    QgsPointXY,
    QgsRectangle,
)

from landwatch_plugin.domain.area_basis import Grid
from landwatch_plugin.domain.errors import CrsError

_ELLIPSOIDS = {
    "EPSG:1024": "CGCS2000椭球",
    "EPSG:7019": "GRS80椭球",
    "EPSG:7030": "WGS84椭球",
    "EPSG:7024": "克拉索夫斯基椭球",
    "EPSG:7049": "IAG1975椭球",
}
WORLD = "EPSG:4326"


def working_grid(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> tuple[QgsCoordinateReferenceSystem, Grid]:
    """The coordinate system to overlay in, and its parameters for ellipsoidal areas.

    A transverse Mercator system in metres is used as it is. Anything else (degrees, Mercator, Lambert …) gives way to
    a Gauss–Krüger plane on the same datum, with the central meridian 3·round(λ/3) of the extent's centre. `extent` is
    in `crs`. Raises CrsError for an invalid system, or an extent that has no place on the earth.
    """
    if not crs.isValid():
        raise CrsError("图层没有坐标系。", "请先为图层指定正确的坐标系。")
    grid = transverse_mercator(crs)
    if grid is not None:
        return crs, grid
    meridian = 3.0 * math.floor(_longitude(crs, extent) / 3 + 0.5)
    base = crs.toGeographicCrs().toProj()
    if "+proj=longlat" not in base:
        raise CrsError(f"坐标系“{named(crs)}”不能换算为高斯-克吕格投影。", "请先把图层转换到CGCS2000坐标系。")
    plane = QgsCoordinateReferenceSystem.fromProj(
        base.replace("+proj=longlat", f"+proj=tmerc +lat_0=0 +lon_0={meridian:g} +k=1 +x_0=500000 +y_0=0 +units=m")
    )
    return plane, _on_ellipsoid(crs, lon_0=meridian, false_easting=500000.0)


def transform_between(
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext | None = None,
) -> QgsCoordinateTransform:
    """A transform by the project's rules; between a datum and its own plane no shift is needed, and none is warned of."""
    transform = QgsCoordinateTransform(source, target, context or QgsCoordinateTransformContext())
    transform.setBallparkTransformsAreAppropriate(True)
    return transform


#: Xi'an 80 and Beijing 54: metres away from CGCS2000, and only the county's own parameters lead there.
_OLD_ELLIPSOIDS = {"EPSG:7049", "EPSG:7024"}


def needs_local_parameters(source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem) -> bool:
    """Whether going from one to the other would only be a guess: one of them is an old datum, the other is not that one."""
    one, two = source.ellipsoidAcronym(), target.ellipsoidAcronym()
    return one != two and bool(_OLD_ELLIPSOIDS & {one, two})


def parameters(proj: str) -> dict[str, str]:
    """The key=value pairs of a PROJ text; flags have an empty value."""
    return {key: value for key, _, value in (item.partition("=") for item in re.findall(r"\+(\S+)", proj))}


def transverse_mercator(crs: QgsCoordinateReferenceSystem) -> Grid | None:
    """The grid of a transverse Mercator system in metres with east and north axes; None of any other."""
    proj = parameters(crs.toProj())
    if proj.get("proj") not in ("tmerc", "etmerc", "utm") or proj.get("units") != "m" or "axis" in proj:
        return None
    if proj["proj"] == "utm":
        return _on_ellipsoid(
            crs,
            crs_name=named(crs),
            lon_0=int(proj["zone"]) * 6.0 - 183.0,
            k_0=0.9996,
            false_easting=500000.0,
            false_northing=10000000.0 if "south" in proj else 0.0,
        )
    return _on_ellipsoid(
        crs,
        crs_name=named(crs),
        lon_0=float(proj.get("lon_0", 0)),
        lat_0=float(proj.get("lat_0", 0)),
        k_0=float(proj.get("k", proj.get("k_0", 1))),
        false_easting=float(proj.get("x_0", 0)),
        false_northing=float(proj.get("y_0", 0)),
    )


def _on_ellipsoid(crs: QgsCoordinateReferenceSystem, crs_name: str = "", **placed: float) -> Grid:
    acronym = crs.ellipsoidAcronym()
    figure = QgsEllipsoidUtils.ellipsoidParameters(acronym)
    if not figure.valid or figure.semiMajor <= 0:
        raise CrsError(f"坐标系“{named(crs)}”没有椭球参数，不能计算椭球面积。", "请改用EPSG定义的标准坐标系。")
    return Grid(
        a=figure.semiMajor,
        f=1.0 - figure.semiMinor / figure.semiMajor,
        crs_name=crs_name,
        ellipsoid_name=_ELLIPSOIDS.get(acronym, f"{acronym}椭球"),
        **placed,
    )


def named(crs: QgsCoordinateReferenceSystem) -> str:
    """How a coordinate system is called in messages."""
    return crs.authid() or crs.description() or "自定义坐标系"


def _longitude(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> float:
    place = on_earth(crs, extent.center())
    if place is None:
        raise CrsError(f"图层范围在坐标系“{named(crs)}”中没有对应的位置。", "请核对图层坐标系是否指定正确。")
    return float(place.x())


def on_earth(crs: QgsCoordinateReferenceSystem, point: QgsPointXY) -> QgsPointXY | None:
    """Longitude and latitude of a point of `crs`; None when it has none."""
    try:
        place = transform_between(crs, QgsCoordinateReferenceSystem(WORLD)).transform(point)
    except QgsCsException:
        return None
    return place if math.isfinite(place.x()) and math.isfinite(place.y()) else None
