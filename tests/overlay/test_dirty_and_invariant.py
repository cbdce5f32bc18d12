"""脏数据与不变性: dirty polygons give the right area or a named refusal; the way of writing a polygon changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.errors import CrsError
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import Options

Build = Callable[..., Any]
calm = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PATCH = "POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0))"

#: What came → m² of it inside the patch of 100 m × 100 m, and the word of its repair ("" where none is needed).
DIRTY = {
    "bowtie": ("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))", 50, "自相交"),
    "eight of two loops": ("POLYGON ((0 0, 20 0, 20 20, 10 10, 0 20, 20 40, 0 40, 10 30, 0 20, 0 0))", None, "自相交"),
    "spike": ("POLYGON ((0 0, 10 0, 10 10, 10 50, 10 10, 0 10, 0 0))", 100, "自相交"),
    "node twice": ("POLYGON ((0 0, 10 0, 10 0, 10 10, 10 10, 0 10, 0 0))", 100, ""),
    "ring run twice": ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0, 10 0, 10 10, 0 10, 0 0))", 100, "自相交"),
    "hole outside": ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (20 20, 25 20, 25 25, 20 25, 20 20))", 125, "孔洞在外环之外"),
    "nested holes": (
        "POLYGON ((0 0, 40 0, 40 40, 0 40, 0 0), (5 5, 35 5, 35 35, 5 35, 5 5), (10 10, 20 10, 20 20, 10 20, 10 10))",
        700, "孔洞套叠",
    ),
    "holes across": (
        "POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0), (10 10, 40 10, 40 40, 10 40, 10 10), (30 30, 60 30, 60 60, 30 60, 30 30))",
        8300, "自相交",
    ),
    "hole as large as the shell": ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (0 0, 10 0, 10 10, 0 10, 0 0))", None, ""),
    "hole along an edge": ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (0 2, 5 2, 5 4, 0 4, 0 2))", 90, "自相交"),
    "parts over each other": (
        "MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0)), ((5 0, 15 0, 15 10, 5 10, 5 0)))", 150, "自相交",
    ),
    "part in a part": (
        "MULTIPOLYGON (((0 0, 20 0, 20 20, 0 20, 0 0)), ((5 5, 10 5, 10 10, 5 10, 5 5)))", 400, "外环套叠",
    ),
    "sliver of a millimetre": ("POLYGON ((0 0, 90 0, 90 0.001, 0 0.001, 0 0))", 0.09, ""),
    "line there and back": ("POLYGON ((0 0, 50 50, 0 0, 0 0))", None, "修复后没有面积"),
}  # fmt: skip


@pytest.mark.parametrize("case", DIRTY)
def test_each_dirty_polygon_gives_its_area_or_a_named_refusal(
    case: str, patches: Build, layer: Build, moved: Build, options: Build
) -> None:
    """In the control layer and as a patch; the sound neighbour is measured all the same, and the counts add up."""
    wkt, expected, word = DIRTY[case]
    good = moved("POLYGON ((60 60, 70 60, 70 70, 60 70, 60 60))")
    found = measure(patches({"TB1": moved(PATCH)}), layer([("bad", moved(wkt)), ("good", good)]), options())
    areas = dict(zip(found.shares["class"], found.shares["area_m2"], strict=True))
    assert areas["good"] == pytest.approx(100)
    told = [repair.what for repair in found.repairs] + [reject.reason for reject in found.rejects]
    assert found.features.given == found.features.used + found.features.rejected == 2
    if expected is not None:
        assert areas["bad"] == pytest.approx(expected, abs=1e-6)
    assert bool(told) == bool(word) or case == "hole as large as the shell"
    assert word in "".join(told)
    as_patch = measure(patches({"BAD": moved(wkt), "TB1": good}), layer([("all", moved(PATCH))]), options())
    assert as_patch.patches.given == as_patch.patches.used + as_patch.patches.rejected == 2
    if expected is not None:
        assert as_patch.coverage.set_index("patch_id").loc["BAD", "patch_m2"] == pytest.approx(expected, abs=1e-6)
        assert as_patch.coverage["share"].tolist() == pytest.approx([1, 1])


@pytest.mark.parametrize(
    "strange",
    [
        lambda xy: xy - (38_000_000, 0),
        lambda xy: np.add(xy, (1_000_000, 0)),
        lambda xy: np.add(xy, (290_000, 0)),
        lambda xy: xy[:, ::-1],
        lambda xy: np.column_stack([np.full(len(xy), 114.0), np.full(len(xy), 28.0)]) + xy / 1e9,
    ],
    ids=["no zone prefix", "other zone", "other zone without prefix", "axes swapped", "degrees"],
)
def test_a_layer_from_another_world_is_refused(
    strange: Callable[[Any], Any], patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """Every engine would say "no overlap": here the distance is told, with the cure."""
    patch = square(0, 0, 100, 100)
    with pytest.raises(CrsError, match=r"【地类图斑】该图层与图斑相距约\d+公里.*带号前缀和横纵坐标次序"):
        measure(patches({"TB1": patch}), layer([("x", shapely.transform(patch, strange))]), options())


# 不变性


def wavy(seed: int, count: int = 24) -> list[Any]:
    """Lumpy polygons with a hole here and there, over and beside each other."""
    chance = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 17, endpoint=False)
    made = []
    for place, (x, y) in enumerate(chance.uniform(0, 200, (count, 2))):
        reach = chance.uniform(5, 50) * (1 + 0.3 * np.sin(3 * angle + seed))
        ring = np.c_[x + reach * np.cos(angle), y + reach * np.sin(angle)]
        holes = [np.c_[x, y] + (ring - (x, y)) / 3] if place % 4 == 0 else []
        made.append(shapely.Polygon(np.round(ring, 3), [np.round(hole, 3) for hole in holes]))
    return made


def measured(
    shapes: list[Any],
    others: list[Any],
    build: tuple[Build, Build, Build],
    by: tuple[float, float] = (38_500_000.0, 3_100_000.0),
    **asked: Any,
) -> Any:
    """Shares and coverage of the polygons, set down at `by`."""
    patches, layer, options = build
    there = [shapely.transform(shape, lambda xy: xy + by) for shape in (*shapes, *others)]
    month = patches({f"TB{i}": shape for i, shape in enumerate(there[: len(shapes)])})
    rows = [(f"{i % 3}", shape) for i, shape in enumerate(there[len(shapes) :])]
    return measure(month, layer(rows), options(group_by_feature=True, **asked))


@pytest.fixture
def build(patches: Build, layer: Build, options: Build) -> tuple[Build, Build, Build]:
    return patches, layer, options


def close(one: Any, other: Any, tolerance: float) -> bool:
    """The same rows and areas."""
    same = one.shares["class"].tolist() == other.shares["class"].tolist()
    areas = (one.shares["area_m2"], other.shares["area_m2"]), (one.coverage["covered_m2"], other.coverage["covered_m2"])
    return same and all(np.allclose(a, b, rtol=0, atol=tolerance) for a, b in areas)


@calm
@given(seed=st.integers(0, 10_000), turn=st.integers(1, 16))
def test_the_way_a_ring_is_written_changes_nothing(seed: int, turn: int, build: tuple[Build, Build, Build]) -> None:
    """Another first node, the other way round, nodes doubled: 1e-6 m²."""

    def rewritten(shape: Any) -> Any:
        rings = [shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(shape)]
        rings = [np.repeat(np.roll(ring, turn, axis=0)[::-1], 1 + turn % 2, axis=0) for ring in rings]
        return shapely.Polygon(rings[0], rings[1:])

    shapes, others = wavy(seed, 6), wavy(seed + 1)
    plain = measured(shapes, others, build)
    again = measured([rewritten(shape) for shape in shapes], [rewritten(shape) for shape in others], build)
    assert close(plain, again, 1e-6)


@calm
@given(seed=st.integers(0, 10_000))
def test_cutting_a_layer_up_changes_nothing(seed: int, build: tuple[Build, Build, Build]) -> None:
    """Every polygon as two halves of the same class: shares and coverage stay to 1e-6 m²."""
    shapes, others = wavy(seed, 6), wavy(seed + 1)
    halves = []
    for part in (shapely.box(-500, -500, 100.5, 900), shapely.box(100.5, -500, 900, 900)):
        halves.append(shapely.intersection(others, part))
    plain = measured(shapes, others, build)
    patches, layer, options = build
    by = (38_500_000.0, 3_100_000.0)
    rows = [
        (f"{i % 3}", shapely.transform(half, lambda xy: xy + by))
        for side in halves
        for i, half in enumerate(side)
        if not shapely.is_empty(half)
    ]
    month = patches({f"TB{i}": shapely.transform(shape, lambda xy: xy + by) for i, shape in enumerate(shapes)})
    cut = measure(month, layer(rows), options(group_by_feature=True))
    assert close(plain, cut, 1e-6)


@calm
@given(seed=st.integers(0, 10_000), zone=st.integers(25, 45))
def test_a_zone_prefix_changes_nothing(seed: int, zone: int, build: tuple[Build, Build, Build]) -> None:
    """With and without 带号: eastings of 38,500,000 m keep 7e-9 m of the coordinates, and the areas follow."""
    shapes, others = wavy(seed, 6), wavy(seed + 1)
    plain = measured(shapes, others, build, by=(500_000.0, 3_100_000.0))
    assert close(plain, measured(shapes, others, build, by=(zone * 1e6 + 500_000.0, 3_100_000.0)), 2e-5)


@calm
@given(seed=st.integers(0, 10_000))
def test_inside_and_outside_sum_to_the_patch(
    seed: int, patches: Build, layer: Build, options: Build, grid: Any
) -> None:
    """|A ∩ B| + |A ∖ B| = |A| on both bases, B being the union of the layer."""
    by = (38_580_000.0, 3_100_000.0)
    shapes, others = (
        [shapely.transform(shape, lambda xy: xy + by) for shape in part] for part in (wavy(seed, 6), wavy(seed + 1))
    )
    outside = [shapely.difference(shape, shapely.union_all(others)) for shape in shapes]
    month = patches({f"TB{i}": shape for i, shape in enumerate(shapes)})
    for basis in Basis:
        asked = Options(grid, basis)
        inside = measure(month, layer([("x", shape) for shape in others]), asked).coverage
        left = dict.fromkeys(inside["patch_id"], 0.0)
        kept = {f"TB{i}": shape for i, shape in enumerate(outside) if shapely.area(shape) > 1e-3}
        if kept:
            rest = measure(patches(kept), layer([]), asked).coverage
            left |= dict(zip(rest["patch_id"], rest["patch_m2"], strict=True))
        whole = inside["covered_m2"] + inside["patch_id"].map(left)
        assert np.allclose(whole, inside["patch_m2"], rtol=0, atol=2e-3)
