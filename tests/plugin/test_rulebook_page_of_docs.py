"""docs/rulebook.md: the page lists every key, role and check field of the code, and nothing older."""

from __future__ import annotations

from landwatch_plugin.domain.book_keys import ROWS, TABLES
from landwatch_plugin.domain.check_fields import FIELDS
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
