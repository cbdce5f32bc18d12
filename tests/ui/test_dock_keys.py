"""A reviewer at the keyboard: stepping, deciding in two keys, giving reasons, taking back."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from landwatch_plugin.domain.patch import State

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def listed(desk: Any) -> list[str]:
    return desk.dock.list.numbers()


def state_of(desk: Any, number: str) -> State:
    return desk.presenter.review.card(number).state


def test_the_sitting_begins_with_the_first_undecided_patch(desk: Any) -> None:
    assert desk.number == listed(desk)[0]
    assert desk.number in desk.dock.card.header.number.text()


@pytest.mark.parametrize(("on", "back"), [(Key.Key_Right, Key.Key_Left), (Key.Key_PageDown, Key.Key_PageUp)])
def test_arrows_and_page_keys_step_through_the_list(desk: Any, on: Any, back: Any) -> None:
    order = listed(desk)
    desk.press(on)
    desk.press(on)
    assert desk.number == order[2]
    desk.press(back)
    assert desk.number == order[1]


def test_a_step_past_either_end_says_so_and_stays(desk: Any) -> None:
    desk.press(Key.Key_Left)
    assert desk.number == listed(desk)[0]
    assert "first" in desk.dock.decision.notice.text()
    for _ in range(9):
        desk.press(Key.Key_Right)
    assert desk.number == listed(desk)[-1]
    assert "last" in desk.dock.decision.notice.text()


def test_two_keys_accept_the_suggestion(desk: Any) -> None:
    """2 opens 违法 with the suggested sub-type chosen; Enter confirms; the next patch is shown."""
    number, following = listed(desk)[:2]
    desk.press(Key.Key_2)
    desk.press(Key.Key_Return)
    decision = desk.presenter.review.card(number).decision
    assert (decision.verdict, decision.subtype, decision.by) == ("违法", "未报即用", "甲")
    assert desk.number == following
    assert desk.told == []


def test_the_keys_go_on_working_after_a_decision(desk: Any) -> None:
    """Five patches, ten keys."""
    for _ in range(5):
        desk.press(Key.Key_2)
        desk.press(Key.Key_Enter)
    assert desk.presenter.review.progress() == (5, 5)
    assert desk.dock.navigation.count.text() == "5/5"


def test_a_digit_in_the_open_form_chooses_the_sub_type(desk: Any) -> None:
    """2 opens 违法; a second 2 is its second sub-type, not the class again."""
    number = desk.number
    desk.press(Key.Key_2)
    desk.press(Key.Key_2)
    assert desk.dock.decision.form.subtypes.chosen().name == "未批先建"
    desk.press(Key.Key_Return)
    desk.write("现场正在施工")
    desk.press(Key.Key_Return)
    assert desk.presenter.review.card(number).decision.text == "违法—未批先建"


def test_a_decision_against_the_suggestion_needs_a_reason(desk: Any) -> None:
    """Enter without a reason decides nothing, says why and leads to the reason box."""
    number = desk.number
    desk.press(Key.Key_1)
    desk.press(Key.Key_3)
    desk.press(Key.Key_Return)
    form = desk.dock.decision.form
    assert state_of(desk, number) is State.SCREENED
    assert form.message.isVisible() and "未报即用" in form.message.text()
    assert QApplication.focusWidget() is form.reason
    desk.write("有供地合同，图层未更新")
    desk.press(Key.Key_Return)
    decision = desk.presenter.review.card(number).decision
    assert (decision.verdict, decision.subtype) == ("合法", "供地")
    assert decision.reason == "有供地合同，图层未更新"


def test_enter_alone_cannot_choose_a_class_nobody_looked_at(desk: Any) -> None:
    """合法 was not suggested, so none of its sub-types is chosen at first."""
    number = desk.number
    desk.press(Key.Key_1)
    desk.press(Key.Key_Return)
    form = desk.dock.decision.form
    assert state_of(desk, number) is State.SCREENED
    assert form.message.isVisible() and "sub-type" in form.message.text()
    assert QApplication.focusWidget() is form.subtypes


def test_a_reason_does_not_make_up_for_a_sub_type_that_nobody_chose(desk: Any) -> None:
    """The list has a current line as soon as it has the focus; nobody sees it, so nobody has chosen it."""
    number = desk.number
    desk.press(Key.Key_1)
    desk.press(Key.Key_Return)
    form = desk.dock.decision.form
    form.reason.setFocus()
    desk.write("有供地合同")
    desk.press(Key.Key_Return)
    assert state_of(desk, number) is State.SCREENED
    assert form.subtypes.selectedItems() == [] and form.subtypes.chosen() is None
    assert QApplication.focusWidget() is form.subtypes
    desk.press(Key.Key_Down)
    assert form.subtypes.selectedItems() == [form.subtypes.item(0)]
    desk.press(Key.Key_Return)
    first = form.subtypes._subtypes[0].name
    assert desk.presenter.review.card(number).decision.text == f"合法—{first}"


def test_four_puts_off_with_the_missing_evidence_as_the_reason(desk: Any) -> None:
    number = desk.number
    desk.press(Key.Key_4)
    desk.press(Key.Key_Return)
    card = desk.presenter.review.card(number)
    assert card.state is State.DEFERRED
    assert card.decision.reason.startswith("补充举证：")


def test_ctrl_z_takes_the_last_decision_back_and_shows_its_patch(desk: Any) -> None:
    number = desk.number
    desk.press(Key.Key_2)
    desk.press(Key.Key_Return)
    assert desk.number != number
    desk.press(Key.Key_Z, CTRL)
    assert desk.number == number
    assert state_of(desk, number) is State.SCREENED
    assert desk.dock.navigation.count.text() == "0/5"


def test_ctrl_z_with_nothing_decided_is_told_once(desk: Any) -> None:
    desk.press(Key.Key_Z, CTRL)
    assert desk.told == ["没有可以撤销的判定。"]


def test_ctrl_z_in_the_dock_works_beside_an_undo_action_of_the_window(desk: Any) -> None:
    """QGIS has the same key on its main window; two equal keys would make neither work."""
    from qgis.PyQt.QtGui import QKeySequence
    from qgis.PyQt.QtWidgets import QAction

    theirs = []
    action = QAction("Undo", desk.window)
    action.setShortcut(QKeySequence("Ctrl+Z"))
    action.triggered.connect(lambda: theirs.append(1))
    desk.window.addAction(action)
    number = desk.number
    desk.press(Key.Key_2)
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Z, CTRL)
    assert (desk.number, theirs) == (number, [])


def test_n_passes_over_decided_patches(desk: Any) -> None:
    order = listed(desk)
    desk.presenter.advance = False
    desk.press(Key.Key_Right)
    desk.press(Key.Key_2)
    desk.press(Key.Key_Return)
    assert desk.number == order[1]
    desk.press(Key.Key_Left)
    desk.press(Key.Key_N)
    assert desk.number == order[2]


def test_n_starts_over_at_the_head_and_says_when_all_is_done(desk: Any) -> None:
    order = listed(desk)
    for _ in range(4):
        desk.press(Key.Key_Right)
    desk.press(Key.Key_2)
    desk.press(Key.Key_Return)
    assert desk.number == order[0]
    for _ in range(4):
        desk.press(Key.Key_2)
        desk.press(Key.Key_Return)
    desk.press(Key.Key_N)
    assert "All patches" in desk.dock.decision.notice.text()


def test_escape_closes_the_form_and_gives_the_digits_back_to_the_classes(desk: Any) -> None:
    desk.press(Key.Key_1)
    desk.press(Key.Key_Escape)
    assert not desk.dock.decision.form.isVisible()
    desk.press(Key.Key_3)
    assert desk.dock.decision.buttons["其他"].isChecked()


def test_left_and_right_in_the_open_list_turn_to_the_class_beside(desk: Any) -> None:
    number = desk.number
    desk.press(Key.Key_1)
    desk.press(Key.Key_Right)
    assert desk.dock.decision.buttons["违法"].isChecked()
    desk.press(Key.Key_Left)
    desk.press(Key.Key_Left)
    assert desk.dock.decision.buttons[""].isChecked()
    assert desk.number == number


def test_letters_and_digits_in_the_search_box_are_text(desk: Any) -> None:
    """N, B, Z, 1 … are keys of the dock only outside of text boxes."""
    number = desk.number
    desk.dock.filters.search.setFocus()
    QTest.keyClicks(desk.dock.filters.search, "nbz12")
    assert desk.dock.filters.search.text() == "nbz12"
    assert desk.number == number
    assert not desk.dock.decision.form.isVisible()


def test_the_keys_are_deaf_while_the_map_has_the_focus(desk: Any) -> None:
    """Page keys and arrows pan the map then."""
    number = desk.number
    desk.canvas.setFocus()
    desk.press(Key.Key_N)
    desk.press(Key.Key_2)
    assert desk.number == number
    assert not desk.dock.decision.form.isVisible()


def test_z_zooms_to_the_patch(desk: Any) -> None:
    from qgis.core import QgsGeometry, QgsRectangle

    patch = QgsGeometry()
    patch.fromWkb(desk.presenter.review.wkb(desk.number))
    desk.canvas.setExtent(QgsRectangle(0, 0, 10, 10))
    desk.press(Key.Key_Z)
    assert desk.canvas.extent().contains(patch.boundingBox())


def test_every_key_is_in_the_table_of_keys(desk: Any) -> None:
    tip = desk.dock.navigation.keys.toolTip()
    for shown in ("← / PgUp", "→ / PgDn", "N", "1 2 3 4", "B", "Z", "Ctrl+Z", "Enter"):
        assert shown in tip


@pytest.mark.parametrize("place", ["card", "ground", "progress"])
def test_a_click_beside_the_buttons_gives_the_keys_to_the_dock(desk: Any, place: str) -> None:
    """From the map, on the card or on any blank place."""
    order = listed(desk)
    desk.canvas.setFocus()
    where = {"card": desk.dock.card.header.place, "ground": desk.dock.widget(), "progress": desk.dock.navigation.count}
    widget = where[place]
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().bottomRight() - QPoint(1, 1))
    desk.press(Key.Key_Right)
    assert desk.number == order[1]


def test_the_keys_work_over_an_empty_list_too(desk: Any) -> None:
    desk.dock.filters.search.setText("没有这个村")
    desk.dock.filters.search.returnPressed.emit()
    desk.canvas.setFocus()
    desk.dock.take_focus()
    focus = QApplication.focusWidget()
    assert focus is not None and focus.isVisible() and desk.dock.isAncestorOf(focus)
