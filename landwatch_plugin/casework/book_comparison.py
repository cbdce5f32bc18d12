"""手册对比: a month judged by two rule books: which patches would be suggested otherwise, and which rules make the change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from landwatch_plugin.casework.judging import Judge, Judgement
from landwatch_plugin.casework.month_end import rows_of_period
from landwatch_plugin.casework.secret_doubts import printable
from landwatch_plugin.casework.tracing import bound_roles, failed_roles, held_of
from landwatch_plugin.domain.book_reader import Reader
from landwatch_plugin.domain.errors import Cancelled, LandwatchError
from landwatch_plugin.domain.progress import Feedback
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Finding, Outcome, Suggestion
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.reports.xlsx import Sheet, write_table

_HEADER = ("序号", "图斑编号", "乡镇", "面积", "原手册建议", "新手册建议", "变化原因")


@dataclass(frozen=True)
class Change:
    """One patch that the second book sees otherwise."""

    number: str
    town: str
    mu: Decimal
    before: Suggestion
    after: Suggestion
    why: str


@dataclass(frozen=True)
class Comparison:
    before: RuleBook
    after: RuleBook
    compared: int
    changes: tuple[Change, ...]
    unchecked: tuple[str, ...]
    """Patches without a check: nothing to compare."""
    left_out: str = ""
    """How many wait for a word on 涉军涉密."""


def compare_rulebooks(ledger_path: Path, before: Path, after: Path, feedback: Feedback, period: str = "") -> Comparison:
    """Both books on the figures of the latest checks; nothing is written to the ledger.

    The figures are those that the check took with its own book: a book with other land classes or other grounds of
    coverage shows its effect on them only after a new check.
    """
    judges = _judges(before, after)
    changes, unchecked = [], []
    with Ledger.open(ledger_path) as ledger:
        withheld = ledger.withheld({*judges[0].book.secret_marks, *judges[1].book.secret_marks})
        rows, left_out = printable(rows_of_period(ledger, period), withheld)
        checks = ledger.checks()
        for at, row in enumerate(rows):
            if feedback.cancelled():
                raise Cancelled()
            feedback.progress(100 * at / len(rows))
            check = checks.get(row.number)
            if check is None:
                unchecked.append(row.number)
                continue
            old, new = (
                judge.judge(
                    check.values,
                    bound_roles(check),
                    held_of(ledger, row.number, check, judge.book),
                    failed_roles(check),
                )
                for judge in judges
            )
            if said(old.suggestion) != said(new.suggestion):
                changes.append(Change(row.number, row.town, check.mu, old.suggestion, new.suggestion, why(old, new)))
    if len(unchecked) == len(rows):
        raise LandwatchError("所选图斑都没有核查结果，无法对比。", "请先运行核查。")
    return Comparison(
        judges[0].book, judges[1].book, len(rows) - len(unchecked), tuple(changes), tuple(unchecked), left_out
    )


def _judges(*paths: Path) -> tuple[Judge, ...]:
    """Raises RuleBookError that tells what is wrong with any of the books."""
    reader = Reader("")
    made = [reader.part(lambda path=path: Judge(read_rulebook(path)), None) for path in paths]
    reader.refuse()
    return tuple(judge for judge in made if judge is not None)


def said(suggestion: Suggestion) -> tuple[str, str]:
    return suggestion.verdict, suggestion.subtype


def why(old: Judgement, new: Judgement) -> str:
    """The rules behind the two suggestions, and what became of each in the other book."""
    parts = [f"原依规则{_rule(old)}" if old.suggestion.rule else "原无规则符合"]
    parts.append(f"现依规则{_rule(new)}" if new.suggestion.rule else "现无规则符合")
    if old.suggestion.rule:
        parts.append(_fate(old.suggestion.rule, new.findings, "新手册"))
    if new.suggestion.rule and new.suggestion.rule != old.suggestion.rule:
        parts.append(_fate(new.suggestion.rule, old.findings, "原手册"))
    return "；".join(part for part in parts if part)


def _rule(made: Judgement) -> str:
    finding = next(one for one in made.findings if one.rule == made.suggestion.rule)
    return f"{finding.rule}（{finding.title}）"


def _fate(rule: str, findings: Sequence[Finding], book: str) -> str:
    found = next((one for one in findings if one.rule == rule), None)
    if found is None:
        return f"{book}没有规则{rule}"
    if found.outcome is Outcome.MET:
        return f"规则{rule}在{book}中也符合，但次序在后或所指类型不同"
    figures = "、".join(f"{name}{value}" for name, value in found.values.items())
    return f"规则{rule}在{book}中{found.outcome.value}（{found.reason or figures}）"


def write_comparison(made: Comparison, output: Path) -> Path:
    """The changes and a count by class as a workbook."""
    note = f"单位：亩；原手册：{made.before.stamp}；新手册：{made.after.stamp}；依据最近一次核查的指标。{made.left_out}"
    rows = [
        (at, one.number, one.town, one.mu, one.before.text, one.after.text, one.why)
        for at, one in enumerate(made.changes, 1)
    ]
    counts = Counter((_class(one.before), _class(one.after)) for one in made.changes)
    return write_table(
        output,
        [
            Sheet("变化的图斑", "规则手册对比表", _HEADER, rows, note=note, widths=(6, 22, 10, 9, 34, 34, 60)),
            Sheet("汇总", "规则手册对比汇总", ("原建议", "新建议", "宗数"), [(*key, count) for key, count in counts.items()], note=note),
        ],
    )  # fmt: skip


def _class(suggestion: Suggestion) -> str:
    return suggestion.verdict or "存疑"
