"""选项页: the rule book among QGIS's own options (设置 → 选项 → 卫片执法)."""

from __future__ import annotations

from collections.abc import Callable

from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.paths import shipped
from landwatch_plugin.ui.rulebook_panel import RuleBookPanel

PAGE = "landwatch_rulebook"


class RuleBookPage(QgsOptionsPageWidget):
    """Nothing waits for 确定: what is chosen here takes effect by its own button."""

    def __init__(self, join: Callable[[RuleBookPanel], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PAGE)
        self.panel = RuleBookPanel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.panel)
        self.joined = join(self.panel)

    def apply(self) -> None:
        """QGIS calls it at 确定."""


class RuleBookOptions(QgsOptionsWidgetFactory):
    """`join` brings a panel to life."""

    def __init__(self, join: Callable[[RuleBookPanel], object]) -> None:
        super().__init__(tr("LandWatch rule book"), QIcon(str(shipped("resources", "icons", "landwatch.svg"))))
        self._join = join

    def createWidget(self, parent: QWidget | None = None) -> RuleBookPage:
        return RuleBookPage(self._join, parent)
