"""What all tests share. QGIS is imported by no line here: the pure rooms' tests run without it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# The same trials every time: a failure is the change's, not the day's.
hypothesis.settings.register_profile("landwatch", derandomize=True, print_blob=True)
hypothesis.settings.load_profile("landwatch")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
# Kept layers of the tests stay out of the user's cache folder.
os.environ["XDG_CACHE_HOME"] = str(ROOT / "build" / "cache")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Random trials (hypothesis) are thorough: `make test` runs them, plain pytest does not."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.thorough)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def in_desktop() -> Callable[..., dict[str, Any]]:
    """Play a script in the real QGIS desktop and get its result: in_desktop(path, project=…, plugins=…, enabled=…).

    What it leaves (pictures, log) lies in build/desktop/<script's name>. An error in the script fails the test.
    """

    def play(script: Path, project: Path | None = None, **options: Any) -> dict[str, Any]:
        from tools.desktop import run_desktop

        return run_desktop(script, project, ROOT / "build" / "desktop" / script.stem, **options).checked()

    return play
