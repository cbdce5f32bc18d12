"""What is remembered between sittings keeps its type in an ini file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QSettings

from landwatch_plugin.gis.settings import Settings


@pytest.fixture
def reopened(tmp_path: Path) -> Callable[[], Settings]:
    """Settings read from the file again, as after a restart."""

    def reopen() -> Settings:
        return Settings(QSettings(str(tmp_path / "qgis.ini"), QSettings.Format.IniFormat))

    return reopen


def test_texts_flags_and_lists_come_back_as_what_they_were(reopened: Callable[[], Settings]) -> None:
    kept = reopened()
    kept.put("operator", "甲")
    kept.put("advance", False)
    kept.put("ledgers", ["a.gpkg", "b.gpkg"])
    del kept
    again = reopened()
    assert again.text("operator") == "甲"
    assert again.flag("advance", True) is False
    assert again.names("ledgers") == ["a.gpkg", "b.gpkg"]


def test_a_list_of_one_and_an_empty_list_are_lists(reopened: Callable[[], Settings]) -> None:
    reopened().put("one", ["a.gpkg"])
    reopened().put("none", [])
    assert reopened().names("one") == ["a.gpkg"]
    assert reopened().names("none") == []
    assert reopened().names("never written") == []


def test_what_was_never_kept_has_its_default(reopened: Callable[[], Settings]) -> None:
    assert reopened().text("operator") == ""
    assert reopened().text("operator", "乙") == "乙"
    assert reopened().flag("advance", True) is True
    assert reopened().path("ledger") is None


def test_a_path_counts_only_while_it_is_there(reopened: Callable[[], Settings], tmp_path: Path) -> None:
    ledger = tmp_path / "台账.gpkg"
    reopened().put("ledger", ledger)
    assert reopened().path("ledger") is None
    ledger.touch()
    assert reopened().path("ledger") == ledger
    assert reopened().text("ledger") == str(ledger)


def test_the_newest_name_heads_the_list_once(reopened: Callable[[], Settings]) -> None:
    for name in ("a", "b", "c", "a"):
        reopened().remember("ledgers", name, limit=2)
    assert reopened().names("ledgers") == ["a", "c"]


def test_all_keys_lie_under_one_prefix(reopened: Callable[[], Settings], tmp_path: Path) -> None:
    """So that they can be found, and taken out, in QGIS's own settings."""
    settings = reopened()
    settings.put("operator", "甲")
    settings.put("advance", True)
    assert all(key.startswith("landwatch/") for key in settings._store.allKeys())
    settings.forget("operator")
    assert settings.text("operator") == ""
