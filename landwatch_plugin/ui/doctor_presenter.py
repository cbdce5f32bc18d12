"""图层体检接线: runs the examination with progress and cancel, shows it, and writes the workbook."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject

from landwatch_plugin.casework.layer_doctor import HEADER, OVERVIEW, examine, finding_rows, overview, write_workbook
from landwatch_plugin.domain.diagnosis import Diagnosis, Health, account
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.ui.doctor_dialog import DoctorDialog
from landwatch_plugin.ui.progress import ProgressWindow
from landwatch_plugin.ui.slots import Wiring


class DoctorPresenter:
    """`run` once the dialog stands; a cancelled run leaves the table as it was."""

    def __init__(self, dialog: DoctorDialog, project: QgsProject, ledger: Path | None, rulebook: Path | None) -> None:
        self._dialog, self._project = dialog, project
        self._ledger, self._rulebook = ledger, rulebook
        self.found: list[Diagnosis] = []
        wiring = Wiring(lambda error: dialog.show_message(str(error)))
        wiring.join(dialog.again_requested, self._run)
        wiring.join(dialog.export_requested, self._export)
        wiring.join(dialog.subject_chosen, self._show_subject)
        self.run = wiring.guarded(self._run)
        dialog.finished.connect(lambda _code: wiring.undo())

    def _run(self) -> None:
        with ProgressWindow(tr("Examining layers"), self._dialog) as feedback:
            self.found = examine(bindings(self._project), feedback, self._ledger, self._rulebook)
        self._dialog.show_overview(account(self.found), OVERVIEW, overview(self.found))
        self._show_subject("")

    def _show_subject(self, subject: str) -> None:
        """All findings of one layer, or what needs attention in any."""
        urgent = (Health.BAD, Health.WARN)
        chosen = [one for one in self.found if (one.subject == subject if subject else one.health in urgent)]
        self._dialog.show_findings(HEADER, finding_rows(chosen))

    def _export(self, path: str) -> None:
        write_workbook(Path(path), self.found)
        self._dialog.show_message(tr("Written to {}.").format(Path(path).name))
