"""What the tests of coordinate texts share: the shared samples."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def sample(repository: Path) -> Callable[[str], bytes]:
    """Bytes of a coordinate text among the shared samples; skips where the samples are not at hand."""
    data = os.environ.get("LANDWATCH_SHARED_DATA")
    shared = Path(data).parent if data else repository.parent / "shared"
    folder = shared / "domain" / "samples"

    def read(name: str) -> bytes:
        path = folder / name
        if not path.is_file():
            pytest.skip(f"no shared sample {name}: set LANDWATCH_SHARED_DATA to the shared data folder")
        return path.read_bytes()

    return read
