"""字段映射方案: which field of a received layer holds what, by synonyms; what must be there and what may be absent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from landwatch_plugin.domain.errors import InputError

UNITS = {"平方米": 1.0, "亩": 2000.0 / 3.0, "公顷": 10000.0}
NOT_USED = "不采用"
"""Said in place of a unit: the issued areas are kept as written and compared with nothing."""
KEYS = {
    "number": "图斑编号", "change_type": "图斑类型", "feature": "图斑特征", "before": "前时相", "after": "后时相",
    "area": "图斑面积", "county_code": "县级行政区代码", "county": "县级行政区名称", "town": "乡镇", "village": "村",
    "base_class": "原地类编码", "base_name": "原地类名称", "separate_layer": "单独图层名称", "remark": "备注",
}  # fmt: skip
"""What a row is read for, in the order of the mapping table, with its Chinese name."""


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
    mandatory: tuple[str, ...] = ("number",)
    """Keys without which the file is refused; the others are only told when they are absent."""
    type_codes: str = ""
    """Name of the code list of 图斑类型, which holds for one year; "" when none is known."""
    sliver_m2: float = 1.0
    """Patches or parts under this area are told as 碎斑."""
    sliver_width_m: float = 0.2
    """So are those whose mean width (2 × area ÷ perimeter) is less."""
    overlap_m2: float = 1.0
    """Shared area from which on two patches are told to overlap."""

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
        limits = {key: _limit(head, key, default, source) for key, default in _LIMITS.items()}
        return Profile(
            str(head.get("name", source)), mapped, pattern, unit, area_checked=bool(head.get("area_checked", True)),
            mandatory=_mandatory(head, mapped, pattern, source), type_codes=str(head.get("type_codes", "")), **limits,
        )  # fmt: skip

    def resolve(self, names: Sequence[str], source: str) -> dict[str, str]:
        """Key → the layer's own field name. Raises InputError when a mandatory field is not there."""
        found = self.guess(names)
        self.check(found, names, source)
        return found

    def guess(self, names: Sequence[str]) -> dict[str, str]:
        """Key → the layer's own field name, for those keys that have one."""
        own = {name.upper(): name for name in names}
        hits = {
            key: next((own[name.upper()] for name in wanted if name.upper() in own), "")
            for key, wanted in self.fields.items()
        }
        return {key: name for key, name in hits.items() if name}

    def check(self, mapping: Mapping[str, str], names: Sequence[str], source: str) -> None:
        """Raise InputError when a mandatory key has no field, or a mapping names one that the layer lacks."""
        strange = [name for name in mapping.values() if name not in names]
        if strange:
            raise InputError(
                f"字段对应表中的“{'、'.join(strange)}”在图层中不存在。", f"现有字段：{'、'.join(names)}。请重新选择字段。",
                source=source,
            )  # fmt: skip
        needed = [key for key in self.mandatory if key not in mapping and not (key == "number" and self.number_pattern)]
        if needed:
            wanted = "、".join(f"{KEYS.get(key, key)}字段（{'、'.join(self.fields.get(key, ()))}）" for key in needed)
            raise InputError(
                f"没有找到{wanted}。",
                f"现有字段：{'、'.join(names)}。请在字段映射方案中指定{KEYS.get(needed[0], needed[0])[-2:]}字段。",
                source=source,
            )

    def absent(self, mapping: Mapping[str, str]) -> list[str]:
        """The Chinese names of what the profile names and the layer lacks."""
        return [KEYS.get(key, key) for key in self.fields if key not in mapping and key not in self.mandatory]

    def corrected(self, name: str, mapping: Mapping[str, str], area_unit: str) -> Profile:
        """A profile of another name that takes these fields first, and keeps the synonyms behind them."""
        keys = dict.fromkeys([*self.fields, *mapping])
        chosen = {
            key: tuple(dict.fromkeys([*([mapping[key]] if key in mapping else []), *self.fields.get(key, ())]))
            for key in keys
            if key in mapping or key in self.mandatory
        }
        return replace(self, name=name, fields=chosen, area_unit=area_unit if area_unit in UNITS else "")

    def to_toml(self) -> str:
        """The file that `parse` reads."""
        head = {
            "name": self.name, "number_pattern": self.number_pattern, "area_unit": self.area_unit,
            **{key: getattr(self, key) for key in _LIMITS}, "area_checked": self.area_checked,
            "mandatory": list(self.mandatory), "type_codes": self.type_codes,
        }  # fmt: skip
        lines = ["# 字段映射方案。等号右边按先后次序匹配图层字段，不分大小写。", "[profile]"]
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
        lines += ["", "[fields]"]
        lines += [
            f"{json.dumps(key)} = {json.dumps(list(names), ensure_ascii=False)}" for key, names in self.fields.items()
        ]
        return "\n".join(lines) + "\n"


_LIMITS = {"area_tolerance": 0.01, "sliver_m2": 1.0, "sliver_width_m": 0.2, "overlap_m2": 1.0}


def best_profile(profiles: Sequence[Profile], names: Sequence[str]) -> Profile:
    """The profile that finds most fields, mandatory ones before all; among equals the one that finds more by their
    first names, then the newest."""
    own = {name.upper() for name in names}

    def score(profile: Profile) -> tuple[bool, int, int, int]:
        found = profile.guess(names)
        whole = all(key in found or (key == "number" and profile.number_pattern) for key in profile.mandatory)
        firsts = sum(wanted[0].upper() in own for wanted in profile.fields.values())
        return whole, len(found), firsts, max(map(int, _YEAR.findall(profile.name)), default=0)

    return max(profiles, key=score)


_YEAR = re.compile(r"20\d\d")


def passed_over(profiles: Sequence[Profile], mapping: Mapping[str, str], names: Sequence[str]) -> list[str]:
    """Columns that some profile knows and this mapping leaves out: 前时相（前时相）, 拍摄（后时相）."""
    known = {name.upper(): key for profile in profiles for key, wanted in profile.fields.items() for name in wanted}
    keys = {name: known.get(name.upper(), "") for name in names if name not in mapping.values()}
    return [f"{name}（{KEYS.get(key, key)}）" for name, key in keys.items() if key and key not in mapping]


def _mandatory(head: Mapping[str, Any], mapped: Mapping[str, Any], pattern: str, source: str) -> tuple[str, ...]:
    listed = head.get("mandatory", ["number"])
    if not isinstance(listed, list | tuple) or not all(isinstance(key, str) for key in listed):
        raise InputError("[profile] 的 mandatory 应为键名的列表。", '请写成 mandatory = ["number"]。', source=source)
    strange = [key for key in listed if key not in mapped and not (key == "number" and pattern)]
    if strange:
        raise InputError(
            f"[profile] 的 mandatory 列出了 [fields] 中没有的键：{'、'.join(strange)}。",
            "请在 [fields] 中为它写出字段名，或从 mandatory 中删去。",
            source=source,
        )
    return tuple(dict.fromkeys(["number", *listed]))


def _limit(head: Mapping[str, Any], key: str, default: float, source: str) -> float:
    value = head.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise InputError(f"[profile] 的 {key}“{value}”不是不小于0的数。", f"请写成 {key} = {default}。", source=source)
    return float(value)


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
