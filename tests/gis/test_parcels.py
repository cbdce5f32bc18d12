"""界址点成面: a ring inside another is a hole, one outside a part; a crossing boundary is refused by its line."""

from __future__ import annotations

import pytest
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsVectorLayer

from landwatch_plugin.coordinates.rings import assemble
from landwatch_plugin.coordinates.wkb import wkb_of
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.gis.parcels import append, holds, parcel_geometry
from tests.hand_made import CRS, EAST, NORTH, SmallCounty, layer_of, paper, rect, saved

pytestmark = pytest.mark.usefixtures("qgis_app")
ZONE_38 = QgsCoordinateReferenceSystem(CRS)
Ring = list[tuple[float, float]]


def box(x: float, y: float, side: float) -> Ring:
    west, south = EAST + x, NORTH + y
    return [(west, south), (west, south + side), (west + side, south + side), (west + side, south), (west, south)]


def shape_of(*rings: Ring) -> shapely.Geometry:
    wkb = wkb_of(assemble(list(rings), 1e-5)[0])
    return shapely.from_wkb(bytes(parcel_geometry(wkb, "1", "甲.txt", 12).asWkb()))


def test_one_ring_is_a_polygon() -> None:
    shape = shape_of(box(0, 0, 100))
    assert (shape.geom_type, shape.area) == ("MultiPolygon", 10_000)
    assert shape.bounds == (EAST, NORTH, EAST + 100, NORTH + 100)


@pytest.mark.parametrize("hole_first", [True, False])
def test_a_ring_inside_is_a_hole_wherever_it_stands_in_the_file(hole_first: bool) -> None:
    outer, inner = box(0, 0, 100), box(40, 40, 20)
    shape = shape_of(*((inner, outer) if hole_first else (outer, inner)))
    assert shape.area == 9600
    assert len(shape.geoms[0].interiors) == 1


def test_a_ring_outside_is_a_part() -> None:
    shape = shape_of(box(0, 0, 100), box(200, 0, 50))
    assert (len(shape.geoms), shape.area) == (2, 12_500)


def test_an_island_in_a_hole_is_land_again() -> None:
    """Plot, pond, and an island in the pond."""
    shape = shape_of(box(0, 0, 100), box(20, 20, 60), box(40, 40, 20))
    assert shape.area == 10_000 - 3_600 + 400


def test_the_direction_of_the_corners_does_not_matter() -> None:
    assert shape_of(box(0, 0, 100)[::-1]).area == 10_000


def test_a_boundary_that_crosses_itself_is_refused_by_file_and_line() -> None:
    bow = [(EAST, NORTH), (EAST + 50, NORTH + 50), (EAST + 50, NORTH), (EAST, NORTH + 50), (EAST, NORTH)]
    with pytest.raises(
        InputError, match=r"【甲\.txt】第12行：地块1的界址线自相交或各圈相互重叠。 处理办法：请核对界址点次序。"
    ):
        shape_of(bow)


def test_parts_that_share_a_side_become_one() -> None:
    """Two plots side by side under two ring numbers: the same ground, and valid."""
    shape = shape_of(box(0, 0, 100), box(100, 0, 100))
    assert (len(shape.geoms), shape.area, shape.is_valid) == (1, 20_000, True)


def test_a_hole_at_the_edge_is_a_bay() -> None:
    shape = shape_of(box(0, 0, 100), box(0, 40, 20))
    assert (shape.area, shape.is_valid, len(shape.geoms[0].interiors)) == (9600, True, 0)


def test_parts_that_overlap_are_refused() -> None:
    """Their union would be less ground than the text says."""
    with pytest.raises(InputError, match="相互重叠"):
        parcel_geometry(wkb_of([[box(0, 0, 100)], [box(50, 50, 100)]]), "1", "甲.txt", 12)


@pytest.fixture
def layer(small: SmallCounty) -> QgsVectorLayer:
    """A layer of 批次用地 on disk with one paper."""
    source = saved(
        layer_of([(rect(0, 0, 100, 100), paper("甲", "2025-01-01"))], "MultiPolygon"), small.folder / "pcyd.gpkg"
    )
    return QgsVectorLayer(source, "批次用地", "ogr")


def geometry(x: float, y: float, side: float):  # type: ignore[no-untyped-def]
    return parcel_geometry(wkb_of([[box(x, y, side)]]), "1", "甲.txt", 1)


def test_what_is_added_stays_on_disk(layer: QgsVectorLayer) -> None:
    append(layer, geometry(200, 0, 50), ZONE_38, {"PZWH": "乙〔2025〕2号", "PZRQ": "2025-02-02"})
    again = QgsVectorLayer(layer.source(), "", "ogr")
    added = list(again.getFeatures())[-1]
    assert (added["PZWH"], added["PZRQ"]) == ("乙〔2025〕2号", "2025-02-02")
    assert added.geometry().area() == pytest.approx(2500)


def test_it_is_brought_into_the_layer_s_system(small: SmallCounty) -> None:
    degrees = layer_of([(shapely.box(114, 28, 114.1, 28.1), paper("甲", ""))], "MultiPolygon", "EPSG:4490")
    opened = QgsVectorLayer(saved(degrees, small.folder / "度.gpkg"), "批次用地", "ogr")
    append(opened, geometry(0, 0, 100), ZONE_38, {"PZWH": "乙"})
    assert list(opened.getFeatures())[-1].geometry().boundingBox().xMinimum() == pytest.approx(114.0, abs=1e-6)


def test_a_layer_that_cannot_be_written_says_so(small: SmallCounty) -> None:
    source = saved(layer_of([(rect(0, 0, 9, 9), paper("甲", ""))]), small.folder / "只读.geojson", "GeoJSON")
    opened = QgsVectorLayer(f"{source}|option:NATIVE_DATA=NO", "只读", "ogr")
    opened.dataProvider().leaveUpdateMode()
    opened.setDataSource("/vsimem/no", "只读", "ogr")
    with pytest.raises(InputError, match="【只读】图层拒绝写入"):
        append(opened, geometry(0, 0, 9), ZONE_38, {})


def test_the_same_ground_under_the_same_number_is_known(layer: QgsVectorLayer) -> None:
    """The same number elsewhere, or another number here, is not."""
    assert holds(layer, "PZWH", "甲", geometry(0, 0, 100), ZONE_38)
    assert holds(layer, "PZWH", "甲", geometry(10, 10, 50), ZONE_38)
    assert not holds(layer, "PZWH", "乙", geometry(0, 0, 100), ZONE_38)
    assert not holds(layer, "PZWH", "甲", geometry(100, 0, 100), ZONE_38)
    assert not holds(layer, "PZWH", "甲", geometry(50, 0, 100), ZONE_38)
