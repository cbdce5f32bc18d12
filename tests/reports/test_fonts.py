"""Fonts are found on this machine; what replaces the standard's is named; no character vanishes."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.reports import fonts
from landwatch_plugin.reports.fonts import FontBook, font_folders
from landwatch_plugin.reports.paper import FACES, FANGSONG, HEITI, SONG_TITLE

pytestmark = pytest.mark.thorough


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


def test_windows_fonts_of_the_machine_and_of_the_user_are_both_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.sys, "platform", "win32")
    monkeypatch.setenv("WINDIR", "C:\\Windows")
    monkeypatch.setenv("LOCALAPPDATA", "C:\\Users\\甲\\AppData\\Local")
    found = [str(folder).replace("/", "\\") for folder in font_folders()]
    assert "C:\\Windows\\Fonts" in found
    assert "C:\\Users\\甲\\AppData\\Local\\Microsoft\\Windows\\Fonts" in found


def test_the_plugin_s_own_font_folder_goes_before_the_system_s() -> None:
    assert font_folders()[0].parts[-2:] == ("resources", "fonts")


def test_file_names_are_compared_without_case(tmp_path: Path) -> None:
    (tmp_path / "SIMFANG.TTF").symlink_to(file_of("ukai.ttc"))
    (tmp_path / "uming.ttc").symlink_to(file_of("uming.ttc"))
    assert FANGSONG not in _notes_after(FontBook([tmp_path]), FANGSONG)


def _notes_after(book: FontBook, role: str) -> dict[str, str]:
    book.face(role)
    return book.notes


def test_fonts_in_folders_below_are_found(tmp_path: Path) -> None:
    deep = tmp_path / "truetype" / "arphic"
    deep.mkdir(parents=True)
    (deep / "uming.ttc").symlink_to(file_of("uming.ttc"))
    assert FontBook([tmp_path]).face(FANGSONG).name == "lw-uming.ttc"


def test_a_substitute_is_named_by_its_family_and_not_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "uming.ttc").symlink_to(file_of("uming.ttc"))
    book = FontBook([tmp_path])
    book.face(FANGSONG)
    assert "AR PL UMing CN" in book.notes[FANGSONG]


def test_a_face_that_is_not_used_is_not_reported(tmp_path: Path) -> None:
    (tmp_path / "uming.ttc").symlink_to(file_of("uming.ttc"))
    book = FontBook([tmp_path])
    book.face(FANGSONG)
    assert set(book.notes) == {FANGSONG}
