"""图层表: a polygon layer as flat columns: coordinates, where rings, polygons and features begin, boxes, attributes.

Jobs in several threads take their own copies of the features they need; nothing prepared is ever shared.
"""

from __future__ import annotations

import logging
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.overlay.boxes import BoxIndex, box_index, spans
from landwatch_plugin.overlay.chunks import chunks

_VALID = "valid.npz"
#: What a damaged file of arrays raises.
UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)
_log = logging.getLogger(__name__)
#: Rows of more vertices than this on the average are copied one by one.
_LONG = 500
_MOST, _ROWS = 500_000, 10_000


@dataclass
class Sheet:
    """f features of p polygons of r rings of n vertices, in metres of one plane. A feature without polygon was refused."""

    coords: Any
    """(n, 2) float64."""
    rings: Any
    """(r + 1): first vertex of each ring."""
    polygons: Any
    """(p + 1): first ring of each polygon, the shell."""
    features: Any
    """(f + 1): first polygon of each feature."""
    boxes: Any
    """(f, 4) float64; NaN where there is no polygon."""
    table: Any
    """DataFrame of the attributes: fid, the asked columns, problem (why a feature has no polygon)."""
    repairs: dict[int, tuple[str, float, float]] = field(default_factory=dict)
    """Row → what was left out when the feature was read, plane m² before and after."""
    attrs: dict[Any, Any] = field(default_factory=dict)
    along_curve: bool = False
    """The features stand in Hilbert order."""
    shelf: Path | None = None
    """Where this version of the layer is kept, with results on it."""

    def __len__(self) -> int:
        return len(self.table)

    def __getitem__(self, column: str) -> Any:
        return self.table[column]

    @property
    def columns(self) -> Any:
        return self.table.columns

    @property
    def iloc(self) -> Any:
        """Attributes by row."""
        return self.table.iloc

    @cached_property
    def index(self) -> BoxIndex:
        return box_index(self.boxes, self.along_curve)

    @cached_property
    def vertices(self) -> Any:
        """Vertices of each feature."""
        return np.diff(self.rings[self.polygons[self.features]])

    @property
    def refused(self) -> Any:
        """Rows without polygon."""
        return np.flatnonzero(np.diff(self.features) == 0)

    def shapes(self, rows: Any, origin: Sequence[float] = (0.0, 0.0)) -> Any:
        """Fresh geometries of the rows, moved by −origin; None where there is no polygon."""
        sh = door.shapely()
        parts, polygon, ring = self._reach(rows)
        coords = self._vertices(rows) - np.asarray(origin)
        places = _starts(self.rings, ring), _starts(self.polygons, polygon)
        solids = sh.from_ragged_array(sh.GeometryType.POLYGON, coords, places)
        made = np.full(len(rows), None, dtype=object)
        first = np.cumsum(parts) - parts
        made[parts == 1] = solids[first[parts == 1]]
        several = np.flatnonzero(parts > 1)
        if len(several):
            place = spans(first[several], parts[several])
            made[several] = sh.multipolygons(solids[place], indices=np.repeat(np.arange(len(several)), parts[several]))
        return made

    def flat(self, rows: Any, origin: Sequence[float] = (0.0, 0.0)) -> tuple[Any, Any, Any, Any]:
        """(vertices, first vertex of each ring, first ring of each row, which rings are shells), moved by −origin."""
        parts, polygon, ring = self._reach(rows)
        per_row = np.r_[0, np.cumsum(parts)]
        polygons = _starts(self.polygons, polygon)
        shell = np.zeros(len(ring), bool)
        shell[polygons[:-1]] = True
        return self._vertices(rows) - np.asarray(origin), _starts(self.rings, ring), polygons[per_row], shell

    def take(self, rows: Any) -> Sheet:
        """A sheet of these rows, in this order."""
        part = self.arranged(rows)
        part.coords = self._vertices(rows)
        return part

    def arranged(self, rows: Any) -> Sheet:
        """As `take`, without the coordinates; `vertex_blocks` has them."""
        rows = np.asarray(rows, dtype=np.int64)
        parts, polygon, ring = self._reach(rows)
        said = {new: self.repairs[row] for new, row in enumerate(rows.tolist()) if row in self.repairs}
        return Sheet(
            np.zeros((0, 2)), _starts(self.rings, ring), _starts(self.polygons, polygon), np.r_[0, np.cumsum(parts)],
            self.boxes[rows], self.table.take(rows).reset_index(drop=True), said, dict(self.attrs),
        )  # fmt: skip

    def vertex_blocks(self, rows: Any) -> Iterator[Any]:
        """Vertices of the rows, one after the other, some megabytes at a time."""
        rows = np.asarray(rows, dtype=np.int64)
        count = self.vertices[rows]
        start = self.rings[self.polygons[self.features[rows]]]
        for block in chunks(count, most=_MOST, rows=_ROWS):
            if count[block].sum() <= _LONG * len(rows[block]):
                yield self.coords[spans(start[block], count[block])]
            else:
                runs = zip(start[block], count[block], strict=True)
                yield np.concatenate([self.coords[at : at + many] for at, many in runs])

    def known_valid(self) -> Any:
        """Which features earlier runs found valid, as bool a feature; none where that is not kept or does not hold."""
        try:
            with np.load(self.shelf / _VALID) as kept:  # type: ignore[operator]
                valid = kept["valid"]
        except UNREADABLE:
            return np.zeros(len(self), bool)
        return valid if valid.dtype == bool and len(valid) == len(self) else np.zeros(len(self), bool)

    def keep_valid(self, valid: Any) -> None:
        """Keep it beside the sheet, where the sheet is kept."""
        if self.shelf is not None:
            keep_arrays(self.shelf / _VALID, {"valid": valid})

    def _reach(self, rows: Any) -> tuple[Any, Any, Any]:
        """How many polygons each row has, and the positions of their polygons and rings."""
        rows = np.asarray(rows, dtype=np.int64)
        parts = self.features[rows + 1] - self.features[rows]
        polygon = spans(self.features[rows], parts)
        ring = spans(self.polygons[polygon], self.polygons[polygon + 1] - self.polygons[polygon])
        return parts, polygon, ring

    def _vertices(self, rows: Any) -> Any:
        blocks = list(self.vertex_blocks(rows))
        return blocks[0] if len(blocks) == 1 else np.concatenate([np.zeros((0, 2)), *blocks])


def keep_arrays(path: Path, columns: Mapping[str, Any]) -> None:
    """Whole or not at all; a full disk or a folder that was swept away costs the next run its shortcut, and no more."""
    part = path.with_suffix(f".{os.getpid()}.part.npz")
    try:
        np.savez(part, **columns)
        part.replace(path)
    except OSError as error:
        _log.info("套合结果未能写入缓存（%s），不影响本次结果。", error)
        part.unlink(missing_ok=True)


def _starts(places: Any, rows: Any) -> Any:
    """Offsets of the rows when they stand one after the other."""
    return np.r_[0, np.cumsum(places[rows + 1] - places[rows])]


def sheet_of(shapes: Any, table: Any) -> Sheet:
    """A sheet of flat polygonal shapes (None where refused) and their attributes, in the same order."""
    sh = door.shapely()
    shapes = np.asarray(shapes, dtype=object)
    polygons, owner = sh.get_parts(shapes, return_index=True)
    polygons, owner = polygons[~sh.is_empty(polygons)], owner[~sh.is_empty(polygons)]
    rings, whose = sh.get_rings(polygons, return_index=True)
    coords = sh.get_coordinates(rings)
    boxes = sh.bounds(shapes).reshape(-1, 4)
    return Sheet(
        coords,
        np.r_[0, np.cumsum(sh.get_num_coordinates(rings))],
        np.r_[0, np.cumsum(np.bincount(whose, minlength=len(polygons)))].astype(np.int64),
        np.r_[0, np.cumsum(np.bincount(owner, minlength=len(shapes)))].astype(np.int64),
        boxes,
        table,
    )


def joined(sheets: Sequence[Sheet]) -> Sheet:
    """Several sheets, one after the other; of none an empty one."""
    pd = door.pandas()
    if not sheets:
        zero = np.zeros(1, np.int64)
        return Sheet(np.zeros((0, 2)), zero, zero, zero, np.zeros((0, 4)), pd.DataFrame({"fid": [], "problem": []}))
    offsets = np.cumsum([0, *(len(sheet) for sheet in sheets)]).tolist()
    said = {at + row: what for at, sheet in zip(offsets, sheets, strict=False) for row, what in sheet.repairs.items()}
    return Sheet(
        np.concatenate([sheet.coords for sheet in sheets]),
        _chained([sheet.rings for sheet in sheets]),
        _chained([sheet.polygons for sheet in sheets]),
        _chained([sheet.features for sheet in sheets]),
        np.concatenate([sheet.boxes for sheet in sheets]),
        pd.concat([sheet.table for sheet in sheets], ignore_index=True),
        said,
        dict(sheets[0].attrs),
    )


def _chained(places: Sequence[Any]) -> Any:
    ends = np.cumsum([0, *(part[-1] for part in places)])
    return np.concatenate([[0], *(part[1:] + end for part, end in zip(places, ends, strict=False))]).astype(np.int64)


def stacked(layers: Mapping[str, Sheet]) -> Sheet:
    """Several layers in one sheet; `fid` names layer and feature for messages."""
    pd = door.pandas()
    sheets = []
    for name, sheet in layers.items():
        part = sheet.take(np.arange(len(sheet)))
        part.table = pd.DataFrame({"fid": [f"{name} {fid}" for fid in sheet["fid"]], "problem": sheet["problem"]})
        sheets.append(part)
    return joined(sheets)
