"""再次拆分与坐标拆分: what is announced, kept and checked has one 亩 on every level; pasted corners tile to the bit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject

from landwatch_plugin.casework.review import Review
from landwatch_plugin.casework.splitting import Splitter, carry_out
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import InputError, LandwatchError, LedgerError
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.overlay.partition import tiles
from tests.hand_made import CRS, EAST, NORTH, SmallCounty, layer_of, patch_row, photograph, rect

D = Decimal
NUMBER = "990126SJBG26060001"
BOOK = read_rulebook(default_rulebook())


@pytest.fixture
def thirds(small: SmallCounty) -> SmallCounty:
    """89.1 m × 50 m = 6.6825 亩: prints 6.68, its thirds of 2.2275 亩 would each print 2.23."""
    small.bind_land()
    small.receive(patch_row(NUMBER, rect(150, 20, 89.1, 50)))
    small.check()
    return small


def along(ledger: Ledger, number: str, *places: float, up: bool = True) -> list[str]:
    """Split along upright (or level) lines at these metres of the small county."""
    lines = [
        shapely.LineString(
            [(EAST + at, NORTH), (EAST + at, NORTH + 100)] if up else [(EAST, NORTH + at), (EAST + 400, NORTH + at)]
        )
        for at in places
    ]
    layer = layer_of([(line, {"K": "1"}) for line in lines], "LineString")
    return carry_out(ledger, Splitter(ledger, number, BOOK).by_layer(layer), "", "张某")


def printed(county: SmallCounty, names: list[str]) -> list[Decimal]:
    return [county.checked(name).mu for name in names]


def test_three_generations_print_what_was_announced(thirds: SmallCounty) -> None:
    """Announced = kept in the ledger = checked; each family sums to its own parent as printed, the leaves to 6.68."""
    with Ledger.open(thirds.ledger) as ledger:
        first = along(ledger, NUMBER, 179.7, 209.4)
        short = next(name for name in first if ledger.row(name).mu == D("2.22"))
        x = shapely.bounds(shapely.from_wkb(ledger.patch(short).wkb))[0] - EAST
        second = along(ledger, short, x + 29.7 / 2)
        third = along(ledger, second[0], 45, up=False)
        kept = {name: ledger.row(name).mu for name in (*first, *second, *third)}
        metres = {name: ledger.row(name).area_m2 for name in (NUMBER, *first, *second, *third)}
    assert sum(kept[name] for name in first) == D("6.68")
    assert sum(kept[name] for name in second) == kept[short] == D("2.22")
    assert sum(kept[name] for name in third) == kept[second[0]]
    for parent, children in ((NUMBER, first), (short, second), (second[0], third)):
        assert sum(metres[name] for name in children) == pytest.approx(metres[parent], abs=1e-9)
    thirds.check()
    leaves = [name for name in (*first, second[1], *third) if name != short]
    assert printed(thirds, leaves) == [kept[name] for name in leaves]
    assert sum(printed(thirds, leaves)) == D("6.68")
    for name in leaves:
        values = thirds.checked(name).values
        assert values["patch_mu"] == sum(values[key] for key in ("arable_mu", "other_farm_mu", "built_mu", "unused_mu"))


def test_on_another_basis_the_children_close_as_well(thirds: SmallCounty) -> None:
    """A check in the plane closes its own figures; the ledger's are those of the ellipsoid."""
    with Ledger.open(thirds.ledger) as ledger:
        names = along(ledger, NUMBER, 179.7, 209.4)
    thirds.check(basis=Basis.PLANE)
    assert sum(printed(thirds, names)) == D("6.68")


def test_no_part_prints_more_than_the_child_that_it_lies_in(thirds: SmallCounty) -> None:
    """2.2275 亩 printed as 2.22, all of it 永久基本农田 and outside the papers: 2.22 of 2.22, never 2.23."""
    thirds.bind(Role.FARMLAND, (rect(100, 0, 300, 100), {"BZ": "1"}))
    thirds.bind_grounds()
    with Ledger.open(thirds.ledger) as ledger:
        names = along(ledger, NUMBER, 179.7, 209.4)
        assert sorted(ledger.row(name).mu for name in names) == [D("2.22"), D("2.23"), D("2.23")]
    review = Review(thirds.ledger)
    unchecked = [review.card(name).patch_mu for name in names]
    review.close()
    thirds.check()
    assert unchecked == printed(thirds, names)
    review = Review(thirds.ledger)
    for name in names:
        check, card = thirds.checked(name), review.card(name)
        assert check.values["farmland_mu"] == check.values["legal_left_mu"] == card.patch_mu == check.mu
        assert next(bar.mu for bar in card.themes if bar.role is Role.FARMLAND) == check.mu
    review.close()


def test_photos_facts_and_evidence_go_with_the_children_and_history_is_seen(thirds: SmallCounty) -> None:
    """Photos by reference: one row, seen from parent and children; facts and evidence as copies of their own."""
    from landwatch_plugin.casework.field_work import import_photos

    (thirds.folder / "照片").mkdir()
    photograph(thirds.folder / "照片" / f"{NUMBER}_1.jpg")
    with Ledger.open(thirds.ledger) as ledger:
        assert import_photos(thirds.folder / "照片", ledger).taken == 1
        ledger.save_facts(NUMBER, {"主体": "某厂"}, "外业组")
        ledger.set_evidence(NUMBER, "批准文件", True, "张某")
        one, two = along(ledger, NUMBER, 190)
        assert [photo.number for photo in ledger.photos(one)] == [NUMBER]
        ledger.save_facts(one, {"主体": "另一厂"}, "外业组")
        assert (ledger.facts(two)["主体"], ledger.evidence(two)) == ("某厂", {"批准文件"})
        acts = [entry.act for entry in ledger.history(two)]
        assert acts[-2:] == ["拆分", "拆分"]
        assert f"由图斑 {NUMBER} 拆出" in ledger.history(two)[-1].text
        assert {"外业核查", "举证材料", "现场照片"} <= set(acts)


@pytest.fixture
def sitting(thirds: SmallCounty) -> Iterator[Review]:
    review = Review(thirds.ledger, operator="张某")
    yield review
    review.close()


def text_of(ring: Any, east: float = 0.0) -> str:
    """A corner table to a millimetre, northing first."""
    rows = [f"J{at}\t{y:.3f}\t{x + east:.3f}" for at, (x, y) in enumerate(shapely.get_coordinates(ring)[:-1], 1)]
    return "点号\tX\tY\n" + "\n".join(rows)


def test_corners_part_inside_and_outside(sitting: Review) -> None:
    splitter = Splitter(sitting.ledger, NUMBER, BOOK)
    plan = splitter.by_coordinates(splitter.read_corners(text_of(rect(140, 10, 70, 80))))
    assert [(part.label, part.mu) for part in plan.parts] == [("坐标范围内", D("4.50")), ("坐标范围外", D("2.18"))]
    assert (plan.how, plan.total) == ("按界址点坐标", "合计6.68亩，与原图斑一致")
    assert not any("公里" in note for note in plan.notes)


def test_corners_without_a_zone_lie_where_the_patch_lies(sitting: Review) -> None:
    """Six digits: the patch tells the zone, and the note asks to check it."""
    splitter = Splitter(sitting.ledger, NUMBER, BOOK)
    plan = splitter.by_coordinates(splitter.read_corners(text_of(rect(140, 10, 70, 80), -38_000_000)))
    assert [part.mu for part in plan.parts] == [D("4.50"), D("2.18")]
    assert any("推定为38带" in note for note in plan.notes)


def test_degrees_are_brought_into_the_ledgers_plane(sitting: Review) -> None:
    shape = QgsGeometry.fromWkt(rect(140, 10, 70, 80).wkt)
    degrees = QgsCoordinateReferenceSystem("EPSG:4490")
    shape.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(CRS), degrees, QgsProject.instance()))
    corners = [f"{at} {point.y():.9f} {point.x():.9f}" for at, point in enumerate(list(shape.vertices())[:-1], 1)]
    splitter = Splitter(sitting.ledger, NUMBER, BOOK)
    plan = splitter.by_coordinates(splitter.read_corners("\n".join(corners)))
    assert [part.mu for part in plan.parts] == [D("4.50"), D("2.18")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (text_of(rect(140, 300, 70, 80)), "坐标范围与图斑不相交，最近处相距约230米"),
        (text_of(rect(140, 300, 70, 80), 1_000_000), "坐标范围与图斑不相交，最近处相距约295公里"),
        (text_of(rect(100, 0, 300, 200)), "整个图斑均属“坐标范围内”"),
        (text_of(rect(140, 10, 10.2, 80)), "除边角外"),
        ("西安80坐标系\n" + text_of(rect(140, 10, 70, 80)), "须用当地七参数转换"),
        ("J1 31000** 385001**\nJ2 3100090 38500150\nJ3 3100090 38500210", "第1行：.*被遮盖的数字"),
        ("J1 3100010 38500140\nJ2 三一零 38500150\nJ3 3100090 38500210\nJ4 3100010 38500210", "第2行：.*读不出一对坐标"),
        ("J1 3100010 38500140\nJ2 3100090 38500210\nJ3 3100090 38500140\nJ4 3100010 38500210", "第3行：.*界线自相交"),
        ("J1 3100010 38500140\nJ2 3100090 38500210", "不成面"),
        ("", "还没有内容"),
    ],
    ids=["elsewhere", "another zone", "over all", "a sliver", "another datum", "masked", "no number", "crossing", "two points", "nothing"],
)  # fmt: skip
def test_corners_that_part_nothing_are_refused_with_a_cure(text: str, said: str, sitting: Review) -> None:
    splitter = Splitter(sitting.ledger, NUMBER, BOOK)
    with pytest.raises(LandwatchError, match=said) as told:
        splitter.by_coordinates(splitter.read_corners(text))
    assert told.value.cure
    assert sitting.ledger.counts() == (1, 1)


def test_a_locked_month_is_known_before_anything_is_read(thirds: SmallCounty) -> None:
    with Ledger.open(thirds.ledger) as ledger:
        ledger.lock_batch("2026年6月", "王五")
        with pytest.raises(LedgerError, match="月核锁定") as told:
            Splitter(ledger, NUMBER, BOOK)
        assert "解除锁定" in told.value.cure


def test_an_error_names_what_was_pasted(sitting: Review) -> None:
    with pytest.raises(InputError, match="粘贴的坐标"):
        Splitter(sitting.ledger, NUMBER, BOOK).read_corners("abc")


@pytest.mark.thorough
@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**31))
def test_any_pasted_ring_tiles_the_patch_in_the_file(seed: int, sitting: Review) -> None:
    """Through text, ring, ledger and file: read back, the children of a child tile it to the bit and sum to its 亩."""
    chance = np.random.default_rng(seed)
    ledger = sitting.ledger
    target, done = NUMBER, []
    for _ in range(3):
        turn = np.linspace(0, 2 * np.pi, int(chance.integers(3, 12)), endpoint=False)
        middle = shapely.get_coordinates(shapely.point_on_surface(shapely.from_wkb(ledger.patch(target).wkb)))[0]
        corners = (
            middle
            + chance.uniform(-15, 15, 2)
            + chance.uniform(15, 40, len(turn))[:, None] * np.c_[np.cos(turn), np.sin(turn)]
        )
        splitter = Splitter(ledger, target, BOOK)
        try:
            plan = splitter.by_coordinates(splitter.read_corners(text_of(shapely.Polygon(corners))))
        except LandwatchError as error:
            assert "没有把图斑分成两部分" in error.message
            continue
        names = sitting.split(plan, "")
        done.append(target)
        parent, *children = (shapely.from_wkb(ledger.patch(number).wkb) for number in (target, *names))
        assert tiles(parent, children)
        assert sum(ledger.row(name).mu for name in names) == ledger.row(target).mu
        target = names[int(chance.integers(len(names)))]
    for number in reversed(done):
        sitting.rejoin(number, "")
    assert ledger.counts() == (1, 1)
