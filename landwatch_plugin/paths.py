"""Where shipped files lie: beside the package in an installed copy, one level up in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(*parts: str) -> Path:
    """Path of a shipped file or folder, e.g. shipped("resources", "templates"). It need not exist."""
    for root in (PACKAGE, PACKAGE.parent):
        if (root / parts[0]).exists():
            return root.joinpath(*parts)
    return PACKAGE.joinpath(*parts)


def metadata_value(key: str, default: str = "") -> str:
    """A value of metadata.txt, the one place for version and QGIS range."""
    for line in shipped("metadata.txt").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        if name.strip() == key:
            return value.strip()
    return default
