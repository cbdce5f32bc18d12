"""粘贴坐标: a corner table pasted at the left, what was understood of it at the right, where it goes below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QPoint, QSignalBlocker, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QGuiApplication, QTextCursor, QTextFormat
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import shade, tinted
from landwatch_plugin.ui.labels import WrapLabel, softened
from landwatch_plugin.ui.plain_table import PlainTable

COLUMNS = ("label", "ring", "north", "east")
NO_COLUMN = -1
_DELAY_MS = 250
_MARGIN = 40


class PasteDialog(QDialog):
    """`changed` speaks a moment after the last key stroke, and at once when a choice is corrected."""

    changed = pyqtSignal()
    add_requested = pyqtSignal()
    copy_requested = pyqtSignal()
    zoom_requested = pyqtSignal()
    file_chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None, purpose: str = "") -> None:
        """`purpose`: what the area is for, as a button says it; it is written nowhere then."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Paste coordinates"))
        self.text = QPlainTextEdit(self)
        self.text.setPlaceholderText(tr("Paste a corner table from Word, WPS or Excel here (Ctrl+V)."))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.boxes = {key: self._box() for key in (*COLUMNS, "datum", "zone", "rings")}
        self.table, self.account, self.notes = PlainTable(self), WrapLabel(parent=self), WrapLabel(parent=self)
        self.name, self.number, self.target = QLineEdit(self), QLineEdit(self), self._box()
        self.name.setPlaceholderText(tr("For example the name of the mine or project"))
        self.number.setPlaceholderText(tr("Licence or approval number"))
        self.paste, self.clear, self.zoom, self.copy, self.add, self.leave = (
            QPushButton(tr("Paste from clipboard")), QPushButton(tr("Clear")), QPushButton(tr("Zoom to area")),
            QPushButton(tr("Copy as WKT")), QPushButton(purpose or tr("Add")), QPushButton(tr("Close")),
        )  # fmt: skip
        self.open, self._purpose = QPushButton(tr("Open a file…")), purpose
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_DELAY_MS)
        self._join()
        self._lay_out()
        self.resize(*((720, 600) if purpose else (860, 660)))

    def stand_aside(self, window: QWidget) -> None:
        """To the lower left corner of QGIS's window, so that the map beside it shows the area."""
        below = window.height() - self.height() - _MARGIN
        self.move(window.mapToGlobal(QPoint(_MARGIN, max(0, below))))

    def choice(self, key: str) -> Any:
        """What the user has chosen; None for "automatic"."""
        return self.boxes[key].currentData()

    def offer(self, key: str, guess: str, others: Sequence[tuple[str, Any]]) -> None:
        """Fill a box: first what is guessed, then what can be chosen instead. The choice stays while it is offered."""
        box = self.boxes[key]
        blocked = QSignalBlocker(box)
        chosen = box.currentData()
        box.clear()
        box.addItem(tr("Automatic: {}").format(guess) if guess else tr("Automatic"), None)
        for title, value in others:
            box.addItem(title, value)
        box.setCurrentIndex(max(0, box.findData(chosen)) if chosen is not None else 0)
        blocked.unblock()

    def forget_guesses(self) -> None:
        """What was guessed of the last text is nothing of this one; what can be chosen, and what was chosen, stays."""
        for box in self.boxes.values():
            box.setItemText(0, tr("Automatic"))

    def offer_targets(self, targets: Sequence[tuple[str, Any]]) -> None:
        """The first is a new layer."""
        for title, value in targets:
            self.target.addItem(title, value)

    def show_area(
        self, account: str, notes: Sequence[str], headers: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> None:
        """What was understood."""
        self.account.show_rich(tinted(softened(account), shade("good", self.palette()), bold=True))
        self._show_notes(notes)
        self.table.show_rows(headers, rows)
        self._mark(None)
        self._allow(True)

    def show_problem(self, text: str, row: int | None = None) -> None:
        """Why there is no area; the row is marked in the text."""
        self.account.show_rich(tinted(softened(text), shade("bad", self.palette())))
        self._show_notes(())
        self.table.show_rows((), ())
        self._mark(row)
        self._allow(False)

    def show_waiting(self) -> None:
        """Nothing pasted yet."""
        self.account.show_muted(
            tr(
                "The area appears on the map while you paste and correct. Nothing is written before you press “{}”."
            ).format(self.add.text())
        )
        self._show_notes(())
        self.table.show_rows((), ())
        self._mark(None)
        self._allow(False)

    def show_done(self, text: str) -> None:
        self._show_notes((text,))

    def _show_notes(self, notes: Sequence[str]) -> None:
        colour = shade("warn", self.palette())
        self.notes.show_rich("<br>".join(tinted(softened(f"· {note}"), colour) for note in notes))
        self.notes.setVisible(bool(notes))

    def _mark(self, row: int | None) -> None:
        marks = []
        if row is not None and row <= self.text.document().blockCount():
            mark = QTextEdit.ExtraSelection()
            colour = QColor(shade("bad", self.palette()))
            colour.setAlpha(60)
            mark.format.setBackground(colour)
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            mark.cursor = QTextCursor(self.text.document().findBlockByNumber(row - 1))
            marks.append(mark)
        self.text.setExtraSelections(marks)

    def _allow(self, some: bool) -> None:
        for button in (self.zoom, self.copy, self.add):
            button.setEnabled(some)

    def _from_clipboard(self) -> None:
        self.show_text(QGuiApplication.clipboard().text())

    def _ask_file(self) -> None:
        kinds = tr("Coordinate texts (*.txt *.csv);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self, tr("Open a file…"), "", kinds)
        if path:
            self.file_chosen.emit(path)

    def show_text(self, text: str) -> None:
        """Another table: what was corrected for the last one does not hold for it."""
        for box in self.boxes.values():
            blocked = QSignalBlocker(box)
            box.setCurrentIndex(0)
            blocked.unblock()
        self.text.setPlainText(text)

    def _box(self) -> QComboBox:
        box = QComboBox(self)
        box.setMinimumContentsLength(14)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _join(self) -> None:
        self.text.textChanged.connect(self._wait.start)
        self._wait.timeout.connect(self.changed)
        for box in self.boxes.values():
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.paste.clicked.connect(self._from_clipboard)
        self.open.clicked.connect(self._ask_file)
        self.clear.clicked.connect(self.text.clear)
        self.zoom.clicked.connect(self.zoom_requested)
        self.copy.clicked.connect(self.copy_requested)
        self.add.clicked.connect(self.add_requested)
        self.leave.clicked.connect(self.reject)
        for button in (self.paste, self.open, self.clear, self.zoom, self.copy, self.add, self.leave):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        left = QWidget(self)
        text = QVBoxLayout(left)
        text.setContentsMargins(0, 0, 0, 0)
        text.addWidget(self.text, 1)
        text.addLayout(_row(self.paste, self.open, self.clear, None))
        right = QWidget(self)
        read = QVBoxLayout(right)
        read.setContentsMargins(0, 0, 0, 0)
        read.addWidget(self._understood())
        read.addWidget(self.table, 1)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.addWidget(left)
        both.addWidget(right)
        both.setSizes([380, 480])
        both.setChildrenCollapsible(False)
        below = QFormLayout()
        for title, field in ((tr("Name"), self.name), (tr("Paper no."), self.number), (tr("Write to"), self.target)):
            field.setHidden(bool(self._purpose))
            if not self._purpose:
                below.addRow(title, field)
        layout = QVBoxLayout(self)
        layout.addWidget(both, 1)
        layout.addWidget(self.account)
        layout.addWidget(self.notes)
        layout.addLayout(below)
        layout.addLayout(_row(self.zoom, self.copy, None, self.add, self.leave))

    def _understood(self) -> QGroupBox:
        titles = {
            "label": tr("Point name"), "ring": tr("Ring number"), "north": tr("X, north / latitude"),
            "east": tr("Y, east / longitude"), "datum": tr("Geodetic system"), "zone": tr("Projection zone"),
            "rings": tr("Rings"),
        }  # fmt: skip
        group = QGroupBox(tr("Understood as (can be corrected)"), self)
        form = QFormLayout(group)
        form.setVerticalSpacing(4)
        for key, title in titles.items():
            form.addRow(title, self.boxes[key])
        return group


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets side by side; None is a stretch."""
    row = QHBoxLayout()
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
