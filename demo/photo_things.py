"""照片地物: buildings, tunnels, solar rows, heaps, rock faces, trees and machines in a field photo."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from PIL import Image, ImageFilter

from demo.photo_world import FINE, FOCAL, HEIGHT, WIDTH, Noises, Things, View, mixed, smooth
from demo.textures import Floats

Colour = tuple[float, float, float]
Point = tuple[float, float, float]


class Box:
    """An upright box on the ground, turned about its middle: faces, and places on them in the face's own measure."""

    def __init__(self, x: float, y: float, long: float, deep: float, high: float, turn: float) -> None:
        self.x, self.y, self.long, self.deep, self.high, self.turn = x, y, long, deep, high, turn

    def at(self, u: float, v: float, z: float) -> Point:
        """u along the length (from the middle), v along the depth (negative is the front)."""
        c, s = math.cos(self.turn), math.sin(self.turn)
        return self.x + u * c - v * s, self.y + u * s + v * c, z

    def footprint(self) -> list[tuple[float, float]]:
        h, d = self.long / 2, self.deep / 2
        return [self.at(u, v, 0)[:2] for u, v in ((-h, -d), (h, -d), (h, d), (-h, d))]

    def shadow(self, view: View) -> list[tuple[float, float]]:
        """Ground in the shadow of the box (hull of its foot and its roof, thrown along the sun)."""
        east, ahead, up = view.sun()
        far = self.high / max(up, 0.2)
        foot = self.footprint()
        thrown = [(x - east * far, y - ahead * far) for x, y in foot]
        return _hull([p for p in foot + thrown if p[1] > 1.5])

    def front_normal(self) -> Point:
        return math.sin(self.turn), -math.cos(self.turn), 0.0

    def side(self) -> int:
        """Which end is seen from the camera: 1 the right one, -1 the left one, 0 neither."""
        along = self.x * math.cos(self.turn) + self.y * math.sin(self.turn)
        return 0 if abs(along) <= self.long / 2 else (-1 if along > 0 else 1)

    def side_normal(self) -> Point:
        return self.side() * math.cos(self.turn), self.side() * math.sin(self.turn), 0.0


def _hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(run: list[tuple[float, float]]) -> list[tuple[float, float]]:
        kept: list[tuple[float, float]] = []
        for p in run:
            while len(kept) > 1 and _turns(kept[-2], kept[-1], p) <= 0:
                kept.pop()
            kept.append(p)
        return kept[:-1]

    return half(ordered) + half(ordered[::-1])


def _turns(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def walls(things: Things, box: Box, colour: Colour, foot: Colour | None = None) -> None:
    """Front and visible end of a box; a plinth if `foot` is given."""
    h, d, view = box.long / 2, box.deep / 2, things.view
    end = box.side() * h
    lit, dim = view.shade(box.front_normal()), view.shade(box.side_normal())
    if end:
        things.face(
            [box.at(end, -d, 0), box.at(end, d, 0), box.at(end, d, box.high), box.at(end, -d, box.high)], colour, dim
        )
    things.face([box.at(-h, -d, 0), box.at(h, -d, 0), box.at(h, -d, box.high), box.at(-h, -d, box.high)], colour, lit)
    if foot and end:
        things.face([box.at(end, -d, 0), box.at(end, d, 0), box.at(end, d, 0.7), box.at(end, -d, 0.7)], foot, dim)
    if foot:
        things.face([box.at(-h, -d, 0), box.at(h, -d, 0), box.at(h, -d, 0.7), box.at(-h, -d, 0.7)], foot, lit)


def gable(things: Things, box: Box, rise: float, over: float, roof: Colour, wall: Colour) -> None:
    """A pitched roof seen from below its ridge: the near slope and the gable of the end that is seen."""
    h, d, z = box.long / 2, box.deep / 2, box.high
    end = box.side() * h
    dim = things.view.shade(box.side_normal())
    if end:
        things.face([box.at(end, -d, z), box.at(end, d, z), box.at(end, 0, z + rise)], wall, dim)
    out = end + box.side() * over
    low = z - rise * over / d
    normal = box.front_normal()
    tilt = math.atan2(rise, d)
    slope = (normal[0] * math.sin(tilt), normal[1] * math.sin(tilt), math.cos(tilt))
    light = things.view.shade(slope)
    things.face([box.at(-h - over, -d - over, low), box.at(h + over, -d - over, low), box.at(h + over, 0, z + rise),
                 box.at(-h - over, 0, z + rise)], roof, light)  # fmt: skip
    count = int((box.long + 2 * over) / 0.9)
    for k in range(count + 1):
        u = -h - over + (box.long + 2 * over) * k / count
        things.line(
            [box.at(u, -d - over, low), box.at(u, 0, z + rise)], _tone(roof, light * (0.9 if k % 2 else 1.04)), 0.10
        )
    things.line([box.at(-h - over, 0, z + rise), box.at(h + over, 0, z + rise)], _tone(roof, 0.8), 0.25)
    if end:
        things.line([box.at(out, -d - over, low), box.at(out, 0, z + rise)], _tone(roof, 0.7), 0.16)
    things.line([box.at(-h - over, -d - over, low), box.at(h + over, -d - over, low)], _tone(roof, 0.62), 0.16)


def _tone(colour: Colour, light: float) -> tuple[int, int, int]:
    r, g, b = (int(min(255, max(0, part * light))) for part in colour)
    return r, g, b


def opening(
    things: Things,
    box: Box,
    u: float,
    z: float,
    wide: float,
    high: float,
    colour: Colour = (64, 76, 90),
    frame: bool = True,
) -> None:
    """A window or door in the front."""
    d, lit = box.deep / 2 + 0.02, things.view.shade(box.front_normal())

    def patch(left: float, right: float, low: float, top: float, tone: Colour, light: float) -> None:
        things.face(
            [box.at(left, -d, low), box.at(right, -d, low), box.at(right, -d, top), box.at(left, -d, top)], tone, light
        )

    if frame:
        patch(u - wide / 2 - 0.12, u + wide / 2 + 0.12, z - 0.12, z + high + 0.12, (226, 226, 222), lit)
    patch(u - wide / 2, u + wide / 2, z, z + high, colour, lit)
    if frame:
        patch(u - wide / 2, u + wide / 2, z + high * 0.62, z + high, tuple(c * 1.35 for c in colour), lit)
        things.line([box.at(u, -d, z), box.at(u, -d, z + high)], _tone((226, 226, 222), lit), 0.07)


def ribs(things: Things, box: Box, colour: Colour) -> None:
    """Vertical ribs of sheet metal on the front."""
    d, lit = box.deep / 2 + 0.01, things.view.shade(box.front_normal())
    for k in range(int(box.long / 0.8)):
        u = -box.long / 2 + 0.4 + 0.8 * k
        things.line([box.at(u, -d, 0.7), box.at(u, -d, box.high)], _tone(colour, lit * (0.92 if k % 2 else 0.97)), 0.08)


def scaffold(things: Things, box: Box) -> None:
    """Steel tubes in front of a wall."""
    d = box.deep / 2 + 1.0
    steps = max(3, int(box.long / 1.8))
    for k in range(steps + 1):
        u = -box.long / 2 - 0.6 + (box.long + 1.2) * k / steps
        things.line([box.at(u, -d, 0), box.at(u, -d, box.high + 1.2)], (116, 108, 96), 0.07)
    for level in np.arange(1.8, box.high + 1.0, 1.8):
        things.line(
            [box.at(-box.long / 2 - 0.8, -d, level), box.at(box.long / 2 + 0.8, -d, level)], (126, 116, 100), 0.07
        )
        things.line(
            [box.at(-box.long / 2 - 0.6, -d, level - 0.1), box.at(box.long / 2 + 0.6, -d, level - 0.1)],
            (166, 142, 104),
            0.14,
        )


def tunnel(things: Things, x: float, near: float, far: float, wide: float, high: float) -> None:
    """A plastic tunnel that runs away from the camera, drawn hoop by hoop."""
    turns = np.linspace(0, math.pi, 17)
    count = max(6, int((far - near) / 1.4))
    for k in range(count, -1, -1):
        y = near + (far - near) * k / count
        hoop = [(x - wide / 2 * math.cos(t), y, high * math.sin(t) ** 0.8) for t in turns]
        things.face(hoop, (222, 227, 226), 0.84 + 0.14 * (k % 2) - 0.1 * k / count)
    face = [(x - wide / 2 * math.cos(t), near, high * math.sin(t) ** 0.8) for t in turns]
    things.face(face, (206, 214, 212))
    for t in turns[2:-2:3]:
        foot = (x - wide / 2 * math.cos(t), near, 0.0)
        things.line([foot, (foot[0], near, high * math.sin(t) ** 0.8)], (150, 156, 154), 0.05)
    things.line(face, (136, 142, 140), 0.09)
    things.face([(x - 0.9, near, 0), (x + 0.9, near, 0), (x + 0.9, near, 2.0), (x - 0.9, near, 2.0)], (92, 104, 92))
    things.line(
        [(x - 0.9, near, 0), (x - 0.9, near, 2.0), (x + 0.9, near, 2.0), (x + 0.9, near, 0)], (226, 228, 226), 0.08
    )


def solar_row(things: Things, left: float, right: float, y: float, foot: float = 0.8) -> None:
    """One row of modules, tilted towards the camera, on posts."""
    low, top, back = foot, foot + 1.9, y + 2.6
    for x in np.arange(left + 0.5, right, 3.2):
        things.line([(x, back - 0.3, 0), (x, back - 0.3, top - 0.2)], (120, 122, 124), 0.12)
        things.line([(x, y + 0.3, 0), (x, y + 0.3, low + 0.1)], (134, 136, 138), 0.10)
    width = 1.13
    for k in range(int((right - left) / width)):
        x = left + k * width
        for part in range(2):
            y0, y1 = y + 2.6 * part / 2, y + 2.6 * (part + 1) / 2
            z0, z1 = low + 1.9 * part / 2, low + 1.9 * (part + 1) / 2
            things.face([(x + 0.03, y0 + 0.03, z0), (x + width - 0.03, y0 + 0.03, z0), (x + width - 0.03, y1, z1 - 0.02),
                         (x + 0.03, y1, z1 - 0.02)], (52 + 16 * part, 70 + 18 * part, 116 + 20 * part))  # fmt: skip
    things.line([(left, y, low), (right, y, low)], (186, 190, 194), 0.06)
    things.line([(left, back, top), (right, back, top)], (176, 182, 188), 0.06)


def heap(
    picture: Floats,
    view: View,
    noises: Noises,
    middle: tuple[float, float],
    wide: float,
    high: float,
    colour: Colour,
    seed: int,
) -> None:
    """A mound of loose material: a lumpy outline, lit from the sun's side."""
    base_column, base_row = view.project(middle[0], middle[1], 0)
    half = wide / 2 * FOCAL / middle[1]
    left, right = max(0, int(base_column - half)), min(WIDTH, int(base_column + half) + 1)
    upper, lower = max(0, int(base_row - 1.6 * high * FOCAL / middle[1])), min(HEIGHT, int(base_row) + 12)
    if right - left < 3 or lower <= upper:
        return
    columns = np.arange(left, right, dtype=np.float32)[None, :]
    rows = np.arange(upper, lower, dtype=np.float32)[:, None]
    place = (columns - base_column) / half
    bumps = noises.at(noises.mid, columns * 0.35 + seed * 37, np.full_like(columns, seed * 11.0))
    top = np.clip(1 - np.abs(place) ** 1.7, 0, 1) * (1 + 0.14 * bumps) * high * FOCAL / middle[1]
    rough = noises.at(noises.fine, columns * 1.1 + 0 * rows, rows * 1.1 + seed + 0 * columns)
    lumps = noises.at(noises.mid, columns * 0.9 + 0 * rows, rows * 1.2 + seed * 5 + 0 * columns)
    inside = smooth(rows - (base_row - top) - 0.8 * rough, -0.6, 0.9) * (rows < base_row + 3 + 2 * lumps) * (top > 1)
    sunny = -1.0 if view.sun()[0] < 0 else 1.0
    light = 0.90 + 0.2 * np.clip(sunny * place, -1, 1) + 0.09 * rough + 0.08 * lumps
    part = picture[upper:lower, left:right]
    part[...] = mixed(part, np.asarray(colour, np.float32) * light[..., None], inside)


def cliff(picture: Floats, view: View, noises: Noises, rng: np.random.Generator, y: float, high: float) -> None:
    """A quarry face in benches, highest in the middle, woods on top."""
    scale = FOCAL / y
    base = view.horizon + view.eye * scale
    upper, lower = max(0, int(base - 1.75 * high * scale)), int(base) + 2
    columns = np.arange(WIDTH, dtype=np.float32)[None, :]
    rows = np.arange(upper, lower, dtype=np.float32)[:, None]
    swell = noises.at(noises.clouds, columns * 0.3 + rng.uniform(0, 900), np.full_like(columns, 40.0))
    jag = noises.at(noises.mid, columns * 0.4 + rng.uniform(0, 500), np.full_like(columns, 40.0))
    middle = WIDTH * rng.uniform(0.42, 0.6)
    crest = (
        high * np.clip(1 - (np.abs(columns - middle) / (WIDTH * 0.64)) ** 2.2, 0, 1) * (1 + 0.10 * swell + 0.012 * jag)
    )
    height = (base - rows) / scale
    leaf = noises.at(noises.fine, columns * 0.9 + 0 * rows, rows * 0.9 + 0 * columns)
    bush = noises.at(noises.mid, columns * 1.5 + 0 * rows, rows * 1.5 + 0 * columns)
    part = picture[upper:lower]
    wood = smooth(crest + 3.4 + 0.8 * jag + 0.35 * bush - height, 0, 0.15)
    part[...] = mixed(part, np.array([80, 98, 62], np.float32) * (1 + 0.14 * leaf + 0.12 * bush)[..., None], wood)
    bent = height * (1 + 0.05 * swell) + 0.9 * swell + 0.10 * jag + 0.08 * bush
    bench = bent / (high / 4.3)
    ledge = bench - np.floor(bench)
    streak = noises.at(noises.mid, columns * 1.4 + 0 * rows, rows * 0.8 + 60 * np.floor(bench) + 0 * columns)
    light = (
        0.94
        + 0.06 * streak
        + 0.06 * leaf
        + 0.04 * bush
        - 0.24 * smooth(ledge, 0.34, 0.04)
        + 0.2 * smooth(ledge, 0.86, 1.0)
    )
    rock = np.full((*height.shape[:1], WIDTH, 3), (196, 170, 132), np.float32)
    colour = mixed(rock, (160, 128, 96), 0.5 * smooth(streak + 0.5 * bush, 0.3, 2.0))
    part[...] = mixed(part, colour * light[..., None], smooth(crest + 0.12 * bush - height, 0, 0.2))


def excavator(things: Things, x: float, y: float, facing: int) -> None:
    """A yellow digger with its arm out."""
    yellow: Colour = (222, 166, 44)
    track = Box(x, y, 4.2, 2.6, 0.9, 0.25 * facing)
    belt = [
        track.at(u, -1.3, z) for u, z in ((-1.7, 0), (1.7, 0), (2.1, 0.35), (1.8, 0.85), (-1.8, 0.85), (-2.1, 0.35))
    ]
    things.face(belt, (56, 54, 52))
    things.line([*belt, belt[0]], (92, 88, 84), 0.10)
    for u in np.arange(-1.4, 1.5, 0.7):
        things.line([track.at(u - 0.12, -1.32, 0.38), track.at(u + 0.12, -1.32, 0.38)], (104, 98, 90), 0.26)
    things.face([track.at(u, -1.25, z) for u, z in ((-1.0, 0.7), (1.0, 0.7), (1.0, 1.1), (-1.0, 1.1))], (64, 62, 60))
    body = Box(x, y, 3.7, 2.4, 2.2, 0.25 * facing)
    d, lit = body.deep / 2, things.view.shade(body.front_normal())
    hood = [
        body.at(facing * u, -d, z)
        for u, z in ((-1.9, 1.0), (1.7, 1.0), (1.7, 1.5), (0.4, 1.9), (-1.5, 2.2), (-1.9, 1.9))
    ]
    things.face(hood, yellow, lit)
    things.line(hood[3:5], _tone(yellow, 0.7), 0.08)
    things.face(
        [body.at(facing * u, -d, z) for u, z in ((-1.9, 1.0), (-1.2, 1.0), (-1.2, 1.9), (-1.9, 1.9))], (70, 68, 66)
    )
    cab = [body.at(facing * u, -d, z) for u, z in ((0.2, 1.3), (1.6, 1.3), (1.45, 3.0), (0.35, 3.0))]
    things.face(cab, (74, 88, 100))
    things.line([*cab, cab[0]], _tone(yellow, 0.85), 0.15)
    arm = [body.at(facing * u, -d, z) for u, z in ((1.2, 1.6), (2.6, 3.9), (3.7, 4.5), (6.0, 2.9), (6.2, 1.0))]
    things.line(arm[:3], _tone(yellow, 0.95), 0.46)
    things.line(arm[2:4], _tone(yellow, 0.86), 0.34)
    things.line(arm[3:], _tone(yellow, 0.78), 0.26)
    things.line([body.at(facing * 2.9, -d, 3.4), body.at(facing * 4.6, -d, 4.0)], (150, 150, 150), 0.12)
    things.face([body.at(facing * u, -d, z) for u, z in ((5.6, 0.9), (6.8, 1.1), (6.9, 0.3), (5.9, 0.1))], (72, 68, 64))


def tree(picture: Floats, view: View, rng: np.random.Generator, x: float, y: float, high: float) -> None:
    """A broad-leaved tree made of many leaf clusters, lighter towards the sun."""
    column, row = view.project(x, y, 0)
    tall = high * FOCAL / y
    size = int(tall * 1.3) + 8
    sheet = np.zeros((size, size, 4), np.float32)
    yy, xx = np.mgrid[0:size, 0:size].astype(np.float32)
    trunk = (np.abs(xx - size / 2) < max(1.0, tall * 0.022)) & (yy > size * 0.5) & (yy < 4 + tall)
    sheet[trunk] = (84, 74, 62, 255)
    sunny = 0.12 if view.sun()[0] > 0 else -0.12
    grain = rng.standard_normal((size, size)).astype(np.float32)
    for k in range(110):
        turn, out = rng.uniform(0, 2 * math.pi), math.sqrt(rng.random())
        cx = size / 2 + 0.36 * tall * out * math.cos(turn)
        cy = 4 + 0.38 * tall + 0.32 * tall * out * math.sin(turn)
        reach = tall * rng.uniform(0.05, 0.10)
        leaf = (xx - cx) ** 2 + ((yy - cy) * 1.25) ** 2 < (reach * (1 + 0.3 * grain)) ** 2
        light = 0.74 + 0.34 * (1 - (cy - 4) / (0.75 * tall)) + sunny * (cx - size / 2) / (0.2 * tall) + 0.08 * (k % 3)
        sheet[leaf] = (*(np.array([82, 108, 56]) * light), 255)
    left, upper = int(column - size / 2), int(row - 4 - tall)
    sheet[..., :3] *= 1 + 0.09 * rng.standard_normal((size, size, 1)).astype(np.float32)
    soft = np.asarray(
        Image.fromarray(np.clip(sheet, 0, 255).astype(np.uint8)).filter(ImageFilter.BoxBlur(0.5)), np.float32
    )
    a, b, c, d = max(0, left), min(WIDTH, left + size), max(0, upper), min(HEIGHT, upper + size)
    if b > a and d > c:
        cut = soft[c - upper : d - upper, a - left : b - left]
        picture[c:d, a:b] = mixed(picture[c:d, a:b], cut[..., :3], cut[..., 3] / 255)


def poles(things: Things, rng: np.random.Generator, start: float) -> None:
    """Power poles in a line towards the horizon, with sagging wires."""
    side = rng.choice([-1, 1])
    tops = []
    for k in range(5, -1, -1):
        y = start + 38 * k
        x = side * (11 + 0.16 * y)
        things.line([(x, y, 0), (x, y, 9)], (150, 146, 138), 0.26)
        things.line([(x - 0.8, y, 8.3), (x + 0.8, y, 8.3)], (110, 104, 96), 0.14)
        tops.append((x, y))
    for (xa, ya), (xb, yb) in pairwise(tops):
        for off in (-0.7, 0.7):
            wire = [(xa + (xb - xa) * t + off, ya + (yb - ya) * t, 8.4 - 3 * t * (1 - t)) for t in np.linspace(0, 1, 9)]
            pen = [things.spot(*point) for point in wire]
            things.pen.line(pen, fill=(70, 72, 74, 200), width=FINE // 2)
