"""粘贴的拐点坐标: tables as they come out of Word, WPS and Excel, and what must be refused rather than guessed."""

from __future__ import annotations

import pytest

from landwatch_plugin.coordinates.pasted import Pasted, read_pasted
from landwatch_plugin.coordinates.pasted_table import NONE, Wish
from landwatch_plugin.domain.errors import InputError

#: A rectangle of 100 m by 120 m: 12 000 m², 18.00 亩. (X north, Y east with zone prefix 38.)
CORNERS = [
    ("3098620.000", "38512000.000"), ("3098620.000", "38512100.000"),
    ("3098500.000", "38512100.000"), ("3098500.000", "38512000.000"),
]  # fmt: skip


def table(*, sep: str = "\t", names: bool = True, swapped: bool = False, head: str = "", prefix: bool = True) -> str:
    """The rectangle as text."""
    lines = [head] if head else []
    for at, (north, east) in enumerate(CORNERS, 1):
        east = east if prefix else east[2:]
        pair = (east, north) if swapped else (north, east)
        lines.append(sep.join(([f"J{at}"] if names else []) + list(pair)))
    return "\n".join(lines)


def lines(*points: tuple[float, float], first: int = 1) -> str:
    """Numbered points given in metres from a corner of zone 38."""
    return "\n".join(f"{at} {3_098_000 + y:.3f} {38_512_000 + x:.3f}" for at, (x, y) in enumerate(points, first))


SQUARE = ((0, 0), (0, 100), (100, 100), (100, 0))
INNER = ((20, 20), (20, 40), (40, 40), (40, 20))
ASIDE = ((500, 0), (500, 100), (600, 100), (600, 0))


def places(read: Pasted) -> list[tuple[float, float]]:
    return [(corner.x, corner.y) for ring in read.rings for corner in ring]


def error(text: str, **wish: object) -> InputError:
    with pytest.raises(InputError) as caught:
        read_pasted(text, Wish(**wish))  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize("sep", ["\t", " ", "    ", ",", "，", "、", "\u3000", ";", " , "])
@pytest.mark.parametrize("names", [True, False])
@pytest.mark.parametrize("swapped", [True, False])
def test_the_rectangle_is_the_same_whatever_separates_it(sep: str, names: bool, swapped: bool) -> None:
    """With or without point names, in both orders: the size of the numbers decides."""
    read = read_pasted(table(sep=sep, names=names, swapped=swapped))
    assert places(read) == [(float(east), float(north)) for north, east in CORNERS]
    assert read.plane_m2 == 12_000
    assert read.system.epsg == 4526


@pytest.mark.parametrize(
    "head",
    [
        "点号\tX坐标\tY坐标",
        "拐点编号\tX\tY",
        "界址点号\t纵坐标(m)\t横坐标(m)",
        "序号\t北坐标\t东坐标",
        "点号\tX（米）\tY（米）",
    ],
)
def test_header_words_name_the_columns(head: str) -> None:
    read = read_pasted(table(head=head))
    assert read.columns == {"label": 0, "north": 1, "east": 2}
    assert read.titles == tuple(head.replace("（", "(").replace("）", ")").split("\t"))
    assert [corner.label for corner in read.rings[0]] == ["J1", "J2", "J3", "J4"]


def test_a_header_that_names_the_columns_the_other_way_does_not_turn_the_map() -> None:
    """Blogs and survey firms call east X; the numbers know better."""
    read = read_pasted(table(head="点号\tY(北)\tX(东)"))
    assert places(read)[0] == (38_512_000, 3_098_620)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Ｊ１，３０９８６２０．０，３８５１２０００．０\nＪ２，３０９８６２０．０，３８５１２１００．０\nＪ３，３０９８５００．０，３８５１２１００．０",
            6000,
        ),
        ("1\t3,098,620.000\t38,512,000.000\n2\t3,098,620.000\t38,512,100.000\n3\t3,098,500.000\t38,512,100.000", 6000),
        ("1 3,098,620.000 38,512,000.000\n2 3,098,620.000 38,512,100.000\n3 3,098,500.000 38,512,100.000", 6000),
        ("J1(3098620.0，38512000.0)\nJ2（3098620.0，38512100.0）\nJ3: X=3098500.0, Y=38512100.0", 6000),
        ("X:3098620 Y:38512000\r\nX:3098620 Y:38512100\r\nX:3098500 Y:38512100\r\n", 6000),
        ("1 3098620m 38512000m\n2 3098620m 38512100m\n3 3098500m 38512100m", 6000),
        ("1：X=3098620.00，Y=38512000.00；\n2：X=3098620.00，Y=38512100.00；\n3：X=3098500.00，Y=38512100.00。", 6000),
        ('"J1","3098620.0","38512000.0"\n"J2","3098620.0","38512100.0"\n"J3","3098500.0","38512100.0"', 6000),
        ("| J1 | 3098620 | 38512000 |\n| J2 | 3098620 | 38512100 |\n| J3 | 3098500 | 38512100 |", 6000),
        ("1. 3098620, 38512000  2. 3098620, 38512100  3. 3098500, 38512100", 6000),
        ("1 3098620 38512000\n2 3098620 38512100\n- 2 -\n3 3098500 38512100", 6000),
        ("1 3098620 38512000\n2 3098620 38512100\n第2页 共3页\n续表\n3 3098500 38512100", 6000),
        ("\ufeff1\t J1 \t3098620\t38512000\n2\tJ2\t3098620\t38512100\n3\tJ3\t3098500\t38512100\n\n", 6000),
    ],
    ids=[
        "full-width",
        "thousands in cells",
        "thousands",
        "brackets",
        "X= Y=",
        "metres",
        "sentence",
        "quoted",
        "bars",
        "one line",
        "page",
        "overleaf",
        "number and name",
    ],
)
def test_odd_ways_to_write_a_number(text: str, kept: float) -> None:
    assert read_pasted(text).plane_m2 == kept


def test_degrees_minutes_and_seconds() -> None:
    """In every sign that keyboards and survey software make of them."""
    read = read_pasted(
        "点号 经度 纬度\nJ1 112°34′56.7″ 28°00′36.1″\nJ2 112°35′06.7\" 28°00'36.1''\n"
        "J3 112° 35′ 06.7″ 28° 00′ 26.1″\nJ4 东经112度34分56.7秒 北纬28度00分26.1秒"
    )
    assert read.system.epsg == 4490
    assert places(read)[0] == pytest.approx((112 + 34 / 60 + 56.7 / 3600, 28 + 36.1 / 3600), abs=1e-10)
    assert places(read)[3] == pytest.approx((112 + 34 / 60 + 56.7 / 3600, 28 + 26.1 / 3600), abs=1e-10)
    assert read.plane_m2 is None


@pytest.mark.parametrize(
    "text",
    [
        "112.5824,28.0100\n112.5852,28.0100\n112.5852,28.0072",
        "1 28.0100 112.5824\n2 28.0100 112.5852\n3 28.0072 112.5852",
        "1\tE112.5824\tN28.0100\n2\tE112.5852\tN28.0100\n3\tE112.5852\tN28.0072",
        "112:34:56.64 28:00:36.0\n112:35:06.72 28:00:36.0\n112:35:06.72 28:00:25.92",
    ],
)
def test_decimal_degrees(text: str) -> None:
    read = read_pasted(text)
    assert read.system.degrees
    assert places(read)[0] == pytest.approx((112.5824, 28.01), abs=1e-9)


def test_points_set_side_by_side_follow_their_numbers() -> None:
    """A licence prints its corner table in two blocks: down the left one first, or along the lines."""
    down = (
        "拐点\tX\tY\t拐点\tX\tY\n1\t3098620\t38512000\t3\t3098500\t38512100\n2\t3098620\t38512100\t4\t3098500\t38512000"
    )
    along = "1 3098620 38512000 2 3098620 38512100\n3 3098500 38512100 4 3098500 38512000"
    odd = "1 3098620 38512000 2 3098620 38512100\n3 3098500 38512100"
    assert [corner.label for corner in read_pasted(down).rings[0]] == ["1", "2", "3", "4"]
    assert read_pasted(down).plane_m2 == read_pasted(along).plane_m2 == 12_000
    assert [corner.label for corner in read_pasted(odd).rings[0]] == ["1", "2", "3"]
    assert "先竖后横" in read_pasted(down).notes[0]


def test_a_bad_number_in_the_second_block_is_not_passed_over() -> None:
    assert error("1 3098620 38512000 2 3098620 38512100\n3 3098500 38512100 4 309850 38512000").row == 2


@pytest.mark.parametrize("between", ["\n\n", "\n二、\n", "\n第2圈\n", "\n内圈：\n", "\n点号 X坐标 Y坐标\n", "\n2\n"])
def test_rings_end_at_a_gap_a_heading_or_a_ring_number(between: str) -> None:
    read = read_pasted(lines(*SQUARE) + between + lines(*INNER, first=5))
    assert (len(read.rings), read.holes, read.plane_m2) == (2, [False, True], 10_000 - 400)


def test_rings_end_where_they_close_or_where_the_numbering_starts_again() -> None:
    """Without any blank line between them."""
    closed = lines(*SQUARE, SQUARE[0]) + "\n" + lines(*ASIDE, first=5)
    again = lines(*SQUARE) + "\n" + lines(*ASIDE)
    for text in (closed, again):
        read = read_pasted(text)
        assert (len(read.rings), read.holes, read.plane_m2) == (2, [False, False], 20_000)


def test_the_canonical_exchange_text_can_be_pasted_too() -> None:
    """Ring numbers in their column, the parcel line and the header are words."""
    read = read_pasted(
        "坐标系=2000国家大地坐标系\n带号=38\n10,2.8000,TB1,某项目,面,,公用设施用地,,@\n"
        "J1,1,3110450.125,38523100.500\nJ2,1,3110450.125,38523300.500\nJ3,1,3110300.125,38523300.500\n"
        "J4,1,3110300.125,38523100.500\nJ1,1,3110450.125,38523100.500\nJ5,2,3110400.125,38523150.500\n"
        "J6,2,3110400.125,38523200.500\nJ7,2,3110360.125,38523200.500\nJ8,2,3110360.125,38523150.500\n"
        "J5,2,3110400.125,38523150.500"
    )
    assert read.columns["ring"] == 1
    assert (read.holes, read.plane_m2) == ([False, True], 28_000)


def test_a_table_that_goes_on_overleaf_is_one_ring() -> None:
    """续表 says so; otherwise the user can."""
    first, second = lines(*SQUARE[:2]), lines(*SQUARE[2:], first=3)
    assert len(read_pasted(f"{first}\n续表\n点号 X Y\n{second}").rings) == 1
    assert error(f"{first}\n点号 X Y\n{second}").row == 1
    assert len(read_pasted(f"{first}\n点号 X Y\n{second}", Wish(one_ring=True)).rings) == 1


def test_blank_lines_after_every_point_mean_nothing() -> None:
    read = read_pasted(lines(*SQUARE).replace("\n", "\n\n"))
    assert len(read.rings) == 1
    assert "空行不作为分圈" in read.notes[0]


@pytest.mark.parametrize(
    ("words", "epsg"),
    [
        ("", None), ("带号：38", 4547), ("38带", 4547), ("中央经线114度", 4547), ("中央子午线117°", 4548),
        ("1980西安坐标系 带号39", 2384), ("80西安坐标系，38带", 2383), ("1954年北京坐标系，带号38", 2435),
        ("中央经线111，6度分带", 4508), ("6度带 带号19", 4508),
    ],
)  # fmt: skip
def test_words_around_the_table_tell_datum_and_zone(words: str, epsg: int | None) -> None:
    """Eastings of six digits tell neither."""
    read = read_pasted(f"{words}\n{table(prefix=False)}")
    assert read.system.epsg == epsg


def test_the_county_s_place_stands_in_for_an_untold_zone_and_is_said() -> None:
    read = read_pasted(table(prefix=False), longitude=114.2)
    assert (read.system.zone, read.system.epsg) == (38, 4547)
    assert any("推定为38带" in note for note in read.notes)
    assert read_pasted(table(prefix=False), Wish(zone=20), longitude=114.2).system.epsg == 4509


def test_odd_line_breaks_do_not_move_the_rows() -> None:
    """A form feed or a Unicode break inside a line is no new line to the text box, and no row to us."""
    read = read_pasted("某矿\x0c范围\u2028\n" + table(prefix=False) + "\v带号：38")
    assert (read.system.zone, read.rings[0][0].row) == (38, 2)


def test_the_prefix_of_the_numbers_beats_the_words() -> None:
    read = read_pasted("带号：39\n" + table())
    assert read.system.zone == 38
    assert any("不符" in note for note in read.notes)


def test_columns_can_be_chosen_by_hand() -> None:
    """And are then checked row by row."""
    text = "1 88 3098620 38512000\n2 88 3098620 38512100\n3 88 3098500 38512100"
    assert read_pasted(text, Wish(label=NONE, ring=NONE, north=2, east=3)).plane_m2 == 6000
    assert error(text, north=3, east=2).row == 1


def test_a_point_without_a_number_is_still_a_point() -> None:
    """Its columns have moved; the pair is found all the same, and said."""
    read = read_pasted("J1 1 3098620 38512000\nJ2 1 3098620 38512100\n3098500 38512100\nJ4 1 3098500 38512000")
    assert read.plane_m2 == 12_000
    assert any(note.startswith("第3行的列") for note in read.notes)


@pytest.mark.parametrize(
    ("words", "band"),
    [
        ("开采标高：350米至120米", (350, 120)), ("标高：从+120m～+350m", (350, 120)), ("开采深度：由-50米至-300米标高", (-50, -300)),
        ("标高350m—120m", (350, 120)), ("标高350米——120米", (350, 120)), ("标高：350-120m", (350, 120)), ("标高 -50m~-300m", (-50, -300)),
        ("矿区面积0.36平方公里", (None, None)),
    ],
)  # fmt: skip
def test_the_elevation_band_of_a_licence_is_kept(words: str, band: tuple[float | None, float | None]) -> None:
    read = read_pasted(f"{table()}\n{words}")
    assert (read.top, read.bottom) == band


def test_the_elevation_band_in_columns() -> None:
    rows = "\n".join(f"{at}\t{x}\t{y}\t{350 + at}\t120" for at, (x, y) in enumerate(CORNERS))
    read = read_pasted("点号\tX坐标\tY坐标\t标高上限\t标高下限\n" + rows)
    assert (read.top, read.bottom) == (353, 120)
    assert any("上限不一致" in note for note in read.notes)


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ("2 ******* 38512100.000", "遮盖"), ("2 30986** 385121**", "遮盖"), ("2 309862 38512100", "读不出"),
        ("2 3.1E+06 3.85E+07", "科学计数法"), ("2 3098620.0O0 38512100", "读不出"), ("J2", "读不出"),
        ("2 3098620 39512100", "带号"), ("2 3098620 512100", "写法不同"), ("2\t3098620\t", "读不出"),
    ],
)  # fmt: skip
def test_a_point_that_cannot_be_read_is_refused_with_its_row(bad: str, word: str) -> None:
    """Never passed over: the polygon would be another."""
    told = error(f"1 3098620 38512000\n{bad}\n3 3098500 38512100\n4 3098500 38512000")
    assert (told.row, word in str(told)) == (2, True)
    assert told.cure


def test_minutes_over_sixty_are_refused() -> None:
    assert error("112°34′56″ 28°00′36″\n112°72′06″ 28°00′36″\n112°35′06″ 28°00′26″").row == 2


def test_a_closing_point_that_does_not_close_is_refused() -> None:
    """Two centimetres are rounding; five metres are an error in the table."""
    near, far = "J1 3098620.000 38512000.020", "J1 3098625.000 38512000.000"
    assert len(read_pasted(f"{table(sep=' ')}\n{near}").rings[0]) == 4
    told = error(f"{table(sep=' ')}\n{far}")
    assert (told.row, "同为J1" in str(told)) == (5, True)


def test_crossing_edges_are_named_by_their_points() -> None:
    told = error(lines((0, 0), (100, 100), (100, 0), (0, 100)))
    assert "1—2" in str(told) and "3—4" in str(told)


def test_too_few_points_are_no_area() -> None:
    assert "只有2个点" in str(error(lines((0, 0), (100, 100))))


def test_a_gap_in_the_numbering_and_a_far_jump_are_noted() -> None:
    gap = read_pasted("1 3098620 38512000\n2 3098620 38512100\n4 3098500 38512100")
    assert any("2之后是4" in note for note in gap.notes)
    far = read_pasted("1 3098620 38512000\n2 3098620 38512100\n3 3198500 38512100")
    assert any("公里" in note for note in far.notes)


def test_a_table_with_every_cell_on_its_own_line() -> None:
    """As some readers of PDF paste it, with and without point names; a lost number is still refused."""
    named = "\n".join(cell for at, pair in enumerate(CORNERS, 1) for cell in (f"J{at}", *pair))
    bare = "\n\n".join(cell for pair in CORNERS for cell in pair)
    for text in (named, bare, f"点号\nX坐标\nY坐标\n{named}"):
        assert read_pasted(text).plane_m2 == 12_000
    assert [corner.label for corner in read_pasted(named).rings[0]] == ["J1", "J2", "J3", "J4"]
    assert error(named.replace("J2\n3098620.000", "J2")).row == 4
    assert error(bare.replace("3098500.000", "30985**.***", 1)).row is not None


def test_two_blocks_with_every_cell_on_its_own_line() -> None:
    """What a word processor makes of a licence's corner table when it saves plain text; the last block is shorter."""
    north, east = (
        ["3216540", "3216575", "3216520", "3216250", "3216235"],
        ["38519260", "38519530", "38519650", "38519640", "38519430"],
    )
    rows = [(1, 4), (2, 5), (3,)]
    text = "\n".join(
        ["拐点编号", "X坐标", "Y坐标"] * 2 + [f"{k}\n{north[k - 1]}\n{east[k - 1]}" for row in rows for k in row]
    )
    read = read_pasted(f"某某矿区范围拐点坐标\n{text}\n开采标高：由182米至96米标高")
    assert [corner.label for corner in read.rings[0]] == ["1", "2", "3", "4", "5"]
    assert (read.top, read.bottom) == (182, 96)
    assert any("并排" in note for note in read.notes)


def test_columns_chosen_by_hand_hold_for_every_block_of_a_line() -> None:
    """The second block is not lost when the first one's columns are corrected."""
    text = "1 3098620 38512000 2 3098620 38512100\n3 3098500 38512100 4 3098500 38512000"
    assert read_pasted(text, Wish(north=1, east=2)).plane_m2 == 12_000
    assert error(text, north=0, east=2).row == 1


@pytest.mark.parametrize(
    "bad",
    [
        "2 3098620 38512100.0003 3098500 385121",
        "2 3098620 38512100 4 309850038512000",
        "2 3098620 38512100 3 3098500度38512100",
    ],
)
def test_two_lines_run_together_are_refused(bad: str) -> None:
    """What is left over beside a pair was a coordinate."""
    assert error(f"1 3098620 38512000\n{bad}\n4 3098500 38512000\n5 3098510 38512000").row == 2


def test_a_point_number_may_be_long_and_a_licence_number_may_stand_in_a_column() -> None:
    rows = [f"10000{at} {north} {east} C990126202104713015200{at}" for at, (north, east) in enumerate(CORNERS)]
    assert read_pasted("\n".join(rows)).plane_m2 == 12_000


def test_a_first_point_that_is_not_number_one_is_noted() -> None:
    assert any("点号从2开始" in note for note in read_pasted(lines(*SQUARE, first=2)).notes)


def test_a_named_point_with_words_for_numbers_is_refused() -> None:
    """界桩遗失 is no heading: the ring would fall into two."""
    told = error("J1 3098620 38512000\nJ2 3098620 38512100\nJ3 界桩遗失\nJ4 3098500 38512100\nJ5 3098500 38512000")
    assert told.row == 3


def test_a_ring_that_does_not_begin_where_the_last_one_ended_is_noted() -> None:
    read = read_pasted(lines(*SQUARE) + "\n\n" + lines(*ASIDE, first=6))
    assert any("新的一圈从6开始" in note for note in read.notes)


@pytest.mark.parametrize("text", ["", "  \n \n", "矿区范围拐点坐标表", "1 2 3\n4 5 6", "\t\t\t"])
def test_what_is_no_table_is_said_to_be_none(text: str) -> None:
    assert error(text).cure


def test_words_that_were_passed_over_are_listed() -> None:
    read = read_pasted("某某石灰岩矿矿区范围\n" + table() + "\n（以下空白）")
    assert read.notes == ("当作文字说明的有2行：第1行“某某石灰岩矿矿区范围”；第6行“(以下空白)”",)


def test_the_account_is_one_sentence_for_the_user() -> None:
    read = read_pasted(lines(*SQUARE) + "\n\n" + lines(*INNER) + "\n标高：350米至120米")
    assert read.account == (
        "认出拐点8个，1个外圈、1个内圈（扣除），标高350米至120米。"
        "坐标系：2000国家大地坐标系，3度带第38带（中央经线114°，横坐标带带号）。"
    )
