"""地类: codes belong to a kind because the rule book says so, and to none when it does not."""

from __future__ import annotations

from typing import Any

import pytest

from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.land_class import ARABLE, BUILT, FARM, KINDS, RIDGE, UNUSED, LandClasses
from landwatch_plugin.domain.rulebook import RuleBook

SMALL = {"system": "三调工作分类", "kinds": {"耕地": ["0101"], "建设用地": ["0601"]}, "names": {"0101": "水田"}}


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ("0101 0102 0103", ARABLE),
        ("0201 0301 0401 1006 1104 1107 1202 1203 0201K", FARM),
        ("05H1 0601 0602 0701 0702 0809 09 1001 1003 1201", BUILT),
        ("0404 1101 1105 1204 1206 1207", UNUSED),
    ],
)
def test_the_shipped_table_follows_the_survey_classification(book: RuleBook, codes: str, kind: str) -> None:
    """formats.md §2.1: 农村道路, 设施农用地 and 田坎 are 农用地 but not 耕地."""
    assert {book.land.kind(code) for code in codes.split()} == {kind}


def test_only_three_codes_are_cultivated_land(book: RuleBook) -> None:
    """水田, 水浇地, 旱地: the ratio and the thresholds hang on it."""
    assert {code for code, kind in book.land.kinds.items() if kind == ARABLE} == {"0101", "0102", "0103"}


def test_the_ridge_goes_to_other_farmland(book: RuleBook) -> None:
    """Else slopes would be over-counted as 耕地."""
    assert book.land.kind(RIDGE) == FARM


def test_every_kind_has_codes_and_every_name_a_code(book: RuleBook) -> None:
    """A name for a code that no kind lists would never be shown."""
    assert set(book.land.kinds.values()) == set(KINDS)
    assert set(book.land.names) <= set(book.land.kinds)


def test_the_doubtful_codes_are_marked_in_the_file(shipped_text: str) -> None:
    """0603 and 1103 moved between classes in successive standards (formats.md §2.1)."""
    comment = next(line for line in shipped_text.splitlines() if line.startswith("#") and "0603" in line)
    assert "1103" in comment
    assert "待核" in comment


@pytest.mark.parametrize("code", ["", "9999", "101", "011", "0101 ", "H0601"])
def test_a_code_that_is_not_listed_is_refused(book: RuleBook, code: str) -> None:
    """Nothing is inferred from the digits: 011 may be 二调 水田 or anything."""
    with pytest.raises(RuleBookError, match=f"“{code or '（空）'}”不在规则手册的“三调工作分类”地类表中") as caught:
        book.land.kind(code)
    assert "[landclass.kinds]" in caught.value.cure


def test_a_code_is_shown_with_its_name_where_there_is_one() -> None:
    """The number stays visible."""
    land = LandClasses.parse(SMALL, "a.toml")
    assert (land.title("0101"), land.title("0601")) == ("水田（0101）", "0601")


def test_the_land_layer_tiles_the_county_unless_the_book_says_otherwise() -> None:
    """Then a patch that does not close is an error."""
    assert LandClasses.parse(SMALL, "a.toml").gap_free
    assert not LandClasses.parse({**SMALL, "gap_free": False}, "a.toml").gap_free


@pytest.mark.parametrize(
    ("kinds", "named"),
    [
        ({}, "kinds"),
        ({"园地": ["0201"]}, "园地"),
        ({"耕地": ["0101"], "建设用地": ["0101"]}, "0101"),
        ({"耕地": "0101"}, "耕地"),
        ({"耕地": [101]}, "耕地"),
        (["0101"], "kinds"),
    ],
)
def test_a_table_that_cannot_be_used_names_what_is_wrong(kinds: Any, named: str) -> None:
    """A bare text would be read letter by letter, a number has lost its zero."""
    with pytest.raises(RuleBookError, match=r"【a\.toml】") as caught:
        LandClasses.parse({"kinds": kinds}, "a.toml")
    assert "landclass" in str(caught.value)
    assert named in str(caught.value)
    assert caught.value.cure


def test_names_that_are_no_table_are_refused() -> None:
    """Named by table."""
    with pytest.raises(RuleBookError, match=r"\[landclass\] 的 names 不是表"):
        LandClasses.parse({**SMALL, "names": "水田"}, "a.toml")
