"""损坏的文件: flipped, cut and random bytes in shp, shx, dbf, prj, gpkg, geojson and zip: read right and told, or refused.

LANDWATCH_TRIALS=10000 tries more of them.
"""

from __future__ import annotations

import os
import random
import time
import zipfile
from pathlib import Path

import pytest
from osgeo import gdal

from landwatch_plugin.casework.intake import Reading, Request, read_batch
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.progress import Silent
from tests.hand_made import JUNE, SmallCounty, layer_of, patch_row, rect, saved

pytestmark = pytest.mark.thorough
TRIALS = int(os.environ.get("LANDWATCH_TRIALS", "400"))
ROWS, AREA = 6, 2000.0
SLOWEST = 5.0
"""Seconds for one file. Alone it is some hundredths; other work on the machine must not fail the test."""
SHAPEFILE = (".shp", ".shx", ".dbf", ".prj")
KINDS = (*SHAPEFILE, ".gpkg", ".geojson", ".zip")


def whole_files(small: SmallCounty) -> dict[str, bytes]:
    """The same six patches in every format."""
    rows = [patch_row(f"{k}", rect(60 * k, 0, 40, 50), BZ="水田建房") for k in range(ROWS)]
    shp = small.batch(*rows)
    files = {suffix: shp.with_suffix(suffix).read_bytes() for suffix in SHAPEFILE}
    for driver, suffix in (("GPKG", ".gpkg"), ("GeoJSON", ".geojson")):
        files[suffix] = Path(saved(layer_of(rows), small.folder / f"整{suffix}", driver)).read_bytes()
    with zipfile.ZipFile(small.folder / "整.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix in SHAPEFILE:
            archive.writestr(f"图斑{suffix}", files[suffix])
    return files | {".zip": (small.folder / "整.zip").read_bytes()}


def hurt(rng: random.Random, data: bytes) -> bytes:
    """Some bytes flipped, four replaced, a piece taken out, or the tail cut off; mostly in the header."""
    broken, span = bytearray(data), min(len(data), 300) if rng.random() < 0.7 else len(data)
    how = rng.randrange(4)
    if how == 0:
        for _ in range(rng.choice((1, 1, 2, 8))):
            broken[rng.randrange(span)] = rng.randrange(256)
    elif how == 1:
        at = rng.randrange(span)
        broken[at : at + 4] = rng.randbytes(4)
    elif how == 2:
        at = rng.randrange(len(data))
        del broken[at : at + rng.randint(1, 63)]
    else:
        del broken[rng.randrange(len(data)) :]
    return bytes(broken)


def silently_wrong(reading: Reading) -> list[str]:
    """Patches whose area is not theirs, or rows that are missing, without a word on it."""
    report = reading.report
    whole_file = any(issue.row == 0 for issue in report.issues)
    named = {issue.number for issue in report.issues}
    wrong = [
        patch.number
        for patch in reading.rows.patches
        if abs(patch.area_m2 - AREA) > 0.02 * AREA and patch.number not in named and not whole_file
    ]
    lost = report.received < ROWS and not whole_file
    return wrong + ["行数"] * lost + ["账目"] * (report.received != report.accepted + report.rejected)


def test_a_damaged_file_is_read_and_told_or_refused_with_a_cure(small: SmallCounty) -> None:
    """Never a crash, never a hang, never another polygon without a word."""
    files, rng = whole_files(small), random.Random(20261122)
    folder = small.folder / "损坏"
    folder.mkdir()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    outcomes = {"refused": 0, "read": 0}
    for trial in range(TRIALS):
        kind = rng.choice(KINDS)
        broken = hurt(rng, files[kind])
        for old in folder.iterdir():
            old.unlink()
        source = folder / ("图斑.shp" if kind in SHAPEFILE else f"图斑{kind}")
        for suffix in SHAPEFILE if kind in SHAPEFILE else (kind,):
            source.with_suffix(suffix).write_bytes(broken if suffix == kind else files[suffix])
        started = time.monotonic()
        try:
            reading = read_batch(Request(str(source), JUNE, small.ledger, "2026监测图斑"), Silent())
        except LandwatchError as error:
            outcomes["refused"] += 1
            assert error.cure, f"trial {trial} ({kind}): {error}"
        else:
            outcomes["read"] += 1
            assert silently_wrong(reading) == [], f"trial {trial} ({kind}): {reading.report}"
        assert time.monotonic() - started < SLOWEST, f"trial {trial} ({kind})"
    gdal.PopErrorHandler()
    assert min(outcomes.values()) > TRIALS / 10, "the damage is neither too coarse nor too fine"
    assert not small.ledger.exists()
