"""要素表: QGIS features become plain frames for the overlay: NULL → None, curves straightened, Z and M dropped."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QThread

from landwatch_plugin import door
from landwatch_plugin.domain.errors import CrsError, InputError
from landwatch_plugin.domain.progress import Feedback, Silent, Span
from landwatch_plugin.gis.crs import transform_between

#: Arcs become chords of this angle; the area of a full circle then misses 5e-7 of it.
ARC_STEP = math.radians(0.1)
_TICK = 500
#: A block is handed on at so many features or bytes.
_BLOCK, _BLOCK_BYTES = 20_000, 16_000_000
_PLAIN_GROUND = (Qgis.WkbType.Polygon, Qgis.WkbType.MultiPolygon)
_PLAIN_VALUES = (str, int, float)


def frame(
    source: QgsFeatureSource | QgsVectorLayer,
    fields: Mapping[str, str],
    target: QgsCoordinateReferenceSystem,
    *,
    selected_only: bool = False,
    context: QgsCoordinateTransformContext | None = None,
    feedback: Feedback | None = None,
    within: QgsFeatureRequest | None = None,
) -> Any:
    """GeoDataFrame of a source in the `target` system: fid, the asked columns, problem, geometry.

    `fields` names the source's field for each column ({"patch_id": "TBBH"}; {"class": "DLBM"}). No feature is left
    out: one whose geometry cannot be read or transformed has None and the reason (Chinese) in `problem`, which the
    overlay puts into its list of rejects. `within` asks for some of a layer's features only.
    A vector layer must be read in its own (the main) thread. Raises InputError for a missing field, CrsError for a source without coordinate system, Cancelled.
    """
    fids: list[int] = []
    wkb: list[bytes | None] = []
    problems: list[str | None] = []
    values: dict[str, list[Any]] = {column: [] for column in fields}
    for block in blocks(
        source, fields, target, selected_only=selected_only, context=context, feedback=feedback, within=within
    ):
        fids += block.fids
        wkb += block.wkb
        problems += block.problems
        for column, cells in block.values.items():
            values[column] += cells
    return frame_of(fids, values, wkb, problems, target)


@dataclass
class Block:
    """Some features as they were read: attributes by column, WKB in the target system or None and why."""

    values: dict[str, list[Any]]
    fids: list[int] = field(default_factory=list)
    wkb: list[bytes | None] = field(default_factory=list)
    problems: list[str | None] = field(default_factory=list)


def blocks(
    source: QgsFeatureSource | QgsVectorLayer,
    fields: Mapping[str, str],
    target: QgsCoordinateReferenceSystem,
    *,
    selected_only: bool = False,
    context: QgsCoordinateTransformContext | None = None,
    feedback: Feedback | None = None,
    within: QgsFeatureRequest | None = None,
) -> Iterator[Block]:
    """The features of a source, some thousands at a time; see `frame`."""
    name = name_of(source)
    if not source.sourceCrs().isValid():
        raise CrsError("图层没有坐标系。", "请先为图层指定正确的坐标系。", source=name)
    columns = _columns(source, fields, name)
    transform = transform_between(source.sourceCrs(), target, context)
    plain_ground = transform.isShortCircuited() and source.wkbType() in _PLAIN_GROUND
    span = Span(feedback or Silent(), 0, 100)
    total = max(1, source.featureCount())
    block, size = Block({column: [] for column in columns}), 0
    for read, feature in enumerate(_features(source, columns.values(), selected_only, within)):
        if read % _TICK == 0:
            span.tick(read / total)
        if len(block.fids) == _BLOCK or size > _BLOCK_BYTES:
            yield block
            block, size = Block({column: [] for column in columns}), 0
        block.fids.append(feature.id())
        if plain_ground and feature.hasGeometry():
            blob, problem = feature.geometry().asWkb().data(), None
        else:
            blob, problem = flat_wkb(feature.geometry(), transform)
        size += len(blob) if blob is not None else 0
        block.wkb.append(blob)
        block.problems.append(problem)
        for column, index in columns.items():
            value = feature.attribute(index)
            block.values[column].append(value if type(value) in _PLAIN_VALUES else plain(value))
    span.tick(1.0)
    yield block


def flat_wkb(geometry: QgsGeometry, transform: QgsCoordinateTransform) -> tuple[bytes | None, str | None]:
    """WKB of a geometry in the target system, two-dimensional and without arcs; or None and why."""
    if geometry.isNull():
        return None, "没有几何图形"
    kind = geometry.wkbType()
    if QgsWkbTypes.isCurvedType(kind):
        geometry = QgsGeometry(geometry.constGet().segmentize(ARC_STEP))
    if QgsWkbTypes.hasZ(kind) or QgsWkbTypes.hasM(kind):
        shape = geometry.constGet().clone()
        shape.dropZValue()
        shape.dropMValue()
        geometry = QgsGeometry(shape)
    box = geometry.boundingBox()
    if not geometry.isEmpty() and not all(map(math.isfinite, (box.xMinimum(), box.yMinimum(), box.width()))):
        return bytes(geometry.asWkb()), None
    if not transform.isShortCircuited():
        geometry = QgsGeometry(geometry)
        try:
            geometry.transform(transform)
        except QgsCsException:
            return None, "坐标超出坐标系范围，不能转换"
    return bytes(geometry.asWkb()), None


def plain(value: Any) -> Any:
    """A QGIS attribute as a Python value: every kind of NULL is None, dates are Python dates."""
    if value is None or (hasattr(value, "isNull") and value.isNull()):
        return None
    for convert in ("toPyDateTime", "toPyDate", "toPyTime"):
        if hasattr(value, convert):
            return getattr(value, convert)()
    return value


def _columns(source: QgsFeatureSource | QgsVectorLayer, fields: Mapping[str, str], name: str) -> dict[str, int]:
    own = source.fields()
    missing = sorted(field for field in fields.values() if own.lookupField(field) < 0)
    if missing:
        raise InputError(
            f"图层没有字段“{'、'.join(missing)}”。",
            f"现有字段：{'、'.join(own.names())}。请修改字段映射。",
            source=name,
        )
    return {column: own.lookupField(field) for column, field in fields.items()}


def _features(
    source: QgsFeatureSource | QgsVectorLayer, columns: Any, selected_only: bool, within: QgsFeatureRequest | None
) -> Iterator[QgsFeature]:
    request = QgsFeatureRequest(within or QgsFeatureRequest()).setSubsetOfAttributes(list(columns))
    if isinstance(source, QgsVectorLayer):
        if source.thread() is not None and source.thread() != QThread.currentThread():
            raise RuntimeError("a vector layer is read in its own thread only; hand the task a frame")
        return source.getSelectedFeatures(request) if selected_only else source.getFeatures(request)
    if selected_only:
        raise ValueError("only a vector layer knows a selection; a processing source already holds just the selected")
    if isinstance(source, QgsProcessingFeatureSource):
        # Invalid shapes are repaired or listed by the overlay; the toolbox's own setting would drop them or stop.
        return source.getFeatures(request, Qgis.ProcessingFeatureSourceFlag.SkipGeometryValidityChecks)
    return source.getFeatures(request)


def name_of(source: QgsFeatureSource | QgsVectorLayer) -> str:
    return source.name() if isinstance(source, QgsVectorLayer) else source.sourceName()


def shapes_of(blobs: Sequence[bytes]) -> Any:
    """Shapes of WKBs that were read before, as an array."""
    return door.shapely().from_wkb(np.array(blobs, dtype=object))


def frame_of(
    fids: list[int],
    values: dict[str, list[Any]],
    wkb: list[bytes | None],
    problems: list[str | None],
    target: QgsCoordinateReferenceSystem,
) -> Any:
    """GeoDataFrame of values read elsewhere: `values` by column, one WKB (or None and its problem) a row."""
    sh, pd = door.shapely(), door.pandas()
    shapes = sh.from_wkb(np.array(wkb, dtype=object), on_invalid="ignore")
    broken = [shape is None and blob is not None for shape, blob in zip(shapes, wkb, strict=True)]
    said = ["几何数据损坏，无法读取" if bad else text for bad, text in zip(broken, problems, strict=True)]
    columns = {column: pd.Series(cells, dtype=object) for column, cells in values.items()}
    table = {"fid": fids, **columns, "problem": pd.Series(said, dtype=object)}
    result = door.geopandas().GeoDataFrame(table, geometry=list(shapes))
    result.attrs["crs"] = target.authid() or target.toProj()
    return result
