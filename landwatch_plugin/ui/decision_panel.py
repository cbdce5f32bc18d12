"""判定区: one big button per class and 暂缓, the form above them, undo and history below."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from landwatch_plugin.domain.card import Card
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import CHECKED
from landwatch_plugin.ui.decision_form import DecisionForm
from landwatch_plugin.ui.labels import WrapLabel, emptied, thin_line

DEFERRED = ""
"""Key of the 暂缓 button among the classes."""


class DecisionPanel(QWidget):
    """Always in sight below the card."""

    decision_requested = pyqtSignal(object)
    subtype_looked_at = pyqtSignal(str, str)
    undo_requested = pyqtSignal()
    history_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: Card | None = None
        self._book: RuleBook | None = None
        self.buttons: dict[str, QPushButton] = {}
        self._build()
        self.form.decided.connect(self.decision_requested)
        self.form.subtype_looked_at.connect(self.subtype_looked_at)
        self.form.closed.connect(self.close_form)
        self.form.class_turned.connect(self._turn)
        self.undo.clicked.connect(self.undo_requested)
        self.history.clicked.connect(self.history_requested)

    def show_book(self, book: RuleBook) -> None:
        self._book = book
        emptied(self._row)
        self.buttons = {}
        for at, verdict in enumerate((*book.verdicts, DEFERRED)):
            name = verdict or tr("Defer")
            button = QPushButton(f"{name} {at + 1}", self._row)
            button.setCheckable(True)
            button.setStyleSheet(CHECKED)
            button.setMinimumHeight(button.fontMetrics().height() + 20)
            button.setToolTip(book.verdicts.get(verdict, tr("Put off: more evidence is needed")))
            button.clicked.connect(lambda _checked=False, verdict=verdict: self.open_class(verdict))
            self._group.addButton(button)
            self._row.layout().addWidget(button, 1)
            self.buttons[verdict] = button
        self.form.show_tags(book.tags)
        self.form.show_parties(book.parties)

    def show_card(self, card: Card | None) -> None:
        """The form stays open, with what was typed, while the same patch stays undecided."""
        old, self._card = self._card, card
        same = old is not None and card is not None and old.patch.number == card.patch.number
        if not (same and old.decision == card.decision):
            self.close_form()
        for button in self.buttons.values():
            button.setEnabled(card is not None)
        self.history.setEnabled(card is not None)

    def show_notice(self, text: str) -> None:
        self.notice.show_plain(text)
        self.notice.setVisible(bool(text))

    def open_at(self, index: int) -> None:
        """Open by the place of the button: 0 is the first class."""
        classes = list(self.buttons)
        if 0 <= index < len(classes):
            self.open_class(classes[index])

    def open_class(self, verdict: str) -> None:
        if self._card is None or self._book is None:
            return
        self.buttons[verdict].setChecked(True)
        self.show_notice("")
        subtypes = [item for item in self._book.subtypes if verdict and item.verdict == verdict]
        self.form.show()
        self.form.open(self._card, verdict, subtypes, self._book.kind(verdict))

    def close_form(self) -> None:
        had_focus = self.form.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.form.hide()
        self._group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)
        if had_focus:
            self.setFocus()

    def set_room(self, height: int) -> None:
        """The form may take this much; beyond it scrolls."""
        self.form.set_room(height)

    def _turn(self, by: int) -> None:
        classes = list(self.buttons)
        current = next((at for at, name in enumerate(classes) if self.buttons[name].isChecked()), 0)
        self.open_at((current + by) % len(classes))

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.form = DecisionForm(self)
        self.form.hide()
        self._row = QWidget(self)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._group = QButtonGroup(self)
        self.undo, self.history = QPushButton(tr("Undo (Ctrl+Z)"), self), QPushButton(tr("History"), self)
        for button in (self.undo, self.history):
            button.setFlat(True)
        self.notice = WrapLabel(parent=self)
        self.notice.hide()
        last = QHBoxLayout()
        last.addWidget(self.undo)
        last.addWidget(self.history)
        last.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (thin_line(self), self.notice, self.form, self._row):
            layout.addWidget(widget)
        layout.addLayout(last)
