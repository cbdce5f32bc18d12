"""台账图层: whether a layer's source is the patch layer of a GeoPackage, and a source without some of its patches."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from qgis.core import QgsExpression, QgsFeatureRequest, QgsProviderRegistry

_TABLE, _NUMBER = "patches", "number"


def ledger_file(source: str) -> Path | None:
    """The file whose layer is named as a ledger's is; None for every other source. Whether it is a ledger shows when
    it is opened."""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", source)
    path = Path(parts.get("path") or "")
    named = (parts.get("layerName") or _TABLE) == _TABLE
    return path if named and path.suffix.lower() == ".gpkg" and path.is_file() else None


def without_numbers(source: Any, numbers: Iterable[str]) -> Any:
    """The features of a ledger's layer (or of a selection of it) whose number is none of these, as a layer of its own."""
    listed = ", ".join(QgsExpression.quotedString(number) for number in sorted(numbers))
    request = QgsFeatureRequest().setFilterExpression(f'"{_NUMBER}" NOT IN ({listed})')
    kept = source.materialize(request)
    kept.setName(source.sourceName())
    return kept
