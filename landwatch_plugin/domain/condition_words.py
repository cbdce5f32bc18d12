"""条件中的取值: the units of named numbers and the values that a text field can have, as a rule book gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.land_use import MIXED, NATURES, UNKNOWN
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.threshold import unit_of

_MOST = 12
"""Values that a cure lists."""


@dataclass(frozen=True)
class Closed:
    """The values of a text field: value → what it means ("" when it speaks for itself)."""

    values: Mapping[str, str]
    sure: bool
    """True: there can be no other; False: another one is pointed out, the data may hold it."""
    kept: str = ""
    """Where the book lists them."""

    def cure(self, wrong: str) -> str:
        """Nearest value, also by its meaning (农村道路 → 'ND'), and all of them where they are few."""
        near = get_close_matches(wrong, [*self.values, *filter(None, self.values.values())], 1)
        value = next((one for one, meaning in self.values.items() if near and near[0] in (one, meaning)), "")
        meaning = f"（{self.values[value]}）" if self.values.get(value) else ""
        asked = f"您是否要写 '{value}'{meaning}？" if value else ""
        return asked + (f"可用：{'、'.join(self.values)}。" if len(self.values) <= _MOST else "")


@dataclass(frozen=True)
class Words:
    """What the names in a condition stand for beyond number, text and day."""

    limits: Mapping[str, str] = field(default_factory=dict)
    """Threshold → unit, where it is known."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Threshold → its value."""
    closed: Mapping[str, Closed] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    """Chinese name → key of a field."""

    def is_value(self, name: str) -> bool:
        """Whether a bare word in a condition is a value that lacks its quotes."""
        return any(name in item.values for item in self.closed.values())


def words_of(book: RuleBook) -> Words:
    types = {**dict.fromkeys(book.mine_types, ""), **book.change_types}
    closed = {
        "kind": Closed(dict.fromkeys(("土地", "矿产"), ""), True),
        "use_nature": Closed(dict.fromkeys((*NATURES, MIXED, UNKNOWN), ""), True),
        "tblx": Closed(types, False, " [change_types] "),
        "party": Closed(dict.fromkeys(book.parties, ""), False, " [book] 的 parties "),
    }
    return Words(
        {item.name: unit_of(item.name, item.unit) for item in book.limits},
        book.thresholds,
        {key: item for key, item in closed.items() if item.values},
        {item.title: key for key, item in FIELDS.items()},
    )
