"""接收疑点: what the attributes of a batch make doubtful: dates, numbers that are almost the same, another county's code."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from landwatch_plugin.casework.intake_rows import IntakeRows
from landwatch_plugin.domain.dates import chinese_date
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.patch_number import loose

_FIRST_YEAR, _AHEAD = 2000, timedelta(days=31)
"""No image of a county's patch is older, and none is newer than a month from now."""
_COUNTY_DIGITS, _FEW = 6, 3


def tell_doubts(intake: IntakeRows, today: date | None = None) -> None:
    """Each is a 提示: the row is taken, and somebody should look."""
    _tell_blank_dates(intake)
    latest = (today or date.today()) + _AHEAD
    for patch in intake.patches:
        _tell_dates(intake, patch, latest)
    _tell_like_numbers(intake)
    _tell_other_county(intake)


def _tell_blank_dates(intake: IntakeRows) -> None:
    for key, title in (("before", "前时相"), ("after", "后时相")):
        blank = [patch for patch in intake.patches if not getattr(patch, f"{key}_text")]
        if key not in intake.mapping or not blank:
            continue
        cure = "请补填日期；依赖日期的规则将为存疑"
        if len(blank) == len(intake.patches):
            intake.warn("", f"{title}全部为空", cure)
            continue
        for patch in blank:
            intake.warn(patch.number, f"{title}为空", cure)


def _tell_dates(intake: IntakeRows, patch: Patch, latest: date) -> None:
    if patch.before and patch.after and patch.before > patch.after:
        intake.warn(
            patch.number,
            f"前时相（{chinese_date(patch.before)}）晚于后时相（{chinese_date(patch.after)}）",
            "请核对两个时相是否填反；台账按原值保存",
        )
    for title, day in (("前时相", patch.before), ("后时相", patch.after)):
        if day and (day.year < _FIRST_YEAR or day > latest):
            why = f"早于{_FIRST_YEAR}年" if day.year < _FIRST_YEAR else "晚于今天一个月以上"
            intake.warn(patch.number, f"{title}{chinese_date(day)}{why}", "请核对影像日期是否写错；台账按原值保存")


def _tell_like_numbers(intake: IntakeRows) -> None:
    seen: dict[str, str] = {}
    for patch in intake.patches:
        first = seen.setdefault(loose(patch.number), patch.number)
        if first != patch.number:
            intake.warn(
                patch.number,
                f"编号与第{intake.row_of[first]}行“{first}”只差大小写或空格",
                "请核实是否为同一图斑重复下发",
            )


def _tell_other_county(intake: IntakeRows) -> None:
    codes = Counter(patch.county_code[:_COUNTY_DIGITS] for patch in intake.patches if patch.county_code)
    if not codes or codes.total() < _FEW:
        return
    [(usual, count)] = codes.most_common(1)
    if count * 2 <= codes.total():
        return
    for patch in intake.patches:
        if patch.county_code and patch.county_code[:_COUNTY_DIGITS] != usual:
            intake.warn(
                patch.number,
                f"县级行政区代码{patch.county_code}与本批多数（{usual}）不同",
                "请核实是否属于本县；不属于的请退回下发单位",
            )
