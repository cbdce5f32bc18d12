"""涉密图斑: after a patch is set aside the ledger knows its number and nothing else, down to the bytes of the file."""

from __future__ import annotations

import sqlite3
import struct
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.records import Batch, Issue, LayerInput, Photo, Remedy
from landwatch_plugin.ledger.store import Ledger

pytestmark = pytest.mark.thorough

SECRET = "SJ0777"
REMARK = "涉军营区附近新增围墙"
EAST, NORTH = 512_345.678, 3_345_678.912
LAYERS = [LayerInput(Role.LAND, "地类.gpkg")]


def traces(ledger: Ledger) -> list[str]:
    """What the bytes of the file still tell of the secret patch."""
    data = ledger.path.read_bytes()
    marks = {
        "east": struct.pack("<d", EAST),
        "north": struct.pack("<d", NORTH),
        "corner": struct.pack("<2d", EAST + 33.0, NORTH),
        "remark": REMARK.encode(),
        "photo": "营门.jpg".encode(),
        "fact": "某部".encode(),
        "paper": "军补〔2026〕1号".encode(),
        "finding": "营区占地".encode(),
        "village": "哨所村".encode(),
        "issue": "围墙图形".encode(),
        "letter": "关于营区".encode(),
    }
    return [name for name, mark in marks.items() if mark in data]


@pytest.fixture
def full(month, new_patch, new_check, new_decision, receive, square):
    """The secret patch with everything a patch can have, among forty others."""
    others = [new_patch(f"SJ{number:04d}", "2026年10月", remark="普通") for number in range(100, 140)]
    secret = new_patch(SECRET, "2026年10月", wkb=square(EAST, NORTH, 33.0), remark=REMARK, village="哨所村")
    issue = Issue(41, SECRET, "围墙图形有重复点", "提示")
    neighbour = Issue(7, "SJ0106", f"与图斑 {SECRET} 重叠", "提示")
    receive(month, *others[:20], secret, *others[20:], name="2026年10月", issues=[issue, neighbour])
    finding = replace(new_check(SECRET).findings[0], message="营区占地1.10亩")
    seen = new_check(SECRET, values={"remark": REMARK, "patch_mu": Decimal("1.63")}, findings=(finding,))
    month.save_checks([seen, *(new_check(other.number) for other in others)], LAYERS)
    month.save_facts(SECRET, {"主体": "某部"}, "外业")
    month.set_evidence(SECRET, "现场照片", True, "外业")
    month.add_photos([Photo(SECRET, str(month.home / "营门.jpg"), "cd" * 32, 119.5, 30.2)])
    month.add_remedies([Remedy(SECRET, "补办", Decimal("1.00"), "军补〔2026〕1号", date(2026, 9, 1))])
    month.decide(SECRET, new_decision(reason=REMARK), seen)
    month.decide("SJ0100", new_decision(), new_check("SJ0100"))
    month.undo(SECRET, "张三")
    month.decide(SECRET, new_decision(reason=REMARK, subtype="其他违法"), seen)
    month.issue_number("演自然资函", 2026, "制止通知", f"关于营区图斑 {SECRET} 的通知", "张三", key=SECRET)
    month.set_meta("会议", f'["SJ0100", "{SECRET}"]')
    return month


def test_before_it_is_set_aside_the_file_tells_everything(full):
    """The search itself works."""
    assert len(traces(full)) == 11


def test_afterwards_no_byte_of_it_is_left(full):
    """Not the geometry, not the remark, no photo, no figure; also after closing and opening."""
    full.set_aside(SECRET, "涉军", "主任")
    assert traces(full) == []
    full.close()
    assert traces(full) == []


def test_the_number_alone_stays(full):
    full.set_aside(SECRET, "涉军", "主任")
    assert SECRET.encode() in full.path.read_bytes()
    assert full.secret_among([SECRET, "SJ0100"]) == {SECRET}
    assert full.secret_count() == full.secret_count("2026年10月") == 1
    assert full.secret_count("2026年9月") == 0


def test_no_reading_method_returns_anything_of_it(full, tmp_path):
    full.set_aside(SECRET, "涉军", "主任")
    told = [
        full.patches(), full.numbers(), full.known_numbers(), full.check(SECRET), full.checks(), full.facts(SECRET),
        full.evidence(SECRET), full.photos(SECRET), full.photo_counts(), full.remedies(), full.remedies(SECRET),
        full.decision(SECRET), full.decision_snapshot(SECRET), full.history(SECRET), full.journal(), full.issues(),
        full.batches(), full.letters(), full.inputs(), full.get_meta("会议"), full.last_act(), full.altered_patches(),
    ]  # fmt: skip
    full.export_journal_csv(tmp_path / "日志.csv")
    text = repr(told) + (tmp_path / "日志.csv").read_text(encoding="utf-8-sig")
    assert SECRET not in text
    assert REMARK not in text
    assert "哨所村" not in text


def test_the_journal_shows_that_there_is_one_and_no_more(full):
    """All its rows read alike, the acts before included."""
    before = len(full.history(SECRET))
    full.set_aside(SECRET, "涉军", "主任")
    rows = [entry for entry in full.journal() if entry.act == "涉密"]
    assert len(rows) == before + 1 + 2, "its own rows, that of the meeting's list which named it, and the seal of that"
    assert {(entry.text, entry.number) for entry in rows} == {("涉密图斑已另行报送", "")}


def test_the_chain_of_the_journal_still_holds(full):
    """The content is gone, the seal stays."""
    full.set_aside(SECRET, "涉军", "主任")
    assert full.verify_journal() is None
    assert full.altered_patches() == []
    assert full._value("PRAGMA integrity_check") == "ok"
    assert full._run("PRAGMA foreign_key_check") == []


def test_every_other_patch_is_untouched(full, new_check):
    others = {number: (full.patch(number), full.check(number)) for number in full.numbers() if number != SECRET}
    decided = full.decision("SJ0100")
    full.set_aside(SECRET, "涉军", "主任")
    assert {number: (full.patch(number), full.check(number)) for number in full.numbers()} == others
    assert full.decision("SJ0100") == decided


def test_the_extent_of_the_layer_forgets_it(full):
    """It lay far in the north; a map zoomed to the layer must not show where."""
    top = "SELECT max_y FROM gpkg_contents WHERE table_name = 'patches'"
    assert full._value(top) == NORTH + 33.0
    full.set_aside(SECRET, "涉军", "主任")
    assert full._value(top) == 3_300_040.0


def test_others_that_speak_of_it_no_longer_name_it(full):
    """What spoke of both goes altogether: an overlap with a secret patch would tell where it lies."""
    full.set_aside(SECRET, "涉军", "主任")
    assert full.issues() == []
    assert full.letters()[0][:3] == ("演自然资函〔2026〕1号", "制止通知", "涉密图斑已另行报送")


@pytest.mark.parametrize(
    "act",
    [
        lambda ledger, of: ledger.patch(SECRET),
        lambda ledger, of: ledger.decide(SECRET, of["decision"](), None),
        lambda ledger, of: ledger.undo(SECRET, "张三"),
        lambda ledger, of: ledger.save_facts(SECRET, {"主体": "某部"}, "外业"),
        lambda ledger, of: ledger.set_evidence(SECRET, "现场照片", True, "外业"),
        lambda ledger, of: ledger.add_photos([Photo(SECRET, "a.jpg")]),
        lambda ledger, of: ledger.add_remedies([Remedy(SECRET, "补办", Decimal(1), "文", date(2026, 9, 1))]),
        lambda ledger, of: ledger.set_aside(SECRET, "涉军", "主任"),
        lambda ledger, of: ledger.issue_number("演自然资函", 2026, "约谈", "关于约谈的函", "张三", key=SECRET),
    ],
    ids=["patch", "decide", "undo", "facts", "evidence", "photos", "remedies", "set_aside", "letter"],
)
def test_every_act_on_it_is_refused_without_its_number(full, new_decision, act):
    """The error may stand on a wall."""
    full.set_aside(SECRET, "涉军", "主任")
    count = len(full.journal())
    with pytest.raises(LedgerError, match="涉密图斑另行报送") as caught:
        act(full, {"decision": new_decision})
    assert SECRET not in str(caught.value)
    assert len(full.journal()) == count


def test_a_run_of_checks_under_way_leaves_it_out(full, new_check):
    """The overlay had begun when the office set it aside; the other results are kept."""
    full.set_aside(SECRET, "涉军", "主任")
    assert full.save_checks([new_check(SECRET, basis="营区占地"), new_check("SJ0001")], LAYERS) == 1
    assert full.save_places({SECRET: {"village": "哨所村"}, "SJ0001": {"village": "样例村"}}) == 1
    assert full.check(SECRET) is None
    assert [name for name in traces(full) if name != "finding"] == []


def test_it_does_not_come_back_with_a_later_batch(full, new_patch, receive):
    """The province sends it again, this time without the mark."""
    full.set_aside(SECRET, "涉军", "主任")
    assert full.known_numbers([SECRET]) == {SECRET: "2026年10月"}
    with pytest.raises(LedgerError, match="已作为涉密图斑另行报送") as caught:
        receive(full, new_patch(SECRET, "2026年11月"), name="2026年11月")
    assert SECRET not in str(caught.value)


def test_found_at_intake_it_never_enters(ledger, new_patch):
    """Only its number is written; what intake had to say of the row is not."""
    batch = Batch("2026年9月", "图斑.shp", "ab" * 32, 3, 2, 1, 1, by="接收员")
    issues = [Issue(2, SECRET, REMARK, "提示"), Issue(3, "", "没有编号", "退回")]
    ledger.add_batch(batch, [new_patch("SJ0001")], issues, secret_numbers=[SECRET])
    assert ledger.numbers() == ["SJ0001"]
    assert ledger.secret_count("2026年9月") == 1
    assert [issue.text for issue in ledger.issues()] == ["涉密图斑已另行报送", "没有编号"]
    assert [(entry.act, entry.number) for entry in ledger.journal()] == [("接收", ""), ("涉密", "")]
    assert traces(ledger) == []


def test_a_number_that_is_not_here_cannot_be_set_aside(month):
    with pytest.raises(LedgerError, match="SJ0999"):
        month.set_aside("SJ0999", "涉军", "主任")


def test_held_open_elsewhere_the_cleaning_is_said_to_be_open_and_done_later(full):
    """Another program reads while the file should be rewritten: the patch is gone, the traces go at the next opening."""
    full.close()
    other = sqlite3.connect(full.path, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM patches").fetchone()
    with Ledger.open(full.path, busy_ms=50) as second:
        with pytest.raises(LedgerError, match="尚未从文件中彻底清除"):
            second.set_aside(SECRET, "涉军", "主任")
        assert second.is_scrub_pending()
        assert SECRET not in second.numbers()
    other.execute("ROLLBACK")
    other.close()
    with Ledger.open(full.path) as third:
        assert not third.is_scrub_pending()
    assert traces(full) == []


def test_many_can_be_set_aside_and_none_is_left(full):
    """Pages are merged and split meanwhile; no remnant may hide in them."""
    corners = {number: full.patch(number).wkb[22:38] for number in full.numbers()}
    gone = [number for number in full.numbers() if number.startswith("SJ01")][::3]
    for number in gone:
        full.set_aside(number, "涉军", "主任")
    data = full.path.read_bytes()
    assert {number for number, corner in corners.items() if corner in data} == set(corners) - set(gone)


def test_a_letter_with_a_longer_number_is_not_touched(month, new_patch, receive):
    """SJ000 is set aside; SJ0001 and the year 2026 have nothing to do with it."""
    receive(month, new_patch("SJ000", "2026年10月"), name="2026年10月")
    month.issue_number("演自然资函", 2026, "制止通知", "关于图斑 SJ0001 的通知", "张三", key="SJ0001")
    month.set_aside("SJ000", "涉军", "主任")
    assert month.letters()[0][2] == "关于图斑 SJ0001 的通知"
