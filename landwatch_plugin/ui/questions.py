"""确认: asks before something that weighs, and for the reason where one is kept."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.labels import WrapLabel


def asked_reason(parent: QWidget | None, title: str, text: str, yes: str) -> str | None:
    """The reason that the user writes, "" when none; None when it is not to be done."""
    reason = QLineEdit()
    reason.setPlaceholderText(tr("Reason; kept in the journal"))
    box, _ = _question(parent, title, text, yes, reason)
    return reason.text().strip() if _agreed(box, 420) else None


def asked_texts(
    parent: QWidget | None, title: str, text: str, names: Sequence[str], yes: str
) -> tuple[str, ...] | None:
    """What the user writes beside each name; None when it is not to be done. All are obligatory."""
    fields, lines = QWidget(), [QLineEdit() for _ in names]
    form = QFormLayout(fields)
    form.setContentsMargins(0, 0, 0, 0)
    box, agreed = _question(parent, title, text, yes, fields)
    agreed.setEnabled(False)
    for name, line in zip(names, lines, strict=True):
        form.addRow(name, line)
        line.textChanged.connect(lambda _text: agreed.setEnabled(all(one.text().strip() for one in lines)))
    return tuple(line.text().strip() for line in lines) if _agreed(box, 460) else None


def _question(parent: QWidget | None, title: str, text: str, yes: str, asked: QWidget) -> tuple[QDialog, QPushButton]:
    """A box with the text, what is asked and the buttons; with the button that agrees. Enter and Esc mean no."""
    box = QDialog(parent)
    box.setObjectName("landwatch_question")
    box.setWindowTitle(title)
    agreed, refused = QPushButton(yes, box), QPushButton(tr("Cancel"), box)
    agreed.clicked.connect(box.accept)
    refused.clicked.connect(box.reject)
    refused.setDefault(True)
    below = QHBoxLayout()
    below.addStretch(1)
    below.addWidget(agreed)
    below.addWidget(refused)
    layout = QVBoxLayout(box)
    layout.addWidget(WrapLabel(text, box))
    layout.addWidget(asked)
    layout.addLayout(below)
    return box, agreed


def _agreed(box: QDialog, width: int) -> bool:
    box.resize(width, box.sizeHint().height())
    answer = box.exec() == QDialog.DialogCode.Accepted
    box.deleteLater()
    return answer


def sure(parent: QWidget | None, title: str, text: str, yes: str) -> bool:
    """True when the user presses the button `yes`; Enter and Esc mean no."""
    box = QMessageBox(parent)
    box.setObjectName("landwatch_question")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(title)
    box.setText(text)
    agreed = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    refused = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refused)
    box.setEscapeButton(refused)
    box.exec()
    answer = box.clickedButton() is agreed
    box.deleteLater()
    return answer
