"""举证材料与外业事实: what is held (ticked) and what is missing (red), and what the field visit found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from landwatch_plugin.domain.card import EvidenceItem
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import muted, shade, tinted
from landwatch_plugin.ui.labels import WrapLabel, emptied, softened


class EvidenceRow(QWidget):
    """A box and its words, which wrap."""

    def __init__(self, item: EvidenceItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = item.name
        self.box, self.label = QCheckBox(self), WrapLabel(parent=self)
        self.box.setFixedHeight(self.box.fontMetrics().height() + 2)
        self.box.setAccessibleName(item.name)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.box, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.label, 0, 1)
        self.show_item(item)

    def show_item(self, item: EvidenceItem) -> None:
        blocked = QSignalBlocker(self.box)
        self.box.setChecked(item.held)
        blocked.unblock()
        if item.held:
            words = tinted(softened(item.name), self.palette().windowText().color())
        elif not item.wanted:
            words = tinted(softened(item.name), muted(self.palette()))
        else:
            words = tinted(tr("Missing: {}").format(softened(item.name)), shade("bad", self.palette()), bold=True)
        if item.note:
            words += tinted(f"　{softened(item.note)}", muted(self.palette()))
        self.label.show_rich(words)


class EvidenceView(QWidget):
    """One box per item of mandatory evidence. A tick is a request: what is shown is what the ledger holds."""

    tick_requested = pyqtSignal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[EvidenceRow] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)

    def show_evidence(self, items: Sequence[EvidenceItem]) -> None:
        """Rows of the same items stay, and with them the focus of a person who ticks one after the other."""
        if [row.name for row in self._rows] != [item.name for item in items]:
            emptied(self)
            self._rows = [self._row(item) for item in items]
        for row, item in zip(self._rows, items, strict=True):
            row.show_item(item)

    def boxes(self) -> dict[str, QCheckBox]:
        return {row.name: row.box for row in self._rows}

    def _row(self, item: EvidenceItem) -> EvidenceRow:
        row = EvidenceRow(item, self)
        row.box.toggled.connect(lambda held, name=item.name: self.tick_requested.emit(name, held))
        self.layout().addWidget(row)
        return row


class FactsView(QWidget):
    """Name and value of each fact of the field visit; both wrap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Mapping[str, str]) -> None:
        emptied(self)
        for row, (name, value) in enumerate(facts.items()):
            label = QLabel(self)
            label.setText(tinted(name, muted(self.palette())))
            self.layout().addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self.layout().addWidget(WrapLabel(value, self), row, 1)
