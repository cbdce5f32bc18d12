"""docs/rulebook.md: the page lists every key, role and check field of the code, and nothing older."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from landwatch_plugin.casework.figure_mark import LIMITS
from landwatch_plugin.casework.judging import Judge
from landwatch_plugin.domain.book_keys import ROWS, TABLES
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.threshold import READ_BY_PROGRAM
from landwatch_plugin.ledger.checklist_file import default_checklist, read_checklist
from landwatch_plugin.ledger.rulebook_file import read_rulebook, shipped_rulebooks
from tools.rulebook_doc import PAGE, page


def test_the_page_is_what_the_code_makes_of_it() -> None:
    """Run python -m tools.rulebook_doc after a change."""
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text


def test_every_key_and_field_stands_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [key for _, keys in TABLES.values() for key in keys if key != "*" and f"`{key}`" not in text] == []
    assert [key for key in FIELDS if f"`{key}`" not in text] == []
    assert [name for name in ROWS if f"`[[{name}]]`" not in text] == []


def test_every_shipped_book_stands_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [path.stem for path in shipped_rulebooks() if f"`{read_rulebook(path).id}`" not in text] == []


def test_the_thresholds_that_the_program_reads_are_all_listed(repository: Path) -> None:
    """By name in the code, in the checks of the month unless the checklist has its own, and in the tolerances of figures."""
    code = "".join(path.read_text(encoding="utf-8") for path in (repository / "landwatch_plugin").rglob("*.py"))
    checklist = read_checklist(default_checklist())
    asked = {name for one in checklist.checks for name in re.findall(r"@(\w+)", f"{one.applies} {one.must}")}
    read = {*re.findall(r"thresholds\.get\(\s*\"(\w+)\"", code), *LIMITS, *(asked - set(checklist.thresholds))}
    assert read <= set(READ_BY_PROGRAM)
    assert set(READ_BY_PROGRAM) - read <= {"partial", "sum_mu", "photo_distance_m"}


@pytest.mark.usefixtures("qgis_app")
def test_the_worked_example_can_be_copied(tmp_path: Path) -> None:
    """As it stands on the page: no problem, no remark, and its parts are there."""
    text = PAGE.read_text(encoding="utf-8").partition("<!-- example -->")[2].partition("<!-- /example -->")[0]
    path = tmp_path / "本县2026.toml"
    path.write_text(text.strip().removeprefix("```toml").removesuffix("```"), encoding="utf-8")
    book = Judge(read_rulebook(path)).book
    assert book.warnings == ()
    assert book.subtype("违法", "小仓储").name == "小型仓储未报即用"
    assert next(rule for rule in book.rules if rule.id == "W-21").certainty == "经验待核"
    assert "仓储类" in [tag.name for tag in book.tag_rules]
    assert "L-21" in [link.id for link in book.linkages if not link.when]
