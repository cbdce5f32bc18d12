"""粘贴坐标: a pasted corner table becomes an area on the map, a layer of its own, or a parcel of a bound layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landwatch_plugin.coordinates.pasted import Pasted, read_pasted
from landwatch_plugin.coordinates.pasted_lines import SOURCE
from landwatch_plugin.coordinates.pasted_table import Wish
from landwatch_plugin.coordinates.text import decode_text
from landwatch_plugin.domain.control import APPROVALS, Binding, Role
from landwatch_plugin.domain.errors import InputError, why_unreadable
from landwatch_plugin.domain.extent import Box, distance_km
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.gis.county_box import county_box, world_box
from landwatch_plugin.gis.layers import field_names, open_vector, reopen
from landwatch_plugin.gis.parcels import append, holds
from landwatch_plugin.gis.pasted_area import add_area_layer, area_of_rings, ellipsoid_m2, epsg_crs, wkt_of

LARGEST_BYTES = 4 * 2**20
"""A larger file is no corner table."""
TARGETS = (Role.MINE, *APPROVALS, Role.KEY_AREA)
"""Roles whose layer may receive a pasted parcel."""
_NEAR_KM = 30.0


@dataclass(frozen=True)
class Area:
    """A pasted table that has a place on the map. `shape` and `crs` are QGIS's."""

    pasted: Pasted
    shape: Any
    crs: Any
    ellipsoid_m2: float
    notes: tuple[str, ...]

    @property
    def account(self) -> str:
        """The table's account with its area on both bases."""
        plane = self.pasted.plane_m2
        sizes = f"椭球面积{self.ellipsoid_m2:,.2f}平方米（{to_mu(self.ellipsoid_m2)}亩）"
        if plane is not None:
            sizes = f"平面面积{plane:,.2f}平方米（{to_mu(plane)}亩），{sizes}"
        return f"{self.pasted.account}{sizes}。"

    @property
    def wkt(self) -> str:
        return wkt_of(self.shape, self.pasted.system.degrees)


@dataclass(frozen=True)
class Particulars:
    """What the user writes beside the coordinates."""

    name: str = ""
    number: str = ""
    """许可证号 or 批准文号."""


def read_area(text: str, wish: Wish, bindings: Sequence[Binding], around: tuple[str, Box] | None = None) -> Area:
    """Raises InputError naming the row, or what the user still has to choose. `around`: what it must lie near, and its
    box in degrees; else the county of the bound layers."""
    county = around or county_box(bindings)
    pasted = read_pasted(text, wish, (county[1][0] + county[1][2]) / 2 if county else None)
    if pasted.system.epsg is None:
        raise InputError("横坐标没有带号，不知道在哪一带。", "请在“投影带”中选择。", source=SOURCE)
    crs = epsg_crs(pasted.system.epsg)
    shape = area_of_rings(pasted.closed, SOURCE)
    notes = list(pasted.notes)
    box = world_box(crs, shape.boundingBox())
    if county and box:
        away = distance_km(box, county[1])
        if away > _NEAR_KM:
            where = "" if around else "不像在本县，"
            notes.insert(0, f"距{county[0]}范围约{away:.0f}公里，{where}请核对带号、大地坐标系和坐标")
    if pasted.system.datum != "2000":
        notes.insert(0, "不是2000国家大地坐标系，未用当地转换参数换算，位置可能偏差数十米以上")
    return Area(pasted, shape, crs, ellipsoid_m2(shape, crs), tuple(notes))


def text_of(path: Path) -> str:
    """The text of a coordinate file, in whatever encoding. Raises InputError."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError("文件超过4兆字节，不像界址点坐标。", "请核对所选文件。", source=path.name)
        return decode_text(path.read_bytes())[0]
    except OSError as error:
        raise InputError(f"无法读取（{why_unreadable(error)}）。", "请检查文件是否存在。", source=path.name) from error


def add_layer(project: Any, area: Area, about: Particulars) -> str:
    """A new temporary layer; returns its name."""
    title = f"粘贴坐标_{about.name or about.number or '拐点成面'}"
    plane = area.pasted.plane_m2
    add_area_layer(project, title, area.shape, area.crs, {
        "项目名称": about.name, "批准文号": about.number, "采深上限": area.pasted.top, "采深下限": area.pasted.bottom,
        "拐点数": sum(map(len, area.pasted.rings)), "平面亩": None if plane is None else float(to_mu(plane)),
        "椭球亩": float(to_mu(area.ellipsoid_m2)), "坐标系": area.pasted.system.title, "备注": "；".join(area.notes)[:250],
    })  # fmt: skip
    return title


def add_to_role(binding: Binding, area: Area, about: Particulars) -> str:
    """Append the parcel to the layer of a role; returns what was done. Raises InputError when it is there already."""
    layer = open_vector(binding)
    names = field_names(layer, binding)
    if about.number and "number" in names and holds(layer, names["number"], about.number, area.shape, area.crs):
        raise InputError(f"“{about.number}”的该地块已在图层中。", "无需重复写入。", source=layer.name())
    given = {
        "number": about.number, "project": about.name, "name": about.name, "top": area.pasted.top, "bottom": area.pasted.bottom,
    }  # fmt: skip
    values = {names[key]: value for key, value in given.items() if key in names and value not in ("", None)}
    append(layer, area.shape, area.crs, values)
    reopen(binding.source)
    lost = [title for key, title in _TITLES.items() if given[key] not in ("", None) and key not in names]
    left = f"；图层没有{'、'.join(lost)}字段，未写入" if lost else ""
    return f"已写入{binding.role.title}图层“{layer.name()}”{left}。"


_TITLES = {"number": "编号", "top": "采深上限", "bottom": "采深下限"}
