"""照片地面: meadow, crops, soil, concrete, roads and water underfoot in a field photo."""

from __future__ import annotations

import math

import numpy as np

from demo.photo_world import GroundPaint, Noises, grain_at, mixed, smooth
from demo.textures import Floats

Colour = tuple[float, float, float]
GRASS: Colour = (118, 130, 74)
PADDY: Colour = (108, 138, 62)
SOIL: Colour = (158, 128, 96)
CONCRETE: Colour = (190, 187, 180)
OCHRE: Colour = (186, 158, 116)


def _mottled(x: Floats, y: Floats, n: Noises, colour: Colour, strength: float) -> Floats:
    """A colour with unevenness from finger to field size."""
    light = 1 + strength * (
        0.6 * grain_at(x, y, n, 0.035) + 0.8 * grain_at(x, y, n, 0.12) + 0.6 * grain_at(x, y, n, 0.6)
        + 0.7 * grain_at(x, y, n, 3.0) + 0.5 * grain_at(x, y, n, 15)
    )  # fmt: skip
    return np.asarray(colour, np.float32) * light[..., None]


def everywhere(x: Floats) -> Floats:
    return np.ones(x.shape, np.float32)


def meadow(colour: Colour = GRASS) -> GroundPaint:
    def paint(x: Floats, y: Floats, n: Noises) -> tuple[Floats, Floats]:
        dry = smooth(grain_at(x, y, n, 3.0) + 0.6 * grain_at(x, y, n, 0.4), 0.4, 1.8)
        return mixed(_mottled(x, y, n, colour, 0.11), (150, 146, 98), 0.5 * dry), everywhere(x)

    return paint


def fields(rng: np.random.Generator, start: float) -> GroundPaint:
    """Fields beyond a distance, each strip with its own crop."""
    greens = np.array([(104, 134, 60), (122, 142, 68), (140, 148, 82), (96, 124, 62), (152, 146, 96), (112, 138, 70)])
    order = rng.integers(0, len(greens), 64)
    skew = rng.uniform(-0.4, 0.4)

    def paint(x: Floats, y: Floats, n: Noises) -> tuple[Floats, Floats]:
        place = (y + skew * x) / 13
        strip = np.clip(place, 0, 60).astype(int)
        colour = greens[order[strip]].astype(np.float32) * _mottled(x, y, n, (1, 1, 1), 0.07)
        bund = np.exp(-(((place - np.rint(place)) * 13 / 0.6) ** 2))
        return mixed(colour, (112, 118, 66), 0.6 * bund), smooth(y, start, start + 1)

    return paint


def crops(rows: float, colour: Colour, between: Colour, turn: float, start: float = 0.0) -> GroundPaint:
    """Rows that run away from the camera at an angle."""

    def paint(x: Floats, y: Floats, n: Noises) -> tuple[Floats, Floats]:
        across = x * math.cos(turn) + y * math.sin(turn) + 0.03 * grain_at(x, y, n, 2.0)
        seen = np.clip(rows * 1040 / y / 5 - 0.4, 0, 1)
        ridge = 0.5 + 0.5 * seen * np.cos(across * np.float32(2 * math.pi / rows))
        leafy = np.clip(ridge + 0.22 * grain_at(x, y, n, 0.12) + 0.12 * grain_at(x, y, n, 0.6), 0, 1)
        ground = _mottled(x, y, n, between, 0.10)
        plants = _mottled(x, y, n, colour, 0.15) * (0.72 + 0.36 * ridge)[..., None]
        return mixed(ground, plants, smooth(leafy, 0.25, 0.6)), smooth(y, start, start + 0.5)

    return paint


def plot(
    colour: Colour, left: float, right: float, near: float, far: float, strength: float = 0.09, ragged: float = 0.8
) -> GroundPaint:
    """An area of one material between given X and Y, with an uneven rim."""

    def paint(x: Floats, y: Floats, n: Noises) -> tuple[Floats, Floats]:
        wobble = ragged * (grain_at(x, y, n, 3.0) + 0.5 * grain_at(x, y, n, 0.7))
        inner = np.minimum(np.minimum(x - left, right - x), np.minimum(y - near, far - y)) + wobble
        pale = smooth(grain_at(x, y, n, 5.0) + 0.4 * grain_at(x, y, n, 0.8), 0.3, 1.6)
        base = _mottled(x, y, n, colour, strength)
        return mixed(base, np.asarray(colour, np.float32) * 1.16, 0.5 * pale), smooth(inner, 0, 0.35)

    return paint


def slabs(left: float, right: float, near: float, far: float, size: float = 4.0) -> GroundPaint:
    """Concrete with joints, stains and a few cracks."""

    def paint(x: Floats, y: Floats, n: Noises) -> tuple[Floats, Floats]:
        inner = np.minimum(np.minimum(x - left, right - x), np.minimum(y - near, far - y))
        colour = _mottled(x, y, n, CONCRETE, 0.035)
        joint = np.maximum(_line(x, size, 0.035, y), _line(y, size, 0.035, y))
        stain = smooth(grain_at(x, y, n, 2.0) + 0.5 * grain_at(x, y, n, 0.5), 0.8, 2.0)
        colour = mixed(mixed(colour, (148, 138, 120), 0.4 * stain), (118, 116, 110), 0.75 * joint)
        return colour, smooth(inner + 0.05 * grain_at(x, y, n, 0.3), 0, 0.1)

    return paint


def _line(place: Floats, pitch: float, wide: float, y: Floats) -> Floats:
    """1 on lines of a pitch; lines thinner than a pixel are fainter instead."""
    off = np.abs(place / pitch - np.rint(place / pitch)) * pitch
    shown = np.maximum(wide, y / 1040 * 0.7)
    return np.exp(-((off / shown) ** 2)) * np.minimum(1, wide / shown * 1.5)


def road(offset: float, turn: float, width: float, colour: Colour, bend: float = 0.0) -> GroundPaint:
    """A road that runs away from the camera; soil beside it."""

    def paint(x: Floats, y: Floats, n: Noises) -> tuple[Floats, Floats]:
        middle = offset + turn * y + bend * y * y / 100
        across = np.abs(x - middle)
        rim = 0.12 * grain_at(x, y, n, 0.8)
        surface = _mottled(x, y, n, colour, 0.035)
        paved = 0.5 if colour[2] > 150 else 0.0
        surface = mixed(surface, (112, 108, 100), paved * _line(y, 5.0, 0.03, y))
        wheel = np.exp(-(((across - width * 0.22) / 0.35) ** 2))
        surface = mixed(surface, np.asarray(colour, np.float32) * 0.88, 0.5 * wheel)
        shoulder = _mottled(x, y, n, (164, 142, 108), 0.10)
        inside = smooth(width / 2 - across + rim * 0.4, 0, 0.06)
        return mixed(shoulder, surface, inside), smooth(width / 2 + 1.1 - across + 3 * rim, 0, 0.5)

    return paint


def earthworks(tracks: float, left: float, right: float, near: float, far: float, colour: Colour = SOIL) -> GroundPaint:
    """Stripped soil with ruts of machines and puddles."""
    base = plot(colour, left, right, near, far, 0.13, 1.2)

    def paint(x: Floats, y: Floats, n: Noises) -> tuple[Floats, Floats]:
        soil, cover = base(x, y, n)
        bent = x * math.cos(tracks) + y * math.sin(tracks) + 1.3 * grain_at(x, y, n, 22)
        pair = np.abs(np.abs(bent / 9 - np.rint(bent / 9)) * 9 - 1.0)
        rut = np.exp(-((pair / 0.28) ** 2)) * (0.6 + 0.4 * grain_at(x, y, n, 0.25))
        soil = mixed(soil, (112, 88, 64), 0.6 * np.clip(rut, 0, 1))
        wet = smooth(grain_at(x, y, n, 4.0) + 0.15 * grain_at(x, y, n, 0.4), 1.5, 1.75)
        return mixed(soil, (176, 182, 186), 0.75 * wet), cover

    return paint


def water(left: float, right: float, near: float, far: float) -> GroundPaint:
    """A pond: sky in the distance, green below the eye, ripples lying flat."""

    def paint(x: Floats, y: Floats, n: Noises) -> tuple[Floats, Floats]:
        bank = 0.5 * grain_at(x, y, n, 3.0)
        inner = np.minimum(np.minimum(x - left, right - x), np.minimum(y - near, far - y)) + bank
        ripple = n.at(n.fine, x * 5, y * 26) * np.clip(22 / y, 0.15, 1) + 0.6 * n.at(n.mid, x * 3, y * 22)
        mirror = smooth(y, near - 4, near + 26)
        colour = mixed(np.full((*x.shape, 3), (94, 112, 92), np.float32), (186, 200, 208), 0.25 + 0.6 * mirror)
        colour = colour * (1 + 0.055 * ripple)[..., None]
        reflection = smooth(y, far * 0.62, far * 0.95)
        colour = mixed(colour, (104, 118, 92), 0.55 * reflection)
        earth = _mottled(x, y, n, (150, 130, 98), 0.12)
        return mixed(earth, colour, smooth(inner, 0.5, 0.7)), smooth(inner + 1.6, 0, 0.4)

    return paint


def bands(pitch: float, turn: float, near: float) -> GroundPaint:
    """Plastic mulch: silver strips over brown soil."""

    def paint(x: Floats, y: Floats, n: Noises) -> tuple[Floats, Floats]:
        across = x * math.cos(turn) + y * math.sin(turn) + 0.05 * grain_at(x, y, n, 2.0)
        seen = np.clip(pitch * 1040 / y / 4 - 0.3, 0, 1)
        wave = 0.5 + 0.5 * seen * np.cos(across * np.float32(2 * math.pi / pitch))
        soil = _mottled(x, y, n, (146, 118, 88), 0.13)
        plastic = _mottled(x, y, n, (206, 210, 212), 0.06) * (0.8 + 0.28 * wave)[..., None]
        leaves = smooth(wave + 0.15 * grain_at(x, y, n, 0.2), 0.98, 1.08)
        return mixed(mixed(soil, plastic, smooth(wave, 0.42, 0.56)), PADDY, 0.8 * leaves), smooth(y, near, near + 0.5)

    return paint
