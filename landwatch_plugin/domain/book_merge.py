"""规则手册的继承: a book over the one it extends, as plain tables: rules by id, sub-types by class and name, the rest by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from landwatch_plugin.domain.errors import RuleBookError

Row = Mapping[str, Any]
EVERYTHING = "*"

_NAMES: dict[str, Callable[[Row], Any]] = {
    "subtype": lambda row: (row.get("class"), row.get("name")),
    "rule": lambda row: row.get("id"),
    "linkage": lambda row: row.get("id"),
    "tag": lambda row: row.get("name"),
    "key_area": lambda row: row.get("name"),
    "calendar": lambda row: row.get("name"),
}
_DROPPED = {"subtypes": "subtype", "rules": "rule", "tags": "tag", "linkages": "linkage"}


def merged(parent: Mapping[str, Any], child: Mapping[str, Any], source: str) -> dict[str, Any]:
    """The child's tables over the parent's. Raises RuleBookError for a part to be dropped that is not there."""
    made = _without(deepcopy(dict(parent)), child.get("drop", {}), source)
    for name, table in child.items():
        if name == "drop":
            continue
        own = deepcopy(table)
        if name in _NAMES and isinstance(own, list):
            made[name] = _rows(made.get(name, []), own, _NAMES[name])
        elif isinstance(own, dict) and isinstance(made.get(name), dict):
            made[name] = _tables(made[name], own)
        else:
            made[name] = own
    return made


def _tables(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    """Key by key; a table within a table too, a list as a whole."""
    made = dict(parent)
    for key, value in child.items():
        inner = made.get(key)
        made[key] = _tables(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return made


def _rows(parent: list[Any], child: list[Any], name: Callable[[Row], Any]) -> list[Any]:
    """A row of the same name is changed where it stands; others follow at the end."""
    made = [dict(row) if isinstance(row, Mapping) else row for row in parent]
    places = {name(row): at for at, row in enumerate(made) if isinstance(row, dict)}
    for row in child:
        at = places.get(name(row)) if isinstance(row, Mapping) else None
        if at is None:
            made.append(row)
        else:
            made[at] = made[at] | dict(row)
    return made


def _without(tables: dict[str, Any], drop: Any, source: str) -> dict[str, Any]:
    if not isinstance(drop, Mapping):
        raise RuleBookError("[drop] 不是表。", '请写成 [drop]，下列 rules = ["H-01"]。', source=source)
    for key, names in drop.items():
        if not isinstance(names, list) or not all(isinstance(item, str) for item in names):
            raise RuleBookError(f"表 [drop] 的键 {key} 应为文字的列表。", f'请写成 {key} = ["…"]。', source=source)
        if key in ("classes", "evidence"):
            _take(tables.get(key, {}), names, key, source)
        elif key in _DROPPED:
            group = _DROPPED[key]
            tables[group] = _left(tables.get(group, []), names, key, _NAMES[group], source)
    gone = set(drop.get("classes", ()))
    for group in ("subtype", "rule"):
        tables[group] = [row for row in tables.get(group, []) if row.get("class") not in gone]
    kept = {(row.get("class"), row.get("name")) for row in tables["subtype"]}
    tables["rule"] = [row for row in tables["rule"] if (row.get("class"), row.get("subtype")) in kept]
    _drop_from_ratio(tables, {name for _, name in kept})
    return tables


def _take(table: dict[str, Any], names: list[str], key: str, source: str) -> None:
    for name in names:
        if name not in table:
            raise _absent(key, name, source)
        del table[name]


def _left(rows: list[Any], names: list[str], key: str, name: Callable[[Row], Any], source: str) -> list[Any]:
    if EVERYTHING in names:
        return []
    there = {_shown(name(row)) for row in rows}
    for item in names:
        if item not in there:
            raise _absent(key, item, source)
    return [row for row in rows if _shown(name(row)) not in names]


def _shown(name: Any) -> str:
    return "—".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _drop_from_ratio(tables: dict[str, Any], kept: set[Any]) -> None:
    """[ratio] of the parent no longer names sub-types that were dropped."""
    ratio = tables.get("ratio")
    if isinstance(ratio, dict):
        for key in ("legal_subtypes", "farming_subtypes", "partial_subtypes"):
            if isinstance(ratio.get(key), list):
                ratio[key] = [name for name in ratio[key] if name in kept]


def _absent(key: str, name: str, source: str) -> RuleBookError:
    return RuleBookError(
        f"表 [drop] 的键 {key} 中的“{name}”在所继承的手册里没有。", "请核对名称，或删去这一项。", source=source
    )
