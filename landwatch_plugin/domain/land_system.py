"""地类编码体系: which code system a land layer uses. The digits of the systems collide, so the whole set of codes decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from landwatch_plugin.domain.errors import RuleBookError


@dataclass(frozen=True)
class LandSystem:
    """三调工作分类, 二调 or 用地用海 with its codes."""

    name: str
    codes: frozenset[str]


@dataclass(frozen=True)
class SystemTold:
    """What the codes of a layer tell."""

    possible: tuple[str, ...]
    """Systems that have every known code of the layer."""
    mixed: tuple[tuple[str, tuple[str, ...]], ...]
    """When no system has them all: each system with the codes that only it has."""
    unknown: tuple[str, ...]
    """Codes of no system."""
    blank: int
    """Features without a code."""


def tell_system(counts: Mapping[str, int], systems: Sequence[LandSystem]) -> SystemTold:
    """`counts`: features of each code; "" for those without one."""
    codes = sorted(code for code in counts if code)
    known = [code for code in codes if any(code in system.codes for system in systems)]
    possible = tuple(system.name for system in systems if known and system.codes.issuperset(known))
    mixed = () if possible or not known else tuple(_own(known, systems))
    unknown = tuple(code for code in codes if code not in known)
    return SystemTold(possible, mixed, unknown, counts.get("", 0))


def _own(codes: Sequence[str], systems: Sequence[LandSystem]) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for system in systems:
        others = [other.codes for other in systems if other is not system]
        own = tuple(c for c in codes if c in system.codes and not any(c in other for other in others))
        if own:
            found.append((system.name, own))
    return found


def parse_systems(tables: Mapping[str, Any], source: str) -> tuple[LandSystem, ...]:
    """From [[system]] tables with name and codes. Raises RuleBookError naming the table and what is wrong."""
    found = []
    rows = tables.get("system")
    for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
        codes = row.get("codes") if isinstance(row, dict) else None
        if not isinstance(codes, list) or not codes or not all(isinstance(code, str) for code in codes):
            raise RuleBookError(
                f"第{number}张表 [[system]] 的 codes 应为编码文字的列表。",
                '请写成 codes = ["0101", "0102"]。',
                source=source,
            )
        if not isinstance(row.get("name"), str) or not row["name"].strip():
            raise RuleBookError(f"第{number}张表 [[system]] 没有名称。", '请写 name = "三调工作分类"。', source=source)
        found.append(LandSystem(row["name"].strip(), frozenset(codes)))
    if not found:
        raise RuleBookError("没有地类编码体系。", "请用 [[system]] 列出各体系的名称和编码。", source=source)
    return tuple(found)
