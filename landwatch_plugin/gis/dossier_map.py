"""卷宗图件: the before and after image and the overlay map of a patch, drawn from the layers bound by role.

Draws copies of the bound layers in the styles of `map_style`, so that a project's own look never changes the paper;
no other patch is ever on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.land_class import LandClasses
from landwatch_plugin.gis.crs import WORLD, transform_between, working_grid
from landwatch_plugin.gis.layers import field_names, open_raster, open_vector
from landwatch_plugin.gis.map_picture import LegendRow, View, draw
from landwatch_plugin.gis.map_style import OUTLINES, land_colour, land_renderer, outline_renderer
from landwatch_plugin.gis.patch_frame import extent_of, moved

NOT_DRAWN = (Role.TOWN, Role.VILLAGE, Role.KEY_AREA)


class DossierMap:
    """Opens the layers once and draws many patches."""

    def __init__(self, bindings: Sequence[Binding], crs: QgsCoordinateReferenceSystem, classes: LandClasses) -> None:
        self.crs, self.classes = crs, classes
        self.rasters = {b.role: open_raster(b).clone() for b in bindings if b.role.is_raster}
        self.vectors: dict[Role, QgsVectorLayer] = {}
        self.class_field = ""
        for binding in bindings:
            if not binding.role.is_raster and binding.role not in NOT_DRAWN:
                layer = open_vector(binding)
                if binding.role is Role.LAND:
                    self.class_field = field_names(layer, binding).get("class", "")
                self.vectors[binding.role] = layer.clone()

    def has(self, role: Role) -> bool:
        return role in self.rasters or role in self.vectors

    def image(self, path: Path, wkb: bytes, role: Role, caption: str) -> Path:
        """One image with the patch's outline. An image that does not reach the patch is said to: blank is no field."""
        view, layer = self._view(wkb, 1000, 1000), self.rasters[role]
        reach, patch = self._reach(layer, view), view.geometry().boundingBox()
        if not reach.contains(patch):
            caption += "（影像未完全覆盖图斑）" if reach.intersects(patch) else "（影像未覆盖图斑）"
        return draw(path, view, [layer], caption)

    def _reach(self, layer: QgsMapLayer, view: View) -> QgsRectangle:
        box: QgsRectangle = transform_between(layer.crs(), view.crs).transformBoundingBox(layer.extent())
        return box

    def overlay(self, path: Path, wkb: bytes, caption: str) -> Path:
        """Land classes with control lines and approvals over them, and a legend of what is in view."""
        view = self._view(wkb, 1500, 1060)
        layers: list[QgsMapLayer] = []
        legend = [LegendRow("图斑范围", "", "#e60012")]
        for role in (role for role in OUTLINES if role in self.vectors):
            layer = self.vectors[role]
            if self._in_view(layer, view):
                layer.setRenderer(outline_renderer(role, 0.45))
                layers.append(layer)
                colour, pen, _ = OUTLINES[role]
                legend.append(LegendRow(role.title, "", colour, pen != "solid"))
        land = self.vectors.get(Role.LAND)
        if land is not None and self.class_field:
            codes = sorted({str(f[self.class_field]) for f in self._in_view(land, view)})
            land.setRenderer(land_renderer(self.class_field, codes, self.classes))
            layers.append(land)
            legend += [LegendRow(self.classes.title(code), land_colour(code)) for code in codes]
        return draw(path, view, layers, caption, legend)

    def _view(self, wkb: bytes, width: int, height: int) -> View:
        """The patch in a plane of metres: a picture drawn in degrees would be squeezed, and its scale would lie."""
        crs = self.crs
        if crs.isGeographic():
            crs, _ = working_grid(self.crs, extent_of([("", wkb)]))
            [wkb] = moved([wkb], self.crs, crs)
        return View(wkb, crs, width=width, height=height)

    def _in_view(self, layer: QgsVectorLayer, view: View) -> list:
        back = transform_between(view.crs, layer.crs())
        box: QgsRectangle = back.transformBoundingBox(view.extent())
        request = QgsFeatureRequest().setFilterRect(box).setFlags(QgsFeatureRequest.Flag.ExactIntersect)
        return list(layer.getFeatures(request))

    def centre_text(self, wkb: bytes) -> str:
        """A point inside the patch as longitude and latitude (CGCS2000/WGS 84 differ by less than is printed)."""
        shape = QgsGeometry()
        shape.fromWkb(wkb)
        inside = shape.pointOnSurface().asPoint()
        place = transform_between(self.crs, QgsCoordinateReferenceSystem(WORLD)).transform(inside)
        return f"东经{place.x():.6f}°，北纬{place.y():.6f}°"
