"""条件的单位与取值: units that are compared, values that a field can have, and comparisons with NULL, read from the tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qgis.core import QgsExpression, QgsExpressionNode

from landwatch_plugin.domain.condition_words import Words
from landwatch_plugin.domain.threshold import SHARE
from landwatch_plugin.gis.condition_types import Mismatch, written

_NODE = QgsExpressionNode.NodeType
_COMPARED = ("=", "<>", "<", ">", "<=", ">=")
_MEASURES = (SHARE, "亩", "平方米", "米", "个")
_KEEPING = ("abs", "round", "floor", "ceil", "min", "max", "coalesce", "clamp", "nullif")
"""Functions whose answer has the unit of what they are given."""


class Units:
    """`fields`: field → unit. `doubts` gathers what is no fault but should be looked at."""

    def __init__(self, fields: Mapping[str, str], words: Words) -> None:
        self._fields, self._words = fields, words
        self.doubts: list[str] = []

    def look_through(self, expression: QgsExpression) -> None:
        """Raises Mismatch for the first comparison that can never be meant."""
        self.doubts = []
        for node in _all(expression.rootNode()):
            kind = node.nodeType()
            if kind == _NODE.ntBinaryOperator and node.text() in _COMPARED:
                self._compare([node.opLeft(), node.opRight()], node.text())
            elif kind == _NODE.ntBinaryOperator and node.text() in ("+", "-"):
                self._one_unit([node.opLeft(), node.opRight()])
            elif kind == _NODE.ntInOperator:
                self._compare([node.node(), *node.list().list()], "IN")
            elif kind == _NODE.ntBetweenOperator:
                self._compare([node.node(), node.lowerBound(), node.higherBound()], "BETWEEN")

    def _compare(self, parts: list[Any], sign: str) -> None:
        if sign in _COMPARED:
            self._no_null(parts)
        unit = self._one_unit(parts)
        if unit == SHARE:
            self._within_one(parts)
        if sign in ("=", "<>", "IN"):
            for part in parts:
                if part.nodeType() == _NODE.ntColumnRef and part.name() in self._words.closed:
                    self._known_values(part.name(), parts)

    def _no_null(self, parts: list[Any]) -> None:
        if any(_is_null(part) for part in parts):
            other = next((written(part) for part in parts if not _is_null(part)), "指标")
            raise Mismatch(
                f"拿 {other} 与 NULL 相比，结果总是空值，永远不会是“是”", f"请写成 {other} IS NULL（为空）或 {other} IS NOT NULL（不为空）。"
            )  # fmt: skip

    def _one_unit(self, parts: list[Any]) -> str:
        """The unit of all parts that have one; Mismatch when there are two."""
        first, unit = None, ""
        for part in parts:
            found = self._of(part)
            if unit and found and found != unit:
                said = f"拿{unit}（{written(first)}）与{found}（{written(part)}）相比或相加减"
                raise Mismatch(said, _unit_cure(unit, found))
            first, unit = (part, found) if not unit else (first, unit)
        return unit

    def _of(self, node: Any) -> str:
        """亩, 比例 …; "" where it is not known, as after a multiplication."""
        kind = node.nodeType()
        if kind == _NODE.ntColumnRef:
            unit = self._fields.get(node.name(), "")
            return unit if unit in _MEASURES else ""
        if kind == _NODE.ntUnaryOperator:
            return self._of(node.operand())
        if kind == _NODE.ntBinaryOperator and node.text() in ("+", "-"):
            return self._of(node.opLeft()) or self._of(node.opRight())
        if kind == _NODE.ntFunction:
            name = QgsExpression.Functions()[node.fnIndex()].name()
            parts = node.args().list() if node.args() else []
            if name == "var":
                return self._words.limits.get(_limit(node), "")
            return next(filter(None, map(self._of, parts)), "") if name in _KEEPING else ""
        return ""

    def _within_one(self, parts: list[Any]) -> None:
        for part in parts:
            found = self._number(part)
            if found is not None and not 0 <= found <= 1:
                share = next(written(one) for one in parts if self._of(one) == SHARE)
                meant = f"，{found:g}% 写作 {found / 100:g}" if 1 < found <= 100 else ""
                raise Mismatch(
                    f"拿比例（{share}，在0与1之间）与{_named(found, part)}相比", f"比例写0至1之间的数{meant}。"
                )

    def _number(self, node: Any) -> float | None:
        """The value of a literal, or of a threshold whose unit nobody told."""
        kind = node.nodeType()
        if kind == _NODE.ntLiteral and isinstance(node.value(), (int, float)) and not isinstance(node.value(), bool):
            return float(node.value())
        if kind == _NODE.ntUnaryOperator and node.text() == "-":
            found = self._number(node.operand())
            return None if found is None else -found
        text = self._words.numbers.get(_limit(node), "") if kind == _NODE.ntFunction else ""
        return float(text) if text else None

    def _known_values(self, key: str, parts: list[Any]) -> None:
        closed = self._words.closed[key]
        for part in parts:
            value = part.value() if part.nodeType() == _NODE.ntLiteral else None
            if not isinstance(value, str) or value in closed.values:
                continue
            if closed.sure:
                raise Mismatch(f"拿 {key} 与“{value}”相比，而 {key} 没有这个值", closed.cure(value))
            self.doubts.append(f"{key} 的值“{value}”不在本手册{closed.kept}中，请核对。{closed.cure(value)}")


def _all(node: Any) -> Iterator[Any]:
    """The node and all below it."""
    if node is None:
        return
    yield node
    kind = node.nodeType()
    below: list[Any] = []
    if kind == _NODE.ntBinaryOperator:
        below = [node.opLeft(), node.opRight()]
    elif kind == _NODE.ntUnaryOperator:
        below = [node.operand()]
    elif kind == _NODE.ntInOperator:
        below = [node.node(), *node.list().list()]
    elif kind == _NODE.ntBetweenOperator:
        below = [node.node(), node.lowerBound(), node.higherBound()]
    elif kind == _NODE.ntFunction:
        below = node.args().list() if node.args() else []
    elif kind == _NODE.ntCondition:
        below = [part for one in node.conditions() for part in (one.whenExp(), one.thenExp())] + [node.elseExp()]
    for part in below:
        yield from _all(part)


def _limit(node: Any) -> str:
    """The name of a threshold: QGIS reads @cover as var('cover')."""
    parts = node.args().list() if node.args() else []
    value = parts[0].value() if len(parts) == 1 and parts[0].nodeType() == _NODE.ntLiteral else ""
    return value if isinstance(value, str) else ""


def _named(value: float, node: Any) -> str:
    """95, or 95（@exit）where a threshold has that value."""
    said = written(node)
    return f"{value:g}（{said}）" if said.startswith("@") else said


def _is_null(node: Any) -> bool:
    if node.nodeType() != _NODE.ntLiteral:
        return False
    value = node.value()
    return value is None or (hasattr(value, "isNull") and value.isNull())


def _unit_cure(one: str, other: str) -> str:
    if {one, other} == {SHARE, "%"}:
        return '比例写0至1之间的数，请把阈值改为比例（95% 写作 0.95，unit = "比例"）。'
    return "单位不同的量不能相比或相加减，请核对指标、阈值和阈值的 unit；1亩约为666.67平方米。"
