"""How the words behind a directive are read: options, quotes, spaces inside of values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.domain.errors import TemplateError
from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.blocks import parse
from landwatch_plugin.reports.render import read_template


def blocks(folder: Path, text: str, **content: Any) -> tuple[b.Block, ...]:
    path = folder / "试.txt"
    path.write_text(text, encoding="utf-8")
    document = read_template(str(path), content)
    return tuple(block for section in document.sections for block in section.blocks)


def test_a_file_name_with_spaces_and_signs_needs_no_quotes_when_it_is_a_value(tmp_path: Path) -> None:
    name = str(Path("现场 照片") / "图=1 @甲|乙.jpg")
    (found,) = blocks(tmp_path, "@图 文件={{ f }} 题={{ t }}", f=name, t="方位 135° = 东南")
    assert found == b.Pictures((b.Picture(name, "方位 135° = 东南"),))


def test_a_windows_path_keeps_its_backslashes(tmp_path: Path) -> None:
    (found,) = blocks(tmp_path, "@图组\n|{{ f }}|甲|", f="C:\\卷 宗\\a.jpg")
    assert isinstance(found, b.Pictures) and found.pictures[0].file == "C:\\卷 宗\\a.jpg"


def test_an_organ_with_a_space_in_its_name_is_one_word(tmp_path: Path) -> None:
    (_, found) = blocks(tmp_path, "甲\n@落款 {{ org }} {{ date }}", org="演示县 自然资源局", date="2026年7月3日")
    assert found == b.Signature("演示县 自然资源局", "2026年7月3日")


def test_quotes_hold_template_text_with_spaces_together(tmp_path: Path) -> None:
    (found,) = blocks(tmp_path, '@表 标题="各乡镇 情况"\n|甲|\n|乙|')
    assert isinstance(found, b.Table) and found.caption == "各乡镇 情况"


def test_a_value_with_quotes_keeps_them(tmp_path: Path) -> None:
    (found,) = blocks(tmp_path, "@表 标题={{ t }}\n|甲|\n|乙|", t='"大棚房"问题')
    assert isinstance(found, b.Table) and found.caption == '"大棚房"问题'


def test_a_title_s_own_slashes_do_not_break_it_when_they_are_a_value(tmp_path: Path) -> None:
    (found,) = blocks(tmp_path, "@标题 {{ t }}", t="甲//乙")
    assert found == b.Title(("甲//乙",))


def test_a_title_may_mix_values_and_a_break_by_hand(tmp_path: Path) -> None:
    (found,) = blocks(tmp_path, "@标题 {{ t }}//测算表", t="演示县")
    assert found == b.Title(("演示县", "测算表"))


def test_several_lines_in_a_cell_stay_in_the_cell(tmp_path: Path) -> None:
    (found,) = blocks(tmp_path, "@表\n|甲|乙|\n|{{ v }}|丙|", v="一行\n二行|@图")
    assert isinstance(found, b.Table)
    assert [cell.text for cell in found.rows[1].cells if cell] == ["一行\n二行|@图", "丙"]


@pytest.mark.parametrize("value", ["<", "^", "#合计", "|"])
def test_a_value_that_looks_like_table_markup_is_text(tmp_path: Path, value: str) -> None:
    (found,) = blocks(tmp_path, "@表\n|甲|乙|\n|{{ v }}|{{ v }}|", v=value)
    assert isinstance(found, b.Table)
    assert found.rows[1] == b.TableRow((b.Cell(value), b.Cell(value)))


def test_names_in_a_value_of_several_lines_hang_one_below_the_other(tmp_path: Path) -> None:
    (found,) = blocks(tmp_path, "@名单 出席：{{ v }}", v="甲局　乙\n丙局　丁")
    assert found == b.Roster("出席", ("甲局　乙", "丙局　丁"))


def test_attachments_in_a_value_of_several_lines_are_numbered(tmp_path: Path) -> None:
    (_, found) = blocks(tmp_path, "正文\n@附件 {{ v }}", v="清单\n反馈表")
    assert found == b.Attachments(("清单", "反馈表"))


def test_an_addressee_gets_one_full_width_colon(tmp_path: Path) -> None:
    for text in ("乙镇人民政府", "乙镇人民政府：", "乙镇人民政府:"):
        (found,) = blocks(tmp_path, f"@主送 {text}")
        assert found == b.Addressee("乙镇人民政府：")


def test_copies_end_with_one_full_stop(tmp_path: Path) -> None:
    for text in ("甲，乙", "甲，乙。"):
        assert blocks(tmp_path, f"正文\n@抄送 {text}")[1] == b.Imprint(copies="甲，乙。")


def test_the_empty_value_of_an_option_is_no_value(tmp_path: Path) -> None:
    (found,) = blocks(tmp_path, "@卷件 题名=甲 文号= 日期={{ d|默认 }}", d=None)
    assert found == b.VolumeItem("甲")


def test_ticks_come_from_yes_and_no(tmp_path: Path) -> None:
    (found,) = blocks(tmp_path, "@勾选\n|{{ a|勾 }}|甲|\n|{{ c|勾 }}|乙|", a=True, c=False)
    assert isinstance(found, b.Table)
    assert [[cell.text for cell in row.cells[2:4] if cell] for row in found.rows[1:]] == [["√", ""], ["", "√"]]


def test_rows_after_an_empty_line_still_belong_to_their_table(tmp_path: Path) -> None:
    (found,) = blocks(tmp_path, "@表\n\n|甲|\n{% for i in [1, 2] %}\n\n|{{ i }}|\n{% endfor %}")
    assert isinstance(found, b.Table) and len(found.rows) == 3


def test_a_wrong_row_is_named_by_its_line_in_the_template(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="第4行：这一行有1格，表头有2格"):
        blocks(tmp_path, "@表\n|甲|乙|\n{% for i in [1] %}\n|{{ i }}|\n{% endfor %}")


def test_a_setting_that_changes_nothing_makes_no_new_page() -> None:
    assert len(parse("甲\n@纵向\n乙\n@版式 公文\n丙", "试.txt").sections) == 1


def test_a_new_page_number_always_begins_a_part() -> None:
    assert [section.first_number for section in parse("@页码 1\n甲\n@页码 1\n乙", "试.txt").sections] == [1, 1]


def test_a_layout_brings_its_own_numbers_and_size() -> None:
    found = parse("@版式 卷宗\n甲\n@版式 表格\n乙", "试.txt").sections
    assert [(section.numbers, section.size, section.pitch) for section in found] == [
        ("上外侧", 12.0, 21.0),
        ("居中", 12.0, 20.0),
    ]
