"""手工案情: cases without a ledger, for the tests of what documents say. Pure: no QGIS, no files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from landwatch_plugin.domain.case import Case, PhotoNote
from landwatch_plugin.domain.check import Check, Paper, Share, Value
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.patch import Patch, State
from landwatch_plugin.domain.units import close_parts, exact_mu, to_mu
from landwatch_plugin.domain.verdict import Decision, Finding, Outcome, Suggestion

D = Decimal
ILLEGAL = Suggestion("违法", "未报即用", "W-07", "缺1项举证", "未发现批准、供地、临时用地、设施备案覆盖图斑。", ("停工通知书",))
W07 = Finding("W-07", "未取得任何用地手续", Outcome.MET, "违法", "未报即用", "未发现手续", {"耕地面积": "3.00亩"}, "以系统信息为准", "方案原文")
H03 = Finding("H-03", "供地范围全覆盖", Outcome.NOT_MET, "合法", "供地", "", {"供地覆盖率": "0.00%"}, "土地供应批准文号及占比", "部门资料")
FACTS = {
    "现场情况": "已建成厂房1栋。", "实地用途": "工业用地", "建设时间": "2026-03-01", "项目名称": "某厂项目", "用地主体": "某公司", "核查人": "李某、王某",
    "核查日期": "2026-07-22",
}  # fmt: skip


def checked(number: str, arable_m2: float | None = 2000.0, other_m2: float = 0.0, **given: Any) -> Check:
    """A check: 水田 and 乔木林地 that close on the patch; without cultivated land (None) no land data at all."""
    parts = [("0101", "耕地", arable_m2 or 0.0), ("0301", "其他农用地", other_m2)]
    total = sum(area for _, _, area in parts) or 2000.0
    kept = [part for part in parts if part[2] and arable_m2 is not None]
    adjusted = close_parts([exact_mu(area) for _, _, area in kept], to_mu(total)) if kept else []
    shares = tuple(Share(Role.LAND, code, area, kind, mu) for (code, kind, area), mu in zip(kept, adjusted, strict=True))
    values: dict[str, Value] = {"patch_mu": to_mu(total), "arable_mu": None, "farmland_mu": None}
    if arable_m2 is not None:
        values |= {"arable_mu": to_mu(arable_m2), "farmland_mu": D("0.50")}
    made: dict[str, Any] = {
        "rulebook": "2022-default 1.0（01234567）", "basis": "椭球面积（CGCS2000椭球）", "at": "2026-08-01T10:30:00", "values": values,
        "shares": shares, "papers": (Paper(Role.SUPPLY, "演让合字1号", area_m2=3.0),), "findings": (H03, W07),
        "suggestion": ILLEGAL, "unbound": ("采矿权",), "patch_m2": total,
    }  # fmt: skip
    return Check(number, **(made | given))


def decision(verdict: str = "违法", subtype: str = "未报即用", **given: Any) -> Decision:
    return Decision(verdict, subtype, **({"reason": "未取得用地手续", "by": "张某"} | given))


def deferred(reason: str = "拟分割后判定") -> Decision:
    return Decision("", "", reason, "张某", deferred=True)


def case(
    number: str = "990126SJ0001", town: str = "青禾镇", decided: Decision | None = None, *, arable_m2: float | None = 2000.0,
    other_m2: float = 0.0, facts: Mapping[str, str] | None = FACTS, remedied: str = "0.00", held: tuple[str, ...] = ("情况说明",),
    photos: tuple[PhotoNote, ...] = (), check: Check | None = None, **patch: Any,
) -> Case:  # fmt: skip
    """A case; `decided` None = not decided yet."""
    own: dict[str, Any] = {
        "town": town, "village": "一村", "area_m2": 2000.0, "official_m2": 2010.0, "change_type": "20", "feature": "厂房",
        "before": date(2026, 2, 8), "after": date(2026, 5, 12), "base_class": "0101",
    }  # fmt: skip
    state = State.SCREENED if decided is None else State.DEFERRED if decided.deferred else State.DECIDED
    return Case(
        Patch(number, "2026年6月", b"", **(own | patch)), state, check or checked(number, arable_m2, other_m2), decided,
        "2026-08-27T10:00:00+08:00" if decided else "", facts, frozenset(held), photos, D(remedied),
    )  # fmt: skip
