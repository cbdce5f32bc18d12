"""The Chinese catalogue: every text of the program has its Chinese, and the tool that keeps it can be trusted."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools.i18n import (
    CATALOGUE,
    CatalogueError,
    collect,
    compile_catalogue,
    form_texts,
    python_texts,
    read,
    read_fill,
    untranslated,
    update,
    write,
)


def test_every_text_has_its_chinese() -> None:
    """What the code says, the catalogue says in Chinese. To mend: make i18n, then fill i18n/landwatch_zh_CN.ts."""
    assert untranslated() == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    """A {} that is lost or added would break the text when it is filled."""
    for source, chinese in read().items():
        assert sorted(fields(source)) == sorted(fields(chinese)) or not chinese, source


def fields(text: str) -> list[str]:
    from string import Formatter

    return [name or "{}" for _, name, _, _ in Formatter().parse(text) if name is not None]


def test_the_catalogue_is_sorted_with_one_message_a_line() -> None:
    """So that two people's additions merge."""
    lines = [line for line in CATALOGUE.read_text(encoding="utf-8").splitlines() if line.startswith("<message>")]
    assert len(lines) == len(read())
    assert list(read()) == sorted(read())


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small made-up package with two texts."""
    folder = tmp_path / "landwatch_plugin"
    folder.mkdir()
    source = 'class A:\n    title = mark("Bind layers")\n\ndef f(self, n):\n    return self.tr("Patch {} & <b>").format(n), tr(n)\n'
    (folder / "a.py").write_text(source, encoding="utf-8")
    return folder


def test_texts_are_collected_with_their_places(package: Path) -> None:
    """tr and mark, as functions and as methods."""
    assert collect(package) == {
        "Bind layers": "landwatch_plugin/a.py:2",
        "Patch {} & <b>": "landwatch_plugin/a.py:5",
    }


@pytest.mark.parametrize("call", ['tr(f"Patch {n}")', 'tr("a" + n)', 'mark("a {}".format(n))'])
def test_a_text_that_cannot_be_collected_is_an_error(tmp_path: Path, call: str) -> None:
    """An f-string in tr would never be translated; the tool names file and line."""
    path = tmp_path / "a.py"
    path.write_text(f"n = 1\n{call}\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"a\.py:2: .* plain literal"):
        list(python_texts(path))


def test_forms_are_collected_when_their_class_is_the_context(tmp_path: Path) -> None:
    """uic translates under the class's name, so that name has to be ours."""
    form = "<ui><class>{}</class><widget><string>Town</string><string notr='true'>x</string></widget></ui>"
    path = tmp_path / "dock.ui"
    path.write_text(form.format("LandWatch"), encoding="utf-8")
    assert [text for text, _ in form_texts(path)] == ["Town"]
    path.write_text(form.format("PatchDock"), encoding="utf-8")
    with pytest.raises(CatalogueError, match="LandWatch"):
        list(form_texts(path))


def test_an_update_keeps_translations_and_remembers_those_of_texts_that_went(package: Path, tmp_path: Path) -> None:
    """A text that comes back finds its Chinese again."""
    catalogue = tmp_path / "x.ts"
    update({"Bind layers": "绑定图层", "Gone": "已删"}, package, catalogue)
    assert read(catalogue) == {"Bind layers": "绑定图层", "Gone": "已删", "Patch {} & <b>": ""}
    assert untranslated(package, catalogue) == ["landwatch_plugin/a.py:5: Patch {} & <b>"]
    assert 'type="vanished">已删' in catalogue.read_text(encoding="utf-8")
    before = catalogue.read_bytes()
    update(None, package, catalogue)
    assert catalogue.read_bytes() == before


def test_awkward_texts_survive_the_file(tmp_path: Path) -> None:
    """Line breaks, quotes and angle brackets stay what they were."""
    catalogue, texts = tmp_path / "x.ts", {'a\n"b" <i> & c': '甲\n"乙" <i> & 丙'}
    write(texts, set(texts), catalogue)
    assert read(catalogue) == texts


def test_translations_can_be_filled_from_a_list(tmp_path: Path) -> None:
    path = tmp_path / "fill.tsv"
    path.write_text("Town\t乡镇\n\nTwo\\nlines\t两\\n行\n", encoding="utf-8")
    assert read_fill(path) == {"Town": "乡镇", "Two\nlines": "两\n行"}


def test_a_compiled_catalogue_is_made_anew_only_when_it_is_older(tmp_path: Path) -> None:
    """The second call is quick, and what comes out is a Qt message file."""
    catalogue, compiled = tmp_path / "x.ts", tmp_path / "x.qm"
    write({"Town": "乡镇"}, {"Town"}, catalogue)
    compile_catalogue(catalogue, compiled, tmp_path)
    first = compiled.stat().st_mtime_ns
    assert compiled.read_bytes()[:4] == b"\x3c\xb8\x64\x18"
    compile_catalogue(catalogue, compiled, tmp_path)
    assert compiled.stat().st_mtime_ns == first


def test_the_check_fails_exactly_when_something_is_missing(repository: Path) -> None:
    """As a person would call it; the missing texts are listed with their places."""
    command = [".venv/bin/python", "-m", "tools.i18n", "--check"]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True)
    missing = untranslated()
    assert done.returncode == (1 if missing else 0)
    assert all(text in done.stderr for text in missing)
