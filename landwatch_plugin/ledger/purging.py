"""牵连清除: what the records of other patches tell of one that is set aside goes with it, since a neighbour's text tells the place."""

from __future__ import annotations

import json
from collections.abc import Collection

from landwatch_plugin.ledger.journal import ASIDE_ACT, ASIDE_TEXT, DOUBT_NAME, SELF_CHECK_ACTS, redactor
from landwatch_plugin.ledger.patch_table import PatchTable

_KEPT = ("会审", "暂缓", "撤销", "接收", "核查", "月核自查", "拆分", "撤销拆分")
"""Acts that later acts are read from; their texts lose the number when they are read."""
_DETAILS = (
    "SELECT j.seq, j.act, j.number, d.text, d.payload FROM journal j JOIN journal_detail d USING (seq) ORDER BY j.seq"
)
_GUARD = "detail_not_deleted"
_TEXTS = (
    ("SELECT fid, value FROM facts", "UPDATE facts SET value = ? WHERE fid = ?"),
    ("SELECT fid, document FROM remedies", "UPDATE remedies SET document = ? WHERE fid = ?"),
    ("SELECT fid, proof FROM remedies", "UPDATE remedies SET proof = ? WHERE fid = ?"),
    ("SELECT key, value FROM meta", "UPDATE meta SET value = ? WHERE key = ?"),
)
"""What stays without the number."""


class Purging(PatchTable):
    def _purge(self, gone: Collection[str], by: str) -> None:
        """Take the numbers `gone` out of what speaks of other things; inside the transaction of the act itself.

        Findings of intake and self-check about two patches go altogether: “overlaps a secret patch” would tell where it
        lies. The rows of the journal that lose their content are told in a sealed row, so that the chain still verifies.
        """
        clean = redactor(frozenset(gone))
        for fid, text in self._run("SELECT fid, text FROM issues"):
            if clean(text) != text:
                self._run("DELETE FROM issues WHERE fid = ?", (fid,))
        for fid, title, key in self._run("SELECT fid, title, coalesce(key, '') FROM letters"):
            if (clean(title), clean(key)) != (title, key):
                self._run("UPDATE letters SET title = ?, key = NULL WHERE fid = ?", (ASIDE_TEXT, fid))
        for texts, put in _TEXTS:
            for place, text in self._run(texts):
                if clean(text) != text:
                    self._run(put, (clean(text), place))
        self._empty(self._telling(frozenset(gone)), by)

    def _telling(self, gone: frozenset[str]) -> list[int]:
        """Journal rows of others that name one of `gone`, and all that was written of the same problem."""
        clean = redactor(gone)
        named: set[int] = set()
        problems: set[tuple[str, str]] = set()
        rows = [row for row in self._run(_DETAILS) if row["number"] not in gone and row["act"] not in _KEPT]
        for row in rows:
            pending = row["act"] in SELF_CHECK_ACTS and DOUBT_NAME in row["text"]
            if pending or clean(row["text"]) != row["text"] or clean(row["payload"]) != row["payload"]:
                named.add(row["seq"])
                if row["act"] in SELF_CHECK_ACTS:
                    problems.add(_problem(row["number"], row["payload"]))
        named |= {
            row["seq"]
            for row in rows
            if problems and row["act"] in SELF_CHECK_ACTS and _problem(row["number"], row["payload"]) in problems
        }
        return sorted(named)

    def _empty(self, rows: list[int], by: str) -> None:
        """The guard of the journal's content is lifted for these rows alone, and put back."""
        if not rows:
            return
        guard = self._value("SELECT sql FROM sqlite_master WHERE name = ?", (_GUARD,))
        self._run(f"DROP TRIGGER {_GUARD}")
        for seq in rows:
            self._run("DELETE FROM journal_detail WHERE seq = ?", (seq,))
        self._run(guard)
        self._append(ASIDE_ACT, by, ASIDE_TEXT, payload={"emptied": rows})


def _problem(number: str, payload: str) -> tuple[str, str]:
    """Patch and check of a row of the self-check."""
    body = json.loads(payload)
    return number or body.get("number", ""), body["check"]
