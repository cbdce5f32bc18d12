"""地物: what the scene puts on single patches (roofs, yards, greenhouses, solar arrays, quarries, …), seen from above."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from osgeo import ogr

from demo.parcels import Frame, rings
from demo.picture import Area, Picture, area_around
from demo.rooftops import METAL, TILES, Building, roof
from demo.seasons import Season
from demo.textures import Floats, Textures, hash01, inner_distance, polygon_cover, soft_mask, window

Painted = tuple[Floats, Floats, Floats]
"""Colours (3, rows, columns), cover (0…1), heights in metres."""


@dataclass(frozen=True)
class Thing:
    """One object of the scene: kind, direction in degrees (from east, counter-clockwise), time, rings in pixels."""

    number: str
    kind: str
    angle: float
    when: str
    outline: list[NDArray[np.float64]] = field(repr=False)
    roll: float = 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        ring = self.outline[0]
        return (*ring.min(axis=0), *ring.max(axis=0))


def read_things(scene: Path, frame: Frame) -> list[Thing]:
    """The objects of layer `objects`, in the order in which they are painted: flat ones first."""
    source = ogr.Open(str(scene))
    layer = source.GetLayerByName("objects")
    found: list[Thing] = []
    for feature in layer:
        geometry = feature.GetGeometryRef()
        if geometry is None or geometry.IsEmpty():
            continue
        for parts in rings(geometry):
            outline = [frame.pixels(ring) for ring in parts]
            roll = float(hash01(len(found), 5))
            texts = (feature.GetFieldAsString(name) for name in ("number", "kind"))
            angle = feature.GetFieldAsDouble("angle")
            found.append(Thing(*texts, angle, feature.GetFieldAsString("when"), outline, roll))
    return sorted(found, key=lambda thing: ORDER.get(thing.kind, 5))


def footprints(things: list[Thing], rows: int, cols: int) -> NDArray[np.bool_]:
    """Where the scene has objects of its own (at any time), with a little room around."""
    taken = np.zeros((rows, cols), bool)
    for thing in things:
        area = _area(thing, 3, (rows, cols))
        if area is not None:
            cover = _cover(thing, area)
            taken[area.slices] |= soft_mask(cover > 0.2, 2.0) > 0.05
    return taken


def place(pictures: list[Picture], thing: Thing, textures: Textures) -> None:
    """Paint one object into every picture in whose time it stands."""
    shown = [p for p in pictures if thing.when == "both" or p.season.name == thing.when]
    if not shown:
        return
    area = _area(thing, 14, shown[0].height.shape)
    if area is None:
        return
    cover = _cover(thing, area)
    grain = Grain.of(area, textures)
    painter = PAINTERS.get(thing.kind, bare)
    for picture in shown:
        colour, shown_cover, height = painter(thing, area, cover, grain, picture.season)
        picture.paint(area, colour, shown_cover, height)


@dataclass(frozen=True)
class Grain:
    """Noise of an area, deviation 1."""

    fine: Floats
    mid: Floats
    drift: Floats
    speck: Floats

    @classmethod
    def of(cls, area: Area, t: Textures) -> Grain:
        at = (area.row, area.col, area.rows, area.cols)
        speck = hash01(*area.hash_grid()) - np.float32(0.5)
        return cls(window(t.fine, *at), window(t.mid, *at), window(t.drift, *at), speck)


def _area(thing: Thing, room: float, shape: tuple[int, int]) -> Area | None:
    left, upper, right, lower = thing.box
    centre = (left + right) / 2, (upper + lower) / 2
    return area_around(centre, math.radians(thing.angle), (right - left) / 2 + room, (lower - upper) / 2 + room, shape)


def _cover(thing: Thing, area: Area) -> Floats:
    shift = np.array([area.col, area.row])
    return polygon_cover([ring - shift for ring in thing.outline], area.rows, area.cols)


def _plain(colour: tuple[int, int, int], light: Floats) -> Floats:
    return np.asarray(colour, np.float32)[:, None, None] * light


def _over(under: Floats, colour: tuple[int, int, int], share: Floats) -> Floats:
    return under + (np.asarray(colour, np.float32)[:, None, None] - under) * share


def _step(value: Floats, start: float, end: float) -> Floats:
    share = np.clip((value - start) / (end - start), 0, 1)
    return share * share * (3 - 2 * share)


def _extent(thing: Thing) -> tuple[float, float]:
    """Half length and half width of the outline along its angle."""
    ring, turn = thing.outline[0], math.radians(thing.angle)
    along = ring @ [math.cos(turn), -math.sin(turn)]
    across = ring @ [-math.sin(turn), -math.cos(turn)]
    return float(np.ptp(along)) / 2, float(np.ptp(across)) / 2


def _building(thing: Thing, metal: bool) -> Building:
    half_length, half_width = _extent(thing)
    colours = METAL if metal else TILES
    colour = colours[int(thing.roll * 997) % len(colours)]
    height = 6 + 3 * thing.roll if metal else 3.6 + 5 * thing.roll
    return Building(0, 0, half_length, half_width, 0, height, colour, metal or thing.roll > 0.35, metal, thing.roll)


def shed(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    """A factory roof: ribbed sheet metal; the ridge follows the longer side; skylight strips."""
    half_length, half_width = _extent(thing)
    turned = area if half_length >= half_width else Area(area.row, area.col, area.rows, area.cols, area.v, area.u)
    building = _building(thing, metal=True)
    longer, shorter = max(half_length, half_width), min(half_length, half_width)
    building = Building(**{**building.__dict__, "half_length": longer, "half_depth": shorter})
    colour, height = roof(turned, building, grain.speck)
    light = (np.abs(np.sin(turned.u * np.float32(math.pi / 14))) > 0.97) & (np.abs(turned.v) < shorter * 0.75)
    return _over(colour, (214, 220, 222), 0.6 * light * (thing.roll > 0.4)), cover, height


def house(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    half_length, half_width = _extent(thing)
    if half_length < half_width:
        area = Area(area.row, area.col, area.rows, area.cols, area.v, area.u)
    building = _building(thing, metal=False)
    longer, shorter = max(half_length, half_width), min(half_length, half_width)
    colour, height = roof(
        area, Building(**{**building.__dict__, "half_length": longer, "half_depth": shorter}), grain.speck
    )
    return colour, cover, height


def yard(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    """Hardened ground in slabs, with stains, parked cars and things lying about."""
    joints = np.minimum(np.abs((area.u / 6) % 1 - 0.5), np.abs((area.v / 6) % 1 - 0.5)) > 0.44
    colour = _plain(season.concrete, 1.06 + 0.02 * grain.fine + 0.04 * grain.mid) * (1 - 0.05 * joints)
    colour = _over(colour, (136, 124, 104), 0.45 * _step(grain.mid + 0.5 * grain.drift, 0.7, 1.8))
    cars, paint, height = _cars(thing, area, cover)
    return colour + (paint - colour) * cars, cover, height * cars


def concrete(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    colour = _plain(season.concrete, 1.1 + 0.018 * grain.fine + 0.03 * grain.mid)
    joints = np.minimum(np.abs((area.u / 8) % 1 - 0.5), np.abs((area.v / 8) % 1 - 0.5)) > 0.455
    return colour * (1 - 0.06 * joints), cover, np.zeros_like(cover)


def _cars(thing: Thing, area: Area, cover: Floats) -> tuple[Floats, Floats, Floats]:
    """A few vehicles (5 × 2 m) that stand in the yard's own grid."""
    row, col = np.floor(area.v / 7), np.floor(area.u / 4)
    chance = hash01(row, col, int(thing.roll * 9999))
    body = (np.abs(area.u / 4 - col - 0.5) * 4 < 1.1) & (np.abs(area.v / 7 - row - 0.5) * 7 < 2.4)
    here = (body & (chance < 0.035) & (cover > 0.9)).astype(np.float32)
    tone = np.where(hash01(col, row) > 0.5, 222, 74).astype(np.float32)
    red = np.where(chance < 0.006, np.float32(60), np.float32(0))
    return here * 0.9, np.stack([tone + red * 0.6, tone - red, tone - red]), np.full_like(cover, 1.5)


def road(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    colour = _plain((186, 178, 160), 1 + 0.03 * grain.fine + 0.03 * grain.mid)
    shoulder = _step(soft_mask(cover > 0.5, 1.6), 0.95, 0.6)
    return _over(colour, season.soil, 0.6 * shoulder), cover, np.zeros_like(cover)


def greenhouse(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    """Arched plastic tunnels side by side, 8 m wide, with bare paths between them."""
    half_length, half_width = _extent(thing)
    along, across, width = (area.u, area.v, half_width) if half_length >= half_width else (area.v, area.u, half_length)
    count = max(1, round(2 * width / 9.0))
    pitch = 2 * width / count
    place = (across + width) / pitch
    tunnel = np.floor(place)
    off = (place - tunnel - 0.5) * 2
    block = np.floor(along / 48 + 0.5)
    gap = (along / 48 + 0.5 - block) * 48 < 2.2
    arch = np.sqrt(np.clip(1 - (off / (0.82 if count > 1 else 1.0)) ** 2, 0, 1))
    inside = (arch > 0.2) & ~gap
    tone = 0.97 + 0.12 * hash01(tunnel, block, int(thing.roll * 997))
    hoops = 1 + 0.035 * np.sin(along * np.float32(2 * math.pi / 3.3))
    film = _plain((214, 220, 218), tone * hoops * (1 + 0.02 * grain.fine)) * (0.86 + 0.14 * arch)
    film = _over(film, season.garden, 0.18 * (hash01(tunnel, block) > 0.6) + 0.06)
    path = _plain(season.soil, 1 + 0.05 * grain.fine)
    return np.where(inside, film, path), cover, np.where(inside, arch * 3.0, 0).astype(np.float32)


def film(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    """Fields under plastic mulch: narrow silver bands on brown soil."""
    band = 0.5 + 0.5 * np.sin(area.v * np.float32(2 * math.pi / 3.6))
    soil = _plain(season.soil, 0.95 + 0.05 * grain.fine + 0.05 * grain.mid)
    torn = _step(grain.mid + 0.4 * grain.fine, -1.6, -0.6)
    return _over(soil, (196, 200, 200), _step(band, 0.35, 0.8) * torn * 0.9), cover, 0.15 * band


def panels(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    """Rows of dark blue modules, tilted to the sun, with lanes between them; the ground below stays as it is."""
    half_length, half_width = _extent(thing)
    rows = max(1, round(2 * half_width / 5.4))
    pitch = 2 * half_width / rows
    place = (area.v + half_width) / pitch
    row = np.floor(place)
    off = (place - row) * pitch
    blocks = max(1, round(2 * half_length / 27))
    block_place = (area.u + half_length) / (2 * half_length / blocks)
    block = np.floor(block_place)
    beside = np.minimum(block_place - block, block + 1 - block_place) * (2 * half_length / blocks)
    lit = np.clip(pitch * 0.66 + 0.5 - off, 0, 1) * np.clip(off + 0.5, 0, 1) * np.clip(beside - 0.1, 0, 1) * cover
    tone = (0.94 + 0.12 * hash01(row, block, int(thing.roll * 999))) * (1 + 0.03 * grain.fine)
    seams = 1 - 0.10 * (np.abs((area.u / 2.0) % 1 - 0.5) > 0.4)
    blue = _over(_plain((46, 62, 102), tone * seams), (122, 140, 170), 0.25 * _step(off, pitch * 0.5, pitch * 0.66))
    ground = _over(_plain(season.soil, 1 + 0.05 * grain.fine), season.grass, np.full_like(cover, 0.7))
    shown = np.maximum(lit, 0.25 * cover)
    return ground + (blue - ground) * lit, shown, np.where(lit > 0.5, 0.7 + off * 0.3, 0.0).astype(np.float32)


def quarry(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    """A pit cut in benches into the ground, ochre rock, a haul road down, a puddle at the bottom."""
    depth = inner_distance(cover > 0.5, 90)
    deep = max(float(depth.max()), 1.0)
    bent = depth + 0.7 * grain.mid + 0.10 * deep * np.clip(grain.drift, -1, 1) + area.u * np.float32(0.05)
    bench_width = max(6.0, deep / 4.2)
    bench = np.floor(np.clip(bent, 0, None) / bench_width)
    into = np.clip(bent, 0, None) / bench_width - bench
    tone = 1.0 + 0.05 * grain.mid + 0.05 * grain.fine + 0.1 * (hash01(bench, int(thing.roll * 99)) - 0.5)
    colour = _plain(season.ochre, tone)
    colour = _over(colour, (206, 192, 166), 0.5 * _step(into, 0.3, 0.8) * _step(grain.mid + grain.drift, -1.0, 0.8))
    colour = _over(colour, (144, 117, 88), 0.5 * _step(into, 0.24, 0.04))
    sweep = np.arctan2(area.v, area.u) - 0.9 - 0.02 * bent
    ramp = np.exp(-((sweep * np.hypot(area.u, area.v) / 3.0) ** 2))
    colour = _over(colour, (206, 190, 160), 0.75 * ramp)
    bottom = _step(bent, deep * 0.84, deep * 0.9) * (thing.roll > 0.45)
    colour = _over(colour, (92, 108, 98), 0.8 * bottom)
    wall = np.minimum(bench + _step(into, 0.0, 0.3), 5) * (1 - 0.5 * ramp)
    return colour, _ragged(cover, grain), (-3.0 * wall).astype(np.float32)


def bare(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    """Stripped or heaped soil with wheel tracks and a few mounds."""
    colour = _plain((164, 138, 106), 1.0 + 0.07 * grain.mid + 0.05 * grain.fine)
    colour = _over(colour, (190, 166, 132), 0.6 * _step(grain.drift + 0.6 * grain.mid, 0.0, 1.4))
    colour = _over(colour, (128, 100, 74), 0.5 * _step(grain.mid - 0.5 * grain.drift, 0.9, 1.9))
    bend = area.v + 5 * grain.drift + 0.5 * grain.mid
    wheel = np.abs(np.abs((bend / 23) % 1 - 0.5) * 23 - 1.4)
    tracks = np.exp(-((wheel / 0.8) ** 2)) * _step(np.abs((bend / 23) % 1 - 0.5), 0.16, 0.1)
    colour = _over(colour, (212, 192, 158), 0.55 * tracks)
    heaps = np.clip(grain.mid - 1.0, 0, 1.5) * 1.1 * (hash01(int(thing.roll * 997), 3) > 0.3)
    return colour, _ragged(cover, grain), (0.25 * grain.fine * 0.4 + heaps).astype(np.float32)


def rubble(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    """What is left of a demolished building: pale debris, dark gaps."""
    lumps = grain.fine + 1.6 * grain.speck
    colour = _plain((172, 162, 148), 1 + 0.10 * lumps + 0.06 * grain.mid)
    colour = _over(colour, (160, 106, 84), 0.5 * _step(grain.mid + 0.4 * grain.fine, 0.5, 1.3))
    return colour, _ragged(cover, grain), np.clip(0.6 + 0.5 * lumps + 0.4 * grain.mid, 0, 3).astype(np.float32)


def pond(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    """Water between bare dug banks, lighter where it mirrors the sky."""
    depth = inner_distance(cover > 0.5, 14)
    water = _plain(season.ponds[int(thing.roll * len(season.ponds))], 1 + 0.008 * grain.fine + 0.03 * grain.mid)
    glint = _step(depth + 2 * grain.drift + grain.mid, 5, 13)
    water = _over(water, (170, 184, 190), (0.14 + 0.2 * thing.roll) * glint)
    bank = _plain((172, 148, 114), 1 + 0.06 * grain.fine + 0.05 * grain.mid)
    wet = _step(depth + 0.4 * grain.fine, 2.6, 3.8)
    return bank + (water - bank) * wet, cover, (0.6 - 2.2 * wet).astype(np.float32)


def grave(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    """Tombs: small concrete horseshoes on a terrace."""
    row, col = np.floor(area.v / 5), np.floor(area.u / 5)
    far = np.hypot(area.u / 5 - col - 0.5, area.v / 5 - row - 0.5) * 5
    mound = np.clip(1 - far / 1.7, 0, 1)
    colour = _plain((178, 172, 160), 1 + 0.05 * grain.fine)
    colour = _over(colour, season.grass, 0.7 * _step(mound, 0.35, 0.6))
    return colour, cover, mound * 1.4


def orchard(thing: Thing, area: Area, cover: Floats, grain: Grain, season: Season) -> Painted:
    """Young trees in rows on cultivated ground."""
    row, col = np.floor(area.v / 4.4), np.floor(area.u / 3.6)
    far = np.hypot((area.v / 4.4 - row - 0.5) * 4.4, (area.u / 3.6 - col - 0.5) * 3.6)
    reach = 1.1 + 0.6 * hash01(row, col)
    crown = np.sqrt(np.clip(1 - (far / reach) ** 2, 0, 1))
    floor = _over(_plain(season.soil, 1 + 0.05 * grain.fine), season.grass, 0.5 * _step(grain.mid, -0.6, 0.8))
    return _over(floor, season.orchard, np.minimum(1, 1.7 * crown)), cover, crown * 1.8


def _ragged(cover: Floats, grain: Grain) -> Floats:
    """Edges of dug ground are never straight."""
    return _step(soft_mask(cover > 0.5, 2.2) + 0.10 * grain.mid + 0.08 * grain.fine, 0.38, 0.62)


PAINTERS: dict[str, Callable[[Thing, Area, Floats, Grain, Season], Painted]] = {
    "roof": shed, "house": house, "yard": yard, "concrete": concrete, "road": road, "greenhouse": greenhouse,
    "film": film, "panels": panels, "quarry": quarry, "bare": bare, "rubble": rubble, "pond": pond, "grave": grave,
    "orchard": orchard,
}  # fmt: skip
ORDER = {"bare": 0, "quarry": 0, "rubble": 1, "pond": 1, "yard": 2, "concrete": 2, "road": 3, "film": 3, "orchard": 3}
