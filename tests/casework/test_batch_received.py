"""接收批次: every row is accepted or listed with its cure; nothing is half done, and nothing received is lost."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import numpy as np
import pytest
import shapely

from demo.geofiles import Column
from landwatch_plugin.casework.intake import import_batch
from landwatch_plugin.casework.intake_report import IntakeReport, issue_lines
from landwatch_plugin.domain.errors import Cancelled, InputError, LedgerError
from landwatch_plugin.domain.intake import REJECT, REPAIR, WARN
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import (
    BOWTIE,
    COLUMNS,
    JULY,
    JUNE,
    Listener,
    SmallCounty,
    layer_of,
    patch_row,
    rect,
    ring,
    saved,
)

SHIPPED = "2026监测图斑"
ZONE = np.array((1_000_000, 0))


def listed(report: IntakeReport, kind: str) -> list[tuple[int, str]]:
    return [(issue.row, issue.number) for issue in report.issues if issue.kind == kind]


def closes(report: IntakeReport) -> bool:
    """收到 = 接收 + 退回, and every refused row stands in the list with a cure."""
    refused = [issue for issue in report.issues if issue.kind == REJECT]
    return report.received == report.accepted + report.rejected and len(refused) == report.rejected and all(
        issue.problem and issue.cure for issue in refused
    )  # fmt: skip


def test_received_is_accepted_and_rejected_together(small: SmallCounty) -> None:
    """Of four rows one has no number and one a number used before: two are taken, two stand in the list."""
    report = small.receive(
        patch_row("990126SJ0001", rect(0, 0, 40, 50)),
        patch_row("", rect(50, 0, 40, 50)),
        patch_row("990126SJ0001", rect(100, 0, 40, 50)),
        patch_row("990126SJ0002", rect(150, 0, 40, 50)),
    )
    assert (report.received, report.accepted, report.rejected, report.secret) == (4, 2, 2, 0)
    assert closes(report)
    assert listed(report, REJECT) == [(2, ""), (3, "990126SJ0001")]
    lines = issue_lines(report.issues)
    assert lines[0] == "第2行  退回：没有图斑编号。请补填图斑编号后重新接收。"
    assert lines[1].startswith("第3行 990126SJ0001 退回：编号与第1行重复。")
    assert "收到4个，接收2个（其中涉密另行报送0个），退回2个" in report.text


def test_the_ledger_keeps_the_same_account(small: SmallCounty) -> None:
    """Batch, source file with its digest, and the issues are in the ledger."""
    small.receive(patch_row("1", rect(0, 0, 40, 50)), patch_row("1", rect(50, 0, 40, 50)), by="接收员")
    with Ledger.open(small.ledger) as ledger:
        [batch], issues = ledger.batches(), ledger.issues(JUNE)
    file = small.folder / "下发" / f"{JUNE}.shp"
    assert (batch.name, batch.source, batch.by) == (JUNE, file.name, "接收员")
    parts = (file.with_suffix(suffix).read_bytes() for suffix in (".shp", ".shx", ".dbf", ".prj"))
    assert batch.sha256 == sha256(b"".join(parts)).hexdigest(), "over all parts: a changed .dbf is another file"
    assert (batch.rows, batch.accepted, batch.rejected, batch.secret) == (2, 1, 1, 0)
    assert batch.profile.startswith("2026监测图斑")
    assert [(issue.row, issue.number, issue.level) for issue in issues] == [(2, "1", REJECT)]


def test_gbk_without_cpg_reads_right_chinese(small: SmallCounty) -> None:
    """Rare characters too; the encoding is told."""
    row = patch_row("1", rect(0, 0, 40, 50), TZ="钢结构厂房", BZ="镕喆公司，堃鑫仓库", XMC="演示县")
    report = small.receive(row)
    with Ledger.open(small.ledger) as ledger:
        patch = ledger.patch("1")
    assert (patch.feature, patch.remark, patch.county) == ("钢结构厂房", "镕喆公司，堃鑫仓库", "演示县")
    assert report.encoding == "GBK（GB18030）"


def test_utf8_is_recognised_whatever_the_cpg_says(small: SmallCounty) -> None:
    """A layer written by QGIS in UTF-8, whose .cpg was replaced by a wrong one."""
    path = small.folder / "图斑.shp"
    values = {"JCBH": "1", "BZ": "占用水田建仓库，院内硬化", "MJ": 2000.0}
    saved(layer_of([(rect(0, 0, 40, 50), values)]), path, "ESRI Shapefile")
    path.with_suffix(".cpg").write_text("GBK")
    report = import_batch(path, JUNE, small.ledger, SHIPPED, Silent())
    with Ledger.open(small.ledger) as ledger:
        assert ledger.patch("1").remark == "占用水田建仓库，院内硬化"
    assert report.encoding == "UTF-8"


@pytest.mark.parametrize("number", ["0012345", "000", "1E5", "130427SJBG26210310_3"])
def test_ids_are_texts_and_keep_leading_zeros(small: SmallCounty, number: str) -> None:
    """A number is never read as a number."""
    small.receive(patch_row(number, rect(0, 0, 40, 50), TBLX="01", DLBM="0101"))
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == [number]
        assert (ledger.patch(number).change_type, ledger.patch(number).base_class) == ("01", "0101")


def test_ids_in_a_number_field_lose_nothing_but_the_point(small: SmallCounty) -> None:
    """Some counties keep the number in a numeric column: 20260601.0 is 20260601."""
    columns = (Column("JCBH", "N", 12), *COLUMNS[1:])
    shape, values = patch_row("", rect(0, 0, 40, 50))
    path = small.batch((shape, values | {"JCBH": 20260601}), columns=columns)
    import_batch(path, JUNE, small.ledger, SHIPPED, Silent())
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == ["20260601"]


def test_dates_of_every_form_in_one_file(small: SmallCounty) -> None:
    """The forms of formats.md §1.1 side by side; what cannot be read stays as text and is said."""
    forms = ["20260512", "2026/5/12", "2026-05", "2026年5月12日", "2026.5.12", "", "五月中旬", "2026-13-40"]
    report = small.receive(
        *(patch_row(f"{k}", rect(60 * k, 0, 40, 50), HSX=form, QSX="2026-02-08") for k, form in enumerate(forms))
    )
    with Ledger.open(small.ledger) as ledger:
        patches = [ledger.patch(f"{k}") for k in range(len(forms))]
    day = date(2026, 5, 12)
    assert [patch.after for patch in patches] == [day, day, date(2026, 5, 1), day, day, None, None, None]
    assert [patch.after_text for patch in patches] == forms
    assert {row for row, _ in listed(report, WARN)} == {3, 6, 7, 8}
    said = " ".join(issue_lines(report.issues))
    assert "后时相“2026-05”只有年月，暂按当月1日" in said
    assert "后时相“五月中旬”无法识别为日期。请补填日期；依赖日期的规则将为存疑。" in said


@pytest.mark.parametrize(("unit", "per_m2"), [("平方米", 1.0), ("亩", 0.0015), ("公顷", 0.0001)])
def test_the_unit_of_the_issued_area_is_recognised(small: SmallCounty, unit: str, per_m2: float) -> None:
    """By comparison with the geometry; the ledger holds m². One area that is off is said, not taken for a unit."""
    sizes = [(40, 50), (60, 80), (30, 30)]
    rows = [patch_row(f"{k}", rect(200 * k, 0, w, h), MJ=w * h * per_m2) for k, (w, h) in enumerate(sizes)]
    rows.append(patch_row("9", rect(600, 0, 50, 50), MJ=2500 * per_m2 * 1.6))
    columns = (*COLUMNS[:-1], Column("MJ", "N", 18, 6))
    path = small.batch(*rows, columns=columns)
    report = import_batch(path, JUNE, small.ledger, SHIPPED, Silent())
    assert report.area_unit == unit
    with Ledger.open(small.ledger) as ledger:
        issued = [ledger.patch(number).official_m2 for number in ("0", "1", "2")]
    assert issued == pytest.approx([2000, 4800, 900], rel=1e-3)
    [off] = [issue for issue in report.issues if issue.kind == WARN]
    assert (off.row, off.number) == (4, "9")
    assert "相差60.0%" in off.problem


def test_an_area_of_no_known_unit_is_said_and_kept_as_written(small: SmallCounty) -> None:
    """Neither taken for m² nor lost."""
    report = small.receive(patch_row("1", rect(0, 0, 40, 50), MJ=777.0))
    with Ledger.open(small.ledger) as ledger:
        patch = ledger.patch("1")
    assert report.area_unit == ""
    assert patch.official_m2 is None
    assert patch.extra["MJ"] == "777"
    assert any("单位与图形面积对不上" in line for line in issue_lines(report.issues))


def test_fields_that_no_profile_names_are_kept(small: SmallCounty) -> None:
    """As texts beside the patch."""
    small.receive(patch_row("1", rect(0, 0, 40, 50), JSYDXZ="新增建设用地"))
    with Ledger.open(small.ledger) as ledger:
        assert ledger.patch("1").extra["JSYDXZ"] == "新增建设用地"


def test_a_bowtie_is_repaired_and_listed(small: SmallCounty) -> None:
    """Both triangles stay, 2500 m² of them, and the list tells the area before and after."""
    report = small.receive(patch_row("1", rect(200, 0, 40, 50)), patch_row("2", BOWTIE, MJ=2500))
    assert (report.accepted, report.rejected) == (2, 0)
    assert listed(report, REPAIR) == [(2, "2")]
    [told] = [issue.problem for issue in report.issues if issue.kind == REPAIR]
    assert told == "图形自相交，已修复，面积0.00→2500.00平方米"
    with Ledger.open(small.ledger) as ledger:
        patch = ledger.patch("2")
    assert patch.area_m2 == pytest.approx(2500, abs=0.01)
    assert shapely.from_wkb(patch.wkb).is_valid


def test_parts_and_holes_are_kept(small: SmallCounty) -> None:
    """A patch in two parts, and one with a hole."""
    two = shapely.MultiPolygon([rect(0, 0, 40, 50), rect(60, 0, 40, 50)])
    holed = rect(200, 0, 100, 100).difference(rect(230, 30, 40, 40))
    small.receive(patch_row("two", two), patch_row("holed", holed))
    with Ledger.open(small.ledger) as ledger:
        parts, hole = (shapely.from_wkb(ledger.patch(number).wkb) for number in ("two", "holed"))
    assert (parts.geom_type, len(parts.geoms), parts.area) == ("MultiPolygon", 2, 4000)
    assert len(hole.geoms[0].interiors) == 1
    assert hole.area == 8400


def test_a_shape_without_area_is_refused(small: SmallCounty) -> None:
    """A line drawn as a polygon has nothing to overlay; the others go in."""
    flat = ring((0, 0), (100, 0), (50, 0))
    report = small.receive(patch_row("1", flat, MJ=1), patch_row("2", rect(0, 100, 40, 50)))
    assert listed(report, REJECT) == [(1, "1")]
    assert closes(report)


def test_a_row_without_geometry_is_refused(small: SmallCounty) -> None:
    """From a GeoPackage, where a row may have none."""
    values = {"JCBH": "1", "MJ": 2000.0}
    source = saved(layer_of([(None, values), (rect(0, 0, 40, 50), values | {"JCBH": "2"})]), small.folder / "下发.gpkg")
    report = import_batch(source, JUNE, small.ledger, SHIPPED, Silent())
    assert listed(report, REJECT) == [(1, "1")]
    assert "没有图形" in issue_lines(report.issues)[0]
    assert (report.received, report.accepted) == (2, 1)


def test_known_numbers_are_refused_and_nothing_is_overwritten(small: SmallCounty) -> None:
    """The same rows again under another batch name: what was decided stays."""
    rows = [patch_row("1", rect(0, 0, 40, 50)), patch_row("2", rect(50, 0, 40, 50))]
    small.receive(*rows)
    small.check()
    small.decide("1", "违法", "未报即用", "新增")
    with Ledger.open(small.ledger) as ledger:
        before = ledger.patches(), ledger.patch("1")
    moved = [patch_row("1", rect(900, 0, 10, 10)), patch_row("3", rect(100, 0, 40, 50))]
    report = small.receive(*moved, batch=JULY)
    assert (report.received, report.accepted, report.rejected) == (2, 1, 1)
    assert "编号已在台账批次“2026年6月”中" in issue_lines(report.issues)[0]
    assert "请把批次名称填为“2026年6月”作补充接收" in issue_lines(report.issues)[0]
    with Ledger.open(small.ledger) as ledger:
        assert [row for row in ledger.patches() if row.number != "3"] == before[0]
        assert ledger.patch("1") == before[1]
        assert ledger.verify_journal() is None


def test_a_batch_name_is_taken_once(small: SmallCounty) -> None:
    """Blanks around it do not make another name."""
    small.receive(patch_row("1", rect(0, 0, 40, 50)))
    with pytest.raises(LedgerError, match="批次“2026年6月”已在台账中"):
        import_batch(small.batch(patch_row("2", rect(0, 0, 40, 50))), f" {JUNE} ", small.ledger, SHIPPED, Silent())


def test_a_batch_without_name_is_refused(small: SmallCounty) -> None:
    with pytest.raises(InputError, match="没有填写批次名称"):
        import_batch(small.batch(patch_row("1", rect(0, 0, 9, 9))), "  ", small.ledger, SHIPPED, Silent())


def test_a_thousand_rows_received_twice_take_no_time(small: SmallCounty) -> None:
    """Refusing known numbers does not grow with the square of the batch."""
    rows = [patch_row(f"{k:04d}", rect(50 * (k % 40), 60 * (k // 40), 40, 50)) for k in range(1000)]
    assert small.receive(*rows).accepted == 1000
    assert small.receive(*rows, batch=JULY).rejected == 1000


@pytest.mark.parametrize("at", [1, 2, 3])
def test_cancelling_leaves_no_ledger(small: SmallCounty, at: int) -> None:
    """Asked at every row, however few they are."""
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)), patch_row("2", rect(50, 0, 40, 50)))
    with pytest.raises(Cancelled):
        import_batch(path, JUNE, small.ledger, SHIPPED, Listener(cancel_at=at))
    assert not small.ledger.exists()


def test_cancelling_leaves_an_older_ledger_as_it_was(small: SmallCounty) -> None:
    """No batch, no patch, not a byte."""
    small.receive(patch_row("1", rect(0, 0, 40, 50)))
    before = small.ledger.read_bytes()
    path = small.batch(patch_row("2", rect(50, 0, 40, 50)))
    with pytest.raises(Cancelled):
        import_batch(path, JULY, small.ledger, SHIPPED, Listener(cancel_at=2))
    assert small.ledger.read_bytes() == before


def test_progress_goes_from_nothing_to_all(small: SmallCounty) -> None:
    listener = Listener()
    path = small.batch(*(patch_row(f"{k}", rect(60 * k, 0, 40, 50)) for k in range(5)))
    import_batch(path, JUNE, small.ledger, SHIPPED, listener)
    assert listener.heard[-1] == 100
    assert listener.heard == sorted(listener.heard)


def test_an_intake_that_fails_leaves_no_empty_ledger(small: SmallCounty) -> None:
    """A new ledger that got no batch is not left behind."""
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    with pytest.raises(LedgerError, match="无法在"):
        import_batch(path, JUNE, small.folder / "没有这个文件夹" / "台账.gpkg", SHIPPED, Silent())
    assert not list(small.folder.rglob("台账*"))
