"""接收第三、四步 核对与结果: the account in a sentence, the findings row by row, and what the ledger already holds."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import shade, tinted
from landwatch_plugin.ui.labels import WrapLabel, softened
from landwatch_plugin.ui.plain_table import PlainTable

MOST = 2000
"""Rows that a screen table shows; the exported list has all."""
_COLOURS = {"退回": "bad", "修复": "warn"}


class FindingsPage(QWidget):
    """`export_wanted` carries the path of an .xlsx."""

    export_wanted = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.account, self.note = WrapLabel(parent=self), WrapLabel(parent=self)
        self.findings, self.reissue = PlainTable(self), PlainTable(self)
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.findings, tr("Rows to look at"))
        self.tabs.addTab(self.reissue, tr("Compared with the ledger"))
        self.export = QPushButton(tr("Export the list…"), self)
        self.export.setAutoDefault(False)
        self.export.clicked.connect(self._ask)
        self.tabs.currentChanged.connect(lambda _index: self.tabs.currentWidget().resizeRowsToContents())
        self._suggested = ""
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        below.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.account)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(below)

    def show_account(self, text: str, good: bool, suggested: str) -> None:
        """`suggested`: file name for the exported list."""
        self._suggested = suggested
        colour = shade("good", self.palette()) if good else self.palette().windowText().color()
        self.account.show_rich(tinted(softened(text), colour, bold=True))

    def show_findings(self, rows: Sequence[Sequence[str]], note: str) -> None:
        headers = (tr("Row"), tr("Number"), tr("Outcome"), tr("What was found"), tr("What to do"))
        self.findings.show_rows(headers, rows[:MOST], numbers=(1,))
        for at, row in enumerate(rows[:MOST]):
            if row[2] in _COLOURS:
                self.findings.item(at, 2).setForeground(shade(_COLOURS[row[2]], self.palette()))
        self.tabs.setTabText(0, tr("Rows to look at ({})").format(len(rows)))
        self.note.show_plain(
            note if len(rows) <= MOST else tr("The first {} are shown; the exported list has all.").format(MOST)
        )

    def show_reissue(self, rows: Sequence[Sequence[str]]) -> None:
        """Empty for a batch that comes for the first time."""
        headers = (tr("Number"), tr("Compared with the ledger"), tr("What changed"))
        self.reissue.show_rows(headers, rows[:MOST], numbers=(0,))
        self.tabs.setTabText(1, tr("Compared with the ledger ({})").format(len(rows)))
        self.tabs.setTabVisible(1, bool(rows))
        self.tabs.setCurrentIndex(0)

    def _ask(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Export the list…"), self._suggested, "Excel (*.xlsx)")
        if path:
            self.export_wanted.emit(path if path.lower().endswith(".xlsx") else path + ".xlsx")
