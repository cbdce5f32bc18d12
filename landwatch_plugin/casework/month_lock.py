"""月核锁定: a batch is closed only after a self-check that stands, without an open blocking problem or an open doubt."""

from __future__ import annotations

from pathlib import Path

from landwatch_plugin.casework.month_end import rows_of_period
from landwatch_plugin.casework.secret_doubts import printable
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.self_check import Level
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger

_NAMED = 20


def lock_month(ledger: Ledger, batch: str, by: str, rulebook: Path | None = None) -> None:
    """Close a batch. Raises LandwatchError with the list of what stands against it."""
    book = read_rulebook(rulebook or default_rulebook())
    if ledger.has_batch(batch) and batch not in ledger.locked_batches():
        _refuse_doubts(ledger, batch, book.secret_marks)
        _refuse_unchecked(ledger, batch)
        _refuse_blocking(ledger, batch)
    ledger.lock_batch(batch, by)


def _refuse_doubts(ledger: Ledger, batch: str, marks: tuple[str, ...]) -> None:
    rows = [row for row in rows_of_period(ledger, batch) if row.batch == batch]
    _, left_out = printable(rows, ledger.withheld(marks))
    if left_out:
        raise LandwatchError(f"批次“{batch}”有{left_out}，不能锁定。", "请先在图斑面板确认或排除涉军涉密。")


def _refuse_unchecked(ledger: Ledger, batch: str) -> None:
    last = ledger.last_self_check(batch)
    if not last:
        raise LandwatchError(f"批次“{batch}”尚未自查，不能锁定。", "请先运行月核自查。")
    if ledger.last_change(batch) > last:
        raise LandwatchError(f"批次“{batch}”自查之后又有变动，不能锁定。", "请重新运行月核自查。")


def _refuse_blocking(ledger: Ledger, batch: str) -> None:
    own = ledger.known_numbers()
    found = [
        one for one in ledger.self_check_problems()
        if not one.closed_at and one.level == Level.BLOCKING.value and own.get(one.number) == batch
    ]  # fmt: skip
    if not found:
        return
    listed = "\n".join(f"{one.number}　{one.check} {one.title}：{one.message}" for one in found[:_NAMED])
    more = f"\n其余{len(found) - _NAMED}项见问题清单。" if len(found) > _NAMED else ""
    raise LandwatchError(
        f"批次“{batch}”还有{len(found)}项阻断问题，不能锁定：\n{listed}{more}\n", "请逐项更正并重新自查，消除后再锁定。"
    )
