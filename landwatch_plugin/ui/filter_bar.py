"""筛选: search box, and combo boxes for batch, township, state, class, tag and kind of party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.PyQt.QtCore import QSignalBlocker, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.labels import plain

_TYPING_MS = 250


class FilterBar(QWidget):
    """Speaks a plain mapping: key ("batch", "town", "state", "verdict", "tag", "party", "text") → chosen value, "" for all."""

    filter_changed = pyqtSignal(dict)
    list_toggled = pyqtSignal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Number, place or word"))
        self.search.setClearButtonEnabled(True)
        self.more = _switch(tr("Filter"), self)
        self.list_button = _switch(tr("List"), self)
        self._all = {
            "batch": tr("All batches"), "town": tr("All townships"),
            "state": tr("All states"), "verdict": tr("All classes"),
            "tag": tr("All tags"), "party": tr("All parties"),
        }  # fmt: skip
        self.boxes = {key: self._box(title) for key, title in self._all.items()}
        self._grid = QWidget(self)
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for at, box in enumerate(self.boxes.values()):
            grid.addWidget(box, at // 2, at % 2)
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.search, 1)
        first.addWidget(self.more)
        first.addWidget(self.list_button)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(first, 0, 0)
        layout.addWidget(self._grid, 1, 0)
        self._grid.hide()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_TYPING_MS)
        self._wire()

    def show_choices(self, choices: Mapping[str, Sequence[str]]) -> None:
        """Fill the boxes; a choice that is still offered stays chosen."""
        for key, box in self.boxes.items():
            chosen = box.currentData()
            blocked = QSignalBlocker(box)
            box.clear()
            box.addItem(self._all[key], "")
            for name in choices.get(key, ()):
                box.addItem(str(name), str(name))
            box.setCurrentIndex(max(0, box.findData(chosen)))
            blocked.unblock()

    def chosen(self) -> dict[str, str]:
        chosen = {key: box.currentData() or "" for key, box in self.boxes.items()}
        return {**chosen, "text": plain(self.search.text()).strip()}

    def reset(self) -> None:
        """Show all patches again."""
        blocked = [QSignalBlocker(widget) for widget in (self.search, *self.boxes.values())]
        self.search.clear()
        for box in self.boxes.values():
            box.setCurrentIndex(0)
        for blocker in blocked:
            blocker.unblock()
        self._tell()

    def _box(self, title: str) -> QComboBox:
        box = QComboBox(self)
        box.addItem(title, "")
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        return box

    def _wire(self) -> None:
        for box in self.boxes.values():
            box.currentIndexChanged.connect(self._tell)
        self.search.textChanged.connect(lambda: self._wait.start())
        self.search.returnPressed.connect(self._tell)
        self._wait.timeout.connect(self._tell)
        self.more.toggled.connect(self._grid.setVisible)
        self.list_button.toggled.connect(self.list_toggled)

    def _tell(self) -> None:
        self._wait.stop()
        narrowed = any(box.currentData() for box in self.boxes.values())
        self.more.setText(tr("Filter •") if narrowed else tr("Filter"))
        self.filter_changed.emit(self.chosen())


def _switch(text: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setText(text)
    button.setCheckable(True)
    button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    return button
