"""地块: what a coordinate text says of one parcel, and what was noted while reading it."""

from __future__ import annotations

from dataclasses import dataclass, field

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]
"""Shell, then holes; each ring closed."""

MU_M2 = 2000 / 3
UNITS = {"公顷": 10_000.0, "平方米": 1.0, "亩": MU_M2}


class Notes(list[str]):
    """Remarks in the order they were made, each once; of what was mended no more than `most`."""

    most = 40

    def __init__(self) -> None:
        super().__init__()
        self._made: set[str] = set()

    def make(self, text: str) -> None:
        """Something was mended."""
        if len(self) < self.most:
            self.insist(text if len(self) < self.most - 1 else "其余说明从略")

    def insist(self, text: str) -> None:
        """Something is doubtful: said however much was said before."""
        if text not in self._made:
            self._made.add(text)
            self.append(text)


@dataclass
class Parcel:
    """One 地块. Places are (easting with zone prefix, northing) in metres, or (longitude, latitude) in degrees."""

    number: str = ""
    name: str = ""
    use: str = ""
    declared: str = ""
    """地块面积 as written, in 公顷 by the format."""
    line: int = 1
    rings: list[Ring] = field(default_factory=list)
    """As they stand in the file, each closed."""
    notes: Notes = field(default_factory=Notes)
    parts: list[Polygon] = field(default_factory=list)
    """The rings by containment: inside is a hole, outside a part."""
    epsg: int = 0
    count: str = ""
    """界址点数 as written."""
    land_code: str = ""
    extra: tuple[str, ...] = ()
    """Cells beyond the nine of the canonical parcel line."""

    def note(self, text: str) -> None:
        self.notes.make(text)


@dataclass
class CoordinateText:
    """One file. `notes` are about the file, or about records in it that are no parcels."""

    header: dict[str, str]
    parcels: list[Parcel]
    encoding: str
    notes: Notes = field(default_factory=Notes)

    @property
    def epsg(self) -> int:
        """System of the first parcel; another parcel's may be another zone."""
        return self.parcels[0].epsg
