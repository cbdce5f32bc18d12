"""拆分窗口: what the children would be, on the list and on the map; a drawn line; splitting and taking back in the dock."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QEvent, Qt, QTimer
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton

from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.gis.line_tool import LineTool
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.ui.split_dialog import APPROVALS, LAYER, LINE, SplitDialog
from landwatch_plugin.ui.workbench import Workbench
from tests.ui.split_stand import EAST, NORTH, NUMBER, ONE, TWO, bands, click, dialog, halves, mouse, opened

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def splitting(bench: Workbench, window: Any, ledger_path: Path) -> Workbench:
    return opened(bench, window, ledger_path)


def test_without_bound_layers_the_dialog_says_so(splitting: Workbench) -> None:
    """It opens on the approvals; nothing can be done until there is a preview."""
    shown = dialog(splitting)
    assert shown.ways[APPROVALS].isChecked()
    assert "没有绑定批准范围图层" in shown.message.text()
    assert not shown.ok.isEnabled()
    assert not shown.ways[LAYER].isEnabled()


def test_the_children_are_listed_and_coloured_on_the_map(bench: Workbench, splitting: Workbench, window: Any) -> None:
    halves()
    before = bands(window)
    splitting._actions["split"].trigger()
    shown = dialog(splitting)
    shown.choose(LAYER)
    assert shown.table.texts() == [
        [ONE, "权属界线要素1", "0.60", "25.0%"],
        [TWO, "权属界线以外", "1.80", "75.0%"],
    ]
    assert "合计2.40亩，与原图斑一致" in shown.sum.text()
    assert shown.ok.isEnabled()
    assert bands(window) == before + 2
    assert not shown.table.item(0, 0).icon().isNull()
    shown.choose(LINE)
    assert (bands(window), shown.ok.isEnabled(), shown.table.rowCount()) == (before, False, 0)


def test_splitting_shows_the_first_child(splitting: Workbench, ledger_path: Path, window: Any) -> None:
    """The reason proposed is kept; the dialog and its colours are gone; the list has the children."""
    halves()
    splitting._actions["split"].trigger()
    dialog(splitting).choose(LAYER)
    dialog(splitting).ok.click()
    QApplication.processEvents()
    assert splitting.presenter.number == ONE
    assert [number for number in splitting.dock.list.numbers() if number.startswith(NUMBER)] == [ONE, TWO]
    assert bands(window) == 1
    with Ledger.open(ledger_path) as ledger:
        assert ledger.row(NUMBER).state is State.SPLIT
        entry = next(entry for entry in ledger.history(NUMBER) if entry.act == "拆分")
    assert entry.who == "甲"
    assert "理由：" in entry.text


def test_a_written_reason_is_not_written_over(splitting: Workbench) -> None:
    halves()
    splitting._actions["split"].trigger()
    shown = dialog(splitting)
    shown.reason.setText("按权属分开")
    shown.reason.textEdited.emit("按权属分开")
    shown.choose(LAYER)
    assert shown.reason.text() == "按权属分开"


def test_a_line_is_drawn_on_the_map(splitting: Workbench, window: Any) -> None:
    """Three clicks and a right click; the tool before comes back."""
    shown, canvas = dialog(splitting), window.centralWidget()
    shown.draw.click()
    tool = canvas.mapTool()
    assert isinstance(tool, LineTool)
    assert shown.ways[LINE].isChecked()
    for x, y in ((EAST + 20, NORTH - 10), (EAST + 20, NORTH + 20), (EAST + 20, NORTH + 50)):
        click(tool, x, y)
    mouse(tool, QEvent.Type.MouseMove, EAST, NORTH)
    click(tool, EAST, NORTH, Qt.MouseButton.RightButton)
    assert canvas.mapTool() is not tool
    assert sum(Decimal(row[2]) for row in shown.table.texts()) == Decimal("2.40")
    assert len(shown.table.texts()) == 2


def test_a_double_click_ends_the_line_once(splitting: Workbench, window: Any) -> None:
    """Qt sends a release after the double click as well; it begins nothing."""
    shown, canvas = dialog(splitting), window.centralWidget()
    shown.draw.click()
    tool = canvas.mapTool()
    click(tool, EAST - 10, NORTH + 20)
    click(tool, EAST + 50, NORTH + 20)
    mouse(tool, QEvent.Type.MouseButtonDblClick, EAST + 50, NORTH + 20)
    click(tool, EAST + 50, NORTH + 20)
    assert len(shown.table.texts()) == 2
    assert shown.ok.isEnabled()


def test_backspace_takes_a_corner_back_and_escape_drops_the_line(splitting: Workbench, window: Any) -> None:
    shown, canvas = dialog(splitting), window.centralWidget()
    before = bands(window)
    shown.draw.click()
    tool = canvas.mapTool()
    click(tool, EAST + 20, NORTH - 10)
    click(tool, EAST + 20, NORTH + 90)
    tool.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier))
    click(tool, EAST, NORTH, Qt.MouseButton.RightButton)
    assert canvas.mapTool() is tool
    tool.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier))
    assert canvas.mapTool() is not tool
    assert bands(window) == before
    assert not shown.ok.isEnabled()


def test_a_second_line_adds_to_the_first(splitting: Workbench, window: Any) -> None:
    """From the first line to the edge: three children. One that parts nothing more is left out and said."""
    shown, canvas = dialog(splitting), window.centralWidget()
    assert shown.redraw.isHidden()

    def draw(*corners: tuple[float, float], anew: bool = False) -> None:
        (shown.redraw if anew else shown.draw).click()
        tool = canvas.mapTool()
        for x, y in corners:
            click(tool, EAST + x, NORTH + y)
        click(tool, EAST, NORTH, Qt.MouseButton.RightButton)

    draw((20, -10), (20, 50))
    assert not shown.redraw.isHidden()
    draw((20, 20), (60, 20))
    assert len(shown.table.texts()) == 3
    draw((-20, -10), (-20, 50))
    assert "parts nothing more" in shown.message.text()
    assert (len(shown.table.texts()), shown.ok.isEnabled()) == (3, True)
    draw((-10, 20), (60, 20), anew=True)
    assert len(shown.table.texts()) == 2
    assert shown.message.isHidden()
    shown.choose(APPROVALS)
    assert shown.redraw.isHidden()


def test_a_line_beside_the_patch_says_what_is_wrong(splitting: Workbench, window: Any) -> None:
    shown = dialog(splitting)
    shown.draw.click()
    tool = window.centralWidget().mapTool()
    click(tool, EAST - 20, NORTH - 10)
    click(tool, EAST - 20, NORTH + 50)
    click(tool, EAST, NORTH, Qt.MouseButton.RightButton)
    assert "没有把图斑分成两部分" in shown.message.text()


def test_closing_leaves_nothing_on_the_map(splitting: Workbench, window: Any) -> None:
    shown = dialog(splitting)
    shown.draw.click()
    tool = window.centralWidget().mapTool()
    click(tool, EAST - 20, NORTH - 10)
    shown.reject()
    assert window.centralWidget().mapTool() is not tool
    assert bands(window) == 1


def test_a_new_sitting_closes_the_dialog(splitting: Workbench, ledger_path: Path) -> None:
    shown = dialog(splitting)
    closed: list[int] = []
    shown.finished.connect(closed.append)
    splitting.open(str(ledger_path), "", "乙")
    assert closed == [QDialog.DialogCode.Rejected]


def test_a_locked_month_is_said_in_the_dialog(splitting: Workbench, ledger_path: Path) -> None:
    """The dialog stays and the ledger is as it was."""
    halves()
    splitting._actions["split"].trigger()
    dialog(splitting).choose(LAYER)
    with Ledger.open(ledger_path) as ledger:
        ledger.lock_batch("2026年6月", "王五")
    dialog(splitting).ok.click()
    assert "月核锁定" in dialog(splitting).message.text()
    with Ledger.open(ledger_path) as ledger:
        assert NUMBER in {row.number for row in ledger.patches()}


def answer(words: str | None) -> Callable[[], None]:
    """Answers the question box: writes the reason and agrees, or refuses."""

    def act() -> None:
        box = next(
            w for w in QApplication.topLevelWidgets() if w.objectName() == "landwatch_question" and w.isVisible()
        )
        agreed, refused = box.findChildren(QPushButton)
        if words is not None:
            box.findChild(QLineEdit).setText(words)
        (refused if words is None else agreed).click()

    return act


def test_the_split_is_taken_back_with_a_reason(splitting: Workbench, ledger_path: Path) -> None:
    """Asked first; refused, nothing happens."""
    halves()
    splitting._actions["split"].trigger()
    dialog(splitting).choose(LAYER)
    dialog(splitting).ok.click()
    QTimer.singleShot(50, answer(None))
    splitting._actions["rejoin"].trigger()
    assert splitting.presenter.number == ONE
    QTimer.singleShot(50, answer("界线画错"))
    splitting._actions["rejoin"].trigger()
    assert splitting.presenter.number == NUMBER
    with Ledger.open(ledger_path) as ledger:
        assert ledger.history(NUMBER)[-1].text.endswith("理由：界线画错")


def test_ctrl_z_takes_back_what_was_done_last(splitting: Workbench) -> None:
    """A split after a decision; then the decision; never an older act than the last."""
    desk = splitting.presenter
    desk.show("990101TB0002")
    desk.decide(Decision("违法", "未报即用", "没有手续", "甲"))
    desk.show(NUMBER)
    halves()
    splitting._actions["split"].trigger()
    dialog(splitting).choose(LAYER)
    dialog(splitting).ok.click()
    QTimer.singleShot(50, answer("界线画错"))
    splitting.dock.undo_requested.emit()
    assert (desk.number, desk.review.row(NUMBER).state) == (NUMBER, State.SCREENED)
    assert desk.review.row("990101TB0002").state is State.DECIDED
    splitting.dock.undo_requested.emit()
    assert desk.review.row("990101TB0002").state is State.SCREENED


def test_ctrl_z_asks_before_a_split_is_taken_back(splitting: Workbench) -> None:
    """As the menu does: refused, the split stands."""
    halves()
    splitting._actions["split"].trigger()
    dialog(splitting).choose(LAYER)
    dialog(splitting).ok.click()
    QTimer.singleShot(50, answer(None))
    splitting.dock.undo_requested.emit()
    assert splitting.presenter.number == ONE
    assert splitting.presenter.review.row(NUMBER).state is State.SPLIT


def test_ctrl_z_on_another_patch_leaves_the_split_and_says_which(splitting: Workbench) -> None:
    halves()
    splitting._actions["split"].trigger()
    dialog(splitting).choose(LAYER)
    dialog(splitting).ok.click()
    splitting.presenter.show("990101TB0002")
    splitting.dock.undo_requested.emit()
    assert splitting.presenter.number == "990101TB0002"
    assert splitting.presenter.review.row(NUMBER).state is State.SPLIT
    assert NUMBER in splitting.dock.decision.notice.text()


def test_an_unsplit_patch_has_no_split_to_take_back(splitting: Workbench, iface: Any) -> None:
    splitting._actions["rejoin"].trigger()
    assert "没有被拆分过" in iface.messageBar().currentItem().text()


def test_the_card_offers_the_split(bench: Workbench, splitting: Workbench, card: Any) -> None:
    """The button beside the offer opens the same dialog; without an offer there is no button."""
    view = splitting.dock.card
    assert view.suggestion._row.isHidden()
    view.show_card(card(offer="图斑60.0%在批准范围内，3.00亩在范围外，可拆分后分别判定。"), ())
    assert not view.suggestion._row.isHidden()
    old = splitting.dialog
    view.suggestion.split.click()
    assert isinstance(splitting.dialog, SplitDialog)
    assert splitting.dialog is not old
