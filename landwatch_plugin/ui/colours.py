"""配色: the few colours of the dock, each in two shades, for a light and for a dark theme."""

from __future__ import annotations

from html import escape

from qgis.PyQt.QtGui import QColor, QPalette

from landwatch_plugin.domain.book_parts import ILLEGAL, LEGAL, OTHER
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.verdict import Outcome

_SHADES = {
    "arable": ("#d9920f", "#e6a93a"),
    "farm": ("#8a9a3b", "#a9ba5a"),
    "built": ("#7d7f8a", "#9a9ca8"),
    "unused": ("#a89a86", "#bdb09d"),
    "farmland": ("#e2571e", "#f2784b"),
    "redline": ("#c8102e", "#ef5350"),
    "urban": ("#3f7cbf", "#64a0e0"),
    "approval": ("#2e8b57", "#57b37f"),
    "lapsed": ("#d9920f", "#e6a93a"),
    "mine": ("#8d6e63", "#b39489"),
    "key": ("#8e5ba6", "#b48ac9"),
    "good": ("#1b7a3d", "#77d29a"),
    "warn": ("#a85600", "#ffb454"),
    "bad": ("#b3201a", "#ff8f85"),
}  # fmt: skip

_KINDS = {"耕地": "arable", "其他农用地": "farm", "建设用地": "built", "未利用地": "unused"}
_ROLES = {
    Role.FARMLAND: "farmland", Role.REDLINE: "redline", Role.URBAN: "urban", Role.MINE: "mine", Role.KEY_AREA: "key",
}  # fmt: skip
KIND_SHADES = {LEGAL: "good", ILLEGAL: "bad", OTHER: "urban"}
"""What a class amounts to → the colour of its name."""
MARKS = {Outcome.MET: ("✔", "good"), Outcome.NOT_MET: ("✘", ""), Outcome.UNSURE: ("?", "warn")}
CHECKED = (
    "QPushButton:checked { background: palette(highlight); color: palette(highlighted-text);"
    " border: 1px solid palette(highlight); border-radius: 3px; }"
)
"""Style of a pressed-in button: several native styles hardly show the difference, above all dark ones."""


def is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def shade(name: str, palette: QPalette) -> QColor:
    """A colour by name, fit for the palette; the muted text colour for an unknown name or ""."""
    if name not in _SHADES:
        return muted(palette)
    return QColor(_SHADES[name][is_dark(palette)])


def muted(palette: QPalette) -> QColor:
    """Text that stands back: between the text and its ground, still easy to read."""
    return blend(palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window), 0.35)


def faint(palette: QPalette) -> QColor:
    """Empty tracks and thin lines."""
    return blend(palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window), 0.86)


def blend(front: QColor, ground: QColor, part: float) -> QColor:
    """`front` moved by `part` (0–1) toward `ground`."""

    def mixed(a: int, b: int) -> int:
        return round(a + (b - a) * part)

    return QColor(
        mixed(front.red(), ground.red()), mixed(front.green(), ground.green()), mixed(front.blue(), ground.blue())
    )


def bar_colour(role: Role, kind: str) -> str:
    """Name of the colour of a bar: by land kind for the land layer, by role for the others."""
    if role is Role.LAND:
        return _KINDS.get(kind, "")
    return "approval" if role.is_approval else _ROLES.get(role, "")


def tinted(text: str, colour: QColor, size: float = 0.0, bold: bool = False) -> str:
    """Rich text of one colour. Unlike a font or palette it survives the application's own style sheet."""
    style = f"color:{colour.name()};"
    if size:
        style += f"font-size:{size:g}pt;"
    if bold:
        style += "font-weight:600;"
    return f'<span style="{style}">{escape(text)}</span>'
