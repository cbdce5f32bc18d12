"""套合分析: landwatch:overlay, on any two polygon layers."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
)

from landwatch_plugin.casework.overlaying import Overlaid, overlay_sources
from landwatch_plugin.casework.secret_doubts import printable_source
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.overlay.result import CLOSURE_M2
from landwatch_plugin.processing.algorithm import Algorithm, Feedback
from landwatch_plugin.processing.tables import write_table

BASIS = ("area_basis", "文字")
SHARES = (
    ("patch_id", "文字"), ("class", "文字"), ("area_m2", "数值"), ("share", "数值"), ("mu", "数值"), ("mu_adjust", "数值"),
    BASIS,
)  # fmt: skip
COVERAGE = (
    ("patch_id", "文字"), ("patch_m2", "数值"), ("covered_m2", "数值"), ("uncovered_m2", "数值"), ("share", "数值"), BASIS,
)  # fmt: skip
PIECES = (*SHARES[:3], BASIS)
OPEN = (("patch_id", "文字"), ("missing_m2", "数值"), ("place", "文字"))
PROBLEMS = (
    ("layer", "文字"), ("feature", "文字"), ("state", "文字"), ("what", "文字"), ("before_m2", "数值"), ("after_m2", "数值"),
)  # fmt: skip


class Overlay(Algorithm):
    key, title = "overlay", mark("Overlay patches with a layer")
    section_key, section = "checking", mark("Checking")
    about = mark(
        "Area of each patch in each class of a control layer, and how much of the patch the layer covers (overlapping "
        "polygons counted once). Invalid polygons are repaired and listed; nothing is dropped in silence."
    )

    def declare(self) -> None:
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", self.tr("Patches"), polygons),
            self.tr("Polygons to be measured, in any coordinate system."),
        )
        self.add(
            QgsProcessingParameterField(
                "ID_FIELD", self.tr("Patch number field"), parentLayerParameterName="INPUT", optional=True
            ),
            self.tr("Field that identifies a patch; must be unique. Empty = feature id."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("OVERLAY", self.tr("Control layer"), polygons),
            self.tr("Polygons to overlay with: land classes, farmland, red line, approvals …"),
        )
        self.add(
            QgsProcessingParameterField(
                "CLASS_FIELD", self.tr("Class field"), parentLayerParameterName="OVERLAY", optional=True
            ),
            self.tr("Field whose values are the classes. Empty = one class for the whole layer."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "AREA_BASIS", self.tr("Area basis"), [self.tr("Ellipsoidal"), self.tr("Plane")], defaultValue=0
            ),
            self.tr("Ellipsoidal areas are those of the land survey; plane areas those of the projection."),
        )
        self.add(
            QgsProcessingParameterBoolean(
                "GAP_FREE", self.tr("The layer must tile the patches"), defaultValue=False, optional=True
            ),
            self.tr("For land classes: every gap and double cover above the tolerance is listed with its place."),
        )
        self.add(
            QgsProcessingParameterField(
                "RIDGE_FIELD", self.tr("Ridge coefficient field"), parentLayerParameterName="OVERLAY", optional=True
            ),
            self.tr("KCXS (0–1): that share of each polygon is counted as class 1203. Empty = none."),
        )
        number = QgsProcessingParameterNumber
        self.add(
            number("MIN_AREA", self.tr("Smallest shared area (m²)"), number.Type.Double, 1e-6, True, 0.0),
            self.tr("Smaller shared areas are mere touching."),
        )
        self.add(
            number("TOLERANCE", self.tr("Closure tolerance (m²)"), number.Type.Double, CLOSURE_M2, True, 0.0),
            self.tr("Gaps and double cover up to this are rounding."),
        )
        vector = QgsProcessing.SourceType.TypeVector
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Areas by class"), vector),
            self.tr("Table: patch_id, class, area_m2, share (0–1), mu (sums to the patch), mu_adjust, area_basis."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("COVERAGE", self.tr("Coverage"), vector, optional=True, createByDefault=False),
            self.tr("Table: patch_id, patch_m2, covered_m2 (as a union), uncovered_m2, share, area_basis."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("PIECES", self.tr("Pieces"), polygons[0], optional=True, createByDefault=False),
            self.tr("The shared polygons themselves, with patch_id, class, area_m2 and area_basis."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("OPEN", self.tr("Patches that do not close"), vector, optional=True, createByDefault=False),
            self.tr("Table: patch_id, missing_m2 (negative: counted twice), a point there."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("PROBLEMS", self.tr("Repairs and rejects"), vector, optional=True, createByDefault=False),
            self.tr("Table: layer, feature, what was repaired or why it could not be used, area before and after."),
        )

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> dict[str, Any]:
        sources = [self._source(parameters, name, context, feedback) for name in ("INPUT", "OVERLAY")]
        basis = (Basis.ELLIPSOIDAL, Basis.PLANE)[self.parameterAsEnum(parameters, "AREA_BASIS", context)]
        done = overlay_sources(
            *sources,
            id_field=self.parameterAsString(parameters, "ID_FIELD", context),
            class_field=self.parameterAsString(parameters, "CLASS_FIELD", context),
            basis=basis, pieces=bool(parameters.get("PIECES")), feedback=feedback,
            ridge_field=self.parameterAsString(parameters, "RIDGE_FIELD", context),
            gap_free=self.parameterAsBool(parameters, "GAP_FREE", context),
            min_area_m2=self.parameterAsDouble(parameters, "MIN_AREA", context),
            closure_m2=self.parameterAsDouble(parameters, "TOLERANCE", context),
        )  # fmt: skip
        for line in done.notes:
            feedback.note(line)
        return self._write(done, parameters, context)

    def _source(
        self, parameters: dict[str, Any], name: str, context: QgsProcessingContext, feedback: Feedback
    ) -> Any:
        """The layer itself, which may stand on the shelf, unless only a selection or a part of it is asked for."""
        asked = parameters.get(name)
        if isinstance(asked, QgsProcessingFeatureSourceDefinition):
            whole = not asked.selectedFeaturesOnly and asked.featureLimit < 0 and not asked.filterExpression
        else:
            whole = True
        source = self.parameterAsVectorLayer(parameters, name, context) if whole else None
        source = source or self.parameterAsSource(parameters, name, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, name))
        if not whole and source.featureCount() == 0:
            raise InputError("没有选中要素，或筛选条件下没有要素。", "请先选中要素，或取消“仅所选要素”和筛选条件。", source=source.sourceName())
        layer = self.parameterAsVectorLayer(parameters, name, context)
        source, left_out = printable_source(source, layer.source() if layer is not None else "")
        if left_out:
            feedback.warn(f"{left_out}。")
        return source

    def _write(
        self, done: Overlaid, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> dict[str, Any]:
        tables: dict[str, tuple[Any, Any, Any]] = {
            "OUTPUT": (SHARES, done.shares, None),
            "COVERAGE": (COVERAGE, done.coverage, None),
            "PIECES": (PIECES, done.pieces, done.crs),
            "OPEN": (OPEN, done.open_patches, None),
            "PROBLEMS": (PROBLEMS, done.problems, None),
        }
        return {
            name: write_table(self, parameters, name, context, columns, rows, crs)
            for name, (columns, rows, crs) in tables.items()
            if parameters.get(name)
        }
