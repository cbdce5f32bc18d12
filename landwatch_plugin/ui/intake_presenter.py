"""接收接线: joins the intake dialog to casework.intake; shows the first rows without those that are 涉密."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from qgis.core import QgsProject

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.ui.intake_dialog import IntakeDialog, Order
from landwatch_plugin.ui.slots import Wiring

_ROWS = 6
_MONTH = re.compile(r"(?<!\d)(20\d\d)\D{0,2}(0?[1-9]|1[0-2])(?:\d\d)?(?!\d)")


def guess_batch(path: str) -> str:
    """The month in a file name (wp202606.shp, 2026年6月, 2026-06) as 2026年6月, else the name without its ending."""
    name = Path(path).stem
    found = _MONTH.search(name)
    return f"{found[1]}年{int(found[2])}月" if found else name


class IntakePresenter:
    """`taken` is called with ledger and operator after a batch went in."""

    def __init__(self, dialog: IntakeDialog, secret_marks: Sequence[str], taken: Callable[[str, str], None]) -> None:
        self._dialog, self._marks, self._taken = dialog, tuple(secret_marks), taken
        self._wiring = Wiring(lambda error: dialog.show_problem(str(error)))
        self._wiring.join(dialog.source_chosen, self.preview)
        self._wiring.join(dialog.import_requested, self.run)

    def preview(self, path: str) -> None:
        """Open the file as the intake will, and show the head of its table."""
        from landwatch_plugin.gis.patch_source import open_source, rows

        layer, encoding = open_source(path)
        headers = layer.fields().names()
        shown = [self._texts(row.values, headers) for row in islice(rows(layer), _ROWS)]
        about = tr("{} rows, text encoding {}, {}. The first rows:").format(
            layer.featureCount(), encoding.upper(), layer.crs().authid() or layer.crs().description()
        )
        self._dialog.show_preview(headers, shown, about)
        if not self._dialog.batch.text().strip():
            self._dialog.show_batch(guess_batch(path))

    def run(self, order: Order) -> None:
        from landwatch_plugin.casework.intake import import_batch

        self._dialog.start()
        try:
            report = import_batch(
                order.source, order.batch, Path(order.ledger), order.profile, self._dialog, by=order.operator,
                bindings=bindings(QgsProject.instance()),
            )  # fmt: skip
        finally:
            self._dialog.finish()
        self._dialog.show_report(
            report.text,
            [(str(i.row or ""), i.number, i.kind, i.problem, i.cure) for i in report.issues],
        )
        self._taken(order.ledger, order.operator)

    def _texts(self, values: dict[str, Any], headers: Sequence[str]) -> list[str]:
        texts = ["" if values[name] is None else str(values[name]) for name in headers]
        if any(mark in text for mark in self._marks for text in texts):
            return [tr("(secret, not shown)"), *("" for _ in texts[1:])]
        return texts
