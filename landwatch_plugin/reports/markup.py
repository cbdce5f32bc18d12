"""版式标记: rendered template text → Document. Lines that begin with @ steer; 一、 and （一） make headings."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace

from landwatch_plugin.reports.blocks import (
    Attachments,
    Block,
    Contents,
    Cover,
    Document,
    Heading,
    Imprint,
    OrganMark,
    PageBreak,
    Paragraph,
    Section,
    Title,
    fault,
)
from landwatch_plugin.reports.directives import DIRECTIVES, Source
from landwatch_plugin.reports.marks import show, take_origin
from landwatch_plugin.reports.paper import LAYOUTS, NUMBER_PLACES, parse_size
from landwatch_plugin.reports.wording import chinese_number

_LEVEL_1 = re.compile(r"^([一二三四五六七八九十百零]+|#)、")
_LEVEL_2 = re.compile(r"^[（(]([一二三四五六七八九十百零]+|#)[）)]")
_LEVEL_3 = re.compile(r"^#\.")
_HEADING_LENGTH = 20
"""A （一） line of one longer sentence is no heading: its number only is set in 楷体."""
_SETTINGS = ("版式", "横向", "纵向", "页码", "正文")


@dataclass
class _State:
    """The document as far as it has been read."""

    section: Section
    blocks: list[Block]
    done: list[Section]
    counters: list[int]


def read(text: str, source: str) -> Document:
    """Rendered template text → Document."""
    layout = LAYOUTS["公文"]
    start = Section(layout, False, layout.numbers, None, layout.size, layout.pitch)
    state = _State(start, [], [], [0, 0, 0])
    lines = _lines(text, source)
    while lines:
        _read_one(lines, state)
    _close(state)
    return _document(state.done, source)


def _lines(text: str, source: str) -> list[Source]:
    """Lines that say something, each with the template line it came from; last first, so that pop() takes the next."""
    found: list[Source] = []
    here = (source, 0)
    for index, raw in enumerate(text.split("\n"), 1):
        line, origin = take_origin(raw)
        here = origin or (here if here[1] and "\ufdec" in text else (source, index))
        line = line.strip(" \t\u3000\ufeff\r")
        if line:
            found.append(Source(line, *here))
    return found[::-1]


def _read_one(lines: list[Source], state: _State) -> None:
    line = lines.pop()
    if line.text.startswith("|"):
        raise fault(line.file, line.number, "这一行以“|”开头，但上面没有 @表、@字段 等指令", "请补上指令行，或删去“|”")
    if not line.text.startswith("@"):
        state.blocks.extend(_text_blocks(line, state))
        return
    name, _, rest = line.text[1:].partition(" ")
    line = replace(line, rest=rest.strip(), name=name)
    if name in _SETTINGS:
        _set(line, state)
    elif name in DIRECTIVES:
        rows = []
        while lines and lines[-1].text.startswith("|"):
            rows.append(lines.pop())
        state.blocks.extend(DIRECTIVES[name](line, rows))
    else:
        close = difflib.get_close_matches(name, [*DIRECTIVES, *_SETTINGS], 1, 0.3)
        hint = f"是否想写“@{close[0]}”？" if close else ""
        raise fault(line.file, line.number, f"不认识的指令“@{show(name)}”", f"{hint}指令见模板说明")


def _text_blocks(line: Source, state: _State) -> list[Block]:
    """A heading by its own numbering, or paragraphs (one for each line inside a value)."""
    text = line.text
    if match := _LEVEL_1.match(text):
        return [_heading(1, _numbered(match[1], 0, state) + "、", text[match.end() :])]
    if match := _LEVEL_2.match(text):
        return [_heading(2, f"（{_numbered(match[1], 1, state)}）", text[match.end() :])]
    if match := _LEVEL_3.match(text):
        state.counters[2] += 1
        text = f"{state.counters[2]}.{text[match.end() :]}"
    return [Paragraph(part.strip()) for part in show(text).split("\n") if part.strip()]


def _numbered(sign: str, level: int, state: _State) -> str:
    """“#” counts by itself; a number written by hand sets the count."""
    if sign == "#":
        state.counters[level] += 1
    else:
        state.counters[level] = next((n for n in range(1, 1000) if chinese_number(n) == sign), 0)
    state.counters[level + 1 :] = [0] * (2 - level)
    return chinese_number(state.counters[level]) if sign == "#" else sign


def _heading(level: int, number: str, rest: str) -> Heading:
    """Text after the first 。 runs on as body text."""
    text = show(rest).replace("\n", " ").strip()
    head, stop, tail = text.partition("。")
    if level == 2 and stop and not tail and len(head) > _HEADING_LENGTH:
        return Heading(level, number, text)
    return Heading(level, number + head + stop, tail) if tail else Heading(level, number + text)


def _set(line: Source, state: _State) -> None:
    """A setting of the page. It begins a new section when there is something on the page already."""
    value = show(line.rest)
    now = state.section
    if line.name == "正文":
        state.section = _with_size(line, now)
        if state.blocks:
            raise fault(line.file, line.number, "@正文 要写在本节的内容之前", "请移到 @版式 或 @分页 之后的第一行")
        return
    if line.name == "版式":
        if value not in LAYOUTS:
            raise fault(line.file, line.number, f"没有版式“{value}”", f"可用：{'、'.join(LAYOUTS)}")
        layout = LAYOUTS[value]
        fresh = replace(now, layout=layout, numbers=layout.numbers, size=layout.size, pitch=layout.pitch)
    elif line.name == "页码":
        fresh = _with_numbers(line, now)
    else:
        fresh = replace(now, landscape=line.name == "横向")
    if fresh != now or line.name == "页码":
        goes_on = bool(state.blocks) and line.name != "页码"
        _close(state)
        state.section = replace(fresh, first_number=None if goes_on else fresh.first_number)


def _with_size(line: Source, section: Section) -> Section:
    words = show(line.rest).split()
    size = parse_size(words[0]) if words else None
    pitch = next((parse_size(word[3:]) for word in words[1:] if word.startswith("行距=")), None)
    if size is None:
        raise fault(
            line.file, line.number, f"不认识的字号“{show(line.rest)}”", "例如 @正文 小四，或 @正文 小四 行距=22"
        )
    return replace(section, size=size, pitch=pitch or round(size * 1.75, 2))


def _with_numbers(line: Source, section: Section) -> Section:
    """@页码 无 | @页码 1 | @页码 上外侧 | @页码 1 右上"""
    numbers, first = section.layout.numbers, None
    for word in show(line.rest).split():
        if word.isdigit():
            first = int(word)
        elif word in NUMBER_PLACES:
            numbers = word
        else:
            raise fault(
                line.file, line.number, f"不认识的页码写法“{word}”", f"可写起始页号和位置：{'、'.join(NUMBER_PLACES)}"
            )
    return replace(section, numbers=numbers, first_number=first)


def _close(state: _State) -> None:
    """End the section, unless nothing stands in it yet."""
    blocks = list(state.blocks)
    while blocks and isinstance(blocks[-1], PageBreak):
        blocks.pop()
    while blocks and isinstance(blocks[0], PageBreak):
        blocks.pop(0)
    if blocks:
        state.done.append(replace(state.section, blocks=tuple(_joined(blocks))))
        state.section = replace(state.section, first_number=None)
    state.blocks = []


def _joined(blocks: list[Block]) -> list[Block]:
    """Neighbouring 附件 lines make one list; 抄送 and 印发 make one imprint."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Attachments) and isinstance(last, Attachments):
            found[-1] = Attachments(last.names + block.names)
        elif isinstance(block, Imprint) and isinstance(last, Imprint):
            found[-1] = Imprint(last.copies or block.copies, last.organ or block.organ, last.date or block.date)
        else:
            found.append(block)
    return found


def _document(sections: list[Section], source: str) -> Document:
    if not sections:
        raise fault(source, None, "生成的文书是空的", "请检查模板内容")
    blocks = [block for section in sections for block in section.blocks]
    title = next(("".join(block.lines) for block in blocks if isinstance(block, Title)), "")
    mark = next((block.text for block in blocks if isinstance(block, OrganMark)), "")
    cover = next((block for block in blocks if isinstance(block, Cover)), Cover("", "", ()))
    whole = Document(title or mark or cover.title, mark or cover.organ, tuple(sections))
    filled = [
        replace(section, blocks=tuple(Contents(whole.items) if isinstance(b, Contents) else b for b in section.blocks))
        for section in sections
    ]
    return replace(whole, sections=tuple(filled))
