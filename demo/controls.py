"""管控界线: 永久基本农田, 生态保护红线, 城镇开发边界, 重点区域 of the county."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from shapely import Polygon

from demo.curves import blob, on_grid, polygons, relief
from demo.places import COUNTY_CODE
from demo.survey import ARABLE, CLASS_NAMES, Survey
from demo.terrain import Terrain
from demo.tiling import Face

LEAST = 1500.0
"""Pieces of permanent farmland under this area (m²) are left out."""


def farmland_plots(made: Survey, urban: Polygon, rng: np.random.Generator) -> list[tuple[int, Polygon]]:
    """Paddy and good dry land of each village in one piece where it lies together; edges a little off the survey's.

    The three lines never cross: nothing inside the urban growth boundary.
    """
    away = shapely.union_all([urban.buffer(8), *(f.shape.buffer(22) for f in made.faces if f.dlbm == "0702")])
    shapely.prepare(away)
    lie = relief(rng, 1900)
    plots: list[tuple[int, Polygon]] = []
    for village in range(len(made.communities)):
        own = (face for face, owner in zip(made.faces, made.village, strict=True) if owner == village)
        fields = [face.shape for face in own if _good(face, lie)]
        joined = shapely.union_all(fields).buffer(2.6, join_style="mitre").buffer(-4.1, join_style="mitre")
        shifted = shapely.transform(joined.difference(away), lambda c: c + np.array((0.9, -0.6)))
        plots += [(village, on_grid(p.simplify(0.8))) for p in polygons(shifted) if p.area > LEAST]
    return plots


def _good(face: Face, lie: Callable[[float, float], float]) -> bool:
    if face.dlbm not in ARABLE or face.zone != "plain":
        return False
    spot = face.shape.representative_point()
    return lie(spot.x, spot.y) > (-0.55 if face.dlbm == "0101" else 0.15)


def take_out(plots: list[tuple[int, Polygon]], holes: list[shapely.Geometry]) -> list[tuple[int, Polygon]]:
    """The plots without what has been approved or was never farmland."""
    gone = shapely.union_all(holes)
    shapely.prepare(gone)
    left: list[tuple[int, Polygon]] = []
    for village, plot in plots:
        parts = polygons(plot.difference(gone)) if gone.intersects(plot) else [plot]
        left += [(village, on_grid(part)) for part in parts if part.area > LEAST]
    return left


def farmland_rows(made: Survey, plots: list[tuple[int, Polygon]]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for number, (village, plot) in enumerate(plots, 1):
        home = made.communities[village]
        rows.append({
            "BSM": f"{COUNTY_CODE}251{number:09d}", "YSDM": "2005010300", "XZQDM": home.code, "XZQMC": home.name,
            "YJJBNTTBBH": f"{home.code}{number:05d}", "DLBM": "0101", "DLMC": CLASS_NAMES["0101"],
            "TBMJ": round(plot.area, 2),
        })  # fmt: skip
    return rows


def red_lines(
    made: Survey, terrain: Terrain, county: Polygon, quarries: list[tuple[float, float, float]]
) -> dict[str, shapely.Geometry]:
    """The woods on the northern hills (without quarries' and hamlets' surroundings) and stretches of the river's banks."""
    wood = next(shape for name, shape in terrain.belts if name == "wood")
    north = wood.intersection(shapely.box(-900, 3000, 9000, 7000)).buffer(-25).buffer(40).simplify(6)
    dug = shapely.union_all([shapely.Point(x, y).buffer(radius + 210, quad_segs=2) for x, y, radius in quarries])
    homes = shapely.union_all([face.shape.buffer(24, quad_segs=2) for face in made.faces if face.czc == "203"])
    banks = terrain.river.shape.buffer(32).simplify(4)
    lines = {
        "石坪—云台水源涵养生态保护红线": north.difference(dug).difference(homes),
        "柳溪河生物多样性维护生态保护红线": banks.intersection(shapely.box(300, 0, 3300, 6000)),
        "平湖湿地生态保护红线": banks.intersection(shapely.box(5900, 0, 7400, 6000)),
    }
    return {name: on_grid(shape.intersection(county.buffer(-3))) for name, shape in lines.items()}


def growth_boundary(terrain: Terrain, rng: np.random.Generator) -> Polygon:
    """Round the town with room to grow, more to the east and west."""
    wings = blob(rng, (5060, 3460), 330, 0.1), blob(rng, (3640, 3390), 290, 0.1)
    grown = shapely.union_all([terrain.town.buffer(210), *wings])
    return on_grid(polygons(grown.simplify(25))[0])


def key_areas(terrain: Terrain, county: Polygon, rng: np.random.Generator) -> dict[str, shapely.Geometry]:
    """Areas that the year's notice names."""
    along = terrain.river.guide.buffer(260).simplify(12)
    return {
        "柳溪河沿岸重点管控区": on_grid(along.intersection(county.buffer(-5))),
        "平湖粮食生产功能区": on_grid(blob(rng, (6750, 2330), 1080, 0.08).intersection(county.buffer(-5))),
    }
