"""设置: what the program remembers between sittings, typed, under one prefix of QGIS's own settings."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSettings

PREFIX = "landwatch/"


def profile_folder() -> Path:
    """Where the user's own field-mapping profiles lie: in QGIS's folder for this user."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "landwatch" / "profiles"


class Settings:
    """Typed access to the keys under `landwatch/`. A value of a wrong kind counts as not set."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store if store is not None else QSettings()

    def text(self, key: str, default: str = "") -> str:
        value = self._store.value(PREFIX + key, default)
        return value if isinstance(value, str) else default

    def flag(self, key: str, default: bool = False) -> bool:
        """An ini file keeps a flag as text: "true" or "false"."""
        value = self._store.value(PREFIX + key, default)
        return value if isinstance(value, bool) else str(value).lower() in ("true", "1")

    def names(self, key: str) -> list[str]:
        """A list of texts, newest first where `remember` wrote it. An ini file keeps a list of one as a text."""
        value = self._store.value(PREFIX + key, [])
        if isinstance(value, str):
            return [value] if value else []
        return [str(item) for item in value or []]

    def path(self, key: str) -> Path | None:
        """None when nothing is kept, or when the file or folder is no longer there."""
        kept = self.text(key)
        return Path(kept) if kept and Path(kept).exists() else None

    def put(self, key: str, value: str | bool | Path | list[str]) -> None:
        self._store.setValue(PREFIX + key, str(value) if isinstance(value, Path) else value)

    def remember(self, key: str, name: str, limit: int = 8) -> None:
        """Put `name` at the head of a list kept under `key`."""
        others = [item for item in self.names(key) if item != name]
        self.put(key, [name, *others][:limit])

    def forget(self, key: str) -> None:
        self._store.remove(PREFIX + key)
