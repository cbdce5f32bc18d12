"""涉军涉密待确认: records of a patch that hold a mark of 涉军涉密, until a person confirms the mark or denies it with a reason.

Nothing is stored of a doubt itself: it follows from the texts that are there and from the denials in the journal, so
that a record written later, by whatever door, asks again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.set_aside import SetAside

DENIED = "涉密排除"
_RECORDS = """
SELECT number, record, text FROM (
    SELECT number, name AS record, value AS text FROM facts
    UNION ALL SELECT number, '会审理由', json_extract(decision, '$.reason') FROM patches WHERE decision IS NOT NULL
    UNION ALL SELECT number, '责任单位', owner FROM patches WHERE owner <> ''
    UNION ALL SELECT number, '整改文号', document FROM remedies
    UNION ALL SELECT number, '整改证明材料', proof FROM remedies
) JOIN patches USING (number) WHERE state <> '被拆分' AND text <> ''
"""
"""Of a patch that was split its children have the records."""
_DENIALS = """
SELECT j.number, d.payload FROM journal j JOIN journal_detail d USING (seq) WHERE j.act = ?
"""
_Denials = dict[tuple[str, str, str], set[str]]


@dataclass(frozen=True)
class SecretDoubt:
    """One record with marks that nobody has denied."""

    number: str
    record: str
    """Name of the record: 现场情况, 会审理由 …"""
    marks: tuple[str, ...]
    text: str

    @property
    def told(self) -> str:
        return f"“{self.record}”中有“{'”“'.join(self.marks)}”字样"


class SecretDoubts(SetAside):
    _found: tuple[tuple[Any, tuple[str, ...]], dict[str, tuple[SecretDoubt, ...]]] | None = None
    """What the last look gave, and the end of the journal then: every act adds to it."""

    def secret_doubts(self, marks: Sequence[str]) -> dict[str, tuple[SecretDoubt, ...]]:
        """Number → its records with one of the book's `marks`, blanks passed over, that were not denied as they stand.
        What was denied of one holds for all that came from the same patch as issued."""
        asked = self._value("SELECT max(seq) FROM journal"), tuple(marks)
        if self._found is None or self._found[0] != asked:
            self._found = asked, self._look(asked[1])
        return self._found[1]

    def _look(self, marks: tuple[str, ...]) -> dict[str, tuple[SecretDoubt, ...]]:
        denied, found = self._denials(), defaultdict(list)
        for number, record, text in self._run(_RECORDS):
            joined = "".join(text.split())
            met = tuple(mark for mark in marks if mark in joined)
            if met and not set(met) <= denied.get((self._issued(number), record, text), set()):
                found[number].append(SecretDoubt(number, record, met, text))
        return {number: tuple(doubts) for number, doubts in found.items()}

    def withheld(self, marks: Sequence[str]) -> frozenset[str]:
        """Patches of which nothing may be printed while somebody has still to say: the doubtful ones, and with one of
        a split its whole family, since the rest would show the shape of the hole."""
        doubtful = self.secret_doubts(marks)
        return frozenset(one for number in doubtful for one, _ in self._family(number))

    def family(self, number: str) -> list[str]:
        """The patch as issued and all that was split from it; of an unsplit patch itself alone."""
        return [one for one, _ in self._family(number)]

    def deny_secret(self, number: str, marks: Sequence[str], reason: str, by: str) -> None:
        """A person says that the records as they stand are not 涉军涉密, and why. Raises LedgerError without name or reason,
        or when there is nothing to deny."""
        if not by.strip() or not reason.strip():
            raise LedgerError("排除涉军涉密须写明经办人和理由。", "请填写后再确定。")
        with self.transaction():
            self._require(number)
            doubts = self.secret_doubts(marks).get(number, ())
            if not doubts:
                raise LedgerError(f"图斑 {number} 没有待确认的涉军涉密字样。", "无需确认。")
            told = "、".join(doubt.told for doubt in doubts)
            records = [{"record": one.record, "text": one.text, "marks": list(one.marks)} for one in doubts]
            payload = {"records": records, "reason": reason.strip()}
            text = f"{told}，经确认不属涉军涉密；理由：{reason.strip()}"
            self._append(DENIED, by, text, number=number, payload=payload)

    def _denials(self) -> _Denials:
        """(number as issued, record, text) → the marks that were denied in it."""
        found: _Denials = defaultdict(set)
        for number, payload in self._run(_DENIALS, (DENIED,)):
            for one in json.loads(payload)["records"]:
                found[self._issued(number), one["record"], one["text"]] |= set(one["marks"])
        return found

    def _issued(self, number: str) -> str:
        """The number of the patch as issued that this one came from."""
        return self._line(number)[-1]
