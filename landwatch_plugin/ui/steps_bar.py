"""步骤条: where the user stands in a wizard: done steps, the present one, those to come."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from landwatch_plugin.ui.colours import muted, tinted

_NOW = "QLabel { background: palette(highlight); border-radius: 4px; padding: 5px 14px; }"
_OTHER = "QLabel { padding: 5px 14px; }"


class StepsBar(QFrame):
    """Shows only; the buttons below move."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = list(titles)
        self._labels = [QLabel(self) for _ in titles]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        for at, label in enumerate(self._labels):
            label.setTextFormat(Qt.TextFormat.RichText)
            if at:
                layout.addWidget(QLabel("›", self))
            layout.addWidget(label)
        layout.addStretch(1)
        self.show_step(0)

    def show_step(self, now: int) -> None:
        palette = self.palette()
        for at, (label, title) in enumerate(zip(self._labels, self._titles, strict=True)):
            label.setStyleSheet(_NOW if at == now else _OTHER)
            colour = palette.highlightedText().color() if at == now else muted(palette)
            label.setText(tinted(f"{'✓' if at < now else at + 1} {title}", colour, bold=at == now))
