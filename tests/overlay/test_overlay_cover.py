"""Coverage by several layers is one union; what is left over has a shape, an area and a distance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely

from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.errors import Cancelled, CrsError
from landwatch_plugin.overlay.coverage import union_cover
from landwatch_plugin.overlay.engine import measure

Build = Callable[..., Any]


def test_batch_and_supply_cover_a_patch_together(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """批次 60 m² and 供地 60 m² sharing 20 m², another patch half covered, a third not at all."""
    asked = {"all": square(0, 0, 10, 10), "half": square(100, 0, 10, 10), "none": square(200, 0, 10, 10)}
    batch = layer([("", square(0, 0, 6, 10)), ("", square(100, 0, 5, 10))])
    supply = layer([("", square(4, 0, 6, 10))])
    cover = union_cover(patches(asked), {"批次用地": batch, "供地": supply}, options())
    assert cover.frame["patch_id"].tolist() == ["all", "half", "none"]
    assert cover.frame["covered_m2"].tolist() == pytest.approx([100, 50, 0])
    assert cover.frame["uncovered_m2"].tolist() == pytest.approx([0, 50, 100])
    assert cover.frame["share"].tolist() == pytest.approx([1, 0.5, 0])
    assert (cover.patches.used, cover.features.used) == (3, 3)
    assert cover.basis_text == "平面面积（EPSG:4526）"


def test_the_uncovered_ground_can_be_measured_against_the_land_layer(
    patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """How much 耕地 lies in the part without any paper."""
    asked = patches({"TB1": square(0, 0, 10, 10), "TB2": square(50, 0, 10, 10)})
    papers = layer([("", square(0, 0, 4, 10)), ("", square(40, -10, 40, 40))])
    land = layer([("0101", square(-50, 0, 200, 5)), ("0702", square(-50, 5, 200, 5))])
    rest = union_cover(asked, {"批次用地": papers}, options()).remainder
    assert rest["patch_id"].tolist() == ["TB1"]
    shares = measure(rest, land, options(gap_free=True)).shares
    assert shares[["patch_id", "class"]].to_numpy().tolist() == [["TB1", "0101"], ["TB1", "0702"]]
    assert shares["area_m2"].tolist() == pytest.approx([30, 30])


def test_joint_coverage_agrees_with_measuring_one_layer(
    patches: Build, layer: Build, moved: Build, options: Build
) -> None:
    """On one layer, union_cover and measure give the same covered area on the ellipsoid."""
    discs = [("", moved(shapely.Point(60 * i, 10 * (i % 3)).buffer(45).wkt)) for i in range(12)]
    asked = patches({f"P{i}": moved(shapely.Point(83 * i, 7).buffer(30).wkt) for i in range(9)})
    wanted = options(basis=Basis.ELLIPSOIDAL)
    one = measure(asked, layer(discs), wanted).coverage
    two = union_cover(asked, {"a": layer(discs[::2]), "b": layer(discs[1::2])}, wanted).frame
    assert two["covered_m2"].to_numpy() == pytest.approx(one["covered_m2"].to_numpy(), abs=1e-6)


def test_how_far_a_mine_digs_beyond_its_licence(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """The farthest corner outside counts, to the nearest licence; 0 inside; also for patches that touch none."""
    asked = {"inside": square(10, 10, 5, 5), "beyond": square(90, 40, 40, 10), "apart": square(300, 0, 10, 10)}
    licences = layer([("", square(0, 0, 100, 100)), ("", square(380, 0, 100, 100))])
    cover = union_cover(patches(asked), {"采矿权": licences}, options(), distances=True)
    assert cover.frame["farthest_m"].tolist() == pytest.approx([0, 30, 80])


def test_licences_of_several_parts_and_with_holes_count_whole(
    patches: Build, layer: Build, moved: Build, square: Build, options: Build
) -> None:
    """QGIS hands over multipolygons: the nearest part counts, and the rim of a hole for ground inside the hole."""
    parts = "MULTIPOLYGON (((0 0, 100 0, 100 100, 0 100, 0 0), (20 20, 80 20, 80 80, 20 80, 20 20)), ((200 0, 210 0, 210 10, 200 10, 200 0)))"
    asked = {"between": square(150, 0, 10, 10), "in the hole": square(40, 40, 10, 10), "beyond": square(205, 0, 25, 10)}
    cover = union_cover(patches(asked), {"采矿权": layer([("", moved(parts))])}, options(), distances=True)
    assert cover.frame["farthest_m"].tolist() == pytest.approx([50, 30, 20])


def test_without_any_licence_there_is_no_distance(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """Not 0: unknown."""
    asked = patches({"TB1": square(0, 0, 10, 10)})
    cover = union_cover(asked, {"采矿权": layer([])}, options(), distances=True)
    assert np.isnan(cover.frame["farthest_m"]).all()
    assert np.isnan(union_cover(asked, {}, options()).frame["farthest_m"]).all()
    assert cover.frame["uncovered_m2"].tolist() == pytest.approx([100])


def test_slivers_of_rounding_are_no_remainder(patches: Build, layer: Build, moved: Build, options: Build) -> None:
    """An approval drawn along the patch to 1e-9 m covers it wholly; a real strip beside it stays."""
    patch = moved("POLYGON ((0 0, 10.1 0.3, 9.7 10.2, 0.4 9.9, 0 0))")
    nearly = shapely.transform(patch, lambda xy: xy + 1e-9)
    cover = union_cover(patches({"TB1": patch}), {"批次用地": layer([("", nearly)])}, options())
    assert cover.frame["uncovered_m2"].tolist() == [0.0]
    assert cover.frame.geometry.iloc[0].is_empty
    assert len(cover.remainder) == 0


def test_repairs_and_rejects_name_their_layer(
    patches: Build, layer: Build, moved: Build, square: Build, options: Build
) -> None:
    """With several layers the message says which one."""
    bowtie = moved("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))")
    cover = union_cover(
        patches({"TB1": square(0, 0, 10, 10), "BAD": None}),
        {"批次用地": layer([("", bowtie)], fid=[3]), "供地": layer([("", None)], problem=["几何数据损坏，无法读取"])},
        options(),
    )
    assert [item.feature for item in cover.repairs] == ["批次用地 3"]
    assert [(item.feature, item.reason) for item in cover.rejects] == [
        ("BAD", "没有几何图形"),
        ("供地 第1行", "几何数据损坏，无法读取"),
    ]
    assert cover.frame["covered_m2"].tolist() == pytest.approx([50])
    assert (cover.patches.rejected, cover.features.rejected) == (1, 1)


def test_a_huge_approval_is_clipped_first(patches: Build, layer: Build, moved: Build, options: Build) -> None:
    """The remainder outside 40,000 vertices is that of plain difference."""
    park = moved(shapely.Point(0, 0).buffer(3_000, quad_segs=10_000).wkt)
    patch = moved(shapely.Point(2_990, 0).buffer(50).wkt)
    cover = union_cover(patches({"TB1": patch}), {"批次用地": layer([("", park)])}, options(), distances=True)
    plain = patch.difference(park)
    assert cover.frame["uncovered_m2"].iloc[0] == pytest.approx(plain.area, abs=1e-6)
    assert cover.frame["farthest_m"].iloc[0] == pytest.approx(40, abs=1e-3)


def test_layers_of_another_plane_are_refused(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """Each layer is asked for its coordinate system."""
    asked, papers = patches({"TB1": square(0, 0, 10, 10)}), layer([("", square(0, 0, 10, 10))])
    asked.attrs["crs"], papers.attrs["crs"] = "EPSG:4526", "EPSG:4527"
    with pytest.raises(CrsError, match=r"【供地】.*坐标系不一致"):
        union_cover(asked, {"供地": papers}, options())


def test_cover_can_be_cancelled(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """At the first question already."""

    class Impatient:
        def progress(self, percent: float) -> None:
            raise AssertionError("nobody asked to go on")

        def cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        union_cover(
            patches({"TB1": square(0, 0, 9, 9)}), {"": layer([("", square(0, 0, 9, 9))])}, options(), Impatient()
        )
