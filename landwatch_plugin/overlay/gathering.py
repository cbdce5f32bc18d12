"""收集: features as they are read, in blocks of WKB, become a sheet.

Plain polygons (one ring, two dimensions, closed, finite), nearly all of a land layer, are copied from the bytes without
building a geometry; the others go through the gate one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.domain.progress import Silent, Span
from landwatch_plugin.overlay.gate import WIDEST_SHAPE_M, admit
from landwatch_plugin.overlay.sheet import Sheet, joined, sheet_of

#: Byte order, type, number of rings, number of vertices of a WKB polygon of one ring.
_HEAD = 13
_MULTI_OF_ONE = b"\x01\x06\x00\x00\x00\x01\x00\x00\x00"
_PLAIN = np.frombuffer(b"\x01\x03\x00\x00\x00\x01\x00\x00\x00", np.uint8)


class Gathering:
    """Takes blocks of features; `sheet` puts them in one piece."""

    def __init__(self, layer: str) -> None:
        self.layer = layer
        self._sheets: list[Sheet] = []

    def add(
        self,
        fids: Sequence[Any],
        values: dict[str, list[Any]],
        wkb: Sequence[bytes | None],
        problems: Sequence[str | None],
    ) -> None:
        """One block: attributes by column, WKB or None and why, one each a feature."""
        pd = door.pandas()
        columns = {name: pd.Series(cells, dtype=object) for name, cells in values.items()}
        table = pd.DataFrame({"fid": fids, **columns, "problem": pd.Series(problems, dtype=object)})
        alone = [blob[9:] if blob is not None and blob.startswith(_MULTI_OF_ONE) else blob for blob in wkb]
        plain = np.array([blob is not None and len(blob) > _HEAD for blob in alone], dtype=bool)
        rows = np.flatnonzero(plain)
        coords, counts, fine = _plain_rings([alone[row] for row in rows])
        plain[rows[~fine]] = False
        rows = rows[fine]
        if len(rows):
            self._sheets.append(_of_rings(coords, counts, table.iloc[rows].reset_index(drop=True)))
        rest = np.flatnonzero(~plain)
        if len(rest):
            self._sheets.append(gated([wkb[row] for row in rest], table.iloc[rest].reset_index(drop=True), self.layer))

    def sheet(self) -> Sheet:
        """All that was added, in one piece. The blocks are given up one by one: coordinates are never held twice."""
        coords = np.empty((sum(len(sheet.coords) for sheet in self._sheets), 2))
        end = 0
        for sheet in self._sheets:
            coords[end : end + len(sheet.coords)] = sheet.coords
            end += len(sheet.coords)
            sheet.coords = np.zeros((0, 2))
        whole = joined(self._sheets)
        whole.coords = coords
        self._sheets = []
        return whole


def gated(wkb: Sequence[bytes | None], table: Any, layer: str) -> Sheet:
    """A sheet of any WKB: what cannot be used has no polygon and its reason in `problem`."""
    sh, pd = door.shapely(), door.pandas()
    shapes = sh.from_wkb(np.array(wkb, dtype=object), on_invalid="ignore")
    problems = [
        "几何数据损坏，无法读取" if shape is None and blob is not None else said
        for shape, blob, said in zip(shapes, wkb, table["problem"], strict=True)
    ]
    gate = admit(shapes, problems, [str(row) for row in range(len(shapes))], layer, Span(Silent(), 0, 100))
    why = {int(item.feature): item.reason for item in gate.rejects}
    told = pd.Series([why.get(row, said) for row, said in enumerate(problems)], dtype=object)
    sheet = sheet_of(gate.shapes, table.assign(problem=told))
    sheet.repairs = {int(item.feature): (item.what, item.before_m2, item.after_m2) for item in gate.repairs}
    return sheet


def _plain_rings(wkb: Sequence[Any]) -> tuple[Any, Any, Any]:
    """(vertices one after the other, their number a feature, which of the WKBs were plain)."""
    lengths = np.fromiter(map(len, wkb), np.int64, len(wkb))
    data = np.frombuffer(b"".join(wkb), np.uint8)
    head = (np.cumsum(lengths) - lengths)[:, None] + np.arange(_HEAD)
    heads = data[head]
    counts = heads[:, 9:].copy().view("<u4").ravel().astype(np.int64)
    fine = (heads[:, :9] == _PLAIN).all(axis=1) & (counts >= 4) & (lengths == _HEAD + 16 * counts)
    body = np.repeat(fine, lengths)
    body[head[fine].ravel()] = False
    coords = np.frombuffer(data[body].tobytes(), "<f8").reshape(-1, 2)
    good = _sound(coords, counts[fine])
    kept = np.repeat(good, counts[fine])
    fine[np.flatnonzero(fine)[~good]] = False
    return coords[kept], counts[fine], fine


def _sound(coords: Any, counts: Any) -> Any:
    """Which of the rings are closed, finite and of this world."""
    if not len(counts):
        return np.zeros(0, bool)
    start = np.cumsum(counts) - counts
    finite = np.logical_and.reduceat(np.isfinite(coords).all(axis=1), start)
    wide = np.maximum.reduceat(coords, start) - np.minimum.reduceat(coords, start)
    return finite & (wide <= WIDEST_SHAPE_M).all(axis=1) & (coords[start] == coords[start + counts - 1]).all(axis=1)


def _of_rings(coords: Any, counts: Any, table: Any) -> Sheet:
    each = np.arange(len(counts) + 1)
    start = np.cumsum(counts) - counts
    boxes = np.hstack([np.minimum.reduceat(coords, start), np.maximum.reduceat(coords, start)])
    return Sheet(coords, np.r_[0, np.cumsum(counts)], each, each.copy(), boxes, table)
