"""翻译: one context for all texts of the program. English source in the code, zh_CN beside it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from landwatch_plugin.gis import log
from landwatch_plugin.paths import shipped

CONTEXT = "LandWatch"


def tr(text: str) -> str:
    """The text in the user's language. Give it a literal: `tr("Patch {}").format(number)`, never an f-string."""
    return QCoreApplication.translate(CONTEXT, text)


def mark(text: str) -> str:
    """The text unchanged: marks a literal for translation where `tr` would come too early (class attributes)."""
    return text


def install(locale: str) -> QTranslator | None:
    """Load the Chinese texts for any Chinese locale (zh, zh_CN, zh-Hans …); None for others.

    The caller keeps the translator and hands it to `remove` at unload.
    """
    if not locale.lower().startswith("zh"):
        return None
    translator = QTranslator()
    path = shipped("i18n", "landwatch_zh_CN.qm")
    if not translator.load(str(path)):
        log.warning(f"Chinese texts not found: {path}")
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove(translator: QTranslator) -> None:
    """The reverse of `install`."""
    QCoreApplication.removeTranslator(translator)
