"""批准的时点: from which day a paper counts, until when, and whether that can be said at all.

None = its dates do not tell: nothing may be concluded (rules.md §3: coverage must also test dates).
"""

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

    @property
    def begun(self) -> date | None:
        """The first day on which it can be relied on: as approved, and not before its term."""
        return max((day for day in (self.on, self.start) if day), default=None)


def in_force(term: Term, day: date) -> bool | None:
    """批文, 供地, 登记: approved by that day."""
    return None if term.on is None else term.on <= day


def late(term: Term, day: date) -> bool | None:
    return None if term.on is None else term.on > day


def in_term(term: Term, day: date) -> bool | None:
    """采矿权: within its term. The day of issue is that of the latest change and says nothing of the beginning."""
    return None if term.last is None else (term.start is None or term.start <= day) and day <= term.last


def in_temporary_term(term: Term, day: date) -> bool | None:
    """临时用地: within its term, and approved by then."""
    return False if term.on is not None and term.on > day else in_term(term, day)


def over(term: Term, day: date) -> bool | None:
    return None if term.last is None else term.last < day


def filed(term: Term, day: date) -> bool | None:
    """设施农用地备案: filed by that day; layers of filings often carry no date, and then the filing counts."""
    return term.on is None or term.on <= day


def filed_late(term: Term, day: date) -> bool | None:
    return term.on is not None and term.on > day


def begun_by(term: Term, day: date) -> bool | None:
    """临时用地: could be relied on by that day, however long it lasts."""
    return None if term.begun is None else term.begun <= day


def counts(role: Role, term: Term, day: date) -> bool | None:
    """Whether the coverage counts a paper of this role on a day."""
    test = {Role.TEMPORARY: in_temporary_term, Role.MINE: in_term, Role.FACILITY: filed}.get(role, in_force)
    return test(term, day)
