"""PDF: a Document on A4 by GB/T 9704, fonts embedded, page numbers — 1 —, 草稿 watermark when it is a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landwatch_plugin.reports.blocks import Document, OrganMark, Section, VolumeItem
from landwatch_plugin.reports.fonts import FontBook, book
from landwatch_plugin.reports.packages import package
from landwatch_plugin.reports.pages import Page, paginate
from landwatch_plugin.reports.paper import MM, NUMBER_SIZE, SONG
from landwatch_plugin.reports.pdf_blocks import set_blocks
from landwatch_plugin.reports.pdf_letter import double_rule
from landwatch_plugin.reports.pen import Pen, Ruler
from landwatch_plugin.reports.setting import Setting

DRAFT = "草稿"


@dataclass(frozen=True)
class Sheet:
    """One page with all that is needed to draw it."""

    section: Section
    page: Page
    number: int
    first: bool
    """First page of its section."""

    @property
    def printed(self) -> str:
        """The page number as printed; "" when the page shows none."""
        if self.section.numbers == "无" or (self.first and is_letter(self.section)):
            return ""
        return str(self.number)


def is_letter(section: Section) -> bool:
    """A section in 信函 format that begins with the organ's mark."""
    return section.layout.name == "信函" and any(isinstance(block, OrganMark) for block in section.blocks)


def write_pdf(document: Document, path: Path, *, draft: bool = False) -> None:
    """Write the document. `path` is overwritten; the caller sees to temporary files."""
    canvas_module = package("reportlab.pdfgen.canvas", "生成 PDF")
    fonts = book()
    settings: Any = package("reportlab.rl_config", "生成 PDF")
    settings.useA85 = 0  # text armour costs half the time and a quarter of the size
    canvas = canvas_module.Canvas(str(path), pageCompression=1)
    canvas.setTitle(document.title)
    canvas.setAuthor(document.organ)
    canvas.setCreator("LandWatch")
    pen = Pen(canvas, fonts)
    for sheet in lay_out(document, fonts):
        _draw(sheet, pen, draft)
        canvas.showPage()
    canvas.save()


def page_numbers(document: Document) -> dict[int, str]:
    """Printed page number of each piece of a volume."""
    return _numbers(lay_out(document, book())) if document.items else {}


def lay_out(document: Document, fonts: FontBook) -> list[Sheet]:
    """All pages. A volume is laid out again until the page numbers in its 卷内目录 are the real ones."""
    ruler = Ruler(fonts)
    sheets = _sheets(document, ruler, {})
    for _ in range(3):
        numbers = _numbers(sheets)
        if not numbers:
            break
        sheets = _sheets(document, ruler, numbers)
        if _numbers(sheets) == numbers:
            break
    return sheets


def _numbers(sheets: Sequence[Sheet]) -> dict[int, str]:
    return {anchor: sheet.printed for sheet in sheets for anchor in sheet.page.anchors}


def _sheets(document: Document, ruler: Ruler, numbers: Mapping[int, str]) -> list[Sheet]:
    found: list[Sheet] = []
    number, item = 0, 0
    for section in document.sections:
        setting = Setting(section, ruler, numbers, item)
        pages = paginate(set_blocks(setting), setting.height)
        if section.first_number is not None:
            number = section.first_number - 1
        for index, page in enumerate(pages):
            number += 1
            found.append(Sheet(section, page, number, index == 0))
        item += sum(isinstance(block, VolumeItem) for block in section.blocks)
    return found


def _draw(sheet: Sheet, pen: Pen, draft: bool) -> None:
    section = sheet.section
    width, height = section.layout.page(section.landscape)
    top, _, _, left = (side * MM for side in section.layout.margins(section.landscape))
    pen.canvas.setPageSize((width, height))
    if draft:
        pen.watermark(DRAFT, width, height)
    if sheet.first and is_letter(section):
        double_rule(pen, width / 2, 20 * MM + 2.2, thick_above=False)
    for offset, strip in sheet.page.placed:
        if strip.draw:
            strip.draw(pen, left, height - top - offset)
    if sheet.printed:
        _draw_number(sheet, pen, width, height)


def _draw_number(sheet: Sheet, pen: Pen, width: float, height: float) -> None:
    """— 1 —, odd pages at the right, even ones at the left, each one character in."""
    section = sheet.section
    place = section.numbers
    text = f"— {sheet.printed} —" if place in ("下外侧", "居中") else sheet.printed
    across = Ruler(book()).width(text, SONG, NUMBER_SIZE)
    top, right, bottom, left = (side * MM for side in section.layout.margins(section.landscape))
    odd = sheet.number % 2 == 1
    if section.landscape and section.layout.official and place == "下外侧":
        _draw_turned(pen, text, across, section, height, odd)
        return
    x = width - right - NUMBER_SIZE - across if odd or place == "右上" else left + NUMBER_SIZE
    if place == "居中":
        x = left + (width - left - right - across) / 2
    below = min(7 * MM + NUMBER_SIZE * 0.86, bottom - 3 * MM)
    y = height - top + 5 * MM if place in ("上外侧", "右上") else bottom - below
    pen.text(text, SONG, x, y, NUMBER_SIZE)


def _draw_turned(pen: Pen, text: str, across: float, section: Section, height: float, odd: bool) -> None:
    """On a landscape page of a letter the number stands where it stands on the upright ones: along the left edge."""
    layout = section.layout
    x = (layout.bottom - 7) * MM - NUMBER_SIZE * 0.86
    margin_right, margin_left = layout.right * MM, layout.left * MM
    y = margin_right + NUMBER_SIZE + across if odd else height - margin_left - NUMBER_SIZE
    pen.canvas.saveState()
    pen.canvas.translate(x, y)
    pen.canvas.rotate(-90)
    pen.text(text, SONG, 0, 0, NUMBER_SIZE)
    pen.canvas.restoreState()
