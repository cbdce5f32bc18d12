"""规则表达式: a rule's condition is a QGIS expression over the check fields; NULL gives 存疑."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsExpressionNode,
    QgsExpressionNodeBinaryOperator,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
)
from qgis.PyQt.QtCore import QDate, QMetaType

from landwatch_plugin.domain.book_parts import Linkage, TagRule
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.rulebook import Rule, RuleBook
from landwatch_plugin.domain.verdict import Outcome


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


class Condition(NamedTuple):
    """An expression of the book, prepared. `place`: how errors call it."""

    place: str
    expression: QgsExpression
    fields: tuple[str, ...]


class RuleRunner:
    """The rules, tags and linkages of a book, prepared once and tried on many patches."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._fields = QgsFields()
        for key, item in FIELDS.items():
            self._fields.append(QgsField(key, _TYPES.get(item.unit, QMetaType.Type.QString)))
        scope = QgsExpressionContextScope("landwatch")
        for name, text in book.thresholds.items():
            scope.setVariable(name, float(text))
        self._context = QgsExpressionContext()
        self._context.appendScope(scope)
        self._context.setFields(self._fields)
        self._seen: Mapping[str, Value] | None = None
        self._rules = [(rule, self._prepare(f"规则 {rule.id} ", rule.condition)) for rule in book.rules]
        self._tags = [(tag, self._prepare(f"标签“{tag.name}”", tag.when)) for tag in book.tag_rules]
        self._links = [(link, self._prepare(f"联动 {link.id} ", link.when)) for link in book.linkages]

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
        feature = QgsFeature(self._fields)
        feature.setAttributes([_plain(values.get(key)) for key in FIELDS])
        self._context.setFeature(feature)

    def _prepare(self, place: str, when: str) -> Condition:
        expression = QgsExpression(when)
        if expression.hasParserError():
            raise self._wrong(
                f"{place}的条件无法解析：{_one_line(expression.parserErrorString())}。",
                "请在“按表达式选择”中试写后再填入。",
            )
        used = sorted(expression.referencedColumns())
        if QgsFeatureRequest.ALL_ATTRIBUTES in used:
            raise self._wrong(
                f"{place}用函数间接读取指标（如 attributes()、eval()），无法核对所用指标。", "请直接写指标名。"
            )
        unknown = [name for name in used if name not in FIELDS]
        if unknown:
            raise self._wrong(f"{place}使用了未知指标：{'、'.join(unknown)}。", "可用指标见 docs/rulebook.md。")
        strange = sorted(set(expression.referencedVariables()) - set(self._book.thresholds))
        if strange:
            raise self._wrong(f"{place}使用了未定义的阈值：@{'、@'.join(strange)}。", "请在 [thresholds] 中定义。")
        quick = QgsExpression(quickened(when))
        quick.prepare(self._context)
        return Condition(place, quick, tuple(used))

    def _wrong(self, message: str, cure: str) -> RuleBookError:
        return RuleBookError(message, cure, source=self._book.id)

    def _outcome(self, condition: Condition) -> Outcome:
        result = condition.expression.evaluate(self._context)
        if isinstance(result, int) and result in (0, 1):
            return Outcome.MET if result else Outcome.NOT_MET
        if condition.expression.hasEvalError():
            why = _one_line(condition.expression.evalErrorString())
            raise self._wrong(f"{condition.place}计算出错：{why}。", "请检查条件中的类型和函数。")
        if result is None or (hasattr(result, "isNull") and result.isNull()):
            return Outcome.UNSURE
        raise self._wrong(
            f"{condition.place}的条件得出“{result}”，不是“是”或“否”。", "请写成比较，例如 arable_mu > 0。"
        )


_CONTAINS = re.compile(r"""("\w+"|\b\w+)\s+(NOT\s+)?LIKE\s+'%([^%_'\\]+)%'""", re.IGNORECASE)


_VARIABLE = re.compile(r"var\('(\w+)'\)")
"""How QGIS writes @name when it prints a condition."""


def quickened(when: str) -> str:
    """The same condition with `x LIKE '%word%'` written as a search for the word: QGIS builds a pattern anew for every
    LIKE of every patch, which takes twelve times as long."""
    return _CONTAINS.sub(lambda found: f"(strpos({found[1]}, '{found[3]}') {'=' if found[2] else '>'} 0)", when)


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


def _one_line(text: str) -> str:
    """QGIS's own message without its line breaks."""
    return " ".join(text.split())


_NUMBER = QMetaType.Type.Double
_TYPES = {
    "亩": _NUMBER,
    "比例": _NUMBER,
    "米": _NUMBER,
    "个": QMetaType.Type.Int,
    "日期": QMetaType.Type.QDate,
}


def _plain(value: Value) -> Any:
    """What QGIS takes. A Decimal and a threshold parse to the same double, so comparisons stay exact."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return QDate(value.year, value.month, value.day)
    return value
