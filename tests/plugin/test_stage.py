"""Staging and packing: what ships, ships once, and nothing else does."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from landwatch_plugin.paths import metadata_value
from tools.stage import link, pack, shipped_files, stage


def relative_files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    return stage(tmp_path / "landwatch_plugin")


def test_the_folder_holds_package_resources_texts_metadata_and_licence(staged: Path) -> None:
    """All that QGIS needs lies in one folder."""
    files = relative_files(staged)
    needed = {
        "__init__.py", "plugin.py", "metadata.txt", "LICENSE", "resources/icons/landwatch.svg",
        "i18n/landwatch_zh_CN.qm", "domain/units.py", "processing/provider.py",
    }  # fmt: skip
    assert needed <= files


def test_tests_caches_and_translation_sources_stay_at_home(staged: Path) -> None:
    """Nothing that a user does not need goes out."""
    for name in relative_files(staged):
        assert "__pycache__" not in name
        assert not name.startswith(("tests/", "tools/", "demo/"))
        assert not name.endswith((".ts", ".pyc", ".sh"))


def test_every_python_file_of_the_package_is_staged(staged: Path, repository: Path) -> None:
    """No file of the package is forgotten."""
    package = repository / "landwatch_plugin"
    sources = {path.relative_to(package).as_posix() for path in package.rglob("*.py")}
    assert {name for name in relative_files(staged) if name.endswith(".py")} == sources


def test_staging_again_touches_only_what_changed(staged: Path) -> None:
    """A second staging takes away strangers, mends changes and leaves the rest as it is."""
    kept, changed, stranger = staged / "LICENSE", staged / "metadata.txt", staged / "old_room" / "old.py"
    before = kept.stat().st_mtime_ns
    original = changed.read_bytes()
    changed.write_text("spoilt", encoding="utf-8")
    stranger.parent.mkdir()
    stranger.write_text("", encoding="utf-8")
    stage(staged)
    assert kept.stat().st_mtime_ns == before
    assert changed.read_bytes() == original
    assert not stranger.parent.exists()


def test_a_staged_copy_finds_its_own_files(staged: Path) -> None:
    """paths.py prefers what lies beside the package."""
    code = "from landwatch_plugin.paths import shipped; print(shipped('resources', 'icons'))"
    said = subprocess.run(["python3", "-c", code], cwd=staged.parent, capture_output=True, text=True, check=True)
    assert Path(said.stdout.strip()) == staged / "resources" / "icons"


def test_the_links_lead_into_the_checkout(tmp_path: Path, repository: Path) -> None:
    """`make dev`: the same top level, every entry a relative link to a file that is there."""
    folder = link(tmp_path / "landwatch_plugin")
    for entry in folder.iterdir():
        assert entry.is_symlink()
        assert entry.resolve().is_relative_to(repository)
        assert entry.exists()
    assert (folder / "metadata.txt").read_bytes() == (repository / "metadata.txt").read_bytes()
    assert (folder / "plugin.py").samefile(repository / "landwatch_plugin" / "plugin.py")


def test_the_zip_is_the_same_from_the_same_checkout(tmp_path: Path) -> None:
    """Order and times do not depend on when and where it was packed."""
    first, second = pack(tmp_path / "a"), pack(tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()
    assert first.name == f"landwatch_plugin.{metadata_value('version')}.zip"


def test_the_zip_holds_what_staging_shows(tmp_path: Path, staged: Path) -> None:
    """One list of files for folder and zip."""
    with zipfile.ZipFile(pack(tmp_path)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == sorted(names)
        assert {name.removeprefix("landwatch_plugin/") for name in names} == relative_files(staged)
        assert all(name.startswith("landwatch_plugin/") for name in names)


def test_the_zip_would_pass_the_plugin_repository(tmp_path: Path) -> None:
    """A licence inside, no scripts or programs, far below 25 MB, readable by all."""
    path = pack(tmp_path)
    assert path.stat().st_size < 25_000_000
    with zipfile.ZipFile(path) as archive:
        assert "GNU GENERAL PUBLIC LICENSE" in archive.read("landwatch_plugin/LICENSE").decode()
        assert "landwatch_plugin/metadata.txt" in archive.namelist()
        for entry in archive.infolist():
            assert not entry.filename.endswith((".sh", ".so", ".dll", ".exe", ".bat"))
            assert not archive.read(entry).startswith((b"#!", b"\x7fELF", b"MZ"))
            assert entry.external_attr >> 16 == 0o100644


def test_files_come_from_the_checkout_only(repository: Path) -> None:
    """Each shipped file is a real file of the repository, named once."""
    names = [name for name, _ in shipped_files()]
    assert len(names) == len(set(names))
    assert all(path.is_relative_to(repository) and path.is_file() for _, path in shipped_files())
