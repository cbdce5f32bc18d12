"""月核自查面板: the list of problems; a double click asks for the patch. Shows and signals only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.domain.self_check import Level
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import muted, shade, tinted
from landwatch_plugin.ui.labels import WrapLabel, softened
from landwatch_plugin.ui.plain_table import PlainTable

if TYPE_CHECKING:
    from landwatch_plugin.casework.self_check import Problem

_MOST = 2000
"""Lines that the list holds; a table of many thousands would stop QGIS."""
_LEVEL, _CHECK, _TEXT, _STATE, _BY, _AT = 0, 3, 4, 5, 6, 7
_CAPPED = {_CHECK: 10, _STATE: 6, _AT: 7}
"""Column → characters: longer ones go on in a second line, so that the problem itself has room."""
_KEPT: tuple[Callable[[Problem], bool], ...] = (
    lambda item: not item.unchecked and not item.closed_at,
    lambda item: not item.unchecked and not item.closed_at and item.level == Level.BLOCKING.value,
    lambda item: item.unchecked,
    lambda item: bool(item.closed_at),
    lambda item: True,
)


class SelfCheckDock(QDockWidget):
    """Below the map. `chosen` are the problems of the selected lines."""

    run_requested = pyqtSignal()
    platform_requested = pyqtSignal()
    correction_requested = pyqtSignal()
    export_requested = pyqtSignal()
    patch_requested = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Monthly self-check"), parent)
        self.setObjectName("landwatch_self_check_dock")
        self._problems: list[Problem] = []
        self._shown: list[Problem] = []
        self._left_out = 0
        self._build()
        self._wire()

    def show_report(self, conclusion: str, problems: Sequence[Problem]) -> None:
        """`conclusion`: the run in one sentence, or why there is none yet."""
        self.conclusion.show_plain(conclusion)
        self._problems = list(problems)
        from landwatch_plugin.casework.self_check import Tally

        tally = Tally.of(self._problems)
        counts = [tally.blocking + tally.warning, tally.blocking, tally.unchecked, tally.closed]
        counts.append(sum(counts) - tally.blocking)
        for at, (title, count) in enumerate(zip(_titles(), counts, strict=True)):
            self.filter.setItemText(at, f"{title}（{count}）")
        self._fill()

    def chosen(self) -> list[Problem]:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return [self._shown[row] for row in rows]

    def rows(self) -> list[Problem]:
        """The problems listed at present, in their order."""
        return list(self._shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider column of problems needs fewer lines."""
        super().resizeEvent(event)
        self.table.resizeRowsToContents()

    def _fill(self) -> None:
        keeps = _KEPT[self.filter.currentIndex()]
        listed = [item for item in self._problems if keeps(item)]
        self._shown, self._left_out = listed[:_MOST], len(listed[_MOST:])
        headers = (
            tr("Level"), tr("Patch number"), tr("Township"), tr("Check"), tr("Problem, or why not checked"), tr("State"),
            tr("Corrected by"), tr("Corrected at"),
        )  # fmt: skip
        self.table.show_rows(headers, [_cells(item) for item in self._shown])
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for column, broad in _CAPPED.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            most = self.table.fontMetrics().horizontalAdvance("国") * broad
            header.resizeSection(column, min(header.sectionSize(column), most))
        header.setSectionResizeMode(_TEXT, QHeaderView.ResizeMode.Stretch)
        for column in (_BY, _AT):
            self.table.setColumnHidden(column, not any(item.corrected_at for item in self._shown))
        for row, item in enumerate(self._shown):
            self._paint(row, item)
        self.table.resizeRowsToContents()
        self._tell_more()

    def _paint(self, row: int, item: Problem) -> None:
        blocking = item.level == Level.BLOCKING.value and not item.unchecked and not item.closed_at
        self.table.item(row, _LEVEL).setForeground(QBrush(shade("bad" if blocking else "", self.palette())))
        if item.unchecked or item.closed_at:
            colour = shade("warn", self.palette()) if item.unchecked else shade("good", self.palette())
            self.table.item(row, _STATE).setForeground(QBrush(colour))
        for column in range(self.table.columnCount()):
            self.table.item(row, column).setToolTip(f"{item.told}\n{item.cure}")

    def _tell_more(self) -> None:
        chosen = self.chosen()
        self.correct.setEnabled(any(not item.unchecked and not item.closed_at for item in chosen))
        if len(chosen) != 1:
            left_out = tr("{} more lines are in the exported list.").format(self._left_out) if self._left_out else ""
            self.more.show_muted(tr("Double-click a line to go to its patch.") + left_out)
            return
        item = chosen[0]
        source = f"{item.source}（{item.certainty}）" if item.certainty else item.source
        lines = [(tr("How to correct"), item.cure), (tr("Source of the check"), source), (tr("Correction"), item.note)]
        text, grey = self.palette().windowText().color(), muted(self.palette())
        self.more.show_rich(
            "　".join(tinted(f"{name}：", grey) + tinted(softened(told), text) for name, told in lines if told)
        )

    def _ask_patch(self, row: int) -> None:
        number = self._shown[row].number
        if number:
            self.patch_requested.emit(number)

    def _wire(self) -> None:
        self.filter.currentIndexChanged.connect(lambda _at: self._fill())
        self.table.cellDoubleClicked.connect(lambda row, _column: self._ask_patch(row))
        self.table.itemSelectionChanged.connect(self._tell_more)
        self.run.clicked.connect(lambda _checked=False: self.run_requested.emit())
        self.platform.clicked.connect(lambda _checked=False: self.platform_requested.emit())
        self.correct.clicked.connect(lambda _checked=False: self.correction_requested.emit())
        self.export.clicked.connect(lambda _checked=False: self.export_requested.emit())

    def _build(self) -> None:
        body = QWidget(self)
        self.conclusion, self.more = WrapLabel(parent=body), WrapLabel(parent=body)
        self.filter = QComboBox(body)
        self.filter.addItems(_titles())
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.run = QPushButton(tr("Check again"), body)
        self.platform = QPushButton(tr("Compare with the platform…"), body)
        self.correct = QPushButton(tr("Mark as corrected…"), body)
        self.export = QPushButton(tr("Export the list of problems…"), body)
        self.table = PlainTable(body)
        self.table.setAlternatingRowColors(True)
        self.conclusion.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar = QHBoxLayout()
        bar.addWidget(self.filter)
        bar.addStretch(1)
        for widget in (self.run, self.platform, self.correct, self.export):
            bar.addWidget(widget)
            if isinstance(widget, QPushButton):
                widget.setMinimumWidth(widget.fontMetrics().horizontalAdvance(widget.text()) + 20)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(5)
        layout.addWidget(self.conclusion)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.more)
        self.setWidget(body)
        self.setAllowedAreas(Qt.DockWidgetArea.BottomDockWidgetArea | Qt.DockWidgetArea.TopDockWidgetArea)


def _titles() -> tuple[str, ...]:
    return tr("Open problems"), tr("Blocking only"), tr("Not checked"), tr("Passed since"), tr("All")


def _cells(item: Problem) -> tuple[str, ...]:
    at = item.corrected_at[:16].replace("T", " ")
    number = item.number or tr("(all)")
    return item.level, number, item.town, item.label, item.told, item.state, item.corrected_by, at
