"""拒收的文件: what cannot be received as a whole, and files in other systems, shapes and profiles."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import shapely

from landwatch_plugin.casework.intake import import_batch
from landwatch_plugin.casework.intake_report import IntakeReport, issue_lines
from landwatch_plugin.domain.errors import CrsError, InputError
from landwatch_plugin.domain.intake import REJECT, REPAIR
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import (
    JULY,
    JUNE,
    SmallCounty,
    layer_of,
    patch_row,
    rect,
    saved,
)

SHIPPED = "2026监测图斑"


ZONE = np.array((1_000_000, 0))


def listed(report: IntakeReport, kind: str) -> list[tuple[int, str]]:
    return [(issue.row, issue.number) for issue in report.issues if issue.kind == kind]


@pytest.mark.parametrize(
    ("suffix", "said"),
    [(".dbf", "缺少同名的 .dbf 属性文件"), (".shx", "无法打开图层")],
)
def test_a_missing_companion_file_is_named(small: SmallCounty, suffix: str, said: str) -> None:
    """With the file it belongs to and what to do; no ledger is made."""
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    path.with_suffix(suffix).unlink()
    with pytest.raises(InputError) as caught:
        import_batch(path, JUNE, small.ledger, SHIPPED, Silent())
    assert said in str(caught.value)
    assert "【图斑.shp】" in str(caught.value)
    assert caught.value.cure
    assert not small.ledger.exists()


def test_capital_suffixes_are_the_same_files(small: SmallCounty) -> None:
    """From a disc written by another system."""
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    for suffix in (".shp", ".shx", ".dbf", ".prj"):
        path.with_suffix(suffix).rename(path.with_suffix(suffix.upper()))
    assert import_batch(path.with_suffix(".SHP"), JUNE, small.ledger, SHIPPED, Silent()).accepted == 1


def test_a_wrong_zone_is_named_with_its_cure(small: SmallCounty) -> None:
    """Zone 39 coordinates under a zone 38 .prj."""
    shape = shapely.transform(rect(0, 0, 40, 50), lambda c: c + ZONE)
    path = small.batch(patch_row("1", shape))
    with pytest.raises(CrsError, match=r"坐标的带号是39，图层坐标系的带号却是38.*EPSG:4527"):
        import_batch(path, JUNE, small.ledger, SHIPPED, Silent())
    assert not small.ledger.exists()


def test_metres_under_a_system_in_degrees_are_named(small: SmallCounty) -> None:
    """CGCS2000 degrees given to eight-digit eastings."""
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    path.with_suffix(".prj").write_text(
        'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
        'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
    )
    with pytest.raises(CrsError, match="坐标以米为单位，图层坐标系却以度为单位"):
        import_batch(path, JUNE, small.ledger, SHIPPED, Silent())


def test_a_file_without_rows_is_refused(small: SmallCounty) -> None:
    source = saved(layer_of([]), small.folder / "空.gpkg")
    with pytest.raises(InputError, match="图层中没有图斑"):
        import_batch(source, JUNE, small.ledger, SHIPPED, Silent())


def test_lines_are_no_patches(small: SmallCounty) -> None:
    line = layer_of([(shapely.LineString([(38_500_000, 0), (38_500_100, 0)]), {"JCBH": "1"})], "LineString")
    with pytest.raises(InputError, match=r"【线\.gpkg】不是面图层"):
        import_batch(saved(line, small.folder / "线.gpkg"), JUNE, small.ledger, SHIPPED, Silent())


def test_a_layer_without_number_field_names_the_fields_there_are(small: SmallCounty) -> None:
    source = saved(layer_of([(rect(0, 0, 9, 9), {"BH": "1", "BZ": "无"})]), small.folder / "图斑.gpkg")
    with pytest.raises(InputError, match=r"没有找到图斑编号字段.*现有字段：fid、BH、BZ"):
        import_batch(source, JUNE, small.ledger, SHIPPED, Silent())


def test_degrees_are_measured_on_the_ellipsoid(small: SmallCounty) -> None:
    """A batch in EPSG:4490: the area in the ledger is in m², and a repair tells no square degrees."""
    box = shapely.box(114.0, 28.0, 114.001, 28.001)
    bow = shapely.Polygon([(114.01, 28.0), (114.012, 28.001), (114.012, 28.0), (114.01, 28.001)])
    rows = [(box, {"JCBH": "1", "MJ": 0.0}), (bow, {"JCBH": "2", "MJ": 0.0})]
    source = saved(layer_of(rows, crs="EPSG:4490"), small.folder / "经纬度.gpkg")
    report = import_batch(source, JUNE, small.ledger, SHIPPED, Silent())
    with Ledger.open(small.ledger) as ledger:
        assert ledger.srid == 4490
        assert ledger.patch("1").area_m2 == pytest.approx(10_890, rel=0.01)
    [repair] = [issue.problem for issue in report.issues if issue.kind == REPAIR]
    assert repair == "图形自相交，已修复"


def test_a_later_batch_in_another_system_joins_the_ledger_s(small: SmallCounty) -> None:
    """June in zone 38, July in degrees: both lie where they lie."""
    small.receive(patch_row("1", rect(0, 0, 40, 50)))
    box = shapely.box(114.0, 28.0, 114.0004, 28.0004)
    source = saved(layer_of([(box, {"JCBH": "2"})], crs="EPSG:4490"), small.folder / "七月.gpkg")
    import_batch(source, JULY, small.ledger, SHIPPED, Silent())
    with Ledger.open(small.ledger) as ledger:
        patch = ledger.patch("2")
    shape = shapely.from_wkb(patch.wkb)
    assert shape.bounds[0] == pytest.approx(38_500_000, abs=0.01)
    assert shape.area == pytest.approx(patch.area_m2, rel=1e-6)


def test_a_vertex_that_is_no_number_is_refused(small: SmallCounty) -> None:
    """In the middle of the ring, where a bounding box does not see it."""
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)), patch_row("2", rect(100, 0, 40, 50)))
    data = bytearray(path.read_bytes())
    corners = 100 + 8 + 44 + 4
    data[corners + 32 : corners + 40] = struct.pack("<d", float("nan"))
    path.write_bytes(bytes(data))
    report = import_batch(path, JUNE, small.ledger, SHIPPED, Silent())
    assert listed(report, REJECT) == [(1, "1")]
    assert "NaN" in issue_lines(report.issues)[0]
    assert report.accepted == 1


def test_heights_and_arcs_are_flattened(small: SmallCounty) -> None:
    """A PolygonZ from a survey: two dimensions enter the ledger, with the same area."""
    solid = shapely.force_3d(rect(0, 0, 40, 50), 12.5)
    source = saved(layer_of([(solid, {"JCBH": "1"})], "PolygonZ"), small.folder / "三维.gpkg")
    import_batch(source, JUNE, small.ledger, SHIPPED, Silent())
    with Ledger.open(small.ledger) as ledger:
        shape = shapely.from_wkb(ledger.patch("1").wkb)
    assert not shape.has_z
    assert shape.area == 2000


def test_a_profile_of_one_s_own_names_fields_and_unit(small: SmallCounty) -> None:
    """A .toml beside the data; areas in 亩 are believed, not guessed."""
    profile = small.folder / "本县.toml"
    profile.write_text(
        '[profile]\nname = "本县"\narea_unit = "亩"\n[fields]\nnumber = ["TBH"]\narea = ["PDMJ"]\nremark = ["SM"]\n',
        encoding="utf-8",
    )
    source = saved(
        layer_of([(rect(0, 0, 40, 50), {"TBH": "007", "PDMJ": 3.0, "SM": "堆料"})]), small.folder / "本县.gpkg"
    )
    report = import_batch(source, JUNE, small.ledger, str(profile), Silent())
    with Ledger.open(small.ledger) as ledger:
        patch = ledger.patch("007")
    assert report.area_unit == "亩"
    assert patch.official_m2 == pytest.approx(2000)
    assert patch.remark == "堆料"

