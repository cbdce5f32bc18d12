"""现场照片: a strip of thumbnails; a click opens the photo in a window of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QImageIOHandler, QImageReader, QKeyEvent, QPixmap, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.flow_layout import FlowLayout
from landwatch_plugin.ui.labels import emptied

_THUMB = QSize(92, 69)


def read_scaled(path: str, room: QSize) -> QPixmap:
    """The photo upright and fitted into `room` (pixels); a null pixmap when it cannot be read."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
        fit = size.scaled(room.transposed() if turned else room, Qt.AspectRatioMode.KeepAspectRatio)
        if fit.width() < size.width():
            reader.setScaledSize(fit)
    return QPixmap.fromImage(reader.read())


class PhotoStrip(QWidget):
    """Thumbnails side by side. A photo that cannot be read is shown by its name, never left out."""

    photo_requested = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        FlowLayout(self)

    def show_photos(self, paths: Sequence[str]) -> None:
        emptied(self)
        for at, path in enumerate(paths):
            button = QToolButton(self)
            button.setAutoRaise(True)
            button.setIconSize(_THUMB)
            button.setToolTip(Path(path).name)
            self._fill(button, path)
            button.clicked.connect(lambda _checked=False, at=at: self.photo_requested.emit(at))
            self.layout().addWidget(button)
        self.updateGeometry()

    def _fill(self, button: QToolButton, path: str) -> None:
        ratio = self.devicePixelRatioF()
        pixmap = read_scaled(path, _THUMB * ratio)
        if pixmap.isNull():
            button.setText(tr("Cannot be read:\n{}").format(Path(path).name))
            button.setMinimumSize(_THUMB)
            return
        pixmap.setDevicePixelRatio(ratio)
        button.setIcon(QIcon(pixmap))


class PhotoWindow(QDialog):
    """One photo as large as the window; ← → go to the next one."""

    def __init__(self, paths: Sequence[str], at: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._paths, self._at = list(paths), at
        self._photo = QLabel(self)
        self._photo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._photo.setMinimumSize(320, 240)
        self._photo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._photo.setWordWrap(True)
        self._name = QLabel(self)
        back, on = QPushButton("◀", self), QPushButton("▶", self)
        back.clicked.connect(lambda: self.turn(-1))
        on.clicked.connect(lambda: self.turn(1))
        below = QHBoxLayout()
        below.addWidget(back)
        below.addWidget(self._name, 1, Qt.AlignmentFlag.AlignCenter)
        below.addWidget(on)
        layout = QVBoxLayout(self)
        layout.addWidget(self._photo, 1)
        layout.addLayout(below)
        self.resize(900, 680)
        self._show()

    def turn(self, by: int) -> None:
        self._at = (self._at + by) % len(self._paths)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in turns:
            self.turn(turns[event.key()])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        name = Path(self._paths[self._at]).name
        self.setWindowTitle(name)
        self._name.setText(f"{self._at + 1}/{len(self._paths)}　{name}")
        ratio = self.devicePixelRatioF()
        pixmap = read_scaled(self._paths[self._at], self._photo.size() * ratio)
        if pixmap.isNull():
            self._photo.setText(tr("The photo cannot be read. Check that the file is still there: {}").format(name))
            return
        pixmap.setDevicePixelRatio(ratio)
        self._photo.setPixmap(pixmap)
