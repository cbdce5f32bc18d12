"""涉密图斑: a patch that must be reported by another channel leaves the ledger with all it has (rules.md §1.6)."""

from __future__ import annotations

from collections.abc import Iterable

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.journal import ASIDE_ACT, ASIDE_TEXT, LIFTED
from landwatch_plugin.ledger.purging import Purging

SCRUB_KEY = "scrub_pending"

#: All that the ledger has of one patch, in an order that the references allow.
_DELETIONS = (
    "DELETE FROM checks WHERE number = ?",
    "DELETE FROM facts WHERE number = ?",
    "DELETE FROM evidence WHERE number = ?",
    "DELETE FROM photos WHERE number = ?",
    "DELETE FROM remedies WHERE number = ?",
    "DELETE FROM issues WHERE number = ?",
    "DELETE FROM patches WHERE number = ?",
    "DELETE FROM journal_detail WHERE seq IN (SELECT seq FROM journal WHERE number = ?)",
)


class SetAside(Purging):
    """Only the number stays, so that it is never taken in again unless the mark is lifted, and can be counted."""

    def set_aside(self, number: str, reason: str, by: str) -> None:
        """Delete the patch, its checks, facts, evidence, photos, remedies and the content of its journal rows, then
        rewrite the file so that no deleted byte remains in it. There is no way back.

        Of a patch that was split all go, parent and children: the rest would still show the shape of the hole. What the
        records of other patches say of it goes too.

        `reason` is kept with the journal row and shown nowhere: state the mark, no place and no figure. Raises
        LedgerError when there is no such patch, or when the file is held open elsewhere and could not be rewritten;
        the patch is gone then too, and the rewriting is tried again at the next opening.
        """
        with self.transaction():
            batch = self._require(number)["batch"]
            family = self._family(number)
            for one, parent in family:
                self._run("INSERT INTO set_aside VALUES (?, ?, ?)", (one, batch, parent))
                for deletion in _DELETIONS:
                    self._run(deletion, (one,))
            self._purge([one for one, _ in family], by)
            self._run("UPDATE batches SET secret = secret + 1 WHERE name = ?", (batch,))
            self._append(ASIDE_ACT, by, ASIDE_TEXT, number=number, payload={"reason": reason})
            self._measure_extent()
            self._run("INSERT OR REPLACE INTO meta VALUES (?, '1')", (SCRUB_KEY,))
        self.scrub()

    def lift_mark(self, number: str, reason: str, by: str) -> None:
        """The mark was put by mistake: the number may be taken in again, and is no longer counted. What the ledger had of
        the patch is gone; it comes back with the file of its batch. Raises LedgerError without name or reason, or for a
        number that is not set aside.
        """
        if not by.strip() or not reason.strip():
            raise LedgerError("解除涉军涉密标记须写明经办人和理由。", "请填写后再确定。")
        with self.transaction():
            rows = self._run("SELECT batch, parent FROM set_aside WHERE number = ?", (number,))
            if not rows or rows[0]["parent"]:
                raise LedgerError(
                    "没有以这个编号下发、已标记涉军涉密的图斑。", "请核对编号；拆分过的请填写原始下发的编号。"
                )
            at, batch = self.clock(), rows[0]["batch"]
            for one in self._set_aside_family(number):
                self._run("DELETE FROM set_aside WHERE number = ?", (one,))
                self._append(LIFTED, by, f"解除涉军涉密标记；理由：{reason.strip()}", number=one, at=at)
            self._run(
                "UPDATE batches SET secret = secret - 1, accepted = accepted - 1, rows = rows - 1 WHERE name = ?",
                (batch,),
            )

    def lifted_numbers(self) -> frozenset[str]:
        """Numbers whose mark was lifted: the same words in the same file do not set them aside again."""
        rows = self._run("SELECT DISTINCT number FROM journal WHERE act = ?", (LIFTED,))
        return frozenset(row[0] for row in rows) - self._secret_numbers()

    def secret_count(self, batch: str | None = None) -> int:
        """How many patches as issued are reported elsewhere; that is all the ledger tells of them."""
        sql = "SELECT count(*) FROM set_aside WHERE parent = '' AND (?1 IS NULL OR batch = ?1)"
        return int(self._value(sql, (batch,)))

    def secret_among(self, numbers: Iterable[str]) -> set[str]:
        """Those of `numbers` that were set aside before: a file that brings them again must leave them out."""
        return set(numbers) & self._secret_numbers()

    def is_scrub_pending(self) -> bool:
        """True when the file may still hold deleted bytes of a set-aside patch."""
        return bool(self._run("SELECT 1 FROM meta WHERE key = ?", (SCRUB_KEY,)))

    def scrub(self) -> None:
        """Rewrite the file if a set-aside is still to be cleaned up. SQLite overwrites what it deletes (secure_delete);
        the rewriting also takes out copies that older changes may have left behind in half-used pages."""
        if not self.is_scrub_pending():
            return
        try:
            self._run("VACUUM")
            self._empty_wal()
            with self.transaction():
                self._run("DELETE FROM meta WHERE key = ?", (SCRUB_KEY,))
        except LedgerError as error:
            raise LedgerError(
                f"涉密图斑已移出台账，但旧数据尚未从文件中彻底清除：{error.message}",
                "请关闭其他打开该台账的程序，然后重新打开台账，程序会再次清除。",
            ) from error

    def _empty_wal(self) -> None:
        """While QGIS edits the layer the file is in WAL mode, and the old pages stay until they are written back."""
        if self._value("PRAGMA journal_mode") == "wal" and self._value("PRAGMA wal_checkpoint(TRUNCATE)"):
            raise LedgerError("台账图层正在 QGIS 中打开。")

    def _family(self, number: str) -> list[tuple[str, str]]:
        """(number, parent) of the patch as issued and of all that was split from it; of an unsplit patch itself alone."""
        family = [(self._line(number)[-1], "")]
        for one, _ in family:
            family += [tuple(row) for row in self._run("SELECT number, parent FROM patches WHERE parent = ?", (one,))]
        return family

    def _set_aside_family(self, number: str) -> list[str]:
        """The patch as issued and all that was split from it, of those set aside."""
        family = [number]
        for one in family:
            family += [row[0] for row in self._run("SELECT number FROM set_aside WHERE parent = ?", (one,))]
        return family
