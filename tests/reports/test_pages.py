"""Strips of paper fill pages: nothing is lost, nothing stands where it must not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from landwatch_plugin.reports.pages import Page, Strip, paginate

HEIGHT = 100.0


def heights(pages: list[Page]) -> list[list[float]]:
    return [[strip.height for _, strip in page.placed] for page in pages]


def test_strips_go_on_the_page_until_it_is_full() -> None:
    assert heights(paginate([Strip(40.0)] * 5, HEIGHT)) == [[40, 40], [40, 40], [40]]


def test_a_heading_goes_with_what_follows() -> None:
    assert heights(paginate([Strip(70.0), Strip(20.0, keep=True), Strip(20.0)], HEIGHT)) == [[70], [20, 20]]


def test_a_chain_longer_than_a_page_is_not_held_together() -> None:
    pages = paginate([Strip(30.0, keep=True)] * 5, HEIGHT)
    assert sum(len(page) for page in heights(pages)) == 5
    assert all(page.used <= HEIGHT for page in pages)


def test_white_above_falls_away_at_the_top_of_a_page() -> None:
    pages = paginate([Strip(90.0), Strip(20.0, gap=15.0), Strip(20.0, gap=15.0)], HEIGHT)
    assert [top for top, _ in pages[1].placed] == [0.0, 35.0]


def test_a_table_s_header_is_repeated() -> None:
    header = Strip(10.0, keep=True)
    rows = [Strip(30.0, head=(header,))] * 4
    assert heights(paginate([header, *rows], HEIGHT)) == [[10, 30, 30, 30], [10, 30]]


def test_a_repeated_header_does_not_end_a_page_alone() -> None:
    header = Strip(10.0, keep=True)
    assert heights(paginate([Strip(75.0), header, Strip(30.0, head=(header,))], HEIGHT)) == [[75], [10, 30]]


def test_a_row_taller_than_a_page_is_divided() -> None:
    def row(height: float) -> Strip:
        def split(room: float) -> tuple[Strip, Strip] | None:
            return (Strip(room), row(height - room)) if room > 10 else None

        return Strip(height, split=split)

    assert heights(paginate([row(250.0)], HEIGHT)) == [[100], [100], [50]]


def test_a_strip_that_nothing_can_divide_runs_over_rather_than_vanish() -> None:
    assert heights(paginate([Strip(20.0), Strip(150.0), Strip(20.0)], HEIGHT)) == [[20], [150], [20]]


def test_the_imprint_stands_at_the_foot() -> None:
    (page,) = paginate([Strip(20.0), Strip(15.0, at_bottom=True)], HEIGHT)
    assert page.placed[1][0] == 85.0


def test_white_that_does_not_fit_makes_no_empty_page() -> None:
    assert heights(paginate([Strip(95.0), Strip(20.0, white=True)], HEIGHT)) == [[95]]
    assert heights(paginate([Strip(20.0, white=True), Strip(50.0)], HEIGHT)) == [[20, 50]]


def test_a_fresh_page_is_not_made_twice() -> None:
    strip = Strip(20.0, fresh_page=True)
    assert heights(paginate([strip, strip], HEIGHT)) == [[20], [20]]


def test_a_page_knows_the_pieces_that_begin_on_it() -> None:
    pages = paginate([Strip(60.0, anchor=0), Strip(60.0, anchor=1)], HEIGHT)
    assert [page.anchors for page in pages] == [[0], [1]]


STRIPS = st.lists(
    st.builds(Strip, height=st.floats(1, 95), gap=st.floats(0, 30), keep=st.booleans(), fresh_page=st.booleans()),
    max_size=40,
)


@given(STRIPS)
def test_every_strip_is_placed_once_in_its_order_and_on_the_paper(strips: list[Strip]) -> None:
    marked = [replace(strip, anchor=index) for index, strip in enumerate(strips)]
    pages = paginate(marked, HEIGHT)
    assert [anchor for page in pages for anchor in page.anchors] == list(range(len(strips)))
    assert all(page.used <= HEIGHT + 0.1 for page in pages)
    assert all(page.placed for page in pages) or not strips
