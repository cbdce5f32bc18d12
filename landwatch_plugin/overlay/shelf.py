"""图层缓存: sheets kept on disk by layer version, memory-mapped. What is stale is replaced, what is damaged rebuilt.

One folder a version: `<key>-<stamp>/` with a header (sizes and checksums of all other files) and flat arrays. A folder is
written under another name and moved into place whole, so that a killed run leaves nothing that could be mistaken for it.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.overlay.boxes import hilbert_order
from landwatch_plugin.overlay.sheet import UNREADABLE, Sheet

#: Raise when the form of the files or the gate changes.
VERSION = 2
_ARRAYS = ("coords", "rings", "polygons", "features", "boxes")
_HEADER = "header.json"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shelf:
    """A folder of sheets, together no larger than `limit` bytes. The log hears of stale and damaged ones."""

    folder: Path
    limit: int

    def fetch(self, key: str, stamp: str, layer: str) -> Sheet | None:
        """The sheet of this version of a layer, or None. Every byte is checked before it is believed."""
        place = self.folder / f"{key}-{stamp}"
        for other in sorted(self.folder.glob(f"{key}-*")):
            if other != place and other.is_dir():
                _log.info(f"图层“{layer}”已有变动，旧的套合缓存已作废。")
                shutil.rmtree(other, ignore_errors=True)
        if not place.is_dir():
            return None
        try:
            sheet = _read(place)
            os.utime(place / _HEADER)
        except (*UNREADABLE, IndexError, AttributeError) as error:
            _log.info(f"图层“{layer}”的套合缓存已损坏（{error}），将重新读取图层。")
            shutil.rmtree(place, ignore_errors=True)
            return None
        return sheet

    def put(self, key: str, stamp: str, sheet: Sheet, layer: str) -> Sheet:
        """Keep a sheet and give it back memory-mapped; as it is when it cannot be kept (disk full, odd attributes)."""
        place = self.folder / f"{key}-{stamp}"
        part = self.folder / f"part-{os.getpid()}-{key}"
        shutil.rmtree(part, ignore_errors=True)
        try:
            part.mkdir(parents=True)
            _write(part, sheet)
            shutil.rmtree(place, ignore_errors=True)
            part.replace(place)
            kept = _read(place)
        except (OSError, TypeError, ValueError) as error:
            _log.info(f"图层“{layer}”未能写入套合缓存（{error}），本次直接使用图层，不影响结果。")
            shutil.rmtree(part, ignore_errors=True)
            return sheet
        self.tidy(place)
        return kept

    def tidy(self, but: Path | None = None) -> None:
        """Remove what was left half-written, and the longest unused sheets until the rest fits the limit."""
        for left in self.folder.glob("part-*"):
            shutil.rmtree(left, ignore_errors=True)
        for left in self.folder.glob("*/*.part.npz"):
            left.unlink(missing_ok=True)
        shelved = sorted(
            ((header.stat().st_mtime, header.parent) for header in self.folder.glob(f"*/{_HEADER}")),
            key=lambda one: one[0],
        )
        sizes = {place: sum(file.stat().st_size for file in place.iterdir()) for _, place in shelved}
        for _, place in shelved:
            if sum(sizes.values()) <= self.limit:
                return
            if place != but:
                shutil.rmtree(place, ignore_errors=True)
                sizes.pop(place)


def _write(place: Path, sheet: Sheet) -> None:
    """In Hilbert order, so that neighbours on the ground lie side by side on disk."""
    order = hilbert_order(sheet.boxes)
    with (place / "coords.npy").open("wb") as stream:
        form = {"descr": "<f8", "fortran_order": False, "shape": (int(sheet.vertices[order].sum()), 2)}
        np.lib.format.write_array_header_1_0(stream, form)
        for block in sheet.vertex_blocks(order):
            stream.write(block.astype("<f8", copy=False).tobytes())
    ordered = sheet.arranged(order)
    for name in _ARRAYS[1:]:
        np.save(place / f"{name}.npy", getattr(ordered, name))
    columns = {name: _store(place / f"column{at}.npy", cells) for at, (name, cells) in enumerate(ordered.table.items())}
    repairs = [(row, *said) for row, said in ordered.repairs.items()]
    header = {
        "version": VERSION, "columns": columns, "repairs": repairs, "attrs": sheet.attrs,
        "files": {file.name: [file.stat().st_size, _checksum(file)] for file in sorted(place.iterdir())},
    }  # fmt: skip
    body = json.dumps(header, ensure_ascii=False).encode()
    (place / _HEADER).write_bytes(b"%08x\n" % zlib.crc32(body) + body)


def _store(path: Path, cells: Any) -> list[Any] | None:
    """Numbers as they are (None), anything else as its distinct values and their places."""
    values = cells.to_numpy()
    if values.dtype.kind in "iu":
        np.save(path, values)
        return None
    places: dict[tuple[type, Any], int] = {}
    codes = [places.setdefault((type(value), value if value == value else None), len(places)) for value in values]
    np.save(path, np.array(codes, np.int32))
    return [_plain(value) for _, value in places]


def _plain(value: Any) -> Any:
    """A value as JSON can hold it; TypeError for what it cannot."""
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise TypeError(f"{type(value).__name__}")


def _value(plain: Any) -> Any:
    if isinstance(plain, dict):
        return date.fromisoformat(plain["date"]) if "date" in plain else datetime.fromisoformat(plain["time"])
    return plain


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            found = zlib.crc32(block, found)
    return found


def _read(place: Path) -> Sheet:
    """Raises ValueError, KeyError, OSError… when anything does not hold together."""
    mark, _, body = (place / _HEADER).read_bytes().partition(b"\n")
    if mark != b"%08x" % zlib.crc32(body):
        raise ValueError(f"{_HEADER}校验不符")
    header = json.loads(body)
    if header["version"] != VERSION:
        raise ValueError("版本不符")
    for name, (size, checksum) in header["files"].items():
        if (place / name).stat().st_size != size or _checksum(place / name) != checksum:
            raise ValueError(f"{name}校验不符")
    arrays = {name: np.load(place / f"{name}.npy", mmap_mode="r" if name == "coords" else None) for name in _ARRAYS}
    pd, table = door.pandas(), {}
    for at, (name, values) in enumerate(header["columns"].items()):
        codes = np.load(place / f"column{at}.npy")
        table[name] = codes if values is None else pd.Series(_cells(values)[codes], dtype=object)
    repairs = {row: (what, before, after) for row, what, before, after in header["repairs"]}
    frame = pd.DataFrame(table)
    return Sheet(**arrays, table=frame, repairs=repairs, attrs=header["attrs"], along_curve=True, shelf=place)


def _cells(values: list[Any]) -> Any:
    cells = np.empty(len(values), dtype=object)
    cells[:] = [_value(value) for value in values]
    return cells
