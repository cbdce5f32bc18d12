"""坐落: the township and village with most of the patch; what no layer tells stays open."""

from __future__ import annotations

import pytest

from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, patch_row, rect


def place(small: SmallCounty) -> tuple[str, str, str, str]:
    with Ledger.open(small.ledger) as ledger:
        patch = ledger.patch("1")
    return patch.town_code, patch.town, patch.village_code, patch.village


def town(code: str, name: str) -> dict[str, str]:
    return {"XZQDM": code, "XZQMC": name}


def test_the_largest_part_decides(small: SmallCounty) -> None:
    """25 of 40 m lie in the eastern township."""
    small.receive(patch_row("1", rect(85, 20, 40, 50)))
    small.bind(
        Role.TOWN, (rect(0, 0, 100, 400), town("990126101", "西乡")), (rect(100, 0, 300, 400), town("990126102", "东乡"))
    )
    small.bind(Role.VILLAGE, (rect(0, 0, 400, 400), {"ZLDWDM": "990126102203", "ZLDWMC": "东村"}))
    small.check()
    assert place(small) == ("990126102", "东乡", "990126102203", "东村")


def test_a_township_of_several_polygons_counts_as_one(small: SmallCounty) -> None:
    """Two pieces of 12 m beat one of 16 m."""
    small.receive(patch_row("1", rect(0, 20, 40, 50)))
    west, east = town("990126101", "西乡"), town("990126102", "东乡")
    small.bind(Role.TOWN, (rect(0, 0, 12, 400), west), (rect(12, 0, 16, 400), east), (rect(28, 0, 12, 400), west))
    small.check()
    assert place(small)[:2] == ("990126101", "西乡")


def test_without_layers_the_place_stays_open(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(0, 20, 40, 50)))
    small.check()
    assert place(small) == ("", "", "", "")


def test_leading_zeros_of_a_code_stay(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(0, 20, 40, 50)))
    small.bind(Role.TOWN, (rect(0, 0, 100, 400), town("010126101", "北乡")))
    small.check()
    assert place(small)[0] == "010126101"


def test_the_place_is_written_into_the_journal_once(small: SmallCounty) -> None:
    """A second check that finds the same place changes nothing."""
    small.receive(patch_row("1", rect(0, 20, 40, 50)))
    small.bind(Role.TOWN, (rect(0, 0, 100, 400), town("990126101", "西乡")))
    small.check()
    small.check()
    with Ledger.open(small.ledger) as ledger:
        assert [entry.act for entry in ledger.journal()].count("坐落") == 1


def test_intake_finds_the_place_when_the_layers_are_bound(small: SmallCounty) -> None:
    """The project knows its townships already: the list is sorted by township before any check."""
    small.bind(Role.TOWN, (rect(0, 0, 100, 400), town("990126101", "西乡")))
    small.bind(Role.VILLAGE, (rect(0, 0, 400, 400), {"ZLDWDM": "990126101203", "ZLDWMC": "西村"}))
    small.receive(patch_row("1", rect(20, 20, 40, 50)), bindings=list(small.bindings.values()))
    assert place(small) == ("990126101", "西乡", "990126101203", "西村")


def test_a_township_layer_that_cannot_be_opened_stops_the_intake_and_keeps_nothing(small: SmallCounty) -> None:
    """A bound layer that is gone is not the same as one that was never bound."""
    gone = Binding(Role.TOWN, str(small.folder / "不在.gpkg"))
    with pytest.raises(InputError, match="乡镇界图层无法打开"):
        small.receive(patch_row("1", rect(20, 20, 40, 50)), bindings=[gone])
    assert not small.ledger.exists()
