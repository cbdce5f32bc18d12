"""日期: the forms in which dates reach a county, and the forms in which documents print them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

_DAY = re.compile(
    r"^(\d{4})\s*[-/.年—–、]\s*(\d{1,2})\s*[-/.月—–、]\s*(\d{1,2})\s*(?:日?(?:[ T].*|[上下]午.*)?|日\s*\d{1,2}[:：时].*)$"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\d{6})?$")
_MONTH = re.compile(r"^(\d{4})\s*[-/.年—–]\s*(\d{1,2})\s*月?$")
_COMPACT_MONTH = re.compile(r"^(\d{4})(\d{2})$")
_SHORT = re.compile(r"^(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
_EXCEL_START, _SERIAL_YEARS = date(1899, 12, 30), range(2000, 2041)
_SIGN = "〇○零一二三四五六七八九"
_WRITTEN = re.compile(rf"^([{_SIGN}]{{4}})年([十{_SIGN}]{{1,3}})月(?:([十廿{_SIGN}]{{1,3}})日?)?$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９／－．", "0123456789/-.")


def parse_date(text: str) -> date | None:
    """The date a text means, or None when it means none. A month alone gives its first day (see is_month_only)."""
    plain = _plain(text)
    for pattern in (_DAY, _COMPACT):
        hit = pattern.match(plain)
        if hit:
            return _day(int(hit[1]), int(hit[2]), int(hit[3]))
    for pattern in (_MONTH, _COMPACT_MONTH):
        hit = pattern.match(plain)
        if hit:
            return _day(int(hit[1]), int(hit[2]), 1)
    return None


def image_date(text: str) -> date | None:
    """The date in a column that holds dates: also 25/6/12 and 46154, the day as Excel counts it (see is_inferred)."""
    plain = _plain(text)
    serial, short = _SERIAL.match(plain), _SHORT.match(plain)
    if serial:
        day = _EXCEL_START + timedelta(days=int(serial[1]))
        return day if day.year in _SERIAL_YEARS else None
    return _day(2000 + int(short[1]), int(short[2]), int(short[3])) if short else parse_date(text)


def is_inferred(text: str) -> bool:
    """True where only `image_date` finds a day: it should be looked at."""
    return image_date(text) is not None and parse_date(text) is None


def is_month_only(text: str) -> bool:
    """True for 2026-05, 2026年5月, 202605: the day is not known."""
    plain = _plain(text)
    return any(pattern.match(plain) for pattern in (_MONTH, _COMPACT_MONTH))


def _plain(text: str) -> str:
    """Half-width, and 二〇二五年六月十二日 in digits."""
    plain = text.translate(_FULL_WIDTH).strip()
    hit = _WRITTEN.match(plain)
    if not hit:
        return plain
    year = "".join(str(_digit(sign)) for sign in hit[1])
    return f"{year}年{_small(hit[2])}月" + (f"{_small(hit[3])}日" if hit[3] else "")


def _digit(sign: str) -> int:
    return max(0, _SIGN.index(sign) - 2)


def _small(text: str) -> int:
    """十二, 二十, 廿一, 〇六 as a number; 0 for what is none."""
    text = text.replace("廿", "二十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(str(_digit(sign)) for sign in text))
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return 0
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1950 <= year <= 2100 else None


def chinese_date(day: date) -> str:
    """2026年7月3日, without leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def local_time(stamp: str) -> str:
    """2026-11-22T12:34:14+00:00 as 2026年11月22日20时34分 where the clock stands so; another text as it is."""
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    here = at.astimezone() if at.tzinfo else at
    return f"{chinese_date(here.date())}{here.hour}时{here.minute:02d}分"


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


def turned_round(start: date | None, end: date | None) -> bool:
    """有效期起 after 有效期止: one of them is wrong, and nothing can be said of the term."""
    return start is not None and end is not None and end < start
