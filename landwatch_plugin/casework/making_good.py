"""补办: papers that came after the building. Lawful on the day of the after image, not on the day of the building."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from landwatch_plugin.casework.figures import Figures
from landwatch_plugin.casework.terms import Term
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.progress import Feedback

NONE = Decimal("0.000000")
_THEN, _NOW = "then_share", "now_share"


def bounds(patch: Patch, built: date | None) -> tuple[date | None, date | None]:
    """First and last day on which the building can have begun: as the field visit says, else between the images."""
    return (built, built) if built else (patch.before, patch.after)


def measure_making_good(
    figures: Figures, received: Iterable[Patch], built: Mapping[str, date | None], feedback: Feedback
) -> None:
    """Fill `makeup_share`: what papers cover that are dated after the building and not after the after image.

    Of the grounds that the book counts, those that are bound. Unknown (left out) when a paper is dated between the
    images and nobody has said when the building began.
    """
    book = figures.book
    roles = [role for role in (*book.grounds, *book.grounds_if_bound) if role in figures.frames]
    then: dict[str, date | None] = {}
    now: dict[str, date | None] = {}
    for patch in received if roles else ():
        first, last = bounds(patch, built.get(patch.number))
        if first is None or last is None or patch.after is None:
            continue
        papers = [paper for paper in figures.found.papers[patch.number] if paper.role in roles]
        if any(paper.date is None for paper in papers):
            continue
        if not any(first < paper.date <= patch.after for paper in papers if paper.date):
            figures.found.values[patch.number]["makeup_share"] = NONE
        elif first == last:
            then[patch.number], now[patch.number] = last, patch.after
    if not then:
        return
    figures.dated(roles, then, _granted_by, feedback, _THEN)
    figures.dated(roles, now, _granted_by, feedback, _NOW)
    for number in then:
        values = figures.found.values[number]
        before, after = values.pop(_THEN, None), values.pop(_NOW, None)
        if isinstance(before, Decimal) and isinstance(after, Decimal):
            values["makeup_share"] = max(NONE, after - before)


def _granted_by(term: Term, day: date) -> bool | None:
    return None if term.on is None else term.on <= day
