"""插件外壳: puts the parts into QGIS and takes them out again, in reverse."""

from __future__ import annotations

from contextlib import ExitStack

from qgis.core import QgsApplication
from qgis.gui import QgisInterface
from qgis.PyQt.QtWidgets import QMenu, QToolBar

from landwatch_plugin.gis import i18n, log
from landwatch_plugin.processing.provider import LandwatchProvider

TITLE = "LandWatch 卫片执法"


class LandwatchPlugin:
    """`_undo` holds, for each thing put into QGIS, the call that takes it out."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self.iface = iface
        self._undo = ExitStack()

    def initProcessing(self) -> None:
        """The toolbox alone: all that qgis_process needs."""
        with ExitStack() as undo:
            self._speak(undo)
            self._offer_algorithms(undo)
            self._undo = undo.pop_all()

    def initGui(self) -> None:
        """Everything. Should a part fail, the parts before it are taken out again and the error goes to QGIS."""
        with ExitStack() as undo:
            self._speak(undo)
            self._offer_algorithms(undo)
            self._offer_actions(undo)
            self._undo = undo.pop_all()

    def unload(self) -> None:
        self._undo.close()

    def _speak(self, undo: ExitStack) -> None:
        undo.callback(log.remove, log.install())
        translator = i18n.install(QgsApplication.locale())
        if translator is not None:
            undo.callback(i18n.remove, translator)

    def _offer_algorithms(self, undo: ExitStack) -> None:
        registry, provider = QgsApplication.processingRegistry(), LandwatchProvider()
        registry.addProvider(provider)
        undo.callback(registry.removeProvider, provider)

    def _offer_actions(self, undo: ExitStack) -> None:
        """Menu and toolbar in the order of the month's work. The workbench takes out what its actions opened."""
        from landwatch_plugin.ui.workbench import Workbench  # qgis_process has no window and needs none of it

        menu, toolbar = self._add_menu(undo), self._add_toolbar(undo)
        self.bench = bench = Workbench(self.iface)
        undo.callback(bench.close)
        menu.addActions(bench.actions())
        toolbar.addActions(bench.actions())
        menu.addSeparator()
        menu.addActions(bench.tools())
        menu.addSeparator()
        menu.addAction(bench.rulebook())
        menu.addAction(bench.about())
        self._offer_options(undo)

    def _offer_options(self, undo: ExitStack) -> None:
        """The rule book among QGIS's options."""
        from landwatch_plugin.ui.options_page import RuleBookOptions

        self._options = RuleBookOptions(self.bench.join_rulebook)
        self.iface.registerOptionsWidgetFactory(self._options)
        undo.callback(self.iface.unregisterOptionsWidgetFactory, self._options)

    def _add_menu(self, undo: ExitStack) -> QMenu:
        bar = self.iface.mainWindow().menuBar()
        menu = QMenu(TITLE, bar)
        menu.setObjectName("landwatch_menu")
        bar.insertMenu(self.iface.firstRightStandardMenu().menuAction(), menu)
        undo.callback(menu.deleteLater)
        undo.callback(bar.removeAction, menu.menuAction())
        return menu

    def _add_toolbar(self, undo: ExitStack) -> QToolBar:
        toolbar = self.iface.addToolBar(TITLE)
        toolbar.setObjectName("landwatch_toolbar")
        undo.callback(toolbar.deleteLater)
        undo.callback(self.iface.mainWindow().removeToolBar, toolbar)
        return toolbar
