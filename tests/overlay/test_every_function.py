"""Whatever the program asks of shapely is asked in the real desktop as well; here it is asked without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

#: Names that are no functions.
NO_FUNCTIONS = {"errors", "GeometryType", "__version__"}


@pytest.fixture(autouse=True)
def probes(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(repository / "tests" / "plugin")


def test_no_function_is_used_that_the_desktop_test_does_not_ask(repository: Path) -> None:
    """A new one needs a line in the probe, or it may crash or lie in QGIS on Linux unseen."""
    from landwatch_probe.shapes import EXPECTED

    called = re.compile(r"\b(?:sh|shapely|shapely_module|door\.shapely\(\))\.([A-Za-z_]\w*)")
    used = {
        name
        for path in (repository / "landwatch_plugin").rglob("*.py")
        for name in called.findall(path.read_text(encoding="utf-8"))
    }
    assert used - NO_FUNCTIONS <= set(EXPECTED)


def test_the_answers_are_known() -> None:
    """In this process, with one GEOS."""
    from landwatch_probe.shapes import EXPECTED, answers

    assert answers() == EXPECTED
