"""landwatch:overlay, what may be asked of it: closure, ridges, thresholds, 亩 that sum; and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeatureSourceDefinition, QgsVectorLayer

from tests.hand_made import BOWTIE, layer_of, rect, saved

PLANE = 1


def overlaid(toolbox: Any, patches: Any, land: Any, **given: Any) -> Any:
    values = {
        "INPUT": patches, "ID_FIELD": "TBBH", "OVERLAY": land, "CLASS_FIELD": "DLBM", "AREA_BASIS": PLANE,
        "OUTPUT": "memory:",
    }  # fmt: skip
    return toolbox.run("overlay", **(values | given))


@pytest.fixture
def patches() -> QgsVectorLayer:
    """One patch of 100.1 m × 30 m: 3003 m² = 4.50 亩."""
    return layer_of([(rect(0, 0, 100.1, 30), {"TBBH": "1"})], name="七月批次")


def land_of(*strips: tuple[float, float, str, float]) -> QgsVectorLayer:
    """Strips (from, width, class, KCXS) of 30 m height."""
    return layer_of(
        [(rect(x, 0, wide, 30), {"DLBM": code, "KCXS": ridge}) for x, wide, code, ridge in strips], name="地类"
    )


def test_mu_sum_to_the_patch_and_the_adjustment_is_told(toolbox: Any, patches: Any) -> None:
    """Three thirds of 1001 m² = 1.5015 亩 each print 1.50; the patch prints 4.50 and so do they. With 1.505 each one moves."""
    run = overlaid(toolbox, patches, land_of((0, 33.45, "0101", 0), (33.45, 33.45, "0301", 0), (66.9, 33.2, "0601", 0)))
    rows = {row["class"]: row for row in run.rows("OUTPUT")}
    assert sum(round(row["mu"] * 100) for row in rows.values()) == 450
    assert sum(round(row["mu_adjust"] * 100) for row in rows.values()) == -1
    assert {row["area_basis"] for row in rows.values()} == {"平面面积（EPSG:4526）"}


def test_gaps_of_a_layer_that_must_tile_are_listed(toolbox: Any, patches: Any) -> None:
    """3 m² open: in the table with a point in the gap; a wider tolerance lets it pass; unasked nothing is listed."""
    land = land_of((0, 50, "0101", 0), (50.1, 50, "0301", 0))
    run = overlaid(toolbox, patches, land, GAP_FREE=True, OPEN="memory:")
    [row] = run.rows("OPEN")
    assert (row["patch_id"], round(row["missing_m2"], 6)) == ("1", 3.0)
    assert row["place"].startswith("POINT (385")
    assert overlaid(toolbox, patches, land, GAP_FREE=True, TOLERANCE=5.0, OPEN="memory:").rows("OPEN") == []
    assert overlaid(toolbox, patches, land, OPEN="memory:").rows("OPEN") == []


def test_ridges_are_taken_off_when_their_field_is_named(toolbox: Any, patches: Any) -> None:
    """A tenth of the 旱地 is 1203."""
    run = overlaid(toolbox, patches, land_of((0, 50, "0103", 0.1), (50, 50.1, "0601", 0)), RIDGE_FIELD="KCXS")
    areas = {row["class"]: round(row["area_m2"], 6) for row in run.rows("OUTPUT")}
    assert areas == {"0103": 1350.0, "0601": 1503.0, "1203": 150.0}


def test_shared_areas_below_the_smallest_are_touching(toolbox: Any, patches: Any) -> None:
    """A strip of 1 cm is 0.3 m²."""
    land = land_of((0, 100.09, "0101", 0), (100.09, 5, "0601", 0))
    assert len(overlaid(toolbox, patches, land).rows("OUTPUT")) == 2
    assert len(overlaid(toolbox, patches, land, MIN_AREA=0.5).rows("OUTPUT")) == 1


def test_repairs_and_rejects_come_as_a_table(toolbox: Any, patches: Any) -> None:
    """A bowtie repaired, a feature without geometry left out; both with layer and feature."""
    land = layer_of([(BOWTIE, {"DLBM": "0101"}), (None, {"DLBM": "0301"})], name="地类")
    rows = {row["state"]: row for row in overlaid(toolbox, patches, land, PROBLEMS="memory:").rows("PROBLEMS")}
    assert rows["修复"]["what"].startswith("自相交")
    assert (rows["未参与"]["layer"], rows["未参与"]["what"]) == ("地类", "没有几何图形")


def test_nothing_selected_is_said_and_not_measured_as_nothing(toolbox: Any, patches: Any) -> None:
    """Only the selected features of a layer in which none is selected: no 0 m² for every patch."""
    land = land_of((0, 100.1, "0101", 0))
    from qgis.core import QgsProject

    QgsProject.instance().addMapLayer(land)
    try:
        with pytest.raises(QgsProcessingException, match="没有选中要素"):
            overlaid(toolbox, patches, QgsProcessingFeatureSourceDefinition(land.id(), True))
    finally:
        QgsProject.instance().removeAllMapLayers()


def test_a_layer_of_an_old_datum_is_refused(toolbox: Any, patches: Any) -> None:
    """西安80 lies some tens of metres off; without local parameters every area would be a guess."""
    old = layer_of([(rect(0, 0, 100, 30), {"DLBM": "0101"})], crs="EPSG:2362", name="西安80地类")
    with pytest.raises(QgsProcessingException, match=r"大地基准不同，不能直接套合.*本地转换参数"):
        overlaid(toolbox, patches, old)


def test_classes_in_an_unread_encoding_are_refused(toolbox: Any, patches: Any, tmp_path: Path) -> None:
    """水田 and 林地 read as one row of question marks would be one class."""
    rows = [(rect(0, 0, 50, 30), {"DLBM": "耕地"}), (rect(50, 0, 60, 30), {"DLBM": "旱地"})]
    path = Path(saved(layer_of(rows, "MultiPolygon"), tmp_path / "dltb.shp", "ESRI Shapefile", "GBK"))
    path.with_suffix(".cpg").write_text("UTF-8")
    with pytest.raises(QgsProcessingException, match=r"字段“DLBM”的文字编码无法识别.*GB18030"):
        overlaid(toolbox, patches, QgsVectorLayer(str(path), "地类", "ogr"))
