"""实地用途归类: what a field record says stands on the land, and what it says no longer or not yet stands there."""

from __future__ import annotations

import random
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.domain.book_check import checked
from landwatch_plugin.domain.book_reader import Reader
from landwatch_plugin.domain.book_rows import read_uses
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.land_use import NATURES, LandUse, LandUses, kinds_named
from landwatch_plugin.domain.rulebook import parse_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "rulebooks"
THREE_WAY, FIVE_WAY = (read_rulebook(FOLDER / f"{name}.toml").uses for name in ("2022-default", "2026-hebei"))

USES = LandUses(
    [
        LandUse("农业设施", ("大棚", "养殖"), ("大棚房",), "农业"),
        LandUse("种植", ("种植",), (), "农业"),
        LandUse("厂房仓储", ("厂房", "仓库")),
        LandUse("住宅", ("住宅",)),
        LandUse("道路", ("道路",)),
        LandUse("实地未变化", ("未变化",), ("未变化不属实",), "不变"),
        LandUse("电力设施", ("塔基",), (), "特定"),
        LandUse("涉密", ("SM",), (), "特定"),
    ]
)


def kinds(record: str, uses: LandUses = USES) -> str | None:
    return uses.values(record)["use_kinds"]


def nature(record: str, uses: LandUses = USES) -> str | None:
    return uses.values(record)["use_nature"]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("蔬菜大棚", "农业设施"),
        ("养殖棚", "农业设施"),
        (" 大 棚 ", "农业设施"),
        ("大棚内种植草莓", "农业设施、种植"),
        ("原有住宅翻建", "住宅"),
        ("住宅改建", "住宅"),
        ("道路改造", "道路"),
        ("淹没道路", "道路"),
        ("种植结构调整", "种植"),
        ("未取得批准的厂房", "厂房仓储"),
        ("未批准建厂房", "厂房仓储"),
        ("没有大棚，建有厂房", "厂房仓储"),
    ],
)
def test_a_word_says_its_kind(record: str, said: str) -> None:
    assert kinds(record) == said


@pytest.mark.parametrize(
    "record",
    ["未种植", "无大棚", "没有大棚", "未见大棚", "非养殖", "不是住宅", "不再种植", "停止养殖", "未用于种植", "拟建厂房", "计划建设住宅",
     "尚未种植", "未建设厂房", "原为大棚", "曾为养殖场", "废弃大棚", "闲置的仓库"],
)  # fmt: skip
def test_a_word_that_is_denied_planned_or_past_says_nothing(record: str) -> None:
    """不明: a person must look; neither the lawful nor the suspicious kind is taken from it."""
    assert USES.values(record) == {"use_kinds": "不明", "use_nature": "不明"}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("养殖棚改仓库", "厂房仓储"),
        ("大棚改造为厂房", "厂房仓储"),
        ("大棚现已拆除", "不明"),
        ("养殖场已改为住宅", "住宅"),
        ("仓库转为大棚", "农业设施"),
        ("种植地变为厂房", "厂房仓储"),
    ],
)
def test_what_became_something_else_is_what_it_became(record: str, said: str) -> None:
    assert kinds(record) == said


def test_a_longer_word_may_mean_another_thing() -> None:
    """大棚房 is no 大棚; beside it a real one still counts."""
    assert (kinds("大棚房"), kinds("大棚房旁有大棚")) == ("不明", "农业设施")


@pytest.mark.parametrize(
    ("record", "said"), [("SMT贴片", "不明"), ("SM", "涉密"), ("某SM工程", "涉密"), ("3SM", "不明")]
)
def test_latin_letters_stand_alone(record: str, said: str) -> None:
    """SM is not said by SMT."""
    assert kinds(record) == said


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("大棚", "农业"),
        ("种植，实地未变化", "农业"),
        ("实地未变化", "不变"),
        ("塔基", "特定"),
        ("种植地内塔基", "特定"),
        ("厂房", "建设"),
        ("住宅、仓库", "建设"),
        ("大棚、仓库", "混合"),
        ("厂房旁塔基", "混合"),
        ("管理用房", "不明"),
    ],
)
def test_the_nature_is_one_only_where_all_kinds_agree(record: str, said: str) -> None:
    """建设 beside anything else is 混合."""
    assert nature(record) == said


@pytest.mark.parametrize("record", [None, "", "  "])
def test_before_the_visit_nothing_is_known(record: str | None) -> None:
    assert USES.values(record) == {"use_kinds": None, "use_nature": None}


def test_the_answer_belongs_to_the_asker() -> None:
    """Changing it changes nothing for the next patch."""
    USES.values("大棚")["use_kinds"] = "厂房仓储"
    assert kinds("大棚") == "农业设施"


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("大棚房", "大棚房"),
        ("砖厂", "厂房仓储"),
        ("工厂化养殖", "农业设施"),
        ("养猪厂", "不明"),
        ("废弃采石场", "停采旧采场"),
        ("历史遗留采坑，停采多年", "停采旧采场"),
        ("未停采", "不明"),
        ("尚未开采完毕", "正在开采"),
        ("无采矿许可证", "不明"),
        ("本期无采矿活动", "无采矿活动"),
        ("太阳能路灯", "不明"),
        ("破坏耕地种植条件", "不明"),
        ("坑塘水面（清淤，实地未变化）", "实地未变化、坑塘水面"),
        ("剥离物堆放", "剥离物"),
        ("商业服务业设施用地", "商业经营"),
        ("采坑治理修复", "修复治理"),
        ("耕地被占用建房", "房屋建筑"),
        ("果园内建房", "园林草皮、房屋建筑"),
        ("看护房（实为别墅）", "农业设施、房屋建筑"),
        ("养殖场兼屠宰", "农业设施、房屋建筑"),
        ("坑塘填埋建房", "房屋建筑、坑塘水面"),
        ("蔬菜批发市场", "房屋建筑"),
        ("种植公司办公楼", "房屋建筑"),
        ("菜地硬化", "种植、硬化"),
        ("大棚内经营餐饮", "农业设施、商业经营"),
        ("种植大户住宅", "住宅"),
        ("混凝土搅拌站", "制梁拌合"),
        ("农产品加工冷链", "农产品加工"),
        ("光伏升压站、办公楼", "房屋建筑、光伏"),
        ("机耕路硬化", "硬化、农村道路"),
        ("不存在买卖、转让土地的情况", "不明"),
        ("未发现越权批准情形", "不明"),
        ("乡镇越权同意用地", "越权同意"),
    ],
)
def test_the_words_of_the_three_way_book(record: str, said: str) -> None:
    assert kinds(record, THREE_WAY) == said


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("河道采砂场", "采矿采石"),
        ("经营性公墓", "特殊用地"),
        ("农村散坟", "土坟"),
        ("SMT电子厂房", "厂房仓储"),
        ("应急管理局办公楼", "房屋建筑"),
        ("抢险道路", "紧急用地、路面"),
        ("高架仓库", "厂房仓储"),
        ("跨河大桥", "高架桥"),
        ("铁塔基站", "不明"),
        ("村村通公路", "农村道路、路面"),
        ("应急避难场所", "不明"),
        ("武警营房", "军用"),
        ("电力设施塔基", "电力设施"),
        ("营房", "军用"),
        ("农村道路", "农村道路"),
        ("高速公路", "重点工程、高速高铁"),
        ("矿山生态修复", "修复治理、生态修复"),
    ],
)
def test_the_words_of_the_five_way_book(record: str, said: str) -> None:
    assert kinds(record, FIVE_WAY) == said


@pytest.mark.parametrize("uses", [THREE_WAY, FIVE_WAY], ids=["三分类", "五分类"])
def test_every_shipped_word_says_its_kind_and_every_exception_is_one(uses: LandUses) -> None:
    for kind in uses:
        for word in kind.words:
            assert kind.is_said(word) or word in kind.without, (kind.name, word)
        for phrase in kind.without:
            assert not kind.is_said(phrase), (kind.name, phrase)
        assert kind.nature in NATURES


def test_any_text_has_an_answer() -> None:
    """Random records of the words and of what stands around them."""
    chance, pieces = (
        random.Random(5),
        ["未", "无", "改为", "拆除", "，", "的", "已", "SM", "大棚", "厂房", "（", "x", "\n"],
    )
    for _ in range(2000):
        record = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 9)))
        found = THREE_WAY.values(record)
        assert (found["use_kinds"] is None) == (not record.strip())


def uses_of(**table: Any) -> LandUses:
    reader = Reader("书.toml")
    uses = read_uses(reader, checked({"uses": table}, reader))
    reader.refuse()
    return uses


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"大棚": {}}, "没有写出字样"),
        ({"大棚": "大棚"}, "不是表"),
        ({"大棚": {"words": "大棚"}}, "应为文字的列表"),
        ({"大棚": {"words": ["大棚"], "nature": "农"}}, "不是已知的性质"),
        ({"大棚": {"words": ["大棚"], "without": ["广场"]}}, "不起作用"),
        ({"大棚": {"words": ["大棚"]}, "蔬菜大棚": {"words": ["蔬菜"]}}, "包含在"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(table: Mapping[str, Any], told: str) -> None:
    with pytest.raises(RuleBookError, match=told) as caught:
        uses_of(**table)
    assert "书.toml" in str(caught.value) and "大棚" in str(caught.value)


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("use_kinds LIKE '%住宅%' OR use_kinds NOT LIKE '%厂房%'", ["住宅", "厂房"]),
        ("use_kinds = '住宅、厂房'", ["住宅", "厂房"]),
        ("use_kinds IN ('不明', '种植') AND kind = '土地'", ["不明", "种植"]),
        ("use_kinds IS NULL AND \"use\" LIKE '%房%'", []),
    ],
)
def test_a_condition_names_kinds(condition: str, names: list[str]) -> None:
    assert kinds_named(condition) == names


@pytest.mark.parametrize("group", ["rule", "tag", "linkage"])
def test_a_condition_that_asks_for_an_unknown_kind_is_refused(group: str) -> None:
    """It would never hold, and nobody would notice."""
    tables = deepcopy(dict(read_rulebook(FOLDER / "2022-default.toml").tables))
    tables[group][0]["when"] = "use_kinds LIKE '%民宅%'"
    with pytest.raises(RuleBookError, match="未定义的实地用途归类“民宅”") as caught:
        parse_rulebook(tables, "书.toml", "0" * 64)
    assert "住宅" in str(caught.value)


def test_without_the_table_every_use_is_unknown() -> None:
    assert uses_of().values("大棚") == {"use_kinds": "不明", "use_nature": "不明"}
