"""会审纪要的内容: every case of the sitting is in one line of it, and the sums are those of the lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from landwatch_plugin.domain.case import Case
from landwatch_plugin.domain.minutes import minutes_content
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Suggestion
from tests.made_cases import case, checked, decision, deferred

D = Decimal
SUPPLY = Suggestion("合法", "供地", "H-03", "数据齐备", "供地范围覆盖率100.00%。")
MEETING = {"name": "会审会议", "dissent": ["某局对第1宗保留意见"], "units": ["某局", "某镇"], "demands": ["按期整改"]}


@pytest.fixture
def cases() -> list[Case]:
    """Two townships and one patch without: illegal, lawful, deferred, undecided, and a big one."""
    big = decision("违法", "未报即用", tags=("重大典型",), owner="柳溪镇", deadline=date(2026, 10, 31))
    return [
        case("1", "青禾镇", decision()),
        case("2", "青禾镇", decision("合法", "供地"), arable_m2=1000.0),
        case("3", "柳溪镇", deferred("补充举证")),
        case("4", "柳溪镇", big, arable_m2=40_000.0),
        case("5", "", None, village=""),
        case("6", "柳溪镇", decision("其他", "农村道路"), arable_m2=None),
    ]


def content(cases: list[Case], book: RuleBook, **meeting: Any) -> dict[str, Any]:
    return minutes_content(cases, MEETING | meeting, "2026年6月", book, "演示县自然资源局", date(2026, 8, 27))


def test_the_totals_are_all_that_was_before_the_meeting(cases: list[Case], book: RuleBook) -> None:
    totals = content(cases, book)["totals"]
    assert (totals["count"], totals["decided"], totals["deferred"]) == (6, 4, 1)
    assert totals["mu"] == D("3.00") + D("1.50") + D("3.00") + D("60.00") + D("3.00") + D("3.00")
    assert totals["arable_mu"] == D("70.50")


def test_the_totals_tell_how_many_patches_have_no_figure(cases: list[Case], book: RuleBook) -> None:
    """What was left out of a sum is said beside it."""
    made = content(cases, book)
    assert (made["totals"]["without_land"], made["totals"]["without_farmland"]) == (1, 1)
    assert [town["without_land"] for town in made["towns"]] == [0, 1, 0]


def test_every_township_has_its_line_and_they_sum_to_the_total(cases: list[Case], book: RuleBook) -> None:
    """In the order of the list; a patch whose place is open has a line of its own."""
    made = content(cases, book)
    towns = made["towns"]
    assert [town["name"] for town in towns] == ["青禾镇", "柳溪镇", "（坐落未定）"]
    for key in ("count", "mu", "arable_mu", "farmland_mu"):
        assert sum(town[key] for town in towns) == made["totals"][key], key
    for town in towns:
        parts = ("legal", "illegal", "other", "deferred", "undecided")
        assert sum(town[key] for key in parts) == town["count"]
    assert (towns[0]["legal"], towns[0]["illegal"], towns[1]["deferred"], towns[2]["undecided"]) == (1, 1, 1, 1)


def test_classes_and_sub_types_follow_the_book(cases: list[Case], book: RuleBook) -> None:
    """All classes, in order, also an empty one; sub-types sum to their class; what is put off is in none."""
    classes = content(cases, book)["classes"]
    assert [(one["name"], one["count"]) for one in classes] == [("合法用地", 1), ("违法用地", 2), ("其他用地", 1)]
    for one in classes:
        assert sum(sub["count"] for sub in one["subtypes"]) == one["count"]
        assert sum((sub["mu"] for sub in one["subtypes"]), D(0)) == one["mu"]
    assert classes[1]["subtypes"] == [{"name": "未报即用", "count": 2, "mu": D("63.00")}]


def test_each_decided_case_is_an_item(cases: list[Case], book: RuleBook) -> None:
    """With suggestion, decision, reason, ground and what evidence still lacks."""
    items = {item["number"]: item for item in content(cases, book)["items"]}
    assert list(items) == ["1", "2", "4", "6"]
    first = items["1"]
    assert first["suggestion"] == "违法—未报即用（缺1项举证）"
    assert (first["verdict"], first["subtype"], first["reason"]) == ("违法", "未报即用", "未取得用地手续")
    assert first["basis"] == "以系统信息为准"
    assert first["missing"] == ["套合图", "现场照片", "停工通知书"]
    assert (items["4"]["owner"], items["4"]["deadline"]) == ("柳溪镇", date(2026, 10, 31))
    assert items["6"]["arable_mu"] == "无数据"


def test_a_decision_against_the_suggestion_has_no_borrowed_ground(cases: list[Case], book: RuleBook) -> None:
    """The citation of 未报即用 does not stand under 供地."""
    items = {item["number"]: item for item in content(cases, book)["items"]}
    assert items["2"]["basis"] == ""


def test_what_is_put_off_is_listed_with_its_reason(cases: list[Case], book: RuleBook) -> None:
    assert content(cases, book)["deferred"] == [
        {"number": "3", "place": "柳溪镇一村", "mu": D("3.00"), "reason": "补充举证"}
    ]


def test_from_fifty_mu_of_cultivated_land_the_leading_group_goes_there(book: RuleBook) -> None:
    """50 itself counts; only what was decided 违法; none without data."""
    rows = [
        case("just", decided=decision(), arable_m2=33_333.33),
        case("below", decided=decision(), arable_m2=33_326.0),
        case("lawful", decided=decision("合法", "供地"), arable_m2=40_000.0),
        case("unknown", decided=decision(), arable_m2=None),
    ]
    assert [(one["number"], one["arable_mu"]) for one in content(rows, book)["big"]] == [("just", D("50.00"))]


def test_the_key_items_are_what_the_meeting_speaks_of(cases: list[Case], book: RuleBook) -> None:
    """违法, 重大典型, and where it departs from the suggestion."""
    assert [item["number"] for item in content(cases, book)["key_items"]] == ["1", "2", "4", "6"]
    followed = case("7", decided=decision("合法", "供地"), check=checked("7", suggestion=SUPPLY))
    assert content([followed], book)["key_items"] == []


def test_meeting_date_organ_and_book_are_handed_on(cases: list[Case], book: RuleBook) -> None:
    made = content(cases, book)
    assert made["meeting"]["name"] == "会审会议"
    assert (made["org"], made["batch_title"], made["date"]) == ("演示县自然资源局", "2026年6月", date(2026, 8, 27))
    assert made["dissent"] == ["某局对第1宗保留意见"]
    assert made["units"] == ["某局", "某镇"]
    assert made["rulebook"] == book.stamp


def test_a_meeting_without_dissent_has_none(cases: list[Case], book: RuleBook) -> None:
    assert content(cases, book, dissent=())["dissent"] == []

