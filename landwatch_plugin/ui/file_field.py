"""文件选择: a line with a browse button; files met before are offered in its list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QSignalBlocker, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from landwatch_plugin.gis.i18n import tr


class FileField(QWidget):
    """`path_changed` speaks when the user has chosen or finished typing, not at every key."""

    path_changed = pyqtSignal(str)

    def __init__(
        self, title: str, kinds: str, new: bool = False, parent: QWidget | None = None, folders: str = ""
    ) -> None:
        """`kinds`: the file dialog's filter. With `new` a file that is not there yet may be named. `folders`: text of a
        second button, for sources that are folders."""
        super().__init__(parent)
        self._title, self._kinds, self._new = title, kinds, new
        self.box = QComboBox(self)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setMinimumContentsLength(20)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.browse = QPushButton(tr("Browse…"), self)
        self.browse.setAutoDefault(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box, 1)
        layout.addWidget(self.browse)
        if folders:
            self.browse_folder = QPushButton(folders, self)
            self.browse_folder.setAutoDefault(False)
            self.browse_folder.clicked.connect(self._ask_folder)
            layout.addWidget(self.browse_folder)
        self.browse.clicked.connect(self._ask)
        self.box.activated.connect(lambda _index: self.path_changed.emit(self.path()))
        self.box.lineEdit().editingFinished.connect(lambda: self.path_changed.emit(self.path()))

    def path(self) -> str:
        return self.box.currentText().strip().strip('"')

    def show_path(self, path: str) -> None:
        """Without a signal: the program fills in what it remembers."""
        blocked = QSignalBlocker(self.box)
        self.box.setEditText(path)
        self.box.setToolTip(path)
        blocked.unblock()

    def offer(self, paths: Sequence[str]) -> None:
        blocked = QSignalBlocker(self.box)
        text = self.box.currentText()
        self.box.clear()
        self.box.addItems(list(paths))
        self.box.setEditText(text)
        blocked.unblock()

    def _ask(self) -> None:
        start = self.path() or str(Path.home())
        if self._new:
            path, _ = QFileDialog.getSaveFileName(
                self, self._title, start, self._kinds, options=QFileDialog.Option.DontConfirmOverwrite
            )
        else:
            path, _ = QFileDialog.getOpenFileName(self, self._title, start, self._kinds)
        self._take(path)

    def _ask_folder(self) -> None:
        self._take(QFileDialog.getExistingDirectory(self, self._title, self.path() or str(Path.home())))

    def _take(self, path: str) -> None:
        if path:
            self.show_path(path)
            self.path_changed.emit(path)
