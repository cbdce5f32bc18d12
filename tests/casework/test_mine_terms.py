"""许可证的期限与标高: what is over, not yet begun or turned round is told as such; heights between two bands are beyond both.

The patch is 40 m × 50 m = 3.00 亩, its images of 2026-02-08 and 2026-05-12.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from landwatch_plugin.casework.checking import CheckReport, check
from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.verdict import Finding, Outcome
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.paths import shipped
from tests.hand_made import SmallCounty, patch_row, rect

D = Decimal
BOOK = shipped("resources", "rulebooks", "minerals-default.toml")
WHOLE, EAST = rect(0, 0, 100, 100), rect(40, 0, 60, 100)


def licence(number: str, start: str = "2020-01-01", end: str = "2030-01-01", **given: str) -> dict[str, Any]:
    return {"XKZH": number, "YXQQ": start, "YXQZ": end, "CSSX": "", "CSXX": "", "BJLX": ""} | given


def run(small: SmallCounty, *licences: tuple[Any, dict[str, Any]], **facts: str) -> CheckReport:
    small.receive(patch_row("1", rect(20, 20, 40, 50), TBLX="CK"))
    small.bind(Role.MINE, *licences)
    with Ledger.open(small.ledger) as ledger:
        ledger.save_facts("1", facts, "外业组")
    return check(small.ledger, list(small.bindings.values()), BOOK, Silent())


def checked(small: SmallCounty, *licences: tuple[Any, dict[str, Any]], **facts: str) -> Check:
    run(small, *licences, **facts)
    return small.checked("1")


def finding(found: Check, rule: str) -> Finding:
    return next(item for item in found.findings if item.rule == rule)


def test_a_message_on_valid_licences_names_no_others(small: SmallCounty) -> None:
    """The old licence lies on the same ground; it is told as over beside, never as 有效."""
    found = checked(small, (WHOLE, licence("NEW")), (WHOLE, licence("OLD", "2010-01-01", "2020-01-01")))
    assert found.suggestion.rule == "M-03"
    assert "有效采矿权范围内：NEW（有效期至2030年1月1日）；" in found.suggestion.reason
    assert "OLD" not in found.suggestion.reason
    assert found.values["mine_licence"] == "有效：NEW（有效期至2030年1月1日）；已过期：OLD（有效期至2020年1月1日）"


def test_beyond_the_valid_licence_the_expired_one_is_called_expired(small: SmallCounty) -> None:
    found = checked(small, (rect(0, 0, 40, 100), licence("HALF")), (EAST, licence("GONE", "2010-01-01", "2021-01-01")))
    assert found.suggestion.rule == "M-07"
    assert "命中许可证——有效：HALF（有效期至2030年1月1日）；已过期：GONE（有效期至2021年1月1日）。" in (
        found.suggestion.reason
    )
    assert "））" not in found.suggestion.reason


def test_a_licence_that_begins_after_the_image_is_named_with_its_start(small: SmallCounty) -> None:
    found = checked(small, (WHOLE, licence("LATER", "2026-09-01")))
    assert found.suggestion.reason.startswith(
        "图斑3.00亩未在后时相时有效的采矿权范围内，有效采矿权覆盖0.00%，尚未生效：LATER（有效期自2026年9月1日起），疑似无证开采"
    )


def test_without_any_licence_the_message_says_so(small: SmallCounty) -> None:
    found = checked(small, (rect(500, 0, 9, 9), licence("FAR")))
    assert (
        "未在后时相时有效的采矿权范围内，有效采矿权覆盖0.00%，未命中采矿许可证，疑似无证开采" in found.suggestion.reason
    )


def test_a_term_turned_round_is_in_doubt_with_feature_and_cure(small: SmallCounty) -> None:
    """2030 → 2020: neither in force nor over; the report names the feature, the rules say why they are unsure."""
    report = run(small, (WHOLE, licence("REV", "2030-01-01", "2020-01-01")))
    told = "有效期起2030年1月1日晚于有效期止2020年1月1日，疑颠倒"
    assert report.notes == [f"采矿权要素1（REV）{told}，所压图斑存疑；请按采矿许可证副本核对后更正"]
    found = small.checked("1")
    assert found.suggestion.text == "存疑，需人工判定"
    assert (found.values["mine_share"], found.values["mine_over_share"]) == (None, None)
    assert f"REV{told}" in finding(found, "M-06").reason


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "前时相（2026年2月8日）时有效，须核实2026年3月15日到期后是否继续开采"),
        ({"建设时间": "2026-03-01"}, "前时相（2026年2月8日）、建设时间（2026年3月1日）时有效，须核实2026年3月15日到期后是否继续开采"),
    ],
)  # fmt: skip
def test_a_licence_that_ran_out_between_the_images(small: SmallCounty, facts: dict[str, str], told: str) -> None:
    """It held when the old image was taken: what was dug until its last day is not to be held against anybody."""
    found = checked(small, (WHOLE, licence("EXP", end="2026-03-15")), **facts)
    assert found.suggestion.rule == "M-06"
    assert f"EXP在{told}" in found.suggestion.reason


def test_a_licence_over_before_the_old_image(small: SmallCounty) -> None:
    found = checked(small, (WHOLE, licence("OLD", end="2020-01-01")))
    assert "OLD在前时相（2026年2月8日）时不在有效期内" in found.suggestion.reason


BANDS = ((WHOLE, licence("甲", CSSX="182", CSXX="96")), (WHOLE, licence("乙", CSSX="60", CSXX="20")))


@pytest.mark.parametrize(
    ("top", "bottom", "between", "beyond"),
    [
        ("180", "100", "0.00", False), ("58", "22", "0.00", False), ("96", "60", "18.00", True), ("182", "20", "18.00", True),
        ("120", "95.6", "0.40", False), ("120", "95.4", "0.60", True), ("90", "", "6.00", True), ("183", "100", "0.00", True),
    ],
)  # fmt: skip
def test_digging_between_two_bands_is_beyond_both(
    small: SmallCounty, top: str, bottom: str, between: str, beyond: bool
) -> None:
    """Permitted are 182–96 and 60–20; at 78 the next permitted height is 18 m away."""
    found = checked(small, *BANDS, 最高开采标高=top, 最低开采标高=bottom)
    assert found.values["dig_between_m"] == D(between)
    assert (finding(found, "M-01").outcome is Outcome.MET) is beyond
    if beyond:
        assert "许可标高182.00米至96.00米、60.00米至20.00米" in finding(found, "M-01").message


def test_bands_that_overlap_are_one(small: SmallCounty) -> None:
    upper, lower = licence("甲", CSSX="182", CSXX="96"), licence("乙", CSSX="100", CSXX="20")
    found = checked(small, (WHOLE, upper), (WHOLE, lower), 最高开采标高="150", 最低开采标高="30")
    assert found.values["dig_between_m"] == D("0.00")
    assert finding(found, "M-01").outcome is Outcome.NOT_MET


@pytest.mark.parametrize("given", [{"CSSX": "9999", "CSXX": "-9999"}, {"CSSX": "1 82", "CSXX": "96"}])
def test_a_placeholder_or_a_broken_number_is_no_band(small: SmallCounty, given: dict[str, str]) -> None:
    report = run(small, (WHOLE, licence("甲", **given)), 最高开采标高="180", 最低开采标高="100")
    assert "许可标高按无数据" in report.notes[0]
    assert finding(small.checked("1"), "M-01").outcome is Outcome.UNSURE


def test_an_empty_licence_layer_is_not_complete_data(small: SmallCounty) -> None:
    """Nothing covers the patch because there is nothing at all: the confidence says so first."""
    found = checked(small)
    assert found.suggestion.subtype == "无证开采"
    assert found.suggestion.confidence.startswith("采矿权图层没有要素")
    assert "数据齐备" not in found.suggestion.confidence
    assert found.values["empty_layers"] == "采矿权"


def test_a_licence_layer_with_features_leaves_the_confidence(small: SmallCounty) -> None:
    found = checked(small, (rect(500, 0, 9, 9), licence("FAR")))
    assert "没有要素" not in found.suggestion.confidence
