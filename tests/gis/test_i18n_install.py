"""Texts turn Chinese under any Chinese locale, and English again when the plugin goes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from qgis.PyQt.QtCore import QTranslator

from landwatch_plugin.gis import i18n
from tools.i18n import compile_catalogue


@pytest.fixture(autouse=True)
def compiled() -> None:
    """The message file is built from the catalogue, as `make stage` does."""
    compile_catalogue()


@pytest.fixture
def chinese() -> Iterator[QTranslator]:
    """The Chinese texts, as in a Chinese QGIS."""
    translator = i18n.install("zh-Hans")
    assert translator is not None
    yield translator
    i18n.remove(translator)


def test_texts_are_english_without_a_translator() -> None:
    """The source is the fallback."""
    assert i18n.tr("Patches") == "Patches"


def test_texts_are_chinese_with_it(chinese: QTranslator) -> None:
    assert i18n.tr("Patches") == "图斑"


def test_placeholders_are_filled_after_translation(chinese: QTranslator) -> None:
    """tr("literal {}").format(...): the word order of each language is its own."""
    assert i18n.tr("LandWatch {}").format("1.2") == "LandWatch 卫片执法图斑核查 1.2"


def test_a_text_without_chinese_stays_english(chinese: QTranslator) -> None:
    """Never an empty label."""
    assert i18n.tr("No such text") == "No such text"


@pytest.mark.parametrize("locale", ["zh", "zh_CN", "zh-Hans", "zh_CN.UTF-8", "ZH_cn", "zh-Hant"])
def test_every_chinese_locale_gets_chinese(locale: str) -> None:
    translator = i18n.install(locale)
    assert translator is not None
    assert i18n.tr("Patches") == "图斑"
    i18n.remove(translator)
    assert i18n.tr("Patches") == "Patches"


@pytest.mark.parametrize("locale", ["en_US", "C", "de", ""])
def test_other_locales_stay_english(locale: str) -> None:
    assert i18n.install(locale) is None
    assert i18n.tr("Patches") == "Patches"


def test_mark_leaves_the_text_as_it_is(chinese: QTranslator) -> None:
    """It only tells the collector; the translation comes when the text is shown."""
    assert i18n.mark("Patches") == "Patches"
    assert i18n.tr(i18n.mark("Patches")) == "图斑"
