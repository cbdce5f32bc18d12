"""五分类走完一个月: the made-up county judged, decided and written up by a book with other classes."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.casework.checking import check
from landwatch_plugin.casework.dossiers import Order, bind_dossiers
from landwatch_plugin.casework.month_end import accountability
from landwatch_plugin.casework.papers import write_letters, write_minutes
from landwatch_plugin.casework.review import Review
from landwatch_plugin.domain.accountability import Term
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import Month, county_bindings, docx_text, meeting_file

BOOK = default_rulebook().with_name("2026-hebei.toml")


@pytest.fixture(scope="module")
def county(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Checked by the five-way book, and decided as suggested; what has no suggestion is put off."""
    ledger = tmp_path_factory.mktemp("五分类") / "台账.gpkg"
    shutil.copy(month.received, ledger)
    check(ledger, county_bindings(month.county), BOOK, Silent())
    review = Review(ledger, BOOK, "会审组")
    for row in review.rows():
        made = review.card(row.number).suggestion
        if made.verdict:
            review.decide(row.number, Decision(made.verdict, made.subtype, "同意程序建议", "会审组"))
        else:
            review.decide(row.number, Decision("", "", "补充核查", "会审组", deferred=True))
    review.close()
    return ledger


@pytest.fixture(scope="module")
def rows(county: Path) -> Any:
    with Ledger.open(county) as ledger:
        return ledger.patches()


def test_all_five_classes_are_met_on_the_county(rows: Any) -> None:
    assert {row.verdict for row in rows} >= {"合法", "其他", "非农违法", "农村道路", "设施农用地"}


def test_the_ratio_counts_by_what_a_class_amounts_to(county: Path, rows: Any) -> None:
    """非农违法 is illegal although no class is called 违法; 农村道路 and 设施农用地 are in neither term."""
    sheet = accountability(county, "2026年", BOOK)
    illegal = {row.number for row in rows if row.verdict == "非农违法"}
    counted = {piece.number for piece in sheet.pieces if piece.term is Term.ILLEGAL}
    assert sheet.illegal > 0 and sheet.legal > 0
    assert counted and counted <= illegal
    assert {row.number for row in rows if row.verdict in ("农村道路", "设施农用地", "其他")}.isdisjoint(
        piece.number for piece in sheet.pieces
    )
    with Ledger.open(county) as ledger:
        wanted = sum(
            (
                min(value, left)
                for number in illegal
                for checked in [ledger.decision_snapshot(number)]
                if checked
                for value, left in [(checked.values["arable_mu"], checked.values["legal_left_arable_mu"])]
                if isinstance(value, Decimal) and isinstance(left, Decimal)
            ),
            Decimal("0.00"),
        )
    assert sheet.illegal == wanted


def test_letters_and_minutes_speak_of_the_illegal_ones(county: Path, rows: Any, tmp_path: Path) -> None:
    """Each township with 非农违法 gets its letter, every document names the book it was judged by."""
    meeting = meeting_file(tmp_path)
    letters = write_letters(county, meeting, tmp_path / "函", Silent(), "2026年", BOOK)
    towns = {row.town for row in rows if row.verdict == "非农违法"}
    assert len([path for path in letters if path.suffix == ".docx"]) == len(towns)
    minutes = write_minutes(county, meeting, tmp_path / "纪要", "", BOOK)
    text = "".join(docx_text(path) for path in minutes if path.suffix == ".docx")
    assert "非农业建设违法用地" in text and "农村道路" in text
    for path in [*letters, *minutes]:
        if path.suffix == ".docx":
            assert "2026-hebei1.0" in docx_text(path)


def test_a_volume_names_book_and_next_step(county: Path, rows: Any, month: Month, tmp_path: Path) -> None:
    number = next(row.number for row in rows if row.verdict == "非农违法")
    written = bind_dossiers(
        county,
        meeting_file(tmp_path),
        tmp_path / "卷宗",
        county_bindings(month.county),
        Order(numbers=(number,)),
        Silent(),
        BOOK,
    )
    text = "".join(docx_text(path) for path in written if path.suffix == ".docx")
    assert "2026-hebei1.0" in text and "非农违法" in text
    assert "建议下一步：" in text


def test_a_decision_keeps_the_book_it_was_taken_by(county: Path, rows: Any) -> None:
    with Ledger.open(county) as ledger:
        decision, checked = ledger.decision(rows[0].number), ledger.check(rows[0].number)
    assert decision is not None and checked is not None
    assert decision.rulebook == checked.rulebook
    assert decision.rulebook.startswith("2026-hebei 1.0（")


def test_an_alias_is_written_down_by_its_own_name(county: Path, rows: Any, tmp_path: Path) -> None:
    """实地为设施 of the province's system is 设施农用地; 违法 of the three-way book is nobody here."""
    own = Path(shutil.copy(county, tmp_path / "台账.gpkg"))
    review = Review(own, BOOK, "会审组")
    number = rows[0].number
    review.decide(number, Decision("实地为设施", "设施农用地", "现场为设施", "会审组"))
    assert review.card(number).decision.verdict == "设施农用地"
    with pytest.raises(RuleBookError, match="没有“违法—未报即用”"):
        review.decide(number, Decision("违法", "未报即用", "…", "会审组"))
    review.close()
