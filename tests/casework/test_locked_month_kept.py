"""月核锁定后: figures and facts of a locked month stay as they were closed, until somebody reopens it and says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch_plugin.casework.field_work import import_facts, import_remedies
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import LandwatchError, LedgerError
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, patch_row, rect


@pytest.fixture
def locked(small: SmallCounty) -> SmallCounty:
    """Patches 1 and 2 checked, their month locked, and the land layer changed afterwards."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(120, 20, 40, 50)))
    small.bind(Role.LAND, (rect(0, 0, 400, 400), {"DLBM": "0101"}))
    with Ledger.open(small.ledger) as ledger:
        ledger.save_facts("1", {"实地用途": "厂房"}, "外业组")
        ledger.set_evidence("1", "情况说明", True, "外业组")
    small.check()
    with Ledger.open(small.ledger) as ledger:
        (batch,) = {row.batch for row in ledger.patches()}
        ledger.lock_batch(batch, "月核员")
    small.bind(Role.LAND, (rect(0, 0, 400, 400), {"DLBM": "0601"}))
    return small


def test_a_locked_month_is_not_checked_anew(locked: SmallCounty) -> None:
    before = locked.checked("1")
    with pytest.raises(LandwatchError, match=r"2个图斑所在月份已锁定，保留锁定时的核查结果.*解除锁定"):
        locked.check()
    assert locked.checked("1") == before


def test_beside_an_open_month_the_locked_one_is_kept_and_told(locked: SmallCounty) -> None:
    before = locked.checked("1")
    locked.receive(patch_row("3", rect(220, 20, 40, 50)), batch="2026年7月")
    report = locked.check()
    assert report.checked == 1 and any("2个图斑所在月份已锁定，保留锁定时的核查结果" in note for note in report.notes)
    assert locked.checked("1") == before and locked.checked("3") is not None


def test_facts_of_a_locked_month_are_refused_by_row(locked: SmallCounty, tmp_path: Path) -> None:
    """What is not changed by the table is no matter; the reason names lock and cure."""
    table = tmp_path / "外业.csv"
    table.write_text("图斑编号,实地用途,举证材料\n1,厂房,情况说明\n1,养殖,\n2,,立案材料\n2,养殖,\n", encoding="utf-8")
    with Ledger.open(locked.ledger) as ledger:
        report = import_facts(table, ledger, "外业组")
        assert (report.rows, report.taken) == (4, 1)
        assert all("月核锁定" in line and "解除锁定" in line for line in report.refused)
        assert [line.partition("：")[0] for line in report.refused] == [f"【外业.csv】第{row}行" for row in (3, 4, 5)]
        assert (ledger.facts("1"), ledger.facts("2")) == ({"实地用途": "厂房"}, {})
        assert ledger.evidence("1") == {"情况说明"} and not ledger.evidence("2")


def test_evidence_is_neither_ticked_nor_unticked(locked: SmallCounty) -> None:
    with Ledger.open(locked.ledger) as ledger:
        for name, held in (("立案材料", True), ("情况说明", False)):
            with pytest.raises(LedgerError, match="月核锁定"):
                ledger.set_evidence("1", name, held, "外业组")


def test_remedies_go_on(locked: SmallCounty, tmp_path: Path) -> None:
    table = tmp_path / "整改.csv"
    table.write_text(
        "图斑编号,整改方式,耕地面积亩,文号,日期\n1,拆除复耕,1.00,某复〔2026〕1号,2026-07-12\n", encoding="utf-8"
    )
    with Ledger.open(locked.ledger) as ledger:
        report = import_remedies(table, ledger, "整改组")
    assert report.refused == [] and report.taken == 1


def test_reopened_with_a_reason_it_is_checked_again(locked: SmallCounty) -> None:
    with Ledger.open(locked.ledger) as ledger:
        (batch,) = ledger.locked_batches()
        ledger.reopen_batch(batch, "月核员", "地类图层更正")
        assert "地类图层更正" in ledger.journal()[-1].text
    before = locked.checked("1")
    assert locked.check().checked == 2
    assert locked.checked("1") != before
