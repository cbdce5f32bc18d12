"""条件的类型: what a condition compares with what, read from its syntax tree before any patch is looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from qgis.core import QgsExpression, QgsExpressionNode
from qgis.PyQt.QtCore import QDate, QDateTime

from landwatch_plugin.domain.condition_functions import ANY, DAY, FUNCTIONS, NUMBER, SAME, SPAN, TEXT, TRUTH

_NODE = QgsExpressionNode.NodeType
_JOINED, _LIKE = ("AND", "OR"), ("LIKE", "NOT LIKE", "ILIKE", "NOT ILIKE", "~")
_COMPARED = ("=", "<>", "<", ">", "<=", ">=", "IS", "IS NOT")
_UNITS = {"亩": NUMBER, "比例": NUMBER, "米": NUMBER, "个": NUMBER, "日期": DAY}
_CURES = {
    frozenset((NUMBER, TEXT)): "文字和数不能相比：编码、名称加单引号，数不加引号。",
    frozenset((DAY, TEXT)): "日期请写成 to_date('2023-03-20') 的形式。",
    frozenset((SPAN, NUMBER)): "两个日期相隔的天数请写成 day(after_date - built_on)。",
}


class Mismatch(Exception):
    """Two kinds that do not go together; in Chinese, with the cure."""

    def __init__(self, said: str, cure: str) -> None:
        super().__init__(said)
        self.said, self.cure = said, cure


class Kinds:
    """The kind of every part of a condition. `units`: field → unit; every @name is a number."""

    def __init__(self, units: Mapping[str, str]) -> None:
        self._fields = {key: _UNITS.get(unit, TEXT) for key, unit in units.items()}

    def demand_yes_or_no(self, expression: QgsExpression) -> None:
        """Raises Mismatch for a condition that compares unlike things or gives something else than yes or no."""
        kind = self._of(expression.rootNode())
        if kind not in (TRUTH, ANY):
            raise Mismatch(f"得出的是{kind}，不是“是”或“否”", "请写成比较，例如 arable_mu > 0。")

    def _of(self, node: Any) -> str:
        kind = node.nodeType()
        if kind == _NODE.ntLiteral:
            return _literal(node.value())
        if kind == _NODE.ntColumnRef:
            return self._fields[node.name()]
        if kind == _NODE.ntUnaryOperator:
            wanted = TRUTH if node.text() == "NOT" else NUMBER
            self._demand(wanted, [node.operand()], node.text())
            return wanted
        if kind == _NODE.ntBinaryOperator:
            return self._binary(node)
        if kind == _NODE.ntInOperator:
            return self._alike([node.node(), *node.list().list()], TRUTH)
        if kind == _NODE.ntBetweenOperator:
            return self._alike([node.node(), node.lowerBound(), node.higherBound()], TRUTH)
        if kind == _NODE.ntFunction:
            return self._function(node)
        if kind == _NODE.ntCondition:
            self._demand(TRUTH, [one.whenExp() for one in node.conditions()], "WHEN")
            otherwise = [node.elseExp()] if node.elseExp() else []
            return self._alike([*(one.thenExp() for one in node.conditions()), *otherwise])
        raise Mismatch("用了方括号取值", "请直接写指标名。")

    def _binary(self, node: Any) -> str:
        sign, left, right = node.text(), node.opLeft(), node.opRight()
        if sign in _JOINED:
            self._demand(TRUTH, [left, right], sign)
            return TRUTH
        if sign in _COMPARED:
            return self._alike([left, right], TRUTH)
        if sign in _LIKE:
            self._demand(TEXT, [left, right], sign)
            return TRUTH
        if sign == "||":
            self._of(left), self._of(right)
            return TEXT
        kinds = (self._of(left), self._of(right))
        if sign in ("+", "-") and DAY in kinds:
            return self._days(sign, kinds)
        self._demand(NUMBER, [left, right], sign)
        return NUMBER

    def _days(self, sign: str, kinds: tuple[str, str]) -> str:
        """A day and a span give a day, two days a span."""
        if kinds == (DAY, DAY) and sign == "-":
            return SPAN
        if kinds[1] in (SPAN, ANY) and kinds[0] == DAY:
            return DAY
        raise Mismatch("日期的加减不成立", "请写成 日期 + to_interval('30 days')，或用 day(日期 - 日期) 得天数。")

    def _function(self, node: Any) -> str:
        name = QgsExpression.Functions()[node.fnIndex()].name()
        if name == "var":
            return NUMBER
        known, parts = FUNCTIONS[name], node.args().list()
        if known.takes and parts:
            self._demand(known.takes, parts[:1], f"{name}()")
        if known.gives == SAME:
            return self._alike(parts[1:] if name == "if" else parts)
        for part in parts[1:]:
            self._of(part)
        return known.gives

    def _demand(self, wanted: str, parts: Sequence[Any], sign: str) -> None:
        for part in parts:
            found = self._of(part)
            if found not in (wanted, ANY):
                raise Mismatch(f"在 {sign} 处要用{wanted}，却用了{found}（{written(part)}）", _cure(wanted, found))

    def _alike(self, parts: Sequence[Any], gives: str = SAME) -> str:
        """All parts are of one kind, which is what comes out unless `gives` says otherwise."""
        first, kind = None, ANY
        for part in parts:
            found = self._of(part)
            if kind not in (ANY, found) and found != ANY:
                raise Mismatch(
                    f"拿{kind}（{written(first)}）与{found}（{written(part)}）相比", _cure(kind, found)
                )  # fmt: skip
            first, kind = (part, found) if kind == ANY else (first, kind)
        return kind if gives == SAME else gives


_VARIABLE = re.compile(r"var\('(\w+)'\)")
"""How QGIS writes @name when it prints a condition."""


def written(node: QgsExpressionNode) -> str:
    """A part of a condition as the book writes it."""
    return _VARIABLE.sub(r"@\1", node.dump())


def _literal(value: Any) -> str:
    if value is None or (hasattr(value, "isNull") and value.isNull()):
        return ANY
    if isinstance(value, bool):
        return TRUTH
    if isinstance(value, (int, float)):
        return NUMBER
    return DAY if isinstance(value, (date, QDate, QDateTime)) else TEXT


def _cure(one: str, other: str) -> str:
    if one == TRUTH:
        return "请写成比较，例如 arable_mu > 0。"
    return _CURES.get(frozenset((one, other)), "请核对两边是否为同一类的值。")
