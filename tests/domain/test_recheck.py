"""复核差异: before a new check takes the place of the old one, all that it says otherwise is listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from landwatch_plugin.domain.check import Check, Paper, Share, Value
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.recheck import differences
from landwatch_plugin.domain.verdict import Suggestion

D = Decimal
PADDY = Share(Role.LAND, "0101", 2000.0, "耕地", D("3.00"))


def checked(**values: Value) -> Check:
    """Patch 1, 3 亩 of paddy, suggested as 合法."""
    return Check(
        "1", "手册", "椭球面积", "2026-07-01", {"arable_mu": D("3.00"), **values}, (PADDY,),
        suggestion=Suggestion("合法", "批准用地", "", "", ""),
    )  # fmt: skip


def told(old: Check, new: Check) -> list[tuple[str, str, str]]:
    return [(one.item, one.before, one.after) for one in differences({old.number: old}, [new])]


def test_the_same_check_again_differs_in_nothing() -> None:
    """Also when it ran at another hour."""
    assert told(checked(), replace(checked(), at="2026-08-01")) == []


def test_a_patch_that_was_never_checked_has_no_differences() -> None:
    """There is nothing that the new check replaces."""
    assert differences({}, [checked()]) == []


@pytest.mark.parametrize(
    ("key", "before", "after", "line"),
    [
        ("arable_mu", D("3.00"), D("2.99"), ("耕地面积", "3.00亩", "2.99亩")),
        ("farmland_mu", None, D("0.00"), ("占永久基本农田面积", "无数据", "0.00亩")),
        ("urban_share", D("0.5"), D("1"), ("开发边界内占比", "50.00%", "100.00%")),
        ("after_date", date(2026, 5, 1), date(2026, 6, 1), ("后时相", "2026年5月1日", "2026年6月1日")),
    ],
)
def test_a_figure_is_told_with_its_unit_before_and_after(
    key: str, before: Value, after: Value, line: tuple[str, str, str]
) -> None:
    """无数据 and 0 are two things."""
    assert told(checked(**{key: before}), checked(**{key: after})) == [line]


def test_a_land_class_that_comes_or_goes_is_told() -> None:
    """The 亩 that are printed, class by class; a blank class is said to be blank."""
    other = replace(checked(), shares=(replace(PADDY, mu=D("2.50")), Share(Role.LAND, "", 333.3, "", D("0.50"))))
    assert told(checked(), other) == [("地类（空）", "—", "0.50亩"), ("地类0101", "3.00亩", "2.50亩")]


def test_shares_of_other_layers_are_told_by_their_fields_alone() -> None:
    """A shared area with the red line stands in 占生态保护红线面积 already."""
    red = Share(Role.REDLINE, "", 5.0, "", D("0.01"))
    assert told(checked(), replace(checked(), shares=(PADDY, red))) == []


def test_papers_and_suggestion_are_told() -> None:
    """Which approvals the patch lies on, and what the program proposes."""
    new = replace(
        checked(),
        papers=(Paper(Role.BATCH, "甲政土〔2026〕1号"),),
        suggestion=Suggestion("违法", "未批先建", "", "", ""),
    )
    (papers, proposal) = told(checked(), new)
    assert papers == ("涉及批准文件", "—", "批次用地甲政土〔2026〕1号")
    assert (proposal[0], proposal[1] != proposal[2]) == ("程序建议", True)


def test_a_difference_reads_as_a_line() -> None:
    """For the log."""
    (one,) = differences({"1": checked()}, [checked(arable_mu=D("2.99"))])
    assert one.text == "图斑1耕地面积：3.00亩→2.99亩"


def test_the_adjustment_of_a_land_class_is_on_record() -> None:
    """1,001 m² are 1.5015 亩, printed 1.50; moved to 1.51 by 面积平差 that is +0.01."""
    assert replace(PADDY, area_m2=1001.0, mu=D("1.51")).adjustment == D("0.01")
    assert PADDY.adjustment == 0


def test_boundaries_of_a_mine_are_no_difference_of_ordinary_land() -> None:
    """Another book that names three boundaries gives every patch such figures; only mines are told of them."""
    land = {"kind": "土地", "second_out_mu": D("3.00"), "third_in_mu": D("0.00"), "mine_valid": "无"}
    assert told(checked(kind="土地"), checked(**land)) == []
    assert len(told(checked(kind="矿产"), checked(**land | {"kind": "矿产"}))) == 3
