"""图斑几何: GeoPackage geometry blobs (header with envelope + WKB) for polygons, kept as 2D multipolygons."""

from __future__ import annotations

import struct
import sys
from array import array
from dataclasses import dataclass

from landwatch_plugin.domain.errors import LedgerError

_POLYGON, _MULTIPOLYGON = 3, 6
_HEADER = struct.Struct("<2sBBi4d")
_LITTLE_XY_ENVELOPE = 0b0000_0011
_ENVELOPE_DOUBLES = (0, 4, 6, 6, 8)

Ring = tuple["array[float]", "array[float]"]
Envelope = tuple[float, float, float, float]
"""min x, max x, min y, max y: the order of the GeoPackage header."""


def gpkg_blob(wkb: bytes, srs_id: int) -> bytes:
    """A GeoPackage blob of a polygon or multipolygon; Z and M are dropped. Raises LedgerError for anything else."""
    try:
        polygons = _Reader(wkb).polygons()
    except (struct.error, IndexError, ValueError) as error:
        raise LedgerError("图斑几何数据不完整，无法写入台账。", "请在 QGIS 中修复几何后重新接收。") from error
    rings = [ring for polygon in polygons for ring in polygon if len(ring[0])]
    if not rings:
        raise LedgerError("图斑几何为空，无法写入台账。", "请在下发图层中补全该图斑的边界后重新接收。")
    xs, ys = [x for ring in rings for x in ring[0]], [y for ring in rings for y in ring[1]]
    header = _HEADER.pack(b"GP", 0, _LITTLE_XY_ENVELOPE, srs_id, min(xs), max(xs), min(ys), max(ys))
    return header + _multipolygon(polygons)


def wkb_of(blob: bytes) -> bytes:
    """The WKB inside a GeoPackage blob. Raises LedgerError when it is not one."""
    if len(blob) < 8 or blob[:2] != b"GP" or (blob[3] >> 1 & 0b111) >= len(_ENVELOPE_DOUBLES):
        raise LedgerError("台账中的图斑几何已损坏。", "请从备份恢复台账文件。")
    return blob[8 + 8 * _ENVELOPE_DOUBLES[blob[3] >> 1 & 0b111] :]


def envelope_of(header: bytes) -> Envelope:
    """The envelope in the first 40 bytes of a blob that `gpkg_blob` made."""
    west, east, south, north = _HEADER.unpack(header[: _HEADER.size])[4:]
    return west, east, south, north


def _multipolygon(polygons: list[list[Ring]]) -> bytes:
    parts = [struct.pack("<BII", 1, _MULTIPOLYGON, len(polygons))]
    for polygon in polygons:
        parts.append(struct.pack("<BII", 1, _POLYGON, len(polygon)))
        for xs, ys in polygon:
            points = array("d", bytes(16 * len(xs)))
            points[0::2], points[1::2] = xs, ys
            if sys.byteorder == "big":
                points.byteswap()
            parts += (struct.pack("<I", len(xs)), points.tobytes())
    return b"".join(parts)


@dataclass
class _Reader:
    """Reads ISO and extended WKB, either byte order, with or without Z and M."""

    data: bytes
    at: int = 0

    def polygons(self) -> list[list[Ring]]:
        kind, order, dimensions = self._kind()
        if kind == _POLYGON:
            return [self._polygon(order, dimensions)]
        if kind != _MULTIPOLYGON:
            raise LedgerError("图斑几何不是面（多边形）。", "请确认下发图层为面图层后重新接收。")
        polygons = []
        for _ in range(self._count(order)):
            _, order, dimensions = self._kind()
            polygons.append(self._polygon(order, dimensions))
        return polygons

    def _kind(self) -> tuple[int, str, int]:
        order = "<" if self.data[self.at] else ">"
        self.at += 1
        code = self._count(order)
        if code & 0x20000000:
            self.at += 4
        thousands, kind = divmod(code & 0x0FFFFFFF, 1000)
        extra = bool(code & 0x80000000 or thousands in (1, 3)) + bool(code & 0x40000000 or thousands in (2, 3))
        return kind, order, 2 + extra

    def _count(self, order: str) -> int:
        (count,) = struct.unpack_from(order + "I", self.data, self.at)
        self.at += 4
        return int(count)

    def _polygon(self, order: str, dimensions: int) -> list[Ring]:
        return [self._ring(order, dimensions) for _ in range(self._count(order))]

    def _ring(self, order: str, dimensions: int) -> Ring:
        length = 8 * dimensions * self._count(order)
        chunk = self.data[self.at : self.at + length]
        if len(chunk) < length:
            raise ValueError("short ring")
        self.at += length
        numbers = array("d", chunk)
        if (order == "<") != (sys.byteorder == "little"):
            numbers.byteswap()
        return numbers[0::dimensions], numbers[1::dimensions]
