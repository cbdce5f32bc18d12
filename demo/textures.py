"""纹理: noise, tree crowns and distances from which the made-up county's pictures are painted. One pixel is one metre."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
TEXTURE_SIZE = 2048
CANOPY_SIZE = 768


def hash01(*keys: NDArray[np.int64] | int) -> Floats:
    """A number in [0, 1) for each tuple of whole numbers: the same tuple gives the same number."""
    mixed = np.uint32(0x9E3779B9)
    with np.errstate(over="ignore"):
        for key in keys:
            mixed = (mixed ^ np.asarray(key).astype(np.int32).astype(np.uint32)) * np.uint32(0x85EBCA6B)
            mixed = mixed ^ (mixed >> np.uint32(13))
            mixed = mixed * np.uint32(0xC2B2AE35)
            mixed = mixed ^ (mixed >> np.uint32(16))
    return (mixed >> np.uint32(8)).astype(np.float32) * np.float32(1 / 2**24)


def spectral_noise(size: int, shortest: float, longest: float, rng: np.random.Generator, slope: float = 1.0) -> Floats:
    """Seamless square noise, mean 0 and deviation 1, with waves between two lengths in pixels (red by `slope`)."""
    spectrum = np.fft.rfft2(rng.standard_normal((size, size), dtype=np.float32))
    fy = np.fft.fftfreq(size)[:, None]
    fx = np.fft.rfftfreq(size)[None, :]
    frequency = np.hypot(fy, fx)
    band = (frequency >= 1 / longest) & (frequency <= 1 / shortest)
    weight = np.where(band, np.maximum(frequency, 1e-9) ** -slope, 0)
    noise = np.fft.irfft2(spectrum * weight, s=(size, size))
    return np.clip(noise / noise.std(), -3, 3).astype(np.float32)


def crown_stamp(radius: float, ragged: float, rng: np.random.Generator) -> Floats:
    """Height (0…1) of one tree crown seen from above: a lumpy dome."""
    half = int(np.ceil(radius))
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32)
    phase = rng.uniform(0, 2 * np.pi, 2)
    bearing = np.arctan2(y, x)
    reach = radius * (1 + ragged * np.sin(3 * bearing + phase[0]) + ragged * np.sin(5 * bearing + phase[1]))
    dome = 1 - (np.hypot(x, y) / reach) ** 2
    return np.sqrt(np.clip(dome, 0, 1)).astype(np.float32)


def canopy(size: int, radii: tuple[float, float], crowns: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Seamless closed canopy: crown heights (0…1) and a tint number of the crown each pixel belongs to."""
    stamps = [crown_stamp(r, 0.12, rng) for r in np.linspace(*radii, 9) for _ in range(3)]
    margin = 16
    height = np.zeros((size + 2 * margin, size + 2 * margin), np.float32)
    tint = np.zeros_like(height)
    for _ in range(crowns):
        stamp = stamps[rng.integers(len(stamps))]
        reach = stamp.shape[0] // 2
        row, col = rng.integers(margin, size + margin, 2)
        top, shade = 0.55 + 0.45 * rng.random(), rng.random()
        for shifted_row in _wrapped(row, size, margin):
            for shifted_col in _wrapped(col, size, margin):
                spot = np.s_[
                    shifted_row - reach : shifted_row + reach + 1, shifted_col - reach : shifted_col + reach + 1
                ]
                lump = stamp * top
                if lump.shape != height[spot].shape:
                    continue
                higher = lump > height[spot]
                height[spot][higher] = lump[higher]
                tint[spot][higher] = shade
    inside = np.s_[margin : margin + size, margin : margin + size]
    return height[inside].copy(), tint[inside].copy()


def _wrapped(position: int, size: int, margin: int) -> list[int]:
    """The position, and its twin across the seam when it lies near one."""
    twins = [position]
    if position < 2 * margin:
        twins.append(position + size)
    if position >= size:
        twins.append(position - size)
    return twins


def window(texture: NDArray[np.float32], row: int, col: int, height: int, width: int) -> NDArray[np.float32]:
    """A piece of a seamless texture that begins at any row and column."""
    rows = np.arange(row, row + height) % texture.shape[0]
    cols = np.arange(col, col + width) % texture.shape[1]
    return texture.take(rows, axis=0).take(cols, axis=1)


def enlarged(coarse: Floats, step: int, row: int, col: int, height: int, width: int) -> Floats:
    """A piece of a coarse raster (one cell is `step` pixels) smoothly enlarged, without seams between pieces."""
    image = Image.fromarray(np.ascontiguousarray(coarse, dtype=np.float32))
    wide, high = coarse.shape[1], coarse.shape[0]
    left, upper = col / step, row / step
    right, lower = (col + width) / step, (row + height) / step
    if left >= 0 and upper >= 0 and right <= wide and lower <= high:
        return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC, box=(left, upper, right, lower)))
    padded = np.pad(coarse, 8, mode="edge")
    return enlarged(padded, step, row + 8 * step, col + 8 * step, height, width)


def soft_mask(mask: NDArray[np.bool_], radius: float) -> Floats:
    """A mask blurred to 0…1 with the given radius in pixels."""
    image = Image.fromarray(mask.astype(np.uint8) * 255)
    blurred = image.filter(ImageFilter.BoxBlur(radius * 0.86)).filter(ImageFilter.BoxBlur(radius * 0.86))
    return np.asarray(blurred, dtype=np.float32) * np.float32(1 / 255)


def inner_distance(mask: NDArray[np.bool_], limit: int) -> Floats:
    """About how many pixels lie between a pixel of the mask and the mask's edge (octagonal, at most `limit`)."""
    distance = np.zeros(mask.shape, np.float32)
    left = np.pad(mask, 1)
    for step in range(limit):
        if not left.any():
            break
        distance += left[1:-1, 1:-1]
        sideways = left.copy()
        sideways[:, 1:] &= left[:, :-1]
        sideways[:, :-1] &= left[:, 1:]
        upright = sideways if step % 2 else left
        eroded = sideways.copy()
        eroded[1:] &= upright[:-1]
        eroded[:-1] &= upright[1:]
        left = eroded
    return distance


def polygon_cover(rings: list[NDArray[np.float64]], height: int, width: int, fine: int = 4) -> Floats:
    """Share of each pixel that a polygon covers; rings hold (column, row) pairs, the first ring is the outer one."""
    drawing = Image.new("L", (width * fine, height * fine), 0)
    pen = ImageDraw.Draw(drawing)
    for index, ring in enumerate(rings):
        pen.polygon([(float(c) * fine, float(r) * fine) for c, r in ring], fill=0 if index else 255)
    return np.asarray(drawing.reduce(fine), dtype=np.float32) * np.float32(1 / 255)


@dataclass(frozen=True)
class Textures:
    """The seamless textures of one picture, all made from one seed."""

    fine: Floats
    """Waves of 2–7 m."""
    mid: Floats
    """Waves of 7–45 m."""
    wide: Floats
    """Waves of 50–500 m."""
    drift: Floats
    """A second wide noise, independent of the first."""
    crown_height: Floats
    crown_tint: Floats
    scrub: Floats

    @classmethod
    def made(cls, seed: int, size: int = TEXTURE_SIZE) -> Textures:
        rng = np.random.default_rng([seed, 1])
        crown_height, crown_tint = canopy(CANOPY_SIZE, (2.0, 5.2), 26_000, rng)
        scrub, _ = canopy(CANOPY_SIZE // 2, (1.2, 2.6), 4_500, rng)
        return cls(
            fine=spectral_noise(size, 2, 7, rng, 0.4),
            mid=spectral_noise(size, 7, 45, rng, 1.0),
            wide=spectral_noise(size, 50, 500, rng, 1.2),
            drift=spectral_noise(size, 50, 600, rng, 1.2),
            crown_height=crown_height,
            crown_tint=crown_tint,
            scrub=scrub,
        )
