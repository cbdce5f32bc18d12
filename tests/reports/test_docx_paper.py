"""The Word file opens, is laid out by the same standard, and can be edited by its styles."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from lxml import etree

from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.blocks import parse
from landwatch_plugin.reports.docx import write_docx
from landwatch_plugin.reports.docx_blocks import WRITERS
from landwatch_plugin.reports.render import read_template

pytestmark = pytest.mark.thorough

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def write(text: str, folder: Path, **more: Any) -> Any:
    path = folder / "a.docx"
    write_docx(parse(text, "试.txt"), path, **more)
    return docx.Document(str(path))


def xml(folder: Path, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(folder / "a.docx") as archive:
        return archive.read(part).decode()


def test_every_part_is_well_formed_and_every_relation_leads_somewhere(tmp_path: Path, samples: dict[str, Any]) -> None:
    for name, content in samples.items():
        path = tmp_path / "a.docx"
        write_docx(read_template(name, content), path, draft=True)
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            for part in names:
                if part.endswith((".xml", ".rels")):
                    etree.parse(BytesIO(archive.read(part)))
            relations = etree.parse(BytesIO(archive.read("word/_rels/document.xml.rels"))).getroot()
            known = {each.get("Id"): each.get("Target") for each in relations}
            assert {f"word/{target}" for target in known.values()} <= names
            used = set(re.findall(r'r:(?:id|embed)="(\w+)"', archive.read("word/document.xml").decode()))
            assert used <= set(known)


def test_the_margins_are_the_standard_s(tmp_path: Path) -> None:
    (section,) = write("甲", tmp_path).sections
    sides = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(side / Mm(1)) for side in sides] == [37, 28, 26, 35]
    assert [round(side / Mm(1)) for side in (section.page_width, section.page_height)] == [210, 297]


def test_twenty_two_lines_fit_the_page_and_twenty_eight_characters_the_line(tmp_path: Path) -> None:
    write("甲", tmp_path)
    styles = xml(tmp_path, "word/styles.xml")
    line = int(re.search(r'w:line="(\d+)" w:lineRule="exact"', styles)[1])  # type: ignore[index]
    spacing = int(re.search(r'<w:spacing w:val="(-\d+)"/>', styles)[1])  # type: ignore[index]
    assert 22 * line <= 225 * 56.693 < 23 * line
    assert 28 * (16 + spacing / 20) <= 156 * 2.8346 < 29 * (16 + spacing / 20)


def test_headings_are_headings_for_word_s_navigation(tmp_path: Path) -> None:
    found = write("@标题 标题\n一、总体情况\n（一）下发情况\n正文", tmp_path).paragraphs
    assert [p.style.name for p in found if p.text] == ["Title", "Heading 1", "Heading 2", "公文正文"]


def test_fonts_are_named_for_chinese_and_text_is_marked_chinese(tmp_path: Path) -> None:
    write("@标题 标题\n一、甲", tmp_path)
    styles = xml(tmp_path, "word/styles.xml")
    assert all(f'w:eastAsia="{name}"' in styles for name in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"))
    assert 'w:eastAsia="zh-CN"' in styles
    assert '<w:altName w:val="仿宋"/>' in xml(tmp_path, "word/fontTable.xml")


def test_signs_of_xml_in_the_content_are_escaped(tmp_path: Path) -> None:
    document = write('甲<乙>&"丙"', tmp_path)
    assert document.paragraphs[0].text == '甲<乙>&"丙"'


def test_tables_repeat_their_header_and_keep_their_merges(tmp_path: Path) -> None:
    (table,) = write("@表 表头=2\n|乡镇|违法|<|\n|^|宗数|面积|\n|甲|1|2.00|\n|#合计|1|2.00|", tmp_path).tables
    assert table.cell(0, 0).text == table.cell(1, 0).text == "乡镇"
    assert table.cell(0, 1).text == table.cell(0, 2).text == "违法"
    assert [bool(row._tr.findall(f"{W}trPr/{W}tblHeader")) for row in table.rows] == [True, True, False, False]


def test_columns_together_are_as_wide_as_the_text(tmp_path: Path) -> None:
    (table,) = write("@表 列宽=1,2,4\n|甲|乙|丙|", tmp_path).tables
    assert sum(column.width for column in table.columns) / Mm(1) == pytest.approx(156, abs=0.1)


def test_a_landscape_part_is_a_landscape_section(tmp_path: Path) -> None:
    sections = write("甲\n@横向\n乙\n@纵向\n丙", tmp_path).sections
    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]


def test_odd_and_even_pages_have_their_own_numbers(tmp_path: Path) -> None:
    document = write("甲", tmp_path)
    (section,) = document.sections
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = section.footer._element.xml, section.even_page_footer._element.xml
    assert 'w:val="right"' in odd and 'w:val="left"' in even
    assert "PAGE" in odd and "— " in odd


def test_a_letter_has_its_mark_and_rules_on_the_first_page_only(tmp_path: Path) -> None:
    (section,) = write("@版式 信函\n@机关 甲县乙局\n正文", tmp_path).sections
    assert section.different_first_page_header_footer
    assert "甲县乙局" in section.first_page_header.paragraphs[0].text
    assert "E60000" in section.first_page_footer._element.xml
    assert "甲县乙局" not in section.header._element.xml


def test_pages_without_number_have_none(tmp_path: Path) -> None:
    sections = write("@版式 卷宗\n@页码 无\n甲\n@页码 1 右上\n乙", tmp_path).sections
    assert "PAGE" not in sections[0].header._element.xml
    assert "PAGE" in sections[1].header._element.xml
    assert 'w:start="1"' in sections[1]._sectPr.xml


def test_pictures_are_inside_once_and_in_proportion(tmp_path: Path, samples: dict[str, Any]) -> None:
    picture = samples["图斑卷宗"]["photos"][0]["file"]
    document = write(f'@图 文件="{picture}" 宽=100 题=甲\n@图 文件="{picture}" 宽=100 题=乙', tmp_path)
    assert [round(shape.width / Mm(1)) for shape in document.inline_shapes] == [100, 100]
    assert document.inline_shapes[0].height / document.inline_shapes[0].width == pytest.approx(0.75, abs=0.01)
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert sum(name.startswith("word/media/") for name in archive.namelist()) == 1


def test_the_contents_hold_page_fields_that_word_can_bring_up_to_date(tmp_path: Path) -> None:
    document = write(
        "@版式 卷宗\n@卷内目录\n@页码 1\n@卷件 题名=甲\n@卷件 题名=乙", tmp_path, page_numbers={0: "1", 1: "7"}
    )
    body = document.element.xml
    assert "PAGEREF _LwItem2" in body and 'w:name="_LwItem2"' in body
    assert document.tables[0].cell(2, 5).text == "7"


def test_a_piece_that_opens_a_section_makes_no_empty_page(tmp_path: Path) -> None:
    write("@版式 卷宗\n@页码 无\n甲\n@页码 1\n@卷件 题名=乙\n@卷件 题名=丙", tmp_path)
    assert xml(tmp_path).count("<w:pageBreakBefore/>") == 1


def test_a_draft_has_a_watermark_on_every_kind_of_page(tmp_path: Path) -> None:
    (section,) = write("@版式 信函\n@机关 甲局\n正文", tmp_path, draft=True).sections
    headers = (section.header, section.even_page_header, section.first_page_header)
    assert all('string="草稿"' in header._element.xml for header in headers)


def test_a_clean_copy_has_none(tmp_path: Path) -> None:
    (section,) = write("正文", tmp_path).sections
    assert "草稿" not in section.header._element.xml


def test_the_file_knows_its_title_and_organ(tmp_path: Path) -> None:
    properties = write("@机关 甲局\n@标题 关于“乙”&丙的函\n正文", tmp_path).core_properties
    assert (properties.title, properties.author) == ("关于“乙”&丙的函", "甲局")


def test_the_last_lines_stay_with_the_signature(tmp_path: Path) -> None:
    found = write("甲\n乙\n@落款 丙局 2026年7月3日", tmp_path).paragraphs
    kept = {p.text: bool(p._p.findall(f"{W}pPr/{W}keepNext")) for p in found if p.text}
    assert (kept["甲"], kept["乙"], kept["丙局"]) == (False, True, True)


def test_the_imprint_floats_at_the_foot_of_the_page(tmp_path: Path) -> None:
    write("正文\n@抄送 甲\n@印发 乙 2026年7月3日", tmp_path)
    assert 'w:tblpYSpec="bottom"' in xml(tmp_path)


def test_every_kind_of_block_can_be_written() -> None:
    assert set(WRITERS) == set(b.Block.__subclasses__())
