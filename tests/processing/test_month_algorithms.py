"""接收、资料、核查、问责 as algorithms: the month of the made-up county by the toolbox alone, and what it says in its log."""

from __future__ import annotations

import gc
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from qgis.core import QgsProcessing, QgsProcessingException, QgsProject, QgsVectorLayer
from qgis.PyQt import sip

from landwatch_plugin.casework.month_end import accountability
from landwatch_plugin.domain.control import Role
from landwatch_plugin.gis.layers import bind, binding_of
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JULY, JUNE, Month, SmallCounty, layer_of, paper, patch_row, rect, ring, write_rows


def batch_file(month: Month, name: str) -> Path:
    return month.county / "batches" / f"演示县{name}图斑.shp"


def bind_in_project(small: SmallCounty) -> None:
    """Put the small county's layers into the project, bound by role."""
    project, bound = QgsProject.instance(), []
    for role, binding in small.bindings.items():
        layer = QgsVectorLayer(binding.source, role.title, "ogr")
        project.addMapLayer(layer)
        bound.append(binding_of(layer, role))
    bind(project, bound)


@pytest.fixture
def two(small: SmallCounty) -> SmallCounty:
    """Patches 1 and 2 received, land bound."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(120, 20, 40, 50)))
    small.bind_land()
    return small


def test_a_batch_is_received_with_its_counts(toolbox: Any, month: Month, tmp_path: Path) -> None:
    """By path; the counts are outputs, the rows are in the log."""
    ledger = tmp_path / "台账.gpkg"
    run = toolbox.run("importpatches", INPUT=batch_file(month, JULY), BATCH=JULY, LEDGER=ledger)
    counts = {key: run.results[key] for key in ("RECEIVED", "ACCEPTED", "REJECTED", "SECRET")}
    assert counts == {"RECEIVED": 33, "ACCEPTED": 32, "REJECTED": 1, "SECRET": 0}
    assert run.results["LEDGER"] == str(ledger)
    assert run.log.lines[0].startswith("批次“2026年7月”：收到33个，接收32个（其中涉密另行报送0个），退回1个；文字编码GBK")
    assert any("第33行 990126SJBG26070009 退回：编号与第9行重复" in line for line in run.log.lines)


def test_a_batch_goes_into_a_temporary_ledger_too(toolbox: Any, month: Month) -> None:
    run = toolbox.run(
        "importpatches", INPUT=batch_file(month, JUNE), BATCH=JUNE, LEDGER=QgsProcessing.TEMPORARY_OUTPUT
    )
    assert run.results["LEDGER"].endswith(".gpkg")
    with Ledger.open(Path(run.results["LEDGER"])) as ledger:
        assert len(ledger.numbers()) == 30


def test_the_log_names_no_secret_patch(toolbox: Any, month: Month, tmp_path: Path) -> None:
    run = toolbox.run("importpatches", INPUT=batch_file(month, JUNE), BATCH=JUNE, LEDGER=tmp_path / "台账.gpkg")
    assert run.results["SECRET"] == 1
    assert "26060031" not in "\n".join(run.log.lines + run.log.warnings)


def test_a_layer_of_the_project_is_received(toolbox: Any, small: SmallCounty) -> None:
    """A GBK shapefile that QGIS opened in the wrong encoding: read from the file again, in the right one."""
    layer = QgsVectorLayer(str(small.batch(patch_row("1", rect(0, 0, 40, 50), BZ="占用水田"))), "图斑", "ogr")
    layer.setProviderEncoding("latin1")
    QgsProject.instance().addMapLayer(layer)
    toolbox.run("importpatches", INPUT=layer.id(), BATCH=JUNE, LEDGER=small.ledger)
    with Ledger.open(small.ledger) as ledger:
        assert ledger.patch("1").remark == "占用水田"


@pytest.mark.parametrize(
    ("suffix", "said"), [(".dbf", "缺少同名的 .dbf"), (".shx", "无法打开图层")]
)
def test_errors_of_a_batch_are_in_chinese_with_their_cure(
    toolbox: Any, small: SmallCounty, suffix: str, said: str
) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    path.with_suffix(suffix).unlink()
    with pytest.raises(QgsProcessingException, match=rf"【图斑\.shp】.*{re.escape(said)}.*处理办法"):
        toolbox.run("importpatches", INPUT=path, BATCH=JUNE, LEDGER=small.ledger)
    assert not small.ledger.exists()


def test_a_memory_layer_has_no_file_to_receive(toolbox: Any, small: SmallCounty) -> None:
    layer = layer_of([(rect(0, 0, 9, 9), {"JCBH": "1"})])
    QgsProject.instance().addMapLayer(layer)
    with pytest.raises(QgsProcessingException, match="无法打开图层"):
        toolbox.run("importpatches", INPUT=layer.id(), BATCH=JUNE, LEDGER=small.ledger)


def test_a_cancelled_import_leaves_no_ledger(toolbox: Any, month: Month, new_log: Any, tmp_path: Path) -> None:
    log = new_log()
    log.cancel()
    with pytest.raises(QgsProcessingException, match="已取消，未写入任何结果"):
        toolbox.run("importpatches", log=log, INPUT=batch_file(month, JUNE), BATCH=JUNE, LEDGER=tmp_path / "台账.gpkg")
    assert not (tmp_path / "台账.gpkg").exists()


def test_a_failed_import_lets_go_of_the_file(toolbox: Any, small: SmallCounty, new_log: Any) -> None:
    """Else Windows would keep the received file locked until QGIS is closed: no layer of it is left behind."""
    path, log = small.batch(patch_row("1", rect(0, 0, 40, 50))), new_log()
    log.cancel()
    with pytest.raises(QgsProcessingException, match="已取消"):
        toolbox.run("importpatches", log=log, INPUT=path, BATCH=JUNE, LEDGER=small.ledger)
    gc.collect()
    alive = [one for one in gc.get_objects() if isinstance(one, QgsVectorLayer) and not sip.isdeleted(one)]
    assert not [one for one in alive if str(path) in one.source()]


def test_patches_are_checked_against_the_project_s_layers(toolbox: Any, two: SmallCounty) -> None:
    """Findings as a table, one row per patch and rule; what is not bound is said."""
    bind_in_project(two)
    run = toolbox.run("checkpatches", LEDGER=two.ledger, OUTPUT="memory:")
    assert (run.results["CHECKED"], run.results["OPEN"]) == (2, 0)
    rows = run.rows("OUTPUT")
    assert {row["patch_id"] for row in rows} == {"1", "2"}
    names = [field.name() for field in run.layer("OUTPUT").fields()]
    assert names == [
        "patch_id", "town", "rule", "title", "outcome", "class", "subtype", "message", "values", "reason", "citation",
        "certainty", "suggestion", "missing", "tags", "party",
    ]  # fmt: skip
    assert {row["outcome"] for row in rows} <= {"符合", "不符合", "存疑"}
    said = "\n".join(run.log.lines)
    assert "已核查2个图斑；程序建议：" in said
    assert "未绑定图层（按无数据处理）：永久基本农田、生态保护红线" in said
    assert "面积口径：椭球面积" in said


def test_without_a_project_the_last_layers_are_used(toolbox: Any, two: SmallCounty) -> None:
    """As qgis_process does: the ledger remembers, and the figures are the same."""
    bind_in_project(two)
    toolbox.run("checkpatches", LEDGER=two.ledger)
    before = two.checked("1")
    QgsProject.instance().clear()
    run = toolbox.run("checkpatches", LEDGER=two.ledger)
    assert run.results["CHECKED"] == 2
    assert two.checked("1").values == before.values


def test_plane_areas_are_taken_when_asked(toolbox: Any, two: SmallCounty) -> None:
    bind_in_project(two)
    toolbox.run("checkpatches", LEDGER=two.ledger, AREA_BASIS=1)
    assert two.checked("1").basis == "平面面积（EPSG:4526）"
    assert two.checked("1").patch_m2 == pytest.approx(2000, abs=1e-9)


def test_a_patch_that_does_not_close_stands_out(toolbox: Any, two: SmallCounty) -> None:
    """A warning with patch, square metres and cure; and it is counted."""
    two.bind_land(gap=rect(130, 30, 2, 2))
    bind_in_project(two)
    run = toolbox.run("checkpatches", LEDGER=two.ledger)
    assert run.results["OPEN"] == 1
    [warning] = run.log.warnings
    assert warning == "图斑2不闭合：有4.00平方米未被地类图斑覆盖，地类面积按无数据处理，请修正地类图层后重新核查。"


def test_repairs_in_control_layers_are_told(toolbox: Any, two: SmallCounty) -> None:
    bow = ring((20, 20), (60, 70), (60, 20), (20, 70))
    two.bind(Role.REDLINE, (bow, {"HXMC": "某红线"}))
    bind_in_project(two)
    run = toolbox.run("checkpatches", LEDGER=two.ledger)
    assert any("生态保护红线要素1：自相交" in line for line in run.log.lines)


def test_findings_go_into_a_workbook(toolbox: Any, month: Month, tmp_path: Path) -> None:
    ledger = tmp_path / "台账.gpkg"
    shutil.copy(month.checked, ledger)
    run = toolbox.run("checkpatches", LEDGER=ledger, OUTPUT=tmp_path / "预筛结果.xlsx")
    assert run.results["CHECKED"] == 62
    book = openpyxl.load_workbook(tmp_path / "预筛结果.xlsx", read_only=True)
    header, *rows = book[book.sheetnames[0]].iter_rows(values_only=True)
    assert header[0] == "patch_id"
    assert len({row[0] for row in rows}) == 62


@pytest.mark.parametrize("name", ["checkpatches", "accountability"])
def test_a_ledger_that_is_none_is_named(toolbox: Any, tmp_path: Path, name: str) -> None:
    other = tmp_path / "其他.gpkg"
    other.write_bytes(b"not a ledger at all")
    with pytest.raises(QgsProcessingException, match=r"“其他\.gpkg”不是有效的台账文件"):
        toolbox.run(name, LEDGER=other, OUTPUT=str(tmp_path / "x.xlsx"))
    with pytest.raises(QgsProcessingException, match="找不到台账"):
        toolbox.run(name, LEDGER=tmp_path / "没有.gpkg", OUTPUT=str(tmp_path / "x.xlsx"))


def test_approvals_enter_the_project_s_layer(toolbox: Any, month: Month, small: SmallCounty) -> None:
    small.bind(Role.BATCH, (rect(5000, 5000, 9, 9), paper("远", "2020-01-01")))
    small.bind(Role.SINGLE, (rect(5000, 5000, 9, 9), paper("远", "2020-01-01")))
    bind_in_project(small)
    run = toolbox.run("importapprovals", INPUT=month.county / "approvals_txt")
    assert (run.results["PARCELS"], run.results["REFUSED"]) == (4, 0)
    again = toolbox.run("importapprovals", INPUT=month.county / "approvals_txt")
    assert (again.results["PARCELS"], again.results["REFUSED"]) == (0, 3)
    assert all("已在图层中" in line for line in again.log.warnings)


def test_without_bound_layers_approvals_have_no_place(toolbox: Any, month: Month, small: SmallCounty) -> None:
    with pytest.raises(QgsProcessingException, match="工程中没有绑定图层角色"):
        toolbox.run("importapprovals", INPUT=month.county / "approvals_txt")


def test_records_are_taken_and_refused_by_the_row(toolbox: Any, month: Month, tmp_path: Path) -> None:
    """Facts, decisions and remedies in one run; signed and of one meeting."""
    ledger = tmp_path / "台账.gpkg"
    shutil.copy(month.checked, ledger)
    run = toolbox.run(
        "importrecords", LEDGER=ledger, FACTS=month.county / "外业核查.csv", DECISIONS=month.county / "会审决定.csv",
        REMEDIES=month.county / "整改台账.csv", OPERATOR="卫片办", MEETING="第三次会审",
    )  # fmt: skip
    with (month.county / "整改台账.csv").open(encoding="utf-8-sig") as file:
        remedies = sum(1 for _ in file) - 1
    assert (run.results["TAKEN"], run.results["REFUSED"]) == (62 + 62 + remedies, 0)
    with Ledger.open(ledger) as opened:
        decision = opened.decision("990126SJBG26060001")
        assert decision is not None
        assert (decision.by, decision.meeting) == ("卫片办", "第三次会审")
    assert "会审决定：62条，接收62条，退回0条。" in run.log.lines


def test_refused_records_stand_out_in_the_log(toolbox: Any, two: SmallCounty) -> None:
    facts = write_rows(two.folder / "外业.csv", {"图斑编号": "1", "实地用途": "厂房"}, {"图斑编号": "9", "实地用途": "厂房"})
    run = toolbox.run("importrecords", LEDGER=two.ledger, FACTS=facts)
    assert (run.results["TAKEN"], run.results["REFUSED"]) == (1, 1)
    assert run.log.warnings == ["【外业.csv】第3行：台账中没有图斑 9。 处理办法：请核对图斑编号，或先接收该批次。"]


def test_the_ratio_is_that_of_the_casework(toolbox: Any, decided: Path, tmp_path: Path) -> None:
    """Outputs, log and workbook say the same figures."""
    output = tmp_path / "问责.xlsx"
    run = toolbox.run("accountability", LEDGER=decided, PERIOD="2026年", OUTPUT=output)
    sheet = accountability(decided, "2026年")
    assert run.results["NUMERATOR_MU"] == str(sheet.numerator)
    assert run.results["DENOMINATOR_MU"] == str(sheet.denominator)
    assert run.results["PERCENT"] == sheet.percent_text
    assert run.results["IN_SCOPE"] == int(sheet.in_scope)
    assert f"N={sheet.numerator}亩" in "\n".join(run.log.lines)
    assert output.is_file()


def test_a_mistyped_period_fails_the_algorithm(toolbox: Any, decided: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="没有属于“2025年”的批次"):
        toolbox.run("accountability", LEDGER=decided, PERIOD="2025年", OUTPUT=tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()


def test_two_books_are_compared_in_the_toolbox(toolbox: Any, decided: Path, tmp_path: Path) -> None:
    """Every patch that changes stands in the log with its reason, and in the workbook."""
    output = tmp_path / "对比.xlsx"
    after = default_rulebook().with_name("2026-hebei.toml")
    run = toolbox.run("comparerulebooks", LEDGER=decided, AFTER=after, PERIOD="2026年", OUTPUT=output)
    assert run.results["COMPARED"] == 62
    assert run.results["CHANGED"] == sum(" → " in line for line in run.log.lines) > 0
    assert output.is_file()
