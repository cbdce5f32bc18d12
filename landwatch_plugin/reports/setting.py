"""版面条件: what the setting of a block must know of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from landwatch_plugin.reports.blocks import Section
from landwatch_plugin.reports.pen import Ruler
from landwatch_plugin.reports.typeset import TextStyle


@dataclass(frozen=True)
class Setting:
    """What a block must know of its page."""

    section: Section
    ruler: Ruler
    page_numbers: Mapping[int, str] = field(default_factory=dict)
    """Printed page number of each piece of the volume, as far as known."""
    first_item: int = 0
    """Index of the section's first piece in the volume."""

    @property
    def width(self) -> float:
        return self.section.layout.text_area(self.section.landscape)[0]

    @property
    def height(self) -> float:
        return self.section.layout.text_area(self.section.landscape)[1]

    @property
    def body(self) -> TextStyle:
        return TextStyle(self.section.size, self.section.pitch, self.section.tracking)

    @property
    def em(self) -> float:
        """One character of body text."""
        return self.section.size + self.section.tracking

    @property
    def indented(self) -> TextStyle:
        return replace(self.body, first=2 * self.em)
