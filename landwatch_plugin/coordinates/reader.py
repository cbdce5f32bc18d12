"""界址点坐标文本读取: parcels of the 勘测定界 coordinate exchange text and its dialects (formats.md §4). Bytes in, parcels out.

What deviates and can be placed without doubt is read and noted; what cannot is refused with file, line and cure. One pass
over the lines. What a wrong text can hide from this reader is said in remarks.py.
"""

from __future__ import annotations

import re

from landwatch_plugin.coordinates.closing import DEGREE_M, Closer, Loop
from landwatch_plugin.coordinates.columns import settled
from landwatch_plugin.coordinates.crossings import find_crossing
from landwatch_plugin.coordinates.header import header_line
from landwatch_plugin.coordinates.parcel import CoordinateText, Notes, Parcel
from landwatch_plugin.coordinates.parcel_line import (
    AREA,
    column_in_front,
    is_heading,
    kind_of,
    odd_kind,
    parcel_cells,
    parcel_of,
    rejoined,
    short_cells,
)
from landwatch_plugin.coordinates.placing import Placing
from landwatch_plugin.coordinates.points import (
    CANONICAL,
    FOUR_COLUMNS,
    Pair,
    Row,
    Size,
    cells_of,
    is_rounded,
    is_title,
    number_of,
    pair_in,
    pair_of,
    unpacked,
)
from landwatch_plugin.coordinates.remarks import remark_on_area, remark_on_count, remark_on_numbers, remark_on_sides
from landwatch_plugin.coordinates.rings import MOST_RINGS, assemble
from landwatch_plugin.coordinates.text import decode_text, enumerated, half_width, lines_of, unquoted
from landwatch_plugin.domain.errors import InputError

ON_LINE_M = 1e-5
"""Nearer to a line than this (m) is on it: far below what is printed, far above what doubles lose."""

LONGEST_LINE = 2000
"""A longer line is none of these texts': it is refused before anything is made of it."""

_HEADER_MARK, _COORDINATES_MARK = re.compile("属性描述"), re.compile("地块坐标|界址")


def read_coordinates(data: bytes, source: str, zone: int = 0) -> CoordinateText:
    """Parcels of one file. `zone` is for texts that name none: neither in the eastings nor in the header.

    Raises InputError naming the file and line of what cannot be read.
    """
    text, encoding = decode_text(data)
    return _Reader(source, zone).read(text, encoding)


class _Reader:
    def __init__(self, source: str, zone: int) -> None:
        self.source, self.given_zone = source, zone
        self.placing = Placing(zone, self.fail)
        self.parcels: list[Parcel] = []
        self.notes = Notes()
        self.parcel: Parcel | None = None
        self.rows: list[Row] = []
        self.layouts: dict[tuple[int, int], int] = {}
        """(index of the first coordinate, number of cells) → line where it was met first."""
        self.section = ""
        self.implied = False
        """Whether the open parcel began without a parcel line."""
        self.gaps: list[int] = []
        """Rows before each blank line of a list without parcel line."""
        self.skipping = False
        """Inside a 线 or 点 record."""

    def fail(self, message: str, cure: str, line: int) -> InputError:
        return InputError(message, cure, source=self.source, row=line)

    def read(self, text: str, encoding: str) -> CoordinateText:
        if "\ufffd" in text:
            self.notes.make(f"文件有{text.count(chr(0xFFFD))}处字节无法识别（按{encoding}读取），请核对名称和编号")
        rows, canonical = self.rows, CANONICAL
        for number, raw in lines_of(text):
            hit = canonical(raw)
            if hit is not None and self.parcel is not None and not self.skipping:
                label, ring, y, x = hit.groups()
                rows.append(Row(label or None, ring, number, float(x), float(y)))
            elif len(raw) > LONGEST_LINE:
                raise self.fail(f"该行有{len(raw)}个字符，不像坐标文本。", "请核对文件是否损坏。", number)
            elif half_width(raw) != "":
                raw = self.plain(raw)
                self.line(half_width(raw), raw, number)
            elif self.implied:
                self.gaps.append(len(rows))
        self.finish()
        if not self.parcels:
            said = f"{self.notes[0]}；" if self.notes else ""
            raise self.fail(f"{said}没有找到地块行（以 @ 结尾）和界址点。", "请核对是否为勘测定界界址点坐标文本。", 1)
        self.remark_twice()
        return CoordinateText(self.placing.header.values, self.parcels, encoding, self.notes)

    def plain(self, raw: str) -> str:
        """The line without Excel's quotation marks, and with commas where 、 separates."""
        if '"' in raw and (found := unquoted(raw)) != raw.strip():
            self.notes.make("文件带有表格软件加的引号，已去掉")
            raw = found
        if "、" in raw and (found := enumerated(raw)) != raw:
            self.notes.make("各项之间为顿号，已按逗号读取")
            raw = found
        return raw

    def line(self, line: str, raw: str, number: int) -> None:
        """One line that is not plainly a point."""
        four = FOUR_COLUMNS(line) if self.parcel is not None and not self.skipping else None
        if four is not None and (pair := pair_of(2, float(four[3]), float(four[4]))):
            self.add(pair, four[1], four[2], 4, number)
            return
        mark = line.rstrip(" ,;")
        if mark.startswith("[") and mark.endswith("]") and "," not in mark:
            self.open_section(mark.strip("[] "))
            return
        cells = parcel_cells(raw)
        if cells is not None:
            self.open_parcel(cells, number, "@" in line or "＠" in line)
        elif not self.apart and (cells := short_cells(line)) is not None:
            self.open_parcel(cells, number, False)
            if self.parcel is not None:
                self.parcel.note(f"地块行只有{len(cells)}项，已按点数、面积、编号、名称读取，请核对")
        elif (entry := header_line(line)) is not None:
            self.head(*entry, number)
        elif not self.skipping:
            self.point(line, number)

    def open_section(self, name: str) -> None:
        """A mark ends the parcel before it. 属性描述 after parcels begins another text in the same file."""
        self.finish()
        self.section = name
        if _HEADER_MARK.search(name) and self.parcels:
            self.placing = Placing(self.given_zone, self.fail)

    @property
    def apart(self) -> bool:
        """Whether this section is neither header nor coordinates (控制点, 扩展信息 …)."""
        return bool(self.section) and not (_HEADER_MARK.search(self.section) or _COORDINATES_MARK.search(self.section))

    # ---- header ----

    def head(self, key: str, value: str, number: int) -> None:
        if self.parcel is not None:
            raise self.fail(
                f"界址点之间出现“{key[:20]}={value[:20]}”。", "请删去该行，或在其前补写[属性描述]。", number
            )
        if not (self.apart and key in self.placing.header.values):
            self.placing.take(key, value, number)

    # ---- parcels ----

    def open_parcel(self, cells: list[str], number: int, marked: bool) -> None:
        if is_heading(cells):
            self.notes.make(f"第{number}行是地块行的格式说明，已跳过")
            return
        if self.implied:
            raise self.fail("界址点出现在地块行之前。", "请补写以 @ 结尾的地块行。", self.rows[0].line)
        self.finish()
        kind = kind_of(cells)
        self.skipping = kind != AREA
        self.section = "地块坐标"
        if self.skipping:
            self.notes.make(f"第{number}行的记录图形属性为“{kind}”，不是面，已跳过")
            return
        cells, joined = self.joined(cells, number)
        self.parcel = parcel_of(cells, number)
        if front := column_in_front(cells):
            self.parcel.note(f"地块行首列“{front[:20]}”不是界址点数，未读取，请核对")
        if joined:
            self.parcel.note(joined)
        if not marked:
            self.parcel.note("地块行缺行末的 @")
        if odd := odd_kind(cells):
            self.parcel.note(f"记录图形属性“{odd[:20]}”无法识别，已按面读取")
        if any(self.parcel.extra):
            self.parcel.note(f"地块行多出的内容未入字段：{'、'.join(cell for cell in self.parcel.extra if cell)}")

    def joined(self, cells: list[str], number: int) -> tuple[list[str], str]:
        try:
            return rejoined(cells)
        except ValueError as error:
            raise self.fail(
                f"“{error}”中的逗号可能是面积的千分位，也可能是名称中的逗号，无法判定。",
                "请去掉面积中的千分位逗号，名称中的逗号改为全角。",
                number,
            ) from error

    def imply_parcel(self, number: int) -> Parcel:
        """A list of points without parcel line is one parcel."""
        if self.parcels:
            raise self.fail("界址点出现在地块行之前。", "请补写以 @ 结尾的地块行。", number)
        self.parcel, self.implied = Parcel(line=number), True
        self.parcel.note("没有地块行，已按一个地块读取")
        return self.parcel

    def finish(self) -> None:
        """Close the open parcel."""
        parcel, rows = self.parcel, self.rows[:]
        self.parcel, self.implied, self.skipping = None, False, False
        self.rows.clear()
        self.layouts.clear()
        gaps, self.gaps = self.gaps, []
        if parcel is None:
            return
        if not rows:
            raise self.fail(f"地块{parcel.number}没有界址点。", "请补全界址点。", parcel.line)
        in_degrees = self.placing.settle(parcel, rows)
        rows = settled(parcel, rows, gaps)
        loops = Closer(parcel, self.fail, in_degrees).loops(rows)
        self.build(parcel, loops, ON_LINE_M / (DEGREE_M if in_degrees else 1))
        remark_on_count(parcel, rows)
        remark_on_numbers(parcel, rows)
        remark_on_area(parcel, in_degrees)
        remark_on_sides(parcel, loops, in_degrees)
        self.parcels.append(parcel)

    def build(self, parcel: Parcel, loops: list[Loop], tolerance: float) -> None:
        """Rings into polygons. Raises InputError when lines cross."""
        if len(loops) > MOST_RINGS:
            raise self.fail(
                f"地块{parcel.number}有{len(loops)}圈，超过{MOST_RINGS}圈。", "请分成几个地块。", parcel.line
            )
        rings = [loop.ring for loop in loops]
        found = find_crossing(rings, tolerance)
        if found.crossing is not None:
            one, side, other, far = found.crossing
            first, second = sorted((loops[one].lines[side], loops[other].lines[far]))
            raise self.fail(
                f"地块{parcel.number}的界址线自相交：第{first}行起的边与第{second}行起的边相交。",
                "请核对界址点次序和坐标。",
                first,
            )
        if found.touch is not None:
            one, side, other, far = found.touch
            parcel.note(f"界址线在第{loops[one].lines[side]}行与第{loops[other].lines[far]}行处相接或重叠")
        if not found.complete:
            parcel.note("界址线过密，未能逐边核查自相交，请用“检查几何有效性”核查")
        parcel.rings = rings
        parcel.parts, twice = assemble(rings, tolerance)
        if twice:
            lines = "、".join(str(loops[index].lines[0]) for index in twice[:5])
            parcel.note(f"第{lines}行起的圈与另一圈完全相同，已略去")
        if len(parcel.parts) > 1:
            parcel.note(f"按包含关系有{len(parcel.parts) - 1}圈不是扣除，已读取为同一地块的另一部分")

    # ---- points ----

    def point(self, line: str, number: int) -> None:
        cells = cells_of(line)
        pair = pair_in(cells)
        if pair is None:
            self.refuse_or_pass(line, cells, number)
            return
        if self.parcel is None and self.apart:
            self.notes.make(f"[{self.section[:20]}]段中的坐标不属于地块，未读取")
            return
        if pair.size is Size.LONGITUDE and self.placing.header.packs_degrees:
            pair = self.unpacked(pair, cells, number)
        before = cells[: pair.at]
        label = before[-2] if len(before) > 1 else before[-1] if before else None
        ring = before[-1] if len(before) > 1 else None
        self.add(pair, label, ring or None, len(cells), number)

    def unpacked(self, pair: Pair, cells: list[str], number: int) -> Pair:
        """DD.MMSS, where the header says 度分秒, as degrees."""
        written = cells[pair.at : pair.at + 2]
        first, second = (unpacked(cell) for cell in written)
        if first is None or second is None:
            raise self.fail(
                f"文件头计量单位为“{self.placing.header.unit[:20]}”，但“{','.join(written)[:60]}”按度.分秒读取时分或秒达到60。",
                "坐标是十进制度的，请把计量单位改为“度”；是度分秒的，请核对该点。",
                number,
            )
        x, y = (first, second) if pair.swapped else (second, first)
        if (x, y) != (pair.x, pair.y):
            (self.parcel or self.imply_parcel(number)).note(
                "计量单位为度分秒，坐标已按度.分秒（DD.MMSS）换算为度，请核对"
            )
        return pair._replace(x=x, y=y)

    def add(self, pair: Pair, label: str | None, ring: str | None, count: int, number: int) -> None:
        """One more row; `count` cells stood in its line."""
        parcel = self.parcel or self.imply_parcel(number)
        if pair.swapped:
            parcel.note("X、Y列颠倒，已按数值大小识别")
        x = pair.x
        if pair.size is Size.EASTING:
            x += self.placing.prefix(parcel, number) * 1_000_000
        self.rows.append(Row(label, ring, number, x, pair.y))
        layout = (pair.at, count)
        if layout not in self.layouts:
            self.remark_on_layout(parcel, *layout, number)

    def remark_on_layout(self, parcel: Parcel, index: int, count: int, number: int) -> None:
        """A new order of columns within a parcel. Rows of the canonical form come by another way and count as one."""
        if self.layouts or (len(self.rows) > 1 and (index, count) != (2, 4)):
            parcel.note(f"第{number}行的列数与前面的行不同，请核对")
        self.layouts[index, count] = number
        if count > index + 2:
            parcel.note(f"坐标后另有{count - index - 2}列，未读取（如第{number}行）")

    def refuse_or_pass(self, line: str, cells: list[str], number: int) -> None:
        """A line without a place: titles pass, and so does what stands before the first parcel or in another section."""
        if is_title(cells):
            return
        like_point = len(cells) >= 2 and ("*" in line or any(number_of(cell) is not None for cell in cells[-2:]))
        in_coordinates = _COORDINATES_MARK.search(self.section)
        if self.parcel is None and not in_coordinates and (self.apart or not like_point):
            return
        if not re.search(r"[\d*,]", line):
            (self.parcel.note if self.parcel else self.notes.make)(f"第{number}行“{line[:20]}”不是界址点，已略去")
            return
        if len(cells) < 3:
            raise self.fail(
                f"界址点应有点号、圈号、X、Y四项，实际{len(cells)}项：“{line[:30]}”。",
                "请按“J1,1,X坐标,Y坐标”补全；不是界址点的行请删去。",
                number,
            )
        said = f"{cells[-2][:30]},{cells[-1][:30]}"
        long = all(re.fullmatch(r"\d{10,12}(\.\d*)?", cell) for cell in cells[-2:])
        if not long and (number_of(cells[-2]) is None or number_of(cells[-1]) is None):
            raise self.fail(f"坐标“{said}”不是完整的数字。", _cure_of(cells[-2:]), number)
        unit = self.placing.header.unit if self.placing.header.odd_length else ""
        raise self.fail(
            f"坐标({said})不在我国高斯投影坐标或经纬度范围内。",
            f"文件头计量单位为“{unit[:20]}”，请把坐标换算成米，计量单位改为米。"
            if unit
            else "请核对坐标系和列的顺序。",
            number,
        )

    def remark_twice(self) -> None:
        """Parcels that are the same ground."""
        seen: dict[frozenset[tuple[float, float]], Parcel] = {}
        for parcel in self.parcels:
            corners = frozenset(point for ring in parcel.rings for point in ring)
            if corners in seen:
                parcel.note(f"界址点与第{seen[corners].line}行的地块{seen[corners].number}完全相同")
            seen.setdefault(corners, parcel)


def _cure_of(cells: list[str]) -> str:
    """What helps against coordinates that are no numbers: masked, rounded by Excel, or of another kind of line."""
    if any(re.search(r"[*＊×✕?？#■█]|(?<=\d)X", cell, re.IGNORECASE) for cell in cells):
        return "请向提供单位索取未脱密、未遮盖的坐标。"
    if any(is_rounded(cell) for cell in cells):
        return "表格软件用科学计数法舍去了米位，请在表格中把坐标列设为数值、保留3位小数，重新另存文本。"
    return "请按“点号,圈号,X坐标,Y坐标”填写完整的数字；地块行请补全各项并以 @ 结尾；其他行请删去。"
