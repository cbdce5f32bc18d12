"""图层表与外接框: flat columns give back the very polygons, and the packed tree finds the very pairs that meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from landwatch_plugin.overlay.boxes import FEW, box_index, hilbert_order, spans
from landwatch_plugin.overlay.gathering import Gathering
from landwatch_plugin.overlay.sheet import joined, sheet_of, stacked

Build = Callable[..., Any]
SQUARE = shapely.box(0, 0, 10, 10)
COURT = shapely.from_wkt(
    "POLYGON ((20 0, 30 0, 30 10, 20 10, 20 0), (22 2, 22 4, 24 4, 24 2, 22 2), (26 6, 26 8, 28 8, 26 6))"
)
TWO = shapely.from_wkt(
    "MULTIPOLYGON (((40 0, 50 0, 50 9, 40 0)), ((60 0, 70 0, 70 9, 60 0), (65 1, 66 2, 66 1, 65 1)))"
)


def table(count: int) -> pd.DataFrame:
    return pd.DataFrame({"fid": list(range(100, 100 + count)), "problem": [None] * count})


def same(ours: Any, theirs: Any) -> bool:
    """Equal vertex by vertex, None for None."""
    return all(
        (one is None and other is None) or shapely.equals_exact(one, other)
        for one, other in zip(ours, theirs, strict=True)
    )


@pytest.mark.parametrize("count", [300, FEW + 500])
def test_the_packed_tree_finds_what_comparing_all_boxes_finds(count: int) -> None:
    """Few boxes are asked one by one, many by nodes of neighbours; boxes that touch meet, one without shape meets none."""
    chance = np.random.default_rng(count)
    low = chance.uniform(0, 3000, (count, 2))
    boxes = np.hstack([low, low + chance.uniform(0, 60, (count, 2))])
    boxes[7] = np.nan
    asked = np.vstack([boxes[::97], [[-5, -5, -1, -1]], [[0, 0, 3000, 3000]]])
    asked = asked[~np.isnan(asked[:, 0])]
    one, other = box_index(boxes).meeting(asked)
    a, b = asked[:, None], boxes[None]
    with np.errstate(invalid="ignore"):
        meet = ((a[..., :2] <= b[..., 2:]) & (b[..., :2] <= a[..., 2:])).all(axis=2)
    assert list(zip(one, other, strict=True)) == list(zip(*np.nonzero(meet), strict=True))
    assert 7 not in other


def test_no_boxes_meet_nothing() -> None:
    """Neither an empty layer nor one without a single shape, nor no patches."""
    for boxes in (np.zeros((0, 4)), np.full((3, 4), np.nan)):
        assert [len(rows) for rows in box_index(boxes).meeting(np.array([[0, 0, 9, 9.0]]))] == [0, 0]
    assert [len(rows) for rows in box_index(np.array([[0, 0, 1, 1.0]])).meeting(np.zeros((0, 4)))] == [0, 0]


def test_neighbours_on_the_curve_are_neighbours_on_the_ground() -> None:
    """Along the Hilbert curve of a 32 × 32 grid every step goes to an adjoining cell."""
    x, y = (part.ravel() for part in np.meshgrid(np.arange(32.0), np.arange(32.0)))
    order = hilbert_order(np.column_stack([x, y, x + 1, y + 1]))
    step = np.abs(np.diff(x[order])) + np.abs(np.diff(y[order]))
    assert sorted(order.tolist()) == list(range(1024))
    assert step.max() <= 2
    assert (step == 1).mean() > 0.9


def test_spans_are_the_runs_one_after_the_other() -> None:
    """An empty run leaves no trace."""
    assert spans(np.array([5, 9, 2]), np.array([2, 0, 3])).tolist() == [5, 6, 2, 3, 4]
    assert spans(np.zeros(0, int), np.zeros(0, int)).tolist() == []


def test_a_sheet_gives_back_the_polygons_it_was_made_of() -> None:
    """Holes, several parts, a refused feature; in any order, also twice, also none."""
    shapes = [SQUARE, COURT, None, TWO]
    sheet = sheet_of(shapes, table(4))
    assert same(sheet.shapes(np.arange(4)), shapes)
    assert same(sheet.shapes([3, 0, 3]), [TWO, SQUARE, TWO])
    assert len(sheet.shapes([])) == 0
    assert sheet.refused.tolist() == [2]
    assert sheet.vertices.tolist() == [5, 14, 0, 12]
    assert np.isnan(sheet.boxes[2]).all()
    assert sheet.boxes[3].tolist() == [40, 0, 70, 9]


def test_copies_are_fresh_and_start_at_the_origin_asked_for() -> None:
    """Two jobs never get the same object; 38,500,000 m are taken off without loss."""
    far = shapely.transform(COURT, lambda xy: np.add(xy, (38_500_000, 3_100_000)))
    sheet = sheet_of([far], table(1))
    assert sheet.shapes([0])[0] is not sheet.shapes([0])[0]
    assert shapely.equals_exact(sheet.shapes([0], (38_500_000, 3_100_000))[0], COURT)


def test_rows_can_be_taken_and_sheets_be_joined() -> None:
    """With attributes, boxes and what was said of them."""
    one, other = sheet_of([SQUARE, None], table(2)), sheet_of([TWO, COURT], table(2))
    one.repairs, other.repairs = {0: ("a", 1.0, 2.0)}, {1: ("b", 3.0, 4.0)}
    whole = joined([one, other])
    assert same(whole.shapes(np.arange(4)), [SQUARE, None, TWO, COURT])
    assert whole.repairs == {0: ("a", 1.0, 2.0), 3: ("b", 3.0, 4.0)}
    part = whole.take([3, 1])
    assert same(part.shapes([0, 1]), [COURT, None])
    assert (part.repairs, part["fid"].tolist()) == ({0: ("b", 3.0, 4.0)}, [101, 101])
    assert len(joined([])) == 0


def test_layers_in_one_stack_are_named_in_messages() -> None:
    """批次用地 101 and 供地 101 are two features."""
    stack = stacked({"批次用地": sheet_of([SQUARE], table(1)), "供地": sheet_of([COURT], table(1))})
    assert stack["fid"].tolist() == ["批次用地 100", "供地 100"]
    assert same(stack.shapes([0, 1]), [SQUARE, COURT])


def gathered(shapes: list[Any], blobs: list[bytes | None] | None = None) -> Any:
    """Read in two blocks, as from a file."""
    blobs = blobs or [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
    gathering = Gathering("地类图斑")
    for part in (slice(0, 2), slice(2, None)):
        rows = list(range(len(blobs)))[part]
        gathering.add(rows, {"class": [f"{row:04d}" for row in rows]}, blobs[part], [None] * len(rows))
    return gathering.sheet()


def test_what_is_read_in_blocks_is_what_was_in_the_file() -> None:
    """Plain rings, rings with holes, parts, a multipolygon of one part: each with its own attributes."""
    shapes = [SQUARE, COURT, TWO, shapely.multipolygons([shapely.box(80, 0, 90, 9)]), shapely.force_3d(SQUARE, 5.0)]
    sheet = gathered(shapes)
    for shape, fid, code in zip(sheet.shapes(np.arange(5)), sheet["fid"], sheet["class"], strict=True):
        assert shapely.equals(shape, shapely.force_2d(shapes[fid]))
        assert code == f"{fid:04d}"
    assert not shapely.has_z(sheet.shapes(np.arange(5))).any()


@pytest.mark.filterwarnings("ignore:invalid value encountered")
@pytest.mark.parametrize(
    ("blob", "reason"),
    [
        (None, "没有几何图形"),
        (shapely.to_wkb(shapely.Polygon()), "几何图形为空"),
        (
            b"\x01\x03\x00\x00\x00\x01\x00\x00\x00\x04\x00\x00\x00"
            + np.array([[0, 0], [9, 0], [9, 9], [0, 8.0]]).tobytes(),
            "几何数据损坏",
        ),
        (
            b"\x01\x03\x00\x00\x00\x01\x00\x00\x00\x04\x00\x00\x00"
            + np.array([[0, 0], [9, 0], [np.nan, 9], [0, 0]]).tobytes(),
            "坐标含非数值",
        ),
        (
            b"\x01\x03\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00" + np.array([[0, 0], [9, 0], [0, 0.0]]).tobytes(),
            "几何数据损坏",
        ),
        (b"nonsense", "几何数据损坏"),
        (shapely.to_wkb(shapely.box(0, 0, 1e8, 1e8)), "图形范围超过一万公里"),
        (shapely.to_wkb(shapely.Point(1, 1)), "不是面要素（点）"),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_reason(blob: bytes | None, reason: str) -> None:
    """No shape, but a row: count in = used + refused."""
    sheet = gathered([], [shapely.to_wkb(SQUARE), blob, shapely.to_wkb(COURT)])
    assert len(sheet) == 3
    (row,) = sheet.refused
    assert sheet["fid"].iloc[row] == 1
    assert sheet["problem"].iloc[row].startswith(reason)


def test_a_collection_in_a_file_keeps_its_polygon_and_says_so() -> None:
    """As at the gate."""
    mixed = shapely.from_wkt("GEOMETRYCOLLECTION (POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0)), POINT (9 9))")
    sheet = gathered([mixed, SQUARE])
    (said,) = sheet.repairs.values()
    assert said == ("几何集合中只保留面部分", 16.0, 16.0)
