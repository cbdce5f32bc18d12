"""会审: a sitting over one ledger: step through the patches, decide, undo. One decision is one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from landwatch_plugin.casework.splitting import Plan, carry_out, parent_of
from landwatch_plugin.domain.card import Card, held_evidence, make_card, missing_evidence
from landwatch_plugin.domain.errors import LandwatchError, LedgerError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.trace import Traced
from landwatch_plugin.domain.verdict import Decision, opposed_tags
from landwatch_plugin.ledger.journal import redactor
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import PatchRow
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger


@dataclass(frozen=True)
class Filter:
    """What the list shows; empty texts do not limit. `text` is looked for in number, place and sub-type."""

    town: str = ""
    state: str = ""
    verdict: str = ""
    text: str = ""
    batch: str = ""
    tag: str = ""
    party: str = ""

    def takes(self, row: PatchRow, withheld: Collection[str] = ()) -> bool:
        """`withheld`: numbers that wait for a word on 涉军涉密, a state of its own here."""
        waits = self.state == TO_CONFIRM and row.number in withheld
        wanted = (
            (self.town, row.town),
            (self.state, TO_CONFIRM if waits else row.state.value),
            (self.party, row.party),
            (self.verdict, row.verdict or suggested_class(row)),
            (self.batch, row.batch),
        )
        if self.tag and self.tag not in row.tags:
            return False
        words = f"{row.number} {row.town} {row.village} {row.subtype} {row.suggestion} {row.change_type}"
        return all(not want or want == have for want, have in wanted) and self.text.strip() in words


def suggested_class(row: PatchRow) -> str:
    """Class of the suggestion of an undecided patch, for the filter; "" when there is none."""
    head, _, rest = row.suggestion.partition("建议：")
    return rest.split("—")[0] if not head and rest else ""


EVERYTHING = Filter()
TO_CONFIRM = "待确认涉军涉密"


class Review:
    """Holds the ledger open for a sitting. `operator` signs what is done."""

    def __init__(self, ledger_path: Path, rulebook_path: Path | None = None, operator: str = "") -> None:
        self.ledger_path = Path(ledger_path)
        self.rulebook_path = rulebook_path
        self.book = read_rulebook(rulebook_path or default_rulebook())
        self.operator = operator
        self.meeting = ""
        self.on: date | None = None
        """Day of the meeting whose decisions are being written down; None = today."""
        self.ledger = Ledger.open(self.ledger_path)
        self._rows: list[PatchRow] | None = None

    @property
    def srid(self) -> int:
        return self.ledger.srid

    def rows(self, chosen: Filter = EVERYTHING) -> list[PatchRow]:
        """Patches by township, then number; 涉密 ones are not in the ledger's list at all."""
        if self._rows is None:
            self._rows = self.ledger.patches()
        held = self.withheld() if chosen.state == TO_CONFIRM else ()
        return [row for row in self._rows if chosen.takes(row, held)]

    def withheld(self) -> frozenset[str]:
        """Patches that wait for a word on 涉军涉密."""
        return self.ledger.withheld(self.book.secret_marks)

    def choices(self) -> dict[str, list[str]]:
        """What the filters offer, in the order of the list; of classes the book's, then those decided by another book."""
        rows = self.rows()
        return {
            "town": list(dict.fromkeys(row.town for row in rows if row.town)),
            "state": [
                *([TO_CONFIRM] if self.withheld() else []),
                *(state.value for state in State if state is not State.SPLIT),
            ],
            "verdict": list(dict.fromkeys([*self.book.verdicts, *(row.verdict for row in rows if row.verdict)])),
            "batch": list(dict.fromkeys(row.batch for row in rows)),
            "tag": list(dict.fromkeys([*self.book.tags, *(tag for row in rows for tag in row.tags)])),
            "party": list(dict.fromkeys([*self.book.parties, *(row.party for row in rows if row.party)])),
        }

    def card(self, number: str) -> Card:
        """All there is to see of a patch. Raises LedgerError when it is not there."""
        ledger = self.ledger
        patch, row, check = ledger.patch(number), ledger.row(number), ledger.check(number)
        photos = [photo.path for photo in ledger.photos(number)]
        card = make_card(
            patch, row.state, check, self.book, ledger.decision(number),
            ledger.facts(number), ledger.evidence(number), photos,
        )  # fmt: skip
        doubts = ledger.secret_doubts(self.book.secret_marks)
        own = tuple(doubt.told for doubt in doubts.get(number, ()))
        kin = "" if own or not doubts else next((one for one in ledger.family(number) if one in doubts), "")
        card = replace(card, doubts=own, doubtful_kin=kin)
        return card if check else replace(card, patch_mu=row.mu)

    def wkb(self, number: str) -> bytes:
        return self.ledger.patch(number).wkb

    def step(self, number: str | None, by: int, chosen: Filter = EVERYTHING, undecided: bool = False) -> str | None:
        """The number `by` steps on in the filtered list; with `undecided` the next one without a decision.

        None at the end; the first (or last) one when `number` is None or not in the list.
        """
        rows = self.rows(chosen)
        names = [row.number for row in rows]
        at = names.index(number) if number in names else (-1 if by > 0 else len(names))
        for row in rows[at + 1 :] if by > 0 else reversed(rows[: max(at, 0)]):
            if not undecided or row.state in (State.RECEIVED, State.SCREENED):
                return row.number
        return None

    def decide(self, number: str, decision: Decision) -> None:
        """Write a decision with the figures as they stand now. Another hand's change in between is refused.

        Raises LandwatchError when the class is unknown, or when the decision departs from the suggestion (or puts the
        patch off) without a reason: an override must say why (workflow.md §4).
        """
        check = self.ledger.check(number)
        decision = replace(decision, rulebook=self.book.stamp)
        if not decision.deferred:
            own = self.book.subtype(decision.verdict, decision.subtype)
            decision = replace(decision, verdict=own.verdict, subtype=own.name)
        if twice := opposed_tags(decision.tags):
            raise LandwatchError(f"标签“{'”“'.join(twice)}”不能同时选用。", "请只保留其中一个。")
        suggestion = check.suggestion if check else None
        same = suggestion and (decision.verdict, decision.subtype) == (suggestion.verdict, suggestion.subtype)
        if not decision.reason.strip() and (decision.deferred or not same):
            raise LandwatchError(
                "暂缓须写明原因。" if decision.deferred else "判定与程序建议不同，须写明理由。",
                "请在“理由”栏填写后再确定。",
            )
        seen = next((row for row in self.rows() if row.number == number), None)
        try:
            self.ledger.decide(number, decision, check, expected_version=seen.version if seen else None)
        finally:
            self._rows = None

    def row(self, number: str) -> PatchRow:
        """As the list shows it, of a split patch too, which is in no list."""
        return self.ledger.row(number)

    def split(self, plan: Plan, reason: str) -> list[str]:
        """Put the children in the patch's place; returns their numbers. They are not checked yet."""
        try:
            return carry_out(self.ledger, plan, reason, self.operator)
        finally:
            self.refresh()

    def rejoin(self, number: str, reason: str) -> str:
        """Take back the split that `number` came from (or was parted by). Returns the parent, which stands again."""
        parent = parent_of(self.ledger, number)
        try:
            self.ledger.rejoin(parent, reason, self.operator)
        finally:
            self.refresh()
        return parent

    def refresh(self) -> None:
        """Read the list anew: something else wrote into the ledger."""
        self._rows = None

    def last_split(self) -> str:
        """The patch whose split an undo would take back; "" when it would take back a decision, or nothing."""
        split, last = self.ledger.last_split(self.operator or None), self.ledger.last_act(self.operator or None)
        decided = self.ledger.decided_seq(last[0]) if last else 0
        return split[0] if split is not None and split[1] > decided else ""

    def undo(self) -> str:
        """Take back this operator's latest decision or split still in force. Returns its number; LedgerError when none."""
        if split := self.last_split():
            return self.rejoin(split, "")
        last = self.ledger.last_act(self.operator or None)
        if last is None:
            raise LedgerError("没有可以撤销的判定。", "")
        self.ledger.undo(last[0], self.operator)
        self._rows = None
        return last[0]

    def set_evidence(self, number: str, name: str, held: bool) -> None:
        self.ledger.set_evidence(number, name, held, self.operator)

    def mark_secret(self, number: str) -> None:
        """Take a patch out of everything but the counter (rules.md §1.6). Cannot be undone here."""
        self.ledger.set_aside(number, "会审标记涉军/涉密", self.operator)
        self._rows = None

    def deny_secret(self, number: str, reason: str) -> None:
        """A person says that the words of the records are not 涉军涉密."""
        self.ledger.deny_secret(number, self.book.secret_marks, reason, self.operator)
        self._rows = None

    def lift_mark(self, number: str, reason: str) -> None:
        """Take a mark back that was put by mistake; the patch comes again with its batch."""
        self.ledger.lift_mark(number, reason, self.operator)

    def progress(self, chosen: Filter = EVERYTHING) -> tuple[int, int]:
        """(decided or deferred, all) of the filtered list."""
        rows = self.rows(chosen)
        return sum(row.state in (State.DECIDED, State.DEFERRED) for row in rows), len(rows)

    def history(self, number: str) -> list[str]:
        """What was done with a patch; nothing that names another one which waits for a word on 涉军涉密."""
        clean = redactor(self.withheld() - set(self.ledger.family(number)))
        return [
            f"{entry.at[:16].replace('T', ' ')}　{entry.who or '—'}　{entry.act}　{entry.text}"
            for entry in self.ledger.history(number)
            if clean(entry.text) == entry.text
        ]

    def missing(self, number: str, verdict: str, subtype: str) -> tuple[str, ...]:
        """Mandatory evidence of a sub-type that this patch lacks."""
        ledger = self.ledger
        photos = len(ledger.photos(number))
        held = held_evidence(
            self.book, ledger.check(number), ledger.evidence(number), photos, bool(ledger.facts(number))
        )
        return missing_evidence(self.book, verdict, subtype, held)

    def trace(self, number: str) -> list[Traced]:
        """What every rule of the sitting's book says of a patch. Raises LandwatchError before the first check."""
        from landwatch_plugin.casework.judging import Judge
        from landwatch_plugin.casework.tracing import trace

        return trace(self.ledger, number, Judge(self.book))

    def close(self) -> None:
        self.ledger.close()
