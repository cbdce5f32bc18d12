"""国土调查: faces become 地类图斑 with the fields of the third survey, and villages and townships made of whole faces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.strtree import STRtree

from demo.places import COUNTY_CODE, Community, communities
from demo.terrain import TOWN_CENTRE
from demo.tiling import Face

CLASS_NAMES = {
    "0101": "水田", "0102": "水浇地", "0103": "旱地", "0201": "果园", "0202": "茶园", "0204": "其他园地", "0301": "乔木林地",
    "0302": "竹林地", "0305": "灌木林地", "0307": "其他林地", "0404": "其他草地", "05H1": "商业服务业设施用地", "0508": "物流仓储用地",
    "0601": "工业用地", "0602": "采矿用地", "0701": "城镇住宅用地", "0702": "农村宅基地", "08H1": "机关团体新闻出版用地",
    "08H2": "科教文卫用地", "0809": "公用设施用地", "0810": "公园与绿地", "1003": "公路用地", "1004": "城镇村道路用地",
    "1005": "交通服务场站用地", "1006": "农村道路", "1101": "河流水面", "1104": "坑塘水面", "1104A": "养殖坑塘", "1106": "内陆滩涂",
    "1107": "沟渠", "1201": "空闲地", "1202": "设施农用地", "1206": "裸土地",
}  # fmt: skip
ARABLE = ("0101", "0102", "0103")
BUILT = ("05H1", "0508", "0601", "0602", "0701", "0702", "08H1", "08H2", "0809", "0810", "1003", "1004", "1005", "1201")
_STATE_LAND = ("1003", "1101", "1106")
_SLOPE_LEVEL = {"slope2": "2", "slope3": "3", "slope4": "4", "wood": "4"}
_RIDGE = {"slope2": (0.08, 0.1, 0.11), "slope3": (0.12, 0.14, 0.18), "slope4": (0.16, 0.18), "wood": (0.18,)}


@dataclass(frozen=True)
class Survey:
    """The surveyed county in its own metres: faces, the village of each, and the villages."""

    faces: list[Face]
    village: list[int]
    communities: list[Community]

    def shares(self) -> list[float]:
        """田坎系数 of each face; 0 on the plain and off cultivated land."""
        return [_ridge_share(face, k) for face, k in zip(self.faces, self.village, strict=True)]


def survey(faces: list[Face], centres: list[tuple[float, float]]) -> Survey:
    """Give each face to the village whose centre is nearest, then hand enclaves to the village around them."""
    seats = np.array([TOWN_CENTRE, *centres])
    spots = shapely.get_coordinates(shapely.point_on_surface([face.shape for face in faces]))
    gaps = np.linalg.norm(spots[:, None] - seats[None], axis=2)
    gaps[:, 0] *= 0.8
    owner = [int(k) for k in gaps.argmin(axis=1)]
    edges = _edges([face.shape for face in faces])
    for _ in range(4):
        if not _hand_over(owner, edges):
            break
    return Survey(faces, owner, communities([(float(x), float(y)) for x, y in seats]))


def _edges(shapes: list[Polygon]) -> dict[int, dict[int, float]]:
    """Length of the common edge of each two neighbours."""
    array = np.array(shapes, dtype=object)
    a, b = STRtree(array).query(array, predicate="touches")
    a, b = a[a < b], b[a < b]
    lengths = shapely.length(shapely.intersection(array[a], array[b]))
    found: dict[int, dict[int, float]] = {k: {} for k in range(len(shapes))}
    for i, j, length in zip(a.tolist(), b.tolist(), lengths.tolist(), strict=True):
        if length > 0:
            found[i][j] = found[j][i] = length
    return found


def _hand_over(owner: list[int], edges: dict[int, dict[int, float]]) -> bool:
    """Every part of a village but its largest goes to the neighbour with the longest common edge."""
    parts: dict[int, list[list[int]]] = {}
    for part in _parts(owner, edges):
        parts.setdefault(owner[part[0]], []).append(part)
    moved = False
    for _, group in sorted(parts.items()):
        for part in sorted(group, key=lambda p: (-len(p), p[0]))[1:]:
            common: dict[int, float] = {}
            for k in part:
                for other, length in edges[k].items():
                    if owner[other] != owner[k]:
                        common[owner[other]] = common.get(owner[other], 0.0) + length
            if common:
                new = max(sorted(common), key=lambda v: common[v])
                for k in part:
                    owner[k] = new
                moved = True
    return moved


def _parts(owner: list[int], edges: dict[int, dict[int, float]]) -> Iterator[list[int]]:
    """Connected groups of faces that belong to one village."""
    seen = [False] * len(owner)
    for start in range(len(owner)):
        if seen[start]:
            continue
        seen[start], part, waiting = True, [], [start]
        while waiting:
            k = waiting.pop()
            part.append(k)
            for other in sorted(edges[k]):
                if not seen[other] and owner[other] == owner[k]:
                    seen[other] = True
                    waiting.append(other)
        yield part


def _ridge_share(face: Face, village: int) -> float:
    if face.dlbm not in ARABLE or face.zone not in _RIDGE:
        return 0.0
    choices = _RIDGE[face.zone]
    return choices[village % len(choices)]


def land_rows(made: Survey, areas: list[float]) -> list[dict[str, object]]:
    """The DLTB table (formats.md §2), one row a face; `areas` are m² of the shapes as they are written."""
    serial = dict.fromkeys(range(len(made.communities)), 0)
    rows = []
    columns = zip(made.faces, made.village, areas, made.shares(), strict=True)
    for number, (face, owner, area, share) in enumerate(columns):
        serial[owner] += 1
        rows.append(_land_row(number, face, made.communities[owner], area, share, serial[owner]))
    return rows


def _land_row(
    number: int, face: Face, village: Community, area: float, share: float, serial: int
) -> dict[str, object]:
    total = round(area, 2)
    ridge = round(total * share, 2)
    arable, state = face.dlbm in ARABLE, face.dlbm in _STATE_LAND or face.czc == "202"
    level = _SLOPE_LEVEL.get(face.zone, "1")
    thin = face.zone == "line" and face.dlbm in ("1003", "1006", "1107")
    return {
        "BSM": f"{COUNTY_CODE}211{number + 1:09d}", "YSDM": "2001010100", "TBYBH": "", "TBBH": f"{serial:04d}",
        "DLBM": face.dlbm, "DLMC": CLASS_NAMES[face.dlbm], "QSXZ": "20" if state else "30",
        "QSDWDM": village.unit_code, "QSDWMC": village.name, "ZLDWDM": village.unit_code, "ZLDWMC": village.name,
        "TBMJ": total, "KCDLBM": "1203" if share else "", "KCXS": share, "KCMJ": ridge,
        "TBDLMJ": round(total - ridge, 2),
        "GDLX": ("TT" if number % 4 else "PD") if arable and level != "1" else "",
        "GDPDJB": level if arable else "", "XZDWKD": round(2 * area / face.shape.length, 1) if thin else 0.0,
        "TBXHDM": "", "TBXHMC": "", "ZZSXDM": "LS" if arable else "", "ZZSXMC": "种植粮食作物" if arable else "",
        "GDDB": 6 if arable else 0, "FRDBS": "0", "CZCSXM": face.czc, "SJNF": 2025, "MSSM": "00", "HDMC": "", "BZ": "",
    }  # fmt: skip


def unions(made: Survey, shapes: list[Polygon]) -> tuple[list[shapely.Geometry], dict[str, shapely.Geometry]]:
    """Villages and townships as unions of whole faces, so that all three tilings share their edges."""
    villages = []
    for k in range(len(made.communities)):
        own = [shape for shape, owner in zip(shapes, made.village, strict=True) if owner == k]
        villages.append(shapely.coverage_union_all(own))
    towns: dict[str, list[shapely.Geometry]] = {}
    for community, shape in zip(made.communities, villages, strict=True):
        towns.setdefault(community.town.code, []).append(shape)
    return villages, {code: shapely.coverage_union_all(parts) for code, parts in sorted(towns.items())}
