"""图层版本: what tells one state of a layer's files from another, for what is kept between runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from glob import escape
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsVectorLayer
from qgis.PyQt.QtCore import QStandardPaths

from landwatch_plugin.gis.settings import Settings

LIMIT_MB = 2_000
#: Files that are known to hold all of a layer, .shp with its parts; others (TAB, MIF, VRT …) are read each time.
_ALONE = (".shp", ".gpkg", ".fgb", ".geojson", ".sqlite", ".kml")
_SHAPEFILE = (".dbf", ".shx", ".prj", ".cpg")


def cache_place() -> tuple[Path, int]:
    """Folder for kept layers and its limit in bytes; settings `cache/folder` and `cache/limit_mb` overrule (0 = none)."""
    settings = Settings()
    asked = settings.text("cache/limit_mb")
    own = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericCacheLocation)
    folder = settings.text("cache/folder") or str(Path(own) / "landwatch" / "layers")
    return Path(folder), (int(asked) if asked.isdigit() else LIMIT_MB) * 1_000_000


def layer_version(
    source: Any, fields: Mapping[str, str], target: QgsCoordinateReferenceSystem
) -> tuple[str, str] | None:
    """(key of the layer and its use, stamp of its files); None for one that is edited, joined or not in files."""
    if not isinstance(source, QgsVectorLayer) or source.providerType() != "ogr" or source.isModified():
        return None
    own = {Qgis.FieldOrigin.Provider}
    if any(source.fields().fieldOrigin(at) not in own for at in range(source.fields().count())):
        return None
    files = files_of(source.source())
    if not files:
        return None
    key = [source.source(), source.subsetString(), source.dataProvider().encoding(), sorted(fields.items())]
    key += [source.crs().toWkt(), target.toWkt()]
    stamp = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return _digest(key), _digest(stamp)


def files_of(source: str) -> list[Path]:
    """The files behind an ogr source: the parts of a shapefile, all of a .gdb folder, a log not yet written back.

    None for services and for formats whose parts are not known.
    """
    path = Path(source.split("|", 1)[0])
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.is_file())
    kind = path.suffix.lower()
    if kind not in _ALONE:
        return []
    parts = [path, path.with_name(f"{path.name}-wal")]
    if kind == ".shp":
        parts += [file for file in path.parent.glob(f"{escape(path.stem)}.*") if file.suffix.lower() in _SHAPEFILE]
    return sorted({file for file in parts if file.is_file() and file.stat().st_size})


def _digest(plain: Any) -> str:
    return hashlib.blake2b(json.dumps(plain, default=str).encode(), digest_size=10).hexdigest()
