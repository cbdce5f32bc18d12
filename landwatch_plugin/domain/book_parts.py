"""规则手册的组成: evidence, sub-types, rules, tags and linkages as plain values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from landwatch_plugin.domain.control import Role

LEGAL, ILLEGAL, OTHER = "合法", "违法", "其他"
KINDS = (LEGAL, ILLEGAL, OTHER)
"""What a class of any scheme amounts to: in the ratio, in letters, in the colours of the dock."""


@dataclass(frozen=True)
class Evidence:
    """举证材料 item. `source` says what proves it without a person's tick: photo, facts, overlay or a role key."""

    name: str
    source: str = ""


@dataclass(frozen=True)
class Subtype:
    name: str
    verdict: str
    evidence: tuple[str, ...] = ()
    """必备: every one is asked for."""
    certainty: str = ""
    note: str = ""
    one_of: tuple[tuple[str, ...], ...] = ()
    """任选其一: of each group one is enough."""
    optional: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    next_step: str = ""

    def missing(self, held: Collection[str]) -> tuple[str, ...]:
        """必备 that is not held, and groups of which nothing is held (“甲或乙”), in the book's order."""
        lacking = [name for name in self.evidence if name not in held]
        lacking += ["或".join(group) for group in self.one_of if not any(name in held for name in group)]
        return tuple(lacking)

    def asked(self) -> tuple[tuple[str, str], ...]:
        """(name, 必备 / 任选其一 / 可选) of all that the sub-type knows of, in the book's order."""
        listed = [(name, "必备") for name in self.evidence]
        listed += [(name, "任选其一") for group in self.one_of for name in group]
        listed += [(name, "可选") for name in self.optional]
        return tuple(listed)


@dataclass(frozen=True)
class Span:
    """日期条件: the date field must lie in [start, until]; None = open. Not known is 存疑."""

    key: str
    start: date | None = None
    until: date | None = None

    @property
    def condition(self) -> str:
        parts = [f"{self.key} >= to_date('{self.start.isoformat()}')"] if self.start else []
        parts += [f"{self.key} <= to_date('{self.until.isoformat()}')"] if self.until else []
        return " AND ".join(parts)


@dataclass(frozen=True)
class Rule:
    """`when` is a QGIS expression over the check fields; NULL gives 存疑."""

    id: str
    title: str
    verdict: str
    subtype: str
    when: str
    message: str
    needs: tuple[Role, ...] = ()
    citation: str = ""
    certainty: str = ""
    step: str = ""
    """Which step of the order of checks it belongs to."""
    dates: tuple[Span, ...] = ()

    @property
    def condition(self) -> str:
        """`when` with the date conditions."""
        spans = [span.condition for span in self.dates]
        return " AND ".join([f"({self.when})", *spans]) if spans else self.when


@dataclass(frozen=True)
class TagRule:
    """标签: set by a person; `when` lets the program propose it. Without `when` it is only offered."""

    name: str
    when: str = ""
    message: str = ""
    citation: str = ""
    certainty: str = ""
    kinds: tuple[str, ...] = ()
    """Kinds of class (合法 / 违法 / 其他) beside which it makes sense; () = all."""


@dataclass(frozen=True)
class Linkage:
    """联动: what follows when a patch reaches a limit (rules.md §6)."""

    id: str
    title: str
    when: str
    """"" = listed for reference; a person keeps it in mind, the program never triggers it."""
    then: str
    citation: str = ""
    certainty: str = ""


@dataclass(frozen=True)
class KeyArea:
    """重点区域 that the year's notice names."""

    name: str
    year: str = ""
    note: str = ""
    certainty: str = ""


@dataclass(frozen=True)
class Period:
    """日程: an item of the calendar and when it is due, in the notice's words."""

    name: str
    due: str
    certainty: str = ""


@dataclass(frozen=True)
class Scheme:
    """分类: the classes with what they amount to, and other names for them."""

    titles: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    """Other name → class."""
