"""更正登记: asks who corrected and how; both go into the journal."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.labels import WrapLabel


class CorrectionDialog(QDialog):
    """For one or several problems, which are named above."""

    corrected = pyqtSignal(str, str)
    """Operator and note."""

    def __init__(self, lines: list[str], operator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("landwatch_correction")
        self.setWindowTitle(tr("Mark as corrected"))
        about = WrapLabel("\n".join(lines), self)
        self.operator = QLineEdit(operator, self)
        self.note = QPlainTextEdit(self)
        self.note.setPlaceholderText(tr("What was corrected, e.g. photos added, area filled in anew"))
        self.note.setFixedHeight(84)
        self.ok, cancel = QPushButton(tr("Mark as corrected"), self), QPushButton(tr("Cancel"), self)
        self.ok.setDefault(True)
        form = QFormLayout()
        form.addRow(tr("Corrected by"), self.operator)
        form.addRow(tr("How it was corrected"), self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.ok)
        buttons.addWidget(cancel)
        layout = QVBoxLayout(self)
        for part in (about, WrapLabel(tr("The problem is closed when the next self-check finds it gone."), self)):
            layout.addWidget(part)
        layout.addLayout(form)
        layout.addLayout(buttons)
        self.ok.clicked.connect(self._say)
        cancel.clicked.connect(self.reject)
        for signal in (self.operator.textChanged, self.note.textChanged):
            signal.connect(lambda *_: self._weigh())
        self._weigh()
        self.resize(520, self.sizeHint().height())

    def _weigh(self) -> None:
        self.ok.setEnabled(bool(self.operator.text().strip() and self.note.toPlainText().strip()))

    def _say(self) -> None:
        self.corrected.emit(self.operator.text().strip(), self.note.toPlainText().strip())
        self.accept()
