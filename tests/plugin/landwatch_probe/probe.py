"""Algorithms that only the tests run: one works, one fails with a text for the user, one tries the library door."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputString, QgsProcessingParameterString

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.processing.algorithm import Algorithm, Feedback
from landwatch_plugin.processing.provider import LandwatchProvider


class Greet(Algorithm):
    """Says a town's name back; an empty one is an error in row 2."""

    key, title = "greet", mark("Patches")
    section_key, section = "probe", mark("Close")
    about = mark("About LandWatch")

    def declare(self) -> None:
        self.add(QgsProcessingParameterString("TOWN", self.tr("Patches")), self.tr("Bind layers"))
        self.addOutput(QgsProcessingOutputString("SAID", "said"))

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        town = self.parameterAsString(parameters, "TOWN", context)
        if town == "空":
            raise InputError("乡镇名称为空。", "请补填后重试。", source="乡镇.shp", row=2)
        feedback.progress(50)
        feedback.note(f"收到 {town}")
        return {"SAID": f"{town}，{feedback.cancelled()}"}


class Wheels(Algorithm):
    """Asks shapely and geopandas, through the library door, what goes wrong when symbols are mixed up."""

    key, title = "wheels", "Wheels"
    about = "The library door inside qgis_process."

    def declare(self) -> None:
        self.addOutput(QgsProcessingOutputString("ANSWERS", "answers"))

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        import json

        from landwatch_probe.wheels import answers

        return {"ANSWERS": json.dumps(answers())}


class ProbeProvider(LandwatchProvider):
    """Under a name of its own, beside the real provider."""

    def __init__(self) -> None:
        super().__init__([Greet, Wheels])

    def id(self) -> str:
        return "landwatch_probe"
