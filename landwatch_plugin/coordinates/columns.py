"""点号与圈号: which column numbers the points and which the rings, when one of them is missing or they are exchanged."""

from __future__ import annotations

from itertools import pairwise

from landwatch_plugin.coordinates.parcel import Parcel
from landwatch_plugin.coordinates.points import Row


def settled(parcel: Parcel, rows: list[Row], gaps: list[int]) -> list[Row]:
    """Rows with label and ring in their places. A row without ring number stays in the ring before it.

    `gaps`: how many rows stood before each blank line of a bare list, where blank lines may part rings.
    """
    rows = _placed(parcel, rows)
    if len({row.label for row in rows}) == 1:
        rows = [row._replace(label=None) for row in rows]
    return _parted(parcel, rows, gaps) if gaps and all(row.ring is None for row in rows) else rows


def _parted(parcel: Parcel, rows: list[Row], gaps: list[int]) -> list[Row]:
    """Rings between blank lines, where each has enough rows to be one."""
    ends = [*dict.fromkeys(gap for gap in gaps if 0 < gap < len(rows)), len(rows)]
    if len(ends) < 2 or min(end - start for start, end in pairwise([0, *ends])) < 3:
        return rows
    parcel.note(f"空行分开的{len(ends)}组点已按{len(ends)}圈读取")
    return [
        row._replace(ring=str(number))
        for number, (start, end) in enumerate(pairwise([0, *ends]), 1)
        for row in rows[start:end]
    ]


def _placed(parcel: Parcel, rows: list[Row]) -> list[Row]:
    if all(row.ring is None for row in rows):
        return _single_column(rows)
    if _counts_points([row.ring for row in rows]):
        parcel.note("没有圈号列或点号与圈号对调，已按数值识别")
        return _single_column([row._replace(label=row.ring, ring=row.label) for row in rows])
    if any(row.ring is None for row in rows):
        return _filled(parcel, rows)
    return rows


def _single_column(rows: list[Row]) -> list[Row]:
    """One column before the coordinates: ring numbers when they stay the same from row to row, else point numbers."""
    spare = [row.ring if row.ring is not None else row.label for row in rows]
    if any(cell is None for cell in spare) or _counts_points(spare):
        return [row._replace(label=row.label or row.ring, ring=None) for row in rows]
    labels = [row.label if row.ring is not None else None for row in rows]
    return [row._replace(label=label, ring=cell) for row, label, cell in zip(rows, labels, spare, strict=True)]


def _counts_points(cells: list[str | None]) -> bool:
    """Whether no cell is that of the row before: so do point numbers, never ring numbers."""
    return len(cells) > 2 and all(one != two for one, two in pairwise(cells))


def _filled(parcel: Parcel, rows: list[Row]) -> list[Row]:
    lacking = [row.line for row in rows if row.ring is None]
    parcel.note(f"第{lacking[0]}行等{len(lacking)}行缺点号或圈号，已并入前一圈")
    ring, filled = next((row.ring for row in rows if row.ring is not None), None), []
    for row in rows:
        ring = row.ring if row.ring is not None else ring
        filled.append(row._replace(ring=ring))
    return filled
