"""Made-up patches and layers for the overlay, in plain metres on zone 38 (114°E)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from landwatch_plugin.domain.area_basis import Basis, Grid
from landwatch_plugin.overlay import kernel
from landwatch_plugin.overlay.result import Options

EAST, NORTH = 38_500_000.0, 3_100_000.0
GRID = Grid(lon_0=114.0, false_easting=EAST, crs_name="EPSG:4526")


@pytest.fixture(scope="session")
def grid() -> Grid:
    """Gauss–Krüger, zone 38."""
    return GRID


@pytest.fixture(scope="session")
def options() -> Callable[..., Options]:
    """Options on the plane unless told: plane areas of made-up squares are round numbers."""

    def build(**changes: Any) -> Options:
        return Options(**{"grid": GRID, "basis": Basis.PLANE, "layer_name": "地类图斑", **changes})

    return build


@pytest.fixture(scope="session")
def square() -> Callable[..., Any]:
    """A box by metres east and north of a corner on the central meridian."""

    def build(x: float, y: float, width: float, height: float) -> Any:
        return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)

    return build


@pytest.fixture(scope="session")
def moved() -> Callable[[str], Any]:
    """WKT drawn near (0, 0), set down on the central meridian."""

    def build(wkt: str) -> Any:
        shape = shapely.from_wkt(wkt)
        solid = bool(shapely.has_z(shape))
        return shapely.transform(shape, lambda xyz: xyz + (EAST, NORTH, 0.0)[: 2 + solid], include_z=solid)

    return build


@pytest.fixture(scope="session")
def patches() -> Callable[[dict[Any, Any]], Any]:
    """{patch id: geometry} as a patch frame."""

    def build(shapes: dict[Any, Any]) -> Any:
        return geopandas.GeoDataFrame({"patch_id": list(shapes)}, geometry=list(shapes.values()))

    return build


@pytest.fixture(scope="session")
def layer() -> Callable[..., Any]:
    """Rows of (class, geometry) as a layer frame, with further columns by name."""

    def build(rows: Iterable[tuple[Any, Any]], **columns: Any) -> Any:
        rows = list(rows)
        data = {"class": [row[0] for row in rows], **columns}
        return geopandas.GeoDataFrame(data, geometry=[row[1] for row in rows])

    return build


@pytest.fixture(scope="session")
def real_data(repository: Path) -> Callable[[str], Path]:
    """A file of the shared real data, or the test is skipped and says what is missing."""

    def find(name: str) -> Path:
        folder = Path(os.environ.get("LANDWATCH_SHARED_DATA", repository.parent / "shared" / "data"))
        if not (folder / name).exists():
            pytest.skip(f"real data {name} not found; set LANDWATCH_SHARED_DATA to the folder that holds it")
        return folder / name

    return find


@pytest.fixture(scope="session")
def with_kernel(repository: Path) -> None:
    """The kernel, compiled once for all runs of the tests; without numba the test is skipped."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(repository / "build" / "cache"))
        patch.delenv(kernel.SWITCH, raising=False)
        if not kernel.available():
            pytest.skip("numba is not installed, and the kernel is but an accelerator")


@pytest.fixture(scope="session")
def in_new_python(repository: Path) -> Callable[..., str]:
    """What a fresh interpreter prints: in_new_python(code, NAME="environment")."""

    def run(code: str, **env: str) -> str:
        command = [sys.executable, "-c", code]
        ran = subprocess.run(
            command, cwd=repository, env=os.environ | env, capture_output=True, text=True, check=True, timeout=60
        )
        return ran.stdout.strip()

    return run
