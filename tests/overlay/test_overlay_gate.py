"""Every feature is used, repaired and logged, or rejected with a reason. None is dropped, none measured as 0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.gate import fault_text, polygonal

Build = Callable[..., Any]


def spoiled(number: str) -> Any:
    """A ring with one coordinate that is no number; numpy's warning about it is expected."""
    with np.errstate(invalid="ignore"):
        return shapely.from_wkt(f"POLYGON ((0 0, 10 0, {number} 10, 0 10, 0 0))")


def test_a_bowtie_is_repaired_and_logged(
    patches: Build, layer: Build, moved: Build, square: Build, options: Build
) -> None:
    """Its two wings count; the log names layer, feature, fault, place, and area before and after."""
    bowtie = moved("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))")
    result = measure(patches({"TB1": square(-5, -5, 30, 30)}), layer([("0101", bowtie)], fid=[42]), options())
    (repair,) = result.repairs
    assert (repair.layer, repair.feature) == ("地类图斑", "42")
    assert repair.what == "自相交，位于(38500005, 3100005)"
    assert (round(repair.before_m2, 6), round(repair.after_m2, 6)) == (0.0, 50.0)
    assert result.shares["area_m2"].tolist() == pytest.approx([50])
    assert (result.features.given, result.features.used, result.features.rejected) == (1, 1, 0)


def test_a_bowtie_patch_is_repaired_too(
    patches: Build, layer: Build, moved: Build, square: Build, options: Build
) -> None:
    """Named by its number."""
    bowtie = moved("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))")
    result = measure(patches({"TB1": bowtie}), layer([("0101", square(-5, -5, 30, 30))]), options(gap_free=True))
    assert [(item.layer, item.feature) for item in result.repairs] == [("图斑", "TB1")]
    assert result.coverage["patch_m2"].tolist() == pytest.approx([50])
    assert result.open_patches == []


def test_overlapping_holes_are_read_by_structure(
    patches: Build, layer: Build, moved: Build, square: Build, options: Build
) -> None:
    """Two holes of 30 × 30 that overlap by 10 × 10 take away 1,700 m², not 1,600 with an island between."""
    shell = "(0 0, 100 0, 100 100, 0 100, 0 0)"
    holes = "(10 10, 40 10, 40 40, 10 40, 10 10), (30 30, 60 30, 60 60, 30 60, 30 30)"
    result = measure(
        patches({"TB1": square(-5, -5, 200, 200)}), layer([("x", moved(f"POLYGON ({shell}, {holes})"))]), options()
    )
    assert result.shares["area_m2"].tolist() == pytest.approx([10_000 - 1_700])
    assert len(result.repairs) == 1


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (None, "没有几何图形"),
        (shapely.Polygon(), "几何图形为空"),
        (spoiled("nan"), "坐标含非数值"),
        (spoiled("inf"), "坐标含非数值"),
        (shapely.box(0, 0, 1e8, 1e8), "图形范围超过一万公里"),
        (shapely.Point(1, 1), "不是面要素（点）"),
        (shapely.LineString([(0, 0), (9, 9)]), "不是面要素（线）"),
        (shapely.from_wkt("GEOMETRYCOLLECTION (POINT (1 1), LINESTRING (0 0, 1 1))"), "不是面要素（几何集合）"),
        (shapely.Polygon([(0, 0), (9, 9), (0, 0), (0, 0)]), "修复后没有面积"),
    ],
)
def test_what_cannot_be_used_is_listed_with_the_reason(
    shape: Any, reason: str, patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """As a layer feature and as a patch; the others are measured all the same, and the counts add up."""
    if shape is not None and not shapely.is_empty(shape):
        shape = shapely.transform(shape, lambda xy: np.add(xy, (38_500_000, 3_100_000)))
    good = square(0, 0, 10, 10)
    by_layer = measure(patches({"TB1": good}), layer([("bad", shape), ("0101", good)]), options())
    by_patch = measure(patches({"BAD": shape, "TB1": good}), layer([("0101", good)]), options())
    assert [(item.layer, item.feature) for item in by_layer.rejects] == [("地类图斑", "第1行")]
    assert [(item.layer, item.feature) for item in by_patch.rejects] == [("图斑", "BAD")]
    for result in (by_layer, by_patch):
        assert reason in result.rejects[0].reason
        assert result.coverage["patch_id"].tolist() == ["TB1"]
        assert result.coverage["covered_m2"].tolist() == pytest.approx([100])
    assert (by_layer.features.given, by_layer.features.used, by_layer.features.rejected) == (2, 1, 1)
    assert (by_patch.patches.given, by_patch.patches.used, by_patch.patches.rejected) == (2, 1, 1)


def test_the_reason_a_reader_gave_is_kept(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """A frame's `problem` column says why a geometry is missing."""
    broken = layer([("x", None)], problem=["坐标超出坐标系范围，不能转换"], fid=[9])
    result = measure(patches({"TB1": square(0, 0, 1, 1)}), broken, options())
    assert [(item.feature, item.reason) for item in result.rejects] == [("9", "坐标超出坐标系范围，不能转换")]


def test_no_usable_patch_at_all_is_an_error(patches: Build, layer: Build, options: Build) -> None:
    """Rather than an empty table."""
    with pytest.raises(InputError, match="没有一个图斑可以套合（TB1：没有几何图形"):
        measure(patches({"TB1": None}), layer([]), options())


def test_a_collection_keeps_its_polygons_and_says_so(
    patches: Build, layer: Build, moved: Build, square: Build, options: Build
) -> None:
    """Polygon, point and line in one feature: the polygon counts, the loss is logged."""
    mixed = moved("GEOMETRYCOLLECTION (POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0)), POINT (9 9), LINESTRING (0 0, 9 9))")
    result = measure(patches({"TB1": square(0, 0, 10, 10)}), layer([("x", mixed)]), options())
    assert result.shares["area_m2"].tolist() == pytest.approx([16])
    assert [item.what for item in result.repairs] == ["几何集合中只保留面部分"]


def test_heights_and_measures_are_ignored(
    patches: Build, layer: Build, moved: Build, square: Build, options: Build
) -> None:
    """Z and ZM polygons measure as flat ones."""
    with_z = moved("POLYGON Z ((0 0 5, 10 0 6, 10 10 7, 0 10 8, 0 0 5))")
    result = measure(patches({"TB1": with_z}), layer([("x", square(0, 0, 5, 10))]), options(pieces=True))
    assert result.coverage["covered_m2"].tolist() == pytest.approx([50])
    assert not shapely.has_z(result.pieces.geometry.iloc[0])


def test_invalid_polygons_far_from_every_patch_cost_nothing(
    patches: Build, layer: Build, moved: Build, square: Build, options: Build
) -> None:
    """Only what may meet a patch is repaired; the others still count as used."""
    far = moved("POLYGON ((1000 0, 1010 10, 1010 0, 1000 10, 1000 0))")
    result = measure(patches({"TB1": square(0, 0, 10, 10)}), layer([("x", far)]), options())
    assert result.repairs == []
    assert result.features.used == 1


def test_polygonal_parts_of_nested_collections() -> None:
    """Lines and points fall off at every depth; nothing left is an empty polygon."""
    nested = shapely.from_wkt(
        "GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5))), POINT (0 0)))"
    )
    kept = polygonal([nested, shapely.Point(0, 0), None])
    assert (kept[0].geom_type, kept[0].area) == ("MultiPolygon", 1.0)
    assert kept[1].is_empty
    assert kept[2] is None


def test_faults_are_told_in_chinese() -> None:
    """With the place when GEOS gives one, and the original words when they are new."""
    assert fault_text("Ring Self-intersection[38500001.5 3100000]") == "环自相交，位于(38500001.5, 3100000)"
    assert fault_text("Hole lies outside shell") == "孔洞在外环之外"
    assert fault_text("Something new[1 2]") == "几何无效（Something new），位于(1, 2)"
