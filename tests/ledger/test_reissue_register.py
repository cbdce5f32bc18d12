"""补充接收: new patches join their batch, undecided ones are renewed, decided ones stay; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import Patch, State
from landwatch_plugin.ledger.records import Batch, Issue
from landwatch_plugin.ledger.store import Ledger

SEPTEMBER = "2026年9月"


def again(rows: int, new: int, rejected: int = 0, secret: int = 0, name: str = SEPTEMBER) -> Batch:
    """The second file of September."""
    return Batch(name, "补发.shp", "cd" * 32, rows, new + secret, rejected, secret, by="接收员")


def test_new_patches_join_the_batch_and_both_files_are_named(month: Ledger, new_patch: Callable[..., Patch]) -> None:
    month.receive_again(again(3, 1, 1), [new_patch("SJ0009")], [], [Issue(3, "", "没有编号", "退回")])
    [batch] = month.batches()
    assert (batch.rows, batch.accepted, batch.rejected) == (5, 4, 1)
    assert (batch.source, batch.sha256) == ("图斑.shp；补发.shp", "ab" * 32 + "；" + "cd" * 32)
    assert month.patch("SJ0009").batch == SEPTEMBER
    assert [issue.text for issue in month.issues(SEPTEMBER)] == ["没有编号"]
    assert "补充接收：3 行，新增 1，更新 0" in month.journal()[-1].text
    assert month.verify_journal() is None


def test_an_undecided_patch_is_renewed_and_its_older_values_stay_in_the_journal(
    month: Ledger, new_check: Callable[..., Any]
) -> None:
    """It waits for its next check: the older one was made on another shape."""
    month.save_checks([new_check("SJ0001"), new_check("SJ0002")], [])
    old = month.patch("SJ0001")
    now = replace(old, remark="扩建", area_m2=1700.0, town="")
    month.receive_again(again(1, 0), [], [(now, "备注（空→扩建）")])
    row = month.row("SJ0001")
    assert (row.state, row.suggestion, row.version, row.town) == (State.RECEIVED, "", 2, "样例乡")
    assert month.patch("SJ0001").remark == "扩建"
    assert month.check("SJ0001") is None and set(month.checks()) == {"SJ0002"}
    entry = month.history("SJ0001")[-1]
    assert entry.act == "更新" and "按补充接收的文件“补发.shp”更新：备注（空→扩建）" in entry.text
    assert month._payload(entry.seq)["before"]["area_m2"] == old.area_m2
    month.save_checks([new_check("SJ0001")], [])
    assert month.check("SJ0001") is not None
    assert month.verify_journal() is None


def test_a_decided_patch_is_never_renewed(
    month: Ledger, new_patch: Callable[..., Patch], new_decision: Callable[..., Any]
) -> None:
    """Not even when the decision was taken while the file was being looked at; nothing else goes in either."""
    month.decide("SJ0001", new_decision(), None)
    before = month.patches(), month.batches(), len(month.journal())
    with pytest.raises(LedgerError, match="核对之后台账又有变动"):
        month.receive_again(
            again(2, 1), [new_patch("SJ0009")], [(replace(month.patch("SJ0001"), remark="x"), "备注（空→x）")]
        )
    assert (month.patches(), month.batches(), len(month.journal())) == before
    assert month.decided_numbers() == {"SJ0001"}


def test_a_number_taken_in_meanwhile_stops_the_whole_receipt(month: Ledger, new_patch: Callable[..., Patch]) -> None:
    with pytest.raises(LedgerError, match="核对之后台账又有变动"):
        month.receive_again(again(2, 2), [new_patch("SJ0009"), new_patch("SJ0003")], [])
    assert "SJ0009" not in month.numbers()


def test_a_secret_patch_of_the_second_file_leaves_its_number_alone(month: Ledger) -> None:
    month.receive_again(again(1, 0, secret=1), [], [], secret_numbers=["SJ0100"])
    assert month.secret_count(SEPTEMBER) == 1
    assert "SJ0100" not in "".join(entry.text + entry.number for entry in month.journal())


def test_a_batch_that_is_not_here_cannot_come_again(month: Ledger) -> None:
    with pytest.raises(LedgerError, match="台账中没有批次“2026年10月”"):
        month.receive_again(again(0, 0, name="2026年10月"), [], [])
    assert month.has_batch(SEPTEMBER) and not month.has_batch("2026年10月")


def test_the_patches_of_a_batch_are_held_as_received(month: Ledger) -> None:
    assert month.held(SEPTEMBER) == {number: month.patch(number) for number in ("SJ0001", "SJ0002", "SJ0003")}
    assert month.held("别的") == {}
