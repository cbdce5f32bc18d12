"""复核差异: what a new check of a patch says otherwise than the one before it. Listed before the new one takes its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.field_texts import told

NOTHING = "—"
_FURTHER = ("second_", "third_", "mine_valid", "mine_lapse", "mine_bands", "mine_term_doubt", "dig_between_m")
"""The further boundaries of a mine and words on its licences: of no concern to a patch of ordinary land."""


@dataclass(frozen=True)
class Difference:
    """One figure of one patch, as text with its unit."""

    number: str
    item: str
    before: str
    after: str

    @property
    def text(self) -> str:
        return f"图斑{self.number}{self.item}：{self.before}→{self.after}"


def differences(before: Mapping[str, Check], after: Sequence[Check]) -> list[Difference]:
    """Check fields, land classes (亩), papers and suggestion that changed; patches without an earlier check have none."""
    return [
        Difference(new.number, item, one, other)
        for new in after
        if new.number in before
        for item, one, other in _changed(before[new.number], new)
    ]


def _changed(old: Check, new: Check) -> Iterator[tuple[str, str, str]]:
    land = old.values.get("kind") == new.values.get("kind") == "土地"
    for key, field in FIELDS.items():
        if land and key.startswith(_FURTHER):
            continue
        if old.values.get(key) != new.values.get(key):
            yield field.title, told(key, old.values), told(key, new.values)
    yield from _classes(old, new)
    one, other = _papers(old), _papers(new)
    if one != other:
        yield "涉及批准文件", one, other
    if old.suggestion.text != new.suggestion.text:
        yield "程序建议", old.suggestion.text or NOTHING, new.suggestion.text or NOTHING


def _papers(check: Check) -> str:
    return "、".join(sorted({f"{paper.role.title}{paper.number}" for paper in check.papers})) or NOTHING


def _classes(old: Check, new: Check) -> Iterator[tuple[str, str, str]]:
    one, other = (
        {share.land_class: share.mu for share in check.shares if share.role is Role.LAND} for check in (old, new)
    )
    for land_class in sorted({*one, *other}):
        if one.get(land_class) != other.get(land_class):
            yield f"地类{land_class or '（空）'}", _mu(one.get(land_class)), _mu(other.get(land_class))


def _mu(value: Decimal | None) -> str:
    return NOTHING if value is None else f"{value}亩"
