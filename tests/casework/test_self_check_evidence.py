"""举证自查 (J-03): evidence is judged only for a type that the chosen book knows, and never for a parent that was split."""

from __future__ import annotations

from pathlib import Path

from landwatch_plugin.casework.splitting import Splitter, carry_out
from landwatch_plugin.domain.self_check import Result
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, paper, patch_row, rect
from tests.self_checked import alarms, county, run, unchecked

__all__ = ["county"]


def other_book(small: SmallCounty) -> Path:
    """The shipped book under which 未报即用 has another name."""
    path = small.folder / "外省.toml"
    text = default_rulebook().read_text(encoding="utf-8").replace('id = "2022-default"', 'id = "外省"')
    path.write_text(text.replace('"未报即用"', '"未批先用"'), encoding="utf-8")
    return path


def test_a_type_that_the_book_lacks_is_not_checked_and_not_passed(county: SmallCounty) -> None:
    report = run(county, rulebook=other_book(county))
    assert unchecked(report)["2", "J-03"] == "所选规则手册中没有“违法—未报即用”这一类型"
    assert report.tried["J-03"] == {Result.PASSED: 1, Result.UNCHECKED: 1}


def test_a_problem_found_under_the_right_book_stays_open_under_the_other(county: SmallCounty) -> None:
    """What cannot be checked is not closed."""
    with Ledger.open(county.ledger) as ledger:
        ledger.set_evidence("2", "停工通知书", False, "张某")
    assert ("2", "J-03") in alarms(run(county))
    assert ("2", "J-03") in alarms(run(county, rulebook=other_book(county)))


def test_a_class_that_the_book_lacks_is_named_too(county: SmallCounty) -> None:
    path = other_book(county)
    text = (
        path.read_text(encoding="utf-8").replace('"未批先用"', '"未报即用"').replace('class = "违法"', 'class = "疑违"')
    )
    path.write_text(text.replace('"违法" = "违法用地"', '"疑违" = { title = "疑违", kind = "违法" }'), encoding="utf-8")
    report = run(county, rulebook=path)
    for check in ("J-03", "J-08", "J-09"):
        assert unchecked(report)["2", check] == "所选规则手册中没有“违法—未报即用”这一类型"


def test_a_parent_that_was_decided_and_then_split_needs_no_evidence(small: SmallCounty) -> None:
    """Its children are judged in its place; J-03 must not hold up the month for a closed patch."""
    small.bind_land()
    small.bind_grounds(batch=[(rect(140, 10, 70, 80), paper("演政土批〔2025〕26号", "2025-12-10"))])
    small.receive(patch_row("P", rect(150, 20, 100, 50)))
    small.check()
    small.decide("P", "违法", "未报即用")
    assert ("P", "J-03") in alarms(run(small))
    with Ledger.open(small.ledger) as ledger:
        plan = Splitter(ledger, "P", read_rulebook(default_rulebook())).by_approvals(list(small.bindings.values()))
        carry_out(ledger, plan, "部分已批准", "张某")
    report = run(small)
    assert ("P", "J-03") not in alarms(report) | unchecked(report)
    assert report.tried["J-03"][Result.NOT_CONCERNED] == 1
    assert unchecked(report)["P_1", "J-03"] == "尚未判定"


def test_late_papers_are_counted_among_the_grounds_of_the_book(county: SmallCounty, tmp_path: Path) -> None:
    """增减挂钩 and 登记 count where the book says so; a ground that it does not count need not be bound."""
    with Ledger.open(county.ledger) as ledger:
        ledger.save_facts("1", {"建设时间": "2024-03-01"}, "外业组")
    assert ("1", "J-07") in alarms(run(county))
    path = tmp_path / "本县.toml"
    head = '[book]\nid = "本县"\nextends = "2022-default"\ntitle = "本县"\nversion = "1"\n'
    for grounds, alarmed in (('"pcyd"', True), ('"dxyd", "gd"', False)):
        path.write_text(f"{head}[coverage]\ngrounds = [{grounds}]\ngrounds_if_bound = []\n", encoding="utf-8")
        assert (("1", "J-07") in alarms(run(county, rulebook=path))) is alarmed
