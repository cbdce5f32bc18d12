"""预筛: from tried rules to findings, and from findings to a suggestion. Never a verdict (rules.md §0, §3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from landwatch_plugin.domain.book_parts import ILLEGAL, Linkage, TagRule
from landwatch_plugin.domain.card import missing_evidence
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS, shown
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.rulebook import Rule, RuleBook
from landwatch_plugin.domain.verdict import Finding, Outcome, Suggestion, TagProposal

SURE = ("方案原文", "部门资料")
COMPLETE = "数据齐备"
NO_FAILURE: Mapping[Role, str] = {}


class Printed(dict[str, str]):
    """The figures of one patch as they are printed, each made when it is first asked for."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        super().__init__()
        self._values = values

    def __missing__(self, key: str) -> str:
        text = self[key] = shown(key, self._values.get(key))
        return text


_HEIGHTS = ("mine_top_m", "mine_bottom_m", "dig_top_m", "dig_bottom_m")
_TERMS = ("mine_share", "mine_over_share", "mine_out_mu", "mine_in_mu", "mine_out_m")
_SELDOM = ("remark", "tz")
"""Fields that are empty as a rule: their absence explains nothing."""


def make_finding(
    rule: Rule,
    outcome: Outcome,
    fields: Sequence[str],
    values: Mapping[str, Value],
    bound: Collection[Role],
    failed: Mapping[Role, str] = NO_FAILURE,
    printed: Printed | None = None,
) -> Finding:
    """A finding with the figures it looked at. What came out 符合 without a needed role is 存疑 all the same.

    `failed`: roles that are bound but could not be used, with the reason; they are not in `bound`.
    """
    texts = Printed(values) if printed is None else printed
    lacking = [role for role in rule.needs if role not in bound]
    if lacking and outcome is Outcome.MET:
        outcome = Outcome.UNSURE
    return Finding(
        rule.id, rule.title, outcome, rule.verdict, rule.subtype,
        _fill(rule.message, texts) if outcome is Outcome.MET else "",
        {FIELDS[key].title: texts[key] for key in fields},
        rule.citation, rule.certainty,
        why_unsure(lacking, fields, values, failed) if outcome is Outcome.UNSURE else "",
    )  # fmt: skip


def why_unsure(
    lacking: Sequence[Role], fields: Sequence[str], values: Mapping[str, Value], failed: Mapping[Role, str]
) -> str:
    """Layers that are not bound, layers that failed and why, figures that are not there, elevations that are in doubt."""
    unbound = [role.title for role in lacking if role not in failed]
    broken = [f"{role.title}（{failed[role]}）" for role in lacking if role in failed]
    empty = [FIELDS[key].title for key in fields if values.get(key) in (None, "") and key not in _SELDOM]
    parts = [f"未绑定图层：{'、'.join(unbound)}" if unbound else ""]
    parts += [f"检查未完成的图层：{'、'.join(broken)}" if broken else ""]
    parts += [f"无数据：{'、'.join(empty)}" if empty else ""]
    if doubt := values.get("mine_doubt"):
        parts += [str(doubt)] if any(key in _HEIGHTS and values.get(key) is None for key in fields) else []
    if doubt := values.get("mine_term_doubt"):
        parts += [str(doubt)] if any(key in _TERMS and values.get(key) is None for key in fields) else []
    return "；".join(part for part in parts if part)


def _fill(message: str, texts: Printed) -> str:
    return message.format_map(texts)


def suggest(
    book: RuleBook, findings: Sequence[Finding], held: Collection[str], links: Sequence[Linkage] = ()
) -> Suggestion:
    """The first rule met, from the top. Unsure rules above it weaken it and are named. `links`: what follows if it holds."""
    met = next((finding for finding in findings if finding.outcome is Outcome.MET), None)
    if met is None:
        unsure = [finding.rule for finding in findings if finding.outcome is Outcome.UNSURE]
        return Suggestion(
            "", "", "", "存疑", f"没有规则符合{'；存疑规则：' + '、'.join(unsure) if unsure else ''}，需人工判定。",
            next_step="补充存疑规则所缺的图层或核查记录后重新核查。" if unsure else "",
        )  # fmt: skip
    above = findings[: list(findings).index(met)]
    unsure = [finding.rule for finding in above if finding.outcome is Outcome.UNSURE]
    missing = missing_evidence(book, met.verdict, met.subtype, held)
    weak = []
    if unsure:
        weak.append(f"先行规则{'、'.join(unsure)}存疑")
    if met.certainty and met.certainty not in SURE:
        weak.append("规则依据待核")
    if missing:
        weak.append(f"缺{len(missing)}项举证")
    return Suggestion(
        met.verdict, met.subtype, met.rule, "；".join(weak) or COMPLETE, met.message, missing,
        next_step(book, met, missing, links),
    )  # fmt: skip


def next_step(book: RuleBook, met: Finding, missing: Sequence[str], links: Sequence[Linkage]) -> str:
    """The sub-type's next step, the evidence to be added, and for what is suspected, the linkages reached."""
    steps = [book.subtype(met.verdict, met.subtype).next_step] if _known(book, met) else []
    steps += [f"补充举证：{'、'.join(missing)}"] if missing else []
    if book.kind(met.verdict) == ILLEGAL:
        steps += [f"{link.title}：{link.then}{_doubt(link.certainty)}" for link in links]
    return "；".join(step.rstrip("。；") for step in steps if step)


def _known(book: RuleBook, met: Finding) -> bool:
    return any((item.verdict, item.name) == (met.verdict, met.subtype) for item in book.subtypes)


def _doubt(certainty: str) -> str:
    return "" if certainty in ("", *SURE) else "（依据待核）"


def propose(rule: TagRule, values: Mapping[str, Value]) -> TagProposal:
    """A tag whose condition is met."""
    return TagProposal(rule.name, _fill(rule.message, Printed(values)), rule.certainty, rule.kinds)
