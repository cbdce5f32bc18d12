"""A folder for layers made by hand, for the tests that read and draw them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hand_made import SmallCounty, layers_swept, no_project_layers

__all__ = ["layers_swept"]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallCounty]:
    """An empty small county in the test's folder."""
    yield SmallCounty(tmp_path)
    no_project_layers()
