"""Questions to shapely, pyproj and geopandas that a mixed-up GEOS, PROJ or GDAL answers wrongly or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

EXPECTED = {
    "wkb": "010300000001000000",
    "wkt": "POLYGON ((2 0, 2 1, 0 1, 0 0, 2 0))",
    "z": [True, False],
    "m": False,
    "coverage": [True, 3.0],
    "simplified": 3.0,
    "union": 3.0,
    "inside": True,
    "turned": True,
    "valid": 2.0,
    "read": ["甲", "乙", 2.0, 1.0],
    "zone": 4525,
    "degrees": [111.0, 35.2],
}


def answers() -> dict[str, Any]:
    """Each answer is known: the same as EXPECTED."""
    from landwatch_plugin import door

    shapely, geopandas = door.shapely(), door.geopandas()
    left, right = shapely.box(0, 0, 2, 1), shapely.box(2, 0, 3, 1)
    solid = shapely.from_wkt("POINT Z (1 2 3)")
    frame = geopandas.GeoDataFrame({"名称": ["甲", "乙"]}, geometry=[left, right], crs="EPSG:4525")
    meridian = geopandas.GeoSeries([shapely.Point(37_500_000, 3_900_000)], crs="EPSG:4525")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "图斑.gpkg"
        frame.to_file(path, driver="GPKG", VERSION="1.2")
        again = geopandas.read_file(path)
    return {
        "wkb": shapely.to_wkb(left, hex=True)[:18],
        "wkt": shapely.to_wkt(left, rounding_precision=0),
        "z": [bool(shapely.has_z(solid)), bool(shapely.has_z(left))],
        "m": bool(shapely.has_m(solid)),
        "coverage": [bool(shapely.coverage_is_valid([left, right])), shapely.coverage_union_all([left, right]).area],
        "simplified": float(shapely.area(shapely.coverage_simplify([left, right], 0.1)).sum()),
        "union": shapely.disjoint_subset_union_all([left, shapely.box(9, 9, 10, 10)]).area,
        "inside": bool(shapely.contains_xy(left, 1.0, 0.5)),
        "turned": bool(shapely.is_ccw(shapely.orient_polygons(left).exterior)),
        "valid": shapely.make_valid(shapely.from_wkt("POLYGON((0 0,2 2,2 0,0 2,0 0))")).area,
        "read": [*again["名称"], *(float(area) for area in again.area)],
        "zone": again.crs.to_epsg(),
        "degrees": [round(float(degree), 1) for degree in meridian.to_crs(4490).total_bounds[:2]],
    }
