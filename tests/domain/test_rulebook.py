"""规则手册: the shipped book is whole, marks what is not certain, and speaks of suspicion, never of proof."""

from __future__ import annotations

import re
import string
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.rulebook import Rule, RuleBook, Subtype, parse_rulebook

SURE = ("方案原文", "部门资料")
FROM_MEMORY = [
    "原有建设用地", "增减挂钩建新区", "宅基地批准书", "先行用地批复", "乡村建设规划许可", "未报即用", "未批先建", "边报边用", "批少占多", "批东占西",
    "非法批地", "非法转让", "改变用途", "临时用地超期", "破坏耕地", "非采矿动土", "采矿权延续受理", "矿产伪变化", "矿产不处理",
]  # fmt: skip
"""Sub-types whose test or evidence rules.md §1.1 and §2 give from memory or from the rule of 2011."""
INFERRED = [
    "K-02", "K-04", "K-06", "K-07", "H-04", "H-05", "H-07", "H-08", "H-09", "Q-03", "Q-06",
    "W-01", "W-02", "W-03", "W-05", "W-06", "W-08", "W-09", "W-10", "W-11", "W-12", "W-13", "H-10", "Q-07",
]  # fmt: skip
"""Rules whose condition rules.md gives from memory, by inference, or from 2011 or another province."""


def words(rule: Rule) -> str:
    return f"{rule.title} {rule.message} {rule.citation}"


def ids(item: Any) -> str:
    return item.id if isinstance(item, Rule) else f"{item.verdict}-{item.name}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each rule and each sub-type of the shipped book is a case of its own."""
    for name in {"rule", "subtype"} & set(metafunc.fixturenames):
        metafunc.parametrize(name, getattr(shipped(), f"{name}s"), ids=ids)


@cache
def shipped() -> RuleBook:
    path = Path(__file__).resolve().parents[2] / "resources" / "rulebooks" / "2022-default.toml"
    return parse_rulebook(tomllib.loads(path.read_text(encoding="utf-8")), path.name, "0" * 64)


def test_the_shipped_book_knows_the_three_classes_in_their_order(book: RuleBook) -> None:
    """合法, 违法, 其他, each with its long title."""
    assert list(book.verdicts.items()) == [("合法", "合法用地"), ("违法", "违法用地"), ("其他", "其他用地")]


def test_the_stamp_names_book_version_and_bytes(book: RuleBook) -> None:
    """It is printed on every document."""
    assert book.stamp == "2022-default 1.1（01234567，未核定）"


def test_every_evidence_item_of_a_subtype_is_defined(subtype: Subtype, book: RuleBook) -> None:
    """And every sub-type asks for some."""
    assert subtype.evidence
    assert set(subtype.evidence) <= set(book.evidence)


def test_every_evidence_item_is_asked_for_by_some_subtype(book: RuleBook) -> None:
    """No dead entries in the list."""
    assert set(book.evidence) == {name for subtype in book.subtypes for name, _ in subtype.asked()}


def test_every_subtype_says_how_certain_it_is(subtype: Subtype) -> None:
    """What we know from memory or from old rules says 待核."""
    assert subtype.certainty in SURE or "待核" in subtype.certainty
    assert ("待核" in subtype.certainty) == (subtype.name in FROM_MEMORY)


def test_every_rule_says_how_certain_it_is_and_whence(rule: Rule) -> None:
    """The source is cited; what is inferred says 待核."""
    assert rule.citation
    assert rule.certainty in SURE or "待核" in rule.certainty
    assert ("待核" in rule.certainty) == (rule.id in INFERRED)


def test_every_threshold_says_its_unit_its_meaning_and_how_certain_it_is(book: RuleBook) -> None:
    """Beside the number, for the page and for the reader of the file."""
    assert [item.name for item in book.limits if not (item.unit and item.meaning and item.certainty)] == []
    assert {item.name: item.value for item in book.limits} == book.thresholds


def test_the_precedence_of_remedies_is_marked_as_inferred(shipped_text: str) -> None:
    """The text of 2022 is silent on it (rules.md §4.1)."""
    assert re.search(r"^precedence = .*# .*推断待核", shipped_text, re.MULTILINE)


def test_a_rule_reads_check_fields_only(rule: Rule, book: RuleBook) -> None:
    """Every word of the condition is a field, a threshold, a quoted text or QGIS's own."""
    bare = re.sub(r"'[^']*'|\b\w+(?=\()", "", rule.when)
    names = set(re.findall(r"(?<!@)\b[a-z_]+\b", bare))
    assert names and names <= set(FIELDS)
    assert set(re.findall(r"@(\w+)", bare)) <= set(book.thresholds)


def test_a_message_names_check_fields_only(rule: Rule) -> None:
    """In braces."""
    assert {name for _, name, _, _ in string.Formatter().parse(rule.message) if name} <= set(FIELDS)


def test_a_rule_needs_the_layers_of_the_fields_it_reads(rule: Rule) -> None:
    """Else it could speak without its layer: needs covers every role of the condition's fields."""
    bare = re.sub(r"'[^']*'|@\w+|\b\w+(?=\()", "", rule.when)
    read = [FIELDS[name] for name in set(re.findall(r"\b[a-z_]+\b", bare))]
    assert {role for field in read for role in field.roles} <= set(rule.needs)


def test_no_rule_claims_proof_or_names_a_penalty(rule: Rule) -> None:
    """卫片 is a clue only; penalties are decided elsewhere."""
    assert [word for word in ("证明", "罚款", "处罚", "罚", "认定为违法", "属于违法") if word in words(rule)] == []


def test_what_speaks_against_a_patch_speaks_of_suspicion(rule: Rule) -> None:
    """疑似 in every message of the class 违法."""
    if rule.verdict == "违法":
        assert "疑似" in rule.message


def test_every_text_is_chinese(rule: Rule) -> None:
    """Title, message and citation are for the staff."""
    for text in (rule.title, rule.message, rule.citation):
        assert re.search(r"[一-鿿]", text)


def test_every_class_has_subtypes_and_every_name_is_its_own(book: RuleBook) -> None:
    """A sub-type is found by class and name."""
    names = [(item.verdict, item.name) for item in book.subtypes]
    assert len(names) == len(set(names))
    for verdict in book.verdicts:
        assert book.subtypes_of(verdict)
    assert book.subtype("违法", "未报即用").evidence[0] == "情况说明"


def test_lawful_grounds_come_before_suspicion(book: RuleBook) -> None:
    """用足用好政策: of the land rules, all that help stand above the first that accuses (rules.md §3)."""
    order = [rule.verdict for rule in book.rules if not rule.id.startswith("K")]
    assert order == sorted(order, key=lambda verdict: verdict == "违法")


def test_a_subtype_that_the_book_does_not_know_is_refused(book: RuleBook) -> None:
    """Class and name must both fit."""
    with pytest.raises(RuleBookError, match="“2022年三分类规则手册”中没有“合法—未报即用”这一类型"):
        book.subtype("合法", "未报即用")


def test_secret_marks_and_mine_types_are_data(book: RuleBook) -> None:
    """Words of the remark, and the code of 采矿 in the 2026 list."""
    assert {"涉军", "涉密"} <= set(book.secret_marks)
    assert book.mine_types == ("CK",)


def test_thresholds_stay_text(book: RuleBook) -> None:
    """So that 0.999 is that very decimal."""
    assert book.thresholds["cover"] == "0.999"
    assert all(isinstance(value, str) for value in book.thresholds.values())


def test_ratio_and_documents_may_be_left_out(tables: dict[str, Any]) -> None:
    """They fall back to the forms of 2022."""
    del tables["ratio"], tables["documents"]
    book = parse_rulebook(tables, "a.toml", "0" * 64)
    assert (book.ratio, book.documents) == ({}, {})


def test_unknown_keys_do_no_harm(tables: dict[str, Any]) -> None:
    """A book of a later year can be read."""
    tables["weather"] = {"雨": "停"}
    tables["rule"][0]["colour"] = "red"
    read = parse_rulebook(tables, "a.toml", "0" * 64)
    assert read.rules[0].needs == (Role.MINE,)
    assert set(read.warnings) == {
        "表 [[rule]]（K-01）中有未知的键 colour，已保留，不起作用。",
        "未知的表 [weather]，已保留，不起作用。",
    }
    assert read.tables["weather"] == {"雨": "停"}
