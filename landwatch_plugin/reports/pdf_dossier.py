"""卷宗要素的排版: cover, 卷内目录, pieces of the volume, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.pages import Strip
from landwatch_plugin.reports.paper import FANGSONG, HEITI, MM, SIZES, SONG_TITLE
from landwatch_plugin.reports.pdf_tables import set_table
from landwatch_plugin.reports.pictures import prepare
from landwatch_plugin.reports.setting import Setting
from landwatch_plugin.reports.typeset import TextStyle, held_together, set_text, white

HEADING_ROOM = 60.0
"""Points left free on a picture's page for the heading above it."""


def set_pictures(block: b.Pictures, setting: Setting) -> list[Strip]:
    found: list[Strip] = []
    for start in range(0, len(block.pictures), block.columns):
        found.append(_picture_row(block.pictures[start : start + block.columns], block.columns, setting))
    return found


def _picture_row(pictures: tuple[b.Picture, ...], columns: int, setting: Setting) -> Strip:
    space = 4 * MM
    column = (setting.width - space * (columns - 1)) / columns
    size = SIZES["五号"]
    style = TextStyle(size, size * 1.4, align="中")
    captions = [set_text([(each.caption, FANGSONG)], style, column, setting.ruler) if each.caption else []
                for each in pictures]  # fmt: skip
    below = max(len(lines) for lines in captions) * style.pitch + 2 * MM
    ready = [
        prepare(each.file, column, each.width, each.height, setting.height - below - HEADING_ROOM) for each in pictures
    ]
    tallest = max(each.height for each in ready)

    def draw(pen: Any, x: float, top: float) -> None:
        for index, (picture, lines) in enumerate(zip(ready, captions, strict=True)):
            cell = x + index * (column + space)
            pen.picture(picture.data, cell + (column - picture.width) / 2, top - tallest + picture.height,
                        picture.width, picture.height)  # fmt: skip
            for number, line in enumerate(lines):
                if line.draw:
                    line.draw(pen, cell, top - tallest - 1 * MM - number * style.pitch)

    return Strip(tallest + below, draw, gap=2 * MM)


def set_volume_item(block: b.VolumeItem, setting: Setting) -> list[Strip]:
    size = SIZES["小二"]
    style = TextStyle(size, size * 1.6, align="中")
    strips = set_text([(block.title, SONG_TITLE)], style, setting.width, setting.ruler)
    strips = held_together([*strips, white(setting.body.pitch * 0.4)], with_next=True)
    return [replace(strips[0], fresh_page=True), *strips[1:]]


def set_contents(block: b.Contents, setting: Setting) -> list[Strip]:
    return set_table(contents_table(block, setting.page_numbers), setting.width, setting.ruler, setting.body)


def contents_table(block: b.Contents, page_numbers: Mapping[int, str]) -> b.Table:
    """卷内目录 by the archive standard's columns (S30)."""
    header = ("顺序号", "文号", "责任者", "题名", "日期", "页号", "备注")
    rows = [b.TableRow(tuple(b.Cell(text) for text in header))]
    for index, item in enumerate(block.items):
        texts = (
            str(index + 1),
            item.number,
            item.author,
            item.title,
            item.date,
            page_numbers.get(index, ""),
            item.remark,
        )
        rows.append(b.TableRow(tuple(b.Cell(text) for text in texts)))
    widths, aligns = (14.0, 22, 28, 48, 22, 11, 17), ("中", "左", "左", "左", "中", "中", "左")
    return b.Table(tuple(rows), 1, widths, aligns, row_height=9.0)


def set_cover(block: b.Cover, setting: Setting) -> list[Strip]:
    """The cover fills its page: organ, big title, then label–value lines."""
    found = [white(setting.height * 0.06)]
    if block.organ:
        found += set_text([(block.organ, FANGSONG)], TextStyle(22, 36, align="中"), setting.width, setting.ruler)
    found.append(white(setting.height * 0.08))
    found += set_text([(block.title, SONG_TITLE)], TextStyle(42, 60, align="中"), setting.width, setting.ruler)
    found.append(white(setting.height * 0.10))
    for label, value in block.rows:
        found += _cover_row(label, value, setting)
    return held_together(found)


COVER_LABEL, COVER_SIDE = 7.0, 1.5
"""Width of the label column and white at each side, in characters of cover type."""


def _cover_row(label: str, value: str, setting: Setting) -> list[Strip]:
    size = 15.0
    left = (COVER_SIDE + COVER_LABEL) * size
    names = set_text(
        [(label, HEITI)], TextStyle(size, size * 1.5, first=COVER_SIDE * size), setting.width, setting.ruler
    )
    style = TextStyle(size, size * 1.5, align="左", first=left + 6, left=left + 6, right=COVER_SIDE * size)
    values = set_text([(value, FANGSONG)], style, setting.width, setting.ruler)
    height = len(values) * style.pitch + 9

    def draw(pen: Any, x: float, top: float) -> None:
        if names[0].draw:
            names[0].draw(pen, x, top - 5)
        for index, line in enumerate(values):
            if line.draw:
                line.draw(pen, x, top - 5 - index * style.pitch)
        pen.rule(x + left, x + setting.width - COVER_SIDE * size, top - height + 2, 0.6)

    return [Strip(height, draw)]
