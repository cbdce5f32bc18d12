"""Word and PDF come from one source, so they say the same: every character of one stands in the other."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pypdf import PdfReader

from landwatch_plugin.reports.render import make_document

pytestmark = pytest.mark.thorough

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATES = ("会审纪要", "会审意见表", "警示提醒函", "问责比例", "图斑卷宗")


def pdf_characters(path: Path) -> Counter[str]:
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    return characters(re.sub(r"— \d+ —", "", text))


def docx_characters(path: Path) -> Counter[str]:
    found = ""
    with zipfile.ZipFile(path) as archive:
        marks = {archive.read(name) for name in archive.namelist() if name.startswith("word/header")}
        for part in [archive.read("word/document.xml"), *marks]:
            root = etree.fromstring(part)
            found += "".join(node.text or "" for node in root.iter(f"{W}t"))
    return characters(found)


def characters(text: str) -> Counter[str]:
    """Printed characters. Rare ones beyond the BMP may be drawn as pictures in the PDF."""
    return Counter(char for char in text if char.isprintable() and not char.isspace() and ord(char) < 0x10000)


@pytest.mark.parametrize("template", TEMPLATES)
def test_word_and_pdf_say_the_same(template: str, samples: dict[str, Any], tmp_path: Path) -> None:
    pdf, word = make_document(template, samples[template], tmp_path, "甲")
    printed, written = pdf_characters(pdf), docx_characters(word)
    numbers = set("0123456789")
    lost = {char: count for char, count in (written - printed).items() if char not in numbers}
    assert not lost, "in Word but not in the PDF"
    headers = {char for char in (printed - written) if char not in numbers}
    assert headers <= repeated_header(word), "in the PDF but not in Word"


def repeated_header(path: Path) -> set[str]:
    """Characters of table headers, which the PDF repeats on every page."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    rows = [row for row in root.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    return {char for row in rows for node in row.iter(f"{W}t") for char in node.text or ""}
