"""面积口径: which area counts, and the plane it is measured in. Printed on every sheet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Basis(str, Enum):
    """Which area counts: the survey's ellipsoidal one or that of the plane."""

    ELLIPSOIDAL = "ellipsoidal"
    PLANE = "plane"


@dataclass(frozen=True)
class Grid:
    """The plane the overlay works in; `lon_0` is None when it is no transverse Mercator. Degrees and metres."""

    lon_0: float | None = None
    lat_0: float = 0.0
    k_0: float = 1.0
    false_easting: float = 0.0
    false_northing: float = 0.0
    a: float = 6378137.0
    f: float = 1 / 298.257222101
    crs_name: str = ""
    """Authority id of the plane ("EPSG:4526"); empty for a plane made for the purpose."""
    ellipsoid_name: str = "CGCS2000椭球"

    @property
    def projection_name(self) -> str:
        return "高斯-克吕格" if self.k_0 == 1.0 else "横轴墨卡托"


def basis_text(basis: Basis, grid: Grid) -> str:
    """How areas were measured, for the sheet (Chinese)."""
    if basis is Basis.ELLIPSOIDAL:
        return f"椭球面积（{grid.ellipsoid_name}，{grid.projection_name}投影面积÷k²）"
    if grid.crs_name or grid.lon_0 is None:
        return f"平面面积（{grid.crs_name or '图层坐标系'}）"
    return f"平面面积（{grid.ellipsoid_name}，{grid.projection_name}投影，中央经线{grid.lon_0:g}°）"
