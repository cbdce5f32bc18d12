"""接收接线: joins the intake dialog to casework: look, map, check, write. Rows that are 涉密 are never shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProject

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.gis.settings import Settings, profile_folder
from landwatch_plugin.ui.intake_dialog import FIELDS, FINDINGS, RESULT, SOURCE, IntakeDialog
from landwatch_plugin.ui.slots import Wiring

if TYPE_CHECKING:
    from landwatch_plugin.casework.intake import Reading, Request
    from landwatch_plugin.casework.intake_look import Look

_MONTH = re.compile(r"(?<!\d)(20\d\d)\D{0,2}(0?[1-9]|1[0-2])(?:\d\d)?(?!\d)")


def guess_batch(path: str) -> str:
    """The month in a file name (wp202606.shp, 2026年6月, 2026-06) as 2026年6月, else the name without its ending."""
    name = Path(path).stem
    found = _MONTH.search(name)
    return f"{found[1]}年{int(found[2])}月" if found else name


class IntakePresenter:
    """`taken` is called with ledger and operator after a batch went in."""

    def __init__(
        self, dialog: IntakeDialog, secret_marks: Sequence[str], taken: Callable[[str, str], None], settings: Settings
    ) -> None:
        self._dialog, self._marks, self._taken, self._settings = dialog, tuple(secret_marks), taken, settings
        self._look: Look | None = None
        self._reading: Reading | None = None
        self._guessed = ""
        self._wiring = Wiring(lambda error: dialog.show_problem(str(error)))
        self._wiring.join(dialog.source.file_chosen, self._new_file)
        self._wiring.join(dialog.source.look_wanted, self.look)
        self._wiring.join(dialog.fields.profile_chosen, self._other_profile)
        self._wiring.join(dialog.fields.save_wanted, self._save_profile)
        self._wiring.join(dialog.step_wanted, self.go)
        for page in (dialog.findings, dialog.result):
            self._wiring.join(page.export_wanted, self._export)

    def look(self) -> None:
        """Open the file as the intake will, and show the head of its table."""
        from landwatch_plugin.casework.intake_look import look_at

        self._dialog.message.hide()
        self._look = None
        self._dialog.source.clear()
        if not self._dialog.order().source:
            return
        self._look = look_at(self._request(profile=""), self._marks)
        self._dialog.source.show_look(self._look)
        self._show_mapping()

    def go(self, step: int) -> None:
        """On to a step, when what comes before it is whole."""
        if step == FIELDS:
            self._to_fields()
        elif step == FINDINGS:
            self._check()
        elif step == RESULT:
            self._write()

    def _to_fields(self) -> None:
        problem = self._dialog.missing()
        if not problem and self._look is None:
            self.look()
        if not problem and self._look is not None and not self._look.crs:
            problem = tr("Settle the coordinate system first.")
        if problem:
            self._dialog.show_problem(problem)
        else:
            self._dialog.show_step(FIELDS)

    def _check(self) -> None:
        """Read everything and write nothing."""
        from landwatch_plugin.casework.intake import batch_known, read_batch
        from landwatch_plugin.casework.intake_report import issue_rows, reissue_rows

        request = self._request()
        again = batch_known(request.ledger, request.batch)
        self._reading = None
        self._dialog.start()
        try:
            self._reading = read_batch(replace(request, again=again), self._dialog)
        finally:
            self._dialog.finish()
        report = self._reading.report
        page = self._dialog.findings
        head = tr(
            "This batch is in the ledger already: new patches will join it, undecided ones that changed are renewed. "
        )
        tail = tr(" Nothing is written yet.")
        page.show_account((head if again else "") + report.text + tail, False, self._list_name())
        page.show_findings(issue_rows(report.issues), f"{report.counted}。{self._legend()}")
        page.show_reissue(reissue_rows(report.reissue) if report.reissue else ())
        self._dialog.show_step(FINDINGS)

    def _write(self) -> None:
        from landwatch_plugin.casework.intake_report import issue_rows, reissue_rows

        if self._reading is None:
            return
        request = self._reading.request
        self._dialog.start()
        try:
            report = self._reading.save(self._dialog)
        finally:
            self._dialog.finish()
        page = self._dialog.result
        told = tr("Written into the ledger. {} Source {}, SHA-256 {}; signed by {}. Next: “Check all patches”.")
        page.show_account(
            told.format(report.text, report.source, report.sha256[:16] + "…", request.by), True, self._list_name()
        )
        page.show_findings(issue_rows(report.issues), f"{report.counted}。{self._legend()}")
        page.show_reissue(reissue_rows(report.reissue) if report.reissue else ())
        self._settings.remember("intake_sources", request.source)
        self._dialog.show_step(RESULT)
        self._taken(str(request.ledger), request.by)

    def _new_file(self, path: str) -> None:
        batch = self._dialog.source.batch
        if path and batch.text().strip() in ("", self._guessed):
            self._guessed = guess_batch(path)
            batch.setText(self._guessed)
        self._dialog.show_step(SOURCE)
        self.look()

    def _other_profile(self, name: str) -> None:
        from landwatch_plugin.ledger.profile_file import read_profile

        if self._look is not None and name:
            self._look = replace(self._look, profile=read_profile(name, profile_folder()))
            self._dialog.fields.show_mapping(self._look, self._look.profile.guess(self._look.fields))

    def _show_mapping(self) -> None:
        """The profile that fits best, and what it guesses."""
        from landwatch_plugin.ledger.profile_file import profile_names, read_profile

        if self._look is None:
            return
        folder = profile_folder()
        chosen = next((name for name in profile_names(folder) if read_profile(name, folder) == self._look.profile), "")
        self._dialog.fields.show_profiles(profile_names(folder), chosen)
        self._dialog.fields.show_mapping(self._look, self._look.profile.guess(self._look.fields))

    def _save_profile(self, name: str) -> None:
        from landwatch_plugin.ledger.profile_file import profile_names, save_profile

        if self._look is None:
            return
        page, folder = self._dialog.fields, profile_folder()
        made = self._look.profile.corrected(name, page.mapping(), page.unit_chosen())
        path = save_profile(made, folder)
        self._look = replace(self._look, profile=made)
        page.show_profiles(profile_names(folder), name)
        self._dialog.show_news(tr("Saved as {}.").format(path))

    def _export(self, path: str) -> None:
        from landwatch_plugin.casework.intake_report import write_report

        if self._reading is not None:
            write_report(Path(path), self._reading.report)
            self._dialog.show_news(tr("Saved as {}.").format(path))

    def _request(self, profile: str | None = None) -> Request:
        """`profile` "" lets the program choose the best one, and takes no notice of the mapping table."""
        from landwatch_plugin.casework.intake import Request
        from landwatch_plugin.casework.intake_look import list_path

        order = self._dialog.order()
        chosen = order.profile if profile is None else profile
        return Request(
            order.source, order.batch, Path(order.ledger), chosen, order.layer, order.crs, order.unit,
            list_path(order.listing), order.fields if profile is None else None, by=order.operator,
            rulebook=self._settings.path("rulebook"), bindings=bindings(QgsProject.instance()),
            encoding=order.encoding,
        )  # fmt: skip

    def _list_name(self) -> str:
        order = self._dialog.order()
        return str(Path(order.ledger).parent / f"{order.batch}接收核对清单.xlsx")

    def _legend(self) -> str:
        return tr("退回 = not taken in; 修复 = mended and taken in; 提示 = taken in, please look.")
