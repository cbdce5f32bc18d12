"""批准文件: the approval layers: boundaries drawn from the patches behind them, and older ones that have no patch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import translate

from demo.cases import Paper
from demo.curves import box_at, extent, on_grid, polygons, strip
from demo.siting import Placed
from demo.survey import Survey

LAYERS = ("pcyd", "dxyd", "gd", "bdcdj", "zjgg", "lsyd", "ssnyd", "ckq")
COUNTY_OFFICE = "县自然资源局"
_SHARES = {"left": (0.0, 0.6), "right": (0.45, 1.0), "most": (0.0, 0.62), "half": (0.0, 0.52)}


@dataclass(frozen=True)
class Grant:
    """One approval: where it holds, and what its layer says of it."""

    layer: str
    shape: shapely.Geometry
    row: dict[str, object]
    paper: Paper
    project: str
    holder: str
    patch: str = ""
    """Number of the patch it was drawn for."""


def grants(placed: list[Placed], quarries: list[tuple[float, float, float]]) -> list[Grant]:
    """The approvals behind the patches."""
    found = []
    for patch in placed:
        for paper in patch.case.papers:
            shape = _boundary(patch, paper, quarries)
            project = patch.told(paper.project or patch.case.project)
            holder = patch.told(paper.holder or patch.case.holder)
            row = _row(paper, project, holder, shape)
            found.append(Grant(paper.layer, shape, row, paper, project, holder, patch.case.number))
    return found


def _boundary(patch: Placed, paper: Paper, quarries: list[tuple[float, float, float]]) -> shapely.Geometry:
    if paper.cover == "quarry":
        return licence(quarries[(patch.case.site.spot or (0, 0, 0))[0]])
    if paper.cover == "shift":
        turn = np.radians(patch.angle)
        far = 0.62 * patch.case.site.length
        aside = far * np.array((np.cos(turn), np.sin(turn))) + 6 * np.array((-np.sin(turn), np.cos(turn)))
        return on_grid(translate(patch.sound, *aside))
    whole = patch.sound.buffer(4.5, join_style="mitre").simplify(0.4)
    if paper.cover == "whole":
        return on_grid(whole)
    low, high = _SHARES[paper.cover]
    a0, a1, _, _ = extent(patch.sound, patch.angle)
    first = a0 - 20 if low == 0 else a0 + low * (a1 - a0)
    last = a1 + 20 if high == 1 else a0 + high * (a1 - a0)
    return on_grid(polygons(whole.intersection(strip(patch.angle + 90, -last, -first)))[0])


def licence(quarry: tuple[float, float, float]) -> Polygon:
    """矿区范围: five corners, as licences list them."""
    x, y, _ = quarry
    c = np.asarray(box_at((x, y), 300, 260, 0).exterior.coords)[:4]
    c = c[np.lexsort((c[:, 1], c[:, 0]))][[0, 2, 3, 1]]
    return on_grid(Polygon([c[0], c[1], c[2] - (0, 12), c[2] - (62, -9), c[3]]))


def _row(paper: Paper, project: str, holder: str, shape: shapely.Geometry) -> dict[str, object]:
    """The fields of the paper's layer (formats.md §3)."""
    named = {"XMMC": project, "YDDW": holder}
    if paper.layer in ("pcyd", "dxyd", "zjgg", "txt"):
        return {"PZWH": paper.number, "PZRQ": paper.date, **named, "PZJG": paper.office, "MJ": round(shape.area, 2)}
    if paper.layer == "gd":
        watched = f"9901262{paper.date[2:4]}B{_digits(paper.number)}"
        return {"HTBH": paper.number, "DZJGH": watched, **named, "QDRQ": paper.date}
    if paper.layer == "bdcdj":
        return {"BDCQZH": paper.number, "QLR": holder, "XMMC": project, "DJRQ": paper.date}
    if paper.layer == "lsyd":
        return {"PZWH": paper.number, **named, "PZRQ": paper.date, "QSRQ": paper.start, "JZRQ": paper.end}
    if paper.layer == "ssnyd":
        return {"BAH": paper.number, **named, "BARQ": paper.date}
    return {
        "XKZH": paper.number, "KSMC": project, "CKQR": holder, "YXQQ": paper.start, "YXQZ": paper.end,
        "CSSX": 182.0, "CSXX": 96.0,
    }  # fmt: skip


def _digits(text: str) -> str:
    return "".join(ch for ch in text if ch.isdigit())[-7:].rjust(7, "0")


def older_grants(made: Survey, placed: list[Placed], rng: np.random.Generator) -> list[Grant]:
    """Approvals of earlier years: town lots, greenhouses, a dead mine. None of them touches a patch."""
    taken = shapely.union_all([patch.sound for patch in placed]).buffer(12)
    shapely.prepare(taken)
    free = [f for f in made.faces if not taken.intersects(f.shape)]
    town = [f for f in free if f.czc == "202" and f.dlbm in ("0601", "0701", "05H1", "08H2") and f.shape.area > 1500]
    lots = [town[int(k)] for k in sorted(rng.permutation(len(town))[:22])]
    found = [_older("gd", k, lot.shape) for k, lot in enumerate(lots[:12])]
    found += [_older("pcyd", k, lot.shape.buffer(5, join_style="mitre")) for k, lot in enumerate(lots[4:18])]
    sheds = [f for f in free if f.dlbm == "1202"]
    found += [_older("ssnyd", k, f.shape) for k, f in enumerate(sheds[::5][:12])]
    fields = [f for f in free if f.dlbm == "0103" and f.zone == "plain" and 2500 < f.shape.area < 9000]
    found += [_older("lsyd", k, f.shape.buffer(-2)) for k, f in enumerate(fields[7::41][:4])]
    works = [f for f in free if f.dlbm in ("0601", "0508") and f.czc == "203A"]
    return found + [_older("dxyd", k, f.shape.buffer(3, join_style="mitre")) for k, f in enumerate(works[:3])]


_OLDER = {
    "gd": ("演让合字（{year}）第{serial:03d}号", "青禾镇旧城地块{k}号"), "pcyd": ("演政土批〔{year}〕{serial:02d}号", "青禾镇建设用地{year}年批次"),
    "ssnyd": ("演设备〔{year}〕{serial:03d}号", "设施农业项目{k}号"), "lsyd": ("演自然资临〔{year}〕{serial:02d}号", "高标准农田施工临时堆场{k}号"),
    "dxyd": ("演国土单选〔{year}〕{serial:02d}号", "沿线加工点{k}号"),
}  # fmt: skip


def _older(layer: str, k: int, shape: shapely.Geometry) -> Grant:
    year = 2012 + (k * 5) % 11
    number, project = (text.format(year=year, serial=40 + k, k=k + 1) for text in _OLDER[layer])
    day = f"{year}-{1 + (k * 7) % 12:02d}-{3 + (k * 11) % 25:02d}"
    paper = Paper(layer, number, day, start=day, end=f"{year + 2}{day[4:]}", office="市人民政府")
    shape = on_grid(shape)
    return Grant(layer, shape, _row(paper, project, "演示县土地储备中心", shape), paper, project, "演示县土地储备中心")
