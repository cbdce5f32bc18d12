"""图斑卡片: one patch from top to bottom: figures, suggestion, rules, evidence, field facts, photos."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from landwatch_plugin.domain.card import Card
from landwatch_plugin.domain.verdict import Suggestion
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.bars import BarsView
from landwatch_plugin.ui.colours import muted, shade, tinted
from landwatch_plugin.ui.evidence import EvidenceView, FactsView
from landwatch_plugin.ui.findings import FindingsView
from landwatch_plugin.ui.header import HeaderView
from landwatch_plugin.ui.labels import WrapLabel, heading, softened
from landwatch_plugin.ui.photos import PhotoStrip
from landwatch_plugin.ui.secret_band import SecretBand


class SuggestionView(QWidget):
    """What the program suggests, how sure it is, why, and what comes next: never the verdict. Offers to split what is
    covered in part."""

    trace_requested = pyqtSignal()
    split_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.reason, self.next, self.stale = (WrapLabel(parent=self) for _ in range(4))
        warning = tr("Checked by another rule book; check again for suggestions by the one in use.")
        self.stale.show_rich(tinted(warning, shade("warn", self.palette())))
        self.stale.hide()
        self.trace = QPushButton(tr("Why not another? All rules…"), self)
        self.trace.setFlat(True)
        self.trace.setStyleSheet("text-align: left; padding: 2px 0;")
        self.trace.clicked.connect(lambda _checked=False: self.trace_requested.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.text)
        layout.addWidget(self.reason)
        layout.addWidget(self.next)
        layout.addWidget(self.stale)
        self.offer, self.split = WrapLabel(parent=self), QPushButton(tr("Split…"), self)
        self.split.clicked.connect(lambda _checked=False: self.split_requested.emit())
        self._row = QWidget(self)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.offer, 1)
        row.addWidget(self.split, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._row)
        layout.addWidget(self.trace)

    def show_suggestion(self, suggestion: Suggestion, offer: str = "") -> None:
        colour = self.palette().windowText().color() if suggestion.verdict else shade("warn", self.palette())
        self.text.show_rich(tinted(softened(suggestion.text), colour, bold=True))
        rule = tr("Rule {}: ").format(suggestion.rule) if suggestion.rule else ""
        self.reason.show_muted(rule + suggestion.reason)
        self.reason.setVisible(bool(rule + suggestion.reason))
        self.next.show_rich(self._next(suggestion.next_step))
        self.next.setVisible(bool(suggestion.next_step))
        self.offer.show_rich(tinted(softened(offer), shade("warn", self.palette())))
        self._row.setVisible(bool(offer))

    def _next(self, text: str) -> str:
        colour = self.palette().windowText().color()
        return tinted(tr("Next step: "), muted(self.palette())) + tinted(softened(text), colour)


class CardView(QWidget):
    """Sections without content are not shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.secret, self.header, self.suggestion = SecretBand(self), HeaderView(self), SuggestionView(self)
        self.kinds, self.themes, self.unchecked = BarsView(self), BarsView(self), WrapLabel(parent=self)
        self.findings, self.evidence, self.facts = FindingsView(self), EvidenceView(self), FactsView(self)
        self.photos, self.footing = PhotoStrip(self), WrapLabel(parent=self)
        self._titles: dict[str, QWidget] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(4)
        layout.addWidget(self.secret)
        layout.addWidget(self.header)
        for key, title, widgets in self._sections():
            self._titles[key] = heading(title, self)
            layout.addWidget(self._titles[key])
            for widget in widgets:
                layout.addWidget(widget)
        layout.addWidget(self.footing)
        layout.addStretch(1)

    def show_card(self, card: Card, photos: Sequence[str]) -> None:
        """`photos`: paths of the card's photos that can be opened from here."""
        self.secret.show_doubts(card.doubts, card.doubtful_kin)
        self.header.show_card(card)
        self.suggestion.show_suggestion(card.suggestion, card.offer)
        self.suggestion.trace.setVisible(bool(card.findings))
        self.suggestion.stale.setVisible(card.stale)
        self.kinds.show_bars(card.kinds)
        self.themes.show_bars(card.themes)
        self.unchecked.show_rich("" if card.kinds else tinted(tr("Not checked yet: no figures"), muted(self.palette())))
        self.findings.show_findings(card.findings)
        self.evidence.show_evidence(card.evidence)
        self.facts.show_facts(card.facts)
        self.photos.show_photos(photos)
        self._show_footing(card)
        self._show_only_filled(card, bool(photos))

    def _show_only_filled(self, card: Card, photos: bool) -> None:
        filled = {
            "suggestion": True, "figures": True, "themes": card.themes, "findings": card.findings,
            "evidence": card.evidence, "facts": card.facts, "photos": photos,
        }  # fmt: skip
        for key, _, widgets in self._sections():
            for widget in (self._titles[key], *widgets):
                widget.setVisible(bool(filled[key]))
        self.kinds.setVisible(bool(card.kinds))
        self.unchecked.setVisible(not card.kinds)

    def _sections(self) -> list[tuple[str, str, tuple[QWidget, ...]]]:
        return [
            ("suggestion", tr("Suggestion of the program"), (self.suggestion,)),
            ("figures", tr("Land before the change"), (self.unchecked, self.kinds)),
            ("themes", tr("Control lines and approvals"), (self.themes,)),
            ("findings", tr("Rules"), (self.findings,)),
            ("evidence", tr("Evidence"), (self.evidence,)),
            ("facts", tr("Field facts"), (self.facts,)),
            ("photos", tr("Photos"), (self.photos,)),
        ]

    def _show_footing(self, card: Card) -> None:
        lines = [
            tr("Layers not finished: {}").format("、".join(card.unbound)) if card.unbound else "",
            card.basis,
            tr("Rule book {}").format(card.rulebook) if card.rulebook else "",
        ]
        shown = [tinted(softened(line), muted(self.palette())) for line in lines if line]
        self.footing.show_rich("<br>".join(shown))
        self.footing.setVisible(bool(shown))
