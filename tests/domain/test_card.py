"""图斑卡片: figures that sum to the patch, three states of a theme, and the evidence that is still missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from landwatch_plugin.domain.card import (
    Bar,
    Contact,
    EvidenceItem,
    evidence_items,
    held_evidence,
    kind_bars,
    make_card,
    missing_evidence,
    theme_bars,
)
from landwatch_plugin.domain.check import Check, Paper, Share
from landwatch_plugin.domain.control import OVERLAID, Role
from landwatch_plugin.domain.patch import Patch, State
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.units import close_parts, exact_mu, to_mu
from landwatch_plugin.domain.verdict import Decision, Suggestion, TagProposal

PATCH = Patch("990101SJBG26060012", "2026年6月", b"", area_m2=10_000.0, town="东风镇", village="一村")
ARABLE = Suggestion("合法", "已批准建设用地（批次）", "H-01", "缺2项举证", "批次用地覆盖率100.00%")


def checked(**changes: Any) -> Check:
    """A patch of 10 005 m²: 旱地, 田坎 and 农村道路, half of it in the red line, one approval."""
    areas = [("0103", "耕地", 7000.0), ("1203", "其他农用地", 1002.5), ("1006", "其他农用地", 2002.5)]
    adjusted = close_parts([exact_mu(area) for _, _, area in areas], to_mu(10_005.0))
    land = [Share(Role.LAND, code, area, kind, mu) for (code, kind, area), mu in zip(areas, adjusted, strict=True)]
    values: dict[str, Any] = {
        "number": PATCH.number, "rulebook": "2022-default 1.0（01234567）", "basis": "椭球面积", "at": "2026-11-22T09:00:00",
        "values": {}, "shares": (*land, Share(Role.REDLINE, "", 5002.5)), "suggestion": ARABLE, "patch_m2": 10_005.0,
        "papers": (Paper(Role.BATCH, "演政土〔2025〕12号", date=date(2025, 3, 1), area_m2=10_005.0), Paper(Role.SUPPLY, "", area_m2=3.0)),
    }  # fmt: skip
    return Check(**{**values, **changes})


def by_label(bars: tuple[Bar, ...]) -> dict[str, Bar]:
    return {bar.label: bar for bar in bars}


def test_the_four_kinds_sum_to_the_printed_patch() -> None:
    """By adjustment: 10.50 + 4.51 + 0 + 0 = 15.01 亩."""
    bars = by_label(kind_bars(checked()))
    assert list(bars) == ["耕地", "其他农用地", "建设用地", "未利用地"]
    assert [str(bar.mu) for bar in bars.values()] == ["10.50", "4.51", "0", "0"]
    assert sum((bar.mu or Decimal(0) for bar in bars.values()), Decimal(0)) == to_mu(10_005.0)
    assert sum(bar.share or 0 for bar in bars.values()) == pytest.approx(1)


def test_a_kind_that_is_not_met_is_clear() -> None:
    """未压占, with a figure of 0: there was a layer to look at."""
    bars = by_label(kind_bars(checked()))
    assert (bars["耕地"].contact, bars["建设用地"].contact) == (Contact.TOUCHED, Contact.CLEAR)


def test_an_unbound_layer_has_no_figures() -> None:
    """无数据, no 0 亩: a missing layer must not look like a clean patch."""
    blind = checked(shares=(), unbound=(Role.LAND.title, Role.FARMLAND.title))
    for bar in (*kind_bars(blind), by_label(theme_bars(blind))["永久基本农田"]):
        assert (bar.contact, bar.mu, bar.share) == (Contact.NO_DATA, None, None)


def test_a_theme_shows_area_share_and_papers() -> None:
    """The red line with half of the patch, the approval with its number."""
    themes = by_label(theme_bars(checked()))
    red = themes["生态保护红线"]
    assert (red.contact, str(red.mu), red.share) == (Contact.TOUCHED, "7.50", 0.5)
    assert themes["永久基本农田"].contact is Contact.CLEAR
    assert themes["批次用地"].detail == "演政土〔2025〕12号"


def test_every_layer_of_the_overlay_has_its_bar_once() -> None:
    """地类 has its own four bars."""
    assert [bar.role for bar in theme_bars(checked())] == [role for role in OVERLAID if role is not Role.LAND]


def test_a_share_is_never_more_than_the_whole() -> None:
    """Nor is it computed from nothing."""
    over = checked(shares=(Share(Role.REDLINE, "", 20_000.0),))
    assert by_label(theme_bars(over))["生态保护红线"].share == 1.0
    assert by_label(theme_bars(checked(patch_m2=0.0)))["生态保护红线"].share == 0.0


@pytest.mark.parametrize(
    ("photos", "facts", "check", "ticked", "held"),
    [
        (0, False, None, (), set()),
        (2, False, None, (), {"现场照片"}),
        (0, True, None, (), {"情况说明"}),
        (0, False, checked(), (), {"套合图", "影像资料"}),
        (0, False, None, ("批准文件",), {"批准文件"}),
        (1, True, checked(), ("红线坐标",), {"现场照片", "情况说明", "套合图", "影像资料", "红线坐标"}),
    ],
    ids=["什么都没有", "照片", "外业", "套合", "勾选", "全部"],
)
def test_evidence_is_ticked_or_proved_by_what_is_kept(
    book: RuleBook, photos: int, facts: bool, check: Check | None, ticked: tuple[str, ...], held: set[str]
) -> None:
    """Photos, field facts and the overlay prove themselves."""
    assert held_evidence(book, check, ticked, photos, facts) == held


def test_missing_evidence_follows_the_book(book: RuleBook) -> None:
    """In its order; nothing is missing where no class is given."""
    wanted = missing_evidence(book, "合法", "已批准建设用地（批次）", {"套合图", "立案材料"})
    assert wanted == ("批准文件", "红线坐标", "现场照片")
    assert missing_evidence(book, "", "", ()) == ()


def card_of(book: RuleBook, check: Check | None, decision: Decision | None = None) -> Any:
    return make_card(PATCH, State.SCREENED, check, book, decision, {"实地用途": "厂房"}, ["批准文件"], ["a.jpg"])


def test_a_card_asks_for_the_evidence_of_what_is_suggested(book: RuleBook) -> None:
    """Held or not, item by item."""
    card = card_of(book, checked())
    assert card.evidence == (
        EvidenceItem("批准文件", True), EvidenceItem("红线坐标", False), EvidenceItem("套合图", True), EvidenceItem("现场照片", True),
        EvidenceItem("供地合同", False, "可选", False), EvidenceItem("不动产权证", False, "可选", False),
    )  # fmt: skip
    assert (card.place, str(card.patch_mu)) == ("东风镇一村", "15.01")


def test_a_decision_goes_before_the_suggestion(book: RuleBook) -> None:
    """Then the decided sub-type's evidence counts; a deferral decides nothing."""
    decided = card_of(book, checked(), Decision("违法", "未报即用", "…", "张三"))
    assert [item.name for item in decided.evidence] == ["情况说明", "套合图", "现场照片", "停工通知书"]
    put_off = card_of(book, checked(), Decision("", "", "…", "张三", deferred=True))
    wanted = [item.name for item in put_off.evidence if item.wanted]
    assert wanted == ["批准文件", "红线坐标", "套合图", "现场照片"]


def test_of_a_group_one_is_enough(book: RuleBook) -> None:
    """供地合同或划拨决定书: with one of them the other is no gap; with neither the gap names both."""
    assert missing_evidence(book, "合法", "供地", {"套合图", "现场照片"}) == ("供地合同或划拨决定书",)
    assert missing_evidence(book, "合法", "供地", {"套合图", "现场照片", "划拨决定书"}) == ()
    rows = {item.name: item for item in evidence_items(book, "合法", "供地", {"划拨决定书"})}
    assert (rows["供地合同"].need, rows["供地合同"].wanted) == ("任选其一", False)
    assert {item.wanted for item in evidence_items(book, "合法", "供地", set()) if item.need == "任选其一"} == {True}


def test_without_a_check_there_are_no_figures(book: RuleBook) -> None:
    """Empty, not zero; the area is that of the geometry."""
    card = card_of(book, None)
    assert (card.kinds, card.themes, card.findings, card.evidence) == ((), (), (), ())
    assert card.suggestion.reason == "尚未核查"
    assert str(card.patch_mu) == "15.00"


def test_no_suggestion_asks_for_no_evidence(book: RuleBook) -> None:
    """存疑 has no list."""
    assert card_of(book, checked(suggestion=Suggestion("", "", "", "存疑", "…"))).evidence == ()


@pytest.mark.parametrize(
    ("role", "given", "note", "state"),
    [
        (Role.TEMPORARY, {"end": date(2025, 12, 31)}, "（2025年12月31日到期）", "覆盖（不在有效期）"),
        (Role.BATCH, {"date": date(2026, 7, 20)}, "（2026年7月20日批准，晚于后时相）", "覆盖（不在有效期）"),
        (Role.BATCH, {"date": date(2025, 1, 1)}, "", "覆盖"),
        (Role.MINE, {"end": date(2030, 1, 1)}, "", "覆盖"),
    ],
)
def test_a_paper_that_was_not_in_force_says_so(role: Role, given: dict[str, date], note: str, state: str) -> None:
    """A bar of 100 % for an expired paper would read like a permit."""
    met = (Paper(role, "某批〔2025〕1号", area_m2=900.0, **given),)
    check = Check(
        "1", "book", "椭球", "2026-08-01T10:00:00", {"after_date": date(2026, 5, 12)},
        (Share(role, "", 900.0, "", Decimal("1.35")),), met, patch_m2=1000.0,
    )  # fmt: skip
    bar = next(bar for bar in theme_bars(check) if bar.role is role)
    assert bar.detail == f"某批〔2025〕1号{note}"
    assert bar.state == state
    assert bar.in_force is (note == "") and bar.doubt == ""


@pytest.mark.parametrize(
    ("role", "given", "lacking"),
    [
        (Role.BATCH, {}, "批准日期"),
        (Role.REGISTERED, {"end": date(2030, 1, 1)}, "登记日期"),
        (Role.TEMPORARY, {"date": date(2025, 1, 1)}, "有效期止"),
        (Role.MINE, {"start": date(2025, 1, 1)}, "有效期止"),
    ],
)
def test_a_paper_without_its_date_covers_nothing_for_sure(role: Role, given: dict[str, date], lacking: str) -> None:
    """One undated paper among dated ones is enough: the share that counts is not known."""
    whole = {"date": date(2025, 1, 1), "end": date(2030, 1, 1)}
    met = (Paper(role, "甲", area_m2=900.0, **given), Paper(role, "乙", area_m2=50.0, **whole))  # type: ignore[arg-type]
    shares = (Share(role, "", 950.0, "", Decimal("1.43")),)
    after = {"after_date": date(2026, 5, 12)}
    bar = next(bar for bar in theme_bars(checked(values=after, shares=shares, papers=met)) if bar.role is role)
    assert (bar.doubt, bar.state) == ("日期不详", "覆盖（日期不详，存疑）")
    assert bar.detail == f"甲（没有{lacking}或日期不能识别）、乙"


def test_without_the_day_of_the_image_no_paper_counts_for_sure() -> None:
    """A filing of 设施农用地 hangs on no day."""
    day = date(2025, 1, 1)
    met = (Paper(Role.BATCH, "甲", date=day, area_m2=900.0), Paper(Role.FACILITY, "乙", area_m2=900.0))
    shares = tuple(Share(role, "", 900.0, "", Decimal("1.35")) for role in (Role.BATCH, Role.FACILITY))
    bars = {bar.role: bar for bar in theme_bars(checked(shares=shares, papers=met))}
    assert bars[Role.BATCH].state == "覆盖（后时相不详，存疑）" and bars[Role.FACILITY].state == "覆盖"
    assert bars[Role.SUPPLY].doubt == ""


def test_tags_that_do_not_suit_the_class_are_not_shown(book: RuleBook) -> None:
    """存量 belongs to 违法: not beside 其他 or 合法, neither suggested nor decided; the decision goes before."""
    tags = (TagProposal("存量", kinds=("违法",)), TagProposal("重点区域"))
    legal = checked(tags=tags)
    other = checked(tags=tags, suggestion=Suggestion("其他", "实地未变化", "Q-05", "", ""))
    none = checked(tags=tags, suggestion=Suggestion("", "", "", "存疑", ""))
    for one in (legal, other, none):
        assert [tag.name for tag in card_of(book, one).suited_tags] == ["重点区域"]
    decided = card_of(book, other, Decision("违法", "未报即用", "…", "张三"))
    assert [tag.name for tag in decided.suited_tags] == ["存量", "重点区域"]
    put_off = card_of(book, legal, Decision("", "", "…", "张三", deferred=True))
    assert [tag.name for tag in put_off.suited_tags] == ["重点区域"] and put_off.tags == tags


def test_a_check_of_the_same_book_is_not_stale(book: RuleBook) -> None:
    """Also when its stamp is from before 未核定 was printed."""
    assert not card_of(book, checked(rulebook=book.stamp)).stale
    assert not card_of(book, checked(rulebook=book.stamp.replace("，未核定", ""))).stale
    assert card_of(book, checked(rulebook="2022-default 1.0（ffffffff）")).stale


def test_lines_forbid_and_papers_allow() -> None:
    """压占 is a word for a red line; a permit covers."""
    check = Check("1", "book", "椭球", "2026-08-01T10:00:00", {}, unbound=(Role.SUPPLY.title,), patch_m2=1000.0)
    states = {bar.role: bar.state for bar in theme_bars(check)}
    assert (states[Role.REDLINE], states[Role.BATCH], states[Role.SUPPLY]) == ("未压占", "未覆盖", "无数据")


def test_a_tick_does_not_stand_for_a_photo_file(book: RuleBook) -> None:
    """现场照片 ticked in a table, and no file to bind: it is missing."""
    assert "现场照片" not in held_evidence(book, None, {"现场照片", "批准文件"}, 0, False)
    assert held_evidence(book, None, {"现场照片", "批准文件"}, 2, False) == {"现场照片", "批准文件"}
