"""图斑: one polygon where two satellite images differ, as it was received."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class State(str, Enum):
    """Where a patch stands in the month (workflow.md §2, the part that exists so far)."""

    RECEIVED = "已接收"
    SCREENED = "已预筛"
    DEFERRED = "暂缓"
    DECIDED = "已会审"
    SPLIT = "被拆分"
    """Closed by its children (子图斑), which are listed and counted in its place."""


@dataclass(frozen=True)
class Patch:
    """One patch. Texts are as received (stripped); dates are parsed, their original text kept."""

    number: str
    """图斑编号: text, never a number; unique in a ledger."""
    batch: str
    wkb: bytes = field(repr=False)
    """Geometry (polygon or multipolygon) in the ledger's coordinate system, x = easting."""
    area_m2: float = 0.0
    """Area of the geometry in m² on the ledger's basis."""
    official_m2: float | None = None
    """MJ as issued, in m²; None when blank."""
    county_code: str = ""
    county: str = ""
    town_code: str = ""
    town: str = ""
    village_code: str = ""
    village: str = ""
    change_type: str = ""
    """TBLX."""
    feature: str = ""
    """TZ."""
    before: date | None = None
    after: date | None = None
    before_text: str = ""
    after_text: str = ""
    base_class: str = ""
    """原地类编码 DLBM: the land class before the change, as the ministry gives it."""
    base_name: str = ""
    separate_layer: str = ""
    """DDTC."""
    remark: str = ""
    parent: str = ""
    """Number of the patch that this one was split from; "" for a patch as issued."""
    extra: dict[str, str] = field(default_factory=dict)
    """Every other field of the source row, as text, so that nothing received is lost."""
