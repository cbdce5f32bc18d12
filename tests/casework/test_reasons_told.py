"""存疑有据: which paper has no date, which layer lacks and what is to be done, from the layers to card and trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch_plugin.casework.judging import Judge
from landwatch_plugin.casework.review import Review
from landwatch_plugin.casework.tracing import trace
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.domain.verdict import Finding, Outcome
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from tests.hand_made import SmallCounty, paper, patch_row, rect

NUMBER = "演政土批〔2025〕11号"
WHOLE = rect(0, 0, 200, 200)
HEBEI = default_rulebook().with_name("2026-hebei.toml")


def county(small: SmallCounty, **grounds: list[object]) -> None:
    """Patch 1 on paddy, images of 8 February and 12 May 2026; the three grounds are bound."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind_land()
    small.bind_grounds(**grounds)  # type: ignore[arg-type]


def found(small: SmallCounty, rule: str) -> Finding:
    return next(one for one in small.checked("1").findings if one.rule == rule)


@pytest.mark.parametrize("day", ["", "二〇二五年春"])
def test_an_approval_without_its_date_is_named_everywhere(small: SmallCounty, day: str) -> None:
    """In the finding, in the tracer, and on the card's bar; the next step sends nobody to bind a layer."""
    county(small, batch=[(WHOLE, paper(NUMBER, day))])
    small.check()
    told = f"批文{NUMBER}没有批准日期或日期不能识别"
    assert found(small, "H-01").outcome is Outcome.UNSURE and told in found(small, "H-01").reason
    suggestion = small.checked("1").suggestion
    assert "H-01" in suggestion.confidence + suggestion.reason
    assert f"补正资料（{told}）后重新核查" in suggestion.next_step
    review = Review(small.ledger, operator="张某")
    try:
        bar = next(bar for bar in review.card("1").themes if bar.role is Role.BATCH)
        traced = trace(review.ledger, "1", Judge(review.book))
    finally:
        review.close()
    assert bar.mu == to_mu(2000.0)
    assert (bar.state, bar.detail) == ("覆盖（日期不详，存疑）", f"{NUMBER}（没有批准日期或日期不能识别）")
    assert told in next(one.why for one in traced if one.finding.rule == "H-01")


def test_a_temporary_permit_without_an_end_is_named(small: SmallCounty) -> None:
    """Its 批准日期 says nothing of its term."""
    county(small)
    small.bind(Role.TEMPORARY, (WHOLE, paper("演临〔2025〕2号", "2025-01-01", "2025-01-01")))
    small.check()
    assert "临时用地批文演临〔2025〕2号没有有效期止" in found(small, "Q-01").reason


def test_a_licence_without_an_end_is_named(small: SmallCounty) -> None:
    """A mine patch: neither in force nor over."""
    small.receive(patch_row("1", rect(20, 20, 40, 50), TBLX="CK"))
    small.bind(Role.MINE, (WHOLE, {"XKZH": "C甲", "YXQQ": "2020-01-01", "YXQZ": ""}))
    small.check()
    unsure = [one for one in small.checked("1").findings if "采矿许可证C甲没有有效期止" in one.reason]
    assert unsure and all(one.outcome is Outcome.UNSURE for one in unsure)


def test_a_day_of_building_that_was_left_out_is_asked_for(small: SmallCounty) -> None:
    """The approval lies between the images."""
    county(small, batch=[(WHOLE, paper(NUMBER, "2026-05-01"))])
    small.check()
    assert f"没有填写建设时间，而批文{NUMBER}（2026年5月1日）的批准日期在前后时相之间" in found(small, "H-01").reason


def test_unbound_and_broken_layers_are_named_with_their_cure(small: SmallCounty) -> None:
    """供地 is not bound, 临时用地 points to a file that is gone."""
    county(small)
    del small.bindings[Role.SUPPLY]
    small.bindings[Role.TEMPORARY] = Binding(Role.TEMPORARY, str(Path(small.folder, "没有.gpkg")))
    small.check()
    suggestion = small.checked("1").suggestion
    said = suggestion.confidence + suggestion.reason
    assert "未绑定：" in said and "供地" in said and "检查未完成：临时用地" in said
    assert suggestion.next_step.startswith("绑定图层：") and "修正图层：临时用地（" in suggestion.next_step


def test_a_patch_that_nobody_visited_is_told_in_one_word(small: SmallCounty) -> None:
    """Five-way book, all layers there: some two dozen rules wait for the visit, the headline counts them."""
    county(small)
    far = (rect(5000, 5000, 10, 10), paper("远处〔2020〕1号", "2020-01-01", "2020-01-01", "2030-01-01"))
    for role in (Role.REGISTERED, Role.LINKED, Role.TEMPORARY, Role.FACILITY, Role.MINE):
        small.bind(role, far)
    for role in (Role.FARMLAND, Role.REDLINE, Role.URBAN):
        small.bind(role, (far[0], {"name": "甲"}))
    book = read_rulebook(HEBEI)
    small.check()
    check = small.checked("1")
    made = Judge(book).judge(check.values, frozenset(Role), (), papers=check.papers)
    waiting = [one for one in made.findings if one.reason.startswith("尚未外业核查：")]
    assert len(waiting) > 10
    said = made.suggestion.confidence + made.suggestion.reason
    assert "外业未核查，" in said and "条规则存疑" in said and "T-05" not in said
    assert "完成外业核查" in made.suggestion.next_step
