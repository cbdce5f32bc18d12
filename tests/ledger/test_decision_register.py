"""会审决定: one decision, one transaction, one journal row, one undo step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.ledger.store import Ledger


def test_a_decision_becomes_current_and_shows_in_the_list(month, new_check, new_decision):
    made = new_decision(tags=("非农化", "新增"), owner="演示镇", deadline=date(2026, 12, 31), meeting="第9次会审")
    month.decide("SJ0001", made, new_check("SJ0001"), "2026-10-08T15:00:00")
    assert month.decision("SJ0001") == made
    row = month.row("SJ0001")
    assert (row.state, row.verdict, row.subtype) == (State.DECIDED, "违法", "疑似违法用地")
    assert (row.tags, row.owner, row.deadline) == (("非农化", "新增"), "演示镇", date(2026, 12, 31))
    assert (row.version, row.changed_by, row.changed_at) == (2, "张三", "2026-10-08T15:00:00")


def test_a_deferred_patch_has_no_class(month, new_decision):
    month.decide("SJ0001", new_decision(verdict="", subtype="", deferred=True, reason="补充举证"), None)
    row = month.row("SJ0001")
    assert (row.state, row.verdict, row.deferred) == (State.DEFERRED, "", True)
    assert month.decision("SJ0001").text == "暂缓"
    assert month.last_act() == ("SJ0001", "暂缓")


@pytest.mark.parametrize("blank", ["verdict", "subtype"])
def test_a_decision_without_a_class_is_refused(month, new_decision, blank):
    with pytest.raises(LedgerError, match="尚未选定判定类型"):
        month.decide("SJ0001", new_decision(**{blank: ""}), None)
    assert month.decision("SJ0001") is None


def test_the_snapshot_is_what_the_meeting_saw(month, new_check, new_decision):
    """Checked again on better layers the next day, the decision still shows its own figures."""
    seen = new_check("SJ0001")
    month.save_checks([seen], [])
    month.decide("SJ0001", new_decision(), seen)
    later = new_check("SJ0001", values={"arable_mu": Decimal("0.40")}, rulebook="2022-default 1.1（00000000）")
    month.save_checks([later], [])
    assert month.decision_snapshot("SJ0001") == seen
    assert month.check("SJ0001") == later


def test_a_decision_without_check_has_no_snapshot(month, new_decision):
    month.decide("SJ0001", new_decision(), None)
    assert month.decision_snapshot("SJ0001") is None
    assert month.decision_snapshot("SJ0002") is None
    assert "当时尚未核查" in month.history("SJ0001")[-1].text


def test_the_journal_row_tells_decision_and_suggestion(month, new_check, new_decision):
    """People decide, the program suggests; the ledger keeps both."""
    seq = month.decide(
        "SJ0001", new_decision(verdict="合法", subtype="批次用地", reason="已有批文"), new_check("SJ0001")
    )
    entry = month.history("SJ0001")[-1]
    assert (entry.seq, entry.who, entry.act, entry.number) == (seq, "张三", "会审", "SJ0001")
    assert entry.text == "合法—批次用地；理由：已有批文；当时建议：违法—疑似违法用地（较高）"


def test_a_second_decision_keeps_the_first_in_the_history(month, new_decision):
    month.decide("SJ0001", new_decision(), None)
    month.decide("SJ0001", new_decision(verdict="合法", subtype="批次用地"), None)
    assert [entry.text[:2] for entry in month.history("SJ0001")] == ["违法", "合法"]
    assert month.decision("SJ0001").verdict == "合法"


def test_undo_brings_back_the_decision_before_step_by_step(month, new_check, new_decision):
    """And each undo is itself a row; nothing is taken out."""
    first, second = new_decision(), new_decision(verdict="合法", subtype="批次用地", by="李四")
    seen = new_check("SJ0001")
    month.save_checks([seen], [])
    month.decide("SJ0001", first, seen, "2026-10-08T15:00:00")
    month.decide("SJ0001", second, None)
    assert month.undo("SJ0001", "王五") == first
    assert month.decision("SJ0001") == first
    assert month.decision_snapshot("SJ0001") == seen
    assert month.row("SJ0001").verdict == "违法"
    assert month._value("SELECT decided_at FROM patches WHERE number = 'SJ0001'") == "2026-10-08T15:00:00"
    assert month.undo("SJ0001", "王五") is None
    row = month.row("SJ0001")
    assert (row.state, row.verdict, row.tags, row.version) == (State.SCREENED, "", (), 5)
    assert [entry.act for entry in month.history("SJ0001")] == ["会审", "会审", "撤销", "撤销"]
    assert month.history("SJ0001")[-1].text == "撤销“违法—疑似违法用地”，恢复为“未判定”"


def test_undo_of_an_unchecked_patch_gives_a_received_one(month, new_decision):
    month.decide("SJ0001", new_decision(), None)
    month.undo("SJ0001", "张三")
    assert month.row("SJ0001").state is State.RECEIVED


def test_undo_after_a_check_came_in_between_gives_a_screened_one(month, new_check, new_decision):
    month.decide("SJ0001", new_decision(), None)
    month.save_checks([new_check("SJ0001")], [])
    month.undo("SJ0001", "张三")
    assert month.row("SJ0001").state is State.SCREENED


def test_undo_of_a_decision_over_a_deferred_one_defers_again(month, new_decision):
    month.decide("SJ0001", new_decision(deferred=True, verdict="", subtype=""), None)
    month.decide("SJ0001", new_decision(), None)
    month.undo("SJ0001", "张三")
    assert month.row("SJ0001").state is State.DEFERRED


@pytest.mark.parametrize("times", [0, 1])
def test_with_nothing_to_undo_it_says_so(month, new_decision, times):
    """Before the first decision, and after all are taken back."""
    for _ in range(times):
        month.decide("SJ0001", new_decision(), None)
        month.undo("SJ0001", "张三")
    with pytest.raises(LedgerError, match="没有可撤销的判定"):
        month.undo("SJ0001", "张三")


def test_a_general_undo_takes_the_latest_first(month, new_decision):
    """Three verdicts on the wall, three steps back, in reverse."""
    assert month.last_act() is None
    for number in ("SJ0002", "SJ0001", "SJ0003"):
        month.decide(number, new_decision(), None)
    taken = []
    while month.last_act():
        number, act = month.last_act()
        assert act == "会审"
        month.undo(number, "张三")
        taken.append(number)
    assert taken == ["SJ0003", "SJ0001", "SJ0002"]


def test_a_general_undo_can_keep_to_ones_own(month, new_decision):
    """Two rooms work on one ledger; mine must not take back yours."""
    month.decide("SJ0001", new_decision(by="张三"), None)
    month.decide("SJ0002", new_decision(by="李四"), None)
    assert month.last_act() == ("SJ0002", "会审")
    assert month.last_act(by="张三") == ("SJ0001", "会审")
    assert month.last_act(by="王五") is None


def test_another_hand_in_between_is_noticed(month, new_decision):
    """Both opened the patch at version 1; the second is told who was first, and nothing is overwritten."""
    seen = month.row("SJ0001").version
    with Ledger.open(month.path) as other:
        other.decide("SJ0001", new_decision(by="李四"), None, "2026-10-08T16:00:00", expected_version=seen)
    with pytest.raises(LedgerError, match="SJ0001已由李四于2026年10月8日16时00分修改，现为“"):
        month.decide("SJ0001", new_decision(verdict="合法"), None, expected_version=seen)
    with pytest.raises(LedgerError, match="李四"):
        month.undo("SJ0001", "张三", expected_version=seen)
    assert month.decision("SJ0001").by == "李四"
    month.decide("SJ0001", new_decision(verdict="合法"), None, expected_version=seen + 1)


def test_an_unknown_patch_cannot_be_decided(month, new_decision):
    with pytest.raises(LedgerError, match="没有图斑 SJ0999"):
        month.decide("SJ0999", new_decision(), None)
    assert month.decision("SJ0999") is None
    assert month.history("SJ0999") == []


def test_a_decision_changed_in_an_attribute_table_is_found(month, new_check, new_decision):
    """Someone edited the layer in QGIS, past the journal."""
    for number in ("SJ0001", "SJ0002"):
        month.decide(number, new_decision(), new_check(number))
    month.decide("SJ0003", new_decision(), None)
    month.undo("SJ0003", "张三")
    assert month.altered_patches() == []
    month._run("UPDATE patches SET verdict = '合法' WHERE number = 'SJ0002'")
    month._run("UPDATE patches SET subtype = '批次用地' WHERE number = 'SJ0003'")
    assert month.altered_patches() == ["SJ0002", "SJ0003"]
    assert month.verify_journal() is None


def test_a_key_that_a_newer_plugin_wrote_outlives_an_undo(month, new_decision):
    """What this version does not know is handed on word by word."""
    seq = month.decide("SJ0001", new_decision(), None)
    month.decide("SJ0001", new_decision(verdict="合法"), None)
    for guard in ("detail_not_changed",):
        month._run(f"DROP TRIGGER {guard}")
    month._run("UPDATE journal_detail SET payload = json_set(payload, '$.decision.votes', 7) WHERE seq = ?", (seq,))
    month.undo("SJ0001", "张三")
    assert month._value("SELECT json_extract(decision, '$.votes') FROM patches WHERE number = 'SJ0001'") == 7


def test_tags_keep_their_order(month, new_decision):
    month.decide("SJ0001", new_decision(tags=("重点区域", "非农化")), None)
    assert month.row("SJ0001").tags == ("重点区域", "非农化")
    assert month.decision("SJ0001") == replace(new_decision(), tags=("重点区域", "非农化"))
