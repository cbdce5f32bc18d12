"""指令: what each @ line of a template makes. `DIRECTIVES` is the whole language besides headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from landwatch_plugin.reports.blocks import (
    Addressee,
    AnnexMark,
    Attachments,
    BlankLines,
    Block,
    Contents,
    Cover,
    DocumentNumber,
    Imprint,
    IssueLine,
    OrganMark,
    PageBreak,
    PageHeading,
    Paragraph,
    Picture,
    Pictures,
    Roster,
    Signature,
    Title,
    VolumeItem,
    fault,
)
from landwatch_plugin.reports.marks import show
from landwatch_plugin.reports.paper import parse_size
from landwatch_plugin.reports.tables import read_checklist, read_fields, read_table, split_row
from landwatch_plugin.reports.titles import PER_LINE, title_lines

_OPTION = re.compile(r'([^\s=]+)=("[^"]*"|\S*)')


@dataclass(frozen=True)
class Source:
    """A line of the rendered template and where it came from."""

    text: str
    file: str
    number: int
    name: str = ""
    rest: str = ""

    def wrong(self, message: str, cure: str) -> Exception:
        return fault(self.file, self.number, message, cure)

    def options(self, *allowed: str) -> dict[str, str]:
        """`key=value` pairs after the directive. Anything else, and an unknown key, is an error."""
        left = _OPTION.sub("", self.rest).strip()
        if show(left).strip():
            raise self.wrong(f"“@{self.name}”后面看不懂：{show(left)}", "选项写作 名称=内容，内容有空格时加英文双引号")
        pairs = {show(key): show(value.strip('"')) for key, value in _OPTION.findall(self.rest)}
        for key in pairs:
            if key not in allowed:
                raise self.wrong(f"“@{self.name}”没有选项“{key}”", f"可用：{'、'.join(allowed)}")
        return pairs

    def needed(self) -> str:
        """The text after the directive, which must not be empty."""
        text = show(self.rest).strip()
        if not text:
            raise self.wrong(f"“@{self.name}”后面没有内容", "请在指令后空一格写内容")
        return text

    def figure(self, pairs: dict[str, str], key: str) -> float | None:
        """An option that is a positive number, or None when not given."""
        if key not in pairs:
            return None
        try:
            value = float(pairs[key])
        except ValueError:
            value = 0.0
        if value <= 0:
            raise self.wrong(f"“{key}={pairs[key]}”不是正数", f"例如 {key}=150")
        return value


Rows = Sequence[Source]
Maker = Callable[[Source, Rows], list[Block]]


def _no_rows(line: Source, rows: Rows) -> None:
    if rows:
        raise rows[0].wrong(f"“@{line.name}”下面不能有“|”行", "请删去这些行，或改用 @表")


def _words(line: Source) -> list[str]:
    """Words of the line; spaces inside a value do not divide it."""
    return [show(word) for word in line.rest.split()]


def _text(kind: Callable[[str], Block]) -> Maker:
    def make(line: Source, rows: Rows) -> list[Block]:
        _no_rows(line, rows)
        return [kind(line.needed().replace("\n", " "))]

    return make


def _aligned(align: str) -> Maker:
    def make(line: Source, rows: Rows) -> list[Block]:
        _no_rows(line, rows)
        return [Paragraph(part.strip(), align) for part in line.needed().split("\n") if part.strip()]

    return make


def _title(line: Source, rows: Rows) -> list[Block]:
    _no_rows(line, rows)
    line.needed()
    return [Title(title_lines(show(line.rest.replace("//", "\n")), PER_LINE))]


def _addressee(line: Source, rows: Rows) -> list[Block]:
    _no_rows(line, rows)
    return [Addressee(line.needed().rstrip("：:") + "：")]


def _roster(line: Source, rows: Rows) -> list[Block]:
    """@名单 出席：names, or the names in | rows, one hanging line each."""
    label, _, first = line.needed().replace(":", "：", 1).partition("：")
    names = [first.strip()] if first.strip() else []
    names += ["　".join(show(cell) for cell in split_row(row.text) if show(cell)) for row in rows]
    if not names:
        raise line.wrong(f"名单“{label}”是空的", "请在冒号后写姓名，或在下面用“|”行逐行列出")
    return [Roster(label.strip(), tuple(part for name in names for part in name.split("\n") if part.strip()))]


def _picture(line: Source, rows: Rows) -> list[Block]:
    _no_rows(line, rows)
    pairs = line.options("文件", "题", "宽", "高")
    if not pairs.get("文件"):
        raise line.wrong("“@图”没有写“文件=”", "例如 @图 文件={{ pictures.overlay }} 宽=150 题=套合分析图")
    picture = Picture(pairs["文件"], pairs.get("题", ""), line.figure(pairs, "宽"), line.figure(pairs, "高"))
    return [Pictures((picture,))]


def _picture_grid(line: Source, rows: Rows) -> list[Block]:
    """@图组 列=2 高=90, then one |file|caption row for each picture."""
    pairs = line.options("列", "宽", "高")
    columns = int(line.figure(pairs, "列") or 2)
    found = []
    for row in rows:
        cells = [show(cell) for cell in split_row(row.text)]
        if len(cells) not in (1, 2) or not cells[0]:
            raise row.wrong("图组的每一行应为 |文件|题注|", "请改正这一行")
        caption = cells[1] if len(cells) == 2 else ""
        found.append(Picture(cells[0], caption, line.figure(pairs, "宽"), line.figure(pairs, "高")))
    if not found:
        raise line.wrong("“@图组”下面没有图片", "请用“|文件|题注|”逐行列出，没有图片时用 {% if %} 跳过")
    return [Pictures(tuple(found), columns)]


def _signature(line: Source, rows: Rows) -> list[Block]:
    """@落款 单位 日期 [不盖章]"""
    _no_rows(line, rows)
    words = _words(line)
    if len(words) not in (2, 3) or (len(words) == 3 and words[2] != "不盖章"):
        raise line.wrong("落款应写 单位 和 日期", "例如 @落款 {{ org }} {{ date|日期 }}")
    return [Signature(words[0], words[1], seal=len(words) == 2)]


def _issue_line(line: Source, rows: Rows) -> list[Block]:
    _no_rows(line, rows)
    words = _words(line)
    if len(words) != 2:
        raise line.wrong("编印应写 单位 和 日期", "例如 @编印 {{ org }} {{ date|日期 }}")
    return [IssueLine(words[0], words[1])]


def _copies(line: Source, rows: Rows) -> list[Block]:
    _no_rows(line, rows)
    return [Imprint(copies=line.needed().rstrip("。") + "。")]


def _printed(line: Source, rows: Rows) -> list[Block]:
    _no_rows(line, rows)
    words = _words(line)
    if len(words) != 2:
        raise line.wrong("印发应写 单位 和 日期", "例如 @印发 {{ org }} {{ date|日期 }}")
    return [Imprint(organ=words[0], date=words[1])]


def _small(line: Source, rows: Rows) -> list[Block]:
    """@注 text in small type, flush left."""
    _no_rows(line, rows)
    return [Paragraph(part, "左", parse_size("五号")) for part in line.needed().split("\n") if part.strip()]


def _blank(line: Source, rows: Rows) -> list[Block]:
    _no_rows(line, rows)
    words = _words(line)
    if words and not words[0].isdigit():
        raise line.wrong(f"“@空行 {words[0]}”不是行数", "例如 @空行 2")
    return [BlankLines(int(words[0]) if words else 1)]


def _bare(kind: Callable[[], Block]) -> Maker:
    def make(line: Source, rows: Rows) -> list[Block]:
        _no_rows(line, rows)
        if line.rest:
            raise line.wrong(f"“@{line.name}”后面不用写内容", "请删去这一行后面的文字")
        return [kind()]

    return make


def _cover(line: Source, rows: Rows) -> list[Block]:
    """@封面 单位=… 标题=…, then |label|value| rows."""
    pairs = line.options("单位", "标题")
    found = []
    for row in rows:
        cells = [show(cell) for cell in split_row(row.text)]
        if len(cells) != 2:
            raise row.wrong("封面的每一行应为 |名称|内容|", "请改正这一行")
        found.append((cells[0], cells[1]))
    return [Cover(pairs.get("单位", ""), pairs.get("标题", "卷宗"), tuple(found))]


def _volume_item(line: Source, rows: Rows) -> list[Block]:
    _no_rows(line, rows)
    pairs = line.options("题名", "文号", "责任者", "日期", "备注")
    if not pairs.get("题名"):
        raise line.wrong("“@卷件”没有写“题名=”", "例如 @卷件 题名=现场照片 责任者={{ org }}")
    keys = ("题名", "文号", "责任者", "日期", "备注")
    return [VolumeItem(*(pairs.get(key, "") for key in keys))]


def _attachment(line: Source, rows: Rows) -> list[Block]:
    _no_rows(line, rows)
    return [Attachments(tuple(part.strip() for part in line.needed().split("\n") if part.strip()))]


DIRECTIVES: dict[str, Maker] = {
    "机关": _text(OrganMark),
    "纪要": _text(OrganMark),
    "字号": _text(DocumentNumber),
    "期号": _text(DocumentNumber),
    "编印": _issue_line,
    "标题": _title,
    "主送": _addressee,
    "小标题": _text(PageHeading),
    "左": _aligned("左"),
    "中": _aligned("中"),
    "右": _aligned("右"),
    "注": _small,
    "名单": _roster,
    "表": lambda line, rows: [read_table(line, rows)],
    "字段": lambda line, rows: [read_fields(line, rows)],
    "勾选": lambda line, rows: [read_checklist(line, rows)],
    "图": _picture,
    "图组": _picture_grid,
    "附件": _attachment,
    "附件页": lambda line, rows: [PageBreak(), *_text(AnnexMark)(line, rows)],
    "落款": _signature,
    "抄送": _copies,
    "印发": _printed,
    "分页": _bare(PageBreak),
    "空行": _blank,
    "封面": _cover,
    "卷件": _volume_item,
    "卷内目录": _bare(Contents),
}
