"""会审纪要: landwatch:minutes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext

from landwatch_plugin.casework.papers import write_minutes
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.processing.algorithm import Feedback
from landwatch_plugin.processing.paper_algorithm import PaperAlgorithm


class Minutes(PaperAlgorithm):
    key, title = "minutes", mark("Minutes of the review meeting (会审纪要)")
    about = mark(
        "Writes the minutes of the review meeting and the opinion sheet for signatures, from the ledger's decisions, "
        "as PDF and Word."
    )

    def write(
        self, given: dict[str, Any], parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> list[Path]:
        return write_minutes(
            given["ledger"], given["meeting"], given["folder"], given["period"], given["rulebook"], given["draft"]
        )
