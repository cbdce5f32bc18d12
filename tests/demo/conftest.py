"""演示县 as written, read back by plain means, for the tests."""

from __future__ import annotations

import csv
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from pyogrio.raw import read as read_raw

from demo.county import make_county
from landwatch_plugin.coordinates.reader import read_coordinates

BATCHES = ("演示县2026年6月图斑", "演示县2026年7月图斑")
Row = dict[str, Any]


class Table:
    """A vector file: shapes and columns."""

    def __init__(self, path: Path, layer: str | None = None, encoding: str | None = None) -> None:
        meta, _, geometry, data = read_raw(path, layer=layer, encoding=encoding)
        self.fields = list(meta["fields"])
        self.columns = dict(zip(self.fields, data, strict=True))
        self.wkb = list(geometry)
        self.shapes = shapely.from_wkb(geometry)
        self.crs = meta["crs"]

    def __len__(self) -> int:
        return len(self.wkb)

    def __getitem__(self, name: str) -> np.ndarray:
        return self.columns[name]

    def row(self, index: int) -> Row:
        return {name: column[index] for name, column in self.columns.items()}


class Written:
    """A county in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def layers(self) -> dict[str, Table]:
        path = self.folder / "county.gpkg"
        return {name: Table(path, name) for name, _ in pyogrio.list_layers(path)}

    @cached_property
    def scene(self) -> Table:
        return Table(self.folder / "scene.gpkg", "objects")

    def batch(self, title: str) -> Table:
        return Table(self.folder / "batches" / f"{title}.shp", encoding="GBK")

    @cached_property
    def patches(self) -> list[tuple[Row, shapely.Geometry]]:
        """Every row of both batches with its shape as issued."""
        tables = [self.batch(title) for title in BATCHES]
        return [(table.row(k), table.shapes[k]) for table in tables for k in range(len(table))]

    @cached_property
    def truth(self) -> dict[str, dict[str, str]]:
        return {row["图斑编号"]: row for row in self.rows("truth.csv")}

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def of(self, *subs: str) -> list[tuple[Row, shapely.Geometry]]:
        """Patches with an intended sub-type, repaired; a second row with a used number is not one of them."""
        first = {row["JCBH"]: (row, self.sound(shape)) for row, shape in reversed(self.patches)}
        return [first[number] for number, row in self.truth.items() if row["意向子类"] in subs]

    @staticmethod
    def sound(shape: shapely.Geometry) -> shapely.Geometry:
        return shape if shape.is_valid else shapely.make_valid(shape, method="structure")

    def covered(self, shape: shapely.Geometry, layer: str, keep: np.ndarray | None = None) -> float:
        """Share of a shape under the union of a layer's polygons (of those to keep)."""
        shapes = self.layers[layer].shapes
        return float(shapely.union_all(shapes if keep is None else shapes[keep]).intersection(shape).area / shape.area)

    def arable_m2(self, shape: shapely.Geometry, ridges: bool = False) -> float:
        """Cultivated land under a shape, with or without its ridges."""
        return self.class_m2(shape, ("0101", "0102", "0103"), ridges)

    def class_m2(self, shape: shapely.Geometry, codes: tuple[str, ...], ridges: bool = True) -> float:
        land = self.layers["dltb"]
        hit = np.isin(land["DLBM"], codes) & shapely.intersects(land.shapes, shape)
        parts = shapely.area(shapely.intersection(land.shapes[hit], shape))
        return float((parts if ridges else parts * (1 - land["KCXS"][hit])).sum())

    def texts(self) -> list[tuple[Path, list[shapely.Polygon]]]:
        """The boundary texts and their parcels."""
        found = []
        for path in sorted((self.folder / "approvals_txt").glob("*.txt")):
            parcels = read_coordinates(path.read_bytes(), path.name).parcels
            found.append((path, [shapely.Polygon(parcel.rings[0], parcel.rings[1:]) for parcel in parcels]))
        return found


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The made-up county, written once for all tests."""
    folder = tmp_path_factory.mktemp("county")
    make_county(folder)
    return Written(folder)
