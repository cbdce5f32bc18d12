"""树木: single trees and tree lines along field borders, roads, banks and in villages. One layer serves both pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.parcels import COVERS, Parcels
from demo.textures import Bytes, Floats, Textures, crown_stamp, window

_ALONG_BORDER = {
    "village": 0.05, "town": 0.03, "river": 0.10, "highway": 0.10, "lane": 0.035, "pond": 0.05, "woods": 0.06,
    "bamboo": 0.05, "grass": 0.04, "shrub": 0.05, "canal": 0.04, "dry": 0.020, "paddy": 0.008, "orchard": 0.01,
    "works": 0.04, "facility": 0.03, "tea": 0.02,
}  # fmt: skip
"""Trees per metre of border, before clumping; of two neighbours the larger number counts."""
_INSIDE = {"village": 0.0022, "town": 0.0012, "grass": 0.0010, "dry": 0.00035, "works": 0.0005, "shrub": 0.0012}
"""Trees per square metre."""
STRIP = 512


@dataclass(frozen=True)
class Trees:
    """Crown height in decimetres (0 = no tree) and a tint number, per pixel."""

    height: Bytes
    tint: Bytes


def plant(parcels: Parcels, textures: Textures, seed: int) -> Trees:
    rng = np.random.default_rng([seed, 3])
    stamps = [crown_stamp(radius, 0.09, rng) for radius in np.linspace(1.4, 3.8, 9) for _ in range(3)]
    rows, cols = parcels.ids.shape
    trees = Trees(np.zeros((rows, cols), np.uint8), np.zeros((rows, cols), np.uint8))
    for start in range(0, rows - 1, STRIP):
        y, x, size = _places(parcels, textures, start, min(STRIP, rows - 1 - start), rng)
        pick = np.clip(size * len(stamps) + rng.integers(-5, 6, len(y)), 0, len(stamps) - 1).astype(int)
        tint = rng.integers(1, 256, len(y))
        for row, col, which, shade in zip(y, x, pick, tint, strict=True):
            _stamp(trees, stamps[which], int(row), int(col), int(shade), 28 + 2.2 * which)
    return trees


def _places(
    parcels: Parcels, textures: Textures, start: int, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Where trees stand in one strip of the picture, and how large they are (0…1)."""
    along = _table(_ALONG_BORDER)
    inside = _table(_INSIDE)
    block = parcels.ids[start : start + count + 1]
    cover = parcels.cover[block]
    here, below = cover[:-1, :-1], cover[1:, :-1]
    right = cover[:-1, 1:]
    border = (block[:-1, :-1] != block[1:, :-1]) | (block[:-1, :-1] != block[:-1, 1:])
    chance = np.where(border, np.maximum(np.maximum(along[here], along[below]), along[right]), inside[here])
    clump = window(textures.mid, start, 0, *here.shape) * 0.8 + window(textures.drift, start, 0, *here.shape)
    chance = chance * np.clip(0.35 + 0.9 * clump, 0.02, 2.6)
    y, x = np.nonzero(rng.random(here.shape, dtype=np.float32) < chance)
    sizes = np.clip(0.45 + 0.2 * clump[y, x], 0.1, 1).astype(np.float32)
    wet = np.isin(here[y, x], [COVERS.index("river"), COVERS.index("highway"), COVERS.index("street")])
    off = np.where(wet, 5, 1)
    y = np.clip(y + start + rng.integers(-1, 2, len(y)) * off, 0, parcels.ids.shape[0] - 1)
    x = np.clip(x + rng.integers(-1, 2, len(x)) * off, 0, parcels.ids.shape[1] - 1)
    dry = ~np.isin(parcels.cover_at(y, x), [COVERS.index(c) for c in ("river", "highway", "street", "lane", "pond")])
    return y[dry], x[dry], sizes[dry]


def _table(values: dict[str, float]) -> Floats:
    return np.array([values.get(name, 0.0) for name in COVERS], np.float32)


def _stamp(trees: Trees, stamp: Floats, row: int, col: int, shade: int, top: float) -> None:
    reach = stamp.shape[0] // 2
    if row < reach or col < reach:
        return
    spot = np.s_[row - reach : row + reach + 1, col - reach : col + reach + 1]
    crown = (stamp * top).astype(np.uint8)
    under = trees.height[spot]
    if crown.shape != under.shape:
        return
    higher = crown > under
    under[higher] = crown[higher]
    trees.tint[spot][higher] = shade
