"""批次接收: from the fields of one received row to a patch, and the list of what was wrong with each row."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from landwatch_plugin.domain.dates import chinese_date, image_date, is_inferred, is_month_only
from landwatch_plugin.domain.field_profile import UNITS, Profile
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.patch_number import AS_WRITTEN, half_width

REJECT, REPAIR, WARN = "退回", "修复", "提示"


@dataclass(frozen=True)
class Issue:
    """What was found in one row (1-based) of a batch: 退回 (not taken), 修复 (mended) or 提示."""

    row: int
    number: str
    kind: str
    problem: str
    cure: str


_TEXT_KEYS = (
    "county_code", "county", "town", "village", "change_type", "feature", "base_class", "base_name", "separate_layer",
    "remark",
)  # fmt: skip


_EXACT = 1e15
"""A number field keeps fifteen digits; those after them are not what was typed."""


def plain_text(value: Any) -> str:
    """A field value as text: ids never become 1.0 or 1e+05, nothing is lost, NULL (also as NaN) is empty."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else "" if math.isnan(value) else repr(value)
    return str(value).replace("\x00", "").strip()


def make_patch(
    row: int,
    values: Mapping[str, Any],
    mapping: Mapping[str, str],
    profile: Profile,
    batch: str,
    wkb: bytes,
    area_m2: float,
) -> tuple[Patch, list[Issue]]:
    """A patch from one row, with warnings on what could not be read. MJ stays as written until the unit is known."""
    text = {key: plain_text(values.get(name)) for key, name in mapping.items()}
    number = text.get("number") or (profile.number_pattern.format(row=row) if profile.number_pattern else "")
    issues, kept = [], {}
    if half_width(number) != number:
        issues.append(Issue(row, half_width(number), WARN, "编号中的全角字符已改为半角，原文另存", "请核对编号"))
        number, kept = half_width(number), {AS_WRITTEN: number}
    raw = values.get(mapping.get("number", ""))
    if isinstance(raw, float) and abs(raw) >= _EXACT:
        issues.append(
            Issue(row, number, WARN, "编号按数值存放且超过15位，末几位可能已被改写", "请向下发单位索取文本格式的编号")
        )
    dates = {}
    for key, title in (("before", "前时相"), ("after", "后时相")):
        written = text.get(key, "")
        day = dates[key] = image_date(written)
        if written and dates[key] is None:
            issues.append(
                Issue(row, number, WARN, f"{title}“{written}”无法识别为日期", "请补填日期；依赖日期的规则将为存疑")
            )
        elif written and is_month_only(written):
            issues.append(Issue(row, number, WARN, f"{title}“{written}”只有年月，暂按当月1日", "请核对影像日期"))
        elif day is not None and is_inferred(written):
            issues.append(Issue(row, number, WARN, f"{title}“{written}”按{chinese_date(day)}理解", "请核对影像日期"))
    official = _number(text.get("area", ""))
    if text.get("area") and official is None:
        issues.append(Issue(row, number, WARN, f"面积“{text['area']}”不是数字", "请核对面积字段；以图形面积为准"))
    taken = {"number", "before", "after", *_TEXT_KEYS} | ({"area"} if official is not None else set())
    used = {name for key, name in mapping.items() if key in taken}
    patch = Patch(
        number=number, batch=batch, wkb=wkb, area_m2=area_m2, official_m2=official,
        before=dates["before"], after=dates["after"],
        before_text=text.get("before", ""), after_text=text.get("after", ""),
        extra={name: plain_text(value) for name, value in values.items() if name not in used and plain_text(value)} | kept,
        **{key: text.get(key, "") for key in _TEXT_KEYS},
    )  # fmt: skip
    return patch, issues


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def guess_unit(pairs: Sequence[tuple[float, float]]) -> str:
    """Unit of the written areas, from (written, geometry m²) pairs: the unit whose median ratio is nearest to 1.

    "" when there is nothing to compare or no unit fits within 20 %.
    """
    ratios = [written / geometry for written, geometry in pairs if written > 0 and geometry > 0]
    if not ratios:
        return ""
    middle = median(ratios)
    unit, factor = min(UNITS.items(), key=lambda item: abs(middle * item[1] - 1))
    return unit if abs(middle * factor - 1) < 0.2 else ""


def area_issue(row: int, patch: Patch, tolerance: float) -> Issue | None:
    """A warning when the issued area (m² by now) and the geometry differ by more than `tolerance`."""
    if patch.official_m2 is None or patch.area_m2 <= 0:
        return None
    off = abs(patch.official_m2 - patch.area_m2) / patch.area_m2
    if off <= tolerance:
        return None
    return Issue(
        row, patch.number, WARN,
        f"下发面积{patch.official_m2:.2f}平方米与图形面积{patch.area_m2:.2f}平方米相差{off:.1%}",
        "请核对图形或面积字段；套合以图形为准",
    )  # fmt: skip
