"""接收批次: choose the issued file, look at its first rows, name the batch, take it in, read what was refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import shade, tinted
from landwatch_plugin.ui.file_field import FileField
from landwatch_plugin.ui.labels import WrapLabel, softened
from landwatch_plugin.ui.plain_table import PlainTable


@dataclass(frozen=True)
class Order:
    """What the user wants taken in."""

    source: str
    batch: str
    ledger: str
    profile: str
    operator: str


class IntakeDialog(QDialog):
    """While the work runs the dialog itself is its Feedback: `progress` and `cancelled`."""

    source_chosen = pyqtSignal(str)
    import_requested = pyqtSignal(object)

    def __init__(self, profiles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(tr("Take in a batch"))
        self._running = self._stopped = False
        self.source = FileField(
            tr("Issued file"), tr("Layers (*.shp *.gpkg *.geojson *.json);;All files (*)"), parent=self
        )
        self.ledger = FileField(tr("Ledger, new or existing"), tr("Ledger (*.gpkg)"), new=True, parent=self)
        self.batch, self.profile, self.operator = QLineEdit(self), QComboBox(self), QLineEdit(self)
        self.operator.setPlaceholderText(tr("Name written beside each decision"))
        self.batch.setPlaceholderText(tr("For example 2026年6月"))
        self.profile.addItems(list(profiles))
        self.about, self.message = WrapLabel(parent=self), WrapLabel(parent=self)
        self.table = PlainTable(self)
        self.bar = QProgressBar(self)
        self.run, self.stop, self.leave = (
            QPushButton(tr("Take in")), QPushButton(tr("Stop")), QPushButton(tr("Close")),
        )  # fmt: skip
        self._lay_out()
        self.source.path_changed.connect(self._look)
        self.run.clicked.connect(self._ask)
        self.stop.clicked.connect(self._stop)
        self.leave.clicked.connect(self.reject)
        self._rest()

    def show_last(self, ledgers: Sequence[str], operator: str) -> None:
        """What was used before, newest first."""
        self.ledger.offer(ledgers)
        self.ledger.show_path(ledgers[0] if ledgers else "")
        self.operator.setText(operator)

    def show_preview(self, headers: Sequence[str], rows: Sequence[Sequence[str]], about: str) -> None:
        """The first rows as they will be read; `about` names encoding, count and coordinate system."""
        self.message.hide()
        self.about.show_plain(about)
        self.table.show_rows(headers, rows)
        self.run.setEnabled(True)

    def show_problem(self, text: str) -> None:
        self.message.show_rich(tinted(softened(text), shade("bad", self.palette())))
        self.message.show()

    def show_batch(self, name: str) -> None:
        self.batch.setText(name)

    def show_report(self, text: str, issues: Sequence[Sequence[str]]) -> None:
        """The account in one sentence, then one line per row that was mended, doubted or refused."""
        self.message.show_rich(tinted(softened(text), shade("good", self.palette()), bold=True))
        self.message.show()
        headers = (tr("Row"), tr("Number"), tr("Outcome"), tr("What was found"), tr("What to do"))
        self.about.show_plain(tr("{} rows to look at").format(len(issues)) if issues else tr("Nothing to look at."))
        self.table.show_rows(headers, issues)

    def start(self) -> None:
        self._running, self._stopped = True, False
        self.message.hide()
        self.bar.setValue(0)
        for widget, shown in ((self.bar, True), (self.stop, True), (self.run, False), (self.leave, False)):
            widget.setVisible(shown)

    def finish(self) -> None:
        self._running = False
        self._rest()

    def progress(self, percent: float) -> None:
        """0 … 100. Lets the window paint and hear the stop button."""
        self.bar.setValue(round(percent))
        QCoreApplication.processEvents()

    def cancelled(self) -> bool:
        QCoreApplication.processEvents()
        return self._stopped

    def reject(self) -> None:
        """Esc and the window's cross stop the work first; only a resting dialog closes."""
        if self._running:
            self._stop()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._running:
            self._stop()
            event.ignore()
        else:
            super().closeEvent(event)

    def _look(self, path: str) -> None:
        self.run.setEnabled(False)
        self.table.show_rows((), ())
        self.about.show_plain("")
        if path:
            self.source_chosen.emit(path)

    def _ask(self) -> None:
        """Say what is missing, else send the order."""
        wanted = (
            (self.source.path(), tr("Choose the issued file first.")),
            (self.batch.text().strip(), tr("Write the name of the batch, for example 2026年6月.")),
            (self.ledger.path(), tr("Choose the ledger, or name a new one.")),
            (self.operator.text().strip(), tr("Write the operator's name: the ledger keeps who did what.")),
        )
        problem = next((text for value, text in wanted if not value), "")
        if problem:
            self.show_problem(problem)
            return
        ledger = Path(self.ledger.path()).expanduser()
        ledger = ledger if ledger.suffix else ledger.with_suffix(".gpkg")
        self.import_requested.emit(
            Order(
                self.source.path(),
                self.batch.text().strip(),
                str(ledger),
                self.profile.currentText(),
                self.operator.text().strip(),
            )
        )

    def _stop(self) -> None:
        self._stopped = True

    def _rest(self) -> None:
        self.bar.hide()
        self.stop.hide()
        self.run.show()
        self.leave.show()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(tr("Issued file"), self.source)
        form.addRow(tr("Batch name"), self.batch)
        form.addRow(tr("Field mapping"), self.profile)
        form.addRow(tr("Ledger"), self.ledger)
        form.addRow(tr("Operator"), self.operator)
        below = QHBoxLayout()
        below.addWidget(self.bar, 1)
        below.addStretch(0)
        for button in (self.stop, self.run, self.leave):
            button.setAutoDefault(False)
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.about)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.message)
        layout.addLayout(below)
        self.message.hide()
        self.run.setEnabled(False)
        self.resize(720, 560)
