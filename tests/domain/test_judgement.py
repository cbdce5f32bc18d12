"""预筛: findings with their figures, and a suggestion that says how sure it is and what is missing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.judgement import make_finding, suggest
from landwatch_plugin.domain.rulebook import Rule, RuleBook
from landwatch_plugin.domain.unsure import Doubt, Known
from landwatch_plugin.domain.verdict import Finding, Outcome

MET, NOT_MET, UNSURE = Outcome.MET, Outcome.NOT_MET, Outcome.UNSURE
VALUES: dict[str, Value] = {"legal_share": Decimal("0.600000"), "legal_left_mu": Decimal("3.20"), "arable_mu": None}
GROUNDS = {Role.BATCH, Role.SINGLE, Role.SUPPLY}
FIELDS = ("kind", "legal_left_mu", "legal_share")


def rule(book: RuleBook, rule_id: str) -> Rule:
    return next(one for one in book.rules if one.id == rule_id)


def finding(rule_id: str, outcome: Outcome, certainty: str = "方案原文") -> Finding:
    subtype = {"H-01": ("合法", "已批准建设用地（批次）"), "W-07": ("违法", "未报即用")}.get(rule_id, ("合法", "供地"))
    return Finding(rule_id, "…", outcome, *subtype, "依据", {}, "", certainty)


def test_a_rule_that_is_met_speaks_with_its_figures(book: RuleBook) -> None:
    """The message is filled in; what is not known says 无数据."""
    found = make_finding(rule(book, "W-04"), MET, FIELDS, Known({**VALUES, "kind": "土地"}, GROUNDS))
    assert found.message.startswith("批准范围合并覆盖率60.00%，未覆盖3.20亩（扣除边角后无数据），其中耕地无数据")
    assert found.values == {"图斑类别": "土地", "合法依据未覆盖面积": "3.20亩", "合法依据覆盖率": "60.00%"}
    assert (found.rule, found.outcome, found.reason) == ("W-04", MET, "")


@pytest.mark.parametrize("outcome", [NOT_MET, UNSURE])
def test_a_rule_that_is_not_met_keeps_silent(book: RuleBook, outcome: Outcome) -> None:
    """Its figures are kept, its message is not."""
    found = make_finding(rule(book, "W-04"), outcome, FIELDS, Known(VALUES, GROUNDS))
    assert (found.outcome, found.message) == (outcome, "")


def test_an_unsure_rule_names_the_layers_and_figures_that_lack(book: RuleBook) -> None:
    """By title, so that the user knows what to bind."""
    values: dict[str, Value] = {"kind": "土地", "legal_share": None, "legal_left_mu": None}
    found = make_finding(rule(book, "W-04"), UNSURE, FIELDS, Known(values, {Role.BATCH}))
    assert found.reason == "未绑定图层：单独选址、供地；无数据：合法依据未覆盖面积、合法依据覆盖率"


def test_what_is_met_without_a_needed_layer_is_unsure_all_the_same(book: RuleBook) -> None:
    """Half of the grounds cannot say that there is none."""
    found = make_finding(rule(book, "W-04"), MET, FIELDS, Known(VALUES, {Role.BATCH, Role.SINGLE}))
    assert (found.outcome, found.message) == (UNSURE, "")
    assert "未绑定图层：供地" in found.reason


def test_every_message_of_the_book_can_be_filled_from_nothing(book: RuleBook) -> None:
    """No value at all: 无数据 everywhere, and no brace is left."""
    for one in book.rules:
        text = make_finding(one, MET, (), Known({}, set(Role))).message
        assert "{" not in text and "}" not in text


def test_the_first_rule_met_is_suggested(book: RuleBook) -> None:
    """From the top, with its rule and its reason."""
    found = suggest(
        book, [finding("H-01", NOT_MET), finding("H-03", MET), finding("W-07", MET)], {"供地合同", "套合图", "现场照片"}
    )
    assert (found.verdict, found.subtype, found.rule, found.confidence) == ("合法", "供地", "H-03", "数据齐备")
    assert found.missing == ()


def test_doubt_above_weakens_a_suggestion(book: RuleBook) -> None:
    """Unsure rules above it are named, doubtful grounds and missing evidence too."""
    findings = [finding("H-01", UNSURE), finding("W-07", MET, "推断待核")]
    found = suggest(book, findings, {"情况说明", "套合图"})
    assert found.confidence == "先行规则H-01存疑；规则依据待核；缺2项举证"
    assert found.missing == ("现场照片", "停工通知书")
    assert found.text.startswith("建议：违法—未报即用（")


def test_doubt_below_does_not(book: RuleBook) -> None:
    """What comes later was not needed."""
    findings = [finding("H-01", MET), finding("H-03", UNSURE)]
    assert "存疑" not in suggest(book, findings, ()).confidence


@pytest.mark.parametrize("certainty", ["经验待核", "推断待核", "部门资料（2011年口径，待核）"])
def test_doubtful_grounds_are_said(book: RuleBook, certainty: str) -> None:
    """Only 方案原文 and 部门资料 stand without a word."""
    assert "规则依据待核" in suggest(book, [finding("H-01", MET, certainty)], ()).confidence


def test_when_no_rule_speaks_a_person_judges(book: RuleBook) -> None:
    """No class is suggested, and the unsure rules are listed."""
    found = suggest(book, [finding("H-01", UNSURE), finding("W-07", NOT_MET)], ())
    assert (found.verdict, found.subtype, found.rule) == ("", "", "")
    assert found.reason == "没有规则符合；规则H-01存疑，需人工判定。"
    assert found.next_step == "补齐规则追溯所列缺项后重新核查。"


def test_when_every_rule_said_no_the_tracer_is_named(book: RuleBook) -> None:
    """Nothing lacks and nothing fits: there is a next step all the same."""
    found = suggest(book, [finding("H-01", NOT_MET)], ())
    assert found.reason == "没有规则符合，需人工判定。"
    assert found.next_step == "没有规则符合，请查看规则追溯，结合举证人工判定。"


LAYERS = Doubt(unbound=("供地",), broken=("临时用地（无法打开）",))
VISIT = Doubt(unvisited=("实地用途",))
UNDATED = Doubt(rest=("无数据：…",), whys=("批文某号没有批准日期",))


def test_the_layers_that_lack_are_named_with_the_cure(book: RuleBook) -> None:
    """Not bound and failed are told apart; the next step begins with what has to be mended."""
    rules = [finding(rule, UNSURE) for rule in ("H-03", "Q-01")]
    doubts = {"H-03": LAYERS, "Q-01": LAYERS}
    found = suggest(book, [*rules, finding("W-07", MET)], {"情况说明", "套合图"}, (), doubts)
    assert found.confidence == "未绑定：供地；检查未完成：临时用地；先行规则H-03、Q-01存疑；缺2项举证"
    assert found.next_step.startswith("绑定图层：供地，修正图层：临时用地（无法打开）后重新核查；")
    none = suggest(book, rules, (), (), doubts)
    told = "没有规则符合；未绑定：供地；检查未完成：临时用地（无法打开）；规则H-03、Q-01存疑，需人工判定。"
    assert (none.reason, none.next_step) == (told, "绑定图层：供地，修正图层：临时用地（无法打开）后重新核查。")


def test_rules_that_wait_for_the_field_visit_alone_are_counted(book: RuleBook) -> None:
    """Two dozen ids in a headline help nobody; the tracer has them."""
    rules = [finding(f"T-{at:02d}", UNSURE) for at in range(24)]
    doubts = {one.rule: VISIT for one in rules}
    found = suggest(book, [*rules, finding("W-07", MET)], {"情况说明", "套合图", "现场照片", "停工通知书"}, (), doubts)
    assert found.confidence == "外业未核查，24条规则存疑"
    assert found.next_step.startswith("完成外业核查后重新核查；")


def test_at_most_three_other_rules_are_named(book: RuleBook) -> None:
    """Those that lack a figure of a layer, beside those that wait for the visit."""
    rules = [finding(f"H-{at:02d}", UNSURE) for at in range(5)]
    doubts = {one.rule: UNDATED for one in rules} | {"H-04": VISIT}
    found = suggest(book, [*rules, finding("W-07", MET)], {"情况说明", "套合图", "现场照片", "停工通知书"}, (), doubts)
    assert found.confidence == "外业未核查，1条规则存疑；先行规则H-00、H-01、H-02等4条存疑"
    assert found.next_step.startswith("完成外业核查，补正资料（批文某号没有批准日期）后重新核查；")


def test_facts_that_the_visit_left_out_are_asked_for(book: RuleBook) -> None:
    """Those who were there are to write it down; nobody has to go again."""
    doubts = {"H-01": Doubt(unfilled=("实地用途",)), "H-03": Doubt(unfilled=("实地用途", "建设时间"))}
    found = suggest(book, [finding("H-01", UNSURE), finding("H-03", UNSURE)], (), (), doubts)
    assert found.reason == "没有规则符合；规则H-01、H-03存疑，需人工判定。"
    assert found.next_step == "补填外业核查的实地用途、建设时间后重新核查。"


def test_what_makes_a_rule_unsure_is_handed_on(book: RuleBook) -> None:
    """The finding keeps the words, the suggestion gets the parts; a rule that says yes or no has no doubt."""
    doubts: dict[str, Doubt] = {}
    known = Known({"kind": "土地"}, {Role.BATCH})
    found = make_finding(rule(book, "W-04"), UNSURE, FIELDS, known, doubts)
    assert doubts["W-04"].text == found.reason and doubts["W-04"].unbound == ("单独选址", "供地")
    assert make_finding(rule(book, "H-01"), NOT_MET, ("batch_share",), known, doubts).reason == ""
    assert set(doubts) == {"W-04"}


def test_a_suggestion_outside_the_book_lacks_nothing_known(book: RuleBook) -> None:
    """A sub-type of another year has no list here."""
    assert suggest(book, [replace(finding("H-01", MET), subtype="另一类")], ()).missing == ()
