"""Encodings: GBK and UTF-8 are told apart by the bytes, in whole texts and in .dbf values cut inside a character."""

from __future__ import annotations

import struct
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.encoding import declared_encoding, decode, guess_dbf_encoding, guess_encoding

QUICK = settings(deadline=None, max_examples=60)
HANZI = "县乡镇村组区耕地水田旱地园林草道路设施农业建设采矿违法合法图斑编号联通徐庄东西南北中一二三四五六七八九十"
NAMES = st.text(st.sampled_from(HANZI), min_size=1, max_size=12)
TABLES = st.lists(st.tuples(NAMES, NAMES, st.integers(0, 9999)), min_size=1, max_size=8)


def valid(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def cell(text: str, encoding: str, width: int) -> bytes:
    """A value as a careless writer leaves it: cut at the width, were it inside a character."""
    return text.encode(encoding)[:width].ljust(width)


def dbf(rows: list[tuple[str, str, int]], encoding: str, widths: tuple[int, int] = (20, 7)) -> bytes:
    """A dBase III table with two text columns and a number between them."""
    columns = [(b"MC", b"C", widths[0]), (b"MJ", b"N", 8), (b"BZ", b"C", widths[1])]
    width = 1 + sum(length for _, _, length in columns)
    head = struct.pack("<4BIHH20x", 3, 126, 11, 22, len(rows), 32 + 32 * len(columns) + 1, width)
    fields = b"".join(struct.pack("<11sc4xBB14x", name, kind, length, 0) for name, kind, length in columns)
    body = b"".join(
        b" " + cell(name, encoding, widths[0]) + str(number).encode().rjust(8) + cell(note, encoding, widths[1])
        for name, note, number in rows
    )
    return head + fields + b"\x0d" + body + b"\x1a"


@QUICK
@given(TABLES)
def test_a_utf8_table_is_seen_though_its_values_are_cut(rows: list[tuple[str, str, int]]) -> None:
    """Seven bytes hold two characters and a third of the next."""
    assert guess_dbf_encoding(dbf(rows, "utf-8")) == "utf-8"


@QUICK
@given(TABLES)
def test_a_gbk_table_is_seen_though_its_values_are_cut(rows: list[tuple[str, str, int]]) -> None:
    """Seven bytes hold three characters and half of the next; one value that cannot be UTF-8 settles it."""
    cells = [cell(text, "gbk", width) for name, note, _ in rows for text, width in ((name, 20), (note, 7))]
    whole = [value.rstrip() for value in cells if value.endswith(b" ")]
    assume(any(not valid(value, "utf-8") for value in whole))
    assert guess_dbf_encoding(dbf(rows, "gbk")) == "gb18030"


@pytest.mark.parametrize(("encoding", "guess"), [("utf-8", "utf-8"), ("gbk", "gb18030"), ("gb18030", "gb18030")])
@pytest.mark.parametrize("widths", list(product((3, 4, 5, 19, 20), (5, 6, 7))))
def test_a_county_table_is_read_at_any_column_width(encoding: str, guess: str, widths: tuple[int, int]) -> None:
    """Wherever the cut falls."""
    rows = [("演示县东风镇", "疑似违法占用耕地", 1), ("演示县红旗乡", "已办理农用地转用", 2), ("演示县", "", 3)]
    assert guess_dbf_encoding(dbf(rows, encoding, widths)) == guess


def test_a_short_gbk_value_in_a_wide_column_is_not_a_cut_utf8_one() -> None:
    """0xE5BE is one GBK character; as UTF-8 it would be a cut one, but nothing was cut: the column has room."""
    name = b"\xe5\xbe".decode("gbk")
    assert guess_dbf_encoding(dbf([(name, "", 1)], "gbk")) == "gb18030"


def test_a_table_without_chinese_is_utf8() -> None:
    """ASCII is the same in both; numbers are no witnesses."""
    assert guess_dbf_encoding(dbf([("", "ok", 12)], "gbk")) == "utf-8"


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes_give_a_name(data: bytes) -> None:
    """A broken file is not the moment for an exception; what reads it next will say."""
    assert guess_dbf_encoding(data) in ("utf-8", "gb18030")
    assert isinstance(decode(data), str)


@QUICK
@given(TABLES, st.integers(0, 200))
def test_a_truncated_table_gives_a_name(rows: list[tuple[str, str, int]], length: int) -> None:
    """Cut in the header, in the field list, in a record."""
    assert guess_dbf_encoding(dbf(rows, "gbk")[:length]) in ("utf-8", "gb18030")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("坐标系=2000".encode("gbk"), "gb18030"),
        ("坐标系=2000".encode(), "utf-8"),
        ("坐标系=2000".encode("utf-8-sig"), "utf-8-sig"),
        ("坐标系=2000".encode("utf-16"), "utf-16"),
        ("㐂𠀀".encode("gb18030"), "gb18030"),
        (b"J1,1,3098620.000,38512000.000", "utf-8"),
        (b"", "utf-8"),
        (b"\xff\x20\x80", "latin1"),
    ],
)
def test_a_text_is_tried_by_mark_then_utf8_then_gb18030(data: bytes, name: str) -> None:
    """formats.md §4.3."""
    assert guess_encoding(data) == name


@QUICK
@given(st.text(st.sampled_from(HANZI), min_size=6), st.sampled_from(["gbk", "utf-8", "utf-8-sig", "utf-16"]))
def test_a_text_comes_back_as_it_was_written(text: str, encoding: str) -> None:
    """Marks are taken off; GBK that happens to be valid UTF-8 is the one exception that bytes cannot settle."""
    data = text.encode(encoding)
    assume(encoding != "gbk" or not valid(data, "utf-8"))
    assert decode(data) == text


def test_a_broken_character_is_shown_and_not_swallowed() -> None:
    """A text with a UTF-8 mark and a bad byte keeps the place of the bad byte."""
    assert decode(b"\xef\xbb\xbfA\xe5B") == "A�B"


@pytest.mark.parametrize(
    ("cpg", "ldid", "said"),
    [
        ("GBK", 0, "gb18030"), ("CP936\r\n", 0, "gb18030"), ("OEM 936", 0, "gb18030"), ("UTF-8", 0x4D, "utf-8"),
        ("65001", 0, "utf-8"), ("", 0x4D, "gb18030"), ("", 0x57, ""), ("BIG5", 0, ""), ("", 0, ""),
    ],
)  # fmt: skip
def test_what_a_file_says_of_its_encoding(cpg: str, ldid: int, said: str) -> None:
    """The .cpg goes before the language byte of the .dbf."""
    assert declared_encoding(cpg, bytes(29) + bytes([ldid, 0, 0])) == said


def test_a_header_that_is_cut_off_says_nothing() -> None:
    assert declared_encoding("", b"\x03") == ""


def test_the_declaration_decides_only_where_the_bytes_cannot() -> None:
    """录 in GBK is valid UTF-8 by chance; a whole sentence in UTF-8 is not taken for GBK because a .cpg says so."""
    assert guess_dbf_encoding(dbf([("录", "", 1)], "gbk")) == "utf-8"
    assert guess_dbf_encoding(dbf([("录", "", 1)], "gbk"), "gb18030") == "gb18030"
    assert guess_dbf_encoding(dbf([("占用水田建房", "", 1)], "utf-8"), "gb18030") == "utf-8"


def test_a_header_of_nonsense_is_read_in_no_time() -> None:
    """Columns wider than the row, of no width, and rows of one byte."""
    column = b"X" * 11 + b"C" + bytes(4) + b"\x00" + bytes(15)
    data = bytes(8) + (32 + 32 * 2000 + 1).to_bytes(2, "little") + b"\x01\x00" + bytes(20) + column * 2000 + b"\r" + b"\xd0" * 200_000
    assert guess_dbf_encoding(data) == "utf-8"
