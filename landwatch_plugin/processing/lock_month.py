"""月核锁定: landwatch:lockmonth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from landwatch_plugin.casework.month_lock import lock_month
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.processing.algorithm import Algorithm, Feedback


class LockMonth(Algorithm):
    key, title = "lockmonth", mark("Lock a month (月核锁定)")
    section_key, section = "casework", mark("Casework")
    about = mark(
        "Closes a batch after the monthly self-check: decisions and splits of its patches are refused until it is reopened "
        "with a reason. Blocking problems that are open, or a self-check older than the last change, stop it. Both acts are "
        "kept in the journal."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFile("LEDGER", self.tr("Ledger"), extension="gpkg"),
            self.tr("The ledger that holds the patches."),
        )
        self.add(QgsProcessingParameterString("BATCH", self.tr("Batch")), self.tr("Name of the batch, e.g. 2026年6月."))
        self.add(
            QgsProcessingParameterBoolean("REOPEN", self.tr("Reopen"), False), self.tr("Takes the lock off again.")
        )
        self.add(
            QgsProcessingParameterString("REASON", self.tr("Reason"), optional=True),
            self.tr("Why it is reopened; obligatory then."),
        )
        self.add(
            QgsProcessingParameterFile("RULEBOOK", self.tr("Rule book"), extension="toml", optional=True),
            self.tr("Names the words that mark a patch as secret. Empty = shipped 2022 rule book."),
        )
        self.add_operator()

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        ledger = Path(self.parameterAsFile(parameters, "LEDGER", context))
        batch, by = self.parameterAsString(parameters, "BATCH", context).strip(), self.operator(parameters, context)
        with Ledger.open(ledger) as opened:
            if self.parameterAsBool(parameters, "REOPEN", context):
                opened.reopen_batch(batch, by, self.parameterAsString(parameters, "REASON", context))
                feedback.note(f"批次“{batch}”已解除锁定。")
            else:
                rulebook = self.parameterAsFile(parameters, "RULEBOOK", context)
                lock_month(opened, batch, by, Path(rulebook) if rulebook else None)
                feedback.note(f"批次“{batch}”已锁定，判定和拆分不再更改。")
        return {"LEDGER": str(ledger)}
