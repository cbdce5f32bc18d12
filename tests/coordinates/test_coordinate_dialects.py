"""方言: every way of writing met in the field gives the parcel that is meant, and says what was mended (formats.md §4.3)."""

from __future__ import annotations

import pytest

from landwatch_plugin.coordinates.reader import read_coordinates
from landwatch_plugin.domain.errors import InputError
from tests.coordinates.texts import CLOSED, HEAD, LINE, POINTS, box, one, read, rows

CANONICAL = HEAD + LINE + POINTS


def refusal(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.source == "地块.txt"
    assert caught.value.cure
    return caught.value


def test_the_canonical_form_needs_no_note() -> None:
    parcel = one(CANONICAL)
    assert (parcel.rings, parcel.parts, parcel.notes) == ([CLOSED], [[CLOSED]], [])
    assert (parcel.epsg, parcel.land_code, parcel.count) == (4526, "0601", "5")


# ---- bytes ----


@pytest.mark.parametrize("code", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same_parcel(code: str) -> None:
    """With mark or without; the name proves that the Chinese is right."""
    found = read(CANONICAL, code)
    assert (found.parcels[0].name, found.parcels[0].use, found.parcels[0].rings) == ("地块1", "工业用地", [CLOSED])
    assert found.notes == []
    assert found.encoding in (code, "gb18030" if code == "gbk" else code)


def test_a_damaged_utf_8_text_is_not_taken_for_gbk() -> None:
    """GB18030 would take its bytes for other characters, and 1980西安坐标系 would be lost with them."""
    data = CANONICAL.replace("2000国家大地", "1980西安").encode()
    at = data.index("属".encode())
    found = read_coordinates(data[: at + 1] + b"\xff" + data[at + 2 :], "地块.txt")
    assert found.encoding == "utf-8"
    assert found.parcels[0].epsg == 2362
    assert any("字节无法识别" in note for note in found.notes)


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r"])
def test_line_ends_of_every_system(sign: str) -> None:
    assert one(CANONICAL.replace("\n", sign)).notes == []


# ---- marks and header ----


@pytest.mark.parametrize(
    ("left", "right"),
    [("【", "】"), ("［", "］"), (" [", "]"), ("\t[", "] "), ("[[", "]"), ("　［", "］　"), ("[ ", " ]")],
)
def test_marks_in_any_brackets(left: str, right: str) -> None:
    assert one(CANONICAL.replace("[", left).replace("]", right)).notes == []


def test_a_text_that_went_through_a_table_has_commas_at_its_ends() -> None:
    """Twice in one file, so that the second header's mark must be seen."""
    found = read((CANONICAL + CANONICAL.replace("3098", "3097")).replace("\n", ",,,\n"))
    assert [parcel.notes for parcel in found.parcels] == [[], []]


def test_sections_before_and_after_the_header_are_passed_over() -> None:
    """Their lines are no parcels; 项目名称 is no key of ours."""
    text = "[项目信息]\n项目名称=测试\n共1块\n\n[扩展信息]\n坐标系=\n说明文字\n" + CANONICAL
    assert one(text).notes == []
    assert one(CANONICAL + "[附注]\n以下空白\n制表：某某\n").notes == []


def test_coordinates_of_another_section_are_no_corners() -> None:
    """Control points are not the parcel's boundary; that they were left out is said."""
    found = read(CANONICAL + "[控制点]\nK1,1,3098000.000,38512500.000\n")
    assert found.parcels[0].rings == [CLOSED]
    assert found.notes == ["[控制点]段中的坐标不属于地块，未读取"]


def test_header_keys_may_be_missing_or_in_any_order() -> None:
    assert one("带号=38\n计量单位=米\n坐标系=CGCS2000\n" + LINE + POINTS).notes == []
    assert one(LINE + POINTS).notes == ["文件没有写坐标系，已按2000国家大地坐标系读取"]


@pytest.mark.parametrize(
    "line",
    [
        "分带=3度带", "几度分带=三度", "数据生产单位=某县局", "格式版本号=1．01版本", "精度=3", "精度=0.001", "转换参数=,,,,,,",
        "转换参数=0,0,0,0,0,0,0", "转换参数=，，，，，，", "坐标系统：2000国家大地坐标系", "投影带号=38带", "带 号=38", "中央子午线=114",
    ],
)  # fmt: skip
def test_keys_by_other_names_and_values_in_other_words(line: str) -> None:
    assert one(CANONICAL.replace("[地块坐标]", line + "\n[地块坐标]")).notes == []


def test_synonyms_are_kept_under_their_canonical_name() -> None:
    header = read("[属性描述]\n数据生产单位=某县局\n分带=3度带\n坐标系统=CGCS2000\n" + LINE + POINTS).header
    assert header == {"数据产生单位": "某县局", "几度分带": "3度带", "坐标系": "CGCS2000"}


def test_a_blank_zone_is_told_by_the_easting() -> None:
    assert one(CANONICAL.replace("带号=38", "带号=")).notes == []


def test_a_wrong_zone_gives_way_to_the_easting() -> None:
    parcel = one(CANONICAL.replace("带号=38", "带号=39"))
    assert (parcel.epsg, parcel.notes) == (4526, ["文件头带号39与坐标带号38不符，以坐标为准"])


def test_six_degree_zones() -> None:
    """Zone 19: EPSG:4497. A width that does not suit the zone is said."""
    parcel = one(CANONICAL.replace("带号=38", "带号=19").replace("分带=3", "分带=6").replace(",385", ",195"))
    assert (parcel.epsg, parcel.notes) == (4497, [])
    assert one(CANONICAL.replace("分带=3", "分带=6")).notes == ["文件头为6度分带，带号38属于3度分带，以带号为准"]


def test_the_central_meridian_stands_for_the_zone() -> None:
    """中央经线 114° is zone 38 of three degrees, where neither the easting nor 带号 says it."""
    text = CANONICAL.replace("带号=38", "中央经线=114").replace(",385", ",5")
    assert one(text).rings == [CLOSED]


def test_a_zone_given_by_the_user_is_used_last() -> None:
    """Only where the text is silent; a header goes before it."""
    bare = CANONICAL.replace(",385", ",5")
    assert one(bare, zone=40).notes == ["横坐标缺带号，已按文件头带号38补上"]
    parcel = one(bare.replace("带号=38", "带号="), zone=38)
    assert (parcel.rings, parcel.notes) == ([CLOSED], ["横坐标和文件头都没有带号，已按指定的带号38读取"])


@pytest.mark.parametrize("name", ["演示县独立坐标系", "某市2000独立坐标系", "地方坐标系（80）", "WGS84", "EPSG:4549"])
def test_a_system_that_is_none_of_the_three_is_refused(name: str) -> None:
    """Also when its name speaks of one of them."""
    assert "无法识别" in refusal(CANONICAL.replace("2000国家大地坐标系", name)).message


def test_transformation_parameters_are_not_used_and_that_is_said() -> None:
    text = CANONICAL.replace("[地块坐标]", "转换参数=12.1,3,4,0,0,0,1\n[地块坐标]")
    assert one(text).notes == ["文件头写有转换参数，未使用"]


PACKED = "[属性描述]\n坐标系=CGCS2000\n计量单位=度分秒\n[地块坐标]\n,,1,a,面,,,,@\n"
CORNERS = "J1,1,28.0030,114.3000\nJ2,1,28.0030,114.300360\nJ3,1,28.0000,114.300360\nJ4,1,28.0000,114.3000\nJ1,1,28.0030,114.3000\n"


@pytest.mark.parametrize("unit", ["度分秒", "度.分秒", "度、分、秒", "DD.MMSS"])
def test_packed_degrees_minutes_and_seconds_are_unpacked(unit: str) -> None:
    """28.0030 is 28°00′30″, 114.300360 is 114°30′03.60″: as decimals the parcel would lie kilometres off."""
    parcel = one((PACKED + CORNERS).replace("度分秒", unit))
    [ring] = parcel.rings
    assert ring[1] == pytest.approx((114.501, 28 + 30 / 3600), abs=1e-12)
    assert any("已按度.分秒（DD.MMSS）换算为度" in note for note in parcel.notes)


def test_packed_degrees_in_swapped_columns_or_with_signs() -> None:
    ring = one(PACKED + CORNERS).rings[0]
    swapped = "".join(f"{a},{b},{y},{x}\n" for a, b, x, y in (line.split(",") for line in CORNERS.split()))
    assert one(PACKED + swapped).rings[0] == ring
    signed = "J1,1,28°00′30″,114°30′00″\nJ2,1,28°00′30″,114°30′03.6″\nJ3,1,28°00′00″,114°30′03.6″\n"
    parcel = one(PACKED + signed)
    assert parcel.rings[0][1] == pytest.approx(ring[1], abs=1e-12)
    assert not any("DD.MMSS" in note for note in parcel.notes)


def test_packed_degrees_with_sixty_minutes_are_refused() -> None:
    """Then the numbers are decimals, whatever the header says."""
    error = refusal(PACKED + CORNERS.replace("114.300360", "114.7500"))
    assert (error.row, "分或秒达到60" in error.message, "改为“度”" in error.cure) == (7, True, True)


@pytest.mark.parametrize("unit", ["千米", "毫米", "公里", "km"])
def test_another_unit_of_length_is_never_passed_over(unit: str) -> None:
    text = CANONICAL.replace("计量单位=米", f"计量单位={unit}")
    assert one(text).notes == [f"文件头计量单位为“{unit}”，坐标实为米，已按米读取"]
    error = refusal(text.replace("3098620.000,38512000.000", "3098.620,38512.000"))
    assert "换算成米" in error.cure
    assert "换算成米" in refusal(text.replace("3098620.000,38512000.000", "3098620000,38512000000")).cure
    error = refusal(text.split("5,1.2")[0] + ",,1,a,面,,,,@\nJ1,1,30.1,98.1\nJ2,1,30.2,98.1\nJ3,1,30.2,98.2\n")
    assert "却像经纬度" in error.message


def test_what_a_header_says_of_one_and_a_half_degrees_or_two_datums_is_noted() -> None:
    assert "1.5度分带" in one(CANONICAL.replace("分带=3", "分带=1.5")).notes[0]
    parcel = one(CANONICAL.replace("2000国家大地坐标系", "1980西安坐标系（已转2000）"))
    assert parcel.epsg == 4526
    assert parcel.notes == ["坐标系“1980西安坐标系（已转2000）”写有几种，已按2000国家大地坐标系读取，请核对"]


# ---- parcel line ----


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("5,1.2000,007,地块1,面,,工业用地,0601,@", ("007", "地块1", "工业用地", "0601")),
        ("5,1.2000,007,地块1,面,,工业用地,0601@", ("007", "地块1", "工业用地", "0601")),
        ("5,1.2000,007,地块1,,,工业用地,,@", ("007", "地块1", "工业用地", "")),
        ("5,1.2000,007,地块1,面,,工业用地,@", ("007", "地块1", "工业用地", "")),
        ("5,1.2000,007,地块1,面,工业用地,@", ("007", "地块1", "工业用地", "")),
        ("5,1.2000,007,地块1,面,,工业用地,0601,,@", ("007", "地块1", "工业用地", "0601")),
        ("5,1.2000,007,地块1,面,,工业用地,0601,,,,,@", ("007", "地块1", "工业用地", "0601")),
        ("5,1.2000,007,地块1,面,,工业用地,0601,,,,,,@", ("007", "地块1", "工业用地", "0601")),
        ("5,1.2000,,,面,,,,@", ("", "", "", "")),
        ("5，1.2000，007，地块1，面，，工业用地，0601，＠", ("007", "地块1", "工业用地", "0601")),
        ("5,1.2000,007,甲，乙【丙】,面,,工业用地,0601,@", ("007", "甲，乙【丙】", "工业用地", "0601")),
        ("5,1.2000,007,线,,,工业用地,0601,@", ("007", "线", "工业用地", "0601")),
        (" 5 , 1.2000 , 007 , 地块1 , 面 , , 工业用地 , 0601 , @ ", ("007", "地块1", "工业用地", "0601")),
        ("5,1.2000,007,点,面,,工业用地,0601,@", ("007", "点", "工业用地", "0601")),
        ("5,1.2000,007,地块1,面,H50G001001,工业用地,0601,@,", ("007", "地块1", "工业用地", "0601")),
    ],
    ids=[
        "9",
        "无逗号@",
        "空属性",
        "8",
        "7",
        "10",
        "13",
        "14",
        "空字段",
        "全角",
        "名称含全角",
        "空属性名称为线",
        "空格",
        "名称为点",
        "行末逗号",
    ],
)
def test_parcel_lines_of_every_length(line: str, expected: tuple[str, ...]) -> None:
    parcel = one(HEAD + line + "\n" + POINTS)
    assert (parcel.number, parcel.name, parcel.use, parcel.land_code) == expected
    assert (parcel.rings, parcel.notes) == ([CLOSED], [])


@pytest.mark.parametrize(
    ("line", "name", "declared"),
    [
        ("5,1.2000,DK001,张三,李四宅基地,面,,农村宅基地,0702,@", "张三,李四宅基地", "1.2000"),
        ("5,1.2000,DK001,张三,李四,王五宅基地,面,,农村宅基地,0702,@", "张三,李四,王五宅基地", "1.2000"),
        ("5,1.2000,DK001,线,一号,面,,农村宅基地,0702,@", "线,一号", "1.2000"),
        ("5,1.2000,DK001,张三,李四宅基地,,,农村宅基地,0702,@", "张三,李四宅基地", "1.2000"),
        (",,DK001,张三,李四宅基地,面,,农村宅基地,0702,@", "张三,李四宅基地", ""),
        ("五,约1.2公顷,DK001,张三,李四宅基地,面,,农村宅基地,0702,@", "张三,李四宅基地", "约1.2公顷"),
        ("5,12,000.00平方米,DK001,张三,面,,农村宅基地,0702,@", "张三", "12000.00平方米"),
        ("5,12,000.00平方米,DK001,张三,李四,面,,农村宅基地,0702,@", "张三,李四", "12000.00平方米"),
    ],
)
def test_a_comma_inside_name_or_area_shifts_nothing(line: str, name: str, declared: str) -> None:
    """Number, area and parcel number stand at the left, use and code at the right; the surplus is the name's."""
    parcel = one(HEAD + line + "\n" + POINTS)
    assert (parcel.number, parcel.name, parcel.use, parcel.land_code) == ("DK001", name, "农村宅基地", "0702")
    assert parcel.declared == declared
    assert ("中有逗号，已合为一项" in parcel.notes[0]) or ("按千分位读取" in parcel.notes[0])


def test_a_thousands_comma_without_decimals_is_refused() -> None:
    """5,12,001 may be 12 001 as well as 12 and the parcel 001: never area 12 in silence."""
    error = refusal(HEAD + "5,12,001,甲,乙,面,,农村宅基地,0702,@\n" + POINTS)
    assert (error.row, "千分位" in error.message, "去掉" in error.cure) == (7, True, True)


def test_a_serial_number_before_the_count_is_no_count() -> None:
    parcel = one(HEAD + "1,5,1.2000,DK001,地块1,面,,工业用地,0601,@\n" + POINTS)
    assert (parcel.number, parcel.name, parcel.count, parcel.declared) == ("DK001", "地块1", "5", "1.2000")
    assert parcel.notes == ["地块行首列“1”不是界址点数，未读取，请核对"]


def test_cells_beyond_the_ninth_are_kept_and_said() -> None:
    """高标准农田 files: 图斑类型, 地类, 改造前, 改造后, 备注."""
    parcel = one(HEAD + "5,1.2000,1,地块1,面,,农用地,0103,补充,旱地,,,备注,@\n" + POINTS)
    assert parcel.extra == ("补充", "旱地", "", "", "备注")
    assert parcel.notes == ["地块行多出的内容未入字段：补充、旱地、备注"]


def test_a_parcel_line_without_its_at_sign() -> None:
    assert one(HEAD + "5,1.2000,1,地块1,面,,工业用地,0601,\n" + POINTS).notes == ["地块行缺行末的 @"]
    assert one(HEAD + "5,1.2000,1,地块1,,,工业用地,0601\n" + POINTS).notes == ["地块行缺行末的 @"]


def test_a_point_that_ends_in_an_at_sign_does_not_become_a_parcel() -> None:
    error = refusal(CANONICAL.replace("38512100.000\nJ4", "38512100.000@\nJ4"))
    assert (error.row, "38512100.000@”不是完整的数字" in error.message) == (10, True)


@pytest.mark.parametrize(
    ("count", "note"),
    [
        ("34", "界址点数写为34，实际5行，已按实际读取，请核对是否缺行"),
        ("6", "界址点数写为6，实际5行，已按实际读取，请核对是否缺行"),
        ("五", "界址点数“五”不是数字，实际5行"),
    ],
)
def test_a_wrong_count_is_a_note(count: str, note: str) -> None:
    parcel = one(CANONICAL.replace("\n5,", f"\n{count},"))
    assert (parcel.rings, parcel.notes) == ([CLOSED], [note])


@pytest.mark.parametrize("area", ["1.2000", "1.2", "1.2000公顷", "12000平方米", "18亩", "18.00亩", ""])
def test_areas_that_agree_need_no_note(area: str) -> None:
    """To the last printed place; blank ones are no area."""
    assert one(CANONICAL.replace("1.2000", area)).notes == []


@pytest.mark.parametrize(
    ("area", "agrees"), [("100.0000", True), ("99.9446", True), ("99.97", False), ("100.0100", False)]
)
def test_the_declared_area_may_be_that_of_the_plane_or_of_the_ellipsoid(area: str, agrees: bool) -> None:
    """A square kilometre 150 km off the meridian: 0.055 % lie between the two, and nothing else is either."""
    points = rows(box(149_500, 0, 1000))
    assert (one(HEAD + LINE.replace("1.2000", area) + points).notes == []) == agrees


@pytest.mark.parametrize(
    ("area", "note"),
    [
        ("12000", "地块面积“12000”按公顷与图形（1.2000公顷）不符，按平方米相符"),
        ("18.00", "地块面积“18.00”按公顷与图形（1.2000公顷）不符，按亩相符"),
        ("1.3", "地块面积“1.3”与按界址点计算的1.2000公顷不符，请核对坐标和面积"),
        ("0", "地块面积写为0，未核对"),
        ("约一公顷", "地块面积“约一公顷”无法识别"),
    ],
)
def test_areas_that_disagree_are_noted_with_the_unit_that_fits(area: str, note: str) -> None:
    assert one(CANONICAL.replace("1.2000", area)).notes == [note]
