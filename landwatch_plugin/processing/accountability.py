"""问责比例测算: landwatch:accountability."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from landwatch_plugin.casework.ratio_sheet import write_ratio_sheet
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.processing.algorithm import Algorithm, Feedback


class Accountability(Algorithm):
    key, title = "accountability", mark("Accountability ratio (问责比例)")
    section_key, section = "casework", mark("Casework")
    about = mark(
        "Numerator, denominator and ratio of illegal use of cultivated land in new construction, by the rule book's "
        "treatment of remedies, with the list of patches behind each term, as an Excel sheet."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFile("LEDGER", self.tr("Ledger"), extension="gpkg"),
            self.tr("The ledger with the review's decisions and the remedies."),
        )
        self.add(
            QgsProcessingParameterString("PERIOD", self.tr("Period"), "", optional=True),
            self.tr("Part of a batch name, e.g. 2026年6月 or 2026年. Empty = all batches."),
        )
        self.add(
            QgsProcessingParameterFile("RULEBOOK", self.tr("Rule book"), extension="toml", optional=True),
            self.tr("Thresholds and treatment of remedies. Empty = shipped 2022 rule book."),
        )
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT", self.tr("Ratio sheet"), "Excel (*.xlsx)"),
            self.tr("Excel workbook: summary, pieces, patches not yet counted."),
        )
        self.add(
            QgsProcessingParameterFile("MEETING", self.tr("Meeting file (会议.toml)"), extension="toml", optional=True),
            self.tr("Names organ and date; with it the sheet is also written as PDF and Word beside the workbook."),
        )
        for name, title in (
            ("NUMERATOR_MU", self.tr("Numerator (mu)")),
            ("DENOMINATOR_MU", self.tr("Denominator (mu)")),
            ("PERCENT", self.tr("Ratio")),
        ):
            self.addOutput(QgsProcessingOutputString(name, title))
        self.addOutput(QgsProcessingOutputNumber("IN_SCOPE", self.tr("Within accountability scope (1/0)")))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> dict[str, Any]:
        rulebook = self.parameterAsFile(parameters, "RULEBOOK", context)
        meeting = self.parameterAsFile(parameters, "MEETING", context)
        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        sheet, lines = write_ratio_sheet(
            Path(self.parameterAsFile(parameters, "LEDGER", context)),
            self.parameterAsString(parameters, "PERIOD", context),
            output, Path(rulebook) if rulebook else None, Path(meeting) if meeting else None,
        )  # fmt: skip
        for line in lines:
            feedback.note(line)
        return {
            "OUTPUT": str(output), "NUMERATOR_MU": str(sheet.numerator), "DENOMINATOR_MU": str(sheet.denominator),
            "PERCENT": sheet.percent_text, "IN_SCOPE": int(sheet.in_scope),
        }  # fmt: skip
