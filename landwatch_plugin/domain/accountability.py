"""问责比例: N = V − R − P − M, D = L + V − R − M (rules.md §4.1; treatment of seed 002 §四(一)).

All areas are 耕地 in 亩 with two decimals, of new construction judged in the period. Which remedy leaves the numerator
and which the denominator is data of the rule book ([ratio]); the defaults are the 2022 county plan's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.units import half_up, percent


class Term(str, Enum):
    """How one piece of cultivated land enters the sheet."""

    LEGAL = "合法新增建设"
    ILLEGAL = "违法新增建设"
    RECLAIMED = "已拆除复耕到位"
    REGULARISED = "已补办完善用地手续"
    MAJOR = "重大基础设施（已履行监管服务职责）"
    STOCK = "存量建设用地违法"
    FARMING = "农业项目破坏耕地"

    @property
    def is_outside(self) -> bool:
        """存量 and 农业项目 never enter either term."""
        return self in (Term.STOCK, Term.FARMING)


@dataclass(frozen=True)
class Treatment:
    """Of each remedy: does it leave the numerator, does it leave the denominator. Thresholds in 亩 and %."""

    numerator: frozenset[Term] = frozenset({Term.RECLAIMED, Term.REGULARISED, Term.MAJOR})
    denominator: frozenset[Term] = frozenset({Term.RECLAIMED, Term.MAJOR})
    precedence: tuple[Term, ...] = (Term.RECLAIMED, Term.REGULARISED, Term.MAJOR)
    area_mu: Decimal = Decimal(100)
    percent: Decimal = Decimal(15)
    either: bool = False
    """True when one of the two thresholds is enough (rule book's boolean form)."""

    @staticmethod
    def parse(table: Mapping[str, Any], source: str = "") -> Treatment:
        """From the rule book's [ratio]; missing keys take the 2022 form. Raises RuleBookError naming the key."""
        base = Treatment()
        numerator = _terms(table, "leaves_numerator", base.numerator, source)
        denominator = _terms(table, "leaves_denominator", base.denominator, source)
        precedence = _terms(table, "precedence", base.precedence, source)
        if len(set(precedence)) < len(precedence) or not {*numerator, *denominator} <= set(precedence):
            raise _wrong("precedence", table.get("precedence"), "须列出各项整改，每项一次", source)
        form = table.get("form", "and")
        if form not in ("and", "or"):
            raise _wrong("form", form, '只能是 "and" 或 "or"', source)
        return Treatment(
            frozenset(numerator), frozenset(denominator), precedence,
            _limit(table, "county_area_mu", base.area_mu, source), _limit(table, "percent", base.percent, source),
            form == "or",
        )  # fmt: skip


REMEDIES = (Term.RECLAIMED, Term.REGULARISED, Term.MAJOR)


def _wrong(key: str, value: Any, cure: str, source: str) -> RuleBookError:
    return RuleBookError(f"表 [ratio] 的键 {key}“{value}”无法使用。", f"{cure}。", source=source)


def _terms(table: Mapping[str, Any], key: str, default: Iterable[Term], source: str) -> tuple[Term, ...]:
    """Remedies by name. 合法, 存量 and the like are no remedies and are refused."""
    names = {term.name.lower(): term for term in REMEDIES}
    listed = table.get(key)
    if listed is None:
        return tuple(default)
    if not isinstance(listed, list) or any(name not in tuple(names) for name in listed):
        raise _wrong(key, listed, f"应为列表，可用：{'、'.join(names)}", source)
    return tuple(names[name] for name in listed)


def _limit(table: Mapping[str, Any], key: str, default: Decimal, source: str) -> Decimal:
    written = table.get(key, default)
    try:
        limit = Decimal(str(written))
    except InvalidOperation:
        limit = Decimal(-1)
    if not limit.is_finite() or limit < 0:
        raise _wrong(key, written, "应为不小于0的数", source)
    return limit


@dataclass(frozen=True)
class Piece:
    """Cultivated land (亩) of one patch in one term; a partly remedied patch has several pieces."""

    number: str
    town: str
    term: Term
    arable_mu: Decimal
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """The ratio with every piece behind it."""

    legal: Decimal
    illegal: Decimal
    reclaimed: Decimal
    regularised: Decimal
    major: Decimal
    outside: Decimal
    numerator: Decimal
    denominator: Decimal
    in_scope: bool
    treatment: Treatment
    pieces: tuple[Piece, ...] = field(default_factory=tuple)

    @property
    def percent(self) -> Decimal | None:
        """Half-up to 0.01; None when D = 0: there was no new construction on cultivated land."""
        return percent(self.numerator, self.denominator)

    @property
    def percent_text(self) -> str:
        """As printed. A value that rounding alone lifts to the limit gets an arrow: 14.99%↓ (rules.md §4.2 E)."""
        if self.percent is None:
            return "无新增建设占用耕地"
        limit = self.treatment.percent
        if self.percent >= limit and self.numerator * 100 < limit * self.denominator:
            return f"{half_up(limit - Decimal('0.01'))}%↓"
        return f"{self.percent}%"

    def formula(self, start: str, leaving: frozenset[Term]) -> tuple[str, str]:
        """("V－R－P－M", "180.00－60.00－0.00－0.00"): what leaves a term, in letters and in figures.

        `start` is "V" or "L＋V".
        """
        amounts = {"L": self.legal, "V": self.illegal}
        letters, figures = start, "＋".join(f"{amounts[letter]}" for letter in start.split("＋"))
        for term, letter, amount in (
            (Term.RECLAIMED, "R", self.reclaimed),
            (Term.REGULARISED, "P", self.regularised),
            (Term.MAJOR, "M", self.major),
        ):
            if term in leaving:
                letters, figures = f"{letters}－{letter}", f"{figures}－{amount}"
        return letters, figures

    @property
    def threshold_text(self) -> str:
        joint = "或" if self.treatment.either else "且"
        return f"N≥{self.treatment.area_mu}亩{joint}比例≥{self.treatment.percent}%"

    @property
    def conclusion(self) -> str:
        return "达到问责条件，应当纳入问责范围" if self.in_scope else "未达到问责条件"


def account(pieces: Iterable[Piece], treatment: Treatment | None = None) -> Sheet:
    """Sum the pieces. Compared exactly (N×100 ≥ D×limit), never through the rounded percentage."""
    listed = tuple(pieces)
    rule = treatment or Treatment()

    def total(*terms: Term) -> Decimal:
        return sum((piece.arable_mu for piece in listed if piece.term in terms), Decimal("0.00"))

    illegal = total(Term.ILLEGAL, *REMEDIES)
    numerator = illegal - total(*rule.numerator)
    denominator = total(Term.LEGAL) + illegal - total(*rule.denominator)
    large = numerator >= rule.area_mu
    steep = denominator > 0 and numerator * 100 >= denominator * rule.percent
    return Sheet(
        total(Term.LEGAL), illegal, total(Term.RECLAIMED), total(Term.REGULARISED), total(Term.MAJOR),
        total(Term.STOCK, Term.FARMING), numerator, denominator,
        (large or steep) if rule.either else (large and steep), rule, listed,
    )  # fmt: skip


def split_illegal(
    number: str, town: str, arable_mu: Decimal, remedies: Mapping[Term, Decimal], treatment: Treatment | None = None
) -> list[Piece]:
    """Pieces of one illegal patch: each remedied part once, in the rule book's precedence, the rest unremedied.

    `remedies`: remedied cultivated land in 亩 per term. A part is used once: what an earlier term took is not there
    for the next. 存量 and 农业项目 take the whole patch out.
    """
    outside = [term for term in remedies if term.is_outside]
    if outside:
        return [Piece(number, town, outside[0], arable_mu, "分子分母均不计入")]
    left, pieces = arable_mu, []
    for term in (treatment or Treatment()).precedence:
        taken = min(left, remedies.get(term, Decimal(0)))
        if taken > 0:
            pieces.append(Piece(number, town, term, taken))
            left -= taken
    if left > 0:
        pieces.append(Piece(number, town, Term.ILLEGAL, left))
    return pieces
