"""接收核查资料: landwatch:importrecords: field visits, photos, decisions and remedies from tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from landwatch_plugin.casework.field_work import (
    TableReport,
    import_decisions,
    import_facts,
    import_photos,
    import_remedies,
)
from landwatch_plugin.casework.review import Review
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.ledger.journal import DOUBT_NAME, redactor
from landwatch_plugin.processing.algorithm import Algorithm, Feedback


class ImportRecords(Algorithm):
    key, title = "importrecords", mark("Receive field records and decisions")
    section_key, section = "casework", mark("Casework")
    about = mark(
        "Takes tables (CSV in UTF-8 or GBK) of field visits, review decisions and remedies, and a folder of photos, "
        "into the ledger. Every row is taken or listed with its cure. A decision passes the same checks as in the dock."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFile("LEDGER", self.tr("Ledger"), extension="gpkg"),
            self.tr("The ledger that holds the patches."),
        )
        for name, title, text in (
            ("FACTS", self.tr("Field visits (外业核查表)"), self.tr("Columns 图斑编号, 实地用途 and any others; 举证材料 lists evidence.")),
            ("DECISIONS", self.tr("Review decisions (会审决定表)"), self.tr("Columns 图斑编号, 动作, 判定, 子类, 理由; optional 标签, 整改期限, 责任单位, 主体类型, 会审日期. 主体类型 must be one of the rule book; 新增 and 存量 exclude each other.")),
            ("REMEDIES", self.tr("Remedies (整改台账)"), self.tr("Columns 图斑编号, 整改方式, 耕地面积亩, 文号, 日期.")),
        ):  # fmt: skip
            self.add(QgsProcessingParameterFile(name, title, extension="csv", optional=True), text)
        self.add(
            QgsProcessingParameterFile(
                "PHOTOS", self.tr("Photo folder"), Qgis.ProcessingFileParameterBehavior.Folder, optional=True
            ),
            self.tr("JPEG files named number_1.jpg; position, azimuth and time come from EXIF."),
        )
        self.add(
            QgsProcessingParameterFile("RULEBOOK", self.tr("Rule book"), extension="toml", optional=True),
            self.tr("Classes and sub-types that decisions may name. Empty = shipped 2022 rule book."),
        )
        self.add_operator()
        self.add(
            QgsProcessingParameterString("MEETING", self.tr("Meeting"), optional=True),
            self.tr("Name of the review meeting that took the decisions."),
        )
        self.add(
            QgsProcessingParameterString("MEETING_DATE", self.tr("Day of the meeting"), optional=True),
            self.tr("E.g. 2026-08-27. Empty = today; a column 会审日期 in the table goes before it."),
        )
        self.addOutput(QgsProcessingOutputNumber("TAKEN", self.tr("Rows taken")))
        self.addOutput(QgsProcessingOutputNumber("REFUSED", self.tr("Rows refused")))

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        files = {
            name: Path(self.parameterAsFile(parameters, name, context))
            for name in ("FACTS", "PHOTOS", "DECISIONS", "REMEDIES")
            if parameters.get(name)
        }
        rulebook = self.parameterAsFile(parameters, "RULEBOOK", context)
        by = self.operator(parameters, context)
        on = self._day(parameters, context)
        review = Review(
            Path(self.parameterAsFile(parameters, "LEDGER", context)), Path(rulebook) if rulebook else None, by
        )
        review.meeting = self.parameterAsString(parameters, "MEETING", context)
        review.on = on
        try:
            reports = self._take(files, review, by)
            withheld = review.withheld()
            waiting = sum(row.number in withheld for row in review.rows())
        finally:
            review.close()
        for title, report in reports.items():
            feedback.note(f"{title}：{report.rows}条，接收{report.taken}条，退回{len(report.refused)}条。")
            for line in map(redactor(withheld, DOUBT_NAME), (*report.refused, *report.told)):
                feedback.warn(line)
        if withheld:
            feedback.warn(f"{waiting}个图斑的记录含涉军涉密字样，请在图斑面板确认或排除；确认前不列入文书和导出。")
        return {
            "TAKEN": sum(report.taken for report in reports.values()),
            "REFUSED": sum(len(report.refused) for report in reports.values()),
        }

    def _day(self, parameters: dict[str, Any], context: QgsProcessingContext) -> date | None:
        written = self.parameterAsString(parameters, "MEETING_DATE", context).strip()
        found = parse_date(written)
        if written and found is None:
            raise InputError(f"会议日期“{written}”无法识别。", "请写成 2026-08-27 的形式；留空为当天。")
        return found

    def _take(self, files: dict[str, Path], review: Review, by: str) -> dict[str, TableReport]:
        reports, names = {}, {item.name for item in review.book.evidence.values()}
        if "FACTS" in files:
            reports["外业核查"] = import_facts(files["FACTS"], review.ledger, by, names)
        if "PHOTOS" in files:
            reports["现场照片"] = import_photos(files["PHOTOS"], review.ledger, by)
        if "DECISIONS" in files:
            reports["会审决定"] = import_decisions(files["DECISIONS"], review)
        if "REMEDIES" in files:
            reports["整改台账"] = import_remedies(files["REMEDIES"], review.ledger, by)
        return reports
