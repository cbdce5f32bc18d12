"""自查取值: what the self-checks look at, gathered for each patch from the ledger, its layers and the platform's table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from landwatch_plugin.casework.cases import REMEDY_TERMS
from landwatch_plugin.casework.patch_relations import families, overlaps, parent_of, same_numbers, tilings
from landwatch_plugin.casework.platform_table import Platform
from landwatch_plugin.domain.card import held_evidence, missing_evidence
from landwatch_plugin.domain.case import illegal_arable
from landwatch_plugin.domain.check import Check, Value
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.land_class import ARABLE, FARM
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.platform_word import same_type
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.self_check import Checklist
from landwatch_plugin.domain.self_check_fields import UNDECIDED
from landwatch_plugin.domain.units import CENT, half_up, to_mu
from landwatch_plugin.gis.crs import working_grid
from landwatch_plugin.gis.patch_frame import crs_of, extent_of, patch_frame
from landwatch_plugin.gis.photo_distance import PhotoDistances
from landwatch_plugin.ledger.records import PatchRow, Photo, Remedy
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.overlay.result import Options

SPLIT = "被拆分"
LEAST = Decimal("0.0001")
Values = dict[str, Value]


@dataclass(frozen=True)
class Subject:
    """A patch with what the checks look at."""

    row: PatchRow
    values: Values
    unbound: tuple[str, ...]
    checked: bool
    known: Mapping[str, str]
    """Field → why it has no value, where that is known here."""


class MonthValues:
    """Reads the ledger once; `of` gives the values of one patch."""

    def __init__(
        self, ledger: Ledger, book: RuleBook, checklist: Checklist, today: date, towns: Collection[str] | None,
        platform: Platform | None, withheld: Collection[str] = (),
    ) -> None:  # fmt: skip
        """`withheld`: patches that are not looked at, beside others neither, since somebody has still to say whether they
        are 涉军涉密: an overlap with one would tell where it lies."""
        self.ledger, self.book, self.checklist, self.today = ledger, book, checklist, today
        self.towns, self.platform = towns, platform
        self.numbers = [number for number in ledger.numbers() if number not in withheld]
        self.patches = {number: ledger.patch(number) for number in self.numbers}
        self.checks = ledger.checks()
        self.remedies: dict[str, list[Remedy]] = {}
        for remedy in ledger.remedies():
            self.remedies.setdefault(remedy.number, []).append(remedy)
        self.twice = same_numbers(self.numbers, ledger.issues())
        self._relate()

    def _relate(self) -> None:
        shapes = [(number, patch.wkb) for number, patch in self.patches.items()]
        source = crs_of(self.ledger.srid, self.ledger.srs_wkt)
        plane, grid = working_grid(source, extent_of(shapes))
        frame = patch_frame(shapes, source, plane)
        options = Options(grid=grid, group_by_feature=True, layer_name="图斑")
        self.family = families(self.numbers)
        self.tiled = tilings(frame, self.family, options)
        self.doubled = overlaps(frame[~frame["patch_id"].isin(self.family)].reset_index(drop=True), options)
        self.distances = PhotoDistances(source, plane)

    def with_parents(self, rows: Sequence[PatchRow]) -> list[PatchRow]:
        """The rows, and the parents of the children among them: a split patch is no longer listed, but must be tiled."""
        listed = {row.number for row in rows}
        parents = [
            parent for parent, children in self.family.items() if parent not in listed and listed & set(children)
        ]
        return [*rows, *map(self.ledger.row, parents)]

    def of(self, row: PatchRow) -> Subject:
        number = row.number
        check = self.ledger.decision_snapshot(number) or self.checks.get(number)
        facts, photos = self.ledger.facts(number), self.ledger.photos(number)
        patch = self.patches[number]
        values: Values = dict(check.values) if check else {}
        values |= {"photos": len(photos), "built_on": parse_date(facts.get("建设时间", "")), "after_date": patch.after}
        values |= {
            key: self.checklist.told(key, facts.get(name, "")) or None for key, name in self.checklist.facts.items()
        }
        values |= self._decided(row, check, facts, photos) | self._areas(row, check, patch)
        values |= self._papers(row, check, values) | self._remedied(row, photos)
        values |= self._pictures(patch, photos) | self._family(number) | self._compared(row)
        known = self._known(row, check) | self._unlike(number, values)
        return Subject(row, values, check.unbound if check else (), check is not None, known)

    def _decided(self, row: PatchRow, check: Check | None, facts: Mapping[str, str], photos: Sequence[Photo]) -> Values:
        lacking: tuple[str, ...] | None = None
        split = row.number in self.family
        if row.verdict and row.subtype and not split and self._in_book(row):
            held = held_evidence(self.book, check, self.ledger.evidence(row.number), len(photos), bool(facts))
            lacking = missing_evidence(self.book, row.verdict, row.subtype, held)
        return {
            "state": row.state.value, "verdict": SPLIT if split else row.verdict or None,
            "nature": SPLIT if split else self.book.kind(row.verdict) or None, "subtype": SPLIT if split else row.subtype or None,
            "tags": "、".join(row.tags) or None, "today": self.today, "lacking": None if lacking is None else len(lacking),
            "lacking_names": "、".join(lacking or ()) or None,
            "paper_ticked": int(row.subtype in self.ledger.evidence(row.number)) if row.subtype else None,
        }  # fmt: skip

    def _in_book(self, row: PatchRow) -> bool:
        wanted = self.book.resolved(row.verdict, row.subtype)
        return any((item.verdict, item.name) == wanted for item in self.book.subtypes)

    def _areas(self, row: PatchRow, check: Check | None, patch: Patch) -> Values:
        official = None if patch.official_m2 is None else to_mu(patch.official_m2)
        if check is None:
            return {"official_mu": official}
        land = [share.mu for share in check.shares if share.role is Role.LAND]
        farm = [share.mu for share in check.shares if share.role is Role.LAND and share.kind in (ARABLE, FARM)]
        bound = Role.LAND.title not in check.unbound
        illegal = illegal_arable(check, row.subtype, self.book) if self.book.kind(row.verdict) == "违法" else None
        return {
            "official_mu": official, "unclosed_mu": _unclosed(check) if bound else None,
            "classes_mu": sum(land, Decimal("0.00")) if land else None,
            "farm_mu": sum(farm, Decimal("0.00")) if land else None,
            "illegal_mu": illegal,
        }  # fmt: skip

    def _papers(self, row: PatchRow, check: Check | None, values: Values) -> Values:
        """Approvals dated after the building; 临时用地 by its latest end."""
        if check is None:
            return {}
        built = values["built_on"]
        grounds = [paper for paper in check.papers if paper.role in self._grounds(row, bound=True)]
        known = all(paper.date for paper in grounds) and not self._known(row, check)
        ends = [paper.end for paper in check.papers if paper.role is Role.TEMPORARY]
        late = sum(paper.date > built for paper in grounds if paper.date) if isinstance(built, date) and known else None
        return {
            "late_papers": late,
            "temporary_end": max((end for end in ends if end), default=None) if all(ends) else None,
        }

    def _grounds(self, row: PatchRow, bound: bool = False) -> tuple[Role, ...]:
        """The layers whose papers the type decided rests on; with `bound` also those that count where there are any."""
        if "临时用地" in row.subtype:
            return (Role.TEMPORARY,)
        if "设施农" in row.subtype or "设施农" in row.verdict:
            return (Role.FACILITY,)
        return (*self.book.grounds, *self.book.grounds_if_bound) if bound else self.book.grounds

    def _known(self, row: PatchRow, check: Check | None) -> dict[str, str]:
        """The layers of the obligatory grounds that are not bound: without them no paper can be told to be late."""
        lost = [role.title for role in self._grounds(row) if check and role.title in check.unbound]
        return {"late_papers": f"未绑定图层：{'、'.join(lost)}"} if lost else {}

    def _remedied(self, row: PatchRow, photos: Sequence[Photo]) -> Values:
        kinds: Mapping[str, str] = self.book.ratio.get("remedies", {})
        mine = self.remedies.get(row.number, [])
        removals = [remedy for remedy in mine if kinds.get(remedy.kind) == "reclaimed"]
        papers = [remedy for remedy in mine if kinds.get(remedy.kind) == "regularised"]
        proofs = [self._proved(remedy, photos) for remedy in removals]
        return {
            "remedied_mu": sum((r.arable_mu for r in mine if kinds.get(r.kind) in REMEDY_TERMS), Decimal("0.00")),
            "removals": len(removals), "removals_unproved": None if None in proofs and False not in proofs else proofs.count(False),
            "regularised": len(papers), "regularised_unnumbered": sum(not remedy.document.strip() for remedy in papers),
        }  # fmt: skip

    def _proved(self, remedy: Remedy, photos: Sequence[Photo]) -> bool | None:
        """A photo taken on the day of the removal or later, or named in its proof; None when only undated photos are there."""
        taken = [_day(photo) for photo in photos]
        if any(word in remedy.proof for word in self.checklist.photo_words) or any(
            day and day >= remedy.on for day in taken
        ):
            return True
        return None if None in taken else False

    def _pictures(self, patch: Patch, photos: Sequence[Photo]) -> Values:
        places = [(photo.lon, photo.lat) for photo in photos if photo.lon is not None and photo.lat is not None]
        days = [day for day in map(_day, photos) if day]
        far = self.distances.farthest(patch.wkb, places)
        return {
            "photo_far_m": None if far is None else half_up(Decimal(repr(far)), CENT),
            "photos_unplaced": len(photos) - len(places), "photos_undated": len(photos) - len(days),
            "photo_first": min(days, default=None), "photo_last": max(days, default=None),
        }  # fmt: skip

    def _family(self, number: str) -> Values:
        other, overlap = self.doubled.get(number, ("", Decimal("0.00")))
        code = self.patches[number].town_code
        tiled = self.tiled.get(number)
        orphan = bool(parent_of(number)) and parent_of(number) not in self.patches
        return {
            "overlap_mu": overlap, "overlap_with": other or None, "same_number": self.twice[number], "town_code": code or None,
            "town_known": None if self.towns is None else int(code in self.towns),
            "child": int(bool(parent_of(number))), "children": None if orphan else tiled.children if tiled else 0,
            "children_gap_mu": tiled.gap_mu if tiled else None,
            "children_off_mu": max(tiled.off_mu, self._printed_off(number)) if tiled else None,
        }  # fmt: skip

    def _printed_off(self, number: str) -> Decimal:
        """Difference of the 亩 as they are stored and printed, whatever the geometries say."""
        total = sum((self.ledger.row(child).mu for child in self.family[number]), Decimal(0))
        return abs(total - self.ledger.row(number).mu)

    def _compared(self, row: PatchRow) -> Values:
        if self.platform is None:
            return {}
        figures = self.platform.rows.get(row.number, {})
        word = str(figures.get("platform_verdict") or "")
        same = same_type(self.book, word, row.verdict, row.subtype) if word and row.verdict else None
        if word and row.number in self.family:
            same = word == SPLIT
        return {
            "platform": int(row.number in self.platform.rows),
            **figures,
            "platform_agrees": None if same is None else int(same),
        }

    def _unlike(self, number: str, values: Values) -> dict[str, str]:
        """Why a figure of the platform is not there, or its word cannot be compared."""
        if self.platform is None or number not in self.platform.rows:
            return {}
        known = self.platform.why_empty(number, self.checklist)
        word = values.get("platform_verdict")
        if not word:
            return known | {"platform_agrees": known.get("platform_verdict", "")}
        return known | {
            "platform_agrees": f"平台的判定“{word}”不是规则手册中的类型，不能比对"
            if values.get("verdict")
            else UNDECIDED
        }


def _unclosed(check: Check) -> Decimal:
    """Never rounded down to nothing: however little is missing, such a patch has no land figures."""
    return max(to_mu(abs(check.unclosed_m2), LEAST), LEAST) if check.unclosed_m2 else Decimal("0.00")


def _day(photo: Photo) -> Any:
    return parse_date(photo.taken_at[:10])
