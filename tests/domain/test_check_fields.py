"""核查指标: the words a rule may use, and how their values are printed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.check_fields import FIELDS, shown
from landwatch_plugin.domain.control import Role

QUICK = settings(deadline=None, max_examples=60)
UNITS = {"亩", "比例", "米", "个", "日期", "文字"}


@pytest.mark.parametrize("key", FIELDS)
def test_every_field_can_be_named_and_understood(key: str) -> None:
    """A key that an expression can hold without quotes, a Chinese title, a known unit, a meaning."""
    field = FIELDS[key]
    assert re.fullmatch(r"[a-z][a-z_]*", key)
    assert re.search(r"[一-鿿]", field.title)
    assert field.unit in UNITS
    assert field.meaning
    assert all(isinstance(role, Role) for role in field.roles)


def test_titles_are_told_apart() -> None:
    """Documents print titles: two of one name would be confused."""
    titles = [field.title for field in FIELDS.values()]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("suffix", ["_mu", "_share", "_m"])
def test_a_keys_ending_tells_its_unit(suffix: str) -> None:
    """_mu is 亩, _share a ratio, _m metres."""
    unit = {"_mu": "亩", "_share": "比例", "_m": "米"}[suffix]
    assert {field.unit for key, field in FIELDS.items() if key.endswith(suffix)} == {unit}


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("arable_mu", Decimal("12.30"), "12.30亩"), ("arable_mu", Decimal("0.00"), "0.00亩"), ("width_m", Decimal("7.99"), "7.99米"),
        ("legal_share", Decimal("1.000000"), "100.00%"), ("legal_share", Decimal("0.123450"), "12.35%"),
        ("legal_share", Decimal("0.000050"), "0.01%"), ("photos", 3, "3个"), ("photos", 0, "0个"),
        ("after_date", date(2026, 3, 5), "2026年3月5日"), ("use", "看护房", "看护房"),
    ],
)  # fmt: skip
def test_a_value_is_printed_with_its_unit(key: str, value: Decimal | str | int | date, text: str) -> None:
    """Percentages half-up: 12.345 % is 12.35 %, not 12.34 %."""
    assert shown(key, value) == text


@pytest.mark.parametrize("value", [None, ""])
def test_what_is_not_known_is_said_to_be_unknown(value: str | None) -> None:
    """无数据, never 0 and never a blank, whatever the field."""
    assert {shown(key, value) for key in FIELDS} == {"无数据"}


@QUICK
@given(st.integers(0, 1_000_000))
def test_every_share_is_rounded_half_up(millionths: int) -> None:
    """Against whole-number arithmetic."""
    cents = (millionths + 50) // 100
    assert shown("legal_share", Decimal(millionths) / 1_000_000) == f"{cents // 100}.{cents % 100:02d}%"
