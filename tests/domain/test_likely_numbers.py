"""阈值的改法: the number that was probably meant, offered beside the one that cannot be read."""

from __future__ import annotations

import pytest

from landwatch_plugin.domain.threshold import READ_BY_PROGRAM, UNITS, likely, unit_of


@pytest.mark.parametrize(
    ("name", "written", "before", "meant"),
    [
        ("cover", "95%", "", "0.95"), ("cover", "95", "0.999", "0.95"), ("cover", "０．９５", "", "0.95"), ("cover", "0,5", "", "0.5"),
        ("cover", "百分之九十五", "0.999", "0.999"), ("cover", "-1", "0.999", "0.999"), ("cover", "950", "", "0.95"), ("cover", "1%", "", "0.01"),
        ("house_mu", "0.3亩", "0.5", "0.3"), ("house_mu", "-0.3", "0.5", "0.5"), ("house_mu", "-0.3", "", "10"), ("big_mu", "1,000", "", "1000"),
        ("big_mu", "12,345.6 亩", "", "12345.6"), ("own_share", "12％", "", "0.12"), ("any", "半", "", "10"), ("any", None, "3", "3"),
    ],
)  # fmt: skip
def test_the_example_comes_from_the_value_else_from_the_parent(
    name: str, written: object, before: str, meant: str
) -> None:
    assert likely(name, written, before=before) == meant


def test_thresholds_of_the_program_have_a_known_unit_that_their_name_does_not_contradict() -> None:
    for name, (unit, use) in READ_BY_PROGRAM.items():
        assert unit in UNITS and unit_of(name) == unit and use
