"""界址点坐标TXT: approvals delivered only as boundary points (formats.md §4.1), with a list of what they are."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import shapely
from shapely import Polygon

from demo.curves import on_grid, polygons
from demo.geofiles import write_csv
from demo.papers import Grant

_HEADER = """[属性描述]
格式版本号=1.01
数据产生单位=演示县自然资源局
数据产生日期={day}
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=38
精度=0.001
转换参数=,,,,,,
[地块坐标]
"""


def write_boundaries(folder: Path, delivered: list[Grant]) -> list[Path]:
    """One TXT for each approval, and 清单.csv. The first is GBK with CRLF, the others UTF-8."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, grant in enumerate(delivered):
        path = folder / grant.paper.file
        gbk = number == 0
        text = boundary_text(grant, parcels_of(grant))
        path.write_bytes(text.replace("\n", "\r\n").encode("gbk") if gbk else text.encode("utf-8"))
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


def boundary_text(grant: Grant, parcels: list[Polygon]) -> str:
    """The whole file. X is the northing, Y the easting with the zone number."""
    lines = [_HEADER.format(day=grant.paper.date)]
    for number, parcel in enumerate(parcels, 1):
        points = _points(parcel)
        hectares = (Decimal(repr(parcel.area)) / 10000).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        name = grant.project if len(parcels) == 1 else f"{grant.project}{number}"
        use = "公路用地" if grant.paper.kind == "单独选址" else "工业用地"
        lines.append(f"{len(points)},{hectares},{number},{name},面,,{use},,@\n")
        lines += points
    return "".join(lines)


def _points(parcel: Polygon) -> list[str]:
    """Rings closed by their first point; numbers run on through the parcel; ring 1 outer, 2… inner."""
    lines, count = [], 0
    for ring_number, ring in enumerate([parcel.exterior, *parcel.interiors], 1):
        ring_points = _from_north_west(ring)
        first = count + 1
        for x, y in ring_points:
            count += 1
            lines.append(f"J{count},{ring_number},{y:.3f},{x:.3f}\n")
        x, y = ring_points[0]
        lines.append(f"J{first},{ring_number},{y:.3f},{x:.3f}\n")
    return lines


def _from_north_west(ring: shapely.LinearRing) -> list[tuple[float, float]]:
    """Clockwise, from the corner that lies farthest to the north-west, without the closing point."""
    points = np.asarray(ring.coords)[:-1]
    if ring.is_ccw:
        points = points[::-1]
    start = int(np.argmax(points[:, 1] - points[:, 0]))
    return [(float(x), float(y)) for x, y in np.roll(points, -start, axis=0)]
