"""键的写法: what the value of each key of a rule book must look like; a value that does not fit is told with its cure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from landwatch_plugin.domain.accountability import REMEDIES, Term
from landwatch_plugin.domain.book_keys import ANY
from landwatch_plugin.domain.book_parts import KINDS
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.control import APPROVALS, Role
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.land_use import NATURES
from landwatch_plugin.domain.message_form import fault_of
from landwatch_plugin.domain.threshold import UNITS, likely, number

Fault = tuple[str, str]
Kind = Callable[[str, Any], Fault | None]
"""(key, value) → what is wrong and the cure; None when nothing is."""

CERTAINTIES = ("方案原文", "部门资料", "经验待核", "推断待核")
_QUOTED, _LISTED = '请写成 {} = "…"。', '请写成 {} = ["…"]。'
_BOUNDARIES = 3


def shown(value: Any) -> str:
    """A value as an error quotes it: “0,5”; nothing for a list or table."""
    if isinstance(value, bool):
        return "“true”" if value else "“false”"
    return f"“{str(value)[:40]}”" if isinstance(value, (str, int, float, date)) else ""


def text(key: str, value: Any) -> Fault | None:
    return None if isinstance(value, str) else (f"{shown(value)}不是文字", _in_quotes(key, value))


def _in_quotes(key: str, value: Any) -> str:
    """A number is to be put in quotes as it stands."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f'请加引号，写成 {key} = "{value}"。'
    return _QUOTED.format(key)


def name(key: str, value: Any) -> Fault | None:
    """A text that may not be empty."""
    if isinstance(value, str):
        return None if value.strip() else ("为空", _QUOTED.format(key))
    return text(key, value)


def code(key: str, value: Any) -> Fault | None:
    """The number of a rule or linkage: errors, findings and lists call it by this."""
    if isinstance(value, str) and value.strip() and any(sign.isspace() for sign in value):
        return f"{shown(value)}含有空格", f'请去掉空格，写成 {key} = "{"".join(value.split())}"。'
    return name(key, value)


def names(key: str, value: Any) -> Fault | None:
    """A list of texts. A bare text is refused: it would be read letter by letter."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        return "应为文字的列表", _LISTED.format(key)
    twice = [item for item in value if value.count(item) > 1]
    return (f"中“{twice[0]}”重复", "请删去重复的一项。") if twice else None


def titles(key: str, value: Any) -> Fault | None:
    """Names of codes."""
    if isinstance(value, Mapping) and all(isinstance(item, str) for item in value.values()):
        return None
    return "应为编码和名称", f'请写成 [landclass.{key}]，下列 "0101" = "水田"。'


def groups(key: str, value: Any) -> Fault | None:
    fault = ("应为列表的列表，每组至少两项", f'请写成 {key} = [["甲", "乙"]]。')
    if not isinstance(value, list) or any(names(key, group) or len(group) < 2 for group in value):
        return fault
    return None


def flag(key: str, value: Any) -> Fault | None:
    return None if isinstance(value, bool) else (f"{shown(value)}不是“是”或“否”", f"请写成 {key} = true 或 {key} = false，不加引号。")  # fmt: skip


def day(key: str, value: Any) -> Fault | None:
    """A date, as text or as TOML's own; "" when it is not known yet."""
    if value == "" or isinstance(value, date) or (isinstance(value, str) and parse_date(value)):
        return None
    return f"{shown(value)}不是日期", f'请写成 {key} = "2026-06-20"。'


def whole(key: str, value: Any) -> Fault | None:
    found = number(value)
    if found is not None and found > 0 and found == int(found) <= 366:
        return None
    return f"{shown(value)}不是1至366的整数", f"请写成 {key} = 10。"


def between(least: int, most: int | None) -> Kind:
    """A number within its bounds."""
    bounds = f"不小于{least}的数" if most is None else f"{least}至{most}的数"

    def fault(key: str, value: Any) -> Fault | None:
        found = number(value)
        if found is None or found < least or (most is not None and found > most):
            return f"{shown(value)}不是{bounds}", f'请写成 {key} = "15"。'
        return None

    return fault


def percent(key: str, value: Any) -> Fault | None:
    """15 for 15%; 0.15 would be a limit of a hundredth of what is meant."""
    found = number(value)
    if found is not None and 0 < found < 1:
        return (
            f"{shown(value)}按百分数读，即 {found}%",
            f'{(found * 100).normalize():f}%请写成 {key} = "{(found * 100).normalize():f}"。',
        )
    return between(0, 100)(key, value)


def any_number(key: str, value: Any) -> Fault | None:
    return None if number(value) is not None else (f"{shown(value)}不是数", f'请写成 {key} = "{likely(key, value)}" 的形式。')  # fmt: skip


def one_of(what: str, *known: str) -> Kind:
    def fault(key: str, value: Any) -> Fault | None:
        if value in known:
            return None
        return f"{shown(value)}不是已知的{what}", f"可用：{'、'.join(item for item in known if item)}。"

    return fault


def some_of(what: str, *known: str) -> Kind:
    """A list in which every item is known."""

    def fault(key: str, value: Any) -> Fault | None:
        wrong = names(key, value)
        strange = [] if wrong else [item for item in value if item not in known]
        return (f"中有未知的{what}“{strange[0]}”", f"可用：{'、'.join(known)}。") if strange else wrong

    return fault


def certainty(key: str, value: Any) -> Fault | None:
    """It must say what stands behind it, or that this is still to be looked up."""
    if isinstance(value, str) and (not value or value.startswith(CERTAINTIES) or "待核" in value):
        return None
    return f"{shown(value)}不是已知的可靠程度", f"请以{'、'.join(CERTAINTIES)}之一开头，或写明“待核”。"


def message(key: str, value: Any) -> Fault | None:
    if not isinstance(value, str):
        return text(key, value)
    fault = fault_of(value, FIELDS, "docs/rulebook.md")
    return (f" {fault[0]}", fault[1]) if fault else None


def boundaries(key: str, value: Any) -> Fault | None:
    if isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
        fits = len(value) <= _BOUNDARIES and len(set(value)) == len(value)
        return None if fits else (f"有{len(value)}个名称，至多三个且不重复", "请删去多余的边界。")
    return names(key, value)


def remedies(key: str, value: Any) -> Fault | None:
    terms = [term.name.lower() for term in Term]
    if not isinstance(value, Mapping):
        return "不是表", "请写成 [ratio.remedies]，下列各种整改方式。"
    for remedy, term in value.items():
        if term not in terms:
            return f"中“{remedy}”指向未知的{shown(term)}", f"[ratio.remedies] 可用：{'、'.join(terms)}。"
    return None


def spans(key: str, value: Any) -> Fault | None:
    """Date conditions: a field that is a date, and from, until or both."""
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        return "应为表的列表", f'请写成 {key} = [{{ field = "built_on", from = "2023-03-20" }}]。'
    for item in value:
        fault = _span(item)
        if fault:
            return fault
    return None


def _span(item: Mapping[str, Any]) -> Fault | None:
    strange = [key for key in item if key not in ("field", "from", "until")]
    if strange:
        return f"中有未知的键 {strange[0]}", "只能用 field、from、until。"
    days = [field.key for field in FIELDS.values() if field.unit == "日期"]
    if item.get("field") not in days:
        return f"中 field {shown(item.get('field', ''))}不是日期指标", f"可用：{'、'.join(days)}。"
    for key in ("from", "until"):
        fault = day(key, item.get(key, ""))
        if fault:
            return f"中 {key} {fault[0]}", fault[1]
    start, until = as_day(item.get("from")), as_day(item.get("until"))
    if (start is None and until is None) or (start and until and start > until):
        return "起止日期缺失或颠倒", "请写明 from 或 until，且 from 不晚于 until。"
    return None


def as_day(value: Any) -> date | None:
    """A date that `day` has let pass."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    return parse_date(value) if isinstance(value, str) else None


_ROLES = tuple(role.value for role in Role if not role.is_raster)
"""Layers that are overlaid; images are looked at by people, no figure comes from them."""
_GROUNDS = some_of("合法依据图层角色", *(role.value for role in APPROVALS))
_CITED: dict[str, Kind] = {"cite": text, "certainty": certainty}
_REMEDIES = some_of("整改", *(term.name.lower() for term in REMEDIES))

KINDS_OF: dict[str, dict[str, Kind]] = {
    "book": {
        **dict.fromkeys(("id", "title", "version"), name), "extends": text, "signed_by": text, "signed_on": day,
        **dict.fromkeys(("tags", "parties", "mine_types", "secret_marks"), names),
    },
    "classes": {"title": text, "kind": one_of("性质", *KINDS), "aliases": names},
    "order": {"steps": names},
    "coverage": {"grounds": _GROUNDS, "grounds_if_bound": _GROUNDS},
    "thresholds": {"value": any_number, "unit": one_of("单位", *UNITS), "meaning": text, "certainty": certainty},
    "landclass": {"system": text, "gap_free": flag, "names": titles},
    "change_types": {ANY: name},
    "evidence": {"source": one_of("来源", "", "photo", "facts", "overlay", *_ROLES)},
    "uses": {"words": names, "without": names, "nature": one_of("性质", *NATURES)},
    "subtype": {
        "class": name, "name": name, "evidence": names, "one_of": groups, "optional": names, "aliases": names,
        "next": text, "note": text, "certainty": certainty,
    },
    "rule": {
        "id": code, **dict.fromkeys(("title", "class", "subtype", "when"), name), "step": text, "dates": spans,
        "needs": some_of("图层角色", *_ROLES), "message": message, **_CITED,
    },
    "tag": {"name": name, "when": name, "kinds": some_of("性质", *KINDS), "message": message, **_CITED},
    "linkage": {"id": code, "title": name, "when": text, "then": name, **_CITED},
    "key_area": {"name": name, "year": text, "note": text, "certainty": certainty},
    "calendar": {"name": name, "due": name, "certainty": certainty},
    "mine": {"boundaries": boundaries},
    "ratio": {
        "leaves_numerator": _REMEDIES, "leaves_denominator": _REMEDIES, "precedence": _REMEDIES,
        "county_area_mu": between(0, None), "percent": percent, "form": one_of("关系", "and", "or"),
        **dict.fromkeys(("legal_subtypes", "farming_subtypes", "partial_subtypes", "outside_classes"), names),
        "land_only": flag, "remedies": remedies,
    },
    "documents": {"letter_code": name, "reply_working_days": whole, "legal_basis": text, "law": names},
    "drop": dict.fromkeys(("classes", "subtypes", "rules", "tags", "linkages", "evidence"), names),
}  # fmt: skip

OBLIGATORY: dict[str, tuple[str, ...]] = {
    "book": ("id", "title", "version"), "classes": (), "evidence": (), "thresholds": ("value",), "landclass": (),
    "subtype": ("class", "name"), "rule": ("id", "title", "class", "subtype", "when", "message", "cite", "certainty"),
    "tag": ("name", "when"), "linkage": ("id", "title", "then"), "key_area": ("name",), "calendar": ("name", "due"),
}  # fmt: skip
"""Keys without which a row or table says nothing, in the book with all that it extends."""
ALWAYS = ("book", "classes", "evidence", "thresholds", "landclass", "subtype", "rule")
"""Tables without which there is no book."""
