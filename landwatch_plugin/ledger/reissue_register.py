"""补充接收: a batch that comes again: new patches join it, undecided ones that changed are renewed, decided ones stay."""

from __future__ import annotations

from collections.abc import Sequence

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import Patch, State
from landwatch_plugin.domain.progress import Span
from landwatch_plugin.ledger.codec import encode
from landwatch_plugin.ledger.intake_register import RECEIVE, IntakeRegister
from landwatch_plugin.ledger.journal import ASIDE_ACT, ASIDE_TEXT
from landwatch_plugin.ledger.month_lock import MonthLock
from landwatch_plugin.ledger.patch_table import INSERT, RENEW, RENEWED, new_row
from landwatch_plugin.ledger.records import Batch, Issue

_OPEN = (State.RECEIVED.value, State.SCREENED.value)
_JOIN = "；"
REFUSED = "退回"
"""Level of the rows that could not be taken: the newest file's stand for the batch."""


class ReissueRegister(IntakeRegister, MonthLock):
    """The second receipt of a batch is one transaction, like the first."""

    def has_batch(self, name: str) -> bool:
        return bool(self._run("SELECT 1 FROM batches WHERE name = ?", (name,)))

    def held(self, batch: str) -> dict[str, Patch]:
        """Every patch of a batch as received, by number; what was split off later is none of the file's."""
        return {
            row["number"]: self._as_patch(row)
            for row in self._run("SELECT * FROM patches WHERE batch = ? AND parent = ''", (batch,))
        }

    def decided_numbers(self) -> set[str]:
        """Patches that a meeting has decided or put off: nothing of them is overwritten."""
        rows = self._run("SELECT number FROM patches WHERE decision IS NOT NULL OR state NOT IN (?, ?)", _OPEN)
        return {row[0] for row in rows}

    def receive_again(
        self, batch: Batch, new: Sequence[Patch], changed: Sequence[tuple[Patch, str]], issues: Sequence[Issue] = (), *,
        secret_numbers: Sequence[str] = (), span: Span | None = None,
    ) -> None:  # fmt: skip
        """`changed`: the patch as it is now, and what changed in words. `batch` counts the rows of this file alone.

        Raises LedgerError when the batch is not here, a new number is known, or a changed patch was decided meanwhile.
        """
        at = batch.at or self.clock()
        with self.transaction():
            self._refuse_strangers(batch, [patch.number for patch in new], [patch.number for patch, _ in changed])
            held = self._add_to_batch(batch, len(new), len(secret_numbers))
            self._run_many(INSERT, self._new_rows(new, batch, at, span))
            for patch, what in changed:
                self._renew(patch, what, batch, at)
            self._run_many(
                "INSERT INTO set_aside (number, batch) VALUES (?, ?)",
                [(number, batch.name) for number in secret_numbers],
            )
            self._run("DELETE FROM issues WHERE batch = ? AND level = ?", (batch.name, REFUSED))
            self._add_issues(batch.name, issues)
            text = f"批次“{batch.name}”补充接收：{batch.rows} 行，新增 {len(new)}，更新 {len(changed)}，涉密 {batch.secret}；该批次现有 {held} 个（各次文件合并，不重复计）"
            self._append(RECEIVE, batch.by, text, payload=encode(batch) | {"at": at}, at=at)
            for number in secret_numbers:
                self._append(ASIDE_ACT, batch.by, ASIDE_TEXT, number=number, at=at)
            self._measure_extent()

    def _refuse_strangers(self, batch: Batch, new: Sequence[str], changed: Sequence[str]) -> None:
        if not self.has_batch(batch.name):
            raise LedgerError(f"台账中没有批次“{batch.name}”。", "请按新批次接收。")
        self._refuse_locked(batch.name)
        known, decided = self.known_numbers(new), self.decided_numbers()
        moved = next((number for number in changed if number in decided), next(iter(known), None))
        if moved is not None:
            raise LedgerError("核对之后台账又有变动（有图斑被接收或判定）。", "请返回“核对”一步重新比较后再接收。")

    def _add_to_batch(self, batch: Batch, new: int, secret: int) -> int:
        """The batch counts each number once, and the rows that its newest file could not give; every file and hash is
        named. Returns how many numbers it has now."""
        [old] = [one for one in self.batches() if one.name == batch.name]
        accepted = old.accepted + new + secret
        self._run(
            "UPDATE batches SET source = ?, sha256 = ?, rows = ?, accepted = ?, rejected = ?, secret = ? WHERE name = ?",
            (
                old.source + _JOIN + batch.source, old.sha256 + _JOIN + batch.sha256, accepted + batch.rejected, accepted,
                batch.rejected, old.secret + secret, batch.name,
            ),
        )  # fmt: skip
        return accepted

    def _renew(self, patch: Patch, what: str, batch: Batch, at: str) -> None:
        """The older values stay in the journal; checks made on them are no longer current."""
        before = encode(self.patch(patch.number))
        self._run(RENEW, new_row(patch, self.srid, batch.by, at))
        self._append(
            RENEWED, batch.by, f"按补充接收的文件“{batch.source}”更新：{what}", number=patch.number, at=at,
            payload={"before": before, "sha256": batch.sha256},
        )  # fmt: skip
