"""月核自查: the run over a month, the platform beside it, from a finding to its closing, and the list as a workbook."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from landwatch_plugin.casework.self_check import Problem, SelfCheckReport, open_problems, self_check
from landwatch_plugin.casework.self_check_sheet import write_problems
from landwatch_plugin.domain.errors import Cancelled, InputError, LandwatchError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.self_check import Result
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JULY, JUNE, Listener, Month, SmallCounty, patch_row, rect, write_rows
from tests.self_checked import TODAY, alarms, county, plant, run, unchecked

__all__ = ["county"]


def test_a_month_in_order_raises_no_alarm(county: SmallCounty) -> None:
    """Only the comparison with the platform is missing, and it is said once for all patches."""
    report = run(county)
    assert alarms(report) == {}
    assert set(unchecked(report)) == {("", f"T-0{at}") for at in range(1, 10)}
    assert unchecked(report)["", "T-03"] == "全部2个图斑：没有提供平台导出表"
    assert (
        report.conclusion
        == "自查图斑2个：阻断问题0项，提示问题0项，未检查9项。没有阻断问题；未检查的项目请补齐资料后复查。"
    )


def test_every_trial_is_counted(county: SmallCounty) -> None:
    """通过 + 有问题 + 未检查 + 不适用 = patches, for each check."""
    report = run(county)
    assert {counts.total() for counts in report.tried.values()} == {report.patches} == {2}
    assert len(report.tried) == len(report.checklist.checks)


def platform(small: SmallCounty, **changes: str) -> Path:
    """What was uploaded for patch 1; the brackets of the export are full-width."""
    row = {
        "图斑编号": "1", "核实认定意见": "合法", "地块面积": "3.00", "占耕地面积": "3.00", "占非耕农用地面积": "0.00", "占农用地面积": "3.00", "建设用地面积（亩）": "0.00",
        "占未利用地面积": "0.00", "占基本农田面积": "1.50", "占生态红线面积": "0.00",
    } | changes  # fmt: skip
    return write_rows(small.folder / "平台.csv", row)


def test_the_platform_agrees_and_lacks_one_patch(county: SmallCounty) -> None:
    report = run(county, platform=platform(county))
    assert alarms(report) == {("2", "T-01"): "平台导出表中没有该图斑。"}
    assert report.tried["T-03"] == Counter({Result.PASSED: 1, Result.NOT_CONCERNED: 1})


def test_the_platform_differs(county: SmallCounty) -> None:
    """A slip of a digit, the wrong class, and a formula that no longer holds."""
    report = run(
        county,
        platform=platform(county, 占耕地面积="3.02", 占基本农田面积="15.0", 核实认定意见="其他", 占生态红线面积="0.02"),
    )
    assert {check: text for (number, check), text in alarms(report).items() if number == "1"} == {
        "T-02": "平台填报为“其他”，台账判定为“合法—已批准建设用地（批次）”。", "T-04": "平台耕地面积3.02亩，台账3.00亩。",
        "T-05": "平台占永久基本农田面积15.00亩，台账1.50亩。", "T-06": "平台占生态保护红线面积0.02亩，台账0.00亩。",
        "T-07": "平台耕地3.02亩、非耕农用地0.00亩、建设用地0.00亩、未利用地0.00亩之和，与地块面积3.00亩不符。",
        "T-08": "平台耕地3.02亩、永久基本农田15.00亩、生态保护红线0.02亩中，有大于地块面积3.00亩的。",
        "T-09": "平台耕地3.02亩大于农用地3.00亩。",
    }  # fmt: skip


def test_a_column_that_the_export_lacks_is_not_passed(county: SmallCounty) -> None:
    path = platform(county)
    path.write_text(path.read_text(encoding="utf-8-sig").replace("占生态红线面积", "红线"), encoding="utf-8")
    report = run(county, platform=path)
    assert unchecked(report)["1", "T-06"] == "平台导出表没有“占生态红线面积”一列"
    assert report.notes == ["平台导出表中没有用到的列：红线。列名有出入的，请在自查清单的 [platform] 中补写。"]


def test_a_blank_cell_of_the_platform_is_named(county: SmallCounty) -> None:
    """Patch and column are there; only the figure is not."""
    told = unchecked(run(county, platform=platform(county, 占未利用地面积="")))
    assert told["1", "T-07"] == "平台导出表中该图斑的“占未利用地面积”为空"


def test_the_platform_s_own_names_of_columns_are_known(county: SmallCounty) -> None:
    """占建设用地面积 beside 建设用地面积, 占农用地面积 beside the two parts."""
    path = platform(county)
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace("建设用地面积（亩）", "占建设用地面积"), encoding="utf-8"
    )
    report = run(county, platform=path)
    assert report.notes == [] and ("1", "T-07") not in unchecked(report)
    assert (
        alarms(run(county, platform=platform(county, 占农用地面积="2.98")))["1", "T-09"]
        == "平台耕地3.00亩大于农用地2.98亩。"
    )


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("合法用地", ""), ("已批准建设用地（批次）", ""), ("合法—供地", "平台填报为“合法—供地”"), ("不合法", "平台的判定“不合法”不是规则手册中的类型"),
        ("非农违法", "平台的判定“非农违法”不是规则手册中的类型"),
    ],
)  # fmt: skip
def test_the_platform_s_word_is_read_through_the_book(county: SmallCounty, word: str, said: str) -> None:
    """Equal, different, or not to be compared: never blocked for a mere way of saying."""
    report = run(county, platform=platform(county, 核实认定意见=word))
    told = alarms(report).get(("1", "T-02"), "") + unchecked(report).get(("1", "T-02"), "")
    assert told.startswith(said) and bool(told) is bool(said)


def test_an_excel_export_reads_alike(county: SmallCounty) -> None:
    """With a title row, numbers as numbers and half-width brackets."""
    book = openpyxl.Workbook()
    book.active.append(("图斑列表",))
    book.active.append(("图斑编号", "核实认定意见", "地块面积(亩)", "占耕地面积"))
    book.active.append(("1", "合法用地", 3.02, 3))
    book.save(county.folder / "平台.xlsx")
    found = alarms(run(county, platform=county.folder / "平台.xlsx"))
    assert found["1", "T-03"] == "平台地块面积3.02亩，台账3.00亩。"
    assert ("1", "T-04") not in found and ("1", "T-02") not in found


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (("编号", "地块面积"), "【平台.xlsx】前10行中没有列“图斑编号”"),
        (("图斑编号", "地块面积", "地块面积"), "列“地块面积”出现了两次"),
    ],
)
def test_an_excel_table_of_another_kind_is_refused(county: SmallCounty, header: tuple[str, ...], said: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(header)
    book.save(county.folder / "平台.xlsx")
    with pytest.raises(InputError, match=said):
        run(county, platform=county.folder / "平台.xlsx")


def test_a_platform_figure_that_is_none_is_refused(county: SmallCounty) -> None:
    with pytest.raises(InputError, match=r"【平台.csv】第2行：地块面积“三亩”不是数字"):
        run(county, platform=platform(county, 地块面积="三亩"))


def test_a_patch_that_stands_twice_in_the_export_is_refused(county: SmallCounty) -> None:
    path = write_rows(
        county.folder / "平台.csv", {"图斑编号": "1", "地块面积": "3"}, {"图斑编号": "1", "地块面积": "4"}
    )
    with pytest.raises(InputError, match="图斑1出现了两次"):
        run(county, platform=path)


def test_from_finding_to_closing(county: SmallCounty) -> None:
    """Found, marked by 张某, still there, mended, gone: the list tells all of it, and the journal holds."""
    plant(county, lambda ledger: ledger.save_facts("2", {"用地主体": ""}, "外业组"))
    run(county)
    plant(county, lambda ledger: ledger.correct_problems([("2", "J-08")], "已补填", "张某"))
    assert the_one(run(county)).state == "更正后仍未通过"
    plant(county, lambda ledger: ledger.save_facts("2", {"用地主体": "某公司"}, "外业组"))
    closed = the_one(run(county))
    assert (closed.state, closed.corrected_by, closed.note) == ("复查已消除", "张某", "已补填")
    with Ledger.open(county.ledger) as ledger:
        assert ledger.verify_journal() is None
        assert [item.check for item in open_problems(ledger)] == ["J-08"]


def the_one(report: SelfCheckReport) -> Problem:
    [item] = [item for item in report.problems if item.check == "J-08"]
    return item


def test_a_run_that_is_cancelled_keeps_nothing(county: SmallCounty) -> None:
    with Ledger.open(county.ledger) as ledger:
        before = len(ledger.journal())
    with pytest.raises(Cancelled):
        run(county, feedback=Listener(cancel_at=2))
    with Ledger.open(county.ledger) as ledger:
        assert len(ledger.journal()) == before


def test_a_ledger_without_patches_says_so(small: SmallCounty) -> None:
    with pytest.raises(LandwatchError, match="找不到台账"):
        run(small)


def test_a_period_that_no_batch_has_is_refused(county: SmallCounty) -> None:
    with pytest.raises(InputError, match="2026年9月"):
        run(county, period="2026年9月")


def test_only_the_period_is_checked(county: SmallCounty) -> None:
    county.receive(patch_row("7", rect(320, 20, 40, 50)), batch=JULY)
    assert run(county, period=JUNE).patches == 2
    report = run(county, period=JULY)
    assert report.patches == 1
    assert {item.number for item in report.problems if not item.unchecked} == {"7"}


def test_the_made_up_month_raises_no_false_alarm(month: Month, decided: Path) -> None:
    """Planted: two patches put off, a number issued twice, papers and photos left out, a rural road across farmland, and
    three lawful patches whose approvals came as coordinate texts and are not in the layer yet.

    Nothing else of the sixty-two patches is told; what cannot be known yet (freeze, platform, photos not handed in) is
    not passed either.
    """
    report = self_check(decided, today=TODAY, by="钱某")
    assert report.patches == 62
    found = alarms(report)
    others = {key: text for key, text in found.items() if key[1] != "J-03"}
    assert set(others) == {
        ("990126SJBG26060030", "J-02"), ("990126SJBG26070032", "J-02"), ("990126SJBG26070009", "A-12"), ("990126SJBG26070020", "A-07"),
        ("990126SJBG26060003", "J-04"), ("990126SJBG26070001", "J-04"), ("990126SJBG26070002", "J-04"),
    }  # fmt: skip
    photographed = {text for (_, check), text in found.items() if check == "J-03"}
    assert all("照片" in text or "复垦方案" in text or "立案材料" in text for text in photographed)
    reasons = {item.text for item in report.problems if item.unchecked}
    assert reasons == {"没有登记冻结情况", "尚未判定", "全部62个图斑：没有提供平台导出表"}


def test_the_list_as_an_excel_workbook(county: SmallCounty, tmp_path: Path) -> None:
    """Who corrected and when; what was not checked; how every check came out."""
    plant(county, lambda ledger: ledger.save_facts("2", {"用地主体": ""}, "外业组"))
    run(county)
    plant(county, lambda ledger: ledger.correct_problems([("2", "J-08")], "已补填", "张某"))
    report = run(county)
    book = openpyxl.load_workbook(write_problems(report, tmp_path / "问题清单.xlsx", JUNE))
    assert book.sheetnames == ["问题清单", "未检查", "检查项目"]
    sheet = book["问题清单"]
    assert sheet["A1"].value == "2026年6月月核自查问题清单"
    assert "不宜确认上报" in sheet["A2"].value and "检查日期：2026-11-22" in sheet["A2"].value
    told = dict(zip([cell.value for cell in sheet[3]], [cell.value for cell in sheet[4]], strict=True))
    assert (told["图斑编号"], told["级别"], told["检查项"], told["更正人"], told["更正情况"], told["状态"]) == (
        "2", "阻断", "J-08 违法图斑没有主体", "张某", "已补填", "更正后仍未通过",
    )  # fmt: skip
    assert told["更正时间"][:4] == str(date.today().year) and "T" not in told["更正时间"]
    assert book["未检查"].max_row == 3 + 1
    assert (
        book["未检查"]["F4"].value
        == "全部2个图斑：没有提供平台导出表（T-01、T-02、T-03、T-04、T-05、T-06、T-07、T-08、T-09）"
    )
    assert book["检查项目"].max_row == 3 + len(report.checklist.checks)


def test_a_faulty_list_stops_before_anything_is_kept(county: SmallCounty, tmp_path: Path) -> None:
    path = tmp_path / "清单.toml"
    shutil.copy(Path("resources/selfchecks/monthly-default.toml"), path)
    path.write_text(path.read_text(encoding="utf-8").replace("lacking = 0", "lacking ="), encoding="utf-8")
    with pytest.raises(InputError, match="J-03 条件无法解析"):
        run(county, checklist=path)
    with Ledger.open(county.ledger) as ledger:
        assert ledger.self_check_problems() == []


def test_levels_are_counted_apart(county: SmallCounty) -> None:
    plant(county, lambda ledger: ledger.save_facts("2", {"用地主体": "", "冻结登记": "未冻结"}, "外业组"))
    report = run(county, feedback=Silent())
    assert (report.tally.blocking, report.tally.warning) == (1, 1)
    assert "不宜确认上报" in report.conclusion
