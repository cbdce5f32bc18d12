"""关于: which version this is, and what the program does not do."""

from __future__ import annotations

from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.paths import metadata_value, shipped


def about_box(parent: QWidget) -> QMessageBox:
    """A box over QGIS's window; shown by the caller."""
    box = QMessageBox(parent)
    box.setObjectName("landwatch_about")
    box.setWindowTitle(tr("About LandWatch"))
    box.setIconPixmap(QIcon(str(shipped("resources", "icons", "landwatch.svg"))).pixmap(64, 64))
    box.setText(tr("LandWatch {}").format(metadata_value("version")))
    box.setInformativeText(
        tr("The program suggests and names rule, figures and missing evidence. People decide; the ledger keeps both.")
    )
    box.addButton(tr("Close"), QMessageBox.ButtonRole.AcceptRole)
    return box
