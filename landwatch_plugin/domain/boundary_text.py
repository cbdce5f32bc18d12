"""界址点坐标文本: parcels of the 勘测定界 coordinate exchange text (formats.md §4). Text in, parcels out.

Reads the canonical form and the commonest deviations (swapped columns, unclosed rings, wrong counts, missing zone
prefix with 带号); what it cannot place it refuses with the line. Ring numbers only group points: that a ring inside
another is a hole and any other a part is for the caller to tell by containment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from landwatch_plugin.domain.encoding import decode
from landwatch_plugin.domain.errors import InputError

SNAP_M = 0.05
"""A closing point off by no more than this (m) is the first point again (formats.md §4.3)."""

Ring = list[tuple[float, float]]

#: 坐标系 → EPSG of zone 25 (3-degree) and of zone 13 (6-degree), with zone prefix (formats.md §5).
_CODES = {"2000": (4513, 4491), "80": (2349, 2327), "54": (2401, 21413)}
#: Excel's 3.1E+06 has lost its metres and nan is no place: plain digits only.
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{0,20})?")


def _datum(name: str) -> str | None:
    """Key of `_CODES` that a 坐标系 line means, None when unknown; a blank one is CGCS2000, as is usual."""
    return next((key for key in _CODES if key in name), None) if name else "2000"


@dataclass
class Parcel:
    """One 地块. `rings` hold (easting with zone prefix, northing) in metres, each closed."""

    number: str
    name: str
    use: str
    declared: str
    """地块面积 as written, in 公顷 by the format."""
    line: int
    rings: list[Ring] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class BoundaryText:
    header: dict[str, str]
    parcels: list[Parcel]

    @property
    def epsg(self) -> int:
        """The file's own system, never a converted one: zone 25–45 is 3-degree, 13–23 is 6-degree."""
        zone = int(self.parcels[0].rings[0][0][0] // 1_000_000)
        three, six = _CODES[_datum(self.header.get("坐标系", "")) or "2000"]
        return three + zone - 25 if zone >= 25 else six + zone - 13


class _Corner(NamedTuple):
    """界址点 as read."""

    label: str
    line: int
    place: tuple[float, float]


def read_boundary_text(data: bytes, source: str) -> BoundaryText:
    """Parcels of one file. Raises InputError naming the file and line of what cannot be read."""
    return _Reader(source).read(decode(data))


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.header: dict[str, str] = {}
        self.parcels: list[Parcel] = []
        self.rings: dict[str, list[_Corner]] = {}
        self.zone = 0

    def fail(self, message: str, cure: str, line: int) -> InputError:
        return InputError(message, cure, source=self.source, row=line)

    def read(self, text: str) -> BoundaryText:
        for number, raw in enumerate(re.split(r"\r\n|\r|\n", text.lstrip("\ufeff")), 1):
            line = raw.replace("，", ",").replace("＝", "=").replace("＠", "@").strip()
            if not line or re.match(r"^[\[【［]", line):
                continue
            if line.endswith("@"):
                self.start_parcel(line, number)
            elif "=" in line and not self.parcels:
                self.head(line, number)
            else:
                self.point(line, number)
        self.finish()
        if not self.parcels:
            raise self.fail("没有找到地块行（以 @ 结尾）。", "请核对是否为勘测定界界址点坐标文本。", 1)
        return BoundaryText(self.header, self.parcels)

    def head(self, line: str, number: int) -> None:
        key, value = (part.strip() for part in line.split("=", 1))
        self.header[key] = value
        if key == "坐标系" and _datum(value) is None:
            raise self.fail(
                f"坐标系“{value}”无法识别。", "请写明2000国家大地坐标系、1980西安坐标系或1954北京坐标系。", number
            )

    def start_parcel(self, line: str, number: int) -> None:
        self.finish()
        cells = [cell.strip() for cell in line.rstrip("@").rstrip(",").split(",")]
        cells += [""] * (9 - len(cells))
        if cells[4] in ("线", "点"):
            raise self.fail(
                f"地块{cells[2]}的图形属性为“{cells[4]}”，只能读取面。", "请删去线、点记录后重新读取。", number
            )
        self.parcels.append(Parcel(cells[2], cells[3], cells[6], cells[1], number))
        name = self.header.get("坐标系", "")
        if _datum(name) != "2000":
            self.note(f"坐标系为{name}，未作转换；转为2000国家大地坐标系须用当地七参数")

    def point(self, line: str, number: int) -> None:
        cells = [cell for cell in re.split(r"[,\t ]+", line) if cell]
        if not self.parcels:
            raise self.fail("界址点出现在地块行之前。", "请补写以 @ 结尾的地块行。", number)
        if len(cells) < 4:
            raise self.fail(
                f"界址点应有点号、圈号、X、Y四项，实际{len(cells)}项。", "请按“J1,1,X坐标,Y坐标”补全。", number
            )
        first, second = cells[-2:]
        if not (_NUMBER.fullmatch(first) and _NUMBER.fullmatch(second)):
            raise self.fail(
                f"坐标“{first[:30]},{second[:30]}”不是完整的数字。", "请向提供单位索取未脱密、未遮盖的坐标。", number
            )
        corner = _Corner(cells[0], number, self.place(float(first), float(second), number))
        self.rings.setdefault(cells[1], []).append(corner)

    def place(self, first: float, second: float, number: int) -> tuple[float, float]:
        """(easting with zone prefix, northing), decided by the size of the numbers."""
        if first >= 10_000_000 > second or first < 1_000_000 <= second < 10_000_000:
            first, second = second, first
            self.note("X、Y列颠倒，已按数值大小识别")
        if second < 1_000_000 <= first:
            second += self.header_zone(number) * 1_000_000
        zone = int(second // 1_000_000)
        if not (1_500_000 <= first <= 6_500_000 and (13 <= zone <= 23 or 25 <= zone <= 45)):
            raise self.fail(f"坐标({first},{second})不在我国高斯投影坐标范围内。", "请核对坐标系和列的顺序。", number)
        if zone != (self.zone or zone):
            raise self.fail(f"带号{zone}与前面的带号{self.zone}不同。", "请按带号分成几个文件后分别读取。", number)
        self.zone = zone
        return second, first

    def header_zone(self, number: int) -> int:
        """带号 of the header, for eastings without zone prefix."""
        zone = self.header.get("带号", "")
        if not re.fullmatch(r"\d{2}", zone):
            raise self.fail("横坐标没有带号，文件头也没有写两位带号。", "请在文件头补写“带号=”，如“带号=38”。", number)
        self.note(f"横坐标缺带号，已按文件头带号{zone}补上")
        return int(zone)

    def note(self, text: str) -> None:
        if text not in self.parcels[-1].notes:
            self.parcels[-1].notes.append(text)

    def finish(self) -> None:
        if not self.parcels:
            return
        parcel = self.parcels[-1]
        parcel.rings = [self.close(name, corners) for name, corners in self.rings.items()]
        if not parcel.rings:
            raise self.fail(f"地块{parcel.number}没有界址点。", "请补全界址点。", parcel.line)
        self.rings = {}

    def close(self, name: str, corners: list[_Corner]) -> Ring:
        """The closed ring. A last point that bears the first's number but lies elsewhere is an error in the data."""
        ring, notes = [corner.place for corner in corners], self.parcels[-1].notes
        first, last = corners[0], corners[-1]
        gap = max(abs(first.place[0] - last.place[0]), abs(first.place[1] - last.place[1]))
        if len(corners) > 1 and gap > SNAP_M and first.label == last.label:
            raise self.fail(
                f"第{name}圈首点与末点同为{last.label}，却相差{gap:.3f}米。", "请核对首末点坐标。", last.line
            )
        if gap > SNAP_M:
            ring.append(ring[0])
            notes.append(f"第{name}圈未闭合，已补首点")
        elif gap > 0:
            ring[-1] = ring[0]
            notes.append(f"第{name}圈首尾相差{gap:.3f}米，已闭合")
        if len(set(ring)) < 3:
            raise self.fail(
                f"地块{self.parcels[-1].number}第{name}圈只有{len(set(ring))}个不同的点，不成面。",
                "请补全界址点。",
                first.line,
            )
        return ring
