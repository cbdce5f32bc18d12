"""线形与切割: smooth curves, bands, oriented boxes and cuts. Plane metres, angles in degrees from east."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.affinity import rotate

GRID = 0.001
"""Every coordinate of the county lies on a 1 mm grid."""
FAR = 20_000.0

Wave = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Ripple:
    """How a cut bends: a wave sampled along the cut from start to stop."""

    wave: Wave
    start: float
    stop: float
    step: float


def waves(rng: np.random.Generator, *terms: tuple[float, float]) -> Wave:
    """A smooth function of one variable: the sum of (amplitude, wave length) sines with random phases."""
    phases = rng.uniform(0, 2 * math.pi, len(terms))

    def value(x: np.ndarray) -> np.ndarray:
        x = np.asarray(x, float)
        total = np.zeros_like(x)
        for (height, length), phase in zip(terms, phases, strict=True):
            total = total + height * np.sin(2 * math.pi * x / length + phase)
        return total

    return value


def relief(rng: np.random.Generator, length: float) -> Callable[[float, float], float]:
    """A smooth random field over the plane in about -1…1, with features of about `length` metres."""
    turns = rng.uniform(0, 2 * math.pi, (5, 2))
    scales = rng.uniform(0.6, 1.6, 5)

    def value(x: float, y: float) -> float:
        total = 0.0
        for (turn, phase), scale in zip(turns, scales, strict=True):
            along = x * math.cos(turn) + y * math.sin(turn)
            total += math.sin(2 * math.pi * along * scale / length + phase)
        return total / 3.2

    return value


def smooth(points: Sequence[tuple[float, float]], closed: bool = False, parts: int = 8) -> np.ndarray:
    """Catmull-Rom curve through the points, `parts` pieces to a span."""
    p = np.asarray(points, float)
    p = np.vstack([p[-1], p, p[0], p[1]]) if closed else np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, parts, endpoint=False)[:, None]
    spans = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        spans.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    curve = np.vstack(spans)
    return curve if closed else np.vstack([curve, p[-2]])


def meander(start: tuple[float, float], length: float, wave: float, swing: Wave, heading: Wave) -> np.ndarray:
    """A sine-generated curve: the shape real rivers take. `swing` (radians) and `heading` vary with the way gone."""
    s = np.arange(0.0, length, 20.0)
    turn = heading(s) + swing(s) * np.sin(2 * math.pi * s / wave)
    steps = 20.0 * np.column_stack([np.cos(turn), np.sin(turn)])
    return np.asarray(start) + np.vstack([[0, 0], np.cumsum(steps, axis=0)[:-1]])


def normals(line: np.ndarray) -> np.ndarray:
    """Unit normals (to the left) at each vertex."""
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None]
    return np.column_stack([-along[:, 1], along[:, 0]])


def band(line: np.ndarray, left: np.ndarray, right: np.ndarray) -> Polygon | MultiPolygon:
    """The strip between two offsets (metres, to the left and to the right) of a line."""
    n = normals(line)
    ring = np.vstack([line + n * left[:, None], (line - n * right[:, None])[::-1]])
    return shapely.make_valid(Polygon(ring), method="structure")


def blob(rng: np.random.Generator, centre: tuple[float, float], radius: float, rough: float = 0.25) -> Polygon:
    """A rounded natural outline: pond, quarry, hill."""
    turn = np.linspace(0, 2 * math.pi, 14, endpoint=False)
    reach = radius * (1 + rough * rng.uniform(-1, 1, turn.size))
    points = np.column_stack([centre[0] + reach * np.cos(turn), centre[1] + reach * np.sin(turn)])
    return Polygon(smooth([tuple(p) for p in points], closed=True, parts=3))


def box_at(centre: tuple[float, float], length: float, width: float, angle: float) -> Polygon:
    """A rectangle with its long side at `angle`."""
    x, y = centre
    upright = shapely.box(x - length / 2, y - width / 2, x + length / 2, y + width / 2)
    return rotate(upright, angle, origin=(x, y))


def long_axis(shape: Polygon) -> tuple[float, float, float]:
    """Angle (0…180), length and width of the smallest rectangle round a shape."""
    c = shapely.get_coordinates(shapely.oriented_envelope(shape))
    a, b = c[1] - c[0], c[2] - c[1]
    if np.hypot(*a) < np.hypot(*b):
        a, b = b, a
    return math.degrees(math.atan2(a[1], a[0])) % 180, float(np.hypot(*a)), float(np.hypot(*b))


def direction(line: LineString, place: Point) -> float:
    """The direction of a line where it comes nearest to a place."""
    at = line.project(place)
    a, b = line.interpolate(max(at - 15, 0)), line.interpolate(min(at + 15, line.length))
    return math.degrees(math.atan2(b.y - a.y, b.x - a.x)) % 180


def extent(shape: Polygon, angle: float) -> tuple[float, float, float, float]:
    """Smallest and largest coordinate along `angle` and across it."""
    c = shapely.get_coordinates(shape)
    u = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    along, across = c @ np.array(u), c @ np.array((-u[1], u[0]))
    return float(along.min()), float(along.max()), float(across.min()), float(across.max())


def strip(angle: float, low: float, high: float, ripple: Ripple | None = None) -> Polygon:
    """All the plane whose coordinate across `angle` lies between low and high; edges near the map may ripple."""
    u = np.array((math.cos(math.radians(angle)), math.sin(math.radians(angle))))
    n = np.array((-u[1], u[0]))
    middle = np.empty(0) if ripple is None else np.arange(ripple.start, ripple.stop, ripple.step)
    along = np.concatenate([[-FAR], middle, [FAR]])
    bow = np.zeros_like(along)
    if ripple is not None:
        bow[1:-1] = ripple.wave(middle)
    edges = [np.outer(along, u) + np.outer(level + bow, n) for level in (low, high)]
    return Polygon(np.vstack([edges[0], edges[1][::-1]]))


def polygons(shape: shapely.Geometry) -> list[Polygon]:
    """The polygons of any geometry, without lines and points."""
    return [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and p.area > 1e-6]


def on_grid(shape: shapely.Geometry) -> shapely.Geometry:
    """The shape with whole millimetres. (Not set_precision: what has a precision hands it on to every later cut.)"""
    return shapely.transform(shape, lambda c: np.round(c, 3))


def cross_cuts(line: np.ndarray, reach: float, spacing: float) -> list[LineString]:
    """Short lines across a band, about `spacing` apart, that cut a long thin polygon into pieces."""
    path = LineString(line)
    cuts = []
    for at in np.arange(spacing / 2, path.length, spacing):
        a, b = path.interpolate(at - 1), path.interpolate(at + 1)
        n = np.array((a.y - b.y, b.x - a.x)) / max(math.hypot(b.x - a.x, b.y - a.y), 1e-9)
        m = np.array((a.x + b.x, a.y + b.y)) / 2
        cuts.append(LineString([m - n * reach, m + n * reach]))
    return cuts
