"""Areas: 亩 = m² × 3/2000 half-up, and printed parts that sum to the printed whole."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.units import CENT, close_parts, exact_mu, half_up, percent, to_mu

QUICK = settings(deadline=None, max_examples=60)
AREAS = st.floats(0, 1e10, allow_nan=False) | st.integers(0, 10**12).map(lambda cents: cents / 100)
PARTS = st.lists(st.decimals(0, 5000, allow_nan=False, allow_infinity=False, places=6), max_size=12)


def half_up_of(exact: Fraction) -> Decimal:
    """Half-up to 0.01 in whole-number arithmetic."""
    return Decimal((exact * 200 + 1) // 2) / 100


@pytest.mark.parametrize(
    ("square_metres", "mu"),
    [
        (12000.0, "18.00"), (28000.0, "42.00"), (3412.5, "5.12"), (1200.0, "1.80"),
        (2000 / 3, "1.00"), (0.0, "0.00"), (3.33, "0.00"), (3.34, "0.01"), (10.0, "0.02"), (16.666, "0.02"),
    ],
)  # fmt: skip
def test_mu_of_the_worked_parcels(square_metres: float, mu: str) -> None:
    """The three legal examples of formats.md §4.2, and the smallest areas that still show."""
    assert str(to_mu(square_metres)) == mu


@pytest.mark.parametrize(("square_metres", "mu"), [(3350.0, "5.03"), (3370.0, "5.06"), (3390.0, "5.09")])
def test_exactly_half_a_cent_goes_up(square_metres: float, mu: str) -> None:
    """5.025, 5.055 and 5.085 亩: banker's rounding would print 5.02 and 5.08."""
    assert str(to_mu(square_metres)) == mu


def test_shortcut_factors_give_other_numbers() -> None:
    """666.67 goes wrong by 0.01 亩 at 2000 亩, 667 at 20 亩 (formats.md §6)."""
    assert to_mu(2000 * 2000 / 3) == Decimal("2000.00")
    assert half_up(Decimal(2000 * 2000) / 3 / Decimal("666.67")) == Decimal("1999.99")
    assert half_up(Decimal(20 * 2000) / 3 / 667) == Decimal("19.99")


@QUICK
@given(AREAS)
def test_mu_agrees_with_exact_fractions(square_metres: float) -> None:
    """Against whole-number arithmetic on the decimal that a person would type."""
    assert to_mu(square_metres) == half_up_of(Fraction(Decimal(repr(square_metres))) * 3 / 2000)


@QUICK
@given(AREAS)
def test_exact_mu_loses_nothing(square_metres: float) -> None:
    """Unrounded 亩 times 2000/3 is the area again."""
    assert Fraction(exact_mu(square_metres)) * 2000 / 3 == Fraction(Decimal(repr(square_metres)))


@QUICK
@given(PARTS)
def test_parts_sum_to_the_printed_whole(parts: list[Decimal]) -> None:
    """They close to the cent, and none is moved by a whole cent."""
    total = half_up(sum(parts, Decimal(0)))
    closed = close_parts(parts, total)
    assert sum(closed, Decimal(0)) == total
    assert all(abs(after - before) < CENT for after, before in zip(closed, parts, strict=True))


@QUICK
@given(PARTS.filter(bool), st.decimals("-0.009999", "0.009999", places=6))
def test_a_control_value_within_a_cent_is_met(parts: list[Decimal], dust: Decimal) -> None:
    """The ministry's figure may differ by less than a cent: then the parts follow it, else it is an error."""
    total = half_up(sum(parts, Decimal(0)) + dust)
    try:
        closed = close_parts(parts, total)
    except ValueError:
        assert abs(total - sum(parts, Decimal(0))) >= CENT
    else:
        assert sum(closed, Decimal(0)) == total
        assert all(abs(after - before) < CENT for after, before in zip(closed, parts, strict=True))


def test_the_largest_remainder_gets_the_cent() -> None:
    """平差: 1.006 + 1.004 + 1.005 = 3.015 → 3.02: the cents go to .006 and .005."""
    parts = [Decimal("1.006"), Decimal("1.004"), Decimal("1.005")]
    assert close_parts(parts, Decimal("3.02")) == [Decimal("1.01"), Decimal("1.00"), Decimal("1.01")]


def test_equal_remainders_are_settled_by_their_order() -> None:
    """Three thirds of one 亩: the first gets the cent, every time."""
    third = Decimal(1) / 3
    assert close_parts([third] * 3, Decimal("1.00")) == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        (["1.00", "2.00"], "3.02"), (["1.00", "2.00"], "3.01"), (["1.00"], "0.90"), ([], "0.01"),
        (["0.009", "0.009", "0.009"], "0.00"), (["1.00"], "1.005"),
    ],
)  # fmt: skip
def test_a_gap_is_never_spread_over_the_parts(parts: list[str], total: str) -> None:
    """A difference that rounding cannot explain is an error to show (formats.md §6)."""
    with pytest.raises(ValueError, match="do not close"):
        close_parts([Decimal(part) for part in parts], Decimal(total))


def test_no_parts_sum_to_nothing() -> None:
    """An empty list closes on zero."""
    assert close_parts([], Decimal("0.00")) == []


def test_a_percentage_of_nothing_is_no_number() -> None:
    """None, so that it can be said in words; never 0 %."""
    assert percent(Decimal(5), Decimal(0)) is None


@pytest.mark.parametrize(
    ("part", "whole", "text"), [("1", "3", "33.33"), ("2", "3", "66.67"), ("0.12345", "1", "12.35")]
)
def test_percentages_round_half_up(part: str, whole: str, text: str) -> None:
    """12.345 % prints 12.35 %."""
    assert str(percent(Decimal(part), Decimal(whole))) == text
