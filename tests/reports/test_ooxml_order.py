"""Word is strict about the order of elements: every document keeps the sequences of ECMA-376."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from landwatch_plugin.reports.blocks import parse
from landwatch_plugin.reports.docx import write_docx
from landwatch_plugin.reports.ooxml import Format, border, escape, field, paragraph, run, tiny_paragraph, twips
from landwatch_plugin.reports.render import read_template

pytestmark = pytest.mark.thorough

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SEQUENCES = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tcBorders": "top left start bottom right end insideH insideV",
    "pBdr": "top left bottom right between bar",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "settings": "writeProtection view zoom mirrorMargins defaultTabStop evenAndOddHeaders characterSpacingControl compat "
    "themeFontLang",
}
TEMPLATES = ("会审纪要", "会审意见表", "警示提醒函", "问责比例", "图斑卷宗")


def parts(path: Path) -> Iterator[tuple[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                yield name, etree.parse(BytesIO(archive.read(name))).getroot()


def wrong_order(root: Any) -> list[str]:
    found = []
    for kind, sequence in SEQUENCES.items():
        order = {name: index for index, name in enumerate(sequence.split())}
        for element in root.iter(f"{W}{kind}"):
            names = [child.tag.removeprefix(W) for child in element]
            places = [order.get(name, -1) for name in names]
            if -1 in places or (kind != "sectPr" and places != sorted(places)):
                found.append(f"{kind}: {names}")
            if kind == "sectPr" and [p for p in places if p > 1] != sorted(p for p in places if p > 1):
                found.append(f"{kind}: {names}")
    return found


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_element_stands_in_its_place(name: str, samples: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_docx(read_template(name, samples[name]), path, draft=True)
    for part, root in parts(path):
        assert wrong_order(root) == [], part


def test_every_cell_ends_with_a_paragraph_and_tables_never_touch(samples: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_docx(read_template("图斑卷宗", samples["图斑卷宗"]), path)
    for part, root in parts(path):
        assert all(cell[-1].tag == f"{W}p" for cell in root.iter(f"{W}tc")), part
        for table in root.iter(f"{W}tbl"):
            following = table.getnext()
            assert following is not None and following.tag == f"{W}p"


def test_every_row_covers_the_whole_grid(samples: dict[str, Any], tmp_path: Path) -> None:
    for name in TEMPLATES:
        path = tmp_path / "a.docx"
        write_docx(read_template(name, samples[name]), path)
        for _, root in parts(path):
            for table in root.iter(f"{W}tbl"):
                columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
                for row in table.findall(f"{W}tr"):
                    spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
                    assert sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) == columns


def test_bookmarks_and_pictures_have_numbers_of_their_own(samples: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_docx(read_template("图斑卷宗", samples["图斑卷宗"]), path)
    root = dict(parts(path))["word/document.xml"]
    marks = [mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkStart")]
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    pictures = [each.get("id") for each in root.iter(drawing)]
    assert len(set(marks)) == len(marks) == 7
    assert len(set(pictures)) == len(pictures) == 5


def test_all_numbers_of_measures_are_whole(samples: dict[str, Any], tmp_path: Path) -> None:
    """Word refuses a file whose sizes have decimals."""
    path = tmp_path / "a.docx"
    write_docx(read_template("会审意见表", samples["会审意见表"]), path)
    for _, root in parts(path):
        for element in root.iter(f"{W}sz", f"{W}szCs", f"{W}tcW", f"{W}gridCol", f"{W}spacing", f"{W}ind", f"{W}pgMar"):
            for key, value in element.attrib.items():
                if not key.endswith(("lineRule", "type")):
                    int(value)


def test_a_run_keeps_spaces_and_line_breaks() -> None:
    assert run(" 甲\n乙 ") == (
        '<w:r><w:t xml:space="preserve"> 甲</w:t><w:br/><w:t xml:space="preserve">乙 </w:t></w:r>'
    )


def test_a_face_is_named_for_every_kind_of_character() -> None:
    text = run("甲", "黑体", 16, "E60000")
    assert text.count('"黑体"') == 4
    assert 'w:hint="eastAsia"' in text
    assert '<w:sz w:val="32"/>' in text and '<w:color w:val="E60000"/>' in text


def test_signs_are_escaped_in_text_and_in_attributes() -> None:
    assert escape('<&>"') == "&lt;&amp;&gt;&quot;"


def test_a_hanging_indent_is_written_as_one() -> None:
    text = Format(left=60, first=-30).xml()
    assert 'w:left="1200"' in text and 'w:hanging="600"' in text


def test_a_negative_indent_reaches_into_the_margin() -> None:
    assert 'w:left="-200"' in Format(left=-10).xml()


def test_an_exact_pitch_never_exceeds_what_the_page_can_hold() -> None:
    assert 'w:line="579" w:lineRule="exact"' in Format(pitch=28.99).xml()


def test_a_style_s_keep_next_can_be_taken_back() -> None:
    assert '<w:keepNext w:val="0"/>' in Format(keep_next=False).xml()
    assert "<w:keepNext/>" in Format(keep_next=True).xml()
    assert "keepNext" not in Format().xml()


def test_a_format_without_wishes_writes_nothing() -> None:
    assert paragraph(run("甲"), Format()) == paragraph(run("甲"))


def test_a_tiny_paragraph_takes_a_point() -> None:
    assert 'w:line="20" w:lineRule="exact"' in tiny_paragraph()


def test_a_field_shows_its_present_value_between_its_marks() -> None:
    text = field("PAGEREF _a", "7")
    assert (
        text.index("begin")
        < text.index("PAGEREF _a")
        < text.index("separate")
        < text.index("<w:t>7")
        < text.index("end")
    )


def test_borders_are_measured_in_eighths_of_a_point() -> None:
    assert border("top", "single", 8) == '<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>'


def test_a_point_is_twenty_twips() -> None:
    assert twips(10.55) == 211


def test_content_from_old_systems_with_control_characters_still_opens(tmp_path: Path) -> None:
    template = tmp_path / "试.txt"
    template.write_text("{{ a }}", encoding="utf-8")
    write_docx(read_template(str(template), {"a": "甲\x0b乙\x00丙\ud846丁"}), tmp_path / "a.docx")
    root = dict(parts(tmp_path / "a.docx"))["word/document.xml"]
    assert "".join(node.text for node in root.iter(f"{W}t")) == "甲乙丙〓丁"


def test_markup_text_may_hold_any_sign_of_xml(tmp_path: Path) -> None:
    write_docx(parse('@标题 甲<乙>&"丙"\n@表 标题=<&>\n|<甲>|\n|&|', "试.txt"), tmp_path / "a.docx")
    assert len(dict(parts(tmp_path / "a.docx"))) >= 6
