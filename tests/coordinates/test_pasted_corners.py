"""拐点核对: gaps in the numbering, far jumps, crossings by name, and the elevation band."""

from __future__ import annotations

import pytest

from landwatch_plugin.coordinates.pasted_corners import Corner, apart, check_rings, elevation_band
from landwatch_plugin.coordinates.pasted_table import Wish, read_table
from landwatch_plugin.domain.errors import InputError

SQUARE = ((0.0, 0.0), (0.0, 100.0), (100.0, 100.0), (100.0, 0.0))


def ring(*places: tuple[float, float], names: str = "", first_row: int = 1) -> list[Corner]:
    """Corners named by the words of `names`, else 1, 2, 3 …"""
    labels = names.split() or [str(at) for at in range(1, len(places) + 1)]
    return [Corner(label, first_row + at, x, y) for at, (label, (x, y)) in enumerate(zip(labels, places, strict=True))]


def notes(*rings: list[Corner], degrees: bool = False) -> list[str]:
    found: list[str] = []
    check_rings(rings, degrees, found)
    return found


def test_a_sound_ring_has_no_notes() -> None:
    assert notes(ring(*SQUARE)) == []
    assert notes(ring(*SQUARE, names="J1 J2 J3 J4"), ring(*SQUARE, names="J5 J6 J7 J8")) == []
    assert notes(ring(*SQUARE, names="J1 J2 J3 J4"), ring(*SQUARE, names="J1 J2 J3 J4")) == []


@pytest.mark.parametrize(
    ("names", "count"),
    [
        ("1 2 4 5", 1),
        ("4 3 2 1", 0),
        ("J1 J2 J2 J4", 2),
        ("甲 乙 丙 丁", 0),
        ("1 2 3 1", 1),
        ("2 3 4 5", 1),
        ("10 11 12 13", 1),
    ],
)
def test_gaps_in_the_numbering_are_noted(names: str, count: int) -> None:
    """Backwards is an order too, and names without numbers tell nothing."""
    assert len(notes(ring(*SQUARE, names=names))) == count


def test_a_far_jump_is_noted_in_metres_and_in_degrees() -> None:
    far = ((0.0, 0.0), (0.0, 100.0), (90_000.0, 100.0))
    assert any("相距90公里" in note for note in notes(ring(*far)))
    assert any("公里" in note for note in notes(ring((114.0, 28.0), (114.0, 28.1), (115.0, 28.0)), degrees=True))
    assert notes(ring((114.0, 28.0), (114.0, 28.1), (114.1, 28.0)), degrees=True) == []


def test_a_crossing_names_its_edges_and_its_row() -> None:
    bow = ring((0, 0), (100, 100), (100, 0), (0, 100), names="A B C D", first_row=11)
    with pytest.raises(InputError, match="边线A—B与C—D相交") as caught:
        notes(bow)
    assert caught.value.row == 13


def test_points_without_names_are_called_by_their_rows() -> None:
    bow = [Corner("", at, x, y) for at, (x, y) in enumerate(((0, 0), (100, 100), (100, 0), (0, 100)), 5)]
    with pytest.raises(InputError, match="第5行—第6行"):
        notes(bow)


def test_a_distance_is_a_distance() -> None:
    assert apart(Corner("", 1, 0, 0), Corner("", 2, 3, 4)) == 5


@pytest.mark.parametrize(
    ("words", "band"),
    [
        ("开采标高：350米至120米", (350, 120)), ("标高从120米到350米", (350, 120)), ("开采深度：由+350m至-20.5m标高", (350, -20.5)),
        ("高程:350~120", (350, 120)), ("标高-20米至-180米", (-20, -180)), ("标高350米", (None, None)), ("350米至120米", (None, None)),
        ("", (None, None)),
    ],
)  # fmt: skip
def test_the_band_is_read_where_the_line_speaks_of_levels(words: str, band: tuple[float | None, float | None]) -> None:
    """A distance from 350 m to 120 m is no elevation."""
    table = read_table("1 3098620 38512000", Wish())
    assert elevation_band(words, table) == band


def test_several_bands_give_the_outermost_and_a_note() -> None:
    table = read_table("1 3098620 38512000", Wish())
    assert elevation_band("一采区标高350米至200米\n二采区标高260米至120米", table) == (350, 120)
    assert table.notes == ["有多处标高，取最高和最低值，请核对"]
