"""图层角色绑定: which project layer plays which role. Kept in the project; the ledger remembers the last ones used."""

from __future__ import annotations

import glob
import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer

from landwatch_plugin.domain.control import FIELD_SYNONYMS, Binding, Role
from landwatch_plugin.domain.errors import InputError

_SCOPE, _KEY = "landwatch", "roles"


def bind(project: QgsProject, bindings: Iterable[Binding]) -> None:
    """Write the bindings into the project (saved with it)."""
    rows = [{"role": b.role.value, "layer": b.layer_id, "fields": b.fields} for b in bindings]
    project.writeEntry(_SCOPE, _KEY, json.dumps(rows, ensure_ascii=False))
    project.setDirty(True)


def bindings(project: QgsProject) -> list[Binding]:
    """The project's bindings whose layers still are in the project."""
    text, _ = project.readEntry(_SCOPE, _KEY, "[]")
    found = []
    for row in json.loads(text):
        layer = project.mapLayer(row["layer"])
        if layer is not None:
            found.append(binding_of(layer, _role(row["role"]), row.get("fields", {})))
    return found


def _role(key: str) -> Role:
    try:
        return Role(key)
    except ValueError as error:
        raise InputError(f"工程中绑定了本插件不认识的图层角色“{key}”。", "请升级插件，或重新绑定图层角色。") from error


def binding_of(layer: QgsMapLayer, role: Role, fields: dict[str, str] | None = None) -> Binding:
    """A binding that names the layer's data source, so that it can be opened again without the project."""
    return Binding(role, layer.source(), layer.providerType(), layer.id(), dict(fields or {}))


def open_vector(binding: Binding) -> QgsVectorLayer:
    """The bound vector layer: the project's own when it is there, else opened from its source.

    Raises InputError when it cannot be opened or has no polygons.
    """
    layer = QgsProject.instance().mapLayer(binding.layer_id) if binding.layer_id else None
    if layer is None and binding.provider == "memory":
        raise InputError(
            f"{binding.role.title}绑定的是临时图层，关闭工程后内容已不存在。",
            "请把该图层另存为 GeoPackage，再重新绑定。",
            source=binding.role.title,
        )
    if layer is None:
        layer = QgsVectorLayer(binding.source, binding.role.title, binding.provider)
    if not layer.isValid():
        raise InputError(
            f"{binding.role.title}图层无法打开。", "请检查文件是否移动或被占用，并重新绑定图层。", source=binding.source
        )
    if layer.geometryType().name != "Polygon":
        raise InputError(f"绑定为{binding.role.title}的图层不是面图层。", "请改绑面图层。", source=layer.name())
    return layer


def open_raster(binding: Binding) -> QgsRasterLayer:
    """The bound image. Raises InputError when it cannot be opened."""
    layer = QgsProject.instance().mapLayer(binding.layer_id) if binding.layer_id else None
    layer = layer if layer is not None else QgsRasterLayer(binding.source, binding.role.title, binding.provider)
    if not layer.isValid():
        raise InputError(f"{binding.role.title}无法打开。", "请检查影像文件，并重新绑定。", source=binding.source)
    return layer


def field_names(layer: QgsVectorLayer, binding: Binding) -> dict[str, str]:
    """Key → the layer's field: the user's mapping first, then the synonyms; keys without a field are absent."""
    own = {name.upper(): name for name in layer.fields().names()}
    found = {}
    for key in binding.role.fields:
        wanted = binding.fields.get(key)
        if wanted is not None and wanted.upper() not in own:
            raise InputError(
                f"字段映射“{wanted}”在图层中不存在。",
                f"现有字段：{'、'.join(own.values())}。请修改字段映射。",
                source=layer.name(),
            )
        names = (wanted,) if wanted else FIELD_SYNONYMS.get(key, ())
        hit = next((own[name.upper()] for name in names if name.upper() in own), None)
        if hit:
            found[key] = hit
    return found


def drawn_layers(project: QgsProject) -> list[QgsVectorLayer]:
    """Line and polygon layers in the order of the layer tree."""
    found = [node.layer() for node in project.layerTreeRoot().findLayers()]
    return [
        layer for layer in found
        if isinstance(layer, QgsVectorLayer) and layer.isValid() and layer.geometryType().name in ("Line", "Polygon")
    ]  # fmt: skip


def source_file(source: str) -> Path | None:
    """The file behind an ogr or gdal source; None for services and memory layers."""
    path = Path(source.split("|", 1)[0])
    return path if path.is_file() else None


def reopen(source: str) -> None:
    """Let every project layer of a file see what was written to it: readers opened before a write lose their footing."""
    path = source_file(source)
    for layer in QgsProject.instance().mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and path is not None and source_file(layer.source()) == path:
            layer.dataProvider().reloadData()
            layer.updateExtents()
            layer.triggerRepaint()


_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def source_parts(path: Path) -> list[Path]:
    """Every file that makes up a source: the companions of a .shp, what lies in a .gdb folder, or the file alone."""
    if path.is_dir():
        return sorted(part for part in path.iterdir() if part.is_file() and part.suffix.lower() != ".lock")
    if path.suffix.lower() != ".shp":
        return [path] if path.is_file() else []
    beside = {part.suffix.lower(): part for part in path.parent.glob(f"{glob.escape(path.stem)}.*")}
    return [beside[suffix] for suffix in _SHAPEFILE if suffix in beside]


def fingerprint(source: str) -> tuple[str, str]:
    """(SHA-256 over all parts in their order, newest modification time) of what is behind a source; empty for services."""
    parts = source_parts(Path(source.split("|", 1)[0]))
    if not parts:
        return "", ""
    digest = hashlib.sha256()
    for part in parts:
        with part.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    newest = max(part.stat().st_mtime for part in parts)
    return digest.hexdigest(), datetime.fromtimestamp(newest).isoformat(timespec="seconds")


_NAMES = {
    Role.LAND: ("dltb", "地类图斑"),
    Role.FARMLAND: ("yjjbnt", "永久基本农田", "基本农田"),
    Role.REDLINE: ("sthx", "stbhhx", "生态保护红线", "红线"),
    Role.URBAN: ("czkfbj", "开发边界"),
    Role.BATCH: ("pcyd", "批次用地", "批次"),
    Role.SINGLE: ("dxyd", "单独选址"),
    Role.SUPPLY: ("gd", "供地"),
    Role.REGISTERED: ("bdcdj", "不动产登记", "不动产权"),
    Role.LINKED: ("zjgg", "增减挂钩"),
    Role.TEMPORARY: ("lsyd", "临时用地"),
    Role.FACILITY: ("ssnyd", "设施农用地"),
    Role.MINE: ("ckq", "采矿权"),
    Role.KEY_AREA: ("zdqy", "重点区域"),
    Role.TOWN: ("xiang", "乡镇"),
    Role.VILLAGE: ("cun", "村", "村界"),
    Role.BEFORE: ("before", "前时相"),
    Role.AFTER: ("after", "后时相"),
}


def guess_role(layer_name: str) -> Role | None:
    """The role that a layer's name suggests: an exact name first, then the longest name contained in it."""
    plain = layer_name.strip().lower()
    for role, names in _NAMES.items():
        if plain in names:
            return role
    inside = [
        (len(name), role)
        for role, names in _NAMES.items()
        for name in names
        if name in plain and len(name) > (3 if name.isascii() else 1)
    ]
    return max(inside, key=lambda hit: hit[0])[1] if inside else None
