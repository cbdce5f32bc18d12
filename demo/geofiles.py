"""数据文件: GeoPackage layers, the ministry's kind of GBK shapefile, and CSV tables that Excel opens."""

from __future__ import annotations

import csv
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

CRS = "EPSG:4526"
PRJ = (
    'PROJCS["CGCS2000_3_Degree_GK_Zone_38",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
    'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",38500000.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
STAMP = "2026-09-01T00:00:00.000Z"
"""Written into the GeoPackages instead of the clock's time, so that two runs give equal files."""
Row = Mapping[str, object]


def write_layer(path: Path, layer: str, shapes: Sequence[shapely.Geometry], rows: Sequence[Row]) -> None:
    """Add a layer to a GeoPackage (version 1.2, which old readers take without a murmur)."""
    import pyogrio
    from pyogrio.raw import write

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP})
    kinds = {shape.geom_type for shape in shapes}
    fields = list(rows[0])
    write(
        str(path),
        geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
        field_data=[_column([row[name] for row in rows]) for name in fields],
        fields=np.array(fields, dtype=object),
        layer=layer,
        driver="GPKG",
        geometry_type="Polygon" if kinds == {"Polygon"} else "MultiPolygon",
        crs=CRS,
        append=path.exists(),
        promote_to_multi=kinds != {"Polygon"},
        dataset_options=None if path.exists() else {"VERSION": "1.2"},
    )
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _column(values: list[object]) -> np.ndarray:
    if all(isinstance(value, int) for value in values):
        return np.array(values, dtype=np.int32)
    if all(isinstance(value, (int, float)) for value in values):
        return np.array(values, dtype=np.float64)
    return np.array(values, dtype=object)


def write_csv(path: Path, rows: Sequence[Row]) -> None:
    """A table with the mark (BOM) by which spreadsheet programs know UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


@dataclass(frozen=True)
class Column:
    """A dbf field: name, kind (C text, N number), width and decimals."""

    name: str
    kind: str
    width: int
    decimals: int = 0


def write_shapefile(
    path: Path, columns: Sequence[Column], shapes: Sequence[shapely.Geometry], rows: Sequence[Row]
) -> None:
    """A polygon shapefile as counties receive it: GBK text, no .cpg, language byte 0; rings are kept as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    records = [_polygon_record(shape) for shape in shapes]
    bounds = shapely.total_bounds(np.array(shapes, dtype=object))
    offset, body, index = 50, b"", b""
    for number, record in enumerate(records, 1):
        head = struct.pack(">2i", number, len(record) // 2)
        index += struct.pack(">2i", offset, len(record) // 2)
        body += head + record
        offset += 4 + len(record) // 2
    path.write_bytes(_main_header(50 + len(body) // 2, bounds) + body)
    path.with_suffix(".shx").write_bytes(_main_header(50 + len(index) // 2, bounds) + index)
    path.with_suffix(".dbf").write_bytes(_dbf(columns, rows))
    path.with_suffix(".prj").write_text(PRJ, encoding="ascii")


def _main_header(words: int, bounds: np.ndarray) -> bytes:
    return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, words) + struct.pack("<2i8d", 1000, 5, *bounds, 0, 0, 0, 0)


def _polygon_record(shape: shapely.Geometry) -> bytes:
    rings = [ring for part in shapely.get_parts(shape) for ring in _rings(part)]
    starts = np.cumsum([0, *(len(ring) for ring in rings)])
    head = struct.pack("<i4d2i", 5, *shape.bounds, len(rings), int(starts[-1]))
    points = np.vstack(rings).astype("<f8").tobytes()
    return head + struct.pack(f"<{len(rings)}i", *starts[:-1].tolist()) + points


def _rings(part: Polygon) -> list[np.ndarray]:
    """Outer ring clockwise, holes the other way round. A ring that crosses itself stays as it is."""
    rings = [np.asarray(part.exterior.coords)]
    if part.exterior.is_ccw:
        rings[0] = rings[0][::-1]
    for hole in part.interiors:
        ring = np.asarray(hole.coords)
        rings.append(ring if hole.is_ccw else ring[::-1])
    return rings


def _dbf(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    width = 1 + sum(column.width for column in columns)
    head = struct.pack("<4B i 2H 20x", 3, 126, 6, 30, len(rows), 32 + 32 * len(columns) + 1, width)
    fields = b"".join(
        struct.pack("<11s c 4x 2B 14x", c.name.encode("ascii"), c.kind.encode(), c.width, c.decimals) for c in columns
    )
    body = b"".join(b" " + b"".join(_cell(column, row[column.name]) for column in columns) for row in rows)
    return head + fields + b"\r" + body + b"\x1a"


def _cell(column: Column, value: object) -> bytes:
    if column.kind == "N":
        return f"{value:.{column.decimals}f}".rjust(column.width).encode("ascii")
    text = str(value).encode("gbk")
    if len(text) > column.width:
        raise ValueError(f"{column.name}: {value!r} needs {len(text)} bytes, the field has {column.width}")
    return text.ljust(column.width)


def as_multi(shape: shapely.Geometry) -> MultiPolygon:
    """A polygon or multipolygon as a multipolygon."""
    return shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])
