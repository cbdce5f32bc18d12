"""铺盖与并行: edges prove that parcels tile a patch, and only then; jobs run beside each other, and stop when told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely

from landwatch_plugin.domain.errors import Cancelled
from landwatch_plugin.domain.progress import Silent, Span
from landwatch_plugin.overlay import ground
from landwatch_plugin.overlay.crew import crew_size, run
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.tiling import evenly_covered

Build = Callable[..., Any]
PATCH = shapely.box(5, 5, 15, 15)
LEFT, RIGHT = shapely.box(0, 0, 10, 20), shapely.box(10, 0, 20, 20)


def proven(*parcels: Any, patch: Any = PATCH) -> bool:
    """Whether the edges of the parcels prove that they cover the patch evenly."""
    pairs = np.zeros(len(parcels), int), np.arange(len(parcels))
    return bool(evenly_covered(np.array([patch]), pairs, np.array(parcels))[0])


def test_two_fields_with_a_common_edge_tile_the_patch() -> None:
    """Whichever way their rings turn, wherever they start, whatever lies outside the patch."""
    turned = shapely.Polygon(shapely.get_coordinates(RIGHT)[::-1])
    started = shapely.Polygon(np.roll(shapely.get_coordinates(LEFT)[:-1], 2, axis=0))
    twice = shapely.Polygon(np.repeat(shapely.get_coordinates(LEFT), 2, axis=0))
    for left in (LEFT, started, twice):
        for right in (RIGHT, turned):
            assert proven(left, right)


def test_a_courtyard_filled_by_its_house_is_tiled() -> None:
    """The hole of one is the shell of the other."""
    hole = shapely.box(8, 8, 12, 12)
    assert proven(shapely.box(0, 0, 20, 20).difference(hole), hole)


def test_parts_of_one_feature_count_as_parcels() -> None:
    """A multipart feature around a strip of another."""
    strips = [shapely.box(x, 0, x + 5, 20) for x in (0, 5, 10, 15)]
    assert proven(shapely.multipolygons([strips[0], strips[2]]), strips[1], strips[3])


@pytest.mark.parametrize(
    "parcels",
    [
        (LEFT,),
        (LEFT, shapely.box(10.001, 0, 20, 20)),
        (LEFT, shapely.box(9.999, 0, 20, 20)),
        (LEFT, shapely.transform(RIGHT, lambda xy: np.add(xy, (0.001, 0.0)))),
        (LEFT, shapely.Polygon([(10, 0), (10, 10), (10, 20), (20, 20), (20, 0)])),
        (LEFT, RIGHT, shapely.box(8, 8, 12, 12)),
    ],
)
def test_a_gap_an_overlap_or_a_node_on_one_side_only_proves_nothing(parcels: tuple[Any, ...]) -> None:
    """The last but one does tile the ground, but its edges do not say so: a union will tell."""
    assert not proven(*parcels)


def test_equal_gap_and_overlap_cannot_pass_for_tiling(
    patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """A strip pushed sideways: Σ parts = patch, yet 1 m² is open and 1 m² covered twice."""
    land = layer([("a", square(0, 0, 5, 10)), ("b", square(4.9, 0, 5, 10))])
    result = measure(patches({"TB1": square(0, 0, 10, 10)}), land, options(gap_free=True))
    assert result.shares["area_m2"].sum() == pytest.approx(100)
    assert [round(one.missing_m2, 6) for one in result.open_patches] == [1.0, -1.0]


def test_a_tiling_twice_over_is_not_a_tiling(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """Two years of the survey in one layer: every edge is shared, but the parts sum to twice the patch."""
    year = [("a", square(0, 0, 5, 10)), ("b", square(5, 0, 5, 10))]
    result = measure(patches({"TB1": square(1, 1, 8, 8)}), layer(year * 2), options(gap_free=True))
    assert result.coverage["covered_m2"].tolist() == pytest.approx([64])
    assert [(one.patch_id, round(one.missing_m2, 6)) for one in result.open_patches] == [("TB1", -64.0)]


def test_a_proven_tiling_needs_no_union(
    patches: Build, layer: Build, square: Build, options: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is what makes the land layer fast; approvals beside each other still get theirs."""
    unions: list[str] = []
    real = ground.union
    monkeypatch.setattr(ground, "union", lambda shapes, name: unions.append(name) or real(shapes, name))
    patch = patches({"TB1": square(2, 2, 6, 6)})
    assert measure(patch, layer([("a", square(0, 0, 5, 10)), ("b", square(5, 0, 5, 10))]), options()).coverage[
        "uncovered_m2"
    ].tolist() == [0.0]
    assert unions == []
    measure(patch, layer([("a", square(0, 0, 5, 10)), ("b", square(6, 0, 5, 10))]), options())
    assert unions == ["TB1"]


# 并行


class Listener:
    """Hears progress; wants out after some seconds."""

    def __init__(self, patience: float = 1e9) -> None:
        self.heard: list[float] = []
        self.until = time.monotonic() + patience

    def progress(self, percent: float) -> None:
        self.heard.append(percent)

    def cancelled(self) -> bool:
        return time.monotonic() > self.until


def test_results_come_in_the_order_of_the_jobs() -> None:
    """Whichever thread ends first."""
    names: set[str] = set()

    def work(job: int) -> int:
        names.add(threading.current_thread().name)
        time.sleep(0.02 * (job % 3))
        return job * job

    assert run(range(12), work, Span(Silent(), 0, 100), threads=3) == [job * job for job in range(12)]
    assert len(names) > 1
    assert crew_size(2) == 2
    assert 1 <= crew_size(0) <= 4


@pytest.mark.parametrize("threads", [1, 3])
def test_an_error_in_a_job_is_the_error_of_the_run(threads: int) -> None:
    """And the jobs that wait are not begun."""
    begun: list[int] = []

    def work(job: int) -> None:
        begun.append(job)
        time.sleep(0.02)
        if job == 2:
            raise ValueError("图斑3")

    with pytest.raises(ValueError, match="图斑3"):
        run(range(200), work, Span(Silent(), 0, 100), threads=threads)
    assert len(begun) < 50


@pytest.mark.thorough
@pytest.mark.parametrize("threads", [1, 3])
def test_a_cancel_is_heard_between_jobs(threads: int) -> None:
    """Jobs of a tenth of a second, out after a third: nothing runs on, and progress never went back."""
    listener, begun = Listener(patience=0.35), []

    def work(job: int) -> None:
        begun.append(job)
        time.sleep(0.1)

    with pytest.raises(Cancelled):
        run(range(600), work, Span(listener, 10, 90), threads=threads)
    assert 0 < len(begun) < 300
    assert listener.heard == sorted(listener.heard)
    assert threading.active_count() < 10


@pytest.mark.thorough
def test_threads_change_nothing(patches: Build, layer: Build, options: Build) -> None:
    """3,000 patches over 2,500 wavy fields and a forest of 9,000 vertices: one thread or four, the same to the bit."""
    chance = np.random.default_rng(4)
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)

    def lump(x: float, y: float, r: float, n: Any = angle) -> Any:
        reach = r * (1 + 0.2 * np.sin(5 * n + x))
        return shapely.Polygon(np.c_[38_500_000 + x + reach * np.cos(n), 3_100_000 + y + reach * np.sin(n)])

    month = patches({f"TB{i}": lump(*chance.uniform(0, 5000, 2), 40) for i in range(3000)})
    fields = [(f"{i % 7}", lump(100 * (i // 50), 100 * (i % 50), 60)) for i in range(2500)]
    fields.append(("forest", lump(2500, 2500, 1500, np.linspace(0, 2 * np.pi, 9000, endpoint=False))))
    one, four = (measure(month, layer(fields), options(group_by_feature=True, threads=t)) for t in (1, 4))
    for name in ("shares", "coverage", "hits"):
        assert getattr(one, name).equals(getattr(four, name))
    assert one.overlaps == four.overlaps
