"""界址点的方言: point names, separators, columns, bare lists and degrees; what is masked is refused by its line."""

from __future__ import annotations

import pytest

from landwatch_plugin.domain.errors import InputError
from tests.coordinates.texts import CLOSED, HEAD, LINE, POINTS, box, one, read, rows

CANONICAL = HEAD + LINE + POINTS


def refusal(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.source == "地块.txt"
    assert caught.value.cure
    return caught.value


@pytest.mark.parametrize("label", ["J{}", "{}", "J0{}", "j{}", "界{}", "J1-{}", "Ｊ{}", "P{}a"])
def test_point_names_of_every_kind(label: str) -> None:
    text = (
        HEAD
        + LINE
        + "".join(label.format(k) + row[2:] + "\n" for k, row in zip((1, 2, 3, 4, 1), POINTS.split(), strict=True))
    )
    parcel = one(text)
    assert (parcel.rings, parcel.notes) == ([CLOSED], [])


@pytest.mark.parametrize("sign", [" ", "\t", "  ", ", ", "，", " ,", "\t,\t", "　"])
def test_separators_of_every_kind(sign: str) -> None:
    assert one(HEAD + LINE + POINTS.replace(",", sign)).rings == [CLOSED]


def test_full_width_digits() -> None:
    wide = POINTS.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    assert one(HEAD + LINE + wide).rings == [CLOSED]


def test_blank_lines_between_points() -> None:
    assert one(CANONICAL.replace("\n", "\n\n")).notes == []


def test_points_without_a_name_or_without_a_ring_number() -> None:
    """Three columns: a number that stays is the ring's, one that runs is the point's."""
    ring_only = "".join(row[3:] + "\n" for row in POINTS.split())
    label_only = "".join(row[:3] + row[5:] + "\n" for row in POINTS.split())
    for points in (ring_only, label_only):
        parcel = one(HEAD + LINE + points)
        assert (parcel.rings, parcel.notes) == ([CLOSED], [])


def test_ring_and_point_number_exchanged() -> None:
    swapped = "".join(f"1,{row[:2]},{row[5:]}\n" for row in POINTS.split())
    parcel = one(HEAD + LINE + swapped)
    assert (parcel.rings, parcel.notes) == ([CLOSED], ["没有圈号列或点号与圈号对调，已按数值识别"])


def test_titles_of_columns_are_no_points() -> None:
    assert one(HEAD + "点号,圈号,X坐标,Y坐标\n" + LINE + "点号,圈号,X,Y\n" + POINTS).notes == []


def test_further_columns_are_left_and_said() -> None:
    """Heights, lengths of sides."""
    parcel = one(HEAD + LINE + POINTS.replace("\n", ",102.5\n"))
    assert parcel.rings == [CLOSED]
    assert "坐标后另有1列，未读取（如第8行）" in parcel.notes


def test_a_decimal_comma_does_not_lose_decimals_in_silence() -> None:
    """One row with a comma for the point has one column more than the others."""
    parcel = one(CANONICAL.replace("J3,1,3098500.000,38512100.000", "J3,1,3098500.000,38512100,000"))
    assert "第10行的列数与前面的行不同，请核对" in parcel.notes


@pytest.mark.parametrize(
    "text", ["\n".join(row[5:] for row in POINTS.split()), "\n".join(row[5:] for row in POINTS.split()[:4])]
)
def test_a_list_of_points_alone_is_one_parcel(text: str) -> None:
    """Closed or not, without header and parcel line."""
    parcel = one(text)
    assert (parcel.rings, parcel.epsg) == ([CLOSED], 4526)
    assert parcel.notes[:2] == ["没有地块行，已按一个地块读取", "文件没有写坐标系，已按2000国家大地坐标系读取"]


def test_a_list_of_points_may_have_a_title_and_numbers() -> None:
    text = "某项目界址点成果表\n点号 X坐标 Y坐标\n" + "\n".join(
        row[:3].replace(",", " ") + row[5:].replace(",", " ") for row in POINTS.split()
    )
    assert one(text).rings == [CLOSED]


def test_the_easting_may_stand_first() -> None:
    text = HEAD + LINE + "".join(f"{a},{b},{d},{c}\n" for a, b, c, d in (row.split(",") for row in POINTS.split()))
    assert (one(text).rings, one(text).notes) == ([CLOSED], ["X、Y列颠倒，已按数值大小识别"])


@pytest.mark.parametrize(
    ("row", "x", "y"),
    [
        ("28.000000,114.500000", 114.5, 28.0),
        ("114.500000,28.000000", 114.5, 28.0),
        ("28°00′00″,114°30′00.0″", 114.5, 28.0),
        ("28:00:00,114:30:00", 114.5, 28.0),
        ("28度0分0秒,114度30分0秒", 114.5, 28.0),
    ],
)
def test_degrees_in_their_ways_of_writing(row: str, x: float, y: float) -> None:
    others = "J2,1,28.0,114.501\nJ3,1,27.999,114.501\nJ4,1,27.999,114.5\n"
    parcel = one(
        "[属性描述]\n坐标系=2000国家大地坐标系\n计量单位=度\n[地块坐标]\n,,1,a,面,,,,@\nJ1,1," + row + "\n" + others
    )
    assert (parcel.epsg, parcel.rings[0][0]) == (4490, (x, y))


@pytest.mark.parametrize(("name", "epsg"), [("CGCS2000", 4490), ("1980西安坐标系", 4610), ("1954北京坐标系", 4214)])
def test_degrees_lie_in_the_header_s_datum(name: str, epsg: int) -> None:
    points = "J1,1,28.0,114.5\nJ2,1,28.0,114.501\nJ3,1,27.999,114.501\n"
    assert one(f"坐标系={name}\n,,1,a,面,,,,@\n{points}").epsg == epsg


@pytest.mark.parametrize(
    "cell", ["****", "3098***.***", "*", "#REF!", "——", "3.1E+06", "nan", "inf", "1_000_000.0", "X"]
)
def test_masked_and_other_non_numbers_are_refused_by_line(cell: str) -> None:
    error = refusal(CANONICAL.replace("J3,1,3098500.000", f"J3,1,{cell}"))
    assert (error.row, "不是完整的数字" in error.message) == (10, True)


def test_two_texts_in_one_file_each_have_their_header() -> None:
    """The second begins with 属性描述; without it the new header would fall on the old parcel."""
    second = CANONICAL.replace("2000国家大地", "1980西安").replace("3098", "3097")
    assert [parcel.epsg for parcel in read(CANONICAL + second).parcels] == [4526, 2362]


def test_the_same_ground_twice_is_noted() -> None:
    found = read(CANONICAL + LINE + POINTS)
    assert found.parcels[1].notes == ["界址点与第7行的地块1完全相同"]


def test_a_gap_in_the_point_numbers_is_noted() -> None:
    """A line was lost: the numbers and the count say so."""
    parcel = one(CANONICAL.replace("J3,1,3098500.000,38512100.000\n", ""))
    assert parcel.notes[0].startswith("界址点数写为5，实际4行")
    assert parcel.notes[1] == "点号J2之后为J4（第10行），请核对是否缺点或次序颠倒"


def test_numbers_of_a_larger_net_are_names() -> None:
    """J3, J17, J8, J40: no gap, but points of another list."""
    text = CANONICAL
    for old, new in (("J4", "J40"), ("J3", "J8"), ("J2", "J17"), ("J1,", "J3,")):
        text = text.replace(old, new)
    assert one(text).notes == []


def test_a_side_of_kilometres_is_noted() -> None:
    parcel = one(CANONICAL.replace("1.2000", "").replace("38512100.000\nJ4", "38522100.000\nJ4"))
    assert parcel.notes == ["第10行起的边长约10.1千米，请核对坐标是否有误"]


# ---- lists and tables pasted together ----

UNCLOSED = "".join(POINTS.splitlines(keepends=True)[:4])
APART = UNCLOSED.replace("38512", "38513")


def bare(points: str) -> str:
    """The coordinates alone."""
    return "".join(row[5:] + "\n" for row in points.split())


def test_blank_lines_part_the_rings_of_a_bare_list() -> None:
    """Where there is nothing else to part them; doubled line spacing parts nothing."""
    parcel = one("坐标系=CGCS2000\n" + bare(UNCLOSED) + "\n\n" + bare(APART))
    assert [len(ring) for ring in parcel.rings] == [5, 5]
    assert "空行分开的2组点已按2圈读取" in parcel.notes
    assert one("坐标系=CGCS2000\n" + bare(POINTS).replace("\n", "\n\n")).rings == [CLOSED]


def test_a_ring_begins_again_where_its_first_number_does() -> None:
    """Two unclosed rings J1 … J4 under one ring number are two rings, not one line through both."""
    parcel = one(HEAD + LINE.replace("1.2000", "2.4") + UNCLOSED + APART)
    assert [len(ring) for ring in parcel.rings] == [5, 5]
    assert "第1圈内自第12行起另成一圈，已分开读取" in parcel.notes


@pytest.mark.parametrize("label", ["", "界址点"])
def test_points_without_names_of_their_own_are_closed(label: str) -> None:
    """Blank or the same for all: the last one's name says nothing about the first."""
    parcel = one(HEAD + LINE + "".join(label + row[2:] + "\n" for row in UNCLOSED.split()))
    assert parcel.rings == [CLOSED]
    assert "第1圈未闭合，已补首点" in parcel.notes


def test_a_parcel_line_between_tabs_or_blanks() -> None:
    tabbed = one(HEAD + LINE.replace(",", "\t") + POINTS.replace(",", "\t"))
    assert (tabbed.number, tabbed.name, tabbed.use, tabbed.land_code) == ("1", "地块1", "工业用地", "0601")
    assert (tabbed.rings, tabbed.notes) == ([CLOSED], [])
    assert one(HEAD + "5 1.2000 1 地块1 面 @\n" + POINTS).number == "1"


def test_a_kind_that_is_none_of_the_three_is_read_as_area_and_said() -> None:
    assert one(CANONICAL.replace(",面,", ",POLYGON,")).notes == ["记录图形属性“POLYGON”无法识别，已按面读取"]


def test_words_after_the_points_are_left_out_and_said() -> None:
    """以下空白; a line with any figure in it is refused."""
    assert one(CANONICAL + "以下空白\n").notes == ["第13行“以下空白”不是界址点，已略去"]
    assert refusal(CANONICAL + "共5点\n").row == 13


def test_a_line_of_thousands_of_signs_is_no_text() -> None:
    """Refused before anything is made of it."""
    for line in ("[" + " " * 100_000 + "x", "," * 100_000, "5" * 3000 + "@"):
        assert "个字符，不像坐标文本" in refusal(HEAD + line).message


def test_remarks_end_after_forty() -> None:
    """A text that deviates in every ring does not fill the table; what contradicts itself is said all the same."""
    text = (
        HEAD
        + LINE
        + "".join(rows(box(20.0 * k, 0, 5)).replace(",1,31", f",{k + 1},31").rsplit("J1", 1)[0] for k in range(60))
    )
    notes = one(text).notes
    assert (len(notes), notes[39]) == (42, "其余说明从略")
    assert notes[40].startswith("界址点数写为5，实际240行")
    assert notes[41].startswith("地块面积“1.2000”与")
