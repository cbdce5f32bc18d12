"""汇总: from shared pieces to shares by class, coverage as a union, and the places where areas do not close."""

from __future__ import annotations

from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.errors import InputError, LandwatchError
from landwatch_plugin.domain.progress import Span
from landwatch_plugin.overlay.chunks import runs
from landwatch_plugin.overlay.gate import Admitted, feature_names
from landwatch_plugin.overlay.pairs import Pieces
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.result import CLOSURE_M2, RIDGE_CLASS, OpenPatch, Options, Overlap


def united_classes(
    subject: Admitted, pieces: Pieces, classes: Any, ridge: Any, covered: Any, options: Options
) -> dict[tuple[int, str], float]:
    """(patch, class) → m² as a union, where polygons of one class lie over each other: no ground counts twice in a class.

    Classes with ridges are left as they are: which polygon's ridges would count is not known, and the patch is reported.
    """
    double = np.bincount(pieces.patch, pieces.area, len(covered)) - covered > CLOSURE_M2
    keys: list[tuple[int, str]] = []
    shapes: list[Any] = []
    for patch, rows in runs(pieces.patch):
        if not double[patch]:
            continue
        feature = pieces.feature[rows]
        own = classes[feature]
        for name in np.unique(own[ridge[feature] == 0]):
            same = own == name
            if same.sum() > 1 and not ridge[feature[same]].any():
                keys.append((patch, name))
                shapes.append(union(pieces.shape[rows][same], subject.names[patch]))
    return dict(zip(keys, areas(shapes, options.basis, options.grid).tolist(), strict=True)) if keys else {}


def shares_frame(
    names: Any, patch_m2: Any, pieces: Pieces, classes: Any, ridge: Any, united: dict[tuple[int, str], float]
) -> Any:
    """DataFrame(patch_id, class, area_m2, share); the ridge share of each piece goes to class 1203."""
    pd = door.pandas()
    share = ridge[pieces.feature]
    hilly = share > 0
    rows = pd.DataFrame(
        {
            "patch": np.r_[pieces.patch, pieces.patch[hilly]],
            "class": np.r_[classes[pieces.feature], np.full(int(hilly.sum()), RIDGE_CLASS, dtype=object)],
            "area_m2": np.r_[pieces.area * (1 - share), (pieces.area * share)[hilly]],
        }
    )
    grouped = rows.groupby(["patch", "class"], sort=True)["area_m2"].sum().reset_index()
    patch = grouped["patch"].to_numpy(int)
    area = grouped["area_m2"].to_numpy(float).copy()
    if united:
        for row, key in enumerate(zip(patch.tolist(), grouped["class"], strict=True)):
            area[row] = united.get(key, area[row])
    return pd.DataFrame(
        {
            "patch_id": names[patch],
            "class": grouped["class"].to_numpy(object),
            "area_m2": area,
            "share": area / patch_m2[patch],
        }
    )


def coverage_frame(names: Any, patch_m2: Any, covered: Any, used: Any) -> Any:
    """DataFrame(patch_id, patch_m2, covered_m2, uncovered_m2, share), one row per used patch."""
    whole = patch_m2[used]
    part = np.minimum(covered[used], whole)
    return door.pandas().DataFrame(
        {
            "patch_id": names[used],
            "patch_m2": whole,
            "covered_m2": part,
            "uncovered_m2": whole - part,
            "share": part / whole,
        }
    )


def hits_frame(names: Any, pieces: Pieces) -> Any:
    """DataFrame(patch_id, feature_index, area_m2), one row per patch × feature."""
    return door.pandas().DataFrame(
        {"patch_id": names[pieces.patch], "feature_index": pieces.feature, "area_m2": pieces.area}
    )


def pieces_frame(names: Any, pieces: Pieces, classes: Any, attrs: dict[Any, Any]) -> Any:
    """GeoDataFrame(patch_id, class, feature_index, area_m2, geometry) of the shared polygons."""
    data = {
        "patch_id": names[pieces.patch],
        "class": classes[pieces.feature],
        "feature_index": pieces.feature,
        "area_m2": pieces.area,
    }
    frame = door.geopandas().GeoDataFrame(data, geometry=list(pieces.shape))
    frame.attrs.update(attrs)
    return frame


def covered_areas(subject: Admitted, patch_m2: Any, pieces: Pieces, options: Options, span: Span) -> Any:
    """m² of each patch that at least one feature covers. A union is built only where several pieces meet."""
    covered = np.zeros(len(patch_m2))
    many: list[int] = []
    unions: list[Any] = []
    for patch, rows in runs(pieces.patch):
        if rows.stop - rows.start == 1:
            covered[patch] = pieces.area[rows.start]
            continue
        if len(many) % 500 == 0:
            span.tick(rows.start / len(pieces))
        many.append(patch)
        unions.append(union(pieces.shape[rows], subject.names[patch]))
    covered[many] = areas(unions, options.basis, options.grid)
    span.tick(1.0)
    return covered


def union(shapes: Any, patch_id: str) -> Any:
    """The union of a few polygons; an error names the patch."""
    sh = door.shapely()
    try:
        return sh.union_all(shapes)
    except sh.errors.GEOSException as error:
        raise _failed(patch_id, error) from error


def remainder(shape: Any, cover: Any, patch_id: str) -> Any:
    """What is left of a patch outside the covering polygons; an error names the patch."""
    sh = door.shapely()
    try:
        return sh.difference(shape, sh.union_all(cover))
    except sh.errors.GEOSException as error:
        raise _failed(patch_id, error) from error


def _failed(patch_id: str, error: Exception) -> LandwatchError:
    return LandwatchError(f"图斑{patch_id}的覆盖范围合并失败（{error}）。", "请修复控制图层的几何后重新套合。")


def overlaps_of(names: Any, patch_m2: Any, pieces: Pieces, covered: Any) -> list[Overlap]:
    """Patches on which the features of the layer overlap each other by more than the closure tolerance."""
    excess = np.bincount(pieces.patch, pieces.area, len(patch_m2)) - covered
    return [Overlap(str(names[i]), float(excess[i])) for i in np.flatnonzero(excess > CLOSURE_M2)]


def open_patches_of(subject: Admitted, patch_m2: Any, pieces: Pieces, covered: Any) -> list[OpenPatch]:
    """Gaps (positive) and double covers (negative) above the tolerance; one cannot hide the other."""
    total = np.bincount(pieces.patch, pieces.area, len(patch_m2))
    gap, double = patch_m2 - covered, total - covered
    rows = dict(runs(pieces.patch))
    found = []
    for patch in subject.usable:
        shapes = pieces.shape[rows[patch]] if patch in rows else np.zeros(0, object)
        name = subject.names[patch]
        if gap[patch] > CLOSURE_M2:
            rest = remainder(subject.shapes[patch], shapes, name)
            found.append(OpenPatch(name, float(gap[patch]), _inside(rest)))
        if double[patch] > CLOSURE_M2:
            found.append(OpenPatch(name, -float(double[patch]), _inside(_doubled(shapes))))
    return found


def _inside(shape: Any) -> str:
    """A point in the largest part, as WKT."""
    sh = door.shapely()
    parts = sh.get_parts(shape)
    point = sh.point_on_surface(parts[np.argmax(sh.area(parts))] if len(parts) else shape)
    return str(sh.to_wkt(point, rounding_precision=3))


def _doubled(shapes: Any) -> Any:
    """The largest ground that two of the shapes share."""
    sh = door.shapely()
    one, other = np.triu_indices(len(shapes), 1)
    shared = sh.intersection(shapes[one], shapes[other])
    return shared[np.argmax(sh.area(shared))]


def ridge_shares(layer: Any, pieces: Pieces, options: Options) -> Any:
    """田坎 coefficient per feature, 0 where blank; InputError names features that meet a patch with a wrong one."""
    ridge = np.zeros(len(layer))
    if options.ridge_field is None:
        return ridge
    if options.ridge_field not in layer.columns:
        raise InputError(
            f"缺少扣除地类系数字段“{options.ridge_field}”。", "请在字段对应中指定或取消。", source=options.layer_name
        )
    given = layer[options.ridge_field]
    blank = given.isna().to_numpy() | (given.astype(str).str.strip() == "").to_numpy()
    number = door.pandas().to_numeric(given.where(~blank, 0), errors="coerce").to_numpy(float)
    met = np.unique(pieces.feature)
    wrong = met[~((number[met] >= 0) & (number[met] < 1))]
    if len(wrong):
        names = feature_names(layer)
        said = "、".join(f"{names[row]}（{given.iloc[row]}）" for row in wrong[:5])
        raise InputError(
            f"扣除地类系数应不小于0且小于1，以下{len(wrong)}个要素不符：{said}。",
            "请核对该字段是否以百分数填写，改正后重新套合。",
            source=options.layer_name,
        )
    ridge[met] = number[met]
    return ridge
