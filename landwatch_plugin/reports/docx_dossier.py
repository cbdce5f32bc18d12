"""卷宗要素 in Word: cover, 卷内目录, pieces of the volume, pictures."""

from __future__ import annotations

from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.docx_tables import cell_xml, frame, row_xml, table_xml
from landwatch_plugin.reports.docx_writing import Writing
from landwatch_plugin.reports.ooxml import (
    Format,
    border,
    emu,
    escape,
    field,
    no_border,
    paragraph,
    run,
    tiny_paragraph,
    twips,
)  # fmt: skip
from landwatch_plugin.reports.paper import HEITI, MM, SIZES, SONG_TITLE
from landwatch_plugin.reports.pdf_dossier import COVER_LABEL, COVER_SIDE, HEADING_ROOM, contents_table
from landwatch_plugin.reports.pictures import Prepared, prepare

_PAGE_COLUMN = 5


def write_pictures(block: b.Pictures, writing: Writing) -> str:
    """One picture as paragraphs; several as a table without rules."""
    if block.columns == 1:
        return "".join(_alone(picture, writing) for picture in block.pictures)
    columns = block.columns
    edges = [twips(writing.width * index / columns) for index in range(columns + 1)]
    rows = ""
    for start in range(0, len(block.pictures), columns):
        part = block.pictures[start : start + columns]
        cells = ""
        for index in range(columns):
            inside = _in_cell(part[index], columns, writing) if index < len(part) else paragraph("")
            cells += cell_xml(edges[index + 1] - edges[index], inside, align="bottom")
        rows += row_xml(cells)
    return frame(edges, rows, False, 2 * MM) + tiny_paragraph()


def _alone(picture: b.Picture, writing: Writing) -> str:
    ready = prepare(picture.file, writing.width, picture.width, picture.height, writing.height - HEADING_ROOM)
    form = Format("Caption", align="中", before=6, keep_next=bool(picture.caption))
    return _picture_paragraph(ready, picture.caption, form, writing) + _caption(picture)


def _in_cell(picture: b.Picture, columns: int, writing: Writing) -> str:
    room = (writing.width - 4 * MM * (columns - 1)) / columns - 1
    ready = prepare(picture.file, room, picture.width, picture.height, writing.height - HEADING_ROOM)
    form = Format("Caption", align="中", before=4, keep_next=bool(picture.caption))
    return _picture_paragraph(ready, picture.caption, form, writing) + _caption(picture)


def _caption(picture: b.Picture) -> str:
    return paragraph(run(picture.caption), Format("Caption", after=3)) if picture.caption else ""


def _picture_paragraph(ready: Prepared, name: str, form: Format, writing: Writing) -> str:
    """The style's exact line pitch would cut the picture, so it is lifted here."""
    relation = writing.add_picture(ready.data, ready.extension)
    writing.pictures += 1
    properties = form.xml().replace("<w:spacing ", '<w:spacing w:line="240" w:lineRule="auto" ', 1)
    return f"<w:p>{properties}{_drawing(ready, relation, writing.pictures, name)}</w:p>"


def _drawing(ready: Prepared, relation: str, number: int, name: str) -> str:
    size = f'cx="{emu(ready.width)}" cy="{emu(ready.height)}"'
    described = f'id="{number}" name="图{number}" descr="{escape(name)}"'
    return (f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {described}/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            '</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>')  # fmt: skip


def write_volume_item(block: b.VolumeItem, writing: Writing) -> str:
    """Begins a page; its bookmark is what the 卷内目录 refers to."""
    size, index = SIZES["小二"], writing.item
    writing.item += 1
    form = Format("Title", pitch=size * 1.6, after=writing.section.pitch * 0.4, page_break=True)
    mark = f'<w:bookmarkStart w:id="{index}" w:name="{_bookmark(index)}"/>'
    return paragraph(mark + run(block.title, SONG_TITLE, size) + f'<w:bookmarkEnd w:id="{index}"/>', form)


def _bookmark(index: int) -> str:
    return f"_LwItem{index + 1}"


def write_contents(block: b.Contents, writing: Writing) -> str:
    """The page column holds fields: F9 in Word brings them up to date after editing."""
    table = contents_table(block, writing.page_numbers)
    properties = f'<w:rPr><w:sz w:val="{round(table.size * 2)}"/></w:rPr>'

    def cell_runs(row: int, column: int) -> str | None:
        if column != _PAGE_COLUMN or row == 0:
            return None
        return field(f"PAGEREF {_bookmark(row - 1)}", writing.page_numbers.get(row - 1, ""), properties)

    return table_xml(table, writing.width, cell_runs)


def write_cover(block: b.Cover, writing: Writing) -> str:
    height, found = writing.height, ""
    if block.organ:
        found += paragraph(run(block.organ, None, 22), Format(align="中", pitch=36, before=height * 0.06, first=0))
    title = Format(align="中", pitch=60, before=height * (0.08 if block.organ else 0.14), after=height * 0.10, first=0)
    found += paragraph(run(block.title, SONG_TITLE, 42), title)
    size = 15.0
    left, label = COVER_SIDE * size, COVER_LABEL * size
    edges = [twips(edge) for edge in (0, label, writing.width - 2 * left)]
    rows = ""
    for name, value in block.rows:
        form = Format(align="左", pitch=size * 1.5, before=5, first=0)
        cells = cell_xml(edges[1], paragraph(run(name, HEITI, size), form), align="top")
        rule = no_border("top") + border("bottom", "single", 4)
        cells += cell_xml(edges[2] - edges[1], paragraph(run(value, None, size), form), borders=rule, align="top")
        rows += row_xml(cells)
    return found + frame(edges, rows, False, 4) + tiny_paragraph()
