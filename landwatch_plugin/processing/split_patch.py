"""拆分图斑: landwatch:splitpatch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
    QgsProject,
)

from landwatch_plugin.casework.pasted_area import text_of
from landwatch_plugin.casework.review import Review
from landwatch_plugin.casework.splitting import Plan, Splitter, check_children
from landwatch_plugin.domain.control import Binding
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.splitting import shares_of
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.processing.algorithm import Algorithm, Feedback

_APPROVALS, _LAND, _LAYER, _COORDINATES = range(4)


class SplitPatch(Algorithm):
    key, title = "splitpatch", mark("Split a patch (拆分)")
    section_key, section = "casework", mark("Casework")
    about = mark(
        "Splits one patch along approvals, land classes, the features of a layer or corner coordinates. The children tile it "
        "exactly, are numbered _1, _2 …, inherit photos, records and history, and are checked by themselves. Undone by Undo a split."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFile("LEDGER", self.tr("Ledger"), extension="gpkg"),
            self.tr("The ledger that holds the patches."),
        )
        self.add(QgsProcessingParameterString("NUMBER", self.tr("Patch number")), self.tr("The patch to split."))
        ways = [
            self.tr("By approvals"), self.tr("By land classes"), self.tr("By the features of a layer"),
            self.tr("By corner coordinates"),
        ]  # fmt: skip
        self.add(
            QgsProcessingParameterEnum("METHOD", self.tr("Method"), ways, defaultValue=_APPROVALS),
            self.tr(
                "Approvals and land classes come from the layers bound by role, or those that the ledger used last."
            ),
        )
        kinds = [Qgis.ProcessingSourceType.VectorPolygon, Qgis.ProcessingSourceType.VectorLine]
        self.add(
            QgsProcessingParameterVectorLayer("LAYER", self.tr("Lines or polygons"), kinds, optional=True),
            self.tr("For the third method. Features selected in QGIS go before the others."),
        )
        self.add(
            QgsProcessingParameterString("CORNERS", self.tr("Corner table"), multiLine=True, optional=True),
            self.tr("For the fourth method: the corners as copied from Word or Excel; they part inside and outside."),
        )
        self.add(
            QgsProcessingParameterFile(
                "CORNERS_FILE",
                self.tr("Coordinate text"),
                optional=True,
                fileFilter=self.tr("Coordinate texts (*.txt *.csv);;All files (*)"),
            ),
            self.tr("For the fourth method, instead of a corner table: a text of boundary points."),
        )
        self.add(
            QgsProcessingParameterString("REASON", self.tr("Reason"), optional=True),
            self.tr("Written into the journal."),
        )
        self.add(
            QgsProcessingParameterBoolean("PREVIEW", self.tr("Only show the parts"), False),
            self.tr("Lists the children with their area and writes nothing."),
        )
        self.add(
            QgsProcessingParameterFile("RULEBOOK", self.tr("Rule book"), extension="toml", optional=True),
            self.tr("Tolerance of slivers, names of land classes. Empty = shipped 2022 rule book."),
        )
        self.add_operator()
        self.addOutput(QgsProcessingOutputNumber("COUNT", self.tr("Children")))

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        ledger = Path(self.parameterAsFile(parameters, "LEDGER", context))
        rulebook = self.parameterAsFile(parameters, "RULEBOOK", context)
        book = Path(rulebook) if rulebook else None
        by = self.operator(parameters, context)
        bound = bindings(context.project() or QgsProject.instance())
        review = Review(ledger, book, by)
        try:
            plan = self._plan(review, bound, parameters, context)
            self._tell(plan, feedback)
            if self.parameterAsBool(parameters, "PREVIEW", context):
                return {"LEDGER": str(ledger), "COUNT": 0}
            names = review.split(plan, self.parameterAsString(parameters, "REASON", context))
        finally:
            review.close()
        feedback.note(f"图斑{plan.number}已拆分为{len(names)}个。")
        if check_children(ledger, names, bound, book, feedback, by) is None:
            feedback.warn("没有可用的图层，子图斑尚未核查，请绑定图层后运行核查。")
        return {"LEDGER": str(ledger), "COUNT": len(names), "NUMBERS": names}

    def _plan(
        self, review: Review, bound: list[Binding], parameters: dict[str, Any], context: QgsProcessingContext
    ) -> Plan:
        known = bound or [item.binding for item in review.ledger.inputs()]
        splitter = Splitter(review.ledger, self.parameterAsString(parameters, "NUMBER", context).strip(), review.book)
        method = self.parameterAsEnum(parameters, "METHOD", context)
        if method == _LAYER:
            layer = self.parameterAsVectorLayer(parameters, "LAYER", context)
            if layer is None:
                raise InputError("没有指定线图层或面图层。", "请选择拆分所用的图层。")
            return splitter.by_layer(layer)
        if method == _COORDINATES:
            text, source = self._corners(parameters, context)
            try:
                return splitter.by_coordinates(splitter.read_corners(text))
            except InputError as error:
                raise error.moved_to(source) from error
        return splitter.by_land(known) if method == _LAND else splitter.by_approvals(known)

    def _corners(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[str, str]:
        """The text, and the file that it stands in ("" where it was pasted)."""
        text = self.parameterAsString(parameters, "CORNERS", context)
        file = self.parameterAsFile(parameters, "CORNERS_FILE", context)
        if bool(text.strip()) == bool(file):
            raise InputError(
                "没有给出界址点坐标。" if not file else "界址点坐标表和坐标文本只能给出一种。",
                "请粘贴界址点坐标表，或选择坐标文本（TXT）。",
            )
        return (text_of(Path(file)), Path(file).name) if file else (text, "")

    def _tell(self, plan: Plan, feedback: Feedback) -> None:
        feedback.note(f"图斑{plan.number}，{plan.mu}亩，{plan.how}：")
        for part, share in zip(plan.parts, shares_of([part.mu for part in plan.parts]), strict=True):
            feedback.note(f"{part.number}　{part.mu}亩　{share}　{part.label}".rstrip())
        feedback.note(plan.total + "。")
        for line in plan.notes:
            feedback.note(line)
