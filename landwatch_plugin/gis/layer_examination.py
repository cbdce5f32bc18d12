"""图层勘察: everything that can be measured of a bound layer without knowing what it should be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from qgis.core import QgsFeatureRequest, QgsMapLayer, QgsProviderRegistry, QgsRasterLayer, QgsVectorLayer

from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.encoding import guess_dbf_encoding, same_encoding
from landwatch_plugin.domain.errors import InputError, LandwatchError
from landwatch_plugin.domain.layer_facts import LayerFacts
from landwatch_plugin.domain.layer_health import TEMPORARY
from landwatch_plugin.gis.county_box import layer_box
from landwatch_plugin.gis.crs import named
from landwatch_plugin.gis.crs_check import check_coordinates, check_layer
from landwatch_plugin.gis.frames import plain
from landwatch_plugin.gis.layers import field_names, open_raster, open_vector, source_file

Tick = Callable[[float], None]
_TICK = 200
_YEAR_FIELDS = ("SJNF", "数据年份")
_DATES = ("date", "start", "end")
_DBF_READ = 4_000_000
_FORMATS = {"GPKG": "GeoPackage", "OpenFileGDB": "文件地理数据库", "GTiff": "GeoTIFF", "memory": TEMPORARY}


def examine_layer(binding: Binding, tick: Tick) -> LayerFacts:
    """`tick` hears the fraction done and may raise Cancelled. What is wrong with the layer is in the facts, not raised."""
    try:
        layer = open_raster(binding) if binding.role.is_raster else open_vector(binding)
    except InputError as error:
        return LayerFacts(binding.role, _told(error))
    return _of_raster(binding, layer) if isinstance(layer, QgsRasterLayer) else _of_vector(binding, layer, tick)


def _of_raster(binding: Binding, layer: QgsRasterLayer) -> LayerFacts:
    pixel = max(layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY())
    unit = "度" if layer.crs().isGeographic() else "米"
    return LayerFacts(
        size=f"{layer.width()}×{layer.height()}像素，{layer.bandCount()}个波段，像元{pixel:.3g}{unit}",
        **_common(binding, layer),
    )


def _of_vector(binding: Binding, layer: QgsVectorLayer, tick: Tick) -> LayerFacts:
    fields: dict[str, str] = {}
    trouble = None
    try:
        fields = field_names(layer, binding)
    except InputError as error:
        trouble = _told(error)
    seen = _Seen(layer, binding.role, fields)
    seen.read(tick)
    return LayerFacts(
        encoding=layer.dataProvider().encoding() if layer.providerType() == "ogr" else "",
        guessed_encoding=_dbf_encoding(layer),
        features=seen.features,
        empty=seen.empty,
        invalid=tuple(seen.invalid),
        fields=fields,
        field_trouble=trouble,
        own_fields=tuple(layer.fields().names()),
        classes=dict(seen.classes),
        years=dict(seen.years),
        dates=(min(seen.dates).isoformat(), max(seen.dates).isoformat()) if seen.dates else None,
        odd_dates=tuple(seen.odd_dates),
        **_common(binding, layer),
    )


def _told(error: LandwatchError) -> tuple[str, str]:
    """(what, cure), without the layer's name in front and the full stop behind: the table has both."""
    return re.sub("^【[^】]*】", "", error.message).rstrip("。"), error.cure


class _Seen:
    """One walk over the features: geometry, land-class codes, years and dates."""

    def __init__(self, layer: QgsVectorLayer, role: Role, fields: dict[str, str]) -> None:
        self.layer = layer
        own = layer.fields()
        self.class_at = own.lookupField(fields["class"]) if role is Role.LAND and "class" in fields else -1
        self.year_at = max(own.lookupField(name) for name in _YEAR_FIELDS) if role is Role.LAND else -1
        self.dates_at = [own.lookupField(fields[key]) for key in _DATES if key in fields]
        self.features = self.empty = 0
        self.invalid: list[int] = []
        self.classes: Counter[str] = Counter()
        self.years: Counter[str] = Counter()
        self.dates: set[date] = set()
        self.odd_dates: list[str] = []

    def read(self, tick: Tick) -> None:
        wanted = sorted({at for at in (self.class_at, self.year_at, *self.dates_at) if at >= 0})
        total = max(1, self.layer.featureCount())
        for feature in self.layer.getFeatures(QgsFeatureRequest().setSubsetOfAttributes(wanted)):
            if self.features % _TICK == 0:
                tick(min(1.0, self.features / total))
            self.features += 1
            self._geometry(feature)
            if self.class_at >= 0:
                self.classes[_text(feature.attribute(self.class_at))] += 1
            if self.year_at >= 0 and (year := _text(feature.attribute(self.year_at))):
                self.years[year] += 1
            for at in self.dates_at:
                self._date(feature.attribute(at))
        tick(1.0)

    def _geometry(self, feature: Any) -> None:
        geometry = feature.geometry()
        if geometry.isNull() or geometry.isEmpty():
            self.empty += 1
        elif not geometry.isGeosValid():
            self.invalid.append(feature.id())

    def _date(self, value: Any) -> None:
        day = plain(value)
        if isinstance(day, datetime):
            self.dates.add(day.date())
        elif isinstance(day, date):
            self.dates.add(day)
        elif text := _text(value):
            found = parse_date(text)
            self.dates |= {found} if found else set()
            self.odd_dates += [] if found else [text]


def _text(value: Any) -> str:
    """A code or year as text; 2025.0 of a floating-point field is 2025."""
    found = plain(value)
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    return "" if found is None else str(found).strip()


def _common(binding: Binding, layer: QgsMapLayer) -> dict[str, Any]:
    path = source_file(layer.source())
    trouble = None
    try:
        if isinstance(layer, QgsVectorLayer):
            check_layer(layer.name(), layer)
        else:
            check_coordinates(layer.name(), layer.crs(), layer.extent())
    except LandwatchError as error:
        trouble = _told(error)
    return {
        "role": binding.role,
        "source": _shown_source(layer, path),
        "kind": _kind(layer),
        "crs": f"{named(layer.crs())}（{layer.crs().description()}）" if layer.crs().isValid() else "",
        "crs_trouble": trouble,
        "box": layer_box(layer),
        "modified": datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y-%m-%d") if path else "",
    }


def _shown_source(layer: QgsMapLayer, path: Path | None) -> str:
    """File and layer name; never a whole path or a password."""
    if path is None:
        return layer.name()
    inner = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("layerName") or ""
    return f"{path.name}｜{inner}" if inner else path.name


def _kind(layer: QgsMapLayer) -> str:
    provider = layer.providerType()
    name = layer.dataProvider().storageType() if isinstance(layer, QgsVectorLayer) and provider == "ogr" else provider
    if isinstance(layer, QgsRasterLayer) and provider == "gdal":
        name = Path(layer.source().partition("|")[0]).suffix.lstrip(".").upper() or "gdal"
    return _FORMATS.get(name, name)


def encoding_instead(layer: QgsVectorLayer) -> str:
    """The encoding of a shapefile's bytes when QGIS reads them in another one; "" when all is well."""
    guessed = _dbf_encoding(layer) if layer.providerType() == "ogr" else ""
    return "" if not guessed or same_encoding(layer.dataProvider().encoding(), guessed) else guessed


def _dbf_encoding(layer: QgsVectorLayer) -> str:
    """What the bytes beside a shapefile say; "" for other formats and for tables without Chinese."""
    path = source_file(layer.source())
    table = path.with_suffix(".dbf") if path is not None and path.suffix.lower() == ".shp" else None
    if table is None or not table.is_file():
        return ""
    with table.open("rb") as stream:
        data = stream.read(_DBF_READ)
    return "" if data.isascii() else guess_dbf_encoding(data).upper()
