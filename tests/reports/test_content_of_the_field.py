"""What the law room says of real cases fits the shipped templates: minutes, letter and volume of three patches."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin import paths
from landwatch_plugin.domain.accountability import Piece, Term, account
from landwatch_plugin.domain.case import Case, PhotoNote
from landwatch_plugin.domain.check import Check, Share
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dossier import dossier_content
from landwatch_plugin.domain.letters import letter_content
from landwatch_plugin.domain.minutes import minutes_content
from landwatch_plugin.domain.patch import Patch, State
from landwatch_plugin.domain.rulebook import RuleBook, parse_rulebook
from landwatch_plugin.domain.verdict import Decision, Finding, Outcome, Suggestion
from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.render import make_document, read_template

pytestmark = pytest.mark.thorough

MEETING = {
    "name": "演示县2026年第三次卫片执法图斑集体会审会议", "issue": "第3期", "time": "2026年8月27日上午9:00", "place": "三楼会议室",
    "host": "甲某", "recorder": "乙某", "present": [{"unit": "县自然资源局", "name": "甲某", "post": "局长"}],
    "observers": [], "absent": [], "demands": ["落实责任。"], "dissent": [], "units": ["自然资源局", "农业农村局"],
}  # fmt: skip
ON = date(2026, 8, 27)
FACTS = {"现场情况": "经现场核查，建有厂房一座", "实地用途": "工业", "核查日期": "2026-08-20", "核查人": "丙某、丁某"}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    path = next(paths.shipped("resources", "rulebooks").glob("*.toml"))
    return parse_rulebook(tomllib.loads(path.read_text(encoding="utf-8")), path.name, "0" * 64)


@pytest.fixture(scope="module")
def cases(book: RuleBook) -> list[Case]:
    subtype = (
        book.subtypes_of("违法")[0]
        if "违法" in book.verdicts
        else next(iter(book.subtypes_of(next(iter(book.verdicts)))))
    )
    decided = Decision("违法", subtype, "未取得用地批准文件", "会审", owner="㙍头镇", deadline=date(2026, 9, 30), on=ON)
    deferred = Decision("", "", "批文与红线不一致", "会审", deferred=True, on=ON)
    return [case_of(1, decided), case_of(2, deferred), case_of(3, None)]


def case_of(index: int, decision: Decision | None) -> Case:
    number = f"990126SJBG2607{index:04d}"
    patch = Patch(number, "2026年7月", b"", 8200.0, 8210.0, town="㙍头镇", village="𨭉家湾村", change_type="新增建设用地",
                  before=date(2026, 5, 1), after=date(2026, 6, 1), base_class="0103")  # fmt: skip
    shares = (
        Share(Role.LAND, "0103", 5466.67, "耕地", Decimal("8.20")),
        Share(Role.LAND, "1006", 2733.33, "其他农用地", Decimal("4.10")),
    )
    check = Check(
        number, "2022-default 1.0", "椭球面积", "2026-08-01T09:30:00",
        {"arable_mu": Decimal("8.20"), "farmland_mu": None}, shares,
        findings=(Finding("W-07", "未取得任何用地手续", Outcome.MET, "违法", "未报即用", "无批文", {"批次用地覆盖率": "0.00%"}, "规则手册"),),
        suggestion=Suggestion("违法", "未报即用", "W-07", "数据齐备", "批文未覆盖"), unbound=("永久基本农田",), patch_m2=8200.0,
    )  # fmt: skip
    photos = (PhotoNote("无.jpg", "2026-08-20T10:21:00", 135.0, ""),)
    return Case(patch, State.DECIDED, check, decision, "2026-08-27", FACTS, frozenset({"现场照片"}), photos)


def text_of(document: b.Document) -> str:
    return repr(document)


def test_the_minutes_of_real_cases_can_be_printed(book: RuleBook, cases: list[Case]) -> None:
    content = minutes_content(cases, MEETING, "2026年7月", book, "演示县自然资源局", ON)
    text = text_of(read_template("会审纪要", content))
    assert "集体审议2026年7月卫片执法图斑判定意见" in text
    assert "会议审议图斑3宗，面积36.90亩，其中耕地24.60亩" in text
    assert "批文与红线不一致" in text


def test_the_opinion_form_takes_the_same_content(book: RuleBook, cases: list[Case]) -> None:
    content = minutes_content(cases, MEETING, "2026年7月", book, "演示县自然资源局", ON)
    (section,) = read_template("会审意见表", content).sections
    (table,) = [block for block in section.blocks if isinstance(block, b.Table)]
    assert [cell.text for cell in table.rows[1].cells if cell] == ["自然资源局", "农业农村局"]


def letter(cases: list[Case], **changes: Any) -> dict[str, Any]:
    sheet = account(
        [Piece("甲", "㙍头镇", Term.ILLEGAL, Decimal("8.20")), Piece("乙", "㙍头镇", Term.LEGAL, Decimal("50"))]
    )
    base = {"org": "演示县自然资源局", "number": "演自然资函〔2026〕1号", "period": "2026年", "on": ON, "working_days": 10,
            "basis": "卫片执法工作要求", "contact": "戊某", "phone": "0000-0000000", "cc": ["县人民政府办公室"]}  # fmt: skip
    return letter_content("㙍头镇", cases, cases, sheet, **(base | changes))


def test_the_letter_of_real_cases_can_be_printed(cases: list[Case]) -> None:
    text = text_of(read_template("警示提醒函", letter(cases)))
    assert "疑似违法用地1宗，面积12.30亩，其中耕地8.20亩" in text
    assert "列第1位" in text
    assert "比例为14.09%" in text


def test_the_day_of_reply_is_named_once(cases: list[Case]) -> None:
    content = letter(cases)
    day = f"{content['reply_by'].year}年{content['reply_by'].month}月{content['reply_by'].day}日"
    (section,) = read_template("警示提醒函", content).sections
    said = [
        block.text + getattr(block, "tail", "")
        for block in section.blocks
        if isinstance(block, (b.Paragraph, b.Heading))
    ]
    assert sum(day in text for text in said) == 1


def test_a_day_of_reply_that_no_demand_names_is_still_named(cases: list[Case]) -> None:
    content = letter(cases) | {"demands": ["落实责任。"]}
    assert "前将整改情况书面反馈我局" in text_of(read_template("警示提醒函", content))


def test_the_volume_of_a_real_case_can_be_bound(book: RuleBook, cases: list[Case], tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "图.png"
    Image.new("RGB", (300, 300), "#88a0b8").save(picture)
    case = replace(cases[0], photos=(PhotoNote(str(picture), "2026-08-20T10:21:00", 135.0, ""),))
    pictures = {"before": str(picture), "after": "", "overlay": str(picture)}
    content = dossier_content(case, book, "演示县自然资源局", ON, pictures, "")
    assert [path.suffix for path in make_document("图斑卷宗", content, tmp_path / "卷", case.number)] == [
        ".pdf",
        ".docx",
    ]


def test_the_volume_says_what_was_and_was_not_looked_at(book: RuleBook, cases: list[Case]) -> None:
    content = dossier_content(
        cases[0], book, "演示县自然资源局", ON, {"before": "", "after": "", "overlay": ""}, ""
    )
    text = text_of(read_template("图斑卷宗", content))
    assert "检查未完成的图层：" in text and "永久基本农田" in text
    assert "方位角135°" in text
    assert "未取得用地批准文件" in text


def test_a_case_that_waits_for_its_meeting_says_so(book: RuleBook, cases: list[Case]) -> None:
    content = dossier_content(
        cases[2], book, "演示县自然资源局", ON, {"before": "", "after": "", "overlay": ""}, ""
    )
    assert "尚未经集体会审判定" in text_of(read_template("图斑卷宗", content))
