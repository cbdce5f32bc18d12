"""Word 标记: the few OOXML elements a document needs, as escaped text. Lengths in points unless named otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape as _escape

from landwatch_plugin.reports.paper import FANGSONG, HEITI, KAITI, SONG, SONG_TITLE

FONT_NAMES = {
    SONG_TITLE: "方正小标宋简体", FANGSONG: "仿宋_GB2312", KAITI: "楷体_GB2312", HEITI: "黑体", SONG: "宋体",
}  # fmt: skip
"""What offices use; the names are embedded, not the fonts. fontTable.xml gives Word its own replacements."""
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ALIGN = {"满": "both", "正文": "both", "左": "left", "中": "center", "右": "right"}


def escape(text: str) -> str:
    """Text for element content or a double-quoted attribute."""
    return _escape(text, quote=True)


def twips(points: float) -> int:
    return round(points * 20)


def emu(points: float) -> int:
    return round(points * 12700)


def fonts(face: str) -> str:
    """The hint keeps “ ” — … full-width."""
    name = FONT_NAMES[face]
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def run(text: str, face: str | None = None, size: float | None = None, color: str = "", spacing: float = 0.0) -> str:
    """A run of text; line breaks inside it stay line breaks."""
    properties = fonts(face) if face else ""
    properties += f'<w:color w:val="{color}"/>' if color else ""
    properties += f'<w:spacing w:val="{twips(spacing)}"/>' if spacing else ""
    properties += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    pieces = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n")]
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{'<w:br/>'.join(pieces)}</w:r>"


@dataclass(frozen=True)
class Format:
    """Paragraph properties; None leaves it to the style."""

    style: str = ""
    align: str = ""
    pitch: float | None = None
    before: float | None = None
    after: float | None = None
    left: float | None = None
    right: float | None = None
    first: float | None = None
    """First line against the left indent; negative hangs."""
    keep_next: bool | None = None
    page_break: bool = False
    borders: str = ""
    spaced: bool = True
    """False: no automatic white between Chinese and digits, no marks hanging outside of the text."""
    extra: str = ""
    """Ready-made elements that come last (sectPr)."""

    def xml(self) -> str:
        style = f'<w:pStyle w:val="{self.style}"/>' if self.style else ""
        keep = "" if self.keep_next is None else "<w:keepNext/>" if self.keep_next else '<w:keepNext w:val="0"/>'
        breaks = "<w:pageBreakBefore/>" if self.page_break else ""
        borders = f"<w:pBdr>{self.borders}</w:pBdr>" if self.borders else ""
        align = f'<w:jc w:val="{_ALIGN[self.align]}"/>' if self.align else ""
        close = (
            "" if self.spaced else '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        )
        inside = style + keep + breaks + borders + close + self._spacing() + self._indent() + align + self.extra
        return f"<w:pPr>{inside}</w:pPr>" if inside else ""

    def _spacing(self) -> str:
        pairs = [("before", self.before), ("after", self.after)]
        found = "".join(f' w:{name}="{twips(value)}"' for name, value in pairs if value is not None)
        if self.pitch is not None:
            found += f' w:line="{int(self.pitch * 20)}" w:lineRule="exact"'
        return f"<w:spacing{found}/>" if found else ""

    def _indent(self) -> str:
        pairs = [("left", self.left), ("right", self.right)]
        found = "".join(f' w:{name}Chars="0" w:{name}="{twips(value)}"' for name, value in pairs if value is not None)
        if self.first is not None:
            name = "firstLine" if self.first >= 0 else "hanging"
            found += f' w:{name}Chars="0" w:{name}="{abs(twips(self.first))}"'
        return f"<w:ind{found}/>" if found else ""


def paragraph(runs: Iterable[str] | str, form: Format | None = None) -> str:
    inside = runs if isinstance(runs, str) else "".join(runs)
    return f"<w:p>{form.xml() if form else ''}{inside}</w:p>"


def tiny_paragraph(extra: str = "", runs: str = "", form: Format | None = None) -> str:
    """A paragraph that takes no room to speak of: after a table, and where a section ends."""
    mark = '<w:rPr><w:sz w:val="2"/></w:rPr>'
    form = form or Format(pitch=1.0, before=0, after=0, first=0)
    return f"<w:p>{form.xml().removesuffix('</w:pPr>')}{mark}{extra}</w:pPr>{runs}</w:p>"


def border(side: str, kind: str = "single", eighths: int = 4, color: str = "000000", space: int = 0) -> str:
    return f'<w:{side} w:val="{kind}" w:sz="{eighths}" w:space="{space}" w:color="{color}"/>'


def no_border(side: str) -> str:
    return f'<w:{side} w:val="nil"/>'


def field(code: str, shown: str, properties: str = "") -> str:
    """A field with its present value (page number, page reference)."""
    marks = [f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    code_run = f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    value = f"<w:r>{properties}<w:t>{escape(shown)}</w:t></w:r>"
    return marks[0] + code_run + marks[1] + value + marks[2]
