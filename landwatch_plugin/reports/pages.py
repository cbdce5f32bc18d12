"""分页: strips of paper (a line, a table row, a row of pictures) are stacked into pages. Knows no block and no PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Draw = Callable[[Any, float, float], None]
"""(pen, x of the text area, y of the strip's top), points from the page's bottom left."""
_EPSILON = 0.05
_WASTE = 0.35
"""A row that can be divided is divided rather than leave more than this share of a page empty."""


@dataclass(frozen=True)
class Strip:
    """What is never cut by a page's end."""

    height: float
    draw: Draw | None = None
    gap: float = 0.0
    """White above; falls away at the top of a page."""
    keep: bool = False
    """Never the last on a page: stays with the next strip."""
    head: tuple[Strip, ...] = ()
    """Repeated at the top when a page begins with this strip (a table's header)."""
    split: Callable[[float], tuple[Strip, Strip] | None] | None = None
    """Divides a tall strip into one of at most the given height and the rest."""
    white: bool = False
    """Nothing but white: left out where it does not fit, so that it never makes an empty page."""
    fresh_page: bool = False
    at_bottom: bool = False
    """Stands at the foot of the page (版记)."""
    anchor: int | None = None
    """Index of the volume's piece that begins here."""


@dataclass
class Page:
    """Strips with the distance of their top from the top of the text area."""

    placed: list[tuple[float, Strip]] = field(default_factory=list)
    used: float = 0.0
    heads: int = 0
    """How many of them are repeated heads."""

    @property
    def bare(self) -> bool:
        """Nothing of its own stands on the page yet."""
        return len(self.placed) == self.heads

    @property
    def anchors(self) -> list[int]:
        return [strip.anchor for _, strip in self.placed if strip.anchor is not None]

    def gap(self, strip: Strip) -> float:
        return strip.gap if self.placed else 0.0

    def add(self, strip: Strip, height: float) -> None:
        top = self.used + self.gap(strip)
        if strip.at_bottom:
            top = max(height - strip.height, top)
        self.placed.append((top, strip))
        self.used = top + strip.height


def paginate(strips: Iterable[Strip], height: float) -> list[Page]:
    """Pages of `height` points."""
    pages = [Page()]
    waiting = list(strips)[::-1]
    while waiting:
        strip = waiting.pop()
        page = pages[-1]
        if strip.fresh_page and not page.bare:
            pages.append(Page())
            waiting.append(strip)
        elif _fits(page, strip, waiting, height):
            page.add(strip, height)
        elif strip.white and not page.bare:
            continue
        elif pieces := _divide(page, strip, height):
            page.add(pieces[0], height)
            waiting.append(pieces[1])
            pages.append(_page_with(strip.head, height))
        elif page.bare:
            page.add(strip, height)
        else:
            waiting.append(strip)
            pages.append(_page_with(strip.head, height))
    return pages


def _page_with(head: Sequence[Strip], height: float) -> Page:
    page = Page(heads=len(head))
    for strip in head:
        page.add(replace(strip, gap=0.0), height)
    return page


def _fits(page: Page, strip: Strip, waiting: Sequence[Strip], height: float) -> bool:
    """Does the strip fit, with all that must stay with it? A chain longer than a page is not held together."""
    need = page.gap(strip) + strip.height
    if page.used + need > height + _EPSILON:
        return False
    chain = need
    for follower in reversed(waiting):
        if not strip.keep or follower.fresh_page:
            break
        chain += follower.gap + (min(follower.height, height * _WASTE) if follower.split else follower.height)
        strip = follower
    return page.used + chain <= height + _EPSILON or page.bare or chain > height


def _divide(page: Page, strip: Strip, height: float) -> tuple[Strip, Strip] | None:
    """Divide a tall strip when no page can hold it whole, or too much paper would stay white."""
    if strip.split is None:
        return None
    room = height - page.used - page.gap(strip)
    heads = sum(each.height for each in strip.head)
    if strip.height + heads > height or room > height * _WASTE:
        return strip.split(room)
    return None
