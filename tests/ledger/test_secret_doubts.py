"""涉军涉密待确认: words in the records of a patch ask a person, who confirms or denies; a mark put by mistake can be lifted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.records import Piece, Remedy
from landwatch_plugin.ledger.secret_doubts import DENIED
from landwatch_plugin.ledger.store import is_ledger

MARKS = ("涉军", "涉密", "军事", "军用")
OCTOBER = "2026年10月"


@pytest.fixture
def three(month, new_patch, receive):
    """Three open patches of October beside those of September."""
    receive(month, *(new_patch(f"SJ100{at}", OCTOBER) for at in (1, 2, 3)), name=OCTOBER)
    return month


def doubtful(ledger) -> dict[str, list[str]]:
    return {number: [one.told for one in doubts] for number, doubts in ledger.secret_doubts(MARKS).items()}


@pytest.mark.parametrize("record", ["实地用途", "现场情况", "备注"])
def test_a_word_in_any_record_of_the_visit_asks(three, record) -> None:
    three.save_facts("SJ1002", {record: "围墙内为军 用设施，未进入", "用地主体": "某公司"}, "外业组")
    assert doubtful(three) == {"SJ1002": [f"“{record}”中有“军用”字样"]}
    assert three.withheld(MARKS) == {"SJ1002"}


def test_the_reason_of_a_decision_and_the_papers_of_a_remedy_ask_too(three, new_decision) -> None:
    three.decide("SJ1001", new_decision(reason="该处涉密"), None)
    three.add_remedies([Remedy("SJ1003", "补办", Decimal("1.00"), "军事〔2026〕1号", date(2026, 9, 1), "涉军证明")])
    assert doubtful(three) == {
        "SJ1001": ["“会审理由”中有“涉密”字样"],
        "SJ1003": ["“整改文号”中有“军事”字样", "“整改证明材料”中有“涉军”字样"],
    }


def test_a_denial_stands_with_who_when_and_why(three) -> None:
    three.save_facts("SJ1002", {"现场情况": "军事主题餐厅"}, "外业组")
    three.deny_secret("SJ1002", MARKS, "为军事主题餐饮，已实地核实", "张某")
    assert three.withheld(MARKS) == frozenset()
    last = three.history("SJ1002")[-1]
    assert (last.act, last.who) == (DENIED, "张某")
    assert last.text == "“现场情况”中有“军事”字样，经确认不属涉军涉密；理由：为军事主题餐饮，已实地核实"
    assert last.at
    assert three.verify_journal() is None


def test_a_later_word_asks_again_and_another_record_does_not_undo_the_denial(three) -> None:
    """Denied as it stands: changed records with a mark, and new ones, ask again; other records do not."""
    three.save_facts("SJ1002", {"现场情况": "军事主题餐厅"}, "外业组")
    three.deny_secret("SJ1002", MARKS, "主题餐饮", "张某")
    three.save_facts("SJ1002", {"实地用途": "餐饮"}, "外业组")
    assert doubtful(three) == {}
    three.save_facts("SJ1002", {"备注": "后院涉密"}, "外业组")
    assert doubtful(three) == {"SJ1002": ["“备注”中有“涉密”字样"]}
    three.deny_secret("SJ1002", MARKS, "笔误", "张某")
    three.save_facts("SJ1002", {"现场情况": "军事主题餐厅，西侧为军用仓库"}, "外业组")
    assert doubtful(three) == {"SJ1002": ["“现场情况”中有“军事”“军用”字样"]}


def test_a_mark_that_the_book_learns_later_asks_again(three) -> None:
    three.save_facts("SJ1002", {"现场情况": "军事主题餐厅，内有靶场"}, "外业组")
    three.deny_secret("SJ1002", MARKS, "主题餐饮", "张某")
    assert three.withheld(MARKS) == frozenset()
    assert three.withheld((*MARKS, "靶场")) == {"SJ1002"}


@pytest.mark.parametrize(("reason", "by"), [("", "张某"), ("　", "张某"), ("主题餐饮", "")])
def test_a_denial_without_name_or_reason_is_refused(three, reason, by) -> None:
    three.save_facts("SJ1002", {"现场情况": "军事主题餐厅"}, "外业组")
    with pytest.raises(LedgerError, match="须写明经办人和理由"):
        three.deny_secret("SJ1002", MARKS, reason, by)
    assert three.withheld(MARKS) == {"SJ1002"}


def test_there_is_nothing_to_deny_without_a_word(three) -> None:
    with pytest.raises(LedgerError, match="没有待确认"):
        three.deny_secret("SJ1001", MARKS, "无", "张某")


def test_a_confirmed_mark_leaves_only_the_counter(three) -> None:
    three.save_facts("SJ1002", {"现场情况": "涉军围墙甲乙丙"}, "外业组")
    three.set_aside("SJ1002", "会审标记涉军/涉密", "张某")
    assert three.withheld(MARKS) == frozenset()
    assert three.secret_count() == 1
    assert "涉军围墙甲乙丙".encode() not in three.path.read_bytes()


def split(ledger, square) -> list[str]:
    """Two halves of SJ1001."""
    whole = ledger.patch("SJ1001")
    halves = [Piece(whole.wkb, whole.area_m2 / 2, ledger.row("SJ1001").mu / 2) for _ in range(2)]
    return ledger.split("SJ1001", halves, "按批准范围", "部分在批准范围内", "张某")


def test_the_whole_family_of_a_split_waits(three, square) -> None:
    """The children have copies of the record; one denial holds for all, and a new word in one withholds the others."""
    three.save_facts("SJ1001", {"现场情况": "军事主题餐厅"}, "外业组")
    children = split(three, square)
    assert three.withheld(MARKS) == {"SJ1001", *children}
    three.deny_secret(children[0], MARKS, "主题餐饮", "张某")
    assert three.withheld(MARKS) == frozenset()
    three.save_facts(children[1], {"备注": "涉密"}, "外业组")
    assert three.withheld(MARKS) == {"SJ1001", *children}
    assert set(doubtful(three)) == {children[1]}


def test_children_of_a_marked_patch_go_with_it_and_are_counted_once(three, square) -> None:
    children = split(three, square)
    three.set_aside(children[1], "会审标记涉军/涉密", "张某")
    assert [number for number in three.numbers() if number > "SJ1"] == ["SJ1002", "SJ1003"]
    assert three.secret_count() == 1
    assert three.secret_among(["SJ1001", *children]) == {"SJ1001", *children}


def test_a_lifted_mark_frees_the_number_and_the_counter(three, square) -> None:
    """With all that was split from it; the journal still proves whole."""
    children = split(three, square)
    three.set_aside("SJ1001", "会审标记涉军/涉密", "张某")
    three.lift_mark("SJ1001", "误标，经保密部门核实", "李某")
    assert (three.secret_count(), three.secret_among(["SJ1001", *children])) == (0, set())
    assert three.lifted_numbers() == {"SJ1001", *children}
    [batch] = [one for one in three.batches() if one.name == OCTOBER]
    assert (batch.rows, batch.accepted, batch.secret) == (2, 2, 0)
    assert three.verify_journal() is None
    last = three.journal()[-1]
    assert "误标，经保密部门核实" in last.text and last.who == "李某"


def test_a_lifted_number_can_be_marked_again(three, new_patch) -> None:
    three.set_aside("SJ1002", "会审标记涉军/涉密", "张某")
    three.lift_mark("SJ1002", "误标", "李某")
    [batch] = [one for one in three.batches() if one.name == OCTOBER]
    from dataclasses import replace

    three.receive_again(replace(batch, rows=1, accepted=1, rejected=0, secret=0), [new_patch("SJ1002", OCTOBER)], [])
    assert "SJ1002" in three.numbers()
    [batch] = [one for one in three.batches() if one.name == OCTOBER]
    assert (batch.rows, batch.accepted, batch.secret) == (3, 3, 0)
    three.set_aside("SJ1002", "再次标记", "张某")
    assert three.lifted_numbers() == frozenset()
    assert three.verify_journal() is None


@pytest.mark.parametrize(
    ("number", "reason", "by"),
    [("SJ1002", "", "李某"), ("SJ1002", "误标", ""), ("SJ1009", "误标", "李某"), ("SJ1001", "误标", "李某")],
)
def test_a_mark_is_lifted_only_by_name_reason_and_number(three, number, reason, by) -> None:
    three.set_aside("SJ1002", "会审标记涉军/涉密", "张某")
    with pytest.raises(LedgerError):
        three.lift_mark(number, reason, by)
    assert three.secret_count() == 1


def test_the_journal_for_inspection_tells_of_a_doubtful_patch_only_that_it_waits(three, tmp_path) -> None:
    three.save_facts("SJ1002", {"现场情况": "军事管理区旁"}, "外业组")
    three.export_journal_csv(tmp_path / "日志.csv", three.withheld(MARKS))
    text = (tmp_path / "日志.csv").read_text(encoding="utf-8-sig")
    assert "待确认涉军涉密，内容未列入" in text
    assert "SJ1002" not in text and "军事管理区" not in text


def test_a_ledger_is_told_from_other_files(three, tmp_path) -> None:
    (tmp_path / "别的.gpkg").write_bytes(b"")
    assert is_ledger(three.path)
    assert not is_ledger(tmp_path / "别的.gpkg")
