"""Whatever staff write and whatever the values say: both papers hold every word, in order, and nothing leaves the sheet."""

from __future__ import annotations

import re
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from landwatch_plugin.domain.errors import TemplateError
from landwatch_plugin.reports.blocks import Document, parse
from landwatch_plugin.reports.directives import DIRECTIVES
from landwatch_plugin.reports.docx import write_docx
from landwatch_plugin.reports.fonts import book
from landwatch_plugin.reports.marks import hide
from landwatch_plugin.reports.paper import MM
from landwatch_plugin.reports.pdf import lay_out
from landwatch_plugin.reports.template import fill
from tests.reports.noting_pen import NotingPen, noted

pytestmark = pytest.mark.thorough

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORDS = st.text(
    st.sampled_from("图斑核查耕地违法整改演示镇㙍2026年12.30亩，。、（）“”《》：%"), min_size=1, max_size=90
)
PLAIN = WORDS.map(lambda text: "文" + text)


def rows_of(width: int) -> st.SearchStrategy[list[str]]:
    row = st.lists(WORDS, min_size=width, max_size=width).map(lambda cells: f"|{'|'.join(cells)}|")
    return st.lists(row, min_size=1, max_size=12)


TABLES = st.integers(1, 6).flatmap(rows_of).map(lambda rows: "\n".join(["@表 标题=表题", *rows]))
FIELDS = st.integers(1, 3).flatmap(lambda pairs: rows_of(2 * pairs)).map(lambda rows: "\n".join(["@字段", *rows]))
PIECES = st.one_of(
    PLAIN, PLAIN, PLAIN.map("#、{}".format), PLAIN.map("（#）{}。后文".format), PLAIN.map("#.{}".format),
    PLAIN.map("@标题 {}".format), PLAIN.map("@小标题 {}".format), PLAIN.map("@主送 {}".format), PLAIN.map("@注 {}".format),
    PLAIN.map("@名单 出席：{}".format), PLAIN.map("@附件 {}".format), PLAIN.map("@中 {}".format), TABLES, FIELDS,
    st.just("@分页"), st.just("@横向"), st.just("@纵向"), st.just("@空行 2"), st.just("@落款 演示县自然资源局 2026年7月3日"),
    PLAIN.map("@附件页 {}".format),
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map(lambda pieces: "\n".join(["开头", *pieces]))


def read_back(document: Document) -> tuple[str, list[int]]:
    """Text of the .docx, and the number of cells of each row as told by its grid."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        write_docx(document, path)
        with zipfile.ZipFile(path) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
    spans = []
    for row in root.iter(f"{W}tr"):
        found = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
        spans.append(sum(1 if span is None else int(span.get(f"{W}val")) for span in found))
    return "".join(node.text or "" for node in root.iter(f"{W}t")), spans


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def printed(pens: list[NotingPen]) -> str:
    return squeezed("".join(text for pen in pens for text in pen.texts))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_nothing_stands_outside_of_the_text_area(text: str) -> None:
    for sheet in lay_out(parse(text, "试.txt"), book()):
        _, height = sheet.section.layout.text_area(sheet.section.landscape)
        assert sheet.page.used <= height + 0.1
        assert sheet.page.placed
    for pen in noted(text):
        assert all(note.x >= 26 * MM - 0.1 for note in pen.notes)
        assert all(note.right <= 297 * MM - 26 * MM for note in pen.notes)
        assert all(x + width <= 297 * MM - 26 * MM for x, _, width, _ in pen.boxes)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_both_papers_hold_the_same_characters(text: str) -> None:
    document = parse(text, "试.txt")
    written, _ = read_back(document)
    left = sorted(squeezed(written))
    right = sorted(printed(noted(text)))
    if "@表" not in text:  # repeated headers apart
        assert left == right
    else:
        missing = list(right)
        for char in left:
            missing.remove(char)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_rows_of_the_word_file_cover_their_grid(text: str) -> None:
    document = parse(text, "试.txt")
    _, spans = read_back(document)
    assert all(span >= 1 for span in spans)


@settings(max_examples=60, deadline=None)
@given(st.lists(PLAIN, min_size=1, max_size=40))
def test_paragraphs_come_out_word_for_word_in_their_order(paragraphs: list[str]) -> None:
    text = "\n".join(paragraphs)
    assert printed(noted(text)) == squeezed(text)
    assert squeezed(read_back(parse(text, "试.txt"))[0]) == squeezed(text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=30), min_size=2, max_size=2)
)
def test_any_value_in_a_cell_stays_in_its_cell(values: list[str]) -> None:
    text = f"@表\n|甲|乙|\n|{hide(values[0])}|{hide(values[1])}|"
    (table,) = parse(text, "试.txt").sections[0].blocks
    cells = [cell.text for cell in table.rows[1].cells if cell]  # type: ignore[attr-defined]
    assert len(cells) == 2
    assert [squeezed(cell) for cell in cells] == [squeezed(value) for value in values]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_a_person_may_type_is_a_document_or_a_named_error(text: str) -> None:
    try:
        parse(text, "试.txt")
    except TemplateError as error:
        assert "模板“试.txt”" in str(error)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(DIRECTIVES)), st.text(st.sampled_from('甲 =|#^<@"2026，:：\n'), max_size=30))
def test_any_directive_with_any_rest_is_a_document_or_a_named_error(name: str, rest: str) -> None:
    try:
        document = parse(f"@{name} {rest}", "试.txt")
    except TemplateError as error:
        assert "模板“试.txt”" in str(error)
    else:
        assert isinstance(document, Document)


VALUES = st.one_of(st.none(), st.integers(), st.text(max_size=10), st.decimals(allow_nan=False, allow_infinity=False, places=2),
                   st.floats(allow_nan=False), st.booleans(), st.lists(st.integers(), max_size=2))  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    VALUES, st.sampled_from(["", "|亩", "|日期", "|勾", "|百分比", "|汉字", "|默认('—')", "|公顷", "|短日期", "|亩数"])
)
def test_any_value_through_any_filter_prints_or_is_named(value: Any, filter_: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "试.txt"
        path.write_text("甲{{ patch.mu" + filter_ + " }}", encoding="utf-8")
        try:
            text = fill(path, {"patch": {"mu": value}})
        except TemplateError as error:
            assert "模板“试.txt”第1行" in str(error)
        else:
            assert (
                text.endswith("甲") is False
                or value in ("", None, False, Decimal(0))
                or filter_ in ("|勾", "|默认('—')")
            )
