"""核查指标: each figure on a few squares whose areas can be reckoned by hand; what is not known is 无数据, never 0."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import shapely
from qgis.core import QgsProject

from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.card import Contact, kind_bars
from landwatch_plugin.domain.check_fields import FIELDS, shown
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.gis.layers import binding_of
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, layer_of, paper, patch_row, rect

D = Decimal
ZONE = np.array((1_000_000, 0))
IMAGE, BEFORE_IT, AFTER_IT = "2026-05-12", "2026-05-01", "2026-06-01"


def one_patch(small: SmallCounty, shape: shapely.Geometry | None = None, **given: Any) -> None:
    """Patch 1: 40 m × 50 m = 2000 m² = 3.00 亩 in the first strip, after image of 12 May."""
    small.receive(patch_row("1", shape or rect(20, 20, 40, 50), **given))


def values(small: SmallCounty, number: str = "1") -> Any:
    return small.checked(number).values


def outcome(small: SmallCounty, rule: str, number: str = "1") -> Outcome:
    return next(finding.outcome for finding in small.checked(number).findings if finding.rule == rule)


def test_land_in_four_kinds_by_hand(small: SmallCounty) -> None:
    """A patch across all four strips: 10 m of each, 50 m high, a tenth of the 旱地 to its ridges."""
    one_patch(small, rect(150, 20, 500, 100))
    small.bind_land()
    small.check()
    got = values(small)
    assert [got[key] for key in ("patch_mu", "arable_mu", "other_farm_mu", "built_mu", "unused_mu")] == [
        D("75.00"), D("34.50"), D("10.50"), D("30.00"), D("0.00"),
    ]  # fmt: skip
    assert got["built_share"] == D("0.400000")
    shares = {share.land_class: share for share in small.checked("1").shares}
    assert {code: share.mu for code, share in shares.items()} == {
        "0101": D("7.50"), "0103": D("27.00"), "0301": D("7.50"), "0601": D("30.00"), "1203": D("3.00"),
    }  # fmt: skip
    assert shares["1203"].kind == "其他农用地"


def test_ridges_are_taken_from_sloping_fields(small: SmallCounty) -> None:
    """田坎: a tenth of the 旱地 is no cultivated land; the plain 水田 has none."""
    small.receive(patch_row("plain", rect(20, 20, 40, 50)), patch_row("slope", rect(220, 20, 40, 50)))
    small.bind_land()
    small.check()
    assert (values(small, "plain")["arable_mu"], values(small, "plain")["other_farm_mu"]) == (D("3.00"), D("0.00"))
    assert (values(small, "slope")["arable_mu"], values(small, "slope")["other_farm_mu"]) == (D("2.70"), D("0.30"))


def test_without_a_layer_there_is_no_figure(small: SmallCounty) -> None:
    """Nothing bound at all: the patch has its area; every figure of a layer is None, and prints as 无数据."""
    one_patch(small)
    report = small.check()
    check = small.checked("1")
    assert check.values["patch_mu"] == D("3.00")
    for key, item in FIELDS.items():
        if item.roles:
            assert check.values[key] is None, key
            assert shown(key, check.values[key]) == "无数据"
    assert set(report.unbound) == {role.title for role in Role} == set(check.unbound)
    assert all(bar.contact is Contact.NO_DATA and bar.mu is None for bar in kind_bars(check))


def test_rules_that_need_an_unbound_layer_are_unsure(small: SmallCounty) -> None:
    """存疑 with the layers by name, and no suggestion of 未报即用 from missing layers."""
    one_patch(small)
    small.check()
    check = small.checked("1")
    unsure = {finding.rule: finding.reason for finding in check.findings if finding.outcome is Outcome.UNSURE}
    assert "未绑定图层：批次用地" in unsure["H-01"]
    assert "无数据" in unsure["W-07"]
    assert check.suggestion.verdict == ""
    assert check.suggestion.text == "存疑，需人工判定"


@pytest.mark.parametrize("left_out", [Role.BATCH, Role.SINGLE, Role.SUPPLY, Role.TEMPORARY, Role.FACILITY])
def test_no_paper_found_needs_every_layer_of_papers(small: SmallCounty, left_out: Role) -> None:
    """未报即用 is said only when all five layers were looked at."""
    one_patch(small)
    small.bind_grounds()
    far = rect(5000, 5000, 10, 10)
    for role in (Role.TEMPORARY, Role.FACILITY):
        small.bind(role, (far, paper("远处", "2020-01-01", "2020-01-01", "2030-01-01")))
    small.check()
    assert outcome(small, "W-07") is Outcome.MET
    del small.bindings[left_out]
    small.check()
    assert outcome(small, "W-07") is Outcome.UNSURE


def test_a_layer_that_is_not_touched_says_zero(small: SmallCounty) -> None:
    """Bound and looked at: 0.00 亩 and 未压占 are data."""
    one_patch(small)
    small.bind(Role.FARMLAND, (rect(500, 500, 50, 50), {"BSM": "1"}))
    small.bind(Role.REDLINE, (rect(20, 20, 20, 50), {"HXMC": "某红线"}))
    small.check()
    got = values(small)
    assert (got["farmland_mu"], got["redline_mu"], got["urban_mu"]) == (D("0.00"), D("1.50"), None)


def test_an_empty_layer_of_papers_is_data_too(small: SmallCounty) -> None:
    """The county has given no 供地 yet: looked at, nothing found."""
    one_patch(small)
    small.bind(Role.SUPPLY, (rect(900, 900, 1, 1), paper("x", "2020-01-01")))
    layer = layer_of([(rect(0, 0, 1, 1), {"HTBH": "x", "QDRQ": "2020-01-01"})])
    layer.dataProvider().truncate()
    QgsProject.instance().addMapLayer(layer)
    small.bindings[Role.SUPPLY] = binding_of(layer, Role.SUPPLY)
    small.check()
    assert values(small)["supply_share"] == D("0.000000")


def test_overlapping_papers_are_a_union(small: SmallCounty) -> None:
    """Two batches that overlap by 10 m cover 30 + 30 − 10 = 50 of 50 m: whole, not 120 %."""
    one_patch(small)
    small.begun(IMAGE)
    small.bind(
        Role.BATCH, (rect(20, 20, 40, 30), paper("甲", BEFORE_IT)), (rect(20, 40, 40, 30), paper("乙", BEFORE_IT))
    )
    small.check()
    assert values(small)["batch_share"] == D("1.000000")
    assert outcome(small, "H-01") is Outcome.MET
    assert sorted(one.number for one in small.checked("1").papers) == ["乙", "甲"]


def test_the_three_grounds_are_one_union(small: SmallCounty) -> None:
    """批次 30 of 50 m, 单独选址 the same 30, 供地 10 more: together 40 of 50, the rest 0.60 亩 of 水田."""
    one_patch(small)
    small.bind_land()
    same = rect(20, 20, 40, 30)
    small.bind_grounds(
        batch=[(same, paper("甲", BEFORE_IT))], single=[(same, paper("乙", BEFORE_IT))],
        supply=[(rect(20, 50, 40, 10), paper("丙", BEFORE_IT))],
    )  # fmt: skip
    small.check()
    got = values(small)
    assert [got[key] for key in ("batch_share", "single_share", "supply_share", "legal_share")] == [
        D("0.600000"), D("0.600000"), D("0.200000"), D("0.800000"),
    ]  # fmt: skip
    assert (got["legal_left_mu"], got["legal_left_arable_mu"]) == (D("0.60"), D("0.60"))
    assert outcome(small, "W-04") is Outcome.MET


def test_two_of_three_grounds_say_nothing_of_the_union(small: SmallCounty) -> None:
    one_patch(small)
    small.bind_grounds()
    del small.bindings[Role.SUPPLY]
    small.check()
    assert values(small)["batch_share"] == D("0.000000")
    assert values(small)["legal_share"] is None
    assert values(small)["late_share"] is None


@pytest.mark.parametrize(("day", "covers"), [(BEFORE_IT, True), (IMAGE, True), (AFTER_IT, False)])
def test_a_paper_after_the_image_is_late_and_not_lawful(small: SmallCounty, day: str, covers: bool) -> None:
    """补办: what was approved after the image was taken does not make the building lawful then."""
    one_patch(small)
    small.begun(IMAGE)
    small.bind_grounds(batch=[(rect(0, 0, 100, 100), paper("甲", day))])
    small.check()
    got = values(small)
    whole, none = D("1.000000"), D("0.000000")
    assert (got["batch_share"], got["late_share"]) == ((whole, none) if covers else (none, whole))
    assert outcome(small, "H-01") is (Outcome.MET if covers else Outcome.NOT_MET)
    assert outcome(small, "W-03") is (Outcome.NOT_MET if covers else Outcome.MET)


@pytest.mark.parametrize("day", ["", "不详", "2026年"])
def test_an_undated_paper_leaves_no_data(small: SmallCounty, day: str) -> None:
    """Nothing can be said of the patch it lies on; of the other patch everything."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(120, 20, 40, 50)))
    small.bind_grounds(batch=[(rect(0, 0, 100, 100), paper("甲", day)), (rect(110, 0, 90, 100), paper("乙", BEFORE_IT))])
    small.check()
    for key in ("batch_share", "legal_share", "legal_left_mu", "late_share"):
        assert values(small, "1")[key] is None, key
    assert values(small, "2")["batch_share"] == D("1.000000")
    assert outcome(small, "H-01", "1") is Outcome.UNSURE
    assert outcome(small, "W-07", "1") is Outcome.UNSURE


def test_an_undated_paper_next_door_does_not_matter(small: SmallCounty) -> None:
    """It shares an edge and half a square metre with the patch: below the touch tolerance of 1 m²."""
    one_patch(small)
    small.bind_grounds(batch=[(rect(59.99, 20, 50, 50), paper("邻", ""))])
    small.check()
    assert values(small)["batch_share"] == D("0.000000")
    assert small.checked("1").papers == ()


def test_without_an_after_date_dates_cannot_be_tried(small: SmallCounty) -> None:
    """The image date is blank: coverage by dated papers is 无数据, control lines are measured all the same."""
    one_patch(small, HSX="")
    small.bind_grounds(batch=[(rect(0, 0, 100, 100), paper("甲", BEFORE_IT))])
    small.bind(Role.REDLINE, (rect(20, 20, 40, 50), {"HXMC": "某红线"}))
    small.check()
    assert values(small)["batch_share"] is None
    assert values(small)["redline_mu"] == D("3.00")


def test_each_patch_is_tried_on_its_own_image_date(small: SmallCounty) -> None:
    small.receive(
        patch_row("early", rect(20, 20, 40, 50), HSX="2026-03-01"), patch_row("late", rect(20, 80, 40, 50), HSX=AFTER_IT)
    )
    small.bind(Role.BATCH, (rect(0, 0, 100, 200), paper("甲", BEFORE_IT)))
    small.check()
    assert values(small, "early")["batch_share"] == D("0.000000")
    assert values(small, "late")["batch_share"] == D("1.000000")


@pytest.mark.parametrize(
    ("start", "end", "inside", "over"),
    [
        ("2026-01-01", "2027-12-31", 1, 0),
        ("2026-01-01", IMAGE, 1, 0),
        ("2024-01-01", "2026-05-11", 0, 1),
        (AFTER_IT, "2028-01-01", 0, 0),
        ("", "2027-12-31", 1, 0),
        ("2026-01-01", "", None, None),
    ],
    ids=["在期", "当日到期", "前一日到期", "尚未开始", "无起始", "无终止"],
)
def test_temporary_land_covers_in_its_term_only(
    small: SmallCounty, start: str, end: str, inside: int | None, over: int | None
) -> None:
    """临时用地: expired the day before the image does not cover; without an end nothing is known."""
    one_patch(small)
    small.bind(Role.TEMPORARY, (rect(0, 0, 100, 100), paper("临", "2024-01-01", start, end)))
    small.check()
    wanted = [None if part is None else D(f"{part}.000000") for part in (inside, over)]
    assert [values(small)["temporary_share"], values(small)["temporary_over_share"]] == wanted


def test_an_expired_licence_does_not_cover_a_mine(small: SmallCounty) -> None:
    """采矿权: covered by the one that has run out, not by one in force."""
    one_patch(small, TBLX="CK")
    licence = paper("C1", "", "2019-05-01", "2026-04-30")
    small.bind(Role.MINE, (rect(0, 0, 100, 100), licence))
    small.check()
    got = values(small)
    assert (got["kind"], got["mine_share"], got["mine_over_share"]) == ("矿产", D("0.000000"), D("1.000000"))
    assert got["mine_out_mu"] == D("3.00")
    assert small.checked("1").suggestion.verdict == ""
    with Ledger.open(small.ledger) as ledger:
        ledger.set_evidence("1", "延续受理通知书", True, "张某")
    small.check()
    assert small.checked("1").suggestion.subtype == "采矿权延续受理"


def test_how_far_a_mine_reaches_beyond_its_licence(small: SmallCounty) -> None:
    """30 of 40 m inside: a quarter of 3.00 亩 outside, 10 m at the farthest."""
    one_patch(small, TBLX="CK")
    small.bind(Role.MINE, (rect(0, 0, 50, 100), paper("C1", "", "2022-01-01", "2030-01-01")))
    small.check()
    got = values(small)
    assert (got["mine_share"], got["mine_out_mu"], got["mine_out_m"]) == (D("0.750000"), D("0.75"), D("10.00"))
    assert small.checked("1").suggestion.subtype == "越界开采"


def test_a_mine_on_no_licence_has_no_distance(small: SmallCounty) -> None:
    """The distance to somebody else's licence far away would mean nothing."""
    one_patch(small, TBLX="CK")
    small.bind(Role.MINE, (rect(3000, 0, 50, 100), paper("C1", "", "2022-01-01", "2030-01-01")))
    small.check()
    got = values(small)
    assert (got["mine_share"], got["mine_out_mu"], got["mine_out_m"]) == (D("0.000000"), D("3.00"), None)


def test_a_gap_in_the_land_layer_flags_that_patch_alone(small: SmallCounty) -> None:
    """4 m² missing under patch 2: it has no land figures at all, and the others keep theirs."""
    small.receive(*(patch_row(f"{k}", rect(20 + 60 * k, 20, 40, 50)) for k in range(3)))
    small.bind_land(gap=rect(100, 30, 2, 2))
    small.bind_grounds(batch=[(rect(20, 20, 160, 25), paper("甲", BEFORE_IT))])
    report = small.check()
    assert list(report.open_patches) == ["1"]
    assert report.open_patches["1"] == pytest.approx(4, abs=1e-3)
    open_check = small.checked("1")
    for key in ("arable_mu", "other_farm_mu", "built_mu", "unused_mu", "built_share", "legal_left_arable_mu"):
        assert open_check.values[key] is None, key
    assert open_check.unclosed_m2 == pytest.approx(4, abs=1e-3)
    assert not [share for share in open_check.shares if share.role is Role.LAND]
    assert all(bar.contact is Contact.NO_DATA and bar.mu is None for bar in kind_bars(open_check))
    assert open_check.values["batch_share"] == D("0.500000")
    for number in ("0", "2"):
        assert values(small, number)["arable_mu"] == D("3.00")
        assert values(small, number)["legal_left_arable_mu"] == D("1.50")
        assert small.checked(number).unclosed_m2 == 0.0


def test_land_counted_twice_flags_the_patch_as_well(small: SmallCounty) -> None:
    """Two land polygons on one square: negative, and no figures either."""
    one_patch(small)
    small.bind(
        Role.LAND, (rect(0, 0, 400, 400), {"DLBM": "0101"}), (rect(20, 20, 10, 10), {"DLBM": "0601"})
    )
    report = small.check()
    assert report.open_patches["1"] == pytest.approx(-100, abs=1e-3)
    assert values(small)["arable_mu"] is None


def test_a_gap_beside_a_double_cover_is_not_hidden(small: SmallCounty) -> None:
    """The missing ground is what is told."""
    one_patch(small)
    small.bind(
        Role.LAND, (rect(0, 0, 50, 400), {"DLBM": "0101"}), (rect(20, 20, 10, 10), {"DLBM": "0601"})
    )
    assert small.check().open_patches["1"] == pytest.approx(500, abs=1e-2)


def test_a_patch_beyond_the_county_has_no_land_figures(small: SmallCounty) -> None:
    one_patch(small, rect(2000, 2000, 40, 50))
    small.bind_land()
    report = small.check()
    assert report.open_patches["1"] == pytest.approx(2000, abs=1e-2)
    assert values(small)["built_share"] is None
    assert outcome(small, "H-05") is Outcome.UNSURE


def test_parts_in_mu_sum_to_the_printed_patch(small: SmallCounty) -> None:
    """Three pieces of 1.005 亩 each: each would round up to 1.01, the patch is 3.02; the adjusted parts close."""
    one_patch(small, rect(0, 0, 60, 33.5))
    small.bind(Role.LAND, *((rect(20 * k, 0, 20, 400), {"DLBM": code}) for k, code in enumerate(("0101", "0301", "0601"))))
    small.check(basis=Basis.PLANE)
    check = small.checked("1")
    parts = [share.mu for share in check.shares if share.role is Role.LAND]
    assert sum(parts) == check.values["patch_mu"] == D("3.02")
    assert sorted(parts) == [D("1.00"), D("1.01"), D("1.01")]
