"""实地景象: sky, hills and ground of a field photo, drawn in perspective. X is right, Y ahead, Z up, in metres."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from demo.textures import Floats, spectral_noise

WIDTH, HEIGHT = 1280, 960
FOCAL = 1040.0
"""Focal length in pixels: about 63° across."""
FINE = 2
"""Things are drawn this much larger and then reduced."""

GroundPaint = Callable[[Floats, Floats, "Noises"], tuple[Floats, Floats]]
"""From X, Y and noise of the ground's pixels to colours (n, 3) and cover (0…1)."""


@dataclass(frozen=True)
class Noises:
    """Three seamless noises whose sizes are powers of two, sampled anywhere."""

    fine: Floats
    mid: Floats
    clouds: Floats

    @classmethod
    def made(cls, seed: int) -> Noises:
        rng = np.random.default_rng([seed, 21])
        return cls(spectral_noise(512, 2, 16, rng, 0.6), spectral_noise(512, 8, 128, rng, 1.0),
                   spectral_noise(1024, 6, 512, rng, 1.7))  # fmt: skip

    @staticmethod
    def at(noise: Floats, x: Floats, y: Floats) -> Floats:
        """Noise values at places given in pixels of the noise (bilinear)."""
        last = noise.shape[0] - 1
        x, y = np.asarray(x, np.float32), np.asarray(y, np.float32)
        column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
        right, down = x - column, y - row
        flat, wide = noise.ravel(), noise.shape[0]
        c0, c1, r0, r1 = column & last, (column + 1) & last, (row & last) * wide, ((row + 1) & last) * wide
        upper = flat[r0 + c0]
        upper = upper + (flat[r0 + c1] - upper) * right
        lower = flat[r1 + c0]
        lower = lower + (flat[r1 + c1] - lower) * right
        return upper + (lower - upper) * down


@dataclass(frozen=True)
class View:
    """Eye height above the ground in metres, horizon row, and where the sun stands to the camera's heading."""

    eye: float
    horizon: float
    sun_turn: float
    """Radians clockwise from the viewing direction."""
    sun_height: float
    overcast: float
    """0 clear … 1 grey sky."""

    def project(self, x: float, y: float, z: float) -> tuple[float, float]:
        """A point in the picture's pixels."""
        ahead = max(y, 0.3)
        return WIDTH / 2 + FOCAL * x / ahead, self.horizon - FOCAL * (z - self.eye) / ahead

    def sun(self) -> tuple[float, float, float]:
        level = math.cos(self.sun_height)
        return level * math.sin(self.sun_turn), level * math.cos(self.sun_turn), math.sin(self.sun_height)

    def shade(self, normal: tuple[float, float, float]) -> float:
        """Brightness of a face: 1 in full sun."""
        facing = max(0.0, sum(a * b for a, b in zip(normal, self.sun(), strict=True)))
        direct = 1 - 0.75 * self.overcast
        return 0.56 + 0.22 * self.overcast + 0.72 * direct * facing

    def ground(self) -> tuple[Floats, Floats]:
        """X and Y of every ground pixel below the horizon."""
        rows = np.arange(int(self.horizon) + 1, HEIGHT, dtype=np.float32)[:, None] + 0.5
        ahead = FOCAL * self.eye / (rows - np.float32(self.horizon))
        columns = np.arange(WIDTH, dtype=np.float32)[None, :] + 0.5 - WIDTH / 2
        return columns * ahead / FOCAL, np.broadcast_to(ahead, (len(rows), WIDTH))


def mixed(under: Floats, over: Floats | tuple[float, float, float], share: Floats | float) -> Floats:
    share = np.asarray(share, np.float32)
    return under + (np.asarray(over, np.float32) - under) * (share[..., None] if share.ndim else share)


def smooth(value: Floats, start: float, end: float) -> Floats:
    share = np.clip((value - start) / (end - start), 0, 1)
    return share * share * (3 - 2 * share)


def sky(view: View, noises: Noises, rng: np.random.Generator) -> Floats:
    """The whole picture filled with sky: a gradient and clouds that shrink towards the horizon."""
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    up = np.clip((view.horizon - rows) / view.horizon, 0.0, 1)
    blue = mixed(np.full((HEIGHT, 1, 3), (212, 222, 230), np.float32), (98, 146, 206), up**0.75)
    grey = mixed(np.full((HEIGHT, 1, 3), (216, 219, 222), np.float32), (176, 183, 191), up)
    back = np.repeat(mixed(blue, grey, view.overcast), WIDTH, axis=1)
    columns = np.arange(WIDTH, dtype=np.float32)[None, :] - WIDTH / 2
    far = 1 / (up + 0.42)
    drift = rng.uniform(0, 1024, 2)
    x, y = columns * far * 0.42 + drift[0], 330 * far + drift[1] + 0 * columns
    density = noises.at(noises.clouds, x, y)
    detail = noises.at(noises.mid, x * 2.2, y * 3.1)
    cover = smooth(density + 0.10 * detail, 0.25 - 1.2 * view.overcast, 1.7 - 0.8 * view.overcast)
    light = 241 - 26 * smooth(density + 0.12 * detail, 0.6, 2.4) - 20 * view.overcast
    return mixed(back, np.stack([light, light + 1, light + 4], axis=-1), 0.92 * cover * smooth(up, 0.0, 0.3))


def ridge(width: int, waves: float, rng: np.random.Generator) -> Floats:
    """A line of hills: heights about 0, deviation near 1."""
    x = np.arange(width, dtype=np.float32) / width
    line = np.zeros(width, np.float32)
    for octave in range(7):
        number, weight = waves * 1.9**octave, 0.55**octave
        line += weight * np.sin(2 * math.pi * (number * x + rng.random())) * np.float32(0.8 + 0.4 * rng.random())
    return line


def backdrop(picture: Floats, view: View, noises: Noises, rng: np.random.Generator) -> None:
    """Hills in the haze, one behind another, and a belt of trees in front of them."""
    hazy = np.array([196, 208, 218], np.float32)
    upper, lower = max(0, int(view.horizon) - 190), int(view.horizon) + 5
    band = picture[upper:lower]
    rows = np.arange(upper, lower, dtype=np.float32)[:, None]
    x = np.arange(WIDTH, dtype=np.float32)[None, :]
    for depth, (base, swing, waves) in enumerate(((62, 24, 1.1), (36, 15, 1.9), (19, 8, 3.2))):
        top = view.horizon - base - swing * ridge(WIDTH, waves, rng)
        wood = np.array([70, 92, 66], np.float32)
        tone = hazy + (wood - hazy) * (0.34 + 0.24 * depth)
        rough = noises.at(noises.fine, x * 1.3 + 91 * depth + 0 * rows, rows * 1.7 + 0 * x)
        broad = noises.at(noises.mid, x * 0.8 + 50 * depth + 0 * rows, rows * 1.4 + 0 * x)
        inside = smooth(rows - top[None, :] - 1.2 * rough, -0.7, 0.7)
        colour = tone[None, None, :] * (1 + (0.015 + 0.025 * depth) * rough + 0.04 * broad)[..., None]
        band[...] = mixed(band, colour, inside)
    _belt(band, view.horizon - upper, noises, rng)


def _belt(band: Floats, horizon: float, noises: Noises, rng: np.random.Generator) -> None:
    """Trees at the far end of the fields, with a few roofs between them."""
    rows = np.arange(len(band), dtype=np.float32)[:, None]
    x = np.arange(WIDTH, dtype=np.float32)[None, :]
    crowns = noises.at(noises.mid, x * 1.6 + rng.uniform(0, 512), np.full_like(x, rng.uniform(0, 512)))
    bushy = noises.at(noises.fine, x * 0.9 + 17, np.full_like(x, 3.0))
    high = np.clip(11 + 7 * crowns + 1.8 * bushy + 6 * ridge(WIDTH, 2.3, rng)[None, :], 3, 40)
    for _ in range(int(rng.integers(2, 7))):
        left, wide, tall = int(rng.integers(4, WIDTH - 50)), int(rng.integers(14, 40)), int(rng.integers(12, 24))
        upper, lower = int(horizon) - tall, int(horizon) + 2
        wall = np.array([(214, 208, 198), (188, 178, 164), (226, 224, 218)][int(rng.integers(3))], np.float32)
        band[upper:lower, left : left + wide] = wall * 0.88
        band[upper - 4 : upper, left - 2 : left + wide + 2] = (142, 118, 110) if tall % 2 else (126, 132, 140)
    grain = noises.at(noises.fine, x * 0.8 + 0 * rows, rows * 1.1 + 0 * x)
    clump = noises.at(noises.mid, x * 2.6 + 0 * rows, rows * 3 + 0 * x)
    inside = smooth(rows - (horizon - high) - 1.5 * grain, -0.8, 0.8)
    upward = np.clip((horizon - rows) / high, 0, 1)
    light = 0.80 + 0.3 * upward + 0.10 * grain + 0.10 * clump
    band[...] = mixed(band, np.array([84, 104, 74], np.float32) * light[..., None], 0.92 * inside)


def lay_ground(picture: Floats, view: View, noises: Noises, zones: list[GroundPaint]) -> None:
    """Paint the ground below the horizon, zone over zone, and fade it into the haze."""
    x, y = view.ground()
    colour = np.zeros((*x.shape, 3), np.float32)
    for zone in zones:
        paint, cover = zone(x, y, noises)
        colour = mixed(colour, paint, cover)
    colour = colour * np.float32(1.0 - 0.12 * view.overcast)
    far = 1 - np.exp(-y / 420)
    top = int(view.horizon) + 1
    picture[top:] = mixed(colour, (190, 202, 208), 0.75 * far)


def grain_at(x: Floats, y: Floats, noises: Noises, metres: float) -> Floats:
    """Ground noise with grains of a given size, gone where they are smaller than a pixel."""
    seen = np.clip(FOCAL * metres / y / 2.2 - 0.6, 0, 1)
    return noises.at(noises.fine, x * (4 / metres), y * (4 / metres)) * seen


class Things:
    """A transparent sheet on which upright things are drawn, the far ones first."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.sheet = Image.new("RGBA", (WIDTH * FINE, HEIGHT * FINE), (0, 0, 0, 0))
        self.pen = ImageDraw.Draw(self.sheet)

    def spot(self, x: float, y: float, z: float) -> tuple[float, float]:
        column, row = self.view.project(x, y, z)
        return column * FINE, row * FINE

    def face(
        self, points: list[tuple[float, float, float]], colour: tuple[float, float, float], light: float = 1.0
    ) -> None:
        """A polygon in space."""
        tone = tuple(int(min(255, max(0, c * light))) for c in colour)
        self.pen.polygon([self.spot(*point) for point in points], fill=(*tone, 255))

    def line(self, points: list[tuple[float, float, float]], colour: tuple[int, int, int], metres: float) -> None:
        """A line of a thickness in metres."""
        ahead = max(0.5, sum(point[1] for point in points) / len(points))
        wide = max(1, round(metres * FOCAL / ahead * FINE))
        self.pen.line([self.spot(*point) for point in points], fill=(*colour, 255), width=wide)

    def onto(self, picture: Floats, noises: Noises) -> None:
        """Lay the sheet over the picture, a little weathered."""
        small = np.asarray(self.sheet.reduce(FINE), dtype=np.float32)
        cover = small[..., 3] / 255
        colour = small[..., :3] / np.maximum(cover, 1e-3)[..., None]
        rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        dirt = noises.at(noises.mid, columns * 0.9, rows * 0.6) * 0.03 + noises.at(noises.fine, columns, rows) * 0.018
        picture[...] = mixed(picture, np.clip(colour, 0, 255) * (1 + dirt)[..., None], cover)


def cast(picture: Floats, view: View, outlines: list[list[tuple[float, float]]]) -> None:
    """Shadows on the ground: polygons of (X, Y), darkened by what the sky leaves of the sun."""
    sheet = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(sheet)
    for outline in outlines:
        pen.polygon([view.project(x, y, 0.0) for x, y in outline], fill=255)
    soft = np.asarray(sheet.filter(ImageFilter.GaussianBlur(1.6)), dtype=np.float32) / 255
    soft[: int(view.horizon)] = 0
    picture *= (1 - 0.5 * (1 - view.overcast) * soft)[..., None]


def tufts(
    picture: Floats, view: View, rng: np.random.Generator, colour: tuple[int, int, int], high: float,
    far: float = 18.0, bare: Callable[[float, float], bool] | None = None,
) -> None:  # fmt: skip
    """Blades of grass near the camera, none where the ground is `bare`."""
    sheet = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    pen = ImageDraw.Draw(sheet)
    nearest = view.eye * FOCAL / (HEIGHT - view.horizon)
    ahead = np.sort(1 / rng.uniform(1 / far, 1 / nearest, 9000))[::-1]
    for y, side, grown, lean, light in zip(
        ahead, rng.uniform(-0.63, 0.63, 9000), rng.uniform(0.25, 1.1, 9000), rng.normal(0, 0.35, 9000),
        rng.uniform(0.66, 1.22, 9000), strict=True,
    ):  # fmt: skip
        if bare and bare(side * y, y):
            continue
        column, row = view.project(side * y, y, 0.0)
        length = high * grown * FOCAL / y
        tone = tuple(int(min(255, c * light)) for c in colour)
        pen.line([(column, row), (column + lean * length * 0.4, row - length * 0.6), (column + lean * length, row - length)],
                 fill=(*tone, 225), width=max(1, int(7 / y)))  # fmt: skip
    layer = np.asarray(sheet, dtype=np.float32)
    picture[...] = mixed(picture, layer[..., :3], layer[..., 3] / 255)


def developed(picture: Floats, rng: np.random.Generator) -> NDArray[np.uint8]:
    """What the camera makes of it: vignette, contrast, a little blur and noise."""
    rows, columns = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j].astype(np.float32)
    picture = picture * (1.03 - 0.13 * (rows**2 + columns**2) ** 1.2 / 2)[..., None]
    picture = 255 * np.clip(picture / 255, 0, 1.1) ** 1.06
    soft = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6))
    noise = rng.normal(0, 2.1, (HEIGHT, WIDTH, 1)) + rng.normal(0, 1.2, (HEIGHT, WIDTH, 3))
    return np.clip(np.asarray(soft, dtype=np.float32) + noise, 0, 255).astype(np.uint8)
