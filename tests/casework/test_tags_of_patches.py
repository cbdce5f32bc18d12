"""标签和主体类型: proposed by the book, set or left out by the meeting, shown on the card, looked for in the list, printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from landwatch_plugin.casework.cases import case_of
from landwatch_plugin.casework.dossiers import Order, bind_dossiers
from landwatch_plugin.casework.findings_table import COLUMNS, finding_rows
from landwatch_plugin.casework.papers import write_minutes
from landwatch_plugin.casework.review import Filter, Review
from landwatch_plugin.domain.dossier import _decision
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.minutes import _item
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.verdict import Decision, party_of
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import Photo
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, docx_text, meeting_file, patch_row, photograph, rect

TAGS = ("非农化", "非粮化", "农村乱占耕地建房", "新增", "存量", "重点区域", "重大典型")
PARTIES = ("市场主体", "村民", "政府主导", "重大基础设施", "农业经营主体")


@pytest.fixture
def pair(small: SmallCounty) -> SmallCounty:
    """Two checked patches of 3.00 亩 of 水田 with what their volumes ask for."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(120, 20, 40, 50)))
    small.bind_land()
    facts = {
        "现场情况": "已建成厂房1栋。",
        "实地用途": "工业用地",
        "建设时间": "2026-03-01",
        "核查人": "李某、王某",
        "核查日期": "2026-07-22",
    }
    with Ledger.open(small.ledger) as ledger:
        for number in ("1", "2"):
            ledger.save_facts(number, facts, "外业组")
            path = photograph(small.folder / f"{number}_1.jpg")
            ledger.add_photos([Photo(number, str(path), number, taken_at="2026-07-21T09:30:00")])
    small.check()
    return small


def decide(small: SmallCounty, number: str, *tags: str, party: str = "") -> None:
    review = Review(small.ledger, operator="张某")
    review.decide(number, Decision("违法", "未报即用", "会议研究", "张某", tags, party=party))
    review.close()


def listed(small: SmallCounty, **chosen: str) -> list[str]:
    review = Review(small.ledger, operator="张某")
    try:
        return [row.number for row in review.rows(Filter(**chosen))]
    finally:
        review.close()


def papers(small: SmallCounty) -> list[str]:
    """Minutes and volume of patch 1, as text."""
    meeting = meeting_file(small.folder)
    written = write_minutes(small.ledger, meeting, small.folder / "纪要")
    order = Order(numbers=("1",), formats=("docx",))
    written += bind_dossiers(
        small.ledger, meeting, small.folder / "卷宗", list(small.bindings.values()), order, Silent()
    )
    return [docx_text(path) for path in written if path.suffix == ".docx" and "意见表" not in path.name]


def test_the_shipped_book_has_every_tag_of_the_field_and_a_condition_for_it() -> None:
    book = read_rulebook(default_rulebook())
    assert set(TAGS) <= set(book.tags)
    assert {rule.name for rule in book.tag_rules} == set(TAGS)
    assert set(PARTIES) <= set(book.parties)


def test_what_the_book_proposes_is_a_proposal_until_the_meeting_says_so(pair: SmallCounty) -> None:
    """Patch 1 is proposed as 非农化 and 新增; the list finds a tag only where a person has set it."""
    review = Review(pair.ledger, operator="张某")
    assert {tag.name for tag in review.card("1").tags} == {"非农化", "新增"}
    assert review.rows(Filter(tag="非农化")) == []
    review.close()


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_is_set_found_printed_and_taken_off_again(pair: SmallCounty, tag: str) -> None:
    decide(pair, "1", tag)
    decide(pair, "2")
    assert listed(pair, tag=tag) == ["1"]
    review = Review(pair.ledger, operator="张某")
    assert review.card("1").decision.tags == (tag,)
    assert tag in review.choices()["tag"]
    review.close()
    column = [name for name, _ in COLUMNS].index("tags")
    assert {row[column] for row in finding_rows(pair.ledger) if row[0] == "1"} == {tag}
    decide(pair, "1")
    assert listed(pair, tag=tag) == []
    with Ledger.open(pair.ledger) as ledger:
        told = [entry.text for entry in ledger.history("1")]
    assert f"标签：{tag}" in told[-2] and "标签" not in told[-1]


@pytest.mark.parametrize("party", PARTIES)
def test_the_kind_of_party_is_found_by_the_list(pair: SmallCounty, party: str) -> None:
    decide(pair, "1", party=party)
    assert listed(pair, party=party) == ["1"]
    assert listed(pair, party=next(one for one in PARTIES if one != party)) == []
    column = [name for name, _ in COLUMNS].index("party")
    assert {row[column] for row in finding_rows(pair.ledger)} == {party, ""}


def test_minutes_and_volume_print_tags_and_party(pair: SmallCounty) -> None:
    decide(pair, "1", "非农化", "重大典型", party="市场主体")
    minutes, volume = papers(pair)
    assert "标签：非农化、重大典型。" in minutes and "主体类型：市场主体。" in minutes
    assert "非农化、重大典型" in volume and "主体类型市场主体" in volume


def test_a_tag_of_another_year_can_still_be_looked_for(pair: SmallCounty, tmp_path: Path) -> None:
    """A decision of last year's book: its tag is offered though this year's book has none of that name."""
    decide(pair, "1", "非农化")
    review = Review(pair.ledger, operator="张某")
    review.book = replace(review.book, tags=("存量",), parties=())
    assert review.choices()["tag"] == ["存量", "非农化"]
    review.close()


def test_what_the_meeting_left_open_is_as_the_field_survey_has_it(pair: SmallCounty, tmp_path: Path) -> None:
    """One kind of party everywhere: list, form's card, table, minutes and both pages of the volume."""
    with Ledger.open(pair.ledger) as ledger:
        ledger.save_facts("1", {"主体类型": "市场主体"}, "外业组")
    decide(pair, "1")
    decide(pair, "2", party="村民")
    assert (listed(pair, party="市场主体"), listed(pair, party="村民")) == (["1"], ["2"])
    column = [name for name, _ in COLUMNS].index("party")
    assert {(row[0], row[column]) for row in finding_rows(pair.ledger)} == {("1", "市场主体"), ("2", "村民")}
    with Ledger.open(pair.ledger) as ledger:
        assert party_of(ledger.decision("1"), ledger.facts("1")) == "市场主体"
        assert ledger.row("1").party == "市场主体"
        ledger.save_facts("2", {"主体类型": "政府主导"}, "外业组")
        assert ledger.row("2").party == "村民", "the meeting's word goes before"


def test_the_volume_prints_one_kind_of_party(pair: SmallCounty, tmp_path: Path) -> None:
    with Ledger.open(pair.ledger) as ledger:
        ledger.save_facts("1", {"主体类型": "市场主体"}, "外业组")
        decide(pair, "1")
        case = case_of(ledger, ledger.row("1"), read_rulebook(default_rulebook()))
    book = read_rulebook(default_rulebook())
    assert _decision(case)["party"] == "市场主体"
    assert _item(case, book)["party"] == "市场主体"


def test_new_and_old_stock_exclude_each_other(pair: SmallCounty) -> None:
    """By whatever door: the panel and the table go through the same one."""
    with pytest.raises(LandwatchError, match="“新增”“存量”不能同时选用"):
        decide(pair, "1", "新增", "存量")
    decide(pair, "1", "新增", "非农化")
