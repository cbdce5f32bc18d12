"""存疑原因: a figure that is not there says why: the layer, the day of a paper, the day of building, the visit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from landwatch_plugin.domain.check import Paper, Value
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.paper_dates import date_lacking, named, not_in_force, undated
from landwatch_plugin.domain.unsure import Doubt, Known

BEFORE, AFTER = date(2025, 6, 12), date(2026, 3, 5)
DAYS: dict[str, Value] = {"after_date": AFTER, "before_date": BEFORE, "built_from": BEFORE, "built_until": AFTER}
GROUNDS = (Role.BATCH, Role.SINGLE, Role.SUPPLY)


def paper(role: Role = Role.BATCH, number: str = "演政土批〔2025〕11号", **days: date) -> Paper:
    return Paper(role, number, area_m2=100.0, **days)  # type: ignore[arg-type]


def known(*papers: Paper, bound: Any = tuple(Role), **values: Value) -> Known:
    return Known({**DAYS, **values}, bound, {}, papers, GROUNDS)


def reason(key: str, *papers: Paper, **values: Value) -> str:
    return known(*papers, **values).doubt((), (key,)).text


@pytest.mark.parametrize(
    ("key", "one", "said"),
    [
        ("batch_share", paper(), "无数据：批次用地覆盖率（批文演政土批〔2025〕11号没有批准日期或日期不能识别）"),
        ("legal_left_mu", paper(), "批文演政土批〔2025〕11号没有批准日期"),
        ("late_share", paper(Role.SUPPLY), "供地文件演政土批〔2025〕11号没有批准日期"),
        ("makeup_share", paper(), "批文演政土批〔2025〕11号没有批准日期"),
        ("registered_share", paper(Role.REGISTERED, ""), "不动产权证（未写明文号）没有登记日期"),
        ("temporary_share", paper(Role.TEMPORARY, "甲", date=BEFORE), "临时用地批文甲没有有效期止"),
        ("temporary_over_share", paper(Role.TEMPORARY, "甲", date=BEFORE), "临时用地批文甲没有有效期止"),
        ("mine_out_mu", paper(Role.MINE, "C甲", start=BEFORE), "采矿许可证C甲没有有效期止"),
        ("mine_end", paper(Role.MINE, "C甲"), "采矿许可证C甲没有有效期止"),
    ],
)
def test_a_paper_without_its_date_is_named(key: str, one: Paper, said: str) -> None:
    """The user has to know which paper to look up."""
    assert said in reason(key, one)


@pytest.mark.parametrize("key", ["batch_share", "legal_share"])
def test_papers_of_other_layers_and_dated_ones_are_no_reason(key: str) -> None:
    """An undated filing, an undated registration that the book does not count, an approval with its day."""
    others = (paper(Role.FACILITY), paper(Role.REGISTERED), paper(date=date(2025, 1, 1)))
    assert reason(key, *others).endswith("率")


def test_a_patch_without_the_day_of_its_image_says_so() -> None:
    """Whatever is laid over it, no paper can be in force on no day."""
    assert reason("batch_share", paper(date=BEFORE), after_date=None) == "无数据：批次用地覆盖率（没有后时相日期）"


@pytest.mark.parametrize(
    ("days", "values", "said"),
    [
        (date(2025, 9, 1), {}, "（没有填写建设时间，而批文甲（2025年9月1日）的批准日期在前后时相之间）"),
        (AFTER, {}, "（没有填写建设时间，而批文甲（2026年3月5日）的批准日期在前后时相之间）"),
        (date(2025, 9, 1), {"built_from": None, "before_date": None}, "（没有前时相日期，也没有填写建设时间）"),
        (BEFORE, {}, ""),
        (date(2025, 9, 1), {"built_on": BEFORE, "built_from": BEFORE}, ""),
    ],
)
def test_between_the_images_the_day_of_building_is_asked_for(days: date, values: dict[str, Value], said: str) -> None:
    """建设后补办: which came first, the paper or the building? Older papers raise no such question."""
    assert reason("makeup_share", paper(number="甲", date=days), **values) == f"无数据：建设后补办覆盖率{said}"


def test_figures_of_one_reason_stand_together() -> None:
    """And apart from those of which nothing is known."""
    told = known(paper(number="甲")).doubt((), ("batch_share", "width_m", "legal_share")).rest
    assert told == (
        "无数据：批次用地覆盖率、合法依据覆盖率（批文甲没有批准日期或日期不能识别）",
        "无数据：平均宽度",
    )


def test_a_layer_that_the_rule_does_not_name_is_named_by_the_figure() -> None:
    """Once: what the rule needs is said before."""
    blind = known(bound={Role.SINGLE, Role.SUPPLY})
    assert blind.doubt((), ("batch_share",)).text == "无数据：批次用地覆盖率（批次用地没有数据）"
    assert blind.doubt((Role.BATCH,), ("batch_share",)).text == "未绑定图层：批次用地；无数据：批次用地覆盖率"


def test_before_the_visit_its_facts_are_no_gap_of_the_data() -> None:
    """Kinds of use are read out of one fact: it is named once."""
    doubt = known().doubt((), ("kind", "use", "use_kinds", "use_nature", "found", "remark"))
    assert doubt == Doubt(rest=("无数据：图斑类别",), unvisited=("实地用途", "现场情况"))
    assert not doubt.awaits_visit and Doubt(unvisited=("实地用途",)).awaits_visit
    assert known().doubt((), ("use", "found")).text == "尚未外业核查：实地用途、现场情况"


def test_after_the_visit_what_was_left_out_is_named() -> None:
    """Going there again is not what is asked for."""
    doubt = known(found="已建成").doubt((), ("use", "built_on"))
    assert doubt.text == "外业核查未填写：实地用途、建设时间" and not doubt.awaits_visit
    assert doubt.unfilled == ("实地用途", "建设时间") and doubt.unvisited == ()


def test_doubtful_elevations_are_told_with_their_reason() -> None:
    told = reason("mine_top_m", mine_doubt="许可标高写有“约”")
    assert told == "无数据：许可采深上限；许可标高写有“约”"


def test_many_papers_are_not_all_listed() -> None:
    """Three and how many there are; one number twice counts once."""
    papers = [paper(number=name) for name in "甲乙丙丁丁"]
    assert undated(papers) == "批文甲、批文乙、批文丙等4件没有批准日期或日期不能识别"
    assert named(papers[:2]) == "批文甲、批文乙"


@pytest.mark.parametrize("role", list(Role))
def test_only_papers_that_count_by_a_day_lack_one(role: Role) -> None:
    """Lines and filings have no term."""
    dated = role in (*GROUNDS, Role.REGISTERED, Role.LINKED, Role.TEMPORARY, Role.MINE)
    assert bool(date_lacking(paper(role))) is dated
    assert date_lacking(paper(role, date=BEFORE, end=AFTER)) == ""


def test_a_paper_of_unknown_day_is_not_called_in_force() -> None:
    assert not_in_force(paper(), AFTER) == not_in_force(paper(), None) == "（没有批准日期或日期不能识别）"
    assert not_in_force(paper(date=BEFORE), AFTER) == not_in_force(paper(date=BEFORE), None) == ""
