"""判读: the figures of one patch before the rule book: findings, suggestion and proposed tags."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from landwatch_plugin.domain.book_parts import ILLEGAL
from landwatch_plugin.domain.check import Paper, Value
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.judgement import COMPLETE, make_finding, propose, suggest
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.unsure import NO_FAILURE, Doubt, Known
from landwatch_plugin.domain.verdict import Finding, Suggestion, TagProposal
from landwatch_plugin.gis.expressions import RuleRunner


@dataclass(frozen=True)
class Judgement:
    findings: tuple[Finding, ...]
    suggestion: Suggestion
    tags: tuple[TagProposal, ...]


class Judge:
    """One rule book, made ready once and asked about many patches."""

    def __init__(self, book: RuleBook) -> None:
        self.runner = RuleRunner(book)
        told = [line for line in self.runner.warnings if line not in book.warnings]
        self.book = replace(book, warnings=(*book.warnings, *told)) if told else book

    def judge(
        self,
        values: Mapping[str, Value],
        bound: Collection[Role],
        held: Collection[str],
        failed: Mapping[Role, str] = NO_FAILURE,
        papers: Sequence[Paper] = (),
    ) -> Judgement:
        """`bound`: roles that have data; `held`: evidence there is; `papers`: those under the patch, which say why a figure
        is not there. What the book decides is read anew from `values`.

        Raises RuleBookError.
        """
        values = self.book.own_reading(values)
        known = Known(values, bound, failed, papers, (*self.book.grounds, *self.book.grounds_if_bound))
        doubts: dict[str, Doubt] = {}
        findings = tuple(
            make_finding(trial.rule, trial.outcome, trial.fields, known, doubts) for trial in self.runner.run(values)
        )
        tags, links = self.runner.follow(values)
        suggestion = self._weakened(suggest(self.book, findings, held, links, doubts), findings, values)
        return Judgement(findings, suggestion, tuple(propose(tag, known.printed) for tag in tags))

    def _weakened(self, found: Suggestion, findings: Sequence[Finding], values: Mapping[str, Value]) -> Suggestion:
        """What is suspected because a layer without features covers nothing is not 数据齐备: the layer may be left out."""
        empty = str(values.get("empty_layers") or "").split("、")
        if empty == [""] or self.book.kind(found.verdict) != ILLEGAL:
            return found
        looked = self._looked_at(found.rule, findings)
        named = [title for title in empty if title in looked]
        if not named:
            return found
        sure = "" if found.confidence == COMPLETE else f"；{found.confidence}"
        return replace(found, confidence=f"{'、'.join(named)}图层没有要素{sure}")

    def _looked_at(self, rule: str, findings: Sequence[Finding]) -> set[str]:
        """Titles of the layers that the rule needs or whose figures it looked at."""
        needs = next(one.needs for one in self.book.rules if one.id == rule)
        titles = next(one.values for one in findings if one.rule == rule)
        roles = {role for item in FIELDS.values() if item.title in titles for role in item.roles}
        return {role.title for role in (*needs, *roles)}
