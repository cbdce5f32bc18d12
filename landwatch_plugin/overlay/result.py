"""套合结果: what goes into an overlay besides the two layers (options, feedback) and all that comes out of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

from landwatch_plugin.domain.area_basis import Basis, Grid, basis_text
from landwatch_plugin.domain.errors import ClosureError

#: Parts of a patch that must tile it (地类) may miss its area by no more than this, and layers may overlap by it.
CLOSURE_M2 = 1e-4
#: 田坎: where the ridge share (KCXS) of a sloping 耕地 polygon goes.
RIDGE_CLASS = "1203"


@dataclass(frozen=True)
class Options:
    """How to measure one layer."""

    grid: Grid
    basis: Basis = Basis.ELLIPSOIDAL
    gap_free: bool = False
    """The layer must tile the patches (地类图斑): every gap or double cover goes into `open_patches`."""
    min_area_m2: float = 1e-6
    """Shared areas below this are mere touching."""
    closure_m2: float = CLOSURE_M2
    """Gaps and double cover up to this are rounding."""
    ridge_field: str | None = None
    """Column with 田坎 coefficient (0 ≤ KCXS < 1): that share of the piece is counted as class 1203."""
    ridge_classes: frozenset[str] | None = None
    """The cultivated classes, to which alone the coefficient applies; None = all that carry one."""
    pieces: bool = False
    group_by_feature: bool = False
    """Fill `hits`: which feature of the layer meets which patch, with area."""
    layer_name: str = "控制图层"
    patch_layer_name: str = "图斑"
    threads: int = 0
    """0 = as many as there are processors, at most four."""
    origin: tuple[float, float] = (0.0, 0.0)
    """Where the coordinates start; the engine sets it, callers leave it."""

    def local(self, bounds: Any) -> Options:
        """Options for coordinates that start in the middle of the bounds, at whole metres.

        At eastings of 38,500,000 m a float keeps but 7e-9 m; near its origin it keeps a thousandth of that.
        """
        x, y = (
            round((low + high) / 2) if math.isfinite(low + high) else 0 for low, high in (bounds[::2], bounds[1::2])
        )
        return self.at((float(x), float(y)))

    def at(self, origin: tuple[float, float]) -> Options:
        """Options for coordinates that start at `origin`."""
        grid = self.grid
        shifted = replace(
            grid, false_easting=grid.false_easting - origin[0], false_northing=grid.false_northing - origin[1]
        )
        return replace(self, grid=shifted, origin=origin)


@dataclass(frozen=True)
class Repair:
    """An invalid polygon that was repaired before measuring. Areas on the basis of the options."""

    layer: str
    feature: str
    what: str
    before_m2: float
    after_m2: float


@dataclass(frozen=True)
class Reject:
    """A feature that could not be used, and why (Chinese)."""

    layer: str
    feature: str
    reason: str


@dataclass(frozen=True)
class OpenPatch:
    """A patch that a gap-free layer does not tile. `missing_m2` is negative where the layer counts ground twice."""

    patch_id: str
    missing_m2: float
    where: str
    """WKT of a point inside the gap or the double cover, in the plane of the overlay."""


@dataclass(frozen=True)
class Overlap:
    """A patch on which polygons of one layer overlap each other: Σ shares exceeds the covered area by `area_m2`."""

    patch_id: str
    area_m2: float


@dataclass(frozen=True)
class Count:
    """given = used + rejected, always."""

    given: int
    rejected: int

    @property
    def used(self) -> int:
        return self.given - self.rejected


@dataclass(frozen=True)
class Result:
    """The measured shares of one layer in the patches. Areas in m² on `basis_text`, shares as fractions of 1."""

    shares: Any
    """DataFrame(patch_id, class, area_m2, share): one row per patch × class met. A blank class is "", never dropped."""
    coverage: Any
    """DataFrame(patch_id, patch_m2, covered_m2, uncovered_m2, share): one row per used patch; covered is a union."""
    hits: Any
    """DataFrame(patch_id, feature_index, area_m2); feature_index is the row position in the layer frame. None when
    not asked for (`group_by_feature`)."""
    pieces: Any
    """GeoDataFrame(patch_id, class, feature_index, area_m2, geometry), or None when not asked for."""
    patches: Count
    features: Count
    repairs: list[Repair] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    open_patches: list[OpenPatch] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    basis_text: str = ""
    layer_name: str = ""

    @property
    def untouched(self) -> bool:
        """The layer has features and none of them meets any patch."""
        return self.features.used > 0 and len(self.coverage) > 0 and not (self.coverage["covered_m2"] > 0).any()


def class_text(land_class: str) -> str:
    """A class as it is shown: a blank one is said to be blank."""
    return land_class or "（空）"


def basis_of(options: Options) -> str:
    return basis_text(options.basis, options.grid)


def raise_if_open(result: Result, most: int = 5) -> None:
    """Raise ClosureError that names patches and missing m² when the gap-free layer leaves any patch open."""
    if not result.open_patches:
        return
    named = "；".join(_open_text(item) for item in result.open_patches[:most])
    rest = f"；等共{len(result.open_patches)}个图斑" if len(result.open_patches) > most else ""
    raise ClosureError(
        f"图层“{result.layer_name}”的各地类面积之和与图斑面积不闭合：{named}{rest}。",
        "请检查该图层在上述位置是否有缝隙、重叠或未覆盖到图斑（县界外），修正后重新套合。",
    )


def _open_text(item: OpenPatch) -> str:
    size = f"{abs(item.missing_m2):.4f}" if abs(item.missing_m2) < 0.01 else f"{abs(item.missing_m2):.2f}"
    said = f"缺{size}平方米" if item.missing_m2 > 0 else f"重复{size}平方米"
    return f"图斑{item.patch_id}{said}（{item.where}）"
