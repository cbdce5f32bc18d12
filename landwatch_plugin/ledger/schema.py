"""台账结构: the tables of the ledger, as a GeoPackage 1.2 whose layer `patches` QGIS opens as polygons."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.geopackage import COLUMN_TITLES, CORE, CUSTOM_SRS, EXTENSIONS, spatial_references

APPLICATION_ID = 0x47504B47
"""GPKG"""
GEOPACKAGE_VERSION = 10200
VERSION = 2
VERSION_KEY = "schema_version"

_PATCHES = """
CREATE TABLE patches (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom MULTIPOLYGON NOT NULL,
    number TEXT NOT NULL UNIQUE, parent TEXT NOT NULL DEFAULT '',
    batch TEXT NOT NULL REFERENCES batches (name),
    town_code TEXT NOT NULL, town TEXT NOT NULL,
    village_code TEXT NOT NULL, village TEXT NOT NULL,
    change_type TEXT NOT NULL, feature TEXT NOT NULL,
    area_m2 DOUBLE NOT NULL, area_mu DOUBLE NOT NULL, official_m2 DOUBLE,
    before_date DATE, after_date DATE,
    state TEXT NOT NULL,
    suggestion TEXT NOT NULL DEFAULT '',
    verdict TEXT NOT NULL DEFAULT '', subtype TEXT NOT NULL DEFAULT '', tags TEXT NOT NULL DEFAULT '',
    deferred BOOLEAN NOT NULL DEFAULT 0,
    owner TEXT NOT NULL DEFAULT '', deadline DATE, meeting TEXT NOT NULL DEFAULT '',
    decided_by TEXT NOT NULL DEFAULT '', decided_at TEXT NOT NULL DEFAULT '',
    decision TEXT, decision_seq INTEGER REFERENCES journal (seq),
    version INTEGER NOT NULL DEFAULT 1,
    changed_by TEXT NOT NULL, changed_at TEXT NOT NULL,
    extra TEXT NOT NULL
);
CREATE INDEX patches_place ON patches (town, number);
"""

#: Tables that people may open in QGIS as plain tables.
_ATTRIBUTES = """
CREATE TABLE batches (
    fid INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, sha256 TEXT NOT NULL,
    rows INTEGER NOT NULL, accepted INTEGER NOT NULL, rejected INTEGER NOT NULL, secret INTEGER NOT NULL,
    profile TEXT NOT NULL, encoding TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, area_unit TEXT NOT NULL,
    locked TEXT NOT NULL DEFAULT '',
    CHECK (rows = accepted + rejected AND secret BETWEEN 0 AND accepted)
);
CREATE TABLE issues (
    fid INTEGER PRIMARY KEY NOT NULL, batch TEXT NOT NULL REFERENCES batches (name),
    row INTEGER, number TEXT NOT NULL, text TEXT NOT NULL, level TEXT NOT NULL
);
CREATE TABLE facts (
    fid INTEGER PRIMARY KEY NOT NULL, number TEXT NOT NULL REFERENCES patches (number),
    name TEXT NOT NULL, value TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (number, name)
);
CREATE TABLE evidence (
    fid INTEGER PRIMARY KEY NOT NULL, number TEXT NOT NULL REFERENCES patches (number),
    name TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (number, name)
);
CREATE TABLE photos (
    fid INTEGER PRIMARY KEY NOT NULL, number TEXT NOT NULL REFERENCES patches (number), path TEXT NOT NULL,
    sha256 TEXT NOT NULL, lon DOUBLE, lat DOUBLE, azimuth DOUBLE, taken_at TEXT NOT NULL
);
CREATE INDEX photos_number ON photos (number);
CREATE TABLE remedies (
    fid INTEGER PRIMARY KEY NOT NULL, number TEXT NOT NULL REFERENCES patches (number), kind TEXT NOT NULL,
    arable_mu TEXT NOT NULL, document TEXT NOT NULL, remedied_on DATE NOT NULL, proof TEXT NOT NULL,
    UNIQUE (number, kind, document, remedied_on, arable_mu)
);
CREATE TABLE letters (
    fid INTEGER PRIMARY KEY NOT NULL, code TEXT NOT NULL, year INTEGER NOT NULL, serial INTEGER NOT NULL,
    text TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, key TEXT, title TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
    UNIQUE (code, year, serial), UNIQUE (kind, key)
);
"""

#: Not registered as layers: QGIS does not list them. `set_aside` holds 涉密 numbers and nothing else of them.
_INNER = """
CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);
CREATE TABLE set_aside (number TEXT PRIMARY KEY NOT NULL, batch TEXT NOT NULL, parent TEXT NOT NULL DEFAULT '');
CREATE TABLE checks (
    fid INTEGER PRIMARY KEY NOT NULL, run INTEGER NOT NULL REFERENCES journal (seq),
    number TEXT NOT NULL REFERENCES patches (number), payload TEXT NOT NULL
);
CREATE INDEX checks_number ON checks (number, fid);
CREATE TABLE layer_inputs (
    fid INTEGER PRIMARY KEY NOT NULL, run INTEGER NOT NULL REFERENCES journal (seq), role TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, act TEXT NOT NULL,
    number TEXT NOT NULL, digest TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE INDEX journal_number ON journal (number, seq);
CREATE TABLE journal_detail (
    seq INTEGER PRIMARY KEY NOT NULL REFERENCES journal (seq), salt TEXT NOT NULL, text TEXT NOT NULL,
    payload TEXT NOT NULL
);
"""

_GUARDS = """
CREATE TRIGGER journal_only_grows BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
BEGIN SELECT raise(ABORT, '日志只能在末尾追加'); END;
CREATE TRIGGER journal_not_changed BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, '日志只能追加，不能修改'); END;
CREATE TRIGGER journal_not_deleted BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, '日志只能追加，不能删除'); END;
CREATE TRIGGER detail_only_grows BEFORE INSERT ON journal_detail
WHEN EXISTS (SELECT 1 FROM journal_detail WHERE seq = NEW.seq)
BEGIN SELECT raise(ABORT, '日志内容只能追加，不能替换'); END;
CREATE TRIGGER detail_not_changed BEFORE UPDATE ON journal_detail
BEGIN SELECT raise(ABORT, '日志内容只能追加，不能修改'); END;
CREATE TRIGGER detail_not_deleted BEFORE DELETE ON journal_detail
WHEN NOT EXISTS (SELECT 1 FROM journal JOIN set_aside USING (number) WHERE seq = OLD.seq)
BEGIN SELECT raise(ABORT, '日志内容只能追加，不能删除'); END;
CREATE TRIGGER checks_not_changed BEFORE UPDATE ON checks
BEGIN SELECT raise(ABORT, '核查结果只能追加，不能修改'); END;
"""
#: Checks go only with a 涉密 patch, or with a child whose split is taken back: its journal row keeps them then.
CHECKS_STAY = """
CREATE TRIGGER checks_not_deleted BEFORE DELETE ON checks
WHEN OLD.number NOT IN (SELECT number FROM set_aside)
    AND OLD.number NOT IN (SELECT number FROM patches WHERE state = '撤销拆分')
BEGIN SELECT raise(ABORT, '核查结果只能追加，不能删除'); END;
"""

ATTRIBUTE_TITLES = {
    "batches": "批次", "issues": "接收问题", "facts": "外业核查", "evidence": "举证材料", "photos": "现场照片",
    "remedies": "整改台账", "letters": "发文登记",
}  # fmt: skip


def lay_out(run: Callable[..., object], srid: int, srs_wkt: str) -> None:
    """Write the empty ledger with `run(sql, values)`, inside the caller's transaction. `srid` 0 or less: no EPSG."""
    if srs_wkt.count('"') < 2:
        raise LedgerError("没有坐标系定义，无法新建台账。", "请先为下发图层设置坐标系。")
    srid = srid if srid > 0 else CUSTOM_SRS
    run(f"PRAGMA application_id = {APPLICATION_ID}")
    run(f"PRAGMA user_version = {GEOPACKAGE_VERSION}")
    for statement in statements(CORE + _ATTRIBUTES + _PATCHES + _INNER + _GUARDS + CHECKS_STAY):
        run(statement)
    for row in spatial_references(srid, srs_wkt):
        run("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", row)
    contents = "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, ?, ?, ?)"
    run(contents, ("patches", "features", "图斑", srid))
    run("INSERT INTO gpkg_geometry_columns VALUES ('patches', 'geom', 'MULTIPOLYGON', ?, 0, 0)", (srid,))
    for table, title in ATTRIBUTE_TITLES.items():
        run(contents, (table, "attributes", title, 0))
    for row in EXTENSIONS:
        run("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)", row)
    titles = "INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES ('patches', ?, ?, ?)"
    for column, title in COLUMN_TITLES.items():
        run(titles, (column, title, title))
    run("INSERT INTO meta VALUES (?, ?)", (VERSION_KEY, str(VERSION)))


def statements(script: str) -> Iterator[str]:
    """One statement at a time: executescript would commit the transaction it stands in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
