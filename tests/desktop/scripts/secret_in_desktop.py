"""Inside QGIS: a field record with a mark, the band on the card, the question, and the patch gone from list and map."""

from __future__ import annotations

import os
from pathlib import Path

import processing
import qgis.utils
from desktop_script import map_drawn, result, settle, shot
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QMessageBox

FOLDER = Path(os.environ["LANDWATCH_FOLDER"])
NUMBER = os.environ["LANDWATCH_PATCH"]
LEDGER = FOLDER / "台账.gpkg"


def run(name: str, **given: object) -> dict[str, object]:
    return processing.run(f"landwatch:{name}", {key: str(value) for key, value in given.items()})


def agree() -> None:
    """Press the button that weighs; the default is to cancel."""
    box = QApplication.activeModalWidget()
    result["asked"] = box.text()
    result["default"] = box.defaultButton().text()
    yes = next(one for one in box.buttons() if box.buttonRole(one) == QMessageBox.ButtonRole.DestructiveRole)
    yes.click()


run("importpatches", INPUT=FOLDER / "下发" / "图斑.shp", BATCH="2026年6月", LEDGER=LEDGER)
run("importrecords", LEDGER=LEDGER, FACTS=FOLDER / "外业核查.csv")
layer = QgsVectorLayer(f"{LEDGER}|layername=patches", "图斑（台账）", "ogr")
QgsProject.instance().addMapLayer(layer)
bench = qgis.utils.plugins["landwatch_plugin"].bench
bench.open(str(LEDGER), "", "李某")
bench.presenter.show(NUMBER)
map_drawn()
band = bench.dock.card.secret
result["band"] = [band.isVisible(), band.text.text(), band.detail.text()]
result["waiting"] = sorted(bench.presenter.review.withheld())
written = run("exportcoordinates", INPUT=f"{LEDGER}|layername=patches", NUMBER_FIELD="number", FOLDER=FOLDER / "坐标")
result["written"] = [path.read_bytes().decode("gbk") for path in (FOLDER / "坐标").glob("*.txt")]
bench.open_self_check()
settle(0.5)
result["conclusion"] = bench.self_check.dock.conclusion.text()
shot("waiting")
result["on_map"] = sorted(feature["number"] for feature in layer.getFeatures())
QTimer.singleShot(500, agree)
band.mark.click()
map_drawn()
result["left_on_map"] = sorted(feature["number"] for feature in layer.getFeatures())
result["left_in_list"] = bench.dock.list.numbers()
result["after"] = bench.self_check.dock.conclusion.text()
shot("marked")
