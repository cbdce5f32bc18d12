"""拆分 in the real QGIS desktop, with the mouse on the map and QGIS's own GEOS around ours."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from demo.project import build_project
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, paper, patch_row, rect

SCRIPT = Path(__file__).parent / "scripts" / "split_in_desktop.py"
NUMBER = "990126SJBG26060001"
ONE, TWO = f"{NUMBER}_1", f"{NUMBER}_2"


@pytest.fixture(scope="module")
def seen(
    in_desktop: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory, qgis_app: object
) -> tuple[dict[str, Any], Path]:
    """7.50 亩, of which 4.50 lie inside an approval."""
    county = SmallCounty(tmp_path_factory.mktemp("desktop_split"))
    county.bind_land()
    county.bind_grounds(batch=[(rect(140, 10, 70, 80), paper("演政土批〔2025〕26号", "2025-12-10"))])
    county.batch(patch_row(NUMBER, rect(150, 20, 100, 50)), name="图斑")
    project = county.folder / "小县.qgz"
    build_project(
        project, {role: one.source for role, one in county.bindings.items()}, read_rulebook(default_rulebook())
    ).clear()
    return in_desktop(SCRIPT, project=project, env={"LANDWATCH_FOLDER": str(county.folder)}), county.folder


def test_the_card_offers_and_the_dialog_previews(seen: tuple[dict[str, Any], Path]) -> None:
    found, _ = seen
    assert found["offer"].startswith("图斑60.0%在批准范围内")
    assert found["approvals"] == [[ONE, "批准范围内", "4.50", "60.0%"], [TWO, "批准范围外", "3.00", "40.0%"]]
    assert found["fits"][0] < 560
    assert found["fits"][1] <= 768


def test_a_line_drawn_with_the_mouse_parts_the_patch(seen: tuple[dict[str, Any], Path]) -> None:
    """Through the middle, give or take what a pixel is."""
    found, _ = seen
    areas = [Decimal(row[2]) for row in found["drawn"]]
    assert sum(areas) == Decimal("7.50")
    assert all(Decimal("3.4") < area < Decimal("4.1") for area in areas)


def test_a_second_line_adds_to_the_first_and_a_useless_one_is_left_out(seen: tuple[dict[str, Any], Path]) -> None:
    """A line that stops inside is told by how much; a second one from the first to the edge makes three."""
    found, _ = seen
    assert "界线有一端停在图斑内，距图斑边界" in found["short"]
    assert (found["second"], found["both"]) == (3, [3, "拆分为3个子图斑，合计7.50亩，与原图斑一致"])


def test_pasted_corners_part_inside_and_outside(seen: tuple[dict[str, Any], Path]) -> None:
    """Masked corners and a ring elsewhere are refused in the window where they were pasted, which stays."""
    found, _ = seen
    assert "第4行" in found["masked"]
    assert "被遮盖的数字" in found["masked"]
    assert ("坐标范围与图斑不相交，最近处相距约230米" in found["elsewhere"][0], found["elsewhere"][1]) == (True, True)
    assert found["pasted"] == [[ONE, "坐标范围内", "4.50", "60.0%"], [TWO, "坐标范围外", "3.00", "40.0%"]]


def test_the_bound_layers_are_offered_first_and_the_ledger_never(seen: tuple[dict[str, Any], Path]) -> None:
    found, _ = seen
    assert found["layers"] == ["批次用地", "单独选址", "供地", "地类图斑"]
    assert found["by_layer"][0][1] == "批次用地要素1"


def test_what_cannot_be_split_is_said_at_once(seen: tuple[dict[str, Any], Path]) -> None:
    found, _ = seen
    assert "已登记整改" in found["forbidden"][0]
    assert found["forbidden"][1:] == [False, False]


def test_the_split_is_done_checked_and_taken_back(seen: tuple[dict[str, Any], Path]) -> None:
    """No colours are left on the map, and the tool of before is there again."""
    found, folder = seen
    assert (found["children"], found["again"]) == ([ONE, TWO], [NUMBER])
    assert "已批准建设用地（批次）" in found["suggested"]
    assert (found["bands_left"], found["question"]) == (0, "撤销拆分")
    assert found["tool"] != "LineTool"
    with Ledger.open(folder / "台账.gpkg") as ledger:
        assert [entry.act for entry in ledger.history(NUMBER)] == ["拆分", "撤销拆分", "整改"]
        assert ledger.verify_journal() is None
