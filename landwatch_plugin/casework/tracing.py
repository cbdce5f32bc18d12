"""为什么不是: the rule tracer: what every rule of a book says of one patch of the ledger, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from landwatch_plugin.casework.checked_roles import bound_roles, failed_roles, held_of
from landwatch_plugin.casework.judging import Judge
from landwatch_plugin.casework.other_book import basis_of, refigured
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.trace import Part, Traced, filled, of_other_kind
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.reports.xlsx import Sheet, write_table

HEADER = ("步骤", "规则", "名称", "结果", "所指类型", "原因", "代入数值的条件", "依据", "可靠程度")


def trace(ledger: Ledger, number: str, judge: Judge) -> list[Traced]:
    """Every rule, in the order tried, on the figures of the latest check as this book has them.

    Raises LandwatchError before the first check.
    """
    check = ledger.check(number)
    if check is None:
        raise LandwatchError(f"图斑{number}尚未核查，没有可以追溯的规则结果。", "请先运行核查。")
    book = judge.book
    figures = refigured(check, book, basis_of(check, [book]), {item.role: item.fields for item in ledger.inputs()})
    values, stale = book.own_reading(figures.values), {FIELDS[key].title: why for key, why in figures.stale.items()}
    held = held_of(ledger, number, check, book)
    made = judge.judge(values, bound_roles(check), held, failed_roles(check), check.papers)
    traced = []
    for rule, finding in zip(book.rules, made.findings, strict=True):
        clauses = judge.runner.clauses(rule, values)
        parts = tuple(Part(filled(clause.text, values, book.thresholds), clause.outcome) for clause in clauses)
        text = filled(rule.condition, values, book.thresholds)
        suggested = finding.rule == made.suggestion.rule
        other = any(of_other_kind(clause.text, clause.outcome) for clause in clauses)
        doubts = "；".join(dict.fromkeys(stale[name] for name in finding.values if name in stale))
        traced.append(Traced(finding, rule.step, rule.condition, text, parts, suggested, other, doubts))
    return traced


def trace_rows(traced: Sequence[Traced]) -> list[tuple[str, ...]]:
    """As in `HEADER`."""
    return [
        (
            one.step, one.finding.rule, one.finding.title, one.outcome, f"{one.finding.verdict}—{one.finding.subtype}", one.why,
            one.filled, one.finding.citation, one.finding.certainty,
        )
        for one in traced
    ]  # fmt: skip


def write_trace(output: Path, number: str, rulebook: str, traced: Sequence[Traced]) -> Path:
    """The rules tried on a patch as a workbook."""
    note = f"规则手册：{rulebook}；自上而下，最先符合的一条作为建议，事实须经核查。"
    widths = (9, 7, 20, 11, 22, 50, 60, 24, 12)
    return write_table(
        output, [Sheet("规则追溯", f"图斑{number}规则追溯表", HEADER, trace_rows(traced), note=note, widths=widths)]
    )
