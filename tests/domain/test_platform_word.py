"""平台判定用语: a word of the platform is equal to the type decided, differs from it, or is not known to the book."""

from __future__ import annotations

import pytest

from landwatch_plugin.domain.platform_word import same_type
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.paths import shipped


@pytest.fixture(scope="module")
def three() -> RuleBook:
    return read_rulebook(shipped("resources", "rulebooks", "2022-default.toml"))


@pytest.fixture(scope="module")
def five() -> RuleBook:
    return read_rulebook(shipped("resources", "rulebooks", "2026-hebei.toml"))


@pytest.mark.parametrize(
    ("word", "verdict", "subtype", "same"),
    [
        ("设施农用地", "其他", "设施农业用地", True), ("农村道路", "其他", "农村道路", True), ("伪变化", "其他", "实地未变化", True),
        ("其他", "其他", "农村道路", True), ("其他—农村道路", "其他", "农村道路", True), ("其他（农村道路）", "其他", "农村道路", True),
        ("其他-临时用地", "其他", "农村道路", False), ("农村道路", "其他", "临时用地", False), ("农村道路", "合法", "供地", False),
        ("合法", "合法", "供地", True), ("合法用地", "合法", "供地", True), (" 合 法 ", "合法", "供地", True),
        ("供地", "合法", "供地", True), ("供地", "合法", "不动产权证", False), ("已批准建设用地(批次)", "合法", "已批准建设用地（批次）", True),
        ("违法", "合法", "供地", False), ("合法", "违法", "未报即用", False), ("违法用地", "违法", "未报即用", True),
        ("不合法", "合法", "供地", None), ("非农违法", "违法", "未报即用", None), ("某词", "其他", "农村道路", None),
    ],
)  # fmt: skip
def test_a_word_of_the_platform_in_three_classes(
    three: RuleBook, word: str, verdict: str, subtype: str, same: bool | None
) -> None:
    """不合法 contains 合法 and is not it; a word that nobody knows is neither right nor wrong."""
    assert same_type(three, word, verdict, subtype) is same


def test_a_mere_kind_fits_the_classes_of_that_kind(five: RuleBook) -> None:
    """A class of its own name is not another one of the same kind."""
    part, own = five.subtypes_of("非农违法")[0], five.subtypes_of("设施农用地")[0]
    assert same_type(five, "违法", "非农违法", part) is True
    assert same_type(five, "其他", "设施农用地", own) is True
    assert same_type(five, "设施农用地", "设施农用地", own) is True
    assert same_type(five, "设施农用地", "其他", five.subtypes_of("其他")[0]) is False
    assert same_type(five, "非农化违法", "非农违法", five.subtypes_of("非农违法")[0]) is True


def test_a_class_that_was_decided_by_another_book_is_compared_as_it_stands(five: RuleBook) -> None:
    assert same_type(five, "旧类", "旧类", "旧子类") is True
