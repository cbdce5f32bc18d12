"""指标文字: what nobody has looked at is not 无数据, and what is there is never printed as nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS, shown
from landwatch_plugin.domain.field_texts import VISIT, Printed, share_text, told, visited

D = Decimal
QUICK = settings(deadline=None, max_examples=80, derandomize=True)


@pytest.mark.parametrize("key", sorted(VISIT))
def test_what_only_a_visit_can_tell_says_that_nobody_was_there(key: str) -> None:
    """Before the visit 尚未外业核查; after it the fact was left out."""
    other = "party" if key != "party" else "found"
    assert told(key, {}) == "尚未外业核查"
    assert told(key, {other: "某某"}) == "未填写"


@pytest.mark.parametrize("key", sorted(set(FIELDS) - VISIT))
def test_figures_of_layers_stay_without_data(key: str) -> None:
    assert told(key, {}) == told(key, {"use": "厂房"}) == "无数据"


def test_a_patch_that_was_visited_is_known_by_any_fact() -> None:
    """已具备材料 says 无 of a visit without papers, while papers can be ticked at the desk; empty texts are no facts."""
    assert visited({"held": "无"}) and visited({"found": "已建成"})
    assert not visited({"held": "批准文件、现场照片"})
    assert not visited({"use": "", "built_on": None, "arable_mu": D("1.00"), "photos": 0})


@pytest.mark.parametrize(
    ("message", "values", "text"),
    [
        ("光伏，实地用途“{use}”，占{arable_mu}。", {"arable_mu": D("2.00")}, "光伏，实地用途尚未外业核查，占2.00亩。"),
        ("实地用途“{use}”，须核实。", {"use": "厂房"}, "实地用途“厂房”，须核实。"),
        ("实地用途“{use}”，须核实。", {"party": "村民"}, "实地用途未填写，须核实。"),
        ("图斑类型“{tblx}”，“原文”照录。", {}, "图斑类型无数据，“原文”照录。"),
        ("最迟于{built_until}建成。", {}, "最迟于无数据建成。"),
    ],
)
def test_quotation_marks_stand_only_around_what_somebody_wrote(
    message: str, values: dict[str, Value], text: str
) -> None:
    """“无数据” in quotes would read as if the inspectors had written it."""
    assert Printed(values).fill(message) == text


@pytest.mark.parametrize(
    ("key", "values", "text"),
    [
        ("legal_left_mu", {"legal_left_mu": D("0.00"), "legal_share": D("0.999800")}, "不足0.01亩"),
        ("legal_left_mu", {"legal_left_mu": D("0.00"), "legal_share": D("1.000000")}, "0.00亩"),
        ("legal_left_mu", {"legal_left_mu": D("0.00")}, "0.00亩"),
        ("legal_left_mu", {"legal_left_mu": D("0.01"), "legal_share": D("0.999800")}, "0.01亩"),
        ("legal_left_mu", {"legal_left_mu": D("0.0042"), "legal_share": D("0.999800")}, "0.0042亩"),
        ("mine_out_mu", {"mine_out_mu": D("0.00"), "mine_share": D("0.999999")}, "不足0.01亩"),
        ("mine_in_mu", {"mine_in_mu": D("0.00"), "mine_share": D("0.000001")}, "不足0.01亩"),
        ("mine_in_mu", {"mine_in_mu": D("0.00"), "mine_share": D("0.000000")}, "0.00亩"),
        ("urban_mu", {"urban_mu": D("0.00"), "urban_share": D("0.000100")}, "不足0.01亩"),
        ("arable_mu", {"arable_mu": D("0.00")}, "0.00亩"),
        ("legal_share", {"legal_share": D("0.999996")}, "99.9996%"),
        ("legal_share", {"legal_share": D("0.000004")}, "0.0004%"),
        ("legal_share", {"legal_share": D("1.000000")}, "100.00%"),
        ("legal_share", {"legal_share": D("0.000000")}, "0.00%"),
    ],
)
def test_share_and_area_of_one_ground_do_not_contradict_each_other(
    key: str, values: dict[str, Value], text: str
) -> None:
    """99.98 % beside 0.00亩 that is left over puzzles every reader."""
    assert told(key, values) == text


@QUICK
@given(st.integers(0, 1_000_000))
def test_only_nothing_and_all_are_printed_as_0_and_100(millionths: int) -> None:
    """Two decimals as everywhere, four where two would say 0 or 100 of what is neither."""
    share = D(millionths) / 1_000_000
    text = share_text(share)
    assert (D(text.rstrip("%")) in (0, 100)) is (share in (0, 1))
    assert abs(D(text.rstrip("%")) / 100 - share) <= D("0.00005")
    assert text == shown("legal_share", share) or shown("legal_share", share) in ("0.00%", "100.00%")
