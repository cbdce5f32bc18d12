"""A template that names a missing field stops the document and says where; it never prints a blank."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.domain.errors import TemplateError
from landwatch_plugin.reports.blocks import Heading, Paragraph, parse
from landwatch_plugin.reports.template import field_titles, fill

HEAD = "{#\nmeeting.place  会议地点  文本\nitems[].owner  责任单位（可空）  文本\n#}\n"


def write(folder: Path, text: str, name: str = "试.txt") -> Path:
    path = folder / name
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def words(path: Path, content: dict[str, Any]) -> list[str]:
    document = parse(fill(path, content), path.name)
    return [
        block.text
        for section in document.sections
        for block in section.blocks
        if isinstance(block, (Paragraph, Heading))
    ]


def problem(path: Path, content: dict[str, Any]) -> str:
    with pytest.raises(TemplateError) as caught:
        parse(fill(path, content), path.name)
    return str(caught.value)


def test_a_missing_field_is_named_with_template_line_and_chinese_title(tmp_path: Path) -> None:
    text = problem(write(tmp_path, "第一行\n{{ meeting.place }}"), {"meeting": {}})
    assert "模板“试.txt”第6行：缺少字段“meeting.place（会议地点）”" in text
    assert "处理办法" in text


def test_a_field_without_content_stops_the_document_too(tmp_path: Path) -> None:
    for empty in (None, "", "  "):
        text = problem(write(tmp_path, "{{ meeting.place }}"), {"meeting": {"place": empty}})
        assert "第5行：字段为空“meeting.place（会议地点）”" in text


def test_the_row_of_a_list_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "{% for i in items %}\n{{ i.owner }}\n{% endfor %}")
    assert "“items[1].owner（责任单位）”，第2项" in problem(path, {"items": [{"owner": "甲"}, {"owner": None}]})


def test_a_missing_group_is_named_and_not_only_its_member(tmp_path: Path) -> None:
    assert "“meeting.host”" in problem(write(tmp_path, "{{ meeting.host.name }}"), {"meeting": {}})


def test_a_gap_inside_a_filter_a_sum_or_a_join_is_named(tmp_path: Path) -> None:
    for text in (
        "{{ a.mu|亩 }}",
        "{{ a.mu + 1 }}",
        "{{ [a.mu]|join }}",
        "{{ a.mu|日期 }}",
        "{% if a.mu > 3 %}甲{% endif %}",
    ):
        assert "“a.mu”" in problem(write(tmp_path, text), {"a": {"mu": None}})


def test_looping_over_a_missing_list_stops_the_document(tmp_path: Path) -> None:
    assert "“rows”" in problem(write(tmp_path, "{% for r in rows %}甲{% endfor %}乙"), {})


def test_a_misspelt_condition_is_found(tmp_path: Path) -> None:
    assert "“desision”" in problem(write(tmp_path, "{% if desision %}甲{% endif %}乙"), {"decision": None})


def test_a_template_may_say_that_a_field_can_be_empty(tmp_path: Path) -> None:
    path = write(tmp_path, "地点：{{ meeting.place|默认('待定') }}{{ nothing|or_blank }}")
    assert words(path, {"meeting": {"place": None}}) == ["地点：待定"]


def test_a_template_may_ask_whether_a_field_is_empty(tmp_path: Path) -> None:
    path = write(
        tmp_path, "{% if a %}有{% else %}无{% endif %}{% if a is none %}空{% endif %}{% if a is defined %}！{% endif %}"
    )
    assert words(path, {"a": None}) == ["无空"]


@pytest.mark.parametrize(
    "value",
    ["@分页", "|甲|乙|", "一、不是标题", "（一）不是标题", "#、不是标题", "@图 文件=x", "{{ 7 * 7 }}", "{% if %}"],
)
def test_a_value_at_the_head_of_a_line_is_text_and_nothing_else(tmp_path: Path, value: str) -> None:
    path = write(tmp_path, "{{ v }}")
    document = parse(fill(path, {"v": value}), path.name)
    assert document.sections[0].blocks == (Paragraph(value),)


def test_each_line_of_a_value_is_a_paragraph(tmp_path: Path) -> None:
    assert words(write(tmp_path, "{{ v }}"), {"v": "甲\n@乙\n\n一、丙"}) == ["甲", "@乙", "一、丙"]


def test_a_template_number_with_a_value_behind_it_is_a_heading(tmp_path: Path) -> None:
    path = write(tmp_path, "{{ 2|汉字 }}、{{ v }}")
    assert parse(fill(path, {"v": "基本情况"}), path.name).sections[0].blocks == (Heading(1, "二、基本情况"),)


def test_a_line_that_ends_with_a_tag_stays_a_line(tmp_path: Path) -> None:
    assert words(write(tmp_path, "甲{% if x %}乙{% endif %}\n丙"), {"x": 1}) == ["甲乙", "丙"]


def test_dataclasses_enums_and_properties_are_read_like_dictionaries(tmp_path: Path) -> None:
    class Kind(str, Enum):
        BAD = "违法"

    @dataclass(frozen=True)
    class Item:
        kind: Kind
        items: str
        mu: Decimal

        @property
        def double(self) -> Decimal:
            return self.mu * 2

        def secret(self) -> str:
            return "不应调用"

    item = Item(Kind.BAD, "名为items的字段", Decimal("1.5"))
    path = write(tmp_path, "{{ i.kind }}{{ i.items }}{{ i.double|亩 }}")
    assert words(path, {"i": item}) == ["违法名为items的字段3.00"]
    assert "“i.secret”" in problem(write(tmp_path, "{{ i.secret }}"), {"i": item})


def test_field_names_that_are_also_methods_of_dictionaries_work(tmp_path: Path) -> None:
    assert words(
        write(tmp_path, "{{ t.count }}{{ t.items }}{{ t.values }}"), {"t": {"count": 3, "items": "甲", "values": "乙"}}
    ) == ["3甲乙"]


def test_the_sum_leaves_out_rows_without_data_and_says_when_there_are_none(tmp_path: Path) -> None:
    path = write(tmp_path, "{{ r|合计('mu')|亩数 }}")
    assert words(path, {"r": [{"mu": Decimal("1.5")}, {"mu": None}, {"mu": "无数据"}]}) == ["1.50亩"]
    assert words(path, {"r": [{"mu": "1.50"}, {"mu": Decimal("0.25")}, {"mu": "—"}]}) == ["1.75亩"]
    assert words(path, {"r": [{"mu": None}]}) == ["无数据"]
    assert words(path, {"r": []}) == ["0.00亩"]
    assert "mu" in problem(path, {"r": [{}]})


def test_a_filter_that_does_not_exist_is_an_error_of_that_line(tmp_path: Path) -> None:
    assert "第5行：写法有误" in problem(write(tmp_path, "{{ a|万亩 }}"), {"a": 1})


def test_an_unclosed_tag_is_an_error_of_that_line(tmp_path: Path) -> None:
    assert "写法有误" in problem(write(tmp_path, "{% if a %}甲"), {"a": 1})


def test_printing_a_list_or_a_bare_float_says_what_to_write(tmp_path: Path) -> None:
    assert "{% for %}" in problem(write(tmp_path, "{{ a }}"), {"a": [1]})
    assert "平方米" in problem(write(tmp_path, "{{ a }}"), {"a": 1.5})
    assert "不是数" in problem(write(tmp_path, "{{ a|亩 }}"), {"a": [1]})


def test_a_sum_that_cannot_be_done_is_an_error_of_that_line(tmp_path: Path) -> None:
    assert "第5行：算不出来" in problem(write(tmp_path, "{{ 1 / a }}"), {"a": 0})


@pytest.mark.parametrize("attack", ["{{ ''.__class__.__mro__ }}", "{{ a._data }}", "{{ cycler.__init__.__globals__ }}"])
def test_a_template_cannot_reach_into_the_program(tmp_path: Path, attack: str) -> None:
    assert "模板“试.txt”第5行" in problem(write(tmp_path, attack), {"a": {"b": 1}})


def test_bad_markup_names_the_line_of_the_template_and_not_of_the_text(tmp_path: Path) -> None:
    path = write(tmp_path, "{% for i in items %}\n{{ i }}\n{% endfor %}\n@标提 甲")
    text = problem(path, {"items": ["甲"] * 20})
    assert "第8行：不认识的指令“@标提”" in text
    assert "是否想写“@标题”" in text


def test_an_included_piece_is_named_when_it_is_at_fault(tmp_path: Path) -> None:
    write(tmp_path, "{{ gone }}", "页脚.txt")
    assert "模板“页脚.txt”第5行" in problem(write(tmp_path, "甲\n{% include '页脚.txt' %}"), {})


def test_a_missing_included_piece_is_named(tmp_path: Path) -> None:
    assert "模板“没有.txt”：找不到这个文件" in problem(write(tmp_path, "{% include '没有.txt' %}"), {})


def test_a_template_saved_as_ansi_gets_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "旧.txt"
    path.write_bytes("@标题 甲".encode("gbk"))
    assert "另存为" in problem(path, {})


def test_a_byte_order_mark_from_notepad_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "记事本.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "一、甲".encode())
    assert words(path, {}) == ["一、甲"]


def test_the_head_comment_names_the_fields(tmp_path: Path) -> None:
    assert field_titles(write(tmp_path, "")) == {"meeting.place": "会议地点", "items[].owner": "责任单位（可空）"}
