"""五万个图斑: taken in within a minute, with progress, and cancelled at any time without a trace."""

from __future__ import annotations

import math
import time
from pathlib import Path

import pytest
import shapely
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

from landwatch_plugin.casework.intake import import_batch
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import Cancelled
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import CRS, EAST, JUNE, NORTH, Listener, SmallCounty, rect, saved

pytestmark = pytest.mark.thorough
COUNT, A_ROW, SECONDS = 50_000, 250, 60.0
SIDES = 16


def large_batch(folder: Path) -> str:
    """Sixteen-sided patches of about 0.3 ha, none touching another, as a GBK shapefile."""
    layer = QgsVectorLayer(
        f"Polygon?crs={CRS}&field=JCBH:string(30)&field=BZ:string(40)&field=MJ:double", "图斑", "memory"
    )
    angles = [2 * math.pi * side / SIDES for side in range(SIDES)]
    features = []
    for at in range(COUNT):
        x, y = EAST - 15_000 + 120 * (at % A_ROW), NORTH + 120 * (at // A_ROW)
        corners = [(x + 50 + 32 * math.cos(a), y + 50 + 32 * math.sin(a)) for a in angles]
        feature, shape = QgsFeature(layer.fields()), QgsGeometry()
        feature.setAttributes([f"990126SJBG26{at:06d}", "河口镇水田", 3000.0])
        shape.fromWkb(shapely.to_wkb(shapely.Polygon(corners)))
        feature.setGeometry(shape)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return saved(layer, folder / "大批.shp", "ESRI Shapefile", "GBK")


class StopAt(Listener):
    """Cancels once the work has come so far; 97: in the middle of writing."""

    def __init__(self, percent: float) -> None:
        super().__init__()
        self.percent = percent

    def cancelled(self) -> bool:
        return bool(self.heard) and self.heard[-1] >= self.percent


def test_fifty_thousand_patches_go_in_within_a_minute_and_a_cancel_leaves_nothing(small: SmallCounty) -> None:
    """With townships bound, so that places and the county's border are looked at too."""
    source = large_batch(small.folder)
    towns = [(rect(8000 * at - 16_000, -1000, 8000, 30_000), {"XZQDM": f"{at}", "XZQMC": f"{at}镇"}) for at in range(5)]
    bound = [small.bind(Role.TOWN, *towns)]
    for percent in (20.0, 97.0):
        with pytest.raises(Cancelled):
            import_batch(source, JUNE, small.ledger, "", StopAt(percent), bindings=bound)
        assert not list(small.folder.glob("台账*")), f"stopped at {percent} %"
    listener, started = Listener(), time.monotonic()
    report = import_batch(source, JUNE, small.ledger, "", listener, bindings=bound)
    seconds = time.monotonic() - started
    assert (report.received, report.accepted) == (COUNT, COUNT)
    assert seconds < SECONDS
    assert listener.heard == sorted(listener.heard) and len(listener.heard) > 100
    with Ledger.open(small.ledger) as ledger:
        rows = ledger.patches()
    assert len(rows) == COUNT and all(row.town for row in rows)
