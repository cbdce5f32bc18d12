"""涉军涉密提示: a band on top of the card while records of the patch hold a mark that nobody has confirmed or denied."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import shade, tinted
from landwatch_plugin.ui.labels import WrapLabel, softened


class SecretBand(QFrame):
    """Says what was found and where, and offers the two answers. Not shown without a doubt."""

    mark_requested = pyqtSignal()
    deny_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("landwatch_secret_band")
        self.text, self.detail = WrapLabel(parent=self), WrapLabel(parent=self)
        self.mark = QPushButton(tr("Mark as military or secret…"), self)
        self.deny = QPushButton(tr("Not military or secret…"), self)
        self.mark.clicked.connect(lambda _checked=False: self.mark_requested.emit())
        self.deny.clicked.connect(lambda _checked=False: self.deny_requested.emit())
        buttons = QHBoxLayout()
        for button in (self.mark, self.deny):
            buttons.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.text)
        layout.addWidget(self.detail)
        layout.addLayout(buttons)
        self.hide()

    def show_doubts(self, doubts: Sequence[str], kin: str = "") -> None:
        """`doubts`: what stands in which record. `kin`: the doubtful patch of the same split, when this one has none."""
        self.setVisible(bool(doubts or kin))
        colour = shade("bad", self.palette())
        self.setStyleSheet(
            f"#landwatch_secret_band {{ border: 2px solid {colour.name()}; border-left-width: 8px; border-radius: 3px; }}"
        )
        said = tr(
            "Records of the field visit hold words of military or secret matters. Please confirm whether the patch is reported apart."
        )
        if not doubts:
            said = tr("{} was split from the same patch and waits for a word on military or secret matters.").format(
                kin
            )
        self.text.show_rich(tinted(softened(said), colour, bold=True))
        blocked = tr("Until then the patch is in no paper, table or picture.")
        told = "；".join(doubts) + "。" if doubts else ""
        self.detail.show_rich(tinted(softened(told + blocked), self.palette().windowText().color()))
        self.deny.setVisible(bool(doubts))
