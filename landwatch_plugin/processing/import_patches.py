"""接收图斑批次: landwatch:importpatches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
    QgsProject,
    QgsVectorLayer,
)

from landwatch_plugin.casework.intake import Request, read_batch
from landwatch_plugin.casework.intake_report import issue_lines, write_report
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.field_profile import UNITS
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.gis.patch_source import ENCODING_NAMES, open_source
from landwatch_plugin.gis.received_file import ReceivedFile
from landwatch_plugin.processing.algorithm import Algorithm, Feedback

ENCODINGS = ("", "gb18030", "utf-8")
_OUTPUTS = {
    "RECEIVED": mark("Rows received"), "ACCEPTED": mark("Rows accepted"), "REJECTED": mark("Rows rejected"),
    "SECRET": mark("Secret patches set aside"), "FINDINGS": mark("Findings listed"), "NEW": mark("New patches"),
    "CHANGED": mark("Changed patches"), "GONE": mark("Patches no longer in the file"),
}  # fmt: skip


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
            self.tr("Shapefile (in a zip too), file geodatabase, GeoPackage, GeoJSON or KML with one polygon per patch. No .cpg needed."),
        )
        self.add(
            QgsProcessingParameterString("PROFILE", self.tr("Field mapping profile"), "2026监测图斑", optional=True),
            self.tr("Name of a shipped profile or of your own, or path of a .toml file. Empty = the one that fits the fields best."),
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
        self._declare_what_the_user_says()
        self.add_operator()
        self.add(
            QgsProcessingParameterFileDestination(
                "REPORT", self.tr("List of findings"), "Excel (*.xlsx)", optional=True, createByDefault=False
            ),
            self.tr("Every row that was refused, repaired or doubted, with its cure, as a table for printing."),
        )
        for name, title in _OUTPUTS.items():
            self.addOutput(QgsProcessingOutputNumber(name, self.tr(title)))
        self.addOutput(QgsProcessingOutputString("AREA_UNIT_TAKEN", self.tr("Unit of the issued areas")))

    def _declare_what_the_user_says(self) -> None:
        self.add(
            QgsProcessingParameterString("LAYER", self.tr("Layer in the file"), optional=True),
            self.tr("Name of the layer when the zip, geodatabase or GeoPackage holds several polygon layers."),
        )
        self.add(
            QgsProcessingParameterFile("LIST", self.tr("List to join by patch number"), optional=True),
            self.tr("Excel (.xlsx) or CSV list with more attributes. Rows without partner on either side are listed."),
        )
        self.add(
            QgsProcessingParameterCrs("CRS", self.tr("Coordinate system of the file"), optional=True),
            self.tr("Only when the file has none or a wrong one. Empty = its own, else as its coordinates tell."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "AREA_UNIT", self.tr("Unit of the issued areas"), [self.tr("By comparison with the shapes"), *UNITS],
                defaultValue=0, optional=True,
            ),
            self.tr("Square metres, mu or hectares. By default it is decided by comparison with the shapes, and told."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterEnum(
                "ENCODING", self.tr("Text encoding of a shapefile"),
                [self.tr("By its content"), *(ENCODING_NAMES[name] for name in ENCODINGS[1:])], defaultValue=0, optional=True,
            ),
            self.tr("Only when the Chinese text comes out garbled."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterBoolean("AGAIN", self.tr("The batch comes again"), False, optional=True),
            self.tr("The ledger holds this batch already: new patches join it, undecided ones are renewed, decided ones stay."),
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """A file that QGIS cannot open is explained in the words of intake, not in QGIS's."""
        source = parameters.get("INPUT")
        if isinstance(source, str) and Path(source.split("|")[0]).exists():
            try:
                with ReceivedFile(source) as file:
                    layer = self.parameterAsString(parameters, "LAYER", context)
                    open_source(file.uri(layer), ENCODINGS[self.parameterAsEnum(parameters, "ENCODING", context)])
            except LandwatchError as error:
                return False, str(error)
            parameters = parameters | {"INPUT": QgsVectorLayer("Polygon", "", "memory")}
        checked: tuple[bool, str] = super().checkParameterValues(parameters, context)
        return checked

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> dict[str, Any]:
        request = self._request(parameters, context)
        report = read_batch(request, feedback).save(feedback)
        feedback.note(report.text)
        feedback.note(f"核对清单：{report.counted}。")
        for line in issue_lines(report.issues):
            feedback.note(line)
        paper = self.parameterAsFileOutput(parameters, "REPORT", context)
        if paper:
            write_report(Path(paper), report)
        again = report.reissue
        return {
            "LEDGER": str(request.ledger), "RECEIVED": report.received, "ACCEPTED": report.accepted,
            "REJECTED": report.rejected, "SECRET": report.secret, "FINDINGS": len(report.issues),
            "NEW": len(again.new) if again else report.accepted - report.secret,
            "CHANGED": len(again.changed) if again else 0, "GONE": len(again.gone) if again else 0,
            "AREA_UNIT_TAKEN": report.area_unit, "REPORT": paper,
        }  # fmt: skip

    def _request(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Request:
        source = parameters["INPUT"]
        if not (isinstance(source, str) and Path(source.split("|")[0]).exists()):
            layer = self.parameterAsVectorLayer(parameters, "INPUT", context)
            source = layer.source() if layer else str(source)
        rulebook = self.parameterAsFile(parameters, "RULEBOOK", context)
        listing = self.parameterAsFile(parameters, "LIST", context)
        crs = self.parameterAsCrs(parameters, "CRS", context)
        unit = self.parameterAsEnum(parameters, "AREA_UNIT", context)
        return Request(
            source, self.parameterAsString(parameters, "BATCH", context),
            Path(self.parameterAsFileOutput(parameters, "LEDGER", context)),
            self.parameterAsString(parameters, "PROFILE", context),
            layer=self.parameterAsString(parameters, "LAYER", context),
            crs=(crs.authid() or crs.toWkt()) if crs.isValid() else "", unit=["", *UNITS][unit],
            listing=Path(listing) if listing else None, again=self.parameterAsBool(parameters, "AGAIN", context),
            rulebook=Path(rulebook) if rulebook else None, by=self.operator(parameters, context),
            bindings=bindings(context.project() or QgsProject.instance()),
            encoding=ENCODINGS[self.parameterAsEnum(parameters, "ENCODING", context)],
        )  # fmt: skip
