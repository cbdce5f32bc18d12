"""地类编码体系: the shipped table, and what a set of codes tells of its system."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.land_system import tell_system
from landwatch_plugin.ledger.land_system_file import read_land_systems
from landwatch_plugin.ledger.rulebook_file import read_rulebook, shipped_rulebooks

SHIPPED = read_land_systems()
THIRD, SECOND, SEA = (system.name for system in SHIPPED)


def test_the_shipped_table_has_the_three_systems() -> None:
    assert (THIRD, SECOND, SEA) == ("三调工作分类", "二调土地利用现状分类", "用地用海分类")
    assert all(len(system.codes) > 30 for system in SHIPPED)


def test_every_code_of_the_shipped_rule_books_is_in_their_system() -> None:
    """Else a right layer would be said to hold strange codes."""
    by_name = {system.name: system.codes for system in SHIPPED}
    for path in shipped_rulebooks():
        book = read_rulebook(path)
        assert set(book.land.kinds) <= by_name[book.land.system], path.name


@pytest.mark.parametrize(
    ("codes", "possible"),
    [
        (("0101", "05H1", "1006"), (THIRD,)),
        (("011", "104", "203"), (SECOND,)),
        (("0101", "0703", "1701"), (SEA,)),
        (("0101", "0601", "0702"), (THIRD, SEA)),
        ((), ()),
        (("水田",), ()),
    ],
)
def test_the_whole_set_of_codes_tells_the_system(codes: tuple[str, ...], possible: tuple[str, ...]) -> None:
    """0601 is industry in one and a village road in the other: alone it tells nothing."""
    told = tell_system(dict.fromkeys(codes, 1), SHIPPED)
    assert (told.possible, told.mixed) == (possible, ())


def test_a_mixture_tells_which_codes_belong_where() -> None:
    told = tell_system({"0101": 5, "05H1": 2, "1701": 3, "011": 1}, SHIPPED)
    assert told.possible == ()
    assert told.mixed == ((THIRD, ("05H1",)), (SECOND, ("011",)), (SEA, ("1701",)))


def test_unknown_and_blank_codes_are_counted_apart() -> None:
    told = tell_system({"05H1": 2, "": 4, "X9": 1}, SHIPPED)
    assert (told.possible, told.unknown, told.blank) == ((THIRD,), ("X9",), 4)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[[system]]\nname = 1\ncodes = ['011']", "没有名称"),
        ("[[system]]\nname = 'A'\ncodes = [101]", "列表"),
        ("[[system]]\nname = 'A'", "列表"),
        ("", "没有地类编码体系"),
        ("system = 1", "没有地类编码体系"),
        ("[[system]", "TOML"),
    ],
)
def test_a_broken_table_is_refused_by_name(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "体系.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleBookError, match=word) as caught:
        read_land_systems(path)
    assert "体系.toml" in str(caught.value) and caught.value.cure


def test_a_missing_table_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuleBookError, match="无法读取"):
        read_land_systems(tmp_path / "无.toml")
