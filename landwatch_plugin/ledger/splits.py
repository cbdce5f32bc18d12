"""拆分登记: a patch gives way to its children (子图斑), which carry its number and _1, _2 …; taken back until the month is locked."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from sqlite3 import Row
from typing import Any

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.ledger.codec import encode
from landwatch_plugin.ledger.decisions import UNDO, refuse_stale, state_of
from landwatch_plugin.ledger.month_lock import MonthLock
from landwatch_plugin.ledger.patch_table import INSERT, new_row
from landwatch_plugin.ledger.records import Piece

SPLIT, REJOIN = "拆分", "撤销拆分"
_COPIES = (
    "INSERT INTO facts (number, name, value, by, at) SELECT ?1, name, value, by, at FROM facts WHERE number = ?2 ORDER BY fid",
    "INSERT INTO evidence (number, name, by, at) SELECT ?1, name, by, at FROM evidence WHERE number = ?2 ORDER BY fid",
)
_DOUBLES = (
    "DELETE FROM photos WHERE number = ? AND sha256 <> '' AND sha256 IN (SELECT sha256 FROM photos WHERE number = ?)"
)
_TAKEN_OUT = (
    "DELETE FROM checks WHERE number = ?",
    "DELETE FROM facts WHERE number = ?",
    "DELETE FROM evidence WHERE number = ?",
    "DELETE FROM patches WHERE number = ?",
)


class SplitRegister(MonthLock):
    def split(
        self, number: str, pieces: Sequence[Piece], how: str, reason: str, by: str, *, expected_version: int | None = None
    ) -> list[str]:  # fmt: skip
        """Put the children in the parent's place, in one transaction; returns their numbers.

        Each takes over batch, place, dates, facts and evidence; the parent's photos and history are seen from it. Raises
        LedgerError for fewer than two pieces, a locked month, a patch split before, or one with remedies entered.
        """
        if len(pieces) < 2:
            raise LedgerError(f"图斑 {number} 没有被分成两部分，无需拆分。", "请核对拆分界线。")
        with self.transaction():
            row = self._splittable(number)
            refuse_stale(row, expected_version)
            parent, at, names = self.patch(number), self.clock(), self.child_numbers(number, len(pieces))
            made = [
                replace(parent, number=name, parent=number, wkb=piece.wkb, area_m2=piece.area_m2, official_m2=None)
                for name, piece in zip(names, pieces, strict=True)
            ]
            told = "、".join(f"{name} {_told(piece)}" for name, piece in zip(names, pieces, strict=True))
            text = f"{how}拆分为{len(pieces)}个：{told}" + (f"；理由：{reason}" if reason else "")
            children = [encode(child) | {"label": piece.label} for child, piece in zip(made, pieces, strict=True)]
            self._append(SPLIT, by, text, number=number, payload={"children": children, "state": row["state"]}, at=at)
            for child, piece in zip(made, pieces, strict=True):
                self._run(INSERT, new_row(child, self._srs_id(), by, at, piece.mu))
                for copy in _COPIES:
                    self._run(copy, (child.number, number))
                self._append(SPLIT, by, f"由图斑 {number} 拆出，{_told(piece)}", number=child.number, at=at)
            self._stand(number, State.SPLIT.value, by, at)
        return names

    def rejoin(self, number: str, reason: str, by: str) -> list[str]:
        """Take the split of `number` back: its children go, with all they had kept in the journal row, their photos pass
        to the parent, and its own decision is in force again. Returns the numbers that went.

        Raises LedgerError for a locked month, or a child that was split itself or has remedies entered.
        """
        with self.transaction():
            row, children = self._rejoinable(number)
            names, at = [child["number"] for child in children], self.clock()
            kept = [self._content(child) for child in children]
            text = f"撤销拆分，{'、'.join(names)} 并回" + (f"；理由：{reason}" if reason else "")
            self._append(REJOIN, by, text, number=number, payload={"children": kept}, at=at)
            for child in children:
                self._take_out(child, number, by, at)
            decided, checked = row["decision"], self._run("SELECT 1 FROM checks WHERE number = ? LIMIT 1", (number,))
            self._stand(number, state_of(json.loads(decided) if decided else None, bool(checked)).value, by, at)
        return names

    def require_splittable(self, number: str) -> None:
        """Raises LedgerError with the cure when the patch cannot be split: split before, month locked, remedies entered."""
        self._splittable(number)

    def require_rejoinable(self, number: str) -> None:
        """Raises LedgerError with the cure when the split of the patch cannot be taken back."""
        self._rejoinable(number)

    def children(self, number: str) -> list[str]:
        """Numbers of the patches that this one was split into."""
        return [row[0] for row in self._run("SELECT number FROM patches WHERE parent = ? ORDER BY fid", (number,))]

    def child_numbers(self, number: str, count: int) -> list[str]:
        """What the children of a split would be called: number_1, number_2 …, passing over those that are taken."""
        known = set(self.numbers()) | self._secret_numbers()
        names: list[str] = []
        serial = 0
        while len(names) < count:
            serial += 1
            if f"{number}_{serial}" not in known:
                names.append(f"{number}_{serial}")
        return names

    def last_split(self, by: str | None = None) -> tuple[str, int] | None:
        """Number and journal row of the latest split still in force (of one person): what an undo takes back."""
        rows = self._run(
            "SELECT number, max(seq) AS seq FROM journal JOIN patches USING (number) "
            "WHERE act = ?1 AND state = ?2 AND (?3 IS NULL OR by = ?3) GROUP BY number ORDER BY seq DESC LIMIT 1",
            (SPLIT, State.SPLIT.value, by),
        )
        return (rows[0]["number"], rows[0]["seq"]) if rows else None

    def parents(self) -> dict[str, str]:
        """Child → parent, of every patch that was made by a split."""
        return dict(
            tuple(row) for row in self._run("SELECT number, parent FROM patches WHERE parent <> '' ORDER BY fid")
        )

    def counts(self, batches: Collection[str] | None = None, without: Collection[str] = ()) -> tuple[int, int]:
        """(原始下发, 核实后): patches as issued, and patches that stand now. A parent and its children are never both
        counted (rules.md §1.5). `without`: numbers that are left out."""
        rows = self._run("SELECT number, batch, parent, state FROM patches")
        own = [row for row in rows if row["number"] not in without and (batches is None or row["batch"] in batches)]
        return sum(not row["parent"] for row in own), sum(row["state"] != State.SPLIT.value for row in own)

    def _splittable(self, number: str) -> Row:
        row = self._require_open(number)
        self._refuse_locked(row["batch"])
        self._refuse_remedies([number], "请按整体判定，并在判定理由中写明各部分情况；今后应先拆分、后登记整改。")
        return row

    def _rejoinable(self, number: str) -> tuple[Row, list[Row]]:
        """The parent's row and its children's."""
        row = self._require(number)
        if row["state"] != State.SPLIT.value:
            raise LedgerError(f"图斑 {number} 没有被拆分。", "无需撤销。")
        self._refuse_locked(row["batch"])
        children = self._run("SELECT * FROM patches WHERE parent = ? ORDER BY fid", (number,))
        again = [child["number"] for child in children if child["state"] == State.SPLIT.value]
        if again:
            raise LedgerError(f"子图斑 {again[0]} 又被拆分。", "请先撤销该子图斑的拆分。")
        self._refuse_remedies([child["number"] for child in children], "请保留拆分，对各子图斑分别办理。")
        return row, children

    def _stand(self, number: str, state: str, by: str, at: str) -> None:
        self._run(
            "UPDATE patches SET state = ?, version = version + 1, changed_by = ?, changed_at = ? WHERE number = ?",
            (state, by, at, number),
        )

    def _take_out(self, child: Row, parent: str, by: str, at: str) -> None:
        number = child["number"]
        if child["decision_seq"] is not None:
            payload = {"undone": child["decision_seq"], "in_force": None}
            self._append(UNDO, by, "随拆分撤销，判定一并撤销", number=number, payload=payload, at=at)
        self._append(REJOIN, by, f"并回图斑 {parent}", number=number, at=at)
        self._run(_DOUBLES, (number, parent))
        self._run("UPDATE photos SET number = ? WHERE number = ?", (parent, number))
        self._run("UPDATE patches SET state = ? WHERE number = ?", (REJOIN, number))
        for deletion in _TAKEN_OUT:
            self._run(deletion, (number,))

    def _content(self, child: Row) -> dict[str, Any]:
        """What the child had, for the journal."""
        number = child["number"]
        facts = self._run("SELECT name, value FROM facts WHERE number = ? ORDER BY fid", (number,))
        held = self._run("SELECT name FROM evidence WHERE number = ? ORDER BY fid", (number,))
        checks = self._run("SELECT payload FROM checks WHERE number = ? ORDER BY fid", (number,))
        return {
            "patch": encode(self.patch(number)), "decision": child["decision_seq"], "facts": dict(tuple(row) for row in facts),
            "evidence": [row[0] for row in held], "checks": [json.loads(row[0]) for row in checks],
        }  # fmt: skip

    def _refuse_remedies(self, numbers: Sequence[str], cure: str) -> None:
        for number in numbers:
            if self._run("SELECT 1 FROM remedies WHERE number = ? LIMIT 1", (number,)):
                raise LedgerError(f"图斑 {number} 已登记整改，整改面积无法对应到拆分后的图斑。", cure)

    def _srs_id(self) -> int:
        return int(self._value("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'patches'"))


def _told(piece: Piece) -> str:
    return f"{piece.mu}亩" + (f"（{piece.label}）" if piece.label else "")
