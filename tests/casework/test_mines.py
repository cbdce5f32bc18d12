"""矿产图斑: licence, term, elevation and boundaries on squares reckoned by hand; the decision table of the mineral book."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.casework.checking import check
from landwatch_plugin.casework.mines import also_on, insides, split_boundaries
from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.rulebook import RuleBook, parse_rulebook
from landwatch_plugin.domain.verdict import Finding, Outcome
from landwatch_plugin.gis.expressions import RuleRunner
from landwatch_plugin.gis.frames import frame
from landwatch_plugin.gis.layers import field_names, open_vector
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.paths import shipped
from tests.hand_made import SmallCounty, patch_row, rect

D = Decimal
BOOK = shipped("resources", "rulebooks", "minerals-default.toml")
IMAGE = "2026-05-12"
NUMBER = "C9901262021047130152001"


def licence(start: str = "2021-04-20", end: str = "2031-04-19", **given: str) -> dict[str, Any]:
    """The fields of a licence layer; heights and boundary kind only where given."""
    return {
        "XKZH": NUMBER,
        "CKQR": "某矿业公司",
        "YXQQ": start,
        "YXQZ": end,
        "CSSX": "",
        "CSXX": "",
        "BJLX": "",
    } | given


def mine(small: SmallCounty, *licences: tuple[Any, dict[str, Any]], facts: dict[str, str] | None = None) -> Check:
    """Patch 1, 40 m × 50 m = 3.00 亩 of mining, checked against the licences by the mineral book."""
    small.receive(patch_row("1", rect(20, 20, 40, 50), TBLX="CK"))
    if licences:
        small.bind(Role.MINE, *licences)
    if facts:
        with Ledger.open(small.ledger) as ledger:
            ledger.save_facts("1", facts, "外业组")
    check(small.ledger, list(small.bindings.values()), BOOK, Silent())
    return small.checked("1")


def finding(found: Check, rule: str) -> Finding:
    return next(item for item in found.findings if item.rule == rule)


def reaching(mu_outside: str) -> Any:
    """A licence that leaves so many 亩 of the patch outside, along its eastern edge."""
    return rect(0, 0, 60 - float(D(mu_outside) * 2000 / 3 / 50), 100)


INSIDE, OUTSIDE = rect(0, 0, 100, 100), rect(500, 0, 100, 100)
TABLE = {
    "范围内": (INSIDE, licence(), {}, "合法", "采矿许可证范围内"),
    "范围外恰为容差": (reaching("0.05"), licence(), {}, "合法", "采矿许可证范围内"),
    "超出容差0.01亩": (reaching("0.06"), licence(), {}, "违法", "越界开采"),
    "大部在外": (reaching("2.40"), licence(), {}, "违法", "越界开采"),
    "影像当日到期": (INSIDE, licence(end=IMAGE), {}, "合法", "采矿许可证范围内"),
    "影像前一日到期": (INSIDE, licence(end="2026-05-11"), {}, "违法", "持过期许可证开采"),
    "到期但已受理延续": (INSIDE, licence(end="2026-05-11"), {"延续受理": "演自然资矿受〔2026〕3号"}, "合法", "采矿权延续受理"),
    **{
        f"延续受理写“{said}”": (INSIDE, licence(end="2026-05-11"), {"延续受理": said}, "违法", "持过期许可证开采")
        for said in ("无", "未受理", "不予受理通知书", "无受理通知书", "尚未受理", "已提交申请")
    },
    "延续受理写“已受理”": (INSIDE, licence(end="2026-05-11"), {"延续受理": "已受理"}, "合法", "采矿权延续受理"),
    "尚未生效": (INSIDE, licence(start="2026-05-13"), {}, "违法", "无证开采"),
    "不在任何采矿权": (OUTSIDE, licence(), {}, "违法", "无证开采"),
    "外业未见采矿": (OUTSIDE, licence(), {"实地用途": "本期无采矿活动"}, "其他", "矿产伪变化"),
    "停采多年": (OUTSIDE, licence(), {"实地用途": "历史遗留采坑，停采多年"}, "其他", "矿产不处理"),
    "工程动土": (OUTSIDE, licence(), {"实地用途": "高标准农田项目取土"}, "其他", "非采矿动土"),
    "矿区内治理": (INSIDE, licence(), {"实地用途": "采坑治理修复"}, "合法", "矿区内修复或剥离"),
    "低于许可标高": (INSIDE, licence(CSSX="120", CSXX="85"), {"最低开采标高": "84.4", "最高开采标高": "110"}, "违法", "越层越深开采"),
    "标高误差以内": (INSIDE, licence(CSSX="120", CSXX="85"), {"最低开采标高": "84.5", "最高开采标高": "110"}, "合法", "采矿许可证范围内"),
    "高于许可标高": (INSIDE, licence(CSSX="120", CSXX="85"), {"最低开采标高": "90", "最高开采标高": "120.6"}, "违法", "越层越深开采"),
}  # fmt: skip


@pytest.mark.parametrize(("shape", "paper", "facts", "verdict", "subtype"), TABLE.values(), ids=TABLE)
def test_decision_table(
    small: SmallCounty, shape: Any, paper: dict[str, Any], facts: dict[str, str], verdict: str, subtype: str
) -> None:
    """Each sub-type that a rule can suggest, and those that nearly get it."""
    found = mine(small, (shape, paper), facts=facts)
    assert (found.suggestion.verdict, found.suggestion.subtype) == (verdict, subtype)


def test_an_unknown_term_leaves_the_patch_unsure(small: SmallCounty) -> None:
    """许可证未写明有效期: neither inside nor without a licence nor expired can be said."""
    found = mine(small, (INSIDE, licence(end="")))
    assert found.suggestion.text == "存疑，需人工判定"
    for rule in ("M-03", "M-06", "M-07", "M-08"):
        assert finding(found, rule).outcome is Outcome.UNSURE, rule
    assert "有效采矿权覆盖率" in finding(found, "M-03").reason
    assert found.values["mine_licence"] == f"有效期存疑：{NUMBER}（未写明有效期）"
    assert "未写明有效期" in finding(found, "M-08").reason
    assert found.values["mine_end"] is None


def test_without_the_licence_layer_nothing_is_said(small: SmallCounty) -> None:
    """No layer bound is 存疑 with that reason, never 无证."""
    found = mine(small)
    assert found.suggestion.verdict == ""
    assert "未绑定图层：采矿权" in finding(found, "M-08").reason
    assert found.values["mine_licence"] is None


def test_how_far_and_how_much_with_the_licence_named(small: SmallCounty) -> None:
    """30 of 40 m inside: 2.25 亩 in, 0.75 亩 out, 10 m at the farthest; they sum to the patch."""
    found = mine(small, (rect(0, 0, 50, 100), licence()))
    got = found.values
    assert (got["mine_in_mu"], got["mine_out_mu"], got["mine_out_m"]) == (D("2.25"), D("0.75"), D("10.00"))
    assert got["mine_in_mu"] + got["mine_out_mu"] == got["patch_mu"]
    assert found.suggestion.reason == (
        "疑似越界开采：有效采矿权范围内2.25亩，范围外0.75亩，最大越界距离10.00米；"
        f"命中许可证——有效：{NUMBER}（有效期至2031年4月19日）。耕地无数据、永久基本农田无数据、生态保护红线无数据。"
    )


def test_inside_and_outside_sum_to_the_printed_patch() -> None:
    """A child's 亩 may be adjusted by a hundredth: then the inside takes it, and never falls below nothing."""
    assert insides({"patch_mu": D("2.99"), "mine_out_mu": D("0.75"), "third_out_mu": D("3.00")}) == {
        "mine_in_mu": D("2.24"), "third_in_mu": D("0.00"),
    }  # fmt: skip
    assert insides({"patch_mu": D("3.00"), "mine_out_mu": None}) == {}


def test_what_else_the_ground_is(small: SmallCounty) -> None:
    """越界 is told with 耕地, 永农 and 红线, as far as they are known."""
    small.bind_land()
    small.bind(Role.REDLINE, (rect(20, 20, 20, 50), {"HXMC": "某红线"}))
    found = mine(small, (rect(0, 0, 50, 100), licence()))
    assert found.values["also_on"] == "同时占用耕地3.00亩、生态保护红线1.50亩，永久基本农田无数据"
    assert found.suggestion.reason.endswith("同时占用耕地3.00亩、生态保护红线1.50亩，永久基本农田无数据。")


def test_ground_that_is_none_of_them_is_said_to_be_none() -> None:
    clear = {"arable_mu": D("0.00"), "farmland_mu": D("0.00"), "redline_mu": D("0.00")}
    assert also_on(clear) == "未占用耕地、永久基本农田和生态保护红线"
    assert also_on(clear | {"farmland_mu": D("0.50")}) == "同时占用永久基本农田0.50亩"


def test_three_boundaries_each_with_its_figures(small: SmallCounty) -> None:
    """矿区 covers all, 开采 leaves 10 m, 治理 leaves 20 m; only the first makes the patch lawful."""
    found = mine(
        small, (INSIDE, licence(BJLX="矿区范围")), (rect(0, 0, 50, 100), licence(BJLX="开采范围")), (rect(0, 0, 40, 100), licence(BJLX="3")),
    )  # fmt: skip
    got = found.values
    assert (got["mine_share"], got["mine_out_mu"], got["mine_out_m"]) == (D("1.000000"), D("0.00"), D("0.00"))
    assert (got["second_in_mu"], got["second_out_mu"], got["second_out_m"]) == (D("2.25"), D("0.75"), D("10.00"))
    assert (got["third_in_mu"], got["third_out_mu"], got["third_out_m"]) == (D("1.50"), D("1.50"), D("20.00"))
    assert found.suggestion.subtype == "采矿许可证范围内"
    assert (
        finding(found, "M-09").message
        == "图斑超出矿山开采范围：范围内2.25亩，范围外0.75亩，最大超出10.00米，须核实开采范围的批准情况。"
    )
    assert finding(found, "M-10").outcome is Outcome.MET


def test_the_working_boundary_alone_is_no_licence(small: SmallCounty) -> None:
    """A patch inside 开采范围 but outside every 矿区范围 is without a licence; its papers are the licences only."""
    found = mine(small, (OUTSIDE, licence(BJLX="矿区范围")), (INSIDE, licence(BJLX="开采范围")))
    assert found.suggestion.subtype == "无证开采"
    assert found.papers == ()
    assert found.values["mine_licence"] == "未命中采矿许可证"


def test_a_layer_without_further_boundaries_has_no_data_on_them(small: SmallCounty) -> None:
    """Never 0: the third boundary was not handed in."""
    found = mine(small, (INSIDE, licence(BJLX="矿区范围")), (INSIDE, licence(BJLX="开采范围")))
    assert found.values["third_out_mu"] is None
    assert finding(found, "M-10").outcome is Outcome.UNSURE
    assert finding(found, "M-09").outcome is Outcome.NOT_MET


def test_a_book_without_names_knows_none_of_several_boundaries(small: SmallCounty) -> None:
    """The ground of 治理范围 would pass for licensed ground; one kind alone is the licence's."""
    one = [(INSIDE, licence(BJLX="矿区范围")), (OUTSIDE, licence(BJLX="矿区范围"))]
    book = parse_rulebook(tables(mine={}), "书.toml", "0" * 64)
    made = split_boundaries(layer_frame(small, *one), book)
    assert (len(made.frames[0]), len(made.strange)) == (2, 0)
    made = split_boundaries(layer_frame(small, *one, (INSIDE, licence(BJLX="治理范围")), (INSIDE, licence())), book)
    assert ([len(frame) for frame in made.frames], len(made.strange)) == ([1], 3)


def layer_frame(small: SmallCounty, *rows: tuple[Any, dict[str, Any]]) -> Any:
    """The licence layer as the overlay reads it."""
    layer = open_vector(small.bind(Role.MINE, *rows))
    return frame(layer, field_names(layer, small.bindings[Role.MINE]), layer.crs())


def test_the_band_is_that_of_the_licences_in_force(small: SmallCounty) -> None:
    """Two licences under one patch: the widest band of those valid on the image date; the expired one's does not count."""
    found = mine(
        small, (rect(0, 0, 40, 100), licence(CSSX="120米", CSXX="+85")), (rect(40, 0, 60, 100), licence(CSSX="110", CSXX="-5.5m")),
        (INSIDE, licence(end="2020-01-01", CSSX="300", CSXX="-300")),
    )  # fmt: skip
    assert (found.values["mine_top_m"], found.values["mine_bottom_m"]) == (D("120.00"), D("-5.50"))


def test_one_licence_without_a_band_leaves_the_band_unknown(small: SmallCounty) -> None:
    found = mine(small, (rect(0, 0, 40, 100), licence(CSSX="120", CSXX="85")), (rect(40, 0, 60, 100), licence()))
    assert found.values["mine_bottom_m"] is None
    assert finding(found, "M-01").outcome is Outcome.UNSURE


def own() -> dict[str, Any]:
    """What stands in the mineral book itself."""
    return tomllib.loads(BOOK.read_text(encoding="utf-8"))


def tables(**given: Any) -> dict[str, Any]:
    """The mineral book with all that it extends."""
    return {**read_rulebook(BOOK).tables, **given}


@pytest.mark.parametrize("names", [["甲", "乙", "丙", "丁"], ["甲", "乙", "甲"]])
def test_a_book_names_three_different_boundaries_at_most(names: list[str]) -> None:
    with pytest.raises(RuleBookError, match="至多三个且不重复"):
        parse_rulebook(tables(mine={"boundaries": names}), "书.toml", "0" * 64)


def test_a_book_without_boundaries_takes_every_polygon_for_a_licence() -> None:
    assert parse_rulebook(tables(mine={}), "书.toml", "0" * 64).boundaries == ()


def without(book: RuleBook, rule: str) -> RuleBook:
    return replace(book, rules=tuple(item for item in book.rules if item.id != rule))


#: Rule → figures on which it alone decides what is suggested first, or is the only mark.
DECIDES: dict[str, dict[str, Any]] = {
    "M-01": {"mine_share": D("1"), "mine_out_mu": D("0.00"), "dig_bottom_m": D("80"), "mine_bottom_m": D("85")},
    "M-02": {"mine_share": D("1"), "mine_out_mu": D("0.00"), "use": "剥离物堆放"},
    "M-03": {"mine_share": D("1"), "mine_out_mu": D("0.00")},
    "M-11": {"use": "停采多年，自然恢复"},
    "M-04": {"mine_share": D("0"), "mine_over_share": D("0"), "use": "未开采"},
    "M-12": {"use": "土地整治项目施工"},
    "M-05": {"mine_share": D("0"), "mine_over_share": D("1"), "renewal": "〔2026〕1号"},
    "M-06": {"mine_share": D("0"), "mine_over_share": D("1")},
    "M-07": {"mine_share": D("0.9"), "mine_out_mu": D("0.06")},
    "M-08": {"mine_share": D("0"), "mine_over_share": D("0")},
    "M-09": {"second_in_mu": D("1.00"), "second_out_mu": D("0.06")},
    "M-10": {"third_in_mu": D("1.00"), "third_out_mu": D("0.06")},
}  # fmt: skip


def test_every_rule_of_the_book_has_its_case() -> None:
    """So that a rule that is taken out of the book, or added without a case, is noticed."""
    assert [rule["id"] for rule in own()["rule"]] == list(DECIDES)


@pytest.mark.parametrize("rule", DECIDES)
def test_without_a_rule_its_case_comes_out_otherwise(qgis_app: Any, rule: str) -> None:
    book, values = read_rulebook(BOOK), {"kind": "矿产"} | DECIDES[rule]

    def first(tried: RuleBook) -> str:
        return next(
            (
                trial.rule.id
                for trial in RuleRunner(tried).run(tried.own_reading(values))
                if trial.outcome is Outcome.MET
            ),
            "",
        )

    assert first(book) == rule
    assert first(without(book, rule)) != rule


def test_what_is_memory_or_inference_says_so() -> None:
    """rules.md §2: what rests on memory, on the rule of 2011 or on inference is marked 待核; nothing claims the text itself."""
    book = own()
    unsure = {rule["id"] for rule in book["rule"] if "待核" in rule["certainty"]}
    assert unsure == {"M-04", "M-05", "M-06", "M-09", "M-10", "M-11", "M-12"}
    assert all(rule["cite"] for rule in book["rule"])
    assert all(item["certainty"] != "方案原文" for item in book["subtype"])


def test_the_book_speaks_of_suspicion_only() -> None:
    """疑似, 建议, 须核实: no proof by image, no penalty."""
    words = Path(BOOK).read_text(encoding="utf-8")
    assert not any(word in words for word in ("卫片证明", "罚款", "没收", "构成犯罪", "违法事实清楚"))
    illegal = [rule for rule in own()["rule"] if rule["class"] == "违法"]
    assert all("疑似" in rule["message"] for rule in illegal)
