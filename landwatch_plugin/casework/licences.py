"""采矿许可证: the licences under a patch as texts tell them: in force, over or not yet begun on a day, and their elevation bands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dates import chinese_date, parse_date, turned_round
from landwatch_plugin.domain.elevation import Band, read_band
from landwatch_plugin.domain.intake import plain_text
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.units import CENT, half_up

NO_LICENCE = "未命中采矿许可证"
NONE = "无"


class Standing(str, Enum):
    """How a licence stands on the day of the after image; the value is how texts tell it."""

    VALID = "有效"
    OVER = "已过期"
    LATER = "尚未生效"
    OPEN = "有效期存疑"


@dataclass(frozen=True)
class Licence:
    """A 采矿许可证 under a patch. Heights in metres above the datum (标高)."""

    number: str
    start: date | None
    end: date | None
    band: Band

    @property
    def title(self) -> str:
        return self.number or "许可证号未写明"

    @property
    def turned(self) -> bool:
        return turned_round(self.start, self.end)

    @property
    def term_doubt(self) -> str:
        """Why nothing can be said of the term; "" when it can."""
        if self.start and self.end and self.turned:
            return f"有效期起{chinese_date(self.start)}晚于有效期止{chinese_date(self.end)}，疑颠倒"
        return "" if self.end else "未写明有效期"

    def standing(self, day: date | None) -> Standing:
        if day is None or self.end is None or self.turned:
            return Standing.OPEN
        if self.start and day < self.start:
            return Standing.LATER
        return Standing.VALID if day <= self.end else Standing.OVER

    def valid_on(self, day: date | None) -> bool:
        return self.standing(day) is Standing.VALID

    def text(self, standing: Standing) -> str:
        """With the date that makes it stand so."""
        if standing is Standing.LATER and self.start:
            return f"{self.title}（有效期自{chinese_date(self.start)}起）"
        end = f"有效期至{chinese_date(self.end)}" if self.end else ""
        return f"{self.title}（{self.term_doubt or end}）"


def licence_of(source: Any) -> Licence:
    """The licence that a feature of the layer stands for."""
    text = {key: plain_text(source.get(key)) for key in Role.MINE.fields}
    return Licence(
        text["number"], parse_date(text["start"]), parse_date(text["end"]), read_band(text["top"], text["bottom"])
    )


def licence_values(
    numbers: Sequence[str], licences: Mapping[str, Sequence[Licence]], days: Mapping[str, date | None]
) -> dict[str, dict[str, Value]]:
    """Numbers, term and elevation band. The band is that of the licences in force on the patch's own image date."""
    found: dict[str, dict[str, Value]] = {}
    for number in numbers:
        mine, day = licences.get(number, ()), days.get(number)
        ends = [one.end for one in mine]
        valid = [one for one in mine if one.valid_on(day)]
        found[number] = {
            "mine_licence": _by_standing(mine, day) or NO_LICENCE,
            "mine_valid": _named(valid, Standing.VALID) or NONE,
            "mine_end": max((end for end in ends if end), default=None) if all(ends) else None,
            "mine_top_m": _limit([one.band.top for one in valid], max),
            "mine_bottom_m": _limit([one.band.bottom for one in valid], min),
            "mine_bands": "、".join(dict.fromkeys(map(_band_text, valid))) or None,
            "mine_doubt": "；".join(f"{one.number}{one.band.doubt}" for one in valid if one.band.doubt) or None,
            "mine_term_doubt": _listed(f"{one.title}{one.term_doubt}" for one in mine if one.term_doubt) or None,
        }
    return found


def mine_times(
    patch: Patch, licences: Sequence[Licence], built: date | None, own: Mapping[str, Value]
) -> dict[str, Value]:
    """What the licences are beside the dates of the patch and the heights of its field visit."""
    return {
        "mine_lapse": lapse_text(licences, patch.before, patch.after, built),
        "dig_between_m": between_bands(licences, patch.after, own.get("dig_top_m"), own.get("dig_bottom_m")),
    }


def lapse_text(licences: Iterable[Licence], before: date | None, after: date | None, built: date | None) -> str:
    """What is to be said of licences that are over on the after image: whether they held on the before image, and when
    the building is known, on that day."""
    over = [one for one in licences if one.standing(after) is Standing.OVER]
    return "；".join(dict.fromkeys(_lapse(one, before, built) for one in over)) or "没有已过期的许可证"


def _lapse(licence: Licence, before: date | None, built: date | None) -> str:
    """甲在前时相（2026年2月1日）时有效，须核实2026年3月15日到期后是否继续开采."""
    days = [("前时相", before), ("建设时间", built)]
    known = [(name, day) for name, day in days if day]
    held = [f"{name}（{chinese_date(day)}）" for name, day in known if licence.valid_on(day)]
    if held and licence.end:
        return f"{licence.title}在{'、'.join(held)}时有效，须核实{chinese_date(licence.end)}到期后是否继续开采"
    if not known:
        return f"前时相和建设时间不详，{licence.title}当时是否有效未核对"
    return f"{licence.title}在{'、'.join(f'{name}（{chinese_date(day)}）' for name, day in known)}时不在有效期内"


def between_bands(licences: Iterable[Licence], day: date | None, top: Value, bottom: Value) -> Decimal | None:
    """Metres to the nearest permitted height, at the dug height between two bands that is farthest from both.

    0 where the bands in force leave nothing between them; None while a limit, or every height dug to, is not known.
    """
    bands = {(one.band.bottom, one.band.top) for one in licences if one.valid_on(day)}
    if len(bands) < 2:
        return Decimal("0.00")
    known = sorted((low, high) for low, high in bands if low is not None and high is not None)
    dug = [height for height in (bottom, top) if isinstance(height, Decimal)]
    if len(known) < len(bands) or not dug:
        return None
    reached, farthest = known[0][1], Decimal(0)
    for low, high in known:
        first, last = max(min(dug), reached), min(max(dug), low)
        if first <= last:
            middle = min(max((reached + low) / 2, first), last)
            farthest = max(farthest, min(middle - reached, low - middle))
        reached = max(reached, high)
    return half_up(farthest, CENT)


def _by_standing(mine: Sequence[Licence], day: date | None) -> str:
    """有效：甲（有效期至…）、乙（…）；已过期：丙（…）."""
    if day is None:
        return f"没有后时相，有效与否未核对：{_listed(one.title for one in mine)}" if mine else ""
    sorts = ((one, _named([mine for mine in mine if mine.standing(day) is one], one)) for one in Standing)
    return "；".join(f"{one.value}：{named}" for one, named in sorts if named)


def _named(mine: Iterable[Licence], standing: Standing) -> str:
    return _listed(one.text(standing) for one in mine)


def _listed(texts: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(texts))


def _band_text(licence: Licence) -> str:
    top, bottom = (f"{limit}米" if limit is not None else "无数据" for limit in (licence.band.top, licence.band.bottom))
    return f"{top}至{bottom}"


def _limit(heights: Sequence[Decimal | None], pick: Any) -> Decimal | None:
    """The outermost limit; None when there is no licence or one of them does not state it."""
    known = [one for one in heights if one is not None]
    return pick(known) if known and len(known) == len(heights) else None
