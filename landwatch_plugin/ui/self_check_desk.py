"""月核自查接线: runs the self-check on the open ledger, jumps to patches, takes corrections, exports the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFileDialog

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.correction_dialog import CorrectionDialog
from landwatch_plugin.ui.progress import ProgressWindow
from landwatch_plugin.ui.slots import Tell, Wiring

if TYPE_CHECKING:
    from landwatch_plugin.casework.self_check import Problem, SelfCheckReport
    from landwatch_plugin.ui.presenter import ReviewPresenter
    from landwatch_plugin.ui.self_check_dock import SelfCheckDock

_NAMED = 6


class SelfCheckDesk:
    """Belongs to the workbench. The dock is made at the first call of `open`; `close` takes it out of QGIS."""

    def __init__(self, iface: QgisInterface, tell: Tell, shown: Callable[[], None]) -> None:
        """`shown` brings the review dock to the front after a jump."""
        self.iface = iface
        self.dock: SelfCheckDock | None = None
        self.dialog: CorrectionDialog | None = None
        self.report: SelfCheckReport | None = None
        self._sitting: ReviewPresenter | None = None
        self._rulebook: Path | None = None
        self._platform: Path | None = None
        self._shown = shown
        self._wiring = Wiring(tell)

    def open(self, sitting: ReviewPresenter, rulebook: str) -> None:
        """Show the dock and run the checks."""
        self._take(sitting, rulebook)
        if self.dock is None:
            self.dock = self._made()
        self.dock.show()
        self.dock.raise_()
        self.run()

    def renew(self, sitting: ReviewPresenter, rulebook: str) -> None:
        """Another sitting has begun: an open list shows what its ledger keeps."""
        self._take(sitting, rulebook)
        if self.dock is not None:
            self._show_kept()

    def refresh(self) -> None:
        """A patch left the lists, or came back: an open list follows."""
        if self.dock is not None and self._sitting is not None:
            self._show_kept()

    def run(self) -> None:
        from landwatch_plugin.casework.self_check import self_check

        review = self._sitting.review
        with ProgressWindow(tr("Self-check"), self.iface.mainWindow()) as feedback:
            self.report = self_check(
                review.ledger_path,
                rulebook=self._rulebook,
                platform=self._platform,
                by=review.operator,
                feedback=feedback,
            )
        self.dock.show_report(self.report.conclusion, self.report.problems)

    def close(self) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self._wiring.undo()
        if self.dock is not None:
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        self._sitting = self.report = None

    def correct(self, by: str, note: str) -> None:
        """Mark the chosen open problems; all stay listed until a run finds them gone."""
        keys = [(item.number, item.check) for item in self._open_ones()]
        self._sitting.review.ledger.correct_problems(keys, note, by)
        self._show_kept()

    def export(self, path: Path) -> None:
        from landwatch_plugin.casework.self_check_sheet import write_problems

        if self.report is not None:
            write_problems(self.report, path)

    def compare(self, path: Path) -> None:
        """Run again, with the platform's table."""
        self._platform = path
        self.run()

    def _made(self) -> SelfCheckDock:
        from landwatch_plugin.ui.self_check_dock import SelfCheckDock

        dock = SelfCheckDock(self.iface.mainWindow())
        self.iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        for signal, act in (
            (dock.run_requested, self.run), (dock.patch_requested, self._jump), (dock.platform_requested, self._ask_platform),
            (dock.correction_requested, self._ask_correction), (dock.export_requested, self._ask_export),
        ):  # fmt: skip
            self._wiring.join(signal, act)
        return dock

    def _take(self, sitting: ReviewPresenter, rulebook: str) -> None:
        if self._sitting is None or self._sitting.review.ledger_path != sitting.review.ledger_path:
            self._platform = self.report = None
        self._sitting, self._rulebook = sitting, Path(rulebook) if rulebook else None

    def _show_kept(self) -> None:
        """What the ledger keeps now; what could not be checked in the last run is still known from that run."""
        from landwatch_plugin.casework.self_check import open_problems

        ledger, withheld = self._sitting.review.ledger, self._sitting.review.withheld()
        kept, there = open_problems(ledger, withheld), {"", *ledger.numbers()} - withheld
        unchecked = (
            [one for one in self.report.problems if one.unchecked and one.number in there] if self.report else []
        )
        if self.report is not None:
            self.report.problems = [*kept, *unchecked]
        said = (
            self.report.conclusion
            if self.report
            else tr("Problems of earlier self-checks. Check again for the present state.")
        )
        self.dock.show_report(said, [*kept, *unchecked])

    def _jump(self, number: str) -> None:
        self._sitting.show(number)
        self._sitting.zoom()
        self._shown()

    def _open_ones(self) -> list[Problem]:
        return [item for item in self.dock.chosen() if not item.unchecked and not item.closed_at]

    def _ask_correction(self) -> None:
        chosen = self._open_ones()
        lines = [f"{item.number}　{item.check} {item.title}" for item in chosen[:_NAMED]]
        if len(chosen) > _NAMED:
            lines.append(tr("and {} more").format(len(chosen) - _NAMED))
        self.dialog = CorrectionDialog(lines, self._sitting.review.operator, self.iface.mainWindow())
        self.dialog.corrected.connect(self._wiring.guarded(self.correct))
        self.dialog.destroyed.connect(self._forget)
        self.dialog.show()

    def _forget(self) -> None:
        self.dialog = None

    def _ask_platform(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self.iface.mainWindow(), tr("Platform export"), "", tr("Excel or CSV table (*.xlsx *.csv)")
        )
        if path:
            self.compare(Path(path))

    def _ask_export(self) -> None:
        if self.report is None:
            self.run()
        name = str(self._sitting.review.ledger_path.with_name("月核自查问题清单.xlsx"))
        path, _ = QFileDialog.getSaveFileName(
            self.iface.mainWindow(), tr("Export the list of problems"), name, "Excel (*.xlsx)"
        )
        if path:
            self.export(Path(path))
