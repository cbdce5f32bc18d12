"""重复接收: what is new, changed, the same and gone when a batch comes again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.reissue import Change, Reissue, compare, same_value

JUNE = "2026年6月"
OLD = Patch("1", JUNE, b"a", 2000.0, 2000.0, change_type="20", before_text="20250612", extra={"SFYN": "是"})


def told(held: Patch | None, now: Patch | None, decided: bool = False) -> Reissue:
    return compare(
        {held.number: held} if held else {}, [now] if now else [], {now.number} if now else set(),
        {held.number} if held and decided else set(), bytes.__eq__,
    )  # fmt: skip


def test_a_batch_that_comes_again_unchanged_changes_nothing() -> None:
    """Nor does a township found from the layers, or an area that differs in the third decimal."""
    again = replace(OLD, town="", official_m2=2000.004, area_m2=1999.0)
    assert told(replace(OLD, town="河口镇"), again) == Reissue(same=["1"])


def test_what_changed_is_told_field_by_field() -> None:
    now = replace(
        OLD, wkb=b"b", area_m2=2100.5, official_m2=None, change_type="YH", before_text="", extra={"SFYN": "否"}
    )
    [change] = told(OLD, now).changed
    assert change.what == (
        "图形（2000.00→2100.50平方米）；下发面积（2000.00→空）；图斑类型（20→YH）；前时相（20250612→空）；其他字段（SFYN）"
    )
    assert not change.kept


def test_a_decided_patch_is_kept_whatever_comes() -> None:
    assert told(OLD, replace(OLD, remark="补充"), decided=True).changed == [Change("1", "备注（空→补充）", True)]


def test_new_and_gone_patches_are_named() -> None:
    assert told(None, OLD).new == ["1"]
    assert told(OLD, None).gone == ["1"]


def test_a_row_that_was_refused_is_not_gone() -> None:
    """Its number is in the file; why it was refused stands in the list."""
    found = compare({"1": OLD}, [], {"1"}, set(), bytes.__eq__)
    assert found == Reissue()


def test_the_sentence_counts_all_kinds() -> None:
    found = Reissue(["5"], ["1", "2"], [Change("3", "备注（空→x）"), Change("4", "备注（空→x）", True)], ["6"])
    assert found.text == "与台账比较：新增1个，有变化2个（其中已会审、保持不动1个），无变化2个，本次文件中没有1个。"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("20250612", "2025-06-12"),
        ("2025年6月12日", "2025/6/12"),
        ("2000", "2000.0"),
        (" 水 田", "水田 "),
        ("", " "),
        ("2025-06", "2025年6月"),
    ],
)
def test_another_spelling_of_the_same_value_is_no_change(was: str, now: str) -> None:
    held = replace(OLD, before_text=was, extra={"X": was})
    assert told(held, replace(held, before_text=now, extra={"X": now})) == Reissue(same=["1"])


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("20250612", "20250613"),
        ("2025-06", "2025-06-01"),
        ("01", "1"),
        ("12345678901234567", "12345678901234568"),
        ("", "0"),
        ("水田", "旱地"),
    ],
)
def test_another_value_is_a_change(was: str, now: str) -> None:
    """A day that was not known before, a code with its zero, the last digit of a long number."""
    assert not same_value(was, now)
