"""规则追溯: every rule tried on a patch, its condition with the values put in, and why it did not hold."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from landwatch_plugin.domain.trace import Traced
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import MARKS, muted, shade, tinted
from landwatch_plugin.ui.labels import WrapLabel, softened
from landwatch_plugin.ui.plain_table import PlainTable

_LONGEST = 90


class TraceDialog(QDialog):
    """Above, the rules in the order tried; below, the chosen rule part by part. Stays open beside the dock."""

    def __init__(self, number: str, traced: Sequence[Traced], rulebook: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Rules tried on patch {}").format(number))
        self._all = list(traced)
        self._shown: list[Traced] = []
        self.head = WrapLabel(parent=self)
        self.head.show_muted(
            tr("In this order; the first rule that holds is the suggestion. Rule book {}").format(rulebook)
        )
        self.table, self.detail = PlainTable(self), WrapLabel(parent=self)
        self.table.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.only_unsure = QCheckBox(tr("Only rules that hold or are unsure"), self)
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._explain)
        self.only_unsure.toggled.connect(lambda _on: self._fill())
        self._fill()

    def _fill(self) -> None:
        narrowed = self.only_unsure.isChecked()
        self._shown = [one for one in self._all if not narrowed or one.finding.outcome is not Outcome.NOT_MET]
        headers = (tr("Step"), tr("Rule"), tr("Title"), tr("Result"), tr("Speaks for"), tr("Why"))
        self.table.show_rows(headers, [_row(one) for one in self._shown])
        for at, one in enumerate(self._shown):
            self.table.item(at, 3).setForeground(shade(MARKS[one.finding.outcome][1], self.palette()))
        suggested = next((at for at, one in enumerate(self._shown) if one.suggested), 0)
        if self._shown:
            self.table.selectRow(suggested)
        self._explain()

    def _explain(self) -> None:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        if not rows:
            self.detail.show_rich("")
            return
        one = self._shown[rows[0]]
        text, grey = self.palette().windowText().color(), muted(self.palette())
        lines = [tinted(f"{one.finding.rule}　{one.finding.title}", text, bold=True)]
        for part in one.parts:
            sign, colour = MARKS[part.outcome]
            lines.append(
                tinted(f"{sign} {part.outcome.value}　", shade(colour, self.palette()))
                + tinted(softened(part.text), text)
            )
        told = [
            (tr("Why"), one.why), (tr("Condition in the rule book"), one.condition),
            (tr("Source of the rule"), one.finding.citation), (tr("Certainty"), one.finding.certainty),
        ]  # fmt: skip
        lines += [tinted(f"{name}：", grey) + tinted(softened(said), text) for name, said in told if said]
        self.detail.show_rich("<br>".join(lines))

    def _lay_out(self) -> None:
        close = QPushButton(tr("Close"), self)
        close.clicked.connect(self.accept)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setMinimumHeight(150)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setSizes([390, 190])
        below = QHBoxLayout()
        below.addWidget(self.only_unsure)
        below.addStretch(1)
        below.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.head)
        layout.addWidget(split, 1)
        layout.addLayout(below)
        self.resize(980, 640)


def _row(one: Traced) -> tuple[str, ...]:
    finding = one.finding
    result = f"{finding.outcome.value}（{tr('suggested')}）" if one.suggested else finding.outcome.value
    why = one.why if len(one.why) <= _LONGEST else f"{one.why[:_LONGEST]}…"
    return (one.step, finding.rule, finding.title, result, f"{finding.verdict}—{finding.subtype}", why)
