"""重复接收: a batch that comes a second time beside what the ledger holds of it: new, changed, the same, gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from landwatch_plugin.domain.dates import is_month_only, parse_date
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.patch_number import AS_WRITTEN

_COMPARED = {
    "change_type": "图斑类型", "feature": "图斑特征", "before_text": "前时相", "after_text": "后时相",
    "county_code": "县级行政区代码", "county": "县级行政区名称", "base_class": "原地类编码", "base_name": "原地类名称",
    "separate_layer": "单独图层名称", "remark": "备注",
}  # fmt: skip
_SAME_M2 = 0.005


@dataclass(frozen=True)
class Change:
    """One patch that is not as it was; `what` says field by field. `kept`: it is decided and stays as it is."""

    number: str
    what: str
    kept: bool = False


@dataclass
class Reissue:
    """By patch number."""

    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        kept = sum(change.kept for change in self.changed)
        return (
            f"与台账比较：新增{len(self.new)}个，有变化{len(self.changed)}个（其中已会审、保持不动{kept}个），"
            f"无变化{len(self.same)}个，本次文件中没有{len(self.gone)}个。"
        )


def compare(
    held: Mapping[str, Patch], now: Sequence[Patch], in_file: set[str], decided: set[str],
    same_shape: Callable[[bytes, bytes], bool],
) -> Reissue:  # fmt: skip
    """`held`: the ledger's patches of this batch. `in_file`: every number of the file, refused rows too."""
    found = Reissue()
    for patch in now:
        old = held.get(patch.number)
        if old is None:
            found.new.append(patch.number)
            continue
        what = _differences(old, patch, same_shape)
        if what:
            found.changed.append(Change(patch.number, what, patch.number in decided))
        else:
            found.same.append(patch.number)
    found.gone = [number for number in held if number not in in_file]
    return found


def _differences(old: Patch, new: Patch, same_shape: Callable[[bytes, bytes], bool]) -> str:
    told = []
    if not same_shape(old.wkb, new.wkb):
        told.append(f"图形（{old.area_m2:.2f}→{new.area_m2:.2f}平方米）")
    before, after = old.official_m2, new.official_m2
    if (before is None) != (after is None) or (
        before is not None and after is not None and abs(before - after) > _SAME_M2
    ):
        told.append(f"下发面积（{_m2(before)}→{_m2(after)}）")
    for name, title in _COMPARED.items():
        was, now = getattr(old, name), getattr(new, name)
        if not same_value(was, now) and not _same_day(old, new, name):
            told.append(f"{title}（{was or '空'}→{now or '空'}）")
    other = sorted(
        key
        for key in {*old.extra, *new.extra} - {AS_WRITTEN}
        if not same_value(old.extra.get(key, ""), new.extra.get(key, ""))
    )
    if other:
        told.append(f"其他字段（{'、'.join(other)}）")
    return "；".join(told)


def _same_day(old: Patch, new: Patch, name: str) -> bool:
    """46154 and 2026-05-12 as they were understood; a month is not its first day."""
    if name not in ("before_text", "after_text"):
        return False
    days = [getattr(patch, name.removesuffix("_text")) for patch in (old, new)]
    months = [is_month_only(getattr(patch, name)) for patch in (old, new)]
    return days[0] is not None and days[0] == days[1] and months[0] == months[1]


def same_value(was: str, now: str) -> bool:
    """Two spellings of one date or number are the same: 20250612 and 2025-06-12; the codes 01 and 1 are not."""
    if "".join(was.split()) == "".join(now.split()):
        return True
    days = parse_date(was), parse_date(now)
    if None not in days:
        return days[0] == days[1] and is_month_only(was) == is_month_only(now)
    try:
        return (was[:1] == "0") == (now[:1] == "0") and Decimal(was) == Decimal(now)
    except InvalidOperation:
        return False


def _m2(value: float | None) -> str:
    return "空" if value is None else f"{value:.2f}"
