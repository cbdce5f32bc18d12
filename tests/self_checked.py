"""自查小县: a small county in which everything is in order, and short ways to plant problems in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext, QgsPointXY

from landwatch_plugin.casework.self_check import SelfCheckReport, self_check
from landwatch_plugin.domain.control import Role
from landwatch_plugin.ledger.records import Photo
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import EAST, NORTH, SmallCounty, paper, patch_row, rect

TODAY = date(2026, 11, 22)
BATCH_PAPERS = ("批准文件", "红线坐标")


@pytest.fixture
def county(small: SmallCounty) -> SmallCounty:
    """Two patches of 3.00 亩 on 水田: 1 lawful under its approval, 2 illegal; everything bound, filled in and decided."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(120, 20, 40, 50)))
    small.bind_land()
    small.bind_grounds(batch=[(rect(0, 0, 100, 100), paper("演政土批〔2025〕7号", "2025-03-01"))])
    far = rect(5000, 5000, 10, 10)
    for role in (Role.TEMPORARY, Role.FACILITY, Role.MINE):
        small.bind(role, (far, paper("远处", "2020-01-01", "2020-01-01", "2030-01-01")))
    small.bind(Role.FARMLAND, (rect(20, 20, 40, 25), {"BSM": "1"}))
    small.bind(Role.REDLINE, (far, {"HXMC": "某红线"}))
    small.bind(Role.TOWN, (rect(0, 0, 1000, 1000), {"XZQDM": "990126100", "XZQMC": "青禾镇"}))
    with Ledger.open(small.ledger) as ledger:
        for number in ("1", "2"):
            ledger.save_facts(
                number, {"用地主体": "某公司", "建设时间": "2026-03-01", "实地用途": "工业用地"}, "外业组"
            )
            ledger.add_photos([picture(small, number)])
        for name in BATCH_PAPERS:
            ledger.set_evidence("1", name, True, "张某")
        ledger.set_evidence("2", "停工通知书", True, "张某")
        ledger.save_facts("2", {"冻结登记": "演冻〔2026〕3号"}, "外业组")
    small.check()
    small.decide("1", "合法", "已批准建设用地（批次）")
    small.decide("2", "违法", "未报即用", "非农化")
    return small


def picture(small: SmallCounty, number: str, name: str = "甲", **given: Any) -> Photo:
    """A photo in the middle of the patch, in July."""
    lon, lat = centre(number)
    at = {"lon": lon, "lat": lat} | given
    return Photo(
        number,
        str(small.folder / f"{number}_{name}.jpg"),
        f"{number}{name}",
        azimuth=90.0,
        taken_at=at.pop("taken", "2026-07-21T09:30:00"),
        **at,
    )


def run(small: SmallCounty, **given: Any) -> SelfCheckReport:
    return self_check(small.ledger, **({"today": TODAY, "by": "钱某"} | given))


def alarms(report: SelfCheckReport) -> dict[tuple[str, str], str]:
    """(patch, check) → what is told, of the open problems."""
    return {
        (item.number, item.check): item.text for item in report.problems if not item.unchecked and not item.closed_at
    }


def unchecked(report: SelfCheckReport) -> dict[tuple[str, str], str]:
    return {(item.number, check): item.text for item in report.problems if item.unchecked for check in item.checks}


def centre(number: str) -> tuple[float, float]:
    """Longitude and latitude of a patch's middle."""

    x = EAST + (40 if number == "1" else 140)
    move = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4526"),
        QgsCoordinateReferenceSystem("EPSG:4326"),
        QgsCoordinateTransformContext(),
    )
    spot = move.transform(QgsPointXY(x, NORTH + 45))
    return spot.x(), spot.y()


def plant(small: SmallCounty, *acts: Callable[[Ledger], object]) -> None:
    with Ledger.open(small.ledger) as ledger:
        for act in acts:
            act(ledger)
