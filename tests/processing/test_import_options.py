"""landwatch:importpatches with all that a user may say: zip, layer, list, system, unit, a batch that comes again, a list."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException, QgsProject, QgsVectorLayer

from landwatch_plugin.gis.layers import fingerprint, source_parts
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JUNE, SmallCounty, layer_of, patch_row, rect, saved


def take(toolbox: Any, small: SmallCounty, source: object, **given: Any) -> Any:
    return toolbox.run("importpatches", INPUT=source, BATCH=JUNE, LEDGER=small.ledger, **given)


def zipped(small: SmallCounty, *names: str) -> Path:
    path = small.folder / "六月.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            for part in source_parts(small.batch(patch_row(name, rect(0, 0, 40, 50)), name=name)):
                archive.write(part, part.name)
    return path


def test_a_zip_is_taken_as_it_came(toolbox: Any, small: SmallCounty) -> None:
    results = take(toolbox, small, zipped(small, "甲")).results
    assert (results["RECEIVED"], results["ACCEPTED"], results["FINDINGS"]) == (1, 1, 0)
    with Ledger.open(small.ledger) as ledger:
        assert ledger.batches()[0].source == "六月.zip"


def test_of_two_layers_one_is_named(toolbox: Any, small: SmallCounty) -> None:
    path = zipped(small, "甲", "乙")
    with pytest.raises(QgsProcessingException, match="文件中有2个图层"):
        take(toolbox, small, path)
    take(toolbox, small, path, LAYER="乙")
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == ["乙"]


def test_a_geodatabase_folder_is_taken(toolbox: Any, small: SmallCounty) -> None:
    source = saved(layer_of([patch_row("1", rect(0, 0, 40, 50))]), small.folder / "图斑.gdb", "OpenFileGDB")
    assert take(toolbox, small, source).results["ACCEPTED"] == 1


def test_a_layer_of_the_project_is_taken_by_its_name(toolbox: Any, small: SmallCounty) -> None:
    layer = QgsVectorLayer(str(small.batch(patch_row("1", rect(0, 0, 40, 50)))), "六月图斑", "ogr")
    QgsProject.instance().addMapLayer(layer)
    assert take(toolbox, small, layer.id()).results["ACCEPTED"] == 1


def test_the_system_may_be_said(toolbox: Any, small: SmallCounty) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    path.with_suffix(".prj").write_text("PROJCS[broken")
    run = take(toolbox, small, path, CRS=QgsCoordinateReferenceSystem("EPSG:4526"))
    assert run.results["ACCEPTED"] == 1
    with Ledger.open(small.ledger) as ledger:
        assert ledger.srid == 4526


def test_the_encoding_may_be_said(toolbox: Any, small: SmallCounty) -> None:
    """As UTF-8 the GBK bytes are refused, and nothing is written; as GBK they go in."""
    path = small.batch(patch_row("1", rect(0, 0, 40, 50), BZ="占用耕地建房"))
    with pytest.raises(QgsProcessingException, match="文字编码无法识别"):
        take(toolbox, small, path, ENCODING=2)
    assert not small.ledger.exists()
    assert take(toolbox, small, path, ENCODING=1).results["ACCEPTED"] == 1


def test_the_unit_may_be_said_and_is_told(toolbox: Any, small: SmallCounty) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 40, 50), MJ=3.0))
    assert take(toolbox, small, path, AREA_UNIT=2).results["AREA_UNIT_TAKEN"] == "亩"


def test_the_unit_is_found_when_nothing_is_said(toolbox: Any, small: SmallCounty) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 40, 50), MJ=0.2))
    assert take(toolbox, small, path).results["AREA_UNIT_TAKEN"] == "公顷"


def test_a_list_is_joined_and_the_findings_are_written(toolbox: Any, small: SmallCounty) -> None:
    listing = small.folder / "清单.csv"
    listing.write_text("图斑编号,备注\n1,甲\n7,乙\n", encoding="utf-8")
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)), patch_row("2", rect(30, 0, 40, 50)))
    run = take(toolbox, small, path, LIST=listing, REPORT=small.folder / "核对.xlsx")
    assert run.results["FINDINGS"] == 3
    sheet = openpyxl.load_workbook(small.folder / "核对.xlsx").active
    problems = [row[3].value for row in sheet.iter_rows(min_row=4)]
    assert any("重叠500.00平方米" in problem for problem in problems)
    assert "清单中没有这个编号" in problems and "清单第3行的编号在图层中没有图形" in problems
    assert any("核对清单：退回0，修复0，提示3" in line for line in run.log.lines)


def test_a_batch_comes_again_only_when_it_is_said(toolbox: Any, small: SmallCounty) -> None:
    first, second = patch_row("1", rect(0, 0, 40, 50)), patch_row("2", rect(60, 0, 40, 50))
    take(toolbox, small, small.batch(first, second))
    path = small.batch(patch_row("1", rect(0, 0, 45, 50)), patch_row("3", rect(120, 0, 40, 50)), name="补发")
    with pytest.raises(QgsProcessingException, match=r"已在台账中.*补充接收"):
        take(toolbox, small, path)
    results = take(toolbox, small, path, AGAIN=True).results
    assert (results["NEW"], results["CHANGED"], results["GONE"]) == (1, 1, 1)


def test_without_a_profile_the_fields_decide(toolbox: Any, small: SmallCounty) -> None:
    values = {"图斑号": "007", "县": "演示县", "乡镇": "河口镇", "村": "甲村", "判读面积": 0.2, "变化类型": "建设"}
    source = saved(layer_of([(rect(0, 0, 40, 50), values)]), small.folder / "林草.gpkg")
    take(toolbox, small, source, PROFILE="")
    with Ledger.open(small.ledger) as ledger:
        assert ledger.batches()[0].profile == "林草判读图斑"


@pytest.mark.parametrize("form", ["{}", "{}|layername=六月", "{}/六月.dbf", "{}/六月.shx", "layer"])
def test_a_secret_mark_in_gbk_is_read_however_the_shapefile_is_named(
    toolbox: Any, small: SmallCounty, form: str
) -> None:
    """QGIS keeps `folder|layername=…` for a layer that was opened as a folder; the ledger names the .shp."""
    (small.folder / "下发").mkdir()
    rows = [patch_row("990126SJ01", rect(0, 0, 40, 50)), patch_row("990126SJ02", rect(60, 0, 40, 50), BZ="涉军")]
    shp = small.batch(*rows, name="下发/六月")
    source = form.format(shp.parent)
    if form == "layer":
        layer = QgsVectorLayer(f"{shp.parent}|layername=六月", "六月图斑", "ogr")
        QgsProject.instance().addMapLayer(layer)
        source = layer.id()
    results = take(toolbox, small, source).results
    assert (results["RECEIVED"], results["ACCEPTED"], results["SECRET"]) == (2, 2, 1)
    with Ledger.open(small.ledger) as ledger:
        [batch] = ledger.batches()
        assert (batch.source, batch.sha256) == ("六月.shp", fingerprint(str(shp))[0])
        assert ledger.numbers() == ["990126SJ01"]
