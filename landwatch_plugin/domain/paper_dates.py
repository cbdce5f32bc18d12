"""批文日期: papers whose date is not known prove nothing, neither that they were in force nor that they were not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from landwatch_plugin.domain.check import Paper
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dates import chinese_date, turned_round

_NAMED = 3
_NOUNS = {
    Role.BATCH: "批文", Role.SINGLE: "批文", Role.LINKED: "批文", Role.SUPPLY: "供地文件", Role.REGISTERED: "不动产权证",
    Role.TEMPORARY: "临时用地批文", Role.MINE: "采矿许可证",
}  # fmt: skip
_DATES = {Role.REGISTERED: "登记日期", Role.TEMPORARY: "有效期止", Role.MINE: "有效期止"}


def date_lacking(paper: Paper) -> str:
    """The date that a paper would need to count and does not have: 批准日期, 登记日期 or 有效期止; "" when it has it."""
    if paper.role not in _NOUNS:
        return ""
    name = _DATES.get(paper.role, "批准日期")
    return name if (paper.end if name == "有效期止" else paper.date) is None else ""


def undated(papers: Sequence[Paper]) -> str:
    """批文某号没有批准日期或日期不能识别; "" when every paper has the date that counts."""
    groups: dict[str, list[Paper]] = {}
    for paper in papers:
        if name := date_lacking(paper):
            groups.setdefault(name, []).append(paper)
    return "；".join(f"{named(found)}{_without(name)}" for name, found in groups.items())


def _without(name: str) -> str:
    """A blank and a text that is no date leave the same gap."""
    return f"没有{name}或日期不能识别"


def named(papers: Sequence[Paper], more: Callable[[Paper], str] | None = None) -> str:
    """Papers by kind and number, the first few of them; `more`: what is said of each, in brackets."""
    texts = [
        f"{_NOUNS.get(paper.role, paper.role.title)}{paper.number or '（未写明文号）'}" + (f"（{more(paper)}）" if more else "")
        for paper in papers
    ]  # fmt: skip
    told = list(dict.fromkeys(texts))
    return "、".join(told[:_NAMED]) + (f"等{len(told)}件" if len(told) > _NAMED else "")


def not_in_force(paper: Paper, after: object) -> str:
    """Why a paper did not count on the day of the after image, in brackets; "" when it did or no day is known."""
    if lacking := date_lacking(paper):
        return f"（{_without(lacking)}）"
    if not isinstance(after, date):
        return ""
    if turned_round(paper.start, paper.end):
        return "（有效期起晚于有效期止，存疑）"
    if paper.end is not None and paper.end < after:
        return f"（{chinese_date(paper.end)}到期）"
    start = paper.start or paper.date
    return f"（{chinese_date(start)}批准，晚于后时相）" if start is not None and start > after else ""
