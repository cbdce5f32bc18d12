"""牵连清除: a neighbour's records that name a patch set aside go with it, and the chain of the journal still verifies."""

from __future__ import annotations

import sqlite3

import pytest

from landwatch_plugin.domain.self_check import Checked, Level, Result, SelfCheck
from landwatch_plugin.ledger.journal import EMPTIED
from landwatch_plugin.ledger.records import Issue
from landwatch_plugin.ledger.store import Ledger

SECRET, BESIDE, OTHER = "SJ0777", "SJ0106", "SJ0107"
OVERLAP = SelfCheck(
    "A-11",
    "图斑相互重叠",
    Level.WARNING,
    "overlap_mu <= 0",
    "与图斑{overlap_with}重叠{overlap_mu}。",
    "请核对是否重复下发。",
)
OLD = SelfCheck("A-11", "图斑相互重叠", Level.WARNING, "overlap_mu <= 0", "重叠{overlap_mu}。", "请核对。")


def found(number: str, other: str, check: SelfCheck = OVERLAP) -> Checked:
    return Checked(number, check, Result.FAILED, f"与图斑{other}重叠7.33亩。", "", {"重叠的图斑": other})


def texts(path) -> list[tuple[str, str]]:
    """(table.column, text) of every text in the file."""
    with sqlite3.connect(path) as file:
        tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        told = []
        for table in tables:
            found = file.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in found.description]
            told += [
                (f"{table}.{name}", value)
                for row in found
                for name, value in zip(names, row, strict=True)
                if isinstance(value, str)
            ]
    return told


@pytest.fixture
def beside(month, new_patch, receive):
    """A neighbour whose intake, self-check, correction, field record and remedy all name the patch; and a third one."""
    issues = [Issue(7, BESIDE, f"与第9行图斑{SECRET}重叠4886.00平方米", "提示"), Issue(8, OTHER, "形状有误", "提示")]
    patches = [new_patch(number, "2026年10月") for number in (SECRET, BESIDE, OTHER)]
    receive(month, *patches, name="2026年10月", issues=issues)
    month.save_self_check([found(BESIDE, SECRET), found(OTHER, BESIDE)], {}, "钱某", lambda kept: "自查", {})
    month.correct_problems([(BESIDE, "A-11")], f"与{SECRET}为同一项目", "李某")
    month.save_self_check([], {(BESIDE, "A-11"): "复查通过"}, "钱某", lambda kept: "自查", {})
    month.save_facts(BESIDE, {"现场情况": f"东邻{SECRET}"}, "外业")
    month.issue_number("演自然资函", 2026, "说明", f"关于{SECRET}的说明", "张三")
    return month


def test_nothing_in_the_file_names_it_or_tells_of_the_overlap(beside):
    """Only its number where it is kept to be known again, and its own sealed rows of the journal."""
    before = [place for place, text in texts(beside.path) if SECRET in text]
    assert {"journal_detail.text", "journal_detail.payload", "issues.text", "facts.value"} <= set(before)
    beside.set_aside(SECRET, "涉军", "主任")
    left = {place for place, text in texts(beside.path) if SECRET in text}
    assert left == {"set_aside.number", "journal.number"}
    assert not [
        place for place, text in texts(beside.path) if "7.33" in text and OTHER not in text and BESIDE not in text
    ]
    assert [text for _, text in texts(beside.path) if "4886.00" in text or "为同一项目" in text] == []
    assert "7.33亩".encode() in beside.path.read_bytes(), "the third patch's own finding stays"
    assert "4886.00平方米".encode() not in beside.path.read_bytes()


def test_the_neighbour_s_problem_is_gone_and_the_third_one_s_stays(beside):
    beside.set_aside(SECRET, "涉军", "主任")
    assert [(kept.number, kept.message) for kept in beside.self_check_problems()] == [
        (OTHER, f"与图斑{BESIDE}重叠7.33亩。")
    ]
    assert [issue.number for issue in beside.issues()] == [OTHER]


def test_the_history_of_the_neighbour_has_no_gap_that_tells(beside):
    """Its rows are not shown as emptied: that alone would say that the two lay together."""
    assert any("重叠" in entry.text for entry in beside.history(BESIDE))
    beside.set_aside(SECRET, "涉军", "主任")
    told = " ".join(entry.text for entry in beside.history(BESIDE))
    assert "重叠" not in told and "涉密" not in told and EMPTIED not in told
    assert "东邻" not in " ".join(entry.text for entry in beside.journal())


def test_no_row_of_the_journal_ties_the_overlap_to_the_neighbour(beside):
    """The number of a problem between two patches stands in the content alone, which goes."""
    beside.set_aside(SECRET, "涉军", "主任")
    sql = "SELECT number FROM journal LEFT JOIN journal_detail USING (seq) WHERE text IS NULL AND act LIKE '月核%'"
    assert {row[0] for row in beside._run(sql)} == {""}


def test_the_chain_verifies_and_still_tells_a_row_taken_out_by_hand(beside):
    beside.set_aside(SECRET, "涉军", "主任")
    assert beside.verify_journal() is None
    path = beside.path
    beside.close()
    with sqlite3.connect(path) as file:
        file.execute("DROP TRIGGER detail_not_deleted")
        seq = file.execute(
            "SELECT max(seq) FROM journal JOIN journal_detail USING (seq) WHERE act = '接收'"
        ).fetchone()[0]
        file.execute("DELETE FROM journal_detail WHERE seq = ?", (seq,))
    with Ledger.open(path) as ledger:
        assert "内容缺失" in ledger.verify_journal().text


def test_the_guard_of_the_journal_stands_again_afterwards(beside):
    beside.set_aside(SECRET, "涉军", "主任")
    with pytest.raises(Exception, match="只能追加"):
        beside._run("DELETE FROM journal_detail")


def test_a_finding_of_an_older_ledger_goes_as_well(month, new_patch, receive):
    """Written with the neighbour's number in the journal's row: the content goes and the row is shown without it."""
    receive(month, *(new_patch(number, "2026年10月") for number in (SECRET, BESIDE)), name="2026年10月")
    month.save_self_check([found(BESIDE, SECRET, OLD)], {}, "钱某", lambda kept: "自查", {})
    month.set_aside(SECRET, "涉军", "主任")
    assert month.self_check_problems() == [] and month.verify_journal() is None
    assert {entry.number for entry in month.journal() if entry.act == "涉密"} == {""}
    assert month.history(BESIDE) == []


def test_the_journal_for_inspection_leaves_out_what_names_a_pending_one(beside, tmp_path):
    beside.export_journal_csv(tmp_path / "日志.csv", {SECRET})
    told = (tmp_path / "日志.csv").read_text(encoding="utf-8-sig")
    assert SECRET not in told and "待确认图斑重叠" not in told
    assert f"与图斑{BESIDE}重叠7.33亩" in told


def test_what_an_older_version_wrote_while_a_patch_waited_goes_too(month, new_patch, receive):
    """“与待确认图斑重叠” names nobody, and tells the place all the same once the patch is marked."""
    receive(month, *(new_patch(number, "2026年10月") for number in (SECRET, BESIDE)), name="2026年10月")
    month.save_self_check([found(BESIDE, "待确认图斑", OLD)], {}, "钱某", lambda kept: "自查", {})
    month.set_aside(SECRET, "涉军", "主任")
    assert month.self_check_problems() == [] and month.verify_journal() is None
