"""补充接收: the same batch a second time: what is new goes in, what is decided stays, everything is told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsProject,
    QgsVectorFileWriter,
)

from landwatch_plugin.casework.intake import batch_known, import_batch
from landwatch_plugin.casework.intake_report import IntakeReport, write_report
from landwatch_plugin.domain.errors import Cancelled, LedgerError
from landwatch_plugin.domain.intake import REJECT
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JULY, JUNE, Listener, SmallCounty, layer_of, patch_row, rect, saved

FIRST = [patch_row(f"{k}", rect(60 * k, 0, 40, 50)) for k in range(1, 5)]


def again(small: SmallCounty, *rows: tuple[shapely.Geometry, dict[str, object]]) -> IntakeReport:
    path = small.batch(*rows, name="补发")
    return import_batch(path, JUNE, small.ledger, "2026监测图斑", Silent(), again=True, by="接收员")


@pytest.fixture
def decided(small: SmallCounty) -> SmallCounty:
    """Four patches received; 1 and 2 checked and 1 decided."""
    small.receive(*FIRST)
    small.check()
    small.decide("1", "违法", "未报即用", "新增")
    return small


def test_new_changed_gone_and_kept_are_told_apart(decided: SmallCounty) -> None:
    report = again(
        decided, patch_row("1", rect(60, 0, 45, 50)), patch_row("2", rect(120, 0, 45, 50)), FIRST[2],
        patch_row("5", rect(600, 0, 40, 50)),
    )  # fmt: skip
    found = report.reissue
    assert found is not None
    assert (found.new, found.same, found.gone) == (["5"], ["3"], ["4"])
    assert [(change.number, change.kept) for change in found.changed] == [("1", True), ("2", False)]
    assert (report.received, report.accepted, report.rejected) == (4, 1, 0)
    said = {issue.number: issue.problem for issue in report.issues}
    assert said["1"].startswith("已会审，本次文件有变化：图形（2000.00→2250.00平方米）")
    assert said["4"] == "台账中有，本次文件中没有"
    assert "新增1个，有变化2个（其中已会审、保持不动1个），无变化1个，本次文件中没有1个" in report.text


def test_nothing_decided_is_overwritten(decided: SmallCounty) -> None:
    with Ledger.open(decided.ledger) as ledger:
        before = ledger.patch("1"), ledger.row("1"), ledger.decision("1"), ledger.check("1")
    again(decided, patch_row("1", rect(60, 0, 45, 50)), patch_row("2", rect(120, 0, 45, 50)))
    with Ledger.open(decided.ledger) as ledger:
        assert (ledger.patch("1"), ledger.row("1"), ledger.decision("1"), ledger.check("1")) == before
        assert ledger.patch("2").area_m2 == pytest.approx(2250, abs=0.01)
        assert (ledger.row("2").state, ledger.check("2")) == (State.RECEIVED, None)
        assert {"3", "4"} <= set(ledger.numbers()), "what is gone stays until somebody decides on it"
        assert ledger.verify_journal() is None
    decided.check()
    assert decided.checked("2").number == "2"


def test_the_same_file_again_changes_not_a_patch(decided: SmallCounty) -> None:
    with Ledger.open(decided.ledger) as ledger:
        before = ledger.patches()
    report = again(decided, *FIRST)
    assert report.reissue is not None and report.reissue.same == ["1", "2", "3", "4"]
    assert (report.accepted, report.issues) == (0, [])
    with Ledger.open(decided.ledger) as ledger:
        assert ledger.patches() == before


def test_a_file_in_degrees_is_compared_in_the_ledger_s_system(decided: SmallCounty) -> None:
    """To the millimetre."""
    layer = layer_of(FIRST)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.ct = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance())
    path = decided.folder / "经纬度.gpkg"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    report = import_batch(path, JUNE, decided.ledger, "2026监测图斑", Silent(), again=True)
    assert report.reissue is not None
    assert not any("图形" in change.what for change in report.reissue.changed)


def test_a_number_of_another_batch_is_still_refused(decided: SmallCounty) -> None:
    decided.receive(patch_row("9", rect(900, 0, 40, 50)), batch=JULY)
    report = again(decided, *FIRST, patch_row("9", rect(900, 0, 40, 50)))
    assert [(issue.number, issue.kind) for issue in report.issues] == [("9", REJECT)]


def test_a_patch_that_is_secret_the_second_time_leaves_the_ledger(decided: SmallCounty) -> None:
    report = again(decided, *FIRST[:3], patch_row("4", rect(240, 0, 40, 50), BZ="涉军"))
    with Ledger.open(decided.ledger) as ledger:
        assert ledger.numbers() == ["1", "2", "3"]
        assert ledger.secret_count() == 1
    assert "4" not in [issue.number for issue in report.issues]
    assert report.reissue is not None and "4" not in report.reissue.gone


def test_without_being_told_a_known_batch_is_refused_before_anything_is_read(decided: SmallCounty) -> None:
    listener = Listener()
    with pytest.raises(LedgerError, match=r"批次“2026年6月”已在台账中。 处理办法：.*补充接收"):
        import_batch(decided.batch(*FIRST, name="补发"), JUNE, decided.ledger, "2026监测图斑", listener)
    assert listener.heard == []
    assert batch_known(decided.ledger, f" {JUNE} ") and not batch_known(decided.ledger, JULY)
    assert not batch_known(Path("没有.gpkg"), JUNE)


@pytest.mark.parametrize("at", range(1, 13))
def test_cancelling_at_any_question_leaves_the_ledger_byte_for_byte(decided: SmallCounty, at: int) -> None:
    before = decided.ledger.read_bytes()
    path = decided.batch(*FIRST, patch_row("5", rect(600, 0, 40, 50)), name="补发")
    listener = Listener(cancel_at=at)
    with pytest.raises(Cancelled):
        import_batch(path, JUNE, decided.ledger, "2026监测图斑", listener, again=True)
    assert decided.ledger.read_bytes() == before


def test_the_comparison_is_a_sheet_of_its_own(decided: SmallCounty, tmp_path: Path) -> None:
    report = again(decided, patch_row("1", rect(60, 0, 45, 50)), patch_row("5", rect(600, 0, 40, 50)))
    sheet = openpyxl.load_workbook(write_report(tmp_path / "清单.xlsx", report))["与台账比较"]
    rows = [[cell.value for cell in row[:2]] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        ["1", "变化，已会审不更新"],
        ["2", "本次文件中没有"],
        ["3", "本次文件中没有"],
        ["4", "本次文件中没有"],
        ["5", "新增"],
    ]


def test_a_list_saved_by_gpkg_is_the_same_batch(decided: SmallCounty) -> None:
    """Another format of the same rows changes nothing but fields that only it has."""
    source = saved(layer_of(FIRST), decided.folder / "补发.gpkg")
    report = import_batch(source, JUNE, decided.ledger, "2026监测图斑", Silent(), again=True)
    assert report.reissue is not None
    assert all(change.what == "其他字段（fid）" for change in report.reissue.changed)


def batch_row(small: SmallCounty, name: str = JUNE) -> tuple[int, int, int, int]:
    """(rows, accepted, rejected, secret) as the ledger counts them."""
    with Ledger.open(small.ledger) as ledger:
        [batch] = [one for one in ledger.batches() if one.name == name]
        assert batch.secret == ledger.secret_count(name)
    return batch.rows, batch.accepted, batch.rejected, batch.secret


def test_a_patch_marked_secret_later_is_reported_elsewhere_and_not_refused(decided: SmallCounty) -> None:
    marked = patch_row("4", rect(240, 0, 40, 50), BZ="涉军")
    report = again(decided, *FIRST[:3], marked)
    assert (report.received, report.accepted, report.rejected, report.secret) == (4, 1, 0, 1)
    assert batch_row(decided) == (4, 4, 0, 1), "each number once"
    report = again(decided, *FIRST[:3], marked, patch_row("5", rect(600, 0, 40, 50)))
    assert (report.accepted, report.rejected, report.secret) == (1, 0, 0), "the mark is known by now"
    assert batch_row(decided) == (5, 5, 0, 1)
    with Ledger.open(decided.ledger) as ledger:
        told = [entry.text for entry in ledger.journal() if entry.act == "接收"]
    assert len(told) == 3, "each file has a line of its own"
    assert told[2] == "批次“2026年6月”补充接收：5 行，新增 1，更新 0，涉密 0；该批次现有 5 个（各次文件合并，不重复计）"


def test_a_mark_that_comes_with_another_batch_counts_there_too(decided: SmallCounty) -> None:
    """The file of July had two rows, and both went where they belong."""
    report = decided.receive(
        patch_row("4", rect(240, 0, 40, 50), BZ="涉军"), patch_row("9", rect(900, 0, 40, 50)), batch=JULY
    )
    assert (report.received, report.accepted, report.rejected, report.secret) == (2, 2, 0, 1)
    assert batch_row(decided) == (4, 4, 0, 1)


def test_a_row_that_was_refused_this_time_is_not_gone(decided: SmallCounty) -> None:
    """It is in the file, without its shape."""
    rows = [(shape if values["JCBH"] != "3" else None, values) for shape, values in FIRST]
    source = saved(layer_of(rows), decided.folder / "补发.gpkg")
    report = import_batch(source, JUNE, decided.ledger, "2026监测图斑", Silent(), again=True)
    assert report.reissue is not None and report.reissue.gone == []
    assert [(issue.number, issue.kind) for issue in report.issues if issue.number == "3"] == [("3", REJECT)]
    assert batch_row(decided) == (5, 4, 1, 0)
