"""粘贴坐标 and 图层体检 in the real QGIS desktop: Chinese texts, keys, the map, the bound file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsVectorLayer

from demo.project import build_project
from landwatch_plugin.domain.control import Role
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from tests.hand_made import EAST, NORTH, SmallCounty, rect

SCRIPT = Path(__file__).parent / "scripts" / "paste_and_examine.py"
MINE = {"XKZH": "C旧", "KSMC": "旧矿", "YXQQ": "2020-01-01", "YXQZ": "2030-01-01", "CSSX": 1.0, "CSXX": 0.0}
CORNERS = [(100, 100), (100, 220), (200, 220), (200, 100)]
LICENCE = "\n".join([
    "拐点\tX坐标\tY坐标\t拐点\tX坐标\tY坐标",
    *(
        "\t".join(f"{at + 1}\t{NORTH + CORNERS[at][1]:.3f}\t{EAST + CORNERS[at][0]:.3f}" for at in (first, first + 2))
        for first in (0, 1)
    ),
    "开采标高：350米至120米",
])  # fmt: skip


@pytest.fixture(scope="module")
def seen(in_desktop: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory, qgis_app: object) -> Any:
    """What QGIS reported, and the file of the mines."""
    county = SmallCounty(tmp_path_factory.mktemp("desktop_paste"))
    county.bind_land()
    county.bind(Role.TOWN, (rect(0, 0, 800, 400), {"XZQDM": "990101", "XZQMC": "甲镇"}))
    mines = county.bind(Role.MINE, (rect(700, 300, 50, 50), MINE))
    project = county.folder / "小县.qgz"
    sources = {role: binding.source for role, binding in county.bindings.items()}
    build_project(project, sources, read_rulebook(default_rulebook())).clear()
    return in_desktop(SCRIPT, project=project, env={"LANDWATCH_LICENCE": LICENCE}), mines.source


def test_a_pasted_licence_is_understood_and_drawn_beside_the_window(seen: Any) -> None:
    """Two blocks side by side; the area is not hidden behind the dialog."""
    result = seen[0]
    assert "认出拐点4个，1个外圈，标高350米至120米" in result["account"]
    assert "平面面积12,000.00平方米（18.00亩）" in result["account"]
    assert result["bands"] == 2 and result["beside_the_dialog"]


def test_it_is_written_into_the_bound_file_after_the_question(seen: Any) -> None:
    result, source = seen
    assert "某某石灰岩矿" in result["question"] and "采矿权" in result["question"]
    assert "已写入采矿权图层" in result["written"]
    assert [number for number, _, _ in result["mines"]] == ["C旧", "C990126"]
    layer = QgsVectorLayer(source, "采矿权", "ogr")
    row = next(one for one in layer.getFeatures() if one["XKZH"] == "C990126")
    assert (row["KSMC"], row["CSSX"], row["CSXX"]) == ("某某石灰岩矿", 350.0, 120.0)
    assert row.geometry().area() == pytest.approx(12_000, abs=0.01)


def test_nothing_stays_on_the_map(seen: Any) -> None:
    assert seen[0]["bands_left"] == 0


def test_the_examination_speaks_chinese_and_names_every_role(seen: Any) -> None:
    """Components pass their self-test inside the real executable, where QGIS's own libraries surround ours."""
    rows = {row[0]: row for row in seen[0]["examined"]}
    assert list(rows) == [*(role.title for role in Role), "软件组件"]
    assert {rows[role.title][1] for role in (Role.TOWN, Role.MINE)} == {"✔ 正常"}
    assert rows["生态保护红线"][1:] == ["– 无数据", "", "", "", "", "未绑定图层"]
    assert rows["软件组件"][1] == "✔ 正常"


def test_codes_that_two_systems_share_are_to_be_confirmed(seen: Any) -> None:
    """0101, 0103, 0301 and 0601 stand in both: the program does not guess."""
    (finding,) = seen[0]["findings"]
    assert finding[:2] == ["地类图斑", "地类编码体系"] and finding[3] == "! 注意"
    assert "用地用海分类" in finding[2] and finding[4].endswith("核实地类编码体系。")
