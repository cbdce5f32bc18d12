"""图斑卡片: what the dock and the wall show of one patch, put together from patch, check, facts and rule book."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from landwatch_plugin.domain.check import Check, Paper
from landwatch_plugin.domain.control import OVERLAID, Role
from landwatch_plugin.domain.land_class import KINDS
from landwatch_plugin.domain.paper_dates import date_lacking, not_in_force
from landwatch_plugin.domain.patch import Patch, State
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.splitting import split_offer
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.domain.verdict import Decision, Finding, Suggestion, TagProposal


class Contact(str, Enum):
    """Three states of a theme."""

    TOUCHED = "压占"
    CLEAR = "未压占"
    NO_DATA = "无数据"


@dataclass(frozen=True)
class Bar:
    """One line of the facts: an area in 亩 with its share of the patch (0–1), drawn as a small bar."""

    role: Role
    label: str
    contact: Contact
    mu: Decimal | None
    share: float | None
    detail: str = ""
    """Numbers of the papers hit, for approvals and mines, with what keeps one from being in force."""
    in_force: bool = True
    """False when every paper that covers is over, or later than the after image."""
    doubt: str = ""
    """Why nobody can say whether the ground was covered: a paper, or the after image, without a date."""

    @property
    def state(self) -> str:
        """The contact in words: 压占 for lines that forbid, 覆盖 for grounds that allow; 无数据 for both."""
        grants = self.role.is_approval or self.role is Role.MINE
        if self.contact is Contact.NO_DATA or not grants:
            return self.contact.value
        if self.contact is not Contact.TOUCHED:
            return "未覆盖"
        if self.doubt:
            return f"覆盖（{self.doubt}，存疑）"
        return "覆盖" if self.in_force else "覆盖（不在有效期）"


@dataclass(frozen=True)
class EvidenceItem:
    name: str
    held: bool
    need: str = "必备"
    """必备, 任选其一 or 可选."""
    wanted: bool = True
    """Its absence is a gap: 必备, or one of a group of which nothing is held."""

    @property
    def note(self) -> str:
        return "" if self.need == "必备" else self.need


@dataclass(frozen=True)
class Card:
    patch: Patch
    state: State
    place: str
    """乡镇 + 村."""
    patch_mu: Decimal
    kinds: tuple[Bar, ...]
    """耕地 … 未利用地; they sum to the patch."""
    themes: tuple[Bar, ...]
    """Control lines, approvals, mines: "of which" figures."""
    findings: tuple[Finding, ...]
    suggestion: Suggestion
    evidence: tuple[EvidenceItem, ...]
    decision: Decision | None
    facts: Mapping[str, str]
    photos: tuple[str, ...]
    basis: str
    rulebook: str
    unbound: tuple[str, ...]
    """检查未完成的图层, with the reason of each."""
    change_type: str = ""
    """TBLX with its name: 建（构）筑物（20）."""
    kind: str = ""
    """What the class decided amounts to: 合法, 违法 or 其他; "" before a decision."""
    tags: tuple[TagProposal, ...] = ()
    suggested_kind: str = ""
    """What the class suggested amounts to; "" without a suggestion."""
    stale: bool = False
    """Checked by another rule book than the sitting's."""
    offer: str = ""
    """Why the patch had better be split; "" when it need not be."""
    doubts: tuple[str, ...] = ()
    """Records with a mark of 涉军涉密 that nobody has confirmed or denied; nothing of the patch is printed meanwhile."""
    doubtful_kin: str = ""
    """The doubtful patch of the same split, when this one has no doubt of its own."""

    @property
    def suited_tags(self) -> tuple[TagProposal, ...]:
        """Proposed tags that suit the class decided; before a decision, the class suggested."""
        kind = self.kind or self.suggested_kind
        return tuple(tag for tag in self.tags if not tag.kinds or kind in tag.kinds)


def held_evidence(book: RuleBook, check: Check | None, ticked: Collection[str], photos: int, facts: bool) -> set[str]:
    """Evidence there is: ticked by a person, or proved by what the ledger holds (photos, facts, papers hit).

    A tick does not stand for a photo: only a registered file can be bound into the volume.
    """
    met = {paper.role.value for paper in check.papers if paper.number} if check else set()
    filed = {item.name for item in book.evidence.values() if item.source == "photo"}
    held = {name for name in ticked if name not in filed}
    for item in book.evidence.values():
        if (
            (item.source == "photo" and photos)
            or (item.source == "facts" and facts)
            or (item.source == "overlay" and check)
            or item.source in met
        ):
            held.add(item.name)
    return held


def missing_evidence(book: RuleBook, verdict: str, subtype: str, held: Collection[str]) -> tuple[str, ...]:
    """Mandatory evidence of a sub-type that is not held, in the book's order; () when no class is given."""
    wanted = book.resolved(verdict, subtype)
    return next((item.missing(held) for item in book.subtypes if (item.verdict, item.name) == wanted), ())


def evidence_items(book: RuleBook, verdict: str, subtype: str, held: set[str]) -> tuple[EvidenceItem, ...]:
    """All that the sub-type knows of: 必备, 任选其一, 可选; () when no class is given."""
    wanted = book.resolved(verdict, subtype)
    found = next((item for item in book.subtypes if (item.verdict, item.name) == wanted), None)
    if found is None:
        return ()
    satisfied = {name for group in found.one_of if held & set(group) for name in group}
    return tuple(
        EvidenceItem(name, name in held, need, need == "必备" or (need == "任选其一" and name not in satisfied))
        for name, need in found.asked()
    )


def kind_bars(check: Check) -> tuple[Bar, ...]:
    """耕地 / 其他农用地 / 建设用地 / 未利用地, from the adjusted 亩, so that they sum to the printed patch.

    No data when the layer is not bound, nor when it does not close on the patch: then the check holds no land share.
    """
    unbound = not any(share.role is Role.LAND for share in check.shares)
    total = sum((share.mu for share in check.shares if share.role is Role.LAND), Decimal(0))
    others = {share.kind for share in check.shares if share.role is Role.LAND} - set(KINDS)
    bars = []
    for kind in (*KINDS, *sorted(others)):
        mu = sum((share.mu for share in check.shares if share.role is Role.LAND and share.kind == kind), Decimal(0))
        state = Contact.NO_DATA if unbound else Contact.TOUCHED if mu else Contact.CLEAR
        part = float(mu / total) if total else 0.0
        bars.append(Bar(Role.LAND, kind, state, None if unbound else mu, None if unbound else part))
    return tuple(bars)


def theme_bars(check: Check) -> tuple[Bar, ...]:
    """One bar per control line, approval kind, licence and key area."""
    return tuple(_theme(check, role) for role in OVERLAID if role is not Role.LAND)


def _theme(check: Check, role: Role) -> Bar:
    if role.title in check.unbound:
        return Bar(role, role.title, Contact.NO_DATA, None, None)
    covered = sum(share.area_m2 for share in check.shares if share.role is role)
    met = [paper for paper in check.papers if paper.role is role]
    notes = [not_in_force(paper, check.values.get("after_date")) for paper in met]
    papers = [f"{paper.number}{note}" for paper, note in zip(met, notes, strict=True) if paper.number]
    state = Contact.TOUCHED if covered > 0 else Contact.CLEAR
    part = min(1.0, covered / check.patch_m2) if check.patch_m2 else 0.0
    mu = min(to_mu(covered), check.mu) if check.patch_m2 else to_mu(covered)
    return Bar(role, role.title, state, mu, part, "、".join(papers), not (notes and all(notes)), _undated(met, check))


def _undated(met: Sequence[Paper], check: Check) -> str:
    """What is not known of the days that the papers of one kind hang on; "" when all is known."""
    dated = [paper for paper in met if paper.role is not Role.FACILITY]
    if any(date_lacking(paper) for paper in dated):
        return "日期不详"
    return "后时相不详" if dated and not isinstance(check.values.get("after_date"), date) else ""


def make_card(
    patch: Patch,
    state: State,
    check: Check | None,
    book: RuleBook,
    decision: Decision | None,
    facts: Mapping[str, str],
    ticked: Collection[str],
    photos: Sequence[str],
) -> Card:
    """The card of a patch. Without a check there are no figures: empty tuples, never zeros."""
    held = held_evidence(book, check, ticked, len(photos), bool(facts))
    shown = decision if decision and not decision.deferred else check.suggestion if check else None
    return Card(
        patch,
        state,
        f"{patch.town}{patch.village}",
        check.mu if check else to_mu(patch.area_m2),
        kind_bars(check) if check else (),
        theme_bars(check) if check else (),
        check.findings if check else (),
        check.suggestion if check else Suggestion("", "", "", "", "尚未核查"),
        evidence_items(book, shown.verdict, shown.subtype, held) if shown and shown.verdict else (),
        decision,
        dict(facts),
        tuple(photos),
        check.basis if check else "",
        check.rulebook if check else "",
        check.incomplete if check else (),
        book.change_type(patch.change_type),
        book.kind(decision.verdict) if decision else "",
        check.tags if check else (),
        book.kind(check.suggestion.verdict) if check else "",
        check is not None and not book.is_of(check.rulebook),
        split_offer(check.values, book.thresholds, patch.change_type in book.mine_types) if check else "",
    )
