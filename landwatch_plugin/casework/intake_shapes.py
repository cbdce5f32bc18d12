"""接收图形: ellipsoidal areas, the unit of the issued ones, and what the shapes tell beside each other and the county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from landwatch_plugin.casework.intake_rows import IntakeRows
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.errors import CrsError, InputError
from landwatch_plugin.domain.field_profile import NOT_USED, UNITS
from landwatch_plugin.domain.intake import area_issue, guess_unit, plain_text
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.patch_number import parent_of
from landwatch_plugin.domain.progress import Span
from landwatch_plugin.gis.crs import working_grid
from landwatch_plugin.gis.crs_check import check_coordinates
from landwatch_plugin.gis.frames import frame
from landwatch_plugin.gis.layers import open_vector
from landwatch_plugin.gis.patch_frame import extent_of, patch_frame
from landwatch_plugin.overlay.patch_shapes import overlaps, shares_outside, slivers
from landwatch_plugin.overlay.plane import areas

_COUNTY = (Role.TOWN, Role.VILLAGE)
_OUTSIDE, _PARTLY = 0.999, 0.01


def measure(intake: IntakeRows, crs: Any, unit: str, bindings: Sequence[Binding], span: Span) -> None:
    """Areas first, then the unit of MJ, then what differs. Raises CrsError when no patch lies in the bound county."""
    if not intake.patches:
        return
    shapes = [(patch.number, patch.wkb) for patch in intake.patches]
    extent = extent_of(shapes)
    check_coordinates(intake.report.source, crs, extent)
    plane, grid = working_grid(crs, extent)
    laid = patch_frame(shapes, crs, plane).geometry.values
    span.tick(0.3)
    sizes = areas(laid, Basis.ELLIPSOIDAL, grid)
    intake.patches = [replace(p, area_m2=float(m2)) for p, m2 in zip(intake.patches, sizes, strict=True)]
    _settle_unit(intake, unit)
    _tell_slivers(intake, laid)
    _tell_overlaps(intake, laid, Span(span.feedback, span.start + (span.end - span.start) * 0.4, span.end))
    _tell_outside(intake, laid, plane, bindings, span)


def _settle_unit(intake: IntakeRows, unit: str) -> None:
    if unit and unit not in (*UNITS, NOT_USED):
        raise InputError(f"面积单位“{unit}”无法识别。", f"只能是：{'、'.join(UNITS)}。")
    pairs = [(patch.official_m2 or 0.0, patch.area_m2) for patch in intake.patches]
    guess = guess_unit(pairs)
    taken = unit or intake.profile.area_unit or guess
    written = any(area for area, _ in pairs)
    intake.report.area_unit = taken if written else ""
    factor = UNITS.get(taken)
    intake.renewed(
        lambda p: replace(p, official_m2=p.official_m2 * factor if factor and p.official_m2 is not None else None)
        if factor
        else replace(p, official_m2=None, extra=p.extra | _unread_area(p, intake.mapping))
    )
    if not taken and written:
        intake.warn("", "下发面积的单位与图形面积对不上，未采用", "请核对面积字段的单位（平方米/亩/公顷）")
    elif written and guess and taken not in (guess, NOT_USED):
        intake.warn("", f"面积单位定为{taken}，但与图形面积比较更像{guess}", "请核对面积字段的单位后重新接收")
    if intake.profile.area_checked:
        found = (area_issue(intake.row_of[p.number], p, intake.profile.area_tolerance) for p in intake.patches)
        intake.report.issues += [issue for issue in found if issue]


def _unread_area(patch: Patch, mapping: dict[str, str]) -> dict[str, str]:
    """MJ as written, kept with what else was received while its unit is not known."""
    return {} if patch.official_m2 is None else {mapping["area"]: plain_text(patch.official_m2)}


def _tell_slivers(intake: IntakeRows, laid: Any) -> None:
    profile = intake.profile
    for found in slivers(laid, profile.sliver_m2, profile.sliver_width_m):
        number = intake.patches[found.at].number
        size = f"面积{found.m2:.2f}平方米、平均宽{found.width_m:.2f}米"
        if found.parts == 1:
            intake.warn(number, f"是碎斑：{size}", "请核实图形，必要时向下发单位索取正确图形")
        else:
            intake.warn(number, f"由{found.parts}块组成，其中有碎斑：{size}", "请核实碎斑是否为勾绘残留")


def _tell_overlaps(intake: IntakeRows, laid: Any, span: Span) -> None:
    for pair in overlaps(laid, intake.profile.overlap_m2, span):
        first, second = intake.patches[pair.first], intake.patches[pair.second]
        if parent_of(first.number) == second.number or parent_of(second.number) == first.number:
            continue
        share = pair.m2 / min(first.area_m2, second.area_m2)
        intake.warn(
            second.number,
            f"与第{intake.row_of[first.number]}行图斑{first.number}重叠{pair.m2:.2f}平方米（占较小图斑的{min(share, 1):.0%}）",
            "请核实是否重复下发；重叠部分会在两个图斑中各计一次",
        )


def _tell_outside(intake: IntakeRows, laid: Any, plane: Any, bindings: Sequence[Binding], span: Span) -> None:
    bound = next((binding for role in _COUNTY for binding in bindings if binding.role is role), None)
    if bound is None:
        return
    county = frame(open_vector(bound), {}, plane).geometry.values
    if not len(county):
        return
    shares = shares_outside(laid, county, Span(span.feedback, span.end, span.end))
    if len(shares) and min(shares) > _OUTSIDE:
        raise CrsError(
            f"全部图斑都在绑定的{bound.role.title}范围之外。",
            "多为坐标系（投影带、中央经线）指定有误，或选错了县的文件。请核对坐标系；确属外县的不应接收。",
            source=intake.report.source,
        )
    for patch, share in zip(intake.patches, shares, strict=True):
        if share > _OUTSIDE:
            intake.warn(
                patch.number, f"在绑定的{bound.role.title}范围之外", "请核实是否属于本县；不属于的请退回下发单位"
            )
        elif share > _PARTLY:
            intake.warn(
                patch.number,
                f"有{share:.0%}在绑定的{bound.role.title}范围之外",
                "请核实县界两侧的归属，必要时与邻县衔接",
            )
