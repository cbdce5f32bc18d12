"""绑定图层: which layer of the project plays which role. A role without a layer is 无数据, never "not touched"."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import muted, shade
from landwatch_plugin.ui.labels import WrapLabel
from landwatch_plugin.ui.layer_choices import LayerChoice

_ROLE, _LAYER, _NOTE = range(3)


class RolesDialog(QDialog):
    """One line per role. Bound roles keep their layer; the others are guessed by layer name."""

    bindings_chosen = pyqtSignal(list)
    examine_requested = pyqtSignal()

    def __init__(self, layers: Sequence[LayerChoice], bound: Sequence[Binding], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Bind layers"))
        self._layers = {layer.layer_id: layer for layer in layers}
        self._bound = {binding.role: binding for binding in bound}
        self.boxes: dict[Role, QComboBox] = {}
        self.table = self._table()
        self.guess_button, self.examine, self.ok, self.cancel = (
            QPushButton(tr("Guess by name")), QPushButton(tr("OK and examine layers")), QPushButton(tr("OK")),
            QPushButton(tr("Cancel")),
        )  # fmt: skip
        self.ok.setDefault(True)
        self.guess_button.clicked.connect(self.guess)
        self.examine.clicked.connect(self._choose_and_examine)
        self.ok.clicked.connect(self._choose)
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        for role, box in self.boxes.items():
            binding = self._bound.get(role)
            box.setCurrentIndex(max(0, box.findData(binding.layer_id)) if binding else 0)
        if not self._bound:
            self.guess()
        self._note_all()

    def guess(self) -> None:
        """Bind the roles that are still free to the first layer whose name speaks for them."""
        for role, box in self.boxes.items():
            if not box.currentData():
                guess = next((layer.layer_id for layer in self._layers.values() if layer.guess is role), "")
                box.setCurrentIndex(max(0, box.findData(guess)))

    def bindings(self) -> list[Binding]:
        """What is chosen now. A field mapping made by hand stays while its layer stays."""
        chosen = []
        for role, box in self.boxes.items():
            layer, old = self._layers.get(box.currentData()), self._bound.get(role)
            if layer is not None:
                fields = dict(old.fields) if old is not None and old.layer_id == layer.layer_id else {}
                chosen.append(Binding(role, layer.source, layer.provider, layer.layer_id, fields))
        return chosen

    def note(self, role: Role) -> str:
        return self.table.item(list(self.boxes).index(role), _NOTE).text()

    def _choose(self) -> None:
        self.bindings_chosen.emit(self.bindings())
        self.accept()

    def _choose_and_examine(self) -> None:
        self._choose()
        self.examine_requested.emit()

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(Role), 3, self)
        table.setHorizontalHeaderLabels([tr("Role"), tr("Layer"), tr("Note")])
        table.verticalHeader().hide()
        table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        for column in (_ROLE, _NOTE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_LAYER, QHeaderView.ResizeMode.Stretch)
        for row, role in enumerate(Role):
            table.setItem(row, _ROLE, _fixed(role.title))
            table.setItem(row, _NOTE, _fixed(""))
            self.boxes[role] = self._box(role)
            table.setCellWidget(row, _LAYER, self.boxes[role])
        table.resizeRowsToContents()
        return table

    def _box(self, role: Role) -> QComboBox:
        box = QComboBox(self)
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem(tr("(not bound)"), "")
        for layer in self._layers.values():
            if layer.is_raster == role.is_raster:
                box.addItem(layer.name, layer.layer_id)
        box.currentIndexChanged.connect(lambda _index: self._note_all())
        return box

    def _note_all(self) -> None:
        if len(self.boxes) < len(Role):
            return
        for row, box in enumerate(self.boxes.values()):
            layer = self._layers.get(box.currentData())
            item = self.table.item(row, _NOTE)
            item.setText(_note(layer))
            colour = "bad" if layer is not None and not layer.crs else ""
            item.setForeground(
                self.palette().windowText().color()
                if layer is not None and layer.crs
                else shade(colour, self.palette()) if colour else muted(self.palette())
            )  # fmt: skip

    def _lay_out(self) -> None:
        about = WrapLabel(tr("Vector roles take polygon layers, images take raster layers. Not bound means no data."))
        below = QHBoxLayout()
        below.addWidget(self.guess_button)
        below.addWidget(self.examine)
        below.addStretch(1)
        below.addWidget(self.ok)
        below.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(about)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        rows = sum(self.table.rowHeight(row) for row in range(self.table.rowCount()))
        self.resize(680, rows + self.table.horizontalHeader().height() + 110)


def _note(layer: LayerChoice | None) -> str:
    if layer is None:
        return tr("not bound = no data")
    crs = layer.crs or tr("no coordinate system")
    return crs if layer.is_raster else tr("{} features, {}").format(f"{layer.features:,}", crs)


def _fixed(text: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item
