"""复核差异的答复: presses a button of the list of differences for a test whose check changes figures."""

from __future__ import annotations

from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication

from landwatch_plugin.ui.differences_dialog import DifferencesDialog


def answer_differences(seen: list[list[str]], stand: bool) -> None:
    """Presses a button of the list of differences as soon as it stands on the screen."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, DifferencesDialog):
            QTimer.singleShot(20, press)
            return
        seen.extend(dialog.table.texts())
        (dialog.replace if stand else dialog.keep).click()

    QTimer.singleShot(0, press)
