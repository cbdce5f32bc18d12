"""复核差异: shows what a new check says otherwise and asks whether it shall stand."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from landwatch_plugin.domain.recheck import Difference
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.plain_table import PlainTable

#: Rows shown; a changed layer may change every patch of a year.
MOST = 2_000


class DifferencesDialog(QDialog):
    """Accepted = the new check stands. Enter and Esc keep the old one."""

    def __init__(self, found: Sequence[Difference], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("landwatch_differences")
        self.setWindowTitle(tr("Differences from the last check"))
        self.table = PlainTable(self)
        self.table.show_rows(
            [tr("Patch"), tr("Item"), tr("Last check"), tr("This check")],
            [(one.number, one.item, one.before, one.after) for one in found[:MOST]],
        )
        patches = len({one.number for one in found})
        said = tr("{} figures of {} patches differ from the last check.").format(len(found), patches)
        if len(found) > MOST:
            said += tr(" The first {} are shown; the toolbox writes all of them into a table.").format(MOST)
        explained = QLabel(f"{said}\n{tr('Decisions already taken keep the figures they were taken on.')}", self)
        explained.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        self.replace = buttons.addButton(tr("Replace the last check"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep = buttons.addButton(tr("Keep the last check"), QDialogButtonBox.ButtonRole.RejectRole)
        self.keep.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (explained, self.table, buttons):
            column.addWidget(part)
        self.resize(760, 460)


def agree_to_differences(found: Sequence[Difference], parent: QWidget | None = None) -> bool:
    """True when the user lets the new check stand."""
    dialog = DifferencesDialog(found, parent)
    agreed = bool(dialog.exec())
    dialog.deleteLater()
    return agreed
