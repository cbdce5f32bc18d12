"""图斑形状: yards, fields, roads, pits; one with a hole, one of two parts, one that crosses itself."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.affinity import rotate, scale

from demo.cases import Site
from demo.curves import blob, box_at


def centred(
    at: Point, inward: Point, site: Site, angle: float
) -> tuple[tuple[float, float], float]:
    """Middle of a patch whose long side runs along an edge at `at`, three metres off, on the side of `inward`."""
    way = np.array((inward.x - at.x, inward.y - at.y))
    across = np.array((-np.sin(np.radians(angle)), np.cos(np.radians(angle))))
    if way @ across < 0:
        across = -across
    middle = np.array((at.x, at.y)) + across * (site.width / 2 + 3)
    return (float(middle[0]), float(middle[1])), angle


def patch_shape(site: Site, centre: tuple[float, float], angle: float, rng: np.random.Generator) -> shapely.Geometry:
    """The patch of a site, as an interpreter would draw it: nearly, not quite, right-angled."""
    makers = {"ring": _ring, "two": _two, "bowtie": _bowtie, "ell": _ell, "strip": _strip, "blob": _pit, "spot": _pit}
    return makers.get(site.form, _yard)(site, centre, angle, rng)


def _yard(site: Site, centre: tuple[float, float], angle: float, rng: np.random.Generator) -> Polygon:
    corners = np.asarray(box_at(centre, site.length, site.width, angle).exterior.coords)[:4]
    slack = min(3.0, 0.035 * site.width)
    return Polygon(corners + rng.uniform(-slack, slack, corners.shape))


def _ell(site: Site, centre: tuple[float, float], angle: float, rng: np.random.Generator) -> Polygon:
    whole = _yard(site, centre, angle, rng)
    u = np.array((np.cos(np.radians(angle)), np.sin(np.radians(angle))))
    n = np.array((-u[1], u[0]))
    corner = np.asarray(centre) + u * site.length / 2 + n * site.width / 2
    return whole.difference(box_at((float(corner[0]), float(corner[1])), site.length * 0.7, site.width * 0.8, angle))


def _ring(site: Site, centre: tuple[float, float], angle: float, rng: np.random.Generator) -> Polygon:
    whole = _yard(site, centre, angle, rng)
    return whole.difference(box_at(centre, 27, 21, angle))


def _two(site: Site, centre: tuple[float, float], angle: float, rng: np.random.Generator) -> MultiPolygon:
    u = np.array((np.cos(np.radians(angle)), np.sin(np.radians(angle))))
    part = Site("yard", site.length * 0.46, site.width)
    halves = []
    for side in (-1, 1):
        middle = np.asarray(centre) + u * side * site.length * 0.27
        halves.append(_yard(part, (float(middle[0]), float(middle[1])), angle, rng))
    return MultiPolygon(halves)


def _bowtie(site: Site, centre: tuple[float, float], angle: float, rng: np.random.Generator) -> Polygon:
    """Two neighbouring corners in the wrong order: the ring crosses itself once."""
    a, b, c, d = np.asarray(_yard(site, centre, angle, rng).exterior.coords)[:4]
    return Polygon([a, a + (b - a) * 0.62, c, b, d + (c - d) * 0.62, d])


def _strip(site: Site, centre: tuple[float, float], angle: float, rng: np.random.Generator) -> Polygon:
    """A road: the line bends a little, the ends are square."""
    t = np.linspace(-0.5, 0.5, 15)
    bend = site.length * rng.uniform(0.02, 0.06)
    line = np.column_stack([t * site.length, bend * (1 - 4 * t**2)]) + np.asarray(centre)
    return rotate(LineString(line).buffer(site.width / 2, cap_style="flat"), angle, origin=centre)


def _pit(site: Site, centre: tuple[float, float], angle: float, rng: np.random.Generator) -> Polygon:
    round_pit = blob(rng, centre, 0.5, 0.16)
    return rotate(scale(round_pit, site.length, site.width, origin=centre), angle, origin=centre)
