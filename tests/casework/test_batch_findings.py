"""接收核对: overlaps, slivers, strangers, children, codes, systems, units: each told with its row and its cure."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import shapely

from demo.geofiles import PRJ
from landwatch_plugin.casework.intake import Request, import_batch, read_batch
from landwatch_plugin.casework.intake_report import IntakeReport, issue_lines, issue_rows, write_report
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import CrsError, InputError
from landwatch_plugin.domain.field_profile import NOT_USED
from landwatch_plugin.domain.intake import REJECT, WARN
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JUNE, SmallCounty, layer_of, patch_row, rect, saved

SHIPPED = "2026监测图斑"


def warnings(report: IntakeReport) -> list[tuple[int, str]]:
    return [(issue.row, issue.problem) for issue in report.issues if issue.kind == WARN]


def bind_townships(small: SmallCounty) -> None:
    """Two townships of 500 m side by side."""
    for_each = [(rect(500 * at, 0, 500, 500), {"XZQDM": f"99012610{at}", "XZQMC": f"{at}镇"}) for at in (0, 1)]
    small.bind(Role.TOWN, *for_each)


def test_overlapping_patches_are_told_with_what_they_share(small: SmallCounty) -> None:
    report = small.receive(
        patch_row("1", rect(0, 0, 40, 50)), patch_row("2", rect(30, 0, 40, 50)), patch_row("3", rect(200, 0, 40, 50))
    )
    assert report.accepted == 3
    assert warnings(report) == [(2, "与第1行图斑1重叠500.00平方米（占较小图斑的25%）")]
    assert all(issue.cure for issue in report.issues)


def test_the_same_shape_twice_under_two_numbers_is_a_whole_overlap(small: SmallCounty) -> None:
    report = small.receive(patch_row("1", rect(0, 0, 40, 50)), patch_row("2", rect(0, 0, 40, 50)))
    assert warnings(report) == [(2, "与第1行图斑1重叠2000.00平方米（占较小图斑的100%）")]


def test_slivers_and_crumbs_are_told(small: SmallCounty) -> None:
    crumb = shapely.MultiPolygon([rect(100, 0, 40, 50), rect(150, 0, 0.5, 0.5)])
    report = small.receive(
        patch_row("1", rect(0, 0, 0.1, 50)), patch_row("2", crumb), patch_row("3", rect(300, 0, 40, 50))
    )
    assert warnings(report) == [
        (1, "是碎斑：面积5.00平方米、平均宽0.10米"), (2, "由2块组成，其中有碎斑：面积0.25平方米、平均宽0.25米"),
    ]  # fmt: skip


def test_patches_beyond_the_bound_townships_are_told(small: SmallCounty) -> None:
    """The border between two townships is no border of the county."""
    bind_townships(small)
    report = small.receive(
        patch_row("1", rect(480, 10, 40, 50)), patch_row("2", rect(990, 10, 40, 50)), patch_row("3", rect(3000, 0, 40, 50)),
        bindings=list(small.bindings.values()),
    )  # fmt: skip
    assert warnings(report) == [(2, "有75%在绑定的乡镇界范围之外"), (3, "在绑定的乡镇界范围之外")]
    assert report.accepted == 3, "the border layer may be the one that is wrong"


def test_a_batch_that_lies_beyond_the_county_as_a_whole_is_refused(small: SmallCounty) -> None:
    """A wrong central meridian, or the neighbour's file."""
    bind_townships(small)
    path = small.batch(patch_row("1", rect(9000, 0, 40, 50)), patch_row("2", rect(9100, 0, 40, 50)))
    with pytest.raises(CrsError, match=r"【图斑\.shp】全部图斑都在绑定的乡镇界范围之外.*坐标系"):
        import_batch(path, JUNE, small.ledger, SHIPPED, Silent(), bindings=list(small.bindings.values()))
    assert not small.ledger.exists()


def test_a_child_keeps_its_parent_s_number(small: SmallCounty) -> None:
    """A parent beside its child is told once, and not as an overlap."""
    number = "990126SJBG26060007"
    report = small.receive(patch_row(number, rect(0, 0, 80, 50)), patch_row(f"{number}_3", rect(0, 0, 40, 50)))
    assert report.children == 1 and "其中子图斑1个" in report.text
    assert warnings(report) == [(2, f"是图斑{number}的子图斑，母图斑也在本批次中")]
    with Ledger.open(small.ledger) as ledger:
        assert ledger.patch(f"{number}_3").extra["母图斑编号"] == number


def test_a_child_of_a_patch_in_the_ledger_is_told(small: SmallCounty) -> None:
    small.receive(patch_row("A1", rect(0, 0, 80, 50)))
    report = small.receive(patch_row("A1_1", rect(0, 0, 40, 50)), batch="2026年7月")
    assert warnings(report) == [(1, "是图斑A1的子图斑，母图斑已在台账中")]


@pytest.mark.parametrize("rows", [("A1", "A1_2"), ("A1_2", "A1")], ids=["母在先", "子在先"])
def test_a_child_of_a_secret_patch_is_secret_too(small: SmallCounty, rows: tuple[str, str]) -> None:
    """It is the same land. No message names either."""
    report = small.receive(
        *(patch_row(n, rect(90 * at, 0, 40, 50), BZ="涉军" if n == "A1" else "") for at, n in enumerate(rows))
    )
    assert (report.accepted, report.secret) == (2, 2)
    assert "A1" not in "".join(issue_lines(report.issues))
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == []


def test_codes_that_the_year_does_not_know_are_told(small: SmallCounty) -> None:
    """1 and 01 are one code; 1A is one of another year."""
    codes = ("20", "01", "1", "1A")
    report = small.receive(*(patch_row(f"{at}", rect(60 * at, 0, 40, 50), TBLX=code) for at, code in enumerate(codes)))
    assert warnings(report) == [(4, "图斑类型“1A”不在2026年图斑类型编码表中")]


def test_a_code_list_of_another_year_is_told(small: SmallCounty) -> None:
    report = small.receive(patch_row("1", rect(0, 0, 40, 50), HSX="20230512", QSX="20220512"))
    assert warnings(report) == [(0, "后时相多为2023年，字段映射方案用的却是2026年图斑类型编码表")]


def test_fields_that_are_not_there_are_told_once(small: SmallCounty) -> None:
    source = saved(layer_of([(rect(0, 0, 40, 50), {"JCBH": "1", "TBLX": "20"})]), small.folder / "图斑.gpkg")
    report = import_batch(source, JUNE, small.ledger, SHIPPED, Silent())
    [(row, problem)] = warnings(report)
    assert (
        row == 0
        and problem.startswith("没有找到这些内容的字段：")
        and "前时相" in problem
        and "图斑类型" not in problem
    )


def test_a_file_without_prj_is_taken_by_its_zone_prefix_and_told(small: SmallCounty) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    path.with_suffix(".prj").unlink()
    report = import_batch(path, JUNE, small.ledger, SHIPPED, Silent())
    assert [row for row, problem in warnings(report) if "缺少 .prj" in problem] == [0]
    with Ledger.open(small.ledger) as ledger:
        assert ledger.srid == 4526


def test_a_wrong_prj_is_set_right_by_the_user_s_word(small: SmallCounty) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    path.with_suffix(".prj").write_text(PRJ.replace("38500000.0", "39500000.0").replace("114.0", "117.0"))
    with pytest.raises(CrsError, match="EPSG:4526"):
        import_batch(path, JUNE, small.ledger, SHIPPED, Silent())
    report = import_batch(path, JUNE, small.ledger, SHIPPED, Silent(), crs="EPSG:4526")
    assert report.accepted == 1 and "人工指定" in report.crs


@pytest.mark.parametrize(("unit", "m2"), [("平方米", 3.0), ("亩", 2000.0), ("公顷", 30000.0), (NOT_USED, None)])
def test_the_user_s_word_on_the_unit_goes_before_the_guess(small: SmallCounty, unit: str, m2: float | None) -> None:
    """3 on 2000 m² are 亩; another unit is taken when it is said, and doubted."""
    path = small.batch(patch_row("1", rect(0, 0, 40, 50), MJ=3.0))
    report = import_batch(path, JUNE, small.ledger, SHIPPED, Silent(), unit=unit)
    with Ledger.open(small.ledger) as ledger:
        assert ledger.patch("1").official_m2 == (pytest.approx(m2) if m2 else None)
    doubted = any("更像亩" in problem for _, problem in warnings(report))
    assert doubted == (unit in ("平方米", "公顷"))


def test_a_unit_that_nobody_knows_is_refused(small: SmallCounty) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    with pytest.raises(InputError, match="面积单位“顷”无法识别"):
        import_batch(path, JUNE, small.ledger, SHIPPED, Silent(), unit="顷")


def test_the_user_s_field_table_goes_before_the_synonyms(small: SmallCounty) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 40, 50), BZ="说明", TZ="厂房"))
    import_batch(path, JUNE, small.ledger, SHIPPED, Silent(), fields={"number": "JCBH", "feature": "BZ"})
    with Ledger.open(small.ledger) as ledger:
        patch = ledger.patch("1")
    assert (patch.feature, patch.remark, patch.extra["TZ"]) == ("说明", "", "厂房")


def test_without_a_profile_the_best_fitting_one_is_taken(small: SmallCounty) -> None:
    """A forestry hand-out, with township and village of its own."""
    values = {
        "图斑号": "007",
        "县": "演示县",
        "乡镇": "河口镇",
        "村": "甲村",
        "判读面积": 0.2,
        "前地类": "乔木林地",
        "变化类型": "建设",
    }
    source = saved(layer_of([(rect(0, 0, 40, 50), values)]), small.folder / "林草.gpkg")
    report = import_batch(source, JUNE, small.ledger, "", Silent())
    assert (report.profile, report.area_unit) == ("林草判读图斑", "公顷")
    with Ledger.open(small.ledger) as ledger:
        patch = ledger.patch("007")
    assert (patch.town, patch.village, patch.base_name) == ("河口镇", "甲村", "乔木林地")


def test_rows_marked_as_deleted_in_the_table_are_told(small: SmallCounty) -> None:
    """GDAL passes them over without a word."""
    path = small.batch(*(patch_row(f"{k}", rect(60 * k, 0, 40, 50)) for k in range(3)))
    data = bytearray(path.with_suffix(".dbf").read_bytes())
    data[int.from_bytes(data[8:10], "little")] = 0x2A
    path.with_suffix(".dbf").write_bytes(bytes(data))
    report = import_batch(path, JUNE, small.ledger, SHIPPED, Silent())
    assert report.accepted == 2
    assert warnings(report) == [(0, "属性表（.dbf）中有1行标记为已删除，未接收")]


def test_a_patch_far_from_all_others_is_refused(small: SmallCounty) -> None:
    """A digit too much in one row does not stop the others."""
    rows = [patch_row(f"{k}", rect(60 * k, 0, 40, 50)) for k in range(4)]
    path = small.batch(*rows, patch_row("far", rect(0, 900_000, 40, 50)), patch_row("wide", rect(0, 0, 300_000, 9)))
    report = import_batch(path, JUNE, small.ledger, SHIPPED, Silent())
    refused = {issue.number: issue.problem for issue in report.issues if issue.kind == REJECT}
    assert refused == {"far": "图形远在其他图斑数百公里之外，坐标有误", "wide": "图形横跨数百公里，个别坐标有误"}
    assert (report.received, report.accepted, report.rejected) == (6, 4, 2)


def test_looking_writes_nothing(small: SmallCounty) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    reading = read_batch(Request(str(path), JUNE, small.ledger), Silent())
    assert (reading.report.accepted, small.ledger.exists()) == (1, False)
    reading.save(Silent())
    assert small.ledger.exists()


def test_the_list_of_findings_is_written_for_printing(small: SmallCounty, tmp_path: Path) -> None:
    """What blocks stands first; rows are figures, numbers are texts."""
    report = small.receive(
        patch_row("007", rect(0, 0, 40, 50)),
        patch_row("008", rect(30, 0, 40, 50)),
        patch_row("007", rect(90, 0, 40, 50)),
    )
    assert [row[2] for row in issue_rows(report.issues)] == [REJECT, WARN]
    sheet = openpyxl.load_workbook(write_report(tmp_path / "清单.xlsx", report)).active
    assert sheet["A1"].value == "2026年6月接收核对清单"
    assert [cell.value for cell in sheet[4]][:3] == [3, "007", REJECT]
    assert "SHA" not in sheet["A2"].value and "2026年6月.shp" in sheet["A2"].value
    assert report.counted == "退回1，修复0，提示1"
