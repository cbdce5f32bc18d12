"""A small county by hand for the edge cases, and the made-up county, generated and run once a session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hand_made import Month, SmallCounty, layers_swept, made_month, no_project_layers

__all__ = ["layers_swept"]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallCounty]:
    """An empty small county in the test's folder."""
    yield SmallCounty(tmp_path)
    no_project_layers()


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """The made-up county's month. Its ledgers are read, never written: take a copy to act on."""
    return made_month(tmp_path_factory.getbasetemp())


@pytest.fixture
def received(month: Month, tmp_path: Path) -> Path:
    """A ledger of one's own with both batches received."""
    return Path(shutil.copy(month.received, tmp_path / "台账.gpkg"))


@pytest.fixture
def checked(month: Month, tmp_path: Path) -> Path:
    """A ledger of one's own, checked."""
    return Path(shutil.copy(month.checked, tmp_path / "台账.gpkg"))


@pytest.fixture
def decided(month: Month, tmp_path: Path) -> Path:
    """A ledger of one's own with the meeting's decisions and the remedies."""
    return Path(shutil.copy(month.decided, tmp_path / "台账.gpkg"))
