"""条件: QGIS expressions over the named values of one patch, prepared once; NULL is neither yes nor no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
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
from landwatch_plugin.domain.condition_functions import FUNCTIONS
from landwatch_plugin.domain.condition_words import Words
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.gis.condition_types import Kinds, Mismatch
from landwatch_plugin.gis.condition_units import Units
from landwatch_plugin.gis.expression_faults import parser_fault, value_fault

_LONGEST, _DEEPEST = 4000, 60
_NONE = Words()


class Wording(NamedTuple):
    """How errors speak of the file that holds the conditions."""

    source: str
    """Its file's name."""
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
    """`units`: field → unit (亩, 比例, 米, 个, 日期 or text); `limits`: @name → number as text. `warnings`
    gathers what conditions say that the book does not know, a line each."""

    def __init__(
        self, units: Mapping[str, str], limits: Mapping[str, str], wording: Wording, words: Words = _NONE
    ) -> None:
        self._keys = tuple(units)
        self._limits = frozenset(limits)
        self._wording = wording
        self._fields = QgsFields()
        for key, unit in units.items():
            self._fields.append(QgsField(key, _TYPES.get(unit, QMetaType.Type.QString)))
        scope = QgsExpressionContextScope("landwatch")
        for name, text in limits.items():
            scope.setVariable(name, float(text))
        self._kinds, self._units, self._words = Kinds(units), Units(units, words), words
        self.warnings: list[str] = []
        self._context = QgsExpressionContext()
        self._context.appendScope(scope)
        self._context.setFields(self._fields)
        self.look_at({})

    def look_at(self, values: Mapping[str, Value]) -> None:
        """The patch that conditions are tried on from now on."""
        feature = QgsFeature(self._fields)
        feature.setAttributes([_plain(values.get(key)) for key in self._keys])
        self._context.setFeature(feature)

    def prepared(self, place: str, when: str) -> Condition:
        """Raises RuleBookError for what cannot be parsed, for names that are not known, for unlike things compared, and
        for what fails on a patch of which nothing is known: a date that does not exist, a pattern that is none."""
        self._demand_short(place, when)
        expression = QgsExpression(when)
        if expression.hasParserError():
            why = parser_fault(expression, when)
            raise self.wrong(f"{place}条件无法解析：{why}。", "请在“按表达式选择”中试写后再填入。")
        used = sorted(expression.referencedColumns())
        if QgsFeatureRequest.ALL_ATTRIBUTES in used:
            raise self.wrong(
                f"{place}用函数间接读取指标（如 attributes()、eval()），无法核对所用指标。", "请直接写指标名。"
            )
        self._demand_known(place, expression, used)
        self._demand_kinds(place, expression)
        quick = QgsExpression(quickened(when))
        quick.prepare(self._context)
        made = Condition(place, quick, tuple(used))
        self.truth(made)
        return made

    def _demand_short(self, place: str, when: str) -> None:
        """A condition that nests without end would bring QGIS's parser down."""
        depth = deepest = 0
        for sign in re.sub(r"'[^']*'", "", when):
            depth += (sign == "(") - (sign == ")")
            deepest = max(deepest, depth)
        if len(when) > _LONGEST or deepest > _DEEPEST:
            said = f"{place}条件过长或括号层数过多（{len(when)}个字符，{deepest}层括号）。"
            raise self.wrong(said, f"请拆成几条规则；一条不超过{_LONGEST}个字符、{_DEEPEST}层括号。")

    def _demand_known(self, place: str, expression: QgsExpression, used: list[str]) -> None:
        """Fields, limits and functions that conditions may name; the nearest name for what is not among them."""
        unknown = [name for name in used if name not in self._keys]
        if unknown:
            said = f"{place}使用了未知指标：{'、'.join(unknown)}。"
            raise self.wrong(said, self._cure_for(unknown) + f"可用指标见 {self._wording.guide}。")
        variables = set(expression.referencedVariables())
        strange = sorted(variables - self._limits - {""})
        if strange:
            said = f"{place}使用了未定义的{self._wording.limit}：@{'、@'.join(strange)}。"
            raise self.wrong(said, _nearest(strange, self._limits, "@") + self._wording.limit_cure)
        barred = sorted(set(expression.referencedFunctions()) - {*FUNCTIONS, *(() if "" in variables else ("var",))})
        if barred:
            said = f"{place}使用了条件中不能用的函数：{'、'.join(barred)}。"
            raise self.wrong(said, "判断须能由存档的指标重做；只能用 docs/rulebook.md 所列函数。")

    def _cure_for(self, unknown: list[str]) -> str:
        """A value without quotes, a field by its Chinese name, another text, or a slip of the pen."""
        bare = [part.strip("‘’“” ") for name in unknown for part in re.split("[，、]", name)]
        if all(self._words.is_value(name) for name in bare):
            quoted = "、".join(f"'{name}'" for name in bare)
            return f"文字要加英文单引号，写成 {quoted}；"
        keys = [self._words.titles[name] for name in bare if name in self._words.titles]
        if keys:
            return f"您是否要写 {'、'.join(keys)}？"
        quotes = "" if all(name.isascii() for name in unknown) else "文字请加英文单引号，例如 '土地'；"
        return quotes + _nearest(unknown, self._keys)

    def _demand_kinds(self, place: str, expression: QgsExpression) -> None:
        try:
            self._kinds.demand_yes_or_no(expression)
            self._units.look_through(expression)
            self.warnings += [f"{place}条件中 {said}" for said in self._units.doubts]
        except Mismatch as error:
            raise self.wrong(f"{place}条件{error.said}。", error.cure) from error
        except RecursionError as error:
            raise self.wrong(f"{place}条件层数过多。", "请拆成几条规则。") from error

    def truth(self, condition: Condition) -> bool | None:
        """Whether it holds for the patch; None where NULL leaves that open. RuleBookError when it fails on the values."""
        result = condition.expression.evaluate(self._context)
        if isinstance(result, int) and result in (0, 1):
            return bool(result)
        if condition.expression.hasEvalError():
            why = value_fault(condition.expression)
            raise self.wrong(f"{condition.place}计算出错：{why}。", "请检查条件中的类型和函数。")
        if result is None or (hasattr(result, "isNull") and result.isNull()):
            return None
        said = f"{condition.place}条件得出“{result}”，不是“是”或“否”。"
        raise self.wrong(said, "请写成比较，例如 arable_mu > 0。")

    def wrong(self, message: str, cure: str) -> RuleBookError:
        return RuleBookError(message, cure, source=self._wording.source)


_CONTAINS = re.compile(r"""("\w+"|\b(?!(?:NOT|AND|OR)\b)\w+)\s+(NOT\s+)?LIKE\s+'%([^%_'\\]+)%'""", re.IGNORECASE)


def quickened(when: str) -> str:
    """The same condition with `x LIKE '%word%'` written as a search for the word: QGIS builds a pattern anew for every
    LIKE of every patch, which takes twelve times as long."""
    return _CONTAINS.sub(lambda found: f"(strpos({found[1]}, '{found[3]}') {'=' if found[2] else '>'} 0)", when)


def _nearest(wrong: Iterable[str], known: Iterable[str], sign: str = "") -> str:
    """您是否要写 legal_share？ "" when nothing is near."""
    there = sorted(known)
    near = [found for name in wrong for found in get_close_matches(name.lower(), there, 1)]
    return f"您是否要写 {'、'.join(sign + name for name in dict.fromkeys(near))}？" if near else ""


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
