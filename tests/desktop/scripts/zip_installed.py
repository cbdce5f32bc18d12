"""Inside QGIS without the plugin: install the zip by QGIS's own plugin installer."""

from __future__ import annotations

import os
import sys

import pyplugin_installer
import qgis.utils
from desktop_script import result, settle, shot
from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QMenu
from qgis.utils import iface

result["there_before"] = "landwatch_plugin" in qgis.utils.available_plugins
pyplugin_installer.instance().installFromZipFile(os.environ["LANDWATCH_ZIP"])
settle(1)
result["active"] = "landwatch_plugin" in qgis.utils.active_plugins
result["file"] = sys.modules["landwatch_plugin"].__file__
result["version"] = qgis.utils.pluginMetadata("landwatch_plugin", "version")
result["name"] = qgis.utils.pluginMetadata("landwatch_plugin", "name")
result["provider"] = QgsApplication.processingRegistry().providerById("landwatch").name()
result["icon"] = QgsApplication.processingRegistry().providerById("landwatch").icon().isNull()
menu = iface.mainWindow().findChild(QMenu, "landwatch_menu")
result["menu"] = [menu.title(), *(action.text() for action in menu.actions() if not action.isSeparator())]
result["icons"] = [action.icon().isNull() for action in menu.actions() if not action.isSeparator()]
shot("installed")
