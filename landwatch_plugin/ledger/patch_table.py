"""图斑表: reading of the patches, and the one row of the layer that stands for each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from sqlite3 import Row

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import Patch, State
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.ledger.codec import canonical, decode, encode
from landwatch_plugin.ledger.geometry import envelope_of, gpkg_blob, wkb_of
from landwatch_plugin.ledger.journal import Journal
from landwatch_plugin.ledger.records import PatchRow

#: Field of Patch → column of its own; all other fields lie in `extra` as JSON.
_OWN = {
    "number": "number", "parent": "parent", "batch": "batch", "town_code": "town_code", "town": "town", "village_code": "village_code",
    "village": "village", "change_type": "change_type", "feature": "feature", "area_m2": "area_m2",
    "official_m2": "official_m2", "before": "before_date", "after": "after_date",
}  # fmt: skip
INSERT = """
INSERT INTO patches (
    geom, number, parent, batch, town_code, town, village_code, village, change_type, feature, area_m2, area_mu, official_m2,
    before_date, after_date, state, changed_by, changed_at, extra
) VALUES (
    :geom, :number, :parent, :batch, :town_code, :town, :village_code, :village, :change_type, :feature, :area_m2, :area_mu,
    :official_m2, :before_date, :after_date, :state, :changed_by, :changed_at, :extra
)
"""
RENEWED = "更新"
"""The journal's word for a patch that came again with other values: checks made before it no longer hold."""
RENEW = """
UPDATE patches SET geom = :geom, change_type = :change_type, feature = :feature, area_m2 = :area_m2, area_mu = :area_mu,
    official_m2 = :official_m2, before_date = :before_date, after_date = :after_date, state = :state, suggestion = '',
    version = version + 1, changed_by = :changed_by, changed_at = :changed_at, extra = :extra
WHERE number = :number
"""
_LIST = """
SELECT number, batch, town, village, change_type, area_m2, state, verdict, subtype, suggestion, tags, deferred, owner,
    deadline, version, changed_by, changed_at, parent, area_mu, coalesce(nullif(json_extract(decision, '$.party'), ''),
        (SELECT value FROM facts WHERE facts.number = patches.number AND name = '主体类型'), '') AS party
FROM patches
WHERE (?1 IS NULL OR batch = ?1) AND (?2 IS NULL OR town = ?2) AND iif(?3 IS NULL, state <> '被拆分', state = ?3)
ORDER BY town, number
"""
_ONE = """
SELECT *, coalesce(nullif(json_extract(decision, '$.party'), ''),
    (SELECT value FROM facts WHERE facts.number = patches.number AND name = '主体类型'), '') AS party
FROM patches WHERE number = ?
"""
"""The kind of party as `domain.verdict.party_of` has it."""
TAG_MARK = "、"


class PatchTable(Journal):
    """What the ledger knows of each patch. A 涉密 patch is unknown here."""

    def patches(self, batch: str | None = None, town: str | None = None, state: State | None = None) -> list[PatchRow]:
        """Rows for lists, by township, then number. A patch that was split is listed only when its state is asked for:
        its children stand in its place."""
        rows = self._run(_LIST, (batch, town, state.value if state else None))
        return [_light(row) for row in rows]

    def row(self, number: str) -> PatchRow:
        """The list row of one patch. Raises LedgerError when there is none."""
        return _light(self._require(number))

    def patch(self, number: str) -> Patch:
        """The patch as received. Raises LedgerError when there is none."""
        return self._as_patch(self._require(number))

    @staticmethod
    def _as_patch(row: Row) -> Patch:
        plain = json.loads(row["extra"]) | {name: row[column] for name, column in _OWN.items()}
        return decode(Patch, plain | {"wkb": wkb_of(row["geom"]).hex()})

    def numbers(self) -> list[str]:
        """All numbers, those of split patches too, by township, then number."""
        return [row[0] for row in self._run("SELECT number FROM patches ORDER BY town, number")]

    def known_numbers(self, among: Iterable[str] | None = None) -> dict[str, str]:
        """Number → batch of the patches that are here. Of the numbers `among`, those set aside as 涉密 count too:
        whoever receives a file already holds them, and must not take them in again."""
        known = dict(tuple(row) for row in self._run("SELECT number, batch FROM patches"))
        if among is None:
            return known
        known |= dict(tuple(row) for row in self._run("SELECT number, batch FROM set_aside"))
        return {number: known[number] for number in among if number in known}

    def _require(self, number: str) -> Row:
        """The row of a patch, or a LedgerError that names no 涉密 one."""
        rows = self._run(_ONE, (number,))
        if rows:
            return rows[0]
        if self._is_secret(number):
            raise LedgerError("该图斑已作为涉密图斑另行报送，台账不再记录其信息。", "请按机要件渠道办理。")
        raise LedgerError(f"台账中没有图斑 {number}。", "请核对图斑编号，或先接收该批次。")

    def _require_open(self, number: str) -> Row:
        """The row of a patch that was not split: what is written now belongs to its children."""
        row = self._require(number)
        if row["state"] == State.SPLIT.value:
            raise LedgerError(f"图斑 {number} 已被拆分，由其子图斑代替。", "请对各子图斑分别办理，或先撤销拆分。")
        return row

    def _measure_extent(self) -> None:
        """Extent of the layer from the geometries that are there: nothing of a patch set aside may remain in it."""
        boxes = [envelope_of(row[0]) for row in self._run("SELECT substr(geom, 1, 40) FROM patches")]
        west, east, south, north = zip(*boxes, strict=True) if boxes else ([], [], [], [])
        extent = (min(west), min(south), max(east), max(north)) if boxes else (None,) * 4
        self._run(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?, "
            "last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'patches'",
            extent,
        )


def new_row(patch: Patch, srs_id: int, by: str, at: str, mu: Decimal | None = None) -> dict[str, object]:
    """Values for INSERT; `mu` where the printed 亩 is an adjusted one. Raises LedgerError naming the patch when its geometry is no polygon."""
    try:
        blob = gpkg_blob(patch.wkb, srs_id)
    except LedgerError as error:
        raise LedgerError(f"图斑 {patch.number}：{error.message}", error.cure) from error
    plain = encode(patch)
    own = {column: plain.pop(name) for name, column in _OWN.items()}
    plain.pop("wkb")
    return own | {
        "geom": blob, "area_mu": float(to_mu(patch.area_m2) if mu is None else mu), "extra": canonical(plain),
        "state": State.RECEIVED.value, "changed_by": by, "changed_at": at,
    }  # fmt: skip


def _light(row: Row) -> PatchRow:
    tags = tuple(row["tags"].split(TAG_MARK)) if row["tags"] else ()
    deadline = date.fromisoformat(row["deadline"]) if row["deadline"] else None
    return PatchRow(
        row["number"], row["batch"], row["town"], row["village"], row["change_type"], row["area_m2"],
        State(row["state"]), row["verdict"], row["subtype"], row["suggestion"], tags, bool(row["deferred"]),
        row["owner"], deadline, row["version"], row["changed_by"], row["changed_at"], row["parent"], row["area_mu"], row["party"],
    )  # fmt: skip
