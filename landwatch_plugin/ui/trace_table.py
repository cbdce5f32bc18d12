"""规则追溯表: the rules in the order tried; columns keep the widths that the user gave them, rows are as high as their text."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QSignalBlocker, QTimer
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from landwatch_plugin.domain.trace import Traced
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.ui.colours import MARKS, muted, shade
from landwatch_plugin.ui.plain_table import PlainTable

_WIDTHS = (70, 56, 170, 96, 170)
"""Pixels; the reason takes what is left and wraps."""
_KEY = "trace_widths"
_RESULT = 3
_SETTLED_MS = 120


class TraceTable(PlainTable):
    """One rule a row. Rules for the other kind of patch are grey."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(True)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self.resizeRowsToContents)
        self.horizontalHeader().sectionResized.connect(lambda *_: self._settled.start())

    def show_rules(self, traced: Sequence[Traced]) -> None:
        headers = (tr("Step"), tr("Rule"), tr("Title"), tr("Result"), tr("Speaks for"), tr("Why"))
        widths = self._widths()
        blocked = QSignalBlocker(self)
        self.show_rows(headers, [_row(one) for one in traced])
        blocked.unblock()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        for at, one in enumerate(traced):
            self.item(at, _RESULT).setForeground(shade(MARKS[one.finding.outcome][1], self.palette()))
            for column in range(len(headers) if one.other_kind else 0):
                self.item(at, column).setForeground(muted(self.palette()))
        self.resizeRowsToContents()

    def keep_widths(self) -> None:
        """For the next time."""
        if self.columnCount():
            self._settings.put(_KEY, [str(self.columnWidth(column)) for column in range(len(_WIDTHS))])

    def show_row(self, row: int) -> None:
        """Select a row and bring it into view, with those around it."""
        self.selectRow(row)
        self.scrollToItem(self.item(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _widths(self) -> Sequence[int]:
        kept = self._settings.names(_KEY)
        usable = len(kept) == len(_WIDTHS) and all(text.isdigit() and int(text) > 0 for text in kept)
        return [int(text) for text in kept] if usable else _WIDTHS


def _row(one: Traced) -> tuple[str, ...]:
    finding = one.finding
    return (one.step, finding.rule, finding.title, one.outcome, f"{finding.verdict}—{finding.subtype}", one.why)
