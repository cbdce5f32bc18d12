"""涉密图斑的相邻图斑: the neighbour's self-check and history do not tell where a secret or a pending patch lies."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from landwatch_plugin.casework.review import Review
from landwatch_plugin.casework.self_check import self_check
from landwatch_plugin.casework.self_check_sheet import write_problems
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, patch_row, rect
from tests.self_checked import TODAY, alarms, run

HIDDEN, BESIDE = "990126SJ0777", "990126SJ0778"


@pytest.fixture
def overlapping(small: SmallCounty) -> SmallCounty:
    """Two patches that share 0.15 亩, told of at intake and by a self-check."""
    small.receive(patch_row(HIDDEN, rect(20, 20, 40, 50)), patch_row(BESIDE, rect(58, 20, 40, 50)))
    assert alarms(run(small))[BESIDE, "A-11"] == f"与图斑{HIDDEN}重叠0.15亩。"
    return small


def pend(small: SmallCounty) -> None:
    with Ledger.open(small.ledger) as ledger:
        ledger.save_facts(HIDDEN, {"现场情况": "部队营区涉军"}, "外业")


def printed(small: SmallCounty) -> str:
    """All cells of the list of problems, and the neighbour's history."""
    path = small.folder / "问题清单.xlsx"
    write_problems(self_check(small.ledger, today=TODAY, by="钱某"), path)
    cells = [
        str(cell) for page in openpyxl.load_workbook(path) for row in page.iter_rows(values_only=True) for cell in row
    ]
    review = Review(small.ledger)
    told = review.history(BESIDE)
    review.close()
    return " ".join([*cells, *told])


def test_while_it_waits_the_neighbour_s_list_and_history_are_silent(overlapping: SmallCounty) -> None:
    """Only the counter tells; before, both told of the overlap."""
    assert f"与图斑{HIDDEN}重叠" in printed(overlapping)
    pend(overlapping)
    told = printed(overlapping)
    assert HIDDEN not in told and "重叠0.15亩" not in told and "待确认图斑重叠" not in told
    assert "1个图斑待确认涉军涉密，未列入" in told


def test_a_denial_lets_the_neighbour_s_problem_speak_again(overlapping: SmallCounty) -> None:
    """It was neither closed nor lost meanwhile."""
    pend(overlapping)
    run(overlapping)
    review = Review(overlapping.ledger, operator="李某")
    review.deny_secret(HIDDEN, "军垦农场旧称")
    review.close()
    report = run(overlapping)
    assert alarms(report)[BESIDE, "A-11"] == f"与图斑{HIDDEN}重叠0.15亩。"
    assert [one.closed_at for one in report.problems if (one.number, one.check) == (BESIDE, "A-11")] == [""]


def test_once_marked_no_text_of_the_ledger_tells_of_the_overlap(overlapping: SmallCounty) -> None:
    """Neither in the tables nor in freed pages, nor in what is printed; the chain of the journal holds."""
    review = Review(overlapping.ledger, operator="张某")
    review.mark_secret(HIDDEN)
    review.close()
    data = Path(overlapping.ledger).read_bytes()
    for words in (f"图斑{HIDDEN}", f"与图斑{HIDDEN}重叠", "重叠0.15亩", "重叠100.00平方米"):
        assert words.encode() not in data
    with Ledger.open(overlapping.ledger) as ledger:
        assert ledger.verify_journal() is None
        assert ledger.self_check_problems() == [] or HIDDEN not in str(ledger.self_check_problems())
    told = printed(overlapping)
    assert HIDDEN not in told and "重叠0.15" not in told and "涉密图斑重叠" not in told


def test_an_overlap_with_a_third_patch_is_still_told(small: SmallCounty) -> None:
    """The larger overlap was with the pending one; the smaller one is no secret."""
    small.receive(
        patch_row(HIDDEN, rect(20, 20, 40, 50)), patch_row(BESIDE, rect(50, 20, 40, 50)), patch_row("990126SJ0779", rect(88, 20, 40, 50))
    )  # fmt: skip
    pend(small)
    assert alarms(run(small))[BESIDE, "A-11"] == "与图斑990126SJ0779重叠0.15亩。"
