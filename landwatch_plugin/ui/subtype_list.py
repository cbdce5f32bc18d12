"""判定子类: a short list to choose from by digit, arrow or mouse; the suggested one is marked."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QEvent, QSignalBlocker, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from landwatch_plugin.domain.rulebook import Subtype
from landwatch_plugin.gis.i18n import tr

_ROWS_SHOWN = 8
_TURN = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_OWN = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, *_TURN}


class SubtypeList(QListWidget):
    """While it has the focus, digits choose a line (1–9, 0 is the tenth) and ← → go to the class beside."""

    class_turned = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._subtypes: tuple[Subtype, ...] = ()

    def show_subtypes(self, subtypes: Sequence[Subtype], suggested: str, chosen: str) -> None:
        """`chosen` is selected; with "" nothing is, so that Enter alone cannot pick a sub-type nobody looked at."""
        blocked = QSignalBlocker(self)
        self.clear()
        self._subtypes = tuple(subtypes)
        for at, subtype in enumerate(subtypes):
            self.addItem(self._item(at, subtype, subtype.name == suggested))
        names = [subtype.name for subtype in subtypes]
        self.setCurrentRow(names.index(chosen) if chosen in names else 0 if len(names) == 1 else -1)
        blocked.unblock()
        self.updateGeometry()
        self._centre()

    def chosen(self) -> Subtype | None:
        """The line that is highlighted. Qt's current line is not enough: it can be one that nobody sees as chosen."""
        rows = [index.row() for index in self.selectedIndexes()]
        return self._subtypes[rows[0]] if rows and rows[0] < len(self._subtypes) else None

    def sizeHint(self) -> QSize:
        shown = min(_ROWS_SHOWN, max(1, self.count()))
        height = sum(self.sizeHintForRow(row) for row in range(min(shown, self.count())))
        return QSize(super().sizeHint().width(), height + 2 * self.frameWidth() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first line current when the keyboard comes in; nobody has chosen it."""
        super().focusInEvent(event)
        if not self.selectedIndexes():
            blocked = QSignalBlocker(self)
            self.setCurrentRow(-1)
            blocked.unblock()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the list from the dock's shortcuts while the list has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and (_digit(event) is not None or event.key() in _OWN):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = _digit(event)
        if event.key() in _TURN:
            self.class_turned.emit(_TURN[event.key()])
        elif digit is not None:
            if digit < self.count():
                self.setCurrentRow(digit)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _centre(self) -> None:
        """Show the chosen line amid the others; the head of the list while none is chosen."""
        if self.selectedItems():
            self.scrollToItem(self.selectedItems()[0], QAbstractItemView.ScrollHint.PositionAtCenter)
        else:
            self.scrollToTop()

    def _item(self, at: int, subtype: Subtype, suggested: bool) -> QListWidgetItem:
        sign = str((at + 1) % 10) if at < 10 else "　"
        name = tr("{} (suggested)").format(subtype.name) if suggested else subtype.name
        item = QListWidgetItem(f"{sign}　{name}")
        item.setToolTip("\n".join(text for text in (subtype.certainty, subtype.note) if text))
        if suggested:
            font = item.font()
            font.setBold(True)
            item.setFont(font)
        return item


def _digit(event: QKeyEvent) -> int | None:
    """Index of the line that a plain digit key stands for."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    if plain != Qt.KeyboardModifier.NoModifier or len(text) != 1 or text not in "1234567890":
        return None
    return (int(text) - 1) % 10
