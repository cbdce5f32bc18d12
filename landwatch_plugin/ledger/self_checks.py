"""月核登记: what the self-check found, who corrected it and when. Journal rows only: nothing is changed, all is added."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from sqlite3 import Row
from typing import Any

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.self_check import Checked
from landwatch_plugin.ledger.codec import decode
from landwatch_plugin.ledger.intake_register import RECEIVE
from landwatch_plugin.ledger.journal import ASIDE_NAME, CLOSED, CORRECTED, FOUND, redactor
from landwatch_plugin.ledger.numbering import LETTER
from landwatch_plugin.ledger.patch_table import PatchTable

RUN = "月核自查"
PARTNER = "{overlap_with}"
"""In the message of a check: it names another patch."""
OPEN, WAITING, STILL, AGAIN, DONE = "未更正", "已更正，待复查", "更正后仍未通过", "复查后再次出现", "复查已消除"
Key = tuple[str, str]
_EVENTS = """
SELECT j.seq, j.at, j.by, j.act, j.number, d.payload FROM journal j JOIN journal_detail d USING (seq)
WHERE j.act IN (?, ?, ?) ORDER BY j.seq
"""
_LAST_CHANGE = """
SELECT max(seq) FROM (
    SELECT max(seq) AS seq FROM journal JOIN patches USING (number) WHERE batch = ?1 AND act NOT IN (?2, ?3, ?4, ?5)
    UNION ALL SELECT max(run) FROM checks JOIN patches USING (number) WHERE batch = ?1
    UNION ALL SELECT max(seq) FROM journal JOIN journal_detail USING (seq) WHERE act = ?6 AND json_extract(payload, '$.name') = ?1
)
"""


@dataclass(frozen=True)
class KeptProblem:
    """One problem from its finding to its closing."""

    number: str
    check: str
    title: str
    level: str
    message: str
    cure: str
    source: str
    certainty: str
    values: dict[str, str] = field(default_factory=dict)
    found_at: str = ""
    corrected_by: str = ""
    corrected_at: str = ""
    note: str = ""
    closed_at: str = ""
    again: bool = False
    """Found again by a run after it was marked as corrected."""
    reopened_at: str = ""
    """When it was found again after a run had closed it; "" once somebody has corrected it since."""
    apart: bool = False
    """It is about two patches: its rows of the journal have no number, so that none tells of the other one when that is
    set aside."""

    def names(self, withheld: frozenset[str]) -> bool:
        """Whether it tells of another patch of which nothing may be said, and so where that one lies."""
        return redactor(withheld)(self.message) != self.message

    def filed(self, body: dict[str, object]) -> tuple[str, dict[str, object]]:
        """Number and content of a row of the journal about it."""
        return ("", body | {"number": self.number}) if self.apart else (self.number, body)

    @property
    def key(self) -> Key:
        return self.number, self.check

    @property
    def state(self) -> str:
        if self.closed_at:
            return DONE
        if self.corrected_at and not self.again:
            return WAITING
        if self.reopened_at:
            return AGAIN
        return STILL if self.corrected_at else OPEN


class SelfCheckRegister(PatchTable):
    def save_self_check(
        self, failed: Sequence[Checked], settled: Mapping[Key, str], by: str,
        told: Callable[[list[KeptProblem]], str], payload: dict[str, object],
    ) -> None:  # fmt: skip
        """Keep a run: `failed` are opened or kept open, of the `settled` (→ why they hold no more) those that were open are
        closed; one that was closed and shows again is opened again, with who corrected it and when.

        What could not be checked this time stays as it was. `told` puts the run in words, from the problems as they stand
        after it. One transaction.
        """
        with self.transaction():
            at = self.clock()
            there, before = (
                set(self.numbers()),
                {kept.key: kept for kept in self.self_check_problems() if not kept.closed_at},
            )
            for item in failed:
                if item.number in there:
                    self._keep_open(item, before.get((item.number, item.check.id)), by, at)
            for key in sorted(set(before) & set(settled)):
                number, body = before[key].filed({"check": key[1]})
                text = f"{key[1]} {before[key].title}：{DONE}（{settled[key]}）"
                self._append(CLOSED, by, text, number=number, payload=body, at=at)
            self._append(RUN, by, told(self.self_check_problems()), payload=payload, at=at)

    def correct_problems(self, keys: Sequence[Key], note: str, by: str) -> None:
        """Mark open problems (number, check) as corrected, all or none. The next run that finds them gone closes them.

        Raises LedgerError without operator or note, or when one of them is no open problem.
        """
        if not by.strip() or not note.strip():
            raise LedgerError("标记更正须写明更正人和更正情况。", "请填写后再确定。")
        with self.transaction():
            at, still_open = (
                self.clock(),
                {kept.key: kept for kept in self.self_check_problems() if not kept.closed_at},
            )
            for number, check in keys:
                self._require(number)
                if (number, check) not in still_open:
                    raise LedgerError(f"图斑 {number} 没有未了结的问题 {check}。", "请重新自查后再标记。")
                place, body = still_open[number, check].filed({"check": check, "note": note.strip()})
                self._append(CORRECTED, by, f"{check} 已更正：{note.strip()}", number=place, payload=body, at=at)

    def self_check_problems(self) -> list[KeptProblem]:
        """Every problem ever found, open and closed, in the order of finding. None of a 涉密 patch."""
        clean = self._redactor()
        places: dict[Key, int] = {}
        found: list[KeptProblem] = []
        for row in self._run(_EVENTS, (FOUND, CORRECTED, CLOSED)):
            body = json.loads(clean(row["payload"]))
            key = row["number"] or body["number"], body["check"]
            if row["act"] == FOUND:
                _found(row, body, found, places, key)
                continue
            at = places[key]
            if row["act"] == CORRECTED:
                found[at] = replace(
                    found[at],
                    corrected_by=row["by"],
                    corrected_at=row["at"],
                    note=body["note"],
                    again=False,
                    reopened_at="",
                )
            else:
                found[at] = replace(found[at], closed_at=row["at"])
        return [kept for kept in found if ASIDE_NAME not in kept.message]

    def last_self_check(self, batch: str) -> int:
        """Journal row of the latest run that had the batch before it; 0 without one."""
        rows = self._run(
            "SELECT seq, payload FROM journal JOIN journal_detail USING (seq) WHERE act = ? ORDER BY seq DESC", (RUN,)
        )
        return next((row["seq"] for row in rows if batch in json.loads(row["payload"]).get("batches", ())), 0)

    def last_change(self, batch: str) -> int:
        """Journal row of the latest receipt, check or act on a patch of the batch that a self-check may see; 0 without one."""
        return int(self._value(_LAST_CHANGE, (batch, FOUND, CORRECTED, CLOSED, LETTER, RECEIVE)) or 0)

    def _keep_open(self, item: Checked, kept: KeptProblem | None, by: str, at: str) -> None:
        """A row for a new problem, for one whose figures changed, and for one that stands after its correction."""
        if kept is not None and kept.message == item.message and kept.state != WAITING:
            return
        check = item.check
        again = "更正后复查仍未通过，" if kept is not None and kept.state == WAITING else ""
        body: dict[str, object] = {
            "check": check.id, "title": check.title, "level": check.level.value, "message": item.message, "cure": check.cure,
            "source": check.source, "certainty": check.certainty, "values": dict(item.values),
        }  # fmt: skip
        apart = PARTNER in check.message
        body |= {"number": item.number, "apart": True} if apart else {}
        text = f"{check.id} {check.title}：{again}{item.message}"
        self._append(FOUND, by, text, number="" if apart else item.number, payload=body, at=at)


def _found(row: Row, body: dict[str, Any], found: list[KeptProblem], places: dict[Key, int], key: Key) -> None:
    """A new problem, the latest figures of one that is open, or one that was closed and is there again."""
    if key not in places:
        places[key] = len(found)
        found.append(decode(KeptProblem, body | {"number": key[0], "found_at": row["at"]}))
        return
    kept = found[places[key]]
    found[places[key]] = replace(
        kept, message=str(body["message"]), values=dict(body["values"]), apart=bool(body.get("apart")), again=bool(kept.corrected_at), closed_at="",
        reopened_at=row["at"] if kept.closed_at else kept.reopened_at,
    )  # fmt: skip
