"""翻阅: steps through the patches, shows how many are decided, switches the images and zooms."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.domain.control import Role
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import CHECKED

_IMAGES = (Role.BEFORE, Role.AFTER)


class NavigationBar(QWidget):
    """Always in sight above the card."""

    step_requested = pyqtSignal(int, bool)
    """+1 or −1, and whether decided patches are passed over."""
    image_requested = pyqtSignal(object)
    """Role.BEFORE or Role.AFTER."""
    zoom_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._steps())
        layout.addLayout(self._progress())
        layout.addLayout(self._map())

    def show_progress(self, decided: int, total: int) -> None:
        self.count.setText(f"{decided}/{total}")
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(decided)

    def show_images(self, there: tuple[Role, ...], shown: Role | None = None) -> None:
        """Which images can be shown, and which one is."""
        for role, button in self.images.items():
            button.setEnabled(role in there)
            button.setToolTip(tr("Show this image (B)") if role in there else tr("No image layer is bound: no data"))
        self._group.setExclusive(False)
        for role, button in self.images.items():
            button.setChecked(role is shown)
        self._group.setExclusive(True)

    def swap_images(self) -> None:
        """Ask for the other one of the two images."""
        wanted = Role.BEFORE if self.images[Role.AFTER].isChecked() else Role.AFTER
        there = [role for role in (wanted, *_IMAGES) if self.images[role].isEnabled()]
        if there:
            self.images[there[0]].click()

    def _steps(self) -> QHBoxLayout:
        self.back = _button(tr("◀ Previous"), tr("Previous patch (← or Page Up)"))
        self.on = _button(tr("Next ▶"), tr("Next patch (→ or Page Down)"))
        self.undecided = _button(tr("Undecided ▶▶"), tr("Next patch without a decision (N)"))
        self.back.clicked.connect(lambda: self.step_requested.emit(-1, False))
        self.on.clicked.connect(lambda: self.step_requested.emit(1, False))
        self.undecided.clicked.connect(lambda: self.step_requested.emit(1, True))
        return _row(self.back, self.on, self.undecided)

    def _progress(self) -> QHBoxLayout:
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.count = QLabel("0/0", self)
        self.count.setToolTip(tr("Decided / all patches of the list"))
        row = _row(self.bar, self.count)
        row.setStretch(0, 1)
        return row

    def _map(self) -> QHBoxLayout:
        self._group = QButtonGroup(self)
        self.images = {}
        for role in _IMAGES:
            button = _button("", "")
            button.setCheckable(True)
            button.setStyleSheet(CHECKED)
            button.clicked.connect(lambda _checked=False, role=role: self.image_requested.emit(role))
            self._group.addButton(button)
            self.images[role] = button
        self.images[Role.BEFORE].setText(tr("Before"))
        self.images[Role.AFTER].setText(tr("After"))
        self.zoom = _button(tr("Zoom to patch"), tr("Zoom the map to this patch (Z)"))
        self.zoom.clicked.connect(self.zoom_requested)
        self.keys = QToolButton(self)
        self.keys.setText("?")
        self.keys.setToolTip(tr("Keys"))
        self.menu_button = QToolButton(self)
        self.menu_button.setText("☰")
        self.menu_button.setToolTip(tr("More"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.menu_button)
        self.menu_button.setMenu(self.menu)
        return _row(*self.images.values(), self.zoom, self.keys, self.menu_button)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setMinimumWidth(button.fontMetrics().horizontalAdvance(text) + 12)
    return button


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget)
    return row
