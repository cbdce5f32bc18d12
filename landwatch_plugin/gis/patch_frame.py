"""图斑表: the ledger's patches as a frame in the working plane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle

from landwatch_plugin.domain.errors import CrsError
from landwatch_plugin.gis.crs import transform_between
from landwatch_plugin.gis.frames import flat_wkb, frame_of

Shapes = Sequence[tuple[str, bytes]]


def crs_of(srid: int, wkt: str) -> QgsCoordinateReferenceSystem:
    """The ledger's coordinate system: by EPSG number, else by the WKT that was stored with it."""
    crs = QgsCoordinateReferenceSystem.fromEpsgId(srid)
    return crs if crs.isValid() else QgsCoordinateReferenceSystem.fromWkt(wkt)


def extent_of(shapes: Shapes) -> QgsRectangle:
    """Box of all shapes, in their own system."""
    box = QgsRectangle()
    for _, wkb in shapes:
        box.combineExtentWith(_shape(wkb).boundingBox())
    return box


def patch_frame(shapes: Shapes, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem) -> Any:
    """GeoDataFrame(patch_id, geometry) in the target system, in the order given."""
    transform = transform_between(source, target)
    read = [flat_wkb(_shape(wkb), transform) for _, wkb in shapes]
    numbers = [number for number, _ in shapes]
    return frame_of(
        list(range(1, len(shapes) + 1)), {"patch_id": numbers}, [blob for blob, _ in read], [why for _, why in read], target
    )


def moved(
    wkbs: Sequence[bytes], source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> list[bytes]:
    """The geometries in another system. Raises CrsError when one has no place there."""
    transform = transform_between(source, target)
    made = []
    for wkb in wkbs:
        blob, why = flat_wkb(_shape(wkb), transform)
        if blob is None or why:
            raise CrsError(f"图斑图形不能转换到台账坐标系：{why}。", "请核对图层坐标系。")
        made.append(blob)
    return made


def _shape(wkb: bytes) -> QgsGeometry:
    shape = QgsGeometry()
    shape.fromWkb(wkb)
    return shape
