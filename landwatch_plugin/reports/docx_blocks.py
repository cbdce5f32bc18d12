"""版块 in Word: every kind of block as OOXML. `WRITERS` names them all; a test compares it with the PDF's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.docx_dossier import write_contents, write_cover, write_pictures, write_volume_item
from landwatch_plugin.reports.docx_letter import (
    write_addressee,
    write_attachments,
    write_document_number,
    write_imprint,
    write_issue_line,
    write_organ_mark,
    write_signature,
    write_title,
)
from landwatch_plugin.reports.docx_tables import table_xml
from landwatch_plugin.reports.docx_writing import Writing
from landwatch_plugin.reports.ooxml import Format, paragraph, run, tiny_paragraph
from landwatch_plugin.reports.paper import HEITI, KAITI, SIZES
from landwatch_plugin.reports.titles import units


def write_blocks(writing: Writing) -> str:
    """All blocks of a section."""
    found = ""
    blocks = writing.section.blocks
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        writing.keep_next = isinstance(following, (b.Signature, b.Attachments))
        written = WRITERS[type(block)](block, writing)
        if not found and isinstance(block, b.VolumeItem):
            written = written.replace("<w:pageBreakBefore/>", "", 1)
        found += written
    return found


def _heading(block: b.Heading, writing: Writing) -> str:
    face = HEITI if block.level == 1 else KAITI
    style = "LwBody" if block.tail else f"Heading{block.level}"
    form = replace(_indented(writing), style=style)
    runs = run(block.text, face, writing.size)
    return paragraph(runs + (run(block.tail, None, writing.size) if block.tail else ""), form)


def _indented(writing: Writing) -> Format:
    first = 2 * writing.em if writing.size else None
    return Format("LwBody", pitch=writing.pitch, first=first, keep_next=True if writing.keep_next else None)


def _page_heading(block: b.PageHeading, writing: Writing) -> str:
    size = max(writing.section.size + 2, SIZES["四号"])
    form = Format("LwPageHeading", pitch=size * 1.7, before=writing.section.pitch * 0.5)
    return paragraph(run(block.text, None, size), form)


def _paragraph(block: b.Paragraph, writing: Writing) -> str:
    form = _indented(writing) if block.align == "正文" else writing.body(block.align)
    if block.size:
        form = replace(form, pitch=block.size * 1.5)
    return paragraph(run(block.text, None, block.size or writing.size), form)


def _roster(block: b.Roster, writing: Writing) -> str:
    label = f"{block.label}："
    across = units(label) * writing.em
    form = replace(_indented(writing), align="左", left=2 * writing.em + across, first=-across)
    return paragraph(run(label, HEITI, writing.size) + run("\n".join(block.lines), None, writing.size), form)


def _table(block: b.Table, writing: Writing) -> str:
    return table_xml(block, writing.width)


def _annex_mark(block: b.AnnexMark, writing: Writing) -> str:
    return paragraph(run(block.text, HEITI, writing.size), writing.body("左", keep_next=True))


def _page_break(block: b.PageBreak, writing: Writing) -> str:
    return tiny_paragraph(runs='<w:r><w:br w:type="page"/></w:r>')


def _blank_lines(block: b.BlankLines, writing: Writing) -> str:
    return paragraph("", writing.body()) * block.count


WRITERS: dict[type[b.Block], Callable[[Any, Writing], str]] = {
    b.OrganMark: write_organ_mark,
    b.DocumentNumber: write_document_number,
    b.IssueLine: write_issue_line,
    b.Title: write_title,
    b.Addressee: write_addressee,
    b.Heading: _heading,
    b.PageHeading: _page_heading,
    b.Paragraph: _paragraph,
    b.Roster: _roster,
    b.Table: _table,
    b.Pictures: write_pictures,
    b.Attachments: write_attachments,
    b.AnnexMark: _annex_mark,
    b.Signature: write_signature,
    b.Imprint: write_imprint,
    b.PageBreak: _page_break,
    b.BlankLines: _blank_lines,
    b.Cover: write_cover,
    b.VolumeItem: write_volume_item,
    b.Contents: write_contents,
}
