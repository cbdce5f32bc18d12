"""警示提醒函: landwatch:letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterString

from landwatch_plugin.casework.papers import write_letters
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.processing.algorithm import Feedback
from landwatch_plugin.processing.paper_algorithm import PaperAlgorithm


class Letters(PaperAlgorithm):
    key, title = "letters", mark("Reminder letters to townships (警示提醒函)")
    about = mark(
        "Writes a reminder letter to each township with illegal use of cultivated land that is not put right. Numbers "
        "come from the ledger's register: never given twice, and kept when a letter is made again."
    )

    def more(self) -> None:
        self.add(
            QgsProcessingParameterString("TOWNS", self.tr("Townships"), "", optional=True),
            self.tr("Names separated by commas. Empty = every township that needs a letter."),
        )

    def write(
        self, given: dict[str, Any], parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> list[Path]:
        names = self.parameterAsString(parameters, "TOWNS", context).replace("，", ",").replace("、", ",")
        towns = [name.strip() for name in names.split(",") if name.strip()]
        return write_letters(
            given["ledger"], given["meeting"], given["folder"], feedback, given["period"], given["rulebook"],
            towns, given["draft"], given["by"],
        )  # fmt: skip
