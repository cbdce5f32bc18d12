"""shp 三个文件的对应: what keeps shapes, index and table from standing row by row is told; whole sets pass."""

from __future__ import annotations

import random
import struct

import pytest

from landwatch_plugin.domain.shapefile_parts import deleted_rows, parts_fault

WIDTH = 11


def header(size: int) -> bytes:
    return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size // 2) + bytes(72)


def whole(rows: int) -> tuple[bytes, bytes, bytes]:
    """.shp, .shx and .dbf of so many rows; the shapes' contents do not matter here."""
    shp, shx = b"", b""
    for row in range(rows):
        content = bytes(40 + 8 * row)
        shx += struct.pack(">2i", (100 + len(shp)) // 2, len(content) // 2)
        shp += struct.pack(">2i", row + 1, len(content) // 2) + content
    dbf = struct.pack("<4BIHH20x", 3, 126, 6, 30, rows, 33, WIDTH) + b"\r" + b" 0123456789" * rows + b"\x1a"
    return header(100 + len(shp)) + shp, header(100 + len(shx)) + shx, dbf


@pytest.mark.parametrize("rows", [0, 1, 7])
def test_a_whole_set_passes(rows: int) -> None:
    assert parts_fault(*whole(rows)) == ""
    assert deleted_rows(whole(rows)[2]) == 0


def test_record_numbers_do_not_matter() -> None:
    """Some programs count from nought."""
    shp, shx, dbf = whole(2)
    assert parts_fault(shp[:100] + struct.pack(">i", 0) + shp[104:], shx, dbf) == ""


def test_a_table_of_other_length_is_told() -> None:
    shp, shx, _ = whole(3)
    assert parts_fault(shp, shx, whole(4)[2]) == "图形（.shx）有3行，属性表（.dbf）记为4行"


def test_a_table_that_is_cut_off_is_told() -> None:
    shp, shx, dbf = whole(3)
    assert parts_fault(shp, shx, dbf[:-WIDTH]) == "属性表（.dbf）应有3行，文件不足此数"


def test_an_index_that_is_cut_off_is_told() -> None:
    """Its own header still says how long it was."""
    shp, shx, dbf = whole(3)
    assert parts_fault(shp, shx[:-8], dbf) == ".shx 记载的长度为124字节，实有116字节"


def test_shapes_that_are_cut_off_or_moved_are_told_by_their_row() -> None:
    shp, shx, dbf = whole(3)
    assert parts_fault(shp[:-8], shx, dbf) == "第3行的图形不在 .shp 文件之内"
    moved = shp[:150] + shp[158:] + bytes(8)
    assert parts_fault(moved, shx, dbf) == "第2行的图形长度在 .shp 与 .shx 中不一致"


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_file_of_nothing_is_told(part: int) -> None:
    parts = list(whole(2))
    parts[part] = b"\x00" * 20
    assert parts_fault(*parts) == "文件头不完整"


def test_deleted_rows_are_counted() -> None:
    dbf = bytearray(whole(3)[2])
    dbf[33] = dbf[33 + 2 * WIDTH] = ord("*")
    assert deleted_rows(bytes(dbf)) == 2


@pytest.mark.thorough
def test_no_damage_makes_it_fail_or_hang() -> None:
    """Ten thousand sets with flipped, cut or random bytes."""
    rng = random.Random(20261122)
    for _ in range(10_000):
        parts = [bytearray(part) for part in whole(4)]
        hurt = rng.choice(parts)
        for _ in range(rng.randint(1, 8)):
            hurt[rng.randrange(len(hurt))] = rng.randrange(256)
        parts[rng.randrange(3)][rng.randrange(60, 120) :] = b""
        assert isinstance(parts_fault(*map(bytes, parts)), str)
        if len(parts[2]) >= 32:
            hurt_table = bytearray(parts[2])
            hurt_table[4:8] = min(int.from_bytes(hurt_table[4:8], "little"), 10_000).to_bytes(4, "little")
            deleted_rows(bytes(hurt_table))
