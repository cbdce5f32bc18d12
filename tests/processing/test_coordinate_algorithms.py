"""landwatch:importcoordinates and exportcoordinates: files and folders in, one layer out; a layer in, texts out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

from landwatch_plugin.casework.coordinate_texts import texts_in
from landwatch_plugin.coordinates.reader import read_coordinates
from tests.coordinates.texts import HEAD, LINE, POINTS, box, rows
from tests.hand_made import BOWTIE, EAST, NORTH, SmallCounty, layer_of, rect, saved

TEXT = HEAD + LINE + POINTS
FIELDS = [
    "parcel_no", "name", "use", "declared_ha", "plane_m2", "ellipsoid_m2", "crs", "encoding", "notes", "source_file",
    "source_line",
]  # fmt: skip


@pytest.fixture
def texts(small: SmallCounty) -> Path:
    """A folder for texts."""
    folder = small.folder / "坐标文本"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, text: str, encoding: str = "gbk") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def shapes(run: Any) -> list[shapely.Geometry]:
    return [shapely.from_wkb(bytes(feature.geometry().asWkb())) for feature in run.features("OUTPUT")]


# ---- reading ----


def test_one_text_becomes_one_feature_with_its_fields(toolbox: Any, texts: Path) -> None:
    """12 000 m² in the plane; on the ellipsoid 3.6e-6 less, 12 km off the meridian."""
    run = toolbox.run("importcoordinates", INPUT=str(put(texts, "甲.txt", TEXT)), OUTPUT="memory:")
    [row] = run.rows("OUTPUT")
    assert list(row) == FIELDS
    assert (row["parcel_no"], row["name"], row["use"], row["declared_ha"]) == ("1", "地块1", "工业用地", 1.2)
    assert row["plane_m2"] == pytest.approx(12_000, abs=1e-3)
    assert row["ellipsoid_m2"] == pytest.approx(12_000 * (1 - (12_050 / 6_378_000) ** 2), abs=1e-3)
    assert (row["crs"], row["encoding"], row["notes"]) == ("EPSG:4526", "gb18030", "")
    assert (row["source_file"], row["source_line"]) == ("甲.txt", 7)
    assert run.layer("OUTPUT").crs().authid() == "EPSG:4526"
    assert run.log.lines[-1] == "坐标文本1份：读取1份、地块1个，未读取0份。"


def test_a_blank_area_is_null_and_deviations_stand_in_the_notes(toolbox: Any, texts: Path) -> None:
    text = TEXT.replace("1.2000", "").replace("\n5,", "\n9,").replace("带号=38", "带号=39")
    run = toolbox.run("importcoordinates", INPUT=str(put(texts, "甲.txt", text)), OUTPUT="memory:")
    [row] = run.rows("OUTPUT")
    assert row["declared_ha"] == NULL
    assert (
        row["notes"] == "文件头带号39与坐标带号38不符，以坐标为准；界址点数写为9，实际5行，已按实际读取，请核对是否缺行"
    )
    assert "【甲.txt】第7行地块1：文件头带号39与坐标带号38不符，以坐标为准。" in run.log.lines


def test_a_folder_is_read_whole_and_what_cannot_be_read_is_listed(toolbox: Any, texts: Path) -> None:
    """Count in = read + listed, each with line and cure; other files of the folder are left alone."""
    put(texts, "1.txt", TEXT)
    put(texts, "2.TXT", TEXT.replace("38512", "38513"), "utf-8-sig")
    put(texts, "3遮盖.txt", TEXT.replace("3098500.000", "3098***.***"))
    put(texts, "4空.txt", "")
    put(texts, "清单.csv", "文件,种类\n")
    (texts / "三月").mkdir()
    run = toolbox.run("importcoordinates", INPUT=str(texts), OUTPUT="memory:")
    assert [row["source_file"] for row in run.rows("OUTPUT")] == ["1.txt", "2.TXT"]
    assert (run.results["FILES"], run.results["PARCELS"], run.results["REFUSED"]) == (4, 2, 2)
    assert run.log.warnings[0].startswith(
        "【3遮盖.txt】第10行：坐标“3098***.***,38512100.000”不是完整的数字。 处理办法："
    )
    assert run.log.warnings[1].startswith("【4空.txt】第1行：没有找到地块行")
    assert (
        "文件夹“坐标文本”中未读取：子文件夹1个（三月），其他类型文件1个（清单.csv）。坐标文本须为 .txt，子文件夹请单独选择。"
        in run.log.lines
    )


def test_several_files_of_different_zones_land_in_the_first_one_s_system(toolbox: Any, texts: Path) -> None:
    """Each keeps the name of its own system; the shapes lie beside each other."""
    first = put(texts, "38带.txt", HEAD + ",,1,西,面,,,,@\n" + rows(box(100_000, 0, 100)))
    east = HEAD.replace("带号=38", "带号=39") + ",,2,东,面,,,,@\n" + rows(box(-194_980, 0, 100)).replace(",38", ",39")
    second = put(texts, "39带.txt", east)
    run = toolbox.run("importcoordinates", INPUT=[str(first), str(second)], OUTPUT="memory:")
    assert run.layer("OUTPUT").crs().authid() == "EPSG:4526"
    assert [row["crs"] for row in run.rows("OUTPUT")] == ["EPSG:4526", "EPSG:4527"]
    one, two = shapes(run)
    assert one.distance(two) < 2_000
    assert two.area == pytest.approx(
        10_000 * (1 + (100_000 / 6_378_000) ** 2) / (1 + (194_930 / 6_378_000) ** 2), rel=1e-4
    )


def test_the_chosen_system_is_the_result_s(toolbox: Any, texts: Path) -> None:
    crs = QgsCoordinateReferenceSystem("EPSG:4490")
    run = toolbox.run("importcoordinates", INPUT=str(put(texts, "甲.txt", TEXT)), CRS=crs, OUTPUT="memory:")
    assert run.layer("OUTPUT").crs() == crs
    assert shapes(run)[0].centroid.x == pytest.approx(114.1225, abs=1e-3)
    assert run.rows("OUTPUT")[0]["plane_m2"] == pytest.approx(12_000, abs=1e-3)


def test_degrees_have_areas_too(toolbox: Any, texts: Path) -> None:
    """0.001° × 0.001° at 28° north: 110.8 m by 98.4 m."""
    text = "坐标系=CGCS2000\n计量单位=度\n,,1,a,面,,,,@\nJ1,1,28,114.5\nJ2,1,28,114.501\nJ3,1,27.999,114.501\nJ4,1,27.999,114.5\n"
    run = toolbox.run("importcoordinates", INPUT=str(put(texts, "度.txt", text)), OUTPUT="memory:")
    [row] = run.rows("OUTPUT")
    assert (row["crs"], run.layer("OUTPUT").crs().authid()) == ("EPSG:4490", "EPSG:4490")
    assert row["ellipsoid_m2"] == pytest.approx(110.83 * 98.36, rel=1e-3)
    assert row["plane_m2"] == pytest.approx(row["ellipsoid_m2"], rel=1e-4)


def test_an_old_datum_is_not_moved_by_guess(toolbox: Any, texts: Path) -> None:
    """Alone it keeps its own system; beside CGCS2000 it is listed with the cure."""
    old = put(texts, "乙80.txt", TEXT.replace("2000国家大地", "1980西安"))
    alone = toolbox.run("importcoordinates", INPUT=str(old), OUTPUT="memory:")
    assert alone.layer("OUTPUT").crs().authid() == "EPSG:2362"
    put(texts, "甲.txt", TEXT.replace("3098", "3097"))
    crs = QgsCoordinateReferenceSystem("EPSG:4526")
    both = toolbox.run("importcoordinates", INPUT=str(texts), CRS=crs, OUTPUT="memory:")
    assert both.results["PARCELS"] == 1
    assert "须用当地七参数转换" in both.log.warnings[0]


def test_the_zone_for_texts_that_name_none(toolbox: Any, texts: Path) -> None:
    path = put(texts, "甲.txt", TEXT.replace("带号=38", "带号=").replace(",385", ",5"))
    with pytest.raises(QgsProcessingException, match=r"没有带号.*在读取时指定带号"):
        toolbox.run("importcoordinates", INPUT=str(path), OUTPUT="memory:")
    run = toolbox.run("importcoordinates", INPUT=str(path), ZONE=38, OUTPUT="memory:")
    assert run.layer("OUTPUT").crs().authid() == "EPSG:4526"


def test_holes_parts_and_shared_sides_are_valid_polygons(toolbox: Any, texts: Path) -> None:
    text = HEAD + ",,1,a,面,,,,@\n" + rows(box(0, 0, 100), box(40, 40, 20), box(100, 0, 100), box(300, 0, 50))
    run = toolbox.run("importcoordinates", INPUT=str(put(texts, "甲.txt", text)), OUTPUT="memory:")
    [shape] = shapes(run)
    assert (shape.is_valid, len(shape.geoms)) == (True, 2)
    assert shape.area == pytest.approx(10_000 - 400 + 10_000 + 2_500)


def test_when_every_text_is_refused_the_run_fails_with_the_list(toolbox: Any, texts: Path) -> None:
    put(texts, "1.txt", "不是坐标")
    put(texts, "2.txt", TEXT.replace("38512000.000", "********"))
    with pytest.raises(QgsProcessingException, match=r"(?s)全部未能读取.*【1\.txt】第1行.*【2\.txt】第8行.*处理办法"):
        toolbox.run("importcoordinates", INPUT=str(texts), OUTPUT="memory:")


def test_an_empty_folder_and_a_missing_file_are_named(toolbox: Any, texts: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"没有找到坐标文本（\.txt）"):
        toolbox.run("importcoordinates", INPUT=str(texts), OUTPUT="memory:")
    with pytest.raises(QgsProcessingException, match=r"【没有\.txt】无法读取"):
        toolbox.run("importcoordinates", INPUT=str(texts / "没有.txt"), OUTPUT="memory:")
    assert texts_in([put(texts, "甲.txt", TEXT), texts]) == [texts / "甲.txt"]


def test_a_cancelled_reading_writes_nothing(toolbox: Any, texts: Path, new_log: Any) -> None:
    log = new_log()
    log.cancel()
    with pytest.raises(QgsProcessingException, match="已取消"):
        toolbox.run("importcoordinates", INPUT=str(put(texts, "甲.txt", TEXT)), OUTPUT="memory:", log=log)


def test_all_samples_land_in_one_layer(toolbox: Any, texts: Path, repository: Path) -> None:
    """Eleven texts, every one read or listed: the one in Xi'an 80 waits for the county's parameters."""
    data = os.environ.get("LANDWATCH_SHARED_DATA")
    folder = (Path(data).parent if data else repository.parent / "shared") / "domain" / "samples"
    if not folder.is_dir():
        pytest.skip("no shared samples")
    run = toolbox.run("importcoordinates", INPUT=str(folder), OUTPUT="memory:")
    assert (run.results["FILES"], run.results["PARCELS"], run.results["REFUSED"]) == (11, 12, 1)
    assert all(shape.is_valid and shape.area > 0 for shape in shapes(run))


# ---- writing ----


def plots(small: SmallCounty, crs: str = "EPSG:4526") -> Any:
    hole = shapely.Polygon(rect(300, 0, 100, 100).exterior, [rect(340, 40, 20, 20).exterior])
    two = shapely.MultiPolygon([rect(500, 0, 50, 50), rect(600, 0, 50, 50)])
    made = [
        (rect(0, 0, 100, 120), {"TBBH": "001", "MC": "甲厂", "YT": "工业用地", "DL": "0601"}),
        (hole, {"TBBH": "002", "MC": "乙,场", "YT": "", "DL": ""}),
        (two, {"TBBH": "003", "MC": "丙", "YT": "", "DL": ""}),
    ]
    return layer_of(made, "MultiPolygon", crs, "图斑")


def written(toolbox: Any, layer: Any, folder: Path, **given: Any) -> Any:
    fields = {"NUMBER_FIELD": "TBBH", "NAME_FIELD": "MC", "USE_FIELD": "YT", "CODE_FIELD": "DL"}
    return toolbox.run("exportcoordinates", INPUT=layer, FOLDER=str(folder), **(fields | given))


def test_a_layer_is_written_and_read_back(toolbox: Any, small: SmallCounty, texts: Path) -> None:
    """Numbers with leading zeros, a hole, two parts, and the areas; CRLF and GBK as the ministry's software wants."""
    run = written(toolbox, plots(small), texts, DATE="2026-03-12", PRODUCER="演示县自然资源局")
    assert (run.results["FILES"], run.results["PARCELS"], run.results["REFUSED"]) == (1, 3, 0)
    data = (texts / "图斑.txt").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    assert "数据产生单位=演示县自然资源局\r\n数据产生日期=2026-03-12\r\n".encode("gbk") in data
    found = read_coordinates(data, "x")
    assert [(one.number, one.name, one.declared) for one in found.parcels] == [
        ("001", "甲厂", "1.2000"), ("002", "乙，场", "0.9600"), ("003-1", "丙", "0.2500"), ("003-2", "丙", "0.2500"),
    ]  # fmt: skip
    assert all(one.notes == [] for one in found.parcels)
    again = toolbox.run("importcoordinates", INPUT=str(texts), OUTPUT="memory:")
    whole = shapely.union_all(shapes(again))
    assert (
        whole.symmetric_difference(
            shapely.union_all([shapely.from_wkb(bytes(f.geometry().asWkb())) for f in plots(small).getFeatures()])
        ).area
        == 0
    )


def test_one_text_a_patch_is_named_by_its_number(toolbox: Any, small: SmallCounty, texts: Path) -> None:
    """A number twice gets _2; signs that no file name may hold are replaced."""
    layer = layer_of([(rect(k * 200, 0, 50, 50), {"TBBH": number}) for k, number in enumerate(("甲", "甲", "乙/1:2"))])
    fields = {"NAME_FIELD": None, "USE_FIELD": None, "CODE_FIELD": None}
    run = written(toolbox, layer, texts, APART=True, **fields)
    assert sorted(path.name for path in texts.iterdir()) == ["乙_1_2.txt", "甲.txt", "甲_2.txt"]
    assert run.results["FILES"] == 3


def test_options_of_the_text(toolbox: Any, small: SmallCounty, texts: Path) -> None:
    """South-east, counter-clockwise, no J, no closing row, two decimals, LF, UTF-8, parts as rings."""
    written(
        toolbox, plots(small), texts, START=2, CLOCKWISE=False, PREFIX=False, CLOSED=False, DECIMALS=2, CRLF=False,
        ENCODING=1, PARTS_APART=False,
    )  # fmt: skip
    text = (texts / "图斑.txt").read_text(encoding="utf-8")
    assert "\r" not in text
    assert (
        f"\n4,1.2000,001,甲厂,面,,工业用地,0601,@\n1,1,{NORTH:.2f},{EAST + 100:.2f}\n2,1,{NORTH + 120:.2f},{EAST + 100:.2f}\n"
        in text
    )
    assert [one.number for one in read_coordinates(text.encode(), "x").parcels] == ["001", "002", "003"]


@pytest.mark.parametrize(
    ("crs", "target", "shown"),
    [("EPSG:4526", None, 38), ("EPSG:4547", None, 38), ("EPSG:4526", "EPSG:4527", 39), ("EPSG:4526", "EPSG:4548", 39)],
)
def test_the_zone_of_the_text(
    toolbox: Any, small: SmallCounty, texts: Path, crs: str, target: str | None, shown: int
) -> None:
    """The layer's own, also when its coordinates lack the prefix; or the chosen one."""
    shift = 38_000_000 if crs == "EPSG:4547" else 0
    shape = shapely.transform(rect(0, 0, 100, 120), lambda xy: xy - [shift, 0])
    layer = layer_of([(shape, {"TBBH": "1"})], crs=crs)
    fields = {"NAME_FIELD": None, "USE_FIELD": None, "CODE_FIELD": None}
    given = {"CRS": QgsCoordinateReferenceSystem(target)} if target else {}
    written(toolbox, layer, texts, **fields, **given)
    [parcel] = read_coordinates((texts / "手工图层.txt").read_bytes(), "x").parcels
    assert (parcel.epsg, parcel.notes) == (4513 + shown - 25, [])


def test_a_layer_in_degrees_gets_the_zone_where_it_lies(toolbox: Any, texts: Path) -> None:
    layer = layer_of([(shapely.box(116.9, 28, 116.91, 28.01), {"TBBH": "1"})], crs="EPSG:4490")
    written(toolbox, layer, texts, NAME_FIELD=None, USE_FIELD=None, CODE_FIELD=None)
    assert read_coordinates((texts / "手工图层.txt").read_bytes(), "x").epsg == 4527


def test_systems_that_are_no_zone_are_refused(toolbox: Any, small: SmallCounty, texts: Path) -> None:
    with pytest.raises(QgsProcessingException, match="不是高斯-克吕格分带坐标系"):
        written(toolbox, plots(small), texts, CRS=QgsCoordinateReferenceSystem("EPSG:3857"))
    with pytest.raises(QgsProcessingException, match="须用当地七参数转换"):
        written(toolbox, plots(small), texts, CRS=QgsCoordinateReferenceSystem("EPSG:2362"))


def test_what_cannot_be_written_is_listed_and_the_rest_is_written(
    toolbox: Any, small: SmallCounty, texts: Path
) -> None:
    """A bowtie and a row without shape; when nothing is left the run fails."""
    row = {"TBBH": "好", "MC": "", "YT": "", "DL": ""}
    bad = [(BOWTIE, row | {"TBBH": "蝴蝶结"}), (None, row | {"TBBH": "空"})]
    run = written(toolbox, layer_of([(rect(0, 0, 9, 9), row), *bad]), texts)
    assert (run.results["PARCELS"], run.results["REFUSED"]) == (1, 2)
    assert "图斑蝴蝶结" in run.log.warnings[0]
    assert "图斑空：没有几何图形，未写出。" in run.log.warnings[1]
    with pytest.raises(QgsProcessingException, match="没有可以写出的图斑"):
        written(toolbox, layer_of(bad), texts)


def test_a_letter_outside_gbk_is_named(toolbox: Any, small: SmallCounty, texts: Path) -> None:
    layer = layer_of([(rect(0, 0, 9, 9), {"TBBH": "1", "MC": "𠮷", "YT": "", "DL": ""})])
    with pytest.raises(QgsProcessingException, match="“𠮷”字不在GBK编码中"):
        written(toolbox, layer, texts)
    assert written(toolbox, layer, texts, ENCODING=1).results["PARCELS"] == 1


def test_only_selected_features_when_asked(toolbox: Any, small: SmallCounty, texts: Path) -> None:
    layer = plots(small)
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([2])
    source = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    assert written(toolbox, source, texts).results["PARCELS"] == 1
    QgsProject.instance().removeMapLayer(layer.id())


def test_a_folder_that_cannot_be_written_is_named(toolbox: Any, small: SmallCounty) -> None:
    source = saved(plots(small), small.folder / "挡路.gpkg")
    with pytest.raises(QgsProcessingException, match="无法写入"):
        written(toolbox, plots(small), Path(source) / "里面")


@pytest.mark.parametrize("mark", [0, 0x57], ids=["无标识", "ANSI"])
@pytest.mark.parametrize("output", [0, 1], ids=["GBK", "UTF-8"])
def test_a_table_read_in_a_wrong_encoding_is_never_written(
    toolbox: Any, small: SmallCounty, texts: Path, mark: int, output: int
) -> None:
    """A GBK shapefile without .cpg: QGIS reads �� or ÑÝÊ¾; another office would get that as the owner's name."""
    rows = [(rect(0, 0, 9, 9), {"TBBH": "1", "MC": "演示县甲厂"})]
    path = Path(saved(layer_of(rows), small.folder / "无说明.shp", "ESRI Shapefile", "GB18030"))
    path.with_suffix(".cpg").unlink()
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[29] = mark
    path.with_suffix(".dbf").write_bytes(table)
    fields = {"USE_FIELD": None, "CODE_FIELD": None, "ENCODING": output}
    with pytest.raises(QgsProcessingException, match=r"【无说明】图层文字编码有误：字段“MC”第1个要素.*GB18030"):
        written(toolbox, str(path), texts, **fields)
    assert list(texts.iterdir()) == []
    numbers_only = written(toolbox, str(path), texts, **fields | {"NAME_FIELD": None})
    assert numbers_only.results["PARCELS"] == 1
    layer = QgsVectorLayer(str(path), "无说明", "ogr")
    layer.setProviderEncoding("GB18030")
    QgsProject.instance().addMapLayer(layer)
    written(toolbox, layer, texts, **fields)
    [parcel] = read_coordinates((texts / "无说明.txt").read_bytes(), "x").parcels
    assert parcel.name == "演示县甲厂"


def test_small_patches_are_written_with_an_area_and_without_numbers_count_from_one(
    toolbox: Any, small: SmallCounty, texts: Path
) -> None:
    """0.25 m² are 0.0000 公顷 in four decimals; a bowtie is named as what it is."""
    rows = [(rect(0, 0, 0.5, 0.5), {}), (BOWTIE, {}), (rect(10, 0, 9, 9), {})]
    none = dict.fromkeys(("NUMBER_FIELD", "NAME_FIELD", "USE_FIELD", "CODE_FIELD"))
    run = written(toolbox, layer_of(rows), texts, **none)
    found = read_coordinates((texts / "手工图层.txt").read_bytes(), "x").parcels
    assert [(one.number, one.declared, one.notes) for one in found] == [("1", "0.000025", []), ("3", "0.0081", [])]
    assert "图斑2" in run.log.warnings[0] and "自相交" in run.log.warnings[0]
    assert "小数" not in run.log.warnings[0]
