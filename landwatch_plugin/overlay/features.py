"""控制要素: the features of the control layer as the jobs see them: own copies, sound, each fault told once."""

from __future__ import annotations

from typing import Any

import numpy as np

from landwatch_plugin import door
from landwatch_plugin.overlay.gate import mend
from landwatch_plugin.overlay.result import Options, Reject, Repair
from landwatch_plugin.overlay.sheet import Sheet


class Features:
    """Hands out fresh, valid geometries by row. Safe to ask from several threads: they share flags and words only."""

    def __init__(self, sheet: Sheet, options: Options) -> None:
        self.sheet = sheet
        self.options = options
        self._valid = sheet.known_valid()
        self._known = int(self._valid.sum())
        self._told: dict[int, Repair | Reject] = {}

    def name(self, row: int) -> str:
        return str(self.sheet["fid"].iloc[row])

    def shapes(self, rows: Any) -> Any:
        """Geometries of the rows, moved to the local origin; None for those of no area."""
        sh = door.shapely()
        rows = np.asarray(rows, dtype=np.int64)
        shapes = self.sheet.shapes(rows, self.options.origin)
        unknown = np.flatnonzero(~self._valid[rows])
        fine = sh.is_valid(shapes[unknown])
        self._valid[rows[unknown[fine]]] = True
        for place in unknown[~fine]:
            if shapes[place] is not None:
                row = int(rows[place])
                shapes[place], said = mend(shapes[place], self.options.layer_name, self.name(row), self.options)
                self._told[row] = said
        return shapes

    def valid(self, rows: Any) -> Any:
        """Which of the rows are valid as they were read, each looked at once."""
        unknown = rows[~self._valid[rows]]
        self._valid[unknown[door.shapely().is_valid(self.sheet.shapes(unknown, self.options.origin))]] = True
        return self._valid[rows]

    def remember(self) -> None:
        """Spare the next run the validity test of what was found valid."""
        if self._valid.sum() > self._known:
            self.sheet.keep_valid(self._valid)

    def recall(self, told: dict[int, Repair | Reject]) -> None:
        """Faults found by an earlier run on the same features."""
        self._told.update(told)

    @property
    def told(self) -> dict[int, Repair | Reject]:
        """Row → repair or reject, of the features that were asked for."""
        return dict(sorted(self._told.items()))

    def repairs(self) -> list[Repair]:
        """Repairs of the features that may meet a patch, and what was left out of features when they were read."""
        read = [
            Repair(self.options.layer_name, self.name(row), what, before, after)
            for row, (what, before, after) in sorted(self.sheet.repairs.items())
        ]
        return read + [said for said in self.told.values() if isinstance(said, Repair)]

    def rejects(self) -> list[Reject]:
        """Features that cannot be used at all, and those without area among the ones that may meet a patch."""
        reasons = self.sheet["problem"]
        read = [Reject(self.options.layer_name, self.name(row), reasons.iloc[row]) for row in self.sheet.refused]
        return read + [said for said in self.told.values() if isinstance(said, Reject)]
