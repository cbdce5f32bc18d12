"""粘贴坐标的随机试验: any printed polygon is read again to the printed digit; mutilated text never gives another one silently."""

from __future__ import annotations

import math
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.coordinates.pasted import read_pasted
from landwatch_plugin.coordinates.pasted_rings import crossing, depth, inside
from landwatch_plugin.coordinates.rings import ring_area
from landwatch_plugin.domain.errors import InputError, LandwatchError


def star(count: int, seed: int, zone: int = 38) -> list[tuple[float, float]]:
    """A star-shaped ring: rising angles about a centre, so that no edges cross."""
    rng = random.Random(seed)
    turns = sorted(rng.uniform(0, 2 * math.pi) for _ in range(count))
    turns = [2 * math.pi * k / count + t / (10 * count) for k, t in enumerate(turns)]
    x0, y0 = zone * 1_000_000 + 500_000, 3_100_000
    return [(x0 + rng.uniform(80, 200) * math.cos(t), y0 + rng.uniform(80, 200) * math.sin(t)) for t in turns]


def printed(ring: list[tuple[float, float]], sep: str, names: str, head: bool) -> str:
    rows = ["点号 X坐标 Y坐标".replace(" ", sep)] if head and names else []
    for at, (x, y) in enumerate(ring, 1):
        rows.append(sep.join([f"{names}{at}"] * bool(names) + [f"{y:.3f}", f"{x:.3f}"]))
    return "\n".join(rows)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    st.integers(3, 40), st.integers(0, 10_000), st.sampled_from(["\t", ",", "，", "  "]), st.sampled_from(["", "J", "界址点"]),
    st.booleans(), st.sampled_from([13, 20, 23, 25, 38, 45]),
)  # fmt: skip
def test_a_printed_polygon_is_read_to_the_printed_digit(
    count: int, seed: int, sep: str, names: str, head: bool, zone: int
) -> None:
    ring = star(count, seed, zone)
    if crossing(ring) is not None:
        return
    read = read_pasted(printed(ring, sep, names, head))
    assert [(corner.x, corner.y) for corner in read.rings[0]] == [
        (float(f"{x:.3f}"), float(f"{y:.3f}")) for x, y in ring
    ]
    assert read.system.zone == zone


@pytest.mark.thorough
def test_mutilated_tables_are_read_whole_refused_or_noted() -> None:
    """A point lost from the middle of a named table never goes without an error or a note, and nothing takes long."""
    rng, ring = random.Random(7), star(12, 1)
    whole = printed(ring, "\t", "J", True)
    right = [(corner.x, corner.y) for corner in read_pasted(whole).rings[0]]
    for _ in range(3000):
        text = list(whole)
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(text))
            text[at] = rng.choice("0123456789.*\t\n, J点度°′") if rng.random() < 0.8 else ""
        began = time.monotonic()
        try:
            read = read_pasted("".join(text))
        except LandwatchError as error:
            assert isinstance(error, InputError) and error.cure
        else:
            corners = [(corner.x, corner.y) for one in read.rings for corner in one]
            assert len(corners) == len(right) or read.notes, "".join(text)
        assert time.monotonic() - began < 1


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(alphabet="0123456789.,，\t\n J点号XY坐标°′″*@=（）圈带38512000", max_size=300))
def test_any_text_is_read_or_refused_with_a_cure(text: str) -> None:
    try:
        read_pasted(text)
    except InputError as error:
        assert error.cure


@pytest.mark.thorough
def test_a_long_list_is_quick() -> None:
    """Ten thousand points in well under the time of a key stroke's patience."""
    ring = [
        (38_500_000 + 5000 * math.cos(k / 10_000 * 6.28), 3_100_000 + 5000 * math.sin(k / 10_000 * 6.28))
        for k in range(10_000)
    ]
    began = time.monotonic()
    assert len(read_pasted(printed(ring, "\t", "J", True)).rings[0]) == 10_000
    assert time.monotonic() - began < 3


def test_too_much_is_sent_to_the_file_reader() -> None:
    with pytest.raises(InputError, match="超过"):
        read_pasted("\n" * 30_000)


SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]


def moved(ring: list[tuple[float, float]], by: float, times: float = 1) -> list[tuple[float, float]]:
    return [(x * times + by, y * times + by) for x, y in ring]


def test_area_and_containment() -> None:
    """A hole in a hole is land again."""
    rings = [SQUARE, moved(SQUARE, 2, 0.5), moved(SQUARE, 3, 0.1), moved(SQUARE, 20)]
    assert [abs(ring_area(ring)) for ring in rings] == pytest.approx([100, 25, 1, 100])
    assert [depth(at, rings) for at in range(4)] == [0, 1, 2, 0]
    assert inside((5, 5), SQUARE) and not inside((11, 5), SQUARE)


def test_the_area_of_a_ring_far_from_the_origin_keeps_its_digits() -> None:
    assert abs(ring_area([(38_500_000 + x, 3_100_000 + y) for x, y in SQUARE])) == 100


def test_crossing_edges_are_found_and_touching_corners_are_none() -> None:
    assert crossing([(0, 0), (10, 10), (10, 0), (0, 10)]) == (0, 2)
    assert crossing([(0, 0), (10, 0), (10, 10), (0, 10)]) is None
