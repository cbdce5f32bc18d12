"""The library door: own symbols first, flags put back, a self-test, and words for the user when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from landwatch_plugin import door
from landwatch_plugin.domain.errors import LandwatchError, MissingPackage

pytestmark = pytest.mark.thorough


def run(code: str, repository: Path) -> str:
    """A fresh Python; its output."""
    done = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_door_hands_out_the_modules() -> None:
    """The same objects every time."""
    assert door.shapely() is shapely
    assert door.geopandas().GeoDataFrame is not None
    assert door.pandas().DataFrame is not None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="symbol binding is a matter of Linux")
def test_flags_are_set_inside_and_put_back(repository: Path) -> None:
    """Also when the import fails."""
    before = sys.getdlopenflags()
    with door.own_symbols_first():
        assert sys.getdlopenflags() == os.RTLD_NOW | os.RTLD_LOCAL | os.RTLD_DEEPBIND
    assert sys.getdlopenflags() == before
    with pytest.raises(MissingPackage), door.own_symbols_first():
        door.import_wheel("landwatch_no_such_wheel")
    assert sys.getdlopenflags() == before


def test_the_overlay_room_imports_nothing_heavy_by_itself(repository: Path) -> None:
    """Starting QGIS must not feel the plugin: shapely and geopandas come on the first use."""
    rooms = "coverage, engine, gate, pairs, plane, result, tally"
    code = f"import sys; from landwatch_plugin.overlay import {rooms}; print('shapely' in sys.modules, 'pandas' in sys.modules)"
    assert run(code, repository) == "False False"


def test_all_wheels_come_through_the_door_at_once(repository: Path) -> None:
    """What geopandas would import later is opened under the guard too, and the flags are back afterwards."""
    code = (
        "import sys; f = sys.getdlopenflags(); from landwatch_plugin import door; door.geopandas();"
        "print(all(n in sys.modules for n in ('shapely', 'pyproj', 'pyogrio', 'pandas')), f == sys.getdlopenflags())"
    )
    assert run(code, repository) == "True True"


def test_a_missing_package_says_what_to_do() -> None:
    """In Chinese, with the way to get it; the optional reader may be absent."""
    with pytest.raises(MissingPackage, match=r"landwatch_no_such_wheel.*其他功能不受影响.*OSGeo4W"):
        door.import_wheel("landwatch_no_such_wheel")


def test_an_optional_wheel_may_be_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """pyogrio only speeds up reading files."""
    monkeypatch.setattr(door, "_OPTIONAL", ("landwatch_no_such_wheel",))
    assert door.import_wheel("landwatch_no_such_wheel") is None


def test_a_sound_shapely_passes() -> None:
    """The one installed here."""
    assert door.self_test(shapely)


def fails_to_write(shape: object) -> bytes:
    """What a mixed-up GEOS answers."""
    raise shapely.errors.GEOSException("IllegalArgumentException: WKB output dimension must be 2 or 3")


@pytest.mark.parametrize(
    "fault",
    [
        {"to_wkb": fails_to_write},
        {"has_z": lambda shape: np.bool_(False)},
        {"area": lambda shape: 0.0},
        {"to_wkt": lambda shape: "POINT (0 0)"},
        {"has_m": lambda shape: np.bool_(True)},
    ],
    ids=lambda fault: next(iter(fault)),
)
def test_a_shapely_on_foreign_symbols_is_found_out(fault: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors and silently wrong answers both; then the overlay is off, and says why and what to do."""
    twisted = SimpleNamespace(**{**vars(shapely), **fault})
    assert not door.self_test(twisted)
    monkeypatch.setattr(door, "_opened", False)
    monkeypatch.setattr(door, "self_test", lambda module: False)
    with pytest.raises(LandwatchError, match=r"其他插件先行载入了 shapely.*套合分析已停用.*停用其他使用 shapely"):
        door.shapely()
