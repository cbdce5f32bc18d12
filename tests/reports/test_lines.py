"""Lines break the Chinese way: no mark at a line's head, no opening bracket at its end, figures whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landwatch_plugin.reports.lines import NOT_FIRST, NOT_LAST, Line, atoms, break_lines

SIZE = 16.0
CHINESE = st.text(
    st.sampled_from("图斑耕地违法整改经核查疑似占用镇村2026亩8.2，。、（）“”《》：…—"), min_size=1, max_size=160
)


def measure(text: str, face: str) -> float:
    return sum(SIZE if ord(char) > 0x2000 else SIZE / 2 for char in text)


def lines(text: str, characters: float = 10, first: float | None = None, justify: bool = True) -> list[Line]:
    given_atoms = atoms([(text, "仿宋")], measure)
    width = characters * SIZE
    return break_lines(
        given_atoms, width if first is None else first * SIZE, width, measure, size=SIZE, justify=justify
    )


def texts(found: list[Line]) -> list[str]:
    return ["".join(atom.text for atom in line.atoms) for line in found]


def test_a_full_line_holds_as_many_characters_as_fit() -> None:
    assert texts(lines("图" * 25)) == ["图" * 10, "图" * 10, "图" * 5]


def test_the_first_line_may_be_shorter_by_its_indent() -> None:
    assert texts(lines("图" * 18, first=8)) == ["图" * 8, "图" * 10]


def test_a_comma_is_squeezed_in_when_the_line_has_another_mark_to_give() -> None:
    assert texts(lines("图斑，核查耕地面积小，其中")) == ["图斑，核查耕地面积小，", "其中"]


def test_a_character_moves_down_when_there_is_nothing_to_squeeze() -> None:
    assert texts(lines("图斑核查耕地面积小于。其中")) == ["图斑核查耕地面积小", "于。其中"]


def test_an_opening_bracket_does_not_end_a_line() -> None:
    assert texts(lines("图斑核查耕地面积小（其中）"))[0] == "图斑核查耕地面积小"


def test_figures_and_codes_stay_whole() -> None:
    assert texts(lines("其中占用耕地面积123.45亩")) == ["其中占用耕地面积", "123.45亩"]


def test_a_code_longer_than_the_line_is_broken_rather_than_lost() -> None:
    assert "".join(texts(lines("130427SJBG26210310_3", characters=4))) == "130427SJBG26210310_3"


def test_dashes_and_dots_in_pairs_are_not_parted() -> None:
    for pair in ("——", "……"):
        assert all(line.count(pair[0]) in (0, 2) for line in texts(lines("图斑核查耕地面积小" + pair + "其中耕地")))


def test_a_line_break_in_the_text_is_kept() -> None:
    assert texts(lines("甲\n\n乙")) == ["甲", "", "乙"]


def test_a_full_line_reaches_both_edges_and_the_last_one_does_not() -> None:
    found = lines("其中占用耕地面积123.45亩，其余为建设用地")
    assert all(line.width == pytest.approx(10 * SIZE, abs=0.02) for line in found[:-1])
    assert found[-1].width < 10 * SIZE


def test_a_line_left_nearly_empty_by_a_long_code_is_not_torn_apart() -> None:
    found = lines("图斑130427SJBG26210310")
    assert found[0].extra == (0.0, 0.0)


def test_spaces_at_a_line_s_end_are_dropped() -> None:
    assert texts(lines("图斑核查耕地面积小于 四")) == ["图斑核查耕地面积小于", "四"]


@given(CHINESE)
def test_no_character_is_lost_or_added(text: str) -> None:
    assert "".join(texts(lines(text))) == text


@given(CHINESE)
def test_no_line_is_wider_than_its_room(text: str) -> None:
    assert all(line.width <= 10 * SIZE + 0.02 for line in lines(text))


@given(
    st.lists(
        st.sampled_from(
            ["图斑核查", "耕地", "，其中", "。经核查", "（永农）", "《土地法》", "、", "12.30亩", "“疑似”"]
        ),
        min_size=3,
        max_size=40,
    )
)
def test_no_line_of_ordinary_text_begins_or_ends_wrongly(parts: list[str]) -> None:
    text = re.sub("([，。、])[，。、]+", r"\1", "图斑" + "".join(parts))
    found = texts(lines(text))
    assert all(line[0] not in NOT_FIRST for line in found[1:])
    assert all(line[-1] not in NOT_LAST for line in found[:-1])
