"""规则手册的继承: a book over the one it extends, as plain tables: rules by id, sub-types by class and name, the rest by key."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from landwatch_plugin.domain.book_keys import ROWS, row_name
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
            made[title] = _rows(reader.rows(made, title), own, title)
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


def _rows(parent: list[Row], child: list[Row], title: str) -> list[Row]:
    """A row of the same name is changed where it stands; others follow at the end."""
    made = list(parent)
    places = {row_name(title, row): at for at, row in enumerate(made)}
    for row in child:
        at = places.get(row_name(title, row))
        if at is None:
            made.append(row)
        else:
            made[at] = {**made[at], **row}
    return made


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
            reader.note(f"表 [drop] 的键 {key} 中的“{name}”在所继承的手册里没有。", "请核对名称，或删去这一项。")
    return {name: entry for name, entry in entries.items() if name not in dropped}


def _drop_from_ratio(tables: dict[str, Any], kept: set[Any]) -> None:
    """[ratio] of the parent no longer names sub-types that were dropped."""
    ratio = tables.get("ratio")
    if isinstance(ratio, dict):
        for key in ("legal_subtypes", "farming_subtypes", "partial_subtypes"):
            if isinstance(ratio.get(key), list):
                ratio[key] = [name for name in ratio[key] if name in kept]
