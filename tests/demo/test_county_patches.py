"""演示图斑: every kind of patch is there, and the land and the papers under each give the result that it is meant to show."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import shapely

from demo.cases import EVIDENCE
from demo.survey import ARABLE, BUILT
from landwatch_plugin.domain.dates import is_month_only, parse_date
from landwatch_plugin.domain.units import to_mu

LAWFUL_PAPERS = ("已批准建设用地（批次）", "已批准建设用地（单独选址）", "供地", "先行用地批复", "增减挂钩建新区")
DATES = {"pcyd": "PZRQ", "dxyd": "PZRQ", "gd": "QDRQ", "zjgg": "PZRQ", "lsyd": "PZRQ", "ssnyd": "BARQ"}
FULL = 0.999
NOTHING = 0.001


def day(row: dict[str, Any], name: str) -> str:
    """An image date of a patch in the form of the approval layers."""
    return str(parse_date(row[name]))


# ---- what must be among them ----


def test_every_sub_type_of_the_rules_is_there(written: Any) -> None:
    subs = Counter(row["意向子类"] for row in written.truth.values())
    assert not [name for name in EVIDENCE if not subs[name]]
    assert subs["拟分割"] == 2
    assert subs["另行报送"] == 1
    assert {row["意向判定"] for row in written.truth.values()} == {"合法", "违法", "其他", "暂缓", "涉军"}


def test_dates_come_as_text_in_mixed_forms_that_can_all_be_read(written: Any) -> None:
    texts = [row[name] for row, _ in written.patches for name in ("QSX", "HSX")]
    assert all(parse_date(text) for text in texts)
    for form in ("年", "/", ".", "-"):
        assert any(form in text for text in texts)
    assert any(text.isdigit() for text in texts)
    assert any(is_month_only(text) for text in texts)
    assert all(day(row, "QSX") < day(row, "HSX") for row, _ in written.patches)


def test_issued_areas_are_the_shapes_areas_but_for_two_that_are_half_a_percent_off(written: Any) -> None:
    off = [abs(row["MJ"] / written.sound(shape).area - 1) for row, shape in written.patches]
    assert sorted(round(value, 3) for value in off)[-3:] == [0, 0.005, 0.005]


def test_sizes_are_those_of_yards_fields_and_roads(written: Any) -> None:
    sizes = [to_mu(written.sound(shape).area) for _, shape in written.patches]
    assert min(sizes) >= Decimal("0.2")
    assert max(sizes) < 70
    assert sum(Decimal("0.5") <= size <= 40 for size in sizes) > 0.9 * len(sizes)


def test_numbers_are_texts_of_one_form_and_one_is_used_twice_in_different_places(written: Any) -> None:
    numbers = Counter(row["JCBH"] for row, _ in written.patches)
    assert all(number.startswith("990126SJBG260") and len(number) == 18 for number in numbers)
    (twice,) = [number for number, count in numbers.items() if count > 1]
    first, second = (shape for row, shape in written.patches if row["JCBH"] == twice)
    assert first.distance(second) > 100


def test_one_has_a_hole_one_has_two_parts_and_one_crosses_itself(written: Any) -> None:
    shapes = [shape for _, shape in written.patches]
    assert sum(shape.geom_type == "MultiPolygon" for shape in shapes) == 1
    assert sum(shape.geom_type == "Polygon" and bool(shape.interiors) for shape in shapes) == 1
    assert sum(not shape.is_valid for shape in shapes) == 1


def test_types_come_with_and_without_the_leading_zero_and_one_remark_says_secret(written: Any) -> None:
    types = {row["TBLX"] for row, _ in written.patches}
    assert types >= {"01", "1", "CK", "ND", "GF", "KT", "YH", "DL2", "20"}
    assert [row["JCBH"] for row, _ in written.patches if row["BZ"] == "涉军"] == [
        number for number, row in written.truth.items() if row["意向判定"] == "涉军"
    ]


def test_patches_lie_in_the_county_and_apart_from_each_other(written: Any) -> None:
    shapes = np.array([written.sound(shape) for _, shape in written.patches], dtype=object)
    county = shapely.union_all(written.layers["xiang"].shapes)
    assert shapely.contains(county, shapes).all()
    a, b = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=20)
    assert np.array_equal(a, b)


def test_the_class_before_the_change_is_the_survey_s(written: Any) -> None:
    land = written.layers["dltb"]
    for row, shape in written.patches:
        whole = written.sound(shape)
        under = {code: written.class_m2(whole, (code,)) for code in np.unique(land["DLBM"])}
        assert row["DLBM"] == max(under, key=lambda code: under[code])


def test_the_ministry_s_marks_for_farmland_and_red_line_agree_with_the_layers(written: Any) -> None:
    for row, shape in written.patches:
        whole = written.sound(shape)
        assert (row["SFYN"] == "是") == (written.covered(whole, "yjjbnt") * whole.area > 1)
        assert (row["SFHX"] == "是") == (written.covered(whole, "sthx") * whole.area > 1)


# ---- what the overlay must find ----


def test_lawful_patches_are_covered_by_one_kind_of_paper_older_than_the_image(written: Any) -> None:
    delivered = shapely.union_all([parcel for _, parcels in written.texts() for parcel in parcels])
    by_text = 0
    for row, shape in written.of(*LAWFUL_PAPERS):
        before = day(row, "QSX")
        shares = [
            written.covered(shape, name, written.layers[name][DATES[name]] < before) for name in ("pcyd", "dxyd", "gd", "zjgg")
        ]
        in_text = delivered.intersection(shape).area / shape.area
        assert max(*shares, in_text) >= FULL, row["JCBH"]
        if in_text >= FULL:
            by_text += 1
            assert max(shares) < NOTHING, "an approval that comes as text must not be in the layers"
    assert by_text == 3


def test_one_lawful_patch_needs_the_union_of_two_approvals_that_overlap(written: Any) -> None:
    table, found = written.layers["pcyd"], 0
    for _, shape in written.of("已批准建设用地（批次）"):
        hits = table.shapes[shapely.intersects(table.shapes, shape)]
        parts = shapely.area(shapely.intersection(hits, shape)) / shape.area
        if len(parts) == 2 and parts.max() < 0.9:
            found += 1
            assert parts.sum() > 1.05
    assert found == 1


def test_old_building_land_is_wholly_building_land_in_the_survey(written: Any) -> None:
    found = written.of("原有建设用地", "不动产权证")
    assert len(found) >= 4
    for _, shape in found:
        assert written.class_m2(shape, BUILT) > FULL * shape.area
        assert max(written.covered(shape, name) for name in DATES) < NOTHING


def test_farm_buildings_lie_in_their_record(written: Any) -> None:
    for _, shape in written.of("设施农业用地", "改变用途"):
        assert written.covered(shape, "ssnyd") >= FULL


def test_temporary_land_is_in_its_term_but_for_one_that_is_over(written: Any) -> None:
    table = written.layers["lsyd"]
    for row, shape in written.of("临时用地"):
        after = day(row, "HSX")
        assert written.covered(shape, "lsyd", (table["QSRQ"] <= after) & (table["JZRQ"] >= after)) >= FULL
    ((row, shape),) = written.of("临时用地超期")
    before = day(row, "QSX")
    assert written.covered(shape, "lsyd", table["JZRQ"] < before) >= FULL
    assert written.covered(shape, "lsyd", table["JZRQ"] >= before) < NOTHING


@pytest.mark.parametrize("sub", ["未批先建", "边报边用"])
def test_papers_of_after_the_image_cover_but_came_too_late(written: Any, sub: str) -> None:
    found = written.of(sub)
    assert found
    for row, shape in found:
        after = day(row, "HSX")
        for name in ("pcyd", "dxyd"):
            assert written.covered(shape, name, written.layers[name]["PZRQ"] <= after) < NOTHING
        late = [written.covered(shape, name, written.layers[name]["PZRQ"] > after) for name in ("pcyd", "dxyd")]
        assert max(late) >= FULL


def test_partial_moved_and_half_approved_patches_are_covered_in_part(written: Any) -> None:
    ((_, part),) = written.of("批少占多")
    ((_, moved),) = written.of("批东占西")
    assert 0.5 < written.covered(part, "pcyd") < 0.8
    assert 0.02 < written.covered(moved, "pcyd") < 0.5
    halves = [max(written.covered(shape, name) for name in ("pcyd", "lsyd")) for _, shape in written.of("拟分割")]
    assert len(halves) == 2
    assert all(0.4 < half < 0.6 for half in halves)


def test_land_sold_on_lies_in_the_supply_of_another_firm(written: Any) -> None:
    ((row, shape),) = written.of("非法转让")
    assert written.covered(shape, "gd") >= FULL
    supply = written.layers["gd"]
    (holder,) = supply["YDDW"][shapely.intersects(supply.shapes, shape)]
    (user,) = [line["用地主体"] for line in written.rows("外业核查.csv") if line["图斑编号"] == row["JCBH"]]
    assert holder != user


def test_patches_used_without_papers_touch_no_approval(written: Any) -> None:
    for row, shape in written.of("未报即用", "非法批地", "破坏耕地", "宅基地批准书"):
        assert max(written.covered(shape, name) for name in DATES) < NOTHING, row["JCBH"]


def test_one_new_building_takes_more_than_fifty_mu_of_cultivated_and_permanent_farmland(written: Any) -> None:
    big = [
        shape for row, shape in written.of("未报即用") if row["TBLX"] == "20" and to_mu(written.arable_m2(shape)) >= 50
    ]
    assert len(big) == 1
    assert written.covered(big[0], "yjjbnt") > 0.5


def test_a_house_on_cultivated_land_stands_beside_a_village(written: Any) -> None:
    land = written.layers["dltb"]
    homes = shapely.union_all(land.shapes[land["DLBM"] == "0702"])
    rows = [row["图斑编号"] for row in written.rows("会审决定.csv") if "农村乱占耕地建房" in row["标签"]]
    assert len(rows) == 2
    for row, shape in written.of("未报即用"):
        if row["JCBH"] in rows:
            assert shape.distance(homes) < 15
            assert written.arable_m2(shape, ridges=True) > 0.9 * shape.area


def test_mines_lie_in_over_and_outside_their_licences(written: Any) -> None:
    ends = written.layers["ckq"]["YXQZ"]
    valid = [
        (sub, written.covered(shape, "ckq", ends >= day(row, "HSX")))
        for sub in ("采矿许可证范围内", "采矿权延续受理", "越界开采")
        for row, shape in written.of(sub)
    ]
    assert all(share >= FULL for sub, share in valid if sub == "采矿许可证范围内")
    assert [share for sub, share in valid if sub == "采矿权延续受理"] == [0]
    outside, astride = sorted(share for sub, share in valid if sub == "越界开采")
    assert outside == 0
    assert 0.2 < astride < 0.8
    ((_, waiting),) = written.of("采矿权延续受理")
    assert written.covered(waiting, "ckq") >= FULL
    for _, shape in written.of("无证开采", "矿产伪变化", "矿产不处理", "非采矿动土"):
        assert written.covered(shape, "ckq") == 0
    assert max(to_mu(shape.area) for _, shape in written.of("无证开采")) >= 10


def test_a_licence_is_a_volume_with_a_number_of_twenty_two_digits(written: Any) -> None:
    licences = written.layers["ckq"]
    assert all(len(number) == 23 and number[0] == "C" and number[1:].isdigit() for number in licences["XKZH"])
    assert (licences["CSSX"] > licences["CSXX"]).all()
    assert (licences["YXQQ"] < licences["YXQZ"]).all()


def test_farm_lanes_are_long_and_four_to_six_metres_wide(written: Any) -> None:
    lanes = written.of("农村道路")
    assert len(lanes) >= 3
    for _, shape in lanes:
        assert 4 <= 2 * shape.area / shape.length <= 6
        assert shape.length > 400


def test_solar_land_takes_neither_cultivated_land_nor_permanent_farmland(written: Any) -> None:
    for _, shape in written.of("光伏用地"):
        assert written.class_m2(shape, ARABLE) < 0.01
        assert written.covered(shape, "yjjbnt") < 1e-6


def test_key_areas_are_tagged_where_a_patch_lies_in_one(written: Any) -> None:
    tagged = [row["图斑编号"] for row in written.rows("会审决定.csv") if "重点区域" in row["标签"]]
    assert tagged
    first = {row["JCBH"]: written.sound(shape) for row, shape in reversed(written.patches)}
    assert all(written.covered(first[number], "zdqy") > 0.5 for number in tagged)
