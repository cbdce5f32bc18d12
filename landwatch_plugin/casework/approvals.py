"""批文入库: approvals that come only as 界址点坐标文本 go into the approval layer of their kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from landwatch_plugin.casework.field_work import read_table
from landwatch_plugin.coordinates.reader import read_coordinates
from landwatch_plugin.coordinates.wkb import wkb_of
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.errors import InputError, LandwatchError, why_unreadable
from landwatch_plugin.gis.crs import named, needs_local_parameters
from landwatch_plugin.gis.layers import field_names, open_vector, reopen
from landwatch_plugin.gis.parcels import append, holds, parcel_geometry
from landwatch_plugin.gis.patch_frame import crs_of

LIST = "清单.csv"
_COLUMNS = {"批准文号": "number", "批准日期": "date", "项目名称": "project", "用地单位": "holder"}
_TITLES = {key: column for column, key in _COLUMNS.items()}


@dataclass
class ApprovalReport:
    """files = taken files + refused; `parcels` polygons were added."""

    files: int = 0
    parcels: int = 0
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Deviations in the texts that were read all the same."""


def add_approvals(folder: Path, bindings: dict[Role, Binding]) -> ApprovalReport:
    """Append every text that 清单.csv names to the layer bound for its kind.

    A parcel that the layer already has under its number is refused, so that a second run adds nothing twice; further
    texts of the same approval go in.
    """
    report = ApprovalReport()
    kinds = {role.title: role for role in bindings if role.is_approval}
    for line, row in read_table(folder / LIST, ("文件", "种类", *_COLUMNS)):
        report.files += 1
        try:
            if row["种类"] not in kinds:
                raise InputError(
                    f"种类“{row['种类']}”没有绑定图层。",
                    f"已绑定：{'、'.join(kinds) or '（无）'}。",
                    source=LIST,
                    row=line,
                )
            report.parcels += _add(folder / row["文件"], row, bindings[kinds[row["种类"]]], report.notes)
        except LandwatchError as error:
            report.refused.append(str(error))
    for binding in bindings.values():
        if binding.role.is_approval:
            reopen(binding.source)
    return report


def _add(path: Path, row: dict[str, str], binding: Binding, notes: list[str]) -> int:
    layer = open_vector(binding)
    names = field_names(layer, binding)
    lacking = [_TITLES[key] for key in ("number", "date") if key not in names]
    if lacking:
        raise InputError(
            f"图层“{layer.name()}”没有{'、'.join(lacking)}字段。", "请在图层角色绑定中指定后重试。", source=path.name
        )
    try:
        text = read_coordinates(path.read_bytes(), path.name)
    except OSError as error:
        raise InputError(f"无法读取（{why_unreadable(error)}）。", "请检查文件是否存在。", source=path.name) from error
    shapes = [
        (parcel_geometry(wkb_of(parcel.parts), parcel.number, path.name, parcel.line), crs_of(parcel.epsg, ""))
        for parcel in text.parcels
    ]
    for shape, crs in shapes:
        if needs_local_parameters(crs, layer.crs()):
            raise InputError(
                f"文本的坐标系为{named(crs)}，图层为{named(layer.crs())}，两者之间须用当地七参数转换。",
                "请先把坐标转换为图层的坐标系后重新入库。",
                source=path.name,
            )
        if holds(layer, names["number"], row["批准文号"], shape, crs):
            raise InputError(f"批准文号“{row['批准文号']}”的该地块已在图层中。", "无需重复入库。", source=path.name)
    values = {names[own]: row[column] for column, own in _COLUMNS.items() if own in names}
    for shape, crs in shapes:
        append(layer, shape, crs, values)
    notes += [f"【{path.name}】{note}" for note in text.notes]
    notes += [f"【{path.name}】地块{parcel.number}：{note}" for parcel in text.parcels for note in parcel.notes]
    return len(shapes)
