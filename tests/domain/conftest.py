"""What the tests of the pure room share: the shipped rule book as tables."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.domain.rulebook import RuleBook, parse_rulebook

DIGEST = "0123456789abcdef" * 4


@pytest.fixture(scope="session")
def shipped_text(repository: Path) -> str:
    """The 2022 rule book as it stands in the repository, comments and all."""
    return (repository / "resources" / "rulebooks" / "2022-default.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def shipped_tables(shipped_text: str) -> dict[str, Any]:
    """Its tables; not to be changed."""
    return tomllib.loads(shipped_text)


@pytest.fixture
def tables(shipped_tables: dict[str, Any]) -> dict[str, Any]:
    """A fresh copy of the tables, for a test to spoil."""
    return deepcopy(shipped_tables)


@pytest.fixture(scope="session")
def book(shipped_tables: dict[str, Any]) -> RuleBook:
    """The shipped rule book, read."""
    return parse_rulebook(shipped_tables, "2022-default.toml", DIGEST)
