"""历史记录: what was done with one patch, newest last, as the journal tells it."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QListWidget, QPushButton, QVBoxLayout, QWidget

from landwatch_plugin.gis.i18n import tr


class HistoryDialog(QDialog):
    """Stays open beside the dock; goes when closed."""

    def __init__(self, number: str, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("History of patch {}").format(number))
        self.lines = QListWidget(self)
        self.lines.setWordWrap(True)
        self.lines.setSpacing(2)
        self.lines.addItems(list(lines) or [tr("Nothing has been recorded yet.")])
        close = QPushButton(tr("Close"), self)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(self.lines)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(520, 360)
