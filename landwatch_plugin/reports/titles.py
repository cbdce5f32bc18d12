"""标题分行: a long title is broken by sense, into lines that form a trapezoid or a diamond, never one character alone."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

PER_LINE = 20
"""Characters of 2号 that fit the 版心."""

_GOOD_AFTER = (
    "的",
    "关于",
    "有关",
    "涉及",
    "、",
    "，",
    "）",
    "》",
    "和",
    "及",
    "工作",
    "情况",
    "问题",
    "县",
    "镇",
    "乡",
    "局",
)
_GOOD_BEFORE = ("有关", "专项", "警示", "集体")
_NEVER_BEFORE = "的了和与及、，。；：！？）》〕”’号年月日亩宗个第"
_WHOLE = re.compile(r"[0-9A-Za-z.]+[年月日号期批宗亩%]*|《[^》]{1,12}》|〔\d+〕\d+号|（[^）]{1,8}）|关于|有关|违法占用耕地|违法用地|问责比例|图斑|卫片执法|卫片|执法|用地"
                    r"|问题|情况|工作|警示提醒函|会议|纪要|通知|通报|自然|资源|人民|政府|年度|核查|判定|集体|会审|整改|建议|办公室")  # fmt: skip


def units(text: str) -> float:
    """Width in full-width characters; half-width ones count half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def fitting_size(text: str, width: float, largest: float) -> float:
    """Type size (points) at which `text` fits one line of `width` points, never larger than `largest`."""
    return min(largest, width / max(units(text), 1.0))


def title_lines(text: str, per_line: int = PER_LINE) -> tuple[str, ...]:
    """The title's lines. A line break in the text is a break set by hand (“//” in a template)."""
    parts = [part.strip() for part in text.split("\n") if part.strip()]
    if len(parts) > 1:
        return tuple(line for part in parts for line in title_lines(part, per_line))
    whole = parts[0] if parts else ""
    count = -int(-units(whole) // per_line)
    if count <= 1:
        return (whole,)
    return _best(whole, count, per_line) or _best(whole, count + 1, per_line) or _cut(whole, per_line)


def _best(text: str, count: int, per_line: int) -> tuple[str, ...]:
    """The least bad way to break `text` into `count` lines; () when there is none."""
    allowed = _breaks(text)
    ideal = units(text) / count

    @cache
    def search(start: int, left: int) -> tuple[float, tuple[str, ...]]:
        rest = text[start:]
        if left == 1:
            return (_shape(rest, ideal), (rest,)) if units(rest) <= per_line else (float("inf"), ())
        found: tuple[float, tuple[str, ...]] = (float("inf"), ())
        for end, penalty in allowed.items():
            if end <= start or units(text[start:end]) > per_line:
                continue
            cost, lines = search(end, left - 1)
            cost += penalty + _shape(text[start:end], ideal)
            if cost < found[0]:
                found = (cost, (text[start:end], *lines))
        return found

    return search(0, count)[1]


def _breaks(text: str) -> dict[int, float]:
    """Places where a line may end, with the price of ending it there."""
    inside = {index for match in _WHOLE.finditer(text) for index in range(match.start() + 1, match.end())}
    found = {}
    for index in range(2, len(text) - 1):
        if index in inside or text[index] in _NEVER_BEFORE or text[index - 1] in "（《〔“‘第":
            continue
        good = text[:index].endswith(_GOOD_AFTER) or text[index:].startswith(_GOOD_BEFORE)
        found[index] = 0.0 if text[index - 1] == "的" else 6.0 if good else 14.0
    return found


def _shape(line: str, ideal: float) -> float:
    return (units(line) - ideal) ** 2 / 2


def _cut(text: str, per_line: int) -> tuple[str, ...]:
    return tuple(text[start : start + per_line] for start in range(0, len(text), per_line))
