"""汇总: from what was found to the tables of a result: shares by class, coverage, hits, gaps and double cover."""

from __future__ import annotations

from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.overlay.pairs import Pieces
from landwatch_plugin.overlay.result import RIDGE_CLASS, OpenPatch, Options, Overlap
from landwatch_plugin.overlay.sheet import Sheet


def shares_frame(
    names: Any, patch_m2: Any, pieces: Pieces, classes: Any, ridge: Any, united: dict[tuple[int, str], float]
) -> Any:
    """DataFrame(patch_id, class, area_m2, share); the ridge share of each piece goes to class 1203."""
    pd = door.pandas()
    share = ridge[pieces.feature]
    hilly = share > 0
    patch, land_class, area = _by_class(pieces.patch, classes[pieces.feature], pieces.area * (1 - share))
    for row, key in enumerate(zip(patch.tolist(), land_class, strict=True)) if united else ():
        area[row] = united.get(key, area[row])
    if hilly.any():
        ridges = np.full(int(hilly.sum()), RIDGE_CLASS, dtype=object)
        patch, land_class, area = _by_class(
            np.r_[patch, pieces.patch[hilly]], np.r_[land_class, ridges], np.r_[area, (pieces.area * share)[hilly]]
        )
    return pd.DataFrame(
        {
            "patch_id": names[patch],
            "class": land_class,
            "area_m2": area,
            "share": area / patch_m2[patch],
        }
    )


def _by_class(patch: Any, land_class: Any, area: Any) -> tuple[Any, Any, Any]:
    """Patch, class and summed m², one row each patch and class."""
    rows = door.pandas().DataFrame({"patch": patch, "class": land_class, "area_m2": area})
    sums = rows.groupby(["patch", "class"], sort=True)["area_m2"].sum().reset_index()
    return sums["patch"].to_numpy(int), sums["class"].to_numpy(object), sums["area_m2"].to_numpy(float).copy()


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


def overlaps_of(names: Any, excess: Any, options: Options) -> list[Overlap]:
    """Patches on which the features of the layer overlap each other by more than the closure tolerance."""
    return [Overlap(str(names[i]), float(excess[i])) for i in np.flatnonzero(excess > options.closure_m2)]


def open_patches_of(
    names: Any, gap: Any, excess: Any, places: tuple[dict[int, str], dict[int, str]]
) -> list[OpenPatch]:
    """Gaps (positive) and double covers (negative), with a point (WKT) in each; one cannot hide the other."""
    gaps, doubles = places
    found = []
    for patch in sorted({*gaps, *doubles}):
        if patch in gaps:
            found.append(OpenPatch(str(names[patch]), float(gap[patch]), gaps[patch]))
        if patch in doubles:
            found.append(OpenPatch(str(names[patch]), -float(excess[patch]), doubles[patch]))
    return found


def ridge_shares(sheet: Sheet, classes: Any, met: Any, options: Options) -> Any:
    """田坎 coefficient per feature: 0 where blank or not cultivated, NaN where it is none. Only `met` are read."""
    ridge = np.zeros(len(sheet))
    if options.ridge_field is None:
        return ridge
    if options.ridge_field not in sheet.columns:
        raise InputError(
            f"缺少扣除地类系数字段“{options.ridge_field}”。", "请在字段对应中指定或取消。", source=options.layer_name
        )
    given = sheet[options.ridge_field].take(met)
    blank = given.isna().to_numpy() | (given.astype(str).str.strip() == "").to_numpy()
    number = door.pandas().to_numeric(given.where(~blank, 0), errors="coerce").to_numpy(float)
    number = np.where((number >= 0) & (number < 1), number, np.nan)
    if options.ridge_classes is not None:
        number[~np.isin(classes[met], list(options.ridge_classes))] = 0.0
    ridge[met] = number
    return ridge


def refuse_wrong_ridges(sheet: Sheet, ridge: Any, met: Any, options: Options) -> None:
    """InputError names features that meet a patch with a coefficient outside 0 ≤ KCXS < 1."""
    wrong = met[np.isnan(ridge[met])]
    if options.ridge_field is not None and len(wrong):
        said = "、".join(f"{sheet['fid'].iloc[row]}（{sheet[options.ridge_field].iloc[row]}）" for row in wrong[:5])
        raise InputError(
            f"扣除地类系数应不小于0且小于1，以下{len(wrong)}个要素不符：{said}。",
            "请核对该字段是否以百分数填写，改正后重新套合。",
            source=options.layer_name,
        )
