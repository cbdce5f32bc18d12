"""预筛: from tried rules to findings, and from findings to a suggestion. Never a verdict (rules.md §0, §3)."""

from __future__ import annotations

import string
from collections.abc import Collection, Mapping, Sequence

from landwatch_plugin.domain.card import missing_evidence
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS, shown
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.rulebook import Rule, RuleBook
from landwatch_plugin.domain.verdict import Finding, Outcome, Suggestion


def make_finding(
    rule: Rule, outcome: Outcome, fields: Sequence[str], values: Mapping[str, Value], bound: Collection[Role]
) -> Finding:
    """A finding with the figures it looked at. What came out 符合 without a needed role is 存疑 all the same."""
    unbound = [role.title for role in rule.needs if role not in bound]
    if unbound and outcome is Outcome.MET:
        outcome = Outcome.UNSURE
    reason = ""
    if outcome is Outcome.UNSURE:
        empty = [FIELDS[key].title for key in fields if values.get(key) in (None, "") and key not in ("remark", "tz")]
        reason = "；".join(
            text
            for text in (
                f"未绑定图层：{'、'.join(unbound)}" if unbound else "",
                f"无数据：{'、'.join(empty)}" if empty else "",
            )
            if text
        )
    return Finding(
        rule.id, rule.title, outcome, rule.verdict, rule.subtype,
        _fill(rule.message, values) if outcome is Outcome.MET else "",
        {FIELDS[key].title: shown(key, values.get(key)) for key in fields},
        rule.citation, rule.certainty, reason,
    )  # fmt: skip


def _fill(message: str, values: Mapping[str, Value]) -> str:
    names = {name for _, name, _, _ in string.Formatter().parse(message) if name}
    return message.format(**{name: shown(name, values.get(name)) for name in names})


def suggest(book: RuleBook, findings: Sequence[Finding], held: Collection[str]) -> Suggestion:
    """The first rule met, from the top. Unsure rules above it weaken it and are named."""
    met = next((finding for finding in findings if finding.outcome is Outcome.MET), None)
    if met is None:
        unsure = [finding.rule for finding in findings if finding.outcome is Outcome.UNSURE]
        return Suggestion("", "", "", "存疑", f"没有规则符合{'；存疑规则：' + '、'.join(unsure) if unsure else ''}，需人工判定。")
    above = findings[: list(findings).index(met)]
    unsure = [finding.rule for finding in above if finding.outcome is Outcome.UNSURE]
    missing = missing_evidence(book, met.verdict, met.subtype, held)
    weak = []
    if unsure:
        weak.append(f"先行规则{'、'.join(unsure)}存疑")
    if met.certainty and met.certainty not in ("方案原文", "部门资料"):
        weak.append("规则依据待核")
    if missing:
        weak.append(f"缺{len(missing)}项举证")
    return Suggestion(met.verdict, met.subtype, met.rule, "；".join(weak) or "数据齐备", met.message, missing)
