"""无法识别的地类: one land polygon with a blank or unknown code costs its own patches their land figures, not the county."""

from __future__ import annotations

from decimal import Decimal

import pytest

from landwatch_plugin.casework.month_end import accountability
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import LandwatchError
from tests.hand_made import SmallCounty, patch_row, rect

LAND_FIGURES = ("arable_mu", "other_farm_mu", "built_mu", "unused_mu", "built_share", "legal_left_arable_mu")


@pytest.fixture
def strange(request: pytest.FixtureRequest, small: SmallCounty) -> SmallCounty:
    """Patch 1 half on 水田 and half on a polygon with the code given; patch 2 on 水田, patch 3 beside the polygon."""
    small.receive(
        patch_row("1", rect(80, 20, 40, 50)),
        patch_row("2", rect(20, 20, 40, 50)),
        patch_row("3", rect(20, 100, 80, 50)),
    )
    small.bind(Role.LAND, (rect(0, 0, 100, 400), {"DLBM": "0101"}), (rect(100, 0, 100, 400), {"DLBM": request.param}))
    small.bind_grounds()
    return small


@pytest.mark.parametrize(
    ("strange", "told"),
    [
        ("9999", "地类编码“9999”不在规则手册的“三调工作分类”地类表中"), (None, "没有地类编码"), ("", "没有地类编码"),
        ("  ", "没有地类编码"),
    ],
    indirect=["strange"],
)  # fmt: skip
def test_only_its_patches_lose_their_land_figures(strange: SmallCounty, told: str) -> None:
    """The report names layer, feature and number of patches; a patch that merely touches it keeps its figures."""
    report = strange.check()
    assert report.checked == 3
    (note,) = [text for text in report.notes if "按无数据" in text]
    assert note.startswith("地类图斑要素")
    assert f"{told}，涉及图斑1个" in note
    one = strange.checked("1")
    assert [one.values[key] for key in LAND_FIGURES] == [None] * len(LAND_FIGURES)
    assert not [share for share in one.shares if share.role is Role.LAND]
    assert any(told in text and "地类面积按无数据" in text for text in one.incomplete)
    for number, area in (("2", "3.00"), ("3", "6.00")):
        assert strange.checked(number).values["arable_mu"] == Decimal(area)
        assert strange.checked(number).failed == ()


@pytest.mark.parametrize("strange", ["9999"], indirect=True)
def test_what_needs_the_land_figures_says_why_it_is_unsure(strange: SmallCounty) -> None:
    """And the ratio refuses the patch instead of counting nought."""
    strange.check()
    findings = strange.checked("1").findings
    assert any("地类编码“9999”" in finding.reason for finding in findings)
    strange.decide("1", "违法", "未报即用")
    with pytest.raises(LandwatchError, match="图斑1判定时没有耕地面积"):
        accountability(strange.ledger)
