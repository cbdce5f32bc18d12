"""会审所用手册: no paper is made under a rule book that does not know what the meeting decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from landwatch_plugin.casework.dossiers import Order, bind_dossiers
from landwatch_plugin.casework.month_end import accountability
from landwatch_plugin.casework.papers import write_letters, write_minutes
from landwatch_plugin.casework.ratio_sheet import write_ratio_sheet
from landwatch_plugin.casework.review import Review
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from tests.hand_made import SmallCounty, meeting_file, patch_row, rect

PAPERS: dict[str, Callable[[SmallCounty, Path | None], object]] = {
    "问责比例": lambda small, book: accountability(small.ledger, "", book),
    "问责比例表": lambda small, book: write_ratio_sheet(small.ledger, "", small.folder / "比例.xlsx", book),
    "会审纪要": lambda small, book: write_minutes(
        small.ledger, meeting_file(small.folder), small.folder / "文书", rulebook=book
    ),
    "警示提醒函": lambda small, book: write_letters(
        small.ledger, meeting_file(small.folder), small.folder / "文书", Silent(), rulebook=book
    ),
    "图斑卷宗": lambda small, book: bind_dossiers(
        small.ledger, meeting_file(small.folder), small.folder / "文书", [], Order(formats=("docx",)), Silent(), book
    ),
}


@pytest.fixture
def decided(small: SmallCounty) -> SmallCounty:
    """Two patches of 水田, one of them decided 违法—未报即用 under the shipped book."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(120, 20, 40, 50)))
    small.bind_land()
    small.bind(Role.TOWN, (rect(0, 0, 1000, 1000), {"XZQDM": "990126100", "XZQMC": "青禾镇"}))
    small.check()
    small.decide("1", "违法", "未报即用")
    return small


def renamed(small: SmallCounty, old: str, new: str) -> Path:
    """The shipped book with one name otherwise, as the book of another province would have it."""
    path = small.folder / "外省.toml"
    text = default_rulebook().read_text(encoding="utf-8").replace('id = "2022-default"', 'id = "外省"')
    path.write_text(text.replace(f'"{old}"', f'"{new}"'), encoding="utf-8")
    return path


@pytest.mark.parametrize("paper", PAPERS)
def test_a_book_that_lacks_the_sub_type_makes_no_paper(decided: SmallCounty, paper: str) -> None:
    """The ratio would be 0.00 % and the minutes without the illegal patch."""
    other = renamed(decided, "未报即用", "未批先用")
    with pytest.raises(LandwatchError) as caught:
        PAPERS[paper](decided, other)
    text = str(caught.value)
    assert "1（违法—未报即用）" in text
    assert read_rulebook(default_rulebook()).stamp in text
    assert read_rulebook(other).stamp in text
    assert "请改用会审时所用的规则手册，或按新手册重新会审" in text
    assert not (decided.folder / "文书").exists()
    assert not (decided.folder / "比例.xlsx").exists()


@pytest.mark.parametrize("paper", [name for name in PAPERS if name != "图斑卷宗"])
def test_the_book_of_the_meeting_makes_every_paper(decided: SmallCounty, paper: str) -> None:
    assert PAPERS[paper](decided, None)


def test_a_book_that_names_the_class_otherwise_is_refused_too(decided: SmallCounty) -> None:
    other = renamed(decided, "疑违", "疑违")
    text = other.read_text(encoding="utf-8")
    other.write_text(text.replace('class = "违法"', 'class = "疑违"').replace(
        '"违法" = "违法用地"', '"疑违" = { title = "疑似违法", kind = "违法" }'), encoding="utf-8")  # fmt: skip
    with pytest.raises(LandwatchError, match="违法—未报即用"):
        accountability(decided.ledger, "", other)


def test_a_patch_put_off_needs_no_type_in_the_book(decided: SmallCounty) -> None:
    """暂缓 is no decision: only the decided patch is named, and once it is taken back nothing stands in the way."""
    other = renamed(decided, "未报即用", "未批先用")
    review = Review(decided.ledger, operator="张某")
    review.decide("1", Decision("", "", "待核实", "张某", deferred=True))
    review.close()
    assert accountability(decided.ledger, "", other).illegal == 0
