"""核查时的图层和材料: which roles a stored check had data for, which failed and why, and the evidence there is now."""

from __future__ import annotations

from landwatch_plugin.domain.card import held_evidence
from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.rulebook import RuleBook
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
