"""会审纪要: what the minutes of a review meeting say, from the cases that were before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from landwatch_plugin.domain.book_parts import ILLEGAL
from landwatch_plugin.domain.card import missing_evidence
from landwatch_plugin.domain.case import NOWHERE, Case, total_mu, without_data
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import party_of


def minutes_content(
    cases: Sequence[Case], meeting: Mapping[str, Any], batch_title: str, book: RuleBook, org: str, on: date,
    issued: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Content of the template 会审纪要. `meeting`: name, issue, time, place, host, recorder, present, observers,
    absent, demands. `issued`: 原始下发, before splits; None = as many as the cases. Areas in 亩."""
    decided = [case for case in cases if case.decision and not case.decision.deferred]
    deferred = [case for case in cases if case.decision and case.decision.deferred]
    return {
        "meeting": dict(meeting),
        "org": org,
        "batch_title": batch_title,
        "totals": _totals(cases)
        | {"decided": len(decided), "deferred": len(deferred), "issued": len(cases) if issued is None else issued},
        "towns": [_town(name, cases) for name in dict.fromkeys(case.patch.town or NOWHERE for case in cases)],
        "classes": [_class(name, decided, book) for name in book.verdicts],
        "items": [_item(case, book) for case in decided],
        "heard": [_item(case, book) for case in cases if case.decision],
        "key_items": [_item(case, book) for case in decided if _is_key(case)],
        "deferred": [
            {"number": case.number, "place": case.place, "mu": case.mu, "reason": case.decision.reason.rstrip("。；， ")}
            for case in deferred if case.decision
        ],
        "big": [_big(case) for case in decided if _is_big(case, book)],
        "dissent": list(meeting.get("dissent", ())),
        "date": on,
        "rulebook": book.stamp,
        "units": list(meeting.get("units", ())),
    }  # fmt: skip


def _totals(cases: Sequence[Case]) -> dict[str, Any]:
    return {
        "count": len(cases),
        "mu": total_mu(cases),
        "arable_mu": total_mu(cases, "arable_mu"),
        "farmland_mu": total_mu(cases, "farmland_mu"),
        "without_land": without_data(cases, "arable_mu"),
        "without_farmland": without_data(cases, "farmland_mu"),
    }


def _town(name: str, cases: Sequence[Case]) -> dict[str, Any]:
    own = [case for case in cases if (case.patch.town or NOWHERE) == name]
    counts = {key: sum(case.kind == title for case in own) for key, title in _KINDS.items()}
    return {"name": name, "undecided": sum(case.decision is None for case in own)} | counts | _totals(own)


_KINDS = {"legal": "合法", "illegal": "违法", "other": "其他", "deferred": "暂缓"}


def _class(name: str, decided: Sequence[Case], book: RuleBook) -> dict[str, Any]:
    own = [case for case in decided if case.verdict == name]
    kinds: dict[str, list[Case]] = {}
    for case in own:
        if case.decision:
            kinds.setdefault(case.decision.subtype, []).append(case)
    order = [item for item in book.subtypes_of(name) if item in kinds]
    subtypes = [{"name": item, "count": len(kinds[item]), "mu": total_mu(kinds[item])} for item in order]
    return {
        "name": book.verdicts[name], "count": len(own), "mu": total_mu(own),
            "arable_mu": total_mu(own, "arable_mu"), "subtypes": subtypes}  # fmt: skip


def _item(case: Case, book: RuleBook) -> dict[str, Any]:
    decision = case.decision
    if decision is None:
        raise ValueError(f"{case.number} is not decided")
    return {
        "number": case.number, "place": case.place, "mu": case.mu, "arable_mu": case.text_mu("arable_mu"),
        "farmland_mu": case.text_mu("farmland_mu"), "suggestion": case.check.suggestion.text.removeprefix("建议："),
        "redline_mu": case.value_mu("redline_mu") or None,
        "verdict": case.verdict, "subtype": decision.subtype, "reason": decision.reason.rstrip("。；， "), "basis": case.basis,
        "missing": list(missing_evidence(book, decision.verdict, decision.subtype, case.held)),
        "owner": decision.owner, "deadline": decision.deadline, "tags": list(decision.tags),
        "party": party_of(decision, case.facts or {}),
    }  # fmt: skip


def _is_key(case: Case) -> bool:
    """What a meeting speaks of patch by patch: 违法, 重大典型, and where it departs from the suggestion."""
    decision, suggestion = case.decision, case.check.suggestion
    if decision is None:
        return False
    departs = (decision.verdict, decision.subtype) != (suggestion.verdict, suggestion.subtype)
    return case.kind == ILLEGAL or "重大典型" in decision.tags or departs


def _is_big(case: Case, book: RuleBook) -> bool:
    """≥ 50 亩 of cultivated land taken illegally: the leading group goes there (seed 002)."""
    arable = case.value_mu("arable_mu")
    return case.kind == ILLEGAL and arable is not None and arable >= Decimal(book.thresholds.get("big_mu", "50"))


VISIT = "领导小组实地核查"
"""Column of the field table: when and how the leading group was there."""


def _big(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "place": case.place,
        "mu": case.mu,
        "arable_mu": case.value_mu("arable_mu"),
        "visit": (case.facts or {}).get(VISIT, ""),
    }
