"""村庄: houses, sheds and blocks inside built-up parcels, each with its own roof, yard and direction."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.landcover import TUNNELS_FROM
from demo.parcels import COVERS, Parcels
from demo.picture import Area, Picture, area_around
from demo.textures import Floats, hash01

TILES = (
    (112, 110, 106), (98, 98, 98), (126, 122, 114), (148, 92, 74), (162, 104, 82), (136, 86, 74),
    (92, 118, 150), (176, 172, 162), (160, 156, 148), (186, 182, 174), (120, 116, 112), (104, 108, 112),
)  # fmt: skip
METAL = ((78, 116, 168), (92, 128, 172), (206, 210, 212), (190, 196, 200), (70, 104, 150), (170, 176, 180))
BLOCK = ((170, 166, 158), (184, 178, 168), (156, 152, 146), (176, 168, 160), (150, 112, 96))


@dataclass(frozen=True)
class Pattern:
    """How buildings stand in one kind of parcel: spacing, sizes (metres, full lengths), height, share left out."""

    along: float
    across: float
    length: tuple[float, float]
    depth: tuple[float, float]
    height: tuple[float, float]
    gaps: float
    roofs: tuple[tuple[int, int, int], ...]
    pitched: float
    """Share of pitched roofs."""


PATTERNS = {
    "village": Pattern(14.5, 19, (8.5, 12.5), (7.5, 10.5), (3.4, 9.5), 0.2, TILES, 0.68),
    "town": Pattern(27, 21, (15, 24), (10, 13), (5, 18), 0.12, BLOCK + TILES[3:7], 0.3),
    "works": Pattern(62, 40, (36, 56), (18, 30), (7, 11), 0.18, METAL, 1.0),
    "facility": Pattern(58, 17, (40, 52), (9, 12), (3, 4), 0.1, (*METAL[2:4], *TILES[7:9]), 1.0),
}


@dataclass(frozen=True)
class Building:
    """Centre (column, row), half length, half depth, direction in radians, height of the eaves, roof."""

    col: float
    row: float
    half_length: float
    half_depth: float
    angle: float
    height: float
    colour: tuple[int, int, int]
    pitched: bool
    metal: bool
    roll: float


def settle(parcels: Parcels, taken: NDArray[np.bool_], seed: int) -> list[Building]:
    """Buildings of all built-up parcels; none where `taken` says that the scene has an object of its own."""
    buildings: list[Building] = []
    for name, pattern in PATTERNS.items():
        for number in np.flatnonzero(parcels.cover == COVERS.index(name)):
            tunnels = name == "facility" and parcels.roll[number] > TUNNELS_FROM
            if number and not tunnels:
                buildings += _in_parcel(parcels, taken, int(number), pattern, seed)
    return buildings


def _facing_south(angle: float) -> float:
    """Ridges run near east–west, so that fronts look south."""
    quarter = (angle + math.pi / 4) % (math.pi / 2) - math.pi / 4
    return quarter * 0.8


def _in_parcel(parcels: Parcels, taken: NDArray[np.bool_], number: int, pattern: Pattern, seed: int) -> list[Building]:
    rng = np.random.default_rng([seed, 4, number])
    left, upper, right, lower = (float(value) for value in parcels.boxes[number])
    angle = _facing_south(float(parcels.angle[number]))
    reach = math.hypot(right - left, lower - upper) / 2
    across = np.arange(-reach, reach, pattern.across * rng.uniform(0.92, 1.12))
    along = np.arange(-reach, reach, pattern.along * rng.uniform(0.92, 1.12))
    u, v = (grid.ravel() for grid in np.meshgrid(along, across))
    u = u + np.repeat(rng.uniform(0, pattern.along, len(across)), len(along)) + rng.normal(0, 0.7, len(u))
    v = v + rng.normal(0, 0.9, len(v))
    col = (left + right) / 2 + u * math.cos(angle) - v * math.sin(angle)
    row = (upper + lower) / 2 - u * math.sin(angle) - v * math.cos(angle)
    half_length = rng.uniform(*pattern.length, len(u)) / 2
    half_depth = rng.uniform(*pattern.depth, len(u)) / 2
    keep = (rng.random(len(u)) > pattern.gaps) & _fits(
        parcels.ids, taken, number, col, row, half_length + 0.7, half_depth + 0.7, angle
    )
    heights = rng.uniform(*pattern.height, len(u))
    roofs = rng.integers(len(pattern.roofs), size=len(u))
    pitched = rng.random(len(u)) < pattern.pitched
    turns = angle + rng.normal(0, 0.03, len(u))
    metal = pattern.roofs is METAL
    return [
        Building(
            float(col[i]), float(row[i]), float(half_length[i]), float(half_depth[i]), float(turns[i]),
            float(heights[i]), pattern.roofs[roofs[i]], bool(pitched[i]), metal, float(u[i] % 1),
        )
        for i in np.flatnonzero(keep)
    ]  # fmt: skip


def _fits(
    ids: NDArray[np.int32], taken: NDArray[np.bool_], number: int, col: NDArray[np.float64], row: NDArray[np.float64],
    half_length: NDArray[np.float64], half_depth: NDArray[np.float64], angle: float,
) -> NDArray[np.bool_]:  # fmt: skip
    """Whether centre, corners and sides of each building lie on the parcel's own free ground."""
    fits = np.ones(len(col), bool)
    cos, sin = math.cos(angle), math.sin(angle)
    for a in (-1, 0, 1):
        for b in (-1, 0, 1):
            u, v = a * half_length, b * half_depth
            c = (col + u * cos - v * sin).astype(int)
            r = (row - u * sin - v * cos).astype(int)
            inside = (c >= 0) & (r >= 0) & (c < ids.shape[1]) & (r < ids.shape[0])
            c, r = np.clip(c, 0, ids.shape[1] - 1), np.clip(r, 0, ids.shape[0] - 1)
            fits &= inside & (ids[r, c] == number) & ~taken[r, c]
    return fits


def raise_building(pictures: list[Picture], building: Building) -> None:
    """Paint yard and roof of one building into every picture in which it stands."""
    reach = math.hypot(building.half_length, building.half_depth) + 9
    shape = pictures[0].height.shape
    area = area_around((building.col, building.row), building.angle, reach, reach, shape)
    if area is None:
        return
    grain = hash01(*area.hash_grid()) - np.float32(0.5)
    if building.half_length < 12 and building.roll > 0.25:
        yard = box_cover(area.u, area.v + building.half_depth + 2.6, building.half_length + 0.8, 3.0)
        tone = np.float32(1 + 0.05 * grain)
        for picture in pictures:
            base = np.array(picture.season.concrete if building.roll > 0.5 else (158, 146, 122), np.float32)
            picture.paint(area, base[:, None, None] * tone, 0.85 * yard, 0.0)
    cover = box_cover(area.u, area.v, building.half_length, building.half_depth)
    colour, height = roof(area, building, grain)
    for picture in pictures:
        picture.paint(area, colour, cover, height)


def box_cover(u: Floats, v: Floats, half_length: float, half_depth: float) -> Floats:
    """Smooth cover of an upright rectangle."""
    return np.clip(half_length + 0.5 - np.abs(u), 0, 1) * np.clip(half_depth + 0.5 - np.abs(v), 0, 1)


def roof(area: Area, building: Building, grain: Floats) -> tuple[Floats, Floats]:
    """Colours and heights of a roof: pitched with a ridge, or flat with a parapet and a stair house."""
    base = np.array(building.colour, np.float32)[:, None, None] * np.float32(0.9 + 0.22 * building.roll)
    rise = np.clip(building.half_depth - np.abs(area.v), 0, None)
    if building.pitched:
        slope = 0.22 if building.metal else 0.5
        ribs = 0.05 * np.sin(area.u * np.float32(2 * math.pi / 3.1)) if building.metal else 0.0
        ridge = np.exp(-((area.v / 0.7) ** 2)) * np.float32(-0.1 if building.metal else -0.16)
        light = 1 + 0.07 * grain + ribs + ridge
        return base * light, building.height + rise * np.float32(slope)
    edge = np.minimum(building.half_length - np.abs(area.u), building.half_depth - np.abs(area.v))
    parapet = np.exp(-((edge / 0.8) ** 2))
    side = building.half_length * (0.45 if building.roll > 0.5 else -0.5)
    stairs = box_cover(area.u - np.float32(side), area.v - np.float32(building.half_depth * 0.4), 1.8, 1.5)
    tank = box_cover(area.u + np.float32(side * 0.7), area.v, 1.0, 1.0) * (building.roll > 0.6)
    light = 1 + 0.06 * grain + 0.12 * parapet + 0.05 * stairs
    colour = base * light
    colour = colour + (np.array([[[96]], [[124]], [[158]]], np.float32) - colour) * tank
    return colour, building.height + 0.6 * parapet + 2.6 * stairs + 1.2 * tank


def traffic(picture: Picture, parcels: Parcels, seed: int) -> None:
    """Cars and lorries on the roads, other ones in each picture."""
    roads = np.isin(parcels.cover, [COVERS.index(name) for name in ("highway", "street")])
    rng = np.random.default_rng([seed, 6, len(picture.season.name)])
    tries = parcels.ids.size // 800
    row, col = (rng.integers(0, size, tries) for size in parcels.ids.shape)
    on_road = np.flatnonzero(roads[parcels.ids[row, col]])
    for k in on_road:
        long = rng.random() < 0.3
        half_length, half_depth = (4.2, 1.3) if long else (2.2, 1.0)
        tone = ((226, 226, 224), (70, 72, 76), (176, 60, 52), (60, 84, 130), (190, 192, 194))[rng.integers(5)]
        area = area_around((float(col[k]), float(row[k])), float(parcels.angle[parcels.ids[row[k], col[k]]]), 7, 7,
                           picture.height.shape)  # fmt: skip
        if area is not None:
            cover = box_cover(area.u, area.v, half_length, half_depth)
            picture.paint(area, np.array(tone, np.float32)[:, None, None], cover, 2.6 if long else 1.4)
