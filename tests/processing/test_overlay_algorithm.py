"""landwatch:overlay on layers of every make: areas by hand, fields as promised, nothing dropped in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

from tests.hand_made import BOWTIE, SmallCounty, layer_of, rect, saved

PLANE, ELLIPSOID = 1, 0
NUMBERS = "1", "2", "3"
Made = tuple[QgsVectorLayer, QgsVectorLayer]


@pytest.fixture
def layers(small: SmallCounty) -> Made:
    """Three patches of 40 m × 50 m; land of two classes, the border through the second patch."""
    patches = layer_of([(rect(20 + 60 * k, 20, 40, 50), {"TBBH": number}) for k, number in enumerate(NUMBERS)])
    land = layer_of([(rect(0, 0, 100, 400), {"DLBM": "0101"}), (rect(100, 0, 300, 400), {"DLBM": "0601"})], name="地类")
    return patches, land


def overlaid(toolbox: Any, layers: Any, **given: Any) -> Any:
    values = {
        "INPUT": layers[0], "ID_FIELD": "TBBH", "OVERLAY": layers[1], "CLASS_FIELD": "DLBM", "AREA_BASIS": PLANE,
        "OUTPUT": "memory:", "COVERAGE": "memory:", "PIECES": "memory:",
    }  # fmt: skip
    return toolbox.run("overlay", **(values | given))


def areas(run: Any) -> dict[tuple[str, str], float]:
    return {(row["patch_id"], row["class"]): row["area_m2"] for row in run.rows("OUTPUT")}


def test_a_layer_that_meets_no_patch_is_told(toolbox: Any, layers: Made) -> None:
    """No row, and a word about it."""
    far = layer_of([(rect(5000, 0, 100, 400), {"DLBM": "0101"})], name="邻县地类")
    run = overlaid(toolbox, (layers[0], far))
    assert run.rows("OUTPUT") == []
    assert any("“邻县地类”的1个要素没有一个与图斑相交" in line for line in run.log.lines)
    assert not any("没有一个与图斑相交" in line for line in overlaid(toolbox, layers).log.lines)


def expected() -> dict[tuple[str, str], Any]:
    return {
        ("1", "0101"): pytest.approx(2000), ("2", "0101"): pytest.approx(1000), ("2", "0601"): pytest.approx(1000),
        ("3", "0601"): pytest.approx(2000),
    }  # fmt: skip


def test_areas_by_class(toolbox: Any, layers: Made) -> None:
    """Row by row, with the share of the patch."""
    run = overlaid(toolbox, layers)
    assert areas(run) == expected()
    shares = {(row["patch_id"], row["class"]): row["share"] for row in run.rows("OUTPUT")}
    assert shares[("2", "0601")] == pytest.approx(0.5)


def test_the_fields_are_exactly_those_promised(toolbox: Any, layers: Made) -> None:
    """Names, order and kind; tables have no geometry, pieces do, in the plane that was measured in."""
    run = overlaid(toolbox, layers)
    text, number = "string", "double"
    wanted = {
        "OUTPUT": [
            ("patch_id", text), ("class", text), ("area_m2", number), ("share", number), ("mu", number), ("mu_adjust", number),
            ("area_basis", text),
        ],
        "COVERAGE": [
            ("patch_id", text), ("patch_m2", number), ("covered_m2", number), ("uncovered_m2", number), ("share", number),
            ("area_basis", text),
        ],
        "PIECES": [("patch_id", text), ("class", text), ("area_m2", number), ("area_basis", text)],
    }  # fmt: skip
    for name, fields in wanted.items():
        assert [(one.name(), one.typeName()) for one in run.layer(name).fields()] == fields, name
    assert run.layer("OUTPUT").wkbType() == Qgis.WkbType.NoGeometry
    assert run.layer("COVERAGE").wkbType() == Qgis.WkbType.NoGeometry
    assert run.layer("PIECES").wkbType() == Qgis.WkbType.MultiPolygon
    assert run.layer("PIECES").crs().authid() == "EPSG:4526"


def test_coverage_is_a_union_and_closes(toolbox: Any, layers: Made) -> None:
    """Two papers over each other cover once: covered + uncovered = patch."""
    papers = layer_of([(rect(20, 20, 40, 30), {"DLBM": "甲"}), (rect(20, 30, 40, 30), {"DLBM": "乙"})], name="批文")
    run = overlaid(toolbox, (layers[0], papers))
    rows = {row["patch_id"]: row for row in run.rows("COVERAGE")}
    assert list(rows) == list(NUMBERS)
    assert rows["1"]["covered_m2"] == pytest.approx(1600)
    assert rows["1"]["share"] == pytest.approx(0.8)
    assert rows["3"]["covered_m2"] == 0
    for row in rows.values():
        assert row["covered_m2"] + row["uncovered_m2"] == pytest.approx(row["patch_m2"])
    assert any("图斑1处，“批文”的面相互重叠800.00平方米，覆盖面积已按求并计算" in line for line in run.log.lines)


def test_pieces_are_the_shared_polygons(toolbox: Any, layers: Made) -> None:
    run = overlaid(toolbox, layers)
    shapes = {
        (feature["patch_id"], feature["class"]): shapely.from_wkb(bytes(feature.geometry().asWkb()))
        for feature in run.features("PIECES")
    }
    assert shapes[("2", "0101")].equals(rect(80, 20, 20, 50))
    assert {key: shape.area for key, shape in shapes.items()} == expected()


@pytest.mark.parametrize(
    ("driver", "name"), [("GPKG", "图斑.gpkg"), ("ESRI Shapefile", "图斑.shp"), ("GeoJSON", "图斑.geojson")]
)
def test_layers_from_disk_give_the_same_areas(toolbox: Any, small: SmallCounty, layers: Made, driver: str, name: str) -> None:
    """By path, without being in the project."""
    sources = [saved(layer, small.folder / f"{k}_{name}", driver) for k, layer in enumerate(layers)]
    run = overlaid(toolbox, sources)
    assert areas(run).keys() == expected().keys()
    for key, area in areas(run).items():
        assert area == pytest.approx(expected()[key].expected, rel=1e-4)


@pytest.mark.parametrize("degrees", ["INPUT", "OVERLAY", "both"])
def test_systems_may_differ(toolbox: Any, layers: Made, degrees: str) -> None:
    """Either layer or both in EPSG:4490: the same ellipsoidal areas, measured in one plane."""
    moved = [
        in_degrees(layer) if degrees in (name, "both") else layer for name, layer in zip(("INPUT", "OVERLAY"), layers, strict=True)
    ]
    run = overlaid(toolbox, moved, AREA_BASIS=ELLIPSOID)
    got = areas(run)
    assert got.keys() == expected().keys()
    for key, area in got.items():
        assert area == pytest.approx(expected()[key].expected, rel=1e-6)


def in_degrees(layer: QgsVectorLayer) -> QgsVectorLayer:
    made = QgsVectorLayer("MultiPolygon?crs=EPSG:4490", layer.name(), "memory")
    made.dataProvider().addAttributes(layer.fields().toList())
    made.updateFields()
    transform = QgsCoordinateTransform(layer.crs(), made.crs(), QgsProject.instance())
    for feature in layer.getFeatures():
        geometry = feature.geometry()
        geometry.transform(transform)
        copy = QgsFeature(feature)
        copy.setGeometry(geometry)
        assert made.dataProvider().addFeatures([copy])[0]
    return made


def test_only_what_is_selected(toolbox: Any, layers: Made) -> None:
    """On either side."""
    patches, land = layers
    QgsProject.instance().addMapLayers([patches, land], False)
    patches.selectByExpression("\"TBBH\" = '2'")
    land.selectByExpression("\"DLBM\" = '0601'")
    run = overlaid(
        toolbox, layers, INPUT=QgsProcessingFeatureSourceDefinition(patches.id(), True),
        OVERLAY=QgsProcessingFeatureSourceDefinition(land.id(), True),
    )  # fmt: skip
    assert areas(run) == {("2", "0601"): pytest.approx(1000)}
    assert [row["patch_id"] for row in run.rows("COVERAGE")] == ["2"]


def test_a_null_class_is_a_class_of_its_own(toolbox: Any, layers: Made) -> None:
    """Blank, not dropped: the areas still sum to the patch."""
    land = layer_of([(rect(0, 0, 100, 400), {"DLBM": "0101"}), (rect(100, 0, 300, 400), {"DLBM": "x"})])
    second = list(land.getFeatures())[1]
    land.dataProvider().changeAttributeValues({second.id(): {0: None}})
    run = overlaid(toolbox, (layers[0], land))
    assert areas(run)[("2", "")] == pytest.approx(1000)
    assert areas(run)[("3", "")] == pytest.approx(2000)


def test_without_class_field_the_layer_is_one_class(toolbox: Any, layers: Made) -> None:
    run = overlaid(toolbox, layers, CLASS_FIELD=None)
    assert areas(run) == {(number, ""): pytest.approx(2000) for number in NUMBERS}


def test_without_number_field_the_feature_id_stands_for_it(toolbox: Any, layers: Made) -> None:
    run = overlaid(toolbox, layers, ID_FIELD=None)
    assert [row["patch_id"] for row in run.rows("COVERAGE")] == [str(one.id()) for one in layers[0].getFeatures()]


def test_leading_zeros_of_numbers_and_classes_stay(toolbox: Any, layers: Made) -> None:
    patches = layer_of([(rect(20, 20, 40, 50), {"TBBH": "007"})])
    assert list(areas(overlaid(toolbox, (patches, layers[1])))) == [("007", "0101")]


def test_a_numeric_number_field_reads_as_a_text(toolbox: Any, layers: Made) -> None:
    patches = layer_of([(rect(20, 20, 40, 50), {"TBBH": 12.0})])
    assert list(areas(overlaid(toolbox, (patches, layers[1])))) == [("12", "0101")]


@pytest.mark.parametrize(("number", "said"), [("1", "图斑编号重复1个：1（第1、2行）"), ("", "图斑编号为空：第2行")])
def test_blank_and_repeated_numbers_are_refused(toolbox: Any, layers: Made, number: str, said: str) -> None:
    patches = layer_of([(rect(20, 20, 40, 50), {"TBBH": "1"}), (rect(80, 20, 40, 50), {"TBBH": number})])
    with pytest.raises(QgsProcessingException, match=said.replace("（", "[（]").replace("）", "[）]")):
        overlaid(toolbox, (patches, layers[1]))


def test_plane_and_ellipsoid_differ_off_the_meridian(toolbox: Any) -> None:
    """150 km to the east the plane is larger by 5.6e-4; the log tells which was taken."""
    patches = layer_of([(rect(150_000, 20, 1000, 1000), {"TBBH": "1"})])
    land = layer_of([(rect(149_000, 0, 3000, 3000), {"DLBM": "0101"})])
    plane, ellipsoid = (overlaid(toolbox, (patches, land), AREA_BASIS=basis) for basis in (PLANE, ELLIPSOID))
    assert areas(plane)[("1", "0101")] == pytest.approx(1_000_000, abs=1e-3)
    assert areas(ellipsoid)[("1", "0101")] == pytest.approx(1_000_000 * (1 - (150_500 / 6_378_000) ** 2), rel=2e-5)
    assert plane.log.lines[0] == "面积口径：平面面积（EPSG:4526）。"
    assert ellipsoid.log.lines[0] == "面积口径：椭球面积（CGCS2000椭球，高斯-克吕格投影面积÷k²）。"


@pytest.mark.parametrize("setting", list(Qgis.InvalidGeometryCheck))
def test_invalid_polygons_are_repaired_whatever_qgis_is_set_to(toolbox: Any, layers: Made, setting: Any) -> None:
    """The toolbox's own setting would stop with a word in English, or drop the patch in silence."""
    context = QgsProcessingContext()
    context.setInvalidGeometryCheck(setting)
    patches = layer_of([(BOWTIE, {"TBBH": "蝴蝶结"}), (rect(20, 100, 40, 50), {"TBBH": "好"})], name="图斑")
    run = overlaid(toolbox, (patches, layers[1]), context=context)
    assert sum(area for (number, _), area in areas(run).items() if number == "蝴蝶结") == pytest.approx(2500)
    assert any(line.startswith("修复：图斑要素蝴蝶结：自相交") for line in run.log.lines)
    assert any("图斑2个，参与套合2个，未参与0个" in line for line in run.log.lines)


def test_what_cannot_take_part_is_listed(toolbox: Any, layers: Made) -> None:
    """A row without geometry, on either side; the counts close."""
    patches = layer_of([(None, {"TBBH": "空"}), (rect(20, 20, 40, 50), {"TBBH": "1"})], name="图斑")
    land = layer_of([(rect(0, 0, 100, 400), {"DLBM": "0101"}), (None, {"DLBM": "0601"})], name="地类")
    run = overlaid(toolbox, (patches, land))
    said = "\n".join(run.log.lines)
    assert "图斑2个，参与套合1个，未参与1个；“地类”要素2个，参与套合1个，未参与1个。" in said
    assert "未参与：图斑要素空：没有几何图形。" in said
    assert "未参与：地类要素2：没有几何图形。" in said


def test_a_layer_of_another_zone_is_refused_by_name(toolbox: Any, layers: Made) -> None:
    stray = layers[1].clone()
    stray.setCrs(QgsCoordinateReferenceSystem("EPSG:4527"))
    stray.setName("邻带地类")
    with pytest.raises(QgsProcessingException, match=r"【邻带地类】坐标的带号是38，图层坐标系的带号却是39.*处理办法"):
        overlaid(toolbox, (layers[0], stray))


def test_no_overlap_is_a_row_of_coverage_and_none_of_areas(toolbox: Any, layers: Made) -> None:
    far = layer_of([(rect(5000, 5000, 10, 10), {"DLBM": "0101"})])
    run = overlaid(toolbox, (layers[0], far))
    assert run.rows("OUTPUT") == []
    assert [row["share"] for row in run.rows("COVERAGE")] == [0.0, 0.0, 0.0]


def test_an_empty_control_layer_covers_nothing(toolbox: Any, layers: Made) -> None:
    empty = layer_of([(rect(0, 0, 1, 1), {"DLBM": "x"})])
    empty.dataProvider().truncate()
    run = overlaid(toolbox, (layers[0], empty))
    assert [row["covered_m2"] for row in run.rows("COVERAGE")] == [0.0, 0.0, 0.0]


def test_results_go_to_disk_when_asked(toolbox: Any, small: SmallCounty, layers: Made) -> None:
    """A workbook, a CSV table, a GeoPackage."""
    run = overlaid(
        toolbox, layers, OUTPUT=small.folder / "面积.xlsx", COVERAGE=small.folder / "覆盖.csv", PIECES=small.folder / "图块.gpkg"
    )
    assert {Path(run.results[name].split("|")[0]).name for name in ("OUTPUT", "COVERAGE", "PIECES")} == {
        "面积.xlsx", "覆盖.csv", "图块.gpkg",
    }  # fmt: skip
    text = (small.folder / "覆盖.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "patch_id,patch_m2,covered_m2,uncovered_m2,share,area_basis"
    assert len(run.features("PIECES")) == 4


def test_only_what_was_asked_for_is_made(toolbox: Any, layers: Made) -> None:
    run = overlaid(toolbox, layers, COVERAGE=None, PIECES=None)
    assert set(run.results) == {"OUTPUT"}
    temporary = overlaid(toolbox, layers, OUTPUT=QgsProcessing.TEMPORARY_OUTPUT, COVERAGE=None, PIECES=None)
    assert areas(temporary) == expected()


def test_a_layer_without_system_is_refused(toolbox: Any, layers: Made) -> None:
    blank = layers[0].clone()
    blank.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(QgsProcessingException, match="图层没有坐标系"):
        overlaid(toolbox, (blank, layers[1]))


def test_a_cancelled_run_writes_nothing(toolbox: Any, layers: Made, new_log: Any) -> None:
    log = new_log()
    log.cancel()
    with pytest.raises(QgsProcessingException, match="已取消"):
        overlaid(toolbox, layers, log=log)


def test_numbers_of_a_thousand_patches_come_back_in_order(toolbox: Any, layers: Made) -> None:
    """Nothing is lost on the way: 1000 in, 1000 out."""
    patches = layer_of([(rect(2 * (k % 50), 2 * (k // 50), 1, 1), {"TBBH": f"{k:04d}"}) for k in range(1000)])
    run = overlaid(toolbox, (patches, layers[1]), PIECES=None)
    assert [row["patch_id"] for row in run.rows("COVERAGE")] == [f"{k:04d}" for k in range(1000)]
    assert sum(areas(run).values()) == pytest.approx(1000)
