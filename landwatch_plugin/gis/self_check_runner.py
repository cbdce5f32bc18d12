"""自查条件: tries the checks of a checklist on the values of one patch; NULL is 未检查, with the reason."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextScope, QgsFeature, QgsField, QgsFields
from qgis.PyQt.QtCore import QDate, QMetaType

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.self_check import Checked, Checklist, Result, SelfCheck
from landwatch_plugin.domain.self_check_fields import SELF_FIELDS, reasons, shown_value

_NUMBER = QMetaType.Type.Double
_KINDS = {"亩": _NUMBER, "比例": _NUMBER, "米": _NUMBER, "个": QMetaType.Type.Int, "日期": QMetaType.Type.QDate}


class SelfCheckRunner:
    """All checks of a list, prepared once. `thresholds`: those of the rule book; the list's own fill the gaps."""

    def __init__(self, checklist: Checklist, thresholds: Mapping[str, str]) -> None:
        self._source = checklist.id
        self._limits = {**checklist.thresholds, **thresholds}
        self._fields = QgsFields()
        for key, item in SELF_FIELDS.items():
            self._fields.append(QgsField(key, _KINDS.get(item.unit, QMetaType.Type.QString)))
        scope = QgsExpressionContextScope("landwatch")
        for name, text in self._limits.items():
            scope.setVariable(name, float(text))
        self._context = QgsExpressionContext()
        self._context.appendScope(scope)
        self._context.setFields(self._fields)
        self._checks = [
            (check, self._prepared(check, check.applies or "TRUE"), self._prepared(check, check.must))
            for check in checklist.checks
        ]

    def run(
        self, number: str, values: Mapping[str, Value], unbound: Collection[str] = (), checked: bool = True
    ) -> Iterator[Checked]:
        """Every check on one patch. `unbound`: titles of the roles without a layer; `checked`: it has been overlaid."""
        feature = QgsFeature(self._fields)
        feature.setAttributes([_plain(values.get(key)) for key in SELF_FIELDS])
        self._context.setFeature(feature)
        for check, applies, must in self._checks:
            concerned = self._truth(check, applies)
            if concerned is False:
                yield Checked(number, check, Result.NOT_CONCERNED)
                continue
            holds = self._truth(check, must) if concerned else None
            used = sorted((must if concerned else applies).referencedColumns())
            figures = {SELF_FIELDS[key].title: shown_value(key, values.get(key)) for key in used}
            if holds is None:
                why = reasons(used, values, unbound, checked) or check.unsure or "资料不完整"
                yield Checked(number, check, Result.UNCHECKED, "", why, figures)
            elif holds:
                yield Checked(number, check, Result.PASSED, "", "", figures)
            else:
                yield Checked(number, check, Result.FAILED, _told(check, values), "", figures)

    def _prepared(self, check: SelfCheck, text: str) -> QgsExpression:
        expression = QgsExpression(text)
        if expression.hasParserError():
            said = " ".join(expression.parserErrorString().split())
            raise self._fail(check, f"条件无法解析：{said}", "请在“按表达式选择”中试写后再填入。")
        unknown = [name for name in expression.referencedColumns() if name not in SELF_FIELDS]
        if unknown:
            raise self._fail(check, f"使用了未知指标：{'、'.join(sorted(unknown))}", "可用指标见 docs/selfcheck.md。")
        strange = sorted(set(expression.referencedVariables()) - set(self._limits))
        if strange:
            raise self._fail(
                check, f"使用了未定义的容差：@{'、@'.join(strange)}", "请在规则手册或自查清单的 [thresholds] 中定义。"
            )
        expression.prepare(self._context)
        return expression

    def _truth(self, check: SelfCheck, expression: QgsExpression) -> bool | None:
        result = expression.evaluate(self._context)
        if expression.hasEvalError():
            said = " ".join(expression.evalErrorString().split())
            raise self._fail(check, f"计算出错：{said}", "请检查条件中的类型和函数。")
        if result is None or (hasattr(result, "isNull") and result.isNull()):
            return None
        if not isinstance(result, int) or result not in (0, 1):
            raise self._fail(check, f"条件得出“{result}”，不是“是”或“否”", "请写成比较，例如 arable_mu > 0。")
        return bool(result)

    def _fail(self, check: SelfCheck, message: str, cure: str) -> RuleBookError:
        return RuleBookError(f"自查检查 {check.id} {message}。", cure, source=self._source)


def _told(check: SelfCheck, values: Mapping[str, Value]) -> str:
    named = {name for _, name, _, _ in string.Formatter().parse(check.message) if name}
    return check.message.format(**{name: shown_value(name, values.get(name)) for name in named})


def _plain(value: Value) -> Any:
    """What QGIS takes; an empty text is NULL."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return float(value)
    return QDate(value.year, value.month, value.day) if isinstance(value, date) else value
