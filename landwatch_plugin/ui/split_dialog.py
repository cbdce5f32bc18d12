"""拆分: how to split a patch, what its children would be, and the button that does it. Shows and signals only."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QIcon, QPixmap
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.domain.splitting import shares_of
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import shade, tinted
from landwatch_plugin.ui.labels import WrapLabel
from landwatch_plugin.ui.plain_table import PlainTable

if TYPE_CHECKING:
    from landwatch_plugin.casework.splitting import Plan

APPROVALS, LAND, LINE, COORDINATES, LAYER = range(5)


class SplitDialog(QDialog):
    """Stands beside the map and lets it be used: a line is drawn there while the dialog waits."""

    way_chosen = pyqtSignal(int, str)
    """One of the five ways, and the layer's id for the last."""
    draw_requested = pyqtSignal(bool)
    """A line; True to begin anew, False to add it to those drawn."""
    paste_requested = pyqtSignal()
    split_requested = pyqtSignal(str)
    """The reason."""

    def __init__(self, number: str, mu: Decimal, offer: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Split patch {}").format(number))
        self._mu, self._written = mu, False
        self.about, self.message, self.notes = (WrapLabel(parent=self) for _ in range(3))
        self.about.show_rich(tinted(tr("Area {} mu. {}").format(f"{mu:,}", offer), self.palette().windowText().color()))
        self.ways, self.layers = self._ways(), QComboBox(self)
        self.draw, self.redraw = QPushButton(tr("Draw on the map"), self), QPushButton(tr("Draw anew"), self)
        self.paste = QPushButton(tr("Paste or open coordinates…"), self)
        self.draw.setToolTip(
            tr("Click the corners; a double or right click ends, Backspace takes one back, Esc drops.")
        )
        self.table, self.sum = PlainTable(self), QLabel(self)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(tr("Why it is split; kept in the journal"))
        self.ok, self.cancel = QPushButton(tr("Split"), self), QPushButton(tr("Cancel"), self)
        self.ok.setDefault(True)
        self._lay_out()
        self._wire()
        self.show_lines(0)
        self.show_problem("")

    def show_layers(self, layers: Sequence[tuple[str, str]], chosen: bool) -> None:
        """(id, name) of the line and polygon layers of the project; `chosen`: the first is what is most likely meant."""
        self.layers.clear()
        for layer_id, name in layers:
            self.layers.addItem(name, layer_id)
        self.layers.setCurrentIndex(0 if chosen and layers else -1)
        self.ways[LAYER].setEnabled(bool(layers))
        self.layers.setEnabled(bool(layers))

    def show_lines(self, count: int) -> None:
        """How many lines part the patch so far."""
        self.draw.setText(tr("Draw another line") if count else tr("Draw on the map"))
        self.redraw.setVisible(count > 0)

    def forbid(self, text: str) -> None:
        """The patch cannot be split, whichever way: why, with the cure."""
        self.show_problem(text)
        for widget in (*self.ways, self.draw, self.redraw, self.paste, self.layers, self.reason):
            widget.setEnabled(False)
        self.cancel.setText(tr("Close"))

    def choose(self, way: int) -> None:
        """As if the user had clicked it."""
        self.ways[way].click()

    def show_plan(self, plan: Plan, colours: Sequence[QColor]) -> None:
        """The children with their area; only now can it be done."""
        mus = [part.mu for part in plan.parts]
        rows = [
            (part.number, part.label or "—", f"{part.mu:,}", share)
            for part, share in zip(plan.parts, shares_of(mus), strict=True)
        ]
        self._show_rows(rows)
        for at, colour in enumerate(colours):
            self.table.item(at, 0).setIcon(_swatch(colour))
        self.sum.setText(tr("{} children: {}").format(len(rows), plan.total))
        self.message.hide()
        self.notes.show_muted("\n".join(plan.notes))
        self.notes.setVisible(bool(plan.notes))
        if not self._written:
            self.reason.setText(tr("{}, to be judged apart").format(plan.how))
        self.ok.setEnabled(True)

    def show_problem(self, text: str, hint: bool = False) -> None:
        """No children to show, and why; `hint`: nothing is wrong, the user is to do something."""
        self._show_rows([])
        self.sum.setText("")
        if not self._written:
            self.reason.clear()
        self.notes.hide()
        self.message.show_rich(tinted(text, shade("" if hint else "bad", self.palette())))
        self.message.setVisible(bool(text))
        self.ok.setEnabled(False)

    def show_remark(self, text: str) -> None:
        """Something about the last step; the children stay as they are."""
        self.message.show_rich(tinted(text, shade("warn", self.palette())))
        self.message.show()

    def _show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        self.table.show_rows((tr("Child"), tr("What it is"), tr("Area (mu)"), tr("Share")), rows)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column in (0, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for row in range(len(rows)):
            self.table.item(row, 3).setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _ways(self) -> list[QRadioButton]:
        titles = (
            tr("By approvals"), tr("By land classes"), tr("By lines drawn on the map"), tr("By corner coordinates"),
            tr("By the features of a layer"),
        )  # fmt: skip
        group, buttons = QButtonGroup(self), []
        for at, title in enumerate(titles):
            button = QRadioButton(title, self)
            group.addButton(button, at)
            buttons.append(button)
        group.idClicked.connect(self._choose)
        return buttons

    def _choose(self, way: int) -> None:
        self.way_chosen.emit(way, str(self.layers.currentData() or "") if way == LAYER else "")

    def _draw(self, anew: bool) -> None:
        anew = anew or not self.ways[LINE].isChecked()
        self.ways[LINE].setChecked(True)
        self.draw_requested.emit(anew)

    def _paste(self) -> None:
        self.ways[COORDINATES].setChecked(True)
        self.paste_requested.emit()

    def _layer_turned(self) -> None:
        self.ways[LAYER].setChecked(True)
        self._choose(LAYER)

    def _wire(self) -> None:
        self.draw.clicked.connect(lambda: self._draw(False))
        self.redraw.clicked.connect(lambda: self._draw(True))
        self.paste.clicked.connect(self._paste)
        self.layers.activated.connect(lambda _index: self._layer_turned())
        self.reason.textEdited.connect(lambda _text: setattr(self, "_written", True))
        self.ok.clicked.connect(lambda: self.split_requested.emit(self.reason.text().strip()))
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        ways = QGridLayout()
        ways.setColumnStretch(1, 1)
        for at, button in enumerate(self.ways):
            ways.addWidget(button, at, 0)
        drawing = QHBoxLayout()
        drawing.addWidget(self.draw)
        drawing.addWidget(self.redraw)
        drawing.addStretch(1)
        ways.addLayout(drawing, LINE, 1)
        ways.addWidget(self.paste, COORDINATES, 1, Qt.AlignmentFlag.AlignLeft)
        ways.addWidget(self.layers, LAYER, 1)
        why = QHBoxLayout()
        why.addWidget(QLabel(tr("Reason"), self))
        why.addWidget(self.reason, 1)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.ok)
        below.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(self.about)
        layout.addLayout(ways)
        layout.addWidget(self.message)
        layout.addWidget(self.table, 1)
        for widget in (self.sum, self.notes):
            layout.addWidget(widget)
        layout.addLayout(why)
        layout.addLayout(below)
        self.layers.setMinimumContentsLength(12)
        self.layers.setPlaceholderText(tr("Choose a layer"))
        self.resize(480, 500)


def _swatch(colour: QColor) -> QIcon:
    pixels = QPixmap(16, 16)
    pixels.fill(colour)
    return QIcon(pixels)
