"""指标文字: a check field as messages, findings and the tracer print it. What the field visit has not told says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS, shown
from landwatch_plugin.domain.units import CENT, half_up

VISIT = frozenset({
    "use", "use_kinds", "use_nature", "built_on", "found", "found_kinds", "held", "main_share", "party", "dig_top_m", "dig_bottom_m", "renewal",
})  # fmt: skip
"""Fields that only a field visit can fill."""
UNVISITED, UNFILLED, UNDER_CENT = "尚未外业核查", "未填写", "不足0.01亩"
_QUOTED = re.compile(r"“\{(\w+)\}”")
_NONE_HELD = "无"
_FINER = Decimal("0.0001")
_PART_OF = {"legal_left_mu": ("legal_share", 1), "mine_out_mu": ("mine_share", 1), "mine_in_mu": ("mine_share", 0), "urban_mu": ("urban_share", 0)}  # fmt: skip
"""Area → the share of the same ground, and at which share there is nothing of that area."""


class Printed(dict[str, str]):
    """The figures of one patch as they are printed, each made when it is first asked for."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        super().__init__()
        self.values_of = values
        self.visited = visited(values)

    def __missing__(self, key: str) -> str:
        text = self[key] = _text(key, self.values_of, self.visited)
        return text

    def fill(self, message: str) -> str:
        """A message with its figures. Quotation marks are for what somebody wrote: they go where nobody has."""

        def bare(found: re.Match[str]) -> str:
            return self[found[1]] if is_empty(self.values_of.get(found[1])) else found[0]

        return _QUOTED.sub(bare, message).format_map(self)


def is_empty(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value)


def visited(values: Mapping[str, Value]) -> bool:
    """Whether anything of a field visit is known. Papers can be ticked without one; that there are none, only after one."""
    return values.get("held") == _NONE_HELD or any(not is_empty(values.get(key)) for key in VISIT if key != "held")


def told(key: str, values: Mapping[str, Value]) -> str:
    """One figure among the others of its patch."""
    return _text(key, values, visited(values))


def _text(key: str, values: Mapping[str, Value], been: bool) -> str:
    value = values.get(key)
    if is_empty(value):
        return (UNFILLED if been else UNVISITED) if key in VISIT else shown(key, value)
    if isinstance(value, Decimal) and FIELDS[key].unit == "比例":
        return share_text(value)
    return UNDER_CENT if key in _PART_OF and value == 0 and _is_there(key, values) else shown(key, value)


def share_text(value: Decimal) -> str:
    """A fraction as a percentage; finer where two decimals would say 0 or 100 of what is neither."""
    text = f"{half_up(value * 100, CENT)}%"
    return f"{half_up(value * 100, _FINER)}%" if text in ("0.00%", "100.00%") and 0 < value < 1 else text


def _is_there(key: str, values: Mapping[str, Value]) -> bool:
    """Whether an area that rounds to 0.00亩 is there all the same, by its share."""
    name, nothing = _PART_OF[key]
    share = values.get(name)
    return isinstance(share, Decimal) and share != nothing
