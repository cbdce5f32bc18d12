"""下发图层: rows in file order, NULL once None, geometry mended or refused with a reason, encoding found on the bytes."""

from __future__ import annotations

import math
import struct
from datetime import date
from pathlib import Path

import pytest
import shapely
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.patch_source import (
    Row,
    dbf_encoding,
    encoding_told,
    open_source,
    rows,
    takes_encoding,
    usable,
)
from tests.hand_made import BOWTIE, CRS, SmallCounty, layer_of, patch_row, rect, ring, saved

pytestmark = pytest.mark.usefixtures("qgis_app")


def feature(shape: shapely.Geometry | None) -> QgsFeature:
    made = QgsFeature()
    if shape is not None:
        geometry = QgsGeometry()
        geometry.fromWkb(shapely.to_wkb(shape))
        made.setGeometry(geometry)
    return made


def raw(*corners: tuple[float, float]) -> QgsFeature:
    """A polygon of exactly these points, closed or not, numbers or not."""
    wkb = struct.pack("<BIII", 1, 3, 1, len(corners)) + b"".join(struct.pack("<2d", *corner) for corner in corners)
    made, geometry = QgsFeature(), QgsGeometry()
    geometry.fromWkb(wkb)
    made.setGeometry(geometry)
    return made


def all_rows(path: str | Path) -> list[Row]:
    layer, _ = open_source(str(path))
    return list(rows(layer))


def test_rows_come_in_file_order_with_their_numbers(small: SmallCounty) -> None:
    path = small.batch(*(patch_row(f"{k}", rect(60 * k, 0, 40, 50)) for k in range(4)))
    got = all_rows(path)
    assert [row.number for row in got] == [1, 2, 3, 4]
    assert [row.values["JCBH"] for row in got] == ["0", "1", "2", "3"]
    assert [row.values["MJ"] for row in got] == [2000.0] * 4


def test_null_is_none_and_dates_are_texts(small: SmallCounty) -> None:
    """Whatever kind of field they stand in."""
    fields = "field=JCBH:string&field=HSX:date&field=CREATE_AT:datetime&field=MJ:double&field=N:integer"
    layer = QgsVectorLayer(f"Polygon?crs={CRS}&{fields}", "图斑", "memory")
    when = QDateTime(QDate(2026, 6, 1), QTime(9, 20))
    for values in (["1", QDate(2026, 5, 12), when, 2.5, 7], ["2", None, None, None, None]):
        made = QgsFeature(layer.fields())
        made.setAttributes(values)
        made.setGeometry(feature(rect(0, 0, 9, 9)).geometry())
        layer.dataProvider().addFeatures([made])
    first, second = all_rows(saved(layer, small.folder / "图斑.gpkg"))
    assert first.values["HSX"] == date(2026, 5, 12).isoformat()
    assert first.values["CREATE_AT"].startswith("2026-06-01 09:20:00")
    assert (first.values["MJ"], first.values["N"]) == (2.5, 7)
    assert [second.values[name] for name in ("HSX", "CREATE_AT", "MJ", "N")] == [None] * 4


@pytest.mark.parametrize(("encoding", "found"), [("GBK", "gb18030"), ("UTF-8", "utf-8")])
def test_the_encoding_is_found_on_the_bytes(small: SmallCounty, encoding: str, found: str) -> None:
    """With .cpg and without."""
    path = small.folder / f"{found}.shp"
    saved(layer_of([(rect(0, 0, 9, 9), {"BZ": "占用耕地建房"})]), path, "ESRI Shapefile", encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    layer, told = open_source(str(path))
    assert told == found
    assert [row.values["BZ"] for row in rows(layer)] == ["占用耕地建房"]
    assert dbf_encoding(path) == found


def test_the_user_may_know_the_encoding_better(small: SmallCounty) -> None:
    """Bytes that are good in both are taken as said; what speaks against it is told, and what cannot be read is refused."""
    path = small.batch(patch_row("1", rect(0, 0, 9, 9), BZ="占用耕地建房"))
    layer, told = open_source(str(path), "gb18030")
    assert [row.values["BZ"] for row in rows(layer)] == ["占用耕地建房"]
    assert encoding_told(str(path), told, "gb18030") == "GBK（GB18030）（人工指定）"
    assert encoding_told(str(path), "utf-8", "utf-8") == "UTF-8（人工指定；与按内容判断的GBK（GB18030）不符）"
    wrong, _ = open_source(str(path), "utf-8")
    with pytest.raises(InputError, match="文字编码无法识别"):
        list(rows(wrong))


def test_only_a_shapefile_leaves_the_encoding_open(small: SmallCounty) -> None:
    other = saved(layer_of([(rect(0, 0, 9, 9), {"BZ": "耕地"})]), small.folder / "图斑.gpkg")
    assert takes_encoding(str(small.batch(patch_row("1", rect(0, 0, 9, 9))))) and not takes_encoding(str(other))
    layer, told = open_source(str(other), "gb18030")
    assert (told, [row.values["BZ"] for row in rows(layer)]) == ("utf-8", ["耕地"])


def test_a_text_cut_inside_a_character_does_not_spoil_the_guess(small: SmallCounty) -> None:
    """Fields of 80 bytes, filled to the brim by another program."""
    path = small.batch(
        patch_row("1", rect(0, 0, 9, 9), BZ="占" * 39 + "地"), patch_row("2", rect(20, 0, 9, 9), BZ="耕地")
    )
    assert dbf_encoding(path) == "gb18030"


def test_a_geopackage_is_utf8(small: SmallCounty) -> None:
    source = saved(layer_of([(rect(0, 0, 9, 9), {"BZ": "水田"})]), small.folder / "图斑.gpkg")
    layer, told = open_source(f"{source}|layername=图斑")
    assert told == "utf-8"
    assert [row.values["BZ"] for row in rows(layer)] == ["水田"]


def test_a_sound_polygon_becomes_a_multipolygon_untouched() -> None:
    wkb, repair, refusal = usable(feature(rect(0, 0, 40, 50)))
    assert (repair, refusal) == ("", "")
    assert wkb is not None
    shape = shapely.from_wkb(wkb)
    assert (shape.geom_type, shape.area) == ("MultiPolygon", 2000)
    assert shape.geoms[0].equals_exact(rect(0, 0, 40, 50).normalize(), 0) or shape.equals(rect(0, 0, 40, 50))


@pytest.mark.parametrize(
    ("shape", "area", "said"),
    [
        (BOWTIE, 2500, "图形自相交，已修复，面积0.00→2500.00平方米"),
        (
            shapely.Polygon([(0, 0), (100, 0), (100, 100), (0, 100)], [[(200, 0), (210, 0), (210, 10), (200, 10)]]),
            10_100, "孔洞在外环之外，已修复，面积9900.00→10100.00平方米",
        ),
        (ring((0, 0), (50, 0), (50, 50), (0, 50), (0, 0), (-10, 0)), 2500, "已修复"),
    ],
    ids=["蝴蝶结", "孔洞在外", "毛刺"],
)  # fmt: skip
def test_invalid_shapes_are_mended_and_told(shape: shapely.Geometry, area: float, said: str) -> None:
    wkb, repair, refusal = usable(feature(shape))
    assert wkb is not None
    mended = shapely.from_wkb(wkb)
    assert mended.is_valid
    assert mended.area == pytest.approx(area)
    assert said in repair
    assert refusal == ""


def test_square_degrees_are_not_told_as_square_metres() -> None:
    bow = shapely.Polygon([(114.0, 28.0), (114.001, 28.001), (114.001, 28.0), (114.0, 28.001)])
    _, repair, _ = usable(feature(bow), "")
    assert repair == "图形自相交，已修复"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (feature(None), "没有图形"),
        (feature(shapely.Polygon()), "没有图形"),
        (raw((0, 0), (10, 0), (5, 0), (0, 0)), "无法修复为面"),
        (raw((0, 0), (10, 0), (10, 10)), "图形面积为零"),
        (raw((math.nan, 0), (10, 0), (10, 10), (math.nan, 0)), "NaN"),
        (raw((0, 0), (10, 0), (10, math.nan), (0, 10), (0, 0)), "NaN"),
        (raw((0, 0), (10, 0), (math.inf, 10), (0, 10), (0, 0)), "无穷大"),
    ],
    ids=["无", "空", "一条线", "未闭合", "首点非数", "中间非数", "无穷大"],
)
def test_what_cannot_be_used_is_refused_with_a_reason(broken: QgsFeature, reason: str) -> None:
    """None of them reaches the overlay, not even by a lucky repair."""
    wkb, repair, refusal = usable(broken)
    assert wkb is None
    assert repair == ""
    assert reason in refusal


def test_arcs_and_heights_are_flattened() -> None:
    made = QgsFeature()
    made.setGeometry(
        QgsGeometry.fromWkt("CurvePolygon Z (CircularString Z (0 50 1, 50 0 1, 100 50 1, 50 100 1, 0 50 1))")
    )
    wkb, _, _ = usable(made)
    assert wkb is not None
    disc = shapely.from_wkb(wkb)
    assert not disc.has_z
    assert disc.area == pytest.approx(math.pi * 2500, rel=1e-3)


def test_many_parts_and_holes_stay() -> None:
    parts = shapely.MultiPolygon([rect(60 * k, 0, 40, 50).difference(rect(60 * k + 10, 10, 5, 5)) for k in range(20)])
    wkb, repair, _ = usable(feature(parts))
    assert wkb is not None
    shape = shapely.from_wkb(wkb)
    assert (len(shape.geoms), sum(len(part.interiors) for part in shape.geoms), repair) == (20, 20, "")


def test_a_shapefile_without_its_table_is_named(small: SmallCounty) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 9, 9)))
    path.with_suffix(".dbf").unlink()
    with pytest.raises(InputError, match=r"【图斑\.shp】缺少同名的 \.dbf 属性文件。 处理办法：请把 \.shp"):
        open_source(str(path))


def test_a_table_in_capitals_is_found(small: SmallCounty) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 9, 9), BZ="水田"))
    path.with_suffix(".dbf").rename(path.with_suffix(".DBF"))
    assert dbf_encoding(path) == "gb18030"


@pytest.mark.parametrize("name", ["没有.shp", "没有.gpkg", "说明.txt"])
def test_what_is_no_layer_is_named(small: SmallCounty, name: str) -> None:
    (small.folder / "说明.txt").write_text("不是图层")
    with pytest.raises(InputError, match="无法打开图层"):
        open_source(str(small.folder / name))


def test_points_are_no_patches(small: SmallCounty) -> None:
    source = saved(layer_of([(shapely.Point(38_500_000, 3_100_000), {"JCBH": "1"})], "Point"), small.folder / "点.gpkg")
    with pytest.raises(InputError, match=r"【点\.gpkg】不是面图层"):
        open_source(source)


def test_a_text_that_was_not_read_is_refused_with_field_and_row(small: SmallCounty) -> None:
    """Never received as �: the mark 涉军 would be passed over."""
    texts = ("水田", "涉\ufffd\ufffd建房")
    rows_ = [(rect(60 * k, 0, 40, 50), {"JCBH": f"{k}", "BZ": text}) for k, text in enumerate(texts)]
    path = saved(layer_of(rows_), small.folder / "图斑.gpkg")
    with pytest.raises(InputError, match=r"【图斑\.gpkg】第2行：文字编码无法识别：字段“BZ”.*处理办法"):
        all_rows(path)


def test_half_a_character_at_the_end_of_a_full_column_is_cut_off(small: SmallCounty) -> None:
    """The writer cut the value at the width of its column; what is whole stays."""
    path = small.batch(patch_row("1", rect(0, 0, 40, 50), BZ="田"))
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    header = int.from_bytes(data[8:10], "little")
    at, offset = header + 1, 0
    for start in range(32, header - 31, 32):
        width = data[start + 16]
        if data[start : start + 11].rstrip(b"\x00") == b"BZ":
            text = ("A" * (1 - width % 2) + "田" * width).encode("gbk")[:width]
            data[at + offset : at + offset + width] = text
            break
        offset += width
    table.write_bytes(bytes(data))
    [row] = all_rows(path)
    assert row.values["BZ"] == text[:-1].decode("gbk")
