"""单元格: how a pasted line falls into cells, and what counts as a number or a point name."""

from __future__ import annotations

import pytest

from landwatch_plugin.coordinates.pasted_cells import cells_of, decimals, label_number, number, plain_line


def cells(text: str) -> list[str]:
    return cells_of(plain_line(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1\t2\t3", ["1", "2", "3"]),
        ("1 2   3", ["1", "2", "3"]),
        ("1,2,3", ["1", "2", "3"]),
        ("1，2；3", ["1", "2", "3"]),
        ("1、2、3", ["1", "2", "3"]),
        ("１　２　３", ["1", "2", "3"]),
        ("1, 2, 3", ["1", "2", "3"]),
        ("1 2, 3", ["1", "2", "3"]),
        ("\ufeff1\u200b 2", ["1", "2"]),
        ("1\xa02", ["1", "2"]),
        ("", []),
        ("\t\t", []),
    ],
)
def test_a_line_falls_into_cells(text: str, found: list[str]) -> None:
    assert cells(text) == found


@pytest.mark.parametrize(("text", "found"), [("1\t\t3", ["1", "", "3"]), ("1,,3", ["1", "", "3"]), ("\t2", ["", "2"])])
def test_an_empty_cell_keeps_its_place(text: str, found: list[str]) -> None:
    """Else the columns behind it would move."""
    assert cells(text) == found


def test_blanks_inside_a_cell_between_tabs_stay() -> None:
    assert cells("界 桩\t1\t2") == ["界 桩", "1", "2"]


def test_a_pair_in_one_cell_of_a_table_is_two_cells() -> None:
    """Some tables print both coordinates in one column."""
    assert cells("J1\t3098620.000，38512000.000") == ["J1", "3098620.000", "38512000.000"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1\t3,098,620.000\t512,000.000", ["1", "3098620.000", "512000.000"]),
        ("1 3,098,620.000 38,512,000", ["1", "3098620.000", "38512000"]),
        ("1 3,098,620.5 512,000.5", ["1", "3098620.5", "512000.5"]),
        ("1,309,862", ["1309862"]),
        ("1,2,309", ["1", "2", "309"]),
    ],
)
def test_thousands_are_joined_only_where_they_are_thousands(text: str, found: list[str]) -> None:
    assert cells(text) == found


def test_two_numbers_with_thousands_and_commas_between_are_not_guessed() -> None:
    """Nobody can tell where one ends; the row is refused later."""
    assert "3098620.000" not in cells("3,098,620.000,38,512,000.000")


@pytest.mark.parametrize(
    "text",
    [
        "112°34′56.7″", "112°34'56.7\"", "112° 34′ 56.7″", "112度34分56.7秒", "112º34’56.7”", "112°34′56.7", "112°34'56.7''",
        "112:34:56.7", "112-34-56.7", "东经112°34′56.7″", "E112°34′56.7″", "112°34′56.7″E", "经度：112°34′56.7″", "112°34.945′",
    ],
)  # fmt: skip
def test_degrees_in_every_hand(text: str) -> None:
    (cell,) = cells(text)
    assert number(cell) == pytest.approx(112 + 34 / 60 + 56.7 / 3600, abs=1e-9)
    assert decimals(cell) > 3


def test_two_angles_side_by_side_stay_two() -> None:
    """Seconds that are left out do not swallow the next angle's degrees."""
    found = cells("112°34′ 28°00′36″")
    assert [number(cell) for cell in found] == pytest.approx([112 + 34 / 60, 28.01], abs=1e-9)


@pytest.mark.parametrize("text", ["112°60′00″", "112°34′60″", "112°72′10″"])
def test_sixty_minutes_are_no_angle(text: str) -> None:
    assert all(number(cell) is None for cell in cells(text))


@pytest.mark.parametrize("text", ["2026-03-12", "J1-1", "10:30", "1-2-3"])
def test_dates_names_and_times_are_no_angles(text: str) -> None:
    assert cells(text) == [text]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("X=3098620.5", ["3098620.5"]), ("X：3098620.5 Y：512000.5", ["3098620.5", "512000.5"]), ("Y坐标 512000", ["512000"]),
        ("J1(3098620.5,512000.5)", ["J1", "3098620.5", "512000.5"]), ("(1) 3098620", ["1", "3098620"]), ("J1: 3098620", ["J1", "3098620"]),
        ("XX矿区", ["XX矿区"]),
    ],
)  # fmt: skip
def test_letters_and_brackets_round_a_number_go(text: str, found: list[str]) -> None:
    assert cells(text) == found


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("3098620", 3098620.0), ("3098620.000", 3098620.0), ("-50", -50.0), ("+120", 120.0), ("120m", 120.0), ("120米", 120.0),
        ("112.5°", 112.5), ("3.1E+06", None), ("309****", None), ("", None), ("J1", None), ("1e3", None), ("nan", None), ("inf", None),
        ("1234567890", None), ("1,2", None),
    ],
)  # fmt: skip
def test_only_whole_plain_numbers_count(cell: str, value: float | None) -> None:
    """Not what Excel has rounded, what an office has masked, or what Python would also take for a number."""
    assert number(cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("J5", 5),
        ("j05", 5),
        ("5", 5),
        ("界址点5", 5),
        ("5号", 5),
        ("#5", 5),
        ("JZD-12", 12),
        ("J1-1", None),
        ("A", None),
        ("", None),
    ],
)
def test_the_number_of_a_point(cell: str, value: int | None) -> None:
    assert label_number(cell) == value
