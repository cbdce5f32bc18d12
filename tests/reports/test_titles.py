"""Long titles are broken by sense and never leave a character alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landwatch_plugin.reports.titles import fitting_size, title_lines, units


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("问题图斑清单", ("问题图斑清单",)),
        ("关于演示镇2026年6月卫片执法有关问题的警示提醒函", ("关于演示镇2026年6月卫片执法", "有关问题的警示提醒函")),
        ("甲\n乙", ("甲", "乙")),
    ],
)
def test_titles_break_by_sense_or_where_told(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title) == lines


def test_a_part_set_by_hand_that_is_still_too_long_is_broken_again() -> None:
    assert len(title_lines("演示县\n关于进一步加强卫片执法图斑核查判定和违法用地整改工作有关事项的通知")) == 3


def test_half_width_characters_count_half() -> None:
    assert units("2026年") == 3.0


@given(st.text(st.sampled_from("关于演示县卫片执法图斑的和工作2026年、《》（）"), min_size=1, max_size=70))
def test_a_title_keeps_all_its_characters_and_fits_the_paper(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(units(line) <= 20 for line in lines)


@given(st.integers(21, 60))
def test_no_line_of_a_title_is_a_single_character(length: int) -> None:
    assert min(len(line) for line in title_lines("图" * length)) >= 2


def test_the_red_mark_fits_one_line() -> None:
    assert fitting_size("演示县自然资源局", 442, 42) == 42
    assert fitting_size("演" * 20, 440, 42) == 22
