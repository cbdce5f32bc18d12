"""待确认涉军涉密: what is left out of every paper and table until a person has said yes or no; told by a count alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from landwatch_plugin.casework.month_end import rows_of_period
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.gis.ledger_source import ledger_file, without_numbers
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import PatchRow
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger, is_ledger


def withheld_text(count: int) -> str:
    """The one sentence that papers may say; "" when nothing is left out."""
    return f"{count}个图斑待确认涉军涉密，未列入" if count else ""


def apart_text(ledger: Ledger, period: str) -> str:
    """The counter of those that are reported elsewhere; "" when there are none."""
    count = sum(ledger.secret_count(batch.name) for batch in ledger.batches() if period.strip() in batch.name)
    return f"涉军涉密图斑{count}个，另行报送" if count else ""


def printable(rows: Sequence[PatchRow], withheld: Collection[str]) -> tuple[list[PatchRow], str]:
    """The rows that may be printed, and what is told of the others."""
    kept = [row for row in rows if row.number not in withheld]
    return kept, withheld_text(len(rows) - len(kept))


def rows_to_print(ledger: Ledger, period: str, book: RuleBook) -> tuple[list[PatchRow], str]:
    """Rows of a period for papers and tables. Raises LandwatchError when all of them wait."""
    rows = rows_of_period(ledger, period)
    kept, told = printable(rows, ledger.withheld(book.secret_marks))
    if rows and not kept:
        raise LandwatchError(f"{told}，没有其他图斑可以列入。", "请先在图斑面板确认或排除涉军涉密，再生成文书。")
    return kept, told


def left_out_text(ledger_path: Path, period: str = "", rulebook: Path | None = None) -> str:
    """What the papers of a period leave out, for whoever makes them."""
    book = read_rulebook(rulebook or default_rulebook())
    with Ledger.open(ledger_path) as ledger:
        return printable(rows_of_period(ledger, period), ledger.withheld(book.secret_marks))[1]


def printable_source(source: Any, layer_source: str) -> tuple[Any, str]:
    """A feature source without the withheld patches, and what is told of them, when its layer is the ledger's own."""
    path = ledger_file(layer_source)
    if path is None or not is_ledger(path):
        return source, ""
    with Ledger.open(path) as ledger:
        withheld = ledger.withheld(read_rulebook(default_rulebook()).secret_marks)
    if not withheld:
        return source, ""
    kept = without_numbers(source, withheld)
    return kept, withheld_text(source.featureCount() - kept.featureCount())
