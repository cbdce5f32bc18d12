"""日志: who did what and when; rows are only added, each sealed by a hash over the one before it.

A row holds time, person, act, number and the digest of its content; the content (text and figures) lies in a table of
its own. So the figures of a 涉密 patch can be taken out for good while the chain still verifies. The digest is salted:
it cannot be turned back into figures by trying.
"""

from __future__ import annotations

import csv
import json
import re
import secrets
from collections.abc import Callable, Collection
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from sqlite3 import Row
from typing import Any

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.codec import canonical
from landwatch_plugin.ledger.connection import LedgerFile
from landwatch_plugin.ledger.records import Entry, JournalFault

GENESIS = "0" * 64
ASIDE_ACT = "涉密"
LIFTED = "解除涉密"
ASIDE_TEXT = "涉密图斑已另行报送"
ASIDE_NAME = "涉密图斑"
EMPTIED = "内容已随涉密标记清除"
DOUBT_NAME = "待确认图斑"
SELF_CHECK_ACTS = FOUND, CORRECTED, CLOSED = "月核问题", "月核更正", "月核复查"
DOUBT_TEXT = "待确认涉军涉密，内容未列入"

_ALL = "SELECT j.*, d.salt, d.text, d.payload FROM journal j LEFT JOIN journal_detail d USING (seq) ORDER BY seq"
_LINE = """
WITH RECURSIVE line (number) AS (
    SELECT ?1 UNION ALL SELECT parent FROM patches JOIN line USING (number) WHERE parent <> ''
) SELECT number FROM line
"""
_OF_ONE = """
SELECT j.*, d.salt, d.text, d.payload FROM journal j LEFT JOIN journal_detail d USING (seq)
WHERE j.number = ?1
    OR j.number = '' AND j.act IN ('月核问题', '月核更正', '月核复查') AND json_extract(d.payload, '$.number') = ?1
"""
"""A problem between two patches has no number in the journal's row, only in its content: see `purging`."""


class Journal(LedgerFile):
    """Reading and writing of the journal. Writing happens inside the transaction of the act itself."""

    def journal(self) -> list[Entry]:
        """All rows, oldest first. Rows of 涉密 patches show that there is one, and nothing more."""
        return self._entries(self._run(_ALL))

    def history(self, number: str) -> list[Entry]:
        """The rows of one patch and of the one it was split from, oldest first; none for a 涉密 one."""
        if self._is_secret(number):
            return []
        emptied = self._emptied()
        rows = [row for one in self._line(number) for row in self._run(_OF_ONE, (one,)) if row["seq"] not in emptied]
        return self._entries(sorted(rows, key=lambda row: row["seq"]))

    def verify_journal(self) -> JournalFault | None:
        """The first row that was changed, replaced or taken out after it was written; None when the chain holds."""
        previous, secret, seq = GENESIS, self._secret_numbers(), 0
        lifted = dict(
            tuple(row)
            for row in self._run("SELECT number, max(seq) FROM journal WHERE act = ? GROUP BY number", (LIFTED,))
        )
        purged = self._emptied()
        for seq, row in enumerate(self._run(_ALL), start=1):
            emptied = row["number"] in secret or seq < lifted.get(row["number"], 0) or seq in purged
            fault = _fault(row, seq, previous, emptied)
            if fault:
                return JournalFault(seq, f"台账日志第 {seq} 行{fault}")
            previous = row["hash"]
        if seq < (self._value("SELECT seq FROM sqlite_sequence WHERE name = 'journal'") or 0):
            return JournalFault(seq + 1, f"台账日志第 {seq + 1} 行起被删除。")
        return None

    def export_journal_csv(self, path: Path, withheld: Collection[str] = ()) -> int:
        """Write the journal for inspection (督察), 涉密 rows without number; returns the number of rows. Rows of patches
        `withheld`, of which it has still to be said whether they are 涉密, show no more than those."""
        seals = dict(tuple(row) for row in self._run("SELECT seq, hash FROM journal"))
        clean = redactor(frozenset(withheld))
        entries = [
            replace(entry, act=ASIDE_ACT, text=DOUBT_TEXT, number="")
            if entry.number in withheld or clean(entry.text) != entry.text
            else entry
            for entry in self.journal()
        ]
        try:
            with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
                sheet = csv.writer(file)
                sheet.writerow(["序号", "时间", "人员", "事项", "图斑编号", "内容", "校验值"])
                for entry in entries:
                    texts = (entry.who, entry.act, entry.number, entry.text)
                    sheet.writerow([entry.seq, entry.at, *map(_harmless, texts), seals[entry.seq]])
        except OSError as error:
            raise LedgerError(
                f"无法写入“{path}”（{error.strerror}）。", "请关闭正在打开该文件的程序，或换一个文件夹。"
            ) from error
        return len(entries)

    def _append(self, act: str, by: str, text: str, *, number: str = "", payload: object = None, at: str = "") -> int:
        last = self._run("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
        seq, previous = (last[0]["seq"] + 1, last[0]["hash"]) if last else (1, GENESIS)
        salt, body = secrets.token_hex(16), canonical({} if payload is None else payload)
        digest = _digest(salt, text, body)
        row = (seq, at or self.clock(), by, act, number, digest)
        self._run("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, previous, _seal(previous, *row)))
        self._run("INSERT INTO journal_detail VALUES (?, ?, ?, ?)", (seq, salt, text, body))
        return seq

    def _payload(self, seq: int) -> dict[str, Any]:
        text = self._value("SELECT payload FROM journal_detail WHERE seq = ?", (seq,))
        if text is None:
            raise LedgerError(f"台账日志第 {seq} 行的内容缺失。", "请从备份恢复台账文件。")
        return dict(json.loads(text))

    def _entries(self, rows: list[Row]) -> list[Entry]:
        secret, clean, emptied = self._secret_numbers(), self._redactor(), self._emptied()
        return [
            Entry(row["seq"], row["at"], row["by"], ASIDE_ACT, ASIDE_TEXT)
            if row["number"] in secret or row["seq"] in emptied
            else Entry(row["seq"], row["at"], row["by"], row["act"], clean(row["text"] or EMPTIED), _about(row))
            for row in rows
        ]

    def _emptied(self) -> frozenset[int]:
        """Rows of other patches whose content named a 涉密 one and went with it."""
        sql = "SELECT payload FROM journal JOIN journal_detail USING (seq) WHERE act = ? AND number = ''"
        return frozenset(seq for row in self._run(sql, (ASIDE_ACT,)) for seq in json.loads(row[0]).get("emptied", ()))

    def _line(self, number: str) -> list[str]:
        """The patch, the one it was split from, and so on up."""
        return [row[0] for row in self._run(_LINE, (number,))]

    def _secret_numbers(self) -> frozenset[str]:
        return frozenset(row[0] for row in self._run("SELECT number FROM set_aside"))

    def _is_secret(self, number: str) -> bool:
        return bool(self._run("SELECT 1 FROM set_aside WHERE number = ?", (number,)))

    def _redactor(self) -> Callable[[str], str]:
        """Takes the numbers of 涉密 patches out of a text that speaks of something else."""
        return redactor(self._secret_numbers())


def _about(row: Row) -> str:
    """The patch that a row is about."""
    if row["number"] or row["act"] not in SELF_CHECK_ACTS or row["payload"] is None:
        return str(row["number"])
    return str(json.loads(row["payload"]).get("number", ""))


def redactor(numbers: frozenset[str], name: str = ASIDE_NAME) -> Callable[[str], str]:
    if not numbers:
        return str
    names = "|".join(re.escape(number) for number in sorted(numbers, key=len, reverse=True))
    pattern = re.compile(rf"(?<![0-9A-Za-z])(?:{names})(?![0-9A-Za-z])")
    return lambda text: pattern.sub(name, text)


def _digest(salt: str, text: str, payload: str) -> str:
    return sha256(canonical([salt, text, payload]).encode()).hexdigest()


def _seal(previous: str, seq: int, at: str, by: str, act: str, number: str, digest: str) -> str:
    content = {"seq": seq, "at": at, "by": by, "act": act, "number": number, "digest": digest}
    return sha256((previous + canonical(content)).encode()).hexdigest()


def _fault(row: Row, seq: int, previous: str, emptied: bool) -> str:
    """What is wrong with a row; "" when nothing is. `emptied`: its content went when the patch was set aside."""
    if row["seq"] != seq:
        return "缺失。"
    seal = _seal(row["previous"], seq, row["at"], row["by"], row["act"], row["number"], row["digest"])
    if row["previous"] != previous or row["hash"] != seal:
        return "与哈希链不符，写入后被改动。"
    if row["salt"] is None:
        return "" if emptied else "的内容缺失。"
    return "" if row["digest"] == _digest(row["salt"], row["text"], row["payload"]) else "的内容写入后被改动。"


def _harmless(text: str) -> str:
    """A leading =, +, - or @ would be run as a formula by a spreadsheet."""
    return f"'{text}" if text[:1] in tuple("=+-@") and len(text) > 1 else text
