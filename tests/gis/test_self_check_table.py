"""月核自查清单: for each check one patch that fails it, one that passes, one that cannot be checked; the tolerances to 0.01 亩."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.self_check import Checked, Checklist, Level, Result, SelfCheck
from landwatch_plugin.domain.self_check_fields import SELF_FIELDS
from landwatch_plugin.gis.self_check_runner import SelfCheckRunner
from landwatch_plugin.ledger.checklist_file import default_checklist, read_checklist
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.paths import shipped

D = Decimal
Values = dict[str, Value]
FAILED, PASSED, UNCHECKED, APART = Result.FAILED, Result.PASSED, Result.UNCHECKED, Result.NOT_CONCERNED

LAWFUL: Values = {
    "kind": "土地", "state": "已会审", "verdict": "合法", "nature": "合法", "subtype": "已批准建设用地（批次）", "today": date(2026, 11, 22), "lacking": 0,
    "patch_mu": D("10.00"), "official_mu": D("10.00"), "arable_mu": D("6.00"), "other_farm_mu": D("1.00"), "built_mu": D("2.00"),
    "unused_mu": D("1.00"), "farm_mu": D("7.00"), "classes_mu": D("10.00"), "unclosed_mu": D("0.00"), "farmland_mu": D("5.00"),
    "redline_mu": D("0.00"), "legal_share": D("1.000000"), "legal_left_mu": D("0.00"), "late_papers": 0,
    "after_date": date(2026, 5, 12), "built_on": date(2026, 3, 1), "holder": "某公司", "remedied_mu": D("0.00"), "removals": 0,
    "regularised": 0, "photos": 2, "photo_far_m": D("12.00"), "photos_unplaced": 0, "photos_undated": 0,
    "photo_first": date(2026, 7, 20), "photo_last": date(2026, 7, 20), "overlap_mu": D("0.00"), "same_number": 0, "town_known": 1,
    "town_code": "990126100", "child": 0, "children": 0, "platform": 1, "platform_verdict": "合法", "platform_agrees": 1, "platform_farm_mu": D("7.00"), "platform_patch_mu": D("10.00"),
    "platform_arable_mu": D("6.00"), "platform_other_farm_mu": D("1.00"), "platform_built_mu": D("2.00"),
    "platform_unused_mu": D("1.00"), "platform_farmland_mu": D("5.00"), "platform_redline_mu": D("0.00"),
}  # fmt: skip
"""A lawful patch of 10 亩 that stands every check."""
ILLEGAL: Values = {
    "verdict": "违法",
    "nature": "违法",
    "subtype": "未报即用",
    "platform_verdict": "违法",
    "illegal_mu": D("6.00"),
    "tags": "非农化",
    "freeze": "演冻〔2026〕3号",
}
MINE: Values = {
    "kind": "矿产",
    "subtype": "采矿许可证范围内",
    "mine_share": D("1.000000"),
    "mine_out_mu": D("0.00"),
    "mine_out_m": D("0.00"),
}
UNDECIDED: Values = {"verdict": None, "nature": None, "subtype": None, "lacking": None}
PARENT: Values = {
    "verdict": "被拆分",
    "nature": "被拆分",
    "subtype": "被拆分",
    "lacking": None,
    "children": 2,
    "children_gap_mu": D("0.00"),
    "children_off_mu": D("0.00"),
}


def illegal(**given: Value) -> Values:
    return ILLEGAL | given


#: Check → figures that fail it, that just pass it, that cannot be checked, and why not.
TABLE: dict[str, tuple[Values, Values, Values, str]] = {
    "J-01": ({"state": "已预筛"}, {"state": "已会审"}, {"state": None}, "台账没有记录状态"),
    "J-02": ({"state": "暂缓"}, {"state": "已会审"}, {"state": None}, "台账没有记录状态"),
    "J-03": ({"lacking": 1, "lacking_names": "现场照片"}, {"lacking": 0}, UNDECIDED, "尚未判定"),
    "J-04": (
        {"legal_share": D("0.994000"), "legal_left_mu": D("0.06")}, {"legal_share": D("0.995000"), "legal_left_mu": D("0.05")},
        {"legal_share": None, "legal_left_mu": None}, "合法依据未覆盖面积没有数据；合法依据覆盖率没有数据",
    ),
    "J-05": (
        MINE | {"mine_share": D("0.994000"), "mine_out_mu": D("0.06"), "mine_out_m": D("3.10")},
        MINE | {"mine_share": D("0.995000"), "mine_out_mu": D("0.05")}, MINE | {"mine_share": None, "mine_out_mu": None},
        "采矿权外面积没有数据；有效采矿权覆盖率没有数据",
    ),
    "J-06": (
        {"subtype": "临时用地", "temporary_end": date(2026, 11, 21)}, {"subtype": "临时用地", "temporary_end": date(2026, 11, 22)},
        {"subtype": "临时用地"}, "没有命中写明有效期的临时用地",
    ),
    "J-07": ({"late_papers": 1}, {"late_papers": 0}, {"late_papers": None}, "建设时间或批准日期未填写"),
    "J-08": (illegal(holder=None), illegal(), UNDECIDED, "尚未判定"),
    "J-09": (illegal(built_on=None), illegal(), UNDECIDED, "尚未判定"),
    "J-10": (
        illegal(arable_mu=D("50.00")), illegal(arable_mu=D("50.00"), visit="已到现场核查"), illegal(arable_mu=None), "耕地面积没有数据",
    ),
    "J-11": (illegal(tags="重点区域"), illegal(tags="重点区域、农村乱占耕地建房"), illegal(arable_mu=None), "耕地面积没有数据"),
    "J-12": (illegal(freeze="未冻结"), illegal(freeze="演冻〔2026〕3号"), illegal(freeze=None), "没有登记冻结情况"),
    "J-13": (
        {"subtype": "不动产权证", "registered_share": D("0.000000")}, {"subtype": "不动产权证", "registered_share": D("0.995000")},
        {"subtype": "不动产权证"}, "不动产登记覆盖率没有数据",
    ),
    "J-14": (
        {"subtype": "增减挂钩建新区", "linked_share": D("0.900000")}, {"subtype": "增减挂钩建新区", "linked_share": D("1.000000")},
        {"subtype": "增减挂钩建新区"}, "增减挂钩覆盖率没有数据",
    ),
    "J-15": (
        {"subtype": "宅基地批准书", "paper_ticked": 0}, {"subtype": "先行用地批复", "paper_ticked": 1}, UNDECIDED, "尚未判定",
    ),
    "J-16": (
        MINE | {"subtype": "采矿权延续受理", "mine_share": D("0.000000"), "mine_over_share": D("0.400000")},
        MINE | {"subtype": "采矿权延续受理", "mine_share": D("0.000000"), "mine_over_share": D("1.000000")},
        MINE | {"subtype": "采矿权延续受理", "mine_share": None}, "过期采矿权覆盖率没有数据；有效采矿权覆盖率没有数据",
    ),
    "A-01": ({"unused_mu": D("1.02")}, {"unused_mu": D("1.01")}, {"unused_mu": None}, "未利用地面积没有数据"),
    "A-02": ({"classes_mu": D("9.98")}, {"classes_mu": D("9.99")}, {"classes_mu": None}, "地类未闭合，没有分地类面积"),
    "A-03": ({"unclosed_mu": D("0.0001")}, {"unclosed_mu": D("0.00")}, {"unclosed_mu": None}, "尚未套合核查"),
    "A-04": ({"farm_mu": D("5.98")}, {"farm_mu": D("5.99")}, {"farm_mu": None}, "地类未闭合，没有地类面积"),
    "A-05": ({"arable_mu": D("10.02")}, {"arable_mu": D("10.01")}, {"arable_mu": None}, "耕地面积没有数据"),
    "A-06": ({"farmland_mu": D("10.02")}, {"farmland_mu": D("10.01")}, {"farmland_mu": None}, "占永久基本农田面积没有数据"),
    "A-07": ({"farmland_mu": D("6.02")}, {"farmland_mu": D("6.01")}, {"farmland_mu": None}, "占永久基本农田面积没有数据"),
    "A-08": ({"redline_mu": D("10.02")}, {"redline_mu": D("10.01")}, {"redline_mu": None}, "占生态保护红线面积没有数据"),
    "A-09": (PARENT | {"children_gap_mu": D("0.02")}, PARENT | {"children_gap_mu": D("0.01")}, {"children": None}, "父图斑不在台账中"),
    "A-10": (PARENT | {"children_off_mu": D("0.02")}, PARENT | {"children_off_mu": D("0.01")}, {"children": None}, "父图斑不在台账中"),
    "A-11": ({"overlap_mu": D("0.02"), "overlap_with": "2"}, {"overlap_mu": D("0.01")}, {"overlap_mu": None}, "图斑图形不能读取"),
    "A-12": (
        {"same_number": 1}, {"same_number": 1, "number_verified": "市局确认为重复下发"}, {"same_number": None}, "图斑没有编号",
    ),
    "A-13": ({"town_known": 0}, {"town_known": 1}, {"town_known": None}, "乡镇界图层没有代码"),
    "A-14": ({"official_mu": D("10.11")}, {"official_mu": D("10.10")}, {"official_mu": None}, "下发图层没有面积"),
    "Z-01": (illegal(remedied_mu=D("6.02")), illegal(remedied_mu=D("6.01")), {"remedied_mu": D("1.00")}, "没有判定为违法用地，或没有地类面积"),
    "Z-02": (
        {"removals": 2, "removals_unproved": 1}, {"removals": 2, "removals_unproved": 0}, {"removals": 2},
        "照片没有拍摄时间，不能确认是否为拆除后拍摄",
    ),
    "Z-03": (
        {"regularised": 1, "regularised_unnumbered": 1}, {"regularised": 1, "regularised_unnumbered": 0}, {"regularised": None},
        "整改台账不能读取",
    ),
    "P-01": ({"photo_far_m": D("200.01")}, {"photo_far_m": D("200.00")}, {"photo_far_m": None, "photos_unplaced": 2}, "照片没有坐标"),
    "P-02": (
        {"photo_first": date(2026, 5, 11)}, {"photo_first": date(2026, 5, 12)}, {"photo_first": None, "photos_undated": 2}, "照片没有拍摄时间",
    ),
    "P-03": (
        {"photo_last": date(2026, 11, 23)}, {"photo_last": date(2026, 11, 22)}, {"photo_last": None, "photos_undated": 2}, "照片没有拍摄时间",
    ),
    "T-01": ({"platform": 0}, {"platform": 1}, {"platform": None}, "没有提供平台导出表"),
    "T-02": ({"platform_agrees": 0}, {"platform_agrees": 1}, {"platform_agrees": None}, "没有提供平台导出表，或表中没有该图斑"),
    "T-03": ({"platform_patch_mu": D("10.02")}, {"platform_patch_mu": D("10.01")}, {"platform": None}, "没有提供平台导出表"),
    "T-04": ({"platform_arable_mu": D("6.02")}, {"platform_arable_mu": D("6.01")}, {"platform": None}, "没有提供平台导出表"),
    "T-05": ({"platform_farmland_mu": D("5.02")}, {"platform_farmland_mu": D("5.01")}, {"platform": None}, "没有提供平台导出表"),
    "T-06": ({"platform_redline_mu": D("0.02")}, {"platform_redline_mu": D("0.01")}, {"platform": None}, "没有提供平台导出表"),
    "T-07": (
        {"platform_built_mu": D("2.02")}, {"platform_built_mu": D("2.01")}, {"platform_built_mu": None}, "没有提供平台导出表，或表中没有该图斑",
    ),
    "T-08": (
        {"platform_redline_mu": D("10.02")}, {"platform_redline_mu": D("10.01")}, {"platform_redline_mu": None},
        "没有提供平台导出表，或表中没有该图斑",
    ),
    "T-09": (
        {"platform_farm_mu": D("5.98")}, {"platform_farm_mu": D("5.99")}, {"platform_farm_mu": None}, "没有提供平台导出表，或表中没有该图斑",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return read_checklist(default_checklist())


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return read_rulebook(shipped("resources", "rulebooks", "2022-default.toml"))


@pytest.fixture(scope="module")
def runner(qgis_app: Any, checklist: Checklist, book: RuleBook) -> SelfCheckRunner:
    return SelfCheckRunner(checklist, book.thresholds)


def tried(runner: SelfCheckRunner, **given: Value) -> dict[str, Checked]:
    return {item.check.id: item for item in runner.run("1", LAWFUL | given)}


def test_the_table_has_every_check_of_the_list(checklist: Checklist) -> None:
    """A check that is taken out of the list, or added without its cases, is noticed here."""
    assert [check.id for check in checklist.checks] == list(TABLE)


def test_a_sound_patch_raises_no_alarm(runner: SelfCheckRunner) -> None:
    """The patch that all cases start from passes everything that concerns it."""
    found = tried(runner)
    assert {name for name, item in found.items() if item.result not in (PASSED, APART)} == set()
    concerned = {name for name, item in found.items() if item.result is APART}
    assert concerned == {"J-05", "J-06", "J-08", "J-09", "J-10", "J-11", "J-12", "J-13", "J-14", "J-15", "J-16",
        "A-09", "A-10", "Z-01", "Z-02", "Z-03"}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_a_patch_that_fails(runner: SelfCheckRunner, name: str) -> None:
    """The problem is told in a sentence with its figures."""
    found = tried(runner, **TABLE[name][0])[name]
    assert found.result is FAILED
    assert found.message.endswith("。")
    assert "{" not in found.message and "None" not in found.message and "无数据" not in found.message


@pytest.mark.parametrize("name", TABLE)
def test_a_patch_that_just_passes(runner: SelfCheckRunner, name: str) -> None:
    found = tried(runner, **TABLE[name][1])[name]
    assert (found.result, found.message, found.reason) == (PASSED, "", "")


@pytest.mark.parametrize("name", TABLE)
def test_a_patch_that_cannot_be_checked(runner: SelfCheckRunner, name: str) -> None:
    """未检查 with the reason; a missing value never passes."""
    found = tried(runner, **TABLE[name][2])[name]
    assert (found.result, found.reason) == (UNCHECKED, TABLE[name][3])


@pytest.mark.parametrize("name", TABLE)
def test_without_a_check_its_problem_goes_unseen(
    qgis_app: Any, checklist: Checklist, book: RuleBook, name: str
) -> None:
    """No other check of the list stands in for it."""
    rest = replace(checklist, checks=tuple(check for check in checklist.checks if check.id != name))
    values = LAWFUL | TABLE[name][0]
    whole = {
        item.check.id for item in SelfCheckRunner(checklist, book.thresholds).run("1", values) if item.result is FAILED
    }
    left = {item.check.id for item in SelfCheckRunner(rest, book.thresholds).run("1", values) if item.result is FAILED}
    assert whole - left == {name}


def test_messages_read_as_an_official_writes(runner: SelfCheckRunner) -> None:
    """A few in full."""
    assert tried(runner, **TABLE["A-01"][0])["A-01"].message == (
        "农用地（耕地6.00亩、其他农用地1.00亩）、建设用地2.00亩、未利用地1.02亩之和，与地块面积10.00亩不符。"
    )
    assert (
        tried(runner, **TABLE["J-03"][0])["J-03"].message
        == "判定为“合法—已批准建设用地（批次）”，尚缺必备举证材料：现场照片。"
    )
    assert (
        tried(runner, **TABLE["J-06"][0])["J-06"].message
        == "判定为临时用地，但有效期止于2026年11月21日，检查日期为2026年11月22日，已到期。"
    )
    assert tried(runner, **TABLE["A-11"][0])["A-11"].message == "与图斑2重叠0.02亩。"


def test_no_message_claims_a_proof_or_a_penalty(checklist: Checklist) -> None:
    for check in checklist.checks:
        words = f"{check.title}{check.message}{check.cure}"
        assert not any(word in words for word in ("卫片证明", "罚", "没收", "犯罪", "证实")), check.id
        assert check.cure.endswith("。") and check.message.endswith("。")


def test_every_check_says_whence_and_how_surely(checklist: Checklist) -> None:
    """workflow.md §5: partly from the 2026 material, the rest inference; what is inferred is marked 待核."""
    sure = {check.id for check in checklist.checks if "待核" not in check.certainty}
    assert sure == {
        "J-01", "J-03", "J-04", "J-05", "J-08", "J-09", "J-10", "A-01", "A-02", "A-03", "A-04", "A-05", "A-06", "A-08", "A-10",
        "T-03", "T-04", "T-05", "T-06", "T-07", "T-08", "T-09",
    }  # fmt: skip
    assert {check.certainty for check in checklist.checks} == {"方案原文", "部门资料", "推断待核"}
    assert all(check.source for check in checklist.checks)


def test_one_unplaced_photo_leaves_the_rest_unproved(runner: SelfCheckRunner) -> None:
    """All known places are near, one is unknown: not passed. One known place is far: a problem all the same."""
    found = tried(runner, photos_unplaced=1)["P-01"]
    assert (found.result, found.reason) == (UNCHECKED, "有照片没有坐标")
    assert tried(runner, photos_undated=1)["P-03"].reason == "有照片没有拍摄时间"
    assert tried(runner, photos_unplaced=1, photo_far_m=D("500.00"))["P-01"].result is FAILED


def test_before_a_decision_nothing_of_it_is_checked(runner: SelfCheckRunner) -> None:
    found = tried(runner, **UNDECIDED, state="已预筛", platform=None)
    assert found["J-01"].result is FAILED
    waiting = {name for name, item in found.items() if item.reason == "尚未判定"}
    assert waiting == {
        "J-03",
        "J-04",
        "J-05",
        "J-06",
        "J-07",
        "J-08",
        "J-09",
        "J-11",
        "J-12",
        "J-13",
        "J-14",
        "J-15",
        "J-16",
    }
    assert found["J-10"].result is APART


def test_a_child_made_by_a_split_has_no_area_as_issued(runner: SelfCheckRunner) -> None:
    """Not concerned; one that was issued with an area is compared like any other."""
    assert tried(runner, child=1, official_mu=None)["A-14"].result is APART
    assert tried(runner, child=1, official_mu=D("10.11"))["A-14"].result is FAILED


def test_a_layer_that_is_not_bound_is_the_reason(runner: SelfCheckRunner) -> None:
    """By the layer's name, and 尚未套合核查 where no check was run at all."""
    unbound = {item.check.id: item for item in runner.run("1", LAWFUL | {"farmland_mu": None}, ("永久基本农田",))}
    assert unbound["A-06"].reason == "未绑定图层：永久基本农田"
    bare = {item.check.id: item for item in runner.run("1", {"state": "已接收"}, (), False)}
    assert bare["A-05"].reason == "尚未套合核查"


def test_the_rule_books_tolerance_goes_before_the_lists(qgis_app: Any, checklist: Checklist, book: RuleBook) -> None:
    wide = SelfCheckRunner(checklist, {**book.thresholds, "sum_mu": "0.05"})
    assert tried(wide, unused_mu=D("1.05"))["A-01"].result is PASSED
    assert tried(wide, unused_mu=D("1.06"))["A-01"].result is FAILED


def one(must: str, applies: str = "") -> Checklist:
    check = SelfCheck("X-1", "试验", Level.WARNING, must, "有误。", "请更正。", applies)
    return Checklist("试验", "试验", "1", (check,), {}, {}, (), {})


@pytest.mark.parametrize(
    ("must", "said"),
    [
        ("arable_mu >", "检查 X-1 条件无法解析"), ("acreage > 0", "使用了未知指标：acreage"), ("arable_mu > @nowhere", "未定义的容差：@nowhere"),
        ("arable_mu + 1", "不是“是”或“否”"), ("to_date(subtype) > today", "计算出错"),
    ],
)  # fmt: skip
def test_a_faulty_condition_is_named(qgis_app: Any, must: str, said: str) -> None:
    """Whoever edits the list learns which check it is."""
    with pytest.raises(RuleBookError, match=said):
        list(SelfCheckRunner(one(must), {}).run("1", LAWFUL))


def test_every_field_is_read_by_a_check_or_told_in_a_message(checklist: Checklist) -> None:
    """No dead figures: what is gathered is looked at. The check fields belong to the rule book."""
    text = default_checklist().read_text(encoding="utf-8")
    own = [key for key in SELF_FIELDS if key not in TABLE]
    from landwatch_plugin.domain.check_fields import FIELDS

    assert [key for key in own if key not in FIELDS and key not in text] == []
    assert tomllib.loads(text)["book"]["id"] == checklist.id
