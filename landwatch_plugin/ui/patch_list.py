"""图斑列表: the filtered patches of the ledger, one a line; choosing a line asks for that patch."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from landwatch_plugin.domain.patch import State
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ledger.records import PatchRow
from landwatch_plugin.ui.colours import KIND_SHADES, muted, shade
from landwatch_plugin.ui.labels import flag_number

TO_CONFIRM = "待确认"
_NUMBER, _PLACE, _AREA, _STATE = range(4)
_RIGHT = flag_number(Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter)


class PatchRows(QAbstractTableModel):
    """Number, place, 亩 and where the patch stands."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.rows: list[PatchRow] = []
        self.withheld: Collection[str] = ()
        self.kinds: Mapping[str, str] = {}
        """Class of the book → what it amounts to."""

    def show_rows(self, rows: Sequence[PatchRow], withheld: Collection[str] = ()) -> None:
        self.beginResetModel()
        self.rows, self.withheld = list(rows), withheld
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or way != Qt.Orientation.Horizontal:
            return None
        return (tr("Number"), tr("Place"), tr("Mu"), tr("Class"))[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.number, f"{row.town}{row.village}", f"{row.mu:,}", self._standing(row))[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(
                text for text in (row.number, f"{row.town}{row.village}", self._standing(row), row.suggestion) if text
            )
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _AREA:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == _STATE:
            return self._colour(row)
        return None

    def _standing(self, row: PatchRow) -> str:
        """待确认 before all else; the class once decided, else the state."""
        if row.number in self.withheld:
            return TO_CONFIRM
        return row.verdict if row.state is State.DECIDED and row.verdict else row.state.value

    def _colour(self, row: PatchRow) -> Any:
        if row.number in self.withheld:
            return shade("bad", self._view.palette())
        if row.state is State.DEFERRED:
            return shade("warn", self._view.palette())
        if row.state is not State.DECIDED:
            return muted(self._view.palette())
        return shade(KIND_SHADES.get(self.kinds.get(row.verdict, row.verdict), ""), self._view.palette())


class PatchList(QTableView):
    """A plain table; the current line follows the patch that is shown."""

    patch_requested = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = PatchRows(self)
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(40)
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(50)
        for column in (_NUMBER, _AREA, _STATE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_PLACE, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._ask)

    def show_rows(self, rows: Sequence[PatchRow], withheld: Collection[str] = ()) -> None:
        self.rows.show_rows(rows, withheld)

    def show_kinds(self, kinds: Mapping[str, str]) -> None:
        """Class → what it amounts to, for the colour of its name."""
        self.rows.kinds = kinds

    def numbers(self) -> list[str]:
        return [row.number for row in self.rows.rows]

    def mark(self, number: str) -> None:
        """Make the line of this patch the current one."""
        numbers = self.numbers()
        if number in numbers:
            self.selectRow(numbers.index(number))
        else:
            self.clearSelection()

    def _ask(self, index: QModelIndex) -> None:
        self.patch_requested.emit(self.rows.rows[index.row()].number)
