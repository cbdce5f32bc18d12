"""规则比对计时: a month of 50,000 patches through each shipped rule book, against QGIS's own way in the same run.

    make bench ARGS="50000"

The peer evaluates the conditions alone, as a user of QGIS would: one QgsExpression a rule, prepared once, one feature
a patch. Ours also prints figures, reasons and a suggestion.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

from landwatch_plugin.casework.judging import Judge
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.ledger.rulebook_file import read_rulebook, shipped_rulebooks
from tests.decision_rows import LAND, TABLES, values

ROLES = frozenset(Role)


def month(book: RuleBook, patches: int) -> Iterator[dict[str, Value]]:
    """Patches of the book's decision table in turn, each with an area and a field record of its own."""
    rows = [values(LAND, row.gets) for row in TABLES.get(book.id, TABLES["2022-default"])]
    for at in range(patches):
        given = dict(rows[at % len(rows)])
        given["use"] = f"{given.get('use') or ''}{at % 5000}"
        if given["built_on"] == "无":
            given["built_on"] = None
        yield given


def ours(book: RuleBook, patches: int) -> float:
    judge = Judge(book)
    start = time.process_time()
    for given in month(book, patches):
        judge.judge(given, ROLES, ())
    return time.process_time() - start


def peer(book: RuleBook, patches: int) -> float:
    """Conditions only."""
    from qgis.core import (
        QgsExpression,
        QgsExpressionContext,
        QgsExpressionContextScope,
        QgsFeature,
        QgsField,
        QgsFields,
    )
    from qgis.PyQt.QtCore import QDate, QMetaType

    types = {"日期": QMetaType.Type.QDate, "文字": QMetaType.Type.QString, "个": QMetaType.Type.Int}
    fields = QgsFields()
    for key, field in FIELDS.items():
        fields.append(QgsField(key, types.get(field.unit, QMetaType.Type.Double)))
    scope, context = QgsExpressionContextScope(), QgsExpressionContext()
    for name, limit in book.thresholds.items():
        scope.setVariable(name, float(limit))
    context.appendScope(scope)
    context.setFields(fields)
    rules = [QgsExpression(rule.condition) for rule in book.rules]
    for rule in rules:
        rule.prepare(context)

    def cell(value: Value) -> Any:
        if hasattr(value, "isoformat"):
            return QDate(value.year, value.month, value.day)
        return value if value is None or isinstance(value, str | int) else float(value)

    start = time.process_time()
    for given in month(book, patches):
        feature = QgsFeature(fields)
        read = book.own_reading(given)
        feature.setAttributes([cell(read.get(key)) for key in FIELDS])
        context.setFeature(feature)
        for rule in rules:
            rule.evaluate(context)
    return time.process_time() - start


def main() -> None:
    from qgis.core import QgsApplication

    patches = max((int(text) for text in sys.argv[1:] if text.isdigit()), default=50_000)
    app = QgsApplication([], False)
    app.initQgis()
    print(f"规则比对：{patches}个图斑，CPU 秒；对照为 QGIS 表达式逐条计算（不含指标打印、原因和建议）")
    for path in shipped_rulebooks():
        book = read_rulebook(path)
        own, other = ours(book, patches), peer(book, patches)
        print(f"  {book.id:<18}{len(book.rules)}条规则　LandWatch {own:.1f}　对照 {other:.1f}　{other / own:.2f}×")
    app.exitQgis()


if __name__ == "__main__":
    main()
