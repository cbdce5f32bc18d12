"""坐落登记: township and village of each patch, as found by largest overlap."""

from __future__ import annotations

from collections.abc import Mapping

from landwatch_plugin.ledger.patch_table import PatchTable

_COLUMNS = ("town_code", "town", "village_code", "village")
_UPDATE = """
UPDATE patches SET town_code = :town_code, town = :town, village_code = :village_code, village = :village
WHERE number = :number
"""


class LocationRegister(PatchTable):
    def save_places(self, places: Mapping[str, Mapping[str, str]], by: str = "") -> int:
        """Number → town_code, town, village_code, village; only given keys change. Returns how many rows changed.
        A patch set aside as 涉密 in the meantime is left out."""
        columns = self._run("SELECT number, town_code, town, village_code, village FROM patches")
        held = {row["number"]: {key: row[key] for key in _COLUMNS} for row in columns}
        with self.transaction():
            secret = self._secret_numbers()
            changes = []
            for number in (number for number in places if number not in secret):
                old = held.get(number) or {key: self._require(number)[key] for key in _COLUMNS}
                new = old | {key: value for key, value in places[number].items() if key in old and value}
                if new != old:
                    changes.append(new | {"number": number})
            self._run_many(_UPDATE, changes)
            if changes:
                self._append("坐落", by, f"按最大重叠面积确定坐落，{len(changes)} 个图斑")
        return len(changes)
