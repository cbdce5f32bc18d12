"""台账要素: county, office, meeting and the like, kept with the ledger as texts under a key."""

from __future__ import annotations

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.journal import Journal
from landwatch_plugin.ledger.schema import VERSION_KEY
from landwatch_plugin.ledger.set_aside import SCRUB_KEY

SET = "设置"
_SHOWN = 60
"""Characters of a value that the journal's text shows; the whole value is in its content."""


class Particulars(Journal):
    def get_meta(self, key: str, default: str = "") -> str:
        """The value as it was set, with the numbers of 涉密 patches taken out."""
        value = self._value("SELECT value FROM meta WHERE key = ?", (key,))
        return default if value is None else self._redactor()(value)

    def set_meta(self, key: str, value: str, by: str = "") -> None:
        """Journaled when it changes something. Raises LedgerError for the ledger's own keys."""
        if key in (VERSION_KEY, SCRUB_KEY):
            raise LedgerError(f"“{key}”由程序维护，不能设置。", "请换一个名称。")
        with self.transaction():
            before = self._value("SELECT value FROM meta WHERE key = ?", (key,))
            if before == value:
                return
            self._run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
            shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
            self._append(SET, by, f"{key}：{shown}", payload={"key": key, "before": before, "after": value})
