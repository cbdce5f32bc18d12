"""打开台账: which ledger, by which rule book, and who signs what is done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import shade, tinted
from landwatch_plugin.ui.file_field import FileField
from landwatch_plugin.ui.labels import WrapLabel


class OpenDialog(QDialog):
    """Empty rule book: the one that comes with the plugin."""

    open_requested = pyqtSignal(str, str, str, str)
    """Ledger, rule book ("" for the shipped one), operator and meeting ("" for none)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Open ledger"))
        self.ledger = FileField(tr("Ledger"), tr("Ledger (*.gpkg)"), parent=self)
        self.rulebook = FileField(tr("Rule book"), tr("Rule book (*.toml)"), parent=self)
        self.rulebook.box.lineEdit().setPlaceholderText(tr("As shipped"))
        self.operator, self.meeting = QLineEdit(self), QLineEdit(self)
        self.operator.setPlaceholderText(tr("Name written beside each decision"))
        self.meeting.setPlaceholderText(tr("May stay empty; written with today's date beside each decision"))
        self.message = WrapLabel(parent=self)
        self.message.hide()
        self.ok, cancel = QPushButton(tr("Open"), self), QPushButton(tr("Cancel"), self)
        self.ok.setDefault(True)
        self.ok.clicked.connect(self._ask)
        cancel.clicked.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("Ledger"), self.ledger)
        form.addRow(tr("Rule book"), self.rulebook)
        form.addRow(tr("Operator"), self.operator)
        form.addRow(tr("Review meeting"), self.meeting)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.ok)
        below.addWidget(cancel)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.message)
        layout.addStretch(1)
        layout.addLayout(below)
        self.resize(560, 200)

    def show_last(self, ledgers: Sequence[str], rulebooks: Sequence[str], operator: str) -> None:
        """What was used before, newest first. A rule book is only offered: the shipped one stays the default."""
        self.ledger.offer(ledgers)
        self.ledger.show_path(ledgers[0] if ledgers else "")
        self.rulebook.offer(rulebooks)
        self.operator.setText(operator)

    def show_rulebook(self, path: str) -> None:
        self.rulebook.show_path(path)

    def show_meeting(self, name: str) -> None:
        self.meeting.setText(name)

    def show_problem(self, text: str) -> None:
        self.message.show_rich(tinted(text, shade("bad", self.palette())))
        self.message.show()

    def _ask(self) -> None:
        """The dialog stays until whoever opens the ledger accepts it."""
        if not self.operator.text().strip():
            self.show_problem(tr("Write the operator's name: the ledger keeps who decided."))
            self.operator.setFocus()
        elif not self.ledger.path():
            self.show_problem(tr("Choose a ledger. A new one is made when a batch is taken in."))
        else:
            ledger = str(Path(self.ledger.path()).expanduser())
            operator, meeting = self.operator.text().strip(), self.meeting.text().strip()
            self.open_requested.emit(ledger, self.rulebook.path(), operator, meeting)
