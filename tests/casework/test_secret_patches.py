"""涉军涉密: such a patch is in no list, no table, no document and no byte of the ledger; only the counter tells of it."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely
from pyogrio.raw import read

from landwatch_plugin.casework.field_work import import_facts, import_photos
from landwatch_plugin.casework.findings_table import finding_rows
from landwatch_plugin.casework.intake_report import IntakeReport, issue_lines
from landwatch_plugin.casework.month_end import rows_of_period
from landwatch_plugin.casework.ratio_sheet import write_ratio_sheet
from landwatch_plugin.casework.review import Review
from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JULY, JUNE, Month, SmallCounty, patch_row, rect, ring, write_rows

SECRET_NUMBER = "990126SJBG26060031"
PLAIN, HIDDEN = "990126SJ0001", "990126SJ0777"
HIDDEN_SHAPE = ring((300, 20), (377.125, 20), (371.625, 88.375), (300, 81))
"""Corners that nothing else has."""


def receive(small: SmallCounty, **marks: Any) -> IntakeReport:
    return small.receive(patch_row(PLAIN, rect(0, 0, 40, 50)), patch_row(HIDDEN, HIDDEN_SHAPE, **marks))


def traces(data: bytes, shape: shapely.Geometry) -> int:
    """How many of a shape's coordinates stand in some bytes, either way round."""
    numbers = {float(number) for number in shapely.get_coordinates(shape).ravel() if number % 1}
    return sum(struct.pack(order, number) in data for number in numbers for order in ("<d", ">d"))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("BZ", "涉军"),
        ("BZ", "该处涉密，另行处理"),
        ("TZ", "军用机场"),
        ("DDTC", "军事设施"),
        ("JSYDXZ", "军事设施用地"),
        ("BZ", "国防用地"),
        ("BZ", "某国防设施"),
        ("BZ", "绝密★"),
        ("BZ", "机密级"),
        ("BZ", "涉及国家秘密"),
    ],
)
def test_a_mark_in_any_field_sets_a_row_aside(small: SmallCounty, field: str, text: str) -> None:
    """It is among the accepted, and only counted."""
    report = receive(small, **{field: text})
    assert (report.received, report.accepted, report.rejected, report.secret) == (2, 2, 0, 1)
    assert "其中涉密另行报送1个" in report.text
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == [PLAIN]
        assert (ledger.secret_count(), ledger.secret_count(JUNE)) == (1, 1)
        with pytest.raises(LedgerError, match="另行报送") as refused:
            ledger.patch(HIDDEN)
    assert HIDDEN not in str(refused.value)


def test_nothing_of_it_is_in_the_ledger_s_bytes(small: SmallCounty) -> None:
    """Neither a coordinate nor the remark, not after checking and deciding the others either."""
    receive(small, BZ="涉密工程甲三")
    small.bind_land()
    small.check()
    small.decide(PLAIN, "违法", "未报即用")
    data = small.ledger.read_bytes()
    assert traces(data, HIDDEN_SHAPE) == 0
    assert "涉密工程甲三".encode() not in data


def test_its_issues_name_neither_number_nor_figures(small: SmallCounty) -> None:
    """A date that cannot be read and an area that is off are not told of a secret row."""
    report = receive(small, BZ="涉军", HSX="某日", MJ=9.99)
    assert issue_lines(report.issues) == []


def test_a_refused_secret_row_is_listed_without_its_number(small: SmallCounty) -> None:
    """Row and reason, so that received = accepted + rejected; a mark in the feature field hides it as well."""
    flat = ring((0, 300), (50, 300), (25, 300))
    report = small.receive(patch_row(PLAIN, rect(0, 0, 40, 50)), patch_row(HIDDEN, flat, TZ="军用设施", MJ=1))
    assert (report.received, report.accepted, report.rejected, report.secret) == (2, 1, 1, 0)
    [line] = issue_lines(report.issues)
    assert line.startswith("第2行 （涉密） 退回：")
    with Ledger.open(small.ledger) as ledger:
        assert HIDDEN not in str(ledger.issues()) + str(ledger.journal())


@pytest.mark.parametrize("secret_first", [True, False])
def test_a_number_that_one_row_marks_is_secret_in_every_row(small: SmallCounty, secret_first: bool) -> None:
    """The same number twice, once marked: neither row is shown, whichever came first."""
    marked, plain = patch_row(HIDDEN, HIDDEN_SHAPE, BZ="涉军"), patch_row(HIDDEN, rect(0, 0, 40, 50), HSX="某日")
    report = small.receive(*((marked, plain) if secret_first else (plain, marked)))
    assert (report.received, report.accepted, report.rejected, report.secret) == (2, 1, 1, 1)
    assert HIDDEN not in " ".join(issue_lines(report.issues))
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == []
        assert HIDDEN not in str(ledger.issues())


@pytest.mark.parametrize("mark", ["涉军", ""])
def test_it_is_not_taken_in_again(small: SmallCounty, mark: str) -> None:
    """Sent again next month, marked or not: refused, and still without its number."""
    receive(small, BZ="涉军")
    report = small.receive(patch_row(HIDDEN, HIDDEN_SHAPE, BZ=mark), batch=JULY)
    assert (report.received, report.accepted, report.rejected, report.secret) == (1, 0, 1, 0)
    [line] = issue_lines(report.issues)
    assert line.startswith("第1行 （涉密） 退回：编号已在台账中")
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == [PLAIN]
        assert ledger.secret_count() == 1


def test_its_field_record_is_refused_without_its_number(small: SmallCounty) -> None:
    receive(small, BZ="涉军")
    rows = [{"图斑编号": HIDDEN, "实地用途": "营房"}, {"图斑编号": PLAIN, "实地用途": "厂房"}]
    with Ledger.open(small.ledger) as ledger:
        report = import_facts(write_rows(small.folder / "外业.csv", *rows), ledger)
    assert (report.rows, report.taken) == (2, 1)
    assert "机要件" in report.refused[0]
    assert HIDDEN not in report.refused[0]


def test_its_photo_is_refused_without_its_number(small: SmallCounty) -> None:
    """The file is called by the number; the message is not."""
    receive(small, BZ="涉军")
    folder = small.folder / "照片"
    folder.mkdir()
    (folder / f"{HIDDEN}_1.jpg").write_bytes(b"no photo needed")
    with Ledger.open(small.ledger) as ledger:
        report = import_photos(folder, ledger)
        assert ledger.photo_counts() == {}
    [line] = report.refused
    assert "涉密" in line
    assert HIDDEN not in line


def test_marking_it_in_the_meeting_takes_it_out_of_everything(small: SmallCounty) -> None:
    """Checked, decided and photographed before; then marked: list, card, findings and bytes know it no more."""
    receive(small)
    small.bind_land()
    small.check()
    small.decide(HIDDEN, "违法", "未报即用", reason="原为某项目占地")
    assert traces(small.ledger.read_bytes(), HIDDEN_SHAPE) > 0
    review = Review(small.ledger, operator="张某")
    review.mark_secret(HIDDEN)
    assert [row.number for row in review.rows()] == [PLAIN]
    assert review.step(PLAIN, 1) is None
    with pytest.raises(LedgerError, match="另行报送"):
        review.card(HIDDEN)
    assert review.history(HIDDEN) == []
    review.close()
    assert {row[0] for row in finding_rows(small.ledger)} == {PLAIN}
    data = small.ledger.read_bytes()
    assert traces(data, HIDDEN_SHAPE) == 0
    assert "原为某项目占地".encode() not in data
    with Ledger.open(small.ledger) as ledger:
        assert ledger.verify_journal() is None
        assert ledger.secret_count() == 1


def test_a_sitting_that_saw_it_before_does_not_bring_it_back(small: SmallCounty) -> None:
    """Another screen, opened earlier, still has it in its list: deciding it is refused."""
    receive(small)
    small.check()
    first, second = Review(small.ledger, operator="甲"), Review(small.ledger, operator="乙")
    assert len(second.rows()) == 2
    first.mark_secret(HIDDEN)
    with pytest.raises(LedgerError, match="另行报送"):
        second.set_evidence(HIDDEN, "批准文件", True)
    first.close()
    second.close()


def test_the_county_s_secret_patch_is_in_no_table(month: Month, decided: Path, tmp_path: Path) -> None:
    """Sixty-two patches in list, findings and ratio workbook; the sixty-third is a number on the counter."""
    with Ledger.open(decided) as ledger:
        assert ledger.secret_count() == 1
        listed = [row.number for row in rows_of_period(ledger, "")]
        journal = " ".join(entry.text for entry in ledger.journal())
    assert len(listed) == 62
    assert SECRET_NUMBER not in listed
    assert SECRET_NUMBER not in journal
    assert SECRET_NUMBER not in {row[0] for row in finding_rows(decided)}
    write_ratio_sheet(decided, "", tmp_path / "问责.xlsx")
    book = openpyxl.load_workbook(tmp_path / "问责.xlsx")
    cells = {str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row}
    assert SECRET_NUMBER not in " ".join(cells)
    assert month.intakes[JUNE].secret == 1
    assert SECRET_NUMBER not in " ".join(issue_lines(month.intakes[JUNE].issues))


def test_a_copy_of_the_ledger_is_as_clean(month: Month, decided: Path) -> None:
    """The county's 涉军 patch has left no coordinate in the file of the decided month."""
    shapes = secret_shapes(month.county / "batches" / "演示县2026年6月图斑.shp")
    data = decided.read_bytes()
    assert shapes
    for shape in shapes:
        assert traces(data, shape) == 0
    assert "涉军".encode() not in data


def secret_shapes(path: Path) -> list[shapely.Geometry]:
    meta, _, geometry, columns = read(path, encoding="GBK")
    numbers = columns[list(meta["fields"]).index("JCBH")]
    return [shapely.from_wkb(blob) for blob, number in zip(geometry, numbers, strict=True) if number == SECRET_NUMBER]


@pytest.mark.parametrize("given", [{"TBLX": "涉军"}, {"XMC": "军用"}, {"BZ": "涉 军"}, {"DDTC": "涉　密"}])
def test_a_mark_in_any_column_and_with_blanks_in_it_counts(small: SmallCounty, given: dict[str, str]) -> None:
    report = small.receive(patch_row("1", rect(20, 20, 40, 50), **given), patch_row("2", rect(220, 20, 40, 50)))
    assert (report.accepted, report.secret) == (2, 1)
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == ["2"]


def test_a_patch_that_a_later_batch_marks_leaves_the_ledger(small: SmallCounty) -> None:
    """It came in openly in June; July's file says 涉军. It is reported elsewhere, and June's patch is set aside."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(220, 20, 40, 50)))
    report = small.receive(
        patch_row("1", rect(20, 20, 40, 50), BZ="涉军"), patch_row("3", rect(420, 20, 40, 50)), batch="2026年7月"
    )
    assert (report.received, report.accepted, report.rejected, report.secret) == (2, 2, 0, 1)
    [line] = issue_lines(report.issues)
    assert "从台账移出" in line and "（涉密）" in line
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == ["2", "3"]
        assert ledger.secret_among(["1"]) == {"1"}


@pytest.mark.parametrize("text", ["商业秘密保护示范基地", "神秘花园", "国道防护林", "国防教育路"])
def test_ordinary_words_are_no_mark(small: SmallCounty, text: str) -> None:
    assert receive(small, BZ=text).secret == 0


def lifted(small: SmallCounty) -> None:
    review = Review(small.ledger, operator="李某")
    review.lift_mark(HIDDEN, "误标，经保密部门核实")
    review.close()


@pytest.mark.parametrize("field", ["BZ", "TZ"])
def test_a_mark_lifted_by_a_person_is_not_set_by_the_same_words_again(small: SmallCounty, field: str) -> None:
    """The batch comes again with the very words: the patch is taken in, and the counter and the journal agree."""
    rows = patch_row(PLAIN, rect(0, 0, 40, 50)), patch_row(HIDDEN, HIDDEN_SHAPE, **{field: "军事主题餐厅"})
    assert small.receive(*rows).secret == 1
    lifted(small)
    report = small.receive(*rows, again=True)
    assert (report.secret, report.rejected) == (0, 0)
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == [PLAIN, HIDDEN]
        assert ledger.secret_count() == 0
        [batch] = ledger.batches()
        assert (batch.rows, batch.accepted, batch.rejected, batch.secret) == (2, 2, 0, 0)
        assert ledger.verify_journal() is None
        assert "误标，经保密部门核实" in " ".join(entry.text for entry in ledger.history(HIDDEN))


def test_lifting_wants_the_number_a_name_and_a_reason(small: SmallCounty) -> None:
    receive(small, BZ="涉军")
    with Ledger.open(small.ledger) as ledger:
        for number, reason, by in ((PLAIN, "误标", "李某"), (HIDDEN, " ", "李某"), (HIDDEN, "误标", "")):
            with pytest.raises(LedgerError):
                ledger.lift_mark(number, reason, by)
        assert ledger.secret_count() == 1


def test_children_that_come_in_a_later_batch_go_with_their_marked_parent(small: SmallCounty) -> None:
    """July brings the two halves under the parent's number: neither is listed, and neither is named."""
    receive(small, BZ="涉军")
    report = small.receive(
        patch_row(f"{HIDDEN}_1", rect(300, 20, 20, 50)), patch_row(f"{HIDDEN}_2", rect(320, 20, 20, 50)), batch=JULY
    )
    assert report.secret == 2
    assert HIDDEN not in " ".join(issue_lines(report.issues))
    with Ledger.open(small.ledger) as ledger:
        assert ledger.numbers() == [PLAIN]


def test_a_patch_taken_in_anew_after_its_mark_was_lifted_can_be_marked_again(small: SmallCounty) -> None:
    rows = patch_row(PLAIN, rect(0, 0, 40, 50)), patch_row(HIDDEN, HIDDEN_SHAPE, BZ="涉军")
    small.receive(*rows)
    lifted(small)
    small.receive(*rows, again=True)
    review = Review(small.ledger, operator="张某")
    review.mark_secret(HIDDEN)
    review.close()
    with Ledger.open(small.ledger) as ledger:
        assert (ledger.numbers(), ledger.secret_count(), ledger.verify_journal()) == ([PLAIN], 1, None)
    report = small.receive(*rows, again=True)
    assert (report.secret, HIDDEN in " ".join(issue_lines(report.issues))) == (0, False)
