"""规则手册的读取: takes values out of tables that are checked, and gathers by file, table and key what cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, TypeVar

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import RuleBookError, RuleBookErrors

Made = TypeVar("Made")
Row = Mapping[str, Any]


class _Mark(Enum):
    """A value that stays itself when tables are copied."""

    UNUSABLE = "unusable"


UNUSABLE = _Mark.UNUSABLE
"""Stands where a value was that does not fit; it has been told."""


class Reader:
    """One book; `source` is its file's name, `before` the tables of the books that it extends."""

    def __init__(self, source: str, problems: Iterable[RuleBookError] = (), before: Row | None = None) -> None:
        self.source = source
        self.before: Row = before or {}
        self.problems = list(problems)

    def fail(self, message: str, cure: str) -> RuleBookError:
        return RuleBookError(message, cure, source=self.source)

    def note(self, message: str, cure: str) -> None:
        """One more fault; the rest of the book is looked at all the same."""
        self.problems.append(self.fail(message, cure))

    def refuse(self) -> None:
        """Raises all that was noted, if anything was."""
        if self.problems:
            raise self.problems[0] if len(self.problems) == 1 else RuleBookErrors(self.problems, self.source)

    def part(self, read: Callable[[], Made], without: Made) -> Made:
        """What `read` makes; `without` when it fails, which is noted."""
        try:
            return read()
        except RuleBookError as error:
            self.problems += error.problems or (error,)
            return without

    def each(self, rows: Iterable[Row], read: Callable[[Row], Made]) -> tuple[Made, ...]:
        """Every row as `read` makes it; rows with a value that does not fit are left out, they have been told."""
        made = [self.part(lambda row=row: read(row), None) for row in rows if UNUSABLE not in row.values()]  # type: ignore[misc]
        return tuple(one for one in made if one is not None)

    def table(self, tables: Row, title: str) -> dict[str, Any]:
        """What can be used of a table; {} when it is missing."""
        found = tables.get(title)
        return (
            {key: value for key, value in found.items() if value is not UNUSABLE} if isinstance(found, Mapping) else {}
        )

    def limit_before(self, name: str) -> str:
        """The value of a threshold in the books that this one extends; "" when there is none."""
        item = self.table(self.before, "thresholds").get(name, "")
        value = item.get("value", "") if isinstance(item, Mapping) else item
        return "" if value is UNUSABLE else str(value)

    def rows(self, tables: Row, title: str) -> list[Row]:
        found = tables.get(title)
        return found if isinstance(found, list) else []

    def known(self, names: Iterable[str], known: Iterable[str], place: str, what: str, cure: str) -> None:
        """Every name is one that the book defines. Raises RuleBookError; not where the definitions themselves are at fault."""
        there = set(known)
        for name in names:
            if name and name not in there and (there or not self.problems):
                raise self.fail(f"{place}中有未定义的{what}“{name}”。", cure)


def text(row: Row, key: str) -> str:
    """A text that has been checked; "" when it is left out."""
    value = row.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def names(row: Row, key: str) -> tuple[str, ...]:
    return tuple(row.get(key, ()))


def roles(row: Row, key: str) -> tuple[Role, ...]:
    return tuple(Role(name) for name in names(row, key))
