"""月核登记: a problem from its finding to its closing, with who corrected it and when; the journal only grows."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.self_check import Checked, Level, Result, SelfCheck
from landwatch_plugin.ledger.self_checks import AGAIN, DONE, OPEN, STILL, WAITING, KeptProblem, Key
from landwatch_plugin.ledger.store import Ledger

AREA = SelfCheck(
    "A-01", "地块面积不等于各类面积之和", Level.BLOCKING, "TRUE", "不符。", "请核对。", "", "某口径", "部门资料"
)
PHOTO = SelfCheck("P-01", "照片位置远离图斑", Level.WARNING, "TRUE", "太远。", "请核对。", "", "某口径", "推断待核")


def failing(number: str, check: SelfCheck = AREA, message: str = "相差0.02亩。") -> Checked:
    return Checked(number, check, Result.FAILED, message, "", {"图斑面积": "2.40亩"})


def run(ledger: Ledger, *failed: Checked, settled: Sequence[Key] = ()) -> list[KeptProblem]:
    """A self-check by 钱某."""
    why = dict.fromkeys(settled, "复查通过")
    ledger.save_self_check(failed, why, "钱某", lambda kept: f"问题{len(kept)}项", {"batches": ["2026年9月"]})
    return ledger.self_check_problems()


def acts(ledger: Ledger) -> list[str]:
    return [entry.act for entry in ledger.journal() if entry.act.startswith("月核")]


def test_a_problem_is_opened_with_all_that_the_list_says_of_it(month: Ledger) -> None:
    [kept] = run(month, failing("SJ0001"))
    assert (kept.number, kept.check, kept.level, kept.message) == ("SJ0001", "A-01", "阻断", "相差0.02亩。")
    assert (kept.cure, kept.source, kept.certainty, kept.values) == (
        "请核对。",
        "某口径",
        "部门资料",
        {"图斑面积": "2.40亩"},
    )
    assert kept.state == OPEN and kept.found_at.startswith("2026-10-08T")
    assert acts(month) == ["月核问题", "月核自查"]
    assert month.journal()[-1].text == "问题1项"
    assert month.history("SJ0001")[-1].text == "A-01 地块面积不等于各类面积之和：相差0.02亩。"


def test_the_same_problem_again_adds_no_row(month: Ledger) -> None:
    """Only the run itself is told."""
    run(month, failing("SJ0001"))
    [kept] = run(month, failing("SJ0001"))
    assert kept.state == OPEN
    assert acts(month) == ["月核问题", "月核自查", "月核自查"]


def test_changed_figures_are_told_anew(month: Ledger) -> None:
    first = run(month, failing("SJ0001"))[0]
    [kept] = run(month, failing("SJ0001", message="相差0.05亩。"))
    assert (kept.message, kept.found_at, kept.state) == ("相差0.05亩。", first.found_at, OPEN)


def test_a_correction_names_who_and_when_and_waits_for_the_next_run(month: Ledger) -> None:
    run(month, failing("SJ0001"))
    month.correct_problems([("SJ0001", "A-01")], "已重新套合", "张某")
    [kept] = month.self_check_problems()
    assert (kept.corrected_by, kept.note, kept.state) == ("张某", "已重新套合", WAITING)
    assert kept.corrected_at > kept.found_at
    assert month.history("SJ0001")[-1].text == "A-01 已更正：已重新套合"


def test_a_run_that_finds_it_gone_closes_it(month: Ledger) -> None:
    run(month, failing("SJ0001"))
    month.correct_problems([("SJ0001", "A-01")], "已重新套合", "张某")
    [kept] = run(month, settled=[("SJ0001", "A-01"), ("SJ0002", "A-01")])
    assert (kept.state, kept.corrected_by) == (DONE, "张某")
    assert kept.closed_at > kept.corrected_at
    assert month.history("SJ0001")[-1].text == "A-01 地块面积不等于各类面积之和：复查已消除（复查通过）"
    assert month.history("SJ0002") == []


def test_a_run_that_still_finds_it_says_so(month: Ledger) -> None:
    """Marked as corrected, and not corrected: the mark stays to be seen."""
    run(month, failing("SJ0001"))
    month.correct_problems([("SJ0001", "A-01")], "已重新套合", "张某")
    [kept] = run(month, failing("SJ0001"))
    assert (kept.state, kept.corrected_by) == (STILL, "张某")
    assert "更正后复查仍未通过" in month.history("SJ0001")[-1].text
    month.correct_problems([("SJ0001", "A-01")], "已换图层", "李某")
    [kept] = month.self_check_problems()
    assert (kept.state, kept.corrected_by, kept.note) == (WAITING, "李某", "已换图层")


def test_what_could_not_be_checked_this_time_stays_open(month: Ledger) -> None:
    """A layer was taken away: that closes nothing."""
    run(month, failing("SJ0001"), failing("SJ0001", PHOTO, "距图斑300.00米。"))
    kept = run(month, settled=[("SJ0001", "P-01")])
    assert [(item.check, item.state) for item in kept] == [("A-01", OPEN), ("P-01", DONE)]


def test_what_comes_back_after_closing_is_opened_again(month: Ledger) -> None:
    """One line from first to last: who corrected it and when stays in it, and the journal tells every turn."""
    first = run(month, failing("SJ0001"))[0]
    month.correct_problems([("SJ0001", "A-01")], "已重新套合", "张某")
    corrected = month.self_check_problems()[0].corrected_at
    run(month, settled=[("SJ0001", "A-01")])
    [kept] = run(month, failing("SJ0001"))
    assert (kept.state, kept.closed_at, kept.found_at) == (AGAIN, "", first.found_at)
    assert (kept.corrected_by, kept.corrected_at, kept.note) == ("张某", corrected, "已重新套合")
    month.correct_problems([("SJ0001", "A-01")], "已换图层", "李某")
    assert month.self_check_problems()[0].state == WAITING
    [kept] = run(month, settled=[("SJ0001", "A-01")])
    assert (kept.state, kept.corrected_by) == (DONE, "李某")
    assert [act for act in acts(month) if act != "月核自查"] == [
        "月核问题", "月核更正", "月核复查", "月核问题", "月核更正", "月核复查",
    ]  # fmt: skip


def test_the_last_self_check_and_the_last_change_of_a_batch(month: Ledger) -> None:
    """What the month lock asks: was the batch checked after all that was done to it?"""
    assert month.last_self_check("2026年9月") == 0 < month.last_change("2026年9月")
    run(month)
    assert month.last_self_check("2026年9月") > month.last_change("2026年9月")
    assert month.last_self_check("2026年8月") == 0
    month.save_facts("SJ0001", {"用地主体": "某公司"}, "外业组")
    assert month.last_change("2026年9月") > month.last_self_check("2026年9月")
    run(month, failing("SJ0001"))
    month.correct_problems([("SJ0001", "A-01")], "已重新套合", "张某")
    assert month.last_change("2026年9月") < month.last_self_check("2026年9月")


@pytest.mark.parametrize(("by", "note"), [("", "已补"), ("张某", " ")])
def test_a_correction_without_name_or_note_is_refused(month: Ledger, by: str, note: str) -> None:
    run(month, failing("SJ0001"))
    with pytest.raises(LedgerError, match="须写明更正人和更正情况"):
        month.correct_problems([("SJ0001", "A-01")], note, by)
    assert acts(month) == ["月核问题", "月核自查"]


def test_only_an_open_problem_can_be_corrected(month: Ledger) -> None:
    with pytest.raises(LedgerError, match="SJ0001 没有未了结的问题 A-01"):
        month.correct_problems([("SJ0001", "A-01")], "已补", "张某")
    run(month, failing("SJ0001"))
    run(month, settled=[("SJ0001", "A-01")])
    with pytest.raises(LedgerError, match="没有未了结的问题"):
        month.correct_problems([("SJ0001", "A-01")], "已补", "张某")


def test_several_are_corrected_together_or_not_at_all(month: Ledger) -> None:
    run(month, failing("SJ0001"), failing("SJ0002"))
    with pytest.raises(LedgerError, match="SJ0003"):
        month.correct_problems([("SJ0001", "A-01"), ("SJ0003", "A-01")], "已补", "张某")
    assert {kept.state for kept in month.self_check_problems()} == {OPEN}
    month.correct_problems([("SJ0001", "A-01"), ("SJ0002", "A-01")], "已补", "张某")
    assert {kept.state for kept in month.self_check_problems()} == {WAITING}


def test_the_chain_of_the_journal_still_holds(month: Ledger) -> None:
    run(month, failing("SJ0001"), failing("SJ0002"))
    month.correct_problems([("SJ0002", "A-01")], "已补", "张某")
    run(month, settled=[("SJ0002", "A-01")])
    assert month.verify_journal() is None


def test_of_a_patch_set_aside_no_problem_is_left(month: Ledger) -> None:
    """Neither its own, nor its number in the problem of a neighbour, nor in the row of the run."""
    run(month, failing("SJ0001"), failing("SJ0002", PHOTO, "与图斑SJ0001重叠0.02亩。"))
    month.set_aside("SJ0001", "涉军", "张某")
    assert month.self_check_problems() == [], "an overlap with it would tell where it lies"
    assert "SJ0001" not in json.dumps([entry.text for entry in month.journal()], ensure_ascii=False)
    assert month.verify_journal() is None


def test_a_patch_set_aside_during_the_run_is_left_out(month: Ledger) -> None:
    month.set_aside("SJ0001", "涉军", "张某")
    assert [item.number for item in run(month, failing("SJ0001"), failing("SJ0003"))] == ["SJ0003"]
