"""Word 文书: the same Document as an editable .docx, written by hand: a zip of XML that needs no further package."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from landwatch_plugin.reports import docx_parts as parts
from landwatch_plugin.reports.blocks import Document, OrganMark, Section
from landwatch_plugin.reports.docx_blocks import write_blocks
from landwatch_plugin.reports.docx_letter import letter_foot, letter_head
from landwatch_plugin.reports.docx_writing import Writing
from landwatch_plugin.reports.ooxml import DECLARATION, NAMESPACES, Format, paragraph, tiny_paragraph

DRAFT = "草稿"


class _Package:
    """The parts of one .docx while it is being written."""

    def __init__(self) -> None:
        self.files: dict[str, str | bytes] = {}
        self.relations: dict[str, tuple[str, str]] = {}
        for part in ("styles", "settings", "fontTable"):
            self._relate(part, f"{part}.xml")
        self._known: dict[tuple[str, str], str] = {}
        self._pictures: dict[bytes, str] = {}

    def add_picture(self, data: bytes, extension: str) -> str:
        """Relation id of a picture; the same bytes are stored once."""
        if data not in self._pictures:
            name = f"media/image{len(self._pictures) + 1}.{extension}"
            self.files[f"word/{name}"] = data
            self._pictures[data] = self._relate("image", name)
        return self._pictures[data]

    def add_edge(self, kind: str, inside: str) -> str:
        """Relation id of a header or footer; equal ones are stored once."""
        key = (kind, inside)
        if key not in self._known:
            name = f"{kind}{sum(known[0] == kind for known in self._known) + 1}.xml"
            self.files[f"word/{name}"] = parts.header_or_footer(kind, inside)
            self._known[key] = self._relate(kind, name)
        return self._known[key]

    def _relate(self, kind: str, target: str) -> str:
        identity = f"rId{len(self.relations) + 1}"
        self.relations[identity] = (kind, target)
        return identity


def write_docx(
    document: Document, path: Path, *, draft: bool = False, page_numbers: Mapping[int, str] | None = None
) -> None:
    """Write the document. `page_numbers` of a volume's pieces come from its PDF. `path` is overwritten."""
    package = _Package()
    body = _body(document, package, draft, page_numbers or {})
    package.files["word/document.xml"] = f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    package.files["word/styles.xml"] = parts.styles(document.sections[0])
    package.files["word/settings.xml"] = parts.settings()
    package.files["word/fontTable.xml"] = parts.font_table()
    named = [name for name in package.files if name.endswith(".xml")]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", parts.content_types(named))
        target.writestr("_rels/.rels", parts.package_relations())
        target.writestr("docProps/core.xml", parts.core_properties(document))
        target.writestr("word/_rels/document.xml.rels", parts.relations(package.relations))
        for name, content in package.files.items():
            target.writestr(name, content)


def _body(document: Document, package: _Package, draft: bool, page_numbers: Mapping[int, str]) -> str:
    found, item, pictures = "", 0, 0
    last = len(document.sections) - 1
    for index, section in enumerate(document.sections):
        writing = Writing(section, document.sections[0], package.add_picture, page_numbers, item, pictures)
        found += write_blocks(writing)
        item, pictures = writing.item, writing.pictures
        properties = _section(section, package, draft)
        found += properties if index == last else tiny_paragraph(properties)
    return found


def _section(section: Section, package: _Package, draft: bool) -> str:
    """A section's properties with headers and footers for odd, even and (in a letter) first pages."""
    mark = next((block.text for block in section.blocks if isinstance(block, OrganMark)), "")
    letter = section.layout.name == "信函" and bool(mark)
    at_top = section.numbers in ("上外侧", "右上")
    shown = section.numbers != "无"
    references = ""
    for kind, side in (("default", "odd"), ("even", "even")):
        number = parts.number_paragraph(section.numbers, side) if shown else ""
        references += _reference(package, "header", kind, _edge(number if at_top else "", draft))
        references += _reference(package, "footer", kind, _edge("" if at_top else number, False))
    if letter:
        references += _reference(package, "header", "first", _edge(letter_head(mark), draft))
        references += _reference(package, "footer", "first", letter_foot())
    return parts.section_properties(section, references, letter)


def _edge(inside: str, draft: bool) -> str:
    watermark = paragraph(parts.watermark(1, DRAFT), Format(pitch=1, first=0)) if draft else ""
    return watermark + inside or paragraph("", Format(first=0))


def _reference(package: _Package, part: str, kind: str, inside: str) -> str:
    return f'<w:{part}Reference w:type="{kind}" r:id="{package.add_edge(part, inside)}"/>'
