"""图斑案情: what documents ask of a case; a fact that is missing stops them, a figure that is missing says 无数据."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from landwatch_plugin.domain.case import illegal_arable, settle_remedied, total_mu, without_data
from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Outcome
from tests.made_cases import H03, W07, case, checked, decision, deferred

D = Decimal


def test_areas_are_those_of_the_check() -> None:
    """2000 m² of 水田 and 670 m² of 林地 are 4.01 亩 (4.005, half up)."""
    one = case(other_m2=670.0)
    assert (one.mu, one.value_mu("arable_mu"), one.text_mu("arable_mu")) == (D("4.01"), D("3.00"), "3.00")


def test_no_data_is_none_and_says_so() -> None:
    one = case(arable_m2=None)
    assert one.value_mu("arable_mu") is None
    assert one.text_mu("arable_mu") == "无数据"
    assert one.mu == D("3.00")


def test_the_verdict_of_a_case() -> None:
    assert case().verdict == "未判定"
    assert case(decided=decision()).verdict == "违法"
    assert case(decided=deferred()).verdict == "暂缓"


def test_a_place_is_town_and_village_or_open() -> None:
    assert case().place == "青禾镇一村"
    assert case(town="", village="").place == "（坐落未定）"


@pytest.mark.parametrize("facts", [None, {}, {"实地用途": ""}, {"其他": "有"}])
def test_a_missing_fact_is_named_with_patch_and_cure(facts: dict[str, str] | None) -> None:
    with pytest.raises(LandwatchError, match=r"图斑990126SJ0001没有外业核查记录“实地用途”。 处理办法：请补充外业核查表"):
        case(facts=facts).fact("实地用途")


def test_a_fact_that_is_there_is_given() -> None:
    assert case().fact("实地用途") == "工业用地"


def test_sums_leave_out_what_has_no_data_and_can_tell_how_many() -> None:
    cases = [case("1"), case("2", arable_m2=None), case("3", arable_m2=1000.0)]
    assert total_mu(cases) == D("7.50")
    assert total_mu(cases, "arable_mu") == D("4.50")
    assert without_data(cases, "arable_mu") == 1
    assert total_mu([]) == D("0.00")


def test_the_basis_is_that_of_the_class_decided() -> None:
    """The citation of a rule met; a rule that was not met is no ground, nor is the suggestion's for another class."""
    assert case(decided=decision()).basis == "以系统信息为准"
    assert case(decided=decision("合法", "供地")).basis == ""
    assert case(decided=decision("违法", "非法转让")).basis == ""


def test_another_rule_met_may_be_the_basis() -> None:
    """The meeting followed a later rule than the suggestion did."""
    both = checked("1", findings=(W07, replace(H03, outcome=Outcome.MET)))
    assert case(decided=decision("合法", "供地"), check=both).basis == "土地供应批准文号及占比"


@pytest.mark.parametrize("decided", [None, deferred()])
def test_what_is_not_decided_has_no_basis(decided: object) -> None:
    """A suggestion is no ground of a decision that was not taken."""
    assert case(decided=decided).basis == ""  # type: ignore[arg-type]


def partial(left: str | None) -> Check:
    one = checked("1", 9000.0)
    return replace(one, values={**one.values, "legal_left_arable_mu": None if left is None else D(left)})


def test_beyond_the_approval_only_what_lies_outside_is_illegal(book: RuleBook) -> None:
    """批少占多: 13.50 亩 of field, 5.85 outside the papers. rules.md §4.1: the illegal (sub-)patch alone."""
    assert illegal_arable(partial("5.85"), "批少占多", book) == D("5.85")
    assert illegal_arable(partial("5.85"), "批东占西", book) == D("5.85")
    assert illegal_arable(partial("5.85"), "未报即用", book) == D("13.50")


def test_without_papers_layers_the_whole_counts(book: RuleBook) -> None:
    """No layer of papers bound: nothing says what lies inside."""
    assert illegal_arable(partial(None), "批少占多", book) == D("13.50")
    assert illegal_arable(checked("1", None), "批少占多", book) is None


def test_a_cent_of_difference_is_no_remainder(book: RuleBook) -> None:
    """0.79 accepted on 0.80 measured is the whole; 0.70 is not, and nothing stays nothing."""
    assert settle_remedied(D("0.79"), D("0.80"), book) == D("0.80")
    assert settle_remedied(D("0.81"), D("0.80"), book) == D("0.80")
    assert settle_remedied(D("0.70"), D("0.80"), book) == D("0.70")
    assert settle_remedied(D("0.00"), D("0.01"), book) == D("0.00")
