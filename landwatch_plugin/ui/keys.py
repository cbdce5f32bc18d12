"""快捷键: the keys of the dock, heard only while the dock has the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QShortcut, QWidget

from landwatch_plugin.ui.colours import tinted


@dataclass(frozen=True)
class Key:
    """One line of the key table. `sequences` do the same; `shown` is how the table prints them, "" leaves it out."""

    sequences: tuple[str, ...]
    shown: str
    title: str
    act: Callable[[], None]


def listen(widget: QWidget, keys: Sequence[Key]) -> list[QShortcut]:
    """One shortcut per sequence, children of `widget`: they go when it goes."""
    shortcuts = []
    for key in keys:
        for sequence in key.sequences:
            shortcut = QShortcut(QKeySequence(sequence), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(key.act)
            shortcuts.append(shortcut)
    return shortcuts


def table(keys: Sequence[Key], widget: QWidget) -> str:
    """The keys as rich text for a tooltip or a box."""
    text = widget.palette().windowText().color()
    rows = "".join(
        f"<tr><td>{tinted(key.shown, text, bold=True)}&nbsp;&nbsp;</td><td>{tinted(key.title, text)}</td></tr>"
        for key in keys
        if key.shown
    )
    return f"<table cellspacing='4'>{rows}</table>"
