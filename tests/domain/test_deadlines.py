"""Deadlines: 月清 by the end of the next month, answers within working days (workflow.md §3, rules.md §7)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.dates import add_working_days, end_of_next_month

QUICK = settings(deadline=None, max_examples=60)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 6, 30), date(2026, 7, 31)), (date(2026, 1, 31), date(2026, 2, 28)), (date(2028, 1, 5), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2027, 1, 31)), (date(2026, 11, 30), date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_a_batch_is_due_on_the_last_day_of_the_next_month(received: date, due: date) -> None:
    """Short months, leap years and the turn of the year."""
    assert end_of_next_month(received) == due


@QUICK
@given(DAYS)
def test_the_due_day_is_always_a_months_last(received: date) -> None:
    """The day after it is a first, and at most two months have passed."""
    due = end_of_next_month(received)
    assert (due + timedelta(days=1)).day == 1
    assert 28 <= (due - received).days <= 61


@pytest.mark.parametrize(
    ("days", "due"), [(0, FRIDAY), (1, date(2026, 11, 23)), (5, date(2026, 11, 27)), (10, date(2026, 12, 4))]
)
def test_weekends_do_not_count(days: int, due: date) -> None:
    """From a Friday, one working day on is Monday; the day of the letter itself is not counted."""
    assert add_working_days(FRIDAY, days) == due


def test_holidays_are_the_users_table() -> None:
    """Two days off push the answer on by two; a holiday on a Saturday pushes nothing."""
    holidays = frozenset({date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 28)})
    assert add_working_days(FRIDAY, 5, holidays) == date(2026, 12, 1)


@QUICK
@given(DAYS, st.integers(1, 60), st.frozensets(DAYS, max_size=20))
def test_between_letter_and_answer_lie_just_so_many_working_days(
    start: date, days: int, holidays: frozenset[date]
) -> None:
    """Counted day by day, the slow way; the due day is itself a working day."""
    due = add_working_days(start, days, holidays)
    passed = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    working = [day for day in passed if day.weekday() < 5 and day not in holidays]
    assert len(working) == days
    assert working[-1] == due
