"""影像: one picture in the making: colours and heights above ground, on which parcels and objects are painted."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.seasons import Season
from demo.textures import Bytes, Floats


@dataclass
class Picture:
    """Colours (rows, columns, 3) and heights in centimetres, both without light and shadow."""

    season: Season
    colour: Bytes
    height: NDArray[np.int16]

    @classmethod
    def blank(cls, season: Season, rows: int, cols: int) -> Picture:
        return cls(season, np.zeros((rows, cols, 3), np.uint8), np.zeros((rows, cols), np.int16))

    def paint(self, area: Area, colour: Floats, cover: Floats, height: Floats | float) -> None:
        """Lay colours (3, rows, columns) over an area where `cover` (0…1) says so; heights in metres replace."""
        spot = self.colour[area.slices]
        shown = np.clip(np.moveaxis(colour, 0, -1), 0, 255)
        spot[...] = spot + (shown - spot) * cover[..., None]
        under = self.height[area.slices]
        metres = np.broadcast_to(np.asarray(height, np.float32), cover.shape)
        under[...] = np.where(cover > 0.4, metres * 100, under)


@dataclass(frozen=True)
class Area:
    """A rectangle of the picture with the local directions of one object: u along it, v across, in metres."""

    row: int
    col: int
    rows: int
    cols: int
    u: Floats
    v: Floats

    @property
    def slices(self) -> tuple[slice, slice]:
        return slice(self.row, self.row + self.rows), slice(self.col, self.col + self.cols)

    def hash_grid(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return np.mgrid[self.row : self.row + self.rows, self.col : self.col + self.cols]


def area_around(
    centre: tuple[float, float], angle: float, reach_col: float, reach_row: float, shape: tuple[int, int]
) -> Area | None:
    """The area within `reach` pixels of a centre (column, row); None if it lies outside of the picture."""
    left, right = max(0, math.floor(centre[0] - reach_col)), min(shape[1], math.ceil(centre[0] + reach_col) + 1)
    upper, lower = max(0, math.floor(centre[1] - reach_row)), min(shape[0], math.ceil(centre[1] + reach_row) + 1)
    if right - left < 2 or lower - upper < 2:
        return None
    x = np.arange(left, right, dtype=np.float32)[None, :] + np.float32(0.5 - centre[0])
    y = np.float32(centre[1] - 0.5) - np.arange(upper, lower, dtype=np.float32)[:, None]
    cos, sin = np.float32(math.cos(angle)), np.float32(math.sin(angle))
    return Area(upper, left, lower - upper, right - left, x * cos + y * sin, y * cos - x * sin)
