"""排版: text with a style becomes strips, one for each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from landwatch_plugin.reports.lines import Line, atoms, break_lines
from landwatch_plugin.reports.pages import Strip

if TYPE_CHECKING:
    from landwatch_plugin.reports.pen import Ruler

Spans = Sequence[tuple[str, str]]
"""(text, face) pairs."""


@dataclass(frozen=True)
class TextStyle:
    """How a paragraph is set; lengths in points."""

    size: float
    pitch: float
    tracking: float = 0.0
    align: str = "满"
    """满 (both edges), 左, 中 or 右."""
    first: float = 0.0
    """Indent of the first line."""
    left: float = 0.0
    """Indent of the other lines."""
    right: float = 0.0
    color: str = "000000"
    gap: float = 0.0


def lines_of(spans: Spans, style: TextStyle, width: float, ruler: Ruler) -> list[Line]:
    """The lines of a text that is `width` points wide."""

    def measure(text: str, face: str) -> float:
        return ruler.width(text, face, style.size)

    given = atoms(spans, measure, style.tracking)
    room = width - style.right
    return break_lines(
        given, room - style.first, room - style.left, measure, size=style.size, justify=style.align == "满"
    )


def set_text(spans: Spans, style: TextStyle, width: float, ruler: Ruler) -> list[Strip]:
    """A paragraph as strips of one line each."""
    found = []
    for index, line in enumerate(lines_of(spans, style, width, ruler)):
        indent = style.first if index == 0 else style.left
        x = indent + _offset(line, style, width - style.right - indent)
        found.append(Strip(style.pitch, _drawer(line, x, style), gap=style.gap if index == 0 else 0.0))
    return found


def held_together(strips: Sequence[Strip], *, with_next: bool = False) -> list[Strip]:
    """The strips stay on one page, and with what follows when `with_next`."""
    last = len(strips) - 1
    return [replace(strip, keep=True) if index < last or with_next else strip for index, strip in enumerate(strips)]


def white(height: float, *, keep: bool = False) -> Strip:
    """Empty paper."""
    return Strip(height, keep=keep, white=True)


def _offset(line: Line, style: TextStyle, room: float) -> float:
    slack = room - line.width
    return {"右": slack, "中": slack / 2}.get(style.align, 0.0)


def _drawer(line: Line, indent: float, style: TextStyle) -> Any:
    def draw(pen: Any, x: float, top: float) -> None:
        pen.line(line, x + indent, top, style.size, style.pitch, style.tracking, style.color)

    return draw
