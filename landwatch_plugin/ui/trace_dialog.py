"""规则追溯: every rule tried on a patch, its condition with the values put in, and why it did not hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.trace import Traced
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.ui.colours import MARKS, muted, shade, tinted
from landwatch_plugin.ui.labels import WrapLabel, softened
from landwatch_plugin.ui.trace_table import TraceTable


class TraceDialog(QDialog):
    """Above, the rules in the order tried; below, the chosen rule part by part. Stays open beside the dock."""

    def __init__(
        self, number: str, traced: Sequence[Traced], rulebook: str, parent: QWidget | None = None, settings: Settings | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Rules tried on patch {}").format(number))
        self._number, self._rulebook = number, rulebook
        self._all = list(traced)
        self._shown: list[Traced] = []
        self.head, self.notice = WrapLabel(parent=self), WrapLabel(parent=self)
        self.head.show_muted(
            tr("In this order; the first rule that holds is the suggestion. Rule book {}").format(rulebook)
        )
        self.table, self.detail = TraceTable(settings or Settings(), self), WrapLabel(parent=self)
        self.only_own = QCheckBox(tr("Only rules for this kind of patch"), self)
        self.only_own.setChecked(True)
        self.only_own.setVisible(any(one.other_kind for one in self._all))
        self.only_unsure = QCheckBox(tr("Only rules that hold or are unsure"), self)
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._explain)
        for box in (self.only_own, self.only_unsure):
            box.toggled.connect(lambda _on: self._fill())
        self.finished.connect(lambda _code: self.table.keep_widths())
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """The deciding rule stands in view: before the window has its size nothing can be scrolled."""
        super().showEvent(event)
        self.table.resizeRowsToContents()
        self._show_deciding()

    def copy(self) -> None:
        """The rules shown, as a table that Excel and Word take."""
        from landwatch_plugin.casework.tracing import HEADER, trace_rows

        rows = [HEADER, *trace_rows(self._shown)]
        QApplication.clipboard().setText("\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows))
        self.notice.show_muted(tr("Copied: {} rules").format(len(self._shown)))

    def ask_export(self) -> None:
        start = str(Path.home() / f"{self._number}_规则追溯.xlsx")
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Export the rules tried"), start, tr("Excel workbook (*.xlsx)")
        )
        if chosen:
            self.export(Path(chosen).with_suffix(".xlsx"))

    def export(self, path: Path) -> None:
        """The rules shown, as a workbook; an error stands beside the buttons."""
        from landwatch_plugin.casework.tracing import write_trace

        try:
            write_trace(path, self._number, self._rulebook, self._shown)
        except LandwatchError as error:
            self.notice.show_rich(tinted(softened(str(error)), shade("bad", self.palette())))
        else:
            self.notice.show_muted(tr("Written: {}").format(path.name))

    def _fill(self) -> None:
        self._shown = [
            one
            for one in self._all
            if not (self.only_unsure.isChecked() and one.finding.outcome is Outcome.NOT_MET)
            and not (self.only_own.isChecked() and one.other_kind)
        ]
        self.table.show_rules(self._shown)
        self._show_deciding()
        self._explain()

    def _show_deciding(self) -> None:
        """The suggested rule; without a suggestion the first that is unsure; else the first."""
        deciding = [at for at, one in enumerate(self._shown) if one.suggested]
        unsure = [at for at, one in enumerate(self._shown) if one.finding.outcome is Outcome.UNSURE]
        if self._shown:
            self.table.show_row(next(iter([*deciding, *unsure]), 0))

    def _explain(self) -> None:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        if not rows:
            self.detail.show_rich("")
            return
        one = self._shown[rows[0]]
        text, grey = self.palette().windowText().color(), muted(self.palette())
        lines = [tinted(f"{one.finding.rule}　{one.finding.title}", text, bold=True)]
        for part in one.parts:
            sign, colour = MARKS[part.outcome]
            lines.append(
                tinted(f"{sign} {part.outcome.value}　", shade(colour, self.palette()))
                + tinted(softened(part.text), text)
            )
        told = [
            (tr("Why"), one.why), (tr("Condition in the rule book"), one.condition),
            (tr("Source of the rule"), one.finding.citation), (tr("Certainty"), one.finding.certainty),
        ]  # fmt: skip
        lines += [tinted(f"{name}：", grey) + tinted(softened(said), text) for name, said in told if said]
        self.detail.show_rich("<br>".join(lines))

    def _lay_out(self) -> None:
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setMinimumHeight(150)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setSizes([430, 190])
        filters, below = QHBoxLayout(), QHBoxLayout()
        for box in (self.only_own, self.only_unsure):
            filters.addWidget(box)
        filters.addStretch(1)
        below.addWidget(self.notice, 1)
        for text, act in (
            (tr("Copy"), self.copy), (tr("Export to Excel…"), self.ask_export), (tr("Close"), self.accept),
        ):  # fmt: skip
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, act=act: act())
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.head)
        layout.addLayout(filters)
        layout.addWidget(split, 1)
        layout.addLayout(below)
        self.resize(1120, 720)
