"""版块: a document as it is before it becomes paper: headings, paragraphs, tables … in sections. No layout, no fonts."""

from __future__ import annotations

from dataclasses import dataclass

from landwatch_plugin.domain.errors import TemplateError
from landwatch_plugin.reports.paper import Layout


@dataclass(frozen=True)
class Block:
    """Anything that stands on paper."""


@dataclass(frozen=True)
class OrganMark(Block):
    """发文机关标志 or 纪要标志, red."""

    text: str


@dataclass(frozen=True)
class DocumentNumber(Block):
    """发文字号 or 期号. In a 信函 flush right, else centred."""

    text: str


@dataclass(frozen=True)
class IssueLine(Block):
    """纪要: the issuing office at the left, the date at the right, a red line under both."""

    organ: str
    date: str


@dataclass(frozen=True)
class Title(Block):
    """标题: lines already broken by sense."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Addressee(Block):
    """主送机关, with its colon."""

    text: str


@dataclass(frozen=True)
class Heading(Block):
    """一、 (level 1, 黑体) or （一） (level 2, 楷体); `tail` is body text that runs on in the same paragraph."""

    level: int
    text: str
    tail: str = ""


@dataclass(frozen=True)
class PageHeading(Block):
    """小标题: a centred heading inside a dossier or annex."""

    text: str


@dataclass(frozen=True)
class Paragraph(Block):
    """正文: indented by two characters when `align` is "正文"; otherwise 左, 中 or 右."""

    text: str
    align: str = "正文"
    size: float | None = None


@dataclass(frozen=True)
class Roster(Block):
    """出席、请假、列席: a label in 黑体, names hanging after the colon."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One table cell. `across` and `down` count the columns and rows it covers."""

    text: str
    across: int = 1
    down: int = 1
    label: bool = False


@dataclass(frozen=True)
class TableRow:
    """One cell or None (covered by a neighbour) per column."""

    cells: tuple[Cell | None, ...]
    total: bool = False


@dataclass(frozen=True)
class Table(Block):
    """表: as wide as the text area. `widths` are shares; `aligns` are 左, 中, 右 per column."""

    rows: tuple[TableRow, ...]
    header_rows: int
    widths: tuple[float, ...]
    aligns: tuple[str, ...]
    caption: str = ""
    unit: str = ""
    size: float = 10.5
    row_height: float = 0.0
    """Least height of a body row in mm (room for a signature)."""


@dataclass(frozen=True)
class Picture:
    """A picture file with its caption. `width` and `height` in mm are limits; proportions are kept."""

    file: str
    caption: str
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True)
class Pictures(Block):
    """图、图组: pictures in a grid, each with its caption below, never parted from it."""

    pictures: tuple[Picture, ...]
    columns: int = 1


@dataclass(frozen=True)
class Attachments(Block):
    """附件说明 under the text: 附件：1.… ."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class AnnexMark(Block):
    """附件, 附件1: top left of the page where an annex begins."""

    text: str


@dataclass(frozen=True)
class Signature(Block):
    """署名 and 成文日期. Room for the seal is left when `seal` is true."""

    organ: str
    date: str
    seal: bool = True


@dataclass(frozen=True)
class Imprint(Block):
    """版记 at the foot of the last page: 抄送, and (not in a 信函) 印发机关 and 印发日期."""

    copies: str = ""
    organ: str = ""
    date: str = ""


@dataclass(frozen=True)
class PageBreak(Block):
    """分页."""


@dataclass(frozen=True)
class BlankLines(Block):
    """空行."""

    count: int = 1


@dataclass(frozen=True)
class Cover(Block):
    """封面: a big title and label–value lines below; fills its page."""

    organ: str
    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class VolumeItem(Block):
    """卷件: one piece of a volume; begins a page and stands in the 卷内目录."""

    title: str
    number: str = ""
    author: str = ""
    date: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Contents(Block):
    """卷内目录: the table of the volume's pieces with their page numbers."""

    items: tuple[VolumeItem, ...] = ()


@dataclass(frozen=True)
class Section:
    """Pages of one layout, direction and numbering. `numbers` is a place of `paper.NUMBER_PLACES`."""

    layout: Layout
    landscape: bool
    numbers: str
    first_number: int | None
    """Number of its first page; None counts on."""
    size: float
    pitch: float
    blocks: tuple[Block, ...] = ()

    @property
    def tracking(self) -> float:
        """Character spacing holds for the layout's own body size only."""
        return self.layout.tracking if self.size == self.layout.size else 0.0


@dataclass(frozen=True)
class Document:
    """What both writers, .pdf and .docx, are given."""

    title: str
    organ: str
    sections: tuple[Section, ...]

    @property
    def items(self) -> tuple[VolumeItem, ...]:
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, VolumeItem))


def fault(source: str, line: int | None, message: str, cure: str) -> TemplateError:
    """An error in a template, naming file and line as staff see them in Notepad."""
    place = f"模板“{source}”第{line}行" if line else f"模板“{source}”"
    problem = TemplateError(f"{place}：{message}。", cure)
    problem.source, problem.row = source, line
    return problem


def parse(text: str, source: str) -> Document:
    """Rendered template text → Document. Raises TemplateError naming the line of bad markup."""
    from landwatch_plugin.reports.markup import read

    return read(text, source)
