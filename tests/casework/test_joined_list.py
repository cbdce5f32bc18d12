"""清单连接: a list joined to the layer by number; what has no partner on either side is listed, and nothing is secret."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from landwatch_plugin.casework.intake import import_batch
from landwatch_plugin.casework.intake_report import IntakeReport, issue_lines
from landwatch_plugin.casework.joined_list import JoinedList, read_list
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.ledger.profile_file import read_profile
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JUNE, SmallCounty, layer_of, rect, saved

PROFILE = read_profile()


def csv_list(path: Path, *lines: str, encoding: str = "gb18030") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def xlsx_list(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def bare_layer(small: SmallCounty, *numbers: str) -> str:
    """Shapes and numbers, nothing else."""
    rows = [(rect(60 * at, 0, 40, 50), {"TBBH": number}) for at, number in enumerate(numbers)]
    return saved(layer_of(rows), small.folder / "图形.gpkg")


def join(small: SmallCounty, source: str, listing: Path) -> IntakeReport:
    return import_batch(source, JUNE, small.ledger, "2026监测图斑", Silent(), listing=listing)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    found = read_list(csv_list(tmp_path / "清单.csv", "图斑编号,备注", "007,水田建房", encoding=encoding), PROFILE)
    assert (found.key, found.columns) == ("图斑编号", ["图斑编号", "备注"])
    assert found.rows == {"007": (2, {"图斑编号": "007", "备注": "水田建房"})}


def test_the_header_is_found_under_a_title(tmp_path: Path) -> None:
    """And the rows keep the numbers that Excel shows."""
    path = xlsx_list(
        tmp_path / "清单.xlsx", ["演示县图斑列表"], [None], ["序号", "图斑编号", "图斑特征"], [1, "007", "厂房"]
    )
    assert read_list(path, PROFILE).rows == {"007": (4, {"序号": "1", "图斑编号": "007", "图斑特征": "厂房"})}


def test_a_tab_separated_list_is_read(tmp_path: Path) -> None:
    assert list(read_list(csv_list(tmp_path / "a.txt", "图斑编号\t备注", "1\ta,b"), PROFILE).rows) == ["1"]


def test_rows_without_number_and_numbers_met_twice_are_listed(tmp_path: Path) -> None:
    found = read_list(csv_list(tmp_path / "a.csv", "图斑编号,备注", "1,甲", ",合计", "1,乙"), PROFILE)
    assert [issue.problem for issue in found.issues] == [
        "清单第3行没有编号，未连接", "清单第4行编号与第2行重复，只采用先出现的一行",
    ]  # fmt: skip
    assert found.rows["1"][1]["备注"] == "甲"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("旧.xls", r"不能读取旧版 \.xls 文件.*另存为"),
        ("没有.csv", "清单无法读取"),
        ("没有.xlsx", "不是可读取的 Excel 文件"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_with_a_cure(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read_list(tmp_path / name, PROFILE)
    assert caught.value.source == name and caught.value.cure


def test_a_list_without_a_number_column_says_what_it_has(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"【a.csv】清单中没有找到编号列（JCBH、.*第一行为：甲、乙"):
        read_list(csv_list(tmp_path / "a.csv", "甲,乙", "1,2"), PROFILE)


def test_what_the_layer_has_stays_and_the_list_fills_what_is_empty() -> None:
    """A figure written otherwise is the same figure; a code with a leading zero is another code."""
    listed = JoinedList(
        "a", "编号", [], {"1": (2, {"编号": "1", "MJ": "2000", "TBLX": "01", "BZ": "清单", "TZ": "厂房"})}
    )
    values, other = listed.join("1", {"MJ": 2000.0, "TBLX": "1", "BZ": "图层", "TZ": None})
    assert values == {"MJ": 2000.0, "TBLX": "1", "TBLX（清单）": "01", "BZ": "图层", "BZ（清单）": "清单", "TZ": "厂房"}
    assert other == ["TBLX（图层1，清单01）", "BZ（图层图层，清单清单）"]


def test_a_list_gives_the_attributes_of_bare_shapes(small: SmallCounty) -> None:
    """Fields, dates and areas all come from the list; the ledger names both files."""
    listing = xlsx_list(
        small.folder / "清单.xlsx",
        ["图斑编号", "图斑类型", "后时相", "图斑面积（亩）"],
        ["007", "20", "2026年5月12日", 3.0],
    )
    report = join(small, bare_layer(small, "007"), listing)
    assert report.area_unit == "亩"
    with Ledger.open(small.ledger) as ledger:
        patch, [batch] = ledger.patch("007"), ledger.batches()
    assert (patch.change_type, str(patch.after), patch.after_text) == ("20", "2026-05-12", "2026年5月12日")
    assert patch.official_m2 == pytest.approx(2000)
    assert batch.source == "图形.gpkg + 清单.xlsx"


def test_rows_without_partner_on_either_side_are_listed(small: SmallCounty) -> None:
    report = join(small, bare_layer(small, "1", "2"), csv_list(small.folder / "a.csv", "图斑编号,备注", "2,乙", "3,丙"))
    assert report.accepted == 2
    said = issue_lines(report.issues)
    assert "第1行 1 提示：清单中没有这个编号。请核对清单是否完整；该图斑只有图层中的属性。" in said
    assert "3 提示：清单第3行的编号在图层中没有图形。请向下发单位索取该图斑的图形；本次不接收这一行。" in said


def test_where_list_and_layer_differ_it_is_told_and_both_are_kept(small: SmallCounty) -> None:
    source = saved(layer_of([(rect(0, 0, 40, 50), {"JCBH": "1", "BZ": "图层说"})]), small.folder / "图形.gpkg")
    report = join(small, source, csv_list(small.folder / "a.csv", "JCBH,BZ", "1,清单说"))
    assert any("清单与图层不一致：BZ（图层图层说，清单清单说）" in line for line in issue_lines(report.issues))
    with Ledger.open(small.ledger) as ledger:
        patch = ledger.patch("1")
    assert (patch.remark, patch.extra["BZ（清单）"]) == ("图层说", "清单说")


def test_a_secret_mark_in_the_list_sets_the_patch_aside(small: SmallCounty) -> None:
    """With or without a shape: no message names it."""
    listing = csv_list(small.folder / "a.csv", "图斑编号,备注", "1,涉军设施", "9,涉军设施", "2,厂房")
    report = join(small, bare_layer(small, "1", "2"), listing)
    assert (report.accepted, report.secret) == (2, 1)
    said = "".join(issue_lines(report.issues))
    assert "涉军" not in said and "9 " not in said and "（涉密）" in said
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == ["2"]


def test_a_list_with_chinese_headers_gives_a_bare_layer_its_dates_area_and_remark(small: SmallCounty) -> None:
    """The profile is chosen by what layer and list have together."""
    listing = csv_list(
        small.folder / "清单.csv",
        "图斑编号,图斑类型,前时相,后时相,图斑面积(亩),备注",
        "007,20,20260512,2026-06-15,3.00,建房",
    )
    report = import_batch(bare_layer(small, "007"), JUNE, small.ledger, "", Silent(), listing=listing)
    assert (report.profile, report.area_unit) == ("2026监测图斑（23字段）", "亩")
    with Ledger.open(small.ledger) as ledger:
        patch = ledger.patch("007")
    assert (str(patch.before), str(patch.after), patch.remark) == ("2026-05-12", "2026-06-15", "建房")
    assert patch.official_m2 == pytest.approx(2000)


def test_columns_that_the_named_profile_leaves_out_are_told(small: SmallCounty) -> None:
    listing = csv_list(small.folder / "清单.csv", "图斑编号,前时相,备注", "007,20260512,建房")
    report = import_batch(bare_layer(small, "007"), JUNE, small.ledger, "旧版调查表", Silent(), listing=listing)
    assert any("没有采用：前时相（前时相）、备注（备注）" in issue.problem for issue in report.issues)


def test_numbers_that_almost_match_are_told_on_both_sides(small: SmallCounty) -> None:
    """Excel took the leading zeros, somebody typed in capitals; full-width digits are joined as they are meant."""
    listing = csv_list(small.folder / "清单.csv", "图斑编号,备注", "7,甲", "SJ01,乙", "００９,丙", "8,丁")
    report = join(small, bare_layer(small, "007", "sj01", "009"), listing)
    like = {issue.number: issue.cure for issue in report.issues if "只差" in issue.cure}
    assert like == {
        "7": "与图层中的“007”只差大小写、空格或前导零，请统一编号后重新接收",
        "SJ01": "与图层中的“sj01”只差大小写、空格或前导零，请统一编号后重新接收",
        "007": "与清单第2行的编号只差大小写、空格或前导零，请统一编号后重新接收",
        "sj01": "与清单第3行的编号只差大小写、空格或前导零，请统一编号后重新接收",
    }
    assert [issue.cure for issue in report.issues if issue.number == "8"] == [
        "请向下发单位索取该图斑的图形；本次不接收这一行"
    ]
    with Ledger.open(small.ledger) as ledger:
        assert ledger.patch("009").remark == "丙"


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_list_is_read_whatever_parts_its_columns(tmp_path: Path, sign: str) -> None:
    """Semicolons come from Excel under other regional settings; those in a remark part nothing else."""
    path = csv_list(tmp_path / "a.csv", f"图斑编号{sign}备注", f'1{sign}"甲;乙;丙,丁"')
    assert read_list(path, PROFILE).rows == {"1": (2, {"图斑编号": "1", "备注": "甲;乙;丙,丁"})}


def test_a_second_filled_sheet_is_told(tmp_path: Path) -> None:
    """An empty one is not."""
    book = openpyxl.Workbook()
    book.active.append(["图斑编号"])
    book.active.append(["1"])
    book.create_sheet("七月").append(["图斑编号"])
    book.create_sheet("空表")
    book.save(tmp_path / "清单.xlsx")
    [issue] = read_list(tmp_path / "清单.xlsx", PROFILE).issues
    assert issue.problem == "清单只读了第一个有内容的工作表，没有读：七月"
    assert issue.cure
