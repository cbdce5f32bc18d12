"""接收第二步 字段对应: which field holds what, guessed by synonyms, corrected by the user, kept as a profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.domain.field_profile import KEYS, NOT_USED, UNITS
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import muted, shade
from landwatch_plugin.ui.labels import WrapLabel

if TYPE_CHECKING:
    from landwatch_plugin.casework.intake_look import Look

_KEY, _FIELD, _EXAMPLE = range(3)


class FieldsPage(QWidget):
    """`profile_chosen`: another profile's guesses are wanted. `save_wanted`: keep the table under this name."""

    profile_chosen = pyqtSignal(str)
    save_wanted = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.profile, self.unit = QComboBox(self), QComboBox(self)
        self.unit_told, self.about = WrapLabel(parent=self), WrapLabel(parent=self)
        self.name, self.save = QLineEdit(self), QPushButton(tr("Save as profile"), self)
        self.name.setPlaceholderText(tr("Name of your own profile"))
        self.save.setAutoDefault(False)
        self.boxes: dict[str, QComboBox] = {}
        self.table = QTableWidget(0, 3, self)
        self._look: Look | None = None
        self.unit.addItem(tr("Do not use the issued areas"), NOT_USED)
        for unit in UNITS:
            self.unit.addItem(unit, unit)
        self._lay_out()
        self.profile.currentTextChanged.connect(self.profile_chosen)
        self.save.clicked.connect(lambda: self.save_wanted.emit(self.name.text().strip()))

    def show_profiles(self, names: Sequence[str], chosen: str) -> None:
        blocked = QSignalBlocker(self.profile)
        self.profile.clear()
        self.profile.addItems(list(names))
        self.profile.setCurrentText(chosen)
        blocked.unblock()

    def show_mapping(self, look: Look, mapping: Mapping[str, str]) -> None:
        """One line per thing that is read, with the field it is taken from and its first values."""
        self._look = look
        self.boxes.clear()
        keys = [key for key in KEYS if key in look.profile.fields or key in mapping] + [
            key for key in KEYS if key not in look.profile.fields and key not in mapping
        ]
        self.table.setRowCount(len(keys))
        for row, key in enumerate(keys):
            needed = key in look.profile.mandatory and not look.profile.number_pattern
            self.table.setItem(row, _KEY, _fixed(f"{KEYS[key]} *" if needed else KEYS[key]))
            self.table.setItem(row, _EXAMPLE, _fixed(""))
            self.boxes[key] = self._box(look, mapping.get(key, ""))
            self.table.setCellWidget(row, _FIELD, self.boxes[key])
        self.table.resizeRowsToContents()
        self._show_examples()
        self._show_unit(look.profile.area_unit)

    def mapping(self) -> dict[str, str]:
        return {key: box.currentData() for key, box in self.boxes.items() if box.currentData()}

    def unit_chosen(self) -> str:
        """The unit of the issued areas; `NOT_USED` when they are not to be taken."""
        return str(self.unit.currentData())

    def _box(self, look: Look, chosen: str) -> QComboBox:
        box = QComboBox(self)
        box.addItem(tr("(none)"), "")
        for name in look.fields:
            box.addItem(name, name)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.currentIndexChanged.connect(lambda _index: self._changed(box))
        return box

    def _changed(self, box: QComboBox) -> None:
        self._show_examples()
        if box is self.boxes.get("area"):
            self._show_unit("")

    def _show_examples(self) -> None:
        if self._look is None:
            return
        for row, (key, box) in enumerate(self.boxes.items()):
            column = box.currentData()
            item = self.table.item(row, _EXAMPLE)
            missing = key in self._look.profile.mandatory and not column and not self._look.profile.number_pattern
            text = self._look.example(column) if column else tr("must be chosen") if missing else ""
            item.setText(text)
            item.setToolTip(text)
            item.setForeground(shade("bad", self.palette()) if missing else muted(self.palette()))

    def _show_unit(self, said: str) -> None:
        """The guess is preset; going on confirms it."""
        column = self.mapping().get("area", "")
        guess = self._look.unit(column) if self._look is not None and column else ""
        self.unit.setEnabled(bool(column))
        self.unit.setCurrentIndex(max(0, self.unit.findData(said or guess)))
        if not column:
            self.unit_told.show_muted(tr("No field of areas."))
        elif guess:
            self.unit_told.show_plain(tr("Compared with the shapes it is {}. Please confirm.").format(guess))
        else:
            self.unit_told.show_rich("")
            self.unit_told.show_plain(tr("No unit fits the shapes. Choose one only when you know it."))

    def _lay_out(self) -> None:
        self.table.setHorizontalHeaderLabels([tr("What is read"), tr("Field of the layer"), tr("First values")])
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(_KEY, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_FIELD, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(_EXAMPLE, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(_FIELD, 220)
        self.about.show_muted(
            tr("Check each line; lines with * must have a field. Fields not listed are kept as they are.")
        )
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(QLabel(tr("Field mapping profile"), self))
        above.addWidget(self.profile, 1)
        above.addSpacing(16)
        above.addWidget(self.name, 1)
        above.addWidget(self.save)
        below.addWidget(QLabel(tr("Unit of the issued areas"), self))
        below.addWidget(self.unit)
        below.addWidget(self.unit_told, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(above)
        layout.addWidget(self.about)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)


def _fixed(text: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item
