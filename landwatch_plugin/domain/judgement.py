"""预筛: from tried rules to findings, and from findings to a suggestion. Never a verdict (rules.md §0, §3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from landwatch_plugin.domain.book_parts import ILLEGAL, Linkage, TagRule
from landwatch_plugin.domain.card import missing_evidence
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.field_texts import Printed
from landwatch_plugin.domain.rulebook import Rule, RuleBook
from landwatch_plugin.domain.unsure import Doubt, Known
from landwatch_plugin.domain.verdict import Finding, Outcome, Suggestion, TagProposal

SURE = ("方案原文", "部门资料")
COMPLETE = "数据齐备"
NO_DOUBTS: Mapping[str, Doubt] = {}
BY_HAND = "没有规则符合，请查看规则追溯，结合举证人工判定。"
_NAMED = 3
"""Rules that a headline names; the tracer names all."""


def make_finding(
    rule: Rule, outcome: Outcome, fields: Sequence[str], known: Known, doubts: dict[str, Doubt] | None = None
) -> Finding:
    """A finding with the figures it looked at. What came out 符合 without a needed role is 存疑 all the same.

    Why it is 存疑 is added to `doubts` by the rule's id.
    """
    if outcome is Outcome.MET and known.lacking(rule.needs):
        outcome = Outcome.UNSURE
    doubt = known.doubt(rule.needs, fields) if outcome is Outcome.UNSURE else None
    if doubt is not None and doubts is not None:
        doubts[rule.id] = doubt
    return Finding(
        rule.id, rule.title, outcome, rule.verdict, rule.subtype,
        known.printed.fill(rule.message) if outcome is Outcome.MET else "",
        {FIELDS[key].title: known.printed[key] for key in fields},
        rule.citation, rule.certainty,
        doubt.text if doubt else "",
    )  # fmt: skip


def suggest(
    book: RuleBook, findings: Sequence[Finding], held: Collection[str], links: Sequence[Linkage] = (),
    doubts: Mapping[str, Doubt] = NO_DOUBTS,
) -> Suggestion:  # fmt: skip
    """The first rule met, from the top. Unsure rules above it weaken it and are told. `links`: what follows if it holds;
    `doubts`: rule → why it is unsure."""
    at = next((at for at, finding in enumerate(findings) if finding.outcome is Outcome.MET), None)
    met = None if at is None else findings[at]
    unsure = {
        finding.rule: doubts.get(finding.rule, Doubt())
        for finding in findings[:at]
        if finding.outcome is Outcome.UNSURE
    }
    if met is None:
        said = "；".join(["没有规则符合", *_layers(unsure.values(), reasons=True), *_rules(unsure)])
        return Suggestion("", "", "", "存疑", f"{said}，需人工判定。", next_step=cure(unsure.values()) or BY_HAND)
    missing = missing_evidence(book, met.verdict, met.subtype, held)
    weak = [*_layers(unsure.values()), *_rules(unsure, "先行")]
    if met.certainty and met.certainty not in SURE:
        weak.append("规则依据待核")
    if missing:
        weak.append(f"缺{len(missing)}项举证")
    steps = [cure(unsure.values()), next_step(book, met, missing, links)]
    return Suggestion(
        met.verdict, met.subtype, met.rule, "；".join(weak) or COMPLETE, met.message, missing,
        "；".join(step.rstrip("。；") for step in steps if step),
    )  # fmt: skip


def _layers(doubts: Iterable[Doubt], reasons: bool = False) -> list[str]:
    """未绑定：供地 and 检查未完成：临时用地, with the reasons of the latter where wanted."""
    unbound, broken = _unbound(doubts), _broken(doubts)
    names = broken if reasons else [text.partition("（")[0] for text in broken]
    told = [f"未绑定：{'、'.join(unbound)}"] if unbound else []
    return told + ([f"检查未完成：{'、'.join(names)}"] if names else [])


def _rules(unsure: Mapping[str, Doubt], which: str = "") -> list[str]:
    """How many rules wait for the field visit alone, and the first of those that lack something else."""
    waiting = sum(doubt.awaits_visit for doubt in unsure.values())
    others = [rule for rule, doubt in unsure.items() if not doubt.awaits_visit]
    more = f"等{len(others)}条" if len(others) > _NAMED else ""
    told = [f"外业未核查，{waiting}条规则存疑"] if waiting else []
    return told + ([f"{which}规则{'、'.join(others[:_NAMED])}{more}存疑"] if others else [])


def cure(doubts: Collection[Doubt]) -> str:
    """What has to be done before the unsure rules can be tried again; "" when there are none."""
    unbound, broken = _unbound(doubts), _broken(doubts)
    steps = [f"绑定图层：{'、'.join(unbound)}" if unbound else ""]
    steps += [f"修正图层：{'、'.join(broken)}" if broken else ""]
    steps += ["完成外业核查" if any(doubt.unvisited for doubt in doubts) else ""]
    unfilled = list(dict.fromkeys(name for doubt in doubts for name in doubt.unfilled))
    steps += [f"补填外业核查的{'、'.join(unfilled)}" if unfilled else ""]
    whys = list(dict.fromkeys(why for doubt in doubts for why in doubt.whys))
    steps += [f"补正资料（{'；'.join(whys[:_NAMED])}）" if whys else ""]
    steps += ["" if all(map(_explained, doubts)) else "补齐规则追溯所列缺项"]
    told = "，".join(step for step in steps if step)
    return f"{told}后重新核查。" if told else ""


def _explained(doubt: Doubt) -> bool:
    """One of the other steps speaks of it."""
    return bool(doubt.unbound or doubt.broken or doubt.whys or doubt.unfilled or doubt.unvisited)


def _unbound(doubts: Iterable[Doubt]) -> list[str]:
    return list(dict.fromkeys(name for doubt in doubts for name in doubt.unbound))


def _broken(doubts: Iterable[Doubt]) -> list[str]:
    return list(dict.fromkeys(name for doubt in doubts for name in doubt.broken))


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


def propose(rule: TagRule, printed: Printed) -> TagProposal:
    """A tag whose condition is met."""
    return TagProposal(rule.name, printed.fill(rule.message), rule.certainty, rule.kinds)
