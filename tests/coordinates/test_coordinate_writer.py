"""写出: the canonical form with its options; what is written is read back to the last printed place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.coordinates.parcel import Parcel, Polygon
from landwatch_plugin.coordinates.reader import read_coordinates
from landwatch_plugin.coordinates.systems import Datum, epsg_of
from landwatch_plugin.coordinates.writer import Form, Heading, Patch, Start, write_coordinates
from landwatch_plugin.domain.errors import InputError
from tests.coordinates.texts import CLOSED

ZONE_38 = Heading(Datum.CGCS2000, 38, "XX县自然资源局", "2026-03-12")
PLOT = Patch("1", [[CLOSED]], "地块1", "工业用地", "0601")
EXAMPLE = """[属性描述]
格式版本号=1.01
数据产生单位=XX县自然资源局
数据产生日期=2026-03-12
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=38
精度=0.001
转换参数=,,,,,,
[地块坐标]
5,1.2000,1,地块1,面,,工业用地,0601,@
J1,1,3098620.000,38512000.000
J2,1,3098620.000,38512100.000
J3,1,3098500.000,38512100.000
J4,1,3098500.000,38512000.000
J1,1,3098620.000,38512000.000
"""


def text_of(patch: Patch = PLOT, **options: object) -> str:
    form = replace(Form(crlf=False), **options)  # type: ignore[arg-type]
    return write_coordinates([patch], ZONE_38, form).decode(form.encoding)


def points(text: str) -> list[str]:
    return text.split("@\n", 1)[1].split()


def test_the_example_of_the_format_is_written_letter_by_letter() -> None:
    assert text_of() == EXAMPLE
    assert write_coordinates([PLOT], ZONE_38, Form()) == EXAMPLE.replace("\n", "\r\n").encode("gbk")


@pytest.mark.parametrize("name", ["ok1_gbk", "ok2_gbk", "ok3_gbk"])
def test_a_legal_text_is_written_again_byte_by_byte(sample, name: str) -> None:  # type: ignore[no-untyped-def]
    data = sample(f"{name}.txt")
    found = read_coordinates(data, name)
    heading = Heading(
        Datum.CGCS2000, found.epsg - 4513 + 25, found.header["数据产生单位"], found.header["数据产生日期"]
    )
    patches = [Patch(one.number, one.parts, one.name, one.use, one.land_code) for one in found.parcels]
    assert write_coordinates(patches, heading, Form(start=Start.KEPT)) == data


@pytest.mark.parametrize(
    ("start", "first"),
    [
        (Start.NORTH_WEST, "3098620.000,38512000.000"), (Start.NORTH_EAST, "3098620.000,38512100.000"),
        (Start.SOUTH_EAST, "3098500.000,38512100.000"), (Start.SOUTH_WEST, "3098500.000,38512000.000"),
        (Start.KEPT, "3098500.000,38512100.000"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("clockwise", [True, False])
def test_ring_starts_and_turns_as_asked(start: Start, first: str, clockwise: bool) -> None:
    """From a ring that begins at the south-east."""
    turned = Patch("1", [[[*CLOSED[2:4], *CLOSED[:3]]]])
    rows = points(text_of(turned, start=start, clockwise=clockwise))
    assert rows[0] == rows[-1] == f"J1,1,{first}"
    corners = [tuple(map(float, row.split(",")[:1:-1])) for row in rows]
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(corners))
    assert (twice < 0) == clockwise


def test_point_numbers_without_prefix_and_rings_without_closing_row() -> None:
    rows = points(text_of(prefix=False, closed=False))
    assert [row.split(",")[0] for row in rows] == ["1", "2", "3", "4"]
    assert text_of(closed=False).count("\n4,1.2000,1,") == 1


@pytest.mark.parametrize(
    ("decimals", "shown", "precision"), [(0, "3098620", "1"), (2, "3098620.00", "0.01"), (4, "3098620.0000", "0.0001")]
)
def test_decimals_as_asked(decimals: int, shown: str, precision: str) -> None:
    text = text_of(decimals=decimals)
    assert f"J1,1,{shown},385120" in text
    assert f"精度={precision}\n" in text


def test_point_numbers_run_on_through_the_holes() -> None:
    """And each ring closes with its own first number; hectares are those of the shell less the hole, half-up."""
    hole = [(38512010.0, 3098610.0), (38512020.0, 3098610.0), (38512020.0, 3098605.0), (38512010.0, 3098610.0)]
    text = text_of(Patch("1", [[CLOSED, hole]]))
    assert [row.split(",")[:2] for row in points(text)] == [
        ["J1", "1"], ["J2", "1"], ["J3", "1"], ["J4", "1"], ["J1", "1"], ["J5", "2"], ["J6", "2"], ["J7", "2"], ["J5", "2"],
    ]  # fmt: skip
    assert "\n9,1.1975,1," in text


def test_hectares_are_rounded_half_up() -> None:
    """3 412.5 m² are 0.3413 公顷, which a float's own rounding makes 0.3412."""
    ring = [(38500000.0, 3e6), (38500000.0, 3e6 + 62.5), (38500054.6, 3e6 + 62.5), (38500054.6, 3e6), (38500000.0, 3e6)]
    assert "\n5,0.3413,1," in text_of(Patch("1", [[ring]]))


def test_parts_become_parcels_or_rings() -> None:
    """As parcels they can never be deducted; as rings they come back as parts."""
    apart = [(x + 500, y) for x, y in CLOSED]
    two = Patch("7", [[CLOSED], [apart]])
    assert [line.split(",")[2] for line in text_of(two).splitlines() if line.endswith("@")] == ["7-1", "7-2"]
    [parcel] = read_coordinates(text_of(two, parts_apart=False).encode("gbk"), "x").parcels
    assert (parcel.number, parcel.parts) == ("7", [[CLOSED], [apart]])


def test_texts_in_cells_cannot_break_the_line() -> None:
    """Commas, line breaks and @ in a name."""
    patch = replace(PLOT, name="甲,乙@丙\n丁", use=" 工业\t用地 ")
    [parcel] = read_coordinates(text_of(patch).encode("gbk"), "x").parcels
    assert (parcel.name, parcel.use) == ("甲，乙＠丙 丁", "工业 用地")


def test_a_letter_that_gbk_lacks_is_named() -> None:
    rare = replace(PLOT, name="𠮷祥厂")
    with pytest.raises(InputError, match="“𠮷”字不在GBK编码中。 处理办法：请改用UTF-8编码写出。"):
        text_of(rare)
    assert "𠮷祥厂" in text_of(rare, encoding="utf-8")


def test_a_ring_that_vanishes_in_rounding_is_refused() -> None:
    """Never left out in silence."""
    sliver = [
        (38512000.001, 3098620.0),
        (38512000.002, 3098620.0),
        (38512000.002, 3098619.9),
        (38512000.001, 3098620.0),
    ]
    with pytest.raises(InputError, match="图斑9有一圈在2位小数下不成面"):
        text_of(Patch("9", [[sliver]]), decimals=2)


def test_a_boundary_that_crosses_itself_is_refused() -> None:
    bow = [CLOSED[0], CLOSED[2], CLOSED[1], (38512000.0, 3098400.0), CLOSED[0]]
    with pytest.raises(InputError, match="图斑1的边界自相交。 处理办法：请先修复图形"):
        text_of(Patch("1", [[bow]]))
    with pytest.raises(InputError, match="图斑1没有图形"):
        text_of(Patch("1", []))


# ---- any set of polygons ----


@st.composite
def patches(draw: st.DrawFn) -> tuple[int, list[Patch]]:
    """A zone, and patches of parts with holes. Each part stands in a square of its own, each hole in a quarter of it."""
    zone = draw(st.sampled_from([*range(13, 24), *range(25, 46)]))
    made, place = [], 0
    for number in range(draw(st.integers(1, 4))):
        parts: list[Polygon] = []
        for _ in range(draw(st.integers(1, 3))):
            x, y = (
                zone * 1e6 + 400_000 + 200 * (place % 50),
                draw(st.integers(2000, 5900)) * 1000.0 + 200 * (place // 50),
            )
            place += 1
            shell = [(x, y), (x + 100, y), (x + 100, y + 100), (x, y + 100)]
            dents = draw(st.lists(st.tuples(st.floats(0, 9), st.floats(-9, 9)), min_size=4, max_size=4))
            shell = [(a + dx, b + dy) for (a, b), (dx, dy) in zip(shell, dents, strict=True)]
            holes = draw(st.sets(st.integers(0, 3), max_size=4))
            rings = [shell, *(_hole(draw, x, y, quarter) for quarter in sorted(holes))]
            parts.append([[*ring, ring[0]] for ring in rings])
        name = draw(st.text("甲乙丙丁厂一（）ABC 12，、【】=", max_size=8)).strip()
        made.append(Patch(f"{number:03d}", parts, name, draw(st.sampled_from(["", "工业用地", "农村宅基地"]))))
    return zone, made


def _hole(draw: st.DrawFn, x: float, y: float, quarter: int) -> list[tuple[float, float]]:
    west, south = x + 20 + 35 * (quarter % 2), y + 20 + 35 * (quarter // 2)
    size = draw(st.floats(1, 25))
    corners = [(west, south), (west, south + size), (west + size, south + size / 2), (west + size, south)]
    return corners[: draw(st.integers(3, 4))]


def shape_of(parts: list[Polygon], decimals: int) -> shapely.Geometry:
    """On the grid of the printed places, in one order."""
    made = shapely.MultiPolygon([(part[0], part[1:]) for part in parts])
    rounded = shapely.transform(made, lambda xy: np.array([[float(f"{v:.{decimals}f}") for v in row] for row in xy]))
    return rounded.normalize()


FORMS = st.builds(
    Form, prefix=st.booleans(), decimals=st.integers(2, 5), start=st.sampled_from(Start), clockwise=st.booleans(),
    closed=st.booleans(), crlf=st.booleans(), encoding=st.sampled_from(["gbk", "utf-8", "utf-8-sig", "utf-16"]),
    parts_apart=st.booleans(),
)  # fmt: skip


@settings(deadline=None, max_examples=150, derandomize=True)
@given(patches(), FORMS, st.sampled_from(Datum))
def test_what_is_written_is_read_back(given_patches: tuple[int, list[Patch]], form: Form, datum: Datum) -> None:
    """Every polygon, hole and part to the last printed place; numbers, names, uses, count and area agree."""
    zone, made = given_patches
    text = write_coordinates(made, Heading(datum, zone), form)
    found = read_coordinates(text, "x")
    expected: list[tuple[str, Patch, list[Polygon]]] = []
    for patch in made:
        split = form.parts_apart and len(patch.parts) > 1
        for index, parts in enumerate([[part] for part in patch.parts] if split else [patch.parts], 1):
            expected.append((f"{patch.number}-{index}" if split else patch.number, patch, parts))
    assert len(found.parcels) == len(expected)
    for parcel, (number, patch, parts) in zip(found.parcels, expected, strict=True):
        assert (parcel.number, parcel.name, parcel.use) == (number, patch.name, patch.use)
        assert parcel.epsg == epsg_of(datum, zone)
        assert shape_of(parcel.parts, form.decimals).equals(shape_of(parts, form.decimals))
        assert unexpected_notes(parcel, form, datum) == []


def unexpected_notes(parcel: Parcel, form: Form, datum: Datum) -> list[str]:
    """Notes other than those that such a text must cause."""
    allowed = ["按包含关系有"]
    allowed += [] if form.closed else ["未闭合"]
    allowed += [] if datum is Datum.CGCS2000 else ["七参数"]
    return [note for note in parcel.notes if not any(text in note for text in allowed)]


def test_writing_what_was_read_changes_nothing_more() -> None:
    """A second time round gives the same bytes."""
    once = write_coordinates([PLOT, replace(PLOT, number="2")], ZONE_38, Form())
    again = [Patch(p.number, p.parts, p.name, p.use, p.land_code) for p in read_coordinates(once, "x").parcels]
    assert write_coordinates(again, ZONE_38, Form()) == once
    assert Decimal("1.2000") == Decimal(read_coordinates(once, "x").parcels[0].declared)
