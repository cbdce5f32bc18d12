"""地表: colour and height above ground of every land class, seen from above. Works on rows of pixels, not on images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from demo.seasons import Season, palette
from demo.textures import Floats, hash01

TUNNELS_FROM = 0.5
"""Facilities whose random number is higher are plastic tunnels."""
Painted = tuple[Floats, Floats]
"""Colours (3, n) and heights in metres (n)."""
_STREAKS = np.random.default_rng(77).standard_normal(8192).astype(np.float32)
_STREAKS = (_STREAKS + np.roll(_STREAKS, 1) + np.roll(_STREAKS, 2)) / np.float32(1.73)


@dataclass
class Pixels:
    """Pixels of one land cover: places, parcel properties and noise, each an array of the same length."""

    x: Floats
    y: Floats
    parcel: NDArray[np.int32]
    angle: Floats
    roll: Floats
    region: Floats
    fine: Floats
    mid: Floats
    wide: Floats
    drift: Floats
    crown: Floats
    crown_tint: Floats
    scrub: Floats
    edge: Floats
    """1 on the parcel's border, 0 two or three metres away."""
    verge: Floats
    """As `edge`, but reaching about ten metres."""
    inner: Floats
    """For water and roads: 0.5 at the bank, 1 in the middle."""
    hill: Floats
    _cells: dict[tuple[float, float], Cells] = field(default_factory=dict)

    @cached_property
    def along(self) -> Floats:
        return self.x * np.cos(self.angle) - self.y * np.sin(self.angle) + self.wide * 3 + self.mid * 0.5

    @cached_property
    def across(self) -> Floats:
        sloping = np.clip((self.hill - 4) * 0.08, 0, 1)
        bend = self.drift * (1.5 + 7 * sloping) + self.mid * (0.3 + 0.4 * sloping) + self.hill * 1.4
        return self.x * np.sin(self.angle) + self.y * np.cos(self.angle) + bend

    def cells(self, width: float, length: float) -> Cells:
        """Divide parcels into strips of about `width` and these into fields of about `length` metres."""
        if (width, length) not in self._cells:
            self._cells[width, length] = self._divided(width, length)
        return self._cells[width, length]

    def _divided(self, width: float, length: float) -> Cells:
        wide = width * (0.75 + 0.6 * self.roll)
        row_place = self.across / wide
        row = np.floor(row_place)
        into_row = row_place - row
        place = self.along / (length * (0.8 + 0.5 * self.roll)) + 3 * hash01(self.parcel, row)
        column = np.floor(place)
        into_column = place - column
        gap = np.minimum(np.minimum(into_row, 1 - into_row) * wide, np.minimum(into_column, 1 - into_column) * length)
        return Cells(hash01(self.parcel, row, column), hash01(row, self.parcel, column), gap, row)

    @cached_property
    def streaks(self) -> Floats:
        """Fine lines in the direction of the rows, mean 0."""
        place = (self.across * np.float32(0.65)).astype(np.int32) + self.parcel * 131
        return _STREAKS[place & 8191]

    def part(self, index: NDArray[np.int64]) -> Pixels:
        return Pixels(**{name: getattr(self, name)[index] for name in _LAYERS})


_LAYERS = [layer.name for layer in fields(Pixels) if not layer.name.startswith("_")]


@dataclass
class Cells:
    """Fields within parcels: two random numbers of the field, metres to its edge, number of its strip."""

    roll: Floats
    tone: Floats
    gap: Floats
    row: Floats


def flat(colour: tuple[int, int, int], like: Floats) -> Floats:
    return np.repeat(np.asarray(colour, np.float32)[:, None], len(like), axis=1)


def blend(under: Floats, over: Floats | tuple[int, int, int], share: Floats) -> Floats:
    if isinstance(over, tuple):
        over = np.asarray(over, np.float32)[:, None]
    mixed = over - under
    mixed *= share
    mixed += under
    return mixed


def step(value: Floats, start: float, end: float) -> Floats:
    """0 before `start`, 1 after `end`, smooth between."""
    share = (value - np.float32(start)) * np.float32(1 / (end - start))
    np.clip(share, 0, 1, out=share)
    return share * share * (3 - 2 * share)


def _crop(p: Pixels, cells: Cells, colours: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Neighbouring fields often carry like crops: the region counts most, then the parcel, then the field."""
    chance = 0.62 * p.region + 0.18 * p.roll + 0.5 * cells.roll - 0.15
    lucky = cells.tone > 0.93
    chance = np.where(lucky, cells.roll, chance)
    kind = np.clip((chance * colours.shape[1]).astype(np.intp), 0, colours.shape[1] - 1)
    return colours.take(kind, axis=1), kind


def paddy(p: Pixels, season: Season) -> Painted:
    cells = p.cells(24, 62)
    colour, kind = _crop(p, cells, palette(season.paddy))
    flooded = np.isin(np.arange(len(season.paddy)), season.paddy_water).astype(np.float32)[kind]
    rough = 1 - 0.75 * flooded
    light = 1 + 0.17 * (cells.tone - 0.5) + rough * (0.05 * p.mid + 0.035 * p.fine + 0.035 * p.streaks)
    colour = colour * light
    colour = blend(colour, season.soil, 0.45 * rough * step(p.mid + 0.4 * p.fine, 1.1, 2.2))
    colour = blend(colour, (150, 158, 160), 0.22 * flooded * step(p.wide + 0.3 * p.mid, -0.8, 2.2))
    farm_path = ((cells.row.astype(np.int32) & 3) == 0) & (p.roll > 0.3)
    bund = np.clip(1.35 - cells.gap * np.where(farm_path, np.float32(1), np.float32(1.6)), 0, 1)
    colour = blend(colour, season.bund, 0.75 * bund)
    colour = blend(colour, (168, 156, 128), 0.6 * bund * farm_path)
    return _bordered(colour, p, season), 0.45 * bund + rough * 0.09 * p.fine


def dry(p: Pixels, season: Season) -> Painted:
    cells = p.cells(15, 44)
    colour, _ = _crop(p, cells, palette(season.dry))
    light = 1 + 0.2 * (cells.tone - 0.5) + 0.07 * p.mid + 0.04 * p.fine + 0.06 * p.streaks
    colour = blend(colour * light, season.soil, 0.5 * step(p.mid + 0.5 * p.fine, 0.7, 2.0))
    rim = np.clip(1.2 - cells.gap / 0.8, 0, 1)
    colour = blend(colour, season.bund, 0.65 * rim)
    return _bordered(colour, p, season), 0.45 * rim + 0.13 * p.fine


def _bordered(colour: Floats, p: Pixels, season: Season) -> Floats:
    """Borders of parcels: grassy ditches and banks, here wide and there hardly seen."""
    overgrown = step(p.mid * 0.6 + p.drift, -0.8, 0.9)
    colour = blend(colour, season.bund, p.edge * (0.35 + 0.5 * overgrown))
    return blend(colour, season.grass, 0.5 * p.verge * overgrown)


def _rows_of_trees(p: Pixels, spacing: float, crown: float) -> tuple[Floats, Floats]:
    """Height (0…1) and tint of planted trees on a grid turned into the parcel's direction."""
    row_place, place = p.across / spacing, p.along / spacing
    row, column = np.floor(row_place), np.floor(place)
    tint = hash01(row, column, p.parcel)
    off = 0.18 * (tint - 0.5)
    far = np.hypot(row_place - row - 0.5 + off, place - column - 0.5 - off) * spacing
    reach = crown * (0.72 + 0.4 * hash01(column, row)) * (1 - step(p.mid, 1.2, 2.0))
    return np.sqrt(np.clip(1 - (far / np.maximum(reach, 0.1)) ** 2, 0, 1)), tint


def orchard(p: Pixels, season: Season) -> Painted:
    crown, tint = _rows_of_trees(p, 4.6, 2.3)
    floor = blend(flat(season.soil, p.x), season.grass, step(p.mid + 0.5 * p.fine, -0.6, 0.9))
    trees = flat(season.orchard, p.x) * (0.9 + 0.3 * tint)
    colour = blend(floor * (1 + 0.05 * p.fine), trees, np.minimum(1, crown * 1.8))
    return _bordered(colour, p, season), crown * (2.2 + p.roll)


def tea(p: Pixels, season: Season) -> Painted:
    place = p.across / 3.6
    hedge = np.clip(0.5 + 0.9 * np.sin(place * 2 * np.pi) + 0.15 * p.fine, 0, 1)
    floor = blend(flat(season.soil, p.x), season.grass, np.full_like(p.x, 0.45))
    bushes = flat(season.tea, p.x) * (1 + 0.1 * p.fine + 0.08 * p.mid)
    colour = blend(floor, bushes, 0.25 + 0.75 * hedge)
    path = np.clip(1.2 - p.cells(60, 90).gap / 1.2, 0, 1)
    return blend(colour, (160, 142, 112), 0.7 * path), hedge * 0.8 * (1 - path)


def woods(p: Pixels, season: Season) -> Painted:
    mixed = step(p.wide + 0.5 * p.drift + 0.25 * p.mid, -0.7, 0.7)
    leaf = blend(flat(season.broadleaf, p.x), season.second_leaf, step(p.crown_tint + 0.15 * p.mid, 0.35, 0.75))
    colour = blend(flat(season.pine, p.x), leaf, mixed * step(p.crown_tint, 0.1, 0.5))
    bare = step(p.crown_tint + 0.1 * p.drift, 1.02 - season.crown_bare, 1.1 - season.crown_bare) * mixed
    colour = blend(colour, (116, 106, 88), 0.55 * bare)
    light = 0.82 + 0.26 * p.crown + 0.2 * (p.crown_tint - 0.5) + 0.05 * p.fine
    clearing = step(p.mid + 0.8 * p.wide, 2.3, 2.8)
    colour = blend(colour * light, season.grass_dry, 0.8 * clearing)
    return colour, (2 + p.crown * (6 + 1.5 * p.roll)) * (1 - 0.9 * clearing)


def bamboo(p: Pixels, season: Season) -> Painted:
    colour = flat(season.bamboo, p.x) * (0.86 + 0.1 * p.scrub + 0.08 * p.fine + 0.07 * p.mid + 0.1 * (p.crown - 0.5))
    return colour, 6 + p.scrub * 1.6 + 0.7 * p.fine + p.crown * 1.6


def shrub(p: Pixels, season: Season) -> Painted:
    cover = step(p.mid * 0.6 + p.wide * 0.5 + p.drift * 0.4, -1.3, 0.9)
    floor = blend(flat(season.grass, p.x), season.grass_dry, step(p.mid, -0.5, 1.2)) * (0.94 + 0.05 * p.fine)
    floor = blend(floor, season.second_leaf, 0.6 * cover)
    bush = step(p.crown + 0.45 * cover, 0.75, 0.95)
    leaf = blend(flat(season.pine, p.x), season.second_leaf, step(p.crown_tint, 0.3, 0.8))
    return blend(floor, leaf * 1.05, 0.85 * bush), p.crown * 3.2 * bush


def grass(p: Pixels, season: Season) -> Painted:
    colour = blend(flat(season.grass, p.x), season.grass_dry, step(p.mid + 0.5 * p.wide, -0.8, 1.2))
    colour = blend(colour, season.soil, 0.6 * step(p.fine * 0.6 + p.drift, 1.1, 1.9))
    sloping = np.clip(p.hill * 0.1, 0, 1)
    colour = blend(colour, season.second_leaf, sloping * 0.5 * step(p.mid + p.wide, -0.5, 1.2))
    bush = step(p.scrub, 0.5, 0.75) * step(p.mid + 0.5 * p.drift + 0.8 * sloping, 0.3, 1.1)
    return blend(colour * (1 + 0.06 * p.fine), season.pine, 0.85 * bush), bush * 2.2 + 0.1 * p.fine


def village(p: Pixels, season: Season) -> Painted:
    """The ground between houses: packed earth, concrete yards, gardens."""
    cells = p.cells(13, 17)
    yard = flat((150, 140, 120), p.x)
    kinds = palette((season.concrete, (152, 140, 118), season.garden, season.soil, (140, 136, 128), season.garden))
    kind = np.minimum((cells.roll * 6).astype(np.int64), 5)
    colour = blend(yard, kinds[:, kind], 0.55 + 0.45 * step(cells.gap, 0, 2))
    colour = colour * (1 + 0.06 * p.fine + 0.05 * p.mid)
    colour = blend(colour, season.grass, 0.7 * step(p.mid + 0.8 * p.verge, 0.5, 1.3))
    lane = np.clip(1.5 - cells.gap / 1.1, 0, 1) * (cells.row % 2 == 0)
    return blend(colour, (172, 166, 154), 0.75 * lane), np.zeros_like(p.x)


def town(p: Pixels, season: Season) -> Painted:
    cells = p.cells(22, 31)
    colour = flat(season.concrete, p.x) * (0.84 + 0.22 * cells.roll + 0.03 * p.fine + 0.03 * p.mid)
    lawn = step(cells.gap + 0.8 * p.mid, 1.5, 3.0) * (cells.tone > 0.62) + step(p.mid + 0.4 * p.fine, 1.0, 1.3)
    colour = blend(colour, season.garden, 0.85 * np.minimum(lawn, 1))
    drive = np.clip(1.8 - cells.gap / 1.6, 0, 1)
    return blend(colour, (150, 147, 141), 0.7 * drive), np.zeros_like(p.x)


def works(p: Pixels, season: Season) -> Painted:
    colour = flat(season.concrete, p.x) * (0.97 + 0.025 * p.fine + 0.035 * p.mid)
    colour = blend(colour, season.soil, 0.45 * step(p.mid * 0.6 + p.drift, 0.8, 1.6))
    return blend(colour, season.grass, 0.8 * step(p.verge * 1.2 + p.mid * 0.4, 0.9, 1.3)), np.zeros_like(p.x)


def facility(p: Pixels, season: Season) -> Painted:
    """Half of the farm facilities are plastic tunnels, the others stables with earth yards."""
    count = (p.x * np.sin(p.angle) + p.y * np.cos(p.angle)) / 9
    tunnel = np.floor(count)
    off = (count - tunnel - 0.5) * 2
    length = (p.x * np.cos(p.angle) - p.y * np.sin(p.angle)) / 48
    block = np.floor(length)
    arch = np.sqrt(np.clip(1 - (off * 1.22) ** 2, 0, 1))
    inside = (arch > 0.25) & (p.roll > TUNNELS_FROM) & (p.verge < 0.35) & ((length - block) * 48 > 2.4)
    film = (
        flat((212, 218, 216), p.x)
        * (0.9 + 0.14 * hash01(tunnel, block, p.parcel) + 0.02 * p.fine)
        * (0.84 + 0.16 * arch)
    )
    ground = flat(season.soil, p.x) * (1.02 + 0.05 * p.mid + 0.04 * p.fine)
    ground = blend(ground, season.concrete, 0.7 * step(p.drift + 0.25 * p.mid, -0.6, 0.8))
    ground = blend(ground, season.grass, 0.75 * step(p.mid * 0.7 + 1.1 * p.verge + 0.3 * p.fine, 0.5, 1.7))
    return np.where(inside, film, ground), np.where(inside, arch * 3, 0).astype(np.float32)


def shoal(p: Pixels, season: Season) -> Painted:
    """Sand and gravel beside the river, overgrown away from the water."""
    colour = flat(season.sand, p.x) * (1 + 0.05 * p.fine + 0.05 * p.mid)
    colour = blend(colour, season.shallows, 0.7 * step(p.drift + 0.5 * p.mid, 0.9, 1.3))
    return blend(colour, season.grass, 0.85 * step(p.mid + p.wide * 0.7 + 0.3 * p.fine, 0.0, 1.0)), 0.2 * (
        1 + p.mid * 0.5
    )


def mine(p: Pixels, season: Season) -> Painted:
    colour = flat(season.ochre, p.x) * (1 + 0.06 * p.mid + 0.05 * p.fine)
    colour = blend(colour, (202, 184, 154), 0.6 * step(p.mid * 0.7 + p.drift, 0.4, 1.8))
    place = np.minimum(np.clip(p.inner - 0.5, 0, 1) * 13 + 0.04 * p.mid + 0.15 * p.drift, 4.6)
    bench = np.floor(place)
    colour = blend(colour, (134, 108, 80), 0.45 * step(place - bench, 0.22, 0.0))
    colour = colour * (0.94 + 0.12 * hash01(p.parcel, bench))
    wall = np.maximum(bench + step(place - bench, 0, 0.25), 0)
    heaps = np.clip(p.mid - 1.6, 0, 1) + 0.12 * p.fine
    colour = blend(colour, (150, 122, 90), 0.5 * step(p.drift + 0.3 * p.wide + 0.15 * p.mid, 0.4, 1.2))
    return blend(colour, season.grass, step(p.verge + 0.3 * p.mid, 0.7, 1.2)), heaps - 2.6 * wall


def bare(p: Pixels, season: Season) -> Painted:
    colour = flat(season.soil, p.x) * (1.06 + 0.08 * p.mid + 0.06 * p.fine)
    colour = blend(colour, (186, 160, 124), 0.5 * step(p.drift + p.mid * 0.4, 0.2, 1.2))
    weeds = step(p.mid + 0.6 * p.fine, 0.8, 1.6)
    return blend(colour, season.grass, 0.7 * weeds), 0.3 * (1 + p.mid * 0.5 + p.fine * 0.4)


def rock(p: Pixels, season: Season) -> Painted:
    colour = flat((158, 152, 138), p.x) * (1 + 0.12 * p.mid + 0.09 * p.fine)
    return blend(colour, season.grass, step(p.mid, 0.1, 0.8)), 1.5 * np.maximum(0, p.mid + 0.5 * p.fine)


def _road(p: Pixels, middle: tuple[int, int, int], shoulder: tuple[int, int, int], grassy: float) -> Painted:
    colour = flat(middle, p.x) * (1 + 0.035 * p.fine + 0.03 * p.mid)
    colour = blend(colour, shoulder, 0.7 * np.clip(p.edge * 1.5 - 0.3, 0, 1))
    return blend(colour, (108, 110, 78), grassy * p.edge * step(p.mid + 0.4 * p.fine, 0.2, 1.0)), np.zeros_like(p.x)


def highway(p: Pixels, season: Season) -> Painted:
    return _road(p, season.tarmac, (164, 156, 140), 0.4)


def street(p: Pixels, season: Season) -> Painted:
    return _road(p, (150, 147, 140), (176, 170, 158), 0.3)


def lane(p: Pixels, season: Season) -> Painted:
    paved = step(p.drift + p.roll - 0.5, -0.9, -0.4)
    colour, height = _road(p, (178, 152, 118), (160, 146, 116), 0.8)
    concrete, _ = _road(p, (190, 185, 172), (172, 164, 144), 0.6)
    return blend(colour, concrete, paved), height


def river(p: Pixels, season: Season) -> Painted:
    deep = step(p.inner, 0.62, 0.97)
    colour = blend(flat(season.shallows, p.x), season.river, deep)
    colour = colour * (1 + 0.012 * p.fine + 0.03 * p.mid + 0.05 * p.wide * 0.4)
    dry_share = (1 - season.water_level) * 0.26 + 0.06 * p.wide + 0.02 * p.mid
    bar = step(0.56 + np.maximum(dry_share, 0) * step(p.drift, -0.5, 1.0) - p.inner, 0, 0.03)
    sand = flat(season.sand, p.x) * (1 + 0.05 * p.fine + 0.04 * p.mid)
    sand = blend(sand, season.grass, 0.8 * step(p.mid + p.wide, 0.6, 1.4))
    colour = blend(colour, sand, bar)
    return blend(colour, (92, 94, 66), 0.65 * p.edge * (1 - bar)), 0.25 * bar


def pond(p: Pixels, season: Season) -> Painted:
    colours = palette(season.ponds)
    colour = colours[:, np.minimum((p.roll * colours.shape[1]).astype(np.int64), colours.shape[1] - 1)]
    colour = colour * (1 + 0.01 * p.fine + 0.05 * p.wide + 0.03 * p.mid)
    glint = step(p.inner + 0.12 * p.wide + 0.02 * p.mid, 0.7, 1.25) * np.maximum(p.roll * 1.4 - 0.4, 0)
    colour = blend(colour, (176, 188, 192), 0.45 * glint)
    weed = step(p.mid + p.drift + 0.4 * p.fine, 2.3, 2.9) * (p.roll < 0.3)
    colour = blend(colour, (88, 98, 58), 0.7 * weed)
    colour = blend(colour, (150, 140, 112), 0.55 * np.clip(p.edge * 1.6 - 0.5, 0, 1))
    return blend(colour, season.grass, 0.4 * p.edge * step(p.mid, -0.5, 0.8)), np.zeros_like(p.x)


def canal(p: Pixels, season: Season) -> Painted:
    colour = flat(season.river, p.x) * (0.9 + 0.03 * p.mid)
    lined = step(p.drift, -0.4, 0.2)
    return blend(
        blend(colour, (166, 162, 148), 0.65 * p.edge * lined), season.grass, 0.6 * p.edge * (1 - lined)
    ), 0 * p.x


PAINTERS: dict[str, Callable[[Pixels, Season], Painted]] = {
    "paddy": paddy, "dry": dry, "orchard": orchard, "tea": tea, "woods": woods, "bamboo": bamboo, "shrub": shrub,
    "grass": grass, "village": village, "town": town, "works": works, "mine": mine, "highway": highway,
    "street": street, "lane": lane, "river": river, "pond": pond, "canal": canal, "facility": facility, "bare": bare,
    "rock": rock, "shoal": shoal,
}  # fmt: skip
