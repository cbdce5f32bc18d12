"""阈值: a number that a rule book gives a name, with its unit, its meaning and how certain it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

SHARE = "比例"
_LARGEST = Decimal(10) ** 12
UNITS = (SHARE, "亩", "平方米", "米", "%", "个", "天", "年", "度", "元", "万元")
_BY_ENDING = {"_share": SHARE, "_cover": SHARE, "_mu": "亩", "_m2": "平方米", "_m": "米"}
READ_BY_PROGRAM = {
    "cover": (SHARE, "拆分建议：依据覆盖率在 minor 与 cover 之间的，建议沿批准边界拆分；条件中作“全覆盖”"),
    "minor": (SHARE, "拆分建议：依据覆盖率不超过此值的视为没有覆盖；条件中作“没有覆盖”"),
    "partial": (SHARE, "条件中区分批少占多与批东占西"),
    "sliver_mu": ("亩", "指标 legal_left_solid_mu 不计不大于此值的碎块；拆分时提示的碎块"),
    "touch_m2": ("平方米", "套合：重叠不超过此值的视为仅接边，不算压占"),
    "closure_m2": ("平方米", "套合：地类面积之和与图斑面积之差的容差，超过的不闭合"),
    "sum_mu": ("亩", "整改面积与违法面积、自查中分项与合计之差的容差"),
    "big_mu": ("亩", "纪要：占耕地达到此值的疑似违法图斑单列，由领导小组实地核查"),
    "photo_distance_m": ("米", "自查：照片位置距图斑超过此值提示"),
}
"""Thresholds that are used although no rule names them (figures, splits, minutes, self-checks): unit and use."""


@dataclass(frozen=True)
class Threshold:
    name: str
    value: str
    """As written, so that 0.999 is that very decimal."""
    unit: str = ""
    meaning: str = ""
    certainty: str = ""
    """"" when an extending book has put another value in the place of its parent's."""


def number(value: Any) -> Decimal | None:
    """A number, written as such or as text; None for anything else, and for what no county measures."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < _LARGEST else None


def unit_of(name: str, unit: str = "") -> str:
    """The unit declared, else the one that the name tells; "" when neither does."""
    told = next((known for ending, known in _BY_ENDING.items() if name.endswith(ending)), "")
    return unit or READ_BY_PROGRAM.get(name, (told,))[0]


def likely(name: str, written: Any, unit: str = "", before: str = "") -> str:
    """The number that was probably meant, for a cure: 95% → 0.95 of a share, 1,000亩 → 1000; else what stood before."""
    plain = unicodedata.normalize("NFKC", str(written)).strip()
    plain = plain.replace(",", "") if re.match(r"-?\d{1,3}(,\d{3})+(?!\d)", plain) else plain.replace(",", ".")
    found, known = re.match(r"-?\d+(?:\.\d+)?", plain), unit_of(name, unit)
    if found:
        value = Decimal(found.group())
        if known == SHARE and ("%" in plain or value > 1):
            value /= 100
        if not out_of_range(known, value):
            return f"{value:f}"
    return before or ("0.95" if known == SHARE else "10")


def out_of_range(unit: str, value: Decimal) -> str:
    """What is wrong with a number of this unit; "" when nothing is."""
    if unit == SHARE and not 0 <= value <= 1:
        return "是比例，应在0与1之间（95%写作 0.95）"
    if unit == "%" and not 0 <= value <= 100:
        return "是百分数，应在0与100之间"
    return "不能小于0" if unit and unit != "度" and value < 0 else ""
