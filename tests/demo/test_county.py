"""演示县: the made-up county tiles, its files have the forms in which counties receive them, and it is always the same."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from demo.cases import EVIDENCE
from demo.county import make_county
from demo.patchfile import COLUMNS
from demo.survey import ARABLE
from demo.tiling import ORIGIN
from landwatch_plugin.coordinates.reader import read_coordinates
from landwatch_plugin.domain.units import to_mu

BATCHES = ("演示县2026年6月图斑", "演示县2026年7月图斑")
TABLES = ("truth.csv", "外业核查.csv", "会审决定.csv", "整改台账.csv", "approvals_txt/清单.csv")
FIELDS = [
    "OBJECTID", "JCBH", "XZQDM", "XMC", "TBLX", "TZ", "QSX", "HSX", "DDTC", "BZ", "JSYDXZ", "DLBM", "DLMC", "TBXHDM",
    "TBXHMC", "ZZSXDM", "ZZSXMC", "CZCSXM", "SFYN", "SFHX", "MJ", "CREATE_AT", "UPDATE_AT",
]  # fmt: skip
LAND_FIELDS = {
    "BSM", "YSDM", "TBBH", "DLBM", "DLMC", "QSXZ", "ZLDWDM", "ZLDWMC", "TBMJ", "KCDLBM", "KCXS", "KCMJ", "TBDLMJ",
    "GDLX", "GDPDJB", "XZDWKD", "CZCSXM", "SJNF",
}  # fmt: skip
LANDSCAPE = (
    "0101", "0103", "0201", "0202", "0301", "0305", "0307", "0404", "05H1", "0601", "0602", "0701", "0702", "08H1",
    "1003", "1004", "1006", "1101", "1104", "1107", "1202", "1206",
)  # fmt: skip
KINDS = {
    "roof", "yard", "road", "greenhouse", "panels", "quarry", "bare", "pond", "house", "grave", "film", "orchard",
    "concrete", "rubble",
}  # fmt: skip


# ---- the land ----


def test_the_land_polygons_tile_the_county_without_gap_or_overlap(written: Any) -> None:
    land = written.layers["dltb"].shapes
    assert len(land) >= 3000
    assert shapely.coverage_is_valid(land)
    whole = shapely.union_all(land)
    assert abs(shapely.area(land).sum() - whole.area) < 1e-3
    assert whole.geom_type == "Polygon"
    assert not whole.interiors


@pytest.mark.parametrize("name", ["xiang", "cun"])
def test_villages_and_townships_tile_the_same_ground_as_the_land(written: Any, name: str) -> None:
    shapes = written.layers[name].shapes
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.union_all(written.layers["dltb"].shapes)
    assert shapely.union_all(shapes).symmetric_difference(whole).area < 1e-3


def test_every_land_polygon_lies_in_the_village_that_its_row_names(written: Any) -> None:
    land, villages = written.layers["dltb"], written.layers["cun"]
    place = dict(zip(villages["XZQDM"], villages.shapes, strict=True))
    for code, shape in list(zip(land["ZLDWDM"], land.shapes, strict=True))[::37]:
        assert len(code) == 19
        assert place[code[:12]].contains(shape.representative_point())
    assert {code[:9] for code in villages["XZQDM"]} == set(written.layers["xiang"]["XZQDM"])
    assert 5 <= len(written.layers["xiang"]) <= 6
    assert 25 <= len(villages) <= 40
    assert len(set(villages["XZQMC"])) == len(villages)


def test_survey_areas_are_consistent_and_ridges_are_taken_off_on_slopes_only(written: Any) -> None:
    land = written.layers["dltb"]
    assert set(land.fields) >= LAND_FIELDS
    assert np.abs(land["TBMJ"] - shapely.area(land.shapes)).max() < 0.006
    assert np.abs(land["TBDLMJ"] - (land["TBMJ"] - land["KCMJ"])).max() < 1e-6
    assert np.abs(land["KCMJ"] - land["TBMJ"] * land["KCXS"]).max() < 0.006
    sloping = land["KCXS"] > 0
    assert sloping.sum() > 300
    assert land["KCXS"][sloping].min() >= 0.08
    assert land["KCXS"][sloping].max() <= 0.18
    assert np.isin(land["DLBM"][sloping], ARABLE).all()
    assert set(land["KCDLBM"][sloping]) == {"1203"}
    assert set(land["GDPDJB"][sloping]) <= {"2", "3", "4"}
    assert len(set(land["BSM"])) == len(land)


def test_the_landscape_has_what_a_county_of_the_plain_has(written: Any) -> None:
    land = written.layers["dltb"]
    codes = Counter(land["DLBM"])
    assert not [code for code in LANDSCAPE if not codes[code]]
    areas = shapely.area(land.shapes)
    assert areas[land["DLBM"] == "0101"].sum() > 0.3 * areas.sum()


def test_coordinates_carry_the_zone_number_and_lie_on_whole_millimetres(written: Any) -> None:
    for name, table in written.layers.items():
        assert table.crs == "EPSG:4526", name
        points = shapely.get_coordinates(table.shapes)
        assert points[:, 0].min() > ORIGIN[0] - 100
        assert points[:, 0].max() < ORIGIN[0] + 8100
        assert np.array_equal(points, np.round(points, 3)), name


def test_permanent_farmland_is_mostly_paddy_but_not_drawn_on_the_survey_s_lines(written: Any) -> None:
    farmland, land = written.layers["yjjbnt"], written.layers["dltb"]
    whole = shapely.union_all(farmland.shapes)
    paddy = shapely.union_all(land.shapes[land["DLBM"] == "0101"])
    assert whole.intersection(paddy).area > 0.6 * paddy.area
    assert whole.intersection(paddy).area > 0.75 * whole.area
    corners = {tuple(point) for point in shapely.get_coordinates(land.shapes)}
    own = [tuple(point) in corners for point in shapely.get_coordinates(farmland.shapes)]
    assert np.mean(own) < 0.01
    assert whole.intersection(shapely.union_all(written.layers["czkfbj"].shapes)).area < 1


# ---- the batches as files ----


@pytest.mark.parametrize("title", BATCHES)
def test_a_batch_is_gbk_without_any_sign_of_its_encoding(written: Any, title: str) -> None:
    folder = written.folder / "batches"
    assert sorted(path.suffix for path in folder.glob(f"{title}.*")) == [".dbf", ".prj", ".shp", ".shx"]
    dbf = (folder / f"{title}.dbf").read_bytes()
    assert dbf[29] == 0
    assert "演示县".encode("gbk") in dbf
    assert "演示县".encode() not in dbf
    assert "CGCS2000_3_Degree_GK_Zone_38" in (folder / f"{title}.prj").read_text(encoding="ascii")


@pytest.mark.parametrize("title", BATCHES)
def test_a_batch_has_the_twenty_three_fields_in_their_order(written: Any, title: str) -> None:
    table = written.batch(title)
    assert table.fields == FIELDS == [column.name for column in COLUMNS]
    assert set(table["XMC"]) == {"演示县"}
    assert set(table["XZQDM"]) == {"990126"}
    assert len(table) >= 30


# ---- boundary texts ----


def test_boundary_texts_are_read_back_with_their_areas(written: Any) -> None:
    listed = {row["文件"]: row for row in written.rows("approvals_txt/清单.csv")}
    assert list(next(iter(listed.values()))) == ["文件", "种类", "批准文号", "批准日期", "项目名称", "用地单位"]
    assert Counter(row["种类"] for row in listed.values()) == {"批次用地": 2, "单独选址": 1}
    holes = 0
    for path, shapes in written.texts():
        text = read_coordinates(path.read_bytes(), path.name)
        assert path.name in listed
        assert text.epsg == 4526
        for parcel, shape in zip(text.parcels, shapes, strict=True):
            assert not parcel.notes
            assert shape.is_valid
            assert abs(shape.area / 10000 - float(parcel.declared)) < 0.0001
            holes += len(shape.interiors)
    assert holes == 1


def test_one_boundary_text_is_gbk_with_crlf_and_the_others_are_utf_8(written: Any) -> None:
    kinds: Counter[str] = Counter()
    for path, _ in written.texts():
        data = path.read_bytes()
        code = "gbk" if "属性描述".encode("gbk") in data else "utf-8"
        kinds[code] += 1
        assert (b"\r\n" in data) == (code == "gbk")
        assert "坐标系=2000国家大地坐标系" in data.decode(code)
    assert kinds == {"gbk": 1, "utf-8": 2}


# ---- tables ----


def test_survey_and_decisions_have_one_row_for_each_patch_but_the_secret_and_the_refused(written: Any) -> None:
    numbers = [number for number, row in written.truth.items() if row["意向判定"] != "涉军"]
    assert set(written.truth) == {row["JCBH"] for row, _ in written.patches}
    assert [row["图斑编号"] for row in written.rows("外业核查.csv")] == numbers
    assert [row["图斑编号"] for row in written.rows("会审决定.csv")] == numbers


def test_the_field_survey_reads_as_an_official_wrote_it_and_lacks_some_papers(written: Any) -> None:
    lacking = 0
    for row in written.rows("外业核查.csv"):
        assert row["现场情况"].startswith("经现场核查，")
        assert "{" not in "".join(row.values())
        assert row["主体类型"] in ("市场主体", "村民", "政府主导", "重大基础设施", "农业经营主体")
        assert len(row["核查人"].split("、")) == 2
        assert not row["建设时间"] or date.fromisoformat(row["建设时间"]) < date.fromisoformat(row["核查日期"])
        wanted = set(EVIDENCE.get(written.truth[row["图斑编号"]]["意向子类"], ()))
        lacking += bool(wanted - set(row["举证材料"].split(";")))
    assert 3 <= lacking <= 12


def test_decisions_follow_the_intended_verdict_and_illegal_ones_have_an_owner_and_a_date(written: Any) -> None:
    towns = set(written.layers["xiang"]["XZQMC"])
    for row in written.rows("会审决定.csv"):
        meant = written.truth[row["图斑编号"]]
        if row["动作"] == "暂缓":
            assert row["理由"] == "拟按批准范围分割后判定"
            assert (row["判定"], row["子类"], meant["意向判定"]) == ("", "", "暂缓")
            continue
        assert (row["判定"], row["子类"]) == (meant["意向判定"], meant["意向子类"])
        assert row["理由"]
        assert (row["责任单位"] in towns) == (row["判定"] == "违法")
        assert bool(row["整改期限"]) == (row["判定"] == "违法")
    assert sum("会审按" in row["说明"] for row in written.truth.values()) >= 2


def test_each_half_approved_patch_has_decisions_for_its_children(written: Any) -> None:
    """_1 lies inside the paper, _2 outside it; these rows are used when the patch is split."""
    put_off = [row["图斑编号"] for row in written.rows("会审决定.csv") if row["动作"] == "暂缓"]
    rows = written.rows("拆分后会审决定.csv")
    assert [row["图斑编号"] for row in rows] == [f"{number}_{child}" for number in put_off for child in (1, 2)]
    assert [row["判定"] for row in rows] == ["合法", "违法", "其他", "违法"]
    assert all(row["动作"] == "判定" and row["理由"] for row in rows)
    assert all(bool(row["整改期限"]) == (row["判定"] == "违法") for row in rows)


def test_remedies_never_exceed_the_cultivated_land_under_the_patch(written: Any) -> None:
    shapes = {row["JCBH"]: written.sound(shape) for row, shape in reversed(written.patches)}
    remedies = written.rows("整改台账.csv")
    assert {row["整改方式"] for row in remedies} == {"补办", "拆除复耕", "重大基础设施", "存量", "农业项目"}
    for row in remedies:
        assert 0 < Decimal(row["耕地面积亩"]) <= to_mu(written.arable_m2(shapes[row["图斑编号"]]))
        assert date.fromisoformat(row["日期"])
        assert row["文号"]


def test_the_meeting_can_be_read(written: Any) -> None:
    meeting = tomllib.loads((written.folder / "会议.toml").read_text(encoding="utf-8"))
    assert meeting["单位"] == "演示县自然资源局"
    assert meeting["机关代字"] == "演自然资"
    assert len(meeting["会议要求"]) in (2, 3)
    for person in (*meeting["出席"], *meeting["列席"], *meeting["请假"]):
        assert set(person) == {"单位", "姓名", "职务"}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_begins_with_the_mark_that_spreadsheets_need(written: Any, name: str) -> None:
    assert (written.folder / name).read_bytes().startswith(b"\xef\xbb\xbf")


# ---- the scene ----


def test_the_scene_stands_on_the_patches(written: Any) -> None:
    scene = written.scene
    assert scene.fields == ["number", "kind", "angle", "when"]
    assert scene.crs == "EPSG:4526"
    assert set(scene["when"]) == {"before", "after", "both"}
    assert set(scene["kind"]) == KINDS
    places: dict[str, shapely.Geometry] = {}
    for row, shape in written.patches:
        places[row["JCBH"]] = written.sound(shape).union(places.get(row["JCBH"], shapely.Polygon()))
    assert set(scene["number"]) == set(places)
    for number, shape in zip(scene["number"], scene.shapes, strict=True):
        assert shape.is_valid
        assert shape.distance(places[number]) < 20


# ---- the same again ----


def test_a_second_run_gives_the_same_county(written: Any, tmp_path: Path) -> None:
    make_county(tmp_path)
    again = type(written)(tmp_path)
    for path in sorted(path for path in written.folder.rglob("*") if path.is_file() and path.suffix != ".gpkg"):
        assert path.read_bytes() == (tmp_path / path.relative_to(written.folder)).read_bytes(), path.name
    for name, table in written.layers.items():
        assert again.layers[name].wkb == table.wkb, name
        assert all(np.array_equal(again.layers[name][field], table[field]) for field in table.fields), name
    assert again.scene.wkb == written.scene.wkb
