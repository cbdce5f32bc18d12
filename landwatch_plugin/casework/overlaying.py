"""套合: two sources of any kind, overlaid in one plane; what the toolbox and the dock both call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from landwatch_plugin.casework.check_notes import untouched_text
from landwatch_plugin.casework.control_sheets import sheet, user_shelf
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.progress import Feedback, Part
from landwatch_plugin.domain.units import close_parts, exact_mu, to_mu
from landwatch_plugin.gis.crs import working_grid
from landwatch_plugin.gis.crs_check import check_layer
from landwatch_plugin.gis.frames import frame, name_of
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import CLOSURE_M2, Options, Result


@dataclass
class Overlaid:
    """Rows of the result. Areas in m² on `basis`, which every row of a table ends with."""

    shares: Iterable[tuple[Any, ...]]
    """Patch, class, m², share, 亩, by how much the 亩 were moved so that the parts sum to the patch, basis."""
    coverage: Iterable[tuple[Any, ...]]
    pieces: Iterable[tuple[str, str, float, str, bytes]]
    crs: Any
    basis: str
    open_patches: Iterable[tuple[Any, ...]] = ()
    """Patch, m² missing (negative: counted twice), a point there as WKT."""
    problems: Iterable[tuple[Any, ...]] = ()
    """Layer, feature, 修复 or 未参与, what, m² before, m² after."""
    notes: list[str] = field(default_factory=list)


def overlay_sources(
    patches: Any, layer: Any, *, id_field: str, class_field: str, basis: Basis, pieces: bool, feedback: Feedback,
    ridge_field: str = "", **thresholds: Any,
) -> Overlaid:  # fmt: skip
    """Measure `patches` against `layer` (QGIS feature sources or vector layers).

    `thresholds`: gap_free, min_area_m2 and closure_m2 of `Options`. Raises InputError, CrsError, Cancelled.
    """
    for source in (patches, layer):
        if source.featureCount() == 0 and (source is patches or not source.sourceCrs().isValid()):
            raise InputError(
                "图层中没有要素。", "请核对所选图层；只处理所选要素时请先选中要素。", source=name_of(source)
            )
        check_layer(name_of(source), source)
    crs, grid = working_grid(patches.sourceCrs(), patches.sourceExtent())
    subject = frame(patches, {"patch_id": id_field} if id_field else {}, crs, feedback=Part(feedback, 0, 10))
    if not id_field:
        subject["patch_id"] = [str(fid) for fid in subject["fid"]]
    fields = {key: name for key, name in (("class", class_field), ("ridge", ridge_field)) if name}
    control = sheet(layer, fields, crs, kept_on=user_shelf(), feedback=Part(feedback, 10, 40))
    options = Options(
        grid=grid, basis=basis, pieces=pieces, layer_name=name_of(layer), patch_layer_name=name_of(patches),
        ridge_field="ridge" if ridge_field else None, **thresholds,
    )  # fmt: skip
    result = measure(subject, control, options, Part(feedback, 40, 100))
    said = result.basis_text
    return Overlaid(
        _shares(result), ((row.patch_id, *map(float, row[2:6]), said) for row in result.coverage.itertuples()),
        _pieces(result), crs, said,
        [(one.patch_id, one.missing_m2, one.where) for one in result.open_patches],
        [*((one.layer, one.feature, "修复", one.what, one.before_m2, one.after_m2) for one in result.repairs),
         *((one.layer, one.feature, "未参与", one.reason, None, None) for one in result.rejects)],
        notes(result),
    )  # fmt: skip


def _shares(result: Result) -> Iterable[tuple[Any, ...]]:
    """Parts of a patch that its layer covers once and wholly sum to its 亩 as printed (平差, formats.md §6)."""
    unclosed = {one.patch_id for one in (*result.open_patches, *result.overlaps)}
    whole = {
        row.patch_id: float(row.patch_m2)
        for row in result.coverage.itertuples()
        if row.patch_id not in unclosed and row.uncovered_m2 <= CLOSURE_M2
    }
    for patch, rows in result.shares.groupby("patch_id", sort=False):
        areas = [float(area) for area in rows["area_m2"]]
        own = [to_mu(area) for area in areas]
        closed = close_parts([exact_mu(area) for area in areas], to_mu(whole[patch])) if patch in whole else own
        for row, area, mu, plain in zip(rows.itertuples(), areas, closed, own, strict=True):
            yield patch, row[2], area, float(row.share), float(mu), float(mu - plain), result.basis_text


def _pieces(result: Result) -> Iterable[tuple[str, str, float, str, bytes]]:
    if result.pieces is None:
        return
    table = result.pieces
    for patch, name, area, shape in zip(
        table["patch_id"], table["class"], table["area_m2"], table.geometry.to_wkb(), strict=True
    ):
        yield patch, name, float(area), result.basis_text, shape


def notes(result: Result) -> list[str]:
    """What the run has to say: basis, counts, repairs, rejects, polygons that overlap each other."""
    lines = [
        f"面积口径：{result.basis_text}。",
        f"图斑{result.patches.given}个，参与套合{result.patches.used}个，未参与{result.patches.rejected}个；"
        f"“{result.layer_name}”要素{result.features.given}个，参与套合{result.features.used}个，"
        f"未参与{result.features.rejected}个。",
    ]
    lines += [f"提示：{untouched_text(result)}。"] if result.untouched else []
    lines += [
        f"修复：{r.layer}要素{r.feature}：{r.what}，面积{r.before_m2:.2f}→{r.after_m2:.2f}平方米。"
        for r in result.repairs
    ]
    lines += [f"未参与：{r.layer}要素{r.feature}：{r.reason}。" for r in result.rejects]
    lines += [
        f"提示：图斑{r.patch_id}处，“{result.layer_name}”的面相互重叠{r.area_m2:.2f}平方米，覆盖面积已按求并计算。"
        for r in result.overlaps
    ]
    return lines
