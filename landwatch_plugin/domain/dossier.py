"""图斑卷宗: what one patch's volume says (一图斑一卷宗), from its case and its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from landwatch_plugin.domain.card import evidence_items, kind_bars, theme_bars
from landwatch_plugin.domain.case import NOWHERE, Case, PhotoNote
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dates import chinese_date, parse_date, shown_day
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.units import SHARE_PLACES, half_up, percent, to_mu
from landwatch_plugin.domain.verdict import Outcome, party_of


def dossier_content(
    case: Case, book: RuleBook, org: str, on: date, pictures: Mapping[str, str], centre: str
) -> dict[str, Any]:
    """Content of the template 图斑卷宗. Areas in m² and 亩; `pictures`: before, after, overlay files; `centre` "" where
    coordinates are not to be printed. Raises LandwatchError when a fact of the field visit is missing."""
    check, patch = case.check, case.patch
    return {
        "patch": {
            "number": patch.number, "batch": patch.batch, "town": patch.town or ("" if patch.village else NOWHERE), "village": patch.village,
            "change_type": book.change_type(patch.change_type), "feature": patch.feature, "remark": patch.remark,
            "base_class": book.land.title(patch.base_class) if patch.base_class else "",
            "m2": check.patch_m2, "mu": case.mu, "outline": "子图斑范围" if patch.parent else "下发图斑范围",
            "official_mu": None if patch.official_m2 is None else to_mu(patch.official_m2),
        },
        "dates": {
            "surveyed": parse_date(case.fact("核查日期")) or case.fact("核查日期"),
            "before": shown_day(patch.before, patch.before_text), "after": shown_day(patch.after, patch.after_text),
        },
        "centre": centre,
        "areas": _areas(case, book),
        "of_which": [
            {"name": bar.label, "m2": _kind_m2(case, bar.label), "mu": bar.mu}
            for bar in kind_bars(check) if bar.mu is None or bar.mu > 0
        ],
        "coverage": [
            {"name": bar.label, "state": bar.state, "mu": bar.mu, "share": _percent(bar.share), "papers": bar.detail}
            for bar in theme_bars(check)
        ],
        "findings": _findings(case),
        "incomplete": "、".join(check.incomplete),
        "next_step": check.suggestion.next_step.rstrip("。"),
        "not_met": "、".join(f.rule for f in check.findings if f.outcome is Outcome.NOT_MET),
        "suggestion": check.suggestion.text.removeprefix("建议：") + _sentence(check.suggestion.reason),
        "decision": _decision(case),
        "evidence": _evidence(case, book),
        "facts": _facts(case),
        "inspectors": [name for name in case.fact("核查人").replace("，", "、").split("、") if name],
        "pictures": dict(pictures),
        "photos": [{"file": photo.file, "caption": _caption(photo)} for photo in case.photos],
        "unclosed_m2": check.unclosed_m2 or None, "adjusted": _adjusted(case, book),
        "area_basis": check.basis, "rulebook": check.rulebook,
        "basis_text": f"{case.basis}。" if case.basis else "",
        "org": org, "date": on,
    }  # fmt: skip


def _sentence(reason: str) -> str:
    return f"。{reason.rstrip('。')}" if reason else ""


def _kind_m2(case: Case, kind: str) -> float | None:
    """m² of one kind of land; None without land figures (layer not bound, or not closing on the patch)."""
    land = [share for share in case.check.shares if share.role is Role.LAND]
    return sum(share.area_m2 for share in land if share.kind == kind) if land else None


def _percent(share: float | None) -> Decimal | None:
    """Of the measured area, as the rules print it; 亩 divided by 亩 would be off by their rounding."""
    return None if share is None else percent(half_up(Decimal(repr(share)), SHARE_PLACES), Decimal(1))


def _areas(case: Case, book: RuleBook) -> list[dict[str, Any]]:
    """Land classes with m² and 亩; the last row is the patch, and the rows above sum to it."""
    rows = [
        {"role": Role.LAND.title, "kind": share.kind,
         "class": book.land.title(share.land_class) if share.land_class != share.kind else share.kind,
         "m2": share.area_m2, "mu": share.mu}
        for share in case.check.shares if share.role is Role.LAND
    ]  # fmt: skip
    return sorted(rows, key=lambda row: -float(str(row["m2"])))


def _adjusted(case: Case, book: RuleBook) -> str:
    """Land classes whose 亩 were moved so that the parts sum to the patch (平差, formats.md §6)."""
    land = (share for share in case.check.shares if share.role is Role.LAND and share.adjustment)
    return "、".join(f"{book.land.title(share.land_class)}调整{share.adjustment:+}亩" for share in land)


def _findings(case: Case) -> list[dict[str, Any]]:
    """Rules met, then unsure; those not met are named in `not_met`, so that the reader sees what was tried."""
    order = {Outcome.MET: 0, Outcome.UNSURE: 1}
    return [
        {"id": f.rule, "title": f.title, "state": f.outcome.value, "verdict": f.verdict, "subtype": f.subtype,
         "message": f.message or f.reason, "values": "；".join(f"{name} {value}" for name, value in f.values.items()),
         "citation": f.citation, "certainty": f.certainty}
        for f in sorted((f for f in case.check.findings if f.outcome in order), key=lambda f: order[f.outcome])
    ]  # fmt: skip


def _decision(case: Case) -> dict[str, Any] | None:
    decision = case.decision
    if decision is None:
        return None
    return {
        "verdict": "暂缓" if decision.deferred else decision.verdict, "subtype": decision.subtype,
        "reason": decision.reason.rstrip("。；， "),
        "tags": list(decision.tags), "party": party_of(decision, case.facts or {}), "owner": decision.owner, "deadline": decision.deadline,
        "meeting": decision.meeting, "by": decision.by, "date": decision.on or parse_date(case.decided_on[:10]),
    }  # fmt: skip


def _evidence(case: Case, book: RuleBook) -> list[dict[str, Any]]:
    shown = case.decision if case.decision and not case.decision.deferred else case.check.suggestion
    items = evidence_items(book, shown.verdict, shown.subtype, set(case.held))
    listed = [
        {"name": item.name, "have": item.held, "note": item.note or "应有"}
        for item in items if item.held or item.need != "可选"
    ]  # fmt: skip
    others = sorted(case.held - {item.name for item in items})
    return listed + [{"name": name, "have": True, "note": "其他"} for name in others]


def _facts(case: Case) -> str:
    """Where it was split from, 现场情况 as written, then what else is known, a line each; the 核查日期 and 实地用途 must be there."""
    lines = [f"本图斑由图斑{case.patch.parent}拆分而来，现场情况系拆分前记录。"] if case.patch.parent else []
    lines.append(case.fact("现场情况").rstrip("。") + "。")
    known = [("实地用途", case.fact("实地用途"))]
    known += [
        (name, _day((case.facts or {}).get(name, ""))) for name in ("建设时间", "项目名称", "用地主体", "主体类型")
    ]
    lines.append("，".join(f"{name}：{value}" for name, value in known if value) + "。")
    return "\n".join(lines)


def _day(text: str) -> str:
    """A date in the form of documents; any other text as it is."""
    found = parse_date(text)
    return chinese_date(found) if found else text


def _caption(photo: PhotoNote) -> str:
    parts = []
    if photo.taken_at:
        parts.append(f"拍摄于{photo.taken_at[:16].replace('T', ' ')}")
    if photo.azimuth is not None:
        parts.append(f"方位角{photo.azimuth:.0f}°")
    if photo.place:
        parts.append(photo.place)
    return "，".join(parts)
