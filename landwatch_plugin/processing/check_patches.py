"""核查图斑: landwatch:checkpatches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProject,
)

from landwatch_plugin.casework.checking import CheckReport, check
from landwatch_plugin.casework.findings_table import COLUMNS, finding_rows
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.recheck import Difference
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.processing.algorithm import Algorithm, Feedback
from landwatch_plugin.processing.tables import vector_kind, write_table

CHANGES = (("patch_id", "文字"), ("item", "文字"), ("before", "文字"), ("after", "文字"))
#: Differences told in the log; the table has them all.
MOST_TOLD = 200


class CheckPatches(Algorithm):
    key, title = "checkpatches", mark("Check the ledger's patches")
    section_key, section = "checking", mark("Checking")
    about = mark(
        "Overlays every patch with the layers bound by role in the project (or, without a project, those used last), "
        "tries the rule book and keeps figures, findings and a suggestion in the ledger. People decide."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFile("LEDGER", self.tr("Ledger"), extension="gpkg"),
            self.tr("The ledger that holds the patches."),
        )
        self.add(
            QgsProcessingParameterFile("RULEBOOK", self.tr("Rule book"), extension="toml", optional=True),
            self.tr("Rules, thresholds and evidence of the year. Empty = shipped 2022 rule book."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "AREA_BASIS", self.tr("Area basis"), [self.tr("Ellipsoidal"), self.tr("Plane")], defaultValue=0
            ),
            self.tr("Ellipsoidal areas are those of the land survey; plane areas those of the projection."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", self.tr("Findings"), vector_kind(), optional=True, createByDefault=True
            ),
            self.tr("Table with one row per patch and rule: result, figures, reason, citation."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "CHANGES", self.tr("Differences from the last check"), vector_kind(), optional=True, createByDefault=False
            ),
            self.tr("Table of the figures that differ from the check that stood: patch, item, before, after."),
        )
        self.add(
            QgsProcessingParameterBoolean("REPLACE", self.tr("Replace the last check"), defaultValue=True, optional=True),
            self.tr("Off: where figures differ they are only listed, and the last check stands."),
        )
        self.add_operator()
        self.addOutput(QgsProcessingOutputNumber("CHECKED", self.tr("Patches checked")))
        self.addOutput(QgsProcessingOutputNumber("OPEN", self.tr("Patches that do not close")))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> dict[str, Any]:
        ledger = Path(self.parameterAsFile(parameters, "LEDGER", context))
        rulebook = self.parameterAsFile(parameters, "RULEBOOK", context)
        basis = (Basis.ELLIPSOIDAL, Basis.PLANE)[self.parameterAsEnum(parameters, "AREA_BASIS", context)]
        project = context.project() or QgsProject.instance()
        replace = self.parameterAsBool(parameters, "REPLACE", context)
        report = check(
            ledger, bindings(project), Path(rulebook) if rulebook else None, feedback, basis,
            self.operator(parameters, context), lambda _: replace,
        )  # fmt: skip
        self._tell(report, feedback)
        result = {"LEDGER": str(ledger), "CHECKED": report.checked, "OPEN": len(report.open_patches)}
        if parameters.get("OUTPUT"):
            result["OUTPUT"] = write_table(self, parameters, "OUTPUT", context, COLUMNS, finding_rows(ledger, report.withheld))
        if parameters.get("CHANGES"):
            rows = ((one.number, one.item, one.before, one.after) for one in _told(report))
            result["CHANGES"] = write_table(self, parameters, "CHANGES", context, CHANGES, rows)
        return result

    def _tell(self, report: CheckReport, feedback: Feedback) -> None:
        shares = "，".join(f"{name}{count}个" for name, count in report.suggestions.items())
        feedback.note(f"已核查{report.checked}个图斑；程序建议：{shares}。")
        feedback.note(f"面积口径：{report.basis}；规则手册：{report.rulebook}。")
        if report.differences:
            feedback.note(f"与上次核查结果相比有{len(report.differences)}处不同：")
            for one in _told(report)[:MOST_TOLD]:
                feedback.note(f"　{one.text}。")
            feedback.note("已以本次结果为准。" if report.kept else "仅列出差异，台账仍保留上次核查结果。")
        if report.unbound:
            feedback.note(f"未绑定图层（按无数据处理）：{'、'.join(report.unbound)}。")
        for line in report.failed:
            feedback.warn(f"检查未完成的图层：{line}，相关规则按存疑处理，请修正后重新核查。")
        for line in report.notes:
            feedback.note(line)
        for number, missing in report.open_patches.items():
            if number in report.withheld:
                continue
            text = f"有{missing:.2f}平方米未被地类图斑覆盖" if missing > 0 else f"地类图斑重叠{-missing:.2f}平方米"
            feedback.warn(f"图斑{number}不闭合：{text}，地类面积按无数据处理，请修正地类图层后重新核查。")


def _told(report: CheckReport) -> list[Difference]:
    """What may stand in a table or a log."""
    return [one for one in report.differences if one.number not in report.withheld]
