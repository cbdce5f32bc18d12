"""核查指标的计算: from overlay results to the check fields of each patch. Dated coverage is one union per image date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from landwatch_plugin.casework.licences import Licence, licence_values
from landwatch_plugin.casework.mines import (
    Boundaries,
    also_on,
    band_doubts,
    boundary_values,
    insides,
    licences_under,
    split_boundaries,
    term_doubts,
)
from landwatch_plugin.domain.check import Paper, Share, Value
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.intake import plain_text
from landwatch_plugin.domain.land_class import ARABLE, BUILT, FARM, UNUSED
from landwatch_plugin.domain.paper_terms import Term, counts, filed_late, in_force, late, over
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.progress import Feedback, Part, Silent, Span
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.units import CENT, SHARE_PLACES, close_parts, exact_mu, half_up, to_mu
from landwatch_plugin.overlay.coverage import union_cover
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import Options, Result
from landwatch_plugin.overlay.slivers import solid_remainder
from landwatch_plugin.overlay.subject import admitted

GROUND_KEYS = {
    Role.BATCH: "batch_share", Role.SINGLE: "single_share", Role.SUPPLY: "supply_share",
    Role.REGISTERED: "registered_share", Role.LINKED: "linked_share",
}  # fmt: skip
NO_CLASS = "未覆盖"
#: 城镇村属性码 of villages; 203A beside it is industry apart (formats.md §3).
VILLAGE_CODE = "203"
#: m² that gaps and double cover in the land layer may have where the rule book says nothing of it.
CLOSURE_M2 = "0.01"


@dataclass
class Measured:
    """All that the overlay found, by patch number. Areas in m²."""

    patch_m2: dict[str, float] = field(default_factory=dict)
    shares: dict[str, list[Share]] = field(default_factory=lambda: defaultdict(list))
    papers: dict[str, list[Paper]] = field(default_factory=lambda: defaultdict(list))
    values: dict[str, dict[str, Value]] = field(default_factory=lambda: defaultdict(dict))
    unclosed: dict[str, float] = field(default_factory=dict)
    unclassed: dict[str, str] = field(default_factory=dict)
    """Patch → why it has no land figures: it meets a land feature whose class the book does not list."""
    strange: dict[str, int] = field(default_factory=dict)
    """Such a feature, as it is told → how many patches meet it."""
    unbounded: dict[str, str] = field(default_factory=dict)
    """Patch → why it has no figures on mines: it meets a polygon whose kind of boundary the book does not name."""
    licences: dict[str, list[Licence]] = field(default_factory=dict)
    mine_notes: list[str] = field(default_factory=list)
    """What is wrong with features of the licence layer, with the cure."""


class Figures:
    """Measures one month. `frames`: role → frame in the working plane; roles that are absent stay 无数据."""

    def __init__(
        self, patches: Any, frames: Mapping[Role, Any], options: Options, book: RuleBook, printed: Mapping[str, Decimal] | None = None
    ) -> None:  # fmt: skip
        self.patches = patches
        self.mining: Boundaries | None = split_boundaries(frames[Role.MINE], book) if Role.MINE in frames else None
        self.frames = {**frames, Role.MINE: self.mining.frames[0]} if self.mining else frames
        self.options = options
        self.book = book
        self.printed = printed or {}
        """亩 of the patches that must sum to another one: children of a split."""
        self.found = Measured()
        self.results: list[Result] = []
        self.subject = admitted(patches, options, Span(Silent(), 0, 100))
        self.closure_m2 = float(book.thresholds.get("closure_m2", CLOSURE_M2))
        """A patch that its land classes miss by more (m²) gets no land figures; smaller gaps are rounded away and told."""
        self.touch_m2 = float(book.thresholds.get("touch_m2", "0"))
        """Shared area (m²) up to which two edges merely touch."""
        self.sliver_m2 = float(book.thresholds.get("sliver_mu", "0")) * 2000 / 3
        """Uncovered pieces up to this area (m²) are slivers (边角)."""
        self._terms: dict[Role, list[Term]] = {}
        self._touching: dict[tuple[Role, frozenset[int]], set[str]] = {}

    def run(self, received: Sequence[Patch], feedback: Feedback) -> Measured:
        """Measure every role and fill the values. Raises Cancelled, CrsError, RuleBookError."""
        days = {patch.number: patch.after for patch in received}
        steps: list[Callable[[Feedback], None]] = [
            partial(self.layer, role, frame)
            for role, frame in self.frames.items()
            if not role.is_raster and role not in (Role.TOWN, Role.VILLAGE)
        ]
        steps = steps or [self.bare]
        steps.append(partial(self.grounds, days))
        steps.append(partial(self.terms, Role.TEMPORARY, days, "temporary_share", "temporary_over_share"))
        steps.append(partial(self.terms, Role.MINE, days, "mine_share", "mine_over_share"))
        steps.append(partial(self.filings, days))
        steps.append(partial(self.mines, days))
        for at, step in enumerate(steps):
            step(Part(feedback, 100 * at / len(steps), 100 * (at + 1) / len(steps)))
        for number, values in self.found.values.items():
            values["patch_mu"] = self.total(number)
            values.update(insides(values))
            values["also_on"] = also_on(values)
            ends = [paper.end for paper in self.found.papers[number] if paper.role is Role.TEMPORARY and paper.end]
            values["temporary_until"] = max(ends, default=None)
        return self.found

    def total(self, number: str) -> Decimal:
        return self.printed[number] if number in self.printed else to_mu(self.found.patch_m2[number])

    def mu_of(self, number: str, area_m2: float) -> Decimal:
        """亩 of a part, never more than the patch prints: a child's 亩 may have been adjusted downwards."""
        return min(to_mu(area_m2), self.total(number))

    def bare(self, feedback: Feedback) -> None:
        """No vector layer is bound: the patches still have an area."""
        cover = union_cover(self.patches, {}, self.options, feedback)
        for row in cover.frame.itertuples():
            self.found.patch_m2[row.patch_id] = float(row.patch_m2)
            self.found.values[row.patch_id] = {}

    def layer(self, role: Role, frame: Any, feedback: Feedback) -> None:
        land = role is Role.LAND
        result = measure(self.subject, frame, self.option(role, gap_free=land and self.book.land.gap_free), feedback)
        self.results.append(result)
        for row in result.coverage.itertuples():
            self.found.patch_m2[row.patch_id] = float(row.patch_m2)
            self.found.values[row.patch_id].update(self.plain_values(role, row))
            if not land and row.covered_m2 > self.touch_m2:
                share = Share(role, "", float(row.covered_m2), "", self.mu_of(row.patch_id, row.covered_m2))
                self.found.shares[row.patch_id].append(share)
        if land:
            self.unclassed(result, frame)
            self.land(result)
            self.villages(result, frame)
        if role.is_approval or role is Role.MINE:
            self.papers(role, result, frame)

    def option(self, role: Role, gap_free: bool = False) -> Options:
        return Options(
            grid=self.options.grid, basis=self.options.basis, gap_free=gap_free, layer_name=role.title,
            ridge_field="ridge_share" if role is Role.LAND and "ridge_share" in self.frames[role].columns else None,
            ridge_classes=frozenset(code for code, kind in self.book.land.kinds.items() if kind == ARABLE),
            group_by_feature=True,
        )  # fmt: skip

    def plain_values(self, role: Role, row: Any) -> dict[str, Value]:
        """Figures that need no date: control lines, filings, key areas."""
        covered, part = self.mu_of(row.patch_id, row.covered_m2), share_of(row.share)
        return {
            Role.FARMLAND: {"farmland_mu": covered},
            Role.REDLINE: {"redline_mu": covered},
            Role.URBAN: {"urban_mu": covered, "urban_share": part},
            Role.FACILITY: {"facility_share": part},
            Role.KEY_AREA: {"key_area_mu": covered},
        }.get(role, {})

    def unclassed(self, result: Result, frame: Any) -> None:
        """A blank or unknown class is never guessed: the patches that meet it get no land figures, the others stand.

        Raises RuleBookError for a layer of which no code is known: it is of another code system.
        """
        codes = {plain_text(code) for code in frame["class"].unique()} - {""}
        if codes and not codes & set(self.book.land.kinds):
            self.book.land.kind(min(codes))
        met: dict[str, list[str]] = defaultdict(list)
        for row in result.hits.itertuples():
            feature = frame.iloc[int(row.feature_index)]
            code = plain_text(feature.get("class"))
            if code not in self.book.land.kinds and row.area_m2 > self.closure_m2:
                told = f"地类编码“{code}”不在规则手册的“{self.book.land.system}”地类表中" if code else "没有地类编码"
                met[f"要素{feature.get('fid')}{told}"].append(row.patch_id)
        self.found.strange = {told: len(set(numbers)) for told, numbers in met.items()}
        for told, numbers in met.items():
            for number in numbers:
                self.found.unclassed.setdefault(number, f"{told}，地类面积按无数据")

    def land(self, result: Result) -> None:
        """Land classes in 亩 that sum to the printed patch; no figures for a patch that does not close."""
        for item in result.open_patches:
            if abs(item.missing_m2) > self.closure_m2:
                self.found.unclosed.setdefault(item.patch_id, float(item.missing_m2))
        parts: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for row in result.shares.itertuples():
            if plain_text(row[2]) in self.book.land.kinds or row.area_m2 > self.closure_m2:
                parts[row.patch_id].append((plain_text(row[2]), float(row.area_m2)))
        for row in result.coverage.itertuples():
            if not self.book.land.gap_free and row.uncovered_m2 > 1e-6:
                parts[row.patch_id].append((NO_CLASS, float(row.uncovered_m2)))
        doubled = {item.patch_id: -float(item.area_m2) for item in result.overlaps if item.area_m2 > self.closure_m2}
        for number, missing in doubled.items():
            self.found.unclosed.setdefault(number, missing)
        for number, rows in parts.items():
            if number not in self.found.unclosed and number not in self.found.unclassed:
                self.land_of(number, rows)

    def villages(self, result: Result, frame: Any) -> None:
        """203（村庄）of 城镇村属性码: its share of the patch; no figure where the layer carries no such codes."""
        if "settlement" not in frame.columns or not any(plain_text(code) for code in frame["settlement"].unique()):
            return
        inside: dict[str, float] = defaultdict(float)
        for row in result.hits.itertuples():
            if plain_text(frame["settlement"].iloc[int(row.feature_index)]).startswith(VILLAGE_CODE):
                inside[row.patch_id] += float(row.area_m2)
        for row in result.coverage.itertuples():
            self.found.values[row.patch_id]["village_share"] = share_of(inside[row.patch_id] / row.patch_m2)

    def land_of(self, number: str, rows: list[tuple[str, float]]) -> None:
        total = self.total(number)
        adjusted = close_parts([exact_mu(area) for _, area in rows], total)
        sums = dict.fromkeys((ARABLE, FARM, BUILT, UNUSED, NO_CLASS), Decimal("0.00"))
        for (code, area), mu in zip(rows, adjusted, strict=True):
            kind = NO_CLASS if code == NO_CLASS else self.book.land.kind(code)
            sums[kind] += mu
            self.found.shares[number].append(Share(Role.LAND, code, area, kind, mu))
        self.found.values[number].update(
            arable_mu=sums[ARABLE], other_farm_mu=sums[FARM], built_mu=sums[BUILT], unused_mu=sums[UNUSED],
            built_share=half_up(sums[BUILT] / total, SHARE_PLACES) if total else None,
        )  # fmt: skip

    def papers(self, role: Role, result: Result, frame: Any) -> None:
        """The papers that a patch lies on, by date; one that its edge merely touches is none of its own."""
        found: list[tuple[str, Paper]] = []
        for row in result.hits.itertuples():
            if row.area_m2 <= self.touch_m2:
                continue
            source = frame.iloc[int(row.feature_index)]
            text = {key: plain_text(source.get(key)) for key in role.fields}
            dates = (parse_date(text[key]) for key in ("date", "start", "end"))
            paper = Paper(role, text["number"], text["holder"], text["project"], *dates, float(row.area_m2))
            found.append((row.patch_id, paper))
        for number, paper in sorted(found, key=lambda item: (item[1].date or date.max, item[1].number)):
            self.found.papers[number].append(paper)

    def grounds(self, days: Mapping[str, date | None], feedback: Feedback) -> None:
        """批文、供地、登记、增减挂钩: coverage by papers not later than the after image, singly and as one union."""
        for role, key in GROUND_KEYS.items():
            if role in self.frames:
                self.dated([role], days, in_force, feedback, key)
        if roles := self.lawful_roles():
            self.dated(
                roles, days, in_force, feedback, "legal_share", left="legal_left_mu", arable="legal_left_arable_mu"
            )
            self.dated(roles, days, late, feedback, "late_share")

    def lawful_roles(self) -> tuple[Role, ...]:
        """The grounds that the book counts together; () when one of the obligatory ones is not bound."""
        if not all(role in self.frames for role in self.book.grounds):
            return ()
        return (*self.book.grounds, *(role for role in self.book.grounds_if_bound if role in self.frames))

    def terms(self, role: Role, days: Mapping[str, date | None], key: str, gone: str, feedback: Feedback) -> None:
        """临时用地 and 采矿权: coverage by those in their term on the after image, and by those already over."""
        if role not in self.frames:
            return
        mine = role is Role.MINE
        self.dated(
            [role], days, partial(counts, role), feedback, key,
            left="mine_out_mu" if mine else "", far="mine_out_m" if mine else "",
        )  # fmt: skip
        self.dated([role], days, over, feedback, gone)

    def filings(self, days: Mapping[str, date | None], feedback: Feedback) -> None:
        """设施农用地备案: what was filed by the after image, and what later."""
        if Role.FACILITY in self.frames:
            self.dated([Role.FACILITY], days, partial(counts, Role.FACILITY), feedback, "facility_share")
            self.dated([Role.FACILITY], days, filed_late, feedback, "facility_late_share")

    def mines(self, days: Mapping[str, date | None], feedback: Feedback) -> None:
        """采矿权: the licences hit, and the further boundaries of the mine; nothing for patches on a strange polygon."""
        if self.mining is None:
            return
        (licensed, *others), option, values = self.mining.frames, self.option(Role.MINE), self.found.values
        hits = self.found.licences = licences_under(self.subject, licensed, option, self.touch_m2)
        for figures in (
            licence_values(list(values), hits, days),
            boundary_values(self.patches, others, self.options, feedback),
        ):
            for number, mine in figures.items():
                values[number].update(mine)
        strange = self.mining.strange_under(self.subject, option, self.touch_m2, self.book.boundaries)
        for told, numbers in strange.items():
            self.found.mine_notes.append(f"{Role.MINE.title}{told}，涉及图斑{len(numbers)}个，其矿产指标按无数据")
            for number in numbers:
                self.found.unbounded.setdefault(number, told)
        for number in self.found.unbounded:
            for key in [key for key, item in FIELDS.items() if Role.MINE in item.roles]:
                values[number].pop(key, None)
        self.found.mine_notes += band_doubts(licensed) + term_doubts(licensed)

    def dated(
        self, roles: Sequence[Role], days: Mapping[str, date | None], keep: Callable[[Term, date], bool | None],
        feedback: Feedback, share: str, left: str = "", arable: str = "", far: str = "",
    ) -> None:  # fmt: skip
        """Coverage by the features that `keep` on each patch's own after date; unknown dates leave 无数据."""
        for day in sorted({day for day in days.values() if day}):
            numbers = [number for number, on in days.items() if on == day and number in self.found.patch_m2]
            chosen, doubtful = {}, set()
            for role in roles:
                frame = self.frames[role]
                verdicts = [keep(term, day) for term in self.terms_of(role)]
                chosen[role.title] = frame.take([i for i, verdict in enumerate(verdicts) if verdict is True])
                undated = {i for i, verdict in enumerate(verdicts) if verdict is None}
                doubtful |= self.touching(role, undated) if undated else set()
            here = self.patches[self.patches["patch_id"].isin(numbers)].reset_index(drop=True)
            cover = union_cover(here, chosen, self.options, feedback, distances=bool(far))
            rest = self.arable_left(cover, feedback) if arable else {}
            solid = solid_remainder(cover, self.options, self.sliver_m2) if arable else {}
            for row in cover.frame.itertuples():
                values = self.found.values[row.patch_id]
                if row.patch_id in doubtful:
                    continue
                values[share] = share_of(row.share)
                if left:
                    values[left] = self.mu_of(row.patch_id, row.uncovered_m2)
                if arable:
                    values["legal_left_solid_mu"] = to_mu(solid.get(row.patch_id, 0.0))
                if arable and rest is not None and row.patch_id not in self.found.unclosed | self.found.unclassed:
                    values[arable] = rest.get(row.patch_id, Decimal("0.00"))
                if far and row.share > 0:
                    values[far] = half_up(Decimal(repr(float(row.farthest_m))), CENT)

    def terms_of(self, role: Role) -> list[Term]:
        """The dates of each feature, read once."""
        if role not in self._terms:
            frame = self.frames[role]
            columns = [frame[key] if key in frame.columns else [None] * len(frame) for key in ("date", "start", "end")]
            self._terms[role] = [
                Term(*(parse_date(plain_text(text)) for text in row)) for row in zip(*columns, strict=True)
            ]
        return self._terms[role]

    def touching(self, role: Role, features: set[int]) -> set[str]:
        """Patches that meet a feature whose dates are missing: nothing can be said of them."""
        asked = role, frozenset(features)
        if asked not in self._touching:
            result = measure(self.subject, self.frames[role].take(sorted(features)), self.option(role), None)
            self._touching[asked] = {row.patch_id for row in result.hits.itertuples() if row.area_m2 > self.touch_m2}
        return self._touching[asked]

    def arable_left(self, cover: Any, feedback: Feedback) -> dict[str, Decimal] | None:
        """耕地 in 亩 in the uncovered remainder; None without the land layer."""
        if Role.LAND not in self.frames:
            return None
        left = cover.remainder
        if not len(left):
            return {}
        result = measure(left, self.frames[Role.LAND], self.option(Role.LAND), feedback)
        sums: dict[str, float] = defaultdict(float)
        for row in result.shares.itertuples():
            if self.book.land.kinds.get(plain_text(row[2])) == ARABLE:
                sums[row.patch_id] += float(row.area_m2)
        return {number: to_mu(area) for number, area in sums.items()}


def share_of(fraction: float) -> Decimal:
    """A fraction (0–1) as Decimal with six decimals, never above 1 by floating dust."""
    return half_up(Decimal(repr(min(1.0, max(0.0, float(fraction))))), SHARE_PLACES)


def missing_fields(values: Mapping[str, Value]) -> dict[str, Value]:
    """Every check field, None where nothing was measured: absent data is said to be absent."""
    return {key: values.get(key) for key in FIELDS}
