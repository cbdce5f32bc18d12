"""警示提醒函的内容: which townships, which patches, in which rank; a patch without land data stops the letter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from landwatch_plugin.domain.accountability import Piece, Term, account
from landwatch_plugin.domain.case import Case
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.letters import left_mu, letter_content, problem_cases, ranking
from tests.made_cases import case, decision, deferred

D = Decimal
SHEET = account([Piece("1", "青禾镇", Term.ILLEGAL, D("3.00")), Piece("9", "青禾镇", Term.LEGAL, D("9.00"))])


@pytest.fixture
def county() -> list[Case]:
    """青禾镇: 3.00 + 1.50 亩 left; 柳溪镇: all put right; 平湖镇: 4.50 left; 石坪乡: nothing illegal."""
    return [
        case("1", "青禾镇", decision(deadline=date(2026, 10, 31))),
        case("2", "青禾镇", decision(), arable_m2=2000.0, remedied="1.50"),
        case("3", "青禾镇", decision("合法", "供地")),
        case("4", "青禾镇", deferred()),
        case("5", "青禾镇", None),
        case("6", "柳溪镇", decision(), remedied="3.00"),
        case("7", "平湖镇", decision(), arable_m2=3000.0),
        case("8", "石坪乡", decision("其他", "农村道路")),
    ]


def letter(county: list[Case], town: str = "青禾镇", **given: Any) -> dict[str, Any]:
    own = [one for one in county if one.patch.town == town]
    about: dict[str, Any] = {
        "org": "演示县自然资源局", "number": "演自然资函〔2026〕1号", "period": "2026年6月", "on": date(2026, 8, 27), "working_days": 10,
        "basis": "依据", "contact": "李某", "phone": "000-0000000", "cc": ["县政府办"],
    }  # fmt: skip
    return letter_content(town, own, county, SHEET, **(about | given))


def test_problems_are_what_is_illegal_and_not_put_right(county: list[Case]) -> None:
    """Largest first; legal, deferred, undecided and remedied ones are none."""
    assert [(one.number, left_mu(one)) for one in problem_cases(county)] == [
        ("7", D("4.50")), ("1", D("3.00")), ("2", D("1.50")),
    ]  # fmt: skip


def test_more_remedied_than_taken_leaves_nothing() -> None:
    assert left_mu(case(decided=decision(), remedied="9.99")) == D("0.00")


def test_an_illegal_patch_without_land_data_stops_the_letters(county: list[Case]) -> None:
    """It would be missing from list and rank as if nothing were left to do."""
    blind = [*county, case("404", "柳溪镇", decision(), arable_m2=None)]
    for ask in (problem_cases, ranking):
        with pytest.raises(LandwatchError, match=r"违法图斑404没有耕地面积（地类图层未绑定或不闭合），不能发函和排名"):
            ask(blind)


def test_a_lawful_patch_without_land_data_does_not_matter(county: list[Case]) -> None:
    assert len(problem_cases([*county, case("404", "柳溪镇", decision("合法", "供地"), arable_m2=None)])) == 3


def test_the_worst_township_ranks_first_and_ties_share_a_rank(county: list[Case]) -> None:
    """青禾镇 and 平湖镇 have 4.50 each; the others nothing."""
    assert ranking(county) == [
        ("平湖镇", D("4.50"), 1), ("青禾镇", D("4.50"), 1), ("柳溪镇", D("0.00"), 3), ("石坪乡", D("0.00"), 3),
    ]  # fmt: skip


def test_a_patch_whose_place_is_open_ranks_nowhere(county: list[Case]) -> None:
    assert [town for town, _, _ in ranking([*county, case("9", "", decision())])] == ["平湖镇", "青禾镇", "柳溪镇", "石坪乡"]


def test_the_letter_tells_the_township_s_own_figures(county: list[Case]) -> None:
    made = letter(county)
    assert (made["received"], made["decided"]) == (5, 3)
    assert made["illegal"] == {
        "count": 2, "mu": D("6.00"), "arable_mu": D("6.00"), "farmland_mu": D("1.00"), "remedied_arable_mu": D("1.50"),
        "left_arable_mu": D("4.50"),
    }  # fmt: skip
    assert (made["rank"], made["rank_total"]) == (1, 4)
    assert made["ratio"] == {"numerator": D("3.00"), "denominator": D("12.00"), "percent": "25.00%"}


def test_each_problem_has_its_line(county: list[Case]) -> None:
    """Village, who, areas, how far it is put right and until when."""
    first, second = letter(county)["problems"]
    assert (first["number"], first["subject"], first["state"], first["deadline"]) == ("1", "某公司", "未整改", "2026年10月31日")
    assert (second["number"], second["left_mu"], second["state"]) == ("2", D("1.50"), "部分整改")
    assert second["deadline"] == "抓紧整改"


def test_who_is_not_known_is_to_be_found_out(county: list[Case]) -> None:
    county[0] = case("1", "青禾镇", decision(), facts={})
    assert letter(county)["problems"][0]["subject"] == "待查明"


def test_the_reply_is_due_after_ten_working_days(county: list[Case]) -> None:
    """From Thursday 27 August 2026: 10 September."""
    made = letter(county)
    assert made["reply_by"] == date(2026, 9, 10)
    assert "请于2026年9月10日前将整改情况书面报送我局。" in made["demands"][-1]


def test_addressee_number_and_contact_are_handed_on(county: list[Case]) -> None:
    made = letter(county)
    assert (made["town_government"], made["number"]) == ("青禾镇人民政府", "演自然资函〔2026〕1号")
    assert (made["contact"], made["phone"], made["cc"], made["date"]) == ("李某", "000-0000000", ["县政府办"], date(2026, 8, 27))


def test_a_township_that_has_nothing_left_has_no_problems(county: list[Case]) -> None:
    made = letter(county, "柳溪镇")
    assert made["problems"] == []
    assert made["illegal"]["left_arable_mu"] == D("0.00")
    assert made["illegal"]["remedied_arable_mu"] == D("3.00")


def test_a_mine_without_cultivated_land_is_a_problem_too() -> None:
    """13 亩 of red line dug up take no field, and are not put right by that."""
    mine = case("8", "石坪乡", decision("违法", "无证开采"), arable_m2=0.0, other_m2=9000.0)
    assert [one.number for one in problem_cases([mine])] == ["8"]
    assert left_mu(mine) == D("0.00")
