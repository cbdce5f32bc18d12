"""标高: elevation limits in metres as licences and field records write them; what is vague or turned round is said, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from landwatch_plugin.domain.units import CENT, half_up

_HALF_WIDTH = str.maketrans("０１２３４５６７８９．＋－﹣−–～〜（）　ｍＭM／", "0123456789.+---—~~() mmm/")
_DATUM = re.compile(r"(1985|85|1956|56)?年?(国家|黄海)(高程)?(系统?|基准面?)?|\(\)")
_WORDS = re.compile(r"标高|海拔|高程|开采|采深|[上下]+限|[米m由从自起止\s:：()]")
_BROKEN = re.compile(r"[\d.]\s+[\d.]")
"""1 82: a blank within a number, or two numbers without a word between them."""
_IMPOSSIBLE = Decimal(9000)
"""Metres, up or down, beyond which a number is no elevation but stands for “not given” (9999, -9999)."""
_ZERO = re.compile(r"±0(\.0+)?(?![\d.])")
"""±0 is how a mine writes nought; ± of any other number is vague."""
_VAGUE = re.compile(r"大?约|左右|上下(?!限)|附近|近|余|多|[±≈<>≤≥]|以[上下内外]|不[低高]于|[?？]")
_JOINTS = re.compile(r"[至到~/]|(?<=\d)—(?=[+-])")
"""A dash alone joins two numbers or is the sign of the second: 95-20 and 95--20 are not read."""
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_SIGNS = "零一二三四五六七八九"
_WRITTEN = re.compile(
    rf"([正负]?)([{_SIGNS}〇两]?千)?零?([{_SIGNS}〇两]?百)?零?([{_SIGNS}〇两]?十)?([{_SIGNS}〇两]?)(点[{_SIGNS}〇]+)?"
)
_UNITS = {"千": 1000, "百": 100, "十": 10}


@dataclass(frozen=True)
class Elevation:
    """What one text says: no limit ("" given), one limit, or both ends of a band. `doubt`: why it cannot be used."""

    limits: tuple[Decimal, ...] = ()
    doubt: str = ""


@dataclass(frozen=True)
class Band:
    """许可标高 of a licence. A limit that is not given, or in doubt, is None."""

    top: Decimal | None = None
    bottom: Decimal | None = None
    doubt: str = ""


def read_elevation(text: str) -> Elevation:
    """“+85”, “85米”, “九十”, “+95m～-20m”, “由95米至-20米标高”, “95（1985国家高程基准）”."""
    plain = _DATUM.sub("", _ZERO.sub("0", text.translate(_HALF_WIDTH)))
    if not text.strip():
        return Elevation()
    if vague := _VAGUE.search(plain):
        return Elevation(doubt=f"“{text.strip()}”写有“{vague.group()}”，不是确定的标高")
    words = _WORDS.sub(" ", plain)
    ends = [_metres(part) for part in _JOINTS.split(re.sub(r"\s", "", words).strip("，,；;、。"))]
    known = tuple(end for end in ends if end is not None)
    if len(known) != len(ends) or len(known) > 2 or _BROKEN.search(words):
        return Elevation(doubt=f"“{text.strip()}”不能识别为标高")
    if any(abs(end) >= _IMPOSSIBLE for end in known):
        return Elevation(doubt=f"“{text.strip()}”不是可能的标高，疑为没有数据的占位")
    if len(known) == 2 and known[0] < known[1]:
        return Elevation(doubt=f"“{text.strip()}”的上限低于下限，疑上下限颠倒")
    return Elevation(known)


def read_band(top: str, bottom: str) -> Band:
    """The band of a licence from its two fields; either may hold both ends. What contradicts itself is in doubt."""
    upper, lower = read_elevation(top), read_elevation(bottom)
    doubts = [f"采深{name}{one.doubt}" for name, one in (("上限", upper), ("下限", lower)) if one.doubt]
    if doubts:
        return Band(doubt="、".join(doubts))
    whole = [one.limits for one in (upper, lower) if len(one.limits) == 2]
    high = whole[0][0] if whole else next(iter(upper.limits), None)
    low = whole[0][1] if whole else next(iter(lower.limits), None)
    if whole and any(one.limits not in ((), whole[0], (end,)) for one, end in ((upper, high), (lower, low))):
        return Band(doubt=f"采深上限“{top.strip()}”与下限“{bottom.strip()}”互相矛盾")
    if high is not None and low is not None and high < low:
        return Band(doubt=f"采深上限{high}米低于下限{low}米，疑上下限颠倒")
    return Band(high, low)


def height(text: str) -> Decimal | None:
    """One 标高 in metres; None where the text gives none, or none that is certain."""
    found = read_elevation(text).limits
    return found[0] if len(found) == 1 else None


def height_doubt(text: str) -> str:
    """Why a filled-in text gives no height; "" when it does, or is blank."""
    found = read_elevation(text)
    return found.doubt or (f"“{text.strip()}”写有两个标高" if len(found.limits) == 2 else "")


def _metres(text: str) -> Decimal | None:
    text = text.replace("—", "-")
    if _NUMBER.fullmatch(text):
        try:
            return half_up(Decimal(text), CENT)
        except InvalidOperation:
            return None
    hit = _WRITTEN.fullmatch(text.replace("-", "负", 1).replace("+", "正", 1))
    return half_up(_written(hit), CENT) if hit and (text == "零" or any(hit.groups()[1:5])) else None


def _written(hit: re.Match[str]) -> Decimal:
    """一百二十, 负二十, 九十五点五, with 十 alone as ten."""
    whole = sum((_digit(part[:-1]) if part[:-1] else 1) * _UNITS[part[-1]] for part in hit.groups()[1:4] if part)
    ones = _digit(hit[5]) if hit[5] else 0
    parts = "".join(str(_digit(sign)) for sign in (hit[6] or "")[1:])
    value = Decimal(f"{whole + ones}.{parts or 0}")
    return -value if hit[1] == "负" else value


def _digit(sign: str) -> int:
    return {"〇": 0, "两": 2}.get(sign, _SIGNS.find(sign))
