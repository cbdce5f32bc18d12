"""图形字节: polygons as WKB and back, so that other rooms can hand them on. Z and M are dropped."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import chain

from landwatch_plugin.coordinates.parcel import Polygon, Ring

_POLYGON, _MULTIPOLYGON = 3, 6


def wkb_of(parts: Sequence[Polygon]) -> bytes:
    """A multipolygon."""
    pieces = [struct.pack("<BII", 1, _MULTIPOLYGON, len(parts))]
    for part in parts:
        pieces.append(struct.pack("<BII", 1, _POLYGON, len(part)))
        for ring in part:
            pieces.append(struct.pack(f"<I{2 * len(ring)}d", len(ring), *chain.from_iterable(ring)))
    return b"".join(pieces)


def parts_of(wkb: bytes) -> list[Polygon]:
    """Polygons of a polygon or multipolygon. Raises ValueError for any other bytes."""
    try:
        parts, end = _geometry(wkb, 0)
    except struct.error as error:
        raise ValueError("the bytes end too early") from error
    if end != len(wkb):
        raise ValueError("bytes are left over")
    return parts


def _geometry(wkb: bytes, at: int) -> tuple[list[Polygon], int]:
    order = "<" if wkb[at : at + 1] == b"\x01" else ">"
    (code,) = struct.unpack_from(f"{order}I", wkb, at + 1)
    kind, size = _kind_and_size(code)
    (count,) = struct.unpack_from(f"{order}I", wkb, at + 5)
    at += 9
    if kind == _MULTIPOLYGON:
        parts: list[Polygon] = []
        for _ in range(count):
            found, at = _geometry(wkb, at)
            parts += found
        return parts, at
    if kind != _POLYGON:
        raise ValueError(f"geometry of kind {code} is no polygon")
    polygon: Polygon = []
    for _ in range(count):
        ring, at = _ring(wkb, at, order, size)
        polygon.append(ring)
    return ([polygon] if polygon and polygon[0] else []), at


def _kind_and_size(code: int) -> tuple[int, int]:
    """Kind without Z and M, and numbers a point: 1001, 2001, 3001 of ISO or the high bits of EWKB."""
    flags = (code >> 31 & 1) + (code >> 30 & 1)
    thousands, kind = divmod(code & 0xFFFF, 1000)
    return kind, 2 + flags + (0, 1, 1, 2)[min(thousands, 3)]


def _ring(wkb: bytes, at: int, order: str, size: int) -> tuple[Ring, int]:
    (count,) = struct.unpack_from(f"{order}I", wkb, at)
    numbers = struct.unpack_from(f"{order}{count * size}d", wkb, at + 4)
    return list(zip(numbers[::size], numbers[1::size], strict=True)), at + 4 + 8 * count * size
