"""粘贴拐点核对: crossings, gaps in the numbering and far jumps of corners that were read, and their elevation band."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from landwatch_plugin.coordinates.pasted_cells import label_number, number
from landwatch_plugin.coordinates.pasted_lines import SOURCE
from landwatch_plugin.coordinates.pasted_rings import crossing
from landwatch_plugin.coordinates.pasted_table import Table
from landwatch_plugin.domain.errors import InputError

_FAR_M = 50_000.0
_LEVEL = r"([+-]? ?\d{1,4}(?:\.\d+)?) *(?:m|米|M)?"
_BETWEEN = re.compile(rf"(?:标高|高程|深度|采深)[^\d+\-\n]{{0,12}}{_LEVEL} *(?:标高)? *(?:[至到~,]+|-) *{_LEVEL}")


@dataclass(frozen=True)
class Corner:
    """拐点. `x` is the easting or longitude, `y` the northing or latitude."""

    label: str
    row: int
    x: float
    y: float


def check_rings(rings: Sequence[Sequence[Corner]], degrees: bool, notes: list[str]) -> None:
    """Crossing edges are refused by their rows; gaps in the numbering and far jumps are noted."""
    begins = label_number(rings[0][0].label)
    if begins is not None and begins > 1 and min(filter(None, (label_number(one.label) for one in rings[0]))) > 1:
        notes.append(f"第{rings[0][0].row}行：点号从{rings[0][0].label}开始，请核对前面有无漏点")
    for former, ring in pairwise(rings):
        end, start = label_number(former[-1].label), label_number(ring[0].label)
        if end is not None and start is not None and start not in (1, end + 1):
            notes.append(
                f"第{ring[0].row}行：新的一圈从{ring[0].label}开始，前一圈止于{former[-1].label}，请核对有无漏点"
            )
    for ring in rings:
        _refuse_crossing(ring)
        _note_gaps(ring, degrees, notes)


def _refuse_crossing(ring: Sequence[Corner]) -> None:
    hit = crossing([(corner.x, corner.y) for corner in ring])
    if hit is None:
        return
    edges = [(ring[at], ring[(at + 1) % len(ring)]) for at in hit]
    one, two = (f"{_name(a)}—{_name(b)}" for a, b in edges)
    raise InputError(
        f"边线{one}与{two}相交，界线自相交。", "请核对拐点次序和这几个点的坐标。", source=SOURCE, row=edges[1][0].row
    )


def _note_gaps(ring: Sequence[Corner], degrees: bool, notes: list[str]) -> None:
    for before, here in pairwise(ring):
        last, next_one = label_number(before.label), label_number(here.label)
        if last is not None and next_one is not None and next_one not in (last + 1, last - 1):
            notes.append(f"第{here.row}行：{before.label}之后是{here.label}，点号不连续，请核对有无漏点")
    for at, corner in enumerate(ring):
        away = apart(corner, ring[at - 1]) * (111_000 if degrees else 1)
        if away > _FAR_M:
            notes.append(f"第{corner.row}行：{_name(corner)}与前一点相距{away / 1000:.0f}公里，请核对坐标")


def _name(corner: Corner) -> str:
    return corner.label or f"第{corner.row}行"


def apart(one: Corner, two: Corner) -> float:
    return math.hypot(one.x - two.x, one.y - two.y)


def elevation_band(words: str, table: Table) -> tuple[float | None, float | None]:
    """Elevation band from its columns, else from a line such as 开采标高：350米至120米."""
    points = [point for point in table.points if point is not None]
    found = []
    for key in ("top", "bottom"):
        levels = {value for point in points if (value := number(point.cell(table.columns.get(key)))) is not None}
        if len(levels) > 1:
            table.notes.append(
                f"各行的标高{'上' if key == 'top' else '下'}限不一致，取{'最高' if key == 'top' else '最低'}值，请核对"
            )
        found.append((max(levels) if key == "top" else min(levels)) if levels else None)
    if found == [None, None]:
        bands = [(float(a.replace(" ", "")), float(b.replace(" ", ""))) for a, b in _BETWEEN.findall(words)]
        if len(set(bands)) > 1:
            table.notes.append("有多处标高，取最高和最低值，请核对")
        if bands:
            found = [max(map(max, bands)), min(map(min, bands))]
    return found[0], found[1]
