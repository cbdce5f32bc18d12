"""文书算法的共同参数: ledger, period, meeting file, rule book, folder, draft."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from landwatch_plugin.casework.secret_doubts import left_out_text
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.processing.algorithm import Algorithm, Feedback


class PaperAlgorithm(Algorithm):
    """Subclasses add their own parameters in `more` and write the files in `write`."""

    section_key, section = "documents", mark("Documents")

    def more(self) -> None:
        """Further parameters of the document."""

    def write(
        self, given: dict[str, Any], parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> list[Path]:
        """Write the documents. `given`: ledger, meeting, period, rulebook, folder, draft."""
        raise NotImplementedError

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFile("LEDGER", self.tr("Ledger"), extension="gpkg"),
            self.tr("The ledger with patches, checks and decisions."),
        )
        self.add(
            QgsProcessingParameterFile("MEETING", self.tr("Meeting file (会议.toml)"), extension="toml"),
            self.tr("Organ, date, place, people and demands of the meeting; a missing item stops the document."),
        )
        self.add(
            QgsProcessingParameterString("PERIOD", self.tr("Period"), "", optional=True),
            self.tr("Part of a batch name, e.g. 2026年6月. Empty = all batches."),
        )
        self.more()
        self.add_operator()
        self.add(
            QgsProcessingParameterFile("RULEBOOK", self.tr("Rule book"), extension="toml", optional=True),
            self.tr("Classes, evidence and document defaults. Empty = shipped 2022 rule book."),
        )
        self.add(
            QgsProcessingParameterBoolean("DRAFT", self.tr("Mark as draft (草稿)"), False),
            self.tr("Prints 草稿 across the pages until the document is issued."),
        )
        self.add(
            QgsProcessingParameterFolderDestination("FOLDER", self.tr("Output folder")),
            self.tr("Receives a PDF and an editable Word file of each document."),
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", self.tr("Files written")))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> dict[str, Any]:
        rulebook = self.parameterAsFile(parameters, "RULEBOOK", context)
        given = {
            "ledger": Path(self.parameterAsFile(parameters, "LEDGER", context)),
            "meeting": Path(self.parameterAsFile(parameters, "MEETING", context)),
            "period": self.parameterAsString(parameters, "PERIOD", context),
            "rulebook": Path(rulebook) if rulebook else None,
            "folder": Path(self.parameterAsString(parameters, "FOLDER", context)),
            "by": self.operator(parameters, context),
            "draft": self.parameterAsBool(parameters, "DRAFT", context),
        }
        files = self.write(given, parameters, context, feedback)
        left_out = left_out_text(given["ledger"], given["period"], given["rulebook"])
        if left_out:
            feedback.warn(f"{left_out}。")
        feedback.note(f"已生成{len(files)}个文件，位于“{given['folder'].name}”。")
        return {"FOLDER": str(given["folder"]), "COUNT": len(files), "FILES": [str(path) for path in files]}
