"""Inside QGIS, plugin linked but not switched on: start it, use it, take it out, twice; say what was there each time."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent))

import qgis.utils
from desktop_script import result, settle, shot
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget, QMenu, QToolBar
from qgis.utils import iface

NAME = "landwatch_plugin"
HEAVY = ("geopandas", "shapely", "pandas", "reportlab", "openpyxl", "PIL", "jinja2", "lxml")


def listed(kind: type) -> list[str]:
    """Class, name and text of every child of that kind under QGIS's window; its message log keeps its tabs, rightly."""
    message_log = iface.mainWindow().findChild(QDockWidget, "MessageLog")
    kept = set(message_log.findChildren(QObject))
    children = [child for child in iface.mainWindow().findChildren(kind) if child not in kept]
    return sorted(f"{c.metaObject().className()} {c.objectName()} {getattr(c, 'text', str)()!s}" for c in children)


def view() -> dict[str, Any]:
    """All that a plugin could have left in QGIS."""
    settle(0.5)
    window = iface.mainWindow()
    return {
        "objects": listed(QObject),
        "shortcuts": sorted(a.shortcut().toString() for a in window.findChildren(QAction) if not a.shortcut().isEmpty()),
        "toolbars": sorted(bar.windowTitle() for bar in window.findChildren(QToolBar)),
        "docks": sorted(dock.objectName() for dock in window.findChildren(QDockWidget)),
        "menu_bar": [action.text() for action in window.menuBar().actions()],
        "panels": sorted(a.text() for m in window.findChildren(QMenu) for a in m.actions() if "LandWatch" in a.text()),
        "windows": sorted(f"{type(w).__name__} {w.windowTitle()}" for w in QApplication.topLevelWidgets() if w.isVisible()),
        "providers": sorted(provider.id() for provider in QgsApplication.processingRegistry().providers()),
        "handlers": [str(handler) for handler in logging.getLogger(NAME).handlers],
        "chinese": QCoreApplication.translate("LandWatch", "Patches"),
    }


def start() -> dict[str, Any]:
    qgis.utils.updateAvailablePlugins()
    assert qgis.utils.loadPlugin(NAME)
    assert qgis.utils.startPlugin(NAME)
    return view()


def use() -> list[str]:
    """Click every action of the menu; the names of what opened."""
    menu = iface.mainWindow().findChild(QMenu, "landwatch_menu")
    for action in (action for action in menu.actions() if action.isEnabled() and not action.isSeparator()):
        before = set(QApplication.topLevelWidgets())
        action.trigger()
        settle(0.5)
        for window in set(QApplication.topLevelWidgets()) - before:
            window.close()
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def take_out() -> dict[str, Any]:
    assert qgis.utils.unloadPlugin(NAME)
    return view()


result["before"] = view()
there_already = {name for name in HEAVY if name in sys.modules}
result["with"] = start()
result["heavy"] = [name for name in HEAVY if name in sys.modules and name not in there_already]
result["seconds"] = float(qgis.utils.plugin_times[NAME].rstrip("s"))
shot("window")
result["menu"] = use()
result["after"] = take_out()
result["again"] = start()
result["after_again"] = take_out()
