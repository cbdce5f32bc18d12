"""The PDF is the paper of GB/T 9704: its grid, its numbers, its fonts inside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.blocks import parse
from landwatch_plugin.reports.fonts import book
from landwatch_plugin.reports.paper import LAYOUTS, MM
from landwatch_plugin.reports.pdf import Sheet, lay_out, page_numbers, write_pdf
from landwatch_plugin.reports.pdf_blocks import SETTERS
from landwatch_plugin.reports.pen import Ruler
from landwatch_plugin.reports.setting import Setting
from landwatch_plugin.reports.typeset import lines_of

pytestmark = pytest.mark.thorough


def sheets(text: str) -> list[Sheet]:
    return lay_out(parse(text, "试.txt"), book())


def write(text: str, folder: Path, **more: Any) -> PdfReader:
    path = folder / "a.pdf"
    write_pdf(parse(text, "试.txt"), path, **more)
    return PdfReader(path)


def test_a_line_of_body_text_holds_twenty_eight_characters() -> None:
    (section,) = parse("甲", "试.txt").sections
    setting = Setting(section, Ruler(book()))
    found = lines_of([("图" * 100, "仿宋")], setting.body, setting.width, setting.ruler)
    assert len(found[0].atoms) == 28


def test_a_page_of_body_text_holds_twenty_two_lines() -> None:
    first, *_ = sheets("\n".join(["甲"] * 50))
    assert len(first.page.placed) == 22


def test_the_text_area_is_156_by_225_millimetres() -> None:
    width, height = LAYOUTS["公文"].text_area(False)
    assert (width / MM, height / MM) == pytest.approx((156, 225))


def test_a_landscape_page_of_a_letter_is_the_upright_sheet_turned() -> None:
    width, height = LAYOUTS["公文"].text_area(True)
    assert (width / MM, height / MM) == pytest.approx((225, 156))
    assert LAYOUTS["公文"].margins(True)[0] == 28


def test_the_paper_is_a4_and_turns_where_told(tmp_path: Path) -> None:
    pages = write("甲\n@横向\n乙", tmp_path).pages
    sizes = [(round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) for page in pages]
    assert sizes == [(210, 297), (297, 210)]


def test_all_fonts_are_embedded(tmp_path: Path) -> None:
    reader = write("@标题 标题\n一、黑体\n（一）楷体\n正文", tmp_path)
    fonts = reader.pages[0]["/Resources"]["/Font"]
    found = [font.get_object() for font in fonts.values()]
    chinese = [font for font in found if "FontDescriptor" in str(font)]
    assert len(chinese) >= 3
    assert all("/FontFile2" in font["/FontDescriptor"] for font in chinese)


def test_page_numbers_stand_between_dashes(tmp_path: Path) -> None:
    pages = write("甲\n@分页\n乙", tmp_path).pages
    assert ["— 1 —" in page.extract_text() for page in pages] == [True, False]
    assert "— 2 —" in pages[1].extract_text()


def number_x(page: Any) -> float:
    found: list[float] = []

    def visit(text: str, cm: Any, tm: Any, fonts: Any, size: float) -> None:
        if "—" in text:
            found.append(tm[4])

    page.extract_text(visitor_text=visit)
    return min(found)


def test_odd_numbers_stand_right_and_even_ones_left(tmp_path: Path) -> None:
    pages = write("甲\n@分页\n乙", tmp_path).pages
    assert number_x(pages[0]) > 150 * MM
    assert number_x(pages[1]) < 50 * MM


def test_the_first_page_of_a_letter_shows_no_number() -> None:
    assert [sheet.printed for sheet in sheets("@版式 信函\n@机关 甲局\n正文\n@分页\n乙")] == ["", "2"]


def test_unnumbered_pages_do_not_count_into_a_volume() -> None:
    found = sheets(
        "@版式 卷宗\n@页码 无\n@封面 标题=甲\n|乙|丙|\n@分页\n@卷内目录\n@页码 1\n@卷件 题名=甲\n@卷件 题名=乙\n@页码 无\n备考表"
    )
    assert [sheet.printed for sheet in found] == ["", "", "1", "2", ""]


def test_the_contents_show_the_real_page_numbers(tmp_path: Path) -> None:
    long = "\n".join(["正文"] * 80)
    text = f"@版式 卷宗\n@页码 无\n@卷内目录\n@页码 1\n@卷件 题名=甲\n{long}\n@卷件 题名=乙\n丙"
    assert page_numbers(parse(text, "试.txt")) == {0: "1", 1: "4"}
    contents, *rest = write(text, tmp_path).pages
    assert "乙" in rest[3].extract_text()
    assert "4" in contents.extract_text()


def test_a_signature_never_stands_alone_on_a_page() -> None:
    for lines in range(15, 26):
        found = sheets("\n".join(["正文"] * lines) + "\n@落款 甲局 2026年7月3日")
        assert len(found[-1].page.placed) >= 4


def test_a_heading_is_never_the_last_line_of_a_page() -> None:
    for lines in range(18, 25):
        found = sheets("\n".join(["正文"] * lines) + "\n一、标题\n（一）小标题\n正文")
        assert not found[0].page.placed[-1][1].keep


def test_the_totals_row_never_stands_alone() -> None:
    for rows in range(20, 60):
        found = sheets("@表\n|甲|乙|\n" + "|一|1|\n" * rows + "|#合计|2|")
        bodies = [len(sheet.page.placed) - sheet.page.heads for sheet in found]
        assert bodies[-1] >= 3, rows


def test_table_headers_are_repeated(tmp_path: Path) -> None:
    pages = write("@表\n|编号|面积|\n" + "|甲|1.00|\n" * 80, tmp_path).pages
    assert len(pages) > 1
    assert all("编号" in page.extract_text() for page in pages)


def test_a_cell_longer_than_a_page_goes_on_over_the_next(tmp_path: Path) -> None:
    pages = write("@表\n|编号|说明|\n|甲|" + "图斑核查情况" * 500 + "|", tmp_path).pages
    assert len(pages) > 1
    assert sum(page.extract_text().count("斑") for page in pages) == 500


def test_no_strip_leaves_the_text_area(samples: dict[str, Any]) -> None:
    from landwatch_plugin.reports.render import read_template

    for name, content in samples.items():
        for sheet in lay_out(read_template(name, content), book()):
            assert sheet.page.used <= sheet.section.layout.text_area(sheet.section.landscape)[1] + 0.1, name
            assert sheet.page.placed


def test_a_draft_says_so_on_every_page(tmp_path: Path) -> None:
    pages = write("甲\n@分页\n乙", tmp_path, draft=True).pages
    assert all("草" in page.extract_text() and "稿" in page.extract_text() for page in pages)


def test_a_clean_copy_does_not(tmp_path: Path) -> None:
    assert "草" not in write("甲", tmp_path).pages[0].extract_text()


def test_the_file_knows_its_title_and_organ(tmp_path: Path) -> None:
    info = write("@机关 甲局\n@标题 关于乙的函\n正文", tmp_path).metadata
    assert info is not None and (info.title, info.author) == ("关于乙的函", "甲局")


def test_a_character_drawn_as_a_picture_can_still_be_found(tmp_path: Path) -> None:
    if book().font_of("𨭉", "仿宋") is not None or book().drawn("𨭉") is None:
        pytest.skip("this machine's fonts embed the character or none has it")
    reader = write("𨭉家村", tmp_path)
    assert b"ActualText <FEFFD862DF49>" in reader.pages[0].get_contents().get_data()


def test_bold_titles_leave_the_body_light(tmp_path: Path) -> None:
    """The text rendering mode outlives a text object in PDF; each bold run must put it back."""
    data = write("@标题 标题\n正文", tmp_path).pages[0].get_contents().get_data()
    assert data.count(b"2 Tr") == data.count(b"0 Tr")


def test_every_kind_of_block_can_be_set() -> None:
    assert set(SETTERS) == set(b.Block.__subclasses__())


def test_a_narrow_column_makes_figures_smaller_and_never_breaks_them() -> None:
    from landwatch_plugin.reports.pdf_tables import cell_size

    (table,) = parse("@表\n|甲|\n|123456.78|", "试.txt").sections[0].blocks
    assert isinstance(table, b.Table)
    assert cell_size(table, b.Cell("123456.78"), 40) * 4.5 <= 34
    assert cell_size(replace(table, size=10.5), b.Cell("面积"), 20) == 10.5
