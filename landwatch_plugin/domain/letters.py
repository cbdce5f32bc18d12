"""警示提醒函: what a reminder letter to a township says, from its cases and its place in the county."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from landwatch_plugin.domain.accountability import Sheet
from landwatch_plugin.domain.book_parts import ILLEGAL
from landwatch_plugin.domain.case import Case, total_mu
from landwatch_plugin.domain.dates import add_working_days, chinese_date
from landwatch_plugin.domain.errors import LandwatchError


def problem_cases(cases: Sequence[Case]) -> list[Case]:
    """Cases decided 违法 that are not put right, largest cultivated land first; mines and others without any follow."""
    illegal = [case for case in cases if case.kind == ILLEGAL]
    still = [case for case in illegal if left_mu(case) > 0 or not (taken_mu(case) or case.remedied)]
    return sorted(still, key=lambda case: (-left_mu(case), -case.mu, case.number))


def taken_mu(case: Case) -> Decimal:
    """违法占用耕地 in 亩. Raises LandwatchError without land data: no letter may leave it out."""
    arable = case.illegal_mu if case.illegal_mu is not None else case.value_mu("arable_mu")
    if arable is None:
        raise LandwatchError(
            f"违法图斑{case.number}没有耕地面积（地类图层未绑定或不闭合），不能发函和排名。",
            "请绑定或修正地类图斑图层重新核查，并重新确认该图斑的判定。",
        )
    return arable


def left_mu(case: Case) -> Decimal:
    """违法占用耕地 not yet put right, in 亩."""
    return max(Decimal("0.00"), taken_mu(case) - case.remedied_mu)


def ranking(cases: Sequence[Case]) -> list[tuple[str, Decimal, int]]:
    """(town, unremedied cultivated land in 亩, rank): the worst first; ties share a rank."""
    towns = dict.fromkeys(case.patch.town for case in cases if case.patch.town)
    left = {
        town: sum((left_mu(c) for c in cases if c.patch.town == town and c.kind == ILLEGAL), Decimal("0.00"))
        for town in towns
    }
    ordered = sorted(left.items(), key=lambda item: (-item[1], item[0]))
    return [(town, mu, 1 + sum(other > mu for _, other in ordered)) for town, mu in ordered]


def letter_content(
    town: str, cases: Sequence[Case], everyone: Sequence[Case], sheet: Sheet, *,
    org: str, number: str, period: str, on: date, working_days: int, basis: str, contact: str, phone: str, cc: Sequence[str], rulebook: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Content of the template 警示提醒函. `cases` are the town's, `everyone` the county's; areas in 亩."""
    illegal = [case for case in cases if case.kind == ILLEGAL]
    left = sum((left_mu(case) for case in illegal), Decimal("0.00"))
    taken = sum((taken_mu(case) for case in illegal), Decimal("0.00"))
    places = ranking(everyone)
    rank = next((place for name, _, place in places if name == town), 0)
    reply_by = add_working_days(on, working_days)
    return {
        "org": org, "number": number, "town": town, "town_government": f"{town}人民政府", "period": period,
        "basis": basis, "received": len(cases),
        "decided": sum(case.decision is not None and not case.decision.deferred for case in cases),
        "illegal": {
            "count": len(illegal), "mu": total_mu(illegal), "arable_mu": taken,
            "farmland_mu": total_mu(illegal, "farmland_mu"),
            "remedied_arable_mu": taken - left, "left_arable_mu": left,
        },
        "rank": rank, "rank_total": len(places),
        "ratio": {"numerator": sheet.numerator, "denominator": sheet.denominator, "percent": sheet.percent_text},
        "problems": [_problem(case) for case in problem_cases(cases)],
        "demands": _demands(reply_by), "reply_by": reply_by, "contact": contact, "phone": phone, "cc": list(cc), "date": on,
        "rulebook": rulebook,
    }  # fmt: skip


def _problem(case: Case) -> dict[str, Any]:
    decision = case.decision
    return {
        "number": case.number, "village": case.patch.village, "subject": (case.facts or {}).get("用地主体", "") or "待查明",
        "mu": case.mu, "arable_mu": taken_mu(case), "left_mu": left_mu(case),
        "subtype": decision.subtype if decision else "", "state": "部分整改" if case.remedied_mu > 0 else "未整改",
        "deadline": chinese_date(decision.deadline) if decision and decision.deadline else "抓紧整改",
    }  # fmt: skip


def _demands(reply_by: date) -> list[str]:
    return [
        "对本函所列问题图斑逐宗落实整改责任人和整改措施，切实消除土地违法状态。",
        "能够拆除复耕的尽快拆除复耕到位，符合条件的依法依规补办用地手续，及时提供整改举证材料。",
        f"请于{chinese_date(reply_by)}前将整改情况书面报送我局。",
    ]
