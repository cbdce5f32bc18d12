"""拆分的几种方式: pasted corners, several lines, layers in their order; what forbids a split, and what is announced."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QApplication

from landwatch_plugin.domain.control import Role
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.layers import bind, binding_of
from landwatch_plugin.ledger.records import Remedy
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.ui.paste_dialog import PasteDialog
from landwatch_plugin.ui.split_dialog import APPROVALS, COORDINATES, LAYER, LINE, SplitDialog
from landwatch_plugin.ui.workbench import Workbench
from tests.hand_made import saved
from tests.ui.split_stand import EAST, NORTH, NUMBER, ONE, TWO, bands, dialog, halves, opened

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def splitting(bench: Workbench, window: Any, ledger_path: Path) -> Workbench:
    return opened(bench, window, ledger_path)


def ring(east: float, north: float, side: float) -> str:
    """A corner table of a square, zone 38 of three degrees, as the map has it without prefix."""
    corners = ((0, 0), (side, 0), (side, side), (0, side))
    lines = [f"J{at} {north + y:.3f} 38{east + x:.3f}" for at, (x, y) in enumerate(corners, 1)]
    return "\n".join(lines)


def pasting(shown: SplitDialog, text: str) -> PasteDialog:
    """The paste window, with the text understood."""
    shown.paste.click()
    window = next(one for one in shown.findChildren(PasteDialog) if one.isVisible())
    window.show_text(text)
    window.changed.emit()
    return window


def test_pasted_corners_part_the_patch(splitting: Workbench, window: Any) -> None:
    """Inside and outside of the ring; the window for pasting goes when the ring was taken."""
    shown = dialog(splitting)
    before = bands(window)
    paste = pasting(shown, ring(EAST - 5, NORTH - 5, 25))
    assert paste.target.isHidden()
    paste.add.click()
    assert shown.table.texts() == [[ONE, "坐标范围内", "0.60", "25.0%"], [TWO, "坐标范围外", "1.80", "75.0%"]]
    assert shown.ways[COORDINATES].isChecked()
    assert (shown.reason.text(), shown.ok.isEnabled()) == (tr("{}, to be judged apart").format("按界址点坐标"), True)
    assert not paste.isVisible()
    assert bands(window) == before + 2


def test_a_ring_that_does_not_part_the_patch_is_told_where_it_was_pasted(splitting: Workbench) -> None:
    """Elsewhere, and over all of it; the text stays to be mended, and is there when the window opens again."""
    shown = dialog(splitting)
    paste = pasting(shown, ring(EAST + 300, NORTH, 25))
    paste.add.click()
    assert "坐标范围与图斑不相交，最近处相距约260米" in paste.notes.text()
    paste.show_text(ring(EAST - 10, NORTH - 10, 80))
    paste.changed.emit()
    paste.add.click()
    assert "整个图斑均属“坐标范围内”" in paste.notes.text()
    assert (paste.isVisible(), shown.ok.isEnabled(), shown.table.rowCount()) == (True, False, 0)
    paste.show_text(ring(EAST - 5, NORTH - 5, 25))
    paste.changed.emit()
    paste.add.click()
    shown.paste.click()
    again = next(one for one in shown.findChildren(PasteDialog) if one.isVisible())
    assert again.text.toPlainText() == ring(EAST - 5, NORTH - 5, 25)


def test_a_text_of_boundary_points_is_opened(splitting: Workbench, tmp_path: Path) -> None:
    """GBK, as survey offices write it; a file that is gone is said."""
    file = tmp_path / "界址点.txt"
    file.write_bytes(
        ("[地块坐标]\n4,0.04,1,某地块,面,,工业用地,,@\n" + ring(EAST - 5, NORTH - 5, 25).replace(" ", ",")).encode(
            "gb18030"
        )
    )
    paste = pasting(dialog(splitting), "")
    paste.file_chosen.emit(str(file))
    paste.changed.emit()
    assert "拐点4个" in paste.account.text()
    paste.file_chosen.emit(str(tmp_path / "没有.txt"))
    assert "请检查文件是否存在" in paste.notes.text()


def test_another_way_or_the_end_closes_the_window_for_pasting(splitting: Workbench, window: Any) -> None:
    shown = dialog(splitting)
    before = bands(window)
    paste = pasting(shown, ring(EAST - 5, NORTH - 5, 25))
    shown.choose(APPROVALS)
    assert not paste.isVisible()
    pasting(shown, ring(EAST - 5, NORTH - 5, 25))
    shown.reject()
    assert bands(window) == before


def test_the_reason_follows_the_way(splitting: Workbench) -> None:
    """Proposed with the children of one way, it goes when the next has none."""
    halves()
    splitting._actions["split"].trigger()
    shown = dialog(splitting)
    shown.choose(LAYER)
    assert shown.reason.text() == tr("{}, to be judged apart").format("按图层要素（权属界线）")
    for way in (LINE, COORDINATES, APPROVALS):
        shown.choose(way)
        assert shown.reason.text() == ""


def test_remedies_forbid_a_split_from_the_start(splitting: Workbench, ledger_path: Path, window: Any) -> None:
    """The dialog opens with the reason and its cure; no way, line or text can be tried."""
    before = bands(window)
    with Ledger.open(ledger_path) as ledger:
        ledger.add_remedies([Remedy(NUMBER, "拆除复耕", Decimal("0.50"), "验收1号", date(2026, 9, 1))])
    halves()
    splitting._actions["split"].trigger()
    shown = dialog(splitting)
    assert "已登记整改" in shown.message.text()
    assert "处理办法" in shown.message.text()
    for widget in (*shown.ways, shown.draw, shown.paste, shown.layers, shown.reason, shown.ok):
        assert not widget.isEnabled()
    shown.cancel.click()
    assert bands(window) == before


def test_a_locked_month_forbids_it_too(splitting: Workbench, ledger_path: Path) -> None:
    with Ledger.open(ledger_path) as ledger:
        ledger.lock_batch("2026年6月", "王五")
    splitting._actions["split"].trigger()
    assert "月核锁定" in dialog(splitting).message.text()
    assert not any(way.isEnabled() for way in dialog(splitting).ways)


def bound_layer(folder: Path, role: Role) -> QgsVectorLayer:
    """A polygon layer on disk under a name that says nothing, bound to a role."""
    layer = QgsVectorLayer(saved(halves(), folder / f"{role.value}.gpkg"), f"图层{role.value}", "ogr")
    QgsProject.instance().removeAllMapLayers()
    return layer


def test_bound_approvals_come_first_then_the_land_classes(
    splitting: Workbench, tmp_path: Path, ledger_path: Path
) -> None:
    """Never a ledger's own layer, this one's or another's, whatever lies on top of the tree."""
    made = [bound_layer(tmp_path, role) for role in (Role.LAND, Role.REGISTERED, Role.BATCH, Role.URBAN)]
    project = QgsProject.instance()
    other = tmp_path / "上月台账.gpkg"
    shutil.copy(ledger_path, other)
    for path in (ledger_path, other):
        project.addMapLayer(QgsVectorLayer(f"{path}|layername=patches", "图斑", "ogr"))
    project.addMapLayers(made)
    bind(
        project,
        [
            binding_of(layer, role)
            for layer, role in zip(made[:3], (Role.LAND, Role.REGISTERED, Role.BATCH), strict=True)
        ],
    )
    splitting._actions["split"].trigger()
    shown = dialog(splitting)
    names = [shown.layers.itemText(at) for at in range(shown.layers.count())]
    assert names == ["图层pcyd", "图层bdcdj", "图层dltb", "图层czkfbj"]
    assert shown.layers.currentText() == "图层pcyd"


def test_without_bound_layers_none_is_chosen_for_the_user(splitting: Workbench) -> None:
    """Two layers, none of them bound: it asks for one."""
    halves()
    halves()
    splitting._actions["split"].trigger()
    shown = dialog(splitting)
    assert shown.layers.currentIndex() == -1
    shown.choose(LAYER)
    assert tr("Choose the layer whose features part the patch.") in shown.message.text()
    shown.layers.setCurrentIndex(1)
    shown.layers.activated.emit(1)
    assert len(shown.table.texts()) == 2


def test_the_announcement_sums_what_it_prints(splitting: Workbench) -> None:
    halves()
    splitting._actions["split"].trigger()
    dialog(splitting).choose(LAYER)
    dialog(splitting).ok.click()
    QApplication.processEvents()
    said = splitting.dock.decision.notice.text()
    assert f"{ONE} 0.60亩、{TWO} 1.80亩" in said
    assert "合计2.40亩，与原图斑一致" in said


def test_the_dialog_fits_a_small_screen(splitting: Workbench) -> None:
    """1366 × 768, less the title bar and the panel of the desktop."""
    shown = dialog(splitting)
    paste = pasting(shown, "")
    for window in (shown, paste):
        assert window.width() <= 1000
        assert window.height() <= 680
        assert window.minimumSizeHint().height() <= 680
