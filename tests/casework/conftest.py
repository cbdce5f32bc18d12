"""A small county by hand for the edge cases, and the made-up county, generated and run once a session."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.hand_made import Month, decided, layers_swept, month, small

__all__ = ["decided", "layers_swept", "month", "small"]


@pytest.fixture
def received(month: Month, tmp_path: Path) -> Path:
    """A ledger of one's own with both batches received."""
    return Path(shutil.copy(month.received, tmp_path / "台账.gpkg"))


@pytest.fixture
def checked(month: Month, tmp_path: Path) -> Path:
    """A ledger of one's own, checked."""
    return Path(shutil.copy(month.checked, tmp_path / "台账.gpkg"))
