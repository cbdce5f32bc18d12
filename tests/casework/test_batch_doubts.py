"""接收疑点: rows that are taken and should be looked at: dates, numbers almost the same, another county's code."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch_plugin.casework.intake_report import IntakeReport
from landwatch_plugin.domain.intake import REJECT
from landwatch_plugin.domain.patch_number import AS_WRITTEN
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, patch_row, rect


def receive(small: SmallCounty, **given: list[str]) -> IntakeReport:
    """One row for each value; every other field as usual."""
    [count] = {len(values) for values in given.values()}
    rows = []
    for at in range(count):
        values = {name: texts[at] for name, texts in given.items()}
        number = values.pop("JCBH", f"9901{at:02d}")
        rows.append(patch_row(number, rect(60 * at, 0, 40, 50), **values))
    return small.receive(*rows)


def said(report: IntakeReport, word: str) -> list[tuple[int, str]]:
    assert all(issue.cure for issue in report.issues)
    return [(issue.row, issue.problem) for issue in report.issues if word in issue.problem]


def test_dates_the_wrong_way_round_are_told(small: SmallCounty) -> None:
    report = receive(small, QSX=["20260512", "20260101"], HSX=["20260101", "20260512"])
    assert report.accepted == 2
    assert said(report, "晚于后时相") == [(1, "前时相（2026年5月12日）晚于后时相（2026年1月1日）")]


def test_dates_that_no_image_can_have_are_told(small: SmallCounty) -> None:
    report = receive(small, QSX=["19980512", "20250101"], HSX=["20260101", "20990512"])
    assert said(report, "早于2000年") == [(1, "前时相1998年5月12日早于2000年")]
    assert said(report, "晚于今天") == [(2, "后时相2099年5月12日晚于今天一个月以上")]


def test_a_blank_date_is_told_and_a_blank_column_once(small: SmallCounty) -> None:
    report = receive(small, QSX=["", "20250101", "20250101"], HSX=["", "", ""])
    assert said(report, "为空") == [(0, "后时相全部为空"), (1, "前时相为空")]


def test_a_date_that_was_inferred_is_told(small: SmallCounty) -> None:
    report = receive(small, QSX=["45789", "25/6/12"], HSX=["20260512", "20260512"])
    assert said(report, "理解") == [(1, "前时相“45789”按2025年5月12日理解"), (2, "前时相“25/6/12”按2025年6月12日理解")]


def test_numbers_that_differ_by_case_or_blanks_are_told(small: SmallCounty) -> None:
    report = receive(small, JCBH=["990126sj01", "990126SJ01", "990126SJ 01", "990126SJ02"])
    assert report.accepted == 4
    assert [row for row, _ in said(report, "只差大小写或空格")] == [2, 3]


def test_full_width_numbers_become_half_width_and_the_original_is_kept(small: SmallCounty) -> None:
    report = receive(small, JCBH=["９９０１２６ＳＪ０１", "990126SJ01"])
    assert [(issue.row, issue.kind) for issue in report.issues if issue.kind == REJECT] == [(2, REJECT)]
    assert said(report, "全角") == [(1, "编号中的全角字符已改为半角，原文另存")]
    with Ledger.open(small.ledger) as ledger:
        assert ledger.patch("990126SJ01").extra[AS_WRITTEN] == "９９０１２６ＳＪ０１"


def test_the_row_of_another_county_is_told(small: SmallCounty) -> None:
    report = receive(small, XZQDM=["990126", "990126", "990127"])
    assert said(report, "多数") == [(3, "县级行政区代码990127与本批多数（990126）不同")]


@pytest.mark.parametrize("codes", [["990126", "990127"], ["990126", "990127", "990128"], ["990126", "990127", ""]])
def test_without_a_majority_nobody_is_the_stranger(small: SmallCounty, codes: list[str]) -> None:
    assert said(receive(small, XZQDM=codes), "多数") == []


def test_an_ordinary_batch_has_no_doubts(small: SmallCounty, tmp_path: Path) -> None:
    report = receive(small, QSX=["20250512"] * 3, HSX=["20260512"] * 3)
    assert report.issues == []
