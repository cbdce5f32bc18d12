"""Without numba the overlay is what it is with it, only slower."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from landwatch_plugin.overlay import kernel

Build = Callable[..., Any]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("before", "env"), [("", {kernel.SWITCH: "1"}), ("import sys; sys.modules['numba'] = None", {})]
)
def test_without_numba_everything_works(before: str, env: dict[str, str], in_new_python: Build) -> None:
    """Switched off or not installed: the same figures, from shapes."""
    code = f"""
{before}
import geopandas, shapely, sys
from landwatch_plugin.domain.area_basis import Basis, Grid
from landwatch_plugin.overlay import kernel, settled
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import Options
settled.WORTH = 0
patches = geopandas.GeoDataFrame({{"patch_id": ["a"]}}, geometry=[shapely.box(38500000, 3000000, 38500010, 3000010)])
layer = geopandas.GeoDataFrame({{"class": ["x"]}}, geometry=[shapely.box(38500005, 3000000, 38500050, 3000050)])
shares = measure(patches, layer, Options(Grid(114.0, false_easting=38500000.0), Basis.PLANE)).shares
print(kernel.available(), shares["area_m2"].tolist(), "landwatch_plugin.overlay.edge_pairs" in sys.modules)
"""
    assert in_new_python(code, **env) == "False [50.0] False"
