"""日期: the forms in which dates reach a county, and the forms in which documents print them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_DAY = re.compile(r"^(\d{4})\s*[-/.年—–、]\s*(\d{1,2})\s*[-/.月—–、]\s*(\d{1,2})\s*日?(?:[ T].*)?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\d{6})?$")
_MONTH = re.compile(r"^(\d{4})\s*[-/.年—–]\s*(\d{1,2})\s*月?$")
_COMPACT_MONTH = re.compile(r"^(\d{4})(\d{2})$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９／－．", "0123456789/-.")


def parse_date(text: str) -> date | None:
    """The date a text means, or None when it means none. A month alone gives its first day (see is_month_only)."""
    plain = text.translate(_FULL_WIDTH).strip()
    for pattern in (_DAY, _COMPACT):
        hit = pattern.match(plain)
        if hit:
            return _day(int(hit[1]), int(hit[2]), int(hit[3]))
    for pattern in (_MONTH, _COMPACT_MONTH):
        hit = pattern.match(plain)
        if hit:
            return _day(int(hit[1]), int(hit[2]), 1)
    return None


def is_month_only(text: str) -> bool:
    """True for 2026-05, 2026年5月, 202605: the day is not known."""
    plain = text.translate(_FULL_WIDTH).strip()
    return any(pattern.match(plain) for pattern in (_MONTH, _COMPACT_MONTH))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1950 <= year <= 2100 else None


def chinese_date(day: date) -> str:
    """2026年7月3日, without leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def shown_day(day: date | None, text: str) -> str:
    """An image date as documents print it: 2026年5月 where only the month is known, never an assumed day."""
    if day is not None and is_month_only(text):
        return f"{day.year}年{day.month}月"
    return chinese_date(day) if day is not None else text


def end_of_next_month(day: date) -> date:
    """月清 due date: the last day of the month after receipt (workflow.md §3)."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, monthrange(year, month)[1])


def add_working_days(start: date, days: int, holidays: frozenset[date] = frozenset()) -> date:
    """Monday to Friday without the given holidays; make-up days (调休) are the user's table, none is shipped."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            days -= 1
    return day
