"""Inside QGIS: the edge-pair kernel and the shapes beside each other, on the same patches, after the map was drawn."""

from __future__ import annotations

import sys

from desktop_script import result

from landwatch_plugin import door
from landwatch_plugin.domain.area_basis import Grid
from landwatch_plugin.overlay import kernel, settled
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import Options

shapely, geopandas = door.shapely(), door.geopandas()
EAST = 38_500_000.0
corners = [(column * 30.0, row * 30.0) for column in range(20) for row in range(20)]
fields = [shapely.box(EAST + x, y, EAST + x + 30, y + 30) for x, y in corners]
rounds = [shapely.buffer(shapely.points(EAST + x + 11, y + 7), 40) for x, y in corners]
patches = geopandas.GeoDataFrame({"patch_id": [f"P{row}" for row in range(400)]}, geometry=rounds)
land = geopandas.GeoDataFrame({"class": ["0101", "0301"] * 200}, geometry=fields)
settled.WORTH = 10_000_000
plain = measure(patches, land, Options(Grid(114.0, false_easting=EAST)))
settled.WORTH = 0
swift = measure(patches, land, Options(Grid(114.0, false_easting=EAST), threads=2))
result["available"] = kernel.available()
result["loaded"] = "landwatch_plugin.overlay.edge_pairs" in sys.modules
result["total"] = float(plain.shares["area_m2"].sum())
result["apart"] = float((swift.shares["area_m2"] - plain.shares["area_m2"]).abs().max())
