"""换手册重算: the figures of a stored check as another rule book would have them, and which of them only a new check can tell.

A check keeps the shared areas by land class and the papers under a patch, so that much follows without the layers: 耕地 by
another land table, coverage where no paper of the other grounds lies under the patch. The rest is never taken over in
silence: it counts as unknown, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from landwatch_plugin.casework.checked_roles import bound_roles, failed_roles
from landwatch_plugin.casework.figure_mark import figure_mark, limit
from landwatch_plugin.casework.figures import NO_CLASS
from landwatch_plugin.casework.judging import Judge, Judgement
from landwatch_plugin.casework.mines import also_on
from landwatch_plugin.domain.check import Check, Value
from landwatch_plugin.domain.check_fields import FIELDS, shown
from landwatch_plugin.domain.control import APPROVALS, Role
from landwatch_plugin.domain.land_class import ARABLE, BUILT, FARM, UNUSED
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.units import SHARE_PLACES, half_up
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.ledger.rulebook_file import read_rulebook, shipped_rulebooks

LAND = ("arable_mu", "other_farm_mu", "built_mu", "unused_mu", "built_share", "also_on")
LEGAL = ("legal_share", "legal_left_mu", "legal_left_arable_mu", "legal_left_solid_mu", "late_share")
MAKEUP, SOLID, LEFT_ARABLE = "makeup_share", "legal_left_solid_mu", "legal_left_arable_mu"
_KIND_FIELDS = {
    ARABLE: ("arable_mu",),
    FARM: ("other_farm_mu",),
    BUILT: ("built_mu", "built_share"),
    UNUSED: ("unused_mu",),
}
_READ_BY = {"kind": "mine_types 不同", "use_kinds": "[uses] 不同", "use_nature": "[uses] 不同"}
_NULL_MATTERS = re.compile(r"\b(is|null|coalesce|nullif|if|case)\b", re.IGNORECASE)
"""Conditions that say something definite of what is unknown."""


@dataclass
class Refigured:
    """`values` by the other book, stale ones as the check has them; `stale`: field → why its figure stands only after a new check."""

    values: dict[str, Value]
    stale: dict[str, str] = field(default_factory=dict)
    because: dict[str, str] = field(default_factory=dict)
    """Field that was reckoned anew → what in the books makes the difference."""
    reopened: set[Role] = field(default_factory=set)
    """Roles that failed for this patch under the book of the check and may not under the other one."""

    @property
    def known(self) -> dict[str, Value]:
        return self.values | dict.fromkeys(self.stale)

    def doubt(self, keys: Iterable[str], why: str) -> None:
        for key in keys:
            self.stale.setdefault(key, why)

    def put(self, values: Mapping[str, Value], why: str) -> None:
        """Figures that follow from what the check keeps."""
        self.values |= values
        self.because |= dict.fromkeys(values, why)


def made_by(book: RuleBook, check: Check) -> bool:
    """Whether the figures of the check are this book's, or those of a book that takes them alike."""
    return check.figured_by == figure_mark(book) or book.is_of(check.rulebook)


def basis_of(check: Check, books: Iterable[RuleBook]) -> RuleBook | None:
    """The book whose figures the check has: one of these, else a shipped one, else None."""
    found = next((book for book in books if made_by(book, check)), None)
    shipped = (read_rulebook(path) for path in shipped_rulebooks())
    return found or next((book for book in shipped if made_by(book, check)), None)


def refigured(
    check: Check, book: RuleBook, basis: RuleBook | None, fields: Mapping[Role, Mapping[str, str]]
) -> Refigured:
    """`basis`: the book of the check, None when it is not at hand; `fields`: what each layer of the check has."""
    found = Refigured(book.own_reading(check.values))
    bound = bound_roles(check)
    if basis is None:
        why = f"核查所用手册{check.rulebook}不在可用手册中"
        land = LAND if Role.LAND in bound else ()
        mine = _fields_of(Role.MINE) if Role.MINE in bound else ()
        found.doubt((*land, *LEGAL, MAKEUP, *mine), why)
    elif figure_mark(basis) != figure_mark(book):
        _land(found, check, basis, book, "ridge_share" in fields.get(Role.LAND, {}))
        _closure(found, check, basis, book)
        _grounds(found, check, basis, book, bound)
        _slivers(found, basis, book)
        _touching(found, check, basis, book, bound)
        if basis.boundaries != book.boundaries and "boundary" in fields.get(Role.MINE, {}):
            found.doubt(_fields_of(Role.MINE), f"矿山边界由{_listed(basis.boundaries)}改为{_listed(book.boundaries)}")
    found.values |= {key: check.values.get(key) for key in found.stale}
    found.reopened = {role for role in failed_roles(check) if any(role in FIELDS[key].roles for key in found.stale)}
    return found


def open_rules(judge: Judge, made: Judgement, refigure: Refigured, bound: Iterable[Role]) -> list[tuple[str, str]]:
    """(rule, why) of those down to the deciding one that might come out otherwise with fresh figures."""
    have, titles = {*bound, *refigure.reopened}, {FIELDS[key].title: why for key, why in refigure.stale.items()}
    found = []
    for rule, finding in zip(judge.book.rules, made.findings, strict=True):
        whys = [titles[name] for name in finding.values if name in titles]
        if (
            whys
            and have.issuperset(rule.needs)
            and (finding.outcome is Outcome.UNSURE or _NULL_MATTERS.search(rule.condition))
        ):
            found.append((rule.id, "；".join(dict.fromkeys(whys))))
        elif finding.outcome is Outcome.MET:
            break
    return found


def _land(found: Refigured, check: Check, basis: RuleBook, book: RuleBook, ridged: bool) -> None:
    """The parts of the patch by class are kept: they are summed anew. Where `ridged`, a code that becomes or ceases to
    be 耕地 has another area, since ridges are deducted from 耕地 alone; kinds that it has no part in stand."""
    old, new, why = basis.land, book.land, "地类表 [landclass] 不同"
    rows = [share for share in check.shares if share.role is Role.LAND]
    codes = [row.land_class for row in rows if row.land_class != NO_CLASS]
    if Role.LAND in failed_roles(check) and old.kinds != new.kinds:
        found.doubt((*LAND, LEFT_ARABLE), why)
    same = all(old.kinds.get(code) == new.kinds.get(code) for code in codes)
    if Role.LAND.title in check.unbound or (same and old.gap_free == new.gap_free):
        return
    if check.unclosed_m2 or not len(codes) == len(rows) > 0 or not all(code in new.kinds for code in codes):
        found.doubt((*LAND, LEFT_ARABLE), why)
        return
    moved = [code for code in codes if (old.kinds.get(code) == ARABLE) != (new.kinds[code] == ARABLE)]
    found.put(_summed([(new.kinds[row.land_class], row.mu) for row in rows]), why)
    found.values["also_on"] = also_on(found.values)
    if moved and ridged:
        kinds = {ARABLE, FARM, *(old.kinds.get(code, "") for code in moved), *(new.kinds[code] for code in moved)}
        found.doubt([*(key for kind in kinds for key in _KIND_FIELDS.get(kind, ())), "also_on"], why)
    if not moved or found.values.get("legal_left_mu") == 0:
        return
    if found.values.get("legal_share") == 0 and not ridged:
        found.put({LEFT_ARABLE: found.values["arable_mu"]}, why)
    else:
        found.doubt((LEFT_ARABLE,), why)


def _summed(parts: Sequence[tuple[str, Decimal]]) -> dict[str, Value]:
    sums = {kind: sum((mu for its, mu in parts if its == kind), Decimal("0.00")) for kind in _KIND_FIELDS}
    total = sum((mu for _, mu in parts), Decimal("0.00"))
    share = half_up(sums[BUILT] / total, SHARE_PLACES) if total else None
    return {keys[0]: sums[kind] for kind, keys in _KIND_FIELDS.items()} | {"built_share": share}


def _closure(found: Refigured, check: Check, basis: RuleBook, book: RuleBook) -> None:
    old, new = (float(limit(one, "closure_m2")) for one in (basis, book))
    gap = abs(check.unclosed_m2)
    if Role.LAND.title not in check.unbound and old != new and (old < gap <= new if gap else new < old):
        found.doubt((*LAND, LEFT_ARABLE), _moved("closure_m2", basis, book))


def _grounds(found: Refigured, check: Check, basis: RuleBook, book: RuleBook, bound: frozenset[Role]) -> None:
    """Other grounds change nothing for a patch on which no paper of theirs lies."""
    under = {paper.role for paper in check.papers}
    for keys, old, new in (
        (LEGAL, _lawful(basis, bound), _lawful(book, bound)),
        ((MAKEUP,), _any_ground(basis, bound), _any_ground(book, bound)),
    ):
        other = old ^ new
        if old == new or (old and new and not other & under):
            continue
        added, left = (_listed([role.title for role in Role if role in roles]) for roles in (new - old, old - new))
        parts = [f"增加{added}" if new - old else "", f"减少{left}" if old - new else ""]
        why = f"合法依据 [coverage] {'、'.join(part for part in parts if part)}"
        if new:
            found.doubt(keys, why)
        else:
            unbound = _listed([role.title for role in book.grounds if role not in bound])
            found.put(dict.fromkeys(keys), f"合法依据 [coverage] 中的{unbound}没有绑定")


def _lawful(book: RuleBook, bound: frozenset[Role]) -> frozenset[Role]:
    return _any_ground(book, bound) if bound.issuperset(book.grounds) else frozenset()


def _any_ground(book: RuleBook, bound: frozenset[Role]) -> frozenset[Role]:
    return frozenset((*book.grounds, *book.grounds_if_bound)) & bound


def _slivers(found: Refigured, basis: RuleBook, book: RuleBook) -> None:
    """What is left over whole is at most a sliver, or nothing is left: else the pieces must be looked at."""
    sliver, left = limit(book, "sliver_mu"), found.values.get("legal_left_mu")
    if SOLID in found.stale or sliver == limit(basis, "sliver_mu") or not isinstance(left, Decimal):
        return
    why = _moved("sliver_mu", basis, book)
    if left <= sliver:
        found.put({SOLID: Decimal("0.00")}, why)
    elif sliver == 0:
        found.put({SOLID: left}, why)
    else:
        found.doubt((SOLID,), why)


def _touching(found: Refigured, check: Check, basis: RuleBook, book: RuleBook, bound: frozenset[Role]) -> None:
    """Papers whose shared area lies between the two limits are papers of the patch by one book only."""
    old, new = (float(limit(one, "touch_m2")) for one in (basis, book))
    roles = [role for role in (*APPROVALS, Role.MINE) if role in bound]
    if new >= old:
        roles = [role for role in roles if any(paper.role is role and paper.area_m2 <= new for paper in check.papers)]
    if old == new or not roles:
        return
    keys = [key for role in roles for key in _fields_of(role)]
    found.doubt([*keys, *(LEGAL if set(roles) & set(book.grounds) else ())], _moved("touch_m2", basis, book))


def _fields_of(role: Role) -> list[str]:
    return [key for key, item in FIELDS.items() if role in item.roles and key not in LEGAL]


def _moved(name: str, old: RuleBook, new: RuleBook) -> str:
    return f"阈值{name}由{limit(old, name)}改为{limit(new, name)}"


def _listed(names: Iterable[str]) -> str:
    return "、".join(names) or "（无）"


def changed_values(before: Refigured, after: Refigured, titles: Iterable[str]) -> list[str]:
    """Figures that the books read otherwise from the same check, of those named, and why."""
    wanted, told = set(titles), []
    for key, item in FIELDS.items():
        old, new = before.values.get(key), after.values.get(key)
        if item.title in wanted and old != new:
            why = after.because.get(key) or before.because.get(key) or _READ_BY.get(key, "")
            told.append(f"{item.title}由{shown(key, old)}变为{shown(key, new)}" + (f"（{why}）" if why else ""))
    return told
