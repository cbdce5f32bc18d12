"""A pen that notes instead of drawing: what stands where on a page, for the tests to measure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from landwatch_plugin.reports.blocks import parse
from landwatch_plugin.reports.fonts import book
from landwatch_plugin.reports.paper import MM
from landwatch_plugin.reports.pdf import lay_out


@dataclass
class Note:
    """A line of text as it was set; `top` is the top of its glyphs, points from the page's foot."""

    text: str
    x: float
    top: float
    size: float
    face: str
    color: str
    width: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass
class NotingPen:
    """Takes the pen's place and writes down what it is told to draw."""

    notes: list[Note] = field(default_factory=list)
    rules: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    """x1, x2, y, thickness, colour."""
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    """x, top, width, height, as for pictures."""
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)

    def line(self, line: Any, x: float, top: float, size: float, pitch: float, tracking: float, color: str) -> None:
        if line.atoms:
            text = "".join(atom.text for atom in line.atoms)
            self.notes.append(Note(text, x, top - (pitch - size) / 2, size, line.atoms[0].face, color, line.width))

    def rule(self, x1: float, x2: float, y: float, thickness: float, color: str = "000000") -> None:
        self.rules.append((x1, x2, y, thickness, color))

    def box(self, x: float, top: float, width: float, height: float, thickness: float = 0.5) -> None:
        self.boxes.append((x, top, width, height))

    def picture(self, data: bytes, x: float, top: float, width: float, height: float) -> None:
        self.pictures.append((x, top, width, height))

    def find(self, text: str) -> Note:
        return next(note for note in self.notes if note.text.startswith(text))

    @property
    def texts(self) -> list[str]:
        return [note.text for note in self.notes]


def noted(text: str) -> list[NotingPen]:
    """Every page of a document, drawn with a noting pen as `pdf` draws it with its own."""
    found = []
    for sheet in lay_out(parse(text, "试.txt"), book()):
        pen = NotingPen()
        _, height = sheet.section.layout.page(sheet.section.landscape)
        top, _, _, left = (side * MM for side in sheet.section.layout.margins(sheet.section.landscape))
        for offset, strip in sheet.page.placed:
            if strip.draw:
                strip.draw(pen, left, height - top - offset)
        found.append(pen)
    return found
