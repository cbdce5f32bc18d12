"""田块: blocks between roads and water, cut into fields, terraces, woods, yards and lots, each with its land class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.strtree import STRtree

from demo.curves import Ripple, direction, extent, long_axis, polygons, relief, strip, waves
from demo.terrain import TOWN_CENTRE


@dataclass(frozen=True)
class Leaf:
    """One future land polygon: shape, class, zone (plain, slope2…4, wood, fish, village, town, line), 城镇村属性码."""

    shape: Polygon
    dlbm: str
    zone: str
    czc: str = ""


@dataclass(frozen=True)
class Grain:
    """How a zone is cut: field width and length (m), block area from which a track or ditch is laid (m²), skew (°)."""

    width: float
    length: float
    tracks_from: float
    skew: float
    ripple: float = 0.0
    """How far (m) the edges bend: old terraces and woods have no straight edges."""


GRAINS = {
    "plain": Grain(54, 165, 100_000, 1.5),
    "slope2": Grain(42, 150, 150_000, 4, 3.5),
    "slope3": Grain(50, 155, 210_000, 5, 5),
    "slope4": Grain(120, 190, 1e12, 9, 13),
    "wood": Grain(230, 270, 1e12, 12, 24),
    "village": Grain(52, 80, 1e12, 2),
    "town": Grain(66, 88, 1e12, 0),
}
ANGLE_AGAIN = 70_000.0
"""Blocks larger than this (m²) take their direction anew from the nearest road, canal, river or contour."""


class Farmer:
    """Cuts blocks and names what is on the pieces, always the same way for the same seed."""

    def __init__(
        self, rng: np.random.Generator, guides: list[LineString], homes: list[Polygon], wet: list[Polygon]
    ) -> None:
        self._rng = rng
        self._guides = guides
        self._guide_tree = STRtree(guides)
        self._homes = STRtree(homes)
        self._wet = shapely.union_all(wet)
        self._broad, self._fine = relief(rng, 2600), relief(rng, 640)

    def leaves(self, zone: str, block: Polygon, czc: str) -> list[Leaf]:
        """All the pieces of a block, with their classes."""
        made: list[Leaf] = []
        angle, _, _ = long_axis(block)
        waiting: list[tuple[Polygon, float, bool]] = [(block, angle, self._rng.random() < 0.45)]
        while waiting:
            shape, angle, turned = waiting.pop()
            if shape.area > ANGLE_AGAIN and zone not in ("town", "village"):
                angle, turned = self._angle(shape, zone), turned if zone == "plain" else False
            pieces, lane = self._cut(shape, zone, angle, turned)
            made += [Leaf(part, cls, "line") for part, cls in lane]
            if pieces:
                waiting += [(piece, angle, turned) for piece in pieces]
            else:
                made.append(Leaf(shape, self._class(zone, shape), zone, czc))
        return made

    def _angle(self, shape: Polygon, zone: str) -> float:
        centre = shape.representative_point()
        return direction(self._guides[int(self._guide_tree.nearest(centre))], centre)

    def _cut(
        self, shape: Polygon, zone: str, angle: float, turned: bool
    ) -> tuple[list[Polygon], list[tuple[Polygon, str]]]:
        """The two sides of one cut and the lane or ditch between them; nothing when the shape is a field already."""
        grain, rng = GRAINS[zone], self._rng
        along, across = (grain.width, grain.length) if turned else (grain.length, grain.width)
        a0, a1, c0, c1 = extent(shape, angle)
        counts = (a1 - a0) / along, (c1 - c0) / across
        if max(counts) < rng.uniform(1.3, 1.85) or shape.area < 0.55 * grain.width * grain.length:
            return [], []
        lengthwise = counts[1] > counts[0]
        low, high, count = (c0, c1, counts[1]) if lengthwise else (a0, a1, counts[0])
        share = round(count / 2) / max(round(count), 2) if count < 6 else 0.5
        at = low + (high - low) * float(np.clip(share + rng.uniform(-0.07, 0.07), 0.25, 0.75))
        turn = angle + (0 if lengthwise else 90) + rng.uniform(-grain.skew, grain.skew)
        at = _across(shape, angle, at, lengthwise, turn)
        half, lane = self._lane(shape, grain, lengthwise)
        ripple = self._ripple(shape, grain, turn)
        sides = [strip(turn, at - 9000, at - half, ripple), strip(turn, at + half, at + 9000, ripple)]
        pieces = [part for side in sides for part in polygons(shape.intersection(side))]
        middle = polygons(shape.intersection(strip(turn, at - half, at + half, ripple))) if half else []
        return pieces, [(part, lane) for part in middle]

    def _ripple(self, shape: Polygon, grain: Grain, angle: float) -> Ripple | None:
        if not grain.ripple:
            return None
        a0, a1, _, _ = extent(shape, angle)
        wave = waves(self._rng, (grain.ripple, 3.1 * grain.width), (grain.ripple * 0.45, 1.3 * grain.width))
        return Ripple(wave, a0 - 20, a1 + 20, max(8.0, grain.width / 7))

    def _lane(self, shape: Polygon, grain: Grain, lengthwise: bool) -> tuple[float, str]:
        """Half width and class of the strip between two blocks: 0 for a mere field ridge."""
        if shape.area < grain.tracks_from:
            return 0.0, ""
        if lengthwise == (self._rng.random() < 0.8):
            return 2.2, "1006"
        return 1.6, "1107"

    def _class(self, zone: str, shape: Polygon) -> str:
        spot = shape.representative_point()
        name: Callable[[Point, Polygon], str] = getattr(self, f"_{zone}", self._slope)
        return name(spot, shape) if zone not in _SLOPES else self._slope(spot, zone)

    def _plain(self, spot: Point, shape: Polygon) -> str:
        r, broad, fine = self._rng.random(), self._broad(spot.x, spot.y), self._fine(spot.x, spot.y)
        home = self._homes.geometries[int(self._homes.nearest(spot))].distance(spot)
        if self._wet.contains(spot):
            return "1104A" if r < 0.15 else ("1104" if r < 0.9 else "0101")
        if home < 190 and r < 0.045 and 1200 < shape.area < 12_000:
            return "1202"
        if home < 60 and r < 0.3:
            return "0103"
        if r > 0.972:
            return ("0307", "1104", "0404", "1206", "0204", "1104A")[int(self._rng.integers(0, 6))]
        if fine > 0.93:
            return "0201"
        if broad > 0.62:
            return "0103" if r < 0.75 else "0101"
        if broad < -0.92:
            return "0102"
        return "0103" if r < 0.05 else "0101"

    def _slope(self, spot: Point, zone: str) -> str:
        choices, shares = _SLOPES[zone]
        fine = np.clip((self._fine(spot.x, spot.y) + 1) / 2, 0, 0.999)
        mixed = float(np.clip(0.62 * fine + 0.38 * self._rng.random(), 0, 0.999))
        return choices[int(np.searchsorted(np.cumsum(shares), mixed))]

    def _village(self, spot: Point, shape: Polygon) -> str:
        r = self._rng.random()
        others = ((0.04, "0103"), (0.06, "1104"), (0.10, "0307"), (0.115, "08H2"), (0.125, "0809"), (0.14, "05H1"),
                  (0.155, "1201"), (0.165, "08H1"))  # fmt: skip
        return next((cls for limit, cls in others if r < limit), "0702")

    def _town(self, spot: Point, shape: Polygon) -> str:
        r = self._rng.random()
        far = abs(spot.x - TOWN_CENTRE[0]) / 560 + abs(spot.y - TOWN_CENTRE[1]) / 370
        if far < 0.38:
            mix = ("05H1", "05H1", "0701", "08H1", "08H2", "0810", "0701")
        elif far < 0.95:
            mix = ("0701", "0701", "0701", "05H1", "08H2", "0701", "0809", "08H1", "0810")
        else:
            mix = ("0601", "0601", "0701", "0601", "0508", "1201", "0701", "0809")
        return mix[int(r * len(mix))]


_SLOPES: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = {
    "slope2": (("0101", "0103", "0201", "0307", "0202"), (0.2, 0.52, 0.13, 0.1, 1.0)),
    "slope3": (("0103", "0201", "0202", "0307", "0305", "0404"), (0.33, 0.2, 0.17, 0.12, 0.1, 1.0)),
    "slope4": (("0404", "0305", "0307", "0301", "0202", "0302"), (0.26, 0.2, 0.14, 0.22, 0.08, 1.0)),
    "wood": (("0404", "0305", "0301", "0307", "0302"), (0.13, 0.14, 0.55, 0.1, 1.0)),
}


def _across(shape: Polygon, angle: float, at: float, lengthwise: bool, turn: float) -> float:
    """The coordinate across `turn` of the middle of a cut that was planned across `angle`."""
    a0, a1, c0, c1 = extent(shape, angle)
    u = np.array((np.cos(np.radians(angle)), np.sin(np.radians(angle))))
    n = np.array((-u[1], u[0]))
    middle = u * (a0 + a1) / 2 + n * at if lengthwise else u * at + n * (c0 + c1) / 2
    t = np.radians(turn)
    return float(middle @ np.array((-np.sin(t), np.cos(t))))

