"""发文字号登记: 〔year〕 numbers of letters; one number is given out once, and a letter made again keeps its own."""

from __future__ import annotations

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.patch_table import PatchTable

LETTER = "发文"


class LetterRegister(PatchTable):
    def issue_number(
        self, code: str, year: int, kind: str, title: str, by: str, key: str | None = None, *, first: int = 1
    ) -> str:
        """The number of a letter, e.g. "演自然资函〔2026〕15号".

        `key` names what the letter is about (a patch, a township and month …): asked again for the same `kind` and
        `key`, the register gives the number it gave before. `first` is the lowest serial to give out, for an office
        that has sent numbered letters outside of the program. Raises LedgerError for an empty code.
        """
        if not code.strip() or first < 1:
            raise LedgerError("机关代字为空或起始序号无效，不能编发文字号。", "请在设置中填写机关代字，序号从 1 起。")
        with self.transaction():
            given = self._value("SELECT text FROM letters WHERE kind = ? AND key = ?", (kind, key))
            if given is not None:
                return str(given)
            if key is not None and self._is_secret(key):
                self._require(key)
            last = self._value("SELECT max(serial) FROM letters WHERE code = ? AND year = ?", (code, year)) or 0
            serial = max(last + 1, first)
            text, at = f"{code}〔{year}〕{serial}号", self.clock()
            self._run(
                "INSERT INTO letters (code, year, serial, text, kind, key, title, by, at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (code, year, serial, text, kind, key, title, by, at),
            )
            about = key if key is not None and self.known_numbers([key]) else ""
            payload = {"number": text, "kind": kind, "key": key, "title": title}
            self._append(LETTER, by, f"{text} {kind}《{title}》", number=about, payload=payload, at=at)
        return text

    def letters(self) -> list[tuple[str, str, str, str]]:
        """Number, kind, title and time of each letter, in the order of issue."""
        rows = self._run("SELECT text, kind, title, at FROM letters ORDER BY fid")
        return [(row["text"], row["kind"], row["title"], row["at"]) for row in rows]
