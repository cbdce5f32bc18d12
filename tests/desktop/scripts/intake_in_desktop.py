"""Inside QGIS: a zip with a wrong .prj through the four steps, a batch that comes again, and a large one that is stopped."""

from __future__ import annotations

import os
from pathlib import Path

import qgis.utils
from desktop_script import result, settle, shot, wait_until
from qgis.core import QgsProject

FOLDER = Path(os.environ["LANDWATCH_FOLDER"])
os.chdir(FOLDER)
bench = qgis.utils.plugins["landwatch_plugin"].bench


def opened() -> object:
    bench.import_batch()
    wait_until(lambda: bench.dialog is not None and bench.dialog.isVisible(), 5, "the dialog")
    return bench.dialog


def choose(dialog: object, source: str, listing: str = "") -> None:
    page = dialog.source
    page.source.show_path(source)
    page.source.path_changed.emit(source)
    if listing:
        page.listing.show_path(listing)
        page.listing.path_changed.emit(listing)
    page.ledger.show_path("台账.gpkg")
    page.operator.setText("李某")


dialog = opened()
choose(dialog, "202606.zip", "清单.csv")
settle(0.3)
shot("wrong_system", dialog)
result["doubt"] = dialog.source.doubt.text()
dialog.source.take_hint.click()
settle(0.3)
result["about"] = dialog.source.about.text()
result["preview"] = dialog.source.table.texts()
shot("system_set", dialog)
for name in ("fields", "findings", "result"):
    dialog.next.click()
    settle(0.3)
    shot(name, dialog)
result["mapping"] = dialog.fields.mapping()
result["findings"] = dialog.result.findings.texts()
result["account"] = dialog.result.account.text()

dialog = opened()
result["remembered"] = [dialog.source.source.box.itemText(0), dialog.source.ledger.path(), dialog.source.operator.text()]
choose(dialog, "补发202606.shp")
dialog.next.click()
dialog.next.click()
settle(0.3)
dialog.findings.tabs.setCurrentIndex(1)
shot("again", dialog)
result["again"] = dialog.findings.reissue.texts()
dialog.next.click()
settle(0.3)

dialog = opened()
choose(dialog, "大批202608.shp")
dialog.next.click()
stopped_at = []


def stop(value: int) -> None:
    if value >= 30 and not stopped_at:
        stopped_at.append(value)
        shot("running", dialog)
        dialog.stop.click()


dialog.bar.valueChanged.connect(stop)
dialog.next.click()
settle(0.3)
shot("stopped", dialog)
result["stopped"] = [stopped_at, dialog.step, dialog.message.text()]
result["layers"] = len(QgsProject.instance().mapLayers())
dialog.close()
