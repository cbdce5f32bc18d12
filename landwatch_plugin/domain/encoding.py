"""编码: which encoding the bytes of a Chinese text are in. Bytes in, name out; what cannot be read shows as �."""

from __future__ import annotations

_ENOUGH = 20_000
"""Values looked at before the vote is closed."""
_TELLING = 12
"""Bytes from which on GBK text is no longer valid UTF-8 by chance (about one character in six is, alone)."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def guess_encoding(data: bytes) -> str:
    """BOM first, then strict UTF-8, then GB18030; latin1 when nothing fits (formats.md §4.3). ASCII is utf-8."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return "latin1"


def decode(data: bytes) -> str:
    """The text of a whole file."""
    return data.decode(guess_encoding(data), "replace")


_DECLARED = {
    "gb18030": ("gbk", "gb2312", "gb18030", "936", "cp936", "oem936", "ansi936", "ms936", "windows936"),
    "utf-8": ("utf8", "65001", "cp65001", "utf8mb4"),
}
_LANGUAGE_BYTES = {0x4D: "gb18030", 0x7A: "gb18030"}
"""The .dbf's own mark (LDID, byte 29): both mean code page 936."""


def declared_encoding(cpg: str, header: bytes) -> str:
    """What the .cpg says, else what byte 29 of the .dbf says; "" when neither speaks of Chinese or UTF-8."""
    plain = "".join(sign for sign in cpg.lower() if sign.isalnum())
    for name, words in _DECLARED.items():
        if plain in words:
            return name
    return _LANGUAGE_BYTES.get(header[29], "") if len(header) > 29 else ""


def guess_dbf_encoding(data: bytes, declared: str = "") -> str:
    """Encoding of a .dbf by its character values, record by record; `declared` decides where the few bytes do not, and
    where all is ASCII.

    A value that fills its column may be cut inside a character; one that does not must decode whole.
    """
    header, width = int.from_bytes(data[8:10], "little"), int.from_bytes(data[10:12], "little")
    if header < 33 or width < 1:
        return "utf-8"
    columns, offset = [], 1
    for start in range(32, min(header, len(data)) - 31, 32):
        if data[start] == 0x0D:
            break
        length = data[start + 16]
        if data[start + 11 : start + 12] == b"C" and 0 < length <= width - offset:
            columns.append((offset, length))
        offset += length
    votes, weighed = {"utf-8": 0, "gb18030": 0}, 0
    for row in range(header, len(data) - width + 1, width):
        for begin, length in columns:
            value = data[row + begin : row + begin + length].rstrip(b" \x00")
            if value.isascii():
                continue
            weighed += len(value)
            for name in votes:
                votes[name] += _fits(value, name, full=len(value) == length)
        if sum(votes.values()) > _ENOUGH:
            break
    if declared and not weighed:
        return declared
    if declared and votes["gb18030"] == votes["utf-8"] > 0 and weighed < _TELLING:
        return declared
    return "gb18030" if votes["gb18030"] > votes["utf-8"] else "utf-8"


def _fits(value: bytes, encoding: str, full: bool) -> bool:
    try:
        value.decode(encoding)
    except UnicodeDecodeError as error:
        cut = error.reason in ("unexpected end of data", "incomplete multibyte sequence")
        return full and cut and error.start >= len(value) - 3
    return True


def same_encoding(one: str, other: str) -> bool:
    """Whether two names mean the same; GBK, GB2312 and GB18030 read each other's Chinese."""
    return _family(one) == _family(other)


def _family(name: str) -> str:
    plain = name.lower().replace("-", "").replace("_", "")
    return "gb" if plain in ("gbk", "gb2312", "gb18030", "cp936", "936") else plain
