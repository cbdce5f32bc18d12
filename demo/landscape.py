"""地貌拼合: roads over town over river over fields; every square metre of the county gets one land class."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import LineString, Polygon

from demo.curves import blob, box_at, cross_cuts, direction, polygons
from demo.fields import Farmer, Leaf
from demo.settlement import Village, country_roads, small_ponds, streets, village_at, village_places
from demo.terrain import Terrain


class Canvas:
    """Paints shapes on what is left of the county; the first to come keeps its ground."""

    def __init__(self, outline: Polygon) -> None:
        self.left: shapely.Geometry = outline
        self.leaves: list[Leaf] = []
        self.blocks: list[tuple[str, Polygon, str]] = []

    def take(self, shape: shapely.Geometry) -> list[Polygon]:
        """The part of a shape that is still free; it is free no longer."""
        shapely.prepare(shape)
        got = polygons(self.left.intersection(shape))
        self.left = self.left.difference(shape)
        return got

    def paint(self, dlbm: str, shape: shapely.Geometry, zone: str = "line", czc: str = "") -> None:
        self.leaves += [Leaf(part, dlbm, zone, czc) for part in self.take(shape)]

    def block(self, zone: str, shape: shapely.Geometry, czc: str = "") -> None:
        self.blocks += [(zone, part, czc) for part in self.take(shape)]


def draw(terrain: Terrain, rng: np.random.Generator) -> tuple[list[Leaf], list[Village], list[LineString]]:
    """Leaves that cover the county, the villages, and the cuts across long lines."""
    places = village_places(terrain, rng)
    roads = country_roads(places, terrain, rng)
    lines = [line.guide for line in terrain.highways] + [LineString(road) for road in roads]
    villages = [village_at(place, lines, rng) for place in places]
    canvas = Canvas(terrain.outline)
    _paint_lines(canvas, terrain, roads)
    _paint_works(canvas, terrain)
    for village in villages:
        for home in village.homes:
            canvas.block("village", home, "203")
    plain_left = canvas.left.difference(terrain.hills)
    for pond in small_ponds(rng, plain_left, 46):
        canvas.paint("1104", pond, "plain")
    for zone, shape in terrain.belts:
        canvas.block(zone, shape)
    canvas.block("plain", terrain.outline)
    guides = [*lines, terrain.river.guide, *(c.guide for c in terrain.canals), *terrain.contours]
    farmer = Farmer(rng, guides, [home for village in villages for home in village.homes], list(terrain.fish))
    leaves = canvas.leaves + [leaf for block in canvas.blocks for leaf in farmer.leaves(*block)]
    return leaves, villages, _cuts(terrain, roads)


def _paint_lines(canvas: Canvas, terrain: Terrain, roads: list[np.ndarray]) -> None:
    for road in terrain.highways:
        canvas.paint(road.dlbm, road.shape)
    grid, _ = streets(terrain)
    canvas.paint("1004", grid, czc="202")
    canvas.block("town", terrain.town, "202")
    paths = shapely.union_all([LineString(road).buffer(3, cap_style="flat") for road in roads])
    canvas.paint("1006", paths)
    canvas.paint("1101", terrain.river.shape)
    canvas.paint("1106", terrain.bars)
    for canal in terrain.canals:
        canvas.paint(canal.dlbm, canal.shape)


def _paint_works(canvas: Canvas, terrain: Terrain) -> None:
    """Quarries in the hills, a brick works, and old workshops along the highway."""
    for number, (x, y, radius) in enumerate(quarry_places(terrain)):
        canvas.paint("0602", blob(np.random.default_rng(number), (x, y), radius, 0.28), "slope4", "204")
    east = terrain.highways[0].guide
    for x, side, length, width, dlbm in (
        (900, 1, 150, 84, "0601"), (2560, -1, 130, 92, "0601"), (3330, 1, 120, 80, "0508"), (5420, -1, 170, 96, "0601"),
        (6210, 1, 140, 88, "0601"), (7010, 1, 96, 70, "05H1"), (1830, 1, 70, 52, "0809"), (5700, 1, 64, 48, "1005"),
    ):  # fmt: skip
        spot = east.interpolate(east.project(shapely.Point(x, 3420)))
        angle = direction(east, spot)
        up = np.radians(angle + 90)
        off = side * (11 + width / 2 - 1)
        centre = (spot.x + off * np.cos(up), spot.y + off * np.sin(up))
        canvas.paint(dlbm, box_at(centre, length, width, angle), "plain", "203A")
    canvas.paint("0602", box_at((5080, 1560), 150, 105, 8), "plain", "204")


def quarry_places(terrain: Terrain) -> list[tuple[float, float, float]]:
    """Where stone has been dug for years: x, y and radius."""
    places = [(6860.0, 420.0, 92.0), (1450.0, 390.0, 78.0)]
    for x, level, radius in ((2080.0, 2, 84.0), (5950.0, 2, 96.0), (3320.0, 1, 60.0), (7350.0, 3, 70.0)):
        hit = terrain.contours[level].intersection(LineString([(x, 0), (x, 6000)]))
        spot = shapely.get_parts(hit)[0]
        places.append((x, float(spot.y) + 25, radius))
    return places


def _cuts(terrain: Terrain, roads: list[np.ndarray]) -> list[LineString]:
    found = terrain.cuts()
    for road in roads:
        found += cross_cuts(road, 3.3, 420)
    return found
