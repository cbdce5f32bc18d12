"""镇村布局: the town's streets and lots, the villages' outlines, the country roads between them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Point, Polygon

from demo.curves import blob, box_at, direction, smooth
from demo.terrain import HEIGHT, TOWN_CENTRE, WIDTH, Terrain

VILLAGES = 32


@dataclass(frozen=True)
class Village:
    """An administrative village: its place and the outlines of its built-up parts."""

    centre: tuple[float, float]
    homes: tuple[Polygon, ...]


def village_places(terrain: Terrain, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Places well apart from each other (best of many tries), on dry ground near the plain, not in the town."""
    wood = [shape for name, shape in terrain.belts if name in ("slope4", "wood")]
    barred = shapely.union_all([terrain.river.shape.buffer(130), terrain.town.buffer(260), *wood, *terrain.fish])
    inner = terrain.outline.buffer(-190).difference(barred)
    shapely.prepare(inner)
    places = [TOWN_CENTRE]
    while len(places) <= VILLAGES:
        tries = rng.uniform((0, 0), (WIDTH, HEIGHT), (160, 2))
        tries = tries[shapely.contains_xy(inner, tries[:, 0], tries[:, 1])]
        gaps = np.min(np.linalg.norm(tries[:, None] - np.array(places)[None], axis=2), axis=1)
        best = tries[int(np.argmax(gaps))]
        places.append((float(best[0]), float(best[1])))
    return places[1:]


def village_at(place: tuple[float, float], guides: list[LineString], rng: np.random.Generator) -> Village:
    """A main settlement along the nearest road and one or two hamlets some way off."""
    homes = [_homes(place, guides, rng, int(rng.integers(5, 9)))]
    for _ in range(int(rng.integers(1, 4))):
        turn, far = rng.uniform(0, 2 * math.pi), rng.uniform(260, 430)
        spot = (place[0] + far * math.cos(turn), place[1] + far * math.sin(turn))
        homes.append(_homes(spot, guides, rng, int(rng.integers(2, 4))))
    return Village(place, tuple(homes))


def _homes(
    place: tuple[float, float], guides: list[LineString], rng: np.random.Generator, count: int
) -> Polygon:
    """Blocks of yards side by side: an outline with right angles, as old villages have."""
    point = Point(place)
    near = min(guides, key=lambda line: line.distance(point))
    angle = direction(near, point) + rng.uniform(-6, 6)
    u = np.array((math.cos(math.radians(angle)), math.sin(math.radians(angle))))
    n = np.array((-u[1], u[0]))
    parts, spot = [], np.asarray(place)
    for k in range(count):
        parts.append(box_at(tuple(spot), rng.uniform(56, 112), rng.uniform(42, 76), angle))
        side = 1 if k % 2 else -1
        spot = np.asarray(place) + u * rng.uniform(-0.55, 0.55) * 29 * count + n * side * rng.uniform(20, 66)
    grown = shapely.union_all(parts).buffer(16, join_style="mitre").buffer(-16, join_style="mitre")
    return max(shapely.get_parts(grown), key=lambda part: part.area)


def country_roads(places: list[tuple[float, float]], terrain: Terrain, rng: np.random.Generator) -> list[np.ndarray]:
    """Centre lines of the village roads: a shortest net over villages and town, with a few short cuts."""
    nodes = np.array([TOWN_CENTRE, *places])
    river = LineString(terrain.river.path)
    steep = shapely.union_all([shape for name, shape in terrain.belts if name in ("slope4", "wood")])
    costs: list[tuple[float, int, int]] = []
    for a in range(len(nodes)):
        for b in range(a + 1, len(nodes)):
            way = LineString([nodes[a], nodes[b]])
            if way.length < 2300:
                over = way.crosses(river) * 2.2 * way.length + 4 * way.intersection(steep).length
                costs.append((way.length + over, a, b))
    return [_winding(nodes[a], nodes[b], rng) for a, b in _net(sorted(costs), len(nodes))]


def _net(costs: list[tuple[float, int, int]], count: int) -> list[tuple[int, int]]:
    """Kruskal's tree, plus edges that save a detour of more than half their length again."""
    group, chosen, spare = list(range(count)), [], []

    def root(k: int) -> int:
        while group[k] != k:
            k = group[k]
        return k

    for cost, a, b in costs:
        if root(a) != root(b):
            group[root(a)] = root(b)
            chosen.append((a, b))
        elif cost < 1250:
            spare.append((a, b))
    return chosen + spare[::2]


def _winding(a: np.ndarray, b: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    far = float(np.linalg.norm(b - a))
    n = np.array((a[1] - b[1], b[0] - a[0])) / far
    bends = rng.uniform(-0.07, 0.07, 3) * far
    points = [a, *(a + (b - a) * t + n * bend for t, bend in zip((0.25, 0.5, 0.75), bends, strict=True)), b]
    return smooth([tuple(p) for p in points], parts=max(3, int(far / 120)))


def streets(terrain: Terrain) -> tuple[shapely.Geometry, float]:
    """The town's street grid as one shape, and the angle of the grid."""
    centre = Point(TOWN_CENTRE)
    angle = direction(terrain.highways[0].guide, centre)
    lines = []
    for turn, gaps in ((angle, (-255, -130, 128, 262)), (angle + 90, (-420, -285, -150, 140, 290, 430))):
        u = np.array((math.cos(math.radians(turn)), math.sin(math.radians(turn))))
        n = np.array((-u[1], u[0]))
        for gap in gaps:
            start = np.asarray(TOWN_CENTRE) + n * gap
            lines.append(LineString([start - u * 900, start + u * 900]).buffer(6, cap_style="flat"))
    return shapely.union_all(lines).intersection(terrain.town), angle


def small_ponds(rng: np.random.Generator, room: shapely.Geometry, count: int) -> list[Polygon]:
    """Round ponds here and there, each wholly inside the room that is left."""
    shapely.prepare(room)
    ponds: list[Polygon] = []
    for _ in range(count * 12):
        x, y, radius = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT * 0.85), rng.uniform(12, 38)
        pond = blob(rng, (x, y), radius, 0.3)
        if len(ponds) < count and room.contains(pond.buffer(8)) and all(pond.distance(p) > 60 for p in ponds):
            ponds.append(pond)
    return ponds
