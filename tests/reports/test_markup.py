"""The template language: what each line becomes, and how a bad one is reported."""

from __future__ import annotations

import pytest

from landwatch_plugin.domain.errors import TemplateError
from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.blocks import parse
from landwatch_plugin.reports.directives import DIRECTIVES
from landwatch_plugin.reports.paper import LAYOUTS


def blocks(text: str) -> tuple[b.Block, ...]:
    return tuple(block for section in parse(text, "试.txt").sections for block in section.blocks)


def problem(text: str) -> str:
    with pytest.raises(TemplateError) as caught:
        parse(text, "试.txt")
    return str(caught.value)


def test_levels_are_known_by_their_own_numbering() -> None:
    found = blocks("一、总体情况\n（一）下发情况\n1.一月\n（1）其他")
    assert found == (
        b.Heading(1, "一、总体情况"),
        b.Heading(2, "（一）下发情况"),
        b.Paragraph("1.一月"),
        b.Paragraph("（1）其他"),
    )


def test_text_after_the_first_full_stop_runs_on_as_body() -> None:
    assert blocks("（一）压实责任。各乡镇要落实。") == (b.Heading(2, "（一）压实责任。", "各乡镇要落实。"),)


def test_a_long_sentence_after_a_number_is_no_heading() -> None:
    sentence = "能够拆除复耕的尽快拆除复耕到位，符合条件的依法依规补办用地手续。"
    assert blocks(f"（一）{sentence}") == (b.Heading(2, "（一）", sentence),)


def test_numbers_count_by_themselves_and_start_anew_under_each_chapter() -> None:
    texts = [
        block.text
        for block in blocks("#、甲\n（#）乙\n#.丙\n#.丁\n（#）戊\n#.己\n#、庚\n（#）辛")
        if hasattr(block, "text")
    ]
    assert texts == ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚", "（一）辛"]


def test_a_number_written_by_hand_sets_the_count() -> None:
    assert [block.text for block in blocks("三、甲\n#、乙") if isinstance(block, b.Heading)] == ["三、甲", "四、乙"]


def test_empty_lines_and_leading_blanks_mean_nothing() -> None:
    assert blocks("\n\n　　甲\n \n\t乙　\n") == (b.Paragraph("甲"), b.Paragraph("乙"))


def test_the_parts_of_a_letter() -> None:
    found = blocks(
        "@版式 信函\n@机关 甲局\n@字号 甲〔2026〕1号\n@标题 关于乙的函\n@主送 丙\n正文\n@附件 丁\n@附件 戊\n@落款 甲局 2026年7月3日\n@抄送 己"
    )
    assert found == (
        b.OrganMark("甲局"), b.DocumentNumber("甲〔2026〕1号"), b.Title(("关于乙的函",)), b.Addressee("丙："), b.Paragraph("正文"),
        b.Attachments(("丁", "戊")), b.Signature("甲局", "2026年7月3日"), b.Imprint(copies="己。"),
    )  # fmt: skip


def test_copies_and_printing_are_one_imprint() -> None:
    assert blocks("正文\n@抄送 甲\n@印发 乙 2026年7月3日")[1:] == (b.Imprint("甲。", "乙", "2026年7月3日"),)


def test_a_title_may_be_broken_by_hand() -> None:
    assert blocks("@标题 关于甲的//通知") == (b.Title(("关于甲的", "通知")),)


def test_a_roster_takes_names_from_rows_or_from_its_line() -> None:
    assert blocks("@名单 出席\n|甲局|乙（局长）|\n|丙局|丁|") == (b.Roster("出席", ("甲局　乙（局长）", "丙局　丁")),)
    assert blocks("@名单 记录：甲") == (b.Roster("记录", ("甲",)),)


def test_a_picture_has_its_limits_in_millimetres() -> None:
    assert blocks('@图 文件="a b.png" 宽=150 题=套合图') == (b.Pictures((b.Picture("a b.png", "套合图", 150.0),)),)


def test_pictures_stand_in_a_grid() -> None:
    assert blocks("@图组 列=2 高=90\n|a.png|前|\n|b.png|后|") == (
        b.Pictures((b.Picture("a.png", "前", None, 90.0), b.Picture("b.png", "后", None, 90.0)), 2),
    )


def test_the_contents_know_every_piece_of_the_volume() -> None:
    found = blocks("@版式 卷宗\n@卷内目录\n@页码 1\n@卷件 题名=甲 责任者=乙\n正文\n@卷件 题名=丙")
    assert found[0] == b.Contents((b.VolumeItem("甲", author="乙"), b.VolumeItem("丙")))


def test_a_checklist_says_what_is_there_and_what_is_missing() -> None:
    (table,) = blocks("@勾选\n|√|勘测定界图|\n||现场照片|明日补|")
    assert isinstance(table, b.Table)
    texts = [[cell.text for cell in row.cells if cell] for row in table.rows]
    assert texts[1:] == [["1", "勘测定界图", "√", "", ""], ["2", "现场照片", "", "√", "明日补"]]


def test_a_landscape_part_is_a_section_of_its_own() -> None:
    sections = parse("甲\n@横向\n乙\n@纵向\n丙", "试.txt").sections
    assert [(s.landscape, len(s.blocks)) for s in sections] == [(False, 1), (True, 1), (False, 1)]


def test_settings_before_the_first_text_make_no_empty_page() -> None:
    sections = parse("@版式 卷宗\n@页码 无\n@横向\n甲", "试.txt").sections
    assert [(s.layout.name, s.numbers, s.landscape) for s in sections] == [("卷宗", "无", True)]


def test_page_breaks_at_the_ends_of_a_part_make_no_empty_page() -> None:
    assert blocks("甲\n@分页\n@横向\n@附件页 附件1\n乙\n@分页") == (
        b.Paragraph("甲"),
        b.AnnexMark("附件1"),
        b.Paragraph("乙"),
    )


def test_page_numbers_start_anew_where_told_and_count_on_elsewhere() -> None:
    sections = parse("@页码 无\n甲\n@页码 1 右上\n乙\n@横向\n丙", "试.txt").sections
    assert [(s.numbers, s.first_number) for s in sections] == [("无", None), ("右上", 1), ("右上", None)]


def test_the_body_size_may_be_set() -> None:
    (section,) = parse("@正文 小四 行距=22\n甲", "试.txt").sections
    assert (section.size, section.pitch, section.tracking) == (12.0, 22.0, 0.0)


def test_the_standard_body_is_sixteen_points_on_the_grid() -> None:
    (section,) = parse("甲", "试.txt").sections
    assert section.layout is LAYOUTS["公文"]
    assert (section.size, round(section.pitch, 2), round(section.tracking, 2)) == (16.0, 28.99, -0.21)


def test_the_document_is_known_by_its_title_and_organ() -> None:
    document = parse("@机关 甲局\n@标题 关于乙的//函\n正文", "试.txt")
    assert (document.title, document.organ) == ("关于乙的函", "甲局")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲\n|乙|", "第2行：这一行以“|”开头"),
        ("@表格\n|甲|", "是否想写“@表”"),
        ("@版式 简报", "可用：公文、信函"),
        ("@页码 左上", "不认识的页码写法“左上”"),
        ("@正文 大号", "不认识的字号“大号”"),
        ("甲\n@正文 小四", "第2行：@正文 要写在本节的内容之前"),
        ("@标题", "后面没有内容"),
        ("@标题 甲\n|乙|", "第2行：“@标题”下面不能有“|”行"),
        ("@图 题=甲", "没有写“文件=”"),
        ("@图 文件=a.png 宽=-3", "“宽=-3”不是正数"),
        ("@图 文件=a.png 长=3", "没有选项“长”"),
        ("@图 a.png", "后面看不懂：a.png"),
        ("@图组 列=2", "下面没有图片"),
        ("@图组\n||无文件|", "图组的每一行应为"),
        ("@名单 出席", "名单“出席”是空的"),
        ("@落款 甲局", "落款应写 单位 和 日期"),
        ("@印发 甲局", "印发应写"),
        ("@编印 甲局", "编印应写"),
        ("@分页 甲", "后面不用写内容"),
        ("@空行 两行", "不是行数"),
        ("@封面 标题=甲\n|乙|", "封面的每一行应为"),
        ("@卷件 文号=甲", "没有写“题名=”"),
        ("@勾选\n|有|甲|", "每一行应为 |√或空|材料|备注|"),
        ("@字段\n|甲|", "成对的"),
        ("@字段", "下面没有内容"),
        ("", "是空的"),
    ],
)  # fmt: skip
def test_bad_markup_is_named_with_its_line(text: str, said: str) -> None:
    assert said in problem(text)
    assert "模板“试.txt”" in problem(text)


def test_every_directive_survives_an_empty_line_with_an_error_and_no_crash() -> None:
    for name in DIRECTIVES:
        try:
            parse(f"甲\n@{name}", "试.txt")
        except TemplateError as error:
            assert "第2行" in str(error)
