"""规则表达式: a rule's condition is a QGIS expression over the check fields; NULL gives 存疑."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from qgis.core import QgsExpression, QgsExpressionNode, QgsExpressionNodeBinaryOperator

from landwatch_plugin.domain.book_parts import Linkage, TagRule
from landwatch_plugin.domain.book_reader import Reader
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.condition_words import words_of
from landwatch_plugin.domain.rulebook import Rule, RuleBook
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.gis.condition_types import written
from landwatch_plugin.gis.conditions import Condition, Conditions, Wording

Part = TypeVar("Part", Rule, TagRule, Linkage)
_OUTCOMES = {True: Outcome.MET, False: Outcome.NOT_MET, None: Outcome.UNSURE}


@dataclass(frozen=True)
class Trial:
    """One rule tried on one patch."""

    rule: Rule
    outcome: Outcome
    fields: tuple[str, ...]
    """Keys of the check fields that the expression reads."""


@dataclass(frozen=True)
class Clause:
    """One part of a condition that is joined to the others by AND."""

    text: str
    outcome: Outcome


class RuleRunner:
    """The rules, tags and linkages of a book, prepared once and tried on many patches."""

    def __init__(self, book: RuleBook) -> None:
        source = book.source or book.id
        wording = Wording(source, "docs/rulebook.md", "阈值", "请在 [thresholds] 中定义。")
        units = {key: item.unit for key, item in FIELDS.items()}
        self._conditions = Conditions(units, book.thresholds, wording, words_of(book))
        self._seen: Mapping[str, Value] | None = None
        reader = Reader(source)
        self._rules = self._ready(reader, [(rule, f"规则 {rule.id} ", rule.when) for rule in book.rules])
        self._tags = self._ready(reader, [(tag, f"标签“{tag.name}”", tag.when) for tag in book.tag_rules])
        triggered = [link for link in book.linkages if link.when]
        self._links = self._ready(reader, [(link, f"联动 {link.id} ", link.when) for link in triggered])
        reader.refuse()
        self.warnings = tuple(self._conditions.warnings)
        """What conditions name that the book does not list."""
        for at, (rule, (place, _, _)) in enumerate(self._rules):
            if rule.dates:
                self._rules[at] = rule, self._conditions.prepared(place, rule.condition)

    def _ready(self, reader: Reader, items: Iterable[tuple[Part, str, str]]) -> list[tuple[Part, Condition]]:
        """Every part of the book with its condition; those that cannot be judged are noted."""
        made = []
        for item, place, when in items:
            condition = reader.part(partial(self._conditions.prepared, place, when), None)
            made += [(item, condition)] if condition else []
        return made

    def run(self, values: Mapping[str, Value]) -> list[Trial]:
        """Every rule of the book, in order. Raises RuleBookError when an expression fails on the values."""
        self._look_at(values)
        return [Trial(rule, self._outcome(condition), condition.fields) for rule, condition in self._rules]

    def follow(self, values: Mapping[str, Value]) -> tuple[list[TagRule], list[Linkage]]:
        """Tags and linkages whose conditions are met; after `run` on the same values they are not set anew."""
        if values is not self._seen:
            self._look_at(values)
        return (
            [tag for tag, condition in self._tags if self._outcome(condition) is Outcome.MET],
            [link for link, condition in self._links if self._outcome(condition) is Outcome.MET],
        )

    def clauses(self, rule: Rule, values: Mapping[str, Value]) -> tuple[Clause, ...]:
        """The parts of the rule's condition that must all hold, each tried by itself."""
        self._look_at(values)
        whole = QgsExpression(rule.condition)
        parts = [QgsExpression(text) for text in _conjuncts(whole.rootNode())]
        place = f"规则 {rule.id} "
        return tuple(Clause(part.expression(), self._outcome(Condition(place, part, ()))) for part in parts)

    def _look_at(self, values: Mapping[str, Value]) -> None:
        self._seen = values
        self._conditions.look_at(values)

    def _outcome(self, condition: Condition) -> Outcome:
        return _OUTCOMES[self._conditions.truth(condition)]


def _conjuncts(node: QgsExpressionNode | None) -> list[str]:
    """The operands of the outermost ANDs, as text."""
    found, waiting = [], [node] if node is not None else []
    while waiting:
        part = waiting.pop()
        if (
            part.nodeType() == QgsExpressionNode.NodeType.ntBinaryOperator
            and part.op() == QgsExpressionNodeBinaryOperator.BinaryOperator.boAnd
        ):
            waiting += [part.opRight(), part.opLeft()]
        else:
            found.append(written(part))
    return found
