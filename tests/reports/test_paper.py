"""The numbers of GB/T 9704-2012, checked against one another."""

from __future__ import annotations

import pytest

from landwatch_plugin.reports.paper import (
    A4,
    CHARACTERS_PER_LINE,
    LAYOUTS,
    LINES_PER_PAGE,
    MM,
    NUMBER_PLACES,
    NUMBER_SIZE,
    SIZES,
    TITLE_SIZE,
    parse_size,
)


@pytest.mark.parametrize("name", ["公文", "信函", "纪要"])
def test_the_official_layouts_have_the_standard_s_margins(name: str) -> None:
    assert LAYOUTS[name].margins(False) == (37, 26, 35, 28)
    assert LAYOUTS[name].official


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_margins_and_text_area_fill_the_sheet(layout: object) -> None:
    for landscape in (False, True):
        top, right, bottom, left = layout.margins(landscape)  # type: ignore[attr-defined]
        width, height = layout.text_area(landscape)  # type: ignore[attr-defined]
        sheet = (A4[1], A4[0]) if landscape else A4
        assert (width / MM + left + right, height / MM + top + bottom) == pytest.approx(sheet)


def test_the_grid_fills_the_text_area_exactly() -> None:
    layout = LAYOUTS["公文"]
    width, height = layout.text_area(False)
    assert CHARACTERS_PER_LINE * (layout.size + layout.tracking) == pytest.approx(width)
    assert LINES_PER_PAGE * layout.pitch == pytest.approx(height)


def test_the_sizes_are_those_printers_know() -> None:
    assert (SIZES["三号"], SIZES["小四"], SIZES["五号"]) == (16, 12, 10.5)
    assert (TITLE_SIZE, NUMBER_SIZE) == (22, 14)
    assert list(SIZES.values()) == sorted(SIZES.values(), reverse=True)


@pytest.mark.parametrize(
    ("text", "size"),
    [("小四", 12.0), ("10.5", 10.5), ("72", 72.0), ("4", None), ("100", None), ("大", None), ("", None)],
)
def test_a_size_is_a_name_or_sensible_points(text: str, size: float | None) -> None:
    assert parse_size(text) == size


def test_every_layout_s_number_has_a_known_place() -> None:
    assert all(layout.numbers in NUMBER_PLACES for layout in LAYOUTS.values())


def test_dossiers_are_numbered_at_the_outer_corner_and_letters_below() -> None:
    assert (LAYOUTS["卷宗"].numbers, LAYOUTS["公文"].numbers) == ("上外侧", "下外侧")


def test_the_binding_edge_stays_the_widest_of_a_dossier_s_sides() -> None:
    layout = LAYOUTS["卷宗"]
    assert layout.left > layout.right
    assert layout.margins(True)[0] == layout.left
