"""套合: two sources of any kind, overlaid in one plane; what the toolbox and the dock both call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from landwatch_plugin.casework.control_sheets import sheet, user_shelf
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.progress import Feedback, Part
from landwatch_plugin.gis.crs import working_grid
from landwatch_plugin.gis.crs_check import check_coordinates
from landwatch_plugin.gis.frames import frame, name_of
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import Options, Result


@dataclass
class Overlaid:
    """Rows of the result. Areas in m² on `basis`."""

    shares: Iterable[Any]
    coverage: Iterable[Any]
    pieces: Iterable[tuple[str, str, float, bytes]]
    crs: Any
    basis: str
    notes: list[str] = field(default_factory=list)


def overlay_sources(
    patches: Any, layer: Any, *, id_field: str, class_field: str, basis: Basis, pieces: bool, feedback: Feedback
) -> Overlaid:
    """Measure `patches` against `layer` (QGIS feature sources or vector layers). Raises InputError, CrsError, Cancelled."""
    for source in (patches, layer):
        if source.featureCount() == 0 and (source is patches or not source.sourceCrs().isValid()):
            raise InputError("图层中没有要素。", "请核对所选图层；只处理所选要素时请先选中要素。", source=name_of(source))
        check_coordinates(name_of(source), source.sourceCrs(), source.sourceExtent())
    crs, grid = working_grid(patches.sourceCrs(), patches.sourceExtent())
    subject = frame(patches, {"patch_id": id_field} if id_field else {}, crs, feedback=Part(feedback, 0, 10))
    if not id_field:
        subject["patch_id"] = [str(fid) for fid in subject["fid"]]
    fields = {"class": class_field} if class_field else {}
    control = sheet(layer, fields, crs, kept_on=user_shelf(), feedback=Part(feedback, 10, 40))
    options = Options(
        grid=grid, basis=basis, pieces=pieces, layer_name=name_of(layer), patch_layer_name=name_of(patches)
    )
    result = measure(subject, control, options, Part(feedback, 40, 100))
    return Overlaid(
        result.shares.itertuples(), result.coverage.itertuples(), _pieces(result), crs, result.basis_text, notes(result)
    )


def _pieces(result: Result) -> Iterable[tuple[str, str, float, bytes]]:
    if result.pieces is None:
        return ()
    shapes = result.pieces.geometry.to_wkb()
    return zip(result.pieces["patch_id"], result.pieces["class"], result.pieces["area_m2"], shapes, strict=True)


def notes(result: Result) -> list[str]:
    """What the run has to say: basis, counts, repairs, rejects, polygons that overlap each other."""
    lines = [
        f"面积口径：{result.basis_text}。",
        f"图斑{result.patches.given}个，参与套合{result.patches.used}个，未参与{result.patches.rejected}个；"
        f"“{result.layer_name}”要素{result.features.given}个，参与套合{result.features.used}个，"
        f"未参与{result.features.rejected}个。",
    ]
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
