"""成文条件: what the writing of a block into Word must know of its section, and where pictures are put."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from landwatch_plugin.reports.blocks import Section
from landwatch_plugin.reports.ooxml import Format


@dataclass
class Writing:
    """One section while it is being written."""

    section: Section
    base: Section
    """The section whose body size the styles have."""
    add_picture: Callable[[bytes, str], str]
    """Stores picture bytes (png, jpeg) in the package; gives the relation id."""
    page_numbers: Mapping[int, str] = field(default_factory=dict)
    item: int = 0
    """Index of the next piece of the volume."""
    pictures: int = 0
    keep_next: bool = False
    """The block being written must stay with the next one."""

    @property
    def width(self) -> float:
        return self.section.layout.text_area(self.section.landscape)[0]

    @property
    def height(self) -> float:
        return self.section.layout.text_area(self.section.landscape)[1]

    @property
    def em(self) -> float:
        return self.section.size + self.section.tracking

    @property
    def size(self) -> float | None:
        """Body size where it differs from the styles'."""
        return self.section.size if self.section.size != self.base.size else None

    @property
    def pitch(self) -> float | None:
        return self.section.pitch if self.section.pitch != self.base.pitch else None

    def body(self, align: str = "", **more: float | bool | None) -> Format:
        """A body paragraph without indent, in this section's pitch."""
        return Format("Normal", align=align, pitch=self.pitch, **more)  # type: ignore[arg-type]
