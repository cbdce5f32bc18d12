"""界址点坐标TXT: approvals delivered only as boundary points (formats.md §4.1), with a list of what they are."""

from __future__ import annotations

from pathlib import Path

import shapely
from shapely import Polygon

from demo.curves import on_grid, polygons
from demo.geofiles import write_csv
from demo.papers import Grant
from landwatch_plugin.coordinates.systems import Datum
from landwatch_plugin.coordinates.writer import Form, Heading, Patch, write_coordinates


def write_boundaries(folder: Path, delivered: list[Grant]) -> list[Path]:
    """One TXT for each approval, and 清单.csv. The first is GBK with CRLF, the others UTF-8."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, grant in enumerate(delivered):
        path = folder / grant.paper.file
        gbk = number == 0
        heading = Heading(Datum.CGCS2000, 38, "演示县自然资源局", grant.paper.date)
        form = Form(crlf=gbk, encoding="gbk" if gbk else "utf-8")
        path.write_bytes(write_coordinates(patches_of(grant), heading, form))
        paths.append(path)
    write_csv(folder / "清单.csv", [
        {"文件": g.paper.file, "种类": g.paper.kind, "批准文号": g.paper.number, "批准日期": g.paper.date,
         "项目名称": g.project, "用地单位": g.holder}
        for g in delivered
    ])  # fmt: skip
    return paths


def parcels_of(grant: Grant) -> list[Polygon]:
    """A road is delivered in two parcels, everything else in one."""
    if grant.paper.kind != "单独选址":
        return polygons(grant.shape)
    left, low, right, high = grant.shape.bounds
    if right - left > high - low:
        middle = round((left + right) / 2)
        halves = [shapely.box(left - 1, low - 1, middle, high + 1), shapely.box(middle, low - 1, right + 1, high + 1)]
    else:
        middle = round((low + high) / 2)
        halves = [shapely.box(left - 1, low - 1, right + 1, middle), shapely.box(left - 1, middle, right + 1, high + 1)]
    return [on_grid(part) for half in halves for part in polygons(grant.shape.intersection(half))]


def patches_of(grant: Grant) -> list[Patch]:
    """The approval's parcels as they are written."""
    parcels = parcels_of(grant)
    use = "公路用地" if grant.paper.kind == "单独选址" else "工业用地"
    return [
        Patch(str(number), [_rings(parcel)], grant.project if len(parcels) == 1 else f"{grant.project}{number}", use)
        for number, parcel in enumerate(parcels, 1)
    ]


def _rings(parcel: Polygon) -> list[list[tuple[float, float]]]:
    return [[(float(x), float(y)) for x, y in ring.coords] for ring in (parcel.exterior, *parcel.interiors)]
