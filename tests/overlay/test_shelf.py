"""图层缓存: what stands on the shelf is the layer to the bit; stale is replaced, damaged rebuilt, full tidied."""

from __future__ import annotations

import logging
import os
import random
import shutil
import zlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.gathering import Gathering
from landwatch_plugin.overlay.sheet import Sheet, sheet_of
from landwatch_plugin.overlay.shelf import VERSION, Shelf

Build = Callable[..., Any]
BIG = 10**9


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "cache", BIG)


def land(count: int = 12) -> Sheet:
    """A row of fields 10 m wide near the meridian of zone 38, one refused."""
    gathering = Gathering("地类图斑")
    shapes = [shapely.box(38_500_000 + 10 * i, 3_100_000, 38_500_010 + 10 * i, 3_100_050) for i in range(count)]
    blobs = [None if i == 3 else shapely.to_wkb(shape) for i, shape in enumerate(shapes)]
    values = {
        "class": [None if i == 5 else f"{i % 3:04d}" for i in range(count)],
        "ridge_share": [0.1 * (i % 2) for i in range(count)],
        "date": [date(2026, 1, 1 + i) for i in range(count)],
        "at": [datetime(2026, 1, 1, i, 30) for i in range(count)],
        "count": list(range(count)),
    }
    gathering.add(list(range(count)), values, blobs, [None] * count)
    return gathering.sheet()


def in_order_of(other: Sheet, sheet: Sheet) -> Sheet:
    """The sheet with its features as the other has them."""
    rows = {fid: row for row, fid in enumerate(sheet["fid"])}
    return sheet.take([rows[fid] for fid in other["fid"]])


def test_what_comes_from_the_shelf_is_what_was_put_there(shelf: Shelf) -> None:
    """Shapes to the bit, texts, numbers, dates, blanks, refusals; coordinates are mapped, not read."""
    sheet = land()
    shelf.put("key", "v1", sheet, "地类图斑")
    again = shelf.fetch("key", "v1", "地类图斑")
    assert again is not None
    assert isinstance(again.coords, np.memmap)
    assert again.along_curve
    own = in_order_of(again, sheet)
    for name in ("coords", "rings", "polygons", "features"):
        assert np.array_equal(getattr(again, name), getattr(own, name))
    assert np.array_equal(again.boxes, own.boxes, equal_nan=True)
    pd.testing.assert_frame_equal(again.table, own.table, check_dtype=False)
    assert [type(value) for value in again["at"][:2]] == [datetime, datetime]
    assert again["class"].isna().sum() == 1
    assert again["fid"].iloc[again.refused].tolist() == [3]


def test_another_version_makes_the_old_one_go(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    """The file was changed: the log says so, and nothing old is given out or left behind."""
    shelf.put("key", "v1", land(), "地类图斑")
    shelf.put("other", "v1", land(), "红线")
    with caplog.at_level(logging.INFO):
        assert shelf.fetch("key", "v2", "地类图斑") is None
    assert "图层“地类图斑”已有变动" in caplog.text
    assert sorted(place.name for place in shelf.folder.iterdir()) == ["other-v1"]


def files(shelf: Shelf) -> list[Path]:
    return sorted(file for place in shelf.folder.iterdir() for file in place.iterdir())


def test_no_damaged_byte_is_believed(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    """One byte in any file, a cut file, a missing file: the layer is read again, and the log says so."""
    chance = random.Random(1)
    for at in range(len(_names(shelf))):
        for damage in (_flip, _cut, Path.unlink):
            shelf.put("key", "v1", land(), "地类图斑")
            damage(files(shelf)[at]) if damage is not _flip else _flip(files(shelf)[at], chance)
            with caplog.at_level(logging.INFO):
                caplog.clear()
                found = shelf.fetch("key", "v1", "地类图斑")
            assert found is None
            assert "套合缓存已损坏" in caplog.text
            assert not list(shelf.folder.iterdir())


def _names(shelf: Shelf) -> list[str]:
    shelf.put("key", "v1", land(), "地类图斑")
    return [file.name for file in files(shelf)]


def _flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


def test_a_sheet_of_an_older_program_is_not_used(shelf: Shelf) -> None:
    """The form of the files may have changed."""
    shelf.put("key", "v1", land(), "地类图斑")
    header = shelf.folder / "key-v1" / "header.json"
    body = header.read_bytes().partition(b"\n")[2].replace(b'"version": %d' % VERSION, b'"version": 0')
    header.write_bytes(b"%08x\n" % zlib.crc32(body) + body)
    assert shelf.fetch("key", "v1", "地类图斑") is None


def test_the_longest_unused_go_when_the_shelf_is_full(shelf: Shelf) -> None:
    """Sized for two sheets: the third pushes out the one that nobody asked for lately; the newest always stays."""
    for number, name in enumerate(("a", "b")):
        shelf.put(name, "v", land(), name)
        os.utime(shelf.folder / f"{name}-v" / "header.json", (number, number))
    size = sum(file.stat().st_size for file in (shelf.folder / "a-v").iterdir())
    small = Shelf(shelf.folder, int(2.5 * size))
    assert small.fetch("a", "v", "a") is not None
    small.put("c", "v", land(), "c")
    assert sorted(place.name for place in shelf.folder.iterdir()) == ["a-v", "c-v"]
    Shelf(shelf.folder, 1).put("d", "v", land(), "d")
    assert [place.name for place in shelf.folder.iterdir()] == ["d-v"]


def test_what_a_killed_run_left_half_written_is_never_taken_for_a_layer(shelf: Shelf) -> None:
    """It has another name, and goes with the next tidying."""
    left = shelf.folder / "part-99-key"
    left.mkdir(parents=True)
    (left / "coords.npy").write_bytes(b"half")
    assert shelf.fetch("key", "v1", "x") is None
    shelf.put("other", "v1", land(), "x")
    assert not left.exists()


def test_attributes_that_cannot_be_kept_do_no_harm(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    """A list in a field (GeoPackage JSON): the layer is used as it was read, and the log says why."""
    sheet = sheet_of([shapely.box(0, 0, 1, 1)], pd.DataFrame({"fid": [1], "odd": [[1, 2]], "problem": [None]}))
    with caplog.at_level(logging.INFO):
        assert shelf.put("key", "v1", sheet, "x") is sheet
    assert "未能写入套合缓存" in caplog.text
    assert not list(shelf.folder.iterdir())


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "cache").write_text("x")
    sheet = land()
    assert Shelf(tmp_path / "cache", BIG).put("key", "v1", sheet, "x") is sheet


# 旧账: results on a version of a layer


@pytest.fixture
def fields(shelf: Shelf) -> Sheet:
    """Fields of 10 m × 50 m, one of them a bowtie, as they stand on the shelf."""
    gathering = Gathering("地类图斑")
    boxes = [shapely.box(38_500_000 + 10 * i, 3_100_000, 38_500_010 + 10 * i, 3_100_050) for i in range(30)]
    bowtie = shapely.Polygon(shapely.get_coordinates(boxes[4])[[0, 2, 1, 3, 0]])
    boxes[4] = bowtie
    values = {"class": [f"{i % 2:04d}" for i in range(30)]}
    gathering.add(list(range(30)), values, [shapely.to_wkb(box) for box in boxes], [None] * 30)
    return shelf.put("fields", "v1", gathering.sheet(), "地类图斑")


def month(patches: Build, square: Build, moved_by: float = 0.0) -> Any:
    """Ten patches; the last one is moved."""
    shapes = {f"TB{i}": square(30 * i + 2, 5, 15, 20) for i in range(9)}
    return patches(shapes | {"TB9": square(272 + moved_by, 5, 15, 20)})


def figures(result: Any) -> tuple[Any, ...]:
    tables = (result.shares, result.coverage, result.hits)
    return (
        *(table.round(6).to_numpy().tolist() for table in tables),
        result.repairs,
        result.rejects,
        result.open_patches,
        result.overlaps,
    )


def counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many patches each later job really measures."""
    from landwatch_plugin.overlay import engine

    seen: list[int] = []
    real = engine.survey

    def listened(job: Any, *rest: Any) -> Any:
        seen.append(len(job.rows))
        return real(job, *rest)

    monkeypatch.setattr(engine, "survey", listened)
    return seen


def test_a_second_run_measures_nothing_and_says_the_same(
    fields: Sheet, patches: Build, square: Build, options: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures, repairs, gaps and double cover, to the bit."""
    asked = options(group_by_feature=True, gap_free=True)
    first = measure(month(patches, square), fields, asked)
    measured = counting(monkeypatch)
    again = measure(month(patches, square), fields, asked)
    assert measured == []
    assert figures(again) == figures(first)
    assert [repair.feature for repair in first.repairs] == ["4"]
    assert first.open_patches


def test_only_the_changed_patch_is_measured_again(
    fields: Sheet, patches: Build, square: Build, options: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One patch of ten was moved by a metre; the others are remembered, whatever the order of the rows."""
    asked = options(group_by_feature=True, gap_free=True)
    measure(month(patches, square), fields, asked)
    measured = counting(monkeypatch)
    changed = month(patches, square, 1.0).iloc[::-1].reset_index(drop=True)
    found = measure(changed, fields, asked)
    assert measured == [1]
    fresh = fields.take(np.arange(len(fields)))
    assert fresh.shelf is None
    assert figures(found)[:3] == figures(measure(changed, fresh, asked))[:3]
    measure(month(patches, square), fields, asked)
    assert measured[1:] == [10]


@pytest.mark.parametrize("change", [{"min_area_m2": 0.5}, {"gap_free": True}, {"closure_m2": 0.02}])
def test_other_options_are_another_account(
    change: dict[str, Any],
    fields: Sheet,
    patches: Build,
    square: Build,
    options: Build,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was measured under other thresholds is not mixed in."""
    measure(month(patches, square), fields, options())
    measured = counting(monkeypatch)
    measure(month(patches, square), fields, options(**change))
    assert sum(measured) == 10


def test_damaged_results_are_measured_again(
    fields: Sheet, patches: Build, square: Build, options: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte in the middle of the file."""
    asked = options(group_by_feature=True)
    first = figures(measure(month(patches, square), fields, asked))
    (kept,) = fields.shelf.glob("found-*.npz")  # type: ignore[union-attr]
    data = bytearray(kept.read_bytes())
    data[len(data) // 3] ^= 0xFF
    kept.write_bytes(data)
    measured = counting(monkeypatch)
    assert figures(measure(month(patches, square), fields, asked)) == first
    assert sum(measured) == 10


def test_what_was_found_valid_is_not_tested_again(fields: Sheet, patches: Build, square: Build, options: Build) -> None:
    """The flags are kept; damaged ones are forgotten, not believed."""
    measure(month(patches, square), fields, options())
    valid = fields.known_valid()
    assert valid.sum() > 10
    assert not valid[list(fields["fid"]).index(4)]
    flags = fields.shelf / "valid.npz"  # type: ignore[operator]
    flags.write_bytes(flags.read_bytes()[:-30])
    assert not fields.known_valid().any()


def test_a_disk_that_is_full_costs_no_result(
    fields: Sheet, patches: Build, square: Build, options: Build, caplog: pytest.LogCaptureFixture
) -> None:
    """The folder is swept away between reading and keeping: figures come all the same, and the log says so."""
    shutil.rmtree(fields.shelf)  # type: ignore[arg-type]
    with caplog.at_level(logging.INFO):
        result = measure(month(patches, square), fields, options(group_by_feature=True))
    assert len(result.coverage) == 10
    assert "未能写入缓存" in caplog.text


@pytest.mark.thorough
def test_no_damage_to_what_is_remembered_stops_a_run(
    fields: Sheet, patches: Build, square: Build, options: Build
) -> None:
    """Two hundred bytes changed one after the other in results and flags: the figures stay, the next run is whole again."""
    chance, asked = random.Random(7), options(group_by_feature=True)
    first = figures(measure(month(patches, square), fields, asked))
    for _ in range(100):
        for kept in fields.shelf.glob("*.npz"):  # type: ignore[union-attr]
            _flip(kept, chance)
        assert figures(measure(month(patches, square), fields, asked)) == first
