"""QGIS features become frames for the overlay: nothing lost, NULL once None, coordinates in the working plane."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import shapely
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QThread, QTime

from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.errors import Cancelled, CrsError, InputError
from landwatch_plugin.gis.crs import working_grid
from landwatch_plugin.gis.frames import flat_wkb, frame, frame_of, plain
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import Options

pytestmark = pytest.mark.usefixtures("qgis_app")
Rows = list[tuple[list[Any], str | None]]
ZONE_38 = QgsCoordinateReferenceSystem("EPSG:4526")
SQUARE = "Polygon ((38500000 3100000, 38500010 3100000, 38500010 3100010, 38500000 3100010, 38500000 3100000))"


@pytest.fixture
def layer_of() -> Callable[..., QgsVectorLayer]:
    """A memory layer: geometry type and fields as QGIS writes them, then (attributes, WKT) rows."""

    def build(rows: Rows, kind: str = "Polygon", crs: str = "EPSG:4526", fields: str = "field=TBBH:string") -> Any:
        layer = QgsVectorLayer(f"{kind}?crs={crs}&{fields}", "图斑测试", "memory")
        features = []
        for values, wkt in rows:
            feature = QgsFeature(layer.fields())
            feature.setAttributes(values)
            if wkt is not None:
                feature.setGeometry(QgsGeometry.fromWkt(wkt))
            features.append(feature)
        assert layer.dataProvider().addFeatures(features)[0]
        return layer

    return build


def test_numbers_and_geometry_arrive_as_they_are(layer_of: Any) -> None:
    """The asked columns under our names, the feature id, the exact coordinates, and the name of the plane."""
    got = frame(layer_of([(["0001"], SQUARE), (["TB2"], SQUARE)]), {"patch_id": "TBBH"}, ZONE_38)
    assert list(got.columns) == ["fid", "patch_id", "problem", "geometry"]
    assert got["patch_id"].tolist() == ["0001", "TB2"]
    assert got["problem"].tolist() == [None, None]
    assert got.geometry.iloc[0].bounds == (38500000, 3100000, 38500010, 3100010)
    assert got.attrs["crs"] == "EPSG:4526"
    assert got.crs is None


def test_field_names_are_found_whatever_their_case(layer_of: Any) -> None:
    """As QGIS itself finds them."""
    assert frame(layer_of([(["a"], SQUARE)]), {"patch_id": "tbbh"}, ZONE_38)["patch_id"].tolist() == ["a"]


def test_a_missing_field_is_named_with_those_there_are(layer_of: Any) -> None:
    """The user sees what to map."""
    with pytest.raises(InputError, match=r"【图斑测试】图层没有字段“DLBM”.*现有字段：TBBH"):
        frame(layer_of([]), {"class": "DLBM"}, ZONE_38)


def test_every_kind_of_null_is_none(layer_of: Any) -> None:
    """Text, number and date that are NULL; values stay Python values."""
    fields = "field=DLBM:string&field=KCXS:double&field=N:integer&field=PZRQ:date"
    rows: Rows = [([None, None, None, None], SQUARE), (["0101", 0.12, 3, QDate(2026, 7, 1)], SQUARE)]
    names = {"class": "DLBM", "ridge": "KCXS", "n": "N", "day": "PZRQ"}
    got = frame(layer_of(rows, fields=fields), names, ZONE_38)
    assert got[list(names)].to_numpy().tolist() == [[None] * 4, ["0101", 0.12, 3, date(2026, 7, 1)]]
    assert plain(NULL) is None
    assert plain(QDate()) is None
    assert plain(QDateTime(QDate(2026, 7, 1), QTime(8, 30))) == datetime(2026, 7, 1, 8, 30)


def test_heights_measures_and_arcs_are_flattened(layer_of: Any) -> None:
    """A ZM square is a flat square; a circle of 50 m radius keeps its area to 5e-7."""
    solid = "PolygonZM ((0 0 5 1, 10 0 5 1, 10 10 5 1, 0 10 5 1, 0 0 5 1))"
    got = frame(layer_of([([""], solid)], kind="PolygonZM"), {}, ZONE_38)
    assert not shapely.has_z(got.geometry.iloc[0])
    assert got.geometry.iloc[0].area == 100
    circle = "CurvePolygon (CircularString (0 50, 50 0, 100 50, 50 100, 0 50))"
    disc = frame(layer_of([([""], circle)], kind="CurvePolygon"), {}, ZONE_38).geometry.iloc[0]
    assert disc.geom_type == "Polygon"
    assert disc.area == pytest.approx(math.pi * 2500, rel=1e-6)


def test_degrees_are_transformed_into_the_working_plane(layer_of: Any) -> None:
    """EPSG:4490 to zone 38, as QGIS itself transforms."""
    degrees = "Polygon ((114.5 28, 114.501 28, 114.501 28.001, 114.5 28.001, 114.5 28))"
    got = frame(layer_of([(["1"], degrees)], crs="EPSG:4490"), {}, ZONE_38).geometry.iloc[0]
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4490"), ZONE_38, QgsProject.instance())
    expected = QgsGeometry.fromWkt(degrees)
    expected.transform(transform)
    assert got.equals_exact(shapely.from_wkt(expected.asWkt(17)), 1e-6)
    assert got.bounds[0] == pytest.approx(38_549_000, abs=1_000)


def test_what_cannot_be_read_or_transformed_stays_in_the_frame_with_its_reason(layer_of: Any) -> None:
    """No geometry, off the earth, not a number: all rows arrive, and the overlay rejects them by name."""
    rows: Rows = [
        (["none"], None),
        (["far"], "Polygon ((114 95, 115 95, 115 96, 114 95))"),
        (["nan"], "Polygon ((114 nan, 115 28, 115 29, 114 nan))"),
        (["empty"], "Polygon EMPTY"),
        (["good"], "Polygon ((114.5 28, 114.501 28, 114.501 28.001, 114.5 28))"),
    ]
    got = frame(layer_of(rows, crs="EPSG:4490"), {"patch_id": "TBBH"}, ZONE_38)
    assert len(got) == 5
    _, grid = working_grid(ZONE_38, layer_of([]).extent())
    land = frame(layer_of([(["0101"], SQUARE)]), {"class": "TBBH"}, ZONE_38)
    result = measure(got, land, Options(grid))
    assert {item.feature for item in result.rejects} == {"none", "far", "nan", "empty"}
    assert result.rejects[0].reason == "没有几何图形"
    assert all(item.reason for item in result.rejects)
    assert result.coverage["patch_id"].tolist() == ["good"]


def test_an_unclosed_ring_is_listed_not_closed(qgis_app: Any) -> None:
    """Broken WKB that GEOS cannot read becomes None with its reason."""
    ring = shapely.to_wkb(shapely.box(0, 0, 1, 1))
    broken = ring[:-16] + b"\0" * 16
    got = frame_of([1, 2], {}, [ring, broken], [None, None], ZONE_38)
    assert got["problem"].tolist() == [None, "几何数据损坏，无法读取"]
    assert got.geometry.iloc[1] is None


def test_only_selected_features_when_asked(layer_of: Any) -> None:
    """The analyst overlays what is selected on the map."""
    layer = layer_of([([str(i)], SQUARE) for i in range(4)])
    layer.selectByIds([feature.id() for feature in layer.getFeatures() if feature["TBBH"] in ("1", "3")])
    assert frame(layer, {"patch_id": "TBBH"}, ZONE_38, selected_only=True)["patch_id"].sort_values().tolist() == ["1", "3"]
    assert len(frame(layer, {}, ZONE_38)) == 4


def test_a_processing_source_is_read_too(layer_of: Any) -> None:
    """Toolbox and dock read alike; a processing source knows no selection of its own."""
    layer = layer_of([(["1"], SQUARE)])
    source = QgsProcessingFeatureSource(layer, QgsProcessingContext())
    assert frame(source, {"patch_id": "TBBH"}, ZONE_38)["patch_id"].tolist() == ["1"]
    with pytest.raises(ValueError, match="selection"):
        frame(source, {}, ZONE_38, selected_only=True)


def test_a_layer_without_coordinate_system_is_refused(layer_of: Any) -> None:
    """Never read as if it were in the plane."""
    layer = layer_of([(["1"], SQUARE)])
    layer.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(CrsError, match="【图斑测试】图层没有坐标系"):
        frame(layer, {}, ZONE_38)


def test_reading_tells_progress_and_can_be_cancelled(layer_of: Any) -> None:
    """From 0 to 100, and Cancelled at the next question."""

    class Listener:
        heard: list[float] = []
        stop = False

        def progress(self, percent: float) -> None:
            self.heard.append(percent)

        def cancelled(self) -> bool:
            return self.stop

    listener, layer = Listener(), layer_of([([str(i)], SQUARE) for i in range(1200)])
    frame(layer, {}, ZONE_38, feedback=listener)
    assert (listener.heard[0], listener.heard[-1], len(listener.heard)) == (0, 100, 4)
    listener.stop = True
    with pytest.raises(Cancelled):
        frame(layer, {}, ZONE_38, feedback=listener)


def test_a_layer_is_not_read_from_another_thread(layer_of: Any) -> None:
    """A programming error, caught before QGIS crashes."""
    layer, caught = layer_of([(["1"], SQUARE)]), []

    class Other(QThread):
        def run(self) -> None:
            try:
                frame(layer, {}, ZONE_38)
            except RuntimeError as error:
                caught.append(str(error))

    thread = Other()
    thread.start()
    assert thread.wait(5_000)
    assert "own thread" in caught[0]


def test_the_layer_itself_is_not_changed(layer_of: Any) -> None:
    """The transformation works on a copy of the geometry."""
    geometry = QgsGeometry.fromWkt("Polygon ((114 28, 115 28, 115 29, 114 28))")
    to_plane = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4490"), ZONE_38, QgsProject.instance())
    blob, problem = flat_wkb(geometry, to_plane)
    assert problem is None
    assert blob is not None
    assert shapely.from_wkb(blob).bounds[0] == pytest.approx(38_500_000, abs=1)
    assert geometry.boundingBox().xMinimum() == 114


def test_from_layer_to_shares(layer_of: Any) -> None:
    """Patches in degrees and land in zone 38, measured together on the ellipsoid."""
    patches = layer_of(
        [(["TB1"], "Polygon ((114.5 28, 114.502 28, 114.502 28.002, 114.5 28.002, 114.5 28))")], crs="EPSG:4490"
    )
    half = "Polygon ((38549000 3090000, 38549300 3090000, 38549300 3110000, 38549000 3110000, 38549000 3090000))"
    land = layer_of([(["0101"], half)], fields="field=DLBM:string")
    crs, grid = working_grid(land.crs(), land.extent())
    result = measure(
        frame(patches, {"patch_id": "TBBH"}, crs), frame(land, {"class": "DLBM"}, crs), Options(grid, Basis.ELLIPSOIDAL)
    )
    assert result.shares["class"].tolist() == ["0101"]
    assert 0 < result.shares["share"].iloc[0] < 1
    assert result.basis_text == "椭球面积（CGCS2000椭球，高斯-克吕格投影面积÷k²）"
