"""公文要素 in Word: red mark, number, title, addressee, attachments, signature, imprint."""

from __future__ import annotations

from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.docx_tables import cell_xml, frame, row_xml
from landwatch_plugin.reports.docx_writing import Writing
from landwatch_plugin.reports.ooxml import Format, border, paragraph, run, tiny_paragraph, twips
from landwatch_plugin.reports.paper import MM, NUMBER_SIZE, RED, SIZES, SONG_TITLE, TITLE_SIZE
from landwatch_plugin.reports.pdf_letter import LETTER_MARK, NOTICE_MARK
from landwatch_plugin.reports.titles import fitting_size, units

_SLACK = 0.96
"""Word may set digits a little wider; the mark must stay on one line."""


def write_organ_mark(block: b.OrganMark, writing: Writing) -> str:
    """In a 信函 the mark stands in the first page's header (see docx.py)."""
    if writing.section.layout.name == "信函":
        return ""
    size = fitting_size(block.text, writing.width * _SLACK, NOTICE_MARK)
    above = 35 * MM if writing.section.layout.official else 10 * MM
    form = Format(align="中", pitch=size * 1.1, before=above, first=0, keep_next=True)
    return paragraph(run(block.text, SONG_TITLE, size, RED), form)


def letter_head(text: str) -> str:
    """Organ and double rule, 170 mm wide, for the header of a 信函. Two rules: Word's own double ones differ by program."""
    size = fitting_size(text, 165 * MM * _SLACK, LETTER_MARK)
    thick = border("bottom", "single", 18, RED, space=round(4 * MM - size * 0.1))
    form = Format(align="中", pitch=size * 1.1, left=-8 * MM, right=-6 * MM, first=0, borders=thick)
    return paragraph(run(text, SONG_TITLE, size, RED), form) + _rule(border("bottom", "single", 6, RED))


def letter_foot() -> str:
    """The rules 20 mm from the foot of a 信函's first page, thin over thick."""
    return _rule(border("top", "single", 6, RED)) + _rule(border("top", "single", 18, RED))


def _rule(line: str) -> str:
    """A paragraph that is nothing but a rule, 170 mm wide."""
    return tiny_paragraph(form=Format(pitch=1.4, before=0, after=0, left=-8 * MM, right=-6 * MM, first=0, borders=line))


def write_document_number(block: b.DocumentNumber, writing: Writing) -> str:
    layout = writing.section.layout.name
    if layout == "信函":
        return paragraph(run(block.text, None, writing.size), writing.body("右", before=8, keep_next=True))
    rule = border("bottom", "single", 12, RED, space=round(4 * MM)) if layout == "公文" else ""
    form = Format("Normal", align="中", pitch=writing.pitch, before=writing.section.pitch, keep_next=True, borders=rule)
    return paragraph(run(block.text, None, writing.size), form)


def write_issue_line(block: b.IssueLine, writing: Writing) -> str:
    """Organ left, date right, a red line under both."""
    edges = [0, twips(writing.width * 0.62), twips(writing.width)]
    rule = border("bottom", "single", 12, RED)
    cells = ""
    for index, (text, align) in enumerate(((block.organ, "左"), (block.date, "右"))):
        form = writing.body(align, left=writing.em if index == 0 else 0, right=writing.em if index else 0)
        inside = paragraph(run(text, None, writing.size), form)
        cells += cell_xml(edges[index + 1] - edges[index], inside, borders=rule)
    return frame(edges, row_xml(cells), False, 0) + tiny_paragraph()


def write_title(block: b.Title, writing: Writing) -> str:
    official = writing.section.layout.official
    size = TITLE_SIZE if official else SIZES["小二"]
    before = writing.section.pitch * (2 if official else 0.6)
    after = writing.section.pitch * (1 if official else 0.4)
    form = Format("Title", pitch=size * 1.5, before=before, after=after)
    return paragraph(run("\n".join(block.lines), None, size), form)


def write_addressee(block: b.Addressee, writing: Writing) -> str:
    return paragraph(run(block.text, None, writing.size), writing.body("左", keep_next=True))


def write_attachments(block: b.Attachments, writing: Writing) -> str:
    em, many = writing.em, len(block.names) > 1
    found = ""
    for index, name in enumerate(block.names):
        number = f"{index + 1}." if many else ""
        start = 2 * em if index == 0 else 5 * em
        hang = 5 * em + units(number) * writing.section.size
        text = ("附件：" if index == 0 else "") + number + name
        before = writing.section.pitch if index == 0 else 0.0
        form = writing.body(
            "左",
            left=hang,
            first=start - hang,
            before=before,
            keep_next=writing.keep_next or index + 1 < len(block.names),
        )
        found += paragraph(run(text, None, writing.size), form)
    return found


def write_signature(block: b.Signature, writing: Writing) -> str:
    em = writing.em
    name, date = units(block.organ) * em, units(block.date) * em
    if block.seal:
        date_right = 4 * em + max(0.0, (name - date) / 2 - 2 * em)
        name_right = date_right + (date - name) / 2
    else:
        name_right = 2 * em
        date_right = max(em, name_right + name - 2 * em - date)
    before = writing.section.pitch * (2 if block.seal else 1)
    found = ""
    for text, right, gap in ((block.organ, name_right, before), (block.date, date_right, 0.0)):
        form = writing.body("右", right=max(0.0, right), before=gap, keep_next=gap > 0)
        found += paragraph(run(text, None, writing.size), form)
    return found


def write_imprint(block: b.Imprint, writing: Writing) -> str:
    """A table that stands at the foot of the text area. Held by the page's edge: LibreOffice floats it only then."""
    letter = writing.section.layout.name == "信函"
    size, width = NUMBER_SIZE, writing.width
    edges = [0, twips(width * 0.6), twips(width)]
    rows = ""
    if block.copies:
        form = Format("Normal", align="左", pitch=size * 1.6, left=4 * size, right=size, first=-3 * size)
        rules = "" if letter else border("top", "single", 8) + border("bottom", "single", 6 if block.organ else 8)
        inside = paragraph(run(f"抄送：{block.copies}", None, size), form)
        rows += row_xml(cell_xml(edges[-1], inside, across=2, borders=rules))
    if block.organ and not letter:
        rules = ("" if block.copies else border("top", "single", 8)) + border("bottom", "single", 8)
        left = Format("Normal", align="左", pitch=size * 1.6, left=size)
        right = Format("Normal", align="右", pitch=size * 1.6, right=size)
        cells = cell_xml(edges[1], paragraph(run(block.organ, None, size), left), borders=rules)
        printed = paragraph(run(f"{block.date}印发", None, size), right)
        rows += row_xml(cells + cell_xml(edges[2] - edges[1], printed, borders=rules))
    margin = twips(writing.section.layout.margins(writing.section.landscape)[3] * MM)
    place = f'<w:tblpPr w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{margin}" w:tblpYSpec="bottom"/>'
    return frame(edges, rows, False, 0, place) + tiny_paragraph()
