"""字体: finds the faces of official documents on this machine, names what it had to put in their place.

A county PC's own fonts come first; then what Debian offers. reportlab embeds TrueType outlines only. A character
that a face lacks is taken from another face, or drawn by Pillow from any font, so that no village name loses one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landwatch_plugin import paths
from landwatch_plugin.domain.errors import MissingPackage
from landwatch_plugin.reports.packages import package
from landwatch_plugin.reports.paper import FACES, FANGSONG, HEITI, KAITI, SONG, SONG_TITLE

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

_STANDARD = {
    SONG_TITLE: (
        "方正小标宋简体",
        ("fzxbsjw.ttf", "方正小标宋简体.ttf", "fzxbsjw--gb1-0.ttf", "fzxbs_gbk.ttf", "fzxbsk.ttf"),
    ),
    FANGSONG: ("仿宋", ("仿宋_gb2312.ttf", "fangsong_gb2312.ttf", "simfang.ttf", "fzfsk.ttf")),
    KAITI: ("楷体", ("楷体_gb2312.ttf", "kaiti_gb2312.ttf", "simkai.ttf", "fzktk.ttf")),
    HEITI: ("黑体", ("simhei.ttf", "fzhtk.ttf")),
    SONG: ("宋体", ("simsun.ttc", "simsun.ttf")),
}
_INSTEAD = {
    SONG_TITLE: ("stzhongs.ttf", "simsun.ttc", "uming.ttc"),
    FANGSONG: ("stfangso.ttf", "simsun.ttc", "uming.ttc"),
    KAITI: ("stkaiti.ttf", "ukai.ttc"),
    HEITI: ("msyh.ttc", "wqy-zenhei.ttc", "wqy-microhei.ttc"),
    SONG: ("stsong.ttf", "uming.ttc"),
}
_RARE = (
    "simsunb.ttf",
    "simsunextg.ttf",
    "mingliub.ttc",
    "wqy-zenhei.ttc",
    "uming.ttc",
    "seguisym.ttf",
    "dejavusans.ttf",
)
"""Where characters outside of the faces are looked for, in this order."""
_LAST = ("notosanscjk-regular.ttc", "notoserifcjk-regular.ttc", "sourcehansanssc-regular.otf", "unifont.ttf")
"""Fonts that cannot be embedded; Pillow draws single characters from them."""
_ANY = ("simsun.ttc", "msyh.ttc", "uming.ttc", "wqy-zenhei.ttc", "wqy-microhei.ttc", "ukai.ttc")
_CJK_INDEX = {"notosanscjk-regular.ttc": 2, "notoserifcjk-regular.ttc": 2}
_NUDGE = {
    "lw-uming.ttc": {"。": (-0.28, -0.36), "、": (-0.28, -0.36)},
    "lw-ukai.ttc": {"。": (-0.28, -0.36), "、": (-0.28, -0.36), "，": (-0.26, -0.33), "；": (-0.3, -0.12),
                    "：": (-0.3, -0.1), "！": (-0.28, 0.0)},
    "lw-wqy-zenhei.ttc": {"，": (-0.32, 0.0), "；": (-0.32, 0.0), "：": (-0.32, 0.0), "！": (-0.3, 0.0)},
}  # fmt: skip
"""Fonts made for Taiwan set the marks in the middle of the cell; here they belong at the lower left."""
MISSING = "〓"


@dataclass(frozen=True)
class Face:
    """A font that stands for one of the standard's faces."""

    name: str
    """As registered with reportlab."""
    font: TTFont
    embolden: bool
    """A light face in place of 小标宋 is drawn with a thin stroke."""


class FontBook:
    """The faces found in some folders, and a record of what had to be put in their place."""

    def __init__(self, folders: Iterable[Path] | None = None) -> None:
        self._files = _font_files(font_folders() if folders is None else folders)
        self.notes: dict[str, str] = {}
        self._fonts: dict[str, TTFont | None] = {}
        self._pictures: dict[str, Any] = {}
        self._faces = {role: self._find(role) for role in FACES}

    def face(self, role: str) -> Face:
        """The face for 仿宋, 黑体 …; remembers it when it is a substitute."""
        face, note = self._faces[role]
        if note:
            self.notes.setdefault(role, note)
        return face

    def font_of(self, char: str, role: str) -> str | None:
        """Registered name of a font that has the character; None when it must be drawn (see `outline`)."""
        face = self.face(role)
        if _has(face.font, char):
            return face.name
        for other in [self._faces[each][0] for each in FACES]:
            if _has(other.font, char):
                return other.name
        for file in _RARE:
            font = self._load(file)
            if font is not None and _has(font, char):
                return str(font.fontName)
        return None

    def nudge(self, char: str, font: str) -> tuple[float, float]:
        """How far a mark is moved to its proper place, in type sizes."""
        return _NUDGE.get(font, {}).get(char, (0.0, 0.0))

    def drawn(self, char: str) -> Any | None:
        """A picture (Pillow, black on white, one em high) of a character that no embeddable font has; None if nobody."""
        if char not in self._pictures:
            self._pictures[char] = self._draw(char)
            found = self._pictures[char] is not None
            note = "嵌入字体均无此字，已按图形补绘" if found else f"本机所有字体均无此字，印作“{MISSING}”，请手工补写"
            self.notes[char] = f"字符“{char}”（U+{ord(char):X}）：{note}。"
        return self._pictures[char]

    def _draw(self, char: str) -> Any | None:
        image, drawing, image_font = (
            package(f"PIL.{part}", "补绘生僻字") for part in ("Image", "ImageDraw", "ImageFont")
        )
        for file in (*_LAST, *_RARE):
            if file not in self._files:
                continue
            font = image_font.truetype(str(self._files[file]), 256, index=_CJK_INDEX.get(file, 0))
            masks = [font.getmask(each).getbbox() and bytes(font.getmask(each)) for each in (char, "\U0010fffe")]
            if masks[0] is None or masks[0] == masks[1]:
                continue
            picture = image.new("L", (256, 256), 255)
            drawing.Draw(picture).text((0, 226), char, fill=0, font=font, anchor="ls")
            return picture
        return None

    def _find(self, role: str) -> tuple[Face, str]:
        standard, files = _STANDARD[role]
        for file in files:
            font = self._load(file)
            if font is not None:
                return Face(str(font.fontName), font, False), ""
        for file in (*_INSTEAD[role], *_ANY):
            font = self._load(file)
            if font is not None:
                family = _family(font, file)
                return (
                    Face(str(font.fontName), font, role == SONG_TITLE and file != "stzhongs.ttf"),
                    f"本机没有{standard}，PDF 中以“{family}”代替。",
                )
        raise MissingPackage(
            "本机没有可嵌入 PDF 的中文字体。",
            "Windows 请在“设置—字体”中安装仿宋、楷体、黑体；Linux 请安装 fonts-arphic-uming、fonts-arphic-ukai、"
            "fonts-wqy-zenhei；也可把字体文件放入插件的 resources/fonts 文件夹。",
        )

    def _load(self, file: str) -> TTFont | None:
        """Register a font file by its (lower-case) name; None when it is not here or cannot be embedded."""
        if file not in self._files:
            return None
        if file not in self._fonts:
            self._fonts[file] = _register(self._files[file])
        return self._fonts[file]


def font_folders() -> list[Path]:
    """Where fonts lie on this system; the plugin's own folder first."""
    own = [paths.shipped("resources", "fonts")]
    if sys.platform == "win32":
        places = [(os.environ.get("WINDIR", "C:\\Windows"), "Fonts"),
                  (os.environ.get("LOCALAPPDATA", ""), "Microsoft\\Windows\\Fonts")]  # fmt: skip
        return own + [Path(base, rest) for base, rest in places if base]
    home = Path.home()
    shared = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
    return [*own, home / ".fonts", home / ".local/share/fonts", home / "Library/Fonts", *map(Path, shared)]


def _font_files(folders: Iterable[Path]) -> dict[str, Path]:
    """Lower-case file name → path; the first folder wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for where, _, names in os.walk(folder):
            for name in names:
                if name.lower().endswith((".ttf", ".ttc", ".otf")):
                    found.setdefault(name.lower(), Path(where, name))
    return found


def _register(path: Path) -> TTFont | None:
    ttfonts = package("reportlab.pdfbase.ttfonts", "生成 PDF")
    metrics = package("reportlab.pdfbase.pdfmetrics", "生成 PDF")
    try:
        font = ttfonts.TTFont(f"lw-{path.name.lower()}", str(path), subfontIndex=0)
    except (ttfonts.TTFError, OSError):
        return None
    metrics.registerFont(font)
    return font


def _has(font: TTFont, char: str) -> bool:
    return ord(char) in font.face.charToGlyph


def _family(font: TTFont, file: str) -> str:
    name = getattr(font.face, "familyName", b"") or file
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)


@cache
def book() -> FontBook:
    """The machine's fonts, looked for once."""
    return FontBook()


def used_substitutes() -> list[str]:
    """What the documents written since `forget_substitutes` had to put in place of the standard's faces, in Chinese."""
    if not book.cache_info().currsize:
        return []
    return [note if key not in FACES else f"{key}：{note}" for key, note in book().notes.items()]


def forget_substitutes() -> None:
    """Begin a new record."""
    if book.cache_info().currsize:
        book().notes.clear()
