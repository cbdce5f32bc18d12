"""图斑编号: children by the tail of their number, and the year's list of type codes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.patch_number import parent_of
from landwatch_plugin.domain.type_codes import TypeCodes


@pytest.mark.parametrize(
    ("number", "parent"),
    [
        ("130427SJBG26210310_3", "130427SJBG26210310"),
        ("130427SJBG26210310_12", "130427SJBG26210310"),
        ("A_1_2", "A_1"),
        ("130427SJBG26210310", ""),
        ("130427SJBG26210310_0", ""),
        ("130427SJBG26210310_03", ""),
        ("130427SJBG26210310_20260612", ""),
        ("_3", ""),
        ("A__3", ""),
        ("", ""),
    ],
)
def test_a_child_names_its_parent(number: str, parent: str) -> None:
    assert parent_of(number) == parent


@pytest.fixture(scope="module")
def codes(repository: Path) -> TypeCodes:
    path = repository / "resources" / "codes" / "图斑类型2026.toml"
    return TypeCodes.parse(tomllib.loads(path.read_text(encoding="utf-8")), path.name)


@pytest.mark.parametrize("code", ["20", "DL1", "dl1", "1", "01", "GEF", " YH "])
def test_codes_of_the_year_are_known_with_and_without_leading_zero(codes: TypeCodes, code: str) -> None:
    assert codes.year == 2026
    assert codes.knows(code)


@pytest.mark.parametrize("code", ["1A", "ZZ", "CZ", "5", "10", "0"])
def test_codes_of_other_lists_are_not(codes: TypeCodes, code: str) -> None:
    assert not codes.knows(code)


@pytest.mark.parametrize(
    "tables",
    [
        {},
        {"list": {"year": 2026}},
        {"codes": {"20": "x"}},
        {"list": {"year": "2026"}, "codes": {"20": "x"}},
        {"list": 1},
    ],
)
def test_a_list_without_year_or_codes_is_refused(tables: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"【旧.toml】图斑类型编码表缺少年度或编码"):
        TypeCodes.parse(tables, "旧.toml")
