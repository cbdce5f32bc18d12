"""台账文件: a GeoPackage that QGIS opens, and a file that fails with words when it cannot be used."""

from __future__ import annotations

import sqlite3

import pytest

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.geopackage import COLUMN_TITLES
from landwatch_plugin.ledger.store import Ledger

SRID = 4549


def raw(ledger: Ledger) -> sqlite3.Connection:
    """Another program's hand on the same file."""
    return sqlite3.connect(ledger.path, isolation_level=None, timeout=0)


def test_a_new_ledger_can_be_opened_again(ledger):
    """It is empty, and knows its coordinate system."""
    with Ledger.open(ledger.path) as again:
        assert again.patches() == []
        assert again.srid == SRID
        assert again.srs_wkt.startswith('PROJCS["CGCS2000')
        assert again.layer_source == f"{ledger.path}|layername=patches"


def test_an_existing_file_is_never_overwritten(ledger, wkt):
    with pytest.raises(LedgerError, match="已存在"):
        Ledger.create(ledger.path, SRID, wkt)
    assert ledger.numbers() == []


def test_a_folder_that_is_not_there_is_named(tmp_path, wkt):
    with pytest.raises(LedgerError, match="文件夹是否存在"):
        Ledger.create(tmp_path / "没有" / "台账.gpkg", SRID, wkt)


def test_without_a_coordinate_system_nothing_is_made(tmp_path):
    """A layer whose CRS is unknown has no WKT."""
    with pytest.raises(LedgerError, match="坐标系"):
        Ledger.create(tmp_path / "台账.gpkg", 0, "")
    assert list(tmp_path.iterdir()) == []


def test_an_absent_ledger_is_named(tmp_path):
    with pytest.raises(LedgerError, match=r"找不到台账.*无\.gpkg"):
        Ledger.open(tmp_path / "无.gpkg")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 99], ids=["empty", "text"])
def test_a_file_that_is_no_ledger_is_named(tmp_path, content):
    path = tmp_path / "其他.gpkg"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"其他\.gpkg"):
        Ledger.open(path)
    assert path.read_bytes() == content


def test_a_geopackage_of_other_people_is_no_ledger(tmp_path):
    path = tmp_path / "地类.gpkg"
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA application_id = 1196444487")
        other.execute("CREATE TABLE dltb (fid INTEGER PRIMARY KEY)")
    with pytest.raises(LedgerError, match="不是本插件的台账文件"):
        Ledger.open(path)


def test_a_ledger_of_a_newer_version_asks_for_the_newer_plugin(ledger):
    """An old plugin must not write into it."""
    raw(ledger).execute("UPDATE meta SET value = '3' WHERE key = 'schema_version'")
    with pytest.raises(LedgerError, match="升级本插件"):
        Ledger.open(ledger.path)


def test_a_locked_ledger_says_who_may_hold_it(month, new_decision):
    """Another program is writing; after the wait there is a text, not an exception of SQLite."""
    other = raw(month)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LedgerError, match=r"演示县\.gpkg.*占用.*保存并停止编辑"):
        Ledger.open(month.path, busy_ms=50)
    other.execute("ROLLBACK")
    with Ledger.open(month.path, busy_ms=50) as second:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match=r"等待 0\.05 秒"):
            second.decide("SJ0001", new_decision(), None)
        other.execute("ROLLBACK")
        assert second.decide("SJ0001", new_decision(), None)


def test_a_reader_that_blocks_the_commit_leaves_nothing_half_done(month, new_decision):
    """A long reading in another program lets the act begin but not end."""
    other = raw(month)
    with Ledger.open(month.path, busy_ms=50) as second:
        other.execute("BEGIN")
        other.execute("SELECT * FROM patches").fetchone()
        with pytest.raises(LedgerError, match="占用"):
            second.decide("SJ0001", new_decision(), None)
        other.execute("ROLLBACK")
        assert second.decision("SJ0001") is None
        assert second.verify_journal() is None
        assert second.decide("SJ0001", new_decision(), None)


def test_a_read_only_ledger_says_so(month, new_decision):
    """As on a share where the user may only read."""
    month._run("PRAGMA query_only = ON")
    with pytest.raises(LedgerError, match=r"只读.*写权限"):
        month.decide("SJ0001", new_decision(), None)
    assert month.decision("SJ0001") is None


def test_a_damaged_ledger_points_to_the_backup(month):
    """A page in the middle was overwritten, as a broken network copy does."""
    month.close()
    data = bytearray(month.path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    month.path.write_bytes(data)
    with pytest.raises(LedgerError, match="备份"):
        Ledger.open(month.path)


def test_a_transaction_inside_another_is_refused(month):
    with month.transaction(), pytest.raises(LedgerError, match="尚未完成"), month.transaction():
        pass
    assert month.numbers()


def test_what_fails_inside_a_transaction_leaves_nothing(month):
    """The next act works as before."""
    with pytest.raises(ZeroDivisionError), month.transaction():
        month._run("UPDATE patches SET verdict = '合法'")
        _ = 1 / 0
    assert {row.verdict for row in month.patches()} == {""}
    month.set_meta("县", "演示县")


def test_settings_are_safe_for_a_network_drive(ledger):
    """No WAL, every commit on the disk, deleted bytes overwritten, references watched."""
    wanted = {"journal_mode": "delete", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "busy_timeout": 5000}
    assert {name: ledger._value(f"PRAGMA {name}") for name in wanted} == wanted


def test_a_ledger_left_in_wal_mode_is_brought_back(ledger):
    """QGIS writes in WAL mode while it edits a layer."""
    ledger.close()
    other = raw(ledger)
    other.execute("PRAGMA journal_mode = WAL")
    other.close()
    with Ledger.open(ledger.path) as again:
        assert again._value("PRAGMA journal_mode") == "delete"


def test_while_another_program_holds_it_in_wal_mode_work_goes_on(month, new_decision):
    """The layer is being edited in QGIS in the next window."""
    month.close()
    other = raw(month)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("SELECT count(*) FROM patches").fetchone()
    with Ledger.open(month.path) as again:
        assert again.decide("SJ0001", new_decision(), None)
        assert other.execute("SELECT verdict FROM patches WHERE number = 'SJ0001'").fetchone() == ("违法",)


def test_gdal_lists_the_patches_as_a_polygon_layer(month):
    """Name, type, count, extent, coordinate system and the kinds of the columns."""
    ogr = pytest.importorskip("osgeo.ogr")
    ogr.UseExceptions()
    source = ogr.Open(str(month.path))
    layer = source.GetLayerByName("patches")
    assert ogr.GeometryTypeToName(layer.GetGeomType()) == "Multi Polygon"
    assert layer.GetFeatureCount() == 3
    assert layer.GetExtent() == (500_050.0, 500_190.0, 3_300_000.0, 3_300_040.0)
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4549"
    assert layer.GetGeometryColumn() == "geom"
    fields = layer.GetLayerDefn()
    types = {
        fields.GetFieldDefn(i).GetName(): fields.GetFieldDefn(i).GetTypeName() for i in range(fields.GetFieldCount())
    }
    assert set(types) == set(COLUMN_TITLES)
    assert (types["number"], types["area_mu"], types["after_date"]) == ("String", "Real", "Date")
    feature = layer.GetNextFeature()
    assert feature["number"].startswith("SJ")
    assert feature.GetGeometryRef().Area() == 1600.0


def test_gdal_lists_the_plain_tables_and_hides_the_inner_ones(month):
    """The journal and the 涉密 numbers do not appear in the browser of QGIS."""
    ogr = pytest.importorskip("osgeo.ogr")
    source = ogr.Open(str(month.path))
    names = {source.GetLayer(i).GetName() for i in range(source.GetLayerCount())}
    assert names == {"patches", "batches", "issues", "facts", "evidence", "photos", "remedies", "letters"}


def test_a_coordinate_system_without_epsg_code_is_kept_by_its_wkt(tmp_path, wkt, receive, new_patch):
    """A county's own central meridian; GDAL reads it from the WKT."""
    ogr = pytest.importorskip("osgeo.ogr")
    own = wkt.replace("CM 120E", "CM 117.5E").replace('central_meridian",120', 'central_meridian",117.5')
    own = own.removesuffix(',AUTHORITY["EPSG","4549"]]') + "]"
    with Ledger.create(tmp_path / "自定义.gpkg", 0, own) as made:
        receive(made, new_patch("SJ0001"))
        assert made.srs_wkt == own
    source = ogr.Open(str(tmp_path / "自定义.gpkg"))
    assert "117.5" in source.GetLayerByName("patches").GetSpatialRef().ExportToWkt()


def test_geographic_wgs84_needs_no_second_entry(tmp_path, wkt):
    """4326 is among the three that every GeoPackage has."""
    with Ledger.create(tmp_path / "经纬度.gpkg", 4326, wkt) as made:
        assert made.srid == 4326


def test_the_file_says_geopackage_and_is_sound(month):
    """application_id, version 1.2 and SQLite's own check, references included."""
    assert month._value("PRAGMA application_id") == int.from_bytes(b"GPKG", "big")
    assert month._value("PRAGMA user_version") == 10200
    assert month._value("PRAGMA integrity_check") == "ok"
    assert month._run("PRAGMA foreign_key_check") == []
