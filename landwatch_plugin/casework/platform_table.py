"""平台导出表: what was filled in on the ministry's platform, for comparison with the ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from landwatch_plugin.casework.field_work import NUMBER, read_table
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.self_check import Checklist
from landwatch_plugin.domain.self_check_fields import SELF_FIELDS
from landwatch_plugin.domain.units import half_up
from landwatch_plugin.reports.sheet_reading import read_sheet

_LOOKED_AT = 10
"""Rows in which the header is looked for."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
"""1,230.50: commas between thousands; 12,30 may be 12.30 or 1230 and is not read."""
_BRACKETS = str.maketrans("（）　", "() ")


@dataclass
class Platform:
    """What the export says of each patch, and what could not be read of it."""

    rows: dict[str, dict[str, Value]] = field(default_factory=dict)
    lacking: dict[str, str] = field(default_factory=dict)
    """Field → name of the column that the export does not have."""
    strange: list[str] = field(default_factory=list)
    """Columns that no field is filled from."""

    def why_empty(self, number: str, checklist: Checklist) -> dict[str, str]:
        """Field → why there is no figure of a patch that the export has."""
        known = {key: f"平台导出表没有“{name}”一列" for key, name in self.lacking.items()}
        blank = {key for key, value in self.rows.get(number, {}).items() if value in (None, "")} - set(known)
        return known | {key: f"平台导出表中该图斑的“{checklist.platform[key][0]}”为空" for key in blank}


def read_platform(path: Path, checklist: Checklist) -> Platform:
    """From .xlsx or CSV. Columns that the export lacks stay empty (未检查) and are named.

    Raises InputError for a figure that is no number, or a patch that stands twice.
    """
    path = Path(path)
    rows = _sheet_rows(path) if path.suffix.lower() == ".xlsx" else list(read_table(path, (NUMBER,)))
    found: dict[str, dict[str, Value]] = {}
    columns = list(rows[0][1]) if rows else []
    for line, row in rows:
        plain = {_folded(name): text for name, text in row.items()}
        number = plain.get(_folded(NUMBER), "")
        if not number:
            continue
        if number in found:
            raise InputError(f"图斑{number}出现了两次。", "请保留一行后重试。", source=path.name, row=line)
        found[number] = _values(plain, checklist, path.name, line)
    there = {_folded(name) for name in columns}
    used = {_folded(name) for names in checklist.platform.values() for name in names} | {_folded(NUMBER)}
    lacking = {
        key: names[0] for key, names in checklist.platform.items() if names and there.isdisjoint(map(_folded, names))
    }
    return Platform(found, lacking, [name for name in columns if _folded(name) not in used])


def _sheet_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows below the header, which is the first row that names the patch number: exports have a title above it."""
    cells = read_sheet(path)
    at = next((place for place, (_, texts) in enumerate(cells[:_LOOKED_AT]) if NUMBER in texts), None)
    if at is None:
        raise InputError(f"前{_LOOKED_AT}行中没有列“{NUMBER}”。", "请选择平台导出的图斑列表。", source=path.name)
    names = cells[at][1]
    doubled = next((name for name in names if name and names.count(name) > 1), "")
    if doubled:
        raise InputError(f"列“{doubled}”出现了两次。", "请删除多余的一列。", source=path.name)
    return [
        (line, {name: text for name, text in zip(names, texts, strict=False) if name})
        for line, texts in cells[at + 1 :]
    ]


def _values(row: Mapping[str, str], checklist: Checklist, source: str, line: int) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key, names in checklist.platform.items():
        text = next((row[_folded(name)] for name in names if row.get(_folded(name))), "")
        values[key] = _figure(text, names[0], source, line) if SELF_FIELDS[key].unit == "亩" else text or None
    return values


def _figure(text: str, name: str, source: str, line: int) -> Decimal | None:
    if not text:
        return None
    try:
        figure = Decimal(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
    except InvalidOperation:
        figure = Decimal("NaN")
    if not figure.is_finite():
        raise InputError(f"{name}“{text}”不是数字。", "请填写以亩为单位的数字。", source=source, row=line)
    return half_up(figure)


def _folded(name: str) -> str:
    """Half-width brackets, no blanks: exports of one platform differ in both."""
    return name.translate(_BRACKETS).replace(" ", "")
