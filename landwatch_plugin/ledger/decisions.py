"""会审决定: one decision is one transaction, one journal row with the figures as the meeting saw them, one undo step."""

from __future__ import annotations

from sqlite3 import Row
from typing import Any

from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.dates import local_time
from landwatch_plugin.domain.errors import LedgerError, StaleError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.ledger.codec import canonical, check_of, decision_of, encode
from landwatch_plugin.ledger.month_lock import MonthLock
from landwatch_plugin.ledger.patch_table import TAG_MARK

DECIDE, DEFER, UNDO = "会审", "暂缓", "撤销"
_PUT = """
UPDATE patches SET
    state = :state, verdict = :verdict, subtype = :subtype, tags = :tags, deferred = :deferred, owner = :owner,
    deadline = :deadline, meeting = :meeting, decided_by = :decided_by, decided_at = :decided_at,
    decision = :decision, decision_seq = :decision_seq, version = version + 1, changed_by = :by, changed_at = :at
WHERE number = :number
"""


class DecisionRegister(MonthLock):
    def decide(
        self, number: str, decision: Decision, check: Check | None, at: str = "", *, expected_version: int | None = None
    ) -> int:
        """Write the decision with its snapshot and make it current. Returns the journal row's number.

        `expected_version` is `PatchRow.version` as the deciding person saw it: LedgerError when another hand came
        between. When this returns, the decision is on the disk.
        """
        if not decision.deferred and not (decision.verdict and decision.subtype):
            raise LedgerError(f"图斑 {number} 尚未选定判定类型。", "请选择类别和子类，或选择“暂缓”。")
        at = at or self.clock()
        with self.transaction():
            row = self._require_open(number)
            self._refuse_locked(row["batch"])
            refuse_stale(row, expected_version)
            plain = encode(decision)
            payload = {
                "decision": plain, "check": None if check is None else encode(check), "before": row["decision_seq"],
            }  # fmt: skip
            text = _told(decision, check)
            seq = self._append(
                DEFER if decision.deferred else DECIDE, decision.by, text, number=number, payload=payload, at=at
            )
            self._put(number, plain, seq, decided_at=at, by=decision.by, at=at)
        return seq

    def undo(self, number: str, by: str, *, expected_version: int | None = None) -> Decision | None:
        """Take back the decision in force, by a new journal row; the one before it is in force again (None: none).
        Raises LedgerError when there is nothing to take back."""
        with self.transaction():
            row = self._require_open(number)
            self._refuse_locked(row["batch"])
            refuse_stale(row, expected_version)
            if row["decision_seq"] is None:
                raise LedgerError(f"图斑 {number} 没有可撤销的判定。", "无需撤销。")
            seq = self._payload(row["decision_seq"])["before"]
            plain = self._payload(seq)["decision"] if seq else None
            before = decision_of(canonical(plain)) if plain else None
            at = self.clock()
            decided_at = self._value("SELECT at FROM journal WHERE seq = ?", (seq,)) or ""
            self._put(number, plain, seq, decided_at=decided_at, by=by, at=at)
            text = f"撤销“{decision_of(row['decision']).text}”，恢复为“{before.text if before else '未判定'}”"
            payload = {"undone": row["decision_seq"], "in_force": seq}
            self._append(UNDO, by, text, number=number, payload=payload, at=at)
        return before

    def last_act(self, by: str | None = None) -> tuple[str, str] | None:
        """Number and act of the latest decision still in force (of one person): what a general undo takes back."""
        rows = self._run(
            "SELECT number, act FROM journal WHERE seq = "
            "(SELECT max(decision_seq) FROM patches WHERE (?1 IS NULL OR decided_by = ?1) AND state <> '被拆分')",
            (by,),
        )
        return (rows[0]["number"], rows[0]["act"]) if rows else None

    def decided_seq(self, number: str) -> int:
        """Journal row of the decision in force; 0 without one."""
        return int(self._value("SELECT decision_seq FROM patches WHERE number = ?", (number,)) or 0)

    def decision(self, number: str) -> Decision | None:
        """The decision in force."""
        text = self._value("SELECT decision FROM patches WHERE number = ?", (number,))
        return None if text is None else decision_of(text)

    def decision_snapshot(self, number: str) -> Check | None:
        """The check as the meeting saw it when it took the decision in force, whatever was checked since."""
        seq = self._value("SELECT decision_seq FROM patches WHERE number = ?", (number,))
        plain = self._payload(seq)["check"] if seq else None
        return None if plain is None else check_of(canonical(plain))

    def altered_patches(self) -> list[str]:
        """Numbers whose decision does not follow from the journal: changed by hand, e.g. in an attribute table."""
        return [
            row["number"] for row in self._run("SELECT * FROM patches ORDER BY town, number") if self._is_altered(row)
        ]

    def _is_altered(self, row: Row) -> bool:
        seq = self._value(
            "SELECT max(seq) FROM journal WHERE number = ? AND act IN (?, ?, ?)", (row["number"], DECIDE, DEFER, UNDO)
        )
        act = self._payload(seq) if seq else {}
        in_force = act.get("in_force", seq)
        plain = self._payload(in_force)["decision"] if in_force else None
        wanted = _columns(plain) | {"decision_seq": in_force}
        return any(row[column] != value for column, value in wanted.items())

    def _put(
        self, number: str, plain: dict[str, Any] | None, seq: int | None, *, decided_at: str, by: str, at: str
    ) -> None:
        checked = bool(self._run("SELECT 1 FROM checks WHERE number = ? LIMIT 1", (number,)))
        values = _columns(plain) | {
            "state": state_of(plain, checked).value, "decision_seq": seq, "decided_at": decided_at,
            "by": by, "at": at, "number": number,
        }  # fmt: skip
        self._run(_PUT, values)


def _columns(plain: dict[str, Any] | None) -> dict[str, object]:
    """The layer's columns of a decision; blank without one."""
    shown = plain or {}
    return {
        "verdict": shown.get("verdict", ""), "subtype": shown.get("subtype", ""),
        "tags": TAG_MARK.join(shown.get("tags", ())), "deferred": int(shown.get("deferred", False)),
        "owner": shown.get("owner", ""), "deadline": shown.get("deadline"), "meeting": shown.get("meeting", ""),
        "decided_by": shown.get("by", ""), "decision": None if plain is None else canonical(plain),
    }  # fmt: skip


def state_of(plain: dict[str, Any] | None, checked: bool) -> State:
    if plain is None:
        return State.SCREENED if checked else State.RECEIVED
    return State.DEFERRED if plain["deferred"] else State.DECIDED


def _told(decision: Decision, check: Check | None) -> str:
    parts = [decision.text, f"理由：{decision.reason}" if decision.reason else ""]
    parts += [f"标签：{TAG_MARK.join(decision.tags)}" if decision.tags else ""]
    parts += [f"主体类型：{decision.party}" if decision.party else ""]
    parts += [f"责任单位：{decision.owner}" if decision.owner else ""]
    parts += [f"期限：{decision.deadline.isoformat()}" if decision.deadline else ""]
    parts += [f"当时{check.suggestion.text}" if check else "当时尚未核查"]
    return "；".join(part for part in parts if part)


def refuse_stale(row: Row, expected_version: int | None) -> None:
    if expected_version is not None and row["version"] != expected_version:
        present = f"，现为“{decision_of(row['decision']).text}”" if row["decision"] else ""
        raise StaleError(
            f"图斑{row['number']}已由{row['changed_by'] or '他人'}于{local_time(row['changed_at'])}修改{present}，与您看到的内容不同。",
            "请查看现状：保留对方的判定，不必再办；以您的判定为准，请重新判定。",
        )
