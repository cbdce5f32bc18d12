"""图层体检的窗口: at a glance which layer is well, then what to do; and a workbook of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QProgressDialog

from landwatch_plugin.domain.control import Role
from landwatch_plugin.gis.layers import bind, binding_of
from landwatch_plugin.ui.doctor_dialog import DoctorDialog
from landwatch_plugin.ui.roles_dialog import RolesDialog
from tests.hand_made import CRS, layer_of, rect


@pytest.fixture
def examined(bench: Any) -> Any:
    """A mixed land layer and a sound township layer are bound; the menu's action was chosen."""
    project = QgsProject.instance()
    land = layer_of(
        [(rect(9 * k, 0, 9, 9), {"DLBM": code}) for k, code in enumerate(("0101", "05H1", "0703"))], crs=CRS
    )
    town = layer_of([(rect(0, 0, 27, 9), {"XZQDM": "990101", "XZQMC": "甲镇"})], name="乡镇", crs=CRS)
    for layer in (land, town):
        project.addMapLayer(layer)
    bind(project, [binding_of(land, Role.LAND), binding_of(town, Role.TOWN)])
    next(one for one in bench.tools() if one.objectName() == "landwatch_doctor").trigger()
    return bench.dialog


def states(dialog: DoctorDialog) -> dict[str, str]:
    return {row[0]: row[1] for row in dialog.layers.texts()}


def test_each_layer_has_one_line_with_its_state(examined: DoctorDialog) -> None:
    shown = states(examined)
    assert list(shown)[: len(Role)] == [role.title for role in Role]
    assert (shown["地类图斑"], shown["生态保护红线"]) == ("✘ 不能用", "– 无数据")
    assert "不能用1项（地类图斑）" in examined.account.text()


def test_what_needs_attention_is_listed_with_its_cure(examined: DoctorDialog) -> None:
    rows = examined.findings.texts()
    assert {row[3] for row in rows} == {"✘ 不能用", "! 注意"}
    assert all(row[4] for row in rows)
    assert any(row[1] == "地类编码体系" and "混用" in row[2] for row in rows)


def test_a_chosen_layer_shows_all_its_items_and_the_box_goes_back(examined: DoctorDialog) -> None:
    row = [line[0] for line in examined.layers.texts()].index("乡镇界")
    before = examined.findings.texts()
    examined.layers.selectRow(row)
    assert {line[0] for line in examined.findings.texts()} == {"乡镇界"}
    assert any(line[3] == "✔ 正常" for line in examined.findings.texts())
    examined.all.setChecked(True)
    assert examined.findings.texts() == before


def test_it_can_be_examined_again_after_mending(examined: DoctorDialog) -> None:
    layer = QgsProject.instance().mapLayersByName("手工图层")[0]
    with_sea = next(one.id() for one in layer.getFeatures() if one["DLBM"] == "0703")
    layer.dataProvider().deleteFeatures([with_sea])
    examined.again.click()
    assert states(examined)["地类图斑"] == "! 注意"


def test_the_workbook_is_written_where_the_user_says(examined: DoctorDialog, tmp_path: Path) -> None:
    examined.export_requested.emit(str(tmp_path / "体检.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "体检.xlsx").sheetnames == ["总览", "明细"]
    assert "体检.xlsx" in examined.message.text()


def test_a_cancelled_examination_says_so(bench: Any) -> None:
    """And leaves an empty table, not half a one."""
    project = QgsProject.instance()
    layer = layer_of([(rect(0, 0, 9, 9), {"XZQMC": "甲镇"})])
    project.addMapLayer(layer)
    bind(project, [binding_of(layer, Role.TOWN)])

    def cancel() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QProgressDialog):
                widget.cancel()

    QTimer.singleShot(0, cancel)
    bench.examine_layers()
    assert "已取消" in bench.dialog.message.text()
    assert bench.dialog.layers.rowCount() == 0


def test_the_dialog_that_binds_layers_leads_here(bench: Any) -> None:
    """What was chosen is bound first."""
    layer = layer_of([(rect(0, 0, 9, 9), {"DLBM": "0101"})], name="地类图斑")
    QgsProject.instance().addMapLayer(layer)
    bench.bind_layers()
    assert isinstance(bench.dialog, RolesDialog)
    bench.dialog.examine.click()
    assert isinstance(bench.dialog, DoctorDialog)
    assert states(bench.dialog)["地类图斑"] != "– 无数据"
