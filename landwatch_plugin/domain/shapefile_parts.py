"""shp 三个文件的对应: whether shapes (.shp), their index (.shx) and the table (.dbf) stand row by row. Bytes in, words out.

Readers follow the index and say nothing of what does not match: a shape may then stand beside another row's attributes.
"""

from __future__ import annotations

import struct

_HEADER = 100
_ENTRY = struct.Struct(">2i")


def parts_fault(shp: bytes, shx: bytes, dbf: bytes) -> str:
    """Why the three cannot belong together; "" when they do."""
    if min(len(shp), len(shx)) < _HEADER or len(dbf) < 32:
        return "文件头不完整"
    if _length(shx) != len(shx) or (len(shx) - _HEADER) % 8:
        return f".shx 记载的长度为{_length(shx)}字节，实有{len(shx)}字节"
    shapes = (len(shx) - _HEADER) // 8
    records, start, width = _table(dbf)
    if records != shapes:
        return f"图形（.shx）有{shapes}行，属性表（.dbf）记为{records}行"
    if len(dbf) < start + records * width:
        return f"属性表（.dbf）应有{records}行，文件不足此数"
    for row, (offset, words) in enumerate(_ENTRY.iter_unpack(shx[_HEADER:]), 1):
        place = offset * 2
        if not _HEADER <= place <= len(shp) - 8 or place + 8 + words * 2 > len(shp):
            return f"第{row}行的图形不在 .shp 文件之内"
        if _ENTRY.unpack_from(shp, place)[1] != words:
            return f"第{row}行的图形长度在 .shp 与 .shx 中不一致"
    return ""


def deleted_rows(dbf: bytes) -> int:
    """Rows that the table marks as deleted: they are still in the file and no reader gives them."""
    records, start, width = _table(dbf)
    return sum(dbf[start + row * width : start + row * width + 1] == b"*" for row in range(records)) if width else 0


def _length(index: bytes) -> int:
    return int(struct.unpack_from(">i", index, 24)[0]) * 2


def _table(dbf: bytes) -> tuple[int, int, int]:
    """(rows, where they begin, bytes a row)"""
    records, start, width = struct.unpack_from("<IHH", dbf, 4)
    return records, start, width
