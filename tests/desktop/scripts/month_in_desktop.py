"""Inside QGIS with the plugin on and a small county's project: a batch in, checked, decided by keys, papers out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import processing
import qgis.utils
from desktop_script import map_drawn, result, settle, shot
from qgis.core import QgsProject
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface

FOLDER = Path(os.environ["LANDWATCH_FOLDER"])
LEDGER = FOLDER / "台账.gpkg"
window = iface.mainWindow()


def run(name: str, **given: object) -> dict[str, object]:
    return processing.run(f"landwatch:{name}", {key: str(value) for key, value in given.items()})


def press(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    bench.dock.take_focus()
    for key in keys:
        settle(0.2)
        QTest.keyClick(window.focusWidget() or bench.dock, key, modifier)
    settle(0.3)


def decided() -> str:
    decision = bench.presenter.review.ledger.decision(NUMBER)
    return decision.text if decision else ""


def canvas_items() -> list[QgsRubberBand]:
    return [item for item in iface.mapCanvas().scene().items() if isinstance(item, QgsRubberBand)]


OWN = canvas_items()
received = run("importpatches", INPUT=FOLDER / "下发" / "图斑.shp", BATCH="2026年6月", LEDGER=LEDGER)
run("importrecords", LEDGER=LEDGER, FACTS=FOLDER / "外业核查.csv")
checked = run("checkpatches", LEDGER=LEDGER, OUTPUT="memory:")
overlaid = run("overlay", INPUT=FOLDER / "下发" / "图斑.shp", ID_FIELD="JCBH", OVERLAY=os.environ["LANDWATCH_LAND"],
               CLASS_FIELD="DLBM", OUTPUT="memory:")  # fmt: skip
result["received"], result["checked"] = received["ACCEPTED"], checked["CHECKED"]
result["shares"] = sorted([row["patch_id"], row["class"], round(row["area_m2"], 2)] for row in overlaid["OUTPUT"].getFeatures())

bench = qgis.utils.plugins["landwatch_plugin"].bench
bench.open(str(LEDGER), "", "李某")
map_drawn()
NUMBER = bench.presenter.number
result["number"] = NUMBER
result["suggested"] = bench.presenter.review.card(NUMBER).suggestion.subtype
bench.presenter.advance = False
press(Qt.Key.Key_1, Qt.Key.Key_Return)
result["decided"] = decided()
shot("decided")
press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
result["undone"] = decided()
press(Qt.Key.Key_1, Qt.Key.Key_Return)
result["again"] = decided()
result["history"] = bench.presenter.review.history(NUMBER)

bench.open_self_check()
settle(0.5)
result["problems"] = [[item.number, item.check] for item in bench.self_check.dock.rows()]
shot("selfcheck")

given = {"LEDGER": LEDGER, "MEETING": FOLDER / "会议.toml", "FOLDER": FOLDER / "文书"}
run("minutes", **given)
run("dossiers", **given, NUMBERS=NUMBER)
result["files"] = sorted(path.name for path in (FOLDER / "文书").glob("*.*"))
result["loaded_from"] = {name: getattr(sys.modules.get(name), "__file__", "") for name in ("shapely", "reportlab")}

layers = len(QgsProject.instance().mapLayers())
assert qgis.utils.unloadPlugin("landwatch_plugin")
settle(0.5)
result["docks_left"] = [d.objectName() for d in window.findChildren(QDockWidget) if "landwatch" in d.objectName().lower()]
result["rubber_left"] = [type(item).__name__ for item in canvas_items() if item.isVisible() and item not in OWN]
result["layers_kept"] = len(QgsProject.instance().mapLayers()) == layers
