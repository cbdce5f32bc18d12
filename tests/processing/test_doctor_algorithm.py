"""landwatch:doctor: the table, the counts, the workbook, and what the log says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from qgis.core import QgsProcessing, QgsProject

from landwatch_plugin.domain.control import Role
from landwatch_plugin.gis.layers import bind, binding_of
from tests.hand_made import CRS, SmallCounty, layer_of, rect


def bind_mixed() -> None:
    """A land layer with codes of two systems."""
    land = layer_of([(rect(9 * k, 0, 9, 9), {"DLBM": code}) for k, code in enumerate(("05H1", "0703"))], crs=CRS)
    QgsProject.instance().addMapLayer(land)
    bind(QgsProject.instance(), [binding_of(land, Role.LAND)])


def test_findings_come_as_a_table_with_counts(toolbox: Any, small: SmallCounty, tmp_path: Path) -> None:
    bind_mixed()
    run = toolbox.run("doctor", OUTPUT=QgsProcessing.TEMPORARY_OUTPUT, WORKBOOK=tmp_path / "体检.xlsx")
    rows = run.rows("OUTPUT")
    assert list(rows[0]) == ["subject", "item", "said", "state", "cure"]
    assert run.results["BLOCKED"] == [row["state"] for row in rows].count("不能用") == 1
    assert run.results["WARNED"] == [row["state"] for row in rows].count("注意")
    assert {row["subject"] for row in rows if row["state"] == "无数据"} == {r.title for r in Role if r is not Role.LAND}
    assert openpyxl.load_workbook(tmp_path / "体检.xlsx").sheetnames == ["总览", "明细"]


def test_the_log_says_each_fault_with_its_cure(toolbox: Any, small: SmallCounty) -> None:
    bind_mixed()
    run = toolbox.run("doctor", OUTPUT=QgsProcessing.TEMPORARY_OUTPUT)
    assert run.log.lines[0].startswith(f"共体检{len(Role) + 1}项")
    assert any("几套编码混用" in line and "处理办法：" in line for line in run.log.warnings)


def test_nothing_bound_is_an_answer_and_no_error(toolbox: Any, small: SmallCounty) -> None:
    run = toolbox.run("doctor", OUTPUT=QgsProcessing.TEMPORARY_OUTPUT)
    assert run.results["BLOCKED"] == 0
    assert sum(row["state"] == "无数据" for row in run.rows("OUTPUT")) == len(Role)


def test_every_text_fits_its_field(toolbox: Any, small: SmallCounty, tmp_path: Path) -> None:
    """Written to a file, not cut."""
    bind_mixed()
    run = toolbox.run("doctor", OUTPUT=tmp_path / "体检.gpkg")
    assert any("同一编码在各体系中含义不同" in row["cure"] for row in run.rows("OUTPUT"))
