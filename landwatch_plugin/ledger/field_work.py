"""外业核查登记: what the field found, which papers (举证材料) are held, and the photos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from landwatch_plugin.ledger.codec import decode, encode
from landwatch_plugin.ledger.month_lock import MonthLock
from landwatch_plugin.ledger.places import resolved, stored
from landwatch_plugin.ledger.records import Photo

FACTS, EVIDENCE, PHOTOS = "外业核查", "举证材料", "现场照片"
_INSERT_PHOTO = """
INSERT INTO photos (number, path, sha256, lon, lat, azimuth, taken_at)
VALUES (:number, :path, :sha256, :lon, :lat, :azimuth, :taken_at)
"""


class FieldWork(MonthLock):
    def save_facts(self, number: str, facts: Mapping[str, str], by: str) -> None:
        """Set the named facts and leave the others, since two people fill one patch; "" clears a fact.

        Raises LedgerError for a locked month, as `set_evidence` does."""
        with self.transaction():
            row = self._require_open(number)
            before, at = self.facts(number), self.clock()
            changed = {name: str(value) for name, value in facts.items() if str(value) != before.get(name, "")}
            if not changed:
                return
            self._refuse_locked(row["batch"])
            for name, value in changed.items():
                self._run("DELETE FROM facts WHERE number = ? AND name = ?", (number, name))
                if value:
                    self._run(
                        "INSERT INTO facts (number, name, value, by, at) VALUES (?, ?, ?, ?, ?)",
                        (number, name, value, by, at),
                    )
            text = "；".join(f"{name}：{value or '（清空）'}" for name, value in changed.items())
            old = {name: before.get(name, "") for name in changed}
            self._append(FACTS, by, text, number=number, payload={"before": old, "after": changed}, at=at)

    def facts(self, number: str) -> dict[str, str]:
        """Name → value, in the order in which they were filled in."""
        rows = self._run("SELECT name, value FROM facts WHERE number = ? ORDER BY fid", (number,))
        return dict(tuple(row) for row in rows)

    def set_evidence(self, number: str, name: str, held: bool, by: str) -> None:
        """Tick or untick one item of evidence."""
        with self.transaction():
            row = self._require_open(number)
            if held == (name in self.evidence(number)):
                return
            self._refuse_locked(row["batch"])
            at = self.clock()
            if held:
                self._run("INSERT INTO evidence (number, name, by, at) VALUES (?, ?, ?, ?)", (number, name, by, at))
            else:
                self._run("DELETE FROM evidence WHERE number = ? AND name = ?", (number, name))
            payload = {"name": name, "held": held}
            self._append(EVIDENCE, by, f"{name}：{'有' if held else '无'}", number=number, payload=payload, at=at)

    def evidence(self, number: str) -> set[str]:
        """The items that are held."""
        return {row[0] for row in self._run("SELECT name FROM evidence WHERE number = ?", (number,))}

    def add_photos(self, photos: Sequence[Photo], by: str = "") -> int:
        """Register photos; one that the patch has already (same content) is passed over. Returns how many are new.
        All or none: raises LedgerError for an unknown number."""
        with self.transaction():
            new: dict[str, list[Photo]] = {}
            for photo in photos:
                self._require(photo.number)
                if not self._has_photo(photo):
                    self._run(_INSERT_PHOTO, encode(photo) | {"path": stored(photo.path, self.home)})
                    new.setdefault(photo.number, []).append(photo)
            for number, added in new.items():
                payload = {"sha256": [photo.sha256 for photo in added]}
                self._append(PHOTOS, by, f"登记照片 {len(added)} 张", number=number, payload=payload)
        return sum(len(added) for added in new.values())

    def photos(self, number: str) -> list[Photo]:
        """In the order of their registration, paths beside the ledger as it lies now. Those of the patch that this one
        was split from are its own too."""
        line = self._line(number)
        found = [row for one in line for row in self._run("SELECT * FROM photos WHERE number = ?", (one,))]
        rows = [dict(row) for row in sorted(found, key=lambda row: row["fid"])]
        return [decode(Photo, row | {"path": resolved(row["path"], self.home)}) for row in rows]

    def photo_counts(self) -> dict[str, int]:
        """Number → photos registered, for patches that have any."""
        return dict(tuple(row) for row in self._run("SELECT number, count(*) FROM photos GROUP BY number"))

    def _has_photo(self, photo: Photo) -> bool:
        return bool(photo.sha256) and photo.sha256 in {known.sha256 for known in self.photos(photo.number)}
