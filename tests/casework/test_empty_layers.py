"""空图层: a bound layer without features covers nothing, and the check and the layer doctor ask whether data was left out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from landwatch_plugin.casework.layer_doctor import examine
from landwatch_plugin.domain.control import APPROVALS, Role
from landwatch_plugin.domain.diagnosis import Health
from landwatch_plugin.domain.progress import Silent
from tests.hand_made import SmallCounty, patch_row, rect

SAID = "图层没有要素，按未覆盖处理"


@pytest.mark.parametrize("role", [*APPROVALS, Role.MINE, Role.FARMLAND, Role.KEY_AREA], ids=lambda role: role.title)
def test_the_check_says_that_a_layer_is_empty(small: SmallCounty, role: Role) -> None:
    """It is bound, so that its figures are 0 and not 无数据; the report asks for the data."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind(role)
    report = small.check()
    assert report.empty == (role.title,)
    assert report.notes == [f"{role.title}{SAID}；请确认是否漏给数据"]
    assert role.title not in report.unbound and report.failed == ()


def test_an_empty_facility_layer_covers_nothing(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind(Role.FACILITY)
    small.bind(Role.LAND, (rect(0, 0, 400, 400), {"DLBM": "0101"}))
    report = small.check()
    assert small.checked("1").values["facility_share"] == Decimal(0)
    assert report.empty == (Role.FACILITY.title,)


def test_the_layer_doctor_asks_whether_data_was_left_out(small: SmallCounty) -> None:
    found = [one for one in examine([small.bind(Role.FACILITY)], Silent()) if one.item == "要素"]
    assert [(one.said, one.health) for one in found] == [(SAID, Health.WARN)]
    assert "请确认是否漏给数据" in found[0].cure


def test_what_is_suspected_over_empty_approvals_names_them(small: SmallCounty) -> None:
    """没有一份批准 may mean that the papers were not handed in: never 数据齐备."""
    small.receive(patch_row("1", rect(20, 20, 40, 50), TBLX="5"))
    small.bind_land()
    for role in (Role.BATCH, Role.SINGLE, Role.SUPPLY, Role.TEMPORARY, Role.FACILITY):
        small.bind(role)
    small.check()
    found = small.checked("1")
    assert found.suggestion.verdict == "违法"
    assert found.suggestion.confidence.startswith(f"{found.values['empty_layers']}图层没有要素")
    assert str(found.values["empty_layers"]).startswith("批次用地、单独选址、供地、临时用地")


def test_with_papers_elsewhere_in_the_county_nothing_is_said(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind_land()
    small.bind_grounds()
    small.check()
    assert "没有要素" not in small.checked("1").suggestion.confidence
    assert small.checked("1").values["empty_layers"] is None
