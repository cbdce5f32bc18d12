"""Real layers, dirty as they come: what goes in is used or listed, and sums hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from landwatch_plugin.domain.area_basis import Basis, Grid
from landwatch_plugin.overlay.coverage import union_cover
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import CLOSURE_M2, Options

pytestmark = pytest.mark.thorough

Find = Callable[[str], Path]
FINLAND = Grid(27.0, 0.0, 0.9996, 500_000.0, crs_name="EPSG:3067", ellipsoid_name="GRS80椭球")
PORTUGAL = Grid(-9.0, 0.0, 0.9996, 500_000.0, f=1 / 298.257223563, crs_name="EPSG:32629", ellipsoid_name="WGS84椭球")
HANGZHOU = Grid(120.0, false_easting=500_000.0, crs_name="EPSG:4549")


def plain_intersections(one: Any, other: Any) -> dict[tuple[int, int], float]:
    """Shared plane area of every pair, by nothing but shapely."""
    left, right = shapely.STRtree(other).query(one)
    shared = shapely.area(shapely.intersection(one[left], other[right]))
    return {(int(a), int(b)): float(m2) for a, b, m2 in zip(left, right, shared, strict=True) if m2 >= 1e-6}


@pytest.fixture
def finland(real_data: Find) -> dict[str, Any]:
    """Built-up areas, terrain and protected sites of one map sheet."""
    read = {key: geopandas.read_file(real_data(f"finland_topo/{key}_L4132R_p.shp")) for key in "ums"}
    frames = {key: frame[["LUOKKA", "geometry"]].rename(columns={"LUOKKA": "class"}) for key, frame in read.items()}
    frames["u"].insert(0, "patch_id", [f"U{i}" for i in range(len(frames["u"]))])
    return frames


def test_built_up_areas_of_a_map_sheet_over_its_terrain(finland: dict[str, Any]) -> None:
    """59 × 4,304 polygons: every pair as plain shapely has it, sums by patch equal, all features accounted for."""
    result = measure(finland["u"], finland["m"], Options(FINLAND, Basis.PLANE, group_by_feature=True))
    assert (result.patches.given, result.features.given) == (59, 4304)
    assert result.patches.used + len([r for r in result.rejects if r.layer == "图斑"]) == 59
    assert result.features.used + len([r for r in result.rejects if r.layer != "图斑"]) == 4304
    truth = plain_intersections(finland["u"].geometry.values._data, finland["m"].geometry.values._data)
    hits = {(int(row.patch_id[1:]), row.feature_index): row.area_m2 for row in result.hits.itertuples()}
    assert hits.keys() == truth.keys()
    assert max(abs(hits[key] - truth[key]) for key in truth) < 1e-6
    by_class = result.shares.groupby("patch_id")["area_m2"].sum()
    by_feature = result.hits.groupby("patch_id")["area_m2"].sum()
    assert (by_class - by_feature).abs().max() < 1e-6
    assert len(result.coverage) == 59


def test_terrain_and_protected_sites_cover_together(finland: dict[str, Any]) -> None:
    """Joint coverage lies between the larger of the two and their sum; covered + remainder is the patch."""
    options = Options(FINLAND)
    one, two = (measure(finland["u"], finland[key], options).coverage["covered_m2"].to_numpy() for key in "ms")
    both = union_cover(finland["u"], {"terrain": finland["m"], "protected": finland["s"]}, options)
    covered = both.frame["covered_m2"].to_numpy()
    assert (covered >= np.maximum(one, two) - 1e-4).all()
    assert (covered <= one + two + 1e-4).all()
    far = union_cover(finland["u"], {"terrain": finland["m"]}, options, distances=True).frame
    terrain = finland["m"].geometry.union_all()
    for row in far.head(5).itertuples():
        farthest, rest = row.farthest_m, row.geometry
        corners = shapely.distance(shapely.points(shapely.get_coordinates(rest)), terrain).max()
        if row.covered_m2 == 0:
            assert farthest == pytest.approx(corners)
            continue
        west, south, east, north = rest.bounds
        step = (east - west + north - south) / 200
        inside = np.stack(np.meshgrid(np.arange(west, east, step), np.arange(south, north, step)), -1).reshape(-1, 2)
        ground = shapely.points(inside[shapely.contains_xy(rest, inside)])
        sampled = max(corners, shapely.distance(ground, terrain).max(initial=0))
        assert sampled - 0.003 <= farthest <= sampled + step
    left = both.remainder
    again = measure(left, finland["m"], options).coverage
    assert again["covered_m2"].max() < 1e-3


def test_every_fire_of_two_summers_is_measured(real_data: Find) -> None:
    """1,239 burnt areas with 17 invalid ones: 17 repairs are logged, none is lost, none covers less than itself."""
    fires = geopandas.read_file(real_data("wildfires_pt/wildfires_GT_2019_2020_32629.gpkg"))
    assert int((~fires.geometry.is_valid).sum()) == 17
    fires = fires[["geometry"]].assign(patch_id=[f"F{i}" for i in range(len(fires))])
    result = measure(fires, fires.drop(columns="patch_id"), Options(PORTUGAL, patch_layer_name="火烧迹地"))
    assert result.patches.given == result.patches.used + len([r for r in result.rejects if r.layer == "火烧迹地"])
    assert result.patches.given == 1239
    assert len({r.feature for r in result.repairs if r.layer == "火烧迹地"}) == 17
    assert np.allclose(result.coverage["share"], 1.0, atol=1e-9)
    assert all(repair.what.startswith(("环自相交", "自相交")) for repair in result.repairs)


def test_overlaps_inside_a_land_use_layer_are_found(real_data: Find) -> None:
    """8,687 polygons, 415 pairs of which cross each other: every crossing pair is a hit, every such patch reported."""
    land = geopandas.read_file(real_data("hangzhou_osm_landuse/hangzhou_osm_landuse_nomilitary.gpkg"))
    land = land.to_crs(4549)[["fclass", "geometry"]].rename(columns={"fclass": "class"})
    crossing = land.sindex.query(land.geometry, predicate="overlaps")
    assert int((crossing[0] < crossing[1]).sum()) == 415
    patches = land[["geometry"]].assign(patch_id=[str(i) for i in range(len(land))])
    result = measure(patches, land, Options(HANGZHOU, group_by_feature=True))
    assert result.patches.used == result.features.used == 8687
    hit = {(int(row.patch_id), row.feature_index) for row in result.hits.itertuples()}
    assert {(int(a), int(b)) for a, b in crossing.T} <= hit
    told = {item.patch_id for item in result.overlaps}
    doubled = result.hits.groupby("patch_id")["area_m2"].sum() - result.coverage.set_index("patch_id")["covered_m2"]
    assert told == set(doubled[doubled > CLOSURE_M2].index)
    assert len(told) > 400
    assert np.allclose(result.coverage["share"], 1.0, atol=1e-9)
