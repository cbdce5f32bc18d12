"""Everything around the text of a .docx: styles, settings, sections, headers and footers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree

from landwatch_plugin.reports import docx_parts as parts
from landwatch_plugin.reports.blocks import Document, Section, parse
from landwatch_plugin.reports.ooxml import NAMESPACES
from landwatch_plugin.reports.paper import MM

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def section(text: str = "甲") -> Section:
    return parse(text, "试.txt").sections[0]


def margins(xml: str) -> dict[str, int]:
    found = re.search(r"<w:pgMar([^/]*)/>", xml)
    assert found
    return {key: int(value) for key, value in re.findall(r'w:(\w+)="(\d+)"', found[1])}


def test_styles_take_the_first_part_s_body_size() -> None:
    for text, half_points in (("甲", "32"), ("@版式 卷宗\n甲", "24")):
        root = etree.fromstring(parts.styles(section(text)).encode())
        size = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
        assert size is not None and size.get(f"{W}val") == half_points


def test_every_style_is_based_on_the_normal_one_and_has_a_name() -> None:
    root = etree.fromstring(parts.styles(section()).encode())
    found = {style.get(f"{W}styleId"): style for style in root.findall(f"{W}style")}
    assert {"Normal", "LwBody", "Title", "Heading1", "Heading2", "Caption", "LwTableText"} <= set(found)
    for identity, style in found.items():
        assert style.find(f"{W}name") is not None
        if identity not in ("Normal", "TableNormal"):
            assert style.find(f"{W}basedOn").get(f"{W}val") == "Normal"


def test_chinese_headings_are_not_made_bold() -> None:
    text = parts.styles(section())
    assert text.count('<w:b w:val="0"/>') == 3
    assert "<w:b/>" not in text


def test_no_white_is_put_between_chinese_and_digits() -> None:
    assert '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>' in parts.styles(section())


def test_marks_do_not_hang_out_of_the_text() -> None:
    assert '<w:overflowPunct w:val="0"/>' in parts.styles(section())


def test_settings_ask_for_odd_and_even_pages_and_squeezed_marks() -> None:
    text = parts.settings()
    assert "<w:evenAndOddHeaders/>" in text
    assert "compressPunctuation" in text


def test_each_office_font_has_another_to_stand_in_for_it() -> None:
    root = etree.fromstring(parts.font_table().encode())
    pairs = {font.get(f"{W}name"): font.find(f"{W}altName").get(f"{W}val") for font in root}
    assert pairs == {
        "方正小标宋简体": "华文中宋", "仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "黑体": "SimHei", "宋体": "SimSun",
    }  # fmt: skip


def test_properties_are_escaped() -> None:
    text = parts.core_properties(Document('甲&"乙"', "<丙>", ()))
    assert "<dc:title>甲&amp;&quot;乙&quot;</dc:title>" in text
    assert "<dc:creator>&lt;丙&gt;</dc:creator>" in text


def test_every_part_has_its_content_type() -> None:
    text = parts.content_types(["word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer12.xml"])
    for kind in ("document.main+xml", "styles+xml", "header+xml", "footer+xml"):
        assert f"wordprocessingml.{kind}" in text


def test_an_upright_section_is_a4_with_the_standard_s_margins() -> None:
    text = parts.section_properties(section(), "", False)
    assert '<w:pgSz w:w="11906" w:h="16838"/>' in text
    found = margins(text)
    expected = {"top": 37, "right": 26, "bottom": 35, "left": 28}
    assert all(found[side] == pytest.approx(mm * MM * 20, abs=1) for side, mm in expected.items())


def test_a_landscape_section_is_turned_with_its_margins() -> None:
    text = parts.section_properties(section("@横向\n甲"), "", False)
    assert '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' in text
    assert margins(text)["top"] == pytest.approx(28 * MM * 20, abs=1)


def test_margins_never_round_up_and_cost_a_line() -> None:
    found = margins(parts.section_properties(section(), "", False))
    assert (16838 - found["top"] - found["bottom"]) // 579 == 22


def test_the_mark_of_a_letter_hangs_thirty_millimetres_from_the_paper_s_edge() -> None:
    letter = section("@版式 信函\n@机关 甲局\n正文")
    found = margins(parts.section_properties(letter, "", True))
    assert found["header"] == pytest.approx(30 * MM * 20, abs=1)
    assert found["footer"] == pytest.approx(20 * MM * 20, abs=1)


def test_a_new_start_of_numbers_is_written_and_counting_on_is_not() -> None:
    assert "w:pgNumType" not in parts.section_properties(section(), "", False)
    assert 'w:start="1"' in parts.section_properties(replace(section(), first_number=1), "", False)


@pytest.mark.parametrize(
    ("place", "side", "align", "dashes"),
    [
        ("下外侧", "odd", "right", True), ("下外侧", "even", "left", True), ("居中", "odd", "center", True),
        ("上外侧", "odd", "right", False), ("上外侧", "even", "left", False), ("右上", "even", "right", False),
    ],
)  # fmt: skip
def test_the_number_stands_where_it_belongs(place: str, side: str, align: str, dashes: bool) -> None:
    text = parts.number_paragraph(place, side)
    assert f'<w:jc w:val="{align}"/>' in text
    assert ("— " in text) == dashes
    etree.fromstring(f"<r {NAMESPACES}>{text}</r>".encode())


def test_the_watermark_is_well_formed_and_lies_behind_the_text() -> None:
    text = parts.watermark(1, '草"稿"')
    etree.fromstring(f"<r {NAMESPACES}>{text}</r>".encode())
    assert "z-index:-" in text and "rotation:315" in text


def test_relations_name_kind_and_target() -> None:
    text = parts.relations({"rId1": ("image", "media/image1.png")})
    assert 'Id="rId1"' in text and "relationships/image" in text and 'Target="media/image1.png"' in text
