"""表格: rows of text to read: columns as wide as their content, long text wraps."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

_WIDEST = 260
_FIGURE = re.compile(r"-?[\d,]+\.\d+|[1-9]\d{0,3}")
"""Figures are right-aligned; codes such as 0103 and 990101 are text."""


class PlainTable(QTableWidget):
    """Cannot be edited. The last column takes the room that is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setMaximumSectionSize(_WIDEST * 4)

    def show_rows(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        figures: bool = True,
        numbers: Container[int] = (),
    ) -> None:
        """`figures` False: every cell is text as it stands in a file, aligned to the left. `numbers`: the columns of
        编号, which are text whatever they look like."""
        self.clear()
        self.setColumnCount(len(headers))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(headers))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if figures and column not in numbers and _FIGURE.fullmatch(text):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(at, column, item)
        self.resizeColumnsToContents()
        for column in range(len(headers)):
            self.setColumnWidth(column, min(_WIDEST, self.columnWidth(column)))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.resizeRowsToContents()

    def texts(self) -> list[list[str]]:
        """What is shown, row by row."""
        return [
            [self.item(row, column).text() for column in range(self.columnCount())] for row in range(self.rowCount())
        ]
