"""采矿权的种种情形: hand-made licences against figures reckoned by hand; what a licence layer gets wrong is told, not guessed.

The patch is 40 m × 50 m = 2000 m² = 3.00 亩, its images of 2026-02-08 and 2026-05-12; 1 m of its width is 0.075 亩.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import shapely

from landwatch_plugin.casework.checking import CheckReport, check
from landwatch_plugin.casework.layer_doctor import examine
from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.paths import shipped
from tests.hand_made import SmallCounty, patch_row, rect

D = Decimal
BOOK = shipped("resources", "rulebooks", "minerals-default.toml")
PATCH = rect(20, 20, 40, 50)
FAR = rect(500, 0, 100, 100)


def licence(number: str = "C甲", start: str = "2021-04-20", end: str = "2031-04-19", **given: str) -> dict[str, Any]:
    return {"XKZH": number, "YXQQ": start, "YXQZ": end, "CSSX": "", "CSXX": "", "BJLX": ""} | given


def run(
    small: SmallCounty, *licences: tuple[Any, dict[str, Any]], facts: dict[str, str] | None = None, **patches: Any
) -> CheckReport:
    """Patch 1, and further ones by name, checked by the mineral book."""
    shapes = {"1": PATCH} | patches
    small.receive(*(patch_row(number, shape, TBLX="CK") for number, shape in shapes.items()))
    small.bind(Role.MINE, *licences)
    if facts:
        with Ledger.open(small.ledger) as ledger:
            ledger.save_facts("1", facts, "外业组")
    return check(small.ledger, list(small.bindings.values()), BOOK, Silent())


def figures(small: SmallCounty, *licences: tuple[Any, dict[str, Any]]) -> Check:
    run(small, *licences)
    return small.checked("1")


def near(value: Any, metres: str) -> bool:
    """To a centimetre: a figure in metres is found to 2 mm and printed in centimetres."""
    return isinstance(value, Decimal) and abs(value - D(metres)) <= D("0.01")


def outcome(found: Check, rule: str) -> Outcome:
    return next(item.outcome for item in found.findings if item.rule == rule)


@pytest.mark.parametrize(
    ("end", "share", "over", "subtype"),
    [
        ("2026-02-07", 0, 1, "持过期许可证开采"), ("2026-03-31", 0, 1, "持过期许可证开采"), ("2026-05-11", 0, 1, "持过期许可证开采"),
        ("2026-05-12", 1, 0, "采矿许可证范围内"), ("2026-05-13", 1, 0, "采矿许可证范围内"),
    ],
)  # fmt: skip
def test_the_day_of_the_after_image_decides(small: SmallCounty, end: str, share: int, over: int, subtype: str) -> None:
    """Expired before, between or on the day before the after image: over; on that day it is still in force."""
    found = figures(small, (rect(0, 0, 100, 100), licence(end=end)))
    assert (found.values["mine_share"], found.values["mine_over_share"]) == (share, over)
    assert found.values["mine_end"].isoformat() == end  # type: ignore[union-attr]
    assert found.suggestion.subtype == subtype
    assert "2026年" in found.suggestion.reason and "C甲" in found.suggestion.reason


def test_two_licences_side_by_side_cover_as_one(small: SmallCounty) -> None:
    """They share the line x = 40: nothing is left between, both numbers are named, each once."""
    found = figures(
        small, (rect(0, 0, 40, 100), licence("C甲")), (rect(40, 0, 60, 100), licence("C乙", end="2027-01-01"))
    )
    got = found.values
    assert (got["mine_in_mu"], got["mine_out_mu"], got["mine_out_m"]) == (D("3.00"), D("0.00"), D("0.00"))
    assert got["mine_licence"] == "有效：C甲（有效期至2031年4月19日）、C乙（有效期至2027年1月1日）"
    assert got["mine_end"].isoformat() == "2031-04-19"  # type: ignore[union-attr]
    assert found.suggestion.subtype == "采矿许可证范围内"


def test_the_ground_between_two_licences_is_measured_amid_it(small: SmallCounty) -> None:
    """x 30–50 belongs to neither: 20 m × 50 m = 1.50 亩; its farthest points lie on x = 40, 10 m from both."""
    found = figures(small, (rect(0, 0, 30, 100), licence("C甲")), (rect(50, 0, 50, 100), licence("C乙")))
    assert (found.values["mine_in_mu"], found.values["mine_out_mu"]) == (D("1.50"), D("1.50"))
    assert near(found.values["mine_out_m"], "10.00")
    assert found.suggestion.subtype == "越界开采"


def test_of_two_licences_only_the_one_in_force_counts(small: SmallCounty) -> None:
    """x 20–40 in force, x 40–60 expired: 1.50 亩 in, 1.50 亩 out, 20 m at the farthest; both are named."""
    found = figures(
        small, (rect(0, 0, 40, 100), licence("C甲")), (rect(40, 0, 60, 100), licence("C乙", end="2026-04-01"))
    )
    got = found.values
    assert (got["mine_in_mu"], got["mine_out_mu"], got["mine_out_m"]) == (D("1.50"), D("1.50"), D("20.00"))
    assert (got["mine_share"], got["mine_over_share"]) == (D("0.5"), D("0.5"))
    assert "C乙（有效期至2026年4月1日）" in str(got["mine_licence"])


def test_a_licence_renewed_on_the_same_ground(small: SmallCounty) -> None:
    """The old one ran out a month before the after image, the new one began the day after: covered once, both named."""
    old, new = licence("C旧", "2016-04-13", "2026-04-12"), licence("C新", "2026-04-13", "2036-04-12")
    found = figures(small, (rect(0, 0, 50, 100), old), (rect(0, 0, 50, 100), new))
    got = found.values
    assert (got["mine_in_mu"], got["mine_out_mu"], got["mine_out_m"]) == (D("2.25"), D("0.75"), D("10.00"))
    assert got["mine_over_share"] == D("0.75")
    assert got["mine_end"].isoformat() == "2036-04-12"  # type: ignore[union-attr]
    assert (found.suggestion.verdict, found.suggestion.subtype) == ("违法", "越界开采")


def test_a_gap_between_old_and_new_term_is_no_licence(small: SmallCounty) -> None:
    """Expired on 1 May, renewed from 1 June: on 12 May nothing was in force."""
    old, new = licence("C旧", end="2026-05-01"), licence("C新", "2026-06-01", "2036-05-31")
    found = figures(small, (rect(0, 0, 100, 100), old), (rect(0, 0, 100, 100), new))
    assert (found.values["mine_share"], found.values["mine_over_share"]) == (0, 1)
    assert found.suggestion.subtype == "持过期许可证开采"


def test_a_licence_of_two_parts_with_a_hole(small: SmallCounty) -> None:
    """One part holds the patch but for a hole of 20 m × 20 m = 0.60 亩, whose middle is 10 m from its sides."""
    part = rect(0, 0, 100, 100).difference(rect(30, 30, 20, 20))
    found = figures(small, (shapely.MultiPolygon([part, FAR]), licence()))
    assert (found.values["mine_in_mu"], found.values["mine_out_mu"]) == (D("2.40"), D("0.60"))
    assert near(found.values["mine_out_m"], "10.00")
    assert found.values["mine_licence"] == "有效：C甲（有效期至2031年4月19日）"


def test_up_to_three_boundaries_each_measured_by_itself(small: SmallCounty) -> None:
    """矿区 whole; 开采 in two parts with 4 m between them; 治理 only a corner of 10 m × 10 m = 0.15 亩."""
    found = figures(
        small, (rect(0, 0, 100, 100), licence(BJLX="矿区范围")),
        (rect(0, 0, 38, 100), licence(BJLX="2")), (rect(42, 0, 58, 100), licence(BJLX="开采范围")), (rect(10, 10, 20, 20), licence(BJLX="治理范围")),
    )  # fmt: skip
    got = found.values
    assert (got["mine_in_mu"], got["mine_out_mu"], got["mine_out_m"]) == (D("3.00"), D("0.00"), D("0.00"))
    assert (got["second_in_mu"], got["second_out_mu"]) == (D("2.70"), D("0.30"))
    assert near(got["second_out_m"], "2.00")
    assert (got["third_in_mu"], got["third_out_mu"]) == (D("0.15"), D("2.85"))
    assert got["third_out_m"] == D("50.00")  # from (60, 70) to the corner (30, 30): √(30² + 40²)


def test_what_else_the_ground_is_by_hand(small: SmallCounty) -> None:
    """耕地 whole (3.00), 永农 10 m of 40 (0.75), 红线 untouched: named with their 亩, and nothing of what is not there."""
    small.bind_land()
    small.bind(Role.FARMLAND, (rect(0, 0, 30, 100), {"MC": ""}))
    small.bind(Role.REDLINE, (FAR, {"HXMC": "某红线"}))
    found = figures(small, (FAR, licence()))
    assert found.values["also_on"] == "同时占用耕地3.00亩、永久基本农田0.75亩"
    assert found.suggestion.subtype == "无证开采"
    assert found.suggestion.reason.endswith("同时占用耕地3.00亩、永久基本农田0.75亩。")


def test_an_unknown_kind_of_boundary_costs_its_own_patches_only(small: SmallCounty) -> None:
    """The report names feature, kind, number of patches and cure; the patch beside it is checked as ever."""
    report = run(
        small, (rect(0, 0, 100, 100), licence(BJLX="占地范围")), (rect(200, 0, 100, 100), licence("C乙", BJLX="矿区范围")),
        邻=rect(220, 20, 40, 50), 接=rect(100, 20, 20, 50),
    )  # fmt: skip
    assert report.checked == 3
    (note,) = report.notes
    assert note == (
        "采矿权要素1的边界类型“占地范围”不在规则手册中（请改为规则手册 [mine] boundaries 中的名称或序号（矿区范围、开采范围、治理范围）），"
        "涉及图斑1个，其矿产指标按无数据"
    )
    one = small.checked("1")
    assert one.suggestion.text == "存疑，需人工判定"
    assert [
        key for key, value in one.values.items() if key.startswith(("mine_", "second_", "third_")) and value is not None
    ] == []
    assert "边界类型“占地范围”不在规则手册中" in next(item.reason for item in one.findings if item.rule == "M-08")
    assert any("采矿权（要素1的边界类型" in text for text in one.incomplete)
    assert small.checked("邻").suggestion.subtype == "采矿许可证范围内"
    assert small.checked("接").suggestion.subtype == "无证开采"


def test_a_layer_of_unknown_kinds_only_still_lets_the_check_run(small: SmallCounty) -> None:
    report = run(small, (rect(0, 0, 100, 100), licence(BJLX="甲")), (rect(50, 0, 50, 100), licence(BJLX="乙")), 远=FAR)
    assert (report.checked, len(report.notes)) == (2, 2)
    assert small.checked("1").suggestion.verdict == ""
    assert small.checked("远").suggestion.subtype == "无证开采"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"CSSX": "约95", "CSXX": "-20"}, "采深上限“约95”写有“约”，不是确定的标高"),
        ({"CSSX": "-20", "CSXX": "95"}, "采深上限-20.00米低于下限95.00米，疑上下限颠倒"),
        ({"CSSX": "见许可证", "CSXX": ""}, "采深上限“见许可证”不能识别为标高"),
    ],
)
def test_a_band_in_doubt_is_told_with_feature_and_cure(small: SmallCounty, given: dict[str, str], told: str) -> None:
    """存疑 with the reason in rule M-01, and a line in the report; never a band turned round in silence."""
    facts = {"最高开采标高": "90", "最低开采标高": "-50"}
    report = run(small, (rect(0, 0, 100, 100), licence(**given)), facts=facts)
    assert report.notes == [f"采矿权要素1（C甲）{told}，许可标高按无数据；请按采矿许可证副本核对后更正"]
    found = small.checked("1")
    assert (found.values["mine_top_m"], found.values["mine_bottom_m"]) == (None, None)
    assert outcome(found, "M-01") is Outcome.UNSURE
    assert told in next(item.reason for item in found.findings if item.rule == "M-01")
    assert found.suggestion.confidence.startswith("先行规则M-01")


@pytest.mark.parametrize(
    "given", [{"CSSX": "+95m～-20m"}, {"CSXX": "由九十五米至负二十米标高"}, {"CSSX": "９５", "CSXX": "－２０"}]
)
def test_a_band_is_read_as_counties_write_it(small: SmallCounty, given: dict[str, str]) -> None:
    """Dug to −21 m under a licence down to −20 m with half a metre of error: 越深."""
    run(small, (rect(0, 0, 100, 100), licence(**given)), facts={"最高开采标高": "九十", "最低开采标高": "－２１米"})
    found = small.checked("1")
    assert (found.values["mine_top_m"], found.values["mine_bottom_m"]) == (D("95.00"), D("-20.00"))
    assert (found.values["dig_top_m"], found.values["dig_bottom_m"]) == (D("90.00"), D("-21.00"))
    assert found.suggestion.subtype == "越层越深开采"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"最低开采标高": "约80", "最高开采标高": "110"}, "外业最低开采标高“约80”写有“约”，不是确定的标高"),
        ({"最低开采标高": "110", "最高开采标高": "80"}, "外业最高开采标高80.00米低于最低开采标高110.00米，疑填反"),
    ],
)
def test_heights_of_the_field_visit_in_doubt_are_not_used(small: SmallCounty, facts: dict[str, str], told: str) -> None:
    report = run(small, (rect(0, 0, 100, 100), licence(CSSX="120", CSXX="85")), facts=facts)
    assert report.notes == [f"图斑1{told}，按无数据；请核对外业核查记录"]
    found = small.checked("1")
    assert (found.values["dig_top_m"], found.values["dig_bottom_m"]) == (None, None)
    assert told in next(item.reason for item in found.findings if item.rule == "M-01")


def test_the_layer_doctor_lists_what_the_check_would(small: SmallCounty) -> None:
    """Before the check: which features, and the cure."""
    made = small.bind(
        Role.MINE, (rect(0, 0, 9, 9), licence(BJLX="占地范围", CSSX="约95")), (rect(20, 0, 9, 9), licence())
    )
    found = {one.item: one for one in examine([made], Silent(), rulebook=BOOK)}
    assert "要素1“占地范围”" in found["边界类型"].said and "要素1采深上限“约95”" in found["许可标高"].said
