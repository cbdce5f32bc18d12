"""规则手册的校验: every value of one file against the way its key is written; all faults are told, not the first alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landwatch_plugin.domain.book_keys import ANY, INNER, ROWS, TABLES, called, nearest, row_name
from landwatch_plugin.domain.book_kinds import ALWAYS, KINDS_OF, OBLIGATORY, Kind, any_number, shown, text
from landwatch_plugin.domain.book_reader import UNUSABLE, Reader
from landwatch_plugin.domain.threshold import likely

_SHORT: dict[str, Kind] = {"classes": text, "thresholds": any_number}
"""Tables whose entries may be a plain value in place of a table."""
_AS_TABLE = {
    "evidence": '请写成 "{0}" = {{}} 或 "{0}" = {{ source = "…" }}。', "uses": '请写成 "{0}" = {{ words = ["…"], nature = "建设" }}。',
}  # fmt: skip

_MISSING = {
    "cite": '请写明依据，例如 {} = "本县2026年工作方案"；没有成文依据的写明由来，如“会审口径”。',
    "certainty": '请写明可靠程度，例如 {} = "推断待核"。',
}


def checked(tables: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """The tables with UNUSABLE in the place of every value that does not fit; what is wrong with it is noted."""
    made: dict[str, Any] = {}
    for title, table in tables.items():
        if title not in KINDS_OF or table is UNUSABLE:
            made[title] = table
        elif title in ROWS:
            made[title] = _rows(title, table, reader)
        elif not isinstance(table, Mapping):
            reader.note(f"[{title}] 不是表。", f"请写成 [{title}]，下面逐行列出各键。")
            made[title] = UNUSABLE
        elif title in INNER:
            made[title] = {key: _entry(title, key, item, reader) for key, item in table.items()}
        else:
            made[title] = _values(f"表 [{title}] ", table, KINDS_OF[title], reader)
    _only_known_drops(tables.get("drop"), reader)
    return made


def require(tables: Mapping[str, Any], reader: Reader) -> None:
    """Notes tables and keys that must be there and are not; for a book with all that it extends."""
    for title in ALWAYS:
        if title not in tables or tables[title] == []:
            label = f"表组 [[{title}]]" if title in ROWS else f"表 [{title}]"
            reader.note(f"缺少{label}。", f"请参照 docs/rulebook.md 补写 {label.split()[1]}。")
    for title, keys in OBLIGATORY.items():
        table = tables.get(title)
        if title in ROWS and isinstance(table, list):
            for row in table:
                _demand(f"表 [[{title}]]（{called(row)}）", row, keys, reader)
        elif title in INNER and isinstance(table, Mapping):
            for key, row in table.items():
                if isinstance(row, Mapping):
                    _demand(f"表 [{title}] 的“{key}”", row, keys, reader)
        elif isinstance(table, Mapping):
            _demand(f"表 [{title}] ", table, keys, reader)


def _demand(place: str, row: Mapping[str, Any], keys: tuple[str, ...], reader: Reader) -> None:
    for key in keys:
        value = row.get(key, "")
        if value == [] or (isinstance(value, str) and not value.strip()):
            reader.note(f"{place}缺少键 {key}，或为空。", _MISSING.get(key, "请补写 {}。").format(key))


def _rows(title: str, table: Any, reader: Reader) -> Any:
    if not isinstance(table, list) or not all(isinstance(row, Mapping) for row in table):
        reader.note(f"[[{title}]] 的写法不对。", f"请写成 [[{title}]]（两层方括号），下面逐行列出各键，每项一段。")
        return UNUSABLE
    made, seen = [], set()
    for row in table:
        clean = _values(f"表 [[{title}]]（{called(row)}）", row, KINDS_OF[title], reader)
        own = row_name(title, clean)
        if own in seen and "" not in own:
            reader.note(f"表组 [[{title}]] 中编号 {'—'.join(map(str, own))} 重复。", "请给每一项一个唯一的编号或名称。")
            continue
        seen.add(own)
        made.append(clean)
    return made


def _entry(title: str, key: str, item: Any, reader: Reader) -> Any:
    """An entry whose name the book chooses: a class, a piece of evidence, a threshold."""
    if isinstance(item, Mapping):
        return _values(f"表 [{title}] 的“{key}”", item, KINDS_OF[title], reader)
    short = _SHORT.get(title)
    fault = short(key, item) if short else (f"{shown(item)}不是表", _AS_TABLE[title].format(key))
    if fault is None or item is UNUSABLE:
        return item
    if title == "thresholds" and isinstance(item, str):
        fault = (fault[0], f'请写成 {key} = "{likely(key, item, before=reader.limit_before(key))}" 的形式。')
    reader.note(f"表 [{title}] 的键 {key} {fault[0]}。", fault[1])
    return UNUSABLE


def _values(place: str, row: Mapping[str, Any], kinds: Mapping[str, Kind], reader: Reader) -> dict[str, Any]:
    made = dict(row)
    for key, value in row.items():
        kind = kinds.get(key) or kinds.get(ANY)
        fault = kind(key, value) if kind and value is not UNUSABLE else None
        if fault:
            reader.note(f"{place}的键 {key} {fault[0]}。".replace("  ", " "), fault[1])
            made[key] = UNUSABLE
    return made


def _only_known_drops(table: Any, reader: Reader) -> None:
    """A slip of the pen in [drop] would leave in force what the county thinks is gone."""
    known = TABLES["drop"][1]
    for key in table if isinstance(table, Mapping) else ():
        if key not in known:
            reader.note(f"表 [drop] 中有未知的键 {key}。", f"{nearest(key, known)}可用：{'、'.join(known)}。")
