"""图斑抬头: number, place, area in 亩, state, batch and image dates of the patch under review."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolTip, QVBoxLayout, QWidget

from landwatch_plugin.domain.card import Card, Contact
from landwatch_plugin.domain.dates import is_month_only
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import KIND_SHADES, shade, tinted
from landwatch_plugin.ui.labels import WrapLabel, points, softened

_NUMBER_RUN = 12
_DIFFERENCE = Decimal("0.01")


class NumberLabel(WrapLabel):
    """The number of the patch; a click copies it, for the platform's own search box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._number = ""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_number(self, number: str) -> None:
        self._number = number
        text = self.palette().windowText().color()
        self.show_rich(tinted(softened(number, _NUMBER_RUN), text, points(self, 5), bold=True))
        self.setToolTip(tr("A click copies the number"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._number:
            QApplication.clipboard().setText(self._number)
            QToolTip.showText(self.mapToGlobal(event.pos()), tr("Copied: {}").format(self._number), self)


class HeaderView(QWidget):
    """Number large on the left, area large on the right; below them where, what and when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = NumberLabel(self)
        self.place, self.state, self.tags, self.facts = (WrapLabel(parent=self) for _ in range(4))
        self.area = QLabel(self)
        self.area.setTextFormat(Qt.TextFormat.RichText)
        self.area.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        first = QHBoxLayout()
        first.addWidget(self.number, 1)
        first.addWidget(self.area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(3)
        layout.addLayout(first)
        for label in (self.place, self.state, self.tags, self.facts):
            layout.addWidget(label)

    def show_card(self, card: Card) -> None:
        text = self.palette().windowText().color()
        self.number.show_number(card.patch.number)
        self.area.setText(tinted(f"{card.patch_mu:,}", text, points(self, 5), bold=True) + tinted(" 亩", text))
        self.area.setToolTip(_areas(card))
        self.place.show_rich(tinted(softened(card.place or Contact.NO_DATA.value), text, bold=True))
        self.state.show_rich(self._state(card))
        told = _tags(card)
        self.tags.show_rich(tinted(softened(told), text))
        self.tags.setVisible(bool(told))
        self.facts.show_rich("<br>".join(tinted(softened(line), shade("", self.palette())) for line in _facts(card)))

    def _state(self, card: Card) -> str:
        colour = shade("warn", self.palette())
        if card.state is State.DECIDED:
            colour = shade(
                KIND_SHADES.get(card.kind or (card.decision.verdict if card.decision else ""), ""), self.palette()
            )
        words = card.state.value
        if card.decision and card.decision.text != words:
            words = f"{words}：{card.decision.text}"
        return tinted("● " + softened(words), colour)


def _tags(card: Card) -> str:
    """Tags and kind of party as decided; before a decision those that the book proposes."""
    decision = card.decision
    if decision is None:
        names = "、".join(tag.name for tag in card.suited_tags)
        return tr("Suggested tags: {}").format(names) if names else ""
    parts = [tr("Tags: {}").format("、".join(decision.tags))] if decision.tags else []
    parts += [tr("Kind of party: {}").format(decision.party)] if decision.party else []
    return "　".join(parts)


def _facts(card: Card) -> list[str]:
    patch = card.patch
    kind = "　".join(
        part
        for part in (
            tr("Type {}").format(card.change_type or patch.change_type) if patch.change_type else "",
            tr("Feature {}").format(patch.feature) if patch.feature else "",
            tr("Batch {}").format(patch.batch),
        )
        if part
    )
    dates = tr("Images {} → {}").format(_day(patch.before, patch.before_text), _day(patch.after, patch.after_text))
    issued = patch.official_m2
    if issued is not None and abs(to_mu(issued) - card.patch_mu) > _DIFFERENCE:
        return [kind, dates, tr("Area as issued {} mu, differs from the geometry").format(to_mu(issued))]
    return [kind, dates]


def _areas(card: Card) -> str:
    issued = card.patch.official_m2
    return "\n".join(
        (
            tr("From the geometry: {} m²").format(f"{card.patch.area_m2:,.2f}"),
            tr("As issued: {}").format(Contact.NO_DATA.value if issued is None else f"{issued:,.2f} m²"),
            card.basis,
        )
    ).strip()


def _day(value: date | None, received: str) -> str:
    """The parsed day, or month where only that is known; the text as received when it is no date; else 无数据."""
    if value and is_month_only(received):
        return f"{value:%Y-%m}"
    return value.isoformat() if value else received or Contact.NO_DATA.value
