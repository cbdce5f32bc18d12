"""规则手册的继承: a book over the one it extends, as plain tables: rules by id, sub-types by class and name, the rest by key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from landwatch_plugin.domain.book_keys import ROW_KEYS, ROWS, nearest, row_name
from landwatch_plugin.domain.book_reader import UNUSABLE, Reader, Row, names

EVERYTHING = "*"
_DROPPED = {"subtypes": "subtype", "rules": "rule", "tags": "tag", "linkages": "linkage"}
_SIGNED = ("signed_by", "signed_on")


def merged(parent: Mapping[str, Any], child: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """The child's checked tables over the parent's; parts to be dropped that are not there are noted.

    Who signed the parent has not signed the child.
    """
    made = _without(deepcopy(dict(parent)), child, reader)
    made["book"] = {key: value for key, value in reader.table(made, "book").items() if key not in _SIGNED}
    for title, table in child.items():
        if title == "drop" or table is UNUSABLE:
            continue
        own: Any = _as_tables(table) if title == "thresholds" else deepcopy(table)
        if title in ROWS:
            made[title] = _rows(reader.rows(made, title), own, title, reader)
        elif isinstance(own, dict) and isinstance(made.get(title), dict):
            made[title] = _tables(made[title], own)
        else:
            made[title] = own
    return made


def _as_tables(thresholds: Mapping[str, Any]) -> dict[str, Any]:
    """A number alone as a table; how certain the parent's value was says nothing of another one."""
    return {
        name: {"certainty": "", **(item if isinstance(item, Mapping) else {"value": item})}
        for name, item in thresholds.items()
    }


def _tables(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    """Key by key; a table within a table too, a list as a whole."""
    made = dict(parent)
    for key, value in child.items():
        inner = made.get(key)
        made[key] = _tables(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return made


def _rows(parent: list[Row], child: list[Row], title: str, reader: Reader) -> list[Row]:
    """A row of the same name is changed where it stands; others follow at the end. A name that is all but that of an
    inherited row (W－07, w-07) is told, and taken for it, so that nothing else is blamed."""
    made = list(parent)
    places = {row_name(title, row): at for at, row in enumerate(made)}
    alike = {_plain(name): at for name, at in places.items()}
    for row in child:
        name = row_name(title, row)
        if UNUSABLE in name:
            continue
        at = places.get(name)
        if at is None and _plain(name) in alike:
            at = alike[_plain(name)]
            own, meant = "—".join(name), "—".join(row_name(title, made[at]))
            said = f"表 [[{title}]]（{own}）与所继承的“{meant}”只差大小写、空格或全角符号。"
            reader.note(said, f"您是否要改写 {meant}？请照原样写；确是另一项的，请换一个编号或名称。")
            row = {**row, **dict(zip(ROW_KEYS[title], row_name(title, made[at]), strict=True))}
        if at is None:
            made.append(row)
        else:
            made[at] = {**made[at], **row}
    return made


def _plain(name: tuple[Any, ...]) -> tuple[str, ...]:
    """Without what the eye does not tell apart: case, width, spaces, kinds of hyphen."""
    return tuple(
        re.sub(r"[\s\-_‐-―−]+", "-", unicodedata.normalize("NFKC", str(part))).strip("-").casefold() for part in name
    )  # fmt: skip


def _without(tables: dict[str, Any], child: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    drop = reader.table(child, "drop")
    if not drop:
        return tables
    for key in ("classes", "evidence"):
        tables[key] = _left(reader.table(tables, key), names(drop, key), key, reader)
    for key, title in _DROPPED.items():
        rows = {"—".join(map(str, row_name(title, row))): row for row in reader.rows(tables, title)}
        tables[title] = (
            [] if EVERYTHING in names(drop, key) else list(_left(rows, names(drop, key), key, reader).values())
        )
    gone = names(drop, "classes")
    for title in ("subtype", "rule"):
        tables[title] = [row for row in tables[title] if row.get("class") not in gone]
    kept = {row_name("subtype", row) for row in tables["subtype"]}
    tables["rule"] = [row for row in tables["rule"] if (row.get("class"), row.get("subtype")) in kept]
    _drop_from_ratio(tables, {name for _, name in kept})
    return tables


def _left(entries: Mapping[str, Any], dropped: tuple[str, ...], key: str, reader: Reader) -> dict[str, Any]:
    for name in dropped:
        if name not in entries:
            cure = f"{nearest(name, entries)}请核对名称，或删去这一项。"
            reader.note(f"表 [drop] 的键 {key} 中的“{name}”在所继承的手册里没有。", cure)
    return {name: entry for name, entry in entries.items() if name not in dropped}


def _drop_from_ratio(tables: dict[str, Any], kept: set[Any]) -> None:
    """[ratio] of the parent no longer names sub-types that were dropped."""
    ratio = tables.get("ratio")
    if isinstance(ratio, dict):
        for key in ("legal_subtypes", "farming_subtypes", "partial_subtypes"):
            if isinstance(ratio.get(key), list):
                ratio[key] = [name for name in ratio[key] if name in kept]
