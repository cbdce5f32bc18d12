"""时相: how light and vegetation differ between the earlier and the later picture. Colours are RGB 0–255."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from demo.textures import Floats

Colours = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Season:
    """Sun, air and palettes of one picture. In every palette the order is the order of a parcel's random number."""

    name: str
    sun_elevation: float
    sun_azimuth: float
    """Degrees from north, clockwise: the sun stands in the south-east, shadows fall to the north-west."""
    sunlight: tuple[float, float, float]
    skylight: tuple[float, float, float]
    haze: tuple[float, float, float]
    haze_share: float
    gain: float
    """Exposure."""
    paddy: Colours
    paddy_water: tuple[int, ...]
    """Places in `paddy` that are flooded."""
    dry: Colours
    soil: tuple[int, int, int]
    grass: tuple[int, int, int]
    grass_dry: tuple[int, int, int]
    bund: tuple[int, int, int]
    pine: tuple[int, int, int]
    broadleaf: tuple[int, int, int]
    second_leaf: tuple[int, int, int]
    bamboo: tuple[int, int, int]
    orchard: tuple[int, int, int]
    tea: tuple[int, int, int]
    garden: tuple[int, int, int]
    river: tuple[int, int, int]
    shallows: tuple[int, int, int]
    sand: tuple[int, int, int]
    ponds: Colours
    water_level: float
    """0 = low water with wide sand bars, 1 = high water."""
    concrete: tuple[int, int, int] = (168, 164, 154)
    tarmac: tuple[int, int, int] = (104, 103, 101)
    ochre: tuple[int, int, int] = (176, 146, 104)
    crown_bare: float = 0.0
    """Share of broad-leaved crowns without leaves."""

    def sun(self) -> tuple[float, float, float]:
        """Unit vector towards the sun: columns (east), rows (south), up."""
        level = math.cos(math.radians(self.sun_elevation))
        azimuth = math.radians(self.sun_azimuth)
        return level * math.sin(azimuth), -level * math.cos(azimuth), math.sin(math.radians(self.sun_elevation))


def palette(colours: Colours) -> Floats:
    """Colours as a (3, n) array."""
    return np.asarray(colours, dtype=np.float32).T


BEFORE = Season(
    name="before",
    sun_elevation=42,
    sun_azimuth=146,
    sunlight=(1.0, 0.975, 0.93),
    skylight=(0.36, 0.40, 0.46),
    haze=(150, 160, 172),
    haze_share=0.11,
    gain=1.06,
    paddy=(
        (86, 93, 86), (110, 100, 80), (118, 107, 84), (126, 115, 90), (133, 121, 94), (124, 113, 88), (140, 130, 103),
        (131, 121, 95), (119, 112, 84), (113, 114, 80), (103, 110, 72), (96, 108, 68), (86, 104, 62), (140, 136, 78),
    ),
    paddy_water=(0,),
    dry=(
        (128, 108, 83), (140, 117, 89), (152, 128, 97), (160, 140, 109), (144, 126, 97), (132, 122, 92), (118, 117, 80),
        (102, 111, 70), (95, 110, 67), (144, 139, 82),
    ),
    soil=(150, 128, 98),
    grass=(112, 112, 76),
    grass_dry=(140, 129, 96),
    bund=(112, 110, 76),
    pine=(58, 72, 52),
    broadleaf=(88, 88, 62),
    second_leaf=(104, 96, 72),
    bamboo=(92, 106, 62),
    orchard=(76, 88, 56),
    tea=(66, 84, 52),
    garden=(98, 108, 68),
    river=(84, 98, 92),
    shallows=(124, 124, 102),
    sand=(190, 178, 150),
    ponds=((70, 84, 76), (84, 94, 80), (62, 78, 78), (98, 100, 82)),
    water_level=0.25,
    crown_bare=0.35,
)  # fmt: skip

AFTER = Season(
    name="after",
    sun_elevation=58,
    sun_azimuth=124,
    sunlight=(1.0, 0.985, 0.95),
    skylight=(0.33, 0.37, 0.43),
    haze=(152, 166, 178),
    haze_share=0.08,
    gain=1.12,
    paddy=(
        (84, 95, 80), (78, 97, 61), (84, 103, 64), (88, 106, 66), (92, 111, 68), (90, 108, 70), (97, 114, 72),
        (101, 118, 73), (105, 117, 76), (110, 123, 77), (116, 126, 81), (126, 130, 86), (134, 131, 91), (120, 115, 87),
    ),
    paddy_water=(0,),
    dry=(
        (93, 107, 68), (98, 112, 71), (103, 114, 75), (107, 111, 77), (114, 120, 80), (121, 121, 83), (127, 122, 85),
        (138, 122, 91), (150, 129, 100), (104, 110, 74),
    ),
    soil=(158, 132, 98),
    grass=(99, 113, 71),
    grass_dry=(122, 126, 80),
    bund=(92, 102, 66),
    pine=(52, 72, 50),
    broadleaf=(70, 92, 54),
    second_leaf=(84, 102, 60),
    bamboo=(90, 114, 58),
    orchard=(62, 86, 46),
    tea=(62, 92, 48),
    garden=(84, 110, 58),
    river=(96, 106, 86),
    shallows=(130, 128, 100),
    sand=(196, 182, 150),
    ponds=((64, 84, 68), (80, 96, 74), (58, 78, 72), (96, 104, 78)),
    water_level=0.75,
    crown_bare=0.0,
)  # fmt: skip
