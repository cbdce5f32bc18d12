"""The form of one decision: what it asks for, what it fills in by itself, what it speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from landwatch_plugin.domain.card import Card
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Decision, Suggestion
from landwatch_plugin.ui.decision_form import ReasonBox, why_obligatory
from landwatch_plugin.ui.decision_panel import DEFERRED, DecisionPanel

pytestmark = pytest.mark.usefixtures("qgis_app")
Make = Callable[..., Card]
NOTHING = Suggestion("", "", "", "存疑", "没有规则符合")
ILLEGAL = Suggestion("违法", "未报即用", "W-07", "较高", "")


@pytest.fixture
def panel(book: RuleBook, card: Make) -> Iterator[DecisionPanel]:
    panel = DecisionPanel()
    panel.show_book(book)
    panel.show_card(card())
    panel.resize(380, 700)
    panel.show()
    panel.activateWindow()
    QTest.qWaitForWindowActive(panel)
    yield panel
    panel.close()
    panel.deleteLater()


def spoken(panel: DecisionPanel) -> list[Decision]:
    heard: list[Decision] = []
    panel.decision_requested.connect(heard.append)
    return heard


@pytest.mark.parametrize(
    ("suggestion", "verdict", "subtype", "asked"),
    [
        (ILLEGAL, "违法", "未报即用", False),
        (ILLEGAL, "违法", "未批先建", True),
        (ILLEGAL, "合法", "供地", True),
        (NOTHING, "合法", "供地", True),
        (ILLEGAL, DEFERRED, "", True),
    ],
)
def test_who_follows_the_suggestion_need_not_say_why_and_everyone_else_must(
    suggestion: Suggestion, verdict: str, subtype: str, asked: bool
) -> None:
    assert bool(why_obligatory(suggestion, verdict, subtype)) is asked


def test_each_class_of_the_book_has_a_button_with_its_digit_and_deferral_comes_last(panel: DecisionPanel) -> None:
    assert [button.text() for button in panel.buttons.values()] == ["合法 1", "违法 2", "其他 3", "Defer 4"]


def test_a_book_with_five_classes_gets_six_buttons(book: RuleBook, card: Make) -> None:
    """One province judges in five classes; the classes are data."""
    names = ("合法", "其他", "非农违法", "农村道路", "设施农用地")
    panel = DecisionPanel()
    panel.show_book(replace(book, verdicts={name: name for name in names}))
    panel.show_card(card())
    assert len(panel.buttons) == 6
    panel.open_at(5)
    assert panel.buttons[DEFERRED].isChecked()
    panel.open_at(6)
    assert panel.buttons[DEFERRED].isChecked()


def test_the_suggested_sub_type_is_marked_and_chosen(panel: DecisionPanel) -> None:
    panel.open_class("违法")
    chosen = panel.form.subtypes.currentItem()
    assert "suggested" in chosen.text() and "未报即用" in chosen.text()


def test_an_earlier_decision_fills_the_form(panel: DecisionPanel, card: Make) -> None:
    old = Decision("违法", "破坏耕地", "挖塘", "甲", ("非粮化",), owner="柳林镇", deadline=date(2026, 9, 30))
    panel.show_card(card(decision=old))
    panel.open_class("违法")
    heard = spoken(panel)
    panel.form.confirm()
    assert heard == [replace(old, by="")]


def test_owner_and_deadline_are_asked_for_illegal_land_only(panel: DecisionPanel) -> None:
    form = panel.form
    shown = {}
    for verdict in ("违法", "合法", DEFERRED):
        panel.open_class(verdict)
        shown[verdict] = (form.owner.isVisible(), form.deadline.isVisible())
    assert shown == {"违法": (True, True), "合法": (False, False), DEFERRED: (False, True)}


def test_tags_owner_and_deadline_go_with_the_decision(panel: DecisionPanel) -> None:
    heard = spoken(panel)
    panel.open_class("违法")
    form = panel.form
    form.tags["非农化"].click()
    form.has_deadline.click()
    form.deadline.setDate(QDate(2026, 12, 31))
    form.confirm_button.click()
    assert heard == [
        Decision("违法", "未报即用", "", "", ("非农化",), owner="河口镇", deadline=date(2026, 12, 31)),
    ]


def test_a_deadline_not_ticked_is_no_deadline(panel: DecisionPanel) -> None:
    heard = spoken(panel)
    panel.open_class("违法")
    panel.form.confirm()
    assert heard[0].deadline is None


def test_what_one_class_was_told_does_not_leak_into_another(panel: DecisionPanel) -> None:
    """An owner typed for 违法 is not written beside 合法."""
    heard = spoken(panel)
    panel.open_class("违法")
    panel.form.has_deadline.click()
    panel.open_class("合法")
    panel.form.subtypes.setCurrentRow(2)
    panel.form.reason.setPlainText("有合同")
    panel.form.confirm()
    assert (heard[0].owner, heard[0].deadline) == ("", None)


def test_deferral_carries_no_class_and_its_reason_names_the_missing_evidence(panel: DecisionPanel) -> None:
    heard = spoken(panel)
    panel.open_class(DEFERRED)
    panel.form.confirm()
    assert heard == [Decision("", "", "补充举证：停工通知书", "", deferred=True)]


def test_deferral_without_missing_evidence_asks_why(panel: DecisionPanel, card: Make) -> None:
    panel.show_card(card(evidence=()))
    heard = spoken(panel)
    panel.open_class(DEFERRED)
    panel.form.confirm()
    assert heard == [] and panel.form.message.isVisible()


def test_blanks_are_no_reason(panel: DecisionPanel) -> None:
    heard = spoken(panel)
    panel.open_class("合法")
    panel.form.subtypes.setCurrentRow(2)
    panel.form.reason.setPlainText("  \n ")
    panel.form.confirm()
    assert heard == []


def test_enter_in_the_reason_box_confirms_and_shift_enter_makes_a_line(panel: DecisionPanel) -> None:
    heard = spoken(panel)
    panel.open_class("违法")
    reason = panel.form.reason
    reason.setFocus()
    QTest.keyClicks(reason, "a")
    QTest.keyClick(reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(reason, "b")
    assert heard == []
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert heard[0].reason.splitlines() == ["a", "b"]


def test_what_was_typed_stays_when_the_same_patch_is_shown_again(panel: DecisionPanel, card: Make) -> None:
    """A tick at the evidence shows the card again; the half-written reason must not go."""
    panel.open_class("合法")
    panel.form.reason.setPlainText("正在写")
    panel.show_card(card(evidence=()))
    assert panel.form.isVisible() and panel.form.reason.toPlainText() == "正在写"
    panel.show_card(card("990101TB0002"))
    assert not panel.form.isVisible()


def test_the_evidence_asked_for_follows_the_sub_type(panel: DecisionPanel) -> None:
    looked = []
    panel.subtype_looked_at.connect(lambda *both: looked.append(both))
    panel.open_class("违法")
    panel.form.subtypes.setCurrentRow(3)
    assert looked[-1] == ("违法", "批少占多")
    assert "批准文件" in panel.form.asked.text()
    panel.form.show_missing(("批准文件", "立案材料"))
    assert "批准文件、立案材料" in panel.form.missing.text()
    panel.form.subtypes.setCurrentRow(0)
    assert not panel.form.missing.isVisible()


def test_a_double_click_decides(panel: DecisionPanel) -> None:
    heard = spoken(panel)
    panel.open_class("违法")
    subtypes = panel.form.subtypes
    QApplication.processEvents()
    centre = subtypes.visualItemRect(subtypes.item(0)).center()
    QTest.mouseClick(subtypes.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    QTest.mouseDClick(subtypes.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert len(heard) == 1


def test_zero_is_the_tenth_line_and_lines_beyond_are_reached_by_arrow(panel: DecisionPanel) -> None:
    panel.open_class("违法")
    subtypes = panel.form.subtypes
    QTest.keyClick(subtypes, Qt.Key.Key_0)
    assert subtypes.chosen().name == "破坏耕地"
    QTest.keyClick(subtypes, Qt.Key.Key_Down)
    assert subtypes.chosen().name == "无证开采"


def test_without_a_patch_no_class_can_be_pressed(panel: DecisionPanel) -> None:
    panel.show_card(None)
    assert not any(button.isEnabled() for button in panel.buttons.values())
    panel.open_at(0)
    assert not panel.form.isVisible()


@pytest.mark.parametrize(
    ("suggestion", "verdict", "row", "obliged"),
    [
        (ILLEGAL, "合法", None, True),
        (ILLEGAL, "违法", None, False),
        (ILLEGAL, "违法", 1, True),
        (NOTHING, "合法", None, True),
        (ILLEGAL, DEFERRED, None, True),
    ],
)
def test_the_reason_box_says_whether_it_must_be_filled(
    panel: DecisionPanel, card: Make, suggestion: Suggestion, verdict: str, row: int | None, obliged: bool
) -> None:
    """From the moment the class is open, whether or not a sub-type is chosen yet."""
    panel.show_card(card(suggestion=suggestion))
    panel.open_class("违法")
    panel.open_class(verdict)
    if row is not None:
        panel.form.subtypes.setCurrentRow(row)
    assert panel.form.reason.placeholderText() == ("Reason (obligatory)" if obliged else "Reason (if any)")


def test_a_line_that_is_current_but_not_highlighted_is_not_chosen(panel: DecisionPanel) -> None:
    from qgis.PyQt.QtCore import QItemSelectionModel

    panel.open_class("合法")
    subtypes = panel.form.subtypes
    subtypes.setCurrentRow(0, QItemSelectionModel.SelectionFlag.NoUpdate)
    assert subtypes.currentRow() == 0 and subtypes.chosen() is None


def test_a_class_without_a_suggestion_opens_at_the_head_of_its_list(panel: DecisionPanel) -> None:
    """Not scrolled to where another class was."""
    panel.open_class("违法")
    panel.form.subtypes.setCurrentRow(panel.form.subtypes.count() - 1)
    QApplication.processEvents()
    panel.open_class("合法")
    for _ in range(3):
        QApplication.processEvents()
    assert panel.form.subtypes.verticalScrollBar().value() == 0


def dark_points(box: ReasonBox) -> int:
    """How much is written on the paper of the box; the cursor is not there without the focus."""
    QApplication.processEvents()
    image = box.viewport().grab().toImage()
    return sum(image.pixelColor(x, y).lightness() < 200 for x in range(image.width()) for y in range(image.height()))


def test_the_hint_is_really_painted_also_after_it_has_changed(panel: DecisionPanel) -> None:
    """Qt knows the new hint and yet paints nothing, when it comes after the text."""
    panel.open_class("违法")
    assert dark_points(panel.form.reason) > 50
    panel.open_class("合法")
    assert dark_points(panel.form.reason) > 50
    panel.form.reason.setPlainText("现场核实")
    panel.form.subtypes.setCurrentRow(1)
    assert panel.form.reason.toPlainText() == "现场核实"
