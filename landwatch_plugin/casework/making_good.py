"""补办: papers that came after the building. Lawful on the day of the after image, not on the day of the building."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landwatch_plugin.casework.figures import Figures
from landwatch_plugin.domain.check import Paper
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.paper_terms import Term, begun_by, filed, in_force
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.progress import Feedback

NONE = Decimal("0.000000")
_THEN, _NOW = "then_share", "now_share"


@dataclass(frozen=True)
class Kind:
    """Papers that are measured together: the field, what counts as granted by a day, and the day of one paper."""

    key: str
    roles: Sequence[Role]
    granted: Callable[[Term, date], bool | None]
    undated_counts: bool = False

    def day(self, paper: Paper) -> date | None:
        term = Term(paper.date, paper.start, paper.end)
        return term.begun if self.roles == (Role.TEMPORARY,) else term.on


def bounds(patch: Patch, built: date | None) -> tuple[date | None, date | None]:
    """First and last day on which the building can have begun: as the field visit says, else between the images."""
    return (built, built) if built else (patch.before, patch.after)


def measure_making_good(
    figures: Figures, received: Iterable[Patch], built: Mapping[str, date | None], feedback: Feedback
) -> None:
    """Fill `makeup_share` and its like: what papers cover that are dated after the building and not after the after image.

    Of the grounds that the book counts, those that are bound; 临时用地 and 设施农用地备案 each by itself. Unknown (left
    out) when a paper is dated between the images and nobody has said when the building began.
    """
    book, patches = figures.book, list(received)
    grounds = tuple(role for role in (*book.grounds, *book.grounds_if_bound) if role in figures.frames)
    for kind in (
        Kind("makeup_share", grounds, in_force),
        Kind("temporary_makeup_share", (Role.TEMPORARY,), begun_by),
        Kind("facility_makeup_share", (Role.FACILITY,), filed, undated_counts=True),
    ):
        if kind.roles and all(role in figures.frames for role in kind.roles):
            _measure(kind, figures, patches, built, feedback)


def _measure(
    kind: Kind, figures: Figures, patches: Sequence[Patch], built: Mapping[str, date | None], feedback: Feedback
) -> None:
    then: dict[str, date | None] = {}
    now: dict[str, date | None] = {}
    for patch in patches:
        first, last = bounds(patch, built.get(patch.number))
        if first is None or last is None or patch.after is None:
            continue
        days = [kind.day(paper) for paper in figures.found.papers[patch.number] if paper.role in kind.roles]
        if None in days and not kind.undated_counts:
            continue
        if not any(first < day <= patch.after for day in days if day):
            figures.found.values[patch.number][kind.key] = NONE
        elif first == last:
            then[patch.number], now[patch.number] = last, patch.after
    if not then:
        return
    figures.dated(kind.roles, then, kind.granted, feedback, _THEN)
    figures.dated(kind.roles, now, kind.granted, feedback, _NOW)
    for number in then:
        values = figures.found.values[number]
        before, after = values.pop(_THEN, None), values.pop(_NOW, None)
        if isinstance(before, Decimal) and isinstance(after, Decimal):
            values[kind.key] = max(NONE, after - before)
