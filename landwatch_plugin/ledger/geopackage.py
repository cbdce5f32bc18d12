"""GeoPackage 容器: the standard's own tables, and what QGIS reads in them (titles in Chinese, coordinate system)."""

from __future__ import annotations

CORE = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT
);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
    constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
    max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);
"""

_UNKNOWN = "undefined"
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)


CUSTOM_SRS = 990001
"""srs_id of a ledger whose coordinate system has no EPSG code; its WKT alone defines it."""


def spatial_references(srs_id: int, srs_wkt: str) -> list[tuple[object, ...]]:
    """Rows of gpkg_spatial_ref_sys: the three that the standard asks for, and the ledger's own."""
    rows: list[tuple[object, ...]] = [
        ("Undefined Cartesian SRS", -1, "NONE", -1, _UNKNOWN, ""),
        ("Undefined geographic SRS", 0, "NONE", 0, _UNKNOWN, ""),
        ("WGS 84", 4326, "EPSG", 4326, _WGS84, ""),
    ]
    if srs_id != 4326:
        organization = "CUSTOM" if srs_id == CUSTOM_SRS else "EPSG"
        rows.append((srs_wkt.split('"')[1], srs_id, organization, srs_id, srs_wkt, ""))
    return rows


_SCHEMA_EXTENSION = "http://www.geopackage.org/spec121/#extension_schema"

#: Rows of gpkg_extensions: the titles of columns are the standard's "schema" extension.
EXTENSIONS = [
    (table, None, "gpkg_schema", _SCHEMA_EXTENSION, "read-write")
    for table in ("gpkg_data_columns", "gpkg_data_column_constraints")
]

#: Column of the layer → what QGIS shows above it.
COLUMN_TITLES = {
    "number": "图斑编号", "parent": "母图斑", "batch": "批次", "town_code": "乡镇代码", "town": "乡镇", "village_code": "村代码", "village": "村",
    "change_type": "图斑类型", "feature": "图斑特征", "area_m2": "面积（平方米）", "area_mu": "面积（亩）",
    "official_m2": "下发面积（平方米）", "before_date": "前时相", "after_date": "后时相", "state": "状态",
    "suggestion": "程序建议", "verdict": "判定", "subtype": "判定子类", "tags": "标签", "deferred": "暂缓",
    "owner": "责任单位", "deadline": "整改期限", "meeting": "会议", "decided_by": "判定人", "decided_at": "判定时间",
    "decision": "判定全文", "decision_seq": "日志序号", "version": "修改次数", "changed_by": "最后修改人",
    "changed_at": "最后修改时间", "extra": "其他字段",
}  # fmt: skip
