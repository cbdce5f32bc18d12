"""规则手册对比: landwatch:comparerulebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from landwatch_plugin.casework.book_comparison import compare_rulebooks
from landwatch_plugin.casework.comparison_sheet import write_comparison
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.processing.algorithm import Algorithm, Feedback


class CompareRulebooks(Algorithm):
    key, title = "comparerulebooks", mark("Compare two rule books (规则手册对比)")
    section_key, section = "casework", mark("Casework")
    about = mark(
        "Which patches of a month would be suggested otherwise by another rule book, and which rules and thresholds make "
        "the change. Judged on the figures of the latest checks, reckoned anew for each book; patches whose suggestion "
        "hangs on figures that only a new check can tell are listed apart. Nothing is written to the ledger."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFile("LEDGER", self.tr("Ledger"), extension="gpkg"),
            self.tr("The ledger whose patches have been checked."),
        )
        self.add(
            QgsProcessingParameterFile("BEFORE", self.tr("First rule book"), extension="toml", optional=True),
            self.tr("The rule book to start from. Empty = shipped 2022 rule book."),
        )
        self.add(
            QgsProcessingParameterFile("AFTER", self.tr("Second rule book"), extension="toml"),
            self.tr("The rule book to compare with it."),
        )
        self.add(
            QgsProcessingParameterString("PERIOD", self.tr("Period"), "", optional=True),
            self.tr("Part of a batch name, e.g. 2026年6月 or 2026年. Empty = all batches."),
        )
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT", self.tr("Comparison"), "Excel (*.xlsx)"),
            self.tr("Excel workbook: the patches that change, with the reason, and a count by class."),
        )
        self.addOutput(QgsProcessingOutputNumber("COMPARED", self.tr("Patches compared")))
        self.addOutput(QgsProcessingOutputNumber("CHANGED", self.tr("Patches that change")))
        self.addOutput(
            QgsProcessingOutputNumber("AGAIN", self.tr("Patches to be checked again before they are compared"))
        )

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        before = self.parameterAsFile(parameters, "BEFORE", context)
        made = compare_rulebooks(
            Path(self.parameterAsFile(parameters, "LEDGER", context)),
            Path(before) if before else default_rulebook(),
            Path(self.parameterAsFile(parameters, "AFTER", context)),
            feedback,
            self.parameterAsString(parameters, "PERIOD", context),
        )
        output = write_comparison(made, Path(self.parameterAsFileOutput(parameters, "OUTPUT", context)))
        feedback.note(f"原手册：{made.before.stamp}；新手册：{made.after.stamp}。")
        feedback.note(
            f"对比{made.compared}个图斑，建议有变化的{len(made.changes)}个，类型不变而依据或文字有变化的{len(made.reworded)}个；"
            f"须重新核查后比较的{len(made.unsettled)}个。"
        )
        if made.left_out:
            feedback.warn(f"{made.left_out}。")
        for one in made.changes:
            feedback.note(f"图斑{one.number}：{one.before.text} → {one.after.text}。{one.why}。")
        for again in made.unsettled:
            feedback.warn(f"图斑{again.number}：{again.why}。")
        if made.unchecked:
            feedback.warn(f"有{len(made.unchecked)}个图斑尚未核查，未对比：{'、'.join(made.unchecked[:10])}。")
        counts = {"COMPARED": made.compared, "CHANGED": len(made.changes), "AGAIN": len(made.unsettled)}
        return {"OUTPUT": str(output), **counts}
