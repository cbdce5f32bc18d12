"""判定表: per shipped book and sub-type a patch that gets it, one that nearly does, one with its data missing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from landwatch_plugin.casework.judging import Judge, Judgement
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.ledger.rulebook_file import read_rulebook, shipped_rulebooks
from tests.decision_rows import LAND, TABLES, Row, values

pytestmark = pytest.mark.usefixtures("qgis_app")
ALL = [pytest.param(name, row, id=f"{name} {row.label}") for name, rows in TABLES.items() for row in rows]
EVERY_ROLE = frozenset(Role)


@cache
def book(name: str) -> RuleBook:
    return read_rulebook(next(path for path in shipped_rulebooks() if path.stem == name))


@cache
def judge(name: str) -> Judge:
    return Judge(book(name))


def figures(row: Row, *more: str) -> dict[str, Value]:
    """“无” stands for a date that nobody wrote down."""
    found = values(LAND, row.gets, *more)
    return found | ({"built_on": None} if found["built_on"] == "无" else {})


def judged(name: str, given: dict[str, Value]) -> Judgement:
    return judge(name).judge(given, EVERY_ROLE, frozenset())


def outcome(made: Judgement, rule: str) -> Outcome:
    return next(one.outcome for one in made.findings if one.rule == rule)


@pytest.mark.parametrize(("name", "row"), ALL)
def test_a_patch_gets_its_sub_type(name: str, row: Row) -> None:
    made = judged(name, figures(row)).suggestion
    assert (made.rule, made.verdict, made.subtype) == (row.rule, row.verdict, row.subtype)


@pytest.mark.parametrize(("name", "row"), ALL)
def test_a_patch_that_nearly_fits_does_not_get_it(name: str, row: Row) -> None:
    """One hundredth of a 亩, one millionth of the area, one word away."""
    made = judged(name, figures(row, row.near))
    assert outcome(made, row.rule) is Outcome.NOT_MET
    assert made.suggestion.rule != row.rule


@pytest.mark.parametrize(("name", "row"), ALL)
def test_without_its_data_the_rule_is_unsure_and_says_why(name: str, row: Row) -> None:
    """存疑 and never 不符合; the reason names the figure; what is suggested instead is weakened by it."""
    if not row.lost:
        pytest.skip("speaks only of what the field visit found: before it there is nothing to be unsure of")
    made = judged(name, {**figures(row), row.lost: None})
    finding = next(one for one in made.findings if one.rule == row.rule)
    assert finding.outcome is Outcome.UNSURE
    assert any(word in finding.reason for word in ("无数据", "外业核查"))
    assert made.suggestion.rule != row.rule
    if made.suggestion.rule in [one.rule for one in made.findings[made.findings.index(finding) :]]:
        assert "存疑" in made.suggestion.confidence


@pytest.mark.parametrize("name", TABLES)
def test_every_sub_type_and_every_rule_has_its_row(name: str) -> None:
    """What is added to a book needs a row."""
    rows = TABLES[name]
    assert {(item.verdict, item.name) for item in book(name).subtypes} == {(row.verdict, row.subtype) for row in rows}
    assert {rule.id for rule in book(name).rules} == {row.rule for row in rows}


@pytest.mark.parametrize("name", TABLES)
def test_no_rule_can_be_left_out_unseen(name: str) -> None:
    """Mutation: without any one rule some patch of the table gets another sub-type."""
    whole = book(name)
    unseen = []
    for rule in whole.rules:
        less = Judge(replace(whole, rules=tuple(one for one in whole.rules if one is not rule)))
        rows = [row for row in TABLES[name] if row.rule == rule.id]
        made = [less.judge(figures(row), EVERY_ROLE, frozenset()).suggestion for row in rows]
        if all((one.verdict, one.subtype) == (row.verdict, row.subtype) for one, row in zip(made, rows, strict=True)):
            unseen.append(rule.id)
    assert unseen == []


@pytest.mark.parametrize("name", TABLES)
def test_without_any_layer_no_rule_of_a_layer_holds(name: str) -> None:
    """Nothing bound: every rule that needs a layer is 存疑 or not met, whatever the figures say."""
    for row in TABLES[name]:
        made = judge(name).judge(figures(row), frozenset(), frozenset())
        needy = {rule.id for rule in book(name).rules if rule.needs}
        assert not [one.rule for one in made.findings if one.rule in needy and one.outcome is Outcome.MET]


def test_a_suggestion_names_what_is_missing_and_what_comes_next() -> None:
    """Class, sub-type, confidence in words, reason, evidence, next step with the linkage reached."""
    big = judged("2022-default", values(LAND, "patch_mu=60.00 arable_mu=50.00 party=市场主体")).suggestion
    assert (big.verdict, big.subtype, big.missing[0]) == ("违法", "未报即用", "情况说明")
    assert big.confidence == "缺4项举证"
    assert "补充举证：情况说明、套合图、现场照片、停工通知书" in big.next_step
    assert "领导小组逐一实地核查" in big.next_step and "检察机关" in big.next_step
    small = judged("2022-default", values(LAND, "arable_mu=49.99 party=村民")).suggestion
    assert "领导小组" not in small.next_step and "检察机关" not in small.next_step


@pytest.mark.parametrize(
    ("given", "tags"),
    [
        ("", {"非农化", "新增"}),
        ("arable_mu=0.00", {"新增"}),
        ("tblx=2 use=果园", {"非粮化", "新增"}),
        ("use=农村宅基地", {"非农化", "农村乱占耕地建房", "新增"}),
        ("built_from=2025-01-01 built_until=2025-01-01", {"非农化", "存量"}),
        ("built_from=2026-02-08", {"非农化", "新增"}),
        ("key_area_mu=1.50", {"非农化", "新增", "重点区域"}),
        ("key_area_mu=1.49", {"非农化", "新增"}),
        ("farmland_mu=5.00", {"非农化", "新增", "重大典型"}),
        ("farmland_mu=4.99", {"非农化", "新增"}),
    ],
)
@pytest.mark.parametrize("name", TABLES)
def test_tags_are_proposed_where_the_data_allow(name: str, given: str, tags: set[str]) -> None:
    """Each with its figures; a person sets them."""
    made = judged(name, values(LAND, given)).tags
    assert {tag.name for tag in made} == tags
    assert all(tag.reason for tag in made)


def test_no_tag_is_proposed_from_nothing() -> None:
    assert judged("2022-default", {"kind": "土地"}).tags == ()


def test_a_failed_layer_is_told_apart_from_an_unbound_one() -> None:
    """Both are 存疑; the reasons differ."""
    given: dict[str, Any] = {**figures(TABLES["2022-default"][8]), "batch_share": None}
    bound = EVERY_ROLE - {Role.BATCH}
    unbound = judge("2022-default").judge(given, bound, ())
    failed = judge("2022-default").judge(given, bound, (), {Role.BATCH: "图层无法打开"})
    reasons = [next(one.reason for one in made.findings if one.rule == "H-01") for made in (unbound, failed)]
    assert reasons[0].startswith("未绑定图层：批次用地")
    assert reasons[1].startswith("检查未完成的图层：批次用地（图层无法打开）")
