"""纸张与字号: GB/T 9704-2012 in numbers. Millimetres on paper, points for type."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
A4 = (210.0, 297.0)
RED = "E60000"
"""The red of official letter heads."""

SIZES = {
    "初号": 42.0, "小初": 36.0, "一号": 26.0, "小一": 24.0, "二号": 22.0, "小二": 18.0, "三号": 16.0, "小三": 15.0,
    "四号": 14.0, "小四": 12.0, "五号": 10.5, "小五": 9.0, "六号": 7.5,
}  # fmt: skip
SONG_TITLE, FANGSONG, KAITI, HEITI, SONG = "小标宋", "仿宋", "楷体", "黑体", "宋体"
FACES = (SONG_TITLE, FANGSONG, KAITI, HEITI, SONG)

TITLE_SIZE = SIZES["二号"]
NUMBER_SIZE = SIZES["四号"]
LINES_PER_PAGE = 22
CHARACTERS_PER_LINE = 28


@dataclass(frozen=True)
class Layout:
    """A page style: margins of the upright page in mm, body type in points."""

    name: str
    top: float
    right: float
    bottom: float
    left: float
    size: float
    pitch: float
    """Line pitch, points."""
    tracking: float = 0.0
    """Added after each full-width character, points."""
    numbers: str = "下外侧"
    official: bool = False
    """A letter or notice under GB/T 9704: a landscape page is the upright sheet turned, its number included."""

    def margins(self, landscape: bool) -> tuple[float, float, float, float]:
        """top, right, bottom, left in mm. Turned clockwise, the binding edge becomes the top."""
        if landscape:
            return self.left, self.top, self.right, self.bottom
        return self.top, self.right, self.bottom, self.left

    def page(self, landscape: bool) -> tuple[float, float]:
        """Width and height in points."""
        width, height = (A4[1], A4[0]) if landscape else A4
        return width * MM, height * MM

    def text_area(self, landscape: bool) -> tuple[float, float]:
        """Width and height of the 版心 in points."""
        top, right, bottom, left = self.margins(landscape)
        width, height = self.page(landscape)
        return width - (left + right) * MM, height - (top + bottom) * MM


_PITCH = 225 * MM / LINES_PER_PAGE
_TRACKING = 156 * MM / CHARACTERS_PER_LINE - SIZES["三号"]


def _official(name: str) -> Layout:
    return Layout(name, 37, 26, 35, 28, SIZES["三号"], _PITCH, _TRACKING, official=True)


LAYOUTS = {
    "公文": _official("公文"),
    "信函": _official("信函"),
    "纪要": _official("纪要"),
    "卷宗": Layout("卷宗", 25, 20, 22, 28, SIZES["小四"], 21.0, numbers="上外侧"),
    "表格": Layout("表格", 18, 18, 16, 22, SIZES["小四"], 20.0, numbers="居中"),
}
NUMBER_PLACES = ("下外侧", "上外侧", "右上", "居中", "无")


def parse_size(text: str) -> float | None:
    """ "小四" or "10.5" → points."""
    if text in SIZES:
        return SIZES[text]
    try:
        size = float(text)
    except ValueError:
        return None
    return size if 5 <= size <= 72 else None
