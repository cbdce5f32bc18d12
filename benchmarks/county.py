"""演示大县: a made-up county in GeoPackages, at any size, for timing. Fixed seed; no real place.

Fields that tile a square and share their wavy edges (~50 vertices), red-line forests of ~20,000 vertices with holes,
approvals that overlap each other, and lumpy patches of about 1.25 ha with 58 vertices.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from landwatch_plugin import door

CRS = "EPSG:4526"
ORIGIN = np.array([38_520_000.0, 3_200_000.0])
STEP = 112.0
CODES = np.array(["0101", "0103", "0301", "0702", "1006", "1104"])


def build(folder: Path, fields: int, patches: int) -> dict[str, Path]:
    """Write (once) land, forest, approvals and patches; name → file."""
    folder.mkdir(parents=True, exist_ok=True)
    side = round(fields**0.5)
    width = side * STEP
    makers = {
        f"land-{fields}": lambda: tiles(side),
        f"forest-{fields}": lambda: forests(max(3, fields * 3 // 2000), width),
        f"approvals-{fields}": lambda: approvals(fields // 25, width),
        f"patches-{patches}-{fields}": lambda: rounds(patches, width),
    }
    found = {}
    for name, make in makers.items():
        path = folder / f"{name}.gpkg"
        if not path.exists():
            save(path, *make())
        found[name.split("-")[0]] = path
    return found


def save(path: Path, shapes: Any, column: str, values: Any) -> None:
    frame = door.geopandas().GeoDataFrame({column: values}, geometry=shapes, crs=CRS)
    part = path.with_suffix(".part.gpkg")
    part.unlink(missing_ok=True)
    frame.to_file(part, engine="pyogrio", layer=path.stem)
    part.replace(path)


def tiles(side: int) -> tuple[Any, str, Any]:
    """side × side fields between jittered grid points; each edge is bent by 11 vertices that both neighbours share."""
    chance = np.random.default_rng(1)
    node = np.stack(np.meshgrid(np.arange(side + 1), np.arange(side + 1), indexing="ij"), -1) * STEP
    node = np.round(node + chance.uniform(-25, 25, node.shape) + ORIGIN, 4)
    east, north = bent(node[:-1], node[1:]), bent(node[:, :-1], node[:, 1:])
    ring = [
        east[:, :-1, :-1],
        north[1:, :, :-1],
        np.flip(east[:, 1:], 2)[:, :, :-1],
        np.flip(north[:-1], 2),
    ]
    shapes = door.shapely().polygons(np.concatenate(ring, axis=2).reshape(side * side, -1, 2))
    return shapes, "DLBM", CODES[chance.integers(len(CODES), size=side * side)]


def bent(start: Any, end: Any) -> Any:
    """The points of an edge (13 with both ends), along a wave that depends on the edge alone."""
    t = np.linspace(0, 1, 13)[:, None]
    along = (end - start)[..., None, :]
    across = np.stack([-along[..., 1], along[..., 0]], -1) / np.linalg.norm(along, axis=-1, keepdims=True)
    turn = (start.sum(-1) % 7)[..., None, None]
    wave = 6 * np.sin(t * np.pi * 3 + turn) * np.sin(t * np.pi)
    line = start[..., None, :] + along * t + across * wave
    line[..., 0, :], line[..., -1, :] = start, end
    return np.round(line, 4)


def lumps(centre: Any, radius: Any, vertices: int, chance: Any, lobes: int) -> Any:
    """Rings (n, vertices, 2) round the centres, with some lobes; radius in m."""
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    reach = np.ones((len(centre), vertices))
    for lobe in range(2, lobes + 2):
        phase = chance.uniform(0, 2 * np.pi, (len(centre), 1))
        reach += 0.4 / lobe * np.sin(lobe * angle + phase)
    reach = reach.clip(0.2) * radius[:, None]
    return np.round(centre[:, None] + np.stack([np.cos(angle), np.sin(angle)], -1) * reach[..., None], 4)


def forests(count: int, width: float) -> tuple[Any, str, Any]:
    sh, chance = door.shapely(), np.random.default_rng(3)
    centre = chance.uniform(0, 1, (count, 2)) * width + ORIGIN
    radius = chance.uniform(0.3, 1.0, count) * width / 25
    shells = lumps(centre, radius, 19_800, chance, 12)
    holes = lumps(centre, radius * 0.1, 60, chance, 2)
    shapes = np.array([sh.Polygon(shell, [hole]) for shell, hole in zip(shells, holes, strict=True)], dtype=object)
    return shapes, "HXBM", np.array([f"H{i:04d}" for i in range(count)])


def approvals(count: int, width: float) -> tuple[Any, str, Any]:
    chance = np.random.default_rng(4)
    centre = chance.uniform(0, 1, (count, 2)) * width + ORIGIN
    rings = lumps(centre, chance.uniform(30, 220, count), 30, chance, 3)
    return door.shapely().polygons(rings), "PWH", np.array([f"P{i % 900:03d}" for i in range(count)])


def rounds(count: int, width: float) -> tuple[Any, str, Any]:
    chance = np.random.default_rng(2)
    centre = chance.uniform(0.01, 0.99, (count, 2)) * width + ORIGIN
    rings = lumps(centre, chance.uniform(30, 85, count), 58, chance, 3)
    return door.shapely().polygons(rings), "TBBH", np.array([f"TB{i:06d}" for i in range(count)])


def nudged(path: Path) -> Path:
    """A copy of the patches in which every hundredth is moved by a metre."""
    changed = path.with_name(path.stem + "-changed.gpkg")
    if not changed.exists():
        frame = door.geopandas().read_file(path, engine="pyogrio")
        shapes = frame.geometry.to_numpy().copy()
        shapes[::100] = door.shapely().transform(shapes[::100], lambda xy: np.add(xy, (1.0, 0.0)))
        save(changed, shapes, "TBBH", frame["TBBH"].to_numpy())
    return changed
