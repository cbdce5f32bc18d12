"""确认: asks before something that cannot be taken back."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from landwatch_plugin.gis.i18n import tr


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
