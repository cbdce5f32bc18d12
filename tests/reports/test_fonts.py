"""Fonts are found on this machine; what replaces the standard's is named; no character vanishes."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.reports import fonts
from landwatch_plugin.reports.fonts import FontBook, font_folders
from landwatch_plugin.reports.paper import FACES, FANGSONG, HEITI, SONG_TITLE


def file_of(name: str) -> Path:
    found = [path for folder in font_folders() for path in folder.rglob(name)] if font_folders() else []
    if not found:
        pytest.skip(f"{name} is not installed")
    return found[0]


def test_every_face_has_a_font() -> None:
    book = FontBook()
    assert all(book.face(role).name for role in FACES)


def test_no_font_at_all_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(LandwatchError, match=r"没有可嵌入 PDF 的中文字体.*请在“设置—字体”中安装"):
        FontBook([tmp_path])


def test_one_font_serves_for_all_and_each_substitution_is_named(tmp_path: Path) -> None:
    (tmp_path / "uming.ttc").symlink_to(file_of("uming.ttc"))
    book = FontBook([tmp_path])
    names = {book.face(role).name for role in FACES}
    assert names == {"lw-uming.ttc"}
    assert set(book.notes) == set(FACES)
    assert "方正小标宋简体" in book.notes[SONG_TITLE]


def test_a_county_pc_s_own_font_goes_first_and_is_no_substitute(tmp_path: Path) -> None:
    (tmp_path / "simfang.ttf").symlink_to(file_of("ukai.ttc"))
    (tmp_path / "uming.ttc").symlink_to(file_of("uming.ttc"))
    book = FontBook([tmp_path])
    assert book.face(FANGSONG).name == "lw-simfang.ttf"
    assert FANGSONG not in book.notes


def test_a_light_face_in_place_of_the_title_face_is_made_bold(tmp_path: Path) -> None:
    (tmp_path / "uming.ttc").symlink_to(file_of("uming.ttc"))
    book = FontBook([tmp_path])
    assert book.face(SONG_TITLE).embolden
    assert not book.face(HEITI).embolden


def test_a_font_that_cannot_be_embedded_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "simfang.ttf").write_bytes(b"not a font")
    (tmp_path / "uming.ttc").symlink_to(file_of("uming.ttc"))
    assert FontBook([tmp_path]).face(FANGSONG).name == "lw-uming.ttc"


def test_a_rare_village_name_is_taken_from_another_face() -> None:
    book = FontBook()
    assert all(book.font_of(char, FANGSONG) for char in "㙍塅喆堃镕")


def test_a_character_that_no_embeddable_font_has_is_drawn_and_noted(tmp_path: Path) -> None:
    (tmp_path / "uming.ttc").symlink_to(file_of("uming.ttc"))
    (tmp_path / "NotoSansCJK-Regular.ttc").symlink_to(file_of("NotoSansCJK-Regular.ttc"))
    book = FontBook([tmp_path])
    assert book.font_of("𨭉", FANGSONG) is None
    picture = book.drawn("𨭉")
    assert picture is not None and picture.getextrema()[0] < 50
    assert "按图形补绘" in book.notes["𨭉"]


def test_a_character_that_no_font_has_is_reported(tmp_path: Path) -> None:
    (tmp_path / "uming.ttc").symlink_to(file_of("uming.ttc"))
    book = FontBook([tmp_path])
    assert book.drawn("𨭉") is None
    assert "请手工补写" in book.notes["𨭉"]


def test_marks_set_in_the_middle_by_taiwan_fonts_are_moved_to_their_place() -> None:
    book = FontBook()
    assert book.nudge("。", "lw-uming.ttc")[0] < 0
    assert book.nudge("。", "lw-simfang.ttf") == (0.0, 0.0)


def test_the_record_of_substitutes_can_be_begun_anew() -> None:
    fonts.book().face(FANGSONG)
    fonts.forget_substitutes()
    assert fonts.used_substitutes() == []
