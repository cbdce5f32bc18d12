"""Figures and dates stand in documents as officials write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from landwatch_plugin.reports import wording as w


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal("12.3"), "12.30"), (12, "12.00"), (Decimal("0.005"), "0.01"), (8200.0, "8200.00")]
)
def test_areas_have_two_decimals_rounded_half_up(value: object, text: str) -> None:
    assert w.two_places(value) == text


def test_a_figure_that_is_not_there_keeps_its_words_and_gets_no_unit() -> None:
    assert (w.mu_amount("无数据"), w.mu_amount(Decimal("1.5"))) == ("无数据", "1.50亩")


def test_hectares_have_four_decimals() -> None:
    assert w.hectares(8200.0) == "0.8200"


def test_a_percentage_is_printed_with_its_sign() -> None:
    assert w.percentage(Decimal("15.3")) == "15.30%"


@pytest.mark.parametrize("value", [None, True, float("nan"), float("inf"), [1]])
def test_what_is_no_figure_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="不是数"):
        w.two_places(value)


def test_a_date_has_no_leading_zeros() -> None:
    assert w.chinese_date(date(2026, 7, 3)) == "2026年7月3日"


def test_a_narrow_column_gets_the_short_date() -> None:
    assert [w.short_date(v) for v in (date(2026, 7, 3), "2026年7月3日", "抓紧整改")] == [
        "2026-07-03",
        "2026-07-03",
        "抓紧整改",
    ]


def test_a_month_is_written_without_the_day() -> None:
    assert w.chinese_month(date(2026, 7, 3)) == "2026年7月"


@pytest.mark.parametrize(("minute", "text"), [(0, "2026年7月3日15时"), (5, "2026年7月3日15时05分")])
def test_a_full_hour_has_no_minutes(minute: int, text: str) -> None:
    assert w.chinese_time(datetime(2026, 7, 3, 15, minute)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (45, "四十五"),
        (100, "一百"),
        (105, "一百零五"),
        (112, "一百一十二"),
    ],
)
def test_chapters_are_counted_in_chinese(value: int, text: str) -> None:
    assert w.chinese_number(value) == text


def test_counting_ends_at_nine_hundred_and_ninety_nine() -> None:
    with pytest.raises(ValueError, match="超出"):
        w.chinese_number(1000)


def test_every_chinese_number_is_used_once() -> None:
    assert len({w.chinese_number(n) for n in range(1000)}) == 1000


def test_a_tick_needs_a_yes_or_no() -> None:
    assert (w.tick(True), w.tick(False)) == ("√", "")
    with pytest.raises(ValueError, match="有/无"):
        w.tick("有")


def test_a_bare_float_must_name_its_unit() -> None:
    with pytest.raises(ValueError, match="平方米"):
        w.plain_value(8200.0)


@pytest.mark.parametrize("value", [True, [1], {"a": 1}])
def test_what_cannot_be_printed_says_how_to_write_it(value: object) -> None:
    with pytest.raises(ValueError, match="不能直接打印"):
        w.plain_value(value)


def test_counts_decimals_texts_and_dates_print_as_they_are() -> None:
    assert [w.plain_value(v) for v in (3, Decimal("1E+2"), "甲", date(2026, 1, 2))] == [
        "3",
        "100",
        "甲",
        "2026年1月2日",
    ]
