"""月核自查清单: the checks that a month must stand before it is confirmed, as data. Parses plain tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.message_form import fault_of
from landwatch_plugin.domain.self_check_fields import SELF_FIELDS


class Level(str, Enum):
    """阻断: the month must not be confirmed while it stands; 提示: to be looked at."""

    BLOCKING = "阻断"
    WARNING = "提示"


class Result(str, Enum):
    """What one check says of one patch. What cannot be checked is told, never passed."""

    FAILED = "有问题"
    UNCHECKED = "未检查"
    PASSED = "通过"
    NOT_CONCERNED = "不适用"


@dataclass(frozen=True)
class SelfCheck:
    """`applies` and `must` are QGIS expressions over SELF_FIELDS; NULL of either gives 未检查."""

    id: str
    title: str
    level: Level
    must: str
    """What has to hold."""
    message: str
    cure: str
    applies: str = ""
    """Which patches are concerned; "" = all."""
    source: str = ""
    certainty: str = ""
    unsure: str = ""
    """Why 未检查 when every figure is there, e.g. that one photo of several has no place."""


@dataclass(frozen=True)
class Checked:
    """One check tried on one patch."""

    number: str
    check: SelfCheck
    result: Result
    message: str = ""
    """The problem with its figures; "" unless it failed."""
    reason: str = ""
    """Why 未检查."""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Checklist:
    id: str
    title: str
    version: str
    checks: tuple[SelfCheck, ...]
    thresholds: Mapping[str, str]
    """Tolerances that the rule book does not have; those of the rule book go first."""
    facts: Mapping[str, str]
    """Field → name of the item in the field survey's table."""
    photo_words: tuple[str, ...]
    """Words in a remedy's proof that tell of photos taken afterwards."""
    platform: Mapping[str, tuple[str, ...]]
    """Field → names of the column in the platform's export."""
    digest: str = ""
    fillers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field → words with which a blank is filled up (无, 不详): no answer."""

    @property
    def stamp(self) -> str:
        return f"{self.id} {self.version}（{self.digest[:8]}）"

    def told(self, key: str, text: str) -> str:
        """What the field survey says; "" for strokes, points and the words that only fill the cell."""
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        return text if any(map(str.isalnum, plain)) and plain not in self.fillers.get(key, ()) else ""


def parse_checklist(tables: Mapping[str, Any], source: str, digest: str) -> Checklist:
    """A checklist from parsed TOML. Raises RuleBookError that names file, table and key."""
    reader = _Reader(source)
    book = reader.table(tables, "book")
    rows = tables.get("check")
    if not isinstance(rows, list) or not rows:
        raise reader.fail("缺少表组 [[check]]。", "请至少写一个 [[check]]。")
    checks = tuple(reader.check(row) for row in rows)
    ids = [check.id for check in checks]
    for name in ids:
        if ids.count(name) > 1:
            raise reader.fail(f"检查编号 {name} 重复。", "请给每项检查一个唯一的 id。")
    return Checklist(
        reader.text(book, "表 [book]", "id"), reader.text(book, "表 [book]", "title"), reader.text(book, "表 [book]", "version"), checks,
        {key: reader.number(key, value) for key, value in reader.table(tables, "thresholds").items()},
        {reader.own(key, "facts"): reader.text({key: name}, "表 [facts]", key) for key, name in reader.table(tables, "facts").items()},
        reader.names(book, "photo_words"),
        {reader.own(key, "platform"): reader.names(reader.table(tables, "platform"), key) for key in reader.table(tables, "platform")},
        digest,
        {reader.own(key, "fillers"): reader.names(reader.table(tables, "fillers"), key) for key in reader.table(tables, "fillers")},
    )  # fmt: skip


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source

    def fail(self, message: str, cure: str) -> RuleBookError:
        return RuleBookError(message, cure, source=self.source)

    def table(self, tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        found = tables.get(name, {})
        if not isinstance(found, Mapping) or (name == "book" and not found):
            raise self.fail(f"缺少表 [{name}]。", f"请补写 [{name}]。")
        return found

    def text(self, row: Mapping[str, Any], place: str, key: str) -> str:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"{place}的键 {key} 为空或不是文字。", f'请写成 {key} = "…"。')
        return value.strip()

    def names(self, row: Mapping[str, Any], key: str) -> tuple[str, ...]:
        found = row.get(key, [])
        if not isinstance(found, list) or not all(isinstance(name, str) and name for name in found):
            raise self.fail(f"键 {key} 应为文字的列表。", f'请写成 {key} = ["…"]。')
        return tuple(found)

    def number(self, key: str, value: Any) -> str:
        try:
            finite = not isinstance(value, bool) and Decimal(str(value)).is_finite()
        except InvalidOperation:
            finite = False
        if not finite:
            raise self.fail(f"表 [thresholds] 的键 {key}“{value}”不是数。", f'请写成 {key} = "0.5" 的形式。')
        return str(value)

    def own(self, key: str, table: str) -> str:
        if key not in SELF_FIELDS:
            raise self.fail(f"表 [{table}] 的键 {key} 不是自查指标。", "可用指标见 docs/selfcheck.md。")
        return key

    def check(self, row: Any) -> SelfCheck:
        if not isinstance(row, Mapping):
            raise self.fail("[[check]] 不是表。", "请写成 [[check]] 后逐行列键。")
        place = f"检查 {row.get('id') or '（没有 id）'} "
        level = self.text(row, place, "level")
        if level not in [item.value for item in Level]:
            raise self.fail(f"{place}的 level“{level}”无法识别。", "请写“阻断”或“提示”。")
        message = self.text(row, place, "message")
        fault = fault_of(message, SELF_FIELDS, "docs/selfcheck.md")
        if fault is not None:
            raise self.fail(f"{place}的 message {fault[0]}。", fault[1])
        return SelfCheck(
            self.text(row, place, "id"), self.text(row, place, "title"), Level(level), self.text(row, place, "must"), message,
            self.text(row, place, "cure"), str(row.get("applies", "")).strip(), self.text(row, place, "source"),
            self.text(row, place, "certainty"), str(row.get("unsure", "")).strip(),
        )  # fmt: skip
