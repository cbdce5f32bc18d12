"""期限: whether a paper counts on the day of an image, by its dates; what its dates do not say is left open."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dates import turned_round


class Term(NamedTuple):
    """The dates of one paper; None = not given, or not to be read."""

    on: date | None
    start: date | None
    end: date | None

    @property
    def last(self) -> date | None:
        """None also where the end is before the start: one of them is wrong."""
        return None if turned_round(self.start, self.end) else self.end


def in_force(term: Term, day: date) -> bool | None:
    return None if term.on is None else term.on <= day


def late(term: Term, day: date) -> bool | None:
    return None if term.on is None else term.on > day


def in_term(term: Term, day: date) -> bool | None:
    return None if term.last is None else (term.start is None or term.start <= day) and day <= term.last


def run_out(term: Term, day: date) -> bool | None:
    return None if term.last is None else term.last < day


def counts(role: Role, term: Term, day: date) -> bool | None:
    """Whether the coverage counts a paper of this role on a day; None = its dates do not say. Filings have no term."""
    if role is Role.FACILITY:
        return True
    return (in_term if role in (Role.TEMPORARY, Role.MINE) else in_force)(term, day)
