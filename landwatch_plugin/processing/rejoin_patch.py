"""撤销拆分: landwatch:rejoinpatch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterFile, QgsProcessingParameterString

from landwatch_plugin.casework.review import Review
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.processing.algorithm import Algorithm, Feedback


class RejoinPatch(Algorithm):
    key, title = "rejoinpatch", mark("Undo a split (撤销拆分)")
    section_key, section = "casework", mark("Casework")
    about = mark(
        "Takes a split back: the parent stands again with its own decision, its children and their decisions go. The "
        "journal keeps both. Refused once the month is locked."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFile("LEDGER", self.tr("Ledger"), extension="gpkg"),
            self.tr("The ledger that holds the patches."),
        )
        self.add(
            QgsProcessingParameterString("NUMBER", self.tr("Patch number")),
            self.tr("The patch that was split, or one of its children."),
        )
        self.add(
            QgsProcessingParameterString("REASON", self.tr("Reason"), optional=True),
            self.tr("Written into the journal."),
        )
        self.add_operator()

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        ledger = Path(self.parameterAsFile(parameters, "LEDGER", context))
        review = Review(ledger, operator=self.operator(parameters, context))
        try:
            number = self.parameterAsString(parameters, "NUMBER", context).strip()
            parent = review.rejoin(number, self.parameterAsString(parameters, "REASON", context))
        finally:
            review.close()
        feedback.note(f"已撤销图斑{parent}的拆分。")
        return {"LEDGER": str(ledger), "NUMBER": parent}
