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
        changed = 0
        with self.transaction():
            secret = self._secret_numbers()
            for number in (number for number in places if number not in secret):
                row = self._require(number)
                old = {key: row[key] for key in _COLUMNS}
                new = old | {key: value for key, value in places[number].items() if key in old and value}
                if new != old:
                    self._run(_UPDATE, new | {"number": number})
                    changed += 1
            if changed:
                self._append("坐落", by, f"按最大重叠面积确定坐落，{changed} 个图斑")
        return changed
