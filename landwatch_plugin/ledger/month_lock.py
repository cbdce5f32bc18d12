"""月核锁定: a batch whose month is closed takes no more decisions, splits or field records until somebody reopens it and says why."""

from __future__ import annotations

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.patch_table import PatchTable

LOCK, REOPEN = "月核锁定", "解除锁定"


class MonthLock(PatchTable):
    def lock_batch(self, batch: str, by: str) -> None:
        """Close a batch. Raises LedgerError when there is none of that name, or when it is closed already."""
        with self.transaction():
            if self._locked_at(batch):
                raise LedgerError(f"批次“{batch}”已经锁定。", "无需重复锁定。")
            at = self.clock()
            self._run("UPDATE batches SET locked = ? WHERE name = ?", (at, batch))
            self._append(
                LOCK, by, f"批次“{batch}”月核锁定，判定、拆分和外业核查记录不再更改", payload={"batch": batch}, at=at
            )

    def reopen_batch(self, batch: str, by: str, reason: str) -> None:
        """Open it again; the reason is obligatory and stays in the journal."""
        if not reason.strip():
            raise LedgerError("解除月核锁定须写明理由。", "请填写理由后重试。")
        with self.transaction():
            before = self._locked_at(batch)
            if not before:
                raise LedgerError(f"批次“{batch}”没有锁定。", "无需解除。")
            self._run("UPDATE batches SET locked = '' WHERE name = ?", (batch,))
            payload = {"batch": batch, "locked": before, "reason": reason}
            self._append(REOPEN, by, f"批次“{batch}”解除锁定；理由：{reason}", payload=payload)

    def locked_batches(self) -> dict[str, str]:
        """Name → when it was locked, in the order of receipt."""
        return dict(tuple(row) for row in self._run("SELECT name, locked FROM batches WHERE locked <> '' ORDER BY fid"))

    def _refuse_locked(self, batch: str) -> None:
        at = self._locked_at(batch)
        if at:
            raise LedgerError(
                f"批次“{batch}”已于 {at[:16].replace('T', ' ')} 月核锁定，不能再更改。",
                "确需更正的，请先写明理由解除锁定。",
            )

    def _locked_at(self, batch: str) -> str:
        rows = self._run("SELECT locked FROM batches WHERE name = ?", (batch,))
        if not rows:
            names = "、".join(row[0] for row in self._run("SELECT name FROM batches ORDER BY fid"))
            raise LedgerError(f"台账中没有批次“{batch}”。", f"台账中的批次：{names or '（无）'}。")
        return str(rows[0]["locked"])
