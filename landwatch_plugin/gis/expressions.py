"""规则表达式: a rule's condition is a QGIS expression over the check fields; NULL gives 存疑."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qgis.core import QgsExpression, QgsExpressionNode, QgsExpressionNodeBinaryOperator

from landwatch_plugin.domain.book_parts import Linkage, TagRule
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.rulebook import Rule, RuleBook
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.gis.conditions import Condition, Conditions, Wording

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
        wording = Wording(book.id, "docs/rulebook.md", "阈值", "请在 [thresholds] 中定义。")
        units = {key: item.unit for key, item in FIELDS.items()}
        self._conditions = Conditions(units, book.thresholds, wording)
        self._seen: Mapping[str, Value] | None = None
        prepared = self._conditions.prepared
        self._rules = [(rule, prepared(f"规则 {rule.id} ", rule.condition)) for rule in book.rules]
        self._tags = [(tag, prepared(f"标签“{tag.name}”", tag.when)) for tag in book.tag_rules]
        self._links = [(link, prepared(f"联动 {link.id} ", link.when)) for link in book.linkages]

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


_VARIABLE = re.compile(r"var\('(\w+)'\)")
"""How QGIS writes @name when it prints a condition."""


def _conjuncts(node: QgsExpressionNode | None) -> list[str]:
    """The operands of the outermost ANDs, as text."""
    if node is None:
        return []
    if (
        node.nodeType() == QgsExpressionNode.NodeType.ntBinaryOperator
        and node.op() == QgsExpressionNodeBinaryOperator.BinaryOperator.boAnd
    ):
        return [*_conjuncts(node.opLeft()), *_conjuncts(node.opRight())]
    return [_VARIABLE.sub(r"@\1", node.dump())]
