"""月核自查: problems that come and go; one count for headline and list; checks that can be cured; the month lock."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.casework.field_work import import_facts, import_remedies
from landwatch_plugin.casework.month_lock import lock_month
from landwatch_plugin.casework.self_check import SelfCheckReport, open_problems
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import LandwatchError, LedgerError
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import Remedy
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JUNE, SmallCounty, paper, patch_row, rect, write_rows
from tests.self_checked import alarms, county, plant, run, unchecked

__all__ = ["county"]


def state_of(report: SelfCheckReport, number: str, check: str) -> str:
    [item] = [one for one in report.problems if (one.number, one.check) == (number, check) and not one.unchecked]
    return item.state


@pytest.mark.parametrize(
    ("check", "planted"),
    [
        ("J-03", lambda ledger: ledger.set_evidence("2", "停工通知书", False, "张某")),
        ("J-08", lambda ledger: ledger.save_facts("2", {"用地主体": ""}, "外业组")),
        ("J-12", lambda ledger: ledger.save_facts("2", {"冻结登记": "未冻结"}, "外业组")),
    ],
)
def test_a_problem_of_a_decision_goes_with_the_decision_and_comes_back_with_it(
    county: SmallCounty, check: str, planted: Any
) -> None:
    """Withdrawn: the lack of evidence for 违法 is no problem of an undecided patch, that it is undecided is one."""
    plant(county, planted)
    assert state_of(run(county), "2", check) == "未更正"
    plant(
        county,
        lambda ledger: ledger.correct_problems([("2", check)], "已补", "张某"),
        lambda ledger: ledger.undo("2", "张某"),
    )
    report = run(county)
    assert state_of(report, "2", check) == "复查已消除"
    assert set(alarms(report)) == {("2", "J-01")}
    assert unchecked(report)["2", check] == "尚未判定"
    with Ledger.open(county.ledger) as ledger:
        assert any(f"{check} " in one.text and "复查已消除（判定已撤销）" in one.text for one in ledger.history("2"))
    county.decide("2", "违法", "未报即用", "非农化")
    report = run(county)
    assert state_of(report, "2", check) == "复查后再次出现"
    [item] = [one for one in report.problems if one.check == check and one.number == "2"]
    assert (item.corrected_by, item.note, bool(item.corrected_at), item.closed_at) == ("张某", "已补", True, "")


def test_a_layer_taken_away_closes_nothing(small: SmallCounty) -> None:
    """What cannot be looked at now stands as it was found, and is told twice: open, and not checked."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind(Role.TOWN, (rect(500, 500, 10, 10), {"XZQDM": "990126100", "XZQMC": "青禾镇"}))
    small.check()
    assert ("1", "A-13") in alarms(run(small))
    Path(small.bindings[Role.TOWN].source).unlink()
    report = run(small)
    assert ("1", "A-13") in alarms(report) and ("1", "A-13") in unchecked(report)
    assert report.tally.blocking == sum(one.level == "阻断" for one in report.problems if not one.unchecked)


def test_a_check_that_the_list_no_longer_has_is_closed(county: SmallCounty, tmp_path: Path) -> None:
    plant(county, lambda ledger: ledger.save_facts("2", {"用地主体": ""}, "外业组"))
    run(county)
    short = tmp_path / "短清单.toml"
    short.write_text(
        '[book]\nid = "short"\ntitle = "短"\nversion = "1"\n[[check]]\nid = "X-1"\ntitle = "状态"\nlevel = "提示"\n'
        'must = "state IS NOT NULL"\nmessage = "没有状态。"\ncure = "请核对。"\nsource = "本局"\ncertainty = "推断待核"\n',
        encoding="utf-8",
    )
    assert state_of(run(county, checklist=short), "2", "J-08") == "复查已消除"


def test_the_headline_counts_what_the_list_shows(county: SmallCounty) -> None:
    """阻断, 提示 and 未检查, whatever was planted; also after a correction, and in the row of the journal."""
    plant(
        county,
        lambda ledger: ledger.save_facts("2", {"用地主体": "", "建设时间": "", "冻结登记": "未冻结"}, "外业组"),
        lambda ledger: ledger.undo("1", "张某"),
    )
    report = run(county)
    kinds = Counter(one.level for one in report.problems if not one.unchecked and not one.closed_at)
    items = sum(max(1, len(one.checks)) for one in report.problems if one.unchecked)
    assert (kinds["阻断"], kinds["提示"]) == (report.tally.blocking, report.tally.warning) == (3, 1)
    head = f"自查图斑2个：阻断问题3项，提示问题1项，未检查{items}项。阻断问题更正并复查通过前，不宜确认上报。"
    assert report.conclusion == head
    with Ledger.open(county.ledger) as ledger:
        assert ledger.journal()[-1].text.startswith(head)
        assert {one.check for one in open_problems(ledger)} == {"J-01", "J-08", "J-09", "J-12"}


def test_a_number_sent_twice_is_cured_by_its_verification(small: SmallCounty) -> None:
    """The refused row cannot be made undone; what the issuing office says of it can be written down."""
    rows = patch_row("SJ1", rect(20, 20, 40, 50)), patch_row("SJ1", rect(220, 20, 40, 50))
    small.receive(*rows)
    assert ("SJ1", "A-12") in alarms(run(small))
    table = write_rows(
        small.folder / "核实.csv", {"图斑编号": "SJ1", "实地用途": "厂房", "编号核实": "市局确认第2行为重复下发"}
    )
    with Ledger.open(small.ledger) as ledger:
        assert not import_facts(table, ledger, "李某").refused
    report = run(small)
    assert ("SJ1", "A-12") not in alarms(report)
    assert state_of(report, "SJ1", "A-12") == "复查已消除"


def test_a_number_sent_twice_is_cured_by_the_corrected_file(small: SmallCounty) -> None:
    """The batch comes again with a number of its own for the second row."""
    first = patch_row("SJ1", rect(20, 20, 40, 50))
    small.receive(first, patch_row("SJ1", rect(220, 20, 40, 50)))
    assert ("SJ1", "A-12") in alarms(run(small))
    report = small.receive(first, patch_row("SJ2", rect(220, 20, 40, 50)), again=True)
    assert report.rejected == 0
    assert ("SJ1", "A-12") not in alarms(run(small))


def test_a_remedy_without_its_number_is_completed(county: SmallCounty) -> None:
    """The same remedy again with its 文号: filled in, not counted twice."""
    plant(county, lambda ledger: ledger.add_remedies([Remedy("2", "补办", Decimal("1.00"), "", date(2026, 9, 2))]))
    assert ("2", "Z-03") in alarms(run(county))
    row = {
        "图斑编号": "2",
        "整改方式": "补办",
        "耕地面积亩": "1.00",
        "文号": "演自然资〔2026〕8号",
        "日期": "2026-09-02",
    }
    with Ledger.open(county.ledger) as ledger:
        assert not import_remedies(write_rows(county.folder / "整改.csv", row), ledger, "李某").refused
        [remedy] = ledger.remedies("2")
        assert (remedy.document, remedy.arable_mu) == ("演自然资〔2026〕8号", Decimal("1.00"))
        assert ledger.history("2")[-1].text.startswith("补填文号：演自然资〔2026〕8号")
    assert ("2", "Z-03") not in alarms(run(county))


def other_grounds(folder: Path) -> Path:
    """A book whose lawful grounds are 供地 and, where bound, registered parcels."""
    path = folder / "供地手册.toml"
    path.write_text(
        f'[book]\nextends = "{default_rulebook().stem}"\nid = "供地手册"\ntitle = "供地"\nversion = "1"\n'
        '[coverage]\ngrounds = ["gd"]\ngrounds_if_bound = ["bdcdj"]\n',
        encoding="utf-8",
    )
    return path


def test_late_papers_are_those_of_the_books_own_grounds(small: SmallCounty) -> None:
    """Built 2024: the approval of 2025 counts in the shipped book, not in one that looks at 供地 and 登记 alone."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind_land()
    far = rect(5000, 5000, 10, 10)
    small.bind_grounds(batch=[(rect(0, 0, 100, 100), paper("演政土批〔2025〕7号", "2025-03-01"))])
    small.bind(Role.REGISTERED, (far, {"BDCDYH": "远", "DJRQ": "2020-01-01"}))
    small.begun("2024-12-01")
    small.check()
    small.decide("1", "合法", "已批准建设用地（批次）")
    assert ("1", "J-07") in alarms(run(small))
    assert ("1", "J-07") not in alarms(run(small, rulebook=other_grounds(small.folder)))


def test_an_unbound_ground_of_the_book_is_the_reason(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(120, 20, 40, 50)))
    small.bind_land()
    small.bind(Role.BATCH, (rect(0, 0, 100, 100), paper("演政土批〔2025〕7号", "2025-03-01")))
    small.begun("2024-12-01")
    small.check()
    small.decide("1", "合法", "已批准建设用地（批次）")
    assert unchecked(run(small))["1", "J-07"] == "未绑定图层：单独选址、供地"


# ---- the month lock ----


def lock(small: SmallCounty) -> None:
    with Ledger.open(small.ledger) as ledger:
        lock_month(ledger, JUNE, "李某")


def test_a_month_in_order_is_locked_and_then_nothing_decided_changes(county: SmallCounty) -> None:
    """Only a reopening with its reason, kept in the journal, lets a correction in."""
    run(county)
    lock(county)
    with pytest.raises(LandwatchError, match="月核锁定，不能再更改"):
        county.decide("1", "违法", "未报即用")
    with Ledger.open(county.ledger) as ledger:
        with pytest.raises(LedgerError, match="月核锁定"):
            ledger.undo("1", "张某")
        ledger.reopen_batch(JUNE, "李某", "市级退回，更正判定")
        assert "市级退回，更正判定" in ledger.journal()[-1].text
    county.decide("1", "违法", "未报即用", reason="市级退回")


def test_an_open_blocking_problem_stops_the_lock_with_the_list(county: SmallCounty) -> None:
    plant(county, lambda ledger: ledger.save_facts("2", {"用地主体": "", "冻结登记": "未冻结"}, "外业组"))
    run(county)
    with pytest.raises(LandwatchError, match="还有1项阻断问题") as told:
        lock(county)
    assert "2　J-08 违法图斑没有主体：判定为违法用地，但外业核查没有填写用地主体。" in str(told.value)
    plant(county, lambda ledger: ledger.save_facts("2", {"用地主体": "某公司"}, "外业组"))
    run(county)
    lock(county)


def test_a_month_that_was_not_checked_or_changed_since_is_not_locked(county: SmallCounty) -> None:
    with pytest.raises(LandwatchError, match="尚未自查"):
        lock(county)
    run(county)
    plant(county, lambda ledger: ledger.save_facts("2", {"实地用途": "仓储"}, "外业组"))
    with pytest.raises(LandwatchError, match="自查之后又有变动"):
        lock(county)
    run(county)
    county.check()
    with pytest.raises(LandwatchError, match="自查之后又有变动"):
        lock(county)


def test_a_patch_that_waits_for_a_word_on_secrecy_stops_the_lock_by_count_alone(county: SmallCounty) -> None:
    plant(county, lambda ledger: ledger.save_facts("2", {"现场情况": "军事管理区旁"}, "外业组"))
    report = run(county)
    assert report.conclusion.startswith("自查图斑1个：") and "另有1个图斑待确认涉军涉密，未列入。" in report.conclusion
    assert {one.number for one in report.problems} <= {"", "1"}
    with pytest.raises(LandwatchError, match="有1个图斑待确认涉军涉密，未列入，不能锁定"):
        lock(county)


def test_a_batch_that_is_unknown_or_locked_says_so(county: SmallCounty) -> None:
    with Ledger.open(county.ledger) as ledger:
        with pytest.raises(LedgerError, match="没有批次“九月”"):
            lock_month(ledger, "九月", "李某")
        ledger.lock_batch(JUNE, "李某")
        with pytest.raises(LedgerError, match="已经锁定"):
            lock_month(ledger, JUNE, "李某")
