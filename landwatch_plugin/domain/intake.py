"""批次接收: from the fields of one received row to a patch, and the list of what was wrong with each row."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from landwatch_plugin.domain.dates import is_month_only, parse_date
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.patch import Patch

REJECT, REPAIR, WARN = "退回", "修复", "提示"
UNITS = {"平方米": 1.0, "亩": 2000.0 / 3.0, "公顷": 10000.0}


@dataclass(frozen=True)
class Issue:
    """What was found in one row (1-based) of a batch: 退回 (not taken), 修复 (mended) or 提示."""

    row: int
    number: str
    kind: str
    problem: str
    cure: str


@dataclass(frozen=True)
class Profile:
    """字段映射方案: which field of the layer holds what, by synonyms."""

    name: str
    fields: Mapping[str, tuple[str, ...]]
    number_pattern: str = ""
    """Format for layers without a number field, e.g. "FI{row:04d}"; "" when the number is a field."""
    area_unit: str = ""
    """平方米 / 亩 / 公顷; "" = decided by comparison with the geometry."""
    area_tolerance: float = 0.01
    area_checked: bool = True

    @staticmethod
    def parse(tables: Mapping[str, Any], source: str) -> Profile:
        """Raises InputError naming the key that cannot be used, or when no number field is named."""
        head, fields = _table(tables, "profile", source), _table(tables, "fields", source)
        mapped = {key: _names(key, names, source) for key, names in fields.items()}
        pattern = head.get("number_pattern", "")
        if pattern:
            _check_pattern(pattern, source)
        elif "number" not in mapped:
            raise InputError(
                "字段映射方案没有指定图斑编号字段。", '请在 [fields] 中写 number = ["JCBH"]。', source=source
            )
        unit = head.get("area_unit", "")
        if unit and unit not in tuple(UNITS):
            raise InputError(f"面积单位“{unit}”无法识别。", f"只能是：{'、'.join(UNITS)}。", source=source)
        tolerance = head.get("area_tolerance", 0.01)
        if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or not tolerance >= 0:
            raise InputError(
                f"[profile] 的 area_tolerance“{tolerance}”不是不小于0的数。",
                "请写成 area_tolerance = 0.01。",
                source=source,
            )
        return Profile(
            str(head.get("name", source)), mapped, pattern, unit, float(tolerance), bool(head.get("area_checked", True))
        )

    def resolve(self, names: Sequence[str], source: str) -> dict[str, str]:
        """Key → the layer's own field name. Raises InputError when the number field is not there."""
        own = {name.upper(): name for name in names}
        found = {}
        for key, wanted in self.fields.items():
            hit = next((own[name.upper()] for name in wanted if name.upper() in own), None)
            if hit:
                found[key] = hit
        if "number" not in found and not self.number_pattern:
            raise InputError(
                f"没有找到图斑编号字段（{'、'.join(self.fields['number'])}）。",
                f"现有字段：{'、'.join(names)}。请在字段映射方案中指定编号字段。",
                source=source,
            )
        return found


def _table(tables: Mapping[str, Any], name: str, source: str) -> Mapping[str, Any]:
    found = tables.get(name, {})
    if not isinstance(found, Mapping):
        raise InputError(f"{name} 不是表。", f"请写成 [{name}]，各键另起一行。", source=source)
    return found


def _names(key: str, names: Any, source: str) -> tuple[str, ...]:
    listed = [names] if isinstance(names, str) else names
    if not isinstance(listed, list | tuple) or not listed or not all(isinstance(name, str) for name in listed):
        raise InputError(f"[fields] 的键 {key} 应为字段名的列表。", f'请写成 {key} = ["字段名"]。', source=source)
    return tuple(listed)


def _check_pattern(pattern: Any, source: str) -> None:
    """The pattern must give each row a number of its own."""
    try:
        usable = pattern.format(row=1) != pattern.format(row=2)
    except (AttributeError, KeyError, IndexError, ValueError):
        usable = False
    if not usable:
        raise InputError(
            f"[profile] 的 number_pattern“{pattern}”无法使用。",
            '请写成 number_pattern = "FI{row:04d}" 的形式。',
            source=source,
        )


_TEXT_KEYS = ("county_code", "county", "change_type", "feature", "base_class", "base_name", "separate_layer", "remark")


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
    issues = []
    dates = {}
    for key, title in (("before", "前时相"), ("after", "后时相")):
        written = text.get(key, "")
        dates[key] = parse_date(written)
        if written and dates[key] is None:
            issues.append(
                Issue(row, number, WARN, f"{title}“{written}”无法识别为日期", "请补填日期；依赖日期的规则将为存疑")
            )
        elif written and is_month_only(written):
            issues.append(Issue(row, number, WARN, f"{title}“{written}”只有年月，暂按当月1日", "请核对影像日期"))
    official = _number(text.get("area", ""))
    if text.get("area") and official is None:
        issues.append(Issue(row, number, WARN, f"面积“{text['area']}”不是数字", "请核对面积字段；以图形面积为准"))
    taken = {"number", "before", "after", *_TEXT_KEYS} | ({"area"} if official is not None else set())
    used = {name for key, name in mapping.items() if key in taken}
    patch = Patch(
        number=number, batch=batch, wkb=wkb, area_m2=area_m2, official_m2=official,
        before=dates["before"], after=dates["after"],
        before_text=text.get("before", ""), after_text=text.get("after", ""),
        extra={name: plain_text(value) for name, value in values.items() if name not in used and plain_text(value)},
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
