"""月核自查: landwatch:selfcheck."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from landwatch_plugin.casework.self_check import SelfCheckReport, self_check
from landwatch_plugin.casework.self_check_sheet import write_problems
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.processing.algorithm import Algorithm, Feedback

_TOLD = 20


class SelfCheck(Algorithm):
    key, title = "selfcheck", mark("Monthly self-check (月核)")
    section_key, section = "casework", mark("Casework")
    about = mark(
        "Tries every check of the list on every patch before the month is confirmed: areas that must add up, evidence, "
        "dates, remedies, photos, comparison with the platform. What cannot be checked is told with its reason, never "
        "passed. Problems are kept in the ledger until a later run finds them gone."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFile("LEDGER", self.tr("Ledger"), extension="gpkg"),
            self.tr("The ledger whose patches are checked."),
        )
        self.add(
            QgsProcessingParameterString("PERIOD", self.tr("Period"), "", optional=True),
            self.tr("Part of a batch name, e.g. 2026年6月 or 2026年. Empty = all batches."),
        )
        self.add(
            QgsProcessingParameterFile("PLATFORM", self.tr("Platform export"), optional=True),
            self.tr("The patch list exported from the ministry's platform (.xlsx or .csv). Empty = not compared."),
        )
        self.add(
            QgsProcessingParameterFile("RULEBOOK", self.tr("Rule book"), extension="toml", optional=True),
            self.tr("Tolerances, evidence and remedies of the year. Empty = shipped 2022 rule book."),
        )
        self.add(
            QgsProcessingParameterFile("CHECKLIST", self.tr("Checklist"), extension="toml", optional=True),
            self.tr("The checks themselves, as an editable file. Empty = shipped list."),
        )
        self.add(
            QgsProcessingParameterString("TODAY", self.tr("Day of the check"), "", optional=True),
            self.tr("For terms and photo dates, e.g. 2026-11-22. Empty = today."),
        )
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT", self.tr("List of problems"), "Excel (*.xlsx)"),
            self.tr("Excel workbook: problems with who corrected them and when, what was not checked, the checks."),
        )
        self.add_operator()
        self.addOutput(QgsProcessingOutputNumber("BLOCKING", self.tr("Blocking problems")))
        self.addOutput(QgsProcessingOutputNumber("WARNINGS", self.tr("Warnings")))
        self.addOutput(QgsProcessingOutputNumber("UNCHECKED", self.tr("Not checked")))

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        files = {
            name: self.parameterAsFile(parameters, name, context) for name in ("PLATFORM", "RULEBOOK", "CHECKLIST")
        }
        period = self.parameterAsString(parameters, "PERIOD", context)
        report = self_check(
            Path(self.parameterAsFile(parameters, "LEDGER", context)),
            period=period,
            rulebook=_path(files["RULEBOOK"]),
            checklist=_path(files["CHECKLIST"]),
            platform=_path(files["PLATFORM"]),
            today=_day(self.parameterAsString(parameters, "TODAY", context)),
            by=self.operator(parameters, context),
            feedback=feedback,
        )
        output = write_problems(report, Path(self.parameterAsFileOutput(parameters, "OUTPUT", context)), period)
        self._tell(report, feedback)
        return {
            "OUTPUT": str(output), "BLOCKING": report.tally.blocking, "WARNINGS": report.tally.warning,
            "UNCHECKED": report.tally.unchecked,
        }  # fmt: skip

    def _tell(self, report: SelfCheckReport, feedback: Feedback) -> None:
        feedback.note(report.conclusion)
        for note in report.notes:
            feedback.warn(note)
        open_ones = [item for item in report.problems if not item.unchecked and not item.closed_at]
        for item in open_ones[:_TOLD]:
            feedback.note(f"{item.level}　{item.number}　{item.check} {item.title}：{item.text}")
        if len(open_ones) > _TOLD:
            feedback.note(f"其余{len(open_ones) - _TOLD}项见问题清单。")


def _path(text: str) -> Path | None:
    return Path(text) if text else None


def _day(text: str) -> date | None:
    found = parse_date(text)
    if text.strip() and found is None:
        raise InputError(f"检查日期“{text}”无法识别。", "请写成 2026-11-22 的形式。")
    return found
