"""演示县: `make_county(folder)` writes the made-up county: survey, control lines, approvals, patches, tables.

The same seed gives the same county. Nothing in it is a real place, firm or person.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from demo import july, june
from demo.boundary_txt import parcels_of, write_boundaries
from demo.casework_tables import write_tables
from demo.controls import farmland_plots, farmland_rows, growth_boundary, key_areas, red_lines, take_out
from demo.geofiles import as_multi, write_layer
from demo.landscape import draw, quarry_places
from demo.papers import LAYERS, Grant, grants, older_grants
from demo.patchfile import write_batch
from demo.places import COUNTY_CODE, TOWNSHIPS
from demo.scene import things_on
from demo.siting import Ground, Placed
from demo.survey import Survey, land_rows, survey, unions
from demo.terrain import Terrain, lay_out
from demo.tiling import tile, to_map


@dataclass(frozen=True)
class County:
    """Everything that is written, in the county's own metres."""

    terrain: Terrain
    made: Survey
    placed: list[Placed]
    granted: list[Grant]
    plots: list[tuple[int, shapely.Polygon]]
    red: dict[str, shapely.Geometry]
    urban: shapely.Polygon
    keys: dict[str, shapely.Geometry]


def make_county(folder: Path, seed: int = 2026) -> dict[str, int]:
    """Write the county into a folder (made if need be); returns what was written, in numbers."""
    county = build_county(seed)
    folder.mkdir(parents=True, exist_ok=True)
    summary = _write_county(folder / "county.gpkg", county)
    delivered = [grant for grant in county.granted if grant.layer == "txt"]
    mapped = [replace(grant, shape=_multi([to_map(p) for p in parcels_of(grant)])) for grant in delivered]
    summary["approvals_txt"] = len(write_boundaries(folder / "approvals_txt", mapped))
    farmland = shapely.union_all([plot for _, plot in county.plots])
    red = shapely.union_all(list(county.red.values()))
    for month in (june, july):
        own = [patch for patch in county.placed if patch.case.batch == month.BATCH]
        write_batch(folder / "batches", month.TITLE, own, farmland, red)
        summary[month.TITLE] = len(own)
    summary["scene"] = _write_scene(folder / "scene.gpkg", county.placed, seed)
    summary |= write_tables(folder, county.placed, shapely.union_all(list(county.keys.values())))
    return summary


def build_county(seed: int) -> County:
    """Draw the land, lay the patches on it, and the approvals round the patches."""
    rng = np.random.default_rng(seed)
    terrain = lay_out(rng)
    leaves, villages, cuts = draw(terrain, rng)
    made = survey(tile(leaves, cuts), [village.centre for village in villages])
    outline = shapely.coverage_union_all([face.shape for face in made.faces])
    quarries, dice = quarry_places(terrain), np.random.default_rng([seed, 1])
    urban = growth_boundary(terrain, dice)
    plots = farmland_plots(made, urban, dice)
    red = red_lines(made, terrain, outline, quarries)
    fields, lines = (shapely.union_all(list(parts)) for parts in ([plot for _, plot in plots], red.values()))
    ground = Ground(made, fields, urban, lines, quarries, seed)
    placed = ground.place_all([replace(case, batch=month.BATCH) for month in (june, july) for case in month.CASES])
    granted = grants(placed, quarries) + older_grants(made, placed, dice)
    return County(
        terrain=terrain,
        made=made,
        placed=placed,
        granted=granted,
        plots=take_out(plots, _never_farmland(placed, granted)),
        red=red,
        urban=urban,
        keys=key_areas(terrain, outline, dice),
    )


def _never_farmland(placed: list[Placed], granted: list[Grant]) -> list[shapely.Geometry]:
    approved = [grant.shape for grant in granted if grant.layer != "ckq"]
    return approved + [patch.sound.buffer(6) for patch in placed if patch.case.site.farmland is False]


def _multi(shapes: list[shapely.Polygon]) -> shapely.Geometry:
    return shapes[0] if len(shapes) == 1 else shapely.MultiPolygon(shapes)


def _write_county(path: Path, county: County) -> dict[str, int]:
    """county.gpkg, layer by layer."""
    path.unlink(missing_ok=True)
    made = county.made
    shapes = [to_map(face.shape) for face in made.faces]
    villages, towns = unions(made, shapes)
    names = {town.code: town.name for town in TOWNSHIPS}
    layers: dict[str, tuple[list[shapely.Geometry], list[dict[str, object]]]] = {
        "xiang": (list(towns.values()), [{"XZQDM": code, "XZQMC": names[code]} for code in towns]),
        "cun": (villages, [{"XZQDM": home.code, "XZQMC": home.name} for home in made.communities]),
        "dltb": (shapes, land_rows(made, [shape.area for shape in shapes])),
        "yjjbnt": ([to_map(plot) for _, plot in county.plots], farmland_rows(made, county.plots)),
        "sthx": _named(county.red, lambda k, name, shape: {
            "BSM": f"{COUNTY_CODE}261{k:09d}", "HXMC": name, "MJ": round(shape.area, 2)}),
        "czkfbj": ([to_map(county.urban)], [{
            "BSM": f"{COUNTY_CODE}271000000001", "FQLXDM": "集中建设区", "MJ": round(county.urban.area, 2)}]),
        "zdqy": _named(county.keys, lambda k, name, shape: {"QYMC": name}),
    }  # fmt: skip
    for layer in LAYERS:
        own = [grant for grant in county.granted if grant.layer == layer]
        layers[layer] = ([to_map(grant.shape) for grant in own], [grant.row for grant in own])
    for name, (geometries, rows) in layers.items():
        write_layer(path, name, geometries, rows)
    return {name: len(rows) for name, (_, rows) in layers.items()}


def _named(
    shapes: dict[str, shapely.Geometry], row: Callable[[int, str, shapely.Geometry], dict[str, object]]
) -> tuple[list[shapely.Geometry], list[dict[str, object]]]:
    rows = [row(k, name, shape) for k, (name, shape) in enumerate(shapes.items(), 1)]
    return [as_multi(to_map(shape)) for shape in shapes.values()], rows


def _write_scene(path: Path, placed: list[Placed], seed: int) -> int:
    path.unlink(missing_ok=True)
    things = [thing for patch in placed for thing in things_on(patch, seed)]
    rows = [{"number": t.number, "kind": t.kind, "angle": round(t.angle % 180, 2), "when": t.when} for t in things]
    write_layer(path, "objects", [to_map(thing.shape) for thing in things], rows)
    return len(things)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="生成演示县数据")
    parser.add_argument("folder", type=Path, help="写入的文件夹")
    parser.add_argument("--seed", type=int, default=2026, help="随机种子")
    arguments = parser.parse_args()
    for what, count in make_county(arguments.folder, arguments.seed).items():
        print(f"{what}: {count}")
