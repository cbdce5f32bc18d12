"""批文坐标入库: landwatch:importapprovals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsProcessingContext, QgsProcessingOutputNumber, QgsProcessingParameterFile, QgsProject

from landwatch_plugin.casework.approvals import add_approvals
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.processing.algorithm import Algorithm, Feedback


class ImportApprovals(Algorithm):
    key, title = "importapprovals", mark("Add approvals from coordinate texts")
    section_key, section = "casework", mark("Casework")
    about = mark(
        "Approvals that are delivered only as boundary point texts (勘测定界界址点坐标) are added to the project's layer "
        "of their kind, with number, date, project and holder from 清单.csv in the same folder."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFile(
                "INPUT", self.tr("Folder of coordinate texts"), Qgis.ProcessingFileParameterBehavior.Folder
            ),
            self.tr("Must hold 清单.csv with the columns 文件, 种类, 批准文号, 批准日期, 项目名称, 用地单位."),
        )
        self.addOutput(QgsProcessingOutputNumber("PARCELS", self.tr("Parcels added")))
        self.addOutput(QgsProcessingOutputNumber("REFUSED", self.tr("Texts refused")))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> dict[str, Any]:
        bound = {binding.role: binding for binding in bindings(context.project() or QgsProject.instance())}
        if not bound:
            raise InputError("工程中没有绑定图层角色。", "请先在“图层角色绑定”中绑定批次用地、单独选址等图层。")
        report = add_approvals(Path(self.parameterAsFile(parameters, "INPUT", context)), bound)
        feedback.note(f"坐标文本{report.files}份，入库地块{report.parcels}个，退回{len(report.refused)}份。")
        for line in report.notes:
            feedback.note(line)
        for line in report.refused:
            feedback.warn(line)
        return {"PARCELS": report.parcels, "REFUSED": len(report.refused)}
