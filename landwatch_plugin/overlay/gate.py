"""进门检查: what may enter the overlay. Every feature is used, or repaired and logged, or rejected with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.errors import CrsError, InputError
from landwatch_plugin.domain.progress import Span
from landwatch_plugin.overlay.chunks import chunks
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.result import Options, Reject, Repair

#: Two layers further apart than this (m) do not lie in one county: a wrong zone (3° are some 290 km), no zone prefix.
FAR_APART_M = 200_000.0

#: No shape of this world is wider (m).
WIDEST_SHAPE_M = 10_000_000.0

_FAULTS = {
    "Ring Self-intersection": "环自相交",
    "Self-intersection": "自相交",
    "Hole lies outside shell": "孔洞在外环之外",
    "Holes are nested": "孔洞套叠",
    "Nested shells": "外环套叠",
    "Duplicate Rings": "环重复",
    "Interior is disconnected": "内部不连通",
    "Too few points in geometry component": "节点不足",
    "Ring not closed": "环未闭合",
}

_KINDS = {0: "点", 1: "线", 2: "线", 4: "点", 5: "线", 7: "几何集合"}


@dataclass
class Admitted:
    """One layer at the gate: our own 2-D copies of the shapes (None where rejected) and what was done to them."""

    layer: str
    names: list[str]
    shapes: Any
    rejects: list[Reject] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def reject(self, row: int, reason: str) -> None:
        self.rejects.append(Reject(self.layer, self.names[row], reason))
        self.shapes[row] = None


def admit(shapes: Any, problems: Sequence[str | None], names: Sequence[str], layer: str, span: Span) -> Admitted:
    """Copy the shapes, drop Z and M, keep polygons. Validity is looked at later.

    `problems` says why a shape is missing, where the reader knew.
    """
    sh = door.shapely()
    raw = np.asarray(shapes, dtype=object)
    gate = Admitted(layer, list(names), np.full(len(raw), None, dtype=object))
    for part in chunks(sh.get_num_coordinates(raw), most=500_000, rows=20_000):
        span.tick(part.start / len(raw))
        fine = _copy(gate, raw[part], part)
        for row in part.start + np.flatnonzero(~fine):
            gate.reject(int(row), problems[row] or _why_not(raw[row]))
    kind = sh.get_type_id(gate.shapes)
    for row in np.flatnonzero((kind >= 0) & (kind != 3) & (kind != 6)):
        _keep_polygons(gate, int(row))
    span.tick(1.0)
    return gate


def _copy(gate: Admitted, raw: Any, part: slice) -> Any:
    """Flat copies of what has a shape with finite coordinates; tells which."""
    sh = door.shapely()
    xy, whose = sh.get_coordinates(raw, return_index=True)
    fine = (sh.get_type_id(raw) >= 0) & ~sh.is_empty(raw)
    fine[whose[~np.isfinite(xy).all(axis=1)]] = False
    box = sh.bounds(raw).reshape(-1, 4)
    with np.errstate(invalid="ignore"):
        fine &= (box[:, 2:] - box[:, :2] <= WIDEST_SHAPE_M).all(axis=1)
    copies = np.full(len(raw), None, dtype=object)
    copies[fine] = sh.force_2d(raw[fine])
    gate.shapes[part] = copies
    return fine


def _why_not(shape: Any) -> str:
    if shape is None:
        return "没有几何图形"
    sh = door.shapely()
    if sh.is_empty(shape):
        return "几何图形为空"
    if np.isfinite(sh.get_coordinates(shape)).all():
        return "图形范围超过一万公里，坐标有误"
    return "坐标含非数值（NaN 或无穷大）"


def _keep_polygons(gate: Admitted, row: int) -> None:
    sh = door.shapely()
    shape = gate.shapes[row]
    kept = polygonal(np.array([shape], dtype=object))[0]
    if sh.is_empty(kept):
        gate.reject(row, f"不是面要素（{_KINDS.get(int(sh.get_type_id(shape)), '其他类型')}）")
        return
    area = float(sh.area(kept))
    gate.repairs.append(Repair(gate.layer, gate.names[row], "几何集合中只保留面部分", float(sh.area(shape)), area))
    gate.shapes[row] = kept


def polygonal(shapes: Any) -> Any:
    """The polygonal part of every geometry: collections are reduced, points and lines become empty polygons."""
    sh = door.shapely()
    shapes = np.array(shapes, dtype=object)
    kind = sh.get_type_id(shapes)
    for index in np.flatnonzero((kind >= 0) & (kind != 3) & (kind != 6)):
        parts = _flat(shapes[index])
        shapes[index] = parts[0] if len(parts) == 1 else sh.multipolygons(parts)
    return shapes


def _flat(shape: Any) -> Any:
    sh = door.shapely()
    parts = sh.get_parts(shape)
    while (sh.get_type_id(parts) >= 4).any():
        parts = sh.get_parts(parts)
    return parts[(sh.get_type_id(parts) == 3) & ~sh.is_empty(parts)]


def mend(shape: Any, layer: str, name: str, options: Options) -> tuple[Any, Repair | Reject]:
    """An invalid polygon made valid by structure, and what to say of it; None when no area is left."""
    sh = door.shapely()
    what = fault_text(str(sh.is_valid_reason(shape)), options.origin)
    whole = polygonal([sh.make_valid(shape, method="structure", keep_collapsed=False)])[0]
    before, after = areas([shape, whole], options.basis, options.grid)
    if sh.is_empty(whole) or after <= options.min_area_m2:
        return None, Reject(layer, name, f"{what}，修复后没有面积")
    return whole, Repair(layer, name, what, float(before), float(after))


def fault_text(reason: str, origin: Sequence[float] = (0.0, 0.0)) -> str:
    """GEOS's reason in Chinese, with the place: "Self-intersection[1 2]" → "自相交，位于(1, 2)"."""
    fault, _, place = reason.partition("[")
    said = _FAULTS.get(fault.strip(), f"几何无效（{fault.strip()}）")
    numbers = [float(number) for number in place.rstrip("]").split()[:2]]
    where = ", ".join(f"{number + start:.10g}" for number, start in zip(numbers, origin, strict=False))
    return f"{said}，位于({where})" if where else said


def patch_names(patches: Any, layer: str) -> list[str]:
    """The patch ids as stripped texts; InputError names the rows (1-based) that are blank or repeated."""
    if "patch_id" not in patches.columns:
        raise InputError("缺少图斑编号字段。", "请在字段对应中指定图斑编号。", source=layer)
    names = list(texts(patches["patch_id"]))
    blank = [row for row, name in enumerate(names, start=1) if not name]
    if blank:
        raise InputError(
            f"图斑编号为空：第{_rows(blank)}行。", "请补填图斑编号后重新套合。", source=layer, row=blank[0]
        )
    seen: dict[str, list[int]] = {}
    for row, name in enumerate(names, start=1):
        seen.setdefault(name, []).append(row)
    double = {name: rows for name, rows in seen.items() if len(rows) > 1}
    if double:
        said = "；".join(f"{name}（第{_rows(rows)}行）" for name, rows in list(double.items())[:5])
        raise InputError(f"图斑编号重复{len(double)}个：{said}。", "请删除重复图斑或改正编号后重新套合。", source=layer)
    return names


def feature_names(layer: Any) -> list[str]:
    """How features are named in messages: the column `fid` where there is one, else the row, 1-based."""
    if "fid" in layer.columns:
        return [str(value) for value in layer["fid"]]
    return [f"第{row}行" for row in range(1, len(layer) + 1)]


def _rows(rows: Sequence[int], most: int = 10) -> str:
    return "、".join(str(row) for row in rows[:most]) + ("等" if len(rows) > most else "")


def geometries(frame: Any) -> Any:
    """The shapes of a frame as an array."""
    return np.array(frame.geometry.values, dtype=object) if len(frame) else np.zeros(0, object)


def problems_of(frame: Any) -> list[str | None]:
    """Why shapes are missing, as the reader of the frame knew."""
    return list(frame["problem"]) if "problem" in frame.columns else [None] * len(frame)


def texts(values: Any) -> Any:
    """A column (class codes, patch ids) as stripped texts; NULL, NaN and blanks become ""."""
    blank = door.pandas().isna(values)
    return np.array(["" if none else _text(value) for value, none in zip(values, blank, strict=True)], dtype=object)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def same_plane(patches: Any, layer: Any, name: str) -> None:
    """Refuse two frames that say they are in different coordinate systems."""
    said = [(frame.attrs.get("crs"), getattr(frame, "crs", None)) for frame in (patches, layer)]
    for one, other in zip(*said, strict=True):
        if one is not None and other is not None and one != other:
            raise CrsError("图层与图斑的坐标系不一致。", "请先把两者转换到同一坐标系。", source=name)


def near_enough(patches: Any, features: Any, layer: str) -> None:
    """Refuse a layer that lies in another part of the world: every engine would answer "no overlap" without a word.

    Both are boxes (n, 4): xmin, ymin, xmax, ymax, NaN where there is nothing.
    """
    if np.isnan(patches).all() or np.isnan(features).all():
        return
    here, there = (np.r_[np.nanmin(box[:, :2], axis=0), np.nanmax(box[:, 2:], axis=0)] for box in (patches, features))
    gap = max(there[0] - here[2], here[0] - there[2], there[1] - here[3], here[1] - there[3])
    if gap > FAR_APART_M:
        raise CrsError(
            f"该图层与图斑相距约{gap / 1000:.0f}公里，坐标系或带号不对应。",
            "请核对两者的坐标系、带号前缀和横纵坐标次序，改正后重新套合。",
            source=layer,
        )
