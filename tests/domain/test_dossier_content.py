"""图斑卷宗的内容: all that one volume says; figures as in the check, 无数据 where there are none, no missing fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from landwatch_plugin.domain.case import Case, PhotoNote
from landwatch_plugin.domain.check import Share
from landwatch_plugin.domain.control import OVERLAID, Role
from landwatch_plugin.domain.dossier import dossier_content
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Suggestion
from tests.made_cases import FACTS, case, checked, decision, deferred

D = Decimal
PICTURES = {"before": "b.png", "after": "a.png", "overlay": "o.png"}


def content(one: Case, book: RuleBook, centre: str = "东经114.000000°，北纬28.000000°") -> dict[str, Any]:
    return dossier_content(one, book, "演示县自然资源局", date(2026, 8, 27), PICTURES, centre)


def test_the_patch_as_received_and_as_measured(book: RuleBook) -> None:
    """The measured area is the check's, the issued one stands beside it."""
    made = content(case(other_m2=670.0), book)
    patch = made["patch"]
    assert (patch["number"], patch["town"], patch["village"], patch["batch"]) == ("990126SJ0001", "青禾镇", "一村", "2026年6月")
    assert (patch["m2"], patch["mu"], patch["official_mu"]) == (2670.0, D("4.01"), D("3.02"))
    assert patch["base_class"] == "水田（0101）"
    assert (made["dates"]["before"], made["dates"]["after"]) == ("2026年2月8日", "2026年5月12日")


def test_an_image_date_of_which_only_the_month_is_known_is_printed_as_a_month(book: RuleBook) -> None:
    """The first of the month is an assumption for the rules; on paper it would be a fact."""
    made = content(case(after=date(2026, 5, 1), after_text="2026-05"), book)
    assert made["dates"]["after"] == "2026年5月"


def test_a_date_that_could_not_be_read_is_shown_as_written(book: RuleBook) -> None:
    made = content(case(after=None, after_text="五月中旬"), book)
    assert made["dates"]["after"] == "五月中旬"


def test_what_was_not_issued_is_empty(book: RuleBook) -> None:
    patch = content(case(official_m2=None, base_class=""), book)["patch"]
    assert (patch["official_mu"], patch["base_class"]) == (None, "")


def test_land_classes_sum_to_the_patch(book: RuleBook) -> None:
    """Largest first, in m² and 亩; the kinds that are met stand below them."""
    made = content(case(other_m2=670.0), book)
    assert [(row["class"], row["m2"], row["mu"]) for row in made["areas"]] == [
        ("水田（0101）", 2000.0, D("3.00")), ("乔木林地（0301）", 670.0, D("1.01")),
    ]  # fmt: skip
    assert sum(row["mu"] for row in made["areas"]) == made["patch"]["mu"]
    assert made["of_which"] == [
        {"name": "耕地", "m2": 2000.0, "mu": D("3.00")}, {"name": "其他农用地", "m2": 670.0, "mu": D("1.01")},
    ]  # fmt: skip


@pytest.mark.parametrize("unbound", [("地类图斑",), ()], ids=["未绑定", "不闭合"])
def test_without_land_figures_every_kind_says_no_data(book: RuleBook, unbound: tuple[str, ...]) -> None:
    """Not bound, or bound and not closing on the patch: neither m² nor 亩, and no 0."""
    blind = checked("1", None, unbound=unbound, unclosed_m2=0.0 if unbound else 4.0)
    made = content(case(check=blind), book)
    assert made["areas"] == []
    assert [(row["name"], row["m2"], row["mu"]) for row in made["of_which"]] == [
        (kind, None, None) for kind in ("耕地", "其他农用地", "建设用地", "未利用地")
    ]
    assert made["unclosed_m2"] == (None if unbound else 4.0)


def test_every_layer_has_its_state(book: RuleBook) -> None:
    """压占 with area and share, 未压占 with 0, 无数据 with neither."""
    red = (*checked("1").shares, Share(Role.REDLINE, "", 500.0, "", D("0.75")))
    rows = {row["name"]: row for row in content(case(check=checked("1", shares=red)), book)["coverage"]}
    assert list(rows) == [role.title for role in OVERLAID if role is not Role.LAND]
    assert (rows["生态保护红线"]["state"], rows["生态保护红线"]["mu"], rows["生态保护红线"]["share"]) == ("压占", D("0.75"), D("25.00"))
    assert (rows["永久基本农田"]["state"], rows["永久基本农田"]["mu"], rows["永久基本农田"]["share"]) == ("未压占", D("0.00"), D("0.00"))
    assert (rows["采矿权"]["state"], rows["采矿权"]["mu"], rows["采矿权"]["share"]) == ("无数据", None, None)


def test_findings_that_are_met_are_told_and_those_that_are_not_are_named(book: RuleBook) -> None:
    """Twenty lines of 不符合 would read like twenty violations."""
    made = content(case(), book)
    found = made["findings"]
    assert [(row["id"], row["state"]) for row in found] == [("W-07", "符合")]
    assert made["not_met"] == "H-03"
    assert found[0]["values"] == "耕地面积 3.00亩"


def test_suggestion_and_decision_stand_side_by_side(book: RuleBook) -> None:
    made = content(case(decided=decision("合法", "供地", owner="青禾镇", tags=("新增",), meeting="第三次会审")), book)
    assert made["suggestion"] == "违法—未报即用（缺1项举证）。未发现批准、供地、临时用地、设施备案覆盖图斑"
    shown = made["decision"]
    assert (shown["verdict"], shown["subtype"], shown["meeting"], shown["by"]) == ("合法", "供地", "第三次会审", "张某")
    assert shown["date"] == date(2026, 8, 27)


def test_the_ground_is_that_of_the_decision(book: RuleBook) -> None:
    """Never the suggestion's when the meeting decided otherwise, and no lone full stop."""
    assert content(case(decided=decision()), book)["basis_text"] == "以系统信息为准。"
    assert content(case(decided=decision("合法", "供地")), book)["basis_text"] == ""
    assert content(case(), book)["basis_text"] == ""


def test_an_undecided_patch_has_no_decision_and_a_deferred_one_no_class(book: RuleBook) -> None:
    assert content(case(), book)["decision"] is None
    shown = content(case(decided=deferred("拟分割")), book)["decision"]
    assert (shown["verdict"], shown["subtype"], shown["reason"]) == ("暂缓", "", "拟分割")


def test_evidence_of_the_class_that_counts(book: RuleBook) -> None:
    """Of the decision; before it, of the suggestion. What else is held is listed too."""
    decided = content(case(decided=decision("合法", "供地"), held=("供地合同", "情况说明")), book)["evidence"]
    assert [(row["name"], row["have"], row["note"]) for row in decided] == [
        ("套合图", False, "应有"), ("现场照片", False, "应有"), ("供地合同", True, "任选其一"), ("划拨决定书", False, "任选其一"),
        ("情况说明", True, "其他"),
    ]  # fmt: skip
    waiting = content(case(), book)["evidence"]
    assert [row["name"] for row in waiting if not row["have"]] == ["套合图", "现场照片", "停工通知书"]


@pytest.mark.parametrize("name", ["现场情况", "实地用途", "核查人", "核查日期"])
def test_a_missing_fact_stops_the_volume(book: RuleBook, name: str) -> None:
    """With patch, fact and cure; never a blank in its place."""
    facts = {key: value for key, value in FACTS.items() if key != name}
    with pytest.raises(LandwatchError, match=rf"图斑990126SJ0001没有外业核查记录“{name}”"):
        content(case(facts=facts), book)


def test_facts_are_told_in_sentences(book: RuleBook) -> None:
    made = content(case(), book)
    first, second = made["facts"].split("\n")
    assert first == "已建成厂房1栋。"
    assert second == "实地用途：工业用地，建设时间：2026年3月1日，项目名称：某厂项目，用地主体：某公司。"
    assert made["dates"]["surveyed"] == date(2026, 7, 22)
    assert made["inspectors"] == ["李某", "王某"]


def test_what_the_visit_left_open_is_left_out(book: RuleBook) -> None:
    """建设时间 is not known for a field that was never built on."""
    facts = {key: value for key, value in FACTS.items() if key in ("现场情况", "实地用途", "核查人", "核查日期")}
    assert content(case(facts=facts), book)["facts"].split("\n")[1] == "实地用途：工业用地。"


def test_photos_carry_time_azimuth_and_place(book: RuleBook) -> None:
    photos = (
        PhotoNote("1.jpg", "2026-07-21T09:30:00", 134.6, "东经114.000300°，北纬28.000300°"), PhotoNote("2.jpg"),
    )  # fmt: skip
    shown = content(case(photos=photos), book)["photos"]
    assert shown[0] == {"file": "1.jpg", "caption": "拍摄于2026-07-21 09:30，方位角135°，东经114.000300°，北纬28.000300°"}
    assert shown[1] == {"file": "2.jpg", "caption": ""}


def test_without_coordinates_there_is_no_centre(book: RuleBook) -> None:
    assert content(case(), book, centre="")["centre"] == ""


def test_how_it_was_measured_is_told(book: RuleBook) -> None:
    made = content(case(), book)
    assert (made["area_basis"], made["rulebook"]) == ("椭球面积（CGCS2000椭球）", "2022-default 1.0（01234567）")
    assert made["pictures"] == PICTURES


def test_a_suggestion_without_reason_ends_as_it_is(book: RuleBook) -> None:
    blank = checked("1", suggestion=Suggestion("", "", "", "存疑", ""))
    assert content(case(check=blank), book)["suggestion"] == "存疑，需人工判定"


def test_the_next_step_has_one_full_stop(book: RuleBook) -> None:
    """The template sets its own."""
    unsure = checked("1", suggestion=Suggestion("", "", "", "存疑", "", next_step="绑定图层：供地后重新核查。"))
    assert content(case(check=unsure), book)["next_step"] == "绑定图层：供地后重新核查"


def test_the_volume_of_a_child_says_what_it_was_split_from(book: RuleBook) -> None:
    """The facts were written down before the split; the reader is told."""
    whole = case(decided=deferred("拟分割"))
    child = replace(whole, patch=replace(whole.patch, number="T1_1", parent="T1"))
    assert content(child, book)["facts"].startswith("本图斑由图斑T1拆分而来，现场情况系拆分前记录。\n")
    assert "拆分" not in content(whole, book)["facts"]
