"""What a reviewer reads of one patch: figures, three states, rules, evidence, photos; nothing cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from landwatch_plugin.domain.card import Card, EvidenceItem
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Decision, Outcome, Suggestion, TagProposal
from landwatch_plugin.gis import i18n
from landwatch_plugin.ui.card_view import CardView
from landwatch_plugin.ui.colours import muted, shade, tinted
from landwatch_plugin.ui.dock import PatchDock
from landwatch_plugin.ui.findings import FindingsView
from landwatch_plugin.ui.header import HeaderView, _day
from landwatch_plugin.ui.labels import plain, softened
from landwatch_plugin.ui.photos import PhotoWindow, read_scaled

pytestmark = pytest.mark.usefixtures("qgis_app")
Make = Callable[..., Card]


def settled() -> None:
    for _ in range(4):
        QApplication.processEvents()


def test_no_line_of_a_theme_without_data_shows_a_zero(card: Make) -> None:
    view = CardView()
    view.show_card(card(), ())
    lines = view.themes.accessibleDescription().splitlines()
    assert "生态保护红线 无数据" in lines
    assert not [line for line in lines if "0.00亩" in line]


def contrast(one: QColor, other: QColor) -> float:
    """WCAG contrast of two colours."""

    def light(colour: QColor) -> float:
        parts = [
            v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
            for v in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ground", "text"), [("#efefef", "#000000"), ("#2b2d30", "#e4e4e4")])
def test_texts_are_readable_on_a_light_and_on_a_dark_theme(ground: str, text: str) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor(ground))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(text))
    for colour in (shade("good", palette), shade("warn", palette), shade("bad", palette), muted(palette)):
        assert contrast(colour, QColor(ground)) > 4.5


def test_the_head_says_who_where_when_and_how_much(card: Make) -> None:
    head = HeaderView()
    head.show_card(card())
    assert "990101TB0001" in head.number.text()
    assert "12.35" in head.area.text()
    assert "河口镇大柳树村" in head.place.text()
    for part in ("2026年6月", "推堆土", "新增", "2025-06-12", "2026-03-05"):
        assert part in head.facts.text()


def test_a_date_that_could_not_be_read_is_shown_as_received_and_a_missing_one_as_no_data(card: Make) -> None:
    one = card()
    head = HeaderView()
    head.show_card(replace(one, patch=replace(one.patch, before=None, before_text="2025年夏", after=None)))
    assert "2025年夏 → 无数据" in head.facts.text()


def test_a_differing_area_as_issued_is_said(card: Make) -> None:
    one = card()
    head = HeaderView()
    head.show_card(replace(one, patch=replace(one.patch, official_m2=8233.0)))
    assert "issued" not in head.facts.text()
    head.show_card(replace(one, patch=replace(one.patch, official_m2=12_350.0)))
    assert "18.53" in head.facts.text()


def test_markup_in_received_texts_is_shown_and_not_obeyed(card: Make) -> None:
    """A township's name comes from a file that anybody may have written."""
    head = HeaderView()
    head.show_card(card(place="<b>河口</b>&镇"))
    assert "&lt;b&gt;河口&lt;/b&gt;&amp;镇" in head.place.text()
    assert tinted("<i>", QColor("red")).count("<") == 2


def test_rules_that_hold_come_first_and_the_others_wait_behind_a_button(card: Make) -> None:
    view = FindingsView()
    view.show_findings(card().findings)
    assert [row.finding.outcome for row in view.rows()] == [Outcome.MET, Outcome.UNSURE, Outcome.NOT_MET]
    assert view.more.text().endswith("1 rules do not apply")
    assert view.rows()[2].isVisibleTo(view) is False
    view.more.setChecked(True)
    assert view.rows()[2].isVisibleTo(view) is True


def test_an_unsure_rule_says_why_and_an_opened_one_gives_figures_and_source(card: Make) -> None:
    view = FindingsView()
    view.show_findings(card().findings)
    met, unsure, _ = view.rows()
    assert "未绑定图层：单独选址" in unsure.message.text()
    assert met.details.isHidden()
    QTest.mouseClick(met, Qt.MouseButton.LeftButton)
    assert not met.details.isHidden()
    for part in ("耕地面积", "8.20亩", "某方案", "方案原文", "违法—未报即用"):
        assert part in met.details.text()
    QTest.keyClick(met, Qt.Key.Key_Space)
    assert met.details.isHidden()


def test_missing_evidence_is_red_and_said_in_words(card: Make) -> None:
    view = CardView()
    view.show_card(card(), ())
    boxes = view.evidence.boxes()
    assert {name: box.isChecked() for name, box in boxes.items()} == {"现场照片": True, "停工通知书": False}
    asked = []
    view.evidence.tick_requested.connect(lambda name, held: asked.append((name, held)))
    boxes["停工通知书"].click()
    assert asked == [("停工通知书", True)]


def test_ticking_one_box_after_the_other_keeps_the_place(card: Make) -> None:
    """The card is shown again after each tick; the box with the focus is still the same one."""
    view = CardView()
    view.show_card(card(), ())
    box = view.evidence.boxes()["停工通知书"]
    ticked = card(evidence=(EvidenceItem("现场照片", True), EvidenceItem("停工通知书", True)))
    asked = []
    view.evidence.tick_requested.connect(lambda *both: asked.append(both))
    view.show_card(ticked, ())
    assert view.evidence.boxes()["停工通知书"] is box and box.isChecked()
    assert asked == []


def test_an_unchecked_patch_shows_no_bars_and_says_so(card: Make) -> None:
    view = CardView()
    view.show_card(card(kinds=(), themes=(), findings=(), suggestion=Suggestion("", "", "", "", "尚未核查")), ())
    assert view.unchecked.isVisibleTo(view) and not view.kinds.isVisibleTo(view)
    assert "存疑" in view.suggestion.text.text()


def test_a_second_card_leaves_nothing_of_the_first(card: Make) -> None:
    view = CardView()
    view.show_card(card(), ())
    view.show_card(card(findings=(), evidence=(), facts={}), ())
    assert view.findings.rows() == []
    assert view.evidence.boxes() == {}
    assert not view.facts.isVisibleTo(view)


def test_the_state_names_the_decision(card: Make) -> None:
    head = HeaderView()
    head.show_card(card(state=State.DECIDED, decision=Decision("违法", "未报即用", "", "甲")))
    assert "已会审：违法—未报即用" in head.state.text()


def test_a_patch_put_off_says_so_once(card: Make) -> None:
    head = HeaderView()
    head.show_card(card(state=State.DEFERRED, decision=Decision("", "", "补充举证", "甲", deferred=True)))
    assert head.state.text().count("暂缓") == 1


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("990101SJBG26210310_3", ["990101SJBG26210310_3"]),
        ("C9901012020017110141234567", ["C990101202", "0017110141", "234567"]),
        ("河口镇大柳树村" * 5, ["河口镇大柳树村" * 5]),
    ],
)
def test_long_runs_of_letters_may_break_and_chinese_is_left_alone(text: str, runs: list[str]) -> None:
    assert softened(text).split("\u200b") == runs
    assert plain(softened(text)) == text


def test_a_click_on_the_number_copies_it_as_it_is(card: Make) -> None:
    """Not with the invisible breaks that let it wrap."""
    head = HeaderView()
    head.show_card(card("990101SJBG26210310_3"))
    QTest.mouseClick(head.number, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "990101SJBG26210310_3"


LONG = "河口镇大柳树东社区居民委员会第十二村民小组（原老柳树村，含新迁入的沿河安置点）"


def overflowing(dock: PatchDock) -> list[str]:
    """Widgets of the card that stick out of it to the right, or labels lower than their text needs."""
    area = dock.card
    found = []
    for child in area.findChildren(type(area.header.number)):
        if not child.isVisible():
            continue
        right = child.mapTo(area, child.rect().topRight()).x()
        if right > area.width() or child.heightForWidth(child.width()) > child.height() + 1:
            found.append(child.text())
    return found


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The texts of the program in English and, once compiled, in Chinese."""
    translator = i18n.install(request.param)
    yield request.param
    if translator is not None:
        i18n.remove(translator)


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("width", [360, 380, 420, 480])
@pytest.mark.parametrize("points", [9, 12])
def test_nothing_is_cut_off_at_the_widths_a_dock_has(card: Make, book: RuleBook, width: int, points: int) -> None:
    """Long names wrap; there is no horizontal scrolling; every text has the height it needs."""
    old = QApplication.font()
    font = QApplication.font()
    font.setPointSize(points)
    QApplication.setFont(font)
    dock = PatchDock()
    dock.show_book(book)
    one = card("990101SJBG26210310990101SJBG26210310_3", place=LONG, facts={"实地用途": LONG * 3})
    one = replace(one, evidence=(*one.evidence, EvidenceItem(LONG, False, LONG)))
    dock.show_card(one, ())
    dock.resize(width, 900)
    dock.show()
    settled()
    assert dock.width() == width
    assert dock.card.width() <= dock._scroll.viewport().width()
    assert overflowing(dock) == []
    dock.close()
    dock.deleteLater()
    QApplication.setFont(old)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "现场照片1.jpg"
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("#7a8f5a"))
    assert image.save(str(path))
    return path


def test_a_photo_is_fitted_and_never_enlarged(photo: Path) -> None:
    assert read_scaled(str(photo), QSize(100, 100)).size() == QSize(100, 75)
    assert read_scaled(str(photo), QSize(4000, 4000)).size() == QSize(800, 600)


def test_a_photo_that_cannot_be_read_is_named_and_not_left_out(card: Make, photo: Path) -> None:
    dock = PatchDock()
    dock.show_card(card(), (str(photo), str(photo.with_name("丢失.jpg"))))
    items = [dock.card.photos.layout().itemAt(at).widget() for at in range(2)]
    assert not items[0].icon().isNull()
    assert "丢失.jpg" in items[1].text()
    dock.deleteLater()


def test_a_click_opens_the_photo_and_arrows_turn_to_the_next(card: Make, photo: Path) -> None:
    dock = PatchDock()
    dock.show_card(card(), (str(photo), str(photo.with_name("丢失.jpg"))))
    dock.card.photos.layout().itemAt(0).widget().click()
    window = dock.findChild(PhotoWindow)
    assert window.windowTitle() == "现场照片1.jpg"
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert window.windowTitle() == "丢失.jpg"
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert window.windowTitle() == "现场照片1.jpg"
    window.close()
    dock.deleteLater()


def test_before_a_ledger_is_open_the_dock_says_what_to_do(card: Make) -> None:
    dock = PatchDock()
    assert "ledger" in dock._empty.text()
    assert not dock.navigation.zoom.isEnabled()
    dock.deleteLater()


def test_the_images_text_is_before_and_after(card: Make) -> None:
    """Buttons of images that are not bound cannot be pressed and say why."""
    dock = PatchDock()
    dock.show_images((Role.AFTER,), Role.AFTER)
    images = dock.navigation.images
    assert images[Role.AFTER].isChecked() and not images[Role.BEFORE].isEnabled()
    assert "no data" in images[Role.BEFORE].toolTip()
    dock.deleteLater()


def test_dates_of_the_patch_are_days(card: Make) -> None:
    assert card().patch.after == date(2026, 3, 5)


def test_the_history_opens_in_a_window_of_its_own(card: Make) -> None:
    from landwatch_plugin.ui.history_dialog import HistoryDialog

    dock: Any = PatchDock()
    dock.show_card(card(), ())
    dock.show_history(["2026-07-01　甲　判定　违法—未报即用"])
    window = dock.findChild(HistoryDialog)
    assert window.lines.count() == 1 and "990101TB0001" in window.windowTitle()
    window.close()
    dock.deleteLater()


def test_an_image_of_which_only_the_month_is_known_shows_no_day() -> None:
    """The first of the month is the program's assumption, and not to be read as a fact on the wall."""
    assert _day(date(2026, 5, 1), "2026-05") == "2026-05"
    assert _day(date(2026, 5, 1), "20260501") == "2026-05-01"
    assert _day(None, "五月中旬") == "五月中旬"


def test_tags_and_party_stand_under_the_state(card: Make) -> None:
    """What is proposed before the meeting, what was decided after it; nothing when there is neither."""
    view = HeaderView()
    bare = card()
    view.show_card(replace(bare, decision=None, tags=()))
    assert view.tags.isHidden()
    view.show_card(replace(bare, decision=None, tags=(TagProposal("非农化"), TagProposal("新增"))))
    assert "非农化、新增" in plain(view.tags.text())
    decided = Decision("违法", "未报即用", "会议研究", "张某", ("重大典型",), party="市场主体")
    view.show_card(replace(bare, state=State.DECIDED, decision=decided, tags=(TagProposal("非农化"),)))
    told = plain(view.tags.text())
    assert "重大典型" in told and "市场主体" in told and "非农化" not in told


def test_proposed_tags_are_shown_beside_a_class_that_they_suit(card: Make) -> None:
    """存量 is a tag of what is 违法: not beside a suggestion of 其他."""
    tags = (TagProposal("存量", kinds=("违法",)), TagProposal("重点区域"))
    head = HeaderView()
    head.show_card(card(tags=tags, suggested_kind="其他"))
    assert "重点区域" in head.tags.text() and "存量" not in head.tags.text()
    head.show_card(card(tags=tags, suggested_kind="违法"))
    assert "存量" in head.tags.text()
    head.show_card(card(tags=tags[:1], suggested_kind="其他"))
    assert not head.tags.isVisibleTo(head)
