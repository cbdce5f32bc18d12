"""地类图斑: the land-use parcels of the made-up county as a raster of one metre, ready to be painted."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal, ogr, osr

from demo.textures import Floats, enlarged, hash01

gdal.UseExceptions()
MARGIN_M = 60.0
HILL_STEP = 8
"""Pixels per cell of the coarse hill raster."""

COVERS = [
    "grass", "paddy", "dry", "orchard", "tea", "woods", "bamboo", "shrub", "village", "town", "works", "mine", "highway",
    "street", "lane", "river", "pond", "canal", "facility", "bare", "rock", "shoal",
]  # fmt: skip
_BY_CODE = {
    "0101": "paddy", "0102": "dry", "0103": "dry", "0201": "orchard", "0204": "orchard", "0202": "tea", "0203": "orchard",
    "0301": "woods", "0302": "bamboo", "0305": "shrub", "0307": "woods", "0404": "grass", "0401": "grass",
    "0602": "mine", "0601": "works", "0508": "works", "0702": "village", "0701": "town", "1003": "highway",
    "1004": "street", "1006": "lane", "1101": "river", "1102": "river", "1103": "pond", "1104": "pond",
    "1107": "canal", "1202": "facility", "1203": "grass", "1206": "bare", "1205": "bare", "1207": "rock",
    "1106": "shoal", "0810": "grass", "1301": "bare",
}  # fmt: skip
_BY_GROUP = {
    "01": "dry", "02": "orchard", "03": "woods", "04": "grass", "05": "town", "06": "works", "07": "village",
    "08": "town", "09": "town", "10": "lane", "11": "pond", "12": "grass", "13": "bare",
}  # fmt: skip


def cover_of(code: str) -> int:
    """Index in COVERS of a land class code (三调 DLBM); unknown codes are painted as grass."""
    name = _BY_CODE.get(code[:4]) or _BY_GROUP.get(code[:2], "grass")
    return COVERS.index(name)


@dataclass(frozen=True)
class Frame:
    """Where the picture lies: the upper left corner in metres and its size in pixels of one metre."""

    left: float
    top: float
    rows: int
    cols: int

    @classmethod
    def around(cls, west: float, south: float, east: float, north: float) -> Frame:
        left, top = math.floor(west - MARGIN_M), math.ceil(north + MARGIN_M)
        return cls(left, top, math.ceil(top - south + MARGIN_M), math.ceil(east - left + MARGIN_M))

    def pixels(self, ring: NDArray[np.float64]) -> NDArray[np.float64]:
        """Map coordinates (E, N) as (column, row)."""
        return np.column_stack([ring[:, 0] - self.left, self.top - ring[:, 1]])

    def geotransform(self) -> tuple[float, float, float, float, float, float]:
        return (self.left, 1.0, 0.0, self.top, 0.0, -1.0)


@dataclass(frozen=True)
class Parcels:
    """The parcel raster and, per parcel number, its cover, the direction of its rows and a random number."""

    frame: Frame
    ids: NDArray[np.int32]
    cover: NDArray[np.uint8]
    angle: Floats
    roll: Floats
    region: Floats
    """0…1, alike for parcels near each other."""
    boxes: NDArray[np.int32]
    """First column, first row, last column, last row of each parcel (zeros for land outside)."""
    hills: Floats
    """Height of the terrain in metres, coarse (HILL_STEP)."""

    def cover_at(self, row: NDArray[np.int64], col: NDArray[np.int64]) -> NDArray[np.uint8]:
        return self.cover[self.ids[row, col]]


def exterior(geometry: ogr.Geometry) -> Iterator[NDArray[np.float64]]:
    """The outer rings of a polygon or multipolygon as arrays of (E, N)."""
    for ring in rings(geometry):
        yield ring[0]


def rings(geometry: ogr.Geometry) -> Iterator[list[NDArray[np.float64]]]:
    """For each polygon its rings, the outer one first."""
    if geometry.GetGeometryName() in ("MULTIPOLYGON", "GEOMETRYCOLLECTION"):
        for index in range(geometry.GetGeometryCount()):
            yield from rings(geometry.GetGeometryRef(index))
    elif geometry.GetGeometryName() == "POLYGON":
        parts = [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]
        yield [np.asarray(part.GetPoints(), dtype=np.float64)[:, :2] for part in parts if part.GetPointCount() > 3]


def main_direction(geometry: ogr.Geometry) -> float | None:
    """Angle (radians from east, counter-clockwise) of a parcel's longer sides; None if it has no clear direction."""
    ring = max(exterior(geometry), key=len)
    steps = np.diff(ring, axis=0)
    length, angle = np.hypot(steps[:, 0], steps[:, 1]), np.arctan2(steps[:, 1], steps[:, 0])
    turn = np.sum(length * np.exp(4j * angle)) / max(length.sum(), 1e-6)
    if abs(turn) < 0.22:
        return None
    direction = float(np.angle(turn)) / 4
    centred = ring - ring.mean(axis=0)
    along = centred @ [math.cos(direction), math.sin(direction)]
    across = centred @ [-math.sin(direction), math.cos(direction)]
    return direction if np.ptp(along) >= np.ptp(across) else direction + math.pi / 2


def read_parcels(county: Path, seed: int) -> Parcels:
    """Read layer dltb, burn it into a raster and raise hills under the woods."""
    source = ogr.Open(str(county))
    layer = source.GetLayerByName("dltb")
    west, east, south, north = layer.GetExtent()
    frame = Frame.around(west, south, east, north)
    burnt, covers, angles, boxes = _numbered(layer, frame)
    ids = _mirrored(_burn(burnt, frame))
    cover = np.array(covers, np.uint8)
    numbers = np.arange(len(cover))
    vague = 0.5 + 0.6 * (hash01(numbers, seed) - 0.5)
    angle = np.where(np.isnan(angles), vague, angles).astype(np.float32)
    extents = np.array(boxes, np.int32)
    hills = _hills(cover[ids[::HILL_STEP, ::HILL_STEP]], seed)
    return Parcels(frame, ids, cover, angle, hash01(numbers, seed + 1), _region(extents, seed), extents, hills)


def _region(boxes: NDArray[np.int32], seed: int) -> Floats:
    """A number in 0…1 that is alike for parcels near each other: neighbours grow alike crops."""
    rng = np.random.default_rng([seed, 8])
    step = 500
    grid = rng.random((boxes[:, 3].max() // step + 3, boxes[:, 2].max() // step + 3), dtype=np.float32)
    place_y, place_x = (boxes[:, 1] + boxes[:, 3]) / 2 / step, (boxes[:, 0] + boxes[:, 2]) / 2 / step
    row, col = np.clip(place_y, 0, None).astype(int), np.clip(place_x, 0, None).astype(int)
    down, right = place_y - row, place_x - col
    upper = grid[row, col] * (1 - right) + grid[row, col + 1] * right
    lower = grid[row + 1, col] * (1 - right) + grid[row + 1, col + 1] * right
    return (upper * (1 - down) + lower * down).astype(np.float32)


Numbered = tuple[ogr.DataSource, list[int], list[float], list[tuple[int, int, int, int]]]


def _numbered(layer: ogr.Layer, frame: Frame) -> Numbered:
    """A copy of the parcels in memory with running numbers; number 0 stands for the land outside."""
    memory = ogr.GetDriverByName("Memory").CreateDataSource("parcels")
    copy = memory.CreateLayer("parcels", layer.GetSpatialRef(), ogr.wkbUnknown)
    copy.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
    covers, angles, boxes = [COVERS.index("grass")], [0.0], [(0, 0, 0, 0)]
    for source in layer:
        geometry = source.GetGeometryRef()
        if geometry is None or geometry.IsEmpty():
            continue
        feature = ogr.Feature(copy.GetLayerDefn())
        feature.SetField("number", len(covers))
        feature.SetGeometry(geometry)
        copy.CreateFeature(feature)
        direction = main_direction(geometry)
        covers.append(cover_of(source.GetFieldAsString("DLBM")))
        angles.append(math.nan if direction is None else direction)
        west, east, south, north = geometry.GetEnvelope()
        upper, lower = int(frame.top - north), int(frame.top - south) + 1
        boxes.append((int(west - frame.left), upper, int(east - frame.left) + 1, lower))
    return memory, covers, angles, boxes


def _burn(burnt: ogr.DataSource, frame: Frame) -> NDArray[np.int32]:
    raster = gdal.GetDriverByName("MEM").Create("", frame.cols, frame.rows, 1, gdal.GDT_Int32)
    raster.SetGeoTransform(frame.geotransform())
    raster.SetProjection(projection())
    gdal.RasterizeLayer(raster, [1], burnt.GetLayer(0), options=["ATTRIBUTE=number"])
    return raster.GetRasterBand(1).ReadAsArray()


def projection() -> str:
    """The picture's coordinate system, EPSG:4526."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(4526)
    return system.ExportToWkt()


def _mirrored(ids: NDArray[np.int32]) -> NDArray[np.int32]:
    """Let the land go on beyond the border: each empty end of a row, then of a column, mirrors what lies before it."""
    for turned, least in ((ids, ids.shape[1] // 2), (ids.T, 1)):
        for line in turned:
            used = np.flatnonzero(line)
            if len(used) < least:
                continue
            first, last = used[0], used[-1]
            line[:first] = line[np.minimum(np.arange(2 * first, first, -1), last)]
            ahead = len(line) - 1 - last
            line[last + 1 :] = line[np.maximum(np.arange(last - 1, last - 1 - ahead, -1), first)]
    return ids


def _hills(cover: NDArray[np.uint8], seed: int) -> Floats:
    """Terrain: ridged noise under the woods and their neighbourhood, flat elsewhere."""
    wooded = np.isin(cover, [COVERS.index(c) for c in ("woods", "bamboo", "shrub", "tea")]).astype(np.float32)
    lift = _smoothed(wooded, 14)
    rng = np.random.default_rng([seed, 2])
    shape = cover.shape
    ridges = np.zeros(shape, np.float32)
    for step, weight in ((56, 1.0), (26, 0.55), (12, 0.26), (6, 0.1)):
        grid = rng.standard_normal((shape[0] // step + 4, shape[1] // step + 4)).astype(np.float32)
        layer = enlarged(grid, step, step, step, *shape)
        ridges += weight * (1 - np.minimum(np.abs(layer) * 1.4, 2.0))
    return np.float32(42) * lift**1.3 * (1.3 + ridges)


def _smoothed(values: Floats, radius: int) -> Floats:
    """Three box blurs."""
    for _ in range(3):
        for axis in (0, 1):
            pad = [(0, 0), (0, 0)]
            pad[axis] = (radius + 1, radius)
            total = np.cumsum(np.pad(values, pad, mode="edge"), axis=axis, dtype=np.float64)
            size = values.shape[axis]
            upper = np.take(total, np.arange(2 * radius + 1, 2 * radius + 1 + size), axis=axis)
            lower = np.take(total, np.arange(size), axis=axis)
            values = ((upper - lower) / (2 * radius + 1)).astype(np.float32)
    return values
