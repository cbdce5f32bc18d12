"""核查登记: every run is kept, the latest counts, and the ledger remembers the layers."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.verdict import Suggestion
from landwatch_plugin.ledger.places import resolved, stored
from landwatch_plugin.ledger.records import LayerInput
from landwatch_plugin.ledger.store import Ledger

LAND = LayerInput(Role.LAND, "地类.gpkg|layername=DLTB", fields={"class": "DLBM"}, sha256="ef" * 32, features=120,
                  crs="EPSG:4549", modified="2026-01-05T10:00:00")  # fmt: skip


def test_a_check_comes_back_and_the_patch_is_screened(month, new_check):
    month.save_checks([new_check("SJ0001")], [LAND], "分析员")
    assert month.check("SJ0001") == new_check("SJ0001")
    assert month.check("SJ0002") is None
    row = month.row("SJ0001")
    assert (row.state, row.suggestion) == (State.SCREENED, "建议：违法—疑似违法用地（较高）")
    assert month.row("SJ0002").state is State.RECEIVED


def test_a_later_run_replaces_the_current_check_and_keeps_the_earlier(month, new_check):
    """Append-only: what was computed in September can still be read by an auditor."""
    later = new_check("SJ0001", at="2026-10-09T09:00:00", suggestion=Suggestion("", "", "", "", ""))
    month.save_checks([new_check("SJ0001"), new_check("SJ0002")], [LAND])
    month.save_checks([later], [LAND])
    assert month.check("SJ0001") == later
    assert month.checks() == {"SJ0001": later, "SJ0002": new_check("SJ0002")}
    assert month.row("SJ0001").suggestion == "存疑，需人工判定"
    assert month._value("SELECT count(*) FROM checks") == 3


@pytest.mark.parametrize("statement", ["UPDATE checks SET payload = '{}'", "DELETE FROM checks"])
def test_kept_checks_cannot_be_changed(month, new_check, statement):
    month.save_checks([new_check("SJ0001")], [LAND])
    with pytest.raises(LedgerError, match="核查结果只能追加"):
        month._run(statement)


def test_a_new_check_does_not_move_a_decided_patch(month, new_check, new_decision):
    """The decision stands until people change it; the version that a meeting saw stays good."""
    month.decide("SJ0001", new_decision(), new_check("SJ0001"))
    month.decide("SJ0002", new_decision(deferred=True, verdict="", subtype=""), None)
    before = month.row("SJ0001")
    month.save_checks([new_check("SJ0001"), new_check("SJ0002")], [LAND])
    assert month.row("SJ0001") == replace(before, suggestion="建议：违法—疑似违法用地（较高）")
    assert month.row("SJ0002").state is State.DEFERRED


def test_one_run_is_one_journal_row_with_its_layers(month, new_check):
    """Files, hashes and rule book: the inputs of the overlay must be auditable."""
    month.save_checks([new_check("SJ0001"), new_check("SJ0002")], [LAND], "分析员")
    entry = month.journal()[-1]
    assert (entry.who, entry.act, entry.at) == ("分析员", "核查", new_check("SJ0001").at)
    assert "核查 2 个图斑，使用 1 个图层" in entry.text
    assert "2022-default 1.0" in entry.text
    payload = month._payload(entry.seq)
    assert (payload["inputs"][0]["sha256"], payload["count"]) == ("ef" * 32, 2)


def test_an_unknown_number_keeps_the_whole_run_out(month, new_check):
    with pytest.raises(LedgerError, match="SJ0999"):
        month.save_checks([new_check("SJ0001"), new_check("SJ0999")], [LAND])
    assert month.check("SJ0001") is None
    assert month.inputs() == []


def test_a_run_over_nothing_is_no_run(month):
    assert month.save_checks([], [LAND]) == 0
    assert len(month.journal()) == 1


def test_the_layers_are_remembered_by_role(month, new_check):
    """The latest of each role, also of roles that the last run did not use."""
    farm = LayerInput(Role.FARMLAND, "永农.gpkg")
    month.save_checks([new_check("SJ0001")], [LAND, farm])
    month.save_checks([new_check("SJ0001")], [replace(LAND, features=121)])
    found = {item.role: item for item in month.inputs()}
    assert set(found) == {Role.LAND, Role.FARMLAND}
    assert found[Role.LAND].features == 121
    assert found[Role.LAND].fields == {"class": "DLBM"}


def test_the_work_folder_can_be_moved_as_one(month, new_check, tmp_path):
    """Copied to the meeting room's computer, the ledger finds its layers beside it."""
    near, far = month.home / "图层" / "地类.gpkg", month.home.parent / "影像" / "后时相.tif"
    inputs = [replace(LAND, source=f"{near}|layername=DLTB"), LayerInput(Role.AFTER, str(far), "gdal")]
    month.save_checks([new_check("SJ0001")], inputs)
    assert [item.source for item in month.inputs()] == [f"{near}|layername=DLTB", str(far)]
    month.close()
    moved = tmp_path / "会议室" / "工作"
    moved.mkdir(parents=True)
    shutil.copy(month.path, moved / "演示县.gpkg")
    with Ledger.open(moved / "演示县.gpkg") as copy:
        assert [item.source for item in copy.inputs()] == [
            f"{moved / '图层' / '地类.gpkg'}|layername=DLTB", str(moved.parent / "影像" / "后时相.tif"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        "type=xyz&url=file:///影像/{z}/{x}/{y}.png",
        "https://example.invalid/wmts?layer=a|b",
        'dbname=\'演示县\' table="public"."dltb"',
        "/vsizip//数据/地类.zip/DLTB.shp",
        "",
    ],
)
def test_what_is_no_file_stays_as_it_is(tmp_path, source):
    assert stored(source, tmp_path) == source
    assert resolved(source, tmp_path) == source


def test_a_file_far_away_keeps_its_full_path(tmp_path):
    """Another disk or another branch of the tree: relative would be wrong after a move."""
    home = tmp_path / "甲" / "乙" / "丙" / "丁"
    far = str(tmp_path / "数据" / "地类.gpkg")
    assert stored(far, home) == far
    assert resolved(far, home) == far


@pytest.mark.parametrize("place", ["地类.gpkg", "图层/地类.gpkg", "../地类.gpkg", "../../共享/地类.gpkg"])
def test_a_file_near_by_is_kept_relative(tmp_path, place):
    home = tmp_path / "甲" / "乙"
    absolute = resolved(place, home)
    assert absolute.endswith("地类.gpkg")
    assert ".." not in absolute
    assert stored(absolute, home) == place


def test_township_and_village_found_by_overlap_are_kept(month):
    """Only what is given changes, and only a change is journaled."""
    places = {"SJ0001": {"town": "样例乡", "village_code": "130427102201", "village": "样例村"}, "SJ0002": {"town": ""}}
    assert month.save_places(places, "分析员") == 1
    assert (month.patch("SJ0001").village, month.patch("SJ0002").town) == ("样例村", "演示镇")
    assert month.journal()[-1].act == "坐落"
    count = len(month.journal())
    assert month.save_places(places) == 0
    assert len(month.journal()) == count


def test_a_place_for_an_unknown_patch_is_refused(month):
    with pytest.raises(LedgerError, match="SJ0999"):
        month.save_places({"SJ0001": {"village": "样例村"}, "SJ0999": {"village": "样例村"}})
    assert month.patch("SJ0001").village == ""
