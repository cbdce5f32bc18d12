"""手册对比: a month judged by two rule books: which patches would be suggested otherwise, and what in the books makes it so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from landwatch_plugin.casework.book_reasons import Side, reworded, why
from landwatch_plugin.casework.checked_roles import bound_roles, failed_roles, held_of
from landwatch_plugin.casework.judging import Judge, Judgement
from landwatch_plugin.casework.month_end import rows_of_period
from landwatch_plugin.casework.other_book import Refigured, basis_of, changed_values, open_rules, refigured
from landwatch_plugin.casework.secret_doubts import printable
from landwatch_plugin.domain.book_reader import Reader
from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import Cancelled, LandwatchError
from landwatch_plugin.domain.progress import Feedback
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Suggestion
from landwatch_plugin.ledger.records import PatchRow
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger

AGAIN = "须重新核查后比较"
_NAMED = 3
_SIDES = ("原手册", "新手册")


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
class Unsettled:
    """须重新核查后比较: a patch whose suggestion hangs on figures that only a new check can tell."""

    number: str
    town: str
    mu: Decimal
    why: str


@dataclass(frozen=True)
class Comparison:
    before: RuleBook
    after: RuleBook
    compared: int
    changes: tuple[Change, ...]
    unchecked: tuple[str, ...]
    """Patches without a check: nothing to compare."""
    reworded: tuple[Change, ...] = ()
    """The same class and sub-type, but by another rule, with another message or other evidence."""
    unsettled: tuple[Unsettled, ...] = ()
    left_out: str = ""
    """How many wait for a word on 涉军涉密."""


def compare_rulebooks(ledger_path: Path, before: Path, after: Path, feedback: Feedback, period: str = "") -> Comparison:
    """Both books on the figures of the latest checks; nothing is written to the ledger.

    What follows from the stored figures is reckoned anew for each book. A patch whose suggestion hangs on what only a
    new check can tell is listed as such, never compared on the old figures.
    """
    judges = _judges(before, after)
    changes, wording, unsettled, unchecked = [], [], [], []
    with Ledger.open(ledger_path) as ledger:
        withheld = ledger.withheld({*judges[0].book.secret_marks, *judges[1].book.secret_marks})
        rows, left_out = printable(rows_of_period(ledger, period), withheld)
        checks = ledger.checks()
        bench = _Bench(ledger, judges, checks.values())
        for at, row in enumerate(rows):
            if feedback.cancelled():
                raise Cancelled()
            feedback.progress(100 * at / len(rows))
            check = checks.get(row.number)
            if check is None:
                unchecked.append(row.number)
                continue
            found = bench.compared(row, check)
            if isinstance(found, Unsettled):
                unsettled.append(found)
            elif found is not None:
                (changes if said(found.before) != said(found.after) else wording).append(found)
    if len(unchecked) == len(rows):
        raise LandwatchError("所选图斑都没有核查结果，无法对比。", "请先运行核查。")
    compared = len(rows) - len(unchecked) - len(unsettled)
    books = [judge.book for judge in judges]
    return Comparison(*books, compared, tuple(changes), tuple(unchecked), tuple(wording), tuple(unsettled), left_out)


def _judges(*paths: Path) -> tuple[Judge, ...]:
    """Raises RuleBookError that tells what is wrong with any of the books."""
    reader = Reader("")
    made = [reader.part(lambda path=path: Judge(read_rulebook(path)), None) for path in paths]
    reader.refuse()
    return tuple(judge for judge in made if judge is not None)


def said(suggestion: Suggestion) -> tuple[str, str]:
    return suggestion.verdict, suggestion.subtype


class _Bench:
    """The two books, made ready, and the books that the checks were made by as far as they are at hand."""

    def __init__(self, ledger: Ledger, judges: Sequence[Judge], checks: Iterable[Check]) -> None:
        self.ledger, self.judges = ledger, judges
        books = [judge.book for judge in judges]
        self.fields: Mapping[Role, Mapping[str, str]] = {item.role: item.fields for item in ledger.inputs()}
        runs = {(check.rulebook, check.figured_by): check for check in checks}
        self.bases = {run: basis_of(one, books) for run, one in runs.items()}

    def compared(self, row: PatchRow, check: Check) -> Change | Unsettled | None:
        """None where both books say the same in the same words."""
        basis = self.bases[check.rulebook, check.figured_by]
        figures = [refigured(check, judge.book, basis, self.fields) for judge in self.judges]
        made = [self._judged(row, check, one, judge) for one, judge in zip(figures, self.judges, strict=True)]
        open_to = [
            open_rules(judge, judgement, one, bound_roles(check))
            for judge, judgement, one in zip(self.judges, made, figures, strict=True)
        ]
        if any(open_to):
            told = [_told(name, rules) for name, rules in zip(_SIDES, open_to, strict=True) if rules]
            return Unsettled(row.number, row.town, check.mu, f"{AGAIN}（{'。'.join(told)}）")
        old, new = made
        if said(old.suggestion) == said(new.suggestion):
            # figures in doubt may be printed in messages: on both sides as they stand
            old, new = (
                self._judged(row, check, one, judge, known=False)
                for one, judge in zip(figures, self.judges, strict=True)
            )
            text = reworded(old, new, [judge.book for judge in self.judges])
        else:
            read = [name for judgement in made for name in _deciding(judgement)]
            sides = [
                Side(name, judge, judgement, one.known)
                for name, judge, judgement, one in zip(_SIDES, self.judges, made, figures, strict=True)
            ]
            text = "；".join([why(*sides), *changed_values(*figures, titles=read)])
        return Change(row.number, row.town, check.mu, old.suggestion, new.suggestion, text) if text else None

    def _judged(self, row: PatchRow, check: Check, figures: Refigured, judge: Judge, known: bool = True) -> Judgement:
        held = held_of(self.ledger, row.number, check, judge.book)
        failed = {role: text for role, text in failed_roles(check).items() if role not in figures.reopened}
        bound = bound_roles(check) | figures.reopened
        return judge.judge(figures.known if known else figures.values, bound, held, failed, check.papers)


def _deciding(made: Judgement) -> Iterable[str]:
    """Titles of the figures that the deciding rule looked at."""
    return next((one.values for one in made.findings if one.rule == made.suggestion.rule), {})


def _told(book: str, rules: Sequence[tuple[str, str]]) -> str:
    """新手册规则H-04、W-04：阈值sliver_mu由0.05改为0.5."""
    more = "等" if len(rules) > _NAMED else ""
    named = "、".join(rule for rule, _ in rules[:_NAMED])
    return f"{book}规则{named}{more}：{'；'.join(dict.fromkeys(why for _, why in rules))}"
