"""Word 包件: styles, settings, fonts, headers and footers of the .docx: everything but the document's own text."""

from __future__ import annotations

from datetime import UTC, datetime

from landwatch_plugin.reports.blocks import Document, Section
from landwatch_plugin.reports.ooxml import (
    DECLARATION,
    FONT_NAMES,
    NAMESPACES,
    Format,
    escape,
    field,
    fonts,
    paragraph,
    twips,
)
from landwatch_plugin.reports.paper import FANGSONG, HEITI, KAITI, MM, NUMBER_SIZE, SIZES, SONG, SONG_TITLE, TITLE_SIZE

_ALTERNATIVES = {
    "方正小标宋简体": "华文中宋",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def styles(section: Section) -> str:
    """Named styles, so that staff change a document by its styles. The first section sets the body size."""
    size, pitch, em = section.size, section.pitch, section.size
    spacing = f'<w:spacing w:val="{_body_spacing(section)}"/>' if section.tracking else ""
    default = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}{spacing}<w:kern w:val="0"/>'
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:widowControl w:val="0"/><w:snapToGrid w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    body = Format(pitch=pitch, before=0, after=0, align="满", spaced=False)
    indented = Format(pitch=pitch, first=2 * em, align="满")
    title = TITLE_SIZE if section.layout.official else SIZES["小二"]
    found = [
        _style("Normal", "Normal", body, default=True),
        _style("LwBody", "公文正文", indented),
        _style("Title", "Title", Format(pitch=title * 1.5, align="中", first=0, keep_next=True), SONG_TITLE, title),
        _style("Heading1", "heading 1", Format(pitch=pitch, first=2 * em, keep_next=True), HEITI, outline=0),
        _style("Heading2", "heading 2", Format(pitch=pitch, first=2 * em, keep_next=True), KAITI, outline=1),
        _style(
            "LwPageHeading", "页内标题", Format(pitch=(size + 2) * 1.7, align="中", keep_next=True), HEITI, size + 2
        ),
        _style("LwTableText", "表格文字", Format(pitch=SIZES["五号"] * 1.32, align="中"), None, SIZES["五号"]),
        _style("Caption", "caption", Format(pitch=SIZES["五号"] * 1.5, align="中"), None, SIZES["五号"]),
    ]
    return f"{DECLARATION}<w:styles {NAMESPACES}>{default}{''.join(found)}{_table_style()}</w:styles>"


def _body_spacing(section: Section) -> int:
    """Twentieths of a point. A shade tighter than the standard's pitch, so that Word too fits 28 characters."""
    return int(section.tracking * 20) - 1


def _style(
    identity: str, name: str, form: Format, face: str | None = None, size: float | None = None, *,
    outline: int | None = None, default: bool = False,
) -> str:  # fmt: skip
    level = f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    properties = form.xml().removesuffix("</w:pPr>") + level + "</w:pPr>"
    characters = fonts(face) if face else ""
    characters += '<w:b w:val="0"/><w:bCs w:val="0"/>' if outline is not None or identity == "Title" else ""
    characters += '<w:spacing w:val="0"/>' if size else ""
    characters += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    head = '<w:style w:type="paragraph" w:default="1"' if default else '<w:style w:type="paragraph"'
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    follows = '<w:next w:val="LwBody"/>' if outline is not None or identity == "Title" else ""
    return (f'{head} w:styleId="{identity}"><w:name w:val="{name}"/>{based}{follows}<w:qFormat/>{properties}'
            f"{f'<w:rPr>{characters}</w:rPr>' if characters else ''}</w:style>")  # fmt: skip


def _table_style() -> str:
    return ('<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority '
            'w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
            '<w:top w:w="0" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
            '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>')  # fmt: skip


def settings() -> str:
    return (f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
            '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
            '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
            '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>')  # fmt: skip


def font_table() -> str:
    """Names Word may take in place of the fonts an office has not bought."""
    found = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{_ALTERNATIVES[name]}"/><w:charset w:val="86"/></w:font>'
        for name in FONT_NAMES.values()
    )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{found}</w:fonts>"


def core_properties(document: Document) -> str:
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return (f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(document.title)}</dc:title><dc:creator>{escape(document.organ)}</dc:creator>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{now}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{now}</dcterms:modified></cp:coreProperties>')  # fmt: skip


def content_types(parts: list[str]) -> str:
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}
    found = ""
    for part in parts:
        stem = part.rpartition("/")[2].removesuffix(".xml")
        kind = kinds.get(stem) or ("header" if stem.startswith("header") else "footer")
        found += f'<Override PartName="/{part}" ContentType="{_MIME}.{kind}+xml"/>'
    return (f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" '
            f'ContentType="image/jpeg"/>{found}<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>')  # fmt: skip


def package_relations() -> str:
    return (f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" '
            f'Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>')  # fmt: skip


def relations(targets: dict[str, tuple[str, str]]) -> str:
    """Relation id → (kind, target) of the document's parts."""
    found = "".join(
        f'<Relationship Id="{identity}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for identity, (kind, target) in targets.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def header_or_footer(kind: str, inside: str) -> str:
    tag = "hdr" if kind == "header" else "ftr"
    return f"{DECLARATION}<w:{tag} {NAMESPACES}>{inside}</w:{tag}>"


def number_paragraph(place: str, side: str) -> str:
    """The page number; `side` is odd or even. One character in from the edge."""
    properties = f'<w:rPr>{fonts(SONG)}<w:spacing w:val="0"/><w:sz w:val="{round(NUMBER_SIZE * 2)}"/></w:rPr>'
    dash = [f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("— ", " —")]
    number = field("PAGE", "1", properties)
    right = side == "odd" or place == "右上"
    align = "中" if place == "居中" else "右" if right else "左"
    inset = NUMBER_SIZE if place != "居中" else 0.0
    form = Format(
        align=align, pitch=NUMBER_SIZE * 1.4, first=0, left=0 if right else inset, right=inset if right else 0
    )
    return paragraph(dash[0] + number + dash[1] if place in ("下外侧", "居中") else number, form)


def watermark(identity: int, text: str) -> str:
    """Word's own kind of watermark: a text path behind the page, anchored in the header."""
    style = ("position:absolute;margin-left:0;margin-top:0;width:300pt;height:150pt;rotation:315;z-index:-251658752;"
             "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;"
             "mso-position-vertical-relative:margin")  # fmt: skip
    return (f'<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
            'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
            '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
            '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
            '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
            '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
            f'<v:shape id="LwDraft{identity}" o:spid="_x0000_s{2049 + identity}" type="#_x0000_t136" style="{style}" '
            f'fillcolor="#e4e4e4" stroked="f"><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" '
            f'string="{escape(text)}"/></v:shape></w:pict></w:r>')  # fmt: skip


def section_properties(section: Section, references: str, title_page: bool) -> str:
    """Paper, margins, numbering. `references` are the header and footer references."""
    width, height = section.layout.page(section.landscape)
    top, right, bottom, left = section.layout.margins(section.landscape)
    turn = ' w:orient="landscape"' if section.landscape else ""
    letter = section.layout.name == "信函"
    header = 30 if letter and not section.landscape else max(8.0, top - 10)
    footer = 20 if letter and not section.landscape else max(8.0, bottom - 14)
    start = f'<w:pgNumType w:start="{section.first_number}"/>' if section.first_number is not None else ""
    margins = [
        ("top", top),
        ("right", right),
        ("bottom", bottom),
        ("left", left),
        ("header", header),
        ("footer", footer),
    ]
    sides = "".join(f' w:{name}="{int(value * MM * 20)}"' for name, value in margins)
    return (f'<w:sectPr>{references}<w:type w:val="nextPage"/><w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turn}/>'
            f'<w:pgMar{sides} w:gutter="0"/>{start}<w:cols w:space="425"/>{"<w:titlePg/>" if title_page else ""}'
            '</w:sectPr>')  # fmt: skip
