"""图斑卷宗: landwatch:dossiers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterBoolean, QgsProcessingParameterString, QgsProject

from landwatch_plugin.casework.dossiers import Order, bind_dossiers
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.processing.algorithm import Feedback
from landwatch_plugin.processing.paper_algorithm import PaperAlgorithm


class Dossiers(PaperAlgorithm):
    key, title = "dossiers", mark("Patch dossiers (图斑卷宗)")
    about = mark(
        "Binds one volume per patch: cover, statement of facts, before and after images, overlay map, area table, "
        "photos, findings, decision. Layers come from the project's roles or, without a project, from the last check."
    )

    def more(self) -> None:
        self.add(
            QgsProcessingParameterString("NUMBERS", self.tr("Patch numbers"), "", optional=True),
            self.tr("Numbers separated by commas. Empty = every patch of the period."),
        )
        self.add(
            QgsProcessingParameterBoolean("COORDINATES", self.tr("Print coordinates"), True),
            self.tr("Off: no coordinate appears on paper."),
        )

    def write(
        self, given: dict[str, Any], parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> list[Path]:
        listed = self.parameterAsString(parameters, "NUMBERS", context).replace("，", ",").replace("、", ",")
        order = Order(
            given["period"],
            tuple(number.strip() for number in listed.split(",") if number.strip()),
            self.parameterAsBool(parameters, "COORDINATES", context),
            given["draft"],
        )
        bound = bindings(context.project() or QgsProject.instance())
        return bind_dossiers(
            given["ledger"], given["meeting"], given["folder"], bound, order, feedback, given["rulebook"]
        )
