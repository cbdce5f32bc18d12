"""规则核查结果: what each rule says: 符合 ✔, 存疑 ?, 不符合 ✘. A row opens to show figures and source."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeyEvent, QMouseEvent
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from landwatch_plugin.domain.verdict import Finding, Outcome
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import MARKS, muted, shade, tinted
from landwatch_plugin.ui.labels import WrapLabel, emptied, softened

_ORDER = (Outcome.MET, Outcome.UNSURE, Outcome.NOT_MET)


class FindingRow(QWidget):
    """Mark, title and message; a click or Space opens what is behind it."""

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        sign, colour = MARKS[finding.outcome]
        mark = QLabel(self)
        mark.setText(tinted(sign, shade(colour, self.palette()), bold=True))
        mark.setFixedWidth(mark.fontMetrics().height())
        mark.setToolTip(finding.outcome.value)
        mark.setAccessibleName(finding.outcome.value)
        self.title, self.message, self.details = (_quiet(WrapLabel(parent=self)) for _ in range(3))
        self.title.show_rich(self._title())
        self.message.show_plain(finding.message or finding.reason)
        self.message.setVisible(self._has_message())
        self.details.show_rich(self._details())
        self.details.hide()
        self._arrow = QLabel("▸", self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.title, 0, 1)
        grid.addWidget(self._arrow, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.message, 1, 1, 1, 2)
        grid.addWidget(self.details, 2, 1, 1, 2)
        self.setToolTip(self._tip())

    def toggle(self) -> None:
        opened = self.details.isHidden()
        self.details.setVisible(opened)
        self._arrow.setText("▾" if opened else "▸")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggle()
        else:
            super().keyPressEvent(event)

    def _has_message(self) -> bool:
        finding = self.finding
        return finding.outcome is not Outcome.NOT_MET and bool(finding.message or finding.reason)

    def _title(self) -> str:
        finding, palette = self.finding, self.palette()
        met = finding.outcome is Outcome.MET
        colour = palette.windowText().color() if finding.outcome is not Outcome.NOT_MET else muted(palette)
        return tinted(softened(finding.title), colour, bold=met) + tinted(f"　{finding.rule}", muted(palette))

    def _lines(self) -> list[tuple[str, str]]:
        finding = self.finding
        lines = [(tr("Speaks for"), f"{finding.verdict}—{finding.subtype}"), *finding.values.items()]
        for title, text in (
            (tr("Why unsure"), finding.reason if finding.message else ""),
            (tr("Source of the rule"), finding.citation),
            (tr("Certainty"), finding.certainty),
        ):
            if text:
                lines.append((title, text))
        return lines

    def _details(self) -> str:
        text, grey = self.palette().windowText().color(), muted(self.palette())
        return "<br>".join(tinted(f"{name}：", grey) + tinted(softened(value), text) for name, value in self._lines())

    def _tip(self) -> str:
        lines = [self.finding.message or self.finding.reason, *(f"{name}：{value}" for name, value in self._lines())]
        return f"<p>{'<br>'.join(tinted(line, self.palette().toolTipText().color()) for line in lines)}</p>"


class FindingsView(QWidget):
    """Rules that hold first, then the unsure ones; those that do not hold wait behind one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QWidget(self)
        self._others = QWidget(self)
        for holder in (self._rows, self._others):
            inner = QVBoxLayout(holder)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(2)
        self.more = QPushButton(self)
        self.more.setFlat(True)
        self.more.setCheckable(True)
        self.more.setStyleSheet("text-align: left; padding: 3px 0;")
        self.more.toggled.connect(self._show_others)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (self._rows, self.more, self._others):
            layout.addWidget(widget)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        emptied(self._rows)
        emptied(self._others)
        for finding in sorted(findings, key=lambda item: _ORDER.index(item.outcome)):
            holder = self._others if finding.outcome is Outcome.NOT_MET else self._rows
            holder.layout().addWidget(FindingRow(finding, holder))
        self.more.setVisible(self._others.layout().count() > 0)
        self.more.setChecked(False)
        self._show_others(False)

    def rows(self) -> list[FindingRow]:
        """The rows in the order shown."""
        layouts = (self._rows.layout(), self._others.layout())
        return [layout.itemAt(at).widget() for layout in layouts for at in range(layout.count())]

    def _show_others(self, shown: bool) -> None:
        self._others.setVisible(shown)
        count = self._others.layout().count()
        self.more.setText(("▾ " if shown else "▸ ") + tr("{} rules do not apply").format(count))


def _quiet(label: WrapLabel) -> WrapLabel:
    """Leave the mouse to the row."""
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
