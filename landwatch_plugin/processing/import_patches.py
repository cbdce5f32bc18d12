"""接收图斑批次: landwatch:importpatches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
    QgsProject,
)

from landwatch_plugin.casework.intake import import_batch, issue_lines
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.gis.patch_source import open_source
from landwatch_plugin.processing.algorithm import Algorithm, Feedback


class ImportPatches(Algorithm):
    key, title = "importpatches", mark("Receive a batch of patches")
    section_key, section = "casework", mark("Casework")
    about = mark(
        "Takes a month's patch layer into the ledger: encoding, field mapping, dates and area unit are recognised, "
        "invalid shapes are repaired, and every row is either accepted or listed with its cure."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterVectorLayer(
                "INPUT", self.tr("Patch layer as received"), [QgsProcessing.SourceType.TypeVectorPolygon]
            ),
            self.tr("Shapefile, GeoPackage or file geodatabase with one polygon per patch. A missing .cpg is no problem."),
        )
        self.add(
            QgsProcessingParameterString("PROFILE", self.tr("Field mapping profile"), "2026监测图斑", optional=True),
            self.tr("Name of a shipped profile, or path of your own .toml file."),
        )
        self.add(
            QgsProcessingParameterString("BATCH", self.tr("Batch name")),
            self.tr("Name of the batch, e.g. 2026年6月. A ledger holds each batch once."),
        )
        self.add(
            QgsProcessingParameterFileDestination("LEDGER", self.tr("Ledger"), "GeoPackage (*.gpkg)"),
            self.tr("GeoPackage that keeps patches, decisions and journal. Made when it does not exist, else added to."),
        )
        self.add(
            QgsProcessingParameterFile("RULEBOOK", self.tr("Rule book"), extension="toml", optional=True),
            self.tr("Names the words that mark a patch as secret. Empty = shipped 2022 rule book."),
        )
        self.add_operator()
        for name, title in (
            ("RECEIVED", self.tr("Rows received")),
            ("ACCEPTED", self.tr("Rows accepted")),
            ("REJECTED", self.tr("Rows rejected")),
            ("SECRET", self.tr("Secret patches set aside")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """A file that QGIS cannot open is explained in the words of intake, not in QGIS's."""
        source = parameters.get("INPUT")
        if isinstance(source, str) and Path(source.split("|")[0]).is_file():
            try:
                open_source(source)
            except LandwatchError as error:
                return False, str(error)
        checked: tuple[bool, str] = super().checkParameterValues(parameters, context)
        return checked

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> dict[str, Any]:
        layer = self.parameterAsVectorLayer(parameters, "INPUT", context)
        source = layer.source() if layer else str(parameters["INPUT"])
        ledger = Path(self.parameterAsFileOutput(parameters, "LEDGER", context))
        rulebook = self.parameterAsFile(parameters, "RULEBOOK", context)
        report = import_batch(
            source, self.parameterAsString(parameters, "BATCH", context), ledger,
            self.parameterAsString(parameters, "PROFILE", context), feedback, Path(rulebook) if rulebook else None,
            self.operator(parameters, context), bindings(context.project() or QgsProject.instance()),
        )  # fmt: skip
        feedback.note(report.text)
        for line in issue_lines(report.issues):
            feedback.note(line)
        return {
            "LEDGER": str(ledger), "RECEIVED": report.received, "ACCEPTED": report.accepted,
            "REJECTED": report.rejected, "SECRET": report.secret,
        }  # fmt: skip
