"""判定: what the program suggests and what people decide. Both are kept; the program never concludes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

PARTY = "主体类型"
"""Name of the kind of party in the field survey's and the meeting's tables."""
OPPOSED = (("新增", "存量"),)
"""Tags of which a patch has one or the other."""


class Outcome(str, Enum):
    """Three states of a rule. Missing data is 存疑, never 不符合."""

    MET = "符合"
    NOT_MET = "不符合"
    UNSURE = "存疑"


@dataclass(frozen=True)
class Finding:
    """What one rule of the rule book says about one patch."""

    rule: str
    title: str
    outcome: Outcome
    verdict: str
    """Class (合法/违法/其他) that the rule speaks for."""
    subtype: str
    message: str
    values: dict[str, str]
    """Chinese field name → value as printed; the figures the rule looked at."""
    citation: str = ""
    certainty: str = ""
    reason: str = ""
    """Why 存疑: the unbound roles or empty fields, by name."""


@dataclass(frozen=True)
class Suggestion:
    """程序建议. `verdict` is empty when no rule speaks."""

    verdict: str
    subtype: str
    rule: str
    confidence: str
    reason: str
    missing: tuple[str, ...] = ()
    """Mandatory evidence of the sub-type that is not there yet; “甲或乙” where one of several is enough."""
    next_step: str = ""
    """下一步: what the book says is to be done, with the evidence to be added and what else follows."""

    @property
    def text(self) -> str:
        if not self.verdict:
            return "存疑，需人工判定"
        return f"建议：{self.verdict}—{self.subtype}（{self.confidence}）"


@dataclass(frozen=True)
class TagProposal:
    """建议标签: a person sets it or leaves it."""

    name: str
    reason: str = ""
    certainty: str = ""
    kinds: tuple[str, ...] = ()
    """Kinds of class beside which it makes sense; () = all."""


@dataclass(frozen=True)
class Decision:
    """会审决定 of one patch. `deferred` (暂缓) has no class."""

    verdict: str
    subtype: str
    reason: str
    by: str
    tags: tuple[str, ...] = ()
    deferred: bool = False
    owner: str = ""
    deadline: date | None = None
    meeting: str = ""
    on: date | None = None
    """Day of the meeting, when the decision is written down later; the journal keeps the time of writing."""
    party: str = ""
    """主体类型 as the meeting sees it."""
    rulebook: str = ""
    """Stamp of the rule book that the meeting decided by."""

    @property
    def text(self) -> str:
        return "暂缓" if self.deferred else f"{self.verdict}—{self.subtype}"


def party_of(decision: Decision | None, facts: Mapping[str, str]) -> str:
    """主体类型: as the meeting said; where it said nothing, as the field survey has it."""
    return (decision.party if decision else "") or facts.get(PARTY, "")


def opposed_tags(tags: Collection[str]) -> tuple[str, ...]:
    """The first tags that cannot stand together; () when all can."""
    return next((pair for pair in OPPOSED if set(pair) <= set(tags)), ())
