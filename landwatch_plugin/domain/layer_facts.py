"""图层实况: what was measured of a bound layer, as plain values; what it means is told by layer_health."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.extent import Box


@dataclass(frozen=True)
class MineFacts:
    """Of one feature of the licence layer: kind of boundary and elevation limits as they are written."""

    fid: int
    kind: str
    top: str
    bottom: str


@dataclass(frozen=True)
class LayerFacts:
    """Of a vector or raster layer. With `trouble` the layer could not be opened, and the rest is empty."""

    role: Role
    trouble: tuple[str, str] | None = None
    """(what, cure) when the layer cannot be opened or is of a wrong kind."""
    source: str = ""
    kind: str = ""
    """GPKG, ESRI Shapefile, memory …"""
    encoding: str = ""
    guessed_encoding: str = ""
    """By the bytes of a .dbf; "" for other formats."""
    crs: str = ""
    crs_trouble: tuple[str, str] | None = None
    features: int = 0
    empty: int = 0
    """Features without geometry."""
    invalid: tuple[int, ...] = ()
    """Ids of features whose geometry is invalid."""
    box: Box | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    """Key of the role's field map → the layer's field."""
    field_trouble: tuple[str, str] | None = None
    own_fields: tuple[str, ...] = ()
    classes: Mapping[str, int] = field(default_factory=dict)
    """Land-class code → features, of the land layer."""
    years: Mapping[str, int] = field(default_factory=dict)
    """数据年份 (SJNF) → features."""
    dates: tuple[str, str] | None = None
    """First and last date of the papers."""
    odd_dates: tuple[str, ...] = ()
    """Filled date fields that mean no date, one text per feature."""
    mines: tuple[MineFacts, ...] = ()
    modified: str = ""
    """Time of the file."""
    size: str = ""
    """Of an image: pixels and their size."""
