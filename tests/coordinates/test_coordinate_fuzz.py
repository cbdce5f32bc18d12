"""残损文本: 10,000 mutated texts give parcels with notes or an error that names the line; big ones are read in a second.

What no reader can notice is left out of the promise and named here: whole parcels lost together with their parcel line
(a text cut between two parcels), corners moved by a wrong digit so that the area stays the declared one to its last
printed place, and wrong letters in names and numbers.
"""

from __future__ import annotations

import gc
import math
import random
import time
from collections.abc import Callable

import pytest
import shapely

from landwatch_plugin.coordinates.parcel import CoordinateText, Parcel
from landwatch_plugin.coordinates.reader import read_coordinates
from landwatch_plugin.coordinates.remarks import AREA_TOLERANCE
from landwatch_plugin.coordinates.rings import polygon_area
from landwatch_plugin.coordinates.systems import Datum
from landwatch_plugin.coordinates.writer import Form, Heading, Patch, write_coordinates
from landwatch_plugin.domain.errors import InputError
from tests.coordinates.texts import HEAD, box

TEXTS = 10_000
SLOWEST_S = 1.0
MOST_WOUNDS = 5
PLACE_M2 = 0.51
"""Half a unit of the fourth decimal of 公顷, in m², as the reader allows it."""
TOKENS = [
    b"nan", b"inf", b"-inf", b"1e400", b"1_000", b"@", b"=", b",", b"\t", b"\r", b"\n", b"[", b"]", b"\x00", b"\x85",
    b"\xff\xfe", b"\xef\xbb\xbf", b"24000000", b"46000000", b"1" * 5000, "带号=²".encode(), b"****", "，".encode(),
    "带号=".encode() + b"9" * 5000, "点".encode("gbk"), "线".encode(), "１２３４５６７".encode(), b"[]", b"-", b".", b"0",
]  # fmt: skip


def base_texts() -> list[bytes]:
    """Four parcels: a plot, a plot with a pond, two parts under one number, a ring of thirty corners."""
    x, y = 38_500_000.0, 3_100_000.0

    def ring(*corners: tuple[float, float]) -> list[tuple[float, float]]:
        places = [(round(x + a, 3), round(y + b, 3)) for a, b in corners]
        return [*places, places[0]]

    round_one = [(1000 + 97.3 * math.cos(k * math.pi / 15), 97.3 * math.sin(k * math.pi / 15)) for k in range(30)]
    patches = [
        Patch("1", [[ring(*box(0, 0, 100.5, 120.25))]], "地块1", "工业用地", "0601"),
        Patch("2", [[ring(*box(300, 0, 200.4, 150.3)), ring(*box(350, 50, 50.1, 40.7))]], "某项目", "公用设施用地"),
        Patch("3", [[ring(*box(600, 0, 60.2, 50.9))], [ring(*box(700, 0, 93.1, 50.2))]], "两部分"),
        Patch("4", [[ring(*round_one)]], "圆形地块", "农村宅基地", "0702"),
    ]
    forms = [
        Form(encoding=code, crlf=crlf, parts_apart=False, start=start)
        for code, crlf, start in zip(
            ("gbk", "utf-8", "utf-8-sig", "utf-16", "gbk"),
            (True, False, True, False, False),
            [Form().start] * 5,
            strict=True,
        )
    ]
    heading = Heading(Datum.CGCS2000, 38, "演示县自然资源局", "2026-03-12")
    return [write_coordinates(patches, heading, form) for form in forms]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A few wounds of one kind or of several."""
    if chance.random() < 0.02:
        return chance.randbytes(chance.randrange(600))
    wounded = data
    for _ in range(chance.choice((1, 1, 1, 2, 3, MOST_WOUNDS))):
        wounded = chance.choice(WOUNDS)(wounded, chance)
    return wounded


def _bytes_changed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) or 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _digit_changed(data: bytes, chance: random.Random) -> bytes:
    digits = [index for index, value in enumerate(data) if 48 <= value <= 57]
    if not digits:
        return data
    at = chance.choice(digits)
    return data[:at] + str(chance.randrange(10)).encode() + data[at + 1 :]


def _token_put_in(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(TOKENS) + data[at:]


def _piece_cut_out(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randint(1, 30) :]


def _end_lost(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _line_lost(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def _line_doubled(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    return b"\n".join(lines)


def _lines_exchanged(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _lines_shuffled(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


WOUNDS: list[Callable[[bytes, random.Random], bytes]] = [
    _bytes_changed, _digit_changed, _digit_changed, _token_put_in, _piece_cut_out, _end_lost, _line_lost, _line_lost,
    _line_doubled, _lines_exchanged, _lines_shuffled,
]  # fmt: skip


def shape_of(parcel: Parcel) -> shapely.Geometry:
    return shapely.MultiPolygon([(part[0], part[1:]) for part in parcel.parts])


def silently_wrong(found: CoordinateText, true: CoordinateText) -> list[str]:
    """Parcels that bear no new note although they are none of the true ones.

    Let through is only what cannot be seen: some corners of a true parcel moved, and its area as declared.
    """
    usual = {note for parcel in true.parcels for note in parcel.notes}
    return [
        f"line {parcel.line}: {parcel.notes}"
        for parcel in found.parcels
        if not (set(parcel.notes) - usual or found.notes or any(_is(parcel, other) for other in true.parcels))
    ]


def _is(parcel: Parcel, other: Parcel) -> bool:
    if parcel.epsg != other.epsg or [len(ring) for ring in parcel.rings] != [len(ring) for ring in other.rings]:
        return False
    pairs = [(a, b) for one, two in zip(parcel.rings, other.rings, strict=True) for a, b in zip(one, two, strict=True)]
    moved = sum(a != b for a, b in pairs)
    area = polygon_area(other.parts)
    return moved <= MOST_WOUNDS + 1 and abs(polygon_area(parcel.parts) - area) <= 2 * (PLACE_M2 + AREA_TOLERANCE * area)


def sound(found: CoordinateText) -> bool:
    """Polygons that shapely takes for valid, or that are said to touch themselves."""
    return bool(found.parcels) and all(
        parcel.parts
        and all(math.isfinite(value) for ring in parcel.rings for point in ring for value in point)
        and (shape_of(parcel).is_valid or any("相接或重叠" in note for note in parcel.notes))
        and 2000 < parcel.epsg < 30000
        for parcel in found.parcels
    )


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(10))
def test_a_mutated_text_gives_parcels_with_notes_or_an_error_by_line(seed: int) -> None:
    """Never another exception, never a second, never a polygon that is wrong and says nothing."""
    chance = random.Random(seed)
    whole = base_texts()
    true = [read_coordinates(data, "好.txt") for data in whole]
    taken, refused = 0, 0
    for _ in range(TEXTS // 10):
        which = chance.randrange(len(whole))
        data = mutated(whole[which], chance)
        start = time.process_time()
        try:
            found = read_coordinates(data, "坏.txt")
        except InputError as error:
            assert error.row and error.source == "坏.txt" and error.cure
            refused += 1
        else:
            taken += 1
            assert sound(found), data
            assert silently_wrong(found, true[which]) == [], data
        assert time.process_time() - start < SLOWEST_S
    assert taken > TEXTS // 100 and refused > TEXTS // 100


def test_random_bytes_are_refused_by_name_and_line() -> None:
    chance = random.Random(1)
    for length in (0, 1, 2, 7, 100, 5000):
        with pytest.raises(InputError, match=r"【乱码.txt】第\d+行"):
            read_coordinates(chance.randbytes(length), "乱码.txt")


# ---- size ----


def _circle(corners: int, x: float, y: float, radius: float, wave: float = 0.0) -> list[str]:
    rows = []
    for k in range(corners):
        angle = 2 * math.pi * k / corners
        r = radius * (1 + wave * math.sin(50 * angle))
        rows.append(f"J{k + 1},1,{y + r * math.sin(angle):.3f},{x + r * math.cos(angle):.3f}")
    return [*rows, rows[0]]


def _one_ring() -> str:
    return f"{HEAD}100001,,1,大地块,面,,,,@\n" + "\n".join(_circle(100_000, 38.5e6, 3.1e6, 20_000, 0.1))


def _thousand_parcels() -> str:
    lines = [HEAD.rstrip()]
    for k in range(1000):
        lines += [f"101,,{k},a,面,,,,@", *_circle(100, 38.4e6 + 500 * (k % 40), 3e6 + 500 * (k // 40), 200)]
    return "\n".join(lines)


def _comb() -> str:
    """Teeth five kilometres long and two centimetres wide, aslant: every box meets every other."""
    rows = []
    for k in range(99_998):
        far = 0 if k % 4 in (0, 3) else 5000
        rows.append(f"{k + 1},1,{3.1e6 + far:.3f},{38.5e6 + 0.02 * k + far:.3f}")
    return f"{HEAD},,1,梳,面,,,,@\n" + "\n".join(
        [*rows, "99999,1,3090000.000,38501999.000", "100000,1,3090000.000,38500000.000"]
    )


def _seconds(data: bytes) -> float:
    gc.collect()
    start = time.process_time()
    read_coordinates(data, "大.txt")
    return time.process_time() - start


@pytest.mark.thorough
@pytest.mark.parametrize("make", [_one_ring, _thousand_parcels, _comb], ids=["一圈", "千块", "梳形"])
def test_a_hundred_thousand_points_take_less_than_a_second(make: Callable[[], str]) -> None:
    """Of the processor, the better of two readings: the machine may be busy with other things."""
    data = make().encode("gbk")
    assert min(_seconds(data) for _ in range(2)) < SLOWEST_S


@pytest.mark.thorough
def test_a_boundary_too_dense_to_be_tried_says_so() -> None:
    """Some tenths of a second are the most that is spent on crossings."""
    text = _comb().splitlines()
    found = read_coordinates("\n".join([*text[:20_000], *text[-2:]]).encode(), "梳.txt")
    assert any("未能逐边核查自相交" in note for note in found.parcels[0].notes)
