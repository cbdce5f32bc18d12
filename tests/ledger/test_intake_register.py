"""接收登记: a received file enters whole or not at all, and its sums hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.ledger.geometry import gpkg_blob, wkb_of
from landwatch_plugin.ledger.records import Batch, Issue

BATCH = Batch(
    "2026年9月", "图斑.shp", "ab" * 32, 3, 2, 1, by="接收员", at="2026-10-03T08:30:00", encoding="GBK", area_unit="亩"
)


def test_a_batch_brings_its_patches_and_its_issues(ledger, new_patch):
    issue = Issue(3, "SJ0009", "几何自相交，未接收。", "退回")
    ledger.add_batch(BATCH, [new_patch("SJ0001"), new_patch("SJ0002")], [issue])
    assert ledger.numbers() == ["SJ0001", "SJ0002"]
    assert ledger.batches() == [BATCH]
    assert ledger.issues() == ledger.issues("2026年9月") == [issue]
    assert ledger.issues("2026年8月") == []


def test_a_patch_comes_back_with_all_that_was_received(ledger, new_patch, receive):
    """Nothing that the ministry wrote is lost; the geometry as a multipolygon."""
    given = new_patch(
        "130427SJBG26210310", official_m2=1598.5, county_code="130427", county="演示县", town_code="130427101",
        village_code="130427101203", village="样例村", change_type="YH", feature="硬化", before=date(2026, 6, 1),
        after=date(2026, 8, 20), before_text="20260601", after_text="2026/8/20", base_class="0103", base_name="旱地",
        separate_layer="推土区", remark="疑似硬化", extra={"JCBH": "007", "空": ""},
    )  # fmt: skip
    receive(ledger, given)
    back = ledger.patch("130427SJBG26210310")
    assert back == replace(given, wkb=wkb_of(gpkg_blob(given.wkb, 4549)))


def test_a_patch_without_any_extras_comes_back_too(ledger, new_patch, receive):
    receive(ledger, new_patch("SJ0001"))
    back = ledger.patch("SJ0001")
    assert (back.official_m2, back.before, back.extra) == (None, None, {})


def test_the_layer_shows_mu_beside_square_metres(ledger, new_patch, receive):
    """1234.5 m² = 1.85175 亩, shown as 1.85."""
    receive(ledger, new_patch("SJ0001", area_m2=1234.5))
    assert tuple(ledger._run("SELECT area_m2, area_mu FROM patches")[0]) == (1234.5, 1.85)


def test_lists_go_by_township_then_number(month):
    assert [(row.town, row.number) for row in month.patches()] == [
        ("样例乡", "SJ0001"), ("演示镇", "SJ0002"), ("演示镇", "SJ0003"),
    ]  # fmt: skip
    assert month.numbers() == [row.number for row in month.patches()]


def test_lists_can_be_narrowed(month, new_patch, receive, new_decision):
    receive(month, new_patch("SJ0101", "2026年10月"), name="2026年10月")
    month.decide("SJ0002", new_decision(), None)
    assert [row.number for row in month.patches(batch="2026年10月")] == ["SJ0101"]
    assert [row.number for row in month.patches(town="样例乡")] == ["SJ0001"]
    assert [row.number for row in month.patches(state=State.DECIDED)] == ["SJ0002"]
    assert [row.number for row in month.patches("2026年9月", "演示镇", State.RECEIVED)] == ["SJ0003"]


def test_a_new_patch_is_received_and_undecided(month):
    row = month.row("SJ0001")
    assert (row.state, row.verdict, row.suggestion, row.tags, row.version) == (State.RECEIVED, "", "", (), 1)
    assert row.changed_by == "接收员"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rows": 4}, "共 4 行，接收 2，拒收 1"),
        ({"rejected": 0}, "不闭合"),
        ({"secret": 3}, "其中涉密 3"),
        ({"secret": 1}, "应写入图斑 1 个"),
        ({"rows": 4, "accepted": 3}, "应写入图斑 3 个"),
        ({"name": "2026年10月"}, "不属于批次"),
    ],
)
def test_sums_that_do_not_hold_are_refused(ledger, new_patch, change, told):
    """rows = accepted + rejected, 涉密 among the accepted, the patches are the accepted that are not 涉密."""
    with pytest.raises(LedgerError, match=told):
        ledger.add_batch(replace(BATCH, **change), [new_patch("SJ0001"), new_patch("SJ0002")])
    assert ledger.batches() == []
    assert ledger.journal() == []


def test_a_number_given_twice_in_one_file_is_named(ledger, new_patch):
    with pytest.raises(LedgerError, match="SJ0001 重复"):
        ledger.add_batch(BATCH, [new_patch("SJ0001"), new_patch("SJ0001")])


def test_a_patch_without_a_number_is_refused(ledger, new_patch):
    with pytest.raises(LedgerError, match="没有编号"):
        ledger.add_batch(BATCH, [new_patch("SJ0001"), new_patch(" ")])


def test_a_number_of_an_earlier_batch_is_named_with_that_batch(month, new_patch, receive):
    """And the other patches of the new batch do not enter either."""
    with pytest.raises(LedgerError, match=r"SJ0002 已在批次“2026年9月”"):
        receive(month, new_patch("SJ0200", "2026年10月"), new_patch("SJ0002", "2026年10月"), name="2026年10月")
    assert [batch.name for batch in month.batches()] == ["2026年9月"]
    assert len(month.numbers()) == 3


def test_known_numbers_tell_the_caller_what_to_leave_out(month):
    assert month.known_numbers() == dict.fromkeys(["SJ0001", "SJ0002", "SJ0003"], "2026年9月")
    assert month.known_numbers(["SJ0002", "SJ0999"]) == {"SJ0002": "2026年9月"}


def test_a_batch_name_is_given_once(month, new_patch, receive):
    with pytest.raises(LedgerError, match="“2026年9月”已在台账中"):
        receive(month, new_patch("SJ0500"))


def test_a_broken_geometry_names_its_patch_and_nothing_enters(ledger, new_patch):
    with pytest.raises(LedgerError, match=r"图斑 SJ0002：.*不完整"):
        ledger.add_batch(BATCH, [new_patch("SJ0001"), new_patch("SJ0002", wkb=b"\x01\x03")])
    assert ledger.numbers() == []


def test_receiving_is_one_journal_row(month):
    (entry,) = month.journal()
    assert (entry.seq, entry.who, entry.act) == (1, "接收员", "接收")
    assert "3 行，接收 3，拒收 0" in entry.text


def test_an_empty_batch_is_a_batch(ledger, receive):
    """A month without patches is received too; the layer then has no extent."""
    receive(ledger)
    assert ledger.batches()[0].rows == 0
    assert ledger._value("SELECT min_x FROM gpkg_contents WHERE table_name = 'patches'") is None


def test_a_number_that_is_not_here_is_named(month):
    with pytest.raises(LedgerError, match="没有图斑 SJ0999"):
        month.patch("SJ0999")
