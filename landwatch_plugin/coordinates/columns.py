"""点号与圈号: which column numbers the points and which the rings, when one of them is missing or they are exchanged."""

from __future__ import annotations

from itertools import pairwise

from landwatch_plugin.coordinates.parcel import Parcel
from landwatch_plugin.coordinates.points import Row


def settled(parcel: Parcel, rows: list[Row]) -> list[Row]:
    """Rows with label and ring in their places. A row without ring number stays in the ring before it."""
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
    ring, filled = next((row.ring for row in rows if row.ring is not None), None), []
    for row in rows:
        if row.ring is None:
            parcel.note(f"第{row.line}行缺点号或圈号，已并入前一圈")
        ring = row.ring if row.ring is not None else ring
        filled.append(row._replace(ring=ring))
    return filled
