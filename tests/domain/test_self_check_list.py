"""自查清单: the shipped list is whole; a slip of the pen in an edited one is named with its place and cure."""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.self_check import Level, parse_checklist
from landwatch_plugin.domain.self_check_fields import MAY_BE_EMPTY, SELF_FIELDS, reasons, shown_value, why_empty


@cache
def _shipped() -> dict[str, Any]:
    path = Path(__file__).resolve().parents[2] / "resources" / "selfchecks" / "monthly-default.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def tables() -> dict[str, Any]:
    """The shipped list, to spoil."""
    return deepcopy(_shipped())


def test_the_shipped_list_reads(tables: dict[str, Any]) -> None:
    made = parse_checklist(tables, "清单.toml", "0123456789")
    assert made.stamp == "monthly-default 1.1（01234567）"
    assert {check.level for check in made.checks} == set(Level)
    assert made.facts["visit"] == "领导小组实地核查"
    assert made.platform["platform_patch_mu"][0] == "地块面积"


def spoil(tables: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at check.0.level, book.id … ; None takes the key out."""
    *way, last = path.split(".")
    place: Any = tables
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("book", None, "缺少表 [book]"), ("book", "月核", "缺少表 [book]"), ("book.id", None, "表 [book]的键 id"), ("book.version", 1, "键 version"),
        ("book.photo_words", "照片", "键 photo_words 应为文字的列表"), ("check", None, "缺少表组 [[check]]"), ("check", [], "缺少表组 [[check]]"),
        ("check", {"id": "x"}, "缺少表组 [[check]]"), ("check", ["J-01"], "[[check]] 不是表"), ("check.0.id", None, "检查 （没有 id） 的键 id"),
        ("check.0.title", "", "检查 J-01 的键 title"), ("check.0.level", "严重", "level“严重”无法识别"), ("check.0.must", None, "检查 J-01 的键 must"),
        ("check.0.message", None, "键 message"), ("check.0.message", "状态{state", "花括号不成对"), ("check.0.message", "状态{zhuangtai}", "未知指标：zhuangtai"),
        ("check.0.message", "占耕地{arable_mu:.1f}亩", "arable_mu带有格式"), ("check.0.message", "状态{state!x}", "state带有格式"),
        ("check.0.cure", None, "键 cure"), ("check.0.source", None, "键 source"), ("check.0.certainty", None, "键 certainty"),
        ("check.1.id", "J-01", "检查编号 J-01 重复"), ("thresholds.official_share", "一成", "“一成”不是数"),
        ("thresholds.official_share", True, "不是数"), ("thresholds.official_share", "nan", "不是数"), ("facts.leader", "领导", "键 leader 不是自查指标"),
        ("facts.visit", 3, "表 [facts]的键 visit"), ("platform.patch", ["地块面积"], "键 patch 不是自查指标"),
        ("platform.platform_patch_mu", "地块面积", "键 platform_patch_mu 应为文字的列表"),
    ],
)  # fmt: skip
def test_a_faulty_list_is_refused_by_name(tables: dict[str, Any], path: str, value: Any, said: str) -> None:
    """File, place and cure, in Chinese."""
    spoil(tables, path, value)
    with pytest.raises(RuleBookError, match=re.escape(said)) as told:
        parse_checklist(tables, "我的清单.toml", "0" * 64)
    assert str(told.value).startswith("【我的清单.toml】") and told.value.cure


def test_every_own_field_can_be_named_and_understood() -> None:
    for key, field in SELF_FIELDS.items():
        assert re.fullmatch(r"[a-z][a-z_]*", key) and field.key == key
        assert field.title and field.meaning and field.unit in {"亩", "比例", "米", "个", "日期", "文字"}
    titles = [field.title for field in SELF_FIELDS.values()]
    assert len(titles) == len(set(titles))
    assert set(FIELDS) < set(SELF_FIELDS) >= MAY_BE_EMPTY


@pytest.mark.parametrize("key", [key for key in SELF_FIELDS if key not in FIELDS])
def test_every_own_field_has_a_reason_for_being_empty(key: str) -> None:
    """In words of the field, not the name of a variable."""
    assert re.fullmatch(r"[^a-zA-Z_]+", why_empty(key, (), True).replace("EXIF", ""))


def test_what_may_be_empty_is_no_reason_beside_what_must_not() -> None:
    """A patch without tags and without land figures: the land is what is missing."""
    assert reasons(["tags", "farm_mu"], {}, (), True) == "地类未闭合，没有地类面积"
    assert reasons(["freeze"], {}, (), True) == "没有登记冻结情况"
    assert (
        reasons(["farm_mu", "farmland_mu"], {"farm_mu": Decimal("1.00")}, ("永久基本农田",), True)
        == "未绑定图层：永久基本农田"
    )
    assert reasons(["verdict", "illegal_mu"], {}, (), True) == "尚未判定"


def test_figures_are_printed_with_their_units() -> None:
    assert shown_value("overlap_mu", Decimal("0.02")) == "0.02亩"
    assert shown_value("photo_far_m", Decimal("250.00")) == "250.00米"
    assert shown_value("patch_mu", None) == "无数据"


def test_the_guide_lists_the_checks_and_fields_as_they_are() -> None:
    """docs/selfcheck.md is made from the list and the code."""
    from tools.selfcheck_doc import PAGE, page

    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text
