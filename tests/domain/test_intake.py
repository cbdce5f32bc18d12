"""接收: a received row becomes a patch with nothing lost, and every doubt becomes an entry with its cure."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.field_profile import UNITS, Profile
from landwatch_plugin.domain.intake import (
    WARN,
    Issue,
    area_issue,
    guess_unit,
    make_patch,
    plain_text,
)
from landwatch_plugin.domain.patch import Patch

QUICK = settings(deadline=None, max_examples=60)
FIELDS_2026 = [
    "OBJECTID", "JCBH", "XZQDM", "XMC", "TBLX", "TZ", "QSX", "HSX", "DDTC", "BZ", "JSYDXZ", "DLBM", "DLMC",
    "TBXHDM", "TBXHMC", "ZZSXDM", "ZZSXMC", "CZCSXM", "SFYN", "SFHX", "MJ", "CREATE_AT", "UPDATE_AT",
]  # fmt: skip
ROW = {
    "JCBH": "990101SJBG26060012", "XZQDM": "099001", "XMC": "演示县", "TBLX": "20", "TZ": "1", "QSX": "20250612",
    "HSX": "2026/3/5", "DDTC": "", "BZ": None, "DLBM": "0103", "DLMC": "旱地", "MJ": 3412.5, "SFYN": "是", "OBJECTID": 12.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def profile(repository: Path) -> Profile:
    """The shipped profile of the 2026 layer."""
    path = repository / "resources" / "profiles" / "2026监测图斑.toml"
    return Profile.parse(tomllib.loads(path.read_text(encoding="utf-8")), path.name)


def received(profile: Profile, **values: Any) -> tuple[Patch, list[Issue]]:
    row = {**ROW, **values}
    return make_patch(3, row, profile.resolve(list(row), "六月.shp"), profile, "2026年6月", b"wkb", 3412.5)


def test_the_2026_layer_is_mapped_whole(profile: Profile) -> None:
    """All twelve keys find their column among the 23 fields."""
    mapping = profile.resolve(FIELDS_2026, "六月.shp")
    assert mapping == {
        "number": "JCBH", "county_code": "XZQDM", "county": "XMC", "change_type": "TBLX", "feature": "TZ", "before": "QSX",
        "after": "HSX", "separate_layer": "DDTC", "remark": "BZ", "base_class": "DLBM", "base_name": "DLMC", "area": "MJ",
    }  # fmt: skip


def test_a_row_becomes_a_patch(profile: Profile) -> None:
    """Numbers stay text with their leading zeros, dates are parsed and kept as written, the rest is kept as text."""
    patch, issues = received(profile)
    assert issues == []
    assert (patch.number, patch.county_code, patch.base_class) == ("990101SJBG26060012", "099001", "0103")
    assert (patch.before, patch.after) == (date(2025, 6, 12), date(2026, 3, 5))
    assert (patch.before_text, patch.after_text) == ("20250612", "2026/3/5")
    assert patch.official_m2 == 3412.5
    assert patch.remark == ""
    assert patch.extra == {"SFYN": "是", "OBJECTID": "12"}


def test_a_date_that_cannot_be_read_is_warned_about_and_kept(profile: Profile) -> None:
    """The row is taken, the text is not lost, and no day is guessed."""
    patch, [issue] = received(profile, HSX="上半年")
    assert patch.after is None
    assert patch.after_text == "上半年"
    assert (issue.row, issue.number, issue.kind) == (3, patch.number, WARN)
    assert "后时相“上半年”无法识别为日期" in issue.problem
    assert issue.cure


def test_a_month_without_a_day_is_warned_about(profile: Profile) -> None:
    """Its first day is taken for the time being, and said so."""
    patch, [issue] = received(profile, QSX="2025-06")
    assert patch.before == date(2025, 6, 1)
    assert "只有年月" in issue.problem


@pytest.mark.parametrize("written", ["约5亩", "12.5亩", "nan", "inf", "-", "1e999"])
def test_an_area_that_is_no_number_is_warned_about_and_kept(profile: Profile, written: str) -> None:
    """Never a silent 0, never NaN; the text stays among the extras."""
    patch, [issue] = received(profile, MJ=written)
    assert patch.official_m2 is None
    assert f"面积“{written}”不是数字" in issue.problem
    assert patch.extra["MJ"] == written


@pytest.mark.parametrize(("written", "m2"), [("3,412.50", 3412.5), ("3412.5", 3412.5), (3412, 3412.0), ("１２", 12.0)])
def test_an_area_is_read_as_people_write_it(profile: Profile, written: Any, m2: float) -> None:
    """Thousands' commas and full-width digits."""
    assert received(profile, MJ=written)[0].official_m2 == m2


@pytest.mark.parametrize("blank", [None, "", " ", float("nan")])
def test_a_blank_area_is_no_area_and_no_doubt(profile: Profile, blank: Any) -> None:
    """The ministry leaves it empty at times."""
    patch, issues = received(profile, MJ=blank)
    assert patch.official_m2 is None
    assert issues == []


def test_a_column_that_is_mapped_but_not_used_is_not_lost() -> None:
    """A profile of the county's own may name keys that patches do not have."""
    own = Profile.parse({"fields": {"number": "BH", "road": "XZ"}}, "我县.toml")
    row = {"BH": "001", "XZ": "东风镇"}
    patch, _ = make_patch(1, row, own.resolve(list(row), "a.shp"), own, "六月", b"", 0.0)
    assert patch.extra == {"XZ": "东风镇"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (float("nan"), ""), (1.0, "1"), (100000.0, "100000"), (1e17, "100000000000000000"), (0.5, "0.5"), (7, "7"),
        ("001", "001"), (" 00120 ", "00120"), ("a\x00b", "ab"), (-3.0, "-3"), (date(2026, 3, 5), "2026-03-05"),
    ],
)  # fmt: skip
def test_ids_survive_as_text(value: Any, text: str) -> None:
    """No 1.0, no 1e+17, no lost zeros."""
    assert plain_text(value) == text


@QUICK
@given(
    st.dictionaries(
        st.sampled_from(FIELDS_2026), st.none() | st.text(max_size=8) | st.floats() | st.integers(), min_size=1
    )
)
def test_whatever_a_row_holds_can_be_found_in_the_patch(values: dict[str, Any]) -> None:
    """Every value that is not blank is in a field of the patch or among the extras."""
    own = Profile.parse({"fields": {"number": "JCBH", "area": "MJ", "before": "QSX", "remark": "BZ"}}, "a.toml")
    patch, _ = make_patch(1, values, own.resolve(["JCBH", *values], "a.shp"), own, "六月", b"", 0.0)
    held = {patch.number, patch.before_text, patch.remark, *patch.extra.values()}
    for name, value in values.items():
        read_as_area = name == "MJ" and patch.official_m2 is not None
        assert plain_text(value) in held | {""} or read_as_area


def test_a_layer_without_a_number_field_is_refused_with_its_fields(profile: Profile) -> None:
    """The cure lists what is there to choose from."""
    with pytest.raises(InputError, match=r"【六月.shp】没有找到图斑编号字段.*现有字段：MC、MJ"):
        profile.resolve(["MC", "MJ"], "六月.shp")


def test_field_names_are_compared_without_case_and_in_the_order_wished(profile: Profile) -> None:
    """JCBH goes before TBBH; a .dbf may write it small."""
    assert profile.resolve(["TBBH", "jcbh"], "a.shp")["number"] == "jcbh"


def test_a_pattern_numbers_layers_without_numbers() -> None:
    """For hand-outs without any number."""
    own = Profile.parse({"profile": {"number_pattern": "FI{row:04d}"}}, "a.toml")
    patch, _ = make_patch(7, {"MC": "x"}, own.resolve(["MC"], "a.shp"), own, "六月", b"", 0.0)
    assert patch.number == "FI0007"


@pytest.mark.parametrize(
    ("tables", "named"),
    [
        ({}, "图斑编号字段"),
        ({"fields": {"area": ["MJ"]}}, "图斑编号字段"),
        ({"fields": ["JCBH"]}, "fields"),
        ({"profile": "x", "fields": {"number": "BH"}}, "profile"),
        ({"fields": {"number": 5}}, "number"),
        ({"fields": {"number": []}}, "number"),
        ({"fields": {"number": "BH", "area": [1]}}, "area"),
        ({"profile": {"area_unit": "平米"}, "fields": {"number": "BH"}}, "平米"),
        ({"profile": {"area_tolerance": "1%"}, "fields": {"number": "BH"}}, "area_tolerance"),
        ({"profile": {"area_tolerance": -1}, "fields": {"number": "BH"}}, "area_tolerance"),
        ({"profile": {"number_pattern": "FI{line}"}}, "number_pattern"),
        ({"profile": {"number_pattern": "FI{row"}}, "number_pattern"),
        ({"profile": {"number_pattern": "FI{row:zz}"}}, "number_pattern"),
        ({"profile": {"number_pattern": "FI"}}, "number_pattern"),
        ({"profile": {"number_pattern": 5}}, "number_pattern"),
    ],
)
def test_a_profile_that_cannot_be_used_is_refused_by_its_key(tables: dict[str, Any], named: str) -> None:
    """File, key and cure, in Chinese."""
    with pytest.raises(InputError, match=named) as caught:
        Profile.parse(tables, "我县.toml")
    assert caught.value.source == "我县.toml"
    assert caught.value.cure


@QUICK
@given(
    st.sampled_from(sorted(UNITS)),
    st.lists(st.tuples(st.floats(50, 1e6), st.floats(0.95, 1.05)), min_size=1, max_size=15),
    st.floats(0, 1e7),
)
def test_the_unit_of_the_issued_areas_is_found_by_comparison(
    unit: str, patches: list[tuple[float, float]], stray: float
) -> None:
    """The median decides; a stray row among three or more does no harm."""
    pairs = [(m2 * off / UNITS[unit], m2) for m2, off in patches]
    assert guess_unit(pairs) == unit
    if len(pairs) >= 3:
        assert guess_unit([*pairs, (stray, 500.0)]) == unit


@pytest.mark.parametrize(
    "pairs", [[], [(0.0, 100.0)], [(5.0, 0.0)], [(300.0, 100.0), (500.0, 100.0)], [(130.0, 100.0)], [(-1.0, 1.0)]]
)
def test_a_unit_that_fits_nothing_is_not_guessed(pairs: list[tuple[float, float]]) -> None:
    """Then the user is asked."""
    assert guess_unit(pairs) == ""


def test_an_issued_area_far_from_the_geometry_is_said() -> None:
    """Both figures and the difference; equal ones say nothing."""
    patch = Patch("T1", "六月", b"", area_m2=1000.0, official_m2=1020.0)
    issue = area_issue(4, patch, 0.01)
    assert issue is not None
    assert (issue.row, issue.kind) == (4, WARN)
    assert "1020.00平方米与图形面积1000.00平方米相差2.0%" in issue.problem
    assert area_issue(4, patch, 0.02) is None
    assert area_issue(4, Patch("T2", "六月", b"", area_m2=1000.0), 0.01) is None


@pytest.mark.parametrize(("number", "doubted"), [(1.3042721031e17, True), (20260601.0, False), ("130427210310123456", False)])
def test_a_long_number_in_a_number_field_is_doubted(profile: Profile, number: Any, doubted: bool) -> None:
    """As text it is what it is."""
    patch, issues = received(profile, JCBH=number)
    assert bool(issues) == doubted
    assert patch.number == plain_text(number)
