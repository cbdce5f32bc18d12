"""判定表单: sub-type, reason, tags, owner and deadline of one decision; checks the reason before it speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.PyQt.QtCore import QDate, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.domain.book_parts import ILLEGAL
from landwatch_plugin.domain.card import Card
from landwatch_plugin.domain.rulebook import Subtype
from landwatch_plugin.domain.verdict import Decision, Suggestion, party_of
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import muted, shade, tinted
from landwatch_plugin.ui.flow_layout import FlowLayout
from landwatch_plugin.ui.form_area import FormArea
from landwatch_plugin.ui.labels import WrapLabel, emptied
from landwatch_plugin.ui.subtype_list import SubtypeList

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_USUAL_DAYS = 30


def why_obligatory(suggestion: Suggestion, verdict: str, subtype: str) -> str:
    """Why this decision needs a written reason; "" when it follows the suggestion. `verdict` "" is 暂缓."""
    if not verdict:
        return tr("Write why it is put off: it is obligatory.")
    if not suggestion.verdict:
        return tr("The program has no suggestion here. Write the reason: it is obligatory.")
    if (verdict, subtype) == (suggestion.verdict, suggestion.subtype):
        return ""
    return tr("This differs from the suggestion “{}—{}”. Write the reason: it is obligatory.").format(
        suggestion.verdict, suggestion.subtype
    )


class ReasonBox(QPlainTextEdit):
    """Enter leaves the box for the form; Shift+Enter makes a new line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().height() * 2 + 14)

    def show_hint(self, text: str) -> None:
        """Qt 5 paints a hint that comes after the text only when the text is set once more."""
        self.setPlaceholderText(text)
        if not self.toPlainText():
            self.setPlainText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape or (event.key() in _ENTER and not shifted):
            event.ignore()
        else:
            super().keyPressEvent(event)


class DecisionForm(QWidget):
    """Shown for one class, or for 暂缓 (class ""). Speaks only when everything obligatory is there."""

    decided = pyqtSignal(object)
    """A domain Decision; `by` and `meeting` are still empty."""
    closed = pyqtSignal()
    subtype_looked_at = pyqtSignal(str, str)
    """Class and sub-type under the cursor: whoever knows answers with `show_missing`."""
    class_turned = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: Card | None = None
        self._verdict = ""
        self._tags: tuple[str, ...] = ()
        self._build()
        self.subtypes.itemSelectionChanged.connect(self._explain)
        self.subtypes.itemDoubleClicked.connect(lambda _item: self.confirm())
        self.subtypes.class_turned.connect(self.class_turned)
        self.confirm_button.clicked.connect(self.confirm)
        self.cancel_button.clicked.connect(self.closed)
        self.has_deadline.toggled.connect(self.deadline.setEnabled)

    def show_parties(self, parties: Sequence[str]) -> None:
        """主体类型 to choose from; without any the box is not shown."""
        self.party.clear()
        self.party.addItem(tr("Not stated"), "")
        for name in parties:
            self.party.addItem(name, name)

    def show_tags(self, tags: Sequence[str]) -> None:
        emptied(self._tag_row)
        self.tags = {tag: QCheckBox(tag, self._tag_row) for tag in tags}
        for box in self.tags.values():
            self._tag_row.layout().addWidget(box)

    def open(self, card: Card, verdict: str, subtypes: Sequence[Subtype], kind: str = "") -> None:
        """`verdict` "" is 暂缓: no sub-type. An earlier decision of the same class fills the form. `kind`: what the class
        amounts to, where its name does not say so."""
        self._card, self._verdict = card, verdict
        old = card.decision if card.decision and card.decision.verdict == verdict else None
        suggested = card.suggestion.subtype if card.suggestion.verdict == verdict else ""
        self.subtypes.setVisible(bool(verdict))
        self.subtypes.show_subtypes(subtypes, suggested, old.subtype if old else suggested)
        self.reason.setPlainText(old.reason if old else "" if verdict else _wanted(card))
        self._show_tags_of(card, kind or verdict)
        self._show_party(card)
        illegal = (kind or verdict) == ILLEGAL
        for widget in (self._owner_label, self.owner):
            widget.setVisible(illegal)
        for widget in (self.has_deadline, self.deadline):
            widget.setVisible(illegal or not verdict)
        for widget in (self._party_label, self.party):
            widget.setVisible(bool(verdict) and self.party.count() > 1)
        self.owner.setText(old.owner if old else card.patch.town)
        self._show_deadline(old)
        self._tag_row.setVisible(bool(verdict) and bool(self.tags))
        self._explain()
        (self.subtypes if verdict else self.confirm_button).setFocus()

    def confirm(self) -> None:
        """Speak the decision, or say what is missing and lead there."""
        if self._card is None:
            return
        chosen, reason = self.subtypes.chosen(), self.reason.toPlainText().strip()
        if self._verdict and chosen is None:
            self._complain(tr("Choose the sub-type first (digit or arrow key)."), self.subtypes)
            return
        why = why_obligatory(self._card.suggestion, self._verdict, chosen.name if chosen else "")
        if why and not reason:
            self._complain(why, self.reason)
        else:
            self.decided.emit(self._decision(chosen, reason))

    def show_missing(self, names: Sequence[str]) -> None:
        """Mandatory evidence of the chosen sub-type that this patch lacks."""
        text = tr("Still missing: {}").format("、".join(names)) if names else ""
        self.missing.show_rich(tinted(text, shade("bad", self.palette())))
        self.missing.setVisible(bool(text))

    def set_room(self, height: int) -> None:
        """Beyond this height the upper part scrolls; the buttons stay in sight."""
        self._area.setMaximumHeight(max(120, height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _decision(self, chosen: Subtype | None, reason: str) -> Decision:
        dated = not self.has_deadline.isHidden() and self.has_deadline.isChecked()
        return Decision(
            self._verdict,
            chosen.name if chosen and self._verdict else "",
            reason,
            "",
            tuple(tag for tag, box in self.tags.items() if self._verdict and box.isChecked()),
            deferred=not self._verdict,
            owner="" if self.owner.isHidden() else self.owner.text().strip(),
            deadline=self.deadline.date().toPyDate() if dated else None,
            party=(self.party.currentData() or "") if self._verdict else "",
        )

    def _complain(self, text: str, where: QWidget) -> None:
        self.message.show_rich(tinted(text, shade("bad", self.palette()), bold=True))
        self.message.show()
        where.setFocus()
        self._area.ensureWidgetVisible(where)

    def _explain(self) -> None:
        """What the chosen sub-type asks for, and whether the reason is obligatory."""
        self.message.hide()
        chosen = self.subtypes.chosen() if self._verdict else None
        if self._card is None:
            return
        self.show_missing(())
        suggestion = self._card.suggestion
        picked = chosen.name if chosen else suggestion.subtype
        obliged = bool(why_obligatory(suggestion, self._verdict, picked))
        self.reason.show_hint(tr("Reason (obligatory)") if obliged else tr("Reason (if any)"))
        wanted = [*chosen.evidence, *("或".join(group) for group in chosen.one_of)] if chosen else []
        asked = tr("Evidence asked for: {}").format("、".join(wanted)) if wanted else ""
        text = "　".join(part for part in (asked, chosen.note if chosen else "") if part)
        self.asked.show_rich(tinted(text, muted(self.palette())))
        self.asked.setVisible(bool(text))
        if chosen is not None:
            self.subtype_looked_at.emit(self._verdict, chosen.name)

    def _show_tags_of(self, card: Card, kind: str) -> None:
        """As decided before; else what the book proposes beside this class, said to be proposed and why."""
        proposed = {tag.name: tag for tag in card.tags if not tag.kinds or kind in tag.kinds}
        for name, box in self.tags.items():
            tag = proposed.get(name)
            box.setText(tr("{} (suggested)").format(name) if tag else name)
            box.setToolTip("　".join(text for text in (tag.reason, tag.certainty) if text) if tag else "")
            box.setChecked(name in card.decision.tags if card.decision else tag is not None)

    def _show_party(self, card: Card) -> None:
        said = party_of(card.decision, card.facts)
        self.party.setCurrentIndex(max(0, self.party.findData(said)))

    def _show_deadline(self, old: Decision | None) -> None:
        self.has_deadline.setText(tr("Deadline") if self._verdict else tr("More evidence by"))
        there = old is not None and old.deadline is not None
        day = old.deadline if there else QDate.currentDate().addDays(_USUAL_DAYS).toPyDate()
        self.deadline.setDate(QDate(day.year, day.month, day.day))
        self.has_deadline.setChecked(there)
        self.deadline.setEnabled(there)

    def _build(self) -> None:
        content = QWidget()
        self.subtypes, self.reason = SubtypeList(content), ReasonBox(content)
        self.message = WrapLabel(parent=self)
        self.asked, self.missing = WrapLabel(parent=content), WrapLabel(parent=content)
        self.tags: Mapping[str, QCheckBox] = {}
        self._tag_row = QWidget(content)
        FlowLayout(self._tag_row, 10, 2)
        self._owner_label, self.owner = QLabel(tr("Responsible"), content), QLineEdit(content)
        self.has_deadline, self.deadline = QCheckBox(content), QDateEdit(content)
        self._party_label, self.party = QLabel(tr("Kind of party"), content), QComboBox(content)
        self.show_parties(())
        self.deadline.setCalendarPopup(True)
        self.deadline.setDisplayFormat("yyyy-MM-dd")
        self.confirm_button, self.cancel_button = QPushButton(tr("Confirm (Enter)")), QPushButton(tr("Back (Esc)"))
        duty = QGridLayout()
        duty.setColumnStretch(1, 1)
        duty.addWidget(self._owner_label, 0, 0)
        duty.addWidget(self.owner, 0, 1)
        duty.addWidget(self.has_deadline, 1, 0)
        duty.addWidget(self.deadline, 1, 1)
        duty.addWidget(self._party_label, 2, 0)
        duty.addWidget(self.party, 2, 1)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(5)
        for widget in (self.subtypes, self.asked, self.missing, self.reason, self._tag_row):
            inner.addWidget(widget)
        inner.addLayout(duty)
        self._area = FormArea(content, self)
        last = QHBoxLayout()
        last.addWidget(self.confirm_button, 2)
        last.addWidget(self.cancel_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(5)
        layout.addWidget(self._area)
        layout.addWidget(self.message)
        layout.addLayout(last)


def _wanted(card: Card) -> str:
    """What a deferral usually waits for: the missing evidence."""
    missing = [item.name for item in card.evidence if item.wanted and not item.held]
    return f"补充举证：{'、'.join(missing)}" if missing else ""
