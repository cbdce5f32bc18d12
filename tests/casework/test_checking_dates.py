"""核查的日期和覆盖: what was approved before and after the building, what is left over, and in how small pieces."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.verdict import Outcome
from tests.hand_made import SmallCounty, paper, patch_row, rect

D = Decimal
IMAGE = "2026-05-12"


def one_patch(small: SmallCounty) -> None:
    """Patch 1: 40 m × 50 m = 2000 m² = 3.00 亩, images of 8 February and 12 May."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))


def values(small: SmallCounty) -> Any:
    return small.checked("1").values


def outcome(small: SmallCounty, rule: str) -> Outcome:
    return next(one.outcome for one in small.checked("1").findings if one.rule == rule)


@pytest.mark.parametrize(
    ("built", "makeup", "outcome_of_it"),
    [("2026-05-05", "0.000000", Outcome.MET), ("2026-03-01", "1.000000", Outcome.NOT_MET), ("", None, Outcome.UNSURE)],
)
def test_a_paper_between_the_images_depends_on_the_day_of_building(
    small: SmallCounty, built: str, makeup: str | None, outcome_of_it: Outcome
) -> None:
    """Approved on 1 May between images of February and 12 May: after a start in March it is 补办, and when the start is
    not known nothing can be said."""
    one_patch(small)
    if built:
        small.begun(built)
    small.bind_grounds(batch=[(rect(0, 0, 100, 100), paper("甲", "2026-05-01"))])
    small.check()
    got = values(small)
    assert (got["batch_share"], got["makeup_share"]) == (D("1.000000"), None if makeup is None else D(makeup))
    assert outcome(small, "H-01") is outcome_of_it
    if makeup == "1.000000":
        assert small.checked("1").suggestion.subtype == "未批先建"
    assert (got["built_from"] == got["built_until"]) is bool(built)


def test_papers_older_than_both_images_need_no_day_of_building(small: SmallCounty) -> None:
    one_patch(small)
    small.bind_grounds(batch=[(rect(0, 0, 100, 100), paper("甲", "2025-05-01"))])
    small.check()
    assert values(small)["makeup_share"] == D("0.000000")
    assert outcome(small, "H-01") is Outcome.MET


def test_slivers_are_told_apart_from_what_is_left_in_earnest(small: SmallCounty) -> None:
    """A rim of 0.5 m × 40 m = 20 m² = 0.03 亩 is a sliver (0.05); one of 2 m = 80 m² = 0.12 亩 is not."""
    one_patch(small)
    small.begun(IMAGE)
    small.bind_grounds(batch=[(rect(20, 20, 40, 49.5), paper("甲", "2025-05-01"))])
    small.check()
    assert (values(small)["legal_left_mu"], values(small)["legal_left_solid_mu"]) == (D("0.03"), D("0.00"))
    assert outcome(small, "H-04") is Outcome.MET
    small.bind_grounds(batch=[(rect(20, 20, 40, 48), paper("甲", "2025-05-01"))])
    small.check()
    assert (values(small)["legal_left_mu"], values(small)["legal_left_solid_mu"]) == (D("0.12"), D("0.12"))
    assert outcome(small, "H-04") is Outcome.NOT_MET


def test_registered_and_linked_land_count_when_they_are_bound(small: SmallCounty) -> None:
    """登记 and 增减挂钩 join the union of the grounds, and have a share of their own."""
    one_patch(small)
    small.begun(IMAGE)
    small.bind_grounds()
    small.check()
    assert (values(small)["registered_share"], values(small)["legal_share"]) == (None, D("0.000000"))
    small.bind(Role.REGISTERED, (rect(20, 20, 40, 30), {"BDCQZH": "某证1号", "DJRQ": "2020-01-01"}))
    small.bind(Role.LINKED, (rect(20, 50, 40, 10), paper("乙", "2025-01-01")))
    small.check()
    got = values(small)
    assert [got[key] for key in ("registered_share", "linked_share", "legal_share")] == [
        D("0.600000"), D("0.200000"), D("0.800000"),
    ]  # fmt: skip
    assert {one.number for one in small.checked("1").papers} == {"某证1号", "乙"}


def built_on_farm_shed(small: SmallCounty, *filings: tuple[Any, dict[str, Any]]) -> Any:
    """Patch 1 with a shed begun on 1 March; images of 8 February and 12 May."""
    one_patch(small)
    small.begun("2026-03-01")
    small.bind(Role.FACILITY, *filings)
    small.check()
    return values(small)


@pytest.mark.parametrize(
    ("filed", "share", "late", "makeup"),
    [
        ("2025-05-01", "1.000000", "0.000000", "0.000000"),
        ("2026-04-01", "1.000000", "0.000000", "1.000000"),
        ("2026-08-30", "0.000000", "1.000000", "0.000000"),
        ("", "1.000000", "0.000000", "0.000000"),
    ],
)
def test_a_filing_counts_from_its_day(small: SmallCounty, filed: str, share: str, late: str, makeup: str) -> None:
    """Before the building, after it, after the image; one without a date counts as filed."""
    got = built_on_farm_shed(small, (rect(0, 0, 100, 100), paper("设备〔2026〕1号", filed)))
    found = got["facility_share"], got["facility_late_share"], got["facility_makeup_share"]
    assert found == (D(share), D(late), D(makeup))


@pytest.mark.parametrize(
    ("on", "start", "share", "makeup"),
    [
        ("2026-02-01", "2026-02-15", "1.000000", "0.000000"),
        ("2026-04-01", "2026-02-15", "1.000000", "1.000000"),
        ("2026-02-01", "2026-04-01", "1.000000", "1.000000"),
        ("2026-07-20", "2026-02-15", "0.000000", "0.000000"),
    ],
)
def test_temporary_land_counts_when_it_was_approved(
    small: SmallCounty, on: str, start: str, share: str, makeup: str
) -> None:
    """Used from 1 March: approved and begun before; approved or begun after; approved after the image of 12 May."""
    one_patch(small)
    small.begun("2026-03-01")
    small.bind(Role.TEMPORARY, (rect(0, 0, 100, 100), paper("临1", on, start, "2027-12-31")))
    small.check()
    got = values(small)
    assert (got["temporary_share"], got["temporary_makeup_share"]) == (D(share), D(makeup))
    assert str(got["temporary_until"]) == "2027-12-31"


def test_without_a_day_of_building_temporary_land_between_the_images_is_open(small: SmallCounty) -> None:
    one_patch(small)
    small.bind(Role.TEMPORARY, (rect(0, 0, 100, 100), paper("临1", "2026-04-01", "2026-04-01", "2027-12-31")))
    small.check()
    assert values(small)["temporary_makeup_share"] is None


def test_villages_are_read_from_the_land_layer_where_it_says_so(small: SmallCounty) -> None:
    """203 and 203A; a layer without the codes leaves the figure open."""
    one_patch(small)
    land = {"DLBM": "0702"}
    small.bind(
        Role.LAND, (rect(0, 0, 40, 400), land | {"CZCSXM": "203"}), (rect(40, 0, 360, 400), land | {"CZCSXM": "202"})
    )
    small.check()
    assert values(small)["village_share"] == D("0.500000")
    small.bind(Role.LAND, (rect(0, 0, 400, 400), land))
    small.check()
    assert values(small)["village_share"] is None
