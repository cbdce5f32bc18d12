"""图斑案情: everything the documents need to know of one patch, gathered from the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.check_fields import shown
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.patch import Patch, State
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Decision, Outcome

NOWHERE = "（坐落未定）"


@dataclass(frozen=True)
class PhotoNote:
    """A photo on paper: file and what its EXIF says."""

    file: str
    taken_at: str = ""
    azimuth: float | None = None
    place: str = ""
    """Coordinate as text; "" where coordinates are not to be printed."""


@dataclass(frozen=True)
class Case:
    patch: Patch
    state: State
    check: Check
    """The figures as the meeting saw them; before a decision, the latest check."""
    decision: Decision | None
    decided_on: str = ""
    facts: Mapping[str, str] | None = None
    held: frozenset[str] = frozenset()
    photos: Sequence[PhotoNote] = ()
    remedied_mu: Decimal = Decimal("0.00")
    """耕地 in 亩 that remedies have put right (拆除复耕, 补办)."""
    illegal_mu: Decimal | None = None
    """耕地 in 亩 that counts as taken illegally; None = all of the patch's (see `illegal_arable`)."""
    class_kind: str = ""
    """What the class decided amounts to in its rule book: 合法, 违法 or 其他; "" where the class says so itself."""

    @property
    def remedied(self) -> bool:
        return self.remedied_mu > 0

    @property
    def number(self) -> str:
        return self.patch.number

    @property
    def place(self) -> str:
        return f"{self.patch.town}{self.patch.village}" or NOWHERE

    @property
    def mu(self) -> Decimal:
        return self.check.mu

    def value_mu(self, key: str) -> Decimal | None:
        """A figure of the check in 亩; None = 无数据."""
        value = self.check.values.get(key)
        return value if isinstance(value, Decimal) else None

    def text_mu(self, key: str) -> str:
        return shown(key, self.check.values.get(key)).removesuffix("亩")

    @property
    def verdict(self) -> str:
        """Class as decided; 暂缓 or 未判定 else."""
        if self.decision is None:
            return "未判定"
        return "暂缓" if self.decision.deferred else self.decision.verdict

    @property
    def kind(self) -> str:
        """合法, 违法 or 其他 as the rule book sees the class decided; 暂缓 or 未判定 else."""
        return self.class_kind or self.verdict

    @property
    def basis(self) -> str:
        """Citation of the rule met that speaks for the class decided; "" when the meeting found another ground."""
        decided = self.decision
        if decided is None or decided.deferred:
            return ""
        met = (finding for finding in self.check.findings if finding.outcome is Outcome.MET)
        return next((f.citation for f in met if (f.verdict, f.subtype) == (decided.verdict, decided.subtype)), "")

    def fact(self, name: str) -> str:
        """A fact of the field visit. Raises LandwatchError when the document needs it and it is not there."""
        value = (self.facts or {}).get(name, "")
        if not value:
            raise LandwatchError(f"图斑{self.number}没有外业核查记录“{name}”。", "请补充外业核查表后重新生成文书。")
        return value


def illegal_arable(check: Check, subtype: str, book: RuleBook) -> Decimal | None:
    """耕地 in 亩 taken illegally: for sub-types that the rule book calls partial, only what no paper covers.

    None without land data. rules.md §4.1 counts the illegal (sub-)patch; until it is split, this is its cultivated land.
    """
    whole, left = check.values.get("arable_mu"), check.values.get("legal_left_arable_mu")
    if not isinstance(whole, Decimal):
        return None
    partial = subtype in book.ratio.get("partial_subtypes", ())
    return min(whole, left) if partial and isinstance(left, Decimal) else whole


def settle_remedied(remedied: Decimal, illegal: Decimal, book: RuleBook) -> Decimal:
    """Remedied 亩, taken as the whole where it differs from it by the tolerance of sums alone."""
    near = abs(illegal - remedied) <= Decimal(book.thresholds.get("sum_mu", "0.01"))
    return illegal if near and remedied else remedied


def total_mu(cases: Sequence[Case], key: str = "") -> Decimal:
    """Sum in 亩 of the patch areas, or of one figure; patches without data add nothing (see `without_data`)."""
    if not key:
        return sum((case.mu for case in cases), Decimal("0.00"))
    return sum((case.value_mu(key) or Decimal(0) for case in cases), Decimal("0.00"))


def without_data(cases: Sequence[Case], key: str) -> int:
    """How many patches have no figure for `key`."""
    return sum(case.value_mu(key) is None for case in cases)
