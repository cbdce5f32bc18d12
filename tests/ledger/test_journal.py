"""日志: it only grows, and whoever changes it afterwards is found out."""

from __future__ import annotations

import csv

import pytest

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.journal import GENESIS, redactor

pytestmark = pytest.mark.thorough

GUARDS = ("journal_only_grows", "journal_not_changed", "journal_not_deleted", "detail_only_grows", "detail_not_changed",
          "detail_not_deleted")  # fmt: skip


@pytest.fixture
def busy(month, new_check, new_decision):
    """A ledger with ten rows of journal."""
    month.save_checks([new_check("SJ0001")], [], "分析员")
    month.save_facts("SJ0001", {"主体": "甲公司"}, "外业员")
    for verdict in ("违法", "合法", "其他", "违法", "合法", "其他"):
        month.decide("SJ0001", new_decision(verdict=verdict), new_check("SJ0001"))
    month.undo("SJ0001", "张三")
    assert len(month.journal()) == 10
    return month


def without_guards(ledger):
    for guard in GUARDS:
        ledger._run(f"DROP TRIGGER {guard}")
    ledger._run("PRAGMA foreign_keys = OFF")
    return ledger


def test_rows_are_numbered_without_gaps_and_chained(busy):
    rows = busy._run("SELECT seq, previous, hash FROM journal ORDER BY seq")
    assert [row["seq"] for row in rows] == list(range(1, 11))
    assert [row["previous"] for row in rows] == [GENESIS, *(row["hash"] for row in rows[:-1])]
    assert busy.verify_journal() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET by = '别人'",
        "DELETE FROM journal WHERE seq = 10",
        "INSERT OR REPLACE INTO journal SELECT 4, at, by, act, number, digest, previous, hash FROM journal WHERE seq = 4",
        "INSERT INTO journal SELECT 99, at, by, act, number, digest, previous, hash FROM journal WHERE seq = 4",
        "UPDATE journal_detail SET text = ''",
        "DELETE FROM journal_detail WHERE seq = 10",
        "INSERT OR REPLACE INTO journal_detail SELECT 4, salt, '', payload FROM journal_detail WHERE seq = 4",
    ],
)
def test_the_file_itself_refuses_to_change_the_journal(busy, statement):
    """Whatever program holds the pen."""
    with pytest.raises(LedgerError, match=r"追加|UNIQUE"):
        busy._run(statement)
    assert busy.verify_journal() is None


@pytest.mark.parametrize(
    ("statement", "row", "told"),
    [
        ("UPDATE journal SET by = '别人' WHERE seq = 4", 4, "与哈希链不符"),
        ("UPDATE journal SET at = '2026-01-01' WHERE seq = 7", 7, "与哈希链不符"),
        ("UPDATE journal SET number = 'SJ0002' WHERE seq = 5", 5, "与哈希链不符"),
        ("UPDATE journal SET hash = previous WHERE seq = 10", 10, "与哈希链不符"),
        ("UPDATE journal_detail SET text = '合法' WHERE seq = 4", 4, "的内容写入后被改动"),
        ("UPDATE journal_detail SET payload = replace(payload, '1.10', '0.10') WHERE seq = 6", 6, "的内容写入后被改动"),
        ("DELETE FROM journal_detail WHERE seq = 8", 8, "的内容缺失"),
        ("DELETE FROM journal WHERE seq = 3", 3, "缺失"),
        ("DELETE FROM journal WHERE seq = 10", 10, "起被删除"),
        ("DELETE FROM journal WHERE seq > 6", 7, "起被删除"),
        ("DELETE FROM journal", 1, "起被删除"),
    ],
)
def test_a_change_past_the_guards_is_named_with_its_row(busy, statement, row, told):
    """Someone who knows SQL took the triggers out first."""
    without_guards(busy)._run(statement)
    fault = busy.verify_journal()
    assert (fault.seq, told in fault.text) == (row, True), fault.text
    assert f"第 {row} 行" in fault.text


def test_a_changed_row_cannot_be_resealed_alone(busy):
    """Its own hash put right, the next row no longer fits."""
    from landwatch_plugin.ledger import journal

    without_guards(busy)._run("UPDATE journal SET by = '别人' WHERE seq = 4")
    row = busy._run("SELECT * FROM journal WHERE seq = 4")[0]
    seal = journal._seal(row["previous"], 4, row["at"], "别人", row["act"], row["number"], row["digest"])
    busy._run("UPDATE journal SET hash = ? WHERE seq = 4", (seal,))
    assert busy.verify_journal().seq == 5


def test_the_same_content_has_another_digest_each_time(month, new_decision):
    """The salt: of a patch taken out, the digest that stays gives nothing away."""
    for _ in range(2):
        month.decide("SJ0001", new_decision(), None, "2026-10-08")
    digests = [row[0] for row in month._run("SELECT digest FROM journal WHERE number = 'SJ0001'")]
    assert len(set(digests)) == 2


def test_a_failed_act_leaves_no_row(month, new_decision):
    with pytest.raises(LedgerError):
        month.decide("SJ0999", new_decision(), None)
    assert [entry.seq for entry in month.journal()] == [1]
    assert month.verify_journal() is None


def test_history_is_of_one_patch_and_the_journal_of_all(busy, new_decision):
    busy.decide("SJ0002", new_decision(), None)
    assert {entry.number for entry in busy.history("SJ0001")} == {"SJ0001"}
    assert len(busy.history("SJ0001")) == 8
    assert len(busy.journal()) == 11


def test_the_journal_goes_out_as_a_table_for_inspection(busy, tmp_path):
    """Opens in a spreadsheet with Chinese headings; the seal of each row is there to compare."""
    path = tmp_path / "日志.csv"
    assert busy.export_journal_csv(path) == 10
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["序号", "时间", "人员", "事项", "图斑编号", "内容", "校验值"]
    assert (rows[2]["事项"], rows[2]["图斑编号"], rows[2]["内容"]) == ("外业核查", "SJ0001", "主体：甲公司")
    assert [row["校验值"] for row in rows] == [row[0] for row in busy._run("SELECT hash FROM journal ORDER BY seq")]


@pytest.mark.parametrize("typed", ['=HYPERLINK("x")', "+1", "-1+2", "@SUM(A1)"])
def test_a_name_that_looks_like_a_formula_is_no_formula_in_the_table(month, new_decision, tmp_path, typed):
    month.decide("SJ0001", new_decision(by=typed), None)
    month.export_journal_csv(tmp_path / "日志.csv")
    with (tmp_path / "日志.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.DictReader(file))[-1]["人员"] == f"'{typed}"


def test_a_table_that_cannot_be_written_is_named(month, tmp_path):
    with pytest.raises(LedgerError, match=r"无法写入.*日志\.csv"):
        month.export_journal_csv(tmp_path / "没有" / "日志.csv")


def test_redacting_takes_whole_numbers_only():
    """SJ01 is not a part of SJ012; a child SJ01_2 names its parent."""
    clean = redactor(frozenset({"SJ01", "SJ01+"}))
    assert clean("与SJ01、SJ012、XSJ01、SJ01_2 重叠") == "与涉密图斑、SJ012、XSJ01、涉密图斑_2 重叠"
    assert redactor(frozenset())("SJ01") == "SJ01"
