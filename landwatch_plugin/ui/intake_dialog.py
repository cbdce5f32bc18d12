"""接收批次: four steps, 来源 → 字段对应 → 核对 → 结果: nothing is written before the third is left."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent
from qgis.PyQt.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import shade, tinted
from landwatch_plugin.ui.intake_fields_page import FieldsPage
from landwatch_plugin.ui.intake_findings_page import FindingsPage
from landwatch_plugin.ui.intake_source_page import SourcePage
from landwatch_plugin.ui.labels import WrapLabel, softened
from landwatch_plugin.ui.steps_bar import StepsBar

SOURCE, FIELDS, FINDINGS, RESULT = range(4)
_PACE = 0.04
"""Seconds between two looks at the stop button while the work runs."""


@dataclass(frozen=True)
class Order:
    """What the user wants taken in."""

    source: str
    batch: str
    ledger: str
    operator: str
    layer: str = ""
    crs: str = ""
    listing: str = ""
    profile: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    encoding: str = ""


class IntakeDialog(QDialog):
    """While the work runs the dialog itself is its Feedback: `progress` and `cancelled`."""

    step_wanted = pyqtSignal(int)
    """The step that the user wants to go on to; the presenter shows it when it can be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(tr("Take in a batch"))
        self._running = self._stopped = False
        self._looked = 0.0
        self.source, self.fields = SourcePage(self), FieldsPage(self)
        self.findings, self.result = FindingsPage(self), FindingsPage(self)
        self.steps = StepsBar((tr("Source"), tr("Fields"), tr("Look through"), tr("Result")), self)
        self.pages, self.bar, self.message = QStackedWidget(self), QProgressBar(self), WrapLabel(parent=self)
        self.back, self.next, self.stop, self.leave = (
            QPushButton(tr("Back")), QPushButton(), QPushButton(tr("Stop")), QPushButton(tr("Close")),
        )  # fmt: skip
        self._lay_out()
        self.back.clicked.connect(lambda: self.show_step(self.step - 1))
        self.next.clicked.connect(lambda: self.step_wanted.emit(self.step + 1))
        self.stop.clicked.connect(self._stop)
        self.leave.clicked.connect(self.reject)
        self.show_step(SOURCE)

    @property
    def step(self) -> int:
        return int(self.pages.currentIndex())

    def show_step(self, step: int) -> None:
        self.message.hide()
        self.pages.setCurrentIndex(step)
        self.steps.show_step(step)
        self._rest()

    def show_last(self, sources: Sequence[str], ledgers: Sequence[str], operator: str) -> None:
        """What was used before, newest first."""
        self.source.source.offer(sources)
        self.source.ledger.offer(ledgers)
        self.source.ledger.show_path(ledgers[0] if ledgers else "")
        self.source.operator.setText(operator)

    def show_problem(self, text: str) -> None:
        self.message.show_rich(tinted(softened(text), shade("bad", self.palette())))
        self.message.show()

    def show_news(self, text: str) -> None:
        self.message.show_rich(tinted(softened(text), shade("good", self.palette())))
        self.message.show()

    def order(self) -> Order:
        """What stands on the pages now."""
        page = self.source
        ledger = Path(page.ledger.path()).expanduser() if page.ledger.path() else None
        if ledger is not None and not ledger.suffix:
            ledger = ledger.with_suffix(".gpkg")
        return Order(
            page.source.path(), page.batch.text().strip(), str(ledger or ""), page.operator.text().strip(),
            page.layer_name(), page.crs_text(), page.listing.path(), self.fields.profile.currentText(),
            self.fields.mapping(), self.fields.unit_chosen(), page.encoding_chosen(),
        )  # fmt: skip

    def missing(self) -> str:
        """What must be filled in before the first step can be left; "" when nothing is."""
        order = self.order()
        wanted = (
            (order.source, tr("Choose the issued file first.")),
            (order.batch, tr("Write the name of the batch, for example 2026年6月.")),
            (order.ledger, tr("Choose the ledger, or name a new one.")),
            (order.operator, tr("Write the operator's name: the ledger keeps who did what.")),
        )
        return next((text for value, text in wanted if not value), "")

    def start(self) -> None:
        self._running, self._stopped = True, False
        self.message.hide()
        self.bar.setValue(0)
        self.pages.setEnabled(False)
        for widget in (self.bar, self.stop):
            widget.show()
        for widget in (self.back, self.next, self.leave):
            widget.hide()

    def finish(self) -> None:
        self._running = False
        self._rest()

    def progress(self, percent: float) -> None:
        """0 … 100. Lets the window paint and hear the stop button."""
        if self.bar.value() != round(percent):
            self.bar.setValue(round(percent))
        self._let_qt_work()

    def cancelled(self) -> bool:
        self._let_qt_work()
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

    def _let_qt_work(self) -> None:
        """Not at every row: fifty thousand looks at the buttons would take longer than the work."""
        if time.monotonic() - self._looked > _PACE:
            QCoreApplication.processEvents()
            self._looked = time.monotonic()

    def _stop(self) -> None:
        self._stopped = True

    def _rest(self) -> None:
        texts = {SOURCE: tr("Next"), FIELDS: tr("Check the rows"), FINDINGS: tr("Write into the ledger")}
        self.pages.setEnabled(True)
        self.bar.hide()
        self.stop.hide()
        self.leave.show()
        self.next.setText(texts.get(self.step, ""))
        self.next.setVisible(self.step in texts)
        self.next.setDefault(True)
        self.back.setVisible(self.step in (FIELDS, FINDINGS))

    def _lay_out(self) -> None:
        for page in (self.source, self.fields, self.findings, self.result):
            self.pages.addWidget(page)
        below = QHBoxLayout()
        below.addWidget(self.bar, 1)
        below.addStretch(0)
        for button in (self.stop, self.back, self.next, self.leave):
            button.setAutoDefault(False)
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.steps)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.message)
        layout.addLayout(below)
        self.resize(900, 680)
