"""Taking in a batch at the screen, in four steps: look, map, check, write; stop leaves nothing behind."""

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
from qgis.PyQt.QtCore import QSettings
from qgis.PyQt.QtWidgets import QApplication

from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.ui.intake_dialog import FIELDS, FINDINGS, RESULT, SOURCE, IntakeDialog
from landwatch_plugin.ui.intake_presenter import IntakePresenter, guess_batch

pytestmark = pytest.mark.usefixtures("qgis_app")


def issued(path: Path, rows: list[tuple[str, str]], encoding: str = "GBK") -> Path:
    """A shapefile as it comes: number and remark; squares of 60 m in zone 38."""
    path.parent.mkdir(parents=True, exist_ok=True)
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
def settings(tmp_path: Path) -> Settings:
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture(autouse=True)
def own_profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own profiles lie in the test's folder."""
    folder = tmp_path / "profiles"
    for module in ("landwatch_plugin.ui.intake_presenter", "landwatch_plugin.casework.intake"):
        monkeypatch.setattr(f"{module}.profile_folder", lambda: folder)
    return folder


@pytest.fixture
def dialog(taken: list[tuple[str, str]], settings: Settings) -> Iterator[IntakeDialog]:
    dialog = IntakeDialog()
    dialog.presenter = IntakePresenter(dialog, ("涉军", "涉密"), lambda *both: taken.append(both), settings)
    dialog.show()
    yield dialog
    dialog.close()


def choose(dialog: IntakeDialog, path: Path) -> None:
    dialog.source.source.show_path(str(path))
    dialog.source.source.path_changed.emit(str(path))


def fill(dialog: IntakeDialog, source: Path, ledger: Path) -> None:
    choose(dialog, source)
    dialog.source.ledger.show_path(str(ledger))
    dialog.source.operator.setText("甲")


def go_on(dialog: IntakeDialog, times: int = 1) -> None:
    for _ in range(times):
        dialog.next.click()


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


def test_another_file_brings_another_guess_but_a_typed_name_stays(dialog: IntakeDialog, source: Path) -> None:
    july = issued(source.parent / "wp202607.shp", [("990101TB0001", "")])
    choose(dialog, source)
    choose(dialog, july)
    assert dialog.source.batch.text() == "2026年7月"
    dialog.source.batch.setText("七月补发")
    choose(dialog, source)
    assert dialog.source.batch.text() == "七月补发"


def test_the_first_rows_are_shown_with_encoding_and_system_as_found(dialog: IntakeDialog, source: Path) -> None:
    choose(dialog, source)
    about = dialog.source.about.text()
    assert "8 rows" in about and "GBK（GB18030）" in about and "EPSG:4526" in about
    shown = dialog.source.table.texts()
    assert len(shown) == 6
    assert shown[0][:2] == ["990101TB0001", "河口镇北侧"]
    assert dialog.source.batch.text() == "2026年6月"


def test_the_encoding_can_be_overruled_and_a_new_file_starts_afresh(dialog: IntakeDialog, source: Path) -> None:
    """UTF-8 cannot read these bytes: told at once; the choice does not follow to the next file."""
    choose(dialog, source)
    page = dialog.source
    assert page.encoding.isVisible() and dialog.order().encoding == ""
    page.encoding.setCurrentIndex(page.encoding.findData("gb18030"))
    assert dialog.order().encoding == "gb18030" and "人工指定" in page.about.text()
    page.encoding.setCurrentIndex(page.encoding.findData("utf-8"))
    assert dialog.message.isVisible() and "文字编码无法识别" in dialog.message.text()
    assert page.encoding.isVisible()
    choose(dialog, issued(source.parent / "wp202607.shp", [("990101TB0001", "")]))
    assert dialog.order().encoding == "" and not dialog.message.isVisible()


def test_a_secret_row_is_shown_in_no_step(dialog: IntakeDialog, source: Path, tmp_path: Path) -> None:
    fill(dialog, source, tmp_path / "台账.gpkg")
    everything = "".join(text for row in dialog.source.table.texts() for text in row)
    assert "（涉密）" in everything
    go_on(dialog)
    examples = "".join(dialog.fields.table.item(row, 2).text() for row in range(dialog.fields.table.rowCount()))
    go_on(dialog)
    findings = "".join(text for row in dialog.findings.findings.texts() for text in row)
    assert dialog.step == FINDINGS
    for shown in (everything, examples, findings):
        assert "涉军" not in shown and "TB9999" not in shown


def test_a_file_that_cannot_be_read_is_told_and_the_step_is_not_left(dialog: IntakeDialog, tmp_path: Path) -> None:
    fill(dialog, tmp_path / "没有.shp", tmp_path / "台账.gpkg")
    assert dialog.message.isVisible() and ".dbf" in dialog.message.text()
    go_on(dialog)
    assert dialog.step == SOURCE


def test_what_is_missing_is_asked_for_one_by_one(dialog: IntakeDialog, source: Path, tmp_path: Path) -> None:
    for word in ("issued file", "name of the batch", "ledger", "operator"):
        go_on(dialog)
        assert word in dialog.message.text() and dialog.step == SOURCE
        if word == "issued file":
            dialog.source.source.show_path(str(source))
        elif word == "name of the batch":
            dialog.source.batch.setText("2026年6月")
        elif word == "ledger":
            dialog.source.ledger.show_path(str(tmp_path / "台账"))
        else:
            dialog.source.operator.setText("甲")
    go_on(dialog)
    assert dialog.step == FIELDS
    assert dialog.order().ledger == str(tmp_path / "台账.gpkg")


def test_the_fields_are_guessed_and_each_line_can_be_corrected(
    dialog: IntakeDialog, source: Path, tmp_path: Path
) -> None:
    fill(dialog, source, tmp_path / "台账.gpkg")
    go_on(dialog)
    assert dialog.fields.mapping() == {"number": "JCBH", "remark": "BZ", "change_type": "TBLX"}
    box = dialog.fields.boxes["feature"]
    box.setCurrentIndex(box.findData("BZ"))
    go_on(dialog, 2)
    with Ledger.open(tmp_path / "台账.gpkg") as opened:
        assert opened.patch("990101TB0001").feature == "河口镇北侧"


def test_a_mapping_without_number_stops_at_its_step(dialog: IntakeDialog, source: Path, tmp_path: Path) -> None:
    fill(dialog, source, tmp_path / "台账.gpkg")
    go_on(dialog)
    dialog.fields.boxes["number"].setCurrentIndex(0)
    go_on(dialog)
    assert dialog.step == FIELDS
    assert "没有找到图斑编号字段" in dialog.message.text()


def test_a_corrected_table_is_kept_as_a_profile_and_found_again(
    dialog: IntakeDialog, source: Path, tmp_path: Path, own_profiles: Path
) -> None:
    fill(dialog, source, tmp_path / "台账.gpkg")
    go_on(dialog)
    box = dialog.fields.boxes["feature"]
    box.setCurrentIndex(box.findData("BZ"))
    dialog.fields.boxes["remark"].setCurrentIndex(0)
    dialog.fields.name.setText("2026监测图斑")
    dialog.fields.save.click()
    assert "不能覆盖" in dialog.message.text()
    dialog.fields.name.setText("本县")
    dialog.fields.save.click()
    assert (own_profiles / "本县.toml").is_file() and dialog.fields.profile.currentText() == "本县"
    dialog.fields.profile.setCurrentText("2026监测图斑")
    assert dialog.fields.mapping()["remark"] == "BZ"
    dialog.fields.profile.setCurrentText("本县")
    assert dialog.fields.mapping() == {"number": "JCBH", "change_type": "TBLX", "feature": "BZ"}


def test_the_unit_of_the_areas_is_guessed_and_shown_for_confirmation(dialog: IntakeDialog, tmp_path: Path) -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:4526&field=JCBH:string&field=MJ:double", "图斑", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["1", 3.0])
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(38_500_000, 3_300_000, 38_500_040, 3_300_050)))
    layer.dataProvider().addFeature(feature)
    path, options = tmp_path / "亩.gpkg", QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    fill(dialog, path, tmp_path / "台账.gpkg")
    go_on(dialog)
    assert dialog.fields.unit_chosen() == "亩" and "亩" in dialog.fields.unit_told.text()
    dialog.fields.unit.setCurrentIndex(0)
    go_on(dialog, 2)
    with Ledger.open(tmp_path / "台账.gpkg") as opened:
        patch = opened.patch("1")
    assert (patch.official_m2, patch.extra["MJ"]) == (None, "3")


def test_a_wrong_prj_is_cured_by_one_button(dialog: IntakeDialog, source: Path, tmp_path: Path) -> None:
    """Zone 39 in the file, zone 38 in the numbers: the step is not left before it is settled."""
    prj = source.with_suffix(".prj")
    prj.write_text(prj.read_text().replace("38500000", "39500000").replace("114", "117").replace("4526", "4527"))
    fill(dialog, source, tmp_path / "台账.gpkg")
    assert dialog.source.doubt.isVisible() and "带号" in dialog.source.doubt.text()
    go_on(dialog)
    assert dialog.step == SOURCE
    dialog.source.take_hint.click()
    assert "EPSG:4526" in dialog.source.about.text() and "人工指定" in dialog.source.about.text()
    go_on(dialog, 3)
    with Ledger.open(tmp_path / "台账.gpkg") as opened:
        assert opened.srid == 4526 and len(opened.numbers()) == 6


def test_a_list_is_joined_and_its_columns_can_be_chosen(dialog: IntakeDialog, source: Path, tmp_path: Path) -> None:
    table = tmp_path / "清单.csv"
    table.write_text("图斑编号,图斑特征\n990101TB0001,厂房\n990101TB7777,大棚\n", encoding="gb18030")
    fill(dialog, source, tmp_path / "台账.gpkg")
    dialog.source.listing.show_path(str(table))
    dialog.source.listing.path_changed.emit(str(table))
    assert "2 rows" in dialog.source.about.text()
    go_on(dialog)
    assert dialog.fields.mapping()["feature"] == "图斑特征"
    go_on(dialog)
    said = [(row[1], row[3]) for row in dialog.findings.findings.texts()]
    assert ("990101TB7777", "清单第3行的编号在图层中没有图形") in said
    assert ("990101TB0002", "清单中没有这个编号") in said


def test_nothing_is_written_before_the_third_step_is_left(dialog: IntakeDialog, source: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "台账.gpkg"
    fill(dialog, source, ledger)
    go_on(dialog, 2)
    assert dialog.step == FINDINGS and not ledger.exists()
    dialog.back.click()
    assert dialog.step == FIELDS
    go_on(dialog, 2)
    assert dialog.step == RESULT and ledger.exists()


def test_a_batch_goes_into_a_new_ledger_and_every_row_is_accounted_for(
    dialog: IntakeDialog, source: Path, tmp_path: Path, taken: list[Any], settings: Settings
) -> None:
    ledger = tmp_path / "台账.gpkg"
    fill(dialog, source, ledger)
    go_on(dialog, 3)
    assert taken == [(str(ledger), "甲")]
    account = dialog.result.account.text()
    assert "收到8个" in account and "退回1个" in account
    refused = [row for row in dialog.result.findings.texts() if row[2] == "退回"]
    assert [(row[0], row[1]) for row in refused] == [("3", "990101TB0001")]
    assert refused[0][3] and refused[0][4]
    with Ledger.open(ledger) as opened:
        assert len(opened.numbers()) == 6
    assert not dialog.next.isVisible() and not dialog.bar.isVisible() and dialog.leave.isVisible()
    assert settings.names("intake_sources") == [str(source)]


def test_the_list_is_exported_for_printing(dialog: IntakeDialog, source: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    fill(dialog, source, tmp_path / "台账.gpkg")
    go_on(dialog, 2)
    dialog.findings.export_wanted.emit(str(tmp_path / "清单.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "清单.xlsx").active
    assert [cell.value for cell in sheet[3]] == ["行号", "图斑编号", "处理结果", "发现的问题", "处理办法"]
    assert [cell.value for cell in sheet[4]][1:3] == ["990101TB0001", "退回"]


def test_the_same_batch_again_is_compared_and_only_what_is_new_goes_in(
    dialog: IntakeDialog, source: Path, tmp_path: Path, taken: list[Any]
) -> None:
    ledger = tmp_path / "台账.gpkg"
    fill(dialog, source, ledger)
    go_on(dialog, 3)
    again = issued(source.parent / "补发" / "wp202606.shp", [("990101TB0001", "河口镇南侧"), ("990101TB0100", "新增")])
    choose(dialog, again)
    assert dialog.step == SOURCE
    go_on(dialog, 2)
    rows = {row[0]: row[1] for row in dialog.findings.reissue.texts()}
    assert rows["990101TB0001"] == "变化" and rows["990101TB0100"] == "新增"
    assert rows["990101TB0002"] == "本次文件中没有"
    go_on(dialog)
    assert len(taken) == 2
    with Ledger.open(ledger) as opened:
        assert len(opened.numbers()) == 7 and opened.patch("990101TB0001").remark == "河口镇南侧"


def test_stop_leaves_no_ledger_behind(dialog: IntakeDialog, tmp_path: Path, taken: list[Any]) -> None:
    """Stop is pressed as soon as the bar moves."""
    source = issued(tmp_path / "large.shp", [(f"990101TB{at:04d}", "") for at in range(1, 301)])
    fill(dialog, source, tmp_path / "台账.gpkg")
    go_on(dialog)
    dialog.bar.valueChanged.connect(lambda value: dialog.stop.click() if value else None)
    go_on(dialog)
    assert taken == [] and dialog.step == FIELDS
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


def test_a_folder_shows_the_shapefile_in_it_as_the_file_itself_would(dialog: IntakeDialog, source: Path) -> None:
    """In GBK without .cpg; never as �."""
    choose(dialog, source)
    shown, about = dialog.source.table.texts(), dialog.source.about.text()
    for part in (source.with_suffix(".dbf"), source.parent):
        choose(dialog, part)
        assert (dialog.source.table.texts(), dialog.source.about.text()) == (shown, about)


def test_a_file_of_another_kind_is_refused_in_the_dialog_with_the_place_where_it_belongs(
    dialog: IntakeDialog, tmp_path: Path
) -> None:
    (tmp_path / "界址点.txt").write_text("[属性描述]", encoding="utf-8")
    choose(dialog, tmp_path / "界址点.txt")
    assert "读入界址点坐标文本" in dialog.message.text()
    assert dialog.source.table.texts() == []
