"""On random dirty polygons the overlay agrees with plain shapely, and the parts of a patch sum to the patch."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.overlay import settled
from landwatch_plugin.overlay.coverage import union_cover
from landwatch_plugin.overlay.engine import measure

pytestmark = pytest.mark.thorough

Build = Callable[..., Any]
EAST, NORTH = 38_500_000.0, 3_100_000.0
metres = st.floats(0, 120, allow_nan=False).map(lambda v: round(v, 3))
rings = st.lists(st.tuples(metres, metres), min_size=3, max_size=12, unique=True)
calm = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def dirty(points: list[tuple[float, float]]) -> Any:
    """A ring through the points in any order: mostly self-intersecting."""
    return shapely.Polygon([(EAST + x, NORTH + y) for x, y in points])


def healed(shape: Any) -> Any:
    """What the gate should make of it."""
    whole = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = shapely.get_parts(whole)
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == 3])


@pytest.fixture(autouse=True, params=["shapes", "kernel"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """By shapes alone, and with the kernel (where numba is installed) for all that it can settle."""
    if request.param == "kernel":
        request.getfixturevalue("with_kernel")
    monkeypatch.setattr(settled, "WORTH", 0 if request.param == "kernel" else 10**9)


@calm
@given(patch=rings, features=st.lists(rings, max_size=6))
@example(
    patch=[(0.0, 0.0), (0.0, 1.719), (12.672, 0.0)],
    features=[
        [(0.0, 0.0), (0.0, 1.0), (0.0, 2.0)],
        [(0.0, 1.0), (0.0, 2.0), (100.0, 2.0)],
        [(0.0, 4.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0), (0.0, 1.0), (11.0, 0.0), (0.0, 0.062), (10.0, 0.0)],
    ],
)
def test_shares_and_coverage_agree_with_plain_shapely(
    patch: Any, features: Any, patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """To 1e-6 m² per feature; coverage equals the union; |A∩B| + |A∖B| = |A|."""
    ours, theirs = healed(dirty(patch)), [healed(dirty(points)) for points in features]
    frame = patches({"TB1": dirty(patch), "anchor": square(500, 500, 1, 1)})
    rows = layer([(str(i), dirty(points)) for i, points in enumerate(features)])
    result = measure(frame, rows, options(group_by_feature=True))
    cover = union_cover(frame, {"x": rows}, options()).frame.set_index("patch_id")
    hits = {hit.feature_index: hit.area_m2 for hit in result.hits.itertuples() if hit.patch_id == "TB1"}
    if "TB1" not in cover.index:
        assert ours.area <= 1e-6
        assert result.rejects[0].feature == "TB1"
        return
    for index, shape in enumerate(theirs):
        assert hits.get(index, 0.0) == pytest.approx(shapely.intersection(ours, shape).area, abs=2e-6)
    covered = result.coverage.set_index("patch_id").loc["TB1", "covered_m2"]
    union = shapely.union_all(theirs)
    assert covered == pytest.approx(shapely.intersection(ours, union).area, abs=1e-5)
    assert cover.loc["TB1", "covered_m2"] == pytest.approx(covered, abs=1e-5)
    outside = shapely.difference(ours, union).area
    assert covered + outside == pytest.approx(ours.area, abs=1e-5)
    assert cover.loc["TB1", "uncovered_m2"] == pytest.approx(outside, abs=1e-5)


@calm
@given(seed=st.integers(0, 10_000), east=st.sampled_from([-140_000.0, 0.0, 80_000.0]))
def test_a_tiling_closes_on_every_patch(seed: int, east: float, patches: Build, layer: Build, options: Build) -> None:
    """A jittered net of quadrilaterals tiles every patch to 0.01 m², on both bases, at any distance from the meridian."""
    chance = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(0, 300, 25.0), np.arange(0, 300, 25.0))
    x, y = x + chance.uniform(-9, 9, x.shape) + EAST + east, y + chance.uniform(-9, 9, y.shape) + NORTH
    tiles = [
        (
            f"{(i + j) % 3:04d}",
            shapely.Polygon([(x[a, b], y[a, b]) for a, b in ((i, j), (i, j + 1), (i + 1, j + 1), (i + 1, j))]),
        )
        for i in range(11)
        for j in range(11)
    ]
    turn = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    shapes = {}
    for number in range(4):
        reach = chance.uniform(20, 60, turn.size)
        centre = EAST + east + chance.uniform(90, 170), NORTH + chance.uniform(90, 170)
        shapes[f"P{number}"] = shapely.Polygon(
            np.c_[centre[0] + reach * np.cos(turn), centre[1] + reach * np.sin(turn)]
        )
    for basis in Basis:
        result = measure(patches(shapes), layer(tiles), options(basis=basis, gap_free=True))
        assert result.open_patches == result.overlaps == []
        sums = result.shares.groupby("patch_id")["area_m2"].sum()
        whole = result.coverage.set_index("patch_id")["patch_m2"]
        assert (sums - whole).abs().max() < 1e-5
