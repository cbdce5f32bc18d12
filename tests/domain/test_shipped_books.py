"""随附手册: every shipped book speaks as an official does, marks what is not certain, and lacks no part."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from landwatch_plugin.domain.book_parts import ILLEGAL, KINDS
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.ledger.rulebook_file import read_rulebook

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "rulebooks"
BOOKS = {path.stem: read_rulebook(path) for path in sorted(FOLDER.glob("*.toml"))}
SURE = ("方案原文", "部门资料")
FORBIDDEN = ("证明", "罚款", "处罚", "罚", "认定为违法", "属于违法", "违法行为人", "犯罪", "！")
EVERY = pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)


def spoken(book: RuleBook) -> list[str]:
    """All that a user of the book gets to read of its rules, tags, linkages and next steps."""
    said = [text for rule in book.rules for text in (rule.title, rule.message, rule.citation)]
    said += [text for tag in book.tag_rules for text in (tag.message, tag.citation)]
    said += [text for link in book.linkages for text in (link.title, link.then)]
    return said + [item.next_step for item in book.subtypes] + [item.note for item in book.subtypes]


@EVERY
def test_no_text_claims_proof_or_names_a_penalty(book: RuleBook) -> None:
    """卫片 is a clue only."""
    assert [(text, word) for text in spoken(book) for word in FORBIDDEN if word in text.replace("灾毁证明", "")] == []


@EVERY
def test_what_speaks_against_a_patch_speaks_of_suspicion(book: RuleBook) -> None:
    """疑似 wherever the class amounts to 违法."""
    assert [rule.id for rule in book.rules if book.kind(rule.verdict) == ILLEGAL and "疑似" not in rule.message] == []


@EVERY
def test_every_text_is_chinese_and_ends_as_a_sentence(book: RuleBook) -> None:
    for rule in book.rules:
        assert re.search(r"[一-鿿]", rule.title) and re.search(r"[一-鿿]", rule.citation)
        assert rule.message.endswith("。")


@EVERY
def test_every_fact_says_how_certain_it_is(book: RuleBook) -> None:
    """Rules, sub-types, tags, linkages, calendar: what is memory or inference carries that mark."""
    marks = [item.certainty for item in (*book.rules, *book.subtypes, *book.tag_rules, *book.linkages)]
    marks += [item.certainty for item in (*book.calendar, *book.key_areas)]
    assert [mark for mark in marks if mark not in SURE and "待核" not in mark] == []


@EVERY
def test_every_class_has_a_kind_and_every_sub_type_its_evidence(book: RuleBook) -> None:
    assert set(book.kinds) == set(book.verdicts) and set(book.kinds.values()) <= set(KINDS)
    assert [item.name for item in book.subtypes if not item.asked()] == []
    assert book.warnings == ()
    assert all(book.subtypes_of(verdict) for verdict in book.verdicts)


@EVERY
def test_every_rule_belongs_to_a_step_and_stands_in_its_order(book: RuleBook) -> None:
    places = [book.steps.index(rule.step) for rule in book.rules if book.steps]
    assert places == sorted(places)


@EVERY
def test_every_threshold_says_how_certain_it_is(book: RuleBook) -> None:
    assert [item.name for item in book.limits if not (item.unit and item.meaning and item.certainty)] == []


def test_the_five_way_book_has_its_classes_and_all_their_parts() -> None:
    """rules.md §1.3: eighteen kinds of 其他, twelve of 非农违法 in three groups, and 圈占堆放 beside them."""
    book = BOOKS["2026-hebei"]
    assert list(book.verdicts) == ["合法", "其他", "非农违法", "农村道路", "设施农用地"]
    assert len(book.subtypes_of("其他")) == 18
    groups = [name.partition("—")[0] for name in book.subtypes_of("非农违法")]
    assert {group: groups.count(group) for group in groups} == {
        "工矿商服": 6, "民生公益": 3, "道路交通": 3, "圈占堆放等其他用地": 1,
    }  # fmt: skip
    assert book.steps == ("涉军涉密", "批文", "供地", "登记", "设施农用地", "农村道路", "其他类", "非农违法")
    assert book.resolved("实地为设施", "设施农用地") == ("设施农用地", "设施农用地")
    assert [book.kind(verdict) for verdict in book.verdicts] == ["合法", "其他", "违法", "其他", "其他"]
    assert book.kind("暂缓") == book.kind("未判定") == ""


def test_the_number_tests_of_the_exits_are_those_of_the_province() -> None:
    """> 2 亩: 95 % and less than 0.5 亩 of cultivated land; ≤ 2 亩: the main building 90 %; 0.001 亩 of 批文."""
    limits = BOOKS["2026-hebei"].thresholds
    names = ("exit_big_mu", "exit_cover", "exit_main", "exit_arable_mu", "full_mu", "road_least_m", "road_width_m")
    assert [limits[name] for name in names] == ["2", "0.95", "0.90", "0.5", "0.001", "2", "8"]


def test_an_alias_is_taken_for_the_name() -> None:
    """伪变化 of older notices is 实地未变化."""
    book = BOOKS["2022-default"]
    assert book.subtype("其他", "伪变化").name == "实地未变化"
