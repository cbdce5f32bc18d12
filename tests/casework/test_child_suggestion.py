"""子图斑的建议: the part of a patch beyond its ground is weighed together with the patch, 越界 or 批少占多."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch_plugin.casework.checking import check
from landwatch_plugin.casework.review import Review
from landwatch_plugin.casework.splitting import Splitter
from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.paths import shipped
from tests.hand_made import SmallCounty, paper, patch_row, rect

NUMBER = "990126SJBG26060001"
MINES = shipped("resources", "rulebooks", "minerals-default.toml")


def children(small: SmallCounty, book: Path | None = None) -> tuple[Check, Check]:
    """The patch checked, split along its papers, and both parts checked."""
    bound = list(small.bindings.values())
    check(small.ledger, bound, book, Silent())
    review = Review(small.ledger, book, operator="张某")
    names = review.split(Splitter(review.ledger, NUMBER, review.book).by_approvals(bound), "")
    review.close()
    check(small.ledger, bound, book, Silent())
    inside, outside = (small.checked(name) for name in names)
    return inside, outside


def test_beyond_a_licence_the_part_is_seen_beside_the_patch(small: SmallCounty) -> None:
    small.receive(patch_row(NUMBER, rect(150, 20, 100, 50), TBLX="CK"))
    small.bind(Role.MINE, (rect(140, 10, 70, 80), {"XKZH": "C甲", "YXQQ": "2020-01-01", "YXQZ": "2030-01-01"}))
    inside, outside = children(small, MINES)
    assert (inside.suggestion.verdict, outside.suggestion.subtype) == ("合法", "无证开采")
    assert outside.suggestion.next_step.endswith(
        f"由图斑{NUMBER}拆出，原图斑部分在矿区范围内，原图斑建议为“违法—越界开采”，请结合原图斑情况判定（越界开采）"
    )
    assert "拆出" not in inside.suggestion.next_step


def test_beyond_an_approval_it_may_be_more_than_approved(small: SmallCounty) -> None:
    small.bind_land()
    small.bind_grounds(batch=[(rect(140, 10, 70, 80), paper("演〔2025〕26号", "2025-12-10"))])
    for role in (Role.TEMPORARY, Role.FACILITY):
        small.bind(role, (rect(5000, 5000, 10, 10), paper("远处", "2020-01-01", "2020-01-01", "2021-01-01")))
    small.receive(patch_row(NUMBER, rect(150, 20, 100, 50), TBLX="5"))
    _, outside = children(small)
    assert outside.suggestion.verdict == "违法"
    assert f"由图斑{NUMBER}拆出，原图斑部分在批准范围内" in outside.suggestion.next_step
    assert outside.suggestion.next_step.endswith("请结合原图斑情况判定（批少占多）")


@pytest.mark.parametrize("covered", [0, 1])
def test_a_patch_that_was_on_no_ground_leaves_no_note(small: SmallCounty, covered: int) -> None:
    """Split along its land classes: nothing was approved, and there is nothing to be seen beside."""
    small.bind_land()
    small.bind_grounds()
    small.receive(patch_row(NUMBER, rect(180, 20, 40, 50)))
    bound = list(small.bindings.values())
    small.check()
    review = Review(small.ledger, operator="张某")
    names = review.split(Splitter(review.ledger, NUMBER, review.book).by_land(bound), "")
    review.close()
    small.check()
    assert "拆出" not in small.checked(names[covered]).suggestion.next_step
