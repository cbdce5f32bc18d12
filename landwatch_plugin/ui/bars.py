"""压占条形: areas in 亩 as small bars: label left, bar, 亩 and share right-aligned; 无数据 is hatched, never 0.00."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from qgis.PyQt.QtCore import QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from landwatch_plugin.domain.card import Bar, Contact
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.field_texts import UNDER_CENT
from landwatch_plugin.domain.units import half_up
from landwatch_plugin.ui.colours import bar_colour, faint, muted, shade
from landwatch_plugin.ui.labels import flag_number

_GAP = 8
_LEAST_BAR = 24
_LEFT = flag_number(Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter)
_RIGHT = flag_number(Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter)
_WRAPPED = _LEFT | flag_number(Qt.TextFlag.TextWordWrap, Qt.TextFlag.TextWrapAnywhere)


def figures(bar: Bar) -> tuple[str, str]:
    """The two right columns: 亩 and share. A theme that is not touched says so; a missing one is 无数据."""
    if bar.contact is Contact.NO_DATA or bar.mu is None:
        return Contact.NO_DATA.value, ""
    if bar.contact is Contact.CLEAR and bar.role is not Role.LAND:
        return bar.state, ""
    share = "" if bar.share is None else f"{half_up(Decimal(repr(bar.share)) * 100)}%"
    if bar.contact is Contact.TOUCHED and half_up(bar.mu) == 0:
        return UNDER_CENT, share
    return f"{half_up(bar.mu):,}亩", share


def note(bar: Bar) -> str:
    """What stands below a bar: the papers, and first of all that none of them is in force, or that nobody can say."""
    return "\n".join(part for part in (bar.state if _lapsed(bar) or _doubtful(bar) else "", bar.detail) if part)


class BarsView(QWidget):
    """Draws a list of bars; as high as they need at the given width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = tuple(bars)
        self.setAccessibleDescription("\n".join(_spoken(bar) for bar in bars))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._row_height() + self._detail_height(bar, width) for bar in self._bars)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        label, mu, share = self._columns()
        return QSize(label + mu + share + _LEAST_BAR + 3 * _GAP, self._row_height() * len(self._bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0
        for bar in self._bars:
            self._draw(painter, bar, QRect(0, top, self.width(), self._row_height()))
            top += self._row_height()
            height = self._detail_height(bar, self.width())
            if height:
                painter.setPen(shade("warn" if _lapsed(bar) or _doubtful(bar) else "", self.palette()))
                painter.drawText(self._detail_rect(top, self.width(), height), _WRAPPED, note(bar))
                top += height
        painter.end()

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 6

    def _columns(self) -> tuple[int, int, int]:
        """Widths of label, 亩 and share; the same for every row, so that the figures stand under each other."""
        metrics = self.fontMetrics()

        def widest(texts: list[str]) -> int:
            return max((metrics.horizontalAdvance(text) for text in texts), default=0)

        shown = [figures(bar) for bar in self._bars]
        return (
            widest(["设施农用地备案", *(bar.label for bar in self._bars)]),
            widest(["100.00亩", *(mu for mu, _ in shown)]),
            widest(["100.00%"]),
        )

    def _detail_rect(self, top: int, width: int, height: int) -> QRect:
        left = self._columns()[0] + _GAP
        return QRect(left, top - 2, width - left, height)

    def _detail_height(self, bar: Bar, width: int) -> int:
        if not note(bar):
            return 0
        room = self._detail_rect(0, width, 10_000)
        return self.fontMetrics().boundingRect(room, _WRAPPED, note(bar)).height() + 2

    def _draw(self, painter: QPainter, bar: Bar, row: QRect) -> None:
        label, mu, share = self._columns()
        touched = bar.contact is Contact.TOUCHED
        text = self.palette().windowText().color() if touched else muted(self.palette())
        painter.setPen(text)
        painter.drawText(QRect(row.left(), row.top(), label, row.height()), _LEFT, bar.label)
        first, second = figures(bar)
        right = row.right() + 1
        painter.drawText(QRect(right - share, row.top(), share, row.height()), _RIGHT, second)
        painter.drawText(QRect(right - share - _GAP - mu, row.top(), mu, row.height()), _RIGHT, first)
        left = row.left() + label + _GAP
        high = self.fontMetrics().height() * 0.6
        track = QRectF(left, row.center().y() - high / 2 + 1, right - share - mu - 2 * _GAP - left, high)
        self._draw_bar(painter, bar, track)

    def _draw_bar(self, painter: QPainter, bar: Bar, track: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if bar.contact is Contact.NO_DATA:
            painter.setBrush(QBrush(muted(self.palette()), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(track)
            return
        painter.setBrush(faint(self.palette()))
        painter.drawRoundedRect(track, 2, 2)
        if bar.contact is Contact.TOUCHED and bar.share:
            painter.setBrush(self._brush(bar))
            part = QRectF(track)
            part.setWidth(max(2.0, track.width() * min(1.0, bar.share)))
            painter.drawRoundedRect(part, 2, 2)

    def _brush(self, bar: Bar) -> QBrush:
        """Hatched in grey, as 无数据 is, where the ground is covered and nobody can say whether it counts."""
        if _doubtful(bar):
            return QBrush(muted(self.palette()), Qt.BrushStyle.BDiagPattern)
        return QBrush(shade("lapsed" if _lapsed(bar) else bar_colour(bar.role, bar.label), self.palette()))


def _lapsed(bar: Bar) -> bool:
    """Covered, but only by papers that did not count on the day of the after image."""
    return bar.contact is Contact.TOUCHED and not bar.in_force and not bar.doubt


def _doubtful(bar: Bar) -> bool:
    """Covered by a paper of which nobody can say whether it counted on that day."""
    return bar.contact is Contact.TOUCHED and bool(bar.doubt)


def _spoken(bar: Bar) -> str:
    """A bar in one line, for those who do not see it."""
    return " ".join(part for part in (bar.label, *figures(bar), *note(bar).splitlines()) if part)
