"""Where the parts of a letter stand on the sheet, measured by a pen that notes instead of drawing."""

from __future__ import annotations

import pytest

from landwatch_plugin.reports.paper import LAYOUTS, MM, RED
from tests.reports.noting_pen import NotingPen, noted

LEFT, WIDTH = 28 * MM, 156 * MM
PAGE_TOP = 297 * MM


def first_page(text: str) -> NotingPen:
    return noted(text)[0]


LETTER = "@版式 信函\n@机关 甲县自然资源局\n@字号 甲自然资函〔2026〕15号\n@标题 关于乙镇的警示提醒函\n@主送 乙镇人民政府\n正文如下。"


def test_the_organ_s_name_begins_thirty_millimetres_below_the_paper_s_edge() -> None:
    mark = first_page(LETTER).find("甲县自然资源局")
    assert PAGE_TOP - mark.top == pytest.approx(30 * MM, abs=0.1)
    assert mark.color == RED


def test_the_organ_s_name_stands_in_the_middle_of_the_paper() -> None:
    mark = first_page(LETTER).find("甲县自然资源局")
    assert mark.middle == pytest.approx(105 * MM, abs=0.5)


def test_the_double_rule_is_170_millimetres_and_thick_over_thin() -> None:
    pen = first_page(LETTER)
    (x1, x2, y1, thick, color), (_, _, y2, thin, _) = pen.rules
    assert (x2 - x1) / MM == pytest.approx(170)
    assert (x1 + x2) / 2 == pytest.approx(105 * MM)
    assert y1 > y2 and thick > thin
    assert color == RED


def test_the_rule_stands_four_millimetres_below_the_name() -> None:
    pen = first_page(LETTER)
    mark = pen.find("甲县自然资源局")
    assert mark.top - mark.size - pen.rules[0][2] == pytest.approx(4 * MM, abs=0.1)


def test_the_number_of_a_letter_is_flush_right_under_the_rule() -> None:
    pen = first_page(LETTER)
    number = pen.find("甲自然资函")
    assert number.right == pytest.approx(LEFT + WIDTH, abs=1)
    assert number.top < pen.rules[1][2]


def test_the_title_is_twenty_two_points_and_centred() -> None:
    title = first_page(LETTER).find("关于乙镇")
    assert title.size == 22
    assert title.face == "小标宋"
    assert title.middle == pytest.approx(LEFT + WIDTH / 2, abs=1)


def test_the_title_stands_two_lines_below_the_number() -> None:
    pen = first_page(LETTER)
    gap = (pen.find("甲自然资函").top - 16) - pen.find("关于乙镇").top
    assert 2 * 28.99 < gap < 3 * 28.99


def test_the_addressee_is_flush_left_and_the_body_indented_by_two_characters() -> None:
    pen = first_page(LETTER)
    assert pen.find("乙镇人民政府：").x == pytest.approx(LEFT, abs=0.1)
    assert pen.find("正文如下").x == pytest.approx(LEFT + 2 * 15.79, abs=0.1)


def test_a_notice_has_its_mark_thirty_five_millimetres_into_the_text_area() -> None:
    mark = first_page("@机关 甲县自然资源局文件\n@字号 甲〔2026〕1号\n正文").find("甲县")
    assert PAGE_TOP - 37 * MM - mark.top == pytest.approx(35 * MM, abs=0.1)


def test_a_notice_s_number_is_centred_over_a_red_rule_as_wide_as_the_text() -> None:
    pen = first_page("@机关 甲县自然资源局文件\n@字号 甲〔2026〕1号\n正文")
    number = pen.find("甲〔2026〕")
    ((x1, x2, y, _, color),) = pen.rules
    assert number.middle == pytest.approx(LEFT + WIDTH / 2, abs=1)
    assert (x1, x2) == (pytest.approx(LEFT), pytest.approx(LEFT + WIDTH))
    assert color == RED and y < number.top - number.size


def test_a_long_mark_stays_on_one_line() -> None:
    mark = first_page("@版式 纪要\n@纪要 演示县2026年6月卫片执法图斑集体会审工作会议纪要\n正文").find("演示县")
    assert mark.text.endswith("纪要")
    assert mark.width <= WIDTH + 0.5


def test_the_minutes_have_organ_and_date_on_one_line_over_a_red_rule() -> None:
    pen = first_page("@版式 纪要\n@纪要 甲纪要\n@编印 乙局 2026年7月6日\n正文")
    organ, date = pen.find("乙局"), pen.find("2026年")
    assert organ.top == pytest.approx(date.top)
    assert organ.x == pytest.approx(LEFT + 15.79, abs=0.1)
    assert date.right == pytest.approx(LEFT + WIDTH - 15.79, abs=0.5)
    assert pen.rules[0][4] == RED


def test_with_seal_the_date_ends_four_characters_in_and_the_organ_is_centred_over_it() -> None:
    pen = first_page("正文\n@落款 甲局 2026年7月3日")
    organ, date = pen.find("甲局"), pen.find("2026年")
    assert LEFT + WIDTH - date.right == pytest.approx(4 * 15.79, abs=1)
    assert organ.middle == pytest.approx(date.middle, abs=1)


def test_a_long_organ_stays_on_the_paper_with_the_date_in_its_middle() -> None:
    pen = first_page("正文\n@落款 演示县自然资源和规划综合行政执法大队 2026年7月3日")
    organ, date = pen.find("演示县"), pen.find("2026年")
    assert organ.right <= LEFT + WIDTH + 0.5
    assert organ.middle == pytest.approx(date.middle, abs=1)


def test_without_seal_the_organ_ends_two_characters_in_and_the_date_begins_two_to_its_right() -> None:
    pen = first_page("正文\n@落款 演示县自然资源局 2026年7月3日 不盖章")
    organ, date = pen.find("演示县"), pen.find("2026年")
    assert LEFT + WIDTH - organ.right == pytest.approx(2 * 15.79, abs=1)
    assert date.x - organ.x == pytest.approx(2 * 15.79, abs=1)


def test_names_of_attachments_align_under_the_first_character_of_the_name() -> None:
    long = "演示镇2026年6月卫片执法违法图斑问题整改情况清单及分类汇总表"
    pen = first_page(f"正文\n@附件 {long}\n@附件 反馈表")
    first, second = pen.find("附件：1."), pen.find("2.反馈表")
    wrapped = next(note for note in pen.notes if note.text and note.text in long)
    assert first.x == pytest.approx(LEFT + 2 * 15.79, abs=0.1)
    assert second.x == pytest.approx(LEFT + 5 * 15.79, abs=0.1)
    assert wrapped.x == pytest.approx(second.x + 16, abs=0.5)


def test_a_single_attachment_has_no_number() -> None:
    assert first_page("正文\n@附件 清单").find("附件：").text == "附件：清单"


def test_the_imprint_has_thick_rules_outside_and_a_thin_one_inside() -> None:
    pen = first_page("正文\n@抄送 甲，乙\n@印发 丙 2026年7月3日")
    by_height = sorted(pen.rules, key=lambda rule: -rule[2])
    assert [round(rule[3] / MM, 2) for rule in by_height] == [0.35, 0.25, 0.35]
    assert by_height[-1][2] == pytest.approx(35 * MM, abs=0.1)


def test_the_imprint_is_fourteen_points_one_character_in() -> None:
    pen = first_page("正文\n@抄送 甲，乙\n@印发 丙 2026年7月3日")
    copies, printed = pen.find("抄送："), pen.find("2026年")
    assert copies.size == printed.size == 14
    assert copies.x == pytest.approx(LEFT + 14, abs=0.1)
    assert printed.text == "2026年7月3日印发"
    assert printed.right == pytest.approx(LEFT + WIDTH - 14, abs=0.5)


def test_the_imprint_of_a_letter_has_no_rules_and_no_printing_line() -> None:
    pen = first_page(LETTER + "\n@抄送 甲\n@印发 丙 2026年7月3日")
    assert len(pen.rules) == 2
    assert not [note for note in pen.notes if "印发" in note.text]


def test_chapters_are_in_heiti_sections_in_kaiti_and_the_rest_in_fangsong() -> None:
    pen = first_page("一、甲\n（一）乙\n1.丙\n（1）丁")
    assert [note.face for note in pen.notes] == ["黑体", "楷体", "仿宋", "仿宋"]


def test_a_section_s_text_runs_on_in_fangsong() -> None:
    assert first_page("（一）压实责任。各乡镇要落实。").texts == ["（一）压实责任。各乡镇要落实。"]


def test_names_of_a_roster_hang_after_the_colon() -> None:
    pen = first_page("@名单 出席\n|甲局|乙|\n|丙局|丁|")
    first, second = pen.notes
    assert first.text == "出席：甲局　乙"
    assert second.x - first.x == pytest.approx(3 * 15.79, abs=0.5)


@pytest.mark.parametrize(("align", "where"), [("左", "left"), ("中", "centre"), ("右", "right")])
def test_a_paragraph_may_be_set_left_centred_or_right(align: str, where: str) -> None:
    found = first_page(f"@{align} 甲乙丙").notes[0]
    spots = {"left": found.x - LEFT, "centre": found.middle - LEFT - WIDTH / 2,
             "right": found.right - LEFT - WIDTH}  # fmt: skip
    assert spots[where] == pytest.approx(0, abs=1)


def test_the_annex_s_mark_is_in_heiti_at_the_top_left() -> None:
    mark = noted("正文\n@附件页 附件1\n@标题 清单")[1].notes[0]
    assert (mark.text, mark.face) == ("附件1", "黑体")
    assert mark.x == pytest.approx(LEFT, abs=0.1)


def test_lines_of_the_body_are_a_line_pitch_apart() -> None:
    tops = [note.top for note in first_page("甲\n乙\n丙").notes]
    assert tops[0] - tops[1] == pytest.approx(LAYOUTS["公文"].pitch)
    assert tops[1] - tops[2] == pytest.approx(225 * MM / 22)
