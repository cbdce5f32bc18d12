"""公文要素的排版: red mark, number, title, addressee, attachments, signature, imprint, by GB/T 9704."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.pages import Strip
from landwatch_plugin.reports.paper import FANGSONG, MM, NUMBER_SIZE, RED, SIZES, SONG_TITLE, TITLE_SIZE
from landwatch_plugin.reports.setting import Setting
from landwatch_plugin.reports.titles import fitting_size
from landwatch_plugin.reports.typeset import TextStyle, held_together, set_text, white

LETTER_MARK, NOTICE_MARK = 36.0, 42.0
"""Largest size of the red mark of a 信函 and of the others."""


def set_organ_mark(block: b.OrganMark, setting: Setting) -> list[Strip]:
    if setting.section.layout.name == "信函":
        return [_letter_head(block.text, setting)]
    size = fitting_size(block.text, setting.width, NOTICE_MARK)
    above = 35 * MM if setting.section.layout.official else 10 * MM
    text = set_text(
        [(block.text, SONG_TITLE)], TextStyle(size, size, align="中", color=RED), setting.width, setting.ruler
    )
    return [white(above, keep=True), *held_together(text, with_next=True)]


def _letter_head(text: str, setting: Setting) -> Strip:
    """Top edge 30 mm below the page's; 4 mm below it a double rule of 170 mm, thick over thin."""
    size = fitting_size(text, 165 * MM, LETTER_MARK)
    rise = (setting.section.layout.top - 30) * MM
    middle = setting.width / 2 + (setting.section.layout.right - setting.section.layout.left) / 2 * MM
    line = set_text([(text, SONG_TITLE)], TextStyle(size, size, align="中", color=RED), setting.width, setting.ruler)[0]

    def draw(pen: Any, x: float, top: float) -> None:
        if line.draw:
            line.draw(pen, x + middle - setting.width / 2, top + rise)
        double_rule(pen, x + middle, top + rise - size - 4 * MM, thick_above=True)

    return Strip(size + 4 * MM - rise + 3.5, draw, keep=True)


def double_rule(pen: Any, middle: float, y: float, *, thick_above: bool) -> None:
    """The red rules of a 信函, 170 mm wide."""
    half = 85 * MM
    for thickness, offset in ((1.8, 0.0 if thick_above else -2.2), (0.6, -2.2 if thick_above else 0.0)):
        pen.rule(middle - half, middle + half, y + offset, thickness, RED)


def set_document_number(block: b.DocumentNumber, setting: Setting) -> list[Strip]:
    layout = setting.section.layout.name
    align = "右" if layout == "信函" else "中"
    gap = setting.em * 7 / 8 - (setting.body.pitch - setting.body.size) / 2 if align == "右" else setting.body.pitch
    strips = set_text(
        [(block.text, FANGSONG)], replace(setting.body, align=align, gap=gap), setting.width, setting.ruler
    )
    if layout == "公文":
        strips.append(_red_rule(setting, 4 * MM))
    return held_together(strips, with_next=True)


def _red_rule(setting: Setting, above: float) -> Strip:
    def draw(pen: Any, x: float, top: float) -> None:
        pen.rule(x, x + setting.width, top - above, 1.4, RED)

    return Strip(above + 1, draw)


def set_issue_line(block: b.IssueLine, setting: Setting) -> list[Strip]:
    style = replace(setting.body, first=setting.em, right=setting.em, gap=setting.body.pitch * 0.3)
    left = set_text([(block.organ, FANGSONG)], replace(style, align="左"), setting.width, setting.ruler)[0]
    right = set_text([(block.date, FANGSONG)], replace(style, align="右"), setting.width, setting.ruler)[0]

    return held_together([_side_by_side(left, right, style.pitch), _red_rule(setting, 2 * MM)], with_next=True)


def _side_by_side(left: Strip, right: Strip, height: float) -> Strip:
    """Two strips on one line."""

    def draw(pen: Any, x: float, top: float) -> None:
        for each in (left, right):
            if each.draw:
                each.draw(pen, x, top)

    return Strip(height, draw, gap=left.gap)


def set_title(block: b.Title, setting: Setting) -> list[Strip]:
    official = setting.section.layout.official
    size = TITLE_SIZE if official else SIZES["小二"]
    gap = setting.body.pitch * (2 if official else 0.6)
    found: list[Strip] = []
    for index, line in enumerate(block.lines):
        style = TextStyle(size, size * 1.5, align="中", gap=gap if index == 0 else 0.0)
        found += set_text([(line, SONG_TITLE)], style, setting.width, setting.ruler)
    return held_together([*found, white(setting.body.pitch * (1 if official else 0.4))], with_next=True)


def set_addressee(block: b.Addressee, setting: Setting) -> list[Strip]:
    return held_together(set_text([(block.text, FANGSONG)], setting.body, setting.width, setting.ruler), with_next=True)


def set_attachments(block: b.Attachments, setting: Setting) -> list[Strip]:
    """附件：1.… after one blank line; wrapped lines align with the name's first character."""
    many = len(block.names) > 1
    found: list[Strip] = []
    for index, name in enumerate(block.names):
        number = f"{index + 1}." if many else ""
        start = 2 * setting.em if index == 0 else 5 * setting.em
        before = ("附件：" if index == 0 else "") + number
        hang = 5 * setting.em + setting.ruler.width(number, FANGSONG, setting.body.size)
        style = replace(setting.body, first=start, left=hang, gap=setting.body.pitch if index == 0 else 0.0)
        found += set_text([(before + name, FANGSONG)], style, setting.width, setting.ruler)
    return held_together(found)


def set_signature(block: b.Signature, setting: Setting) -> list[Strip]:
    """With seal: the date ends four characters in, the name centred over it. Without: both by the right edge."""
    ruler, em, size = setting.ruler, setting.em, setting.body.size
    name_width, date_width = (ruler.width(text, FANGSONG, size) for text in (block.organ, block.date))
    if block.seal:
        middle = setting.width - 4 * em - max(date_width / 2, name_width / 2 - 2 * em)
        starts = (middle - name_width / 2, middle - date_width / 2)
    else:
        name_start = setting.width - 2 * em - name_width
        starts = (name_start, min(name_start + 2 * em, setting.width - em - date_width))
    style = replace(setting.body, tracking=0.0, align="左")
    gap = setting.body.pitch * (2 if block.seal else 1)
    found: list[Strip] = []
    for text, start in zip((block.organ, block.date), starts, strict=True):
        first = max(0.0, start)
        found += set_text([(text, FANGSONG)], replace(style, first=first, left=first, gap=0 if found else gap),
                          setting.width, ruler)  # fmt: skip
    return held_together(found)


def set_imprint(block: b.Imprint, setting: Setting) -> list[Strip]:
    """版记: thick rules outside (0.35 mm), thin inside (0.25 mm); a 信函 has neither rules nor 印发."""
    letter = setting.section.layout.name == "信函"
    size = NUMBER_SIZE
    style = TextStyle(size, size * 1.6, first=size, left=4 * size, right=size)
    lines: list[Strip] = []
    if block.copies:
        lines = set_text([(f"抄送：{block.copies}", FANGSONG)], style, setting.width, setting.ruler)
    counted = len(lines)
    if block.organ and not letter:
        one = set_text([(block.organ, FANGSONG)], replace(style, align="左"), setting.width, setting.ruler)[0]
        two = set_text([(f"{block.date}印发", FANGSONG)], replace(style, align="右"), setting.width, setting.ruler)[0]
        lines.append(_side_by_side(one, two, style.pitch))
    height = style.pitch * len(lines)

    def draw(pen: Any, x: float, top: float) -> None:
        for index, line in enumerate(lines):
            if line.draw:
                line.draw(pen, x, top - index * style.pitch)
        if letter:
            return
        pen.rule(x, x + setting.width, top, 0.35 * MM)
        pen.rule(x, x + setting.width, top - height, 0.35 * MM)
        if 0 < counted < len(lines):
            pen.rule(x, x + setting.width, top - counted * style.pitch, 0.25 * MM)

    return [Strip(height, draw, gap=setting.body.pitch * 0.2, at_bottom=True)]
