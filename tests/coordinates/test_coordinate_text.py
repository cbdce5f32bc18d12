"""界址点坐标文本: what is written in the canonical form is read back; what cannot be placed is refused by its line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from landwatch_plugin.coordinates.closing import SNAP_M
from landwatch_plugin.coordinates.parcel import CoordinateText
from landwatch_plugin.coordinates.reader import read_coordinates
from landwatch_plugin.domain.errors import InputError

HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n带号=38\n[地块坐标]\n"
SQUARE = [
    "3098620.000,38512000.000",
    "3098620.000,38512100.000",
    "3098500.000,38512100.000",
    "3098500.000,38512000.000",
]


def parcel(corners: list[str], ring: int = 1, kind: str = "面", close: bool = True) -> str:
    """A parcel line and its points, J1…Jn and J1 again."""
    lines = [f"J{number},{ring},{corner}" for number, corner in enumerate(corners, 1)]
    return "\n".join(
        [f"{len(lines) + 1},1.2000,1,地块1,{kind},,工业用地,0601,@", *lines, *(lines[:1] if close else [])]
    )


def read(text: str, encoding: str = "utf-8") -> CoordinateText:
    return read_coordinates(text.encode(encoding), "地块.txt")


def refusal(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.source == "地块.txt"
    assert caught.value.cure
    return caught.value


def test_parcel_fields_are_kept_as_written() -> None:
    """Number, name, use and the area that the text declares, with the line where it stands."""
    [one] = read(HEAD + parcel(SQUARE)).parcels
    assert (one.number, one.name, one.use, one.declared, one.line) == ("1", "地块1", "工业用地", "1.2000", 7)


def test_the_header_is_kept() -> None:
    """Key and value without blanks, full-width signs and all."""
    found = read("【属性描述】\n坐标系 ＝ CGCS2000\n精度=\n" + parcel(SQUARE))
    assert found.header == {"坐标系": "CGCS2000", "精度": ""}


@pytest.mark.parametrize("count", ["4", "5", "99", "", "x"])
def test_a_wrong_count_does_no_harm(count: str) -> None:
    """Points are read to the next parcel line."""
    assert len(read(HEAD + parcel(SQUARE).replace("5,", f"{count},", 1)).parcels[0].rings[0]) == 5


def test_an_easting_without_zone_takes_the_headers() -> None:
    """带号 of the header is added, and said."""
    [one] = read(HEAD + parcel(SQUARE).replace(",385", ",5")).parcels
    assert one.rings == read(HEAD + parcel(SQUARE)).parcels[0].rings
    assert one.notes == ["横坐标缺带号，已按文件头带号38补上"]


@pytest.mark.parametrize("zone", ["", "三十八", "²³", "138", "9" * 1500])
def test_a_zone_is_never_guessed(zone: str) -> None:
    """Neither in the numbers nor usable in the header: refused at the first point."""
    error = refusal(HEAD.replace("带号=38", f"带号={zone}") + parcel(SQUARE).replace(",385", ",5"))
    assert error.row == 8
    assert "没有带号" in error.message


def test_parcels_of_two_zones_each_have_their_own_system() -> None:
    """A county at a zone's border; within one parcel two zones are a wrong digit."""
    other = parcel([corner.replace(",38", ",39") for corner in SQUARE])
    assert [one.epsg for one in read(HEAD + parcel(SQUARE) + "\n" + other).parcels] == [4526, 4527]
    error = refusal(HEAD + parcel(SQUARE).replace("3098500.000,38512100", "3098500.000,39512100"))
    assert (error.row, "带号39与前面的带号38不同" in error.message) == (10, True)


@pytest.mark.parametrize(
    ("name", "epsg"),
    [
        ("2000国家大地坐标系", 4526), ("CGCS2000", 4526), ("", 4526),
        ("1980西安坐标系", 2362), ("80国家大地坐标系", 2362), ("1954北京坐标系", 2414), ("北京54", 2414),
    ],
)  # fmt: skip
def test_an_older_datum_keeps_its_own_system(name: str, epsg: int) -> None:
    """Xi'an 80 and Beijing 54 are not moved without the county's parameters, and every parcel says so."""
    found = read(HEAD.replace("2000国家大地坐标系", name) + parcel(SQUARE))
    assert found.epsg == epsg
    assert any("七参数" in note for note in found.parcels[0].notes) == (epsg != 4526)


def test_an_unknown_datum_is_refused() -> None:
    """A local system has no place on the map."""
    error = refusal(HEAD.replace("2000国家大地坐标系", "演示县独立坐标系") + parcel(SQUARE))
    assert (error.row, "演示县独立坐标系" in error.message) == (2, True)


@pytest.mark.parametrize("kind", ["线", "点"])
def test_lines_and_points_are_no_parcels(kind: str) -> None:
    """A road's centre line is not closed into a polygon: it is passed over and listed, the parcel beside it is read."""
    found = read(HEAD + parcel(SQUARE, kind=kind) + "\n" + parcel(SQUARE))
    assert [one.line for one in found.parcels] == [13]
    assert found.notes == [f"第7行的记录图形属性为“{kind}”，不是面，已跳过"]


def test_a_text_of_lines_alone_is_refused() -> None:
    assert "不是面，已跳过；没有找到地块行" in refusal(HEAD + parcel(SQUARE, kind="线")).message


@pytest.mark.parametrize("off", [0.001, 0.03, 0.05])
def test_a_closing_point_a_few_centimetres_off_is_the_first_point(off: float) -> None:
    """Snapped and noted."""
    last = f"3098620.000,{38512000 + Decimal(str(off))}"
    text = HEAD + parcel(SQUARE, close=False) + f"\nJ1,1,{last}"
    [one] = read(text).parcels
    assert one.rings[0][0] == one.rings[0][-1] == (38512000.0, 3098620.0)
    assert one.notes == [f"第1圈首尾相差{off:.3f}米，已闭合"]


@pytest.mark.parametrize("off", [SNAP_M + 0.01, 0.5, 40.0])
def test_a_closing_point_that_lies_elsewhere_is_an_error(off: float) -> None:
    """It bears the first point's number but not its place: no sliver is made of it."""
    error = refusal(HEAD + parcel(SQUARE, close=False) + f"\nJ1,1,3098620.000,{38512000 + off:.3f}")
    assert (error.row, "同为J1" in error.message) == (12, True)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("J2,1,*******.***,38512100.000", "不是完整的数字"),
        ("J2,1,nan,38512100.000", "不是完整的数字"),
        ("J2,1,inf,38512100.000", "不是完整的数字"),
        ("J2,1,3.09862E+06,38512100.000", "不是完整的数字"),
        ("J2,1,3_098_620,38512100.000", "不是完整的数字"),
        ("J2,1,28.000000,114.500000", "经纬度与平面坐标混在一个地块中"),
        ("J2,1,3098620.000,24512100.000", "不在我国高斯投影坐标"),
        ("J2,1,3098620.000,46512100.000", "不在我国高斯投影坐标"),
        ("J2,1,9098620.000,38512100.000", "不在我国高斯投影坐标"),
        ("J2,1,-3098620.000,38512100.000", "不在我国高斯投影坐标或经纬度范围内"),
        ("J2,1,3098620.000", "不在我国高斯投影坐标"),
        ("J2", "实际1项"),
        ("备注=已核", "界址点之间出现“备注=已核”"),
    ],
)
def test_a_point_that_cannot_be_placed_is_refused_by_its_line(line: str, said: str) -> None:
    """File, line and cure."""
    error = refusal(HEAD + parcel(SQUARE).replace("J2,1,3098620.000,38512100.000", line))
    assert (error.row, said in error.message) == (9, True)


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ("", 1, "没有找到地块行"),
        ("[属性描述]\n带号=38\n", 1, "没有找到地块行"),
        ("3098620.000,38512000.000\n3098620.000,38512100.000", 1, "只有2个不同的点"),
        (HEAD + "J1,1,3098620.000,38512000.000", 7, "只有1个不同的点"),
        ("3098620.000,38512000.000\n" + parcel(SQUARE), 1, "地块行之前"),
        (HEAD + "5,1.2,1,空,面,,,,@", 7, "没有界址点"),
        (HEAD + parcel(SQUARE[:2]), 8, "只有2个不同的点"),
        (HEAD + parcel([SQUARE[0]] * 4), 8, "只有1个不同的点"),
        (HEAD + "5,1.2,1,无面,@", 7, "没有界址点"),
    ],
    ids=["空文件", "只有文件头", "只有坐标", "没有地块行", "点在地块行前", "没有点", "两个点", "一个点", "短行"],
)
def test_a_text_without_polygons_is_refused(text: str, row: int, said: str) -> None:
    """Never an empty result."""
    error = refusal(text)
    assert (error.row, said in error.message) == (row, True)


def test_line_numbers_are_those_of_the_editor() -> None:
    """\\r\\n, \\r and \\n count one line each; a form feed inside a line counts none."""
    text = HEAD.replace("\n", "\r\n") + "\x0c" + parcel(SQUARE, close=False).replace("\n", "\r") + "\r坏行1"
    assert refusal(text).row == 12
