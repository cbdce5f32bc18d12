"""拆分与套合同一口径: a patch is split along the very papers that the check counts, from the offer to the checked children."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.casework.review import Review
from landwatch_plugin.casework.splitting import Plan, Splitter, check_children
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.paths import shipped
from tests.hand_made import SmallCounty, paper, patch_row, rect

D = Decimal
NUMBER = "990126SJBG26060001"
ONE, TWO = f"{NUMBER}_1", f"{NUMBER}_2"
PATCH = rect(150, 20, 100, 50)
EARLY, LATE = "2025-01-01", "2026-08-01"
"""The after image is of 12 May 2026."""


def plan_of(county: SmallCounty, book: Path | None = None) -> Plan:
    with Ledger.open(county.ledger) as ledger:
        splitter = Splitter(ledger, NUMBER, read_rulebook(book or default_rulebook()))
        return splitter.by_approvals(list(county.bindings.values()))


def shares(plan: Plan) -> list[tuple[str, Decimal]]:
    return [(part.label, part.mu) for part in plan.parts]


def split_and_checked(county: SmallCounty) -> tuple[Any, Any]:
    """As the meeting does it: the offer, the split along the approvals, the children's own check."""
    review = Review(county.ledger, operator="张某")
    bound = list(county.bindings.values())
    assert "可拆分后分别判定" in review.card(NUMBER).offer
    names = review.split(Splitter(review.ledger, NUMBER, review.book).by_approvals(bound), "")
    check_children(county.ledger, names, bound, None, Silent(), "张某")
    review.refresh()
    assert [review.card(name).offer for name in names] == ["", ""]
    review.close()
    return county.checked(names[0]), county.checked(names[1])


@pytest.mark.parametrize(
    "role", [Role.BATCH, Role.SINGLE, Role.SUPPLY, Role.REGISTERED, Role.LINKED], ids=lambda role: role.title
)
def test_from_the_offer_to_a_covered_and_an_uncovered_child(role: Role, small: SmallCounty) -> None:
    """Whatever lawful ground covers 60 % of it: inside is suggested 合法, outside is not."""
    small.bind_land()
    small.bind_grounds()
    small.bind(role, (rect(140, 10, 70, 80), paper("演〔2025〕26号", "2025-12-10")))
    small.receive(patch_row(NUMBER, PATCH))
    small.check()
    inner, outer = split_and_checked(small)
    cover = D(read_rulebook(default_rulebook()).thresholds["cover"])
    assert inner.values["legal_share"] >= cover
    assert inner.suggestion.verdict == "合法"
    assert outer.values["legal_share"] == 0
    assert outer.suggestion.verdict != "合法"
    assert (inner.mu, outer.mu) == (D("4.50"), D("3.00"))


def test_temporary_land_from_the_offer_to_the_children(small: SmallCounty) -> None:
    small.bind_land()
    small.bind_grounds()
    small.bind(Role.TEMPORARY, (rect(140, 10, 70, 80), paper("临", EARLY, EARLY, "2027-12-31")))
    small.receive(patch_row(NUMBER, PATCH))
    small.check()
    inner, outer = split_and_checked(small)
    assert (inner.values["temporary_share"], outer.values["temporary_share"]) == (1, 0)
    assert (inner.suggestion.subtype, outer.suggestion.subtype == "临时用地") == ("临时用地", False)


def test_several_grounds_are_one_inside(small: SmallCounty) -> None:
    """批文, 登记 and 增减挂钩 side by side and upon each other: their union, as the coverage is one."""
    small.bind_grounds(batch=[(rect(140, 10, 30, 80), paper("批", EARLY))])
    small.bind(Role.REGISTERED, (rect(160, 10, 30, 80), paper("证", EARLY)))
    small.bind(Role.LINKED, (rect(190, 10, 20, 80), paper("挂", EARLY)))
    small.receive(patch_row(NUMBER, PATCH))
    assert shares(plan_of(small)) == [("批准范围内", D("4.50")), ("批准范围外", D("3.00"))]


def test_a_book_that_does_not_count_a_ground_does_not_split_along_it(small: SmallCounty, tmp_path: Path) -> None:
    """The set is the rule book's: a county that does not take 登记 as a ground says so there."""
    book = tmp_path / "本县.toml"
    default = shipped("resources", "rulebooks", "2022-default.toml").read_text(encoding="utf-8")
    default = default.replace('id = "2022-default"', 'id = "本县"')
    book.write_text(
        default.replace('grounds_if_bound = ["bdcdj", "zjgg"]', 'grounds_if_bound = ["zjgg"]'), encoding="utf-8"
    )
    small.bind_grounds(batch=[(rect(140, 10, 30, 80), paper("批", EARLY))])
    small.bind(Role.REGISTERED, (rect(160, 10, 60, 80), paper("证", EARLY)))
    small.receive(patch_row(NUMBER, PATCH))
    assert shares(plan_of(small, book)) == [("批准范围内", D("1.50")), ("批准范围外", D("6.00"))]
    assert shares(plan_of(small)) == [("批准范围内", D("5.25")), ("批准范围外", D("2.25"))]


@pytest.mark.parametrize(
    ("role", "given", "said"),
    [
        (Role.BATCH, paper("补", LATE), "补（2026年8月1日批准，晚于后时相），不作为拆分界线。"),
        (Role.LINKED, paper("挂", ""), "挂没有批准日期，有效与否须人工核对，不作为拆分界线。"),
        (Role.TEMPORARY, paper("临", EARLY, EARLY, "2026-01-31"), "临（2026年1月31日到期），不作为拆分界线。"),
        (
            Role.TEMPORARY,
            paper("临", EARLY, LATE, "2028-07-31"),
            "临（2026年8月1日批准，晚于后时相），不作为拆分界线。",
        ),
        (Role.TEMPORARY, paper("临", EARLY), "临没有有效期止，有效与否须人工核对，不作为拆分界线。"),
    ],
)
def test_what_the_coverage_does_not_count_is_no_boundary(
    role: Role, given: dict[str, Any], said: str, small: SmallCounty
) -> None:
    """Later than the image, over, or without the date that would say: told, and not cut along. 供地 is."""
    small.bind_land()
    small.bind_grounds(supply=[(rect(140, 10, 40, 80), paper("供", EARLY))])
    small.bind(role, (rect(140, 10, 70, 80), given))
    small.receive(patch_row(NUMBER, PATCH))
    plan = plan_of(small)
    assert shares(plan) == [("批准范围内", D("2.25")), ("批准范围外", D("5.25"))]
    assert plan.notes == (said,)


def test_a_paper_with_a_past_end_counts_for_building_land(small: SmallCounty) -> None:
    """The coverage asks of 批文 and 供地 when they were given, not when a lease ends; so does the split."""
    small.bind_land()
    small.bind_grounds(supply=[(rect(140, 10, 70, 80), paper("供", EARLY, EARLY, "2026-01-31"))])
    small.receive(patch_row(NUMBER, PATCH))
    small.check()
    assert small.checked(NUMBER).values["legal_share"] == D("0.600000")
    assert shares(plan_of(small)) == [("批准范围内", D("4.50")), ("批准范围外", D("3.00"))]


def test_a_filing_counts_without_a_date(small: SmallCounty) -> None:
    small.bind_grounds()
    small.bind(Role.FACILITY, (rect(140, 10, 70, 80), paper("备", "")))
    small.receive(patch_row(NUMBER, PATCH))
    assert shares(plan_of(small)) == [("设施农用地备案范围内", D("4.50")), ("批准范围外", D("3.00"))]


def test_a_paper_beside_the_patch_is_not_told(small: SmallCounty) -> None:
    """A late paper near by that does not lie on the patch is none of its business."""
    small.bind_grounds(
        batch=[
            (rect(140, 10, 40, 80), paper("批", EARLY)),
            (rect(252, 20, 5, 50), paper("旁边", LATE)),
            (rect(250, 20, 5, 50), paper("接边", LATE)),
        ]
    )
    small.receive(patch_row(NUMBER, PATCH))
    assert plan_of(small).notes == ()


def test_an_unbound_ground_is_said(small: SmallCounty) -> None:
    """The split can be made; the children's coverage stays 无数据 until all grounds are bound."""
    small.bind(Role.BATCH, (rect(140, 10, 70, 80), paper("批", EARLY)))
    small.receive(patch_row(NUMBER, PATCH))
    plan = plan_of(small)
    assert shares(plan) == [("批准范围内", D("4.50")), ("批准范围外", D("3.00"))]
    assert plan.notes == ("没有绑定单独选址、供地图层，子图斑的批准覆盖情况仍为无数据。",)


def test_when_no_paper_counts_the_reasons_are_in_the_refusal(small: SmallCounty) -> None:
    small.bind_grounds(batch=[(rect(140, 10, 70, 80), paper("补", LATE))])
    small.receive(patch_row(NUMBER, PATCH))
    with pytest.raises(LandwatchError, match=r"没有经过该图斑.*补（2026年8月1日批准，晚于后时相）") as said:
        plan_of(small)
    assert "其他拆分方式" in said.value.cure


def test_a_paper_over_all_of_it_is_no_boundary(small: SmallCounty) -> None:
    small.bind_grounds(batch=[(rect(100, 0, 300, 100), paper("批", EARLY))])
    small.receive(patch_row(NUMBER, PATCH))
    with pytest.raises(LandwatchError, match="整个图斑均属“批准范围内”"):
        plan_of(small)


def test_a_mine_is_split_along_its_licence_and_no_other_boundary(small: SmallCounty) -> None:
    """开采范围 lies in the same layer: the check measures the licence alone."""
    mine = {"XKZH": "C99", "CKQR": "某矿", "YXQQ": "2022-01-01", "YXQZ": "2030-01-01"}
    small.bind(
        Role.MINE,
        (rect(140, 10, 60, 80), mine | {"BJLX": "矿区范围"}),
        (rect(140, 10, 85, 80), mine | {"BJLX": "开采范围"}),
    )
    small.receive(patch_row(NUMBER, PATCH, TBLX="CK"))
    minerals = shipped("resources", "rulebooks", "minerals-default.toml")
    assert shares(plan_of(small, minerals)) == [("采矿权范围内", D("3.75")), ("采矿权范围外", D("3.75"))]


def test_an_inside_child_with_a_sliver_in_it_is_lawful_too(small: SmallCounty) -> None:
    """A hole of 15 m² in the approval joined the inside child: 99.5 % covered, and the rest is 边角 by the same book."""
    small.bind_land()
    small.bind_grounds(batch=[(rect(140, 10, 70, 80).difference(rect(160, 30, 3, 5)), paper("批", EARLY))])
    small.receive(patch_row(NUMBER, PATCH))
    small.check()
    assert plan_of(small).notes == (f"边角0.02亩（15.0平方米，批准范围外）小于限值，并入{ONE}。",)
    inner, outer = split_and_checked(small)
    assert inner.values["legal_left_solid_mu"] == 0
    assert (inner.suggestion.verdict, outer.suggestion.verdict == "合法") == ("合法", False)
