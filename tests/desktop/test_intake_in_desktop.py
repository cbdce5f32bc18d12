"""The intake dialog in the real QGIS desktop, as a new user would try it; its pictures lie in build/desktop."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from demo.geofiles import PRJ
from landwatch_plugin.gis.layers import source_parts
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, patch_row, rect

SCRIPT = Path(__file__).parent / "scripts" / "intake_in_desktop.py"
OFF = PRJ.replace("38500000.0", "39500000.0").replace("114.0", "117.0").replace("Zone_38", "Zone_39")


@pytest.fixture(scope="module")
def seen(
    in_desktop: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory, qgis_app: object
) -> tuple[dict[str, Any], Path]:
    """June in a zip with the .prj of another zone and a list beside it; June again; a large August."""
    small = SmallCounty(tmp_path_factory.mktemp("desktop_intake"))
    june = [patch_row(f"990126SJBG2606{k:04d}", rect(60 * k, 0, 40, 50), BZ="河口镇水田") for k in range(1, 9)]
    shp = small.batch(*june, patch_row("990126SJBG26060001", rect(900, 0, 40, 50)), name="六月图斑")
    shp.with_suffix(".prj").write_text(OFF)
    with zipfile.ZipFile(small.folder / "202606.zip", "w") as archive:
        for part in source_parts(shp):
            archive.write(part, f"下发/{part.name}")
    lines = ["图斑编号,项目名称", *(f"{values['JCBH']},某项目" for _, values in june[:7]), "990126SJBG26069999,无图"]
    (small.folder / "清单.csv").write_bytes("\r\n".join(lines).encode("gb18030"))
    again = [patch_row(values["JCBH"], rect(60 * at, 0, 44, 50), BZ="河口镇水田") for at, (_, values) in enumerate(june, 1)]
    many = [patch_row(f"8{k:05d}", rect(60 * (k % 60), 60 * (k // 60), 40, 50)) for k in range(3000)]
    for name, rows in (("补发202606", [*again[1:], patch_row("990126SJBG26060100", rect(900, 90, 40, 50))]), ("大批202608", many)):
        for part in source_parts(small.batch(*rows, name=name)):
            part.rename(small.folder / part.name)
    return in_desktop(SCRIPT, env={"LANDWATCH_FOLDER": str(small.folder)}), small.folder


def test_a_wrong_system_is_explained_in_chinese_and_cured_by_a_button(seen: tuple[dict[str, Any], Path]) -> None:
    result, _ = seen
    assert "坐标的带号是38，图层坐标系的带号却是39" in result["doubt"]
    assert "EPSG:4526" in result["about"] and "人工指定" in result["about"] and "清单：8行" in result["about"]


def test_the_preview_shows_chinese_as_it_was_written(seen: tuple[dict[str, Any], Path]) -> None:
    result, _ = seen
    assert "河口镇水田" in result["preview"][0] and "某项目" in result["preview"][0]
    assert result["mapping"]["number"] == "JCBH" and result["mapping"]["remark"] == "BZ"


def test_every_row_is_accounted_for(seen: tuple[dict[str, Any], Path]) -> None:
    result, _ = seen
    assert "收到9个，接收8个" in result["account"] and "退回1个" in result["account"]
    problems = [row[3] for row in result["findings"]]
    assert "编号与第1行重复" in problems and "清单第9行的编号在图层中没有图形" in problems


def test_sources_ledger_and_operator_are_remembered(seen: tuple[dict[str, Any], Path]) -> None:
    result, _ = seen
    assert result["remembered"] == ["202606.zip", "台账.gpkg", "李某"]


def test_a_batch_that_comes_again_is_compared_with_the_ledger(seen: tuple[dict[str, Any], Path]) -> None:
    result, folder = seen
    told = {row[0]: row[1] for row in result["again"]}
    assert told["990126SJBG26060001"] == "本次文件中没有" and told["990126SJBG26060100"] == "新增"
    assert told["990126SJBG26060002"] == "变化"
    with Ledger.open(folder / "台账.gpkg") as ledger:
        assert len(ledger.numbers()) == 9
        assert ledger.patch("990126SJBG26060002").area_m2 == pytest.approx(2200, abs=0.1)


def test_stop_leaves_the_ledger_without_the_batch(seen: tuple[dict[str, Any], Path]) -> None:
    result, folder = seen
    [stopped_at], step, message = result["stopped"]
    assert stopped_at >= 30 and step == 1 and "已取消" in message
    with Ledger.open(folder / "台账.gpkg") as ledger:
        assert [batch.name for batch in ledger.batches()] == ["2026年6月"]
