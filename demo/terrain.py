"""地形地物: where hills, river, roads, canals and town of 演示县 lie, in metres from the south-west corner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon

from demo.curves import band, blob, box_at, cross_cuts, direction, meander, on_grid, smooth, waves

WIDTH, HEIGHT = 8000.0, 6000.0
TOWN_CENTRE = (4360.0, 3440.0)


@dataclass(frozen=True)
class Line:
    """A road, canal or river as drawn on the map: centre line, shape and land class."""

    dlbm: str
    path: np.ndarray
    shape: shapely.Geometry

    @property
    def guide(self) -> LineString:
        return LineString(self.path)


@dataclass(frozen=True)
class Terrain:
    """The bones of the landscape, before villages and fields."""

    outline: Polygon
    highways: tuple[Line, ...]
    river: Line
    bars: shapely.Geometry
    canals: tuple[Line, ...]
    belts: tuple[tuple[str, shapely.Geometry], ...]
    """Zone name and area, from the foot of the hills up; what is in none of them is plain."""
    contours: tuple[LineString, ...]
    fish: tuple[Polygon, ...]
    town: Polygon

    @property
    def hills(self) -> shapely.Geometry:
        return shapely.union_all([shape for _, shape in self.belts])

    def cuts(self) -> list[LineString]:
        """Lines across roads, canals and the river, so that none is one polygon from border to border."""
        found = cross_cuts(self.river.path, 130, 900)
        for line in (*self.highways, *self.canals):
            found += cross_cuts(line.path, 16, 450)
        return found


def lay_out(rng: np.random.Generator) -> Terrain:
    """Draw the bones of the county."""
    outline = _outline(rng)
    river, bars = _river(rng)
    belts, contours, foot = _hills(rng)
    highways = _highways(rng)
    return Terrain(
        outline=outline,
        highways=highways,
        river=river,
        bars=bars,
        canals=_canals(rng, foot, river),
        belts=belts,
        contours=contours,
        fish=(_pond_land(rng, 5750, 2880, 330), _pond_land(rng, 2350, 1820, 260), _pond_land(rng, 7250, 1700, 230)),
        town=_town(highways[0]),
    )


def _outline(rng: np.random.Generator) -> Polygon:
    corners = [(0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT)]
    points = []
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        count = int(abs(x1 - x0 + y1 - y0) // 520)
        for k in range(count):
            t = (k + 0.5) / count
            inward = rng.uniform(25, 210)
            across = np.array((-(y1 - y0), x1 - x0)) / np.hypot(x1 - x0, y1 - y0)
            points.append(tuple(np.array((x0 + t * (x1 - x0), y0 + t * (y1 - y0))) + across * inward))
    return on_grid(Polygon(smooth(points, closed=True, parts=5)))


def _river(rng: np.random.Generator) -> tuple[Line, shapely.Geometry]:
    swing, heading = waves(rng, (0.3, 3900), (0.12, 1700)), waves(rng, (0.16, 7600), (0.2, 2900), (0.1, 1300))
    path = meander((-400.0, 2330.0), 12400, 2050, lambda s: 0.88 + swing(s), lambda s: heading(s) - 0.02)
    half = 36 + waves(rng, (6, 2700), (4, 900))(np.arange(len(path)) * 20.0)
    step = np.diff(path, axis=0, append=2 * path[-1:] - path[-2:-1])
    bend = np.gradient(np.unwrap(np.arctan2(step[:, 1], step[:, 0]))) / 20.0
    inside = 22000 * np.clip(bend - 0.0012, 0, 0.0028), 22000 * np.clip(-bend - 0.0012, 0, 0.0028)
    water = band(path, half, half)
    bank = band(path, half + inside[0] + 0.01, half + inside[1] + 0.01)
    return Line("1101", path, water), bank.difference(water)


def _hills(
    rng: np.random.Generator,
) -> tuple[tuple[tuple[str, shapely.Geometry], ...], tuple[LineString, ...], np.ndarray]:
    """Belts along a ragged foot in the north, and two hills by themselves in the south."""
    x = np.arange(-300.0, WIDTH + 301, 40)
    shape = waves(rng, (210, 3300), (150, 1500), (60, 700))(x) + 0.05 * x
    edges = []
    for level, share in ((4330, 1.0), (4560, 0.95), (4800, 0.9), (5060, 0.85)):
        edges.append(np.column_stack([x, level + share * shape + waves(rng, (28, 900), (12, 330))(x)]))
    rings = [_rings(rng, (1330, 330), 620), _rings(rng, (6930, 330), 520)]
    names = ("slope2", "slope3", "slope4", "wood")
    belts = []
    for k, name in enumerate(names):
        above = np.vstack([edges[k], [[WIDTH + 900, 9000], [-900, 9000]]])
        area = shapely.union_all([Polygon(above), *(ring[k] for ring in rings)])
        belts.append((name, area))
    contours = [LineString(edge) for edge in edges] + [ring[k].exterior for ring in rings for k in range(4)]
    return _peel(belts), tuple(contours), edges[0]


def _rings(rng: np.random.Generator, centre: tuple[float, float], radius: float) -> list[Polygon]:
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    lobes = waves(rng, (0.14, np.pi), (0.09, 2 * np.pi / 3), (0.04, 2 * np.pi / 7))(turn)
    rings = []
    for share in (1.0, 0.8, 0.58, 0.36):
        reach = radius * share * (1 + lobes * (0.5 + share / 2))
        rings.append(
            Polygon(np.column_stack([centre[0] + 1.25 * reach * np.cos(turn), centre[1] + reach * np.sin(turn)]))
        )
    return rings


def _peel(belts: list[tuple[str, shapely.Geometry]]) -> tuple[tuple[str, shapely.Geometry], ...]:
    """Each belt without the ones above it."""
    peeled = [(name, area.difference(belts[k + 1][1])) for k, (name, area) in enumerate(belts[:-1])]
    return (*peeled, belts[-1])


def _highways(rng: np.random.Generator) -> tuple[Line, ...]:
    x, y = np.arange(-200.0, WIDTH + 201, 50), np.arange(-200.0, HEIGHT + 201, 50)
    east = 3420 + waves(rng, (70, 5200), (30, 1900))(x)
    south = 1430 + waves(rng, (80, 4700), (35, 1700))(x)
    north = 4350 + waves(rng, (110, 4300), (45, 1500))(y)
    lines = (np.column_stack([x, east]), np.column_stack([north, y]), np.column_stack([x, south]))
    return tuple(
        Line("1003", line, LineString(line).buffer(half, cap_style="flat"))
        for line, half in zip(lines, (11, 8, 5.5), strict=True)
    )


def _canals(rng: np.random.Generator, foot: np.ndarray, river: Line) -> tuple[Line, ...]:
    """A main canal under the hills, one in the south, and branches that fall to the river."""
    keep = foot[::3]
    main = smooth([(x, y - 150) for x, y in keep], parts=4)
    x = np.arange(-200.0, WIDTH + 201, 60)
    south = np.column_stack([x, 1120 + waves(rng, (60, 3900), (25, 1300))(x)])
    lines = [(main, 4.5), (south, 4.0)]
    for at in (620, 1750, 2900, 5480, 6420, 7330):
        y = np.arange(1125.0, 4900.0, 60)
        lines.append((np.column_stack([at + waves(rng, (60, 2600), (12, 800))(y), y]), 2.6))
    top = Polygon(np.vstack([main, [[WIDTH + 900, -900], [-900, -900]]]))
    made = []
    for line, half in lines:
        shape = LineString(line).buffer(half, cap_style="flat")
        made.append(Line("1107", line, shape.intersection(top.buffer(half)).difference(river.shape)))
    return tuple(made)


def _pond_land(rng: np.random.Generator, x: float, y: float, radius: float) -> Polygon:
    return blob(rng, (x, y), radius, 0.22)


def _town(main: Line) -> Polygon:
    """The built-up area: blocks of different years set against each other along the main street."""
    angle = direction(main.guide, shapely.Point(TOWN_CENTRE))
    blocks = ((0, 0, 1060, 420), (-40, 30, 760, 700), (130, -40, 560, 790), (-330, -120, 300, 420),
              (390, 150, 260, 330))  # fmt: skip
    x, y = TOWN_CENTRE
    return shapely.union_all([box_at((x + dx, y + dy), long, wide, angle) for dx, dy, long, wide in blocks])
