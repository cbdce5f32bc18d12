"""A ledger of the made-up county, and short ways to patches, checks and decisions."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.domain.check import Check, Paper, Share
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.verdict import Decision, Finding, Outcome, Suggestion
from landwatch_plugin.ledger.records import Batch
from landwatch_plugin.ledger.store import Ledger

SRID = 4549
WKT = (
    'PROJCS["CGCS2000 / 3-degree Gauss-Kruger CM 120E",GEOGCS["China Geodetic Coordinate System 2000",'
    'DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4490"]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",120],PARAMETER["scale_factor",1],'
    'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1],AUTHORITY["EPSG","4549"]]'
)


def polygon(*rings: list[tuple[float, ...]], order: str = "<", code: int = 3) -> bytes:
    """WKB of a polygon from rings of points."""
    parts = [struct.pack(order + "BII", 1 if order == "<" else 0, code, len(rings))]
    for ring in rings:
        parts.append(struct.pack(order + "I", len(ring)))
        parts += [struct.pack(f"{order}{len(point)}d", *point) for point in ring]
    return b"".join(parts)


def square(x: float, y: float, side: float = 40.0) -> bytes:
    return polygon([(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)])


def patch(number: str, batch: str = "2026年9月", **given: Any) -> Patch:
    """A patch whose place follows from the digits of its number."""
    step = int("".join(letter for letter in number if letter.isdigit()) or 0) % 100_000
    values = {"wkb": square(500_000 + 50.0 * step, 3_300_000), "area_m2": 1600.0, "town": "演示镇"} | given
    return Patch(number, batch, **values)


def check(number: str, **given: Any) -> Check:
    """A check with one of everything."""
    values: dict[str, Any] = {
        "rulebook": "2022-default 1.0（3f9c2a1b）",
        "basis": "椭球面积",
        "at": "2026-10-08T09:00:00+08:00",
        "values": {"patch_mu": Decimal("2.40"), "arable_mu": Decimal("1.10"), "after_date": date(2026, 8, 20), "photos": 3,
                   "remark": "新增硬化", "redline_mu": None},
        "shares": (Share(Role.LAND, "0103", 733.3, "耕地", Decimal("1.10")),),
        "papers": (Paper(Role.BATCH, "演政土〔2025〕7号", date=date(2025, 3, 1), area_m2=20.5),),
        "findings": (Finding("W1", "占用耕地", Outcome.MET, "违法", "疑似违法用地", "占耕地1.10亩", {"耕地面积": "1.10亩"}),),
        "suggestion": Suggestion("违法", "疑似违法用地", "W1", "较高", "占用耕地", ("现场照片",)),
        "unbound": ("生态保护红线",),
    }  # fmt: skip
    return Check(number, **(values | given))


def decision(**given: Any) -> Decision:
    values: dict[str, Any] = {"verdict": "违法", "subtype": "疑似违法用地", "reason": "未批先建", "by": "张三"}
    return Decision(**(values | given))


def receive(ledger: Ledger, *patches: Patch, name: str = "2026年9月", **given: Any) -> Batch:
    """Take the patches in as one batch whose sums hold."""
    batch = Batch(name, "图斑.shp", "ab" * 32, len(patches), len(patches), 0, by="接收员")
    ledger.add_batch(batch, patches, **given)
    return batch


class Clock:
    """A minute a look, so that every act has a time of its own."""

    def __init__(self) -> None:
        self.minutes = 0

    def __call__(self) -> str:
        self.minutes += 1
        return f"2026-10-08T{9 + self.minutes // 60:02d}:{self.minutes % 60:02d}:00+08:00"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty, open ledger in EPSG:4549."""
    with Ledger.create(tmp_path / "演示县.gpkg", SRID, WKT, clock=Clock()) as made:
        yield made


@pytest.fixture
def month(ledger: Ledger) -> Ledger:
    """A ledger with three received patches of two townships."""
    receive(ledger, patch("SJ0003", town="演示镇"), patch("SJ0001", town="样例乡"), patch("SJ0002", town="演示镇"))
    return ledger


@pytest.fixture(scope="session")
def new_patch() -> Callable[..., Patch]:
    return patch


@pytest.fixture(scope="session")
def new_check() -> Callable[..., Check]:
    return check


@pytest.fixture(scope="session")
def new_decision() -> Callable[..., Decision]:
    return decision


@pytest.fixture(scope="session", name="receive")
def receive_fixture() -> Callable[..., Batch]:
    return receive


@pytest.fixture(scope="session", name="polygon")
def polygon_fixture() -> Callable[..., bytes]:
    return polygon


@pytest.fixture(scope="session", name="square")
def square_fixture() -> Callable[..., bytes]:
    return square


@pytest.fixture(scope="session")
def wkt() -> str:
    """The made-up county's coordinate system, EPSG:4549."""
    return WKT
