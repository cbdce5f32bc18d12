"""进度: a small window with a bar and a cancel button, for work that runs while the user waits."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QProgressDialog, QWidget

from landwatch_plugin.gis.i18n import tr


class ProgressWindow:
    """A domain Feedback, used as `with ProgressWindow(...) as feedback`. The window goes when the work ends."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._window = QProgressDialog(title, tr("Cancel"), 0, 100, parent)
        self._window.setWindowTitle(title)
        self._window.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._window.setMinimumDuration(0)
        self._window.setMinimumWidth(360)
        self._window.setAutoClose(False)
        self._window.setAutoReset(False)

    def __enter__(self) -> ProgressWindow:
        self._window.show()
        self.progress(0)
        return self

    def __exit__(self, *_: object) -> None:
        self._window.close()
        self._window.deleteLater()

    def progress(self, percent: float) -> None:
        """0 … 100. Lets the window paint and hear the cancel button."""
        self._window.setValue(round(percent))
        QCoreApplication.processEvents()

    def cancelled(self) -> bool:
        QCoreApplication.processEvents()
        return self._window.wasCanceled()
