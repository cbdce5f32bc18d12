"""规则手册的读取: takes values out of plain tables and says, by file, table and key, where one cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.message_form import fault_of


class Reader:
    """One book; `source` is its file's name."""

    def __init__(self, source: str) -> None:
        self.source = source

    def fail(self, message: str, cure: str) -> RuleBookError:
        return RuleBookError(message, cure, source=self.source)

    def table(self, tables: Mapping[str, Any], name: str, within: str = "") -> Mapping[str, Any]:
        found = tables.get(name)
        if not isinstance(found, Mapping):
            raise self.fail(f"缺少表 [{within}{name}]。", f"请参照 docs/rulebook.md 补写 [{within}{name}]。")
        return found

    def optional(self, tables: Mapping[str, Any], name: str, within: str = "") -> Mapping[str, Any]:
        """A table that may be left out."""
        return self.table({name: {}, **tables}, name, within)

    def rows(self, tables: Mapping[str, Any], name: str, obligatory: bool = True) -> list[Mapping[str, Any]]:
        found = tables.get(name)
        if found is None and not obligatory:
            return []
        if (
            not isinstance(found, list)
            or (obligatory and not found)
            or not all(isinstance(row, Mapping) for row in found)
        ):
            raise self.fail(f"缺少表组 [[{name}]]。", f"请至少写一个 [[{name}]]。")
        return found

    def text(self, row: Mapping[str, Any], table: str, key: str) -> str:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            label = f"（id={row['id']}）" if row.get("id") else ""
            raise self.fail(f"表 [{table}]{label} 的键 {key} 为空或不是文字。", f'请写成 {key} = "…"。')
        return value.strip()

    def maybe(self, row: Mapping[str, Any], place: str, key: str) -> str:
        """A text that may be left out."""
        value = row.get(key, "")
        if not isinstance(value, str):
            raise self.fail(f"{place}的键 {key} 不是文字。", f'请写成 {key} = "…"。')
        return value.strip()

    def names(self, row: Mapping[str, Any], place: str, key: str) -> tuple[str, ...]:
        """A list of texts; () when the key is missing. A bare text is refused: it would be read letter by letter."""
        found = row.get(key, [])
        if not isinstance(found, list) or not all(isinstance(name, str) and name for name in found):
            raise self.fail(f"{place}的键 {key} 应为文字的列表。", f'请写成 {key} = ["…"]。')
        return tuple(found)

    def groups(self, row: Mapping[str, Any], place: str, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts."""
        found = row.get(key, [])
        if not isinstance(found, list) or not all(isinstance(group, list) and len(group) > 1 for group in found):
            raise self.fail(f"{place}的键 {key} 应为列表的列表，每组至少两项。", f'请写成 {key} = [["甲", "乙"]]。')
        return tuple(self.names({key: group}, place, key) for group in found)

    def number(self, key: str, value: Any) -> str:
        try:
            finite = not isinstance(value, bool) and Decimal(str(value)).is_finite()
        except InvalidOperation:
            finite = False
        if not finite:
            raise self.fail(f"表 [thresholds] 的键 {key}“{value}”不是数。", f'请写成 {key} = "0.5" 的形式。')
        return str(value)

    def day(self, row: Mapping[str, Any], place: str, key: str) -> date | None:
        """A date, as text or as TOML's own; None when it is left out."""
        value = row.get(key, "")
        if isinstance(value, date) or value == "":
            return value or None
        found = parse_date(value) if isinstance(value, str) else None
        if found is None:
            raise self.fail(f"{place}的键 {key}“{value}”不是日期。", f'请写成 {key} = "2026-06-20"。')
        return found

    def roles(self, row: Mapping[str, Any], place: str, key: str) -> tuple[Role, ...]:
        try:
            return tuple(Role(name) for name in self.names(row, place, key))
        except ValueError as error:
            keys = "、".join(role.value for role in Role)
            raise self.fail(f"{place}的 {key} 中有未知的图层角色（{error.args[0]}）。", f"可用：{keys}。") from error

    def known(self, names: Iterable[str], known: Iterable[str], place: str, what: str, cure: str) -> None:
        """Every name is one that the book defines."""
        there = set(known)
        for name in names:
            if name not in there:
                raise self.fail(f"{place}中有未定义的{what}“{name}”。", cure)

    def unique(self, table: str, names: Iterable[str]) -> None:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise self.fail(f"表组 [[{table}]] 中编号 {name} 重复。", "请给每一项一个唯一的编号或名称。")
            seen.add(name)

    def message(self, row: Mapping[str, Any], place: str, obligatory: bool = True) -> str:
        """A message may name check fields in braces and nothing else; found here, not in the middle of a month."""
        text = self.text(row, "rule", "message") if obligatory else self.maybe(row, place, "message")
        fault = fault_of(text, FIELDS, "docs/rulebook.md")
        if fault is not None:
            raise self.fail(f"{place}的 message {fault[0]}。", fault[1])
        return text
