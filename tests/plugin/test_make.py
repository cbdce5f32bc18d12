"""The commands of the Makefile: what a person sees first, and that nothing in it belongs to one machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

TARGETS = (
    "help", "demo", "test", "run", "stage", "zip", "dev", "lint", "i18n", "pictures", "bench", "process", "trial", "clean"
)  # fmt: skip


@pytest.fixture
def makefile(repository: Path) -> str:
    return (repository / "Makefile").read_text(encoding="utf-8")


def test_help_lists_every_target_in_chinese_and_english(repository: Path) -> None:
    """`make` alone shows the help."""
    said = subprocess.run(["make"], cwd=repository, capture_output=True, text=True, check=True).stdout
    lines = dict(re.findall(r"^  make (\w+) +(.*)$", said, re.MULTILINE))
    assert set(lines) == set(TARGETS)
    for text in lines.values():
        assert re.search(r"[一-鿿]", text)
        assert re.search(r"[a-z]{3}", text)


@pytest.mark.parametrize("target", [target for target in TARGETS if target not in ("help", "clean")])
def test_every_target_sets_up_what_it_needs(makefile: str, target: str) -> None:
    """On a bare machine any of them may come first."""
    assert re.search(rf"^{target}:.*\bsetup\b", makefile, re.MULTILINE)


@pytest.mark.parametrize("name", ["Makefile", ".ci/run", "tools/setup.sh", "metadata.txt", "docs/architecture.md"])
def test_no_path_of_one_machine_is_written_down(repository: Path, name: str) -> None:
    text = (repository / name).read_text(encoding="utf-8")
    assert not re.search(r"/(home|root|Users|tmp)/", text)
    assert str(repository) not in text


def test_the_ci_entry_runs_the_tests_from_anywhere(repository: Path) -> None:
    """An executable that goes to the top of the checkout first."""
    entry = repository / ".ci" / "run"
    assert entry.stat().st_mode & 0o111
    text = entry.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n")
    assert text.rstrip().endswith("exec make test")


def test_a_second_set_up_is_quick_and_silent(repository: Path) -> None:
    """It only compares what is there with what is wanted."""
    done = subprocess.run(["sh", "tools/setup.sh"], cwd=repository, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
