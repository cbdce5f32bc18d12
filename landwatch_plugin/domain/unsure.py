"""存疑原因: what is known of one patch when its rules are tried, and why a rule cannot say yes or no."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from landwatch_plugin.domain.check import Paper, Value
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dates import chinese_date
from landwatch_plugin.domain.field_texts import UNVISITED, VISIT, Printed, is_empty
from landwatch_plugin.domain.paper_dates import named, undated
from landwatch_plugin.domain.paper_terms import Term

NO_FAILURE: Mapping[Role, str] = {}
_HEIGHTS = ("mine_top_m", "mine_bottom_m", "dig_top_m", "dig_bottom_m")
_SELDOM = ("remark", "tz")
"""Fields that are empty as a rule: their absence explains nothing."""
_ONE_FACT = {"use_kinds": "use", "use_nature": "use", "found_kinds": "found"}
_LEGAL = ("legal_share", "legal_left_mu", "legal_left_arable_mu", "legal_left_solid_mu", "late_share", "makeup_share")
_DATED = {
    "batch_share": Role.BATCH, "single_share": Role.SINGLE, "supply_share": Role.SUPPLY, "registered_share": Role.REGISTERED,
    "linked_share": Role.LINKED, "temporary_share": Role.TEMPORARY, "temporary_over_share": Role.TEMPORARY,
    "temporary_makeup_share": Role.TEMPORARY, "facility_makeup_share": Role.FACILITY,
    "mine_share": Role.MINE, "mine_over_share": Role.MINE, "mine_out_mu": Role.MINE, "mine_out_m": Role.MINE,
    "mine_in_mu": Role.MINE, "mine_end": Role.MINE,
}  # fmt: skip
"""Figures that hang on the dates of the papers of one role."""
_MAKEUP = ("makeup_share", "temporary_makeup_share", "facility_makeup_share")
"""Those that hang on the day of building too."""


@dataclass(frozen=True)
class Doubt:
    """Why one rule is 存疑."""

    unbound: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    """Layers that could not be used, each with the reason: “临时用地（无法打开）”."""
    rest: tuple[str, ...] = ()
    """What else lacks, in sentences."""
    whys: tuple[str, ...] = ()
    """Of these, what is wrong with the data themselves: a paper without a date."""
    unfilled: tuple[str, ...] = ()
    """Facts that the field visit left out."""
    unvisited: tuple[str, ...] = ()
    """Facts that only a field visit can tell, where nobody has been."""

    @property
    def awaits_visit(self) -> bool:
        """A field visit settles it; nothing else lacks."""
        return bool(self.unvisited) and not (self.unbound or self.broken or self.rest or self.unfilled)

    @property
    def text(self) -> str:
        parts = [f"未绑定图层：{'、'.join(self.unbound)}" if self.unbound else ""]
        parts += [f"检查未完成的图层：{'、'.join(self.broken)}" if self.broken else "", *self.rest]
        parts += [f"外业核查未填写：{'、'.join(self.unfilled)}" if self.unfilled else ""]
        parts += [f"{UNVISITED}：{'、'.join(self.unvisited)}" if self.unvisited else ""]
        return "；".join(part for part in parts if part)


class Known:
    """Figures, layers and papers of one patch. `failed`: roles that are bound but could not be used, with the reason; they
    are not in `bound`. `grounds`: roles that the book counts together as lawful grounds."""

    def __init__(
        self, values: Mapping[str, Value], bound: Collection[Role], failed: Mapping[Role, str] = NO_FAILURE,
        papers: Sequence[Paper] = (), grounds: Collection[Role] = (),
    ) -> None:  # fmt: skip
        self.values, self.bound, self.failed, self.papers, self.grounds = values, bound, failed, papers, grounds
        self.printed = Printed(values)
        self._whys: dict[str, str] = {}

    def lacking(self, needs: Collection[Role]) -> list[Role]:
        return [role for role in needs if role not in self.bound]

    def doubt(self, needs: Collection[Role], fields: Sequence[str]) -> Doubt:
        """Layers that are not bound, layers that failed and why, figures that are not there and why, doubtful elevations."""
        lacking = self.lacking(needs)
        empty = [key for key in fields if is_empty(self.values.get(key)) and key not in _SELDOM]
        facts = tuple(dict.fromkeys(FIELDS[_ONE_FACT.get(key, key)].title for key in empty if key in VISIT))
        rest = self._figures([key for key in empty if key not in VISIT], lacking)
        doubt = self.values.get("mine_doubt")
        rest += [str(doubt)] if doubt and any(key in _HEIGHTS for key in empty) else []
        term = self.values.get("mine_term_doubt")
        rest += [str(term)] if term and any(_DATED.get(key) is Role.MINE for key in empty) else []
        return Doubt(
            tuple(role.title for role in lacking if role not in self.failed),
            tuple(f"{role.title}（{self.failed[role]}）" for role in lacking if role in self.failed),
            tuple(rest),
            tuple(dict.fromkeys(self._whys[key] for key in empty if self._whys.get(key))),
            facts if self.printed.visited else (),
            () if self.printed.visited else facts,
        )

    def _figures(self, empty: Sequence[str], told: Collection[Role]) -> list[str]:
        """Figures that are not there, those of one reason together. `told`: roles whose absence is said already."""
        groups: dict[str, list[str]] = {}
        for key in empty:
            lacking = self.lacking(self._roles(key))
            roles = [role.title for role in lacking if role not in told]
            why = f"{'、'.join(roles)}没有数据" if roles else "" if lacking else self.why(key)
            groups.setdefault(why, []).append(FIELDS[key].title)
        return [f"无数据：{'、'.join(titles)}" + (f"（{why}）" if why else "") for why, titles in groups.items()]

    def why(self, key: str) -> str:
        """Why a figure is not there although its layers are; "" when nothing is known of it."""
        if key not in self._whys:
            self._whys[key] = self._why(key)
        return self._whys[key]

    def _why(self, key: str) -> str:
        if key not in _DATED and key not in _LEGAL:
            return ""
        if is_empty(self.values.get("after_date")) and key != "mine_end":
            return "没有后时相日期"
        papers = [paper for paper in self.papers if paper.role in self._roles(key)]
        return undated(papers) or (self._makeup(papers) if key in _MAKEUP else "")

    def _roles(self, key: str) -> Collection[Role]:
        if key == "makeup_share":
            return [role for role in self.grounds if role in self.bound]
        if key in _LEGAL and self.grounds:
            land = [role for role in FIELDS[key].roles if role is Role.LAND]
            return [*(role for role in self.grounds if role in self.bound or role in FIELDS[key].roles), *land]
        return FIELDS[key].roles

    def _makeup(self, papers: Sequence[Paper]) -> str:
        """Between the images nobody knows which came first, the paper or the building."""
        first, after = self.values.get("built_from"), self.values.get("after_date")
        if not is_empty(self.values.get("built_on")) or not isinstance(after, date):
            return ""
        if not isinstance(first, date):
            return "没有前时相日期，也没有填写建设时间"
        between = [paper for paper in papers if (day := _begun(paper)) and first < day <= after]
        if not between:
            return ""
        return f"没有填写建设时间，而{named(between, _day)}的批准日期在前后时相之间"


def _begun(paper: Paper) -> date | None:
    term = Term(paper.date, paper.start, paper.end)
    return term.begun if paper.role is Role.TEMPORARY else term.on


def _day(paper: Paper) -> str:
    day = _begun(paper)
    return chinese_date(day) if day else ""
