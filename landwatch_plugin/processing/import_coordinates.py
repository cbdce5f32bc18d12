"""坐标文本读入: landwatch:importcoordinates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
)

from landwatch_plugin.casework.coordinate_texts import ReadParcel, read_texts
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.processing.algorithm import Algorithm, Feedback
from landwatch_plugin.processing.tables import write_table

COLUMNS = (
    ("parcel_no", "文字"), ("name", "文字"), ("use", "文字"), ("declared_ha", "数值"), ("plane_m2", "数值"),
    ("ellipsoid_m2", "数值"), ("crs", "文字"), ("encoding", "文字"), ("notes", "文字"), ("source_file", "文字"),
    ("source_line", "整数"),
)  # fmt: skip


class ImportCoordinates(Algorithm):
    key, title = "importcoordinates", mark("Read coordinate texts")
    section_key, section = "coordinates", mark("Boundary coordinates")
    about = mark(
        "Boundary point texts (勘测定界界址点坐标, 国土TXT) in their many dialects become one polygon layer. Whatever was "
        "mended stands in the field notes; a text that cannot be read is listed with line and cure, and the others go in."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterMultipleLayers(
                "INPUT", self.tr("Coordinate texts or folder"), QgsProcessing.SourceType.TypeFile
            ),
            self.tr("One text, several texts, or a folder, of which all .txt files are read."),
        )
        self.add(
            QgsProcessingParameterCrs("CRS", self.tr("Coordinate system of the result"), optional=True),
            self.tr("Texts of other zones are brought into it. Empty = the system of the first text."),
        )
        self.add(
            QgsProcessingParameterNumber(
                "ZONE", self.tr("Zone number (带号)"), optional=True, minValue=13, maxValue=45
            ),
            self.tr("Only for texts that name no zone, neither in the coordinates nor in the header, e.g. 38."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Parcels"), QgsProcessing.SourceType.TypeVectorPolygon),
            self.tr("Polygons with declared and computed areas, coordinate system, encoding, notes, file and line."),
        )
        self.addOutput(QgsProcessingOutputNumber("FILES", self.tr("Texts given")))
        self.addOutput(QgsProcessingOutputNumber("PARCELS", self.tr("Parcels read")))
        self.addOutput(QgsProcessingOutputNumber("REFUSED", self.tr("Texts refused")))

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        places = [Path(place) for place in self.parameterAsFileList(parameters, "INPUT", context)]
        crs = self.parameterAsCrs(parameters, "CRS", context)
        zone = self.parameterAsInt(parameters, "ZONE", context) if parameters.get("ZONE") is not None else 0
        report = read_texts(places, crs if crs.isValid() else None, zone, feedback)
        place = write_table(
            self, parameters, "OUTPUT", context, COLUMNS, (_row(one) for one in report.parcels), report.crs
        )
        for line in (*report.passed_over, *report.notes):
            feedback.note(line)
        for line in report.refused:
            feedback.warn(line)
        read = report.files - len(report.refused)
        feedback.note(
            f"坐标文本{report.files}份：读取{read}份、地块{len(report.parcels)}个，未读取{len(report.refused)}份。"
        )
        return {
            "OUTPUT": place, "FILES": report.files, "PARCELS": len(report.parcels), "REFUSED": len(report.refused),
        }  # fmt: skip


def _row(one: ReadParcel) -> tuple[Any, ...]:
    parcel = one.parcel
    return (
        parcel.number, parcel.name, parcel.use, one.declared_ha, one.plane_m2, one.ellipsoid_m2, one.crs,
        one.encoding, "；".join(parcel.notes), one.source_file, parcel.line, one.wkb,
    )  # fmt: skip
