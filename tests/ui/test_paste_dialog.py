"""粘贴坐标的窗口: paste, look at the map, correct, add; errors mark their row; nothing is left on the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMessageBox

from landwatch_plugin.domain.control import Role
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.layers import bind, binding_of
from landwatch_plugin.ui.paste_dialog import PasteDialog
from landwatch_plugin.ui.paste_presenter import PastePresenter
from tests.hand_made import layer_of, rect, saved

SQUARE = "1 3100000 38500000\n2 3100100 38500000\n3 3100100 38500100\n4 3100000 38500100"
MINE = {"XKZH": "C旧", "KSMC": "旧矿", "CSSX": 1.0, "CSXX": 0.0}


@pytest.fixture
def pasting(window: Any) -> Iterator[Any]:
    """The dialog over a map in zone 38, and its presenter."""
    yield from opened(window)


def opened(window: Any) -> Iterator[Any]:
    canvas = window.centralWidget()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4526"))
    dialog = PasteDialog(window)
    presenter = PastePresenter(dialog, canvas, QgsProject.instance())
    dialog.show()
    yield dialog, presenter, canvas
    dialog.close()
    QApplication.processEvents()
    QgsProject.instance().clear()


def paste(dialog: PasteDialog, text: str) -> None:
    """By the button, without the pause that typing has."""
    QGuiApplication.clipboard().setText(text)
    dialog.paste.click()
    dialog.changed.emit()


def bands(canvas: Any) -> list[QgsRubberBand]:
    return [item for item in canvas.items() if isinstance(item, QgsRubberBand)]


def test_before_anything_is_pasted_nothing_can_be_added(pasting: Any) -> None:
    dialog, presenter, _ = pasting
    assert presenter.area is None
    assert not (dialog.add.isEnabled() or dialog.copy.isEnabled() or dialog.zoom.isEnabled())


def test_what_is_pasted_appears_on_the_map_and_in_the_table(pasting: Any) -> None:
    dialog, presenter, canvas = pasting
    paste(dialog, SQUARE)
    assert presenter.preview.area.asGeometry().area() == pytest.approx(10_000)
    assert canvas.extent().contains(presenter.preview.area.asGeometry().boundingBox())
    assert dialog.table.texts()[0] == ["1", "1", "1", "3100000.000", "38500000.000"]
    assert "拐点4个" in dialog.account.text()
    assert dialog.add.isEnabled()


def test_typing_is_read_after_a_moment(pasting: Any) -> None:
    """Not at every key."""
    dialog, presenter, _ = pasting
    dialog.text.setPlainText(SQUARE)
    assert presenter.area is None
    QTest.qWait(600)
    assert presenter.area is not None


def test_the_boxes_show_what_was_guessed(pasting: Any) -> None:
    dialog, _, _ = pasting
    paste(dialog, SQUARE)
    shown = {key: box.currentText() for key, box in dialog.boxes.items()}
    assert shown["north"].endswith("Column 2 (如3100000)") or "第2列" in shown["north"]
    assert "2000国家大地坐标系" in shown["datum"]
    assert "38" in shown["zone"]


def test_a_correction_is_read_at_once(pasting: Any) -> None:
    """Datum by hand; the map follows."""
    dialog, presenter, _ = pasting
    paste(dialog, SQUARE)
    box = dialog.boxes["datum"]
    box.setCurrentIndex(box.findData("80"))
    assert presenter.area.crs.authid() == "EPSG:2362"
    assert dialog.boxes["datum"].currentData() == "80"


def test_a_new_table_begins_without_the_old_corrections(pasting: Any) -> None:
    dialog, presenter, _ = pasting
    paste(dialog, SQUARE)
    box = dialog.boxes["datum"]
    box.setCurrentIndex(box.findData("80"))
    paste(dialog, SQUARE.replace("3100", "3200"))
    assert presenter.area.crs.authid() == "EPSG:4526"


def test_the_zone_is_asked_for_where_nothing_tells_it(pasting: Any) -> None:
    dialog, presenter, _ = pasting
    paste(dialog, SQUARE.replace("38500", "500"))
    assert presenter.area is None and "投影带" in dialog.account.text()
    box = dialog.boxes["zone"]
    box.setCurrentIndex(box.findData(40))
    assert presenter.area.crs.authid() == "EPSG:4549"


def test_a_wrong_row_is_named_and_marked(pasting: Any) -> None:
    dialog, presenter, _ = pasting
    paste(dialog, SQUARE.replace("3 3100100", "3 31****"))
    assert presenter.area is None
    assert "第3行" in dialog.account.text()
    marks = dialog.text.extraSelections()
    assert [mark.cursor.blockNumber() for mark in marks] == [2]
    assert presenter.preview.area.asGeometry().isEmpty()
    assert not dialog.add.isEnabled()


def test_clearing_the_text_clears_the_map(pasting: Any) -> None:
    dialog, presenter, _ = pasting
    paste(dialog, SQUARE)
    dialog.clear.click()
    dialog.changed.emit()
    assert presenter.preview.area.asGeometry().isEmpty()
    assert dialog.table.rowCount() == 0


def test_degrees_are_shown_as_degrees(pasting: Any) -> None:
    dialog, presenter, _ = pasting
    paste(dialog, "114°00′00″ 28°00′00″\n114°00′05″ 28°00′00″\n114°00′05″ 28°00′05″")
    assert presenter.area.crs.authid() == "EPSG:4490"
    assert dialog.table.texts()[0][3:] == ["28.00000000", "114.00000000"]


def test_the_area_becomes_a_layer_of_its_own(pasting: Any) -> None:
    dialog, _, _ = pasting
    paste(dialog, SQUARE)
    dialog.name.setText("甲矿")
    dialog.add.click()
    assert len(QgsProject.instance().mapLayersByName("粘贴坐标_甲矿")) == 1
    assert "粘贴坐标_甲矿" in dialog.notes.text()


def test_the_area_can_be_copied_as_wkt(pasting: Any) -> None:
    dialog, _, _ = pasting
    paste(dialog, SQUARE)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text().startswith("MultiPolygon (((38500000 3100000")


@pytest.mark.parametrize(("agreed", "count"), [(True, 2), (False, 1)])
def test_a_bound_layer_is_changed_only_after_a_question(
    window: Any, tmp_path: Path, agreed: bool, count: int, answer: Callable[[bool], None]
) -> None:
    path = saved(layer_of([(rect(900, 900, 9, 9), MINE)], "MultiPolygon"), tmp_path / "采矿权.gpkg")
    layer = QgsVectorLayer(path, "采矿权", "ogr")
    QgsProject.instance().addMapLayer(layer)
    bind(QgsProject.instance(), [binding_of(layer, Role.MINE)])
    for dialog, _, _ in opened(window):
        paste(dialog, SQUARE)
        dialog.number.setText("C123")
        dialog.target.setCurrentIndex(dialog.target.findData(Role.MINE))
        answer(agreed)
        dialog.add.click()
        assert layer.featureCount() == count
        assert ("已写入采矿权图层" in dialog.notes.text()) is agreed
        if agreed:
            answer(True)
            dialog.add.click()
            assert "已在图层中" in dialog.notes.text()


@pytest.fixture
def answer() -> Callable[[bool], None]:
    """Press a button of the question that comes next."""

    def press(yes: bool) -> None:
        def find() -> None:
            box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
            role = QMessageBox.ButtonRole.DestructiveRole if yes else QMessageBox.ButtonRole.RejectRole
            next(button for button in box.buttons() if box.buttonRole(button) == role).click()

        QTimer.singleShot(150, find)

    return press


def test_closing_takes_the_preview_off_the_map(window: Any) -> None:
    canvas = window.centralWidget()
    before = len(bands(canvas))
    for dialog, _, _ in opened(window):
        paste(dialog, SQUARE)
        assert len(bands(canvas)) == before + 2
    assert len(bands(canvas)) == before


def test_the_menu_opens_it(bench: Any) -> None:
    """And the workbench takes it away with itself."""
    action = next(one for one in bench.tools() if one.objectName() == "landwatch_paste")
    action.trigger()
    assert isinstance(bench.dialog, PasteDialog)
    paste(bench.dialog, SQUARE)
    canvas = bench.iface.mapCanvas()
    assert len(bands(canvas)) >= 2
    bench.close()
    assert bands(canvas) == []


def test_the_window_stands_in_the_lower_left_corner(pasting: Any, window: Any) -> None:
    """The map's middle stays free."""
    dialog, _, _ = pasting
    dialog.stand_aside(window)
    place = dialog.pos() - window.mapToGlobal(window.rect().topLeft())
    assert 0 <= place.x() < 60 and place.y() >= 0


def test_degrees_of_a_hole_are_told_apart(pasting: Any) -> None:
    dialog, presenter, _ = pasting
    inner = "1 3100040 38500040\n2 3100060 38500040\n3 3100060 38500060"
    paste(dialog, f"{SQUARE}\n\n{inner}")
    rings = [row[0] for row in dialog.table.texts()]
    assert rings[:4] == ["1"] * 4 and all("2" in ring and ring != "2" for ring in rings[4:])
    assert presenter.area.shape.area() == pytest.approx(10_000 - 200)


def test_all_points_can_be_taken_as_one_ring(pasting: Any) -> None:
    """A table broken by a heading: the box says how many rings there are, and puts them together."""
    dialog, presenter, _ = pasting
    first, second = "1 3100000 38500000\n2 3100100 38500000", "3 3100100 38500100\n4 3100000 38500100"
    paste(dialog, f"{first}\n点号 X Y\n{second}")
    assert presenter.area is None and "不成面" in dialog.account.text()
    box = dialog.boxes["rings"]
    box.setCurrentIndex(box.findData(True))
    assert presenter.area.shape.area() == pytest.approx(10_000)


def test_a_long_ring_lists_its_first_corners_only(pasting: Any) -> None:
    """The map has them all."""
    import math

    dialog, presenter, _ = pasting
    turn = 2 * math.pi / 700
    rows = [
        f"{k + 1} {3_100_000 + 400 * math.sin(turn * k):.3f} {38_500_000 + 400 * math.cos(turn * k):.3f}"
        for k in range(700)
    ]
    paste(dialog, "\n".join(rows))
    assert presenter.preview.corners.numberOfVertices() == 701
    assert dialog.table.rowCount() == 500


def test_after_an_error_no_box_keeps_the_guess_of_the_text_before(pasting: Any) -> None:
    """What the user has chosen stays chosen."""
    dialog, _, _ = pasting
    paste(dialog, SQUARE)
    assert all(box.itemText(0) != tr("Automatic") for box in dialog.boxes.values())
    zone = dialog.boxes["zone"]
    zone.setCurrentIndex(zone.findData(38))
    dialog.text.setPlainText(SQUARE.replace("3 3100100", "3 31****"))
    dialog.changed.emit()
    assert {box.itemText(0) for box in dialog.boxes.values()} == {tr("Automatic")}
    assert dialog.choice("zone") == 38
