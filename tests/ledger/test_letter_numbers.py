"""发文字号: a number is given out once; a letter made again keeps its own."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.store import Ledger

pytestmark = pytest.mark.thorough

CODE = "演自然资函"


def issue(ledger, key=None, code=CODE, year=2026, kind="制止通知", **given):
    return ledger.issue_number(code, year, kind, f"关于{key}的函", "文书员", key, **given)


def test_numbers_follow_one_another(ledger):
    assert [issue(ledger), issue(ledger), issue(ledger)] == [f"{CODE}〔2026〕{n}号" for n in (1, 2, 3)]


def test_each_year_and_each_office_begins_with_one(ledger):
    issue(ledger)
    assert issue(ledger, year=2027) == "演自然资函〔2027〕1号"
    assert issue(ledger, code="演自然资执") == "演自然资执〔2026〕1号"
    assert issue(ledger) == "演自然资函〔2026〕2号"


def test_kinds_of_letters_share_one_sequence(ledger):
    """The office's register is one, whatever the letter is about."""
    issue(ledger, kind="制止通知")
    assert issue(ledger, kind="约谈函") == "演自然资函〔2026〕2号"


def test_a_letter_made_again_keeps_its_number(ledger):
    first = issue(ledger, "SJ0001")
    issue(ledger, "SJ0002")
    assert issue(ledger, "SJ0001") == first
    assert issue(ledger, "SJ0001", kind="约谈函") != first
    assert len(ledger.letters()) == 3


def test_a_letter_made_again_next_year_keeps_its_number_too(ledger):
    first = issue(ledger, "SJ0001")
    assert issue(ledger, "SJ0001", year=2027) == first


def test_letters_without_a_key_are_always_new(ledger):
    assert issue(ledger) != issue(ledger)


def test_an_office_that_has_sent_letters_by_hand_begins_after_them(ledger):
    """Fourteen letters went out this year before the program came."""
    assert issue(ledger, first=15) == "演自然资函〔2026〕15号"
    assert issue(ledger, first=15) == "演自然资函〔2026〕16号"
    assert issue(ledger) == "演自然资函〔2026〕17号"


@pytest.mark.parametrize("wrong", [{"code": " "}, {"first": 0}])
def test_without_a_code_no_number(ledger, wrong):
    with pytest.raises(LedgerError, match="机关代字"):
        issue(ledger, **wrong)
    assert ledger.letters() == []


def test_the_journal_knows_the_letter_and_its_patch(month):
    number = issue(month, "SJ0001")
    (entry,) = month.history("SJ0001")
    assert (entry.act, entry.text) == ("发文", f"{number} 制止通知《关于SJ0001的函》")
    issue(month, "演示镇2026年9月", kind="督办函")
    assert month.journal()[-1].number == ""


def test_a_number_that_was_not_journaled_was_not_given(month):
    """One transaction: a clock that fails (here: the journal's guard) leaves the sequence where it was."""
    month._run("CREATE TRIGGER full BEFORE INSERT ON journal_detail BEGIN SELECT raise(ABORT, '磁盘已满'); END")
    with pytest.raises(LedgerError, match="磁盘已满"):
        issue(month)
    month._run("DROP TRIGGER full")
    assert issue(month) == "演自然资函〔2026〕1号"


asked = st.tuples(
    st.sampled_from([CODE, "演自然资执"]), st.integers(2025, 2027), st.sampled_from(["制止通知", "约谈函"]),
    st.none() | st.sampled_from(["SJ0001", "SJ0002", "SJ0003"]),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=st.lists(asked, max_size=25))
def test_whatever_is_asked_no_number_is_given_twice(tmp_path_factory, wkt, requests):
    """No gap, no repetition within a code and year; one kind and key, one number; reopening changes nothing."""
    path = tmp_path_factory.mktemp("发文") / "台账.gpkg"
    Ledger.create(path, 4549, wkt).close()
    by_key, serials, total = {}, defaultdict(list), 0
    for step, (code, year, kind, key) in enumerate(requests):
        with Ledger.open(path) as ledger:
            number = ledger.issue_number(code, year, kind, f"第{step}函", "文书员", key)
        if key is not None and (kind, key) in by_key:
            assert by_key[kind, key] == number
            continue
        by_key[kind, key] = number
        shape = re.fullmatch(rf"{code}〔{year}〕(\d+)号", number)
        assert shape
        serials[code, year].append(int(shape[1]))
        total += 1
    assert all(given == list(range(1, len(given) + 1)) for given in serials.values())
    with Ledger.open(path) as ledger:
        assert len(ledger.letters()) == total
        assert ledger.verify_journal() is None
