"""图层体检: landwatch:doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProject,
)

from landwatch_plugin.casework.layer_doctor import COLUMNS, examine, finding_rows, write_workbook
from landwatch_plugin.domain.diagnosis import Health, account
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.processing.algorithm import Algorithm, Feedback
from landwatch_plugin.processing.tables import vector_kind, write_table


class Doctor(Algorithm):
    key, title = "doctor", mark("Examine the bound layers (图层体检)")
    section_key, section = "checking", mark("Checking")
    about = mark(
        "Source, encoding, coordinate system, feature count, invalid geometries, extent, fields, code system of land "
        "classes and date of each layer bound by role in the project, and the optional components; each finding with "
        "its cure. Nothing is changed."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFile("LEDGER", self.tr("Ledger"), extension="gpkg", optional=True),
            self.tr(
                "Its patches tell where the county is when no township layer is bound; without a project its layers are examined."
            ),
        )
        self.add(
            QgsProcessingParameterFile("RULEBOOK", self.tr("Rule book"), extension="toml", optional=True),
            self.tr("Whose land classes the layer is compared with. Empty = shipped 2022 rule book."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Findings on layers"), vector_kind()),
            self.tr("Table: subject, item, said, state (正常, 注意, 不能用, 无数据), cure."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "WORKBOOK", self.tr("Excel workbook"), "Excel (*.xlsx)", optional=True, createByDefault=False
            ),
            self.tr("The same as a workbook with an overview sheet."),
        )
        self.addOutput(QgsProcessingOutputNumber("BLOCKED", self.tr("Findings that block")))
        self.addOutput(QgsProcessingOutputNumber("WARNED", self.tr("Findings to look at")))

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        ledger, rulebook = (self.parameterAsFile(parameters, name, context) for name in ("LEDGER", "RULEBOOK"))
        bound = bindings(context.project() or QgsProject.instance())
        found = examine(bound, feedback, Path(ledger) if ledger else None, Path(rulebook) if rulebook else None)
        feedback.note(account(found))
        for one in found:
            if one.health in (Health.BAD, Health.WARN):
                tell = feedback.warn if one.health is Health.BAD else feedback.note
                tell(f"{one.health.value}　{one.subject}　{one.item}：{one.said}。处理办法：{one.cure}")
        states = [one.health for one in found]
        result: dict[str, Any] = {"BLOCKED": states.count(Health.BAD), "WARNED": states.count(Health.WARN)}
        result["OUTPUT"] = write_table(self, parameters, "OUTPUT", context, COLUMNS, finding_rows(found))
        if parameters.get("WORKBOOK"):
            path = Path(self.parameterAsFileOutput(parameters, "WORKBOOK", context))
            result["WORKBOOK"] = str(write_workbook(path, found))
        return result
