"""规则表达式: a rule is met, not met, or 存疑 when its data is missing; a rule that cannot be judged is refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.rulebook import Rule, RuleBook, parse_rulebook
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.gis.expressions import RuleRunner
from landwatch_plugin.paths import shipped

MET, NOT_MET, UNSURE = Outcome.MET, Outcome.NOT_MET, Outcome.UNSURE
Values = dict[str, Value]
Ask = Callable[..., Outcome]


_PATH = shipped("resources", "rulebooks") / "2022-default.toml"
SHIPPED = parse_rulebook(tomllib.loads(_PATH.read_text(encoding="utf-8")), _PATH.name, "0" * 64)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """The shipped rule book."""
    return SHIPPED


@pytest.fixture(scope="module")
def runner(qgis_app: Any, book: RuleBook) -> RuleRunner:
    """All shipped rules, prepared."""
    return RuleRunner(book)


@pytest.fixture
def ask(qgis_app: Any, book: RuleBook) -> Ask:
    """Try one condition: ask("arable_mu > @big_mu", arable_mu=Decimal("50.00"))."""

    def outcome(when: str, **values: Value) -> Outcome:
        [trial] = RuleRunner(only(book, when)).run(values)
        return trial.outcome

    return outcome


def only(book: RuleBook, when: str) -> RuleBook:
    """The book with a single rule X-01."""
    return replace(book, rules=(replace(book.rules[0], id="X-01", when=when, needs=()),), tag_rules=(), linkages=())


def number(text: str) -> Value:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    return Decimal(text) if re.fullmatch(r"\d+\.\d+", text) else text


def values(text: str) -> Values:
    """From "kind=土地 batch_share=0.999": what looks like a decimal is one."""
    return {key: number(value) for key, value in (pair.split("=") for pair in text.split())}


def outcome_of(runner: RuleRunner, rule_id: str, given: Values) -> Outcome:
    return next(trial.outcome for trial in runner.run(SHIPPED.own_reading(given)) if trial.rule.id == rule_id)


NO_PAPERS = "legal_share=0.00 late_share=0.00 temporary_share=0.00 facility_share=0.00"
TEMPORARY = "kind=土地 temporary_share=0.999000 temporary_makeup_share=0.020000 arable_mu=0.00 farmland_mu=0.00"
PIT = "kind=土地 tblx=KT arable_mu=0.01 legal_share=0.020000 temporary_share=0.020000"
#: Rule, values that meet it at its very limit, and the smallest change that no longer does.
EDGES = [
    ("K-01", "kind=矿产 mine_share=0.999000 mine_out_mu=9.00", "mine_share=0.998999"),
    ("K-01", "kind=矿产 mine_share=0.990000 mine_out_mu=0.05", "mine_out_mu=0.06"),
    ("K-02", "kind=矿产 mine_over_share=0.999000 held=延续受理通知书", "mine_over_share=0.998999"),
    ("K-03", "kind=矿产 mine_share=0.500000 mine_out_mu=0.06", "mine_out_mu=0.05"),
    ("K-03", "kind=矿产 mine_share=0.000001 mine_out_mu=8.00", "mine_share=0.000000"),
    ("K-04", "kind=矿产 use=近两年未开采", "use=正在开挖"),
    ("K-04", "kind=矿产 use=未开采", "use=尚未开采完毕"),
    ("K-04", "kind=矿产 use=无采矿活动", "use=无采矿许可证"),
    ("K-06", "kind=矿产 use=停采多年", "use=未停采"),
    ("K-06", "kind=矿产 use=废弃采石场", "use=废弃采石场正在采石"),
    ("K-05", "kind=矿产 mine_share=0.000000 mine_over_share=0.000000", "mine_over_share=0.000001"),
    ("K-06", "kind=矿产 use=废弃采场", "use=正在开挖"),
    ("K-07", "kind=矿产 use=土地整治", "use=正在开挖"),
    ("Q-06", "kind=土地 tblx=GF arable_mu=0.01 farmland_mu=0.00 built_until=2023-03-19", "built_until=2023-03-20"),
    ("Q-06", "kind=土地 tblx=GF arable_mu=0.01 farmland_mu=0.00 built_until=2023-03-19", "farmland_mu=0.01"),
    ("W-08", "kind=土地 makeup_share=0.020001", "makeup_share=0.020000"),
    ("W-09", "kind=土地 legal_share=0.020000 found=乡镇越权同意用地", "legal_share=0.020001"),
    ("W-09", "kind=土地 legal_share=0.020000 found=乡镇越权同意用地", "found=未发现越权批准情形"),
    ("W-10", "kind=土地 legal_share=0.020000 found=私自转让建厂", "found=自建厂房"),
    ("W-10", "kind=土地 legal_share=0.020000 found=私自转让建厂", "found=不存在买卖、转让土地的情况"),
    ("H-01", "kind=土地 batch_share=0.999000 makeup_share=0.020000", "batch_share=0.998999"),
    ("H-02", "kind=土地 single_share=0.999000 makeup_share=0.020000", "single_share=0.998999"),
    ("H-03", "kind=土地 supply_share=0.999000 makeup_share=0.020000", "supply_share=0.998999"),
    ("H-01", "kind=土地 batch_share=1.000000 makeup_share=0.020000", "makeup_share=0.020001"),
    ("H-04", "kind=土地 legal_share=0.990000 legal_left_solid_mu=0.00 makeup_share=0.00", "legal_left_solid_mu=0.01"),
    ("H-04", "kind=土地 legal_share=0.500001 legal_left_solid_mu=0.00 makeup_share=0.00", "legal_share=0.500000"),
    ("H-06", "kind=土地 registered_share=0.999000 makeup_share=0.020000", "registered_share=0.998999"),
    ("H-06", "kind=土地 registered_share=0.999000 makeup_share=0.020000", "makeup_share=0.020001"),
    ("H-07", "kind=土地 linked_share=0.999000 makeup_share=0.020000", "linked_share=0.998999"),
    ("H-07", "kind=土地 linked_share=0.999000 makeup_share=0.020000", "makeup_share=0.020001"),
    ("H-08", "kind=土地 held=宅基地批准书、现场照片 use=农村宅基地 patch_mu=0.50", "patch_mu=0.51"),
    ("H-08", "kind=土地 held=宅基地批准书、现场照片 use=农村宅基地 patch_mu=0.50", "use=工业厂房"),
    ("H-08", "kind=土地 held=宅基地批准书、现场照片 use=农村宅基地 patch_mu=0.50", "use=宅基地内建厂房"),
    ("H-09", "kind=土地 held=先行用地批复 use=在建公路", "held=批准文件"),
    ("H-09", "kind=土地 held=先行用地批复 use=在建公路", "use=民宿"),
    ("H-10", "kind=土地 held=乡村建设规划许可证 use=住宅 patch_mu=0.50 arable_mu=0.00", "patch_mu=0.51"),
    ("H-05", "kind=土地 built_share=0.999000", "built_share=0.998999"),
    ("Q-01", f"{TEMPORARY} use=临时料场", "temporary_share=0.998999"),
    ("Q-01", f"{TEMPORARY} use=临时料场", "temporary_makeup_share=0.020001"),
    ("Q-01", f"{TEMPORARY} use=临时料场", "use=永久厂房"),
    ("Q-01", f"{TEMPORARY} use=临时料场", "use=搅拌站"),
    ("W-12", f"{TEMPORARY} use=商品房", "use=临时料场"),
    ("W-13", "temporary_share=0.999000 temporary_makeup_share=0.020001", "temporary_makeup_share=0.020000"),
    ("Q-07", "facility_share=0.999000 facility_makeup_share=0.020001 use=大棚", "facility_makeup_share=0.020000"),
    ("Q-02", "kind=土地 facility_share=0.999000 facility_makeup_share=0.020000 use=育苗大棚", "facility_share=0.998999"),
    ("Q-02", "kind=土地 facility_share=0.999000 facility_makeup_share=0.020000 use=蔬菜种植", "use=饭店"),
    ("Q-03", "kind=土地 tblx=ND width_m=8.00", "width_m=8.01"),
    ("Q-03", "kind=土地 tblx=DL2 width_m=3.50", "tblx=TL"),
    ("Q-04", "kind=土地 tblx=GF arable_mu=0.00 farmland_mu=0.00", "arable_mu=0.01"),
    ("Q-04", "kind=土地 tblx=GF arable_mu=0.00 farmland_mu=0.00", "farmland_mu=0.01"),
    ("Q-02", "kind=土地 facility_share=0.999000 facility_makeup_share=0.020000 use=育苗大棚", "use=大棚房"),
    ("Q-02", "kind=土地 facility_share=0.999000 facility_makeup_share=0.020000 use=养殖棚", "use=养殖棚改仓库"),
    ("Q-02", "kind=土地 facility_share=0.999000 facility_makeup_share=0.020000 use=蔬菜种植", "use=未种植"),
    ("Q-03", "kind=土地 tblx=DL2 width_m=3.50 use=农村道路", "use=厂房"),
    ("Q-05", "kind=土地 use=种植玉米", "use=种植大棚"),
    ("Q-05", "kind=土地 use=种植玉米", "tblx=20"),
    ("Q-05", "kind=土地 use=种植玉米", "use=果园"),
    ("Q-08", "kind=土地 arable_mu=0.00 use=果园", "arable_mu=0.01"),
    ("Q-04", "kind=土地 tblx=GF arable_mu=0.00 farmland_mu=0.00 use=光伏方阵", "use=光伏升压站、办公楼"),
    ("Q-05", "kind=土地 use=覆膜", "built_on=2026-03-01"),
    ("Q-05", "kind=土地 use=实地未变化", "use=厂房"),
    ("Q-05", "kind=土地 use=实地未变化", "use=未变化不属实"),
    ("W-01", "kind=土地 temporary_over_share=0.500000", "temporary_over_share=0.499999"),
    ("W-02", "kind=土地 facility_share=0.999000 use=仓库", "facility_share=0.998999"),
    ("W-02", "kind=土地 facility_share=0.999000 use=养殖棚改仓库", "use=管理用房"),
    ("W-02", "kind=土地 facility_share=0.999000 use=大棚房", "use=大棚"),
    ("W-03", "kind=土地 late_share=0.500001", "late_share=0.500000"),
    ("W-04", "kind=土地 legal_share=0.900000 legal_left_solid_mu=0.01", "legal_left_solid_mu=0.00"),
    ("W-04", "kind=土地 legal_share=0.500001 legal_left_solid_mu=9.00", "legal_share=0.500000"),
    ("W-05", "kind=土地 legal_share=0.500000", "legal_share=0.500001"),
    ("W-05", "kind=土地 legal_share=0.020001", "legal_share=0.020000"),
    ("W-06", f"{PIT} use=挖塘养鱼", "arable_mu=0.00"),
    ("W-06", f"{PIT} use=取土", "legal_share=0.020001"),
    ("W-06", f"{PIT} use=堆土", "temporary_share=0.020001"),
    ("W-06", f"{PIT} use=开挖", "use=未开挖"),
    ("W-11", f"kind=土地 use=养殖棚 {NO_PAPERS}", "facility_share=0.020001"),
    ("W-11", f"kind=土地 use=养殖棚 {NO_PAPERS}", "use=养殖棚改仓库"),
    (
        "W-07",
        "kind=土地 legal_share=0.02 late_share=0.02 temporary_share=0.02 facility_share=0.02",
        "legal_share=0.020001",
    ),
    (
        "W-07",
        "kind=土地 legal_share=0.00 late_share=0.00 temporary_share=0.00 facility_share=0.00",
        "facility_share=0.020001",
    ),
    ("W-07", f"kind=土地 tblx=20 {NO_PAPERS} use=管理用房", "tblx=01"),
    ("W-07", f"kind=土地 tblx=01 {NO_PAPERS} use=厂房", "use=种植"),
]


@pytest.mark.parametrize(("rule_id", "at_the_limit", "just_over"), EDGES, ids=[f"{e[0]} {e[2]}" for e in EDGES])
def test_a_shipped_rule_speaks_up_to_its_limit_and_no_further(
    runner: RuleRunner, rule_id: str, at_the_limit: str, just_over: str
) -> None:
    """Met at the very limit; not met one step beyond it."""
    met = values(at_the_limit)
    assert outcome_of(runner, rule_id, met) is MET
    assert outcome_of(runner, rule_id, {**met, **values(just_over)}) is NOT_MET


def test_every_shipped_rule_has_its_edge(book: RuleBook) -> None:
    """A rule that is added needs a case above."""
    assert {rule.id for rule in book.rules} == {rule_id for rule_id, _, _ in EDGES}


@pytest.mark.parametrize(
    ("rule_id", "at_the_limit"), [edge[:2] for edge in EDGES], ids=[f"{e[0]} {n}" for n, e in enumerate(EDGES)]
)
def test_without_its_layers_a_shipped_rule_is_unsure(runner: RuleRunner, rule_id: str, at_the_limit: str) -> None:
    """Every figure that comes from a layer is unbound: 存疑, never 不符合."""
    met = values(at_the_limit)
    layered = {key for key in met if FIELDS[key].roles}
    if layered:
        assert outcome_of(runner, rule_id, {key: value for key, value in met.items() if key not in layered}) is UNSURE


@pytest.mark.parametrize(
    ("rule_id", "visited"),
    [(rule_id, met) for rule_id, met, _ in EDGES if "use=" in met and rule_id not in ("W-07", "Q-03", "Q-01", "Q-04")],
)
def test_without_a_field_visit_a_rule_on_the_use_is_unsure(runner: RuleRunner, rule_id: str, visited: str) -> None:
    """实地用途 is not known: nobody has looked."""
    met = values(visited)
    assert outcome_of(runner, rule_id, {**met, "use": None, "use_kinds": None, "use_nature": None}) is UNSURE


@pytest.mark.parametrize("rule_id", ["K-01", "K-02", "K-03", "K-04", "K-05"])
def test_mining_rules_have_nothing_to_say_of_land(runner: RuleRunner, rule_id: str) -> None:
    """Not met whatever is missing: the kind is known. And land rules leave mines alone."""
    assert outcome_of(runner, rule_id, {"kind": "土地"}) is NOT_MET
    assert outcome_of(runner, "W-07", {"kind": "矿产"}) is NOT_MET


def test_a_patch_of_which_nothing_is_known_is_unsure_everywhere(runner: RuleRunner, book: RuleBook) -> None:
    """No rule concludes from nothing."""
    trials = runner.run({})
    assert [trial.rule.id for trial in trials] == [rule.id for rule in book.rules]
    assert {trial.outcome for trial in trials} <= {UNSURE, NOT_MET}
    assert [trial.rule.id for trial in trials if trial.outcome is NOT_MET] == []


def test_one_patch_leaves_nothing_behind_for_the_next(runner: RuleRunner) -> None:
    """The runner is used for a whole month."""
    assert outcome_of(runner, "H-01", values("kind=土地 batch_share=1.0 makeup_share=0.0")) is MET
    assert outcome_of(runner, "H-01", {"kind": "土地"}) is UNSURE
    assert outcome_of(runner, "H-01", values("kind=土地 batch_share=0.5")) is NOT_MET


def test_a_trial_names_the_fields_it_read(runner: RuleRunner) -> None:
    """Sorted; the card prints their values."""
    trial = next(trial for trial in runner.run({}) if trial.rule.id == "K-03")
    assert trial.fields == ("kind", "mine_out_mu", "mine_share")


@pytest.mark.parametrize(
    ("when", "outcomes"),
    [
        ("arable_mu >= @big_mu", (NOT_MET, MET, MET)),
        ("arable_mu > @big_mu", (NOT_MET, NOT_MET, MET)),
        ("arable_mu <= @big_mu", (MET, MET, NOT_MET)),
        ("arable_mu < @big_mu", (MET, NOT_MET, NOT_MET)),
        ("arable_mu = @big_mu", (NOT_MET, MET, NOT_MET)),
        ("arable_mu <> @big_mu", (MET, NOT_MET, MET)),
    ],
)
def test_a_threshold_is_exact_to_the_cent(ask: Ask, when: str, outcomes: tuple[Outcome, ...]) -> None:
    """50 亩 less 0.01, 50 亩, 50 亩 and 0.01."""
    assert tuple(ask(when, arable_mu=Decimal(mu)) for mu in ("49.99", "50.00", "50.01")) == outcomes


@pytest.mark.parametrize("limit", ["0.05", "0.07", "0.1", "0.29", "1.15", "4.35", "10", "100.07", "1234.57", "5000"])
def test_decimals_and_thresholds_meet_as_equals(qgis_app: Any, book: RuleBook, limit: str) -> None:
    """No binary dust between a printed figure and a written limit."""
    own = replace(only(book, "arable_mu >= @limit"), thresholds={"limit": limit})
    runner, cent = RuleRunner(own), Decimal("0.01")
    found = [runner.run({"arable_mu": Decimal(limit) + step})[0].outcome for step in (-cent, Decimal(0), cent)]
    assert found == [NOT_MET, MET, MET]


@pytest.mark.parametrize(
    ("when", "given", "outcome"),
    [
        ("arable_mu > 1 AND farmland_mu > 1", "arable_mu=0.50", NOT_MET),
        ("arable_mu > 1 AND farmland_mu > 1", "arable_mu=2.00", UNSURE),
        ("arable_mu > 1 OR farmland_mu > 1", "arable_mu=2.00", MET),
        ("arable_mu > 1 OR farmland_mu > 1", "arable_mu=0.50", UNSURE),
        ("NOT (arable_mu > 1)", "kind=土地", UNSURE),
        ("arable_mu + farmland_mu > 1", "arable_mu=9.00", UNSURE),
        ("arable_mu / patch_mu > 0.5", "arable_mu=9.00 patch_mu=0.00", UNSURE),
        ("\"use\" LIKE '%大棚%'", "kind=土地", UNSURE),
        ("tblx IN ('1', '01')", "kind=土地", UNSURE),
        ("arable_mu IS NULL", "kind=土地", MET),
        ("coalesce(arable_mu, 0) > 1", "kind=土地", NOT_MET),
    ],
)
def test_missing_data_goes_through_the_logic_as_the_third_value(
    ask: Ask, when: str, given: str, outcome: Outcome
) -> None:
    """What is known may settle it; else it is 存疑. Only who asks for NULL gets an answer from NULL."""
    assert ask(when, **values(given)) is outcome


@pytest.mark.parametrize("blank", [None, ""])
def test_an_empty_text_is_no_data(ask: Ask, blank: Value) -> None:
    """As it is for the printed figures."""
    assert ask("tblx = '20'", tblx=blank) is UNSURE


@pytest.mark.parametrize(("built", "outcome"), [(date(2026, 3, 4), MET), (date(2026, 3, 5), NOT_MET), (None, UNSURE)])
def test_dates_are_compared_as_dates(ask: Ask, built: date | None, outcome: Outcome) -> None:
    """Before the image, on its day, not known."""
    assert ask("built_on < after_date", built_on=built, after_date=date(2026, 3, 5)) is outcome


def test_codes_are_compared_as_text(ask: Ask) -> None:
    """1 and 01 are two ways to write 耕地, and a rule must name both."""
    assert ask("tblx = '1'", tblx="01") is NOT_MET
    assert ask("tblx IN ('1', '01')", tblx="01") is MET


def test_photos_are_counted(ask: Ask) -> None:
    """A whole number."""
    assert (ask("photos >= 2", photos=1), ask("photos >= 2", photos=2)) == (NOT_MET, MET)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("farm_mu > 1", "未知指标：farm_mu"),
        ("ARABLE_MU > 1", "未知指标：ARABLE_MU"),
        ('"耕地面积" > 1', "未知指标：耕地面积"),
        ("arable_mu > @bigmu", "未定义的阈值：@bigmu"),
        ("area(@geometry) > 1", "未定义的阈值：@geometry"),
        ("arable_mu >", "无法解析"),
        ("arable_mu > 1)", "无法解析"),
        ("arable_mu > 1；kind = '土地'", "无法解析"),
        ("arable_mu ＞ 1", "无法解析"),
        ("area_of(arable_mu) > 1", "无法解析"),
        ("attribute('arable_mu') > 1", "间接读取指标"),
        ("eval('arable_mu > 1')", "间接读取指标"),
    ],
)
def test_a_condition_that_cannot_be_judged_is_refused_at_the_start(
    qgis_app: Any, book: RuleBook, when: str, said: str
) -> None:
    """In Chinese, on one line, with book, rule and cure; not in the middle of a month."""
    with pytest.raises(RuleBookError) as caught:
        RuleRunner(only(book, when))
    text = str(caught.value)
    assert text.startswith("【2022-default.toml】规则 X-01 ")
    assert said in text
    assert "\n" not in text
    assert re.search(r"[一-鿿]", caught.value.cure)


def test_a_condition_that_fails_on_the_values_names_book_and_rule(ask: Ask) -> None:
    """Only the patch shows it: a text that is no number."""
    with pytest.raises(RuleBookError, match="计算出错：“甲”不能当作整数") as caught:
        ask("to_int(tz) > 3", tz="甲")
    assert str(caught.value).startswith("【2022-default.toml】规则 X-01 ")
    assert caught.value.cure


def test_the_first_faulty_rule_is_the_one_named(qgis_app: Any, book: RuleBook) -> None:
    """Among many."""
    rules: tuple[Rule, ...] = (*book.rules[:3], replace(book.rules[3], id="X-09", when="nothing > 1"), *book.rules[4:])
    with pytest.raises(RuleBookError, match="规则 X-09 使用了未知指标：nothing"):
        RuleRunner(replace(book, rules=rules))
