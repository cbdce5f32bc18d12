"""The Word file keeps the same measures as the PDF: indents, spacing, sizes, in twentieths of a point."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Emu, Mm, Pt
from PIL import Image

from landwatch_plugin.reports.blocks import parse
from landwatch_plugin.reports.docx import write_docx
from landwatch_plugin.reports.paper import MM

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EM = 15.79


def write(text: str, folder: Path) -> Any:
    path = folder / "a.docx"
    write_docx(parse(text, "试.txt"), path)
    return docx.Document(str(path))


def find(document: Any, text: str) -> Any:
    return next(p for p in document.paragraphs if p.text.startswith(text))


def points(length: Any) -> float:
    return float(Emu(length).pt)


def test_the_body_is_indented_by_two_characters_through_its_style(tmp_path: Path) -> None:
    document = write("正文", tmp_path)
    style = find(document, "正文").style
    assert (style.name, points(style.paragraph_format.first_line_indent)) == ("公文正文", 32.0)


def test_the_title_leaves_two_lines_above_and_one_below(tmp_path: Path) -> None:
    form = find(write("@标题 标题\n正文", tmp_path), "标题").paragraph_format
    assert (points(form.space_before), points(form.space_after)) == pytest.approx((2 * 28.99, 28.99), abs=0.1)


def test_a_long_title_has_the_same_lines_as_in_the_pdf(tmp_path: Path) -> None:
    text = find(write("@标题 关于演示镇2026年6月卫片执法有关问题的警示提醒函\n正文", tmp_path), "关于").text
    assert text == "关于演示镇2026年6月卫片执法\n有关问题的警示提醒函"


def test_the_number_of_a_letter_is_right_and_that_of_a_notice_centred_over_a_red_rule(tmp_path: Path) -> None:
    letter = find(write("@版式 信函\n@机关 甲局\n@字号 甲〔2026〕1号\n正文", tmp_path), "甲〔2026〕")
    assert letter._p.xml.count('w:val="right"') == 1
    notice = find(write("@机关 甲局文件\n@字号 甲〔2026〕1号\n正文", tmp_path), "甲〔2026〕")
    assert 'w:val="center"' in notice._p.xml and 'w:color="E60000"' in notice._p.xml


def test_a_notice_s_mark_is_red_and_thirty_five_millimetres_down(tmp_path: Path) -> None:
    mark = find(write("@机关 甲县自然资源局文件\n正文", tmp_path), "甲县")
    assert points(mark.paragraph_format.space_before) == pytest.approx(35 * MM, abs=0.1)
    assert str(mark.runs[0].font.color.rgb) == "E60000"
    assert mark.runs[0].font.size == Pt(37.5) or mark.runs[0].font.size > Pt(35)


def test_the_sealed_signature_leaves_four_characters_at_the_right(tmp_path: Path) -> None:
    document = write("正文\n@落款 甲局 2026年7月3日", tmp_path)
    assert points(find(document, "2026年").paragraph_format.right_indent) == pytest.approx(4 * EM, abs=0.2)
    assert points(find(document, "甲局").paragraph_format.space_before) == pytest.approx(2 * 28.99, abs=0.1)


def test_the_organ_is_centred_over_the_date(tmp_path: Path) -> None:
    document = write("正文\n@落款 甲局 2026年7月3日", tmp_path)
    right, width = (find(document, text).paragraph_format.right_indent for text in ("甲局", "2026年")), (2, 6)
    organ, date = (points(indent) + characters * EM / 2 for indent, characters in zip(right, width, strict=True))
    assert organ == pytest.approx(date, abs=0.3)


def test_the_unsealed_signature_leaves_two_characters(tmp_path: Path) -> None:
    document = write("正文\n@落款 演示县自然资源局 2026年7月3日 不盖章", tmp_path)
    assert points(find(document, "演示县").paragraph_format.right_indent) == pytest.approx(2 * EM, abs=0.2)


def test_attachments_hang_under_the_first_character_of_the_name(tmp_path: Path) -> None:
    document = write("正文\n@附件 清单\n@附件 反馈表", tmp_path)
    first, second = find(document, "附件：1.").paragraph_format, find(document, "2.").paragraph_format
    assert points(first.left_indent) == points(second.left_indent)
    assert points(first.left_indent) + points(first.first_line_indent) == pytest.approx(2 * EM, abs=0.1)
    assert points(second.left_indent) + points(second.first_line_indent) == pytest.approx(5 * EM, abs=0.1)


def test_a_roster_hangs_after_its_label_in_heiti(tmp_path: Path) -> None:
    roster = find(write("@名单 出席\n|甲局|乙|\n|丙局|丁|", tmp_path), "出席：")
    assert points(roster.paragraph_format.left_indent) == pytest.approx(5 * EM, abs=0.1)
    assert points(roster.paragraph_format.first_line_indent) == pytest.approx(-3 * EM, abs=0.1)
    assert roster.runs[0]._r.rPr.rFonts.get(f"{W}eastAsia") == "黑体"
    assert roster.text == "出席：甲局　乙\n丙局　丁"


def test_a_section_heading_that_runs_on_is_kaiti_and_then_body(tmp_path: Path) -> None:
    paragraph = find(write("（一）压实责任。各乡镇要落实。", tmp_path), "（一）")
    assert paragraph.style.name == "公文正文"
    assert paragraph.runs[0]._r.rPr.rFonts.get(f"{W}eastAsia") == "楷体_GB2312"
    assert paragraph.runs[1]._r.rPr is None


def test_a_part_with_smaller_type_says_so_in_its_paragraphs(tmp_path: Path) -> None:
    document = write("大字\n@横向\n@正文 小四\n小字", tmp_path)
    assert find(document, "大字").runs[0].font.size is None
    assert find(document, "小字").runs[0].font.size == Pt(12)


def test_headings_and_captions_stay_with_what_follows(tmp_path: Path) -> None:
    document = write("@小标题 图\n@表 标题=面积表 单位=亩\n|甲|\n|乙|", tmp_path)
    assert find(document, "面积表").paragraph_format.keep_with_next
    assert find(document, "单位：亩").paragraph_format.keep_with_next
    assert find(document, "图").style.paragraph_format.keep_with_next


def test_pictures_side_by_side_share_the_width(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        Image.new("RGB", (400, 300 if name == "a.png" else 500), "red").save(tmp_path / name)
    document = write(f"@图组 列=2\n|{tmp_path / 'a.png'}|前|\n|{tmp_path / 'b.png'}|后|", tmp_path)
    widths = [shape.width / Mm(1) for shape in document.inline_shapes]
    assert all(70 < width < 77 for width in widths)
    assert [cell.paragraphs[-1].text for cell in document.tables[0].rows[0].cells] == ["前", "后"]


def test_a_lone_picture_in_a_grid_leaves_its_neighbour_empty(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.png")
    document = write(f"@图组 列=2\n|{tmp_path / 'a.png'}|前|", tmp_path)
    assert len(document.tables[0].rows[0].cells) == 2


def test_the_line_with_a_picture_is_as_tall_as_the_picture(tmp_path: Path) -> None:
    """An exact line pitch would show a strip of it only."""
    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.png")
    document = write(f"@图 文件={tmp_path / 'a.png'}", tmp_path)
    holder = next(p for p in document.paragraphs if p._p.xpath(".//w:drawing"))
    assert 'w:lineRule="auto"' in holder._p.xml


def test_rows_leave_room_for_a_signature(tmp_path: Path) -> None:
    (table,) = write("@表 行高=15\n|签名|\n||", tmp_path).tables
    assert table.rows[1].height / Mm(1) == pytest.approx(15, abs=0.1)


def test_a_row_may_break_over_pages_only_when_it_is_very_long(tmp_path: Path) -> None:
    (table,) = write("@表\n|甲|\n|短|\n|" + "很长的说明" * 100 + "|", tmp_path).tables
    assert [bool(row._tr.findall(f"{W}trPr/{W}cantSplit")) for row in table.rows] == [True, True, False]


def test_totals_and_labels_are_in_heiti(tmp_path: Path) -> None:
    document = write("@表\n|甲|\n|乙|\n|#丙|\n@字段\n|丁|戊|", tmp_path)
    faces = {}
    for table in document.tables:
        for cell in (cell for row in table.rows for cell in row.cells):
            properties = cell.paragraphs[0].runs[0]._r.rPr
            named = properties.rFonts is not None
            faces[cell.text] = properties.rFonts.get(f"{W}eastAsia") if named else ""
    assert faces == {"甲": "黑体", "乙": "", "丙": "黑体", "丁": "黑体", "戊": ""}


def test_blank_lines_are_paragraphs_and_page_breaks_are_breaks(tmp_path: Path) -> None:
    document = write("甲\n@空行 2\n乙\n@分页\n丙", tmp_path)
    assert [p.text for p in document.paragraphs[:4]] == ["甲", "", "", "乙"]
    assert document.element.xml.count('w:type="page"') == 1


def test_the_cover_shows_its_lines_in_a_table_with_underlines(tmp_path: Path) -> None:
    (table,) = write("@版式 卷宗\n@封面 单位=甲局 标题=图斑卷宗\n|档号|　|\n|坐落|乙村|", tmp_path).tables
    assert [cell.text for cell in table.rows[1].cells] == ["坐落", "乙村"]
    assert 'w:bottom w:val="single"' in table.rows[0].cells[1]._tc.xml


def test_a_number_in_the_corner_has_no_dashes(tmp_path: Path) -> None:
    (section,) = write("@版式 卷宗\n@页码 1 右上\n甲", tmp_path).sections
    assert "—" not in section.header._element.xml
    assert all('w:val="right"' in head._element.xml for head in (section.header, section.even_page_header))


def test_a_centred_number_is_centred_on_both_sides(tmp_path: Path) -> None:
    (section,) = write("@版式 表格\n甲", tmp_path).sections
    assert all('w:val="center"' in foot._element.xml for foot in (section.footer, section.even_page_footer))
