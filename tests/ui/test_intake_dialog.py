"""Taking in a batch at the screen: look, name, run, read the account; stop leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtWidgets import QApplication

from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.ui.intake_dialog import IntakeDialog, Order
from landwatch_plugin.ui.intake_presenter import IntakePresenter, guess_batch

pytestmark = pytest.mark.usefixtures("qgis_app")
PROFILE = "2026监测图斑"


def issued(path: Path, rows: list[tuple[str, str]], encoding: str = "GBK") -> Path:
    """A shapefile as it comes: number and remark; squares of 60 m in zone 38."""
    fields = "field=JCBH:string(30)&field=BZ:string(50)&field=TBLX:string(8)"
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:4526&{fields}", "图斑", "memory")
    for at, (number, remark) in enumerate(rows):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([number, remark, "20"])
        feature.setGeometry(
            QgsGeometry.fromRect(QgsRectangle(38_500_000 + at * 100, 3_300_000, 38_500_060 + at * 100, 3_300_060))
        )
        layer.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "ESRI Shapefile", encoding
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    rows = [(f"990101TB{at:04d}", "河口镇北侧") for at in range(1, 9)]
    rows[2] = ("990101TB0001", "重号")
    rows[4] = ("990101TB9999", "涉军设施")
    return issued(tmp_path / "wp202606.shp", rows)


@pytest.fixture
def taken() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def dialog(taken: list[tuple[str, str]]) -> Iterator[IntakeDialog]:
    dialog = IntakeDialog([PROFILE])
    dialog.presenter = IntakePresenter(dialog, ("涉军", "涉密"), lambda *both: taken.append(both))
    dialog.show()
    yield dialog
    dialog.close()


def choose(dialog: IntakeDialog, path: Path) -> None:
    dialog.source.show_path(str(path))
    dialog.source.path_changed.emit(str(path))


def fill(dialog: IntakeDialog, source: Path, ledger: Path) -> None:
    choose(dialog, source)
    dialog.ledger.show_path(str(ledger))
    dialog.operator.setText("甲")


@pytest.mark.parametrize(
    ("name", "batch"),
    [
        ("wp202606.shp", "2026年6月"),
        ("演示县2026年6月图斑.gpkg", "2026年6月"),
        ("tb_2026-11.shp", "2026年11月"),
        ("图斑20260615.shp", "2026年6月"),
        ("第三批.shp", "第三批"),
        ("990101202699.shp", "990101202699"),
    ],
)
def test_the_batch_is_guessed_from_the_file_name(name: str, batch: str) -> None:
    assert guess_batch(f"/somewhere/{name}") == batch


def test_the_first_rows_are_shown_with_the_encoding_that_was_found(dialog: IntakeDialog, source: Path) -> None:
    choose(dialog, source)
    assert "8 rows" in dialog.about.text() and "GB18030" in dialog.about.text()
    shown = dialog.table.texts()
    assert len(shown) == 6
    assert shown[0][:2] == ["990101TB0001", "河口镇北侧"]
    assert dialog.batch.text() == "2026年6月"
    assert dialog.run.isEnabled()


def test_a_secret_row_is_not_shown_in_the_preview(dialog: IntakeDialog, source: Path) -> None:
    choose(dialog, source)
    everything = "".join(text for row in dialog.table.texts() for text in row)
    assert "涉军" not in everything and "TB9999" not in everything
    assert "secret" in everything


def test_a_file_that_cannot_be_read_is_told_in_the_dialog_and_cannot_be_run(
    dialog: IntakeDialog, tmp_path: Path
) -> None:
    choose(dialog, tmp_path / "没有.shp")
    assert "没有.shp" in dialog.message.text() or ".dbf" in dialog.message.text()
    assert dialog.message.isVisible() and not dialog.run.isEnabled()


def test_what_is_missing_is_asked_for_one_by_one(dialog: IntakeDialog, source: Path, tmp_path: Path) -> None:
    orders: list[Order] = []
    dialog.presenter._wiring.undo()
    dialog.import_requested.connect(orders.append)
    dialog.run.setEnabled(True)
    for word in ("issued file", "name of the batch", "ledger", "operator"):
        dialog.run.click()
        assert word in dialog.message.text()
        if word == "issued file":
            dialog.source.show_path(str(source))
        elif word == "name of the batch":
            dialog.batch.setText("2026年6月")
        elif word == "ledger":
            dialog.ledger.show_path(str(tmp_path / "台账"))
        else:
            dialog.operator.setText("甲")
    dialog.run.click()
    assert orders == [Order(str(source), "2026年6月", str(tmp_path / "台账.gpkg"), PROFILE, "甲")]


def test_a_batch_goes_into_a_new_ledger_and_every_row_is_accounted_for(
    dialog: IntakeDialog, source: Path, tmp_path: Path, taken: list[Any]
) -> None:
    ledger = tmp_path / "台账.gpkg"
    fill(dialog, source, ledger)
    dialog.run.click()
    assert taken == [(str(ledger), "甲")]
    assert "收到8个" in dialog.message.text() and "退回1个" in dialog.message.text()
    refused = [row for row in dialog.table.texts() if row[2] == "退回"]
    assert [(row[0], row[1]) for row in refused] == [("3", "990101TB0001")]
    assert refused[0][3] and refused[0][4]
    with Ledger.open(ledger) as opened:
        assert len(opened.numbers()) == 6
    assert dialog.run.isVisible() and not dialog.bar.isVisible()


def test_the_same_batch_twice_is_refused_with_an_explanation(
    dialog: IntakeDialog, source: Path, tmp_path: Path, taken: list[Any]
) -> None:
    fill(dialog, source, tmp_path / "台账.gpkg")
    dialog.run.click()
    dialog.run.click()
    assert len(taken) == 1
    assert "2026年6月" in dialog.message.text()


def test_stop_leaves_no_ledger_behind(dialog: IntakeDialog, tmp_path: Path, taken: list[Any]) -> None:
    """Stop is pressed as soon as the bar moves."""
    source = issued(tmp_path / "large.shp", [(f"990101TB{at:04d}", "") for at in range(1, 301)])
    fill(dialog, source, tmp_path / "台账.gpkg")
    dialog.bar.valueChanged.connect(lambda value: dialog.stop.click() if value else None)
    dialog.run.click()
    assert taken == []
    assert not (tmp_path / "台账.gpkg").exists()
    assert "已取消" in dialog.message.text()


def test_a_running_dialog_is_stopped_by_esc_and_closes_only_at_rest(dialog: IntakeDialog) -> None:
    dialog.start()
    dialog.reject()
    assert dialog.cancelled() and dialog.isVisible()
    dialog.close()
    assert dialog.isVisible()
    dialog.finish()
    dialog.reject()
    QApplication.processEvents()
    assert not dialog.isVisible()
