"""会审: stepping through a month, deciding with the figures of the day, undoing, and two hands on one ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from landwatch_plugin.casework.checking import check
from landwatch_plugin.casework.review import EVERYTHING, Filter, Review, suggested_class
from landwatch_plugin.domain.errors import LandwatchError, LedgerError, RuleBookError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JULY, SmallCounty, patch_row, rect

FIRST = "990126SJBG26060001"
"""Suggested lawful: 已批准建设用地（批次）."""
LAWFUL, ILLEGAL = ("合法", "已批准建设用地（批次）"), ("违法", "未报即用")


@pytest.fixture
def review(checked: Path) -> Iterator[Review]:
    """A sitting of 张某 over the checked month."""
    sitting = Review(checked, operator="张某")
    yield sitting
    sitting.close()


def decision(
    verdict: str = "违法", subtype: str = "未报即用", reason: str = "未取得用地手续", **given: object
) -> Decision:
    return replace(Decision(verdict, subtype, reason, "张某"), **given)  # type: ignore[arg-type]


def test_the_list_is_by_township_then_number(review: Review) -> None:
    rows = review.rows()
    assert len(rows) == 62
    assert [(row.town, row.number) for row in rows] == sorted((row.town, row.number) for row in rows)


def test_filters_narrow_the_list(review: Review) -> None:
    """Town, batch, state, class (decided, else suggested) and a piece of text, alone and together."""
    everything = review.rows()
    town = review.rows(Filter(town="石坪乡"))
    assert 0 < len(town) < 62
    assert {row.town for row in town} == {"石坪乡"}
    assert len(review.rows(Filter(batch=JULY))) == 32
    assert review.rows(Filter(state=State.DECIDED.value)) == []
    illegal = review.rows(Filter(verdict="违法"))
    assert {suggested_class(row) for row in illegal} == {"违法"}
    assert [row.number for row in review.rows(Filter(text="26060001"))] == [FIRST]
    both = review.rows(Filter(town="石坪乡", verdict="违法"))
    assert both == [row for row in everything if row in town and row in illegal]


def test_the_choices_are_those_that_occur(review: Review) -> None:
    choices = review.choices()
    assert set(choices["town"]) == {"青禾镇", "柳溪镇", "平湖镇", "石坪乡", "云台乡", "南塘乡"}
    assert set(choices["batch"]) == {"2026年6月", "2026年7月"}
    assert choices["verdict"] == ["合法", "违法", "其他"]
    assert choices["state"] == ["已接收", "已预筛", "暂缓", "已会审"]


def test_classes_decided_by_another_book_can_be_filtered(decided: Path) -> None:
    """The sitting goes on with the five-way book: its classes first, then those that the three-way book gave."""
    review = Review(decided, default_rulebook().with_name("2026-hebei.toml"), "张某")
    assert review.choices()["verdict"] == [*review.book.verdicts, "违法"]
    assert [row for row in review.rows(Filter(verdict="违法")) if row.verdict == "违法"]
    review.close()


def test_stepping_goes_on_and_back_and_ends(review: Review) -> None:
    names = [row.number for row in review.rows()]
    assert review.step(None, 1) == names[0]
    assert review.step(None, -1) == names[-1]
    assert review.step(names[0], 1) == names[1]
    assert review.step(names[1], -1) == names[0]
    assert review.step(names[-1], 1) is None
    assert review.step(names[0], -1) is None


def test_stepping_stays_within_the_filter(review: Review) -> None:
    """From a patch that is not in the filtered list the first one follows."""
    chosen = Filter(town="石坪乡")
    names = [row.number for row in review.rows(chosen)]
    outside = next(row.number for row in review.rows() if row.number not in names)
    assert review.step(outside, 1, chosen) == names[0]
    assert review.step(names[0], 1, chosen) == names[1]
    assert review.step(names[-1], 1, chosen) is None


def test_the_next_undecided_passes_over_what_is_settled(review: Review) -> None:
    """Decided and deferred alike."""
    names = [row.number for row in review.rows()]
    review.decide(names[1], decision())
    review.decide(names[2], decision("", "", "补充举证", deferred=True))
    assert review.step(names[0], 1, undecided=True) == names[3]
    assert review.step(names[3], -1, undecided=True) == names[0]
    assert review.progress() == (2, 62)
    assert review.progress(Filter(town="石坪乡"))[1] == len(review.rows(Filter(town="石坪乡")))


def test_a_decision_carries_the_figures_of_the_day(review: Review, checked: Path) -> None:
    """A later check changes the figures, not what the meeting saw."""
    seen = review.ledger.check(FIRST)
    review.decide(FIRST, decision(*LAWFUL, reason=""))
    review.close()
    check(checked, [], None, Silent())
    with Ledger.open(checked) as ledger:
        later, snapshot = ledger.check(FIRST), ledger.decision_snapshot(FIRST)
    assert snapshot == seen
    assert later is not None and seen is not None
    assert later.at >= seen.at


def test_following_the_suggestion_needs_no_reason(review: Review) -> None:
    review.decide(FIRST, decision(*LAWFUL, reason=""))
    row = next(row for row in review.rows() if row.number == FIRST)
    assert (row.state, row.verdict, row.subtype) == (State.DECIDED, *LAWFUL)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
@pytest.mark.parametrize("choice", [ILLEGAL, ("合法", "供地")], ids=["另一类", "另一子类"])
def test_departing_from_the_suggestion_needs_a_reason(review: Review, choice: tuple[str, str], reason: str) -> None:
    """Another class, or only another sub-type: nothing is written without a reason."""
    with pytest.raises(LandwatchError, match="判定与程序建议不同，须写明理由"):
        review.decide(FIRST, decision(*choice, reason=reason))
    assert review.ledger.decision(FIRST) is None
    review.decide(FIRST, decision(*choice, reason="经核查用途不符"))
    assert review.ledger.row(FIRST).verdict == choice[0]


def test_putting_off_needs_a_reason(review: Review) -> None:
    with pytest.raises(LandwatchError, match="暂缓须写明原因"):
        review.decide(FIRST, decision("", "", "", deferred=True))
    review.decide(FIRST, decision("", "", "拟分割后判定", deferred=True))
    assert review.ledger.row(FIRST).state is State.DEFERRED


def test_an_unchecked_patch_can_be_decided_with_a_reason_only(received: Path) -> None:
    """There is no suggestion to follow."""
    sitting = Review(received, operator="张某")
    with pytest.raises(LandwatchError, match="须写明理由"):
        sitting.decide(FIRST, decision(*LAWFUL, reason=""))
    sitting.decide(FIRST, decision(*LAWFUL))
    assert sitting.ledger.decision_snapshot(FIRST) is None
    sitting.close()


@pytest.mark.parametrize("choice", [("违法", "不存在的子类"), ("非农违法", "未报即用"), ("合法", "未报即用"), ("", "")])
def test_a_type_that_the_book_does_not_know_is_refused(review: Review, choice: tuple[str, str]) -> None:
    with pytest.raises(RuleBookError, match="请从列表中选择判定类型"):
        review.decide(FIRST, decision(*choice))


def test_a_patch_that_is_not_there_is_refused(review: Review) -> None:
    with pytest.raises(LedgerError, match="台账中没有图斑 404"):
        review.decide("404", decision())


def test_what_another_hand_changed_is_not_overwritten(review: Review, checked: Path) -> None:
    """The other's decision stands; after looking again one may decide."""
    assert review.rows()
    other = Review(checked, operator="李某")
    other.decide(FIRST, replace(decision(*LAWFUL, reason=""), by="李某"))
    with pytest.raises(LedgerError, match=r"已由李某于.*修改，现为“.*”，与您看到的内容不同"):
        review.decide(FIRST, decision())
    assert review.ledger.row(FIRST).verdict == "合法"
    assert next(row for row in review.rows() if row.number == FIRST).verdict == "合法"
    review.decide(FIRST, decision(reason="复议改判"))
    assert review.ledger.row(FIRST).verdict == "违法"
    other.close()


def test_undo_brings_back_what_was_before(review: Review) -> None:
    """Step by step, with a line of its own in the journal; at the end there is nothing left."""
    review.decide(FIRST, decision(*LAWFUL, reason=""))
    review.decide(FIRST, decision())
    assert review.undo() == FIRST
    assert review.ledger.row(FIRST).verdict == "合法"
    assert review.undo() == FIRST
    assert review.ledger.row(FIRST).state is State.SCREENED
    with pytest.raises(LedgerError, match="没有可以撤销的判定"):
        review.undo()
    assert [line.split("　")[2] for line in review.history(FIRST)][-4:] == ["会审", "会审", "撤销", "撤销"]
    assert review.ledger.verify_journal() is None


def test_undo_takes_back_one_s_own_decisions_only(review: Review, checked: Path) -> None:
    """Another hand's later decision stays."""
    names = [row.number for row in review.rows()]
    review.decide(names[0], decision())
    other = Review(checked, operator="李某")
    other.decide(names[1], replace(decision(), by="李某"))
    assert review.undo() == names[0]
    assert review.ledger.row(names[1]).verdict == "违法"
    other.close()


def test_the_card_shows_what_is_known(review: Review) -> None:
    """Figures, findings, evidence that is there and missing, facts of the visit."""
    card = review.card(FIRST)
    assert card.patch.number == FIRST
    assert card.suggestion.subtype == LAWFUL[1]
    assert sum(bar.mu for bar in card.kinds if bar.mu) == card.patch_mu
    assert card.facts["实地用途"] == "工业用地"
    held = {item.name: item.held for item in card.evidence}
    assert held["批准文件"] is True
    assert held["现场照片"] is False, "ticked in the table, but no photo is registered"
    assert review.wkb(FIRST) == review.ledger.patch(FIRST).wkb


def test_ticked_evidence_is_no_longer_missing(review: Review) -> None:
    """For any sub-type that is being looked at, also before it is decided."""
    assert "停工通知书" in review.missing(FIRST, *ILLEGAL)
    review.set_evidence(FIRST, "停工通知书", True)
    assert "停工通知书" not in review.missing(FIRST, *ILLEGAL)
    review.set_evidence(FIRST, "停工通知书", False)
    assert "停工通知书" in review.missing(FIRST, *ILLEGAL)


def test_history_reads_as_lines(review: Review) -> None:
    review.decide(FIRST, decision(tags=("新增",)))
    line = review.history(FIRST)[-1]
    assert "张某　会审　违法—未报即用；理由：未取得用地手续；标签：新增" in line
    assert "当时建议：合法—已批准建设用地（批次）" in line


def test_a_secret_mark_removes_the_patch(review: Review) -> None:
    """From the list, the steps and the counter of the list."""
    names = [row.number for row in review.rows()]
    review.mark_secret(names[1])
    assert names[1] not in [row.number for row in review.rows()]
    assert review.step(names[0], 1) == names[2]
    assert review.progress() == (0, 61)
    assert review.ledger.secret_count() == 2


def test_the_suggested_class_of_a_row(small: SmallCounty) -> None:
    """Of one that is unsure, and of one that was never checked: none."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    sitting = Review(small.ledger)
    assert [suggested_class(row) for row in sitting.rows(EVERYTHING)] == [""]
    small.check()
    sitting._rows = None
    assert [suggested_class(row) for row in sitting.rows()] == [""]
    sitting.close()
