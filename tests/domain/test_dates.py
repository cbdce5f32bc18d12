"""Dates reach a county in many forms; each gives one date, and nonsense gives none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.dates import chinese_date, image_date, is_inferred, is_month_only, parse_date

QUICK = settings(deadline=None, max_examples=60)
DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
FORMS = [
    "{0.year}{0.month:02d}{0.day:02d}", "{0.year}{0.month:02d}{0.day:02d}093015", "{0.year}-{0.month:02d}-{0.day:02d}",
    "{0.year}-{0.month}-{0.day}", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日",
    "{0.year} 年 {0.month} 月 {0.day} 日", "{0.year}-{0.month}-{0.day} 09:30:15", "{0.year}-{0.month:02d}-{0.day:02d}T09:30:15",
    " {0.year}/{0.month}/{0.day} ",
]  # fmt: skip
MONTHS = [
    "{0.year}-{0.month:02d}",
    "{0.year}/{0.month}",
    "{0.year}.{0.month:02d}",
    "{0.year}年{0.month}月",
    "{0.year}{0.month:02d}",
]
WIDE = str.maketrans("0123456789/-.", "０１２３４５６７８９／－．")


@QUICK
@given(DAYS, st.sampled_from(FORMS), st.booleans())
def test_every_written_form_gives_the_day_back(day: date, form: str, wide: bool) -> None:
    """Half-width and full-width digits alike."""
    text = form.format(day)
    assert parse_date(text.translate(WIDE) if wide and ":" not in text else text) == day


@QUICK
@given(DAYS, st.sampled_from(MONTHS), st.booleans())
def test_a_month_alone_gives_its_first_day_and_is_told_apart(day: date, form: str, wide: bool) -> None:
    """2025-06 is the first of June, and `is_month_only` says that the day is not known."""
    text = form.format(day)
    text = text.translate(WIDE) if wide else text
    assert parse_date(text) == day.replace(day=1)
    assert is_month_only(text)


@QUICK
@given(DAYS, st.sampled_from(FORMS))
def test_a_whole_date_is_not_taken_for_a_month(day: date, form: str) -> None:
    """No warning where the day is written."""
    assert not is_month_only(form.format(day))


@QUICK
@given(st.text(max_size=30))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    """Never an exception, never a year that cannot be meant."""
    day = parse_date(text)
    assert day is None or 1950 <= day.year <= 2100


@pytest.mark.parametrize(
    "text",
    [
        "", "无", "2026年", "2026-13-01", "2026-02-30", "20260230", "202613", "2026-6-31", "1949-12-31", "2101-01-01",
        "26-6-1", "6/1/2026", "2026-06-01起", "2026-06-01至2026-07-01", "上半年", "45123", "2026-06-0112", "²026-06-01",
    ],
)  # fmt: skip
def test_what_is_no_date_gives_none(text: str) -> None:
    """The row is then warned about; no day is guessed."""
    assert parse_date(text) is None


@pytest.mark.parametrize("text", ["2026—6—1", "2026–06–01", "2026、6、1", "2026－０６－０１"])
def test_dashes_of_every_width_part_a_date(text: str) -> None:
    """As input methods write them."""
    assert parse_date(text) == date(2026, 6, 1)


def test_documents_print_dates_without_leading_zeros() -> None:
    """GB/T 9704."""
    assert chinese_date(date(2026, 7, 3)) == "2026年7月3日"


@QUICK
@given(DAYS)
def test_a_printed_date_can_be_read_again(day: date) -> None:
    """What a letter prints, the ledger can parse."""
    assert parse_date(chinese_date(day)) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二五年六月十二日", date(2025, 6, 12)),
        ("二○二五年十月二十日", date(2025, 10, 20)),
        ("二零二六年十二月三十一日", date(2026, 12, 31)),
        ("二〇二五年〇六月廿一日", date(2025, 6, 21)),
        ("2025年6月12日上午", date(2025, 6, 12)),
        ("2025/6/12 下午3:20", date(2025, 6, 12)),
        ("2025-06-12上午10:30", date(2025, 6, 12)),
        ("2025年6月12日10时30分", date(2025, 6, 12)),
    ],
)
def test_dates_in_words_and_with_a_time_of_day_are_read(text: str, day: date) -> None:
    assert parse_date(text) == day
    assert not is_month_only(text)


def test_a_month_in_words_is_a_month() -> None:
    assert parse_date("二〇二五年六月") == date(2025, 6, 1)
    assert is_month_only("二〇二五年六月")


@pytest.mark.parametrize(
    "text", ["二〇二五年十三月一日", "二〇二五年六月三十一日", "二〇二五年十十月一日", "二〇二五年六月一二三日"]
)
def test_words_that_are_no_date_give_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("46154", date(2026, 5, 12)),
        ("46154.5", date(2026, 5, 12)),
        ("25/6/12", date(2025, 6, 12)),
        ("25年6月12日", date(2025, 6, 12)),
        ("26-06-01", date(2026, 6, 1)),
    ],
)
def test_in_a_column_of_dates_serials_and_short_years_are_understood(text: str, day: date) -> None:
    """And told as understood: elsewhere they are no dates."""
    assert image_date(text) == day
    assert is_inferred(text) and parse_date(text) is None


@pytest.mark.parametrize("text", ["30000", "99999", "25/13/12", "461540", "", "上半年"])
def test_numbers_that_cannot_be_meant_stay_unread(text: str) -> None:
    assert image_date(text) is None


@QUICK
@given(st.text(alphabet="二〇○零十廿年月日六一25/ .", max_size=12))
def test_any_words_give_a_day_or_none(text: str) -> None:
    day = image_date(text)
    assert day is None or 1950 <= day.year <= 2100
