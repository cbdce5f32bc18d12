"""阈值: a number that a rule book gives a name, with its unit, its meaning and how certain it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

SHARE = "比例"
_LARGEST = Decimal(10) ** 12
UNITS = (SHARE, "亩", "平方米", "米", "%", "个", "天", "年", "度", "元", "万元")
_BY_NAME = {"cover": SHARE, "partial": SHARE, "minor": SHARE}
"""Thresholds that the program itself takes for shares."""
_BY_ENDING = {"_share": SHARE, "_cover": SHARE, "_mu": "亩", "_m2": "平方米", "_m": "米"}
READ_BY_PROGRAM = (
    "cover", "minor", "partial", "sliver_mu", "sum_mu", "big_mu", "touch_m2", "closure_m2", "photo_distance_m",
)  # fmt: skip
"""Thresholds that are used although no rule names them: figures, splits, minutes, self-checks."""


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
    return unit or _BY_NAME.get(name, told)


def out_of_range(unit: str, value: Decimal) -> str:
    """What is wrong with a number of this unit; "" when nothing is."""
    if unit == SHARE and not 0 <= value <= 1:
        return "是比例，应在0与1之间（95%写作 0.95）"
    if unit == "%" and not 0 <= value <= 100:
        return "是百分数，应在0与100之间"
    return "不能小于0" if unit and unit != "度" and value < 0 else ""
