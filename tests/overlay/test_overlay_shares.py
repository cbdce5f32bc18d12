"""Shares of a patch by land class: exact, complete, and on the basis that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely

from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.errors import Cancelled, ClosureError, CrsError, InputError
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import Options, class_text, raise_if_open

Build = Callable[..., Any]


def as_rows(frame: Any) -> list[tuple[Any, ...]]:
    """A frame's rows with areas to the square millimetre."""
    return [tuple(round(v, 6) if isinstance(v, float) else v for v in row) for row in frame.itertuples(index=False)]


def test_a_patch_over_two_classes_is_divided_between_them(
    patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """30 m × 40 m across a boundary: 400 m² 水浇地, 800 m² 农村宅基地."""
    result = measure(
        patches({"TB1": square(0, 0, 30, 40)}),
        layer([("0102", square(-90, 0, 100, 100)), ("0702", square(10, 0, 100, 100))]),
        options(gap_free=True),
    )
    assert as_rows(result.shares) == [("TB1", "0102", 400.0, 0.333333), ("TB1", "0702", 800.0, 0.666667)]
    assert as_rows(result.coverage) == [("TB1", 1200.0, 1200.0, 0.0, 1.0)]
    assert result.open_patches == result.overlaps == result.rejects == result.repairs == []
    assert result.basis_text == "平面面积（EPSG:4526）"


def test_patch_inside_a_polygon_and_polygon_inside_a_patch(
    patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """Both short cuts give the plain answer: the inner of the two."""
    result = measure(
        patches({"in": square(10, 10, 5, 5), "around": square(200, 200, 50, 50)}),
        layer([("0101", square(0, 0, 100, 100)), ("1104", square(210, 210, 10, 10))]),
        options(),
    )
    assert as_rows(result.shares) == [("in", "0101", 25.0, 1.0), ("around", "1104", 100.0, 0.04)]


def test_a_patch_that_nothing_meets_has_a_measured_nought_and_no_share(
    patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """Zero is a figure like any other: it stands in coverage and makes no row in the shares."""
    result = measure(
        patches({"TB1": square(0, 0, 10, 10)}),
        layer([("永农", square(500, 0, 10, 10))]),
        options(group_by_feature=True),
    )
    assert as_rows(result.coverage) == [("TB1", 100.0, 0.0, 100.0, 0.0)]
    assert len(result.shares) == len(result.hits) == 0
    assert list(result.shares.columns) == ["patch_id", "class", "area_m2", "share"]
    assert list(result.hits.columns) == ["patch_id", "feature_index", "area_m2"]


def test_an_empty_layer_covers_nothing(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """No 临时用地 in the county is a lawful state."""
    result = measure(patches({"TB1": square(0, 0, 10, 10)}), layer([]), options(pieces=True))
    assert as_rows(result.coverage) == [("TB1", 100.0, 0.0, 100.0, 0.0)]
    assert len(result.pieces) == 0


def test_no_patches_at_all_give_empty_tables(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """The uncovered ground of a month in which everything is approved."""
    result = measure(patches({}), layer([("0101", square(0, 0, 9, 9))]), options(gap_free=True, pieces=True))
    assert (len(result.shares), len(result.coverage), len(result.pieces)) == (0, 0, 0)
    assert (result.patches.given, result.features.given) == (0, 1)


def test_touching_is_no_overlap(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """A shared edge or corner has no area."""
    touching = [("x", square(10, 0, 10, 10)), ("y", square(-10, -10, 10, 10))]
    result = measure(patches({"TB1": square(0, 0, 10, 10)}), layer(touching), options(group_by_feature=True))
    assert len(result.shares) == len(result.hits) == 0


def test_a_blank_class_is_kept(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """NULL, NaN and blanks are one class of their own, shown as （空）; nothing is dropped."""
    rows = [(None, square(0, 0, 10, 5)), (float("nan"), square(0, 5, 5, 5)), ("  ", square(5, 5, 5, 5))]
    result = measure(patches({"TB1": square(0, 0, 10, 10)}), layer(rows), options(gap_free=True))
    assert as_rows(result.shares) == [("TB1", "", 100.0, 1.0)]
    assert class_text("") == "（空）"
    assert class_text("0101") == "0101"


def test_classes_read_as_numbers_become_texts(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """A class column of integers or floats groups by its text."""
    rows = [(1006.0, square(0, 0, 10, 5)), (1006.0, square(0, 5, 10, 5))]
    result = measure(patches({7: square(0, 0, 10, 10)}), layer(rows), options())
    assert as_rows(result.shares) == [("7", "1006", 100.0, 1.0)]


def test_holes_and_parts_of_a_patch_are_honoured(
    patches: Build, layer: Build, square: Build, moved: Build, options: Build
) -> None:
    """A patch in two parts, one with a courtyard, over one polygon."""
    patch = moved(
        "MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0), (4 4, 6 4, 6 6, 4 6, 4 4)), ((20 0, 25 0, 25 2, 20 2, 20 0)))"
    )
    result = measure(patches({"TB1": patch}), layer([("0301", square(5, -5, 100, 100))]), options())
    assert as_rows(result.shares) == [("TB1", "0301", 58.0, round(58 / 106, 6))]


def test_ridges_go_to_1203(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """坡耕地 with KCXS 0.1243: that part is 田坎, the rest 旱地; the sum stays the patch."""
    land = layer([("0103", square(0, 0, 50, 100)), ("1203", square(50, 0, 50, 100))], KCXS=[0.1243, None])
    result = measure(patches({"TB1": square(40, 0, 20, 50)}), land, options(gap_free=True, ridge_field="KCXS"))
    assert as_rows(result.shares)[0][:3] == ("TB1", "0103", 437.85)
    assert as_rows(result.shares)[1][:3] == ("TB1", "1203", 562.15)
    assert result.open_patches == []


def test_ridges_stay_when_other_ground_is_counted_twice(
    patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """Two polygons of 1203 beside a sloping field, and a sliver of wood upon wood: 500 m² of ridges and 4,000 m² of 田坎."""
    rows = [("0103", square(0, 0, 50, 100)), ("1203", square(50, 0, 20, 100)), ("1203", square(70, 0, 20, 100))]
    rows += [("0301", square(90, 0, 10, 100)), ("0301", square(95, 0, 0.1, 0.05))]
    land = layer(rows, KCXS=[0.1, 0, 0, 0, 0])
    result = measure(patches({"TB1": square(0, 0, 100, 100)}), land, options(ridge_field="KCXS"))
    assert [row[1:3] for row in as_rows(result.shares)] == [("0103", 4500.0), ("0301", 1000.0), ("1203", 4500.0)]
    assert [round(one.area_m2, 6) for one in result.overlaps] == [0.005]


def test_only_cultivated_land_has_ridges(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """A wood with a stray KCXS stays a wood when the cultivated classes are named."""
    land = layer([("0103", square(0, 0, 50, 100)), ("0301", square(50, 0, 50, 100))], KCXS=[0.1, 0.2])
    asked = options(ridge_field="KCXS", ridge_classes=frozenset({"0101", "0102", "0103"}))
    result = measure(patches({"TB1": square(0, 0, 100, 100)}), land, asked)
    assert [row[1:3] for row in as_rows(result.shares)] == [("0103", 4500.0), ("0301", 5000.0), ("1203", 500.0)]


@pytest.mark.parametrize("tolerance", [1e-4, 10.0])
def test_a_tiny_patch_in_the_corner_of_a_round_polygons_box_is_not_covered(
    tolerance: float, patches: Build, layer: Build, square: Build, moved: Build, options: Build
) -> None:
    """Smaller than the tolerance, inside the box, outside the polygon: 0 m² covered."""
    wide = 3.0 if tolerance > 1 else 0.009
    round_field = moved(shapely.Point(0, 0).buffer(100, quad_segs=64).wkt)
    month = patches({"a": square(90, 90, wide, wide), "b": square(0, 0, 5, 5)})
    result = measure(month, layer([("x", round_field)]), options(closure_m2=tolerance, gap_free=True))
    assert result.coverage["covered_m2"].tolist() == pytest.approx([0, 25])


def test_features_of_one_name_are_told_apart(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """A numbering that repeats itself: each refusal keeps its own reason."""
    rows = [("x", None), ("y", square(0, 0, 10, 10)), ("z", shapely.Point(38_500_000, 3_100_000))]
    result = measure(patches({"TB1": square(0, 0, 9, 9)}), layer(rows, fid=[1, 1, 1]), options())
    assert [one.reason for one in result.rejects] == ["没有几何图形", "不是面要素（点）"]


def test_a_ridge_share_in_percent_is_refused_by_name(
    patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """12.43 instead of 0.1243 is refused, naming the feature; one that no patch meets does no harm."""
    near, far = square(0, 0, 50, 50), square(900, 0, 50, 50)
    patch = patches({"TB1": square(0, 0, 10, 10)})
    with pytest.raises(InputError, match=r"【地类图斑】.*第1行（12\.43）.*百分数"):
        measure(patch, layer([("0103", near)], KCXS=[12.43]), options(ridge_field="KCXS"))
    with pytest.raises(InputError, match=r"fid7（x）"):
        measure(patch, layer([("0103", near)], KCXS=["x"], fid=["fid7"]), options(ridge_field="KCXS"))
    with pytest.raises(InputError, match="缺少扣除地类系数字段“KCXS”"):
        measure(patch, layer([("0103", near)]), options(ridge_field="KCXS"))
    fine = measure(patch, layer([("0103", near), ("0103", far)], KCXS=["", 12.43]), options(ridge_field="KCXS"))
    assert as_rows(fine.shares) == [("TB1", "0103", 100.0, 1.0)]


def test_which_feature_hits_which_patch(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """For approvals every hit is a row, with the position of the feature in its layer."""
    papers = layer(
        [(None, square(90, 0, 9, 9)), (None, square(0, 0, 6, 10)), (None, square(4, 0, 6, 10))], fid=[5, 6, 7]
    )
    result = measure(patches({"TB1": square(0, 0, 10, 10)}), papers, options(group_by_feature=True))
    assert as_rows(result.hits) == [("TB1", 1, 60.0), ("TB1", 2, 60.0)]
    assert measure(patches({"TB1": square(0, 0, 10, 10)}), papers, options()).hits is None


def test_overlapping_approvals_are_not_counted_twice(
    patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """Two approvals of 60 m² that share 20 m² cover 100 m², and the overlap is reported."""
    papers = layer([("A", square(0, 0, 6, 10)), ("B", square(4, 0, 6, 10))])
    result = measure(patches({"TB1": square(0, 0, 10, 10)}), papers, options())
    assert as_rows(result.coverage) == [("TB1", 100.0, 100.0, 0.0, 1.0)]
    assert [(item.patch_id, round(item.area_m2, 6)) for item in result.overlaps] == [("TB1", 20.0)]
    assert result.shares["area_m2"].sum() == pytest.approx(120)


def test_a_gap_in_the_land_layer_opens_the_patch(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """A gap of 0.5 m² is named with patch, m² and place; 0.00005 m² is rounding, unless a wider tolerance is asked for."""
    narrow = layer([("0101", square(0, 0, 10, 9.95))])
    result = measure(patches({"TB1": square(0, 0, 10, 10)}), narrow, options(gap_free=True))
    (gap,) = result.open_patches
    assert (gap.patch_id, round(gap.missing_m2, 6)) == ("TB1", 0.5)
    assert square(0, 9.95, 10, 0.05).contains(shapely.from_wkt(gap.where))
    with pytest.raises(ClosureError, match=r"“地类图斑”.*图斑TB1缺0\.50平方米（POINT .*处理办法"):
        raise_if_open(result)
    for height, tolerance in ((9.999995, 1e-4), (9.9995, 0.01)):
        land = layer([("0101", square(0, 0, 10, height))])
        nearly = measure(patches({"TB1": square(0, 0, 10, 10)}), land, options(gap_free=True, closure_m2=tolerance))
        assert nearly.open_patches == []
        raise_if_open(nearly)
    small = measure(
        patches({"TB1": square(0, 0, 10, 10)}), layer([("0101", square(0, 0, 10, 9.9995))]), options(gap_free=True)
    )
    with pytest.raises(ClosureError, match=r"图斑TB1缺0\.0050平方米"):
        raise_if_open(small)


def test_a_double_cover_cannot_hide_a_gap(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """1 m² missing and 1 m² counted twice sum to the patch, yet both are told."""
    land = layer([("0101", square(0, 0, 10, 5)), ("0702", square(0, 4.9, 10, 5))])
    result = measure(patches({"TB1": square(0, 0, 10, 10)}), land, options(gap_free=True))
    assert result.shares["area_m2"].sum() == pytest.approx(100)
    assert [round(item.missing_m2, 6) for item in result.open_patches] == [1.0, -1.0]
    doubled = shapely.from_wkt(result.open_patches[1].where)
    assert square(0, 4.9, 10, 0.1).contains(doubled)
    with pytest.raises(ClosureError, match=r"缺1\.00平方米.*重复1\.00平方米"):
        raise_if_open(result)


def test_many_open_patches_are_counted_not_all_listed(
    patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """The message names five and counts the rest."""
    many = patches({f"TB{i}": square(20 * i, 0, 10, 10) for i in range(9)})
    result = measure(many, layer([("0101", square(5000, 0, 1, 1))]), options(gap_free=True))
    with pytest.raises(ClosureError, match=r"TB4缺100\.00.*等共9个图斑") as caught:
        raise_if_open(result)
    assert "TB5" not in caught.value.message


def test_pieces_keep_the_ground(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """With pieces asked for, every shared polygon comes back with patch, class and area."""
    result = measure(
        patches({"TB1": square(0, 0, 10, 10)}),
        layer([("0101", square(-5, 0, 10, 10)), ("0301", square(5, 0, 10, 10))]),
        options(pieces=True),
    )
    assert result.pieces[["patch_id", "class", "feature_index"]].to_numpy().tolist() == [
        ["TB1", "0101", 0],
        ["TB1", "0301", 1],
    ]
    assert shapely.equals(result.pieces.geometry.union_all(), square(0, 0, 10, 10))
    assert measure(patches({"TB1": square(0, 0, 1, 1)}), layer([]), options()).pieces is None


def test_a_huge_polygon_is_clipped_without_changing_the_answer(
    patches: Build, layer: Build, moved: Build, options: Build
) -> None:
    """A red line of 20,000 vertices with holes gives the area that plain intersection gives."""
    ring = shapely.Point(0, 0).buffer(5_000, quad_segs=5_000)
    holes = shapely.union_all([shapely.Point(x, 0).buffer(40, quad_segs=200) for x in range(-4_000, 4_001, 500)])
    red_line = moved(ring.difference(holes).wkt)
    asked = {
        f"P{i}": moved(shapely.Point(x, y).buffer(90, quad_segs=9).wkt)
        for i, (x, y) in enumerate([(0, 30), (4_990, 0), (500, 60), (-2_800, 900), (3535, 3535)])
    }
    assert shapely.get_num_coordinates(red_line) > 20_000
    result = measure(patches(asked), layer([("红线", red_line)]), options())
    covered = dict(zip(result.coverage["patch_id"], result.coverage["covered_m2"], strict=True))
    for name, patch in asked.items():
        assert covered[name] == pytest.approx(shapely.intersection(patch, red_line).area, abs=1e-6)


def test_ellipsoidal_shares_sum_to_the_ellipsoidal_patch(
    patches: Build, layer: Build, square: Build, grid: Any
) -> None:
    """80 km from the central meridian the plane is 157 ppm too large; the parts still close on the patch."""
    east = 80_000
    land = layer([("0101", square(east, 0, 50, 100)), ("0702", square(east + 50, 0, 50, 100))])
    patch = patches({"TB1": square(east + 20, 10, 60, 60)})
    result = measure(patch, land, Options(grid, Basis.ELLIPSOIDAL, gap_free=True))
    whole = result.coverage["patch_m2"].iloc[0]
    assert 3600 / whole - 1 == pytest.approx(157e-6, rel=0.02)
    assert result.shares["area_m2"].sum() == pytest.approx(whole, rel=1e-10)
    assert result.open_patches == []


@pytest.mark.parametrize("blank", [None, "", "  ", float("nan")])
def test_a_patch_without_number_is_named_by_row(
    blank: Any, patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """A blank 图斑编号 stops the overlay with its row."""
    with pytest.raises(InputError, match="【图斑】第2行：图斑编号为空"):
        measure(patches({"TB1": square(0, 0, 1, 1), blank: square(2, 0, 1, 1)}), layer([]), options())


def test_repeated_patch_numbers_are_named_by_row(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """Also when one is written with blanks around it."""
    twice = patches({"TB1": square(0, 0, 1, 1), "TB2": square(2, 0, 1, 1), " TB1 ": square(4, 0, 1, 1)})
    with pytest.raises(InputError, match="图斑编号重复1个：TB1（第1、3行）"):
        measure(twice, layer([]), options())


def test_a_frame_without_numbers_is_refused(layer: Build, square: Build, options: Build) -> None:
    """The column is called patch_id."""
    with pytest.raises(InputError, match="缺少图斑编号字段"):
        measure(layer([("x", square(0, 0, 1, 1))]), layer([]), options())


def test_a_layer_without_zone_prefix_is_refused(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """Eastings 500,000 against 38,500,000: no engine would say a word, so the gate does."""
    bare = shapely.transform(square(0, 0, 10, 10), lambda xy: xy - (38_000_000, 0))
    with pytest.raises(CrsError, match=r"【地类图斑】该图层与图斑相距约38000公里.*带号前缀"):
        measure(patches({"TB1": square(0, 0, 10, 10)}), layer([("0101", bare)]), options())


def test_frames_of_different_planes_are_refused(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """Frames carry the name of their coordinate system; two names do not mix."""
    ours, theirs = patches({"TB1": square(0, 0, 10, 10)}), layer([("0101", square(0, 0, 10, 10))])
    ours.attrs["crs"], theirs.attrs["crs"] = "EPSG:4526", "EPSG:4547"
    with pytest.raises(CrsError, match="坐标系不一致"):
        measure(ours, theirs, options())
    with pytest.raises(CrsError, match="坐标系不一致"):
        measure(ours.set_crs(4526), layer([("0101", square(0, 0, 10, 10))]).set_crs(4547), options())


class Listener:
    """Keeps what it hears and cancels after so many questions."""

    def __init__(self, patience: int = 1_000_000) -> None:
        self.heard: list[float] = []
        self.patience = patience

    def progress(self, percent: float) -> None:
        self.heard.append(percent)

    def cancelled(self) -> bool:
        self.patience -= 1
        return self.patience < 0


def test_progress_rises_to_a_hundred(patches: Build, layer: Build, square: Build, options: Build) -> None:
    """Never backwards, from 0 to 100."""
    listener = Listener()
    measure(patches({"TB1": square(0, 0, 10, 10)}), layer([("0101", square(0, 0, 9, 9))]), options(), listener)
    assert listener.heard == sorted(listener.heard)
    assert (listener.heard[0], listener.heard[-1]) == (0.0, 100.0)


@pytest.mark.parametrize("patience", [0, 3, 6])
def test_cancel_is_asked_along_the_way(
    patience: int, patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """Wherever the user cancels, the overlay ends with Cancelled."""
    with pytest.raises(Cancelled):
        measure(patches({"TB1": square(0, 0, 9, 9)}), layer([("1", square(0, 0, 9, 9))]), options(), Listener(patience))


def test_the_frames_that_came_in_are_left_as_they_were(
    patches: Build, layer: Build, moved: Build, square: Build, options: Build
) -> None:
    """Neither repaired nor prepared nor flattened: the overlay works on copies."""
    bowtie = moved("POLYGON Z ((0 0 5, 10 10 5, 10 0 5, 0 10 5, 0 0 5))")
    ours, theirs = patches({"TB1": square(0, 0, 10, 10)}), layer([("0101", bowtie)])
    measure(ours, theirs, options())
    assert theirs.geometry.iloc[0] is not None
    assert shapely.equals_exact(theirs.geometry.iloc[0], bowtie)
    assert shapely.has_z(theirs.geometry.iloc[0])
    assert not np.any(shapely.is_prepared(np.array([*ours.geometry, *theirs.geometry])))


def test_polygons_of_one_class_over_each_other_count_their_ground_once(
    patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """Two 林地 polygons that share 20 m²: 100 m² of 林地 and not 120, beside 60 m² of another class; the share stays below 1."""
    result = measure(
        patches({"TB1": square(0, 0, 10, 20)}),
        layer([("0301", square(0, 0, 10, 6)), ("0301", square(0, 4, 10, 6)), ("0101", square(0, 12, 10, 6))]),
        options(),
    )
    assert as_rows(result.shares) == [("TB1", "0101", 60.0, 0.3), ("TB1", "0301", 100.0, 0.5)]
    assert [(item.patch_id, round(item.area_m2, 6)) for item in result.overlaps] == [("TB1", 20.0)]


def test_classes_over_each_other_each_keep_their_own_ground(
    patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """Which of two classes is right is not ours to say: both are told, and the overlap is reported."""
    result = measure(
        patches({"TB1": square(0, 0, 10, 10)}),
        layer([("0301", square(0, 0, 10, 6)), ("0101", square(0, 4, 10, 6))]),
        options(),
    )
    assert as_rows(result.shares) == [("TB1", "0101", 60.0, 0.6), ("TB1", "0301", 60.0, 0.6)]
    assert len(result.overlaps) == 1
