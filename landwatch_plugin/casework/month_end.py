"""月清月核: the 问责比例 sheet with every piece behind it, from the ledger's decisions and remedies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from landwatch_plugin.casework.deciding_book import refuse_other_book
from landwatch_plugin.domain.accountability import Piece, Sheet, Term, Treatment, account, split_illegal
from landwatch_plugin.domain.book_parts import ILLEGAL, LEGAL
from landwatch_plugin.domain.case import illegal_arable, settle_remedied
from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.errors import InputError, LandwatchError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import PatchRow, Remedy
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger


def rows_of_period(ledger: Ledger, period: str) -> list[PatchRow]:
    """Patches whose batch name contains the period ("2026年6月", "2026年"); "" = all.

    Raises InputError for a period that no batch has: never a sheet of zeros by a typing error.
    """
    batches = [batch.name for batch in ledger.batches()]
    chosen = [name for name in batches if period.strip() in name]
    if not chosen:
        raise InputError(f"没有属于“{period}”的批次。", f"台账中的批次：{'、'.join(batches) or '（无）'}。")
    return [row for row in ledger.patches() if row.batch in chosen]


def accountability(ledger_path: Path, period: str = "", rulebook_path: Path | None = None) -> Sheet:
    """The ratio of a period. Undecided and deferred patches are in neither term; see `undecided`."""
    book = read_rulebook(rulebook_path or default_rulebook())
    with Ledger.open(ledger_path) as ledger:
        withheld = ledger.withheld(book.secret_marks)
        rows = [row for row in rows_of_period(ledger, period) if row.number not in withheld]
        refuse_other_book(ledger, rows, book)
        return sheet_of(ledger, rows, book)


def sheet_of(ledger: Ledger, rows: Sequence[PatchRow], book: RuleBook, as_of: date | None = None) -> Sheet:
    """The sheet of some patches. Figures are those that the meeting saw (the decision's snapshot).

    With `as_of`, remedies of later days are not counted yet.
    """
    treatment = Treatment.parse(book.ratio)
    remedies: dict[str, list[Remedy]] = {}
    for remedy in (item for item in ledger.remedies() if as_of is None or item.on <= as_of):
        remedies.setdefault(remedy.number, []).append(remedy)
    pieces: list[Piece] = []
    for row in rows:
        if row.state is State.DECIDED:
            check = ledger.decision_snapshot(row.number)
            pieces += pieces_of(row, check, remedies.get(row.number, ()), book, treatment)
    return account(pieces, treatment)


def pieces_of(
    row: PatchRow, check: Check | None, remedies: Sequence[Remedy], book: RuleBook, treatment: Treatment
) -> list[Piece]:
    """Pieces of one decided patch: only new construction that takes cultivated land (rules.md §4.1)."""
    kind, arable = (check.values.get("kind"), check.values.get("arable_mu")) if check else (None, None)
    if book.ratio.get("land_only", True) and kind == "矿产":
        return []
    if not _counts(row, book):
        return []
    if not isinstance(arable, Decimal):
        raise LandwatchError(
            f"图斑{row.number}判定时没有耕地面积（地类图层未绑定或不闭合），不能计入问责比例。",
            "请绑定地类图斑图层重新核查，并重新确认该图斑的判定。",
        )
    lawful = book.kind(row.verdict) == LEGAL
    if lawful or row.subtype in book.ratio.get("farming_subtypes", ()):
        term = Term.LEGAL if lawful else Term.FARMING
        return [Piece(row.number, row.town, term, arable, row.subtype)] if arable > 0 else []
    taken = (illegal_arable(check, row.subtype, book) if check else None) or Decimal("0.00")
    terms = _by_term(row, remedies, taken, book, "存量" in row.tags)
    inside = Piece(row.number, row.town, Term.LEGAL, arable - taken, "批准范围以内部分")
    found = split_illegal(row.number, row.town, taken, terms, treatment) if taken > 0 else []
    return [inside, *found] if inside.arable_mu > 0 else found


def _counts(row: PatchRow, book: RuleBook) -> bool:
    """By what the class amounts to in the book: schemes of other years and provinces name their classes otherwise."""
    kind = book.kind(row.verdict)
    if kind == LEGAL:
        return row.subtype in book.ratio.get("legal_subtypes", ())
    return kind == ILLEGAL and row.verdict not in book.ratio.get("outside_classes", ())


def _by_term(
    row: PatchRow, remedies: Sequence[Remedy], arable: Decimal, book: RuleBook, stock: bool
) -> Mapping[Term, Decimal]:
    """Remedied 亩 per term. Raises InputError when more was remedied than was taken."""
    names = {term.name.lower(): term for term in Term}
    kinds: Mapping[str, str] = book.ratio.get("remedies", {})
    found: dict[Term, Decimal] = {Term.STOCK: arable} if stock else {}
    for remedy in remedies:
        if remedy.kind not in kinds:
            raise InputError(
                f"图斑{row.number}的整改方式“{remedy.kind}”不在规则手册 [ratio.remedies] 中。",
                f"可用：{'、'.join(kinds)}。",
            )
        term = names[kinds[remedy.kind]]
        found[term] = found.get(term, Decimal(0)) + remedy.arable_mu
    inside = sum((mu for term, mu in found.items() if not term.is_outside), Decimal(0))
    off = settle_remedied(inside, arable, book) - inside
    if off:
        largest = max((term for term in found if not term.is_outside), key=lambda term: found[term])
        found[largest] += off
        inside += off
    if inside > arable:
        raise InputError(
            f"图斑{row.number}的整改耕地{inside}亩大于违法占用耕地{arable}亩。", "请核对整改台账中的面积。"
        )
    return found


def undecided(ledger: Ledger, rows: Sequence[PatchRow]) -> list[str]:
    """Numbers that the sheet could not count yet: still open or put off."""
    return [row.number for row in rows if row.state is not State.DECIDED]
