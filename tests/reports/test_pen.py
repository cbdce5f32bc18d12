"""What reaches the PDF: runs drawn whole, marks squeezed and moved, rare characters not lost."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from landwatch_plugin.reports.fonts import FontBook, book
from landwatch_plugin.reports.lines import Line, atoms, break_lines
from landwatch_plugin.reports.paper import FANGSONG, HEITI, SONG_TITLE
from landwatch_plugin.reports.pen import Pen, Ruler
from landwatch_plugin.reports.typeset import TextStyle, lines_of, set_text


class Paper:
    """One page, drawn on for real."""

    def __init__(self, fonts: FontBook) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.file = BytesIO()
        self.canvas = Canvas(self.file, pageCompression=0)
        self.fonts = fonts
        self.pen = Pen(self.canvas, fonts)

    def write(self, text: str, face: str = FANGSONG, size: float = 16.0, width: float = 160.0) -> list[Line]:
        lines = lines_of([(text, face)], TextStyle(size, size * 1.8), width, Ruler(self.fonts))
        for index, line in enumerate(lines):
            self.pen.line(line, 50, 800 - index * 30, size, size * 1.8, 0.0, "000000")
        return lines

    def page(self) -> Any:
        self.canvas.showPage()
        self.canvas.save()
        return PdfReader(BytesIO(self.file.getvalue())).pages[0]

    def text(self) -> str:
        return str(self.page().extract_text()).replace("\n", "")

    def code(self) -> bytes:
        return bytes(self.page().get_contents().get_data())


@pytest.fixture()
def paper() -> Paper:
    return Paper(book())


def test_what_is_drawn_can_be_read_again(paper: Paper) -> None:
    paper.write("经核查，疑似违法用地12.30亩。", width=400)
    assert paper.text() == "经核查，疑似违法用地12.30亩。"


def test_a_figure_is_drawn_in_one_piece(paper: Paper) -> None:
    paper.write("面积1234.56亩", width=400)
    assert b"(1234.56)" in paper.code()


def test_neighbouring_characters_are_drawn_in_one_go(paper: Paper) -> None:
    paper.write("图斑核查判定整改", width=400)
    assert paper.code().count(b" Tj") == 1


def test_a_stretched_line_reaches_the_right_edge(paper: Paper) -> None:
    first, *_ = paper.write("其中占用耕地面积123.45亩，其余为建设用地", width=160)
    assert first.width == pytest.approx(160, abs=0.02)


def test_a_squeezed_opening_bracket_moves_into_its_own_white(paper: Paper) -> None:
    """Its ink stands at the right of its cell: when the cell shrinks, the bracket must move left, not over its word."""
    ruler = Ruler(paper.fonts)

    def measure(text: str, face: str) -> float:
        return ruler.width(text, face, 16)

    given = atoms([("图（斑）核查地，其", FANGSONG)], measure)
    line, *_ = break_lines(given, 16 * 7.0, 16 * 7.0, measure, size=16, justify=True)
    assert min(line.extra) < 0
    paper.pen.line(line, 0, 800, 16, 28, 0.0, "000000")
    places = [float(found) for found in re.findall(rb"1 0 0 1 (-?[\d.]+) [\d.]+ Tm", paper.code())]
    bracket = 16 + min(line.extra)
    assert any(place == pytest.approx(bracket, abs=0.3) for place in places)


def test_bold_is_put_back_after_every_title(paper: Paper) -> None:
    paper.write("标题", SONG_TITLE, 22)
    code = paper.code()
    if paper.fonts.face(SONG_TITLE).embolden:
        assert code.index(b"2 Tr") < code.index(b"0 Tr")


def test_a_village_with_a_rare_character_is_complete(paper: Paper) -> None:
    paper.write("㙍头村", width=400)
    assert paper.text() == "㙍头村"


def test_latin_letters_and_signs_between_chinese_are_complete(paper: Paper) -> None:
    paper.write("A-1_b（%）·②℃㎡×", width=400)
    assert set("A-1_b（%）②㎡") <= set(paper.text())


def test_a_character_no_font_has_prints_the_mark_for_a_missing_type(tmp_path: Any) -> None:
    fonts = FontBook()
    fonts._files = {name: path for name, path in fonts._files.items() if name in ("uming.ttc", "simsun.ttc")}
    sheet = Paper(fonts)
    sheet.write("𨭉家村", width=400)
    if fonts.font_of("𨭉", FANGSONG) is None:
        assert "〓家村" in sheet.text()
        assert "〓" in fonts.notes["𨭉"]


def test_widths_are_whole_cells_for_chinese_and_the_glyph_s_own_for_the_rest() -> None:
    ruler = Ruler(book())
    assert ruler.width("图斑", FANGSONG, 16) == 32
    assert ruler.width("“”—…", HEITI, 10) == 40
    assert 0 < ruler.width("1", FANGSONG, 16) < 12


def test_marks_of_the_title_face_keep_their_cell() -> None:
    assert Ruler(book()).width("〔2026〕", SONG_TITLE, 10) > 30


def test_the_watermark_does_not_turn_the_rest_of_the_page(paper: Paper) -> None:
    paper.pen.watermark("草稿", 595, 842)
    code = paper.code()
    assert code.count(b"q") >= 1 and code.index(b"q\n") < code.rindex(b"Q")


def test_rules_and_boxes_have_their_thickness_and_colour(paper: Paper) -> None:
    paper.pen.rule(10, 100, 500, 1.4, "E60000")
    paper.pen.box(10, 400, 50, 20)
    code = paper.code()
    assert b"1.4 w" in code and b".901961 0 0 RG" in code and b"50 20 re" in code


def test_paragraphs_become_one_strip_for_each_line() -> None:
    style = TextStyle(16, 28.99, first=32)
    strips = set_text([("图" * 25, FANGSONG)], style, 160, Ruler(book()))
    assert [strip.height for strip in strips] == [28.99] * 3


@pytest.mark.parametrize(("align", "indent"), [("左", 0.0), ("中", 64.0), ("右", 128.0)])
def test_short_lines_stand_where_their_style_says(align: str, indent: float) -> None:
    class Noting:
        x = 0.0

        def line(self, line: Line, x: float, *_: Any) -> None:
            self.x = x

    (strip,) = set_text([("图斑", FANGSONG)], TextStyle(16, 28, align=align), 160, Ruler(book()))
    pen = Noting()
    assert strip.draw is not None
    strip.draw(pen, 0.0, 100.0)
    assert pen.x == indent
