"""案情汇集: the cases of a period from the ledger. 涉密 patches are not in it, for the ledger does not have them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from landwatch_plugin.domain.card import held_evidence
from landwatch_plugin.domain.case import Case, PhotoNote, illegal_arable, settle_remedied
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.ledger.records import PatchRow, Photo
from landwatch_plugin.ledger.store import Ledger

REMEDY_TERMS = ("regularised", "reclaimed")
"""Remedies that put cultivated land right; 重大基础设施 is only treated apart in the ratio."""


def case_of(
    ledger: Ledger,
    row: PatchRow,
    book: RuleBook,
    coordinates: bool = True,
    as_of: date | None = None,
    pictured: bool = True,
) -> Case:
    """Raises LandwatchError when the patch has not been checked yet.

    Remedies after `as_of` are not known to a document of that day. `pictured`: the document prints the photos, so their
    files must be there.
    """
    decision = ledger.decision(row.number)
    check = (ledger.decision_snapshot(row.number) if decision else None) or ledger.check(row.number)
    if check is None:
        raise LandwatchError(f"图斑{row.number}尚未核查，没有套合数据。", "请先运行核查，再生成文书。")
    photos, facts = ledger.photos(row.number), ledger.facts(row.number)
    kinds = book.ratio.get("remedies", {})
    known = [remedy for remedy in ledger.remedies(row.number) if as_of is None or remedy.on <= as_of]
    remedied = sum((r.arable_mu for r in known if kinds.get(r.kind) in REMEDY_TERMS), Decimal("0.00"))
    illegal = illegal_arable(check, row.subtype, book)
    if illegal is not None:
        remedied = settle_remedied(remedied, illegal, book)
    held = held_evidence(book, check, ledger.evidence(row.number), len(photos), bool(facts))
    return Case(
        ledger.patch(row.number), row.state, check, decision, row.changed_at, facts, frozenset(held),
        tuple(_photo(photo, coordinates) for photo in photos) if pictured else (), remedied, illegal,
        book.kind(decision.verdict) if decision else "",
    )  # fmt: skip


def cases_of(ledger: Ledger, rows: Sequence[PatchRow], book: RuleBook, as_of: date | None = None) -> list[Case]:
    """For documents about many patches, which print no photos."""
    return [case_of(ledger, row, book, as_of=as_of, pictured=False) for row in rows]


def _photo(photo: Photo, coordinates: bool) -> PhotoNote:
    """A photo whose file was moved stops the document: never an empty frame."""
    if not Path(photo.path).is_file():
        raise LandwatchError(
            f"图斑{photo.number}的照片“{Path(photo.path).name}”找不到。",
            f"请放回 {Path(photo.path).parent}，或重新登记照片。",
        )
    place = ""
    if coordinates and photo.lon is not None and photo.lat is not None:
        place = f"东经{photo.lon:.6f}°，北纬{photo.lat:.6f}°"
    return PhotoNote(photo.path, photo.taken_at, photo.azimuth, place)
