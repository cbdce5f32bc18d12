"""What a value says never steers the markup, and nothing it says is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from landwatch_plugin.reports.marks import clean, hide, origin_mark, show, take_origin

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\u2028\u2029"), max_size=60
)


@given(TEXT)
def test_a_hidden_value_comes_back_as_it_was(value: str) -> None:
    assert show(hide(value)) == value


def test_a_hidden_value_holds_no_sign_that_steers_the_markup() -> None:
    hidden = hide('@表 标题=x|甲|\n一、"<^/#　')
    assert not set('@|=\n "<^/#\u3000') & set(hidden)


def test_line_breaks_of_windows_and_old_macs_become_one_kind() -> None:
    assert clean("甲\r\n乙\r丙") == "甲\n乙\n丙"


def test_control_characters_that_xml_forbids_are_taken_out() -> None:
    assert clean("甲\x00\x0b\x1f乙\ufdd0\uffff") == "甲乙"


def test_a_broken_rare_character_is_marked_and_not_dropped() -> None:
    assert clean("石\ud846村") == "石〓村"


def test_private_use_characters_of_old_systems_pass_untouched() -> None:
    assert show(hide("\ue000村")) == "\ue000村"


def test_a_line_remembers_the_template_line_it_came_from() -> None:
    assert take_origin(origin_mark("函.txt", 12) + "正文") == ("正文", ("函.txt", 12))


def test_a_line_without_mark_has_no_origin() -> None:
    assert take_origin("正文") == ("正文", None)


def test_a_value_cannot_forge_an_origin() -> None:
    assert clean(origin_mark("假.txt", 1) + "甲") == "甲"
