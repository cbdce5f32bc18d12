"""判定: what the program suggests and what people decide read differently."""

from __future__ import annotations

from landwatch_plugin.domain.verdict import Decision, Outcome, Suggestion


def test_a_suggestion_never_sounds_like_a_conclusion() -> None:
    """It begins with 建议 and carries its confidence."""
    assert Suggestion("违法", "未报即用", "W-07", "缺2项举证", "…").text == "建议：违法—未报即用（缺2项举证）"


def test_no_rule_means_a_person_must_judge() -> None:
    """存疑 is a state of its own."""
    assert Suggestion("", "", "", "存疑", "…").text == "存疑，需人工判定"


def test_a_decision_names_class_and_subtype_unless_it_is_put_off() -> None:
    """暂缓 has no class, whatever was noted with it."""
    assert Decision("合法", "供地", "…", "张三").text == "合法—供地"
    assert Decision("合法", "供地", "…", "张三", deferred=True).text == "暂缓"


def test_a_rule_has_three_outcomes() -> None:
    """Missing data is one of them."""
    assert [outcome.value for outcome in Outcome] == ["符合", "不符合", "存疑"]
