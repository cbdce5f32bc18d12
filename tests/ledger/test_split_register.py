"""拆分登记: children stand in the parent's place, inherit what it had, and give way again until the month is locked."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal

import pytest

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.ledger.records import Photo, Piece, Remedy
from landwatch_plugin.ledger.schema import VERSION
from landwatch_plugin.ledger.store import Ledger

PARENT, ONE, TWO = "SJ0001", "SJ0001_1", "SJ0001_2"
EAST = 500_050.0


@pytest.fixture
def pieces(polygon):
    """The parent's 40 m × 40 m square, cut at 10 m: 0.60 and 1.80 亩."""

    def strip(west: float, width: float) -> bytes:
        x, y = EAST + west, 3_300_000.0
        return polygon([(x, y), (x + width, y), (x + width, y + 40), (x, y + 40), (x, y)])

    return [
        Piece(strip(0, 10), 400.0, Decimal("0.60"), "批准范围内"),
        Piece(strip(10, 30), 1200.0, Decimal("1.80"), "批准范围外"),
    ]


@pytest.fixture
def worked(month, new_check, new_decision):
    """The parent with facts, evidence, a photo, a check and a decision."""
    month.save_checks([new_check(number) for number in month.numbers()], [])
    month.save_facts(PARENT, {"实地用途": "工业用地", "主体": "某厂"}, "外业")
    month.set_evidence(PARENT, "批准文件", True, "外业")
    month.add_photos([Photo(PARENT, str(month.home / "SJ0001_1.jpg"), "ab" * 32, taken_at="2026-09-20")])
    month.decide(
        PARENT, new_decision(verdict="", subtype="", deferred=True, reason="拟分割后判定"), month.check(PARENT)
    )
    return month


@pytest.fixture
def parted(worked, pieces):
    assert worked.split(PARENT, pieces, "按批准范围", "一半有批文", "张三") == [ONE, TWO]
    return worked


def test_children_stand_in_the_parents_place(parted):
    """Lists have the children; the parent is found only by its state."""
    assert {row.number for row in parted.patches()} == {ONE, TWO, "SJ0002", "SJ0003"}
    assert [row.number for row in parted.patches(state=State.SPLIT)] == [PARENT]
    assert parted.row(PARENT).state is State.SPLIT
    assert [(parted.row(name).state, parted.row(name).parent) for name in (ONE, TWO)] == [(State.RECEIVED, PARENT)] * 2
    assert parted.children(PARENT) == [ONE, TWO]


def test_issued_and_verified_are_counted_apart(parted):
    """原始下发 3, 核实后 4; never parent and child together."""
    assert parted.counts() == (3, 4)
    assert parted.counts(["2026年9月"]) == (3, 4)
    assert parted.counts([]) == (0, 0)


def test_a_child_takes_over_what_the_parent_had(parted, pieces):
    child, parent = parted.patch(ONE), parted.patch(PARENT)
    assert (child.parent, child.batch, child.town, child.after) == (PARENT, parent.batch, parent.town, parent.after)
    assert (child.area_m2, child.official_m2) == (400.0, None)
    assert parted.row(ONE).mu == Decimal("0.60")
    assert parted.facts(ONE) == {"实地用途": "工业用地", "主体": "某厂"}
    assert parted.evidence(TWO) == {"批准文件"}
    assert [photo.sha256 for photo in parted.photos(ONE)] == ["ab" * 32]
    acts = [entry.act for entry in parted.history(ONE)]
    assert acts[:4] == ["外业核查", "举证材料", "现场照片", "暂缓"]
    assert acts[-2:] == ["拆分", "拆分"]


def test_the_journal_tells_who_split_what_and_why(parted):
    entry = next(entry for entry in parted.history(PARENT) if entry.act == "拆分")
    assert entry.who == "张三"
    assert (
        entry.text
        == "按批准范围拆分为2个：SJ0001_1 0.60亩（批准范围内）、SJ0001_2 1.80亩（批准范围外）；理由：一半有批文"
    )
    assert parted.verify_journal() is None
    assert parted.altered_patches() == []


def test_each_child_goes_its_own_way(parted, new_check, new_decision):
    """Own facts, evidence, photos, check and decision; the sister has none of them."""
    parted.save_facts(ONE, {"主体": "另一厂"}, "外业")
    parted.set_evidence(ONE, "批准文件", False, "外业")
    parted.add_photos([Photo(ONE, "SJ0001_1_1.jpg", "cd" * 32), Photo(ONE, "SJ0001_1.jpg", "ab" * 32)])
    parted.save_checks([new_check(ONE)], [])
    parted.decide(ONE, new_decision(), parted.check(ONE))
    assert (parted.facts(ONE)["主体"], parted.facts(TWO)["主体"]) == ("另一厂", "某厂")
    assert (parted.evidence(ONE), parted.evidence(TWO)) == (set(), {"批准文件"})
    assert (len(parted.photos(ONE)), len(parted.photos(TWO)), len(parted.photos(PARENT))) == (2, 1, 1)
    assert (parted.check(TWO), parted.row(ONE).state, parted.row(TWO).state) == (None, State.DECIDED, State.RECEIVED)


def test_what_belongs_to_the_children_is_refused_on_the_parent(parted, new_decision):
    remedy = Remedy(PARENT, "拆除复耕", Decimal("0.10"), "文", date(2026, 10, 1))
    for act in (
        lambda: parted.decide(PARENT, new_decision(), None),
        lambda: parted.undo(PARENT, "张三"),
        lambda: parted.save_facts(PARENT, {"主体": "某厂二"}, "外业"),
        lambda: parted.set_evidence(PARENT, "红线坐标", True, "外业"),
        lambda: parted.add_remedies([remedy]),
        lambda: parted.split(PARENT, [Piece(b"", 1.0, Decimal(1))] * 2, "", "", "张三"),
    ):
        with pytest.raises(LedgerError, match="已被拆分"):
            act()
    assert parted.last_act() is None


def test_taking_the_split_back_restores_the_parent(parted, new_check, new_decision):
    """Its deferral is in force again; the children's decisions fall; a photo of a child passes to the parent."""
    parted.save_checks([new_check(ONE)], [])
    parted.decide(ONE, new_decision(), parted.check(ONE))
    parted.add_photos([Photo(ONE, "SJ0001_1_1.jpg", "cd" * 32)])
    assert parted.rejoin(PARENT, "界线画错", "李四") == [ONE, TWO]
    assert {row.number for row in parted.patches()} == {PARENT, "SJ0002", "SJ0003"}
    assert parted.counts() == (3, 3)
    assert (parted.row(PARENT).state, parted.decision(PARENT).reason) == (State.DEFERRED, "拟分割后判定")
    assert [photo.sha256 for photo in parted.photos(PARENT)] == ["ab" * 32, "cd" * 32]
    with pytest.raises(LedgerError, match="没有图斑"):
        parted.patch(ONE)
    acts = [entry.act for entry in parted.history(ONE)]
    assert acts[-4:] == ["会审", "现场照片", "撤销", "撤销拆分"]
    assert parted.history(PARENT)[-1].text == "撤销拆分，SJ0001_1、SJ0001_2 并回；理由：界线画错"
    assert parted.verify_journal() is None
    assert parted.altered_patches() == []


def test_the_journal_keeps_what_went_with_the_children(parted, new_check):
    """Geometry, facts and checks of a child can be read from the row that took it out."""
    parted.save_checks([new_check(ONE)], [])
    wkb = parted.patch(ONE).wkb.hex()
    parted.rejoin(PARENT, "", "李四")
    seq = max(entry.seq for entry in parted.history(PARENT) if entry.act == "撤销拆分")
    kept = parted._payload(seq)["children"][0]
    assert (kept["patch"]["wkb"], kept["facts"]["主体"], kept["evidence"]) == (wkb, "某厂", ["批准文件"])
    assert kept["checks"][0]["number"] == ONE


def test_a_second_split_takes_the_same_numbers(parted, pieces, new_decision):
    """The first children's decisions do not come back with their numbers."""
    parted.decide(ONE, new_decision(), None)
    parted.rejoin(PARENT, "", "李四")
    assert parted.split(PARENT, pieces, "按所画界线", "", "李四") == [ONE, TWO]
    assert (parted.row(ONE).state, parted.decision(ONE), parted.check(ONE)) == (State.RECEIVED, None, None)
    assert parted.altered_patches() == []


def test_numbers_of_the_ministry_are_passed_over(month, new_patch, receive, pieces):
    receive(month, new_patch(ONE, "2026年10月"), name="2026年10月")
    assert month.split(PARENT, pieces, "", "", "张三") == [TWO, "SJ0001_3"]


def test_a_child_can_be_split_again(parted, pieces):
    """Photos and history come down two steps; the outer split goes back only after the inner one."""
    assert parted.split(TWO, pieces, "按地类", "", "张三") == ["SJ0001_2_1", "SJ0001_2_2"]
    assert parted.counts() == (3, 5)
    assert len(parted.photos("SJ0001_2_1")) == 1
    assert parted.history("SJ0001_2_1")[0].act == "外业核查"
    with pytest.raises(LedgerError, match="SJ0001_2 又被拆分"):
        parted.rejoin(PARENT, "", "张三")
    parted.rejoin(TWO, "", "张三")
    parted.rejoin(PARENT, "", "张三")
    assert parted.counts() == (3, 3)


def test_a_patch_with_remedies_is_not_split(month, pieces):
    """Nobody could say which child the area belongs to; nor can a child with remedies go back."""
    month.add_remedies([Remedy(PARENT, "拆除复耕", Decimal("0.10"), "文", date(2026, 10, 1))])
    with pytest.raises(LedgerError, match="SJ0001 已登记整改"):
        month.split(PARENT, pieces, "", "", "张三")
    names = month.split("SJ0002", pieces, "", "", "张三")
    month.add_remedies([Remedy(names[0], "拆除复耕", Decimal("0.10"), "文", date(2026, 10, 1))])
    with pytest.raises(LedgerError, match="SJ0002_1 已登记整改"):
        month.rejoin("SJ0002", "", "张三")


def test_an_unsplit_patch_and_a_single_piece_are_refused(month, pieces):
    with pytest.raises(LedgerError, match="没有被拆分"):
        month.rejoin(PARENT, "", "张三")
    with pytest.raises(LedgerError, match="没有被分成两部分"):
        month.split(PARENT, pieces[:1], "", "", "张三")


def test_another_hand_in_between_is_noticed(month, pieces, new_decision):
    seen = month.row(PARENT).version
    month.decide(PARENT, new_decision(), None)
    with pytest.raises(LedgerError, match="与您看到的内容不同"):
        month.split(PARENT, pieces, "", "", "李四", expected_version=seen)


def test_a_locked_month_refuses_splits_and_decisions(parted, pieces, new_decision):
    """Until somebody reopens it and says why; both are in the journal."""
    parted.lock_batch("2026年9月", "王五")
    for act in (
        lambda: parted.rejoin(PARENT, "", "张三"),
        lambda: parted.split("SJ0002", pieces, "", "", "张三"),
        lambda: parted.decide(ONE, new_decision(), None),
        lambda: parted.undo("SJ0003", "张三"),
    ):
        with pytest.raises(LedgerError, match="月核锁定，不能再更改") as said:
            act()
        assert "解除锁定" in said.value.cure
    assert list(parted.locked_batches()) == ["2026年9月"]
    with pytest.raises(LedgerError, match="须写明理由"):
        parted.reopen_batch("2026年9月", "王五", " ")
    parted.reopen_batch("2026年9月", "王五", "市级退回")
    assert parted.locked_batches() == {}
    assert parted.rejoin(PARENT, "", "张三") == [ONE, TWO]
    acts = [(entry.act, entry.text) for entry in parted.journal() if "锁定" in entry.act]
    assert acts == [
        ("月核锁定", "批次“2026年9月”月核锁定，判定、拆分和外业核查记录不再更改"), ("解除锁定", "批次“2026年9月”解除锁定；理由：市级退回"),
    ]  # fmt: skip


def test_locking_names_what_is_wrong(month):
    with pytest.raises(LedgerError, match=r"没有批次“九月”.*2026年9月"):
        month.lock_batch("九月", "王五")
    with pytest.raises(LedgerError, match="没有锁定"):
        month.reopen_batch("2026年9月", "王五", "试")
    month.lock_batch("2026年9月", "王五")
    with pytest.raises(LedgerError, match="已经锁定"):
        month.lock_batch("2026年9月", "王五")


@pytest.mark.parametrize("marked", [PARENT, ONE])
def test_a_secret_child_takes_the_whole_patch_with_it(parted, marked):
    """Parent and sister would show the shape of what is secret; it counts as one patch."""
    parted.set_aside(marked, "会审标记涉军/涉密", "张三")
    assert {row.number for row in parted.patches()} == {"SJ0002", "SJ0003"}
    assert (parted.secret_count(), parted.counts()) == (1, (2, 2))
    assert all(PARENT not in entry.text and not entry.number.startswith(PARENT) for entry in parted.journal())
    assert parted.verify_journal() is None
    assert b"SJ0001_1.jpg" not in parted.path.read_bytes()


def test_the_layer_in_qgis_has_the_parent_column(parted):
    with sqlite3.connect(parted.path) as file:
        shown = file.execute(
            "SELECT number, parent, state FROM patches WHERE number LIKE 'SJ0001%' ORDER BY fid"
        ).fetchall()
        titles = dict(file.execute("SELECT column_name, title FROM gpkg_data_columns"))
    assert shown == [(PARENT, "", "被拆分"), (ONE, PARENT, "已接收"), (TWO, PARENT, "已接收")]
    assert titles["parent"] == "母图斑"


_OLDER = """
ALTER TABLE patches DROP COLUMN parent;
ALTER TABLE batches DROP COLUMN locked;
ALTER TABLE set_aside DROP COLUMN parent;
DELETE FROM gpkg_data_columns WHERE column_name = 'parent';
DROP TRIGGER checks_not_deleted;
CREATE TRIGGER checks_not_deleted BEFORE DELETE ON checks
WHEN OLD.number NOT IN (SELECT number FROM set_aside)
BEGIN SELECT raise(ABORT, '核查结果只能追加，不能删除'); END;
UPDATE meta SET value = '1' WHERE key = 'schema_version';
"""


def test_a_ledger_of_the_first_version_is_brought_up_when_opened(worked, pieces, new_check):
    """Nothing of it is lost, and it can be split and rejoined then."""
    worked.set_aside("SJ0003", "标记", "张三")
    before = [worked.row(number) for number in worked.numbers()]
    worked.close()
    with sqlite3.connect(worked.path) as file:
        file.executescript(_OLDER)
    file.close()
    with Ledger.open(worked.path) as opened:
        assert opened.get_meta("schema_version") == str(VERSION)
        assert [opened.row(number) for number in opened.numbers()] == before
        opened.split(PARENT, pieces, "", "", "张三")
        opened.save_checks([new_check(ONE)], [])
        opened.rejoin(PARENT, "", "张三")
        assert opened.secret_count() == 1
        assert opened.verify_journal() is None
