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
    box = QDialog(parent)
    box.setObjectName("landwatch_question")
    box.setWindowTitle(title)
    reason = QLineEdit(box)
    reason.setPlaceholderText(tr("Reason; kept in the journal"))
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
    layout.addWidget(reason)
    layout.addLayout(below)
    box.resize(420, box.sizeHint().height())
    answer = box.exec() == QDialog.DialogCode.Accepted
    box.deleteLater()
    return reason.text().strip() if answer else None


def asked_texts(
    parent: QWidget | None, title: str, text: str, names: Sequence[str], yes: str
) -> tuple[str, ...] | None:
    """What the user writes beside each name; None when it is not to be done. All are obligatory."""
    box = QDialog(parent)
    box.setObjectName("landwatch_question")
    box.setWindowTitle(title)
    lines = [QLineEdit(box) for _ in names]
    agreed, refused = QPushButton(yes, box), QPushButton(tr("Cancel"), box)
    agreed.setEnabled(False)
    agreed.clicked.connect(box.accept)
    refused.clicked.connect(box.reject)
    refused.setDefault(True)
    form = QFormLayout()
    for name, line in zip(names, lines, strict=True):
        form.addRow(name, line)
        line.textChanged.connect(lambda _text: agreed.setEnabled(all(one.text().strip() for one in lines)))
    below = QHBoxLayout()
    below.addStretch(1)
    below.addWidget(agreed)
    below.addWidget(refused)
    layout = QVBoxLayout(box)
    layout.addWidget(WrapLabel(text, box))
    layout.addLayout(form)
    layout.addLayout(below)
    box.resize(460, box.sizeHint().height())
    answer = box.exec() == QDialog.DialogCode.Accepted
    box.deleteLater()
    return tuple(line.text().strip() for line in lines) if answer else None


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
