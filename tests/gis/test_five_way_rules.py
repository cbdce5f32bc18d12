"""五分类规则: what the province's book suggests first on figures as a county meets them, and where it holds its tongue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from landwatch_plugin.casework.judging import Judge
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.control import Role
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.paths import shipped

D = Decimal
BARE: dict[str, Value] = {
    "kind": "土地", "tblx": "20", "patch_mu": D("5.00"), "width_m": D("30.00"), "arable_mu": D("3.00"), "built_share": D(0),
    "farmland_mu": D(0), "redline_mu": D(0), "batch_share": D(0), "single_share": D(0), "supply_share": D(0), "registered_share": D(0),
    "linked_share": D(0), "legal_share": D(0), "legal_left_mu": D("5.00"), "legal_left_solid_mu": D("5.00"),
    "legal_left_arable_mu": D("3.00"), "makeup_share": D(0), "late_share": D(0), "temporary_share": D(0),
    "temporary_over_share": D(0), "temporary_makeup_share": D(0), "facility_share": D(0), "facility_late_share": D(0),
    "facility_makeup_share": D(0), "village_share": D(0), "mine_share": D(0), "use": None, "held": "无", "main_share": None,
}  # fmt: skip
"""A patch of 5 亩 that no paper covers and nobody has visited."""


@pytest.fixture(scope="module")
def judge(qgis_app: Any) -> Judge:
    return Judge(read_rulebook(shipped("resources", "rulebooks") / "2026-hebei.toml"))


def first(judge: Judge, **figures: Any) -> str:
    """Rule and class—sub-type of the suggestion, "" when none is made."""
    made = judge.judge({**BARE, **figures}, frozenset(Role), ()).suggestion
    return f"{made.rule} {made.verdict}—{made.subtype}" if made.rule else ""


def covered(share: str, left: str, solid: str = "0.00", arable: str = "0.00") -> dict[str, D]:
    """Batch approval over `share` of the patch; what it leaves in 亩."""
    return {
        "batch_share": D(share), "legal_share": D(share), "legal_left_mu": D(left), "legal_left_solid_mu": D(solid),
        "legal_left_arable_mu": D(arable),
    }  # fmt: skip


def test_full_cover_is_lawful_and_0_001_mu_more_is_for_the_photo(judge: Judge) -> None:
    """rules.md §1.3: more than 0.001 亩 uncovered: look at the photo, it may be 边角地. 5 亩 × 0.0002 is the very limit."""
    assert first(judge, **covered("0.999800", "0.00")).startswith("H-01 合法")
    assert first(judge, **covered("0.999799", "0.00")).startswith("T-01 其他—边角细缝")


def test_slivers_of_a_patch_mostly_uncovered_are_no_corners(judge: Judge) -> None:
    assert first(judge, **covered("0.900000", "0.50")).startswith("T-01 其他")
    assert not first(judge, **covered("0.899999", "0.50")).startswith("T-01")


def test_an_exit_has_its_bounds(judge: Judge) -> None:
    """> 2 亩: 95 % covered and less than 0.5 亩 of 耕地 left, however large the patch (rules.md §1.3)."""
    assert first(judge, **covered("0.950000", "0.25", "0.25", "0.25")).startswith("T-02 其他—出入口")
    assert first(judge, **covered("0.949999", "0.25", "0.25", "0.25")).startswith("F-13")
    assert first(judge, **covered("0.950000", "0.25", "0.25", "0.50")).startswith("F-13")
    assert first(judge, **covered("0.970000", "3.00", "3.00", "0.10"), patch_mu=D("100.00")).startswith("T-02")


def test_the_main_building_decides_for_a_small_exit(judge: Judge) -> None:
    small = covered("0.800000", "0.40", "0.40", "0.10") | {"patch_mu": D("2.00")}
    assert first(judge, **small, main_share=D("0.90")).startswith("T-03 其他—出入口")
    assert first(judge, **small, main_share=D("0.89")).startswith("F-13")


@pytest.mark.parametrize("share", ["1.000000", "0.970000"])
def test_an_approval_after_the_building_is_made_good_and_neither_lawful_nor_an_exit(judge: Judge, share: str) -> None:
    """补办: suspicious, with the share told; a person decides."""
    made = judge.judge(
        {**BARE, **covered(share, "0.00"), "makeup_share": D("1"), "built_on": date(2026, 3, 1)}, frozenset(Role), ()
    ).suggestion
    assert (made.rule, made.verdict) == ("F-13", "非农违法") and "建设后补办100.00%" in made.reason
    assert "疑似" in made.reason


def test_a_filed_farm_facility_is_not_suspected_before_the_visit(judge: Judge) -> None:
    """No suggestion: the visit is missing. After it, farming is lawful, a factory is not, a warehouse in the shed neither."""
    filed = {"facility_share": D("1")}
    assert first(judge, **filed) == ""
    assert first(judge, **filed, use="养殖棚").startswith("S-01 设施农用地")
    assert first(judge, **filed, use="养殖棚改仓库").startswith("F-11 非农违法—工矿商服—厂房类")
    assert first(judge, **filed, use="未种植") == ""


def test_the_fallback_does_not_speak_without_the_filings(judge: Judge) -> None:
    """设施农用地备案 or 临时用地 not bound: 存疑, not 非农违法."""
    for role in (Role.FACILITY, Role.TEMPORARY, Role.BATCH):
        assert judge.judge(dict(BARE), frozenset(Role) - {role}, ()).suggestion.rule == ""


@pytest.mark.parametrize(
    ("use", "wanted"),
    [
        ("边坡治理", "T-04"), ("地下管廊", "T-05"), ("水闸", "T-07"), ("农村土坟", "T-09"), ("省外飞地", "T-12"), ("抢险便道", "T-13"),
        ("矿山生态修复", "T-15"), ("输电线路塔基", "T-16"), ("水毁地块", "T-17"), ("跨河高架", "T-18"), ("实地未变化", "T-19"),
        ("覆膜", "T-19"), ("土地整治项目", "T-19"), ("高标准农田建设", "T-19"), ("本期无采矿活动", "T-19"),
        ("光伏方阵", "F-01"), ("河道采砂场", "F-02"), ("人工湖", "F-03"), ("民宿", "F-04"), ("高速公路", "F-05"), ("国道", "F-06"),
        ("在建道路", "F-07"), ("幼儿园", "F-08"), ("居民住宅", "F-09"), ("经营性公墓", "F-10"), ("SMT电子厂房", "F-11"), ("停车场", "F-12"),
        ("大棚房", "F-13"), ("堆放砂石", "F-13"), ("应急物资仓库", "F-11"), ("飞地经济产业园厂房", "F-11"), ("电力设备厂", "F-11"),
    ],
)  # fmt: skip
def test_what_stands_there_decides_among_the_kinds(judge: Judge, use: str, wanted: str) -> None:
    """A name that merely holds a lawful word (采砂场 at a 河道, 公墓, 应急物资仓库) makes nothing lawful."""
    assert first(judge, use=use)[:4] == wanted


def test_a_homestead_paper_is_for_a_house(judge: Judge) -> None:
    small = {"patch_mu": D("0.30"), "held": "宅基地批准书"}
    assert first(judge, **small, use="农村宅基地").startswith("T-06 其他—农村宅基地")
    assert first(judge, **small, use="工业厂房").startswith("F-11")


@pytest.mark.parametrize(("use", "rule"), [("军用设施", "T-08"), ("部队农场", "T-08"), ("涉密工程", "T-11")])
def test_what_may_be_secret_comes_before_any_approval(judge: Judge, use: str, rule: str) -> None:
    """rules.md §3: the mark stops all else; before the visit it weakens nothing."""
    assert first(judge, **covered("1.000000", "0.00"), use=use)[:4] == rule
    unvisited = judge.judge({**BARE, **covered("1.000000", "0.00")}, frozenset(Role), ()).suggestion
    assert unvisited.rule == "H-01" and "T-08" not in unvisited.confidence


def test_a_field_that_nobody_has_visited_is_not_suspected(judge: Judge) -> None:
    """TBLX 耕地: the image shows a crop; with a factory on it, it is."""
    assert first(judge, tblx="01") == ""
    assert first(judge, tblx="01", use="厂房").startswith("F-11")
    assert first(judge, tblx="20").startswith("F-13")


def test_a_date_nobody_filled_in_is_no_fact(judge: Judge) -> None:
    """Without a building date a crop is 其他; with one somebody saw building, and a person must look."""
    assert first(judge, tblx="01", use="种植玉米").startswith("T-19")
    assert not first(judge, tblx="01", use="种植玉米", built_on=date(2026, 3, 1)).startswith("T-19")
    made = judge.judge({**BARE, "tblx": "01", "use": "种植玉米"}, frozenset(Role), ()).suggestion
    assert "未见建设" not in made.reason


@pytest.mark.parametrize(
    ("use", "tblx"),
    [("耕地被占用建房", "20"), ("果园内建房", "01"), ("看护房（实为别墅）", "01"), ("蔬菜批发市场", "01")],
)
def test_a_farm_word_beside_a_building_excuses_nothing(judge: Judge, use: str, tblx: str) -> None:
    """Neither 其他 nor 设施农用地, with a filing or without: suspicion, or a person looks."""
    for filed in (D(0), D(1)):
        assert first(judge, use=use, tblx=tblx, facility_share=filed)[:1] in ("", "F")


@pytest.mark.parametrize("use", ["永久厂房", "已建成商品房", "混凝土搅拌站", "制梁场"])
def test_what_may_not_stand_on_temporary_land_is_not_lawful_there(judge: Judge, use: str) -> None:
    """rules.md §1.1: 制梁场、拌合站 may not take 耕地; nothing lasting may be built."""
    assert not first(judge, temporary_share=D(1), use=use).startswith("B-01")
    assert first(judge, temporary_share=D(1), use="临时料场").startswith("B-01 合法—临时用地批准")


def test_temporary_land_approved_after_the_beginning_is_not_lawful(judge: Judge) -> None:
    assert not first(judge, temporary_share=D(1), temporary_makeup_share=D(1), use="临时料场").startswith("B-01")


@pytest.mark.parametrize(
    ("use", "wanted"),
    [("铁塔基站", "F-13"), ("藕塘", ""), ("稻田养虾", ""), ("村村通公路", "F-07"), ("养老院", "F-08"), ("应急避难场所", "F-13")],
)
def test_words_that_mislead_name_no_wrong_kind(judge: Judge, use: str, wanted: str) -> None:
    assert first(judge, use=use)[:4] == wanted


def test_what_takes_basic_farmland_is_not_excused_by_a_word(judge: Judge) -> None:
    """永农: 变电站, 农村土坟, 生态修复, 抢险."""
    for use in ("输电线路塔基", "农村土坟", "已复绿", "抢险便道"):
        assert first(judge, use=use).startswith("T-") and not first(judge, use=use, farmland_mu=D("1.00")).startswith("T-")
