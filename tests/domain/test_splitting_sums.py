"""拆分的算术: children's 亩 sum to the printed patch on every level, and a split is offered only where it would help."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.errors import ClosureError
from landwatch_plugin.domain.splitting import children_mu, family_mu, shares_of, split_offer, sum_text
from landwatch_plugin.domain.units import exact_mu, to_mu

D = Decimal


def test_a_patch_alone_prints_as_always() -> None:
    assert family_mu({"A": 2000.0}, {}) == {"A": D("3.00")}


def test_children_sum_to_the_printed_patch() -> None:
    """Three of 2.2275 亩 would each print 2.23; together the patch prints 6.68."""
    found = family_mu({"A": 4455.0, "A_1": 1485.0, "A_2": 1485.0, "A_3": 1485.0}, {"A_1": "A", "A_2": "A", "A_3": "A"})
    assert found == {"A": D("6.68"), "A_1": D("2.23"), "A_2": D("2.23"), "A_3": D("2.22")}


def test_a_child_split_again_is_the_printed_whole_of_its_own_children() -> None:
    areas = {"A": 4455.0, "A_1": 1485.0, "A_2": 2970.0, "A_2_1": 1485.0, "A_2_2": 1485.0}
    found = family_mu(areas, {"A_1": "A", "A_2": "A", "A_2_1": "A_2", "A_2_2": "A_2"})
    assert found["A_1"] + found["A_2"] == found["A"] == D("6.68")
    assert found["A_2_1"] + found["A_2_2"] == found["A_2"]


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    parts=st.lists(st.floats(0.5, 50_000).map(lambda v: round(v, 4)), min_size=2, max_size=8),
    again=st.lists(st.floats(0.1, 1.0), min_size=2, max_size=4),
)
def test_any_family_closes_and_nobody_moves_by_a_hundredth(parts: list[float], again: list[float]) -> None:
    """Level by level; each child's printed 亩 is less than 0.01 from its own area."""
    first = [share * parts[0] / sum(again) for share in again]
    areas = (
        {"A": sum(parts)}
        | {f"A_{k}": area for k, area in enumerate(parts)}
        | {f"A_0_{k}": a for k, a in enumerate(first)}
    )
    parents = {f"A_{k}": "A" for k in range(len(parts))} | {f"A_0_{k}": "A_0" for k in range(len(first))}
    found = family_mu(areas, parents)
    assert found["A"] == to_mu(areas["A"])
    assert sum(found[f"A_{k}"] for k in range(len(parts))) == found["A"]
    assert sum(found[f"A_0_{k}"] for k in range(len(first))) == found["A_0"]
    assert all(abs(found[name] - exact_mu(areas[name])) < D("0.02") for name in areas)


def values(**given: Any) -> dict[str, Any]:
    return {
        "patch_mu": D("7.50"),
        "legal_share": None,
        "temporary_share": None,
        "facility_share": None,
        "mine_share": None,
    } | given


LIMITS = {"cover": "0.999", "minor": "0.02", "sliver_mu": "0.05"}


@pytest.mark.parametrize(
    ("key", "ground"),
    [
        ("legal_share", "批准范围"),
        ("temporary_share", "临时用地批准范围"),
        ("facility_share", "设施农用地备案范围"),
    ],
)
def test_a_patch_covered_in_part_is_offered_to_be_split(key: str, ground: str) -> None:
    offered = split_offer(values(**{key: D("0.600000")}), LIMITS)
    assert offered == f"图斑60.0%在{ground}内，3.00亩在范围外，可拆分后分别判定。"


def test_the_offer_names_what_the_check_prints_as_left() -> None:
    """Of an adjusted child the share alone would give a hundredth more than the rules print."""
    found = values(legal_share=D("0.600000"), legal_left_mu=D("2.99"))
    assert split_offer(found, LIMITS) == "图斑60.0%在批准范围内，2.99亩在范围外，可拆分后分别判定。"
    assert "3.01亩" in split_offer(values(mine_share=D("0.6"), mine_out_mu=D("3.01")), LIMITS, mine=True)


@pytest.mark.parametrize(
    ("share", "whole", "offered"),
    [
        ("0.999000", "100.00", False), ("0.998999", "100.00", True), ("0.020000", "100.00", False), ("0.020001", "100.00", True),
        ("0.990000", "5.00", False), ("0.988000", "5.00", True), ("0.000000", "5.00", False), ("1.000000", "5.00", False),
    ],
)  # fmt: skip
def test_slivers_and_mere_touching_are_no_reason_to_split(share: str, whole: str, offered: bool) -> None:
    """Between `minor` and `cover`, and both sides above the 边角 of 0.05 亩."""
    assert bool(split_offer(values(legal_share=D(share), patch_mu=D(whole)), LIMITS)) is offered


def test_without_data_there_is_no_offer() -> None:
    assert split_offer(values(), LIMITS) == ""
    assert split_offer({}, {}) == ""
    assert split_offer(values(patch_mu=None, legal_share=D("0.5")), LIMITS) == ""


def test_a_check_prints_the_adjusted_area_and_else_its_own() -> None:
    """A check of an older ledger has no adjusted figure."""
    assert Check("A_3", "", "", "", {"patch_mu": D("2.22")}, patch_m2=1485.0).mu == D("2.22")
    assert Check("A", "", "", "", {}, patch_m2=1485.0).mu == D("2.23")


def test_a_mine_patch_is_offered_along_licences_alone() -> None:
    """And a land patch along papers alone: a split follows the same grounds."""
    both = values(mine_share=D("0.600000"), legal_share=D("0.300000"))
    assert "60.0%在采矿权范围内" in split_offer(both, LIMITS, mine=True)
    assert "30.0%在批准范围内" in split_offer(both, LIMITS)
    assert split_offer(values(mine_share=D("0.600000")), LIMITS) == ""
    assert split_offer(values(legal_share=D("0.600000")), LIMITS, mine=True) == ""


FAMILY = {"A": 4455.0, "A_1": 1485.0, "A_2": 1485.0, "A_3": 1485.0, "A_3_1": 742.5, "A_3_2": 742.5}
PARENTS = {"A_1": "A", "A_2": "A", "A_3": "A", "A_3_1": "A_3", "A_3_2": "A_3"}


def test_what_the_ledger_printed_stands_while_it_closes() -> None:
    """Any third may be the one of 2.22: the check prints what was announced, and its grandchildren sum to that."""
    stored = {
        "A": D("6.68"),
        "A_1": D("2.22"),
        "A_2": D("2.23"),
        "A_3": D("2.23"),
        "A_3_1": D("1.12"),
        "A_3_2": D("1.11"),
    }
    assert family_mu(FAMILY, PARENTS, stored) == stored
    assert family_mu(FAMILY, PARENTS)["A_3"] == D("2.22")


def test_what_does_not_close_is_closed_anew_from_there_down() -> None:
    """A ledger of an older version: grandchildren summed to the child's own 2.23 while it printed 2.22."""
    stored = {
        "A": D("6.68"),
        "A_1": D("2.23"),
        "A_2": D("2.23"),
        "A_3": D("2.22"),
        "A_3_1": D("1.12"),
        "A_3_2": D("1.11"),
    }
    found = family_mu(FAMILY, PARENTS, stored)
    assert [found[name] for name in ("A_1", "A_2", "A_3")] == [D("2.23"), D("2.23"), D("2.22")]
    assert found["A_3_1"] + found["A_3_2"] == D("2.22")
    assert family_mu(FAMILY, PARENTS, stored | {"A": D("9.99")})["A"] == D("6.68")


@settings(derandomize=True, max_examples=200, deadline=None)
@given(cuts=st.lists(st.floats(0.01, 0.99), min_size=1, max_size=8), size=st.floats(700.0, 90_000.0))
def test_at_any_depth_children_sum_to_what_is_printed(cuts: list[float], size: float) -> None:
    """One child is split again each time: always in two, its 亩 as adjusted before."""
    area, printed = size, to_mu(size)
    for share in cuts:
        one = area * share
        pair = children_mu([one, area - one], area, printed)
        assert sum(pair) == printed
        assert all(abs(mu - exact_mu(part)) < D("0.0100001") for mu, part in zip(pair, (one, area - one), strict=True))
        area, printed = area - one, pair[1]


def test_dust_between_two_measurings_is_no_reason_to_refuse() -> None:
    """A child whose figure was moved by all but a hundredth, and measured anew a hair larger."""
    assert children_mu([1000.0, 486.6666], 2230.00005 * 2 / 3, D("2.22")) == [D("1.50"), D("0.72")]
    with pytest.raises(ClosureError, match="不符"):
        children_mu([1000.0, 500.0], 1500.0, D("2.30"))
    with pytest.raises(ClosureError):
        children_mu([], 0.0, D("0.00"))


def test_shares_sum_to_a_hundred_and_the_sum_is_told() -> None:
    assert shares_of([D("1.00")] * 3) == ["33.4%", "33.3%", "33.3%"]
    assert shares_of([D("0.00"), D("0.00")]) == ["—", "—"]
    assert sum_text([D("2.23"), D("2.23"), D("2.22")], D("6.68")) == "合计6.68亩，与原图斑一致"
    assert sum_text([D("1000.00"), D("1.00")], D("1001.01")) == "合计1,001.00亩，原图斑1,001.01亩"
