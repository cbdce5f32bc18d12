"""The small parts: wrapping rows of boxes, tables to read, file fields, the open dialog, the progress window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QMessageBox,
    QProgressDialog,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.domain.errors import Cancelled
from landwatch_plugin.domain.progress import Span
from landwatch_plugin.ledger.records import Batch
from landwatch_plugin.ui.file_field import FileField
from landwatch_plugin.ui.flow_layout import FlowLayout
from landwatch_plugin.ui.form_area import FormArea
from landwatch_plugin.ui.history_dialog import history_lines
from landwatch_plugin.ui.keys import Key, listen, table
from landwatch_plugin.ui.labels import WrapLabel, emptied, flag_number, points
from landwatch_plugin.ui.open_dialog import OpenDialog
from landwatch_plugin.ui.plain_table import PlainTable
from landwatch_plugin.ui.progress import ProgressWindow
from landwatch_plugin.ui.questions import sure
from landwatch_plugin.ui.slots import Wiring

pytestmark = pytest.mark.usefixtures("qgis_app")
TAGS = ("非农化", "非粮化", "农村乱占耕地建房", "新增", "存量", "重点区域", "重大典型")


@pytest.fixture
def tags() -> Iterator[QWidget]:
    holder = QWidget()
    layout = FlowLayout(holder, 10, 2)
    for tag in TAGS:
        layout.addWidget(QCheckBox(tag, holder))
    yield holder
    holder.deleteLater()


def lines(holder: QWidget, width: int) -> list[int]:
    """Boxes on each line at that width."""
    holder.resize(width, holder.layout().heightForWidth(width))
    holder.show()
    QApplication.processEvents()
    tops = [box.y() for box in holder.findChildren(QCheckBox) if box.isVisible()]
    return [tops.count(top) for top in sorted(set(tops))]


def test_tags_fill_a_line_and_go_on_in_the_next(tags: QWidget) -> None:
    assert lines(tags, 2000) == [7]
    narrow = lines(tags, 320)
    assert len(narrow) > 1 and sum(narrow) == 7


def test_no_tag_sticks_out(tags: QWidget) -> None:
    lines(tags, 320)
    assert all(box.geometry().right() < 320 for box in tags.findChildren(QCheckBox))


def test_a_hidden_tag_takes_no_room(tags: QWidget) -> None:
    full = tags.layout().heightForWidth(320)
    for box in tags.findChildren(QCheckBox)[2:]:
        box.hide()
    assert tags.layout().heightForWidth(320) < full


def test_an_emptied_row_is_empty(tags: QWidget) -> None:
    emptied(tags)
    assert tags.layout().count() == 0
    assert tags.layout().itemAt(0) is None and tags.layout().takeAt(0) is None


def test_figures_in_a_table_are_right_aligned_and_codes_are_not() -> None:
    shown = PlainTable()
    shown.show_rows(["a", "b", "c", "d"], [["8233.33", "17", "0103", "990101"]])
    right = [bool(int(shown.item(0, at).textAlignment()) & 0x2) for at in range(4)]
    assert right == [True, True, False, False]
    shown.deleteLater()


def test_a_table_shown_anew_holds_nothing_of_before_and_cannot_be_edited() -> None:
    shown = PlainTable()
    shown.show_rows(["a"], [["1"], ["2"]])
    shown.show_rows(["x", "y"], [["甲", "乙"]])
    assert shown.texts() == [["甲", "乙"]]
    assert shown.editTriggers() == PlainTable.EditTrigger.NoEditTriggers
    shown.show_rows((), ())
    assert shown.texts() == []
    shown.deleteLater()


def test_a_file_field_takes_a_pasted_path_in_quotes_and_stays_silent_when_filled_by_the_program() -> None:
    """Windows copies a path with quotes around it."""
    field = FileField("台账", "*.gpkg")
    heard: list[str] = []
    field.path_changed.connect(heard.append)
    field.show_path("/a/b.gpkg")
    field.offer(["/c.gpkg", "/d.gpkg"])
    assert (heard, field.path()) == ([], "/a/b.gpkg")
    field.box.setEditText('"/有 空格/台账.gpkg" ')
    QTest.keyClick(field.box.lineEdit(), Qt.Key.Key_Return)
    assert heard[-1] == "/有 空格/台账.gpkg"
    field.deleteLater()


def test_enter_in_a_file_field_does_not_open_the_browser() -> None:
    assert not FileField("台账", "*.gpkg").browse.autoDefault()


@pytest.fixture
def opening() -> Iterator[OpenDialog]:
    dialog = OpenDialog()
    dialog.show_last(["/new.gpkg", "/old.gpkg"], ["/县手册.toml"], "甲")
    dialog.show_meeting("第3次会审")
    yield dialog
    dialog.close()


def test_the_ledger_used_last_is_filled_in_and_older_ones_are_offered(opening: OpenDialog) -> None:
    assert opening.ledger.path() == "/new.gpkg"
    assert [opening.ledger.box.itemText(at) for at in range(2)] == ["/new.gpkg", "/old.gpkg"]
    assert opening.operator.text() == "甲"


def test_the_shipped_rule_book_is_the_default_and_the_county_s_own_is_offered(opening: OpenDialog) -> None:
    heard = []
    opening.open_requested.connect(lambda *four: heard.append(four[:3]))
    opening.ok.click()
    opening.show_rulebook("/县手册.toml")
    opening.ok.click()
    assert heard == [("/new.gpkg", "", "甲"), ("/new.gpkg", "/县手册.toml", "甲")]


def test_the_meeting_goes_with_the_ledger_and_may_stay_empty(opening: OpenDialog) -> None:
    heard = []
    opening.open_requested.connect(lambda *four: heard.append(four[3]))
    opening.ok.click()
    opening.meeting.setText("  ")
    opening.ok.click()
    assert heard == ["第3次会审", ""]


def test_nobody_opens_a_ledger_without_a_name_or_without_a_ledger(opening: OpenDialog) -> None:
    heard = []
    opening.open_requested.connect(lambda *four: heard.append(four))
    opening.operator.setText("  ")
    opening.ok.click()
    assert "operator" in opening.message.text()
    opening.operator.setText("甲")
    opening.ledger.show_path("")
    opening.ok.click()
    assert "ledger" in opening.message.text()
    assert heard == []


def progress_dialog() -> QProgressDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QProgressDialog) and w.isVisible())


def test_the_progress_window_follows_and_goes_with_the_work() -> None:
    with ProgressWindow("核查图斑") as feedback:
        Span(feedback, 0, 50).tick(1.0)
        assert progress_dialog().value() == 50
        assert not feedback.cancelled()
    QApplication.processEvents()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QProgressDialog) and w.isVisible()]


def test_cancel_in_the_progress_window_reaches_the_work() -> None:
    with ProgressWindow("核查图斑") as feedback:
        progress_dialog().findChild(QPushButton).click()
        with pytest.raises(Cancelled):
            Span(feedback, 0, 100).tick(0.5)


def test_the_progress_window_goes_when_the_work_fails() -> None:
    with pytest.raises(ValueError, match="bad"), ProgressWindow("核查图斑"):
        raise ValueError("bad")
    QApplication.processEvents()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QProgressDialog) and w.isVisible()]


@pytest.mark.parametrize(("key", "agreed"), [(Qt.Key.Key_Return, False), (Qt.Key.Key_Escape, False)])
def test_enter_and_escape_never_agree_to_what_cannot_be_taken_back(key: Qt.Key, agreed: bool) -> None:
    QTimer.singleShot(0, lambda: QTest.keyClick(QApplication.activeModalWidget(), key))
    assert sure(None, "涉密", "移出？", "移出") is agreed


def test_only_the_named_button_agrees() -> None:
    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if button.text() == "移出").click()

    QTimer.singleShot(0, press)
    assert sure(None, "涉密", "移出？", "移出") is True


def test_keys_without_a_sequence_are_only_in_the_table_and_untold_ones_only_listen() -> None:
    widget = QWidget()
    keys = [
        Key(("N", "PgDown"), "N", "next", lambda: None),
        Key(("1",), "", "", lambda: None),
        Key((), "Enter", "confirm", lambda: None),
    ]
    shortcuts = listen(widget, keys)
    assert [shortcut.key().toString() for shortcut in shortcuts] == ["N", "PgDown", "1"]
    assert {shortcut.context() for shortcut in shortcuts} == {Qt.ShortcutContext.WidgetWithChildrenShortcut}
    assert table(keys, widget).count("<tr>") == 2
    widget.deleteLater()


def test_flags_of_different_kinds_make_one_number() -> None:
    both = flag_number(Qt.AlignmentFlag.AlignRight, Qt.TextFlag.TextWordWrap)
    assert both == 0x2 | 0x1000


def test_no_text_is_smaller_than_nine_points() -> None:
    widget = QWidget()
    font = widget.font()
    font.setPointSizeF(6)
    widget.setFont(font)
    assert points(widget) == 9
    assert points(widget, 5) == 11
    widget.deleteLater()


def laid_out() -> None:
    """Layouts inside layouts are done one after the other."""
    for _ in range(5):
        QApplication.processEvents()


def test_a_form_area_grows_with_its_content_up_to_its_limit() -> None:
    holder, content = QWidget(), QWidget()
    inner = QVBoxLayout(content)
    area = FormArea(content, holder)
    outer = QVBoxLayout(holder)
    outer.addWidget(area)
    outer.addStretch(1)
    holder.resize(300, 600)
    holder.show()
    laid_out()
    low = area.height()
    for _ in range(12):
        inner.addWidget(QLabel("一行"))
    laid_out()
    assert area.height() > low
    area.setMaximumHeight(130)
    laid_out()
    assert area.height() == 130
    holder.deleteLater()


def test_a_label_without_breaks_in_its_text_still_wraps() -> None:
    label = WrapLabel("1" * 200)
    assert label.heightForWidth(200) > 3 * label.fontMetrics().height()
    label.deleteLater()


def test_undone_wires_carry_nothing_and_a_deleted_sender_does_no_harm() -> None:
    heard = []
    button, gone = QPushButton(), QPushButton()
    wiring = Wiring(lambda error: None)
    wiring.join(button.clicked, lambda *_: heard.append(1))
    wiring.join(gone.clicked, lambda *_: heard.append(2))
    button.click()
    gone.deleteLater()
    QTest.qWait(1)
    wiring.undo()
    wiring.undo()
    button.click()
    assert heard == [1]
    button.deleteLater()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("2026-07-09 10:00　甲　暂缓　暂缓；理由：补充举证", "2026-07-09 10:00　甲　暂缓　理由：补充举证"),
        ("2026-07-09 10:00　甲　暂缓　暂缓", "2026-07-09 10:00　甲　暂缓"),
        (
            "2026-07-09 10:00　甲　撤销　撤销“暂缓”，恢复为“未判定”",
            "2026-07-09 10:00　甲　撤销　“暂缓”，恢复为“未判定”",
        ),
        ("2026-07-09 10:00　甲　会审　会审室意见：违法", "2026-07-09 10:00　甲　会审　会审室意见：违法"),
        (
            "2026-07-09 10:00　甲　会审　违法—未报即用；理由：一　二",
            "2026-07-09 10:00　甲　会审　违法—未报即用；理由：一　二",
        ),
        ("2026-07-09", "2026-07-09"),
    ],
)
def test_the_history_names_an_act_once(line: str, shown: str) -> None:
    assert history_lines(None, [line]) == [shown]


def test_the_history_begins_with_the_file_that_brought_the_patch_whatever_the_system() -> None:
    for source in ("D:\\下发\\wp.shp", "/data/wp.shp", "wp.shp"):
        (line,) = history_lines(Batch("2026年6月", source, "", 1, 1, 0, at="2026-07-01T09:00:00"), [])
        assert line == "2026-07-01 09:00　—　接收　批次“2026年6月”，来源文件“wp.shp”"


def test_numbers_of_patches_stand_left_though_they_look_like_figures() -> None:
    page = PlainTable()
    page.show_rows(("行号", "图斑编号"), [("12", "12")], numbers=(1,))
    sides = [bool(page.item(0, at).textAlignment() & int(Qt.AlignmentFlag.AlignRight)) for at in (0, 1)]
    assert sides == [True, False]
    page.deleteLater()
