"""照片距离: how far from the patch a photo was taken, in metres of the working plane."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCsException, QgsGeometry, QgsPointXY

from landwatch_plugin.gis.crs import WORLD, transform_between


class PhotoDistances:
    """`source`: system of the patches, `plane`: the metric plane to measure in."""

    def __init__(self, source: QgsCoordinateReferenceSystem, plane: QgsCoordinateReferenceSystem) -> None:
        self._patch = transform_between(source, plane)
        self._photo = transform_between(QgsCoordinateReferenceSystem(WORLD), plane)

    def farthest(self, wkb: bytes, places: Iterable[tuple[float, float]]) -> float | None:
        """Largest distance (m) of the places (longitude, latitude) to the polygon, 0 inside; None without places."""
        shape = QgsGeometry()
        shape.fromWkb(wkb)
        shape.transform(self._patch)
        return max((self._one(shape, lon, lat) for lon, lat in places), default=None)

    def _one(self, shape: QgsGeometry, lon: float, lat: float) -> float:
        """A place that is nowhere on the plane is as far as can be."""
        try:
            spot: Any = self._photo.transform(QgsPointXY(lon, lat))
        except QgsCsException:
            return 9_999_999.0
        return float(shape.distance(QgsGeometry.fromPointXY(spot)))
