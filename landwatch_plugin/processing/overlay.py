"""套合分析: landwatch:overlay, on any two polygon layers."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from landwatch_plugin.casework.overlaying import Overlaid, overlay_sources
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.processing.algorithm import Algorithm, Feedback
from landwatch_plugin.processing.tables import write_table

SHARES = (("patch_id", "文字"), ("class", "文字"), ("area_m2", "数值"), ("share", "数值"))
COVERAGE = (
    ("patch_id", "文字"), ("patch_m2", "数值"), ("covered_m2", "数值"), ("uncovered_m2", "数值"), ("share", "数值"),
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
        vector = QgsProcessing.SourceType.TypeVector
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Areas by class"), vector),
            self.tr("Table: patch_id, class, area_m2, share (0–1)."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("COVERAGE", self.tr("Coverage"), vector, optional=True, createByDefault=False),
            self.tr("Table: patch_id, patch_m2, covered_m2 (as a union), uncovered_m2, share."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("PIECES", self.tr("Pieces"), polygons[0], optional=True, createByDefault=False),
            self.tr("The shared polygons themselves, with patch_id, class and area_m2."),
        )

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> dict[str, Any]:
        sources = [self._source(parameters, name, context) for name in ("INPUT", "OVERLAY")]
        basis = (Basis.ELLIPSOIDAL, Basis.PLANE)[self.parameterAsEnum(parameters, "AREA_BASIS", context)]
        done = overlay_sources(
            *sources,
            id_field=self.parameterAsString(parameters, "ID_FIELD", context),
            class_field=self.parameterAsString(parameters, "CLASS_FIELD", context),
            basis=basis, pieces=bool(parameters.get("PIECES")), feedback=feedback,
        )  # fmt: skip
        for line in done.notes:
            feedback.note(line)
        return self._write(done, parameters, context)

    def _source(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> Any:
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
        return source

    def _write(
        self, done: Overlaid, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> dict[str, Any]:
        tables: dict[str, tuple[Any, Any, Any]] = {
            "OUTPUT": (SHARES, ((r.patch_id, r[2], float(r.area_m2), float(r.share)) for r in done.shares), None),
            "COVERAGE": (COVERAGE, ((r.patch_id, *map(float, r[2:6])) for r in done.coverage), None),
            "PIECES": (SHARES[:3], ((i, c, float(a), g) for i, c, a, g in done.pieces), done.crs),
        }
        return {
            name: write_table(self, parameters, name, context, columns, rows, crs)
            for name, (columns, rows, crs) in tables.items()
            if parameters.get(name)
        }
