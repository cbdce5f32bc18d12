"""规则手册文件: a county edits the book with a text editor, so every slip names file and line."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.ledger.rulebook_file import read_rulebook, shipped_rulebooks

BOOK = """
[book]
id = "本县规则"
title = "试用手册"
version = "1.0"
secret_marks = ["涉军"]
[classes]
"违法" = "违法用地"
[thresholds]
cover = "0.999"
[landclass]
system = "三调工作分类"
[landclass.kinds]
"耕地" = ["0101", "0103"]
[evidence."现场照片"]
source = "photo"
[[subtype]]
name = "疑似违法用地"
class = "违法"
evidence = ["现场照片"]
[[rule]]
id = "W1"
title = "占用耕地"
class = "违法"
subtype = "疑似违法用地"
when = '"arable_mu" > 0'
message = "占耕地"
cite = "方案"
certainty = "推断待核"
"""


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "本县规则.toml"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_shipped_books_can_all_be_read():
    """At least one, and no slip in any."""
    paths = shipped_rulebooks()
    assert paths
    for path in paths:
        assert read_rulebook(path).rules


def test_a_book_is_read_and_its_digest_is_that_of_the_bytes(tmp_path):
    """The digest goes into every judgement: one changed letter is another book."""
    path = write(tmp_path, BOOK)
    book = read_rulebook(path)
    assert book.title == "试用手册"
    assert book.digest == sha256(path.read_bytes()).hexdigest()
    assert book.stamp == f"本县规则 1.0（{book.digest[:8]}，未核定）"


def test_another_letter_gives_another_digest(tmp_path):
    first = read_rulebook(write(tmp_path, BOOK)).digest
    assert read_rulebook(write(tmp_path, BOOK + "# 备注\n")).digest != first


def test_the_byte_order_mark_of_notepad_is_no_obstacle(tmp_path):
    assert read_rulebook(write(tmp_path, BOOK, "utf-8-sig")).id == "本县规则"


def test_a_slip_names_file_line_and_text(tmp_path):
    """Line 3 lacks its closing quotation mark."""
    path = write(tmp_path, BOOK.replace('id = "本县规则"', 'id = "本县规则'))
    with pytest.raises(RuleBookError) as caught:
        read_rulebook(path)
    assert caught.value.source == "本县规则.toml"
    assert caught.value.row == 3
    assert "【本县规则.toml】第3行" in str(caught.value)
    assert 'id = "本县规则' in str(caught.value)


def test_a_key_given_twice_is_named(tmp_path):
    with pytest.raises(RuleBookError, match="第4行"):
        read_rulebook(write(tmp_path, BOOK.replace('id = "本县规则"', 'id = "本县规则"\nid = "again"')))


def test_a_file_that_breaks_off_is_named_at_its_last_line(tmp_path):
    with pytest.raises(RuleBookError) as caught:
        read_rulebook(write(tmp_path, '[book]\nid = """从未结束'))
    assert caught.value.row == 2


def test_a_gbk_file_is_named_with_its_first_foreign_line(tmp_path):
    """Saved by an old editor: mojibake is never taken for Chinese."""
    with pytest.raises(RuleBookError, match=r"第3行.*UTF-8"):
        read_rulebook(write(tmp_path, BOOK, "gbk"))


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(RuleBookError, match=r"没有\.toml"):
        read_rulebook(tmp_path / "没有.toml")


def test_an_empty_file_says_what_is_missing(tmp_path):
    with pytest.raises(RuleBookError, match=r"\[book\]"):
        read_rulebook(write(tmp_path, ""))


def test_a_fault_of_content_names_table_and_key(tmp_path):
    """What parses as TOML may still be no rule book."""
    with pytest.raises(RuleBookError, match=r"本县规则\.toml.*\[rule\].*when"):
        read_rulebook(write(tmp_path, BOOK.replace("""when = '"arable_mu" > 0'""", "when = ''")))
