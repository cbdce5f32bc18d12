"""One sitting behind the dock: lists, filters, evidence, secrecy, the map, errors told once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsRasterLayer
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtWidgets import QLabel

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.gis.canvas import PatchView
from landwatch_plugin.ledger.store import Ledger

ILLEGAL = Decision("违法", "未报即用", "", "")


def listed(desk: Any) -> list[str]:
    return desk.dock.list.numbers()


def bands(desk: Any) -> list[QgsRubberBand]:
    return [item for item in desk.canvas.scene().items() if isinstance(item, QgsRubberBand)]


def test_progress_counts_what_is_decided(desk: Any) -> None:
    assert desk.dock.navigation.count.text() == "0/5"
    desk.dock.decision_requested.emit(ILLEGAL)
    assert desk.dock.navigation.count.text() == "1/5"


def test_a_decision_is_signed_by_the_operator_and_carries_the_meeting(desk: Any) -> None:
    number = desk.number
    desk.presenter.review.meeting = "第3次会审"
    desk.presenter.review.on = date(2026, 7, 9)
    desk.dock.decision_requested.emit(ILLEGAL)
    decision = desk.presenter.review.card(number).decision
    assert (decision.by, decision.meeting, decision.on) == ("甲", "第3次会审", date(2026, 7, 9))


def test_a_filter_narrows_list_and_progress_and_moves_to_a_patch_in_it(desk: Any) -> None:
    towns = desk.dock.filters.boxes["town"]
    towns.setCurrentIndex(towns.findData("河口镇"))
    assert len(listed(desk)) == 3
    assert desk.number in listed(desk)
    assert desk.dock.navigation.count.text() == "0/3"
    desk.dock.filters.reset()
    assert len(listed(desk)) == 5


def test_a_search_looks_into_numbers_and_places(desk: Any) -> None:
    desk.dock.filters.search.setText("第4村")
    desk.dock.filters.search.returnPressed.emit()
    assert listed(desk) == ["990101TB0004"] == [desk.number]


def test_an_empty_list_says_so_and_nothing_can_be_decided(desk: Any) -> None:
    desk.dock.filters.search.setText("没有这个村")
    desk.dock.filters.search.returnPressed.emit()
    assert desk.number is None
    assert "No patch" in desk.dock._empty.text()
    assert bands(desk)[0].numberOfVertices() == 0
    desk.dock.decision_requested.emit(ILLEGAL)
    desk.dock.zoom_requested.emit()
    desk.dock.history_requested.emit()
    assert desk.presenter.review.progress() == (0, 5)


def test_deciding_in_a_list_of_undecided_ones_goes_on_to_the_next_and_not_to_the_head(desk: Any) -> None:
    """The decided patch leaves such a list under the reviewer's hands."""
    states = desk.dock.filters.boxes["state"]
    states.setCurrentIndex(states.findData(State.SCREENED.value))
    order = listed(desk)
    desk.presenter.show(order[2])
    desk.dock.decision_requested.emit(ILLEGAL)
    assert desk.number == order[3]
    assert listed(desk) == [number for number in order if number != order[2]]


def test_undo_shows_its_patch_even_when_the_filter_hides_it(desk: Any) -> None:
    number = desk.number
    desk.dock.decision_requested.emit(ILLEGAL)
    desk.dock.filters.search.setText("河口镇")
    desk.dock.filters.search.returnPressed.emit()
    desk.dock.undo_requested.emit()
    assert desk.number == number


def test_a_row_of_the_list_leads_to_its_patch(desk: Any) -> None:
    model = desk.dock.list.model()
    desk.dock.list.clicked.emit(model.index(3, 0))
    assert desk.number == listed(desk)[3]
    assert desk.dock.list.currentIndex().row() == 3


def test_a_list_row_gives_place_area_and_standing(desk: Any) -> None:
    desk.dock.decision_requested.emit(ILLEGAL)
    model = desk.dock.list.model()
    first = [model.index(0, column).data() for column in range(4)]
    assert first == ["990101TB0004", "柳林镇第4村", "2.40", "违法"]
    assert model.index(1, 3).data() == State.SCREENED.value


def test_a_tick_is_kept_by_the_ledger_and_shown_again(desk: Any) -> None:
    number = desk.number
    desk.dock.card.evidence.boxes()["停工通知书"].click()
    assert desk.dock.card.evidence.boxes()["停工通知书"].isChecked()
    assert {item.name for item in desk.presenter.review.card(number).evidence if item.held} >= {"停工通知书"}


def test_a_box_that_the_ledger_proves_itself_comes_back_ticked(desk: Any) -> None:
    """The overlay was run, so 套合图 is there whatever a person clicks."""
    desk.dock.card.evidence.boxes()["套合图"].click()
    assert desk.dock.card.evidence.boxes()["套合图"].isChecked()


def test_the_missing_evidence_of_a_sub_type_is_named_in_the_form(desk: Any) -> None:
    desk.dock.decision.open_class("违法")
    assert "停工通知书" in desk.dock.decision.form.missing.text()


def test_a_patch_marked_secret_vanishes_from_list_map_and_counts(desk: Any) -> None:
    number, following = listed(desk)[:2]
    desk.presenter.mark_secret()
    assert number not in listed(desk)
    assert desk.number == following
    assert desk.dock.navigation.count.text() == "0/4"
    assert number not in desk.dock.decision.notice.text()
    with pytest.raises(LedgerError):
        desk.presenter.review.card(number)


def test_the_last_patch_marked_secret_leaves_an_empty_dock_and_no_outline(desk: Any) -> None:
    for _ in range(5):
        desk.presenter.mark_secret()
    assert desk.number is None and listed(desk) == []
    assert bands(desk)[0].numberOfVertices() == 0


def test_what_another_hand_changed_is_told_once_and_shown_next_time(desk: Any, ledger_path: Path) -> None:
    """The decision is refused, not written over."""
    number = desk.number
    with Ledger.open(ledger_path) as other:
        other.decide(number, Decision("违法", "未批先建", "现场核实", "乙"), other.check(number))
    desk.dock.decision_requested.emit(ILLEGAL)
    assert len(desk.told) == 1 and "乙" in desk.told[0]
    assert desk.presenter.review.card(number).decision.by == "乙"


def test_the_history_of_a_patch_opens_with_its_journal(desk: Any) -> None:
    from landwatch_plugin.ui.history_dialog import HistoryDialog

    desk.presenter.advance = False
    desk.dock.decision_requested.emit(ILLEGAL)
    desk.dock.history_requested.emit()
    window = desk.dock.findChild(HistoryDialog)
    lines = [window.lines.item(at).text() for at in range(window.lines.count())]
    assert any("未报即用" in line and "甲" in line for line in lines)
    window.close()


def test_the_history_begins_with_the_intake_and_names_a_deferral_once(desk: Any) -> None:
    from landwatch_plugin.ui.history_dialog import HistoryDialog

    desk.presenter.advance = False
    desk.dock.decision_requested.emit(Decision("", "", "补充举证：现场照片", "", deferred=True))
    desk.dock.history_requested.emit()
    window = desk.dock.findChild(HistoryDialog)
    lines = [window.lines.item(at).text() for at in range(window.lines.count())]
    assert "接收员　接收　批次“2026年6月”，来源文件“wp.shp”" in lines[0]
    deferral = next(line for line in lines if "补充举证：现场照片" in line)
    assert "甲　暂缓　理由：" in deferral and deferral.count("暂缓") == 1
    window.close()


def test_an_emptied_map_gets_no_outline_and_the_card_stays(desk: Any) -> None:
    number = desk.number
    desk.presenter.use_view(PatchView(desk.canvas, QgsProject.instance(), {}), outlined=False)
    assert bands(desk)[0].numberOfVertices() == 0
    assert desk.number == number and number in desk.dock.card.header.number.text()


def test_the_patch_is_outlined_and_a_closed_dock_takes_the_outline_away(desk: Any) -> None:
    assert bands(desk)[0].numberOfVertices() > 3
    desk.dock.close()
    assert bands(desk)[0].numberOfVertices() == 0
    desk.presenter.outline()
    assert bands(desk)[0].numberOfVertices() > 3


def image(path: Path) -> QgsRasterLayer:
    from osgeo import gdal

    made = gdal.GetDriverByName("GTiff").Create(str(path), 4, 4)
    made.SetGeoTransform((500_000, 100, 0, 3_300_400, 0, -100))
    made.GetRasterBand(1).Fill(7)
    made = None
    layer = QgsRasterLayer(str(path), path.stem)
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_b_switches_between_the_two_images(desk: Any, tmp_path: Path) -> None:
    from qgis.PyQt.QtCore import Qt

    layers = {role: image(tmp_path / f"{role.value}.tif") for role in (Role.BEFORE, Role.AFTER)}
    root = QgsProject.instance().layerTreeRoot()
    ids = {role: layer.id() for role, layer in layers.items()}

    def seen() -> dict[Role, bool]:
        return {role: root.findLayer(ids[role]).isVisible() for role in ids}

    desk.presenter.use_view(PatchView(desk.canvas, QgsProject.instance(), ids))
    assert seen() == {Role.BEFORE: False, Role.AFTER: True}
    desk.dock.take_focus()
    desk.press(Qt.Key.Key_B)
    assert seen() == {Role.BEFORE: True, Role.AFTER: False}
    assert desk.dock.navigation.images[Role.BEFORE].isChecked()
    desk.press(Qt.Key.Key_B)
    assert seen() == {Role.BEFORE: False, Role.AFTER: True}
    desk.presenter.use_view(None)
    assert seen() == {Role.BEFORE: True, Role.AFTER: True}
    QgsProject.instance().clear()


def test_an_image_taken_out_of_the_project_is_told_and_the_button_shows_the_truth(desk: Any, tmp_path: Path) -> None:
    layers = {role: image(tmp_path / f"{role.value}.tif") for role in (Role.BEFORE, Role.AFTER)}
    desk.presenter.use_view(
        PatchView(desk.canvas, QgsProject.instance(), {role: layer.id() for role, layer in layers.items()})
    )
    QgsProject.instance().removeMapLayer(layers[Role.BEFORE].id())
    desk.dock.navigation.images[Role.BEFORE].click()
    assert len(desk.told) == 1 and "前时相" in desk.told[0]
    assert desk.dock.navigation.images[Role.AFTER].isChecked()
    assert not desk.dock.navigation.images[Role.BEFORE].isEnabled()
    desk.presenter.use_view(None)
    QgsProject.instance().clear()


def test_after_close_the_dock_speaks_to_nobody(desk: Any) -> None:
    desk.presenter.close()
    number = desk.number
    desk.dock.step_requested.emit(1, False)
    desk.dock.decision_requested.emit(ILLEGAL)
    assert desk.number == number
    assert bands(desk) == []
    assert desk.dock.receivers(desk.dock.step_requested) == 0
    assert desk.dock.receivers(desk.dock.decision_requested) == 0


def test_a_notice_goes_with_the_patch_it_was_about(desk: Any) -> None:
    """What was said of one patch does not stand under the next one."""
    first = desk.number
    desk.presenter.advance = False
    desk.dock.decision_requested.emit(ILLEGAL)
    assert first in desk.dock.decision.notice.text()
    desk.dock.patch_requested.emit(next(number for number in listed(desk) if number != first))
    assert desk.dock.decision.notice.text() == ""


def test_the_notice_of_a_mark_speaks_of_the_patch_marked_before(desk: Any) -> None:
    """Another patch is shown by then; neither is named, and the next step takes the notice away."""
    number = desk.number
    desk.presenter.mark_secret()
    said = desk.dock.decision.notice.text()
    assert "marked just now" in said and number not in said and desk.number not in said
    desk.dock.patch_requested.emit(listed(desk)[-1])
    assert desk.dock.decision.notice.text() == ""


def test_somebody_else_s_decision_is_shown_before_one_decides_again(desk: Any) -> None:
    """Told once, by the local clock; the card has the other's decision, and the second try is taken."""
    number, desk.presenter.advance = desk.number, False
    desk.presenter.review.rows()
    with Ledger.open(desk.presenter.review.ledger_path) as other:
        other.decide(number, Decision("合法", "供地", "另一人判定", "乙"), other.check(number))
    desk.dock.decision_requested.emit(ILLEGAL)
    [said] = desk.told
    assert f"图斑{number}已由乙于" in said and "时" in said and "现为“合法—供地”" in said and "+00:00" not in said
    assert number in desk.dock.decision.notice.text()
    assert any("供地" in label.text() for label in desk.dock.findChildren(QLabel))
    desk.dock.decision_requested.emit(ILLEGAL)
    assert len(desk.told) == 1
    assert desk.presenter.review.card(number).decision.verdict == "违法"
