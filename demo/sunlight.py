"""光照: sun, shadow, haze and sensor. Turns colours and heights into what a satellite would record."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from demo.seasons import Season
from demo.textures import Bytes, Floats

REACH = 26
"""Pixels that the longest shadow of a building may reach; pieces need a margin of this size."""
_MARCH = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 23, 26)


def recorded(colour: Bytes, height: Floats, hill: Floats, speckle: Floats, season: Season) -> Bytes:
    """Light one piece of the picture (all arrays carry a margin of REACH, which is cut off).

    `height` and `hill` are in metres; `speckle` is noise of deviation 1 without margin.
    """
    lit = 1 - _shadow(height, season)
    facing = _facing(height, hill, season)[1:-1, 1:-1]
    direct = facing * lit[1:-1, 1:-1]
    near = np.s_[REACH - 4 : -REACH + 4, REACH - 4 : -REACH + 4]
    shown = colour[near].astype(np.float32)
    direct = direct[REACH - 5 : -REACH + 5, REACH - 5 : -REACH + 5]
    for band in range(3):
        sky, sun, air = season.skylight[band], season.sunlight[band], season.haze[band]
        share = (sky + sun * direct) * np.float32(season.gain * (1 - season.haze_share) / (sky + sun))
        shown[..., band] = shown[..., band] * share + np.float32(air * season.haze_share)
    blurred = Image.fromarray(np.clip(shown, 0, 255).astype(np.uint8)).filter(ImageFilter.BoxBlur(0.36))
    result = np.asarray(blurred)[4:-4, 4:-4].astype(np.float32) + (speckle * np.float32(1.3))[..., None]
    return np.clip(result, 0, 255).astype(np.uint8)


def _shadow(height: Floats, season: Season) -> Floats:
    """0 in the sun … 1 in shadow: something between here and the sun stands higher than the sun's ray."""
    east, south, up = season.sun()
    level = np.hypot(east, south)
    tangent = up / level
    rows, cols = height.shape
    ray = np.full_like(height, -1e3)
    for far in _MARCH:
        down, right = round(south / level * far), round(east / level * far)
        to = np.s_[max(0, -down) : rows - max(0, down), max(0, -right) : cols - max(0, right)]
        source = np.s_[max(0, down) : rows + min(0, down), max(0, right) : cols + min(0, right)]
        length = float(np.hypot(down, right)) * tangent
        np.maximum(ray[to], height[source] - np.float32(length), out=ray[to])
    return np.clip((ray - height - np.float32(0.15)) * np.float32(1.4), 0, 1)


def _facing(height: Floats, hill: Floats, season: Season) -> Floats:
    """How squarely the surface faces the sun, 1 for level ground."""
    east, south, up = season.sun()
    dx = np.zeros_like(height)
    dy = np.zeros_like(height)
    dx[:, 1:-1] = (height[:, 2:] - height[:, :-2]) * np.float32(0.5)
    dy[1:-1] = (height[2:] - height[:-2]) * np.float32(0.5)
    np.clip(dx, -1.0, 1.0, out=dx)
    np.clip(dy, -1.0, 1.0, out=dy)
    dx[:, 1:-1] += (hill[:, 2:] - hill[:, :-2]) * np.float32(0.5)
    dy[1:-1] += (hill[2:] - hill[:-2]) * np.float32(0.5)
    light = (np.float32(up) - dx * np.float32(east) - dy * np.float32(south)) / np.sqrt(1 + dx * dx + dy * dy)
    return np.clip(light / np.float32(up), 0.05, 1.5)
