"""坐标系认定: from the file's own .prj, from the coordinates, or as the user says; never silently."""

from __future__ import annotations

import math
from dataclasses import dataclass

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle, QgsVectorLayer

from landwatch_plugin.domain.errors import CrsError
from landwatch_plugin.gis.crs import named
from landwatch_plugin.gis.crs_check import check_layer, suggested_epsg, zone_prefix

OWN, GUESSED, SAID = "文件自带", "按坐标数值推断", "人工指定"
GEOGRAPHIC = "EPSG:4490"


@dataclass(frozen=True)
class Settled:
    """The system that was taken, and how it was found. `doubt` and `cure` are empty when there is none."""

    crs: QgsCoordinateReferenceSystem
    how: str
    doubt: str = ""
    cure: str = ""

    @property
    def text(self) -> str:
        """EPSG:4526 CGCS2000 / 3-degree Gauss-Kruger zone 38（文件自带）"""
        title = self.crs.description()
        return f"{named(self.crs)} {title if title != named(self.crs) else ''}".strip() + f"（{self.how}）"


def suggested_crs(extent: QgsRectangle) -> str:
    """The CGCS2000 system that the numbers themselves tell; "" when they do not (no zone prefix, two zones)."""
    corners = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    if extent.isNull() or not all(math.isfinite(number) for number in corners):
        return ""
    if 70 < corners[0] <= corners[2] < 140 and 3 < corners[1] <= corners[3] < 55:
        return GEOGRAPHIC
    west, east = zone_prefix(corners[0]), zone_prefix(corners[2])
    if west is None or west != east or not 300_000 < corners[1] <= corners[3] < 6_500_000:
        return ""
    epsg = suggested_epsg(west)
    return f"EPSG:{epsg}" if epsg is not None else ""


def settle_crs(name: str, layer: QgsVectorLayer, wanted: str = "") -> Settled:
    """Decide the layer's system and set it. Raises CrsError when the numbers cannot belong to it, or do not tell."""
    settled = _found(name, layer, wanted)
    layer.setCrs(settled.crs)
    try:
        check_layer(name, layer, settled.crs)
    except CrsError as error:
        hint = suggested_crs(layer.extent())
        cure = f"{error.cure}接收时可直接把坐标系指定为 {hint}，不必改动原文件。" if hint and not wanted else error.cure
        fault = CrsError(error.message, cure)
        fault.source = name
        raise fault from error
    return settled


def _found(name: str, layer: QgsVectorLayer, wanted: str) -> Settled:
    if wanted:
        said = QgsCoordinateReferenceSystem(wanted)
        if not said.isValid():
            raise CrsError(f"坐标系“{wanted}”无法识别。", "请写成 EPSG:4526 的形式，或在列表中选择。", source=name)
        own = layer.crs()
        if own.isValid() and own != said:
            return Settled(said, SAID, f"文件自带坐标系为{named(own)}，本次按人工指定的{named(said)}接收",
                           "请核对；如属下发文件有误，请告知下发单位")  # fmt: skip
        return Settled(said, SAID)
    if layer.crs().isValid():
        return Settled(layer.crs(), OWN, *_own_doubt(layer.crs(), suggested_crs(layer.extent())))
    hint = suggested_crs(layer.extent())
    if not hint:
        box = layer.extent()
        shown = "，".join(
            f"{number:.10g}" for number in (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
        )
        raise CrsError(
            f"图层没有坐标系（缺少 .prj），坐标数值也看不出带号（图层范围{shown}）。",
            "请向下发单位问明坐标系，在“坐标系”一项中指定后接收；六位横坐标多为不带带号的CGCS2000三度带（EPSG:4534～4554）。",
            source=name,
        )
    crs = QgsCoordinateReferenceSystem(hint)
    return Settled(
        crs, GUESSED, f"图层没有坐标系（缺少 .prj），按坐标数值取为{hint}（{crs.description()}）",
        "请核对下发说明；如为1980西安或北京54坐标系，请指定坐标系后重新接收",
    )  # fmt: skip


def _own_doubt(crs: QgsCoordinateReferenceSystem, hint: str) -> tuple[str, str]:
    """A system that no register knows is a local one, or a .prj that was changed by hand or by accident."""
    if crs.authid():
        return "", ""
    like = f"；坐标数值像是{hint}，如确为该坐标系请指定后重新接收" if hint else ""
    return "文件自带的坐标系不是标准坐标系，参数可能被改动过", f"请核对投影带、中央经线和椭球{like}"
