"""图斑面板: the dock in which a reviewer reads one patch after the other and decides. Shows and signals only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from qgis.PyQt.QtCore import QEvent, Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QDockWidget,
    QFrame,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.domain.card import Card
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.trace import Traced
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ledger.records import PatchRow
from landwatch_plugin.ui.card_view import CardView
from landwatch_plugin.ui.colours import muted, tinted
from landwatch_plugin.ui.decision_panel import DecisionPanel
from landwatch_plugin.ui.filter_bar import FilterBar
from landwatch_plugin.ui.history_dialog import HistoryDialog
from landwatch_plugin.ui.keys import Key, listen, table
from landwatch_plugin.ui.labels import WrapLabel
from landwatch_plugin.ui.navigation import NavigationBar
from landwatch_plugin.ui.patch_list import PatchList
from landwatch_plugin.ui.photos import PhotoWindow
from landwatch_plugin.ui.trace_dialog import TraceDialog

_FORM_SHARE = 0.52
_LIST_ROWS = 7
_WRITTEN_IN = (QLineEdit, QPlainTextEdit, QAbstractSpinBox)


class PatchDock(QDockWidget):
    """Navigation above, the card between, the decision below. Every wish leaves as a signal."""

    closed = pyqtSignal()
    step_requested = pyqtSignal(int, bool)
    patch_requested = pyqtSignal(str)
    filter_changed = pyqtSignal(dict)
    image_requested = pyqtSignal(object)
    zoom_requested = pyqtSignal()
    decision_requested = pyqtSignal(object)
    undo_requested = pyqtSignal()
    history_requested = pyqtSignal()
    evidence_requested = pyqtSignal(str, bool)
    subtype_looked_at = pyqtSignal(str, str)
    trace_requested = pyqtSignal()
    split_requested = pyqtSignal()
    secret_requested = pyqtSignal()
    denial_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Patch"), parent)
        self.setObjectName("landwatch_patch_dock")
        self._photos: tuple[str, ...] = ()
        self._build()
        self._wire()
        self.keys = self._keys()
        self.shortcuts = listen(self, self.keys)
        self.navigation.keys.setToolTip(table(self.keys, self))
        self.show_empty(tr("No ledger is open. Open one from the menu ☰."))

    @property
    def menu(self) -> QMenu:
        """Where the workbench puts its actions."""
        return self.navigation.menu

    def show_book(self, book: RuleBook) -> None:
        self.decision.show_book(book)
        self.list.show_kinds(book.kinds)

    def show_choices(self, choices: Mapping[str, Sequence[str]]) -> None:
        self.filters.show_choices(choices)

    def show_rows(self, rows: Sequence[PatchRow], withheld: Collection[str] = ()) -> None:
        """`withheld`: numbers that wait for a word on 涉军涉密."""
        self.list.show_rows(rows, withheld)

    def show_progress(self, decided: int, total: int) -> None:
        self.navigation.show_progress(decided, total)

    def show_images(self, there: tuple[Role, ...], shown: Role | None) -> None:
        self.navigation.show_images(there, shown)

    def show_card(self, card: Card, photos: Sequence[str]) -> None:
        """`photos`: openable paths of the card's photos."""
        fresh = self._stack.currentWidget() is not self._scroll or self._number != card.patch.number
        self._photos, self._number = tuple(photos), card.patch.number
        self.card.show_card(card, photos)
        self.decision.show_card(card)
        self.list.mark(card.patch.number)
        self._stack.setCurrentWidget(self._scroll)
        self.navigation.zoom.setEnabled(True)
        if fresh:
            self._scroll.verticalScrollBar().setValue(0)

    def show_empty(self, text: str) -> None:
        """No patch to show; `text` says why."""
        self._photos, self._number = (), ""
        self._empty.show_rich(tinted(text, muted(self.palette())))
        self._stack.setCurrentWidget(self._empty)
        self.decision.show_card(None)
        self.list.mark("")
        self.navigation.zoom.setEnabled(False)

    def show_notice(self, text: str) -> None:
        """A line above the buttons: what was just done, and how to take it back."""
        self.decision.show_notice(text)

    def show_missing(self, names: Sequence[str]) -> None:
        """Evidence that the sub-type looked at still lacks."""
        self.decision.form.show_missing(names)

    def show_history(self, lines: Sequence[str]) -> None:
        HistoryDialog(self._number, lines, self).show()

    def show_trace(self, traced: Sequence[Traced], rulebook: str) -> None:
        TraceDialog(self._number, traced, rulebook, self).show()

    def take_focus(self) -> None:
        """The keys work only while the dock has the focus."""
        shown = self._stack.currentWidget() is self._scroll
        (self._scroll if shown else self.widget()).setFocus()

    def offer_focus(self) -> None:
        """Take the focus, but not from a box of the dock in which somebody is writing."""
        there = QApplication.focusWidget()
        if isinstance(there, _WRITTEN_IN) and self.isAncestorOf(there):
            return
        if self.isFloating() and QApplication.activeModalWidget() is None:
            self.activateWindow()
        self.take_focus()

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+Z while the dock has the focus: QGIS's own undo has the same key, and two make neither work."""
        if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Undo):
            event.accept()
            return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.decision.set_room(round(self.height() * _FORM_SHARE))

    def _keys(self) -> list[Key]:
        digits = [Key((str(at + 1),), "", "", lambda at=at: self.decision.open_at(at)) for at in range(9)]
        return [
            Key(("Left", "PgUp"), "← / PgUp", tr("Previous patch"), lambda: self.step_requested.emit(-1, False)),
            Key(("Right", "PgDown"), "→ / PgDn", tr("Next patch"), lambda: self.step_requested.emit(1, False)),
            Key(("N",), "N", tr("Next undecided patch"), lambda: self.step_requested.emit(1, True)),
            *digits,
            Key((), "1 2 3 4", tr("Open the class that bears this digit"), lambda: None),
            Key((), "Enter", tr("Confirm; in the open form digits choose the sub-type"), lambda: None),
            Key(("B",), "B", tr("Before / after image"), self.navigation.swap_images),
            Key(("Z",), "Z", tr("Zoom to patch"), self.zoom_requested.emit),
            Key((), "Ctrl+Z", tr("Undo the last decision"), lambda: None),
        ]

    def _wire(self) -> None:
        self.navigation.step_requested.connect(self.step_requested)
        self.navigation.image_requested.connect(self.image_requested)
        self.navigation.zoom_requested.connect(self.zoom_requested)
        self.navigation.keys.clicked.connect(self._show_keys)
        self.filters.filter_changed.connect(self.filter_changed)
        self.filters.list_toggled.connect(self.list.setVisible)
        self.list.patch_requested.connect(self.patch_requested)
        self.card.evidence.tick_requested.connect(self.evidence_requested)
        self.card.suggestion.split_requested.connect(self.split_requested)
        self.card.secret.mark_requested.connect(self.secret_requested)
        self.card.secret.deny_requested.connect(self.denial_requested)
        self.card.photos.photo_requested.connect(self._open_photo)
        self.card.suggestion.trace_requested.connect(self.trace_requested)
        self.decision.decision_requested.connect(self.decision_requested)
        self.decision.subtype_looked_at.connect(self.subtype_looked_at)
        self.decision.undo_requested.connect(self.undo_requested)
        self.decision.history_requested.connect(self.history_requested)

    def _open_photo(self, at: int) -> None:
        PhotoWindow(self._photos, at, self).show()

    def _show_keys(self) -> None:
        button = self.navigation.keys
        QToolTip.showText(button.mapToGlobal(button.rect().bottomLeft()), table(self.keys, self), button)

    def _build(self) -> None:
        body = QWidget(self)
        for ground in (self, body):
            ground.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.navigation, self.filters, self.list = NavigationBar(body), FilterBar(body), PatchList(body)
        self.list.setFixedHeight(self.list.verticalHeader().defaultSectionSize() * (_LIST_ROWS + 1))
        self.list.hide()
        self.card, self.decision = CardView(), DecisionPanel(body)
        self._scroll = QScrollArea(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.card)
        self._empty = WrapLabel(parent=body)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(body)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self._empty)
        self._stack.setMinimumHeight(90)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(5)
        for widget in (self.navigation, self.filters, self.list):
            layout.addWidget(widget)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.decision)
        self.setWidget(body)
