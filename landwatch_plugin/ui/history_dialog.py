"""历史记录: what was done with one patch, newest last, as the journal tells it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PureWindowsPath

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QListWidget, QPushButton, QVBoxLayout, QWidget

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ledger.intake_register import RECEIVE
from landwatch_plugin.ledger.records import Batch

_GAP = "　"


class HistoryDialog(QDialog):
    """Stays open beside the dock; goes when closed."""

    def __init__(self, number: str, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("History of patch {}").format(number))
        self.lines = QListWidget(self)
        self.lines.setWordWrap(True)
        self.lines.setSpacing(2)
        self.lines.addItems(list(lines) or [tr("Nothing has been recorded yet.")])
        close = QPushButton(tr("Close"), self)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(self.lines)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(520, 360)


def history_lines(batch: Batch | None, lines: Sequence[str]) -> list[str]:
    """The intake of the patch's batch, which the journal keeps once for all, and then what was done with the patch."""
    if batch is None:
        return [_said_once(line) for line in lines]
    text = f"批次“{batch.name}”，来源文件“{PureWindowsPath(batch.source).name}”"
    first = _GAP.join((batch.at[:16].replace("T", " "), batch.by or "—", RECEIVE, text))
    return [first, *(_said_once(line) for line in lines)]


def _said_once(line: str) -> str:
    """Time, person, act and text; a text that begins by naming the act again (暂缓　暂缓；理由…) loses that."""
    *before, act, text = [*line.split(_GAP, 3), "", ""][:4]
    rest = text.removeprefix(act)
    if act and rest != text and rest[:1] in ("", "；", "：", "“"):
        text = rest.lstrip("；：")
    return _GAP.join(part for part in (*before, act, text) if part)
