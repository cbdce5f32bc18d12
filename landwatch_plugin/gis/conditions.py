"""条件: QGIS expressions over the named values of one patch, prepared once; NULL is neither yes nor no."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

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
from landwatch_plugin.domain.errors import RuleBookError


class Wording(NamedTuple):
    """How errors speak of the file that holds the conditions."""

    source: str
    """Its id."""
    guide: str
    """The page that lists the fields."""
    limit: str
    """What a number with a name is called: 阈值, 容差."""
    limit_cure: str


class Condition(NamedTuple):
    """An expression, prepared. `place`: how errors call it."""

    place: str
    expression: QgsExpression
    fields: tuple[str, ...]
    """Keys of the fields that it reads."""


class Conditions:
    """`units`: field → unit (亩, 比例, 米, 个, 日期 or text); `limits`: @name → number as text."""

    def __init__(self, units: Mapping[str, str], limits: Mapping[str, str], wording: Wording) -> None:
        self._keys = tuple(units)
        self._limits = frozenset(limits)
        self._wording = wording
        self._fields = QgsFields()
        for key, unit in units.items():
            self._fields.append(QgsField(key, _TYPES.get(unit, QMetaType.Type.QString)))
        scope = QgsExpressionContextScope("landwatch")
        for name, text in limits.items():
            scope.setVariable(name, float(text))
        self._context = QgsExpressionContext()
        self._context.appendScope(scope)
        self._context.setFields(self._fields)

    def look_at(self, values: Mapping[str, Value]) -> None:
        """The patch that conditions are tried on from now on."""
        feature = QgsFeature(self._fields)
        feature.setAttributes([_plain(values.get(key)) for key in self._keys])
        self._context.setFeature(feature)

    def prepared(self, place: str, when: str) -> Condition:
        """Raises RuleBookError for what cannot be parsed and for fields and limits that are not known."""
        expression = QgsExpression(when)
        if expression.hasParserError():
            why = _one_line(expression.parserErrorString())
            raise self.wrong(f"{place}条件无法解析：{why}。", "请在“按表达式选择”中试写后再填入。")
        used = sorted(expression.referencedColumns())
        if QgsFeatureRequest.ALL_ATTRIBUTES in used:
            raise self.wrong(
                f"{place}用函数间接读取指标（如 attributes()、eval()），无法核对所用指标。", "请直接写指标名。"
            )
        unknown = [name for name in used if name not in self._keys]
        if unknown:
            raise self.wrong(f"{place}使用了未知指标：{'、'.join(unknown)}。", f"可用指标见 {self._wording.guide}。")
        strange = sorted(set(expression.referencedVariables()) - self._limits)
        if strange:
            said = f"{place}使用了未定义的{self._wording.limit}：@{'、@'.join(strange)}。"
            raise self.wrong(said, self._wording.limit_cure)
        quick = QgsExpression(quickened(when))
        quick.prepare(self._context)
        return Condition(place, quick, tuple(used))

    def truth(self, condition: Condition) -> bool | None:
        """Whether it holds for the patch; None where NULL leaves that open. RuleBookError when it fails on the values."""
        result = condition.expression.evaluate(self._context)
        if isinstance(result, int) and result in (0, 1):
            return bool(result)
        if condition.expression.hasEvalError():
            why = _one_line(condition.expression.evalErrorString())
            raise self.wrong(f"{condition.place}计算出错：{why}。", "请检查条件中的类型和函数。")
        if result is None or (hasattr(result, "isNull") and result.isNull()):
            return None
        said = f"{condition.place}条件得出“{result}”，不是“是”或“否”。"
        raise self.wrong(said, "请写成比较，例如 arable_mu > 0。")

    def wrong(self, message: str, cure: str) -> RuleBookError:
        return RuleBookError(message, cure, source=self._wording.source)


_CONTAINS = re.compile(r"""("\w+"|\b\w+)\s+(NOT\s+)?LIKE\s+'%([^%_'\\]+)%'""", re.IGNORECASE)


def quickened(when: str) -> str:
    """The same condition with `x LIKE '%word%'` written as a search for the word: QGIS builds a pattern anew for every
    LIKE of every patch, which takes twelve times as long."""
    return _CONTAINS.sub(lambda found: f"(strpos({found[1]}, '{found[3]}') {'=' if found[2] else '>'} 0)", when)


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
