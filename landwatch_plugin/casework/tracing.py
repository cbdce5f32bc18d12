"""为什么不是: the rule tracer: what every rule of a book says of one patch of the ledger, part by part."""

from __future__ import annotations

from landwatch_plugin.casework.judging import Judge
from landwatch_plugin.domain.card import held_evidence
from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.trace import Part, Traced, filled
from landwatch_plugin.ledger.store import Ledger


def bound_roles(check: Check) -> frozenset[Role]:
    """Roles that had data when the check was made."""
    return frozenset(role for role in Role if role.title not in check.unbound)


def failed_roles(check: Check) -> dict[Role, str]:
    """Roles whose layer could not be used then, and why."""
    said = {text.partition("（")[0]: text.partition("（")[2].removesuffix("）") for text in check.failed}
    return {role: said[role.title] for role in Role if role.title in said}


def held_of(ledger: Ledger, number: str, check: Check, book: RuleBook) -> set[str]:
    """Evidence of a patch as it is now."""
    photos, facts = len(ledger.photos(number)), bool(ledger.facts(number))
    return held_evidence(book, check, ledger.evidence(number), photos, facts)


def trace(ledger: Ledger, number: str, judge: Judge) -> list[Traced]:
    """Every rule, in the order tried, on the figures of the latest check. Raises LandwatchError before the first check."""
    check = ledger.check(number)
    if check is None:
        raise LandwatchError(f"图斑{number}尚未核查，没有可以追溯的规则结果。", "请先运行核查。")
    book = judge.book
    values = book.own_reading(check.values)
    made = judge.judge(check.values, bound_roles(check), held_of(ledger, number, check, book), failed_roles(check))
    traced = []
    for rule, finding in zip(book.rules, made.findings, strict=True):
        clauses = judge.runner.clauses(rule, values)
        parts = tuple(Part(filled(clause.text, values, book.thresholds), clause.outcome) for clause in clauses)
        text = filled(rule.condition, values, book.thresholds)
        suggested = finding.rule == made.suggestion.rule
        traced.append(Traced(finding, rule.step, rule.condition, text, parts, suggested))
    return traced
