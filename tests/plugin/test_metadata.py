"""metadata.txt: the one place for version and QGIS range, as QGIS and the plugin repository want it."""

from __future__ import annotations

import re
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest

from landwatch_plugin.paths import metadata_value, shipped

REQUIRED = ("name", "qgisMinimumVersion", "description", "about", "version", "author", "email", "repository", "tracker")


@pytest.fixture
def metadata(repository: Path) -> dict[str, str]:
    """As QGIS's own installer reads it."""
    parser = ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(repository / "metadata.txt", encoding="utf-8")
    return dict(parser["general"])


@pytest.mark.parametrize("key", REQUIRED)
def test_nothing_that_the_repository_asks_for_is_missing(metadata: dict[str, str], key: str) -> None:
    assert metadata[key].strip()


def test_it_says_that_it_serves_qgis_3_and_4(metadata: dict[str, str]) -> None:
    """From 3.40, the long-term release, to the last 4.x."""
    assert metadata["qgisMinimumVersion"] == "3.40"
    assert metadata["qgisMaximumVersion"] == "4.99"


def test_qgis_process_is_told_of_the_provider(metadata: dict[str, str]) -> None:
    """Without this line qgis_process would not load the plugin."""
    assert metadata["hasProcessingProvider"] == "yes"


def test_the_icon_is_there(metadata: dict[str, str], repository: Path) -> None:
    assert (repository / metadata["icon"]).is_file()


def test_the_version_is_written_once(metadata: dict[str, str], repository: Path) -> None:
    """The project file agrees, and code reads metadata.txt."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["version"])
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == metadata["version"]
    assert metadata_value("version") == metadata["version"]


def test_the_licence_is_named_and_lies_beside(metadata: dict[str, str], repository: Path) -> None:
    assert metadata["license"] == "GPL-2.0-or-later"
    assert "Version 2, June 1991" in (repository / "LICENSE").read_text(encoding="utf-8")


def test_what_is_shipped_is_found_in_the_checkout(repository: Path) -> None:
    """One level above the package."""
    assert shipped("resources", "icons", "landwatch.svg") == repository / "resources" / "icons" / "landwatch.svg"
