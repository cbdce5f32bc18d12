"""图层体检: the made-up county is well; a county with faults gets one sentence of cure for each."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from landwatch_plugin.casework.layer_doctor import (
    COMPONENTS,
    components,
    examine,
    finding_rows,
    overview,
    write_workbook,
)
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.diagnosis import Diagnosis, Health, by_subject, worst
from landwatch_plugin.domain.errors import Cancelled
from landwatch_plugin.domain.progress import Silent
from tests.hand_made import BOWTIE, Listener, Month, SmallCounty, county_bindings, paper, patch_row, rect

VECTORS = [role for role in Role if not role.is_raster]


def states(found: list[Diagnosis]) -> dict[str, Health]:
    return {subject: worst(own) for subject, own in by_subject(found).items()}


def test_the_made_up_county_is_well(month: Month) -> None:
    """Every vector role; the images are not bound here, which is no data."""
    found = examine(county_bindings(month.county), Silent())
    assert {role: states(found)[role.title] for role in VECTORS} == dict.fromkeys(VECTORS, Health.GOOD)
    assert states(found)["前时相影像"] is Health.NO_DATA
    assert states(found)[COMPONENTS] is Health.GOOD


def test_every_role_is_listed_once_in_its_order(small: SmallCounty) -> None:
    """With nothing bound: 无数据, and never "not touched"."""
    found = examine([], Silent())
    subjects = list(by_subject(found))
    assert subjects == [*(role.title for role in Role), COMPONENTS]
    assert {states(found)[role.title] for role in Role} == {Health.NO_DATA}


def test_faults_are_found_layer_by_layer(small: SmallCounty) -> None:
    small.bind(Role.TOWN, (rect(-100, -100, 2000, 2000), {"XZQDM": "990101", "XZQMC": "甲镇"}))
    small.bind(
        Role.LAND,
        *((rect(100 * k, 0, 100, 100), {"DLBM": c, "KCXS": 0.0}) for k, c in enumerate(("0101", "05H1", "0703"))),
    )
    small.bind(Role.BATCH, (BOWTIE, paper("甲〔2026〕1号", "2026-01-01")))
    small.bind(Role.REDLINE, (rect(0, 0, 9, 9), {"HXMC": "甲"}), crs="EPSG:4547")
    small.bind(Role.MINE, (rect(400_000, 0, 9, 9), paper("C1", "2026-01-01", "2026-01-01", "2027-01-01")))
    found = {(one.subject, one.item): one for one in examine(list(small.bindings.values()), Silent())}
    assert found["地类图斑", "地类编码体系"].health is Health.BAD
    assert found["地类图斑", "范围"].said.startswith("只覆盖县域（乡镇界）范围的")
    assert found["批次用地", "图形有效性"].said == "1个图形无效（要素1）"
    assert found["生态保护红线", "坐标系"].health is Health.BAD
    assert found["采矿权", "范围"].health is Health.BAD
    assert found["采矿权", "字段"].health is Health.WARN
    assert all(one.cure for one in found.values() if one.health is not Health.GOOD)
    assert not any(one.cure for one in found.values() if one.health is Health.GOOD)


def test_a_role_bound_twice_is_said(small: SmallCounty) -> None:
    bound = [small.bind(Role.URBAN, (rect(0, 0, 9, 9), {"A": "1"})) for _ in range(2)]
    assert any(one.said == "绑定了2个图层" and one.health is Health.BAD for one in examine(bound, Silent()))


def test_patches_stand_in_for_the_county_when_no_layer_tells_it(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(0, 0, 40, 50)))
    small.bind(Role.URBAN, (rect(0, 900_000, 9, 9), {"A": "1"}))
    found = examine(list(small.bindings.values()), Silent(), small.ledger)
    assert any(one.item == "范围" and "图斑" in one.said and one.health is Health.BAD for one in found)


def test_without_a_project_the_ledger_s_layers_are_examined(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind_land()
    small.check()
    assert states(examine([], Silent(), small.ledger))["地类图斑"] is not Health.NO_DATA


def test_progress_goes_to_the_end_and_a_cancel_is_heard(month: Month) -> None:
    listener = Listener()
    examine(county_bindings(month.county), listener)
    assert listener.heard == sorted(listener.heard) and listener.heard[-1] == 100
    with pytest.raises(Cancelled):
        examine(county_bindings(month.county), Listener(cancel_at=5))


def test_a_missing_library_is_named_with_what_is_off_and_what_to_do() -> None:
    found = {one.item: one for one in components(lambda name: name != "reportlab")}
    assert found["reportlab"].said == "未安装：不能生成 PDF 文书，其他功能不受影响"
    assert "pip install reportlab" in found["reportlab"].cure
    assert worst(one for name, one in found.items() if name != "reportlab") is Health.GOOD
    assert "自检通过" in found["geopandas、shapely"].said


def test_the_workbook_has_an_overview_and_every_finding(month: Month, tmp_path: Path) -> None:
    found = examine(county_bindings(month.county), Silent())
    book = openpyxl.load_workbook(write_workbook(tmp_path / "体检.xlsx", found))
    assert book.sheetnames == ["总览", "明细"]
    assert [cell.value for cell in book["明细"][3]] == ["对象", "检查项", "情况", "状态", "处理办法"]
    assert book["明细"].max_row == 3 + len(found) == 3 + len(finding_rows(found))
    assert book["总览"].max_row == 3 + len(Role) + 1


def test_the_overview_says_in_one_line_what_is_wrong() -> None:
    rows = overview([
        Diagnosis("甲", "数据源", "a.gpkg｜b（GeoPackage）"), Diagnosis("甲", "坐标系", "错", Health.BAD, "改。"),
        Diagnosis("甲", "字段", "缺", Health.WARN, "补。"), Diagnosis("乙", "绑定", "未绑定图层", Health.NO_DATA, "绑。"),
    ])  # fmt: skip
    assert rows[0] == ("甲", "不能用", "a.gpkg｜b", "不能用", "", "", "不能用1项：坐标系；注意1项：字段")
    assert rows[1] == ("乙", "无数据", "", "", "", "", "未绑定图层")
