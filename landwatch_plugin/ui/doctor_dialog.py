"""图层体检: one line per layer with its state, below it every finding on the chosen layer with its cure."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.domain.diagnosis import Health
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import muted, shade
from landwatch_plugin.ui.labels import WrapLabel, heading
from landwatch_plugin.ui.plain_table import PlainTable

_SHADES = {Health.BAD.value: "bad", Health.WARN.value: "warn", Health.GOOD.value: "good"}
_SIGNS = {Health.BAD.value: "✘", Health.WARN.value: "!", Health.GOOD.value: "✔", Health.NO_DATA.value: "–"}
_STATE = 1
_WIDTHS = (110, 100, 330, 80)


class DoctorDialog(QDialog):
    """`subject_chosen` carries the layer whose findings are wanted, "" for all of them."""

    again_requested = pyqtSignal()
    export_requested = pyqtSignal(str)
    subject_chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Examination of layers"))
        self.account, self.message = WrapLabel(parent=self), WrapLabel(parent=self)
        self.layers, self.findings = PlainTable(self), PlainTable(self)
        self.findings.setWordWrap(True)
        self.all = QCheckBox(tr("Show the findings of all layers that need attention"), self)
        self.all.setChecked(True)
        self.again, self.export, self.leave = (
            QPushButton(tr("Examine again")), QPushButton(tr("Export to Excel…")), QPushButton(tr("Close")),
        )  # fmt: skip
        self.layers.itemSelectionChanged.connect(self._chosen)
        self.all.toggled.connect(self._all_or_one)
        self.again.clicked.connect(self.again_requested)
        self.export.clicked.connect(self._ask_path)
        self.leave.clicked.connect(self.reject)
        self._lay_out()
        self.resize(1100, 680)

    def show_overview(self, account: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """One row per layer, its state in its colour; the last column says what is wrong."""
        self.account.show_plain(account)
        self.message.hide()
        self.layers.show_rows(headers, rows)
        self._colour(self.layers, _STATE)

    def show_findings(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """(layer, item, what was seen, state, cure)."""
        self.findings.show_rows(headers, rows)
        for column, width in enumerate(_WIDTHS):
            self.findings.setColumnWidth(column, width)
        self._colour(self.findings, headers.index(self.layers.horizontalHeaderItem(_STATE).text()))
        self.findings.resizeRowsToContents()

    def show_message(self, text: str) -> None:
        self.message.show_plain(text)
        self.message.show()

    def _chosen(self) -> None:
        row = self.layers.currentRow()
        if row >= 0 and self.layers.selectedItems():
            self.all.setChecked(False)
            self.subject_chosen.emit(self.layers.item(row, 0).text())

    def _all_or_one(self, everything: bool) -> None:
        if everything:
            self.layers.clearSelection()
            self.subject_chosen.emit("")

    def _ask_path(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Export to Excel"), "图层体检.xlsx", "Excel (*.xlsx)")
        if path:
            self.export_requested.emit(path if path.lower().endswith(".xlsx") else f"{path}.xlsx")

    def _colour(self, table: PlainTable, column: int) -> None:
        for row in range(table.rowCount()):
            item: QTableWidgetItem = table.item(row, column)
            state = item.text()
            name = _SHADES.get(state, "")
            item.setForeground(shade(name, self.palette()) if name else muted(self.palette()))
            font = item.font()
            font.setBold(bool(name))
            item.setFont(font)
            item.setText(f"{_SIGNS.get(state, '')} {state}".strip())
        table.setColumnWidth(column, 84)

    def _lay_out(self) -> None:
        below = QWidget(self)
        detail = QVBoxLayout(below)
        detail.setContentsMargins(0, 0, 0, 0)
        detail.addWidget(heading(tr("Findings and what to do"), below))
        detail.addWidget(self.all)
        detail.addWidget(self.findings, 1)
        both = QSplitter(Qt.Orientation.Vertical, self)
        both.addWidget(self.layers)
        both.addWidget(below)
        both.setSizes([420, 260])
        both.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.again)
        buttons.addWidget(self.export)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.addWidget(self.account)
        layout.addWidget(both, 1)
        layout.addWidget(self.message)
        layout.addLayout(buttons)
        self.message.hide()
