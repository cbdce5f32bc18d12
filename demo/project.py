"""演示工程: the QGIS project of a county: layers in their styles, bound to roles, paths relative to the project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsMapLayer,
    QgsPalLayerSettings,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedRectangle,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.gis.layers import bind, binding_of, field_names
from landwatch_plugin.gis.map_style import apply_style
from landwatch_plugin.gis.patch_style import state_renderer

GROUPS = {
    "行政区": (Role.TOWN, Role.VILLAGE),
    "管控界线": (Role.REDLINE, Role.FARMLAND, Role.URBAN, Role.KEY_AREA),
    "审批与备案": (Role.BATCH, Role.SINGLE, Role.SUPPLY, Role.REGISTERED, Role.LINKED, Role.TEMPORARY, Role.FACILITY, Role.MINE),
    "现状": (Role.LAND,),
    "影像": (Role.AFTER, Role.BEFORE),
}
HIDDEN = (Role.LAND, Role.BEFORE, Role.VILLAGE, Role.KEY_AREA, Role.FARMLAND)


def build_project(
    path: Path,
    sources: dict[Role, str],
    book: RuleBook,
    ledger: Path | None = None,
    fields: dict[Role, dict[str, str]] | None = None,
) -> QgsProject:
    """Make the project of the bound layers (and the ledger's patches on top), save it, and leave it open."""
    project = QgsProject.instance()
    project.clear()
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    bound = []
    layers: dict[Role, QgsMapLayer] = {}
    for title, roles in GROUPS.items():
        group = None
        for role in roles:
            if role not in sources:
                continue
            layer = _open(role, sources[role], book, (fields or {}).get(role, {}))
            group = group or project.layerTreeRoot().addGroup(title)
            project.addMapLayer(layer, False)
            node = group.addLayer(layer)
            node.setExpanded(False)
            node.setItemVisibilityChecked(role not in HIDDEN)
            layers[role] = layer
            bound.append(binding_of(layer, role, (fields or {}).get(role, {})))
        if group:
            group.setExpanded(title == "影像")
    bind(project, bound)
    first = next(iter(layers[role] for role in (Role.LAND, Role.AFTER) if role in layers))
    project.setCrs(first.crs())
    if ledger is not None:
        add_patches(project, ledger, book.kinds)
    extent = first.extent()
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, first.crs()))
    path.parent.mkdir(parents=True, exist_ok=True)
    if not project.write(str(path)):
        raise SystemExit(f"无法写入工程 {path}")
    return project


def add_patches(project: QgsProject, ledger: Path, kinds: Mapping[str, str]) -> QgsVectorLayer:
    """The ledger's patches as the topmost layer, coloured by class, labelled by the end of the number."""
    layer = QgsVectorLayer(f"{ledger}|layername=patches", "图斑（台账）", "ogr")
    layer.setRenderer(state_renderer(kinds))
    layer.setReadOnly(True)
    _label(layer, "if(\"state\" = '被拆分', '', regexp_substr(\"number\", '([0-9]{1,4}(_[0-9]+)*)$'))", 9)
    project.addMapLayer(layer, False)
    project.layerTreeRoot().insertLayer(0, layer)
    return layer


def _open(role: Role, source: str, book: RuleBook, fields: dict[str, str]) -> QgsMapLayer:
    if role.is_raster:
        layer: QgsMapLayer = QgsRasterLayer(source, role.title, "gdal")
    else:
        layer = QgsVectorLayer(source, role.title, "ogr")
        names = field_names(layer, binding_of(layer, role, fields))
        apply_style(layer, role, names.get("class", ""), book.land)
        if role is Role.TOWN:
            _label(layer, f'"{names.get("name", "")}"', 12)
    if not layer.isValid():
        raise SystemExit(f"无法打开 {source}")
    return layer


def _label(layer: QgsVectorLayer, expression: str, size: float) -> None:
    face = QgsTextFormat()
    face.setFont(QFont("Noto Sans CJK SC"))
    face.setSize(size)
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(True)
    buffer.setSize(0.8)
    buffer.setColor(QColor("white"))
    face.setBuffer(buffer)
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.setFormat(face)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
