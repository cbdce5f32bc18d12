"""文字: labels that wrap instead of being cut off, headings and thin lines."""

from __future__ import annotations

import re
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from landwatch_plugin.ui.colours import faint, muted, tinted

_RUN = re.compile(r"[^\s\u2E80-\u9FFF\uFF00-\uFFEF\u200b]+")
LEAST_POINTS = 9.0


def softened(text: str, longest: int = 24) -> str:
    """Allow a break every ten characters in runs of letters and digits that are longer than `longest`.

    The break is a character of no width (U+200B), which goes along when the text is copied: `plain` takes it out.
    """

    def broken(match: re.Match[str]) -> str:
        run = match.group()
        if len(run) <= longest:
            return run
        return "\u200b".join(run[at : at + 10] for at in range(0, len(run), 10))

    return _RUN.sub(broken, text)


def plain(text: str) -> str:
    """The text without the breaks that `softened` put in."""
    return text.replace("\u200b", "")


def flag_number(*flags: Any) -> int:
    """Flags of several kinds as the one number that painting asks for. Qt 6 keeps kinds apart and has no int(flag)."""
    number = 0
    for flag in flags:
        number |= getattr(flag, "value", flag)
    return int(number)


class WrapLabel(QLabel):
    """A label that wraps and whose text can be selected with the mouse."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setMinimumWidth(24)
        if text:
            self.show_plain(text)

    def show_plain(self, text: str) -> None:
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(softened(text))

    def show_rich(self, html: str) -> None:
        """`html` comes from `tinted`, which escapes; soften the text before it goes in."""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(html)

    def show_muted(self, text: str) -> None:
        self.show_rich(tinted(softened(text), muted(self.palette())))


def points(widget: QWidget, step: float = 0.0) -> float:
    """The widget's font size in points plus `step`, never under 9."""
    size = widget.font().pointSizeF()
    return max(LEAST_POINTS, (size if size > 0 else LEAST_POINTS) + step)


def heading(text: str, parent: QWidget | None = None) -> QWidget:
    """A small bold title with a thin line to its right."""
    row = QWidget(parent)
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 6, 0, 0)
    label = QLabel(row)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setText(tinted(text, row.palette().windowText().color(), bold=True))
    layout.addWidget(label)
    layout.addWidget(thin_line(row), 1)
    return row


def thin_line(parent: QWidget | None = None) -> QFrame:
    line = QFrame(parent)
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Plain)
    palette = line.palette()
    palette.setColor(QPalette.ColorRole.WindowText, faint(palette))
    line.setPalette(palette)
    return line


def emptied(widget: QWidget) -> None:
    """Take all widgets out of the layout of `widget`."""
    layout = widget.layout()
    while layout.count():
        item = layout.takeAt(0)
        if item.widget() is not None:
            item.widget().hide()
            item.widget().deleteLater()
