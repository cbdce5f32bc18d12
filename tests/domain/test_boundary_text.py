"""界址点坐标文本: what is written in the canonical form is read back; what cannot be placed is refused by its line."""

from __future__ import annotations

import math
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.boundary_text import SNAP_M, BoundaryText, Ring, read_boundary_text
from landwatch_plugin.domain.errors import InputError

QUICK = settings(deadline=None, max_examples=50)
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


def read(text: str, encoding: str = "utf-8") -> BoundaryText:
    return read_boundary_text(text.encode(encoding), "地块.txt")


def refusal(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.source == "地块.txt"
    assert caught.value.cure
    return caught.value


def written(zone: int, parcels: list[list[Ring]], swapped: bool = False, closed: bool = True) -> str:
    """The canonical text of parcels with rings (easting, northing), closed by the first point's number."""
    lines = [HEAD.replace("38", str(zone)).strip()]
    for index, rings in enumerate(parcels, 1):
        lines.append(f"{sum(map(len, rings))},0.1200,{index},地块{index},面,,农村宅基地,0702,@")
        number = 1
        for ring_number, ring in enumerate(rings, 1):
            labels = [*range(number, number + len(ring) - 1), number]
            number += len(ring) - 1
            for label, (x, y) in list(zip(labels, ring, strict=True))[: None if closed else -1]:
                first, second = (x, y) if swapped else (y, x)
                lines.append(f"J{label},{ring_number},{first:.3f},{second:.3f}")
    return "\r\n".join(lines) + "\r\n"


@st.composite
def documents(draw: st.DrawFn) -> tuple[int, list[list[Ring]]]:
    """Zone and parcels of squares and triangles on the millimetre."""
    zone = draw(st.sampled_from([*range(13, 24), *range(25, 46)]))
    parcels = []
    for _ in range(draw(st.integers(1, 3))):
        rings = []
        for _ in range(draw(st.integers(1, 3))):
            x = zone * 1_000_000 + draw(st.integers(300_000_000, 700_000_000)) / 1000
            y = draw(st.integers(1_600_000_000, 6_400_000_000)) / 1000
            size = draw(st.integers(1, 900))
            corners = [(x, y), (x + size, y), (x + size, y - size), (x, y - size)][: draw(st.integers(3, 4))]
            points = [(float(f"{a:.3f}"), float(f"{b:.3f}")) for a, b in corners]
            rings.append([*points, points[0]])
        parcels.append(rings)
    return zone, parcels


@QUICK
@given(documents(), st.sampled_from(["gbk", "utf-8", "utf-8-sig"]))
def test_what_is_written_is_read_back(document: tuple[int, list[list[Ring]]], encoding: str) -> None:
    """Rings to the millimetre, parcels in order, no notes; GBK or UTF-8."""
    zone, parcels = document
    found = read(written(zone, parcels), encoding)
    assert [one.rings for one in found.parcels] == parcels
    assert [one.number for one in found.parcels] == [str(index) for index in range(1, len(parcels) + 1)]
    assert [one.notes for one in found.parcels] == [[] for _ in parcels]
    assert found.epsg == (4513 + zone - 25 if zone >= 25 else 4491 + zone - 13)


@QUICK
@given(documents(), st.booleans(), st.booleans())
def test_column_order_and_closing_do_not_change_the_rings(
    document: tuple[int, list[list[Ring]]], swapped: bool, unclosed: bool
) -> None:
    """Both are noted, on every parcel."""
    zone, parcels = document
    found = read(written(zone, parcels, swapped, closed=not unclosed))
    assert [one.rings for one in found.parcels] == parcels
    for one in found.parcels:
        assert any("颠倒" in note for note in one.notes) == swapped
        assert any("未闭合" in note for note in one.notes) == unclosed


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


@pytest.mark.parametrize("zone", ["", "三十八", "²³", "138", "9" * 5000])
def test_a_zone_is_never_guessed(zone: str) -> None:
    """Neither in the numbers nor usable in the header: refused at the first point."""
    error = refusal(HEAD.replace("带号=38", f"带号={zone}") + parcel(SQUARE).replace(",385", ",5"))
    assert error.row == 8
    assert "没有带号" in error.message


def test_two_zones_in_one_file_are_refused() -> None:
    """They cannot share one coordinate system."""
    other = parcel([corner.replace(",38", ",39") for corner in SQUARE])
    assert "带号39与前面的带号38不同" in refusal(HEAD + parcel(SQUARE) + "\n" + other).message


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
    """A road's centre line is not closed into a polygon."""
    error = refusal(HEAD + parcel(SQUARE, kind=kind))
    assert (error.row, f"图形属性为“{kind}”" in error.message) == (7, True)


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
        ("J2,1,28.000000,114.500000", "不在我国高斯投影坐标范围内"),
        ("J2,1,3098620.000,24512100.000", "不在我国高斯投影坐标范围内"),
        ("J2,1,3098620.000,46512100.000", "不在我国高斯投影坐标范围内"),
        ("J2,1,9098620.000,38512100.000", "不在我国高斯投影坐标范围内"),
        ("J2,1,-3098620.000,38512100.000", "不在我国高斯投影坐标范围内"),
        ("J2,3098620.000,38512100.000", "实际3项"),
        ("J2", "实际1项"),
        ("备注=已核", "实际1项"),
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
        ("3098620.000,38512000.000\n3098620.000,38512100.000", 1, "地块行之前"),
        (HEAD + "J1,1,3098620.000,38512000.000", 7, "地块行之前"),
        (HEAD + "5,1.2,1,空,面,,,,@", 7, "没有界址点"),
        (HEAD + parcel(SQUARE[:2]), 8, "只有2个不同的点"),
        (HEAD + parcel([SQUARE[0]] * 4), 8, "只有1个不同的点"),
        (HEAD + "5,1.2,1,无号,面,,,0601,\n" + "\n".join(parcel(SQUARE).splitlines()[1:]), 7, "地块行之前"),
    ],
    ids=["空文件", "只有文件头", "只有坐标", "没有地块行", "没有点", "两个点", "一个点", "缺@"],
)
def test_a_text_without_polygons_is_refused(text: str, row: int, said: str) -> None:
    """Never an empty result."""
    error = refusal(text)
    assert (error.row, said in error.message) == (row, True)


def test_line_numbers_are_those_of_the_editor() -> None:
    """\\r\\n, \\r and \\n count one line each; a form feed inside a line counts none."""
    text = HEAD.replace("\n", "\r\n") + "\x0c" + parcel(SQUARE, close=False).replace("\n", "\r") + "\r坏行"
    assert refusal(text).row == 12


TOKENS = [
    b"nan", b"inf", b"-inf", b"1e400", b"1_000", b"@", b"=", b",", b"\t", b"\r", b"\n", b"[", b"\x00", b"\x85", b"\xff\xfe",
    b"\xef\xbb\xbf", b"24000000", b"46000000", b"1" * 5000, "带号=²".encode(), "带号=".encode() + b"9" * 5000, "，".encode(),
    "点".encode("gbk"), "１２３４５６７".encode(),
]  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A few wounds: bytes changed, tokens put in, pieces cut out or doubled, the end lost, lines shuffled."""
    wounded = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(wounded) + 1)
        other = chance.randrange(len(wounded) + 1)
        match chance.randrange(6):
            case 0 if wounded:
                wounded[at % len(wounded)] = chance.randrange(256)
            case 1:
                wounded[at:at] = chance.choice(TOKENS)
            case 2:
                del wounded[at : at + chance.randint(1, 30)]
            case 3:
                wounded[at:at] = wounded[min(at, other) : max(at, other)][:200]
            case 4:
                wounded = wounded[: max(at, len(wounded) // 2)]
            case _:
                lines = wounded.split(b"\n")
                chance.shuffle(lines)
                wounded = bytearray(b"\n".join(lines))
    return bytes(wounded)


def sound(found: BoundaryText) -> bool:
    """Every ring closed, of three places at least, finite, and in one zone that a coordinate system has."""
    rings = [ring for one in found.parcels for ring in one.rings]
    zones = {int(x // 1_000_000) for ring in rings for x, _ in ring}
    return (
        all(one.rings for one in found.parcels)
        and all(ring[0] == ring[-1] and len(set(ring)) >= 3 for ring in rings)
        and all(math.isfinite(value) for ring in rings for point in ring for value in point)
        and len(zones) == 1
        and 2000 < found.epsg < 30000
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_mutilated_text_gives_parcels_or_an_input_error(seed: int) -> None:
    """Nothing else: no other exception, no NaN, no ring that is none."""
    chance = random.Random(seed)
    whole = [
        (HEAD + parcel(SQUARE) + "\n" + parcel(SQUARE, ring=2)).encode(code) for code in ("gbk", "utf-8", "utf-8-sig")
    ]
    taken = 0
    for _ in range(500):
        try:
            found = read_boundary_text(mutated(chance.choice(whole), chance), "坏.txt")
        except InputError as error:
            assert error.row
        else:
            taken += 1
            assert sound(found)
    assert 0 < taken < 500


@QUICK
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_random_bytes_are_refused(data: bytes) -> None:
    """By name and line."""
    with pytest.raises(InputError, match=r"【乱码.txt】第\d+行"):
        read_boundary_text(data, "乱码.txt")
