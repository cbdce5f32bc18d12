"""规则表达式: a rule's condition is a QGIS expression over the check fields; NULL gives 存疑."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
)
from qgis.PyQt.QtCore import QDate, QMetaType

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


class RuleRunner:
    """The rules of a book, prepared once and tried on many patches."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book.id
        self._fields = QgsFields()
        for key, item in FIELDS.items():
            self._fields.append(QgsField(key, _TYPES.get(item.unit, QMetaType.Type.QString)))
        scope = QgsExpressionContextScope("landwatch")
        for name, text in book.thresholds.items():
            scope.setVariable(name, float(text))
        self._context = QgsExpressionContext()
        self._context.appendScope(scope)
        self._context.setFields(self._fields)
        self._rules = [(rule, *self._prepare(rule, book)) for rule in book.rules]

    def _prepare(self, rule: Rule, book: RuleBook) -> tuple[QgsExpression, tuple[str, ...]]:
        expression = QgsExpression(rule.when)
        if expression.hasParserError():
            raise RuleBookError(
                f"规则 {rule.id} 的条件无法解析：{_one_line(expression.parserErrorString())}。",
                "请在“按表达式选择”中试写后再填入。",
                source=book.id,
            )
        used = sorted(expression.referencedColumns())
        if QgsFeatureRequest.ALL_ATTRIBUTES in used:
            raise RuleBookError(
                f"规则 {rule.id} 用函数间接读取指标（如 attributes()、eval()），无法核对所用指标。",
                "请直接写指标名。",
                source=book.id,
            )
        unknown = [name for name in used if name not in FIELDS]
        if unknown:
            raise RuleBookError(
                f"规则 {rule.id} 使用了未知指标：{'、'.join(unknown)}。",
                "可用指标见 docs/rulebook.md。",
                source=book.id,
            )
        strange = sorted(set(expression.referencedVariables()) - set(book.thresholds))
        if strange:
            raise RuleBookError(
                f"规则 {rule.id} 使用了未定义的阈值：@{'、@'.join(strange)}。",
                "请在 [thresholds] 中定义。",
                source=book.id,
            )
        expression.prepare(self._context)
        return expression, tuple(used)

    def run(self, values: Mapping[str, Value]) -> list[Trial]:
        """Every rule of the book, in order. Raises RuleBookError when an expression fails on the values."""
        feature = QgsFeature(self._fields)
        feature.setAttributes([_plain(values.get(key)) for key in FIELDS])
        self._context.setFeature(feature)
        return [Trial(rule, self._outcome(rule, expression), used) for rule, expression, used in self._rules]

    def _outcome(self, rule: Rule, expression: QgsExpression) -> Outcome:
        result = expression.evaluate(self._context)
        if expression.hasEvalError():
            raise RuleBookError(
                f"规则 {rule.id} 计算出错：{_one_line(expression.evalErrorString())}。",
                "请检查条件中的类型和函数。",
                source=self._book,
            )
        if result is None or (hasattr(result, "isNull") and result.isNull()):
            return Outcome.UNSURE
        if not isinstance(result, int) or result not in (0, 1):
            raise RuleBookError(
                f"规则 {rule.id} 的条件得出“{result}”，不是“是”或“否”。",
                "请写成比较，例如 arable_mu > 0。",
                source=self._book,
            )
        return Outcome.MET if result else Outcome.NOT_MET


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
