"""版块的排版: every kind of block becomes strips. `SETTERS` names them all; a test compares it with the .docx writer's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.pages import Strip
from landwatch_plugin.reports.paper import FANGSONG, HEITI, KAITI, SIZES
from landwatch_plugin.reports.pdf_dossier import set_contents, set_cover, set_pictures, set_volume_item
from landwatch_plugin.reports.pdf_letter import (
    set_addressee,
    set_attachments,
    set_document_number,
    set_imprint,
    set_issue_line,
    set_organ_mark,
    set_signature,
    set_title,
)
from landwatch_plugin.reports.pdf_tables import set_table
from landwatch_plugin.reports.setting import Setting
from landwatch_plugin.reports.typeset import TextStyle, held_together, set_text, white


def set_blocks(setting: Setting) -> list[Strip]:
    """All blocks of a section."""
    found: list[Strip] = []
    item = setting.first_item
    for block in setting.section.blocks:
        strips = SETTERS[type(block)](block, setting)
        if isinstance(block, b.VolumeItem):
            strips[0] = replace(strips[0], anchor=item)
            item += 1
        if isinstance(block, (b.Signature, b.Attachments)) or _is_note(block):
            found = _with_last_lines(found)
        if found and found[-1].fresh_page and found[-1].height == 0:
            found.pop()
            strips[0] = replace(strips[0], fresh_page=True)
        found.extend(strips)
    return found


def _is_note(block: b.Block) -> bool:
    """A note in small type belongs to the table above it."""
    return isinstance(block, b.Paragraph) and block.size is not None


def _with_last_lines(found: list[Strip]) -> list[Strip]:
    """A signature or note never stands alone on a page: the last two lines go with it (no “此页无正文”)."""
    return [*found[:-2], *(replace(strip, keep=True) for strip in found[-2:])]


def _heading(block: b.Heading, setting: Setting) -> list[Strip]:
    face = HEITI if block.level == 1 else KAITI
    spans = [(block.text, face), (block.tail, FANGSONG)]
    strips = set_text(spans, setting.indented, setting.width, setting.ruler)
    if block.tail:
        return [replace(strips[0], keep=len(strips) > 1), *strips[1:]]
    return held_together(strips, with_next=True)


def _page_heading(block: b.PageHeading, setting: Setting) -> list[Strip]:
    size = max(setting.body.size + 2, SIZES["四号"])
    style = TextStyle(size, size * 1.7, align="中", gap=setting.body.pitch * 0.5)
    return held_together(set_text([(block.text, HEITI)], style, setting.width, setting.ruler), with_next=True)


def _paragraph(block: b.Paragraph, setting: Setting) -> list[Strip]:
    style = setting.indented if block.align == "正文" else replace(setting.body, align=block.align)
    if block.size:
        style = replace(style, size=block.size, pitch=block.size * 1.5, tracking=0.0)
    return set_text([(block.text, FANGSONG)], style, setting.width, setting.ruler)


def _roster(block: b.Roster, setting: Setting) -> list[Strip]:
    label = f"{block.label}："
    hang = 2 * setting.em + setting.ruler.width(label, HEITI, setting.body.size) + len(label) * setting.body.tracking
    style = replace(setting.indented, left=hang)
    spans = [(label, HEITI), ("\n".join(block.lines), FANGSONG)]
    return set_text(spans, style, setting.width, setting.ruler)


def _table(block: b.Table, setting: Setting) -> list[Strip]:
    return set_table(block, setting.width, setting.ruler, setting.body)


def _annex_mark(block: b.AnnexMark, setting: Setting) -> list[Strip]:
    return held_together(set_text([(block.text, HEITI)], setting.body, setting.width, setting.ruler), with_next=True)


def _page_break(block: b.PageBreak, setting: Setting) -> list[Strip]:
    return [Strip(0.0, fresh_page=True)]


def _blank_lines(block: b.BlankLines, setting: Setting) -> list[Strip]:
    return [white(setting.body.pitch * block.count)]


SETTERS: dict[type[b.Block], Callable[[Any, Setting], list[Strip]]] = {
    b.OrganMark: set_organ_mark,
    b.DocumentNumber: set_document_number,
    b.IssueLine: set_issue_line,
    b.Title: set_title,
    b.Addressee: set_addressee,
    b.Heading: _heading,
    b.PageHeading: _page_heading,
    b.Paragraph: _paragraph,
    b.Roster: _roster,
    b.Table: _table,
    b.Pictures: set_pictures,
    b.Attachments: set_attachments,
    b.AnnexMark: _annex_mark,
    b.Signature: set_signature,
    b.Imprint: set_imprint,
    b.PageBreak: _page_break,
    b.BlankLines: _blank_lines,
    b.Cover: set_cover,
    b.VolumeItem: set_volume_item,
    b.Contents: set_contents,
}
